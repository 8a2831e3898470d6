#include "acquisition/igtl/told.h"

#include <stdio.h>
#include <string.h>

#include "acquisition/igtl/message.h"

enum { sentence_bytes = 80 };

size_t bv_igtl_told_bytes(int width_px, int height_px)
{
    return 4 * BV_IGTL_HEADER_BYTES + BV_IGTL_IMAGE_BYTES +
           (size_t)width_px * (size_t)height_px + BV_IGTL_TRANSFORM_BYTES +
           BV_IGTL_POINT_BYTES + BV_IGTL_STATUS_BYTES + sentence_bytes;
}

static size_t tell_picture(const struct bv_frame *frame, double mm_per_px,
                           int64_t time_ns, uint8_t *to)
{
    size_t width = (size_t)frame->width_px;
    size_t body = BV_IGTL_IMAGE_BYTES + width * (size_t)frame->height_px;
    uint8_t *at = to + BV_IGTL_HEADER_BYTES;

    bv_igtl_image_pack(frame->width_px, frame->height_px, mm_per_px, at);
    at += BV_IGTL_IMAGE_BYTES;
    for (int y = 0; y < frame->height_px; y++, at += width)
        memcpy(at, frame->pixels + (ptrdiff_t)y * frame->stride_bytes, width);
    bv_igtl_header_pack("IMAGE", "Image", time_ns, body, to);
    return BV_IGTL_HEADER_BYTES + body;
}

/* Whether the tip's place may be said, in mm. */
static bool is_placed(const struct bv_advice *advice)
{
    return advice->picture == BV_PICTURE_FRESH &&
           advice->state == BV_NEEDLE_TIP_SEEN && advice->has_tip &&
           advice->mm_per_px > 0;
}

static size_t tell_place(const struct bv_advice *advice, int64_t time_ns,
                         uint8_t *to)
{
    double x_mm = advice->tip_px.x * advice->mm_per_px;
    double y_mm = advice->tip_px.y * advice->mm_per_px;
    const struct bv_px_segment *shaft = &advice->shaft_px;
    double length = advice->has_shaft ? bv_px_segment_length(shaft) : 0;
    size_t size = 0;

    if (length > 0) {
        bv_igtl_transform_pack(
            x_mm, y_mm, (shaft->to.x - shaft->from.x) / length,
            (shaft->to.y - shaft->from.y) / length, to + BV_IGTL_HEADER_BYTES);
        bv_igtl_header_pack("TRANSFORM", "NeedleToImage", time_ns,
                            BV_IGTL_TRANSFORM_BYTES, to);
        size = BV_IGTL_HEADER_BYTES + BV_IGTL_TRANSFORM_BYTES;
        to += size;
    }
    bv_igtl_point_pack("Needle tip", "Needle", "Image", x_mm, y_mm,
                       to + BV_IGTL_HEADER_BYTES);
    bv_igtl_header_pack("POINT", "NeedleTip", time_ns, BV_IGTL_POINT_BYTES, to);
    return size + BV_IGTL_HEADER_BYTES + BV_IGTL_POINT_BYTES;
}

static size_t tell_status(enum bv_igtl_status status, const char *key,
                          const char *sentence, int64_t time_ns, uint8_t *to)
{
    uint8_t *at = to + BV_IGTL_HEADER_BYTES;
    int length = snprintf((char *)at + BV_IGTL_STATUS_BYTES, sentence_bytes,
                          "%s", sentence);
    size_t body = BV_IGTL_STATUS_BYTES + (size_t)length + 1;

    bv_igtl_status_pack(status, key, at);
    bv_igtl_header_pack("STATUS", "Needle", time_ns, body, to);
    return BV_IGTL_HEADER_BYTES + body;
}

/* What is said of a needle whose place is not. */
static const char *words_of(const struct bv_advice *advice)
{
    switch (advice->state) {
    case BV_NEEDLE_TIP_SEEN:
        return "the tip is seen; the scale is not known";
    case BV_NEEDLE_SHAFT_ONLY:
        return "tip not seen; the shaft is";
    case BV_NEEDLE_TIP_PREDICTED:
        return "tip not seen just now";
    case BV_NEEDLE_CROSSING:
        return "the needle crosses the plane";
    default:
        return "needle not seen";
    }
}

static size_t tell_needle(const struct bv_advice *advice, int64_t time_ns,
                          uint8_t *to)
{
    if (advice->picture == BV_PICTURE_STOPPED)
        return bv_igtl_tell_stopped(time_ns, to);
    if (advice->picture == BV_PICTURE_TOO_SLOW)
        return tell_status(BV_IGTL_STATUS_NOT_READY, "too_slow",
                           "too slow for guidance", time_ns, to);
    if (is_placed(advice))
        return tell_status(BV_IGTL_STATUS_OK, "tip_seen", "the tip is seen",
                           time_ns, to);
    /* a candidate is not shown to anybody: it may be none */
    return tell_status(BV_IGTL_STATUS_NOT_FOUND,
                       bv_needle_state_is_drawn(advice->state)
                           ? bv_needle_state_name(advice->state)
                           : bv_needle_state_name(BV_NEEDLE_NONE),
                       words_of(advice), time_ns, to);
}

size_t bv_igtl_tell(const struct bv_frame *frame,
                    const struct bv_advice *advice, int64_t time_ns,
                    uint8_t *to)
{
    size_t size = tell_picture(frame, advice->mm_per_px, time_ns, to);

    if (is_placed(advice))
        size += tell_place(advice, time_ns, to + size);
    return size + tell_needle(advice, time_ns, to + size);
}

size_t bv_igtl_tell_stopped(int64_t time_ns, uint8_t *to)
{
    return tell_status(BV_IGTL_STATUS_NOT_READY, "stopped",
                       "the picture stopped", time_ns, to);
}
