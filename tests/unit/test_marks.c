/*
 * What may be drawn on a picture: the rules, asked of the marks, and of the
 * pixels that cairo paints.
 */
#include "support/test.h"

#include <cairo.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "ui/overlay/draw.h"
#include "ui/overlay/marks.h"
#include "ui/overlay/palette.h"
#include "ui/overlay/ruler.h"

enum { width_px = 400, height_px = 300 };

static struct bv_advice advice;
static struct bv_marks marks;

/* A needle from the top left at 30 degrees, its tip seen, a target ahead. */
static void see_everything(void)
{
    advice = bv_advice_none();
    advice.state = BV_NEEDLE_TIP_SEEN;
    advice.confidence = 0.95;
    advice.has_shaft = true;
    advice.shaft_px = (struct bv_px_segment){{20, 40}, {193.2, 140}};
    advice.has_tip = true;
    advice.tip_px = advice.shaft_px.to;
    advice.tip_sd_px = 3;
    advice.angle_deg = 30;
    advice.last_seen_s = 0;
    advice.mm_per_px = 0.1;
    advice.scan_area = (struct bv_scan_area){
        .shape = BV_SCAN_RECTANGLE,
        .box = {0, 0, width_px, height_px},
        .face_middle = {199.5, 0},
    };
    advice.target = BV_TARGET_FOLLOWED;
    advice.target_px = (struct bv_px){193.2 + 86.6, 140 + 50};
    advice.distance_mm = 10;
    advice.miss_mm = 0;
}

static int count(enum bv_mark_kind kind)
{
    int found = 0;

    for (int i = 0; i < marks.count; i++)
        found += marks.mark[i].kind == kind;
    return found;
}

static const struct bv_mark *find(enum bv_mark_kind kind)
{
    for (int i = 0; i < marks.count; i++)
        if (marks.mark[i].kind == kind)
            return &marks.mark[i];
    ck_abort_msg("no mark of kind %d", kind);
}

static void make(void)
{
    bv_marks_make(&advice, NULL, &marks);
}

START_TEST(a_seen_tip_has_two_rails_a_ring_a_path_and_its_target)
{
    make();
    ck_assert_int_eq(marks.count, 5);
    ck_assert_int_eq(count(BV_MARK_RAIL), 2);
    ck_assert_int_eq(count(BV_MARK_TIP), 1);
    ck_assert_int_eq(count(BV_MARK_PATH), 1);
    ck_assert_int_eq(count(BV_MARK_TARGET), 1);
}
END_TEST

START_TEST(rails_run_beside_the_visible_shaft_and_no_further)
{
    make();
    for (int i = 0; i < marks.count; i++) {
        const struct bv_mark *rail = &marks.mark[i];
        double start, end, beside;

        if (rail->kind != BV_MARK_RAIL)
            continue;
        bv_px_segment_project(&advice.shaft_px, rail->a, &start, &beside);
        bv_px_segment_project(&advice.shaft_px, rail->b, &end, NULL);
        ck_assert_double_eq_tol(start, 0, 1e-6);
        ck_assert(end > start);
        ck_assert(end <= bv_px_segment_length(&advice.shaft_px));
        ck_assert_double_ge(fabs(beside), 7 - 1e-6);
    }
}
END_TEST

START_TEST(rails_end_at_the_ring_of_the_tip)
{
    const struct bv_mark *rail;

    make();
    rail = find(BV_MARK_RAIL);
    ck_assert_double_eq_tol(bv_px_distance(rail->b, advice.tip_px),
                            find(BV_MARK_TIP)->radius_px, 1e-6);
}
END_TEST

START_TEST(rails_end_with_the_visible_shaft_where_the_tip_is_further_on)
{
    double end;

    advice.shaft_px.to = (struct bv_px){106.6, 90};
    make();
    bv_px_segment_project(&advice.shaft_px, find(BV_MARK_RAIL)->b, &end, NULL);
    ck_assert_double_eq_tol(end, bv_px_segment_length(&advice.shaft_px), 1e-6);
}
END_TEST

START_TEST(a_shaft_alone_has_open_rails_and_no_ring_and_no_path)
{
    double end;

    advice.state = BV_NEEDLE_SHAFT_ONLY;
    advice.has_tip = false;
    make();
    ck_assert_int_eq(marks.count, 3);
    ck_assert_int_eq(count(BV_MARK_RAIL), 2);
    ck_assert_int_eq(count(BV_MARK_TARGET), 1);
    bv_px_segment_project(&advice.shaft_px, find(BV_MARK_RAIL)->b, &end, NULL);
    ck_assert_double_eq_tol(end, bv_px_segment_length(&advice.shaft_px), 1e-6);
}
END_TEST

START_TEST(a_predicted_tip_is_an_ellipse_and_has_neither_ring_nor_path)
{
    advice.state = BV_NEEDLE_TIP_PREDICTED;
    make();
    ck_assert_int_eq(count(BV_MARK_TIP_PREDICTED), 1);
    ck_assert_int_eq(count(BV_MARK_TIP), 0);
    ck_assert_int_eq(count(BV_MARK_PATH), 0);
    ck_assert_double_gt(find(BV_MARK_TIP_PREDICTED)->radius_px,
                        find(BV_MARK_TIP_PREDICTED)->radius_across_px);
}
END_TEST

START_TEST(a_prediction_whose_ellipse_passes_3_mm_is_not_drawn)
{
    advice.state = BV_NEEDLE_TIP_PREDICTED;
    advice.tip_sd_px = 3.1 / 2.146 / advice.mm_per_px;
    make();
    ck_assert_int_eq(count(BV_MARK_TIP_PREDICTED), 0);
}
END_TEST

START_TEST(a_prediction_without_a_visible_shaft_has_no_rails)
{
    advice.state = BV_NEEDLE_TIP_PREDICTED;
    advice.has_shaft = false;
    make();
    ck_assert_int_eq(count(BV_MARK_RAIL), 0);
    ck_assert_int_eq(count(BV_MARK_TIP_PREDICTED), 1);
}
END_TEST

START_TEST(nothing_of_a_needle_is_drawn_in_none_and_candidate)
{
    const enum bv_needle_state states[] = {BV_NEEDLE_NONE, BV_NEEDLE_CANDIDATE};

    for (int i = 0; i < 2; i++) {
        advice.state = states[i]; /* the other fields stay, as a trap */
        make();
        ck_assert_int_eq(marks.count, 1);
        ck_assert_int_eq(count(BV_MARK_TARGET), 1);
    }
}
END_TEST

START_TEST(a_crossing_has_corners_alone)
{
    advice.state = BV_NEEDLE_CROSSING;
    advice.has_crossing = true;
    advice.crossing_px = (struct bv_px){100, 100};
    make();
    ck_assert_int_eq(marks.count, 2);
    ck_assert_int_eq(count(BV_MARK_CROSSING), 1);
}
END_TEST

START_TEST(nothing_is_drawn_on_a_stopped_or_slow_picture)
{
    const enum bv_picture_state states[] = {BV_PICTURE_STOPPED,
                                            BV_PICTURE_TOO_SLOW};

    for (int i = 0; i < 2; i++) {
        advice.picture = states[i];
        make();
        ck_assert_int_eq(marks.count, 0);
    }
}
END_TEST

START_TEST(nothing_is_drawn_when_the_window_says_that_the_picture_is_stale)
{
    const struct bv_marks_options options = {.hide_guidance = true};

    bv_marks_make(&advice, &options, &marks);
    ck_assert_int_eq(marks.count, 0);
}
END_TEST

START_TEST(the_cursor_is_drawn_even_on_a_stale_picture)
{
    const struct bv_marks_options options = {
        .hide_guidance = true, .has_cursor = true, .cursor_px = {5, 6}};

    bv_marks_make(&advice, &options, &marks);
    ck_assert_int_eq(marks.count, 1);
    ck_assert_double_eq(find(BV_MARK_CURSOR)->a.x, 5);
}
END_TEST

START_TEST(a_lost_target_is_not_drawn_where_it_was_last)
{
    advice.target = BV_TARGET_LOST;
    make();
    ck_assert_int_eq(count(BV_MARK_TARGET), 0);
    ck_assert_int_eq(count(BV_MARK_PATH), 0);
}
END_TEST

START_TEST(without_a_target_there_is_no_path)
{
    advice.target = BV_TARGET_NONE;
    make();
    ck_assert_int_eq(count(BV_MARK_PATH), 0);
    ck_assert_int_eq(count(BV_MARK_TARGET), 0);
}
END_TEST

START_TEST(the_path_stops_at_the_ring_of_the_target)
{
    const struct bv_mark *path, *target;

    make();
    path = find(BV_MARK_PATH);
    target = find(BV_MARK_TARGET);
    ck_assert_double_gt(bv_px_distance(path->b, target->a), target->radius_px);
    ck_assert_double_lt(bv_px_distance(path->b, target->a),
                        target->radius_px + 10);
}
END_TEST

START_TEST(a_path_that_misses_ends_at_the_point_nearest_to_the_target)
{
    double along, target_along;

    advice.target_px = (struct bv_px){280, 120};
    make();
    bv_px_segment_project(&advice.shaft_px, find(BV_MARK_PATH)->b, &along,
                          NULL);
    bv_px_segment_project(&advice.shaft_px, advice.target_px, &target_along,
                          NULL);
    ck_assert_double_eq_tol(along, target_along, 1e-6);
}
END_TEST

START_TEST(there_is_no_path_to_a_target_behind_the_tip)
{
    advice.target_px = (struct bv_px){60, 100};
    make();
    ck_assert_int_eq(count(BV_MARK_PATH), 0);
}
END_TEST

START_TEST(marks_without_a_scale_keep_their_least_size)
{
    const struct bv_marks_options options = {.view_scale = 0.5};

    advice.mm_per_px = 0;
    bv_marks_make(&advice, &options, &marks);
    ck_assert_double_ge(find(BV_MARK_TIP)->radius_px * 0.5, 11);
}
END_TEST

/* Pixels */

static cairo_surface_t *surface;
static uint32_t before[width_px * height_px];

static uint32_t pixel(int x, int y)
{
    const unsigned char *row =
        cairo_image_surface_get_data(surface) +
        (ptrdiff_t)y * cairo_image_surface_get_stride(surface);
    uint32_t value;

    memcpy(&value, row + 4 * (ptrdiff_t)x, 4);
    return value & 0xffffffu;
}

/* Paint the marks over a grey picture. */
static void paint(double size)
{
    const struct bv_view view = {0, 0, 1};
    cairo_t *cairo;

    surface =
        cairo_image_surface_create(CAIRO_FORMAT_RGB24, width_px, height_px);
    cairo = cairo_create(surface);
    bv_cairo_set_colour(cairo, 0x707070u, 1);
    cairo_paint(cairo);
    cairo_surface_flush(surface);
    for (int y = 0; y < height_px; y++)
        for (int x = 0; x < width_px; x++)
            before[y * width_px + x] = pixel(x, y);
    bv_overlay_draw(cairo, &marks, &view, size);
    cairo_destroy(cairo);
    cairo_surface_flush(surface);
}

static int changed_within(struct bv_px centre, double radius)
{
    int changed = 0;

    for (int y = 0; y < height_px; y++)
        for (int x = 0; x < width_px; x++)
            if (hypot(x - centre.x, y - centre.y) <= radius &&
                pixel(x, y) != before[y * width_px + x])
                changed++;
    return changed;
}

static int of_colour(uint32_t colour)
{
    int found = 0;

    for (int y = 0; y < height_px; y++)
        for (int x = 0; x < width_px; x++)
            found += pixel(x, y) == colour;
    return found;
}

static void end_painting(void)
{
    if (surface)
        cairo_surface_destroy(surface);
    surface = NULL;
}

START_TEST(nothing_is_painted_over_the_echo_of_the_tip)
{
    make();
    for (double size = 1; size <= 2; size += 1) {
        paint(size);
        ck_assert_int_eq(changed_within(advice.tip_px, 6), 0);
        ck_assert_int_gt(changed_within(advice.tip_px, 14), 50);
        end_painting();
    }
}
END_TEST

START_TEST(nothing_is_painted_inside_the_target_wherever_the_tip_is)
{
    for (int step = -40; step <= 40; step += 4) {
        /* the needle goes into, through and past the target */
        advice.target_px = (struct bv_px){193.2 + step * 0.866, 140 + step / 2};
        make();
        paint(1);
        ck_assert_int_eq(changed_within(advice.target_px, 11), 0);
        ck_assert_int_eq(changed_within(advice.tip_px, 6), 0);
        end_painting();
    }
}
END_TEST

START_TEST(the_echo_of_the_shaft_stays_free)
{
    make();
    paint(1);
    for (double along = 0; along < 180; along += 1)
        ck_assert_int_eq(
            changed_within(bv_px_segment_at(&advice.shaft_px, along), 3), 0);
}
END_TEST

START_TEST(rails_and_target_are_painted_in_their_own_colours)
{
    make();
    paint(1);
    ck_assert_int_gt(of_colour(BV_COLOUR_NEEDLE), 100);
    ck_assert_int_gt(of_colour(BV_COLOUR_TARGET), 40);
}
END_TEST

START_TEST(a_stale_picture_keeps_every_pixel)
{
    advice.picture = BV_PICTURE_STOPPED;
    make();
    paint(1);
    ck_assert_int_eq(changed_within((struct bv_px){200, 150}, 1000), 0);
}
END_TEST

START_TEST(a_view_maps_positions_there_and_back)
{
    const struct bv_view view = {10, 20, 1.5};
    struct bv_px there = bv_view_to_surface(&view, (struct bv_px){-0.5, 3.5});
    struct bv_px back = bv_view_from_surface(&view, there);

    ck_assert_double_eq(there.x, 10);
    ck_assert_double_eq(there.y, 26);
    ck_assert_double_eq(back.x, -0.5);
    ck_assert_double_eq(back.y, 3.5);
}
END_TEST

START_TEST(the_rulers_numbers_never_run_into_one_another)
{
    ck_assert_int_eq(bv_ruler_step_cm(19, 1), 1);  /* 3 cm in 570 px */
    ck_assert_int_eq(bv_ruler_step_cm(1.5, 1), 2); /* 20 cm in 300 px */
    for (double unit_per_mm = 0.1; unit_per_mm < 40; unit_per_mm *= 1.1)
        for (double size = 0.8; size <= 2; size += 0.2) {
            int step = bv_ruler_step_cm(unit_per_mm, size);

            ck_assert(step == 50 || step * 10 * unit_per_mm >= 20 * size);
        }
}
END_TEST

int main(void)
{
    const TTest *tests[] = {
        a_seen_tip_has_two_rails_a_ring_a_path_and_its_target,
        rails_run_beside_the_visible_shaft_and_no_further,
        rails_end_at_the_ring_of_the_tip,
        rails_end_with_the_visible_shaft_where_the_tip_is_further_on,
        a_shaft_alone_has_open_rails_and_no_ring_and_no_path,
        a_predicted_tip_is_an_ellipse_and_has_neither_ring_nor_path,
        a_prediction_whose_ellipse_passes_3_mm_is_not_drawn,
        a_prediction_without_a_visible_shaft_has_no_rails,
        nothing_of_a_needle_is_drawn_in_none_and_candidate,
        a_crossing_has_corners_alone,
        nothing_is_drawn_on_a_stopped_or_slow_picture,
        nothing_is_drawn_when_the_window_says_that_the_picture_is_stale,
        the_cursor_is_drawn_even_on_a_stale_picture,
        a_lost_target_is_not_drawn_where_it_was_last,
        without_a_target_there_is_no_path,
        the_path_stops_at_the_ring_of_the_target,
        a_path_that_misses_ends_at_the_point_nearest_to_the_target,
        there_is_no_path_to_a_target_behind_the_tip,
        marks_without_a_scale_keep_their_least_size,
        nothing_is_painted_over_the_echo_of_the_tip,
        nothing_is_painted_inside_the_target_wherever_the_tip_is,
        the_echo_of_the_shaft_stays_free,
        rails_and_target_are_painted_in_their_own_colours,
        a_stale_picture_keeps_every_pixel,
        a_view_maps_positions_there_and_back,
        the_rulers_numbers_never_run_into_one_another,
        NULL};

    return bv_test_run("marks", see_everything, end_painting, tests);
}
