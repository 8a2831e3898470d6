/*
 * Reads whatever it gets as what a USB grabber says of itself, and as what it
 * answers when it is asked for the mode that is chosen from that.
 */
#include "fuzz/fuzz.h"

#include <stdlib.h>

#include "acquisition/usb/probe.h"
#include "core/frame.h"

/* A mode is one that bevel can show. */
static void look_at(const struct bv_mode *mode)
{
    const struct bv_mode_size *frame = mode->size;

    if (bv_frame_check_size(frame->width_px, frame->height_px) < 0 ||
        frame->interval_count < 1 ||
        frame->interval_count > BV_MODE_INTERVALS_MAX || mode->interval == 0 ||
        bv_uvc_picture_bytes(mode->format->coding, frame->width_px,
                             frame->height_px) == 0)
        abort();
    for (int i = 1; i < frame->interval_count; i++)
        if (frame->intervals[i - 1] >= frame->intervals[i])
            abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct bv_mode_wish none;
    struct bv_uvc_streaming streaming;
    struct bv_uvc_answer answer;
    struct bv_mode mode;
    uint8_t probe[BV_UVC_PROBE_BYTES_MAX] = {0};

    bv_uvc_probe_bytes(bv_uvc_read_version(data, size));
    if (bv_uvc_read_streaming(data, size, &streaming) < 0)
        return 0;
    if (bv_modes_choose(&streaming.modes, &none, &mode) < 0)
        abort();
    look_at(&mode);
    bv_uvc_probe_write(probe, &mode);
    if (bv_uvc_probe_read(data, size, &answer) == 0 &&
        bv_uvc_find(&streaming.modes, answer.format, answer.frame,
                    answer.interval, &mode) == 0)
        look_at(&mode);
    return 0;
}
