/* A recorded attempt under review: what is seen, said and drawn of it. */
#include "support/test.h"

#include <errno.h>
#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/clock.h"
#include "records/rules_file.h"
#include "ui/review/analysing.h"
#include "ui/review/reviewed.h"

enum { frames = 300 };

static char clip[400];
static struct bv_review_rules rules;
static struct bv_reviewed attempt;
static struct bv_fault fault;
static bool of_scale;

/* The tip goes in by 20 mm in 3 s, out by 15, and in by 15 again; for a second
 * nothing is seen. Thirty frames a second, 0.1 mm a px. */
static struct bv_review_frame make_frame(int i)
{
    double t = i / 30.0;
    double along = t < 3   ? t * 20 / 3
                   : t < 6 ? 20 - (t - 3) * 5
                           : 5 + (t - 6) * 5;
    bool seen = t < 8 || t > 9;
    struct bv_review_frame frame = {
        .number = (uint32_t)i,
        .time_ns = (int64_t)(t * 1e9),
        .state = seen ? BV_NEEDLE_TIP_SEEN : BV_NEEDLE_NONE,
        .confidence = seen ? 0.9 : NAN,
        .has_shaft = seen,
        .has_tip = seen,
        .shaft_px = {{100, 110}, {100 + 10 * along, 110 + 5 * along}},
        .tip_px = {100 + 10 * along, 110 + 5 * along},
        .tip_sd_px = 2,
        .mm_per_px = 0.1,
        .has_face = true,
        .face_px = {320, 10},
        .box = {0, 10, 639, 479},
        .has_target = true,
        .target_px = {300, 210},
        .alarm = t > 2 && t < 3 ? BV_ALARM_NEAR : BV_ALARM_NONE,
        .alarm_id = t > 2 && t < 3 ? 1 : 0,
    };

    frame.mark[0] = (struct bv_review_mark){.id = 0};
    frame.mark[1] = (struct bv_review_mark){
        2, BV_LANDMARK_AVOID, BV_LANDMARK_NERVE,
        t > 5 && t < 7 ? BV_LANDMARK_LOST : BV_LANDMARK_HELD};
    frame.mark_count = t < 1 ? 1 : 2;
    frame.tissue.part = 1;
    frame.tissue.map = bv_px_map_identity();
    frame.distance_mm =
        seen ? hypot(frame.tip_px.x - 300, frame.tip_px.y - 210) * 0.1 : NAN;
    return frame;
}

static void fill(struct bv_analysis *analysis)
{
    *analysis = (struct bv_analysis){.count = frames, .whole = true};
    analysis->frames = calloc(frames, sizeof(*analysis->frames));
    ck_assert_ptr_nonnull(analysis->frames);
    for (int i = 0; i < frames; i++)
        analysis->frames[i] = make_frame(i);
}

static void begin(void)
{
    struct bv_analysis analysis;

    snprintf(clip, sizeof(clip), "%s/clip.mkv", bv_test_folder());
    fault = (struct bv_fault){0};
    ck_assert_int_eq(bv_rules_read(NULL, &rules, &fault), 0);
    fill(&analysis);
    ck_assert_int_eq(
        bv_reviewed_init(&attempt, clip, &analysis, &rules, &fault), 0);
}

static void end(void)
{
    bv_reviewed_fini(&attempt);
}

static int find(int kind)
{
    for (int i = 0; i < (int)attempt.shown_count; i++)
        if (attempt.shown[i].kind == kind)
            return i;
    return -1;
}

static const struct bv_lane *lane_of(const char *title)
{
    const struct bv_timeline *timeline = bv_lanes_timeline(attempt.lanes);

    for (int i = 0; i < timeline->lane_count; i++)
        if (strcmp(timeline->lanes[i].title, title) == 0)
            return &timeline->lanes[i];
    return NULL;
}

START_TEST(the_timeline_has_a_lane_for_all_that_there_is)
{
    const struct bv_lane *needle = lane_of("needle");
    const struct bv_lane *depth = lane_of("tip depth, mm");

    ck_assert_ptr_nonnull(needle);
    ck_assert_uint_eq(needle->span_count, 3);
    ck_assert_int_eq(needle->spans[1].look, BV_SPAN_HATCHED);
    ck_assert_double_eq_tol(needle->spans[1].from_s, 8, 0.1);
    ck_assert_double_eq_tol(needle->spans[1].to_s, 9, 0.1);
    ck_assert_ptr_nonnull(depth);
    ck_assert_double_eq_tol(depth->values[60], 10 + 0.5 * 40 / 3, 0.01);
    ck_assert(isnan(depth->values[255])); /* nothing is seen */
    ck_assert_ptr_nonnull(lane_of("tip to target, mm"));
    ck_assert_ptr_nonnull(lane_of("confidence, %"));
    ck_assert_ptr_nonnull(lane_of("alarms"));
    ck_assert_ptr_nonnull(lane_of("withdrawn"));
    ck_assert_ptr_nonnull(lane_of("another pass"));
    ck_assert_ptr_null(lane_of("syringe in use")); /* none was */
}
END_TEST

/* The nerve is marked a second after the start, and lost from 5 s to 7 s. */
START_TEST(each_mark_has_a_lane_from_when_it_was_set)
{
    const struct bv_lane *target = lane_of("target");
    const struct bv_lane *nerve = lane_of("nerve 2, to avoid");

    ck_assert_ptr_nonnull(target);
    ck_assert_uint_eq(target->span_count, 1);
    ck_assert_int_eq(target->spans[0].look, BV_SPAN_AIMED);
    ck_assert_ptr_nonnull(nerve);
    ck_assert_uint_eq(nerve->span_count, 3);
    ck_assert_double_eq_tol(nerve->spans[0].from_s, 1, 0.05);
    ck_assert_int_eq(nerve->spans[0].look, BV_SPAN_AVOIDED);
    ck_assert_int_eq(nerve->spans[1].look, BV_SPAN_HATCHED);
    ck_assert_double_eq_tol(nerve->spans[1].from_s, 5, 0.05);
    ck_assert_double_eq_tol(nerve->spans[1].to_s, 7, 0.05);
    ck_assert_int_eq(nerve->spans[2].look, BV_SPAN_AVOIDED);
}
END_TEST

START_TEST(movements_in_and_out_are_told_apart)
{
    const struct bv_lane *lane = lane_of("in \xe2\x86\x91  out \xe2\x86\x93");

    ck_assert_ptr_nonnull(lane);
    ck_assert_uint_ge(lane->span_count, 3);
    ck_assert_int_eq(lane->spans[0].look, BV_SPAN_FORWARD);
    ck_assert_int_eq(lane->spans[1].look, BV_SPAN_BACK);
    ck_assert_double_eq_tol(lane->spans[1].from_s, 3, 0.3);
}
END_TEST

START_TEST(a_moment_is_gone_to_and_looped)
{
    int index = find(BV_MOMENT_WITHDRAWAL);
    char text[1200];

    ck_assert_int_ge(index, 0);
    bv_reviewed_select(&attempt, index, 0);
    ck_assert(attempt.player.has_loop);
    ck_assert_double_eq_tol(bv_reviewed_now_s(&attempt),
                            attempt.shown[index].start_s, 0.02);
    bv_reviewed_say_moment(&attempt, index, text, sizeof(text));
    ck_assert_msg(strncmp(text, "withdrawn: 1", 12) == 0, "%s", text);
    bv_reviewed_say_rule(&attempt, index, text, sizeof(text));
    ck_assert_ptr_nonnull(strstr(text, "withdrawn_mm is "));
    bv_reviewed_select(&attempt, -1, 0);
    ck_assert(!attempt.player.has_loop);
}
END_TEST

START_TEST(a_rejected_moment_is_shown_so_and_kept)
{
    int index = find(BV_MOMENT_WITHDRAWAL);
    struct bv_analysis analysis;
    char text[1200];

    bv_reviewed_select(&attempt, index, 0);
    ck_assert_int_eq(
        bv_reviewed_set_note(&attempt, attempt.selected, "a fascia", &fault),
        0);
    ck_assert_int_eq(bv_reviewed_reject(&attempt, &fault), 0);
    ck_assert_int_eq(attempt.selected, index);
    ck_assert_int_eq(attempt.shown[index].from, BV_SHOWN_REJECTED);
    ck_assert_str_eq(bv_reviewed_note(&attempt, index), "a fascia");
    ck_assert_int_eq(lane_of("withdrawn")->spans[0].look, BV_SPAN_REJECTED);
    bv_reviewed_say_rule(&attempt, index, text, sizeof(text));
    ck_assert_ptr_nonnull(strstr(text, "not so"));
    bv_reviewed_fini(&attempt);
    fill(&analysis);
    ck_assert_int_eq(
        bv_reviewed_init(&attempt, clip, &analysis, &rules, &fault), 0);
    ck_assert_int_eq(attempt.shown[index].from, BV_SHOWN_REJECTED);
    bv_reviewed_select(&attempt, index, 0);
    ck_assert_int_eq(bv_reviewed_reject(&attempt, &fault), 0);
    ck_assert_int_eq(attempt.shown[index].from, BV_SHOWN_MEASURED);
}
END_TEST

START_TEST(a_corrected_moment_says_what_was_measured_and_what_a_person_says)
{
    int index = find(BV_MOMENT_WITHDRAWAL);
    char text[400];

    bv_reviewed_say_measured(&attempt, index, text, sizeof(text));
    ck_assert_str_eq(text, "");
    bv_reviewed_select(&attempt, index, 0);
    ck_assert_int_eq(
        bv_reviewed_set_kind(&attempt, BV_MOMENT_REDIRECTION, &fault), 0);
    index = attempt.selected;
    ck_assert_int_eq(attempt.shown[index].from, BV_SHOWN_CHANGED);
    bv_reviewed_say_moment(&attempt, index, text, sizeof(text));
    ck_assert_str_eq(text, "redirection");
    bv_reviewed_say_measured(&attempt, index, text, sizeof(text));
    ck_assert_msg(strncmp(text, "Measured: withdrawn: 1", 22) == 0, "%s", text);
    ck_assert_int_eq(lane_of("redirection")->spans[0].look, BV_SPAN_PERSON);
    ck_assert_int_eq(bv_reviewed_undo(&attempt, false, &of_scale, &fault), 0);
    ck_assert_int_ge(find(BV_MOMENT_WITHDRAWAL), 0);
}
END_TEST

START_TEST(the_depth_goes_from_edge_to_edge)
{
    /* of rows 10 to 478, with the face in the middle of the first */
    ck_assert_double_eq(bv_reviewed_depth_px(&attempt), 468.5);
}
END_TEST

START_TEST(a_note_leaves_what_was_measured_and_goes_with_its_words)
{
    int index = find(BV_MOMENT_WITHDRAWAL);
    char text[400], before[400];

    bv_reviewed_say_moment(&attempt, index, before, sizeof(before));
    ck_assert_int_eq(bv_reviewed_set_note(&attempt, index, "slow", &fault), 0);
    ck_assert_int_eq(attempt.selected, -1); /* none was */
    ck_assert_int_eq(attempt.shown[index].from, BV_SHOWN_NOTED);
    bv_reviewed_say_moment(&attempt, index, text, sizeof(text));
    ck_assert_str_eq(text, before);
    ck_assert_str_eq(bv_reviewed_note(&attempt, index), "slow");
    ck_assert_int_eq(bv_reviewed_set_note(&attempt, index, "", &fault), 0);
    ck_assert_int_eq(attempt.shown[index].from, BV_SHOWN_MEASURED);
    ck_assert_uint_eq(bv_corrections_count(attempt.corrections), 0);
}
END_TEST

START_TEST(a_note_on_what_is_measured_no_more_can_be_emptied)
{
    struct bv_correction noted = {.what = BV_CORRECTION_CHANGED,
                                  .of = {BV_MOMENT_PASS, 7, 9, 0.2, 0.3},
                                  .is = {BV_MOMENT_PASS, 7, 9, 0.2, 0.3},
                                  .note = "was a pass"};

    bv_player_go_s(&attempt.player, 5, 0);
    ck_assert_int_eq(bv_reviewed_add(&attempt, &fault), 0);
    ck_assert_int_eq(bv_corrections_set(attempt.corrections, 1, &noted), 0);
    ck_assert_int_eq(bv_reviewed_restore(&attempt, &fault), 0); /* drawn anew */
    for (int i = 0; i < (int)attempt.shown_count; i++)
        if (attempt.shown[i].correction >= 0) {
            bv_reviewed_select(&attempt, i, 0);
            ck_assert_int_eq(bv_reviewed_set_note(&attempt, i, "", &fault), 0);
            ck_assert_int_eq(attempt.selected, i);
            ck_assert_str_eq(bv_reviewed_note(&attempt, i), "");
            return;
        }
    ck_abort_msg("it is not shown");
}
END_TEST

START_TEST(a_moment_of_ones_own_is_added_changed_and_undone)
{
    size_t before = attempt.shown_count;

    ck_assert_int_eq(bv_reviewed_set_kind(&attempt, 1, &fault), -ENOENT);
    bv_player_go_s(&attempt.player, 5, 0);
    ck_assert_int_eq(bv_reviewed_add(&attempt, &fault), 0);
    ck_assert_uint_eq(attempt.shown_count, before + 1);
    ck_assert_int_ge(attempt.selected, 0);
    ck_assert_int_eq(attempt.shown[attempt.selected].from, BV_SHOWN_ADDED);
    bv_player_go_s(&attempt.player, 5.5, 0);
    ck_assert_int_eq(bv_reviewed_set_end(&attempt, true, &fault), 0);
    ck_assert_double_eq_tol(attempt.shown[attempt.selected].end_s, 5.5, 0.02);
    bv_player_go_s(&attempt.player, 7, 0); /* its start behind its end */
    ck_assert_int_eq(bv_reviewed_set_end(&attempt, false, &fault), 0);
    ck_assert_double_eq_tol(attempt.shown[attempt.selected].end_s, 7, 0.02);
    ck_assert_int_eq(
        bv_reviewed_set_kind(&attempt, BV_MOMENT_PROBE_MOTION, &fault), 0);
    ck_assert_ptr_nonnull(lane_of("unintended probe motion"));
    for (int i = 0; i < 4; i++)
        ck_assert_int_eq(bv_reviewed_undo(&attempt, false, &of_scale, &fault),
                         0);
    ck_assert_uint_eq(attempt.shown_count, before);
    ck_assert_int_eq(bv_reviewed_undo(&attempt, false, &of_scale, &fault),
                     -ENOENT);
    ck_assert_int_eq(bv_reviewed_undo(&attempt, true, &of_scale, &fault), 0);
    ck_assert_uint_eq(attempt.shown_count, before + 1);
}
END_TEST

START_TEST(what_is_looped_becomes_a_moment)
{
    bv_player_loop(&attempt.player, 1, 2.5, 0);
    ck_assert_int_eq(bv_reviewed_add(&attempt, &fault), 0);
    ck_assert_double_eq_tol(attempt.shown[attempt.selected].start_s, 1, 0.02);
    ck_assert_double_eq_tol(attempt.shown[attempt.selected].end_s, 2.5, 0.02);
}
END_TEST

START_TEST(what_cannot_be_written_is_said_and_shown_all_the_same)
{
    free(attempt.path);
    attempt.path = strdup("/nowhere/at/all.review.json");
    ck_assert_int_eq(bv_reviewed_add(&attempt, &fault), -ENOENT);
    ck_assert_ptr_nonnull(strstr(fault.text, "/nowhere/at/all"));
    ck_assert_int_eq(attempt.shown[attempt.selected].from, BV_SHOWN_ADDED);
}
END_TEST

START_TEST(what_is_seen_is_said_of_the_picture_on_the_screen)
{
    char text[300];

    bv_player_go_s(&attempt.player, 2.5, 0);
    bv_reviewed_say_shown(&attempt, -1, text, sizeof(text));
    ck_assert_msg(strncmp(text, "Tip seen, 18 mm deep, ", 22) == 0, "%s", text);
    /* on the way there: nothing is seen in that one */
    bv_reviewed_say_shown(&attempt, 255, text, sizeof(text));
    ck_assert_str_eq(text, "Shown is frame 255: Needle not seen");
}
END_TEST

START_TEST(a_frame_is_told_in_words)
{
    char text[200];

    bv_reviewed_say_frame(&attempt, 75, text, sizeof(text));
    ck_assert_msg(strncmp(text, "Tip seen, 18 mm deep, ", 22) == 0, "%s", text);
    ck_assert_ptr_nonnull(strstr(text, "near mark 1"));
    bv_reviewed_say_frame(&attempt, 255, text, sizeof(text));
    ck_assert_str_eq(text, "Needle not seen");
    bv_reviewed_say_time(65.25, text, sizeof(text));
    ck_assert_str_eq(text, "1:05.2");
}
END_TEST

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t changed = PTHREAD_COND_INITIALIZER;
static unsigned woken;

static void wake(void *data)
{
    (void)data;
    pthread_mutex_lock(&lock);
    woken++;
    pthread_cond_signal(&changed);
    pthread_mutex_unlock(&lock);
}

static void await_wake(void)
{
    pthread_mutex_lock(&lock);
    while (woken == 0)
        pthread_cond_wait(&changed, &lock);
    woken = 0;
    pthread_mutex_unlock(&lock);
}

/* Goes on until nobody waits; then there is what was seen. */
static int analyse(void *data, const char *name,
                   const struct bv_analysis_watch *watch,
                   struct bv_analysis *analysis, struct bv_fault *said)
{
    (void)data;
    watch->tell(watch->data, 7, 300);
    while (!watch->stopped(watch->data))
        ;
    fill(analysis);
    return bv_fault_set(said, -ECANCELED, "%s: stopped.", name);
}

START_TEST(an_analysis_that_is_stopped_gives_what_it_has)
{
    struct bv_analysing *analysing =
        bv_analysing_new("a clip", analyse, NULL, wake, NULL);
    struct bv_analysis analysis;
    int64_t all;
    int error;

    ck_assert_ptr_nonnull(analysing);
    await_wake();
    ck_assert_int_eq(bv_analysing_progress(analysing, &all), 7);
    ck_assert_int_eq(all, 300);
    ck_assert(!bv_analysing_take(analysing, &analysis, &error, &fault));
    bv_analysing_stop(analysing);
    await_wake();
    ck_assert(bv_analysing_take(analysing, &analysis, &error, &fault));
    ck_assert_int_eq(error, -ECANCELED);
    ck_assert_uint_eq(analysis.count, frames);
    ck_assert(!bv_analysing_take(analysing, &analysis, &error, &fault));
    bv_analysis_fini(&analysis);
    bv_analysing_free(analysing);
    bv_analysing_free(bv_analysing_new("b", analyse, NULL, wake, NULL));
}
END_TEST

int main(void)
{
    const TTest *tests[] = {
        the_timeline_has_a_lane_for_all_that_there_is,
        each_mark_has_a_lane_from_when_it_was_set,
        movements_in_and_out_are_told_apart,
        a_moment_is_gone_to_and_looped,
        a_rejected_moment_is_shown_so_and_kept,
        a_corrected_moment_says_what_was_measured_and_what_a_person_says,
        the_depth_goes_from_edge_to_edge,
        a_note_leaves_what_was_measured_and_goes_with_its_words,
        a_note_on_what_is_measured_no_more_can_be_emptied,
        a_moment_of_ones_own_is_added_changed_and_undone,
        what_is_looped_becomes_a_moment,
        what_cannot_be_written_is_said_and_shown_all_the_same,
        what_is_seen_is_said_of_the_picture_on_the_screen,
        a_frame_is_told_in_words,
        an_analysis_that_is_stopped_gives_what_it_has,
        NULL};

    return bv_test_run("reviewed", begin, end, tests);
}
