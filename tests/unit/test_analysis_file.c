#include "support/test.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "records/analysis_file.h"
#include "records/rules_file.h"

/*
 * What is kept of a clip for its reviews, and the rules that they go by.
 */
static char path[512];
static struct bv_fault fault;

static void set_up(void)
{
    snprintf(path, sizeof(path), "%s/file", bv_test_folder());
    fault = (struct bv_fault){0};
}

static struct bv_review_frame make(uint32_t number)
{
    return (struct bv_review_frame){
        .number = number,
        .time_ns = number * 33333333ll,
        .state = number % 2 ? BV_NEEDLE_TIP_SEEN : BV_NEEDLE_NONE,
        .has_shaft = number % 2,
        .shaft_px = {{1.25, 2.5}, {100.123456, 60}},
        .has_tip = number % 2,
        .tip_px = {100.123456, 60},
        .tip_sd_px = 1.5,
        .end = {number % 2, {100.123456, 60}, 1.5, 0.75, -1.25},
        .mm_per_px = 0.0625,
        .tissue = {0.9, {1, 0.001, 0.5, -0.001, 1, 0.25}},
        .has_face = true,
        .face_px = {320, 10},
        .box = {10, 10, 630, 470},
        .has_target = true,
        .target_px = {200, 150},
        .distance_mm = number % 2 ? 6.5 : NAN,
        .mark_count = 1,
        .mark = {{2, BV_LANDMARK_AVOID, BV_LANDMARK_VESSEL, BV_LANDMARK_LOST}},
        .alarm = BV_ALARM_NEAR,
        .alarm_id = 2,
        .syringe = BV_SYRINGE_INJECTS,
        .spread = BV_SPREAD_WATCHING};
}

/* In every other frame it is not known how the probe rocks. */
static struct bv_review_truth make_truth(uint32_t number)
{
    return (struct bv_review_truth){.time_ns = number * 33333333ll,
                                    .mm_per_px = 0.0625,
                                    .needle = true,
                                    .whole_px = {{0, 0}, {101, 60.5}},
                                    .tip_visible = true,
                                    .turned_deg = number % 2 ? -2.5 : NAN};
}

/* Frames from one on, into the file of a key. */
static void keep(const char *key, uint32_t from, uint32_t to, bool end)
{
    struct bv_analysis analysis;
    struct bv_analysis_file *file;

    ck_assert_int_eq(
        bv_analysis_open(path, key, true, &analysis, &file, &fault), 0);
    for (uint32_t i = from; i < to; i++) {
        struct bv_review_frame frame = make(i);
        struct bv_review_truth truth = make_truth(i);

        ck_assert_int_eq(bv_analysis_add(file, &analysis, &frame, &truth), 0);
    }
    if (end)
        ck_assert_int_eq(bv_analysis_end(file, &analysis), 0);
    bv_analysis_close(file);
    bv_analysis_fini(&analysis);
}

static struct bv_analysis reopen(const char *key)
{
    struct bv_analysis analysis;
    struct bv_analysis_file *file;

    ck_assert_int_eq(
        bv_analysis_open(path, key, true, &analysis, &file, &fault), 0);
    bv_analysis_close(file);
    return analysis;
}

START_TEST(frames_that_were_kept_are_there_again)
{
    struct bv_analysis analysis;
    const struct bv_review_frame *frame;
    struct stat about;

    keep("a clip", 0, 4, true);
    analysis = reopen("a clip");
    ck_assert(analysis.whole);
    ck_assert_uint_eq(analysis.count, 4);
    frame = &analysis.frames[3];
    ck_assert_uint_eq(frame->number, 3);
    ck_assert_int_eq(frame->time_ns, 3 * 33333333ll);
    ck_assert_int_eq(frame->state, BV_NEEDLE_TIP_SEEN);
    ck_assert_double_eq_tol(frame->tip_px.x, 100.123456, 1e-6);
    ck_assert(frame->end.known);
    ck_assert_double_eq_tol(frame->end.px.x, 100.123456, 1e-6);
    ck_assert_double_eq(frame->end.sure, 0.75);
    ck_assert_double_eq(frame->end.point, -1.25);
    ck_assert(!analysis.frames[2].end.known);
    ck_assert_double_eq(frame->tissue.map.yx, -0.001);
    ck_assert_double_eq(frame->distance_mm, 6.5);
    ck_assert(isnan(analysis.frames[2].distance_mm));
    ck_assert_int_eq(frame->alarm_id, 2);
    ck_assert_int_eq(frame->mark_count, 1);
    ck_assert_int_eq(frame->mark[0].id, 2);
    ck_assert_int_eq(frame->mark[0].kind, BV_LANDMARK_VESSEL);
    ck_assert_int_eq(frame->mark[0].state, BV_LANDMARK_LOST);
    ck_assert_int_eq(frame->spread, BV_SPREAD_WATCHING);
    ck_assert_int_eq(frame->box.right, 630);
    ck_assert_double_eq(analysis.truth[3].whole_px.to.y, 60.5);
    ck_assert_double_eq(analysis.truth[3].turned_deg, -2.5);
    ck_assert(isnan(analysis.truth[2].turned_deg));
    bv_analysis_fini(&analysis);
    ck_assert_int_eq(stat(path, &about), 0);
    ck_assert_int_eq(about.st_mode & 0777, 0600);
}
END_TEST

START_TEST(a_file_that_was_cut_goes_on_where_its_whole_lines_end)
{
    struct bv_analysis analysis;
    struct stat about;

    keep("a clip", 0, 4, true);
    ck_assert_int_eq(stat(path, &about), 0);
    ck_assert_int_eq(truncate(path, about.st_size - 40), 0);
    analysis = reopen("a clip");
    ck_assert(!analysis.whole);
    ck_assert_uint_eq(analysis.count, 3);
    bv_analysis_fini(&analysis);
    keep("a clip", 3, 6, true);
    analysis = reopen("a clip");
    ck_assert(analysis.whole);
    ck_assert_uint_eq(analysis.count, 6);
    bv_analysis_fini(&analysis);
}
END_TEST

START_TEST(what_is_of_another_clip_is_begun_anew)
{
    struct bv_analysis analysis;

    keep("a clip", 0, 4, true);
    analysis = reopen("another clip");
    ck_assert_uint_eq(analysis.count, 0);
    bv_analysis_fini(&analysis);
}
END_TEST

START_TEST(a_file_of_something_else_is_left_alone)
{
    struct bv_analysis analysis;
    struct bv_analysis_file *file;
    char line[32] = "";
    FILE *other = fopen(path, "w");

    fputs("my notes\n", other);
    fclose(other);
    ck_assert_int_eq(
        bv_analysis_open(path, "a", false, &analysis, &file, &fault), -EEXIST);
    ck_assert_ptr_nonnull(strstr(fault.text, "no analysis"));
    other = fopen(path, "r");
    ck_assert_ptr_nonnull(fgets(line, sizeof(line), other));
    fclose(other);
    ck_assert_str_eq(line, "my notes\n");
}
END_TEST

static void refuses(const char *text, const char *says)
{
    struct bv_review_rules rules;
    FILE *file = fopen(path, "w");

    fputs(text, file);
    fclose(file);
    fault = (struct bv_fault){0};
    ck_assert_int_lt(bv_rules_read(path, &rules, &fault), 0);
    ck_assert_ptr_nonnull(strstr(fault.text, says));
}

START_TEST(rules_with_a_slip_of_the_pen_are_refused)
{
    refuses("{", "not JSON");
    refuses("{\"format\":\"bevel-plan\",\"version\":1}", "must start with");
    refuses("{\"format\":\"bevel-review-rules\",\"version\":2}", "version 2");
    refuses("{\"format\":\"bevel-review-rules\",\"version\":1,\"name\":\"x\","
            "\"revision\":1,\"rules\":{\"turning_mm\":-1}}",
            "turning_mm");
}
END_TEST

/* The file that comes with bevel, and one of its keys misspelt. */
START_TEST(a_rule_that_is_mistyped_is_missing)
{
    struct bv_review_rules rules;
    char text[4096];
    char *rule;
    size_t length;
    FILE *file;

    snprintf(text, sizeof(text), "%s/review/rules.json",
             getenv("BEVEL_SAMPLES_DIR"));
    ck_assert_int_eq(bv_rules_read(text, &rules, &fault), 0);
    ck_assert_str_eq(rules.name, "bevel");
    file = fopen(text, "r");
    length = fread(text, 1, sizeof(text) - 1, file);
    fclose(file);
    text[length] = '\0';
    rule = strstr(text, "\"turning_mm\"");
    ck_assert_ptr_nonnull(rule);
    rule[1] = 'T';
    refuses(text, "turning_mm"); /* which is missing now */
}
END_TEST

START_TEST(a_mark_that_cannot_be_is_no_line_of_an_analysis)
{
    static const char whole[] =
        "{\"frame\":1,\"time_ns\":1,\"repeat\":false,\"state\":\"none\","
        "\"mm_per_px\":0.1,\"marks\":[%s]}";
    static const char *const wrong[] = {
        "[1,0,0,9]",
        "[1,2,0,0]",
        "[1,0,99,0]",
        "[-1,0,0,0]",
        "[1,0,0]",
        "[1,0,0,0.5]",
        "7",
        ("[1,0,0,0],[2,0,0,0],[3,0,0,0],[4,0,0,0],"
         "[5,0,0,0],[6,0,0,0],[7,0,0,0],[8,0,0,0],[9,0,0,0],[10,0,0,0]")};
    struct bv_review_frame frame;
    struct bv_review_truth truth;
    char line[400];
    bool has;

    snprintf(line, sizeof(line), whole, "[1,0,0,0],[2,1,3,1]");
    ck_assert(bv_analysis_read_line(line, &frame, &truth, &has));
    ck_assert_int_eq(frame.mark_count, 2);
    for (size_t i = 0; i < sizeof(wrong) / sizeof(*wrong); i++) {
        snprintf(line, sizeof(line), whole, wrong[i]);
        ck_assert_msg(!bv_analysis_read_line(line, &frame, &truth, &has), "%s",
                      line);
    }
}
END_TEST

int main(void)
{
    const TTest *tests[] = {
        frames_that_were_kept_are_there_again,
        a_file_that_was_cut_goes_on_where_its_whole_lines_end,
        what_is_of_another_clip_is_begun_anew,
        a_file_of_something_else_is_left_alone,
        a_mark_that_cannot_be_is_no_line_of_an_analysis,
        rules_with_a_slip_of_the_pen_are_refused,
        a_rule_that_is_mistyped_is_missing,
        NULL};

    return bv_test_run("analysis_file", set_up, NULL, tests);
}
