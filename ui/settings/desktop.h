/**
 * @file
 * Whether the desktop is light or dark. Asked without waiting; dark until it
 * has answered, and where it does not. Main thread only.
 */
#ifndef BV_UI_SETTINGS_DESKTOP_H
#define BV_UI_SETTINGS_DESKTOP_H

#include <stdbool.h>

#include "core/decls.h"

BV_BEGIN_DECLS

/** Ask, and be told of each answer. Once. */
void bv_desktop_watch(void (*changed)(void *data), void *data);

bool bv_desktop_is_light(void);

BV_END_DECLS

#endif
