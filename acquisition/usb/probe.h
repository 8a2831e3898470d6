/**
 * @file
 * The bytes with which host and device agree on what is sent (probe and
 * commit). Pure.
 *
 * USB Device Class Definition for Video Devices 1.5, 4.3.1.1.
 */
#ifndef BV_ACQUISITION_USB_PROBE_H
#define BV_ACQUISITION_USB_PROBE_H

#include <stddef.h>
#include <stdint.h>

#include "acquisition/usb/descriptors.h"
#include "core/decls.h"

BV_BEGIN_DECLS

#define BV_UVC_PROBE_BYTES_MAX 48

/** What a device answered. */
struct bv_uvc_answer {
    uint8_t format, frame;  /**< Their indices. */
    uint32_t interval;      /**< 100 ns; never 0. */
    uint32_t payload_bytes; /**< At most so many at once, header included. */
};

/** How many bytes they are in a version of the class (bcdUVC). */
size_t bv_uvc_probe_bytes(uint16_t version);

/** Ask for a mode in bytes that the device gave for its default (or zeroes);
 *  whatever else they say stays. @param bytes  At least 26. */
void bv_uvc_probe_write(uint8_t *bytes, const struct bv_mode *mode);

/**
 * Read what it answered.
 *
 * @param size         That came: a device may send fewer than were asked for.
 * @param[out] answer  Written only on 0.
 * @retval -EPROTO  It is too short, or makes no sense.
 */
int bv_uvc_probe_read(const uint8_t *bytes, size_t size,
                      struct bv_uvc_answer *answer) BV_MUST_USE;

BV_END_DECLS

#endif
