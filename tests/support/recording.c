#include "support/recording.h"

#include "acquisition/recorder.h"
#include "support/test.h"

enum {
    WIDTH = BV_TEST_RECORDING_WIDTH_PX,
    HEIGHT = BV_TEST_RECORDING_HEIGHT_PX
};

void bv_test_record(const char *path, int pictures, int64_t step_ns)
{
    static uint8_t pixels[WIDTH * HEIGHT];
    struct bv_recorder *recorder;

    ck_assert_int_eq(bv_recorder_open(path, BV_RECORDER_GREY, WIDTH, HEIGHT, 30,
                                      &recorder, NULL),
                     0);
    for (int i = 0; i < pictures; i++) {
        for (size_t k = 0; k < sizeof(pixels); k++)
            pixels[k] = (uint8_t)((k * 7919 + (size_t)i * 104729) >> 3);
        ck_assert_int_eq(
            bv_recorder_write(recorder, pixels, WIDTH, i * step_ns, NULL), 0);
    }
    ck_assert_int_eq(bv_recorder_close(recorder, NULL), 0);
}

struct bv_test_known bv_test_know(const struct bv_frame *frame)
{
    struct bv_test_known known = {.time_ns = frame->time_ns};

    for (int y = 0; y < frame->height_px; y += 3)
        for (int x = 0; x < frame->width_px; x += 3)
            known.look = known.look * 31 +
                         frame->pixels[(ptrdiff_t)y * frame->stride_bytes + x];
    return known;
}
