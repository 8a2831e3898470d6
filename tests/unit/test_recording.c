#include "support/test.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "acquisition/event_log.h"
#include "acquisition/source.h"
#include "recording.h"

enum { width_px = 96, height_px = 64, count = 20 };

static char folder[400], path[512];
static struct bv_frame *frame;
static struct bv_source_info info;

static void setup(void)
{
    snprintf(folder, sizeof(folder), "%s", bv_test_folder());
    snprintf(path, sizeof(path), "%s/recording.mkv", folder);
    frame = bv_frame_new(width_px, height_px);
    info = (struct bv_source_info){.driver = "made",
                                   .title = "A made picture",
                                   .width_px = width_px,
                                   .height_px = height_px,
                                   .frame_rate_hz = 30};
}

static void teardown(void)
{
    bv_frame_unref(frame);
}

/* Noise that differs from picture to picture. */
static void draw(uint32_t number)
{
    uint32_t state = number * 2654435761u + 1;

    for (int i = 0; i < frame->stride_bytes * height_px; i++) {
        state = state * 1664525u + 1013904223u;
        frame->pixels[i] = (uint8_t)(state >> 24);
    }
}

/* Started, with its room made: what is put from now on is in it. */
static struct bv_recording *start(const char *file, const char *into)
{
    struct bv_recording *recording = NULL;

    ck_assert_int_eq(bv_recording_start(
                         &(struct bv_recording_options){
                             .path = file, .folder = into, .info = &info},
                         &recording),
                     0);
    while (!bv_recording_has_room(recording))
        sched_yield();
    return recording;
}

static void put(struct bv_recording *recording, uint32_t number,
                int64_t time_ns)
{
    draw(number);
    frame->time_ns = time_ns;
    bv_recording_put(recording, frame);
}

static void put_pictures(struct bv_recording *recording, uint32_t pictures)
{
    for (uint32_t i = 0; i < pictures; i++)
        put(recording, i, 33333333 * (int64_t)i);
}

static struct bv_recording_state finish(struct bv_recording *recording)
{
    struct bv_recording_state state;

    bv_recording_free(recording, &state);
    ck_assert(state.over);
    return state;
}

static struct bv_source *open_source(const char *name, double mm_per_px)
{
    struct bv_source_options options = {.mm_per_px = mm_per_px};
    struct bv_source *source = NULL;
    struct bv_fault fault = {0};

    ck_assert_msg(bv_source_open(name, &options, &source, &fault) == 0, "%s",
                  fault.text);
    return source;
}

/* Read to the end. @return How many frames; @p scale: of the last one. */
static int count_frames(const char *name, double *scale)
{
    struct bv_source *source = open_source(name, 0);
    struct bv_frame *read;
    int frames = 0;

    while (bv_source_read(source, 0, &read, NULL) == 0) {
        *scale = read->mm_per_px;
        bv_frame_unref(read);
        frames++;
    }
    bv_source_close(source);
    return frames;
}

/* The events beside a recording. */
static const char *read_events(const char *name)
{
    static char text[8192];
    char *events = bv_event_path(name);
    FILE *file = fopen(events, "r");

    ck_assert_msg(file != NULL, "%s", events);
    text[fread(text, 1, sizeof(text) - 1, file)] = '\0';
    fclose(file);
    free(events);
    return text;
}

static void change_events(const char *from, const char *to)
{
    char *text = strdup(read_events(path)), *events = bv_event_path(path);
    char *at = strstr(text, from);
    FILE *file = fopen(events, "w");

    ck_assert_ptr_nonnull(at);
    fprintf(file, "%.*s%s%s", (int)(at - text), text, to, at + strlen(from));
    fclose(file);
    free(events);
    free(text);
}

START_TEST(frames_come_back_with_the_scale_and_scan_area_that_they_had)
{
    const struct bv_scan_area sector = {.shape = BV_SCAN_SECTOR,
                                        .box = {2, 3, 90, 60},
                                        .face_middle = {47.25, 1.0 / 3},
                                        .apex = {47.5, -40.125},
                                        .face_radius_px = 40.1,
                                        .end_radius_px = 99.7,
                                        .half_angle_deg = 30.3};
    struct bv_recording *recording = start(path, NULL);
    struct bv_recording_state state;
    struct bv_source *source;
    struct bv_frame *read;

    for (uint32_t i = 0; i < count; i++) {
        frame->mm_per_px = i < 5 ? 0 : i < 12 ? 1.0 / 3 : 0.07;
        if (i == 8)
            frame->scan_area = sector;
        frame->marked_side = i < 3 ? BV_SIDE_UNKNOWN : BV_SIDE_RIGHT;
        put(recording, i, 33333333 * (int64_t)i);
    }
    state = finish(recording);
    ck_assert_int_eq(state.fault.error, 0);
    ck_assert_uint_eq(state.frames, count);
    ck_assert_uint_eq(state.dropped, 0);
    ck_assert_str_eq(state.path, path);
    source = open_source(path, 0);
    for (uint32_t i = 0; i < count; i++) {
        ck_assert_int_eq(bv_source_read(source, 0, &read, NULL), 0);
        ck_assert(read->mm_per_px == (i < 5 ? 0 : i < 12 ? 1.0 / 3 : 0.07));
        ck_assert_int_eq(read->marked_side,
                         i < 3 ? BV_SIDE_UNKNOWN : BV_SIDE_RIGHT);
        ck_assert_int_eq(read->scan_area.shape,
                         i < 8 ? BV_SCAN_UNKNOWN : BV_SCAN_SECTOR);
        if (i >= 8) {
            ck_assert_int_eq(read->scan_area.box.right, 90);
            ck_assert(read->scan_area.face_middle.y == 1.0 / 3);
            ck_assert(read->scan_area.apex.y == -40.125);
            ck_assert(read->scan_area.end_radius_px == 99.7);
            ck_assert(read->scan_area.half_angle_deg == 30.3);
        }
        draw(i);
        for (int y = 0; y < height_px; y++)
            ck_assert_mem_eq(read->pixels + y * read->stride_bytes,
                             frame->pixels + y * frame->stride_bytes, width_px);
        bv_frame_unref(read);
    }
    bv_source_close(source);
}
END_TEST

START_TEST(recorded_scale_goes_before_one_that_is_given)
{
    struct bv_recording *recording = start(path, NULL);
    struct bv_source *source;
    struct bv_frame *read;

    put(recording, 0, 0);
    frame->mm_per_px = 0.2;
    put(recording, 1, 1);
    finish(recording);
    source = open_source(path, 0.5);
    ck_assert_int_eq(bv_source_read(source, 0, &read, NULL), 0);
    ck_assert(read->mm_per_px == 0.5 && read->scale_origin == BV_SCALE_GIVEN);
    bv_frame_unref(read);
    ck_assert_int_eq(bv_source_read(source, 0, &read, NULL), 0);
    ck_assert(read->mm_per_px == 0.2 && read->scale_origin == BV_SCALE_SOURCE);
    bv_frame_unref(read);
    bv_source_close(source);
}
END_TEST

START_TEST(scale_that_the_user_gave_is_still_the_users_in_a_recording)
{
    struct bv_recording *recording = start(path, NULL);
    struct bv_source *source;
    struct bv_frame *read;

    frame->mm_per_px = 0.2;
    for (uint32_t i = 0; i < 3; i++) {
        frame->scale_origin = i < 2 ? BV_SCALE_GIVEN : BV_SCALE_SOURCE;
        put(recording, i, i);
    }
    finish(recording);
    source = open_source(path, 0);
    for (uint32_t i = 0; i < 3; i++) {
        ck_assert_int_eq(bv_source_read(source, 0, &read, NULL), 0);
        ck_assert(read->mm_per_px == 0.2 &&
                  (read->scale_origin == BV_SCALE_GIVEN) == (i < 2));
        bv_frame_unref(read);
    }
    bv_source_close(source);
}
END_TEST

/* What a source of that name says of its next frame's scale. */
static void check_scale(struct bv_source *source, double mm_per_px,
                        enum bv_scale_origin origin)
{
    struct bv_frame *read;

    ck_assert_int_eq(bv_source_read(source, 0, &read, NULL), 0);
    ck_assert_double_eq(read->mm_per_px, mm_per_px);
    ck_assert_int_eq(read->scale_origin, origin);
    bv_frame_unref(read);
}

START_TEST(a_scale_off_the_screen_holds_from_its_frame_to_its_last)
{
    struct bv_recording *recording = start(path, NULL);
    struct bv_source *source;

    frame->mm_per_px = 0.2; /* what was given, and is void then */
    frame->scale_origin = BV_SCALE_GIVEN;
    for (uint32_t i = 0; i < 6; i++)
        put(recording, i, 5000000000 + i * 33333333ll);
    bv_recording_note_scale(recording, 0.1, BV_SCALE_MEASURED,
                            5000000000 + 33333333);
    bv_recording_note_scale(recording, 0, BV_SCALE_SOURCE,
                            5000000000 + 3 * 33333333 + 1);
    bv_recording_note_scale(recording, 0.3, BV_SCALE_REMEMBERED,
                            5000000000 + 5 * 33333333ll);
    finish(recording);
    source = open_source(path, 0);
    check_scale(source, 0.2, BV_SCALE_GIVEN);
    for (int i = 0; i < 3; i++)
        check_scale(source, 0.1, BV_SCALE_MEASURED);
    check_scale(source, 0, BV_SCALE_SOURCE);
    check_scale(source, 0.3, BV_SCALE_REMEMBERED);
    bv_source_close(source);
}
END_TEST

START_TEST(what_the_source_itself_knows_goes_before_the_screen)
{
    struct bv_recording *recording = start(path, NULL);
    struct bv_source *source;

    frame->mm_per_px = 0.2;
    frame->scale_origin = BV_SCALE_SOURCE;
    put(recording, 0, 0);
    bv_recording_note_scale(recording, 0.1, BV_SCALE_READ, 0);
    finish(recording);
    source = open_source(path, 0);
    check_scale(source, 0.2, BV_SCALE_SOURCE);
    bv_source_close(source);
}
END_TEST

START_TEST(times_count_from_the_first_frame_and_never_run_back)
{
    const int64_t put_ns[] = {7000000000, 7050000001, 3000000000, 3040000000};
    const int64_t read_ns[] = {0, 50000001, 83333334, 123333334};
    struct bv_recording *recording = start(path, NULL);
    struct bv_recording_state state;
    struct bv_source *source;
    struct bv_frame *read;

    for (uint32_t i = 0; i < 4; i++)
        put(recording, i, put_ns[i]);
    state = finish(recording);
    ck_assert_int_eq(state.length_ns, read_ns[3]);
    source = open_source(path, 0);
    for (int i = 0; i < 4; i++) {
        ck_assert_int_eq(bv_source_read(source, 0, &read, NULL), 0);
        ck_assert_int_eq(read->time_ns, read_ns[i]);
        bv_frame_unref(read);
    }
    bv_source_close(source);
}
END_TEST

/* A disk that takes nothing more: a pipe that nobody empties yet. */
START_TEST(frames_are_dropped_and_counted_where_the_disk_is_too_slow)
{
    uint32_t many = 500; /* of 6 kB each, and a pipe holds 64 kB */
    struct bv_recording_state state;
    struct bv_recording *recording;
    char bytes[4096];
    int reader;

    snprintf(path, sizeof(path), "%s/slow", folder);
    ck_assert_int_eq(mkfifo(path, 0600), 0);
    reader = open(path, O_RDONLY | O_NONBLOCK);
    recording = start(path, NULL);
    put_pictures(recording, many); /* would hang here, did it wait */
    bv_recording_get_state(recording, &state);
    ck_assert_uint_ge(state.dropped, many - 64 - 20);
    ck_assert(!state.over);
    /* the pipe may not be full yet; then there is room until it is */
    for (; bv_recording_has_room(recording); many++)
        put(recording, many, 33333333 * (int64_t)many);
    bv_recording_end(recording, false);
    do {
        while (read(reader, bytes, sizeof(bytes)) > 0)
            ;
        bv_recording_get_state(recording, &state);
    } while (!state.over);
    state = finish(recording);
    ck_assert_uint_eq(state.frames + state.dropped, many);
    ck_assert_uint_gt(state.frames, 0);
    close(reader);
}
END_TEST

START_TEST(write_that_fails_is_told_and_what_was_before_plays)
{
    struct rlimit limit = {40000, 40000};
    struct bv_recording_state state;
    struct bv_recording *recording;
    double scale = 0;

    signal(SIGXFSZ, SIG_IGN); /* a file that may not grow: -EFBIG */
    frame->mm_per_px = 0.25;
    recording = start(path, NULL);
    ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
    put_pictures(recording, count);
    do
        bv_recording_get_state(recording, &state);
    while (!state.over);
    put_pictures(recording, count); /* to no harm */
    state = finish(recording);
    ck_assert_int_eq(state.fault.error, -EFBIG);
    ck_assert_ptr_nonnull(strstr(state.fault.text, "recording.mkv"));
    ck_assert_uint_ge(state.frames, 2);
    ck_assert_uint_lt(state.frames, count);
    ck_assert_int_eq(count_frames(path, &scale), (int)state.frames);
    ck_assert(scale == 0.25);
    ck_assert_ptr_nonnull(strstr(read_events(path), "\"why\":\"fault\""));
}
END_TEST

START_TEST(folder_that_cannot_be_made_is_told)
{
    struct bv_recording_state state;
    int file;

    snprintf(path, sizeof(path), "%s/file", folder);
    file = open(path, O_WRONLY | O_CREAT, 0600);
    close(file);
    strcat(path, "/bevel");
    state = finish(start(NULL, path));
    ck_assert_int_eq(state.fault.error, -ENOTDIR);
    ck_assert_ptr_nonnull(strstr(state.fault.text, "Cannot record into "));
    ck_assert_str_eq(state.path, "");
}
END_TEST

START_TEST(recordings_of_the_same_second_get_names_of_their_own)
{
    struct bv_recording *recordings[3];
    struct bv_recording_state states[3];
    struct stat about;

    snprintf(path, sizeof(path), "%s/new/folder", folder);
    for (int i = 0; i < 3; i++)
        recordings[i] = start(NULL, path);
    for (int i = 0; i < 3; i++) {
        put_pictures(recordings[i], 1);
        states[i] = finish(recordings[i]);
        ck_assert_int_eq(states[i].fault.error, 0);
        ck_assert_int_eq(stat(states[i].path, &about), 0);
        ck_assert_int_eq(about.st_mode & 0777, 0600);
        for (int k = 0; k < i; k++)
            ck_assert_str_ne(states[i].path, states[k].path);
    }
    ck_assert_int_eq(stat(path, &about), 0);
    ck_assert_int_eq(about.st_mode & 0777, 0700);
}
END_TEST

START_TEST(recording_of_nothing_leaves_nothing_behind)
{
    struct bv_recording_state state;
    char *events;

    snprintf(path, sizeof(path), "%s/empty", folder);
    state = finish(start(NULL, path));
    events = bv_event_path(state.path);
    ck_assert_int_eq(state.fault.error, 0);
    ck_assert_int_ne(access(state.path, F_OK), 0);
    ck_assert_int_ne(access(events, F_OK), 0);
    ck_assert_int_eq(rmdir(path), 0);
    free(events);
}
END_TEST

START_TEST(killed_recording_has_its_frames_and_its_scale)
{
    double scale = 0;
    int status;
    pid_t child = fork();

    ck_assert_int_ge(child, 0);
    if (child == 0) {
        struct bv_recording *recording = start(path, NULL);
        struct bv_recording_state state;

        frame->mm_per_px = 0.25;
        put_pictures(recording, count);
        do
            bv_recording_get_state(recording, &state);
        while (state.frames < count);
        raise(SIGKILL);
    }
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    ck_assert(WIFSIGNALED(status));
    ck_assert_int_eq(count_frames(path, &scale), count);
    ck_assert(scale == 0.25);
}
END_TEST

START_TEST(events_tell_what_happened)
{
    static const char *const words[] = {
        "\"format\":\"bevel-events\",\"version\":1",
        "\"event\":\"started\",\"time_s\":0.0",
        "\"title\":\"A made picture\"",
        "\"event\":\"scale\",\"time_s\":0.0,\"frame\":0,\"mm_per_px\":null",
        "\"event\":\"target_marked\",\"time_s\":0.1,\"target_px\":[10.5,20.25]",
        "\"event\":\"target_cleared\",\"time_s\":0.2}",
        "\"event\":\"scale\",\"time_s\":0.3,\"frame\":2,\"mm_per_px\":0.25",
        "\"event\":\"syringe\",\"time_s\":0.2,\"does\":\"injects\"}",
        "\"event\":\"mark_set\",\"time_s\":0.1,\"mark\":{\"id\":3,",
        "\"name\":\"C6\",\"kind\":\"nerve\",\"role\":\"avoid\",",
        "\"margin_mm\":1.5,\"inside_allowed\":false,",
        "\"outline_px\":[[1.0,2.0],[9.0,2.0],[5.0,8.5]]}}",
        "\"event\":\"mark_removed\",\"time_s\":0.2,\"id\":3}",
        "\"event\":\"step\",\"time_s\":0.2,\"step\":\"plan\"}",
        "\"step\":\"advance\",\"confirmed\":[\"patient\",\"site\"]}",
        "\"event\":\"stopped\",\"time_s\":0.3,\"why\":\"source\",\"frames\":3,",
        "\"dropped\":0}\n"};
    const struct bv_px mark = {10.5, 20.25};
    const struct bv_landmark nerve = {
        .id = 3,
        .role = BV_LANDMARK_AVOID,
        .kind = BV_LANDMARK_NERVE,
        .name = "C6",
        .margin_mm = 1.5,
        .outline = {.count = 3, .at = {{1, 2}, {9, 2}, {5, 8.5}}}};
    struct bv_recording *recording = start(path, NULL);
    struct bv_recording_state state;
    const char *at;

    put(recording, 0, 5000000000);
    put(recording, 1, 5200000000);
    bv_recording_note_target(recording, &mark, 5100000000);
    bv_recording_note_target(recording, NULL, 5200000000);
    bv_recording_note_mark(recording, &nerve, 5100000000);
    bv_recording_note_unmark(recording, 3, 5200000000);
    bv_recording_note_syringe(recording, BV_SYRINGE_INJECTS, 5200000000);
    bv_recording_note_step(recording, "plan", NULL, 5200000000);
    bv_recording_note_step(recording, "advance", "patient site", 5200000000);
    do
        bv_recording_get_state(recording, &state);
    while (state.frames < 2);
    frame->mm_per_px = 0.25;
    put(recording, 2, 5300000000);
    bv_recording_end(recording, true);
    finish(recording);
    at = read_events(path);
    for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
        ck_assert_msg(strstr(at, words[i]) != NULL, "%s is not in %s", words[i],
                      at);
}
END_TEST

START_TEST(events_of_another_recording_give_no_scale)
{
    struct bv_recording *recording;
    char kept[600];
    double scale = 1;

    frame->mm_per_px = 0.25;
    recording = start(path, NULL);
    put(recording, 1, 0);
    finish(recording);
    snprintf(kept, sizeof(kept), "%s.first", path);
    ck_assert_int_eq(rename(path, kept), 0);
    snprintf(path, sizeof(path), "%s/other.mkv", folder);
    recording = start(path, NULL);
    put(recording, 2, 0);
    finish(recording);
    ck_assert_int_eq(count_frames(path, &scale), 1);
    ck_assert(scale == 0.25);
    ck_assert_int_eq(rename(kept, path), 0); /* beside the other's events */
    ck_assert_int_eq(count_frames(path, &scale), 1);
    ck_assert(scale == 0);
}
END_TEST

START_TEST(damaged_events_give_no_scale_and_a_cut_end_does_no_harm)
{
    struct bv_recording *recording;
    double scale = 0;

    frame->mm_per_px = 0.25;
    recording = start(path, NULL);
    put_pictures(recording, 2);
    finish(recording);
    change_events("\"dropped\":0}\n", "\"dro");
    ck_assert_int_eq(count_frames(path, &scale), 2);
    ck_assert(scale == 0.25);
    change_events("\"mm_per_px\":0.25", "\"mm_per_px\":-0.25");
    ck_assert_int_eq(count_frames(path, &scale), 2);
    ck_assert(scale == 0);
    change_events("\"mm_per_px\":-0.25}", "\"mm_per_px\":");
    ck_assert_int_eq(count_frames(path, &scale), 2);
    ck_assert(scale == 0);
}
END_TEST

START_TEST(picture_of_another_size_ends_the_recording)
{
    struct bv_recording *recording = start(path, NULL);
    struct bv_frame *other = bv_frame_new(width_px * 2, height_px);
    struct bv_recording_state state;
    double scale;

    put_pictures(recording, 3);
    bv_recording_put(recording, other);
    put(recording, 3, 1000000000);
    state = finish(recording);
    ck_assert_int_eq(state.fault.error, -EBADMSG);
    ck_assert_ptr_nonnull(strstr(state.fault.text, "picture's size"));
    ck_assert_int_eq(count_frames(path, &scale), 3);
    bv_frame_unref(other);
}
END_TEST

int main(void)
{
    const TTest *tests[] = {
        frames_come_back_with_the_scale_and_scan_area_that_they_had,
        recorded_scale_goes_before_one_that_is_given,
        scale_that_the_user_gave_is_still_the_users_in_a_recording,
        a_scale_off_the_screen_holds_from_its_frame_to_its_last,
        what_the_source_itself_knows_goes_before_the_screen,
        times_count_from_the_first_frame_and_never_run_back,
        frames_are_dropped_and_counted_where_the_disk_is_too_slow,
        write_that_fails_is_told_and_what_was_before_plays,
        folder_that_cannot_be_made_is_told,
        recordings_of_the_same_second_get_names_of_their_own,
        recording_of_nothing_leaves_nothing_behind,
        killed_recording_has_its_frames_and_its_scale,
        events_tell_what_happened,
        events_of_another_recording_give_no_scale,
        damaged_events_give_no_scale_and_a_cut_end_does_no_harm,
        picture_of_another_size_ends_the_recording,
        NULL};

    return bv_test_run("recording", setup, teardown, tests);
}
