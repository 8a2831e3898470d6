#include "support/test.h"

#include <errno.h>
#include <math.h>
#include <string.h>

#include "core/clock.h"
#include "guidance/landmarks.h"
#include "support/speckle.h"

enum { width = 480, height = 360 };

static const struct bv_scan_area whole = {.shape = BV_SCAN_RECTANGLE,
                                          .box = {0, 0, width, height}};
static const struct bv_outline nerve = {8,
                                        {{240, 150},
                                         {268, 162},
                                         {280, 190},
                                         {268, 218},
                                         {240, 230},
                                         {212, 218},
                                         {200, 190},
                                         {212, 162}}};

static struct bv_landmarks *landmarks;
static struct bv_frame *frame;
static struct bv_follow_input input;
static struct bv_landmark_advice found[BV_LANDMARKS_MOST];
static uint32_t noise;

static void set_up(void)
{
    landmarks = bv_landmarks_new();
    frame = bv_frame_new(width, height);
    input = (struct bv_follow_input){
        .frame = frame, .area = &whole, .mm_per_px = 0.1};
}

static void tear_down(void)
{
    bv_landmarks_free(landmarks);
    bv_frame_unref(frame);
}

static int step(double time_s, struct speckle_view view)
{
    view.noise_seed = ++noise;
    speckle_paint(frame, &view);
    frame->time_ns = bv_s_to_ns(time_s);
    return bv_landmarks_step(landmarks, &input, found);
}

static void add_outline(int id)
{
    struct bv_landmark mark = {.id = id,
                               .role = BV_LANDMARK_AVOID,
                               .kind = BV_LANDMARK_NERVE,
                               .outline = nerve};

    ck_assert_int_eq(bv_landmarks_set(landmarks, &mark), 0);
}

static void add_point(int id, struct bv_px at)
{
    struct bv_landmark mark = {.id = id, .at = at};

    ck_assert_int_eq(bv_landmarks_set(landmarks, &mark), 0);
}

/* By how much the outline's worst point is off the tissue. */
static double off_by(const struct bv_outline *outline,
                     const struct speckle_view *view)
{
    double worst = 0, scale = view->scale > 0 ? view->scale : 1;

    for (int i = 0; i < nerve.count; i++) {
        double x = (nerve.at[i].x - width / 2.0) * scale + width / 2.0;
        double y = nerve.at[i].y * scale;

        worst = fmax(worst, hypot(outline->at[i].x - x - view->right,
                                  outline->at[i].y - y - view->down));
    }
    return worst;
}

START_TEST(an_outline_follows_and_comes_back_where_it_was)
{
    struct speckle_view view = {.seed = 3};

    add_outline(1);
    ck_assert_int_eq(step(0, view), 1);
    for (int i = 1; i <= 120; i++) {
        view.right = 30 * sin(i / 19.0);
        view.down = 10 * sin(i / 7.0);
        step(i / 30.0, view);
        ck_assert_int_eq(found[0].state, BV_LANDMARK_HELD);
        ck_assert_double_lt(off_by(&found[0].mark.outline, &view), 1);
    }
    view.right = view.down = 0;
    step(121 / 30.0, view);
    ck_assert_double_lt(off_by(&found[0].mark.outline, &view), 0.5);
}
END_TEST

START_TEST(an_outline_grows_with_its_tissue)
{
    struct speckle_view view = {.seed = 3};

    add_outline(1);
    step(0, view);
    for (int i = 1; i <= 40; i++) {
        view.scale = 1 + i / 800.0;
        step(i / 30.0, view);
        ck_assert_int_eq(found[0].state, BV_LANDMARK_HELD);
        ck_assert_double_lt(off_by(&found[0].mark.outline, &view), 1.5);
    }
}
END_TEST

START_TEST(out_of_its_plane_it_is_lost_and_comes_back)
{
    struct speckle_view here = {.seed = 3}, elsewhere = {.seed = 50};
    double time = 0;

    add_outline(1);
    add_point(2, (struct bv_px){120, 120});
    step(time, here);
    for (int i = 0; i < 12; i++)
        step(time += 1 / 30.0, elsewhere);
    ck_assert_int_eq(found[0].state, BV_LANDMARK_LOST);
    ck_assert_int_eq(found[1].state, BV_LANDMARK_LOST);
    ck_assert_double_lt(off_by(&found[0].mark.outline, &here), 0.5);
    here.right = 20;
    for (int i = 0; i < 20; i++)
        step(time += 1 / 30.0, here);
    ck_assert_int_eq(found[0].state, BV_LANDMARK_HELD);
    ck_assert_int_eq(found[1].state, BV_LANDMARK_HELD);
    ck_assert_double_lt(off_by(&found[0].mark.outline, &here), 1);
    ck_assert_double_lt(
        bv_px_distance(found[1].mark.at, (struct bv_px){140, 120}), 1);
}
END_TEST

/* Another tissue right of the middle alone. */
static void paint_half(double time_s, struct speckle_view left,
                       struct speckle_view right)
{
    static uint8_t keep[height][width / 2];

    left.noise_seed = right.noise_seed = ++noise;
    speckle_paint(frame, &right);
    for (int y = 0; y < height; y++)
        memcpy(keep[y], frame->pixels + y * frame->stride_bytes + width / 2,
               width / 2);
    speckle_paint(frame, &left);
    for (int y = 0; y < height; y++)
        memcpy(frame->pixels + y * frame->stride_bytes + width / 2, keep[y],
               width / 2);
    frame->time_ns = bv_s_to_ns(time_s);
    bv_landmarks_step(landmarks, &input, found);
}

START_TEST(one_is_lost_and_the_other_is_not)
{
    struct speckle_view here = {.seed = 3}, elsewhere = {.seed = 50};

    add_point(1, (struct bv_px){110, 180});
    add_point(2, (struct bv_px){370, 180});
    paint_half(0, here, here);
    for (int i = 1; i < 20; i++) {
        here.down = i / 4.0;
        paint_half(i / 30.0, here, elsewhere);
        ck_assert_int_eq(found[0].state, BV_LANDMARK_HELD);
    }
    ck_assert_int_eq(found[1].state, BV_LANDMARK_LOST);
}
END_TEST

START_TEST(one_marked_in_an_earlier_picture_is_tied_to_the_tissue_of_that)
{
    struct speckle_view then = {.seed = 3}, now = {.seed = 3, .right = 9};

    step(0, then);
    add_outline(5);
    bv_landmarks_tie_in(landmarks, 5, &input);
    bv_landmarks_tie_in(landmarks, 6, &input); /* there is none */
    for (int i = 0; i < 12; i++)
        step(4 + i / 30.0, now); /* seconds later, moved on */
    ck_assert_int_eq(found[0].state, BV_LANDMARK_HELD);
    ck_assert_double_le(off_by(&found[0].mark.outline, &now), 1.5);
}
END_TEST

START_TEST(what_is_taken_away_is_gone_and_the_others_go_on)
{
    struct speckle_view view = {.seed = 3};

    add_point(1, (struct bv_px){110, 180});
    add_outline(2);
    add_point(3, (struct bv_px){370, 180});
    ck_assert_int_eq(step(0, view), 3);
    bv_landmarks_remove(landmarks, 1);
    bv_landmarks_remove(landmarks, 77);
    view.right = 3;
    ck_assert_int_eq(step(0.03, view), 2);
    ck_assert_int_eq(found[0].mark.id, 2);
    ck_assert_double_lt(off_by(&found[0].mark.outline, &view), 1);
    ck_assert_int_eq(found[1].mark.id, 3);
    ck_assert_double_lt(fabs(found[1].mark.at.x - 373), 1);
    bv_landmarks_clear(landmarks);
    ck_assert_int_eq(step(0.06, view), 0);
}
END_TEST

START_TEST(one_with_the_same_id_replaces_it)
{
    struct speckle_view view = {.seed = 3};

    add_point(1, (struct bv_px){110, 180});
    step(0, view);
    add_point(1, (struct bv_px){300, 100});
    ck_assert_int_eq(step(0.03, view), 1);
    ck_assert(found[0].mark.at.x == 300 && found[0].mark.at.y == 100);
}
END_TEST

START_TEST(there_is_room_for_eight_and_no_more)
{
    struct bv_landmark mark = {.id = 9, .at = {100, 100}};

    for (int i = 1; i <= BV_LANDMARKS_MOST; i++)
        add_point(i, (struct bv_px){100 + 30 * i, 180});
    ck_assert_int_eq(bv_landmarks_set(landmarks, &mark), -ENOSPC);
    mark.id = 8;
    ck_assert_int_eq(bv_landmarks_set(landmarks, &mark), 0);
    mark.at.x = NAN;
    ck_assert_int_eq(bv_landmarks_set(landmarks, &mark), -EINVAL);
}
END_TEST

START_TEST(all_that_are_lost_are_found_again)
{
    struct speckle_view here = {.seed = 3}, elsewhere = {.seed = 50};
    double time = 0;

    for (int i = 0; i < BV_LANDMARKS_MOST; i++)
        add_point(i + 1,
                  (struct bv_px){90 + 100 * (i % 4), 120 + 100 * (i / 4)});
    step(time, here);
    for (int i = 0; i < 12; i++)
        step(time += 1 / 30.0, elsewhere);
    for (int i = 0; i < 40; i++)
        step(time += 1 / 30.0, here);
    for (int i = 0; i < BV_LANDMARKS_MOST; i++)
        ck_assert_int_eq(found[i].state, BV_LANDMARK_HELD);
}
END_TEST

START_TEST(after_another_depth_all_are_lost_for_good)
{
    struct speckle_view view = {.seed = 3};

    add_outline(1);
    step(0, view);
    bv_landmarks_picture_changed(landmarks);
    for (int i = 1; i < 40; i++)
        step(i / 30.0, view);
    ck_assert_int_eq(found[0].state, BV_LANDMARK_LOST);
}
END_TEST

int main(void)
{
    const TTest *tests[] = {
        an_outline_follows_and_comes_back_where_it_was,
        an_outline_grows_with_its_tissue,
        out_of_its_plane_it_is_lost_and_comes_back,
        one_is_lost_and_the_other_is_not,
        one_marked_in_an_earlier_picture_is_tied_to_the_tissue_of_that,
        what_is_taken_away_is_gone_and_the_others_go_on,
        one_with_the_same_id_replaces_it,
        there_is_room_for_eight_and_no_more,
        all_that_are_lost_are_found_again,
        after_another_depth_all_are_lost_for_good,
        NULL};

    return bv_test_run("landmarks", set_up, tear_down, tests);
}
