/**
 * @file
 * What a USB Video Class device says that it can do. Pure: bytes in, modes
 * out; every length in them is checked, and what lies ends the list.
 *
 * USB Device Class Definition for Video Devices 1.5, 3.7 and 3.9, with its
 * payload documents for uncompressed video and Motion JPEG.
 */
#ifndef BV_ACQUISITION_USB_DESCRIPTORS_H
#define BV_ACQUISITION_USB_DESCRIPTORS_H

#include <stddef.h>
#include <stdint.h>

#include "acquisition/modes.h"
#include "core/decls.h"

BV_BEGIN_DECLS

/** What a VideoStreaming interface offers. */
struct bv_uvc_streaming {
    uint8_t endpoint;      /**< That pictures come from. */
    struct bv_modes modes; /**< At least one format; no size without times. */
};

/**
 * The version (bcdUVC) that a VideoControl interface's class-specific
 * descriptors name.
 *
 * @return 0x0100, 0x0110, 0x0150 and the like; 0: they name none.
 */
uint16_t bv_uvc_read_version(const uint8_t *bytes, size_t size);

/**
 * The modes in a VideoStreaming interface's class-specific descriptors.
 *
 * @param[out] streaming  Written only on 0.
 * @retval -ENOTSUP  There is no mode in them that bevel can show.
 */
int bv_uvc_read_streaming(const uint8_t *bytes, size_t size,
                          struct bv_uvc_streaming *streaming) BV_MUST_USE;

/**
 * How many bytes a periodic endpoint may carry each time.
 *
 * @param max_packet  wMaxPacketSize: a size, and how often a microframe.
 * @param companion   wBytesPerInterval of its SuperSpeed companion; 0: none.
 */
int bv_uvc_packet_bytes(uint16_t max_packet, uint16_t companion);

/**
 * What a device answered that it will send.
 *
 * @param format, frame  Their indices.
 * @param[out] mode      Written only on 0; its interval is @p interval.
 * @retval -EPROTO  It has no such mode.
 */
int bv_uvc_find(const struct bv_modes *modes, uint8_t format, uint8_t frame,
                uint32_t interval, struct bv_mode *mode) BV_MUST_USE;

/** The largest number of bytes that a picture of this size can have. */
size_t bv_uvc_picture_bytes(enum bv_coding coding, int width_px, int height_px);

BV_END_DECLS

#endif
