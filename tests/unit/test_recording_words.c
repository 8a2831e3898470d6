#include "support/test.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "ui/recording_words.h"
#include "ui/showing.h"

static struct bv_recording_state runs(double length_s)
{
    return (struct bv_recording_state){
        .frames = 1,
        .length_ns = (int64_t)(length_s * 1e9),
        .path = "/home/anna/Videos/bevel/2025-03-14_15-09-26.mkv"};
}

static struct bv_recording_words say(const struct bv_recording_state *state,
                                     bool asked_to_end)
{
    struct bv_recording_words words;

    bv_recording_words_make(state, bv_recording_find_phase(state, asked_to_end),
                            &words);
    return words;
}

START_TEST(nothing_is_said_to_be_recorded_before_a_frame_is_in_the_file)
{
    struct bv_recording_state state = {0};

    ck_assert_int_eq(bv_recording_find_phase(&state, false),
                     BV_RECORDING_STARTING);
    ck_assert_str_eq(say(&state, false).mark, "REC ...");
    state.frames = 1;
    ck_assert_int_eq(bv_recording_find_phase(&state, false), BV_RECORDING_RUNS);
}
END_TEST

START_TEST(time_and_name_are_told_while_it_runs)
{
    struct bv_recording_state state = runs(65.9);
    struct bv_recording_words words = say(&state, false);

    ck_assert_str_eq(words.mark, "REC 1:05");
    ck_assert_str_eq(words.name, "2025-03-14_15-09-26.mkv");
    ck_assert_str_eq(words.spoken, "Recording into 2025-03-14_15-09-26.mkv");
    ck_assert_str_eq(words.line, "");
    state = runs(3725);
    ck_assert_str_eq(say(&state, false).mark, "REC 1:02:05");
}
END_TEST

START_TEST(the_time_that_the_disk_has_room_for_is_told)
{
    struct bv_recording_state state = runs(10);

    state.bytes = 50 * 1000 * 1000; /* 5 MB a second */
    state.room_bytes = INT64_C(5) * 1000 * 1000 * 60 * 42 + 1;
    ck_assert_str_eq(say(&state, false).name, "42 min left on the disk");
    ck_assert_ptr_null(strstr(say(&state, false).spoken, "left"));
    state.room_bytes *= 3;
    ck_assert_ptr_nonnull(strstr(say(&state, false).name, "2 h left"));
    state.room_bytes *= 10;
    ck_assert_ptr_nonnull(strstr(say(&state, false).name, "over 10 h left"));
    state.length_ns = INT64_C(2000000000); /* too soon to tell */
    ck_assert_ptr_null(strstr(say(&state, false).name, "left"));
}
END_TEST

START_TEST(missing_frames_are_told)
{
    struct bv_recording_state state = runs(2);

    state.dropped = 12;
    ck_assert_str_eq(say(&state, false).name,
                     "2025-03-14_15-09-26.mkv, 12 frames missing");
    state.over = true;
    ck_assert_ptr_nonnull(strstr(say(&state, true).line, "12 frames"));
}
END_TEST

START_TEST(end_says_where_the_recording_lies)
{
    struct bv_recording_state state = runs(2);

    ck_assert_int_eq(bv_recording_find_phase(&state, true),
                     BV_RECORDING_ENDING);
    state.over = true;
    ck_assert_str_eq(say(&state, true).line,
                     "Recorded 0:02 into "
                     "/home/anna/Videos/bevel/2025-03-14_15-09-26.mkv; "
                     "nothing was lost");
    ck_assert_str_eq(say(&state, true).mark, "");
    state.frames = 0;
    ck_assert_ptr_nonnull(strstr(say(&state, true).line, "Nothing recorded"));
}
END_TEST

START_TEST(failure_says_why_and_what_is_kept_as_soon_as_it_is_known)
{
    struct bv_recording_state state = runs(2);
    struct bv_recording_words words;

    bv_fault_set(&state.fault, -EIO, "Cannot write it: it is broken.");
    words = say(&state, false);
    ck_assert_str_eq(words.mark, "NOT RECORDING");
    ck_assert_str_eq(words.line,
                     "Not recording. Cannot write it: it is broken; "
                     "2025-03-14_15-09-26.mkv keeps the 0:02 before that.");
    state.frames = 0;
    ck_assert_str_eq(say(&state, false).line,
                     "Not recording. Cannot write it: it is broken.");
    state = runs(2);
    bv_fault_set(&state.fault, -ENOSPC, "The disk is full: 9 frames play.");
    ck_assert_str_eq(say(&state, false).line,
                     "Not recording. The disk is full: 9 frames play.");
}
END_TEST

START_TEST(what_has_ended_and_stills_are_not_recorded)
{
    struct bv_pipeline_counts counts = {0};

    ck_assert(bv_showing_may_record(BV_SHOWING_LIVE, &counts));
    ck_assert(bv_showing_may_record(BV_SHOWING_STOPPED, &counts));
    ck_assert(bv_showing_may_record(BV_SHOWING_FROZEN, &counts));
    ck_assert(!bv_showing_may_record(BV_SHOWING_STILL, &counts));
    counts.ended = true;
    ck_assert(!bv_showing_may_record(BV_SHOWING_FROZEN, &counts));
}
END_TEST

int main(void)
{
    const TTest *tests[] = {
        nothing_is_said_to_be_recorded_before_a_frame_is_in_the_file,
        time_and_name_are_told_while_it_runs,
        the_time_that_the_disk_has_room_for_is_told,
        missing_frames_are_told,
        end_says_where_the_recording_lies,
        failure_says_why_and_what_is_kept_as_soon_as_it_is_known,
        what_has_ended_and_stills_are_not_recorded,
        NULL};

    return bv_test_run("recording_words", NULL, NULL, tests);
}
