#include "support/test.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "pipeline.h"

/*
 * A pipeline that is read ahead, beside one that is not: the same.
 */
enum { width_px = 160, height_px = 120, rate_hz = 30, frames_most = 30 };

/* Speckle, and a bright line that grows. It is gone after so many frames. */
struct scripted {
    unsigned next;
    struct bv_frame_pool *pool;
};

static int scripted_open(void *self, const char *name,
                         const struct bv_source_options *options,
                         struct bv_source_info *info, struct bv_fault *fault)
{
    struct scripted *scripted = self;

    (void)name;
    (void)options;
    (void)fault;
    scripted->pool = bv_frame_pool_new(4, width_px, height_px, false);
    info->width_px = width_px;
    info->height_px = height_px;
    info->frame_rate_hz = rate_hz;
    info->frame_count = frames_most;
    return scripted->pool ? 0 : -ENOMEM;
}

static void draw(struct bv_frame *frame, unsigned number)
{
    uint32_t random = 12345;

    for (int y = 0; y < height_px; y++)
        for (int x = 0; x < width_px; x++) {
            random = random * 1664525u + 1013904223u;
            frame->pixels[y * frame->stride_bytes + x] =
                (uint8_t)(30 + random % 50);
        }
    for (int i = 0; i < 20 + 3 * (int)number; i++)
        frame->pixels[(20 + i * 3 / 4) * frame->stride_bytes + 10 + i] = 230;
}

static int scripted_read(void *self, int timeout_ms, struct bv_frame **frame,
                         struct bv_fault *fault)
{
    struct scripted *scripted = self;
    struct bv_frame *made;

    (void)timeout_ms;
    if (scripted->next == frames_most)
        return bv_fault_set(fault, -ENODEV, "The scripted probe is gone.");
    if (bv_frame_pool_take(scripted->pool, &made) < 0)
        return -ETIMEDOUT; /* as a file's, while others have its frames */
    draw(made, scripted->next);
    made->mm_per_px = 0.2;
    made->time_ns = (int64_t)scripted->next * 1000000000 / rate_hz;
    made->sequence = scripted->next++;
    *frame = made;
    return 0;
}

static void scripted_close(void *self)
{
    struct scripted *scripted = self;

    bv_frame_pool_unref(scripted->pool);
}

static const struct bv_source_driver scripted_driver = {
    .name = "scripted",
    .state_size = sizeof(struct scripted),
    .open = scripted_open,
    .read = scripted_read,
    .close = scripted_close,
};

static struct bv_pipeline *open_pipeline(void)
{
    struct bv_pipeline *pipeline;
    struct bv_source *source;

    ck_assert_int_eq(
        bv_source_open_with(&scripted_driver, "", NULL, &source, NULL), 0);
    pipeline = bv_pipeline_new(source, NULL);
    ck_assert_ptr_nonnull(pipeline);
    return pipeline;
}

START_TEST(read_ahead_it_advises_bit_for_bit_the_same_to_the_same_end)
{
    struct bv_pipeline *plain = open_pipeline(), *ahead = open_pipeline();
    const struct bv_result *one, *other;
    struct bv_fault fault = {0};

    ck_assert_int_eq(bv_pipeline_read_ahead(ahead), 0);
    for (unsigned i = 0; i < frames_most; i++) {
        ck_assert_int_eq(bv_pipeline_step(plain, &one, NULL), 0);
        ck_assert_int_eq(bv_pipeline_step(ahead, &other, NULL), 0);
        ck_assert_uint_eq(other->frame->sequence, i);
        ck_assert(bv_advice_equal(&one->advice, &other->advice));
        bv_result_unref(one);
        bv_result_unref(other);
    }
    for (int i = 0; i < 2; i++) {
        ck_assert_int_eq(bv_pipeline_step(ahead, &other, &fault), -ENODEV);
        ck_assert_str_eq(fault.text, "The scripted probe is gone.");
    }
    bv_pipeline_free(plain);
    bv_pipeline_free(ahead);
}
END_TEST

START_TEST(what_was_read_ahead_and_not_taken_is_let_go)
{
    struct bv_pipeline *pipeline = open_pipeline();
    const struct bv_result *result;

    ck_assert_int_eq(bv_pipeline_read_ahead(pipeline), 0);
    ck_assert_int_eq(bv_pipeline_step(pipeline, &result, NULL), 0);
    bv_pipeline_free(pipeline); /* a frame that is left would be a leak */
    ck_assert_uint_eq(result->frame->sequence, 0);
    bv_result_unref(result);
}
END_TEST

int main(void)
{
    const TTest *tests[] = {
        read_ahead_it_advises_bit_for_bit_the_same_to_the_same_end,
        what_was_read_ahead_and_not_taken_is_let_go, NULL};

    return bv_test_run("ahead", NULL, NULL, tests);
}
