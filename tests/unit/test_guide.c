#include "support/test.h"

#include <math.h>
#include <string.h>

#include "core/clock.h"
#include "guidance/guide.h"
#include "support/speckle.h"

/*
 * The order of things in one step: what may follow from what. Each case is a
 * script of pictures, and what the advice after the last of them must say.
 */
enum { width = 320, height = 240, frames_per_s = 30 };

enum picture { LIVE, SAME, OTHER_DEPTH, BRIGHTER, CLOCK };

/* A run of pictures of a kind, s long. */
struct run {
    enum picture picture;
    double seconds;
};

struct expectation {
    const char *name;
    struct run runs[4];
    bool repeat;
    enum bv_picture_state picture;
    bool has_scale; /* the given one, 0.12 mm/px */
    enum bv_target_state target;
};

static const struct expectation cases[] = {
    {"live", {{LIVE, 1.2}}, false, BV_PICTURE_FRESH, true, BV_TARGET_FOLLOWED},
    {"one repeat",
     {{LIVE, 1.2}, {SAME, 0.1}},
     true,
     BV_PICTURE_FRESH,
     true,
     BV_TARGET_FOLLOWED},
    {"frozen",
     {{LIVE, 1.2}, {SAME, 0.5}},
     true,
     BV_PICTURE_STOPPED,
     true,
     BV_TARGET_FOLLOWED},
    {"frozen, the clock runs",
     {{LIVE, 1.2}, {CLOCK, 0.5}},
     false,
     BV_PICTURE_STOPPED,
     true,
     BV_TARGET_FOLLOWED},
    {"live again",
     {{LIVE, 1.2}, {SAME, 0.5}, {LIVE, 1}},
     false,
     BV_PICTURE_FRESH,
     true,
     BV_TARGET_FOLLOWED},
    {"other depth",
     {{LIVE, 1.2}, {OTHER_DEPTH, 0.1}},
     false,
     BV_PICTURE_FRESH,
     false,
     BV_TARGET_LOST},
    {"other depth and back",
     {{LIVE, 1.2}, {OTHER_DEPTH, 0.5}, {LIVE, 1}},
     false,
     BV_PICTURE_FRESH,
     false,
     BV_TARGET_LOST},
    {"more gain",
     {{LIVE, 1.2}, {BRIGHTER, 0.5}},
     false,
     BV_PICTURE_FRESH,
     true,
     BV_TARGET_FOLLOWED},
};

static struct bv_guide *guide;
static struct bv_frame *frame;
static uint32_t count;

static struct bv_advice step(void)
{
    struct bv_advice advice;

    frame->sequence = count;
    frame->time_ns = count++ * BV_NS_PER_S / frames_per_s;
    ck_assert_int_eq(bv_guide_step(guide, frame, &advice, NULL), 0);
    return advice;
}

static void show(enum picture picture)
{
    struct speckle_view view = {
        .seed = 1, .noise_seed = count + 1, .down = sin(count / 10.0)};

    if (picture == SAME)
        return;
    if (picture == CLOCK) {
        for (int y = 2; y < 8; y++)
            memset(frame->pixels + y * frame->stride_bytes + 4,
                   (int)(count * 40), 6);
        return;
    }
    if (picture == OTHER_DEPTH)
        view.scale = 0.75;
    if (picture == BRIGHTER)
        view.gain_levels = 20;
    speckle_paint(frame, &view);
}

/* What holds after every step, whatever the picture. */
static void check_rules(const struct bv_advice *advice)
{
    bool stale = advice->picture != BV_PICTURE_FRESH;
    bool measured = isfinite(advice->distance_mm);

    ck_assert(!stale || !bv_needle_state_is_drawn(advice->state));
    ck_assert(!stale || (!measured && advice->course == BV_COURSE_NONE));
    ck_assert(!measured ||
              (advice->state == BV_NEEDLE_TIP_SEEN && advice->mm_per_px > 0 &&
               advice->target == BV_TARGET_FOLLOWED));
    ck_assert(isfinite(advice->miss_mm) == measured);
    ck_assert(!advice->has_tip_mm || advice->mm_per_px > 0);
    ck_assert(!(advice->has_tip && advice->state < BV_NEEDLE_TIP_SEEN));
    ck_assert_uint_eq(advice->sequence, frame->sequence);
    ck_assert_int_eq(advice->time_ns, frame->time_ns);
}

static void open_guide(const struct bv_guide_options *options)
{
    guide = bv_guide_new(options);
    frame = bv_frame_new(width, height);
    frame->scan_area = (struct bv_scan_area){.shape = BV_SCAN_RECTANGLE,
                                             .box = {0, 0, width, height},
                                             .face_middle = {159.5, -0.5}};
    count = 0;
}

static void close_guide(void)
{
    bv_guide_free(guide);
    bv_frame_unref(frame);
}

static void try_case(const struct expectation *expected)
{
    struct bv_guide_options options = {.mm_per_px = 0.12};
    struct bv_advice advice = bv_advice_none();

    open_guide(&options);
    bv_guide_mark_target(guide, (struct bv_px){160, 110});
    for (int i = 0; i < 4 && expected->runs[i].seconds > 0; i++)
        for (int n = 0; n < expected->runs[i].seconds * frames_per_s; n++) {
            show(expected->runs[i].picture);
            advice = step();
            check_rules(&advice);
        }
    ck_assert_msg(advice.repeat == expected->repeat, "%s: repeat",
                  expected->name);
    ck_assert_msg(advice.picture == expected->picture, "%s: picture %d",
                  expected->name, advice.picture);
    ck_assert_msg((advice.mm_per_px > 0) == expected->has_scale, "%s: scale %g",
                  expected->name, advice.mm_per_px);
    ck_assert_msg(advice.target == expected->target, "%s: target %d",
                  expected->name, advice.target);
    close_guide();
}

START_TEST(each_course_of_pictures_ends_as_the_rules_say)
{
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
        try_case(&cases[i]);
}
END_TEST

/* A bright line that slides in from the left along its own axis. */
static void show_needle(double seconds)
{
    double length = fmin(40 + 60 * seconds, 190);
    struct bv_px_segment needle = {{0, 30},
                                   {length * 0.9, 30 + length * 0.436}};

    show(LIVE);
    speckle_line(frame, &needle);
}

START_TEST(a_needle_is_drawn_while_live_and_gone_when_the_picture_stops)
{
    struct bv_guide_options options = {.mm_per_px = 0.12};
    struct bv_advice advice;
    int drawn = 0, measured = 0;

    open_guide(&options);
    bv_guide_mark_target(guide, (struct bv_px){240, 150});
    for (int i = 0; i < 30; i++) {
        show(LIVE);
        advice = step();
        check_rules(&advice);
    }
    for (int i = 0; i < 75; i++) {
        show_needle(i / (double)frames_per_s);
        advice = step();
        check_rules(&advice);
        drawn += bv_needle_state_is_drawn(advice.state);
        measured += isfinite(advice.distance_mm);
    }
    ck_assert_int_gt(drawn, 20);
    ck_assert_int_gt(measured, 5);
    for (int i = 0; i < 15; i++) {
        advice = step();
        check_rules(&advice);
    }
    ck_assert_int_eq(advice.picture, BV_PICTURE_STOPPED);
    ck_assert(!bv_needle_state_is_drawn(advice.state));
    close_guide();
}
END_TEST

START_TEST(a_scale_that_frames_bring_goes_before_the_given_one)
{
    struct bv_guide_options options = {.mm_per_px = 0.5};

    open_guide(&options);
    frame->mm_per_px = 0.12;
    show(LIVE);
    ck_assert(step().mm_per_px == 0.12);
    frame->mm_per_px = 0; /* the source lost it: nothing older holds */
    show(LIVE);
    ck_assert(step().mm_per_px == 0);
    close_guide();
}
END_TEST

START_TEST(a_scale_that_the_user_gave_the_source_ends_with_the_depth)
{
    open_guide(NULL);
    frame->mm_per_px = 0.12;
    frame->scale_origin = BV_SCALE_GIVEN;
    for (int i = 0; i < 36; i++) {
        show(LIVE);
        ck_assert(step().mm_per_px == 0.12);
    }
    show(OTHER_DEPTH);
    ck_assert(step().mm_per_px == 0);
    show(LIVE); /* it is of a depth that nobody knows */
    ck_assert(step().mm_per_px == 0);
    frame->mm_per_px = 0.2; /* given anew */
    show(LIVE);
    ck_assert(step().mm_per_px == 0.2);
    close_guide();
}
END_TEST

/* A scale is said from a frame on, and so many frames later the depth is seen
 * to change; and once more. @return What it is after the first. */
static double say_anew(double mm_per_px, int frames_before)
{
    double after;

    open_guide(NULL);
    frame->mm_per_px = 0.12;
    frame->scale_origin = BV_SCALE_GIVEN;
    for (int i = 0; i < 60; i++) {
        if (i == 60 - frames_before) {
            frame->mm_per_px = mm_per_px;
            frame->scale_since = count;
        }
        show(LIVE);
        step();
    }
    show(OTHER_DEPTH);
    after = step().mm_per_px;
    for (int i = 0; i < 12; i++) {
        show(OTHER_DEPTH);
        step();
    }
    show(LIVE);
    ck_assert_double_eq(step().mm_per_px, 0);
    close_guide();
    return after;
}

START_TEST(a_scale_that_is_said_anew_shortly_before_the_depth_changes_holds)
{
    ck_assert_double_eq(say_anew(0.2, frames_per_s / 2), 0.2);
    ck_assert_double_eq(say_anew(0.12, frames_per_s / 2), 0.12);
    ck_assert_double_eq(say_anew(0.2, frames_per_s + 10), 0);
}
END_TEST

START_TEST(a_source_that_knows_its_scale_keeps_it_at_another_depth)
{
    open_guide(NULL);
    frame->mm_per_px = 0.12;
    for (int i = 0; i < 36; i++) {
        show(LIVE);
        step();
    }
    show(OTHER_DEPTH);
    ck_assert(step().mm_per_px == 0.12);
    close_guide();
}
END_TEST

/* Live tissue beside a ruler that scrolls nowhere: ticks at every so many
 * rows, none at 0. */
static void show_ruled(int pitch)
{
    show(LIVE);
    for (int y = 0; y < height; y++)
        memset(frame->pixels + y * frame->stride_bytes + 300,
               pitch && y % pitch == 0 ? 200 : 0, 8);
}

/* A confirmed scale, read off the frame that is shown. */
static void confirm(double mm_per_px)
{
    const struct bv_screen_scale scale = {
        .mm_per_px = mm_per_px, .boxes = 1, .box = {{300, 0, 308, height}}};

    ck_assert_int_eq(bv_guide_set_scale(guide, &scale, frame), 0);
}

START_TEST(a_confirmed_scale_holds_while_its_ruler_stands)
{
    open_guide(NULL);
    show_ruled(20);
    ck_assert(step().mm_per_px == 0);
    confirm(0.12);
    for (int i = 0; i < 36; i++) {
        show_ruled(20);
        ck_assert(step().mm_per_px == 0.12);
    }
    close_guide();
}
END_TEST

START_TEST(a_confirmed_scale_is_dropped_at_the_second_frame_of_another_ruler)
{
    open_guide(NULL);
    show_ruled(20);
    confirm(0.12);
    for (int i = 0; i < 5; i++) {
        show_ruled(20);
        step();
    }
    show_ruled(22);
    step();
    show_ruled(22);
    ck_assert(step().mm_per_px == 0);
    for (int i = 0; i < 5; i++) { /* and stays so, until it is confirmed */
        show_ruled(20);
        ck_assert(step().mm_per_px == 0);
    }
    confirm(0.13);
    show_ruled(20);
    ck_assert(step().mm_per_px == 0.13);
    close_guide();
}
END_TEST

START_TEST(a_scale_of_before_a_change_of_depth_is_none)
{
    const struct bv_screen_scale scale = {.mm_per_px = 0.12};
    struct bv_frame *before;

    open_guide(NULL);
    for (int i = 0; i < 36; i++) {
        show(LIVE);
        step();
    }
    before = bv_frame_new(width, height); /* two points are marked there */
    before->sequence = frame->sequence;
    show(OTHER_DEPTH);
    step();
    ck_assert_int_eq(bv_guide_set_scale(guide, &scale, before), 0);
    show(OTHER_DEPTH);
    ck_assert(step().mm_per_px == 0);
    ck_assert_int_eq(bv_guide_set_scale(guide, &scale, frame), 0);
    show(OTHER_DEPTH);
    ck_assert(step().mm_per_px == 0.12);
    bv_frame_unref(before);
    close_guide();
}
END_TEST

START_TEST(one_damaged_frame_does_not_end_a_confirmed_scale)
{
    open_guide(NULL);
    show_ruled(20);
    confirm(0.12);
    for (int i = 0; i < 12; i++) {
        show_ruled(i == 6 ? 0 : 20);
        ck_assert(step().mm_per_px == 0.12);
    }
    close_guide();
}
END_TEST

START_TEST(a_scale_confirmed_off_an_old_screen_is_never_used)
{
    open_guide(NULL);
    show_ruled(20);
    confirm(0.12);
    show_ruled(22);
    ck_assert(step().mm_per_px == 0);
    close_guide();
}
END_TEST

START_TEST(a_confirmed_scale_ends_with_the_depth_where_the_ruler_stands)
{
    open_guide(NULL);
    show_ruled(20);
    confirm(0.12);
    for (int i = 0; i < 36; i++) {
        show_ruled(20);
        step();
    }
    show(OTHER_DEPTH);
    for (int y = 0; y < height; y++)
        memset(frame->pixels + y * frame->stride_bytes + 300,
               y % 20 == 0 ? 200 : 0, 8);
    ck_assert(step().mm_per_px == 0);
    close_guide();
}
END_TEST

START_TEST(what_was_given_before_a_confirmed_scale_is_void)
{
    struct bv_guide_options options = {.mm_per_px = 0.5};

    open_guide(&options);
    show_ruled(20);
    ck_assert(step().mm_per_px == 0.5);
    confirm(0.12);
    show_ruled(20);
    ck_assert(step().mm_per_px == 0.12);
    for (int i = 0; i < 3; i++) {
        show_ruled(22);
        step();
    }
    ck_assert(step().mm_per_px == 0);
    close_guide();
}
END_TEST

START_TEST(the_source_goes_before_a_confirmed_scale)
{
    open_guide(NULL);
    show_ruled(20);
    confirm(0.12);
    frame->mm_per_px = 0.2;
    ck_assert(step().mm_per_px == 0.2);
    close_guide();
}
END_TEST

START_TEST(the_same_frames_give_the_same_advice)
{
    static struct bv_advice before[60];
    struct bv_guide_options options = {.mm_per_px = 0.12};

    for (int turn = 0; turn < 2; turn++) {
        open_guide(&options);
        bv_guide_mark_target(guide, (struct bv_px){240, 150});
        for (int i = 0; i < 60; i++) {
            struct bv_advice advice;

            show_needle(i / (double)frames_per_s);
            advice = step();
            if (turn == 0)
                before[i] = advice;
            else
                ck_assert(bv_advice_equal(&before[i], &advice));
        }
        close_guide();
    }
}
END_TEST

START_TEST(in_stills_each_picture_is_marked_where_the_user_said)
{
    struct bv_guide_options options = {.stills = true, .mm_per_px = 0.12};

    open_guide(&options);
    bv_guide_mark_target(guide, (struct bv_px){160, 110});
    for (int i = 0; i < 3; i++) {
        struct bv_advice advice;

        speckle_paint(frame, &(struct speckle_view){.seed = 5U * (unsigned)i});
        advice = step();
        ck_assert_int_eq(advice.target, BV_TARGET_FOLLOWED);
        ck_assert(advice.target_px.x == 160 && advice.target_px.y == 110);
        ck_assert(!bv_needle_state_is_drawn(advice.state));
        ck_assert(advice.mm_per_px == 0.12);
    }
    close_guide();
}
END_TEST

int main(void)
{
    const TTest *tests[] = {
        each_course_of_pictures_ends_as_the_rules_say,
        a_needle_is_drawn_while_live_and_gone_when_the_picture_stops,
        a_scale_that_frames_bring_goes_before_the_given_one,
        a_scale_that_the_user_gave_the_source_ends_with_the_depth,
        a_scale_that_is_said_anew_shortly_before_the_depth_changes_holds,
        a_source_that_knows_its_scale_keeps_it_at_another_depth,
        a_confirmed_scale_holds_while_its_ruler_stands,
        a_confirmed_scale_is_dropped_at_the_second_frame_of_another_ruler,
        a_scale_of_before_a_change_of_depth_is_none,
        one_damaged_frame_does_not_end_a_confirmed_scale,
        a_scale_confirmed_off_an_old_screen_is_never_used,
        a_confirmed_scale_ends_with_the_depth_where_the_ruler_stands,
        what_was_given_before_a_confirmed_scale_is_void,
        the_source_goes_before_a_confirmed_scale,
        the_same_frames_give_the_same_advice,
        in_stills_each_picture_is_marked_where_the_user_said,
        NULL};

    return bv_test_run("guide", NULL, NULL, tests);
}
