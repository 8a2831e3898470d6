/*
 * Reads whatever it gets as a recording's events, gives them to frames, and
 * completes them.
 */
#include "fuzz/fuzz.h"

#include <stdlib.h>
#include <unistd.h>

#include "acquisition/event_log.h"
#include "core/log.h"

enum { width_px = 64, height_px = 48, most_frames = 64 };

/* What a frame gets can be measured with. */
static void check(const struct bv_frame *frame)
{
    const struct bv_px_box *box = &frame->scan_area.box;

    if (!(frame->mm_per_px >= 0 && frame->mm_per_px <= 100))
        abort();
    if (frame->scan_area.shape != BV_SCAN_UNKNOWN &&
        (box->left < 0 || box->top < 0 || box->right > width_px ||
         box->bottom > height_px || box->left >= box->right ||
         box->top >= box->bottom))
        abort();
}

/* What was completed has an end, and can be completed again. */
static void complete(const char *path)
{
    static const int64_t times_ns[] = {0, 33333333, 66666667};
    char first[64], second[64];
    int fd = bv_fuzz_file(NULL, 0, first),
        again = bv_fuzz_file(NULL, 0, second);

    if (bv_event_log_complete(path, first, times_ns, 3, NULL) == 0 &&
        bv_event_log_complete(first, second, times_ns, 3, NULL) < 0)
        abort();
    close(fd);
    close(again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char path[64];
    int file = bv_fuzz_file(data, size, path);
    struct bv_frame *frame = bv_frame_new(width_px, height_px);
    struct bv_event_list *list;

    if (!frame)
        abort();
    bv_log_set_level(BV_LOG_ERROR); /* it must not print */
    list = bv_event_list_read(path);
    for (; list && frame->sequence < most_frames; frame->sequence++) {
        bv_event_list_apply(list, frame);
        check(frame);
    }
    bv_event_list_free(list);
    complete(path);
    bv_frame_unref(frame);
    close(file);
    return 0;
}
