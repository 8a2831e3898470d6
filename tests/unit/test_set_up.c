/*
 * What is settled before the needle, and what is said to be open.
 */
#include "support/test.h"

#include <stdio.h>
#include <string.h>

#include "ui/overlay/sides_draw.h"
#include "ui/steps/set_up.h"

static struct bv_set_up set_up;
static struct bv_set_up_hints hints;
static struct bv_advice advice;
static const char *left, *right;

static void begin(void)
{
    set_up = (struct bv_set_up){.sides = BV_SIDES_NOT_NAMED};
    hints = (struct bv_set_up_hints){.sides = BV_SIDES_RADIAL_ULNAR,
                                     .from_second = true,
                                     .needle = {.gauge_least = 21,
                                                .gauge_most = 25,
                                                .length_least = 50,
                                                .length_most = 50}};
    advice = bv_advice_none();
    advice.mm_per_px = 0.1;
    advice.scan_area = (struct bv_scan_area){.shape = BV_SCAN_RECTANGLE,
                                             .box = {10, 20, 410, 320}};
}

static void choose(void)
{
    bv_set_up_take_procedure(&set_up, "carpal-tunnel", "Carpal tunnel",
                             BV_SIDE_LEFT, &hints);
}

static void see(void)
{
    bv_set_up_see(&set_up, &advice, BV_SIDE_LEFT);
}

static bool names(void)
{
    return bv_set_up_get_names(&set_up, &left, &right);
}

static const char *said(enum bv_set_up_item item)
{
    static char text[200];
    struct bv_set_up_words words;

    bv_set_up_say(&set_up, item, &words);
    snprintf(text, sizeof(text), "%s%s%s", words.value,
             words.state[0] ? ", " : "", words.state);
    return text;
}

static const char *open_now(void)
{
    static char text[200];

    bv_set_up_say_open(&set_up, text, sizeof(text));
    return text;
}

START_TEST(all_that_is_not_settled_is_said)
{
    const enum bv_set_up_item in_hand[] = {BV_SET_UP_NAMED, BV_SET_UP_GAUGE,
                                           BV_SET_UP_LENGTH, BV_SET_UP_AREA,
                                           BV_SET_UP_SCALE};

    ck_assert_str_eq(open_now(),
                     "Not settled: procedure, side, names of the sides, gauge, "
                     "needle's length, scan area, scale");
    choose();
    see();
    ck_assert_ptr_null(strstr(open_now(), "procedure"));
    for (size_t i = 0; i < sizeof(in_hand) / sizeof(*in_hand); i++)
        bv_set_up_press(&set_up, in_hand[i]);
    ck_assert_str_eq(open_now(), "");
}
END_TEST

START_TEST(the_sides_are_named_only_once_they_are_confirmed)
{
    choose();
    ck_assert(!names()); /* where the needle comes from is at the left */
    ck_assert_str_eq(left, "ulnar");
    ck_assert_str_eq(right, "radial");
    bv_set_up_swap(&set_up);
    ck_assert(!names());
    bv_set_up_press(&set_up, BV_SET_UP_NAMED);
    ck_assert(names());
    ck_assert_str_eq(left, "radial");
    bv_set_up_swap(&set_up);
    ck_assert(names());
    ck_assert_str_eq(left, "ulnar");
    bv_set_up_press(&set_up, BV_SET_UP_NAMES);
    ck_assert(!names());
}
END_TEST

START_TEST(nothing_can_be_confirmed_that_is_not_there)
{
    bv_set_up_press(&set_up, BV_SET_UP_NAMED);
    bv_set_up_press(&set_up, BV_SET_UP_AREA);
    bv_set_up_press(&set_up, BV_SET_UP_SCALE);
    ck_assert(!set_up.named && !set_up.area_is_so && !set_up.scale_is_so);
}
END_TEST

START_TEST(a_probe_turned_round_has_its_sides_confirmed_anew)
{
    choose();
    see();
    bv_set_up_press(&set_up, BV_SET_UP_NAMED);
    ck_assert(!bv_set_up_see(&set_up, &advice, BV_SIDE_LEFT));
    ck_assert(bv_set_up_see(&set_up, &advice, BV_SIDE_RIGHT));
    ck_assert(!names());
}
END_TEST

START_TEST(what_was_confirmed_of_another_depth_does_not_hold)
{
    see();
    bv_set_up_press(&set_up, BV_SET_UP_AREA);
    bv_set_up_press(&set_up, BV_SET_UP_SCALE);
    ck_assert_str_eq(said(BV_SET_UP_AREA), "linear, 40 mm wide, confirmed");
    ck_assert_str_eq(said(BV_SET_UP_SCALE), "0.100 mm/px, confirmed");
    advice.scan_area.box.right--; /* found anew, the same */
    ck_assert(!bv_set_up_see(&set_up, &advice, BV_SIDE_LEFT));
    advice.mm_per_px = 0.12;
    ck_assert(bv_set_up_see(&set_up, &advice, BV_SIDE_LEFT));
    ck_assert(!set_up.scale_is_so && set_up.area_is_so);
    advice.scan_area.box.right -= 60;
    ck_assert(bv_set_up_see(&set_up, &advice, BV_SIDE_LEFT));
    ck_assert(!set_up.area_is_so);
    advice.mm_per_px = 0;
    see();
    ck_assert_str_eq(said(BV_SET_UP_SCALE), "not known, read it");
}
END_TEST

START_TEST(a_scale_that_the_user_read_is_settled_and_a_preset_is_not)
{
    advice.scale_origin = BV_SCALE_READ;
    see();
    ck_assert(bv_set_up_scale_is_settled(&set_up));
    advice.scale_origin = BV_SCALE_REMEMBERED;
    see();
    ck_assert(!bv_set_up_scale_is_settled(&set_up));
    ck_assert_str_eq(said(BV_SET_UP_SCALE), "0.100 mm/px, preset");
}
END_TEST

START_TEST(a_needle_is_proposed_chosen_and_taken_back)
{
    choose();
    ck_assert_str_eq(said(BV_SET_UP_GAUGE), "21\342\200\22325 G, proposed");
    ck_assert_str_eq(said(BV_SET_UP_LENGTH), "50 mm, proposed");
    ck_assert_double_eq(bv_set_up_needle(&set_up).length_least, 50);
    bv_set_up_press(&set_up, BV_SET_UP_LENGTH);
    ck_assert_str_eq(said(BV_SET_UP_LENGTH), "50 mm");
    bv_set_up_press(&set_up, BV_SET_UP_LENGTH);
    ck_assert_str_eq(said(BV_SET_UP_LENGTH), "60 mm");
    ck_assert_double_eq(bv_set_up_needle(&set_up).length_least, 60);
    ck_assert_double_eq(bv_set_up_needle(&set_up).length_most, 60);
    for (int i = 0; i < 20 && set_up.length_mm > 0; i++)
        bv_set_up_press(&set_up, BV_SET_UP_LENGTH);
    ck_assert_str_eq(said(BV_SET_UP_LENGTH), "50 mm, proposed");
}
END_TEST

START_TEST(another_procedure_brings_its_own_and_keeps_what_is_in_the_hand)
{
    const struct bv_set_up_hints none = {.sides = BV_SIDES_NOT_NAMED};

    choose();
    bv_set_up_press(&set_up, BV_SET_UP_NAMED);
    bv_set_up_press(&set_up, BV_SET_UP_GAUGE);
    bv_set_up_take_procedure(&set_up, "carpal-tunnel", "Carpal tunnel",
                             BV_SIDE_RIGHT, &hints);
    ck_assert(set_up.named && set_up.side == BV_SIDE_RIGHT);
    bv_set_up_take_procedure(&set_up, "tap", "TAP block", BV_SIDE_UNKNOWN,
                             &none);
    ck_assert(!set_up.named);
    ck_assert_str_eq(said(BV_SET_UP_GAUGE), "21 G");
    for (int i = 0; i < 14; i++) /* 13 of them, and none */
        bv_set_up_press(&set_up, BV_SET_UP_GAUGE);
    ck_assert_str_eq(said(BV_SET_UP_GAUGE), "21 G");
    ck_assert_str_eq(said(BV_SET_UP_LENGTH), "not said");
}
END_TEST

START_TEST(after_a_crash_what_was_chosen_is_there_and_nothing_is_confirmed)
{
    const struct bv_settled before = {.procedure = "carpal-tunnel",
                                      .side = BV_SIDE_LEFT,
                                      .gauge = 25,
                                      .area_is_so = true,
                                      .scale_is_so = true};

    bv_set_up_resume(&set_up, &before, "lateral_medial", true);
    choose(); /* the library has been read */
    see();
    ck_assert_str_eq(said(BV_SET_UP_GAUGE), "25 G");
    ck_assert_str_eq(said(BV_SET_UP_LENGTH), "50 mm, proposed");
    ck_assert(!names());
    ck_assert_str_eq(left, "medial");
    ck_assert(!set_up.area_is_so && !set_up.scale_is_so);
}
END_TEST

START_TEST(a_procedure_proposes_by_where_its_needle_lies_in_plane)
{
    static struct bv_procedure procedure;

    procedure.approach_count = 2;
    procedure.approaches[0].plane = BV_PLANE_OUT;
    strcpy(procedure.approaches[0].from, "distal");
    procedure.approaches[1].plane = BV_PLANE_IN;
    strcpy(procedure.approaches[1].from, "caudad");
    hints = bv_set_up_hints_make(&procedure);
    ck_assert_int_eq(hints.sides, BV_SIDES_CRANIAL_CAUDAL);
    ck_assert(hints.from_second);
    strcpy(procedure.approaches[1].from, "posterolateral");
    ck_assert_int_eq(bv_set_up_hints_make(&procedure).sides,
                     BV_SIDES_NOT_NAMED);
}
END_TEST

START_TEST(the_next_is_one_that_is_not_settled_and_all_are_come_to)
{
    begin();
    see();
    ck_assert_int_eq(bv_set_up_next(&set_up, -1), BV_SET_UP_PROCEDURE);
    choose();
    ck_assert_int_eq(bv_set_up_next(&set_up, -1), BV_SET_UP_NAMES);
    ck_assert_int_eq(bv_set_up_next(&set_up, BV_SET_UP_LENGTH), BV_SET_UP_AREA);
    ck_assert_int_eq(bv_set_up_next(&set_up, BV_SET_UP_SCALE), BV_SET_UP_NAMES);
    for (int i = BV_SET_UP_NAMED; i < BV_SET_UP_ITEMS; i++)
        if (i != BV_SET_UP_AREA)
            bv_set_up_press(&set_up, (enum bv_set_up_item)i);
    ck_assert_int_eq(bv_set_up_next(&set_up, BV_SET_UP_NAMES), BV_SET_UP_AREA);
    bv_set_up_press(&set_up, BV_SET_UP_AREA);
    for (int i = 0; i < BV_SET_UP_ITEMS; i++)
        ck_assert_int_eq(bv_set_up_next(&set_up, i), (i + 1) % BV_SET_UP_ITEMS);
}
END_TEST

START_TEST(names_leave_the_room_between_them_and_the_picture_free)
{
    const struct bv_drawn_sides sides = {"posterior", "anterior"};
    const struct bv_picture_box box = {20, 40, 420, 360};
    cairo_surface_t *surface =
        cairo_image_surface_create(CAIRO_FORMAT_RGB24, 440, 400);
    cairo_t *cairo = cairo_create(surface);
    struct bv_picture_box between =
        bv_sides_draw(cairo, &sides, BV_SIDE_LEFT, &box, 1);
    int stride = cairo_image_surface_get_stride(surface);
    const unsigned char *pixels;

    ck_assert_double_gt(between.left, 80);
    ck_assert_double_lt(between.right, 380);
    cairo_surface_flush(surface);
    pixels = cairo_image_surface_get_data(surface);
    for (int y = 38; y < 400; y++)
        for (int x = 0; x < 440; x++)
            ck_assert_int_eq(pixels[y * stride + 4 * x], 0);
    cairo_destroy(cairo);
    cairo_surface_destroy(surface);
}
END_TEST

int main(void)
{
    const TTest *tests[] = {
        all_that_is_not_settled_is_said,
        the_sides_are_named_only_once_they_are_confirmed,
        nothing_can_be_confirmed_that_is_not_there,
        a_probe_turned_round_has_its_sides_confirmed_anew,
        what_was_confirmed_of_another_depth_does_not_hold,
        a_scale_that_the_user_read_is_settled_and_a_preset_is_not,
        a_needle_is_proposed_chosen_and_taken_back,
        another_procedure_brings_its_own_and_keeps_what_is_in_the_hand,
        after_a_crash_what_was_chosen_is_there_and_nothing_is_confirmed,
        a_procedure_proposes_by_where_its_needle_lies_in_plane,
        names_leave_the_room_between_them_and_the_picture_free,
        the_next_is_one_that_is_not_settled_and_all_are_come_to,
        NULL};

    return bv_test_run("set_up", begin, NULL, tests);
}
