/*
 * Measuring on a frozen picture, and the findings that are kept.
 */
#include "support/test.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "ui/measuring.h"

static struct bv_measuring measuring;
static struct bv_advice advice;
static const char *folder;
static char path[256], text[4096];

static void set_up(void)
{
    advice = bv_advice_none();
    advice.mm_per_px = 0.1;
    advice.scan_area = (struct bv_scan_area){.shape = BV_SCAN_RECTANGLE,
                                             .box = {0, 0, 400, 300},
                                             .face_middle = {200, 0}};
    bv_measuring_begin(&measuring, &advice);
    folder = bv_test_folder();
    snprintf(path, sizeof(path), "%s/%s", folder, BV_FINDINGS_NAME);
}

static void type(const char *letters)
{
    for (; *letters; letters++)
        ck_assert(bv_measuring_type(&measuring, (unsigned char)*letters));
}

static void place(double x, double y)
{
    ck_assert(bv_measuring_point(&measuring, (struct bv_px){x, y}));
}

static bool says(const char *what)
{
    return strstr(measuring.line, what) != NULL;
}

static const char *read_file(void)
{
    FILE *file = fopen(path, "r");
    size_t used;

    ck_assert_ptr_nonnull(file);
    used = fread(text, 1, sizeof(text) - 1, file);
    text[used] = '\0';
    fclose(file);
    return text;
}

START_TEST(a_frozen_picture_offers_what_can_be_measured)
{
    ck_assert(says("1 distance"));
    ck_assert(!bv_measuring_wants_point(&measuring));
    ck_assert(!bv_measuring_point(&measuring, (struct bv_px){1, 1}));
    ck_assert(!bv_measuring_type(&measuring, 'x'));
    ck_assert(!bv_measuring_type(&measuring, '9'));
    bv_measuring_end(&measuring);
    ck_assert(!bv_measuring_type(&measuring, '1'));
    ck_assert_str_eq(measuring.line, "");
}
END_TEST

START_TEST(two_clicks_measure_a_distance)
{
    type("1");
    place(10, 10);
    ck_assert(bv_measuring_wants_point(&measuring));
    place(10, 60);
    ck_assert(!bv_measuring_wants_point(&measuring));
    ck_assert(says("5.0 mm"));
    bv_measuring_say(&measuring, 0, text, sizeof(text));
    ck_assert_str_eq(text, "5.0 mm");
}
END_TEST

START_TEST(an_area_is_closed_by_enter_and_points_are_taken_back_one_by_one)
{
    type("3");
    place(10, 10);
    place(110, 10);
    ck_assert(!bv_measuring_press(&measuring, BV_MEASURING_ENTER));
    place(300, 300);
    ck_assert(bv_measuring_press(&measuring, BV_MEASURING_BACK));
    place(110, 110);
    place(10, 110);
    ck_assert(bv_measuring_press(&measuring, BV_MEASURING_ENTER));
    ck_assert(says("1.00 cm"));
    ck_assert(bv_measuring_press(&measuring, BV_MEASURING_BACK));
    ck_assert_int_eq(measuring.count, 0);
}
END_TEST

START_TEST(an_area_whose_sides_cross_keeps_its_points)
{
    type("3");
    place(10, 10);
    place(110, 110);
    place(110, 10);
    place(10, 110);
    ck_assert(bv_measuring_press(&measuring, BV_MEASURING_ENTER));
    ck_assert(says("its sides cross"));
    ck_assert(bv_measuring_wants_point(&measuring));
    ck_assert(bv_measuring_press(&measuring, BV_MEASURING_BACK));
    ck_assert(bv_measuring_press(&measuring, BV_MEASURING_ENTER));
    ck_assert(says("0.50 cm"));
}
END_TEST

START_TEST(an_area_with_all_its_points_takes_no_more)
{
    type("3");
    for (int i = 0; i < BV_OUTLINE_POINTS_MOST; i++)
        place(i % 2 * 100 + i / 2, i); /* crosses itself */
    ck_assert(says("its sides cross"));
    place(1, 1);
    ck_assert_int_eq(measuring.measures[0].count, BV_OUTLINE_POINTS_MOST);
}
END_TEST

START_TEST(without_a_scale_no_length_is_given_and_an_angle_is)
{
    advice.mm_per_px = 0;
    bv_measuring_begin(&measuring, &advice);
    type("1");
    place(10, 10);
    place(10, 60);
    ck_assert(says("scale is not known"));
    ck_assert_int_eq(measuring.count, 0);
    type("4");
    place(10, 0);
    place(0, 0);
    place(10, 10);
    ck_assert(says("45"));
}
END_TEST

START_TEST(escape_leaves_a_measure_and_another_digit_begins_another)
{
    type("2");
    place(10, 10);
    ck_assert(bv_measuring_press(&measuring, BV_MEASURING_ESCAPE));
    ck_assert_int_eq(measuring.count, 0);
    type("2");
    place(10, 10);
    type("5");
    place(200, 100);
    ck_assert(says("10.0 mm"));
    ck_assert_int_eq(measuring.count, 1);
}
END_TEST

START_TEST(no_more_are_measured_than_a_finding_can_hold)
{
    for (int i = 0; i < BV_FINDING_MEASURES_MOST; i++) {
        type("5");
        place(200, 100 + i);
    }
    type("5");
    ck_assert(!bv_measuring_wants_point(&measuring));
    ck_assert_int_eq(measuring.count, BV_FINDING_MEASURES_MOST);
}
END_TEST

START_TEST(a_finding_has_its_kind_its_place_in_words_and_what_was_measured)
{
    struct bv_finding finding;

    type("1");
    place(10, 10);
    place(10, 60);
    type("f3knee xr");
    ck_assert(bv_measuring_press(&measuring, BV_MEASURING_BACK));
    ck_assert(bv_measuring_press(&measuring, BV_MEASURING_BACK));
    ck_assert(bv_measuring_type(&measuring, 0xfc)); /* u with dots */
    ck_assert(bv_measuring_type(&measuring, 0x20ac));
    ck_assert(bv_measuring_press(&measuring, BV_MEASURING_BACK));
    ck_assert(bv_measuring_press(&measuring, BV_MEASURING_ENTER));
    ck_assert_int_eq(measuring.phase, BV_MEASURING_KEEP);
    bv_measuring_make_finding(&measuring, &finding);
    ck_assert_int_eq(finding.kind, BV_FINDING_EFFUSION);
    ck_assert_str_eq(finding.place, "knee \u00fc");
    ck_assert_int_eq(finding.measure_count, 1);
    ck_assert_double_eq_tol(finding.values[0].length_mm, 5, 1e-9);
    bv_measuring_kept(&measuring, "/home/f", NULL);
    ck_assert(says("Kept: effusion, knee"));
}
END_TEST

START_TEST(a_finding_that_is_not_kept_is_said_also_when_the_picture_went_on)
{
    struct bv_fault fault = {-ENOSPC, "Cannot write it: the disk is full."};

    type("f1");
    ck_assert(bv_measuring_press(&measuring, BV_MEASURING_ENTER));
    bv_measuring_end(&measuring);
    bv_measuring_kept(&measuring, "/home/f", NULL);
    ck_assert_str_eq(measuring.line, "");
    bv_measuring_kept(&measuring, "/home/f", &fault);
    ck_assert(says("the disk is full"));
}
END_TEST

START_TEST(a_place_is_cut_at_its_room_and_never_within_a_letter)
{
    type("f1");
    for (int i = 0; i < 70; i++)
        ck_assert(bv_measuring_type(&measuring, 0x20ac));
    ck_assert_uint_lt(strlen(measuring.place), BV_MEASURING_PLACE_SIZE);
    ck_assert_uint_eq(strlen(measuring.place) % 3, 0);
}
END_TEST

static struct bv_finding example(void)
{
    struct bv_finding finding = {.kind = BV_FINDING_CYST,
                                 .place = "left \"wrist\"",
                                 .source = "clip\xff.mp4",
                                 .picture = "a.png",
                                 .frame = 12,
                                 .time_s = 0.4,
                                 .mm_per_px = 0.1,
                                 .measure_count = 1};

    finding.measures[0] =
        (struct bv_measure){BV_MEASURE_DISTANCE, 2, {{10, 10}, {10, 60}}};
    finding.values[0] = (struct bv_measured){5, NAN, NAN, NAN};
    return finding;
}

START_TEST(findings_are_added_a_line_each_for_their_owner_alone)
{
    struct bv_finding finding = example();
    struct stat about;
    int lines = 0;

    ck_assert_int_eq(bv_finding_add(folder, &finding, 0, NULL), 0);
    ck_assert_int_eq(bv_finding_add(folder, &finding, 86400, NULL), 0);
    ck_assert_int_eq(stat(path, &about), 0);
    ck_assert_int_eq(about.st_mode & 0777, 0600);
    for (const char *at = read_file(); *at; at++)
        lines += *at == '\n';
    ck_assert_int_eq(lines, 2);
    ck_assert_ptr_nonnull(strstr(text, "\"kind\":\"cyst\""));
    ck_assert_ptr_nonnull(strstr(text, "left \\\"wrist\\\""));
    ck_assert_ptr_nonnull(strstr(text, "\"length_mm\":5.0"));
    ck_assert_ptr_null(strstr(text, "area_mm2"));
}
END_TEST

START_TEST(what_was_cut_stays_a_line_of_its_own)
{
    struct bv_finding finding = example();
    FILE *file = fopen(path, "w");

    fputs("{\"format\":\"bevel-fi", file);
    fclose(file);
    ck_assert_int_eq(bv_finding_add(folder, &finding, 0, NULL), 0);
    ck_assert_ptr_nonnull(strstr(read_file(), "bevel-fi\n{\"format\""));
}
END_TEST

START_TEST(a_folder_that_takes_no_file_is_told)
{
    struct bv_finding finding = example();
    struct bv_fault fault = {0};

    ck_assert_int_eq(bv_finding_add("/nonexistent", &finding, 0, &fault),
                     -ENOENT);
    ck_assert_ptr_nonnull(strstr(fault.text, "/nonexistent"));
}
END_TEST

int main(void)
{
    const TTest *tests[] = {
        a_frozen_picture_offers_what_can_be_measured,
        two_clicks_measure_a_distance,
        an_area_is_closed_by_enter_and_points_are_taken_back_one_by_one,
        an_area_whose_sides_cross_keeps_its_points,
        an_area_with_all_its_points_takes_no_more,
        without_a_scale_no_length_is_given_and_an_angle_is,
        escape_leaves_a_measure_and_another_digit_begins_another,
        no_more_are_measured_than_a_finding_can_hold,
        a_finding_has_its_kind_its_place_in_words_and_what_was_measured,
        a_finding_that_is_not_kept_is_said_also_when_the_picture_went_on,
        a_place_is_cut_at_its_room_and_never_within_a_letter,
        findings_are_added_a_line_each_for_their_owner_alone,
        what_was_cut_stays_a_line_of_its_own,
        a_folder_that_takes_no_file_is_told,
        NULL};

    return bv_test_run("measuring", set_up, NULL, tests);
}
