/*
 * What a recording's events tell of the marks that guidance follows.
 */
#include "support/test.h"

#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "acquisition/event_log.h"
#include "pipeline_recording.h"
#include "recording.h"

static char path[512], events[8192];
static struct bv_frame *frame;
static struct bv_source_info info;

static void setup(void)
{
    snprintf(path, sizeof(path), "%s/recording.mkv", bv_test_folder());
    frame = bv_frame_new(32, 32);
    memset(frame->pixels, 0, (size_t)frame->stride_bytes * 32);
    info = (struct bv_source_info){.driver = "made",
                                   .title = "A made picture",
                                   .width_px = 32,
                                   .height_px = 32,
                                   .frame_rate_hz = 10};
}

static void teardown(void)
{
    bv_frame_unref(frame);
}

static struct bv_recording *start(void)
{
    struct bv_recording *recording = NULL;

    ck_assert_int_eq(
        bv_recording_start(
            &(struct bv_recording_options){.path = path, .info = &info},
            &recording),
        0);
    while (!bv_recording_has_room(recording))
        sched_yield();
    return recording;
}

static void read_events(void)
{
    char *name = bv_event_path(path);
    FILE *file = fopen(name, "r");

    ck_assert_ptr_nonnull(file);
    events[fread(events, 1, sizeof(events) - 1, file)] = '\0';
    fclose(file);
    free(name);
}

START_TEST(what_was_settled_before_the_needle_is_told)
{
    const struct bv_settled settled = {.procedure = "hip",
                                       .side = BV_SIDE_LEFT,
                                       .gauge = 22,
                                       .scale_is_so = true};
    struct bv_recording *recording = start();

    frame->time_ns = 5000000000;
    bv_recording_put(recording, frame);
    bv_recording_note_set_up(recording, &settled, 5200000000);
    bv_recording_end(recording, true);
    bv_recording_free(recording, NULL);
    read_events();
    ck_assert_ptr_nonnull(
        strstr(events, "\"event\":\"set_up\",\"time_s\":0.2,\"procedure\":"
                       "\"hip\",\"side\":\"left\",\"gauge\":22.0,"
                       "\"length_mm\":null,\"picture_left\":null,"
                       "\"picture_right\":null,\"confirmed\":[\"scale\"]}"));
}
END_TEST

START_TEST(a_mark_is_told_once_when_it_changes_and_when_it_goes)
{
    struct bv_pipeline_recording told = {.recording = NULL};
    struct bv_recording *recording = start();
    struct bv_advice advice = bv_advice_none();
    struct bv_recording_state state;
    int set = 0;

    bv_pipeline_recording_init(&told);
    bv_pipeline_recording_set(&told, recording);
    advice.landmark_count = 1;
    advice.landmark[0].mark = (struct bv_landmark){.id = 2, .at = {10, 10}};
    for (int i = 0; i < 5; i++) {
        advice.time_ns = 5000000000 + i * 100000000;
        advice.landmark[0].mark.at.x += 3; /* it follows the tissue */
        if (i >= 2)
            advice.landmark[0].mark.margin_mm = 2;
        if (i == 4)
            advice.landmark_count = 0;
        frame->time_ns = advice.time_ns;
        bv_recording_put(recording, frame);
        bv_pipeline_recording_note(&told, frame, &advice, BV_MARK_KEEP,
                                   (struct bv_px){0, 0});
    }
    bv_pipeline_recording_set(&told, NULL);
    bv_pipeline_recording_fini(&told);
    bv_recording_end(recording, true);
    bv_recording_free(recording, &state);
    read_events();
    for (const char *at = events; (at = strstr(at, "\"mark_set\"")) != NULL;
         at++)
        set++;
    ck_assert_int_eq(set, 2);
    ck_assert_ptr_nonnull(
        strstr(events, "\"mark_removed\",\"time_s\":0.4,\"id\":2"));
}
END_TEST

int main(void)
{
    const TTest *tests[] = {
        what_was_settled_before_the_needle_is_told,
        a_mark_is_told_once_when_it_changes_and_when_it_goes, NULL};

    return bv_test_run("recording marks", setup, teardown, tests);
}
