#include "acquisition/usb/descriptors.h"

#include <errno.h>
#include <stdbool.h>
#include <string.h>

#include "acquisition/usb/little_endian.h"

enum {
    class_specific = 0x24, /* of an interface */
    control_header = 1,
    input_header = 1,
    format_uncompressed = 4,
    frame_uncompressed = 5,
    format_mjpeg = 6,
    frame_mjpeg = 7,
    frame_head_bytes = 26, /* before its intervals */
    range_of_intervals = 0,
    at_input = 0x80, /* an endpoint that the device sends from */
};

/* The rest of a format's name is the same for all that are made of a FourCC. */
static const uint8_t guid_end[] = {0, 0,    0x10, 0,    0x80, 0,
                                   0, 0xaa, 0,    0x38, 0x9b, 0x71};

static const struct {
    char fourcc[5];
    enum bv_coding coding;
} known[] = {{"NV12", BV_CODING_NV12}, {"YUY2", BV_CODING_YUY2}};

/* The next class-specific descriptor; NULL: there is none, or a length lies. */
static const uint8_t *next(const uint8_t **bytes, size_t *size)
{
    while (*size >= 3 && (*bytes)[0] >= 3 && (*bytes)[0] <= *size) {
        const uint8_t *found = *bytes;

        *bytes += found[0];
        *size -= found[0];
        if (found[1] == class_specific)
            return found;
    }
    return NULL;
}

uint16_t bv_uvc_read_version(const uint8_t *bytes, size_t size)
{
    const uint8_t *about;

    while ((about = next(&bytes, &size)))
        if (about[2] == control_header && about[0] >= 5)
            return bv_le16(about + 3);
    return 0;
}

/* Begin a format. @return NULL: bevel does not know it. */
static struct bv_mode_format *add_format(struct bv_modes *modes,
                                         const uint8_t *about)
{
    struct bv_mode_format *format;
    bool mjpeg = about[2] == format_mjpeg;
    size_t kind = 0, kinds = sizeof(known) / sizeof(known[0]);

    if (about[0] < (mjpeg ? 7 : 23) ||
        modes->format_count == BV_MODE_FORMATS_MAX)
        return NULL;
    while (!mjpeg && kind < kinds &&
           memcmp(known[kind].fourcc, about + 5, 4) != 0)
        kind++;
    if (!mjpeg &&
        (kind == kinds || memcmp(about + 9, guid_end, sizeof(guid_end)) != 0))
        return NULL;
    format = &modes->formats[modes->format_count];
    *format = (struct bv_mode_format){
        .coding = mjpeg ? BV_CODING_MJPEG : known[kind].coding,
        .index = about[3],
        .default_size = about[mjpeg ? 6 : 22],
    };
    return format;
}

static void read_intervals(struct bv_mode_size *frame, const uint8_t *about)
{
    int kind = about[25];
    int count = kind == range_of_intervals ? 2 : kind;

    frame->is_range = kind == range_of_intervals;
    for (int i = 0; i < count && frame_head_bytes + 4 * (i + 1) <= about[0];
         i++)
        bv_mode_add_interval(frame, bv_le32(about + frame_head_bytes + 4 * i));
}

static void add_frame(struct bv_mode_format *format, const uint8_t *about)
{
    uint8_t kind =
        format->coding == BV_CODING_MJPEG ? frame_mjpeg : frame_uncompressed;
    struct bv_mode_size frame = {0};

    if (about[2] != kind || about[0] < frame_head_bytes ||
        format->size_count == BV_MODE_SIZES_MAX)
        return;
    frame.index = about[3];
    frame.width_px = bv_le16(about + 5);
    frame.height_px = bv_le16(about + 7);
    read_intervals(&frame, about);
    if (bv_mode_can_be(format->coding, frame.width_px, frame.height_px) &&
        frame.interval_count > 0)
        format->sizes[format->size_count++] = frame;
}

int bv_uvc_read_streaming(const uint8_t *bytes, size_t size,
                          struct bv_uvc_streaming *streaming)
{
    struct bv_uvc_streaming made = {0};
    struct bv_mode_format *format = NULL;
    const uint8_t *about;

    while ((about = next(&bytes, &size))) {
        if (about[2] == input_header && about[0] >= 7) {
            made.endpoint = about[6];
        } else if (about[2] == frame_uncompressed || about[2] == frame_mjpeg) {
            if (format)
                add_frame(format, about);
        } else {
            /* one without a frame makes room for the next */
            made.modes.format_count += format && format->size_count > 0;
            format = about[2] == format_uncompressed || about[2] == format_mjpeg
                         ? add_format(&made.modes, about)
                         : NULL;
        }
    }
    made.modes.format_count += format && format->size_count > 0;
    if (made.modes.format_count == 0 || !(made.endpoint & at_input))
        return -ENOTSUP;
    *streaming = made;
    return 0;
}

int bv_uvc_packet_bytes(uint16_t max_packet, uint16_t companion)
{
    return companion ? companion
                     : (max_packet & 0x7ff) * (1 + (max_packet >> 11 & 3));
}

int bv_uvc_find(const struct bv_modes *modes, uint8_t format, uint8_t frame,
                uint32_t interval, struct bv_mode *mode)
{
    for (int i = 0; i < modes->format_count; i++) {
        const struct bv_mode_format *about = &modes->formats[i];

        for (int j = 0; about->index == format && j < about->size_count; j++)
            if (about->sizes[j].index == frame) {
                *mode = (struct bv_mode){about, &about->sizes[j], interval};
                return 0;
            }
    }
    return -EPROTO;
}

size_t bv_uvc_picture_bytes(enum bv_coding coding, int width_px, int height_px)
{
    size_t px = (size_t)width_px * (size_t)height_px;

    switch (coding) {
    case BV_CODING_GREY:
        return px;
    case BV_CODING_NV12:
        return px + px / 2;
    case BV_CODING_YUY2:
        return 2 * px;
    default: /* noise at the best quality stays below the colours themselves */
        return 3 * px + 4096;
    }
}
