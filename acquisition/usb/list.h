/**
 * @file
 * What is plugged in, for people.
 */
#ifndef BV_ACQUISITION_USB_LIST_H
#define BV_ACQUISITION_USB_LIST_H

#include <stdio.h>

#include "core/decls.h"

BV_BEGIN_DECLS

/** What to do about a device that the user may not use; the end of a
 *  sentence. */
extern const char bv_usb_permission_advice[];

/** As struct bv_source_driver's list. */
void bv_usb_list(FILE *out);

BV_END_DECLS

#endif
