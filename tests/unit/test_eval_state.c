#include "support/test.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/clock.h"
#include "guidance/review/figures.h"
#include "records/eval_state.h"

static char path[512];
static struct bv_fault fault;
static bool anew;

static void begin(void)
{
    snprintf(path, sizeof(path), "%s/figures.state", bv_test_folder());
    fault = (struct bv_fault){0};
}

/* A clip with about everything that a score can hold. */
static struct bv_clip_score *make_score(int seed)
{
    const struct bv_clip_about about = {.simulated = true,
                                        .probe = BV_SCORE_PROBE_CURVED,
                                        .width_px = 640,
                                        .mm_per_px = 0.1};
    struct bv_clip_score *score = bv_clip_score_new(&about);

    ck_assert_ptr_nonnull(score);
    for (uint32_t i = 0; i < 100; i++) {
        double tip = 200 + seed + i / 3.0;
        struct bv_truth_frame truth = {.frame = i,
                                       .needle = i > 20,
                                       .has_shaft = true,
                                       .shaft_px = {{10, 20}, {tip, 150}},
                                       .has_tip = true,
                                       .tip_px = {tip, 150},
                                       .tip = BV_TIP_VISIBLE,
                                       .visible_mm = 12,
                                       .out_of_plane_mm = NAN,
                                       .mm_per_px = 0.1};
        struct bv_advice advice = bv_advice_none();

        advice.sequence = i;
        advice.time_ns = bv_s_to_ns(i / 30.0);
        if (i % 3 != 0) {
            advice.state = BV_NEEDLE_TIP_SEEN;
            advice.confidence = 0.7 + seed / 100.0;
            advice.has_shaft = advice.has_tip = true;
            advice.shaft_px = (struct bv_px_segment){{10, 21}, {tip - 2, 150}};
            advice.tip_px = advice.shaft_px.to;
            advice.tip_sd_px = 3;
        }
        ck_assert_int_eq(bv_clip_score_add(score, &truth, &advice, 1.0 / 3), 0);
    }
    ck_assert_int_eq(bv_clip_score_end(score), 0);
    return score;
}

static struct bv_eval_state *open_state(const char *run)
{
    struct bv_eval_state *state = NULL;

    ck_assert_msg(bv_eval_state_open(path, run, &state, &anew, &fault) == 0,
                  "%s", fault.text);
    return state;
}

static void add(struct bv_eval_state *state, const char *key, int seed)
{
    struct bv_eval_record record = {.key = key,
                                    .score = make_score(seed),
                                    .bad_count = 2,
                                    .bad = {{3.25, 1.0 / 3, 9}, {1, 2, 3}}};

    ck_assert_int_eq(bv_eval_state_add(state, &record), 0);
    bv_clip_score_free(record.score);
}

static bool same(double a, double b)
{
    return a == b || (isnan(a) && isnan(b));
}

/* All figures of two scores are the same, bit for bit. */
static void check_figures(struct bv_clip_score *a, struct bv_clip_score *b)
{
    const struct bv_stratum all = {.simulated = true};

    for (size_t i = 0; i < bv_figure_count(); i++) {
        struct bv_figure_value x, y;

        ck_assert_int_eq(bv_figure_measure(i, &a, 1, &all, &x), 0);
        ck_assert_int_eq(bv_figure_measure(i, &b, 1, &all, &y), 0);
        ck_assert_msg(same(x.value, y.value) && same(x.count, y.count) &&
                          same(x.coverage, y.coverage),
                      "%s", bv_figure_at(i)->key);
    }
    ck_assert_uint_eq(a->frame_count, b->frame_count);
    ck_assert_uint_eq(a->wait_count, b->wait_count);
    ck_assert_double_eq(a->free_s, b->free_s);
    ck_assert_double_eq(a->jitter_mm2, b->jitter_mm2);
    for (size_t i = 0; i < a->frame_count; i++)
        ck_assert_msg(memcmp(&a->frames[i], &b->frames[i],
                             offsetof(struct bv_frame_score, process_ms)) == 0,
                      "frame %zu", i);
}

START_TEST(what_was_measured_is_read_with_the_same_figures)
{
    struct bv_eval_state *state = open_state("run");
    struct bv_clip_score *score = make_score(2);
    struct bv_eval_record *record;

    ck_assert(!anew);
    add(state, "one", 1);
    add(state, "two", 2);
    bv_eval_state_close(state, false);
    state = open_state("run");
    ck_assert(!anew);
    record = bv_eval_state_find(state, "two");
    ck_assert_ptr_nonnull(record);
    check_figures(record->score, score);
    ck_assert_uint_eq(record->bad_count, 2);
    ck_assert_double_eq(record->bad[0].time_s, 1.0 / 3);
    ck_assert_uint_eq(record->bad[0].frame, 9);
    ck_assert_ptr_nonnull(bv_eval_state_find(state, "one"));
    ck_assert_ptr_null(bv_eval_state_find(state, "three"));
    bv_clip_score_free(score);
    bv_eval_state_close(state, true);
    ck_assert_int_eq(access(path, F_OK), -1); /* done with */
}
END_TEST

START_TEST(cut_line_is_forgotten_and_written_over)
{
    struct bv_eval_state *state = open_state("run");
    struct stat whole;

    add(state, "one", 1);
    ck_assert_int_eq(stat(path, &whole), 0);
    ck_assert_int_eq(whole.st_mode & 0777, 0600);
    add(state, "two", 2);
    bv_eval_state_close(state, false);
    ck_assert_int_eq(truncate(path, whole.st_size + 700), 0);
    state = open_state("run");
    ck_assert_ptr_nonnull(bv_eval_state_find(state, "one"));
    ck_assert_ptr_null(bv_eval_state_find(state, "two"));
    add(state, "three", 3);
    bv_eval_state_close(state, false);
    state = open_state("run");
    ck_assert_ptr_nonnull(bv_eval_state_find(state, "one"));
    ck_assert_ptr_nonnull(bv_eval_state_find(state, "three"));
    bv_eval_state_close(state, false);
}
END_TEST

START_TEST(state_of_another_run_is_started_anew)
{
    struct bv_eval_state *state = open_state("run");

    add(state, "one", 1);
    bv_eval_state_close(state, false);
    state = open_state("another run");
    ck_assert(anew);
    ck_assert_ptr_null(bv_eval_state_find(state, "one"));
    bv_eval_state_close(state, false);
    state = open_state("another run");
    ck_assert(!anew);
    bv_eval_state_close(state, false);
}
END_TEST

START_TEST(file_that_is_no_state_is_left_alone)
{
    static const char *const texts[] = {"a letter\n", "{\"format\":\"x\"}\n",
                                        "no end", "\n"};
    struct bv_eval_state *state;
    struct stat about;

    for (size_t i = 0; i < sizeof(texts) / sizeof(*texts); i++) {
        FILE *file = fopen(path, "w");

        fputs(texts[i], file);
        fclose(file);
        fault = (struct bv_fault){0};
        ck_assert_int_eq(bv_eval_state_open(path, "run", &state, &anew, &fault),
                         -EEXIST);
        ck_assert_ptr_nonnull(strstr(fault.text, "--state"));
        ck_assert_int_eq(stat(path, &about), 0);
        ck_assert_int_eq(about.st_size, (off_t)strlen(texts[i]));
    }
    fault = (struct bv_fault){0};
    ck_assert_int_eq(
        bv_eval_state_open("/dev/null", "run", &state, &anew, &fault), -EEXIST);
}
END_TEST

START_TEST(state_is_for_one_process_at_a_time)
{
    struct bv_eval_state *state = open_state("run"), *other;

    ck_assert_int_eq(bv_eval_state_open(path, "run", &other, &anew, &fault),
                     -EBUSY);
    bv_eval_state_close(state, false);
}
END_TEST

START_TEST(damaged_lines_are_measured_again)
{
    struct bv_eval_state *state = open_state("run");
    FILE *file;

    add(state, "one", 1);
    bv_eval_state_close(state, false);
    file = fopen(path, "a");
    fputs("{\"clip\":\"two\",\"score\":{\"frame_count\":99999999}}\n"
          "{\"clip\":\"three\"}\nnonsense\n",
          file);
    fclose(file);
    state = open_state("run");
    ck_assert_ptr_nonnull(bv_eval_state_find(state, "one"));
    ck_assert_ptr_null(bv_eval_state_find(state, "two"));
    ck_assert_ptr_null(bv_eval_state_find(state, "three"));
    bv_eval_state_close(state, false);
}
END_TEST

int main(void)
{
    const TTest *tests[] = {what_was_measured_is_read_with_the_same_figures,
                            cut_line_is_forgotten_and_written_over,
                            state_of_another_run_is_started_anew,
                            file_that_is_no_state_is_left_alone,
                            state_is_for_one_process_at_a_time,
                            damaged_lines_are_measured_again,
                            NULL};

    return bv_test_run("eval state", begin, NULL, tests);
}
