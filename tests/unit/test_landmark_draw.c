/*
 * What is drawn of what is marked, asked of the pixels that cairo paints.
 */
#include "support/test.h"

#include <cairo.h>
#include <stdlib.h>
#include <string.h>

#include "ui/overlay/draw.h"
#include "ui/overlay/landmark_words.h"
#include "ui/overlay/marks.h"

enum { width_px = 480, height_px = 360, grey = 0x70 };

static struct bv_advice advice;
static uint8_t levels[height_px][width_px][4];

/* A vessel in the middle of the picture. */
static void set_up(void)
{
    advice = bv_advice_none();
    advice.mm_per_px = 0.1;
    advice.landmark_count = 1;
    advice.landmark[0] = (struct bv_landmark_advice){
        .mark = {
            .id = 1,
            .role = BV_LANDMARK_AVOID,
            .kind = BV_LANDMARK_VESSEL,
            .outline = {4, {{200, 140}, {280, 140}, {280, 220}, {200, 220}}}}};
}

static struct bv_landmark_advice *vessel(void)
{
    return &advice.landmark[0];
}

static void paint(const struct bv_marks_options *options)
{
    const struct bv_view view = {0, 0, 1};
    struct bv_marks marks;
    cairo_surface_t *surface;
    cairo_t *cairo;

    memset(levels, grey, sizeof(levels));
    surface = cairo_image_surface_create_for_data(
        levels[0][0], CAIRO_FORMAT_RGB24, width_px, height_px, width_px * 4);
    cairo = cairo_create(surface);
    bv_marks_make(&advice, options, &marks);
    bv_overlay_draw(cairo, &marks, &view, 1);
    cairo_destroy(cairo);
    cairo_surface_flush(surface);
    cairo_surface_destroy(surface);
}

/* How much was painted in a part of the picture: pixels, and their change. */
static int painted(int left, int top, int right, int bottom)
{
    int count = 0;

    for (int y = top; y < bottom; y++)
        for (int x = left; x < right; x++)
            count += levels[y][x][0] != grey || levels[y][x][1] != grey ||
                     levels[y][x][2] != grey;
    return count;
}

static int everywhere(void)
{
    return painted(0, 0, width_px, height_px);
}

static int inside(void)
{
    return painted(204, 144, 276, 216);
}

START_TEST(an_outline_is_drawn_and_nothing_inside_it)
{
    paint(NULL);
    ck_assert_int_gt(everywhere(), 400);
    ck_assert_int_eq(inside(), 0);
}
END_TEST

START_TEST(what_is_avoided_is_dashed_and_a_target_is_whole)
{
    int dashed, whole;

    paint(NULL);
    dashed = everywhere();
    vessel()->mark.role = BV_LANDMARK_TARGET;
    paint(NULL);
    whole = everywhere();
    ck_assert_int_gt(10 * whole, 13 * dashed);
    ck_assert_int_eq(painted(199, 160, 202, 200), 3 * 40);
}
END_TEST

START_TEST(an_alarm_adds_a_word_and_a_triangle_beside_it)
{
    int quiet, loud;

    paint(NULL);
    quiet = painted(290, 0, width_px, height_px);
    vessel()->alarm = BV_ALARM_INSIDE;
    paint(NULL);
    loud = painted(290, 0, width_px, height_px);
    ck_assert_int_eq(quiet, 0);
    ck_assert_int_gt(loud, 100);
    ck_assert_int_eq(inside(), 0);
}
END_TEST

START_TEST(a_lost_one_is_faint_and_says_so)
{
    char text[BV_LANDMARK_TEXT_SIZE];
    int brightest = 0;

    vessel()->state = BV_LANDMARK_LOST;
    paint(NULL);
    for (int y = 160; y < 200; y++)
        brightest =
            levels[y][200][2] > brightest ? levels[y][200][2] : brightest;
    ck_assert_int_lt(brightest, 200);
    ck_assert_int_gt(painted(290, 0, width_px, height_px), 50);
    bv_landmark_label(vessel(), text);
    ck_assert_str_eq(text, "vessel: lost");
}
END_TEST

START_TEST(a_label_lies_in_no_outline)
{
    advice.landmark_count = 2;
    advice.landmark[1] = *vessel(); /* where the label would lie */
    for (int i = 0; i < 4; i++)
        advice.landmark[1].mark.outline.at[i].x += 90;
    strcpy(vessel()->mark.name, "C6");
    paint(NULL);
    ck_assert_int_eq(painted(294, 144, 366, 216), 0);
    ck_assert_int_gt(painted(120, 150, 194, 210), 20);
}
END_TEST

START_TEST(a_label_without_a_place_is_left_out)
{
    advice.landmark_count = 2;
    advice.landmark[1] = *vessel(); /* all around it */
    advice.landmark[1].mark.outline =
        (struct bv_outline){4, {{2, 2}, {470, 2}, {470, 350}, {2, 350}}};
    strcpy(vessel()->mark.name, "C6");
    paint(NULL);
    ck_assert_int_eq(painted(10, 10, 190, 340), 0);
    ck_assert_int_eq(painted(290, 10, 460, 340), 0);
}
END_TEST

START_TEST(over_a_point_nothing_is_drawn)
{
    vessel()->mark.outline.count = 0;
    vessel()->mark.at = (struct bv_px){240, 180};
    for (int role = 0; role < BV_LANDMARK_ROLES; role++) {
        vessel()->mark.role = (enum bv_landmark_role)role;
        paint(NULL);
        ck_assert_int_gt(everywhere(), 60);
        ck_assert_int_eq(painted(233, 173, 248, 188), 0);
    }
}
END_TEST

START_TEST(on_a_stale_picture_none_is_drawn)
{
    const struct bv_marks_options stale = {.hide_guidance = true};

    paint(&stale);
    ck_assert_int_eq(everywhere(), 0);
    advice.picture = BV_PICTURE_STOPPED;
    paint(NULL);
    ck_assert_int_eq(everywhere(), 0);
}
END_TEST

/* From x to x + 2 * half, around y. */
static void inject(double x, double y, double half)
{
    advice.fluid.spread.state = BV_SPREAD_SEEN;
    advice.fluid.spread.in_view = true;
    advice.fluid.spread.outline = (struct bv_outline){4,
                                                      {{x, y - half},
                                                       {x + 2 * half, y - half},
                                                       {x + 2 * half, y + half},
                                                       {x, y + half}}};
}

START_TEST(the_border_of_spread_stays_out_of_vessel_target_and_tip)
{
    int alone;

    vessel()->mark.role = BV_LANDMARK_TARGET; /* whole: as it is in both */
    paint(NULL);
    alone = everywhere();
    inject(240, 180, 80);
    paint(NULL);
    ck_assert_int_gt(everywhere(), alone + 500);
    ck_assert_int_eq(inside(), 0);
    vessel()->mark.role = BV_LANDMARK_AVOID;
    paint(NULL);
    ck_assert_int_eq(inside(), 0);
    advice.state = BV_NEEDLE_TIP_SEEN;
    advice.has_tip = true;
    advice.tip_px = (struct bv_px){400, 180}; /* on the border */
    paint(NULL);
    ck_assert_int_eq(painted(394, 174, 407, 187), 0);
}
END_TEST

START_TEST(a_void_comparison_leaves_no_border)
{
    int alone;

    paint(NULL);
    alone = everywhere();
    advice.fluid.aspirate.state = BV_ASPIRATE_VOID;
    advice.fluid.aspirate.outline = vessel()->mark.outline;
    paint(NULL);
    ck_assert_int_eq(everywhere(), alone);
}
END_TEST

START_TEST(unseen_spread_is_a_word_away_from_the_tip)
{
    advice.landmark_count = 0;
    advice.fluid.spread.state = BV_SPREAD_NOT_SEEN;
    advice.tip_px = (struct bv_px){100, 300};
    paint(NULL);
    ck_assert_int_gt(painted(240, 300, width_px, height_px), 1000);
    ck_assert_int_eq(painted(0, 0, 190, height_px), 0);
    advice.tip_px = (struct bv_px){400, 300};
    paint(NULL);
    ck_assert_int_gt(painted(0, 300, 240, height_px), 1000);
    ck_assert_int_eq(painted(300, 0, width_px, height_px), 0);
}
END_TEST

START_TEST(labels_name_and_say)
{
    char text[BV_LANDMARK_TEXT_SIZE];

    bv_landmark_label(vessel(), text);
    ck_assert_str_eq(text, "");
    vessel()->alarm = BV_ALARM_NEAR;
    bv_landmark_label(vessel(), text);
    ck_assert_str_eq(text, "near vessel");
    strcpy(vessel()->mark.name, "carotid");
    vessel()->alarm = BV_ALARM_INSIDE;
    bv_landmark_label(vessel(), text);
    ck_assert_str_eq(text, "TIP IN carotid");
    memset(vessel()->mark.name, 'n', sizeof(vessel()->mark.name) - 1);
    bv_landmark_label(vessel(), text);
    ck_assert_uint_eq(strlen(text), 7 + 47);
    vessel()->mark.kind = BV_LANDMARK_SHEATH;
    bv_landmark_title(&vessel()->mark, 13, text);
    ck_assert_str_eq(text, "tendon sheath");
}
END_TEST

int main(void)
{
    const TTest *tests[] = {
        an_outline_is_drawn_and_nothing_inside_it,
        what_is_avoided_is_dashed_and_a_target_is_whole,
        an_alarm_adds_a_word_and_a_triangle_beside_it,
        a_lost_one_is_faint_and_says_so,
        a_label_lies_in_no_outline,
        a_label_without_a_place_is_left_out,
        over_a_point_nothing_is_drawn,
        on_a_stale_picture_none_is_drawn,
        the_border_of_spread_stays_out_of_vessel_target_and_tip,
        a_void_comparison_leaves_no_border,
        unseen_spread_is_a_word_away_from_the_tip,
        labels_name_and_say,
        NULL};

    return bv_test_run("landmark_draw", set_up, NULL, tests);
}
