/*
 * On the way to a frame of a video others are shown, or it is given up.
 */
#include "support/test.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "acquisition/source.h"
#include "support/recording.h"

static char path[512];
static struct bv_fault fault;

static struct bv_source *open_source(void)
{
    struct bv_source *source = NULL;

    ck_assert_msg(bv_source_open(path, NULL, &source, &fault) == 0, "%s",
                  fault.text);
    return source;
}

/* Go to a frame, and check it. */
static void check_seek(struct bv_source *source,
                       const struct bv_test_known *known, int number)
{
    struct bv_frame *frame = NULL;

    ck_assert_int_eq(
        bv_source_seek(source, (uint32_t)number, known[number].time_ns, &fault),
        0);
    ck_assert_int_eq(bv_source_read(source, 0, &frame, &fault), 0);
    ck_assert_uint_eq(frame->sequence, (unsigned)number);
    ck_assert_uint_eq(bv_test_know(frame).look, known[number].look);
    bv_frame_unref(frame);
}

/* On the way to a frame: what is shown is a known one, by its time. */
struct on_way {
    const struct bv_test_known *known;
    int count, shown, most; /* then it is stopped */
};

static enum bv_way_answer ask_way(void *data)
{
    struct on_way *way = data;

    return way->shown == way->most ? BV_WAY_STOP : BV_WAY_SHOW;
}

static void show_way(void *data, const struct bv_frame *frame)
{
    struct on_way *way = data;
    int at = 0;

    while (at < way->count && way->known[at].time_ns != frame->time_ns)
        at++;
    ck_assert_int_lt(at, way->count);
    ck_assert_uint_eq(bv_test_know(frame).look, way->known[at].look);
    way->shown++;
}

/* @param shows  Pictures follow from others: else each stands alone. */
static void check_way(const struct bv_test_known *known, int count, bool shows)
{
    struct on_way seen = {known, count, 0, -1};
    struct bv_source_way way = {ask_way, show_way, &seen};
    struct bv_source *source = open_source();
    int last = count - 1;

    check_seek(source, known, 0);
    bv_source_watch_way(source, &way);
    check_seek(source, known, last);
    ck_assert(shows == (seen.shown > 3));
    if (shows) {
        seen.most = 2;
        seen.shown = 0;
        ck_assert_int_eq(
            bv_source_seek(source, (uint32_t)last, known[last].time_ns, &fault),
            -ECANCELED);
        ck_assert_int_eq(seen.shown, 2);
    }
    seen.most = -1;
    check_seek(source, known, last - 1);
    bv_source_close(source);
}

/* Read all of the source, then go about in it. */
static void check(bool shows)
{
    enum { most = 1000 };
    struct bv_test_known *known = calloc(most, sizeof(*known));
    struct bv_source *source = open_source();
    struct bv_frame *frame;
    int count = 0;

    ck_assert_ptr_nonnull(known);
    while (count < most && bv_source_read(source, 0, &frame, &fault) == 0) {
        known[count++] = bv_test_know(frame);
        bv_frame_unref(frame);
    }
    bv_source_close(source);
    check_way(known, count, shows);
    free(known);
}

START_TEST(a_recording_of_bevels_has_no_way_to_show)
{
    snprintf(path, sizeof(path), "%s/file", bv_test_folder());
    bv_test_record(path, 30, 40000000);
    check(false);
}
END_TEST

START_TEST(pictures_on_the_way_are_those_of_their_times_and_it_can_be_given_up)
{
    const char *real = bv_test_real_dir();

    if (!real)
        return; /* said by main */
    snprintf(path, sizeof(path), "%s/needle/handheld-tissue/clip.mp4", real);
    check(true);
}
END_TEST

int main(void)
{
    const TTest *tests[] = {
        a_recording_of_bevels_has_no_way_to_show,
        pictures_on_the_way_are_those_of_their_times_and_it_can_be_given_up,
        NULL};

    if (!bv_test_real_dir()) {
        puts("# BEVEL_REAL_DIR is not set: without the real clip");
        tests[1] = NULL;
    }
    return bv_test_run("video_way", NULL, NULL, tests);
}
