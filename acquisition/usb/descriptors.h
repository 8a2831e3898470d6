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

#include "acquisition/grabbed.h"
#include "core/decls.h"

BV_BEGIN_DECLS

/** As many as are kept of each; what comes after is left out. */
#define BV_UVC_FORMATS_MAX 6
#define BV_UVC_FRAMES_MAX 32
#define BV_UVC_INTERVALS_MAX 8

/** Times are told in steps of 100 ns. */
#define BV_UVC_STEPS_PER_S 10000000

/** A size that a format comes in. */
struct bv_uvc_frame {
    uint8_t index;
    int width_px, height_px; /**< Within bevel's limits. */
    int interval_count;      /**< At least 1. */
    /** Between pictures, the shortest first, 100 ns; never 0. */
    uint32_t intervals[BV_UVC_INTERVALS_MAX];
};

/** A way of coding pictures, of those that bevel knows. */
struct bv_uvc_format {
    enum bv_coding coding;
    uint8_t index;
    uint8_t default_frame; /**< Its index; there need not be such a frame. */
    int frame_count;       /**< At least 1. */
    struct bv_uvc_frame frames[BV_UVC_FRAMES_MAX];
};

/** What a VideoStreaming interface offers. */
struct bv_uvc_streaming {
    uint8_t endpoint; /**< That pictures come from. */
    int format_count;
    struct bv_uvc_format formats[BV_UVC_FORMATS_MAX];
};

/** One of its modes. */
struct bv_uvc_mode {
    const struct bv_uvc_format *format;
    const struct bv_uvc_frame *frame;
    uint32_t interval; /**< 100 ns. */
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
 * The mode to ask for where nobody chose: the size that the device has for
 * its default, coded without loss where that comes fast enough.
 */
struct bv_uvc_mode bv_uvc_choose(const struct bv_uvc_streaming *streaming);

/**
 * What a device answered that it will send.
 *
 * @param format, frame  Their indices.
 * @param[out] mode      Written only on 0; its interval is @p interval.
 * @retval -EPROTO  It has no such mode.
 */
int bv_uvc_find(const struct bv_uvc_streaming *streaming, uint8_t format,
                uint8_t frame, uint32_t interval,
                struct bv_uvc_mode *mode) BV_MUST_USE;

/** The largest number of bytes that a picture of this size can have. */
size_t bv_uvc_picture_bytes(enum bv_coding coding, int width_px, int height_px);

BV_END_DECLS

#endif
