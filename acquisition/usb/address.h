/**
 * @file
 * Which grabber is meant, as a user types it: "" or "534d:2109". Pure.
 */
#ifndef BV_ACQUISITION_USB_ADDRESS_H
#define BV_ACQUISITION_USB_ADDRESS_H

#include <stdbool.h>
#include <stdint.h>

#include "core/decls.h"
#include "core/status.h"

BV_BEGIN_DECLS

/** A kind of device, or any. */
struct bv_usb_address {
    bool any;
    uint16_t vendor, product; /**< Where it is not any. */
};

/**
 * @param name  What follows "usb:".
 * @retval -EINVAL  It is no address; @p fault says what one looks like.
 */
int bv_usb_address_parse(const char *name, struct bv_usb_address *address,
                         struct bv_fault *fault) BV_MUST_USE;

/** Whether a device is meant. */
bool bv_usb_address_fits(const struct bv_usb_address *address, uint16_t vendor,
                         uint16_t product);

BV_END_DECLS

#endif
