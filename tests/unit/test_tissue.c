#include "support/test.h"

#include <math.h>

#include "guidance/guide.h"
#include "support/speckle.h"

/*
 * What the advice says of how the picture moved as a whole.
 */
enum { width = 320, height = 240, frames_per_s = 30 };

static struct bv_guide *guide;
static struct bv_frame *frame;
static uint32_t shown;

static void set_up(void)
{
    guide = bv_guide_new(NULL);
    frame = bv_frame_new(width, height);
    shown = 0;
}

static void tear_down(void)
{
    bv_guide_free(guide);
    bv_frame_unref(frame);
}

static struct bv_advice look(void)
{
    struct bv_advice advice;

    frame->sequence = shown;
    frame->time_ns = (int64_t)shown * (1000000000 / frames_per_s);
    shown++;
    ck_assert_int_eq(bv_guide_step(guide, frame, &advice, NULL), 0);
    return advice;
}

static struct bv_advice show(const struct speckle_view *view)
{
    speckle_paint(frame, view);
    return look();
}

/* How far the picture's middle went. */
static struct bv_px moved(const struct bv_advice *advice)
{
    struct bv_px middle = {width / 2.0, height / 2.0};
    struct bv_px now = bv_px_map_apply(&advice->tissue.map, middle);

    return (struct bv_px){now.x - middle.x, now.y - middle.y};
}

START_TEST(a_probe_that_slides_is_told_by_how_far)
{
    struct bv_advice advice = {0};

    for (int i = 0; i < 6; i++)
        advice = show(&(struct speckle_view){
            .seed = 3, .right = 1.5 * i, .down = -0.5 * i});
    ck_assert_double_gt(advice.tissue.part, 0.8);
    ck_assert_double_eq_tol(moved(&advice).x, 1.5, 0.2);
    ck_assert_double_eq_tol(moved(&advice).y, -0.5, 0.2);
}
END_TEST

START_TEST(a_needle_that_goes_in_is_no_movement_of_the_probe)
{
    struct bv_advice advice = {0};

    for (int i = 0; i < 10; i++) {
        struct bv_px_segment needle = {{10, 40}, {60 + 4.0 * i, 60 + 1.6 * i}};

        speckle_paint(frame, &(struct speckle_view){.seed = 3});
        speckle_line(frame, &needle);
        advice = look();
    }
    ck_assert_double_gt(advice.tissue.part, 0.5);
    ck_assert_double_eq_tol(moved(&advice).x, 0, 0.1);
    ck_assert_double_eq_tol(moved(&advice).y, 0, 0.1);
}
END_TEST

START_TEST(the_first_picture_has_not_moved_and_a_repeated_one_stands)
{
    struct bv_advice first = show(&(struct speckle_view){.seed = 3});
    struct bv_advice advice;

    ck_assert_double_eq(first.tissue.part, 0);
    show(&(struct speckle_view){.seed = 3, .right = 2});
    advice = look();
    ck_assert(advice.repeat);
    ck_assert_double_eq(moved(&advice).x, 0);
}
END_TEST

int main(void)
{
    const TTest *tests[] = {
        a_probe_that_slides_is_told_by_how_far,
        a_needle_that_goes_in_is_no_movement_of_the_probe,
        the_first_picture_has_not_moved_and_a_repeated_one_stands, NULL};

    return bv_test_run("tissue", set_up, tear_down, tests);
}
