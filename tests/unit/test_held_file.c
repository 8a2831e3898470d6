/*
 * A procedure as it stands, written and read again.
 */
#include "support/test.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "records/held_file.h"
#include "records/marks_file.h"

static char path[256];
static struct bv_held_procedure held, back;
static struct bv_fault fault;

static void setup(void)
{
    snprintf(path, sizeof(path), "%.200s/held.json", bv_test_folder());
    held = (struct bv_held_procedure){
        .settled = {.procedure = "carpal-tunnel",
                    .side = BV_SIDE_LEFT,
                    .gauge = 22,
                    .length_mm = 50},
        .sides = "radial_ulnar",
        .swapped = true,
        .step = "advance",
        .confirmed = "patient site",
        .width_px = 640,
        .height_px = 480,
        .has_target = true,
        .target_px = {320.5, 200.25},
        .mark_count = 1,
        .mark = {{.id = 3,
                  .role = BV_LANDMARK_AVOID,
                  .kind = BV_LANDMARK_VESSEL,
                  .name = "artery",
                  .margin_mm = 2,
                  .outline = {.count = 3, .at = {{1, 2}, {30, 2}, {5, 28}}}}}};
    fault = (struct bv_fault){0};
}

static void teardown(void)
{
    unlink(path);
}

static void write_text(const char *text)
{
    FILE *file = fopen(path, "w");

    ck_assert_ptr_nonnull(file);
    fputs(text, file);
    fclose(file);
}

START_TEST(what_is_written_is_read_again_for_its_owner_alone)
{
    struct stat about;

    ck_assert_int_eq(bv_held_write(path, &held), 0);
    ck_assert_int_eq(stat(path, &about), 0);
    ck_assert_int_eq(about.st_mode & 0777, 0600);
    ck_assert_int_eq(bv_held_read(path, &back, &fault), 0);
    ck_assert_str_eq(back.settled.procedure, "carpal-tunnel");
    ck_assert_int_eq(back.settled.side, BV_SIDE_LEFT);
    ck_assert_double_eq(back.settled.gauge, 22);
    ck_assert_double_eq(back.settled.length_mm, 50);
    ck_assert_str_eq(back.sides, "radial_ulnar");
    ck_assert_str_eq(back.step, "advance");
    ck_assert_str_eq(back.confirmed, "patient site");
    ck_assert(back.swapped && back.has_target);
    ck_assert_double_eq(back.target_px.x, 320.5);
    ck_assert_int_eq(back.mark_count, 1);
    ck_assert_str_eq(back.mark[0].name, "artery");
    ck_assert_int_eq(back.mark[0].outline.count, 3);
    ck_assert_double_eq(back.mark[0].outline.at[2].y, 28);
}
END_TEST

START_TEST(it_is_a_file_of_marks)
{
    struct bv_marks_file marks;

    ck_assert_int_eq(bv_held_write(path, &held), 0);
    ck_assert_int_eq(bv_marks_file_read(path, &marks, &fault), 0);
    ck_assert_int_eq(marks.count, 1);
}
END_TEST

START_TEST(a_damaged_one_is_refused_and_numbers_out_of_range_are_none)
{
    write_text("{\"format\": \"bevel-marks\", \"mar");
    ck_assert_int_lt(bv_held_read(path, &back, &fault), 0);
    write_text(
        "{\"format\":\"bevel-marks\",\"version\":1,\"marks\":[],\"held\":"
        "{\"side\":7,\"gauge\":-3,\"width_px\":640,\"height_px\":480,"
        "\"target_px\":[9000,20],\"step\":5}}");
    ck_assert_int_eq(bv_held_read(path, &back, &fault), 0);
    ck_assert_int_eq(back.settled.side, BV_SIDE_UNKNOWN);
    ck_assert_double_eq(back.settled.gauge, 0);
    ck_assert(!back.has_target);
    ck_assert_str_eq(back.step, "");
}
END_TEST

int main(void)
{
    const TTest *tests[] = {
        what_is_written_is_read_again_for_its_owner_alone,
        it_is_a_file_of_marks,
        a_damaged_one_is_refused_and_numbers_out_of_range_are_none, NULL};

    return bv_test_run("held_file", setup, teardown, tests);
}
