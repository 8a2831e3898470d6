#include "support/test.h"

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "core/clock.h"
#include "look_back.h"
#include "pipeline_results.h"

enum { width_px = 320, height_px = 240 };

static struct bv_result_pool *pool;
static struct bv_look_back *look_back;

static void setup(void)
{
    pool = bv_result_pool_new();
    look_back = bv_look_back_new(8);
    ck_assert_ptr_nonnull(pool);
    ck_assert_ptr_nonnull(look_back);
}

static void teardown(void)
{
    bv_look_back_free(look_back);
    bv_result_pool_unref(pool);
}

/* Noise, which hardly packs, told apart by its number. */
static void draw(struct bv_frame *frame, unsigned number)
{
    uint32_t random = number * 2654435761u + 1;

    for (int y = 0; y < frame->height_px; y++)
        for (int x = 0; x < frame->width_px; x++) {
            random = random * 1664525u + 1013904223u;
            frame->pixels[y * frame->stride_bytes + x] =
                (uint8_t)(random >> 24);
        }
}

static struct bv_result *make_sized(unsigned number, double time_s, int width,
                                    int height)
{
    struct bv_result *result = bv_result_pool_take(pool);
    struct bv_frame *frame = bv_frame_new(width, height);

    draw(frame, number);
    frame->sequence = number;
    frame->arrived_ns = bv_s_to_ns(1000 + time_s);
    result->advice = bv_advice_none();
    result->advice.sequence = number;
    result->frame = frame;
    return result;
}

static struct bv_result *make(unsigned number, double time_s)
{
    return make_sized(number, time_s, width_px, height_px);
}

/* Put it, and wait: what is put faster than it is packed is missed. */
static void put(struct bv_result *take_result)
{
    bv_look_back_put(look_back, take_result);
    bv_look_back_flush(look_back);
    bv_result_unref(take_result);
}

static struct bv_look_back_state get_state(void)
{
    struct bv_look_back_state state;

    bv_look_back_get_state(look_back, &state);
    return state;
}

static const struct bv_result *get(uint64_t number)
{
    const struct bv_result *result;

    ck_assert_int_eq(bv_look_back_get(look_back, number, &result), 0);
    return result;
}

static void assert_same(const struct bv_frame *kept,
                        const struct bv_frame *frame)
{
    ck_assert_int_eq(kept->width_px, frame->width_px);
    ck_assert_int_eq(kept->height_px, frame->height_px);
    for (int y = 0; y < frame->height_px; y++)
        ck_assert_mem_eq(kept->pixels + y * kept->stride_bytes,
                         frame->pixels + y * frame->stride_bytes,
                         (size_t)frame->width_px);
}

START_TEST(a_frame_comes_back_bit_for_bit_with_its_advice)
{
    struct bv_result *result = make(7, 0);
    struct bv_frame *frame = (struct bv_frame *)result->frame;
    const struct bv_result *kept;

    frame->mm_per_px = 0.1;
    frame->scale_origin = BV_SCALE_GIVEN;
    frame->marked_side = BV_SIDE_RIGHT;
    frame->time_ns = 123456789;
    result->advice.state = BV_NEEDLE_TIP_SEEN;
    result->advice.has_tip = true;
    result->advice.tip_px = (struct bv_px){12.5, 34.25};
    result->advice.mm_per_px = 0.1;
    result->timings.total_ns = 45;
    bv_result_ref(result);
    put(result);
    kept = get(1);
    assert_same(kept->frame, frame);
    ck_assert(bv_advice_equal(&kept->advice, &result->advice));
    ck_assert(kept->timings.total_ns == 45);
    ck_assert(kept->frame->mm_per_px == 0.1);
    ck_assert_int_eq(kept->frame->scale_origin, BV_SCALE_GIVEN);
    ck_assert_int_eq(kept->frame->marked_side, BV_SIDE_RIGHT);
    ck_assert_int_eq(kept->frame->time_ns, 123456789);
    ck_assert_int_eq(kept->frame->arrived_ns, bv_s_to_ns(1000));
    bv_result_unref(kept);
    bv_result_unref(result);
}
END_TEST

START_TEST(the_scan_area_is_kept_and_what_lies_around_it_is_not)
{
    struct bv_result *result = make(1, 0);
    const struct bv_frame *frame = bv_frame_ref(result->frame);
    const struct bv_result *kept;

    result->advice.scan_area.shape = BV_SCAN_RECTANGLE;
    result->advice.scan_area.box = (struct bv_px_box){40, 20, 300, 400};
    put(result);
    kept = get(1);
    for (int y = 0; y < height_px; y++)
        for (int x = 0; x < width_px; x++) {
            bool inside = x >= 40 && x < 300 && y >= 20;
            uint8_t was = frame->pixels[y * frame->stride_bytes + x];

            ck_assert_int_eq(
                kept->frame->pixels[y * kept->frame->stride_bytes + x],
                inside ? was : 0);
        }
    bv_result_unref(kept);
    bv_frame_unref(frame);
}
END_TEST

START_TEST(thirty_seconds_are_kept_and_the_oldest_go)
{
    struct bv_look_back_state state;
    const struct bv_result *kept;

    for (unsigned i = 0; i <= 40; i++)
        put(make(i, i));
    state = get_state();
    ck_assert_int_eq(state.count, 31);
    ck_assert_uint_eq(state.first, 11);
    ck_assert_uint_eq(state.last, 41);
    ck_assert_int_eq(state.last_ns - state.first_ns, bv_s_to_ns(30));
    ck_assert(!state.is_full);
    ck_assert_int_eq(bv_look_back_get(look_back, 10, &kept), -ENOENT);
    ck_assert_int_eq(bv_look_back_get(look_back, 42, &kept), -ENOENT);
    for (uint64_t number = 11; number <= 41; number++) {
        kept = get(number);
        ck_assert_uint_eq(kept->frame->sequence, number - 1);
        bv_result_unref(kept);
    }
}
END_TEST

START_TEST(the_limit_holds_fewer_seconds_and_says_so)
{
    struct bv_look_back_state state;

    for (unsigned i = 0; i < 400; i++) /* of some 80 kB each */
        put(make(i, i / 30.0));
    state = get_state();
    ck_assert(state.is_full);
    ck_assert_uint_le(state.bytes, 8u << 20);
    ck_assert_int_ge(state.count, 85);
    ck_assert_int_le(state.count, 110);
    ck_assert_uint_eq(state.last, 400);
    put(make(400, 60)); /* all others are too old now */
    state = get_state();
    ck_assert_int_eq(state.count, 1);
    ck_assert(!state.is_full);
}
END_TEST

START_TEST(sizes_and_scan_areas_may_change_on_the_way)
{
    for (unsigned i = 0; i < 60; i++)
        put(make_sized(i, i / 30.0, 64 + (int)i * 7 % 300,
                       48 + (int)i * 5 % 200));
    for (unsigned i = 0; i < 60; i++) {
        struct bv_result *was = make_sized(i, i / 30.0, 64 + (int)i * 7 % 300,
                                           48 + (int)i * 5 % 200);
        const struct bv_result *kept = get(i + 1);

        assert_same(kept->frame, was->frame);
        bv_result_unref(kept);
        bv_result_unref(was);
    }
}
END_TEST

START_TEST(a_frame_that_no_limit_holds_leaves_nothing)
{
    put(make(1, 0));
    put(make_sized(2, 1, 4000, 3000));
    ck_assert_int_eq(get_state().count, 0);
    ck_assert_uint_eq(get_state().missed, 1);
    put(make(3, 2));
    ck_assert_int_eq(get_state().count, 1);
}
END_TEST

START_TEST(what_is_held_stays_until_it_is_let_go)
{
    put(make(1, 0));
    bv_look_back_hold(look_back, true);
    put(make(2, 10));
    put(make(3, 100));
    ck_assert_int_eq(get_state().count, 1);
    ck_assert_uint_eq(get_state().missed, 0);
    bv_look_back_hold(look_back, false);
    put(make(4, 12));
    ck_assert_int_eq(get_state().count, 2);
    put(make(5, 100));
    ck_assert_int_eq(get_state().count, 1);
}
END_TEST

START_TEST(what_is_forgotten_is_gone_and_numbers_go_on)
{
    const struct bv_result *kept = NULL;

    put(make(1, 0));
    put(make(2, 1));
    bv_look_back_hold(look_back, true);
    bv_look_back_clear(look_back);
    ck_assert_int_eq(get_state().count, 0);
    ck_assert_int_eq(bv_look_back_get(look_back, 1, &kept), -ENOENT);
    ck_assert_uint_eq(bv_look_back_find(look_back, INT64_MAX), 0);
    put(make(3, 2));
    ck_assert_uint_eq(get_state().first, 3);
}
END_TEST

START_TEST(a_frame_is_found_by_when_it_came)
{
    for (unsigned i = 0; i < 20; i++)
        put(make(i, i));
    ck_assert_uint_eq(bv_look_back_find(look_back, 0), 1);
    ck_assert_uint_eq(bv_look_back_find(look_back, bv_s_to_ns(1000)), 1);
    ck_assert_uint_eq(bv_look_back_find(look_back, bv_s_to_ns(1007.5)), 8);
    ck_assert_uint_eq(bv_look_back_find(look_back, bv_s_to_ns(1008)), 9);
    ck_assert_uint_eq(bv_look_back_find(look_back, INT64_MAX), 20);
}
END_TEST

START_TEST(what_was_got_outlives_it)
{
    const struct bv_result *kept;
    struct bv_result *was = make(1, 0);

    put(make(1, 0));
    kept = get(1);
    bv_look_back_free(look_back);
    look_back = NULL;
    assert_same(kept->frame, was->frame);
    bv_result_unref(kept);
    bv_result_unref(was);
}
END_TEST

static atomic_bool over;

static void *put_many(void *data)
{
    struct bv_result *results[8];

    (void)data;
    for (unsigned i = 0; i < 8; i++)
        results[i] = make(i, 0);
    for (unsigned i = 0; i < 2000; i++)
        bv_look_back_put(look_back, results[i % 8]);
    for (unsigned i = 0; i < 8; i++)
        bv_result_unref(results[i]);
    atomic_store(&over, true);
    return NULL;
}

START_TEST(frames_are_read_while_others_come)
{
    pthread_t thread;
    struct bv_result *was[8];

    for (unsigned i = 0; i < 8; i++)
        was[i] = make(i, 0);
    atomic_store(&over, false);
    ck_assert_int_eq(pthread_create(&thread, NULL, put_many, NULL), 0);
    while (!atomic_load(&over)) {
        struct bv_look_back_state state = get_state();
        const struct bv_result *kept;

        bv_look_back_hold(look_back, state.last % 2);
        if (bv_look_back_get(look_back, state.first + 1, &kept) < 0)
            continue;
        assert_same(kept->frame, was[kept->frame->sequence]->frame);
        bv_result_unref(kept);
    }
    ck_assert_int_eq(pthread_join(thread, NULL), 0);
    for (unsigned i = 0; i < 8; i++)
        bv_result_unref(was[i]);
}
END_TEST

int main(void)
{
    const TTest *tests[] = {
        a_frame_comes_back_bit_for_bit_with_its_advice,
        the_scan_area_is_kept_and_what_lies_around_it_is_not,
        thirty_seconds_are_kept_and_the_oldest_go,
        the_limit_holds_fewer_seconds_and_says_so,
        sizes_and_scan_areas_may_change_on_the_way,
        a_frame_that_no_limit_holds_leaves_nothing,
        what_is_held_stays_until_it_is_let_go,
        what_is_forgotten_is_gone_and_numbers_go_on,
        a_frame_is_found_by_when_it_came,
        what_was_got_outlives_it,
        frames_are_read_while_others_come,
        NULL};

    return bv_test_run("look_back", setup, teardown, tests);
}
