#include "support/test.h"

#include <errno.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "acquisition/recorder.h"
#include "acquisition/source.h"

/*
 * Going about in recordings whose index was never written: without reading
 * what lies between.
 */
enum { width_px = 128, height_px = 96, pictures = 400, index_bytes = 14000 };

static const int64_t step_ns = 40000000;
static char path[512];
static struct bv_fault fault;

static void set_up(void)
{
    snprintf(path, sizeof(path), "%s/clip.mkv", bv_test_folder());
    fault = (struct bv_fault){0};
}

/* Noise: it does not pack. The last bytes, of the index, are cut off. */
static int64_t record_cut(int64_t cut_bytes)
{
    static uint8_t pixels[width_px * height_px];
    struct bv_recorder *recorder;
    struct stat about;
    uint32_t random = 1;

    ck_assert_int_eq(bv_recorder_open(path, BV_RECORDER_GREY, width_px,
                                      height_px, 25, &recorder, NULL),
                     0);
    for (int i = 0; i < pictures; i++) {
        for (size_t k = 0; k < sizeof(pixels); k++) {
            random = random * 1664525u + 1013904223u;
            pixels[k] = (uint8_t)(random >> 24);
        }
        ck_assert_int_eq(
            bv_recorder_write(recorder, pixels, width_px, i * step_ns, NULL),
            0);
    }
    ck_assert_int_eq(bv_recorder_close(recorder, NULL), 0);
    ck_assert_int_eq(stat(path, &about), 0);
    ck_assert_int_eq(truncate(path, about.st_size - cut_bytes), 0);
    return about.st_size;
}

static struct bv_source *open_source(void)
{
    struct bv_source *source;
    struct bv_frame *frame;

    ck_assert_int_eq(bv_source_open(path, NULL, &source, &fault), 0);
    ck_assert_int_eq(bv_source_read(source, 1000, &frame, &fault), 0);
    bv_frame_unref(frame); /* by it a recording is known */
    return source;
}

/* What this process has read of files, bytes; and how often it asked. */
static int64_t read_so_far(int64_t *times)
{
    FILE *file = fopen("/proc/self/io", "re");
    long long bytes = -1, written, calls = -1;

    ck_assert_ptr_nonnull(file);
    ck_assert_int_eq(fscanf(file, "rchar: %lld wchar: %lld syscr: %lld", &bytes,
                            &written, &calls),
                     3);
    fclose(file);
    if (times)
        *times = calls;
    return bytes;
}

static void go_to(struct bv_source *source, uint32_t number)
{
    struct bv_frame *frame;

    ck_assert_int_eq(bv_source_seek(source, number, number * step_ns, &fault),
                     0);
    ck_assert_int_eq(bv_source_read(source, 1000, &frame, &fault), 0);
    ck_assert_uint_eq(frame->sequence, number);
    ck_assert_int_eq(frame->time_ns, number * step_ns);
    bv_frame_unref(frame);
}

START_TEST(what_lies_between_is_not_read)
{
    int64_t bytes = record_cut(index_bytes);
    struct bv_source *source = open_source();
    int64_t before = read_so_far(NULL);

    go_to(source, 380);
    go_to(source, 20);
    go_to(source, 200);
    ck_assert_int_lt(read_so_far(NULL) - before, bytes / 4);
    bv_source_close(source);
}
END_TEST

/* Piece by piece, and then the last is gone to as if it had been there. */
START_TEST(an_index_is_made_before_it_is_needed)
{
    struct bv_source *source;
    int64_t before, after;
    int pieces = 1;

    record_cut(index_bytes);
    source = open_source();
    while (bv_source_prepare(source, 0))
        pieces++;
    ck_assert_int_ge(pieces, 5);
    ck_assert_int_lt(pieces, 20);
    read_so_far(&before);
    go_to(source, 380);
    read_so_far(&after);
    ck_assert_int_lt(after - before, 40); /* each head is one */
    bv_source_close(source);
}
END_TEST

START_TEST(a_recording_with_an_index_has_nothing_to_prepare)
{
    struct bv_source *source;

    record_cut(0);
    source = open_source();
    ck_assert(!bv_source_prepare(source, 0));
    go_to(source, 380);
    bv_source_close(source);
}
END_TEST

START_TEST(the_last_picture_that_is_whole_is_gone_to_and_none_behind_it)
{
    int64_t bytes = record_cut(0), picture = bytes / pictures;
    struct bv_source *source;
    struct bv_frame *frame;
    uint32_t last = 0;

    ck_assert_int_eq(truncate(path, bytes / 2 + picture / 2), 0);
    source = open_source();
    while (bv_source_read(source, 1000, &frame, NULL) == 0) {
        last = frame->sequence;
        bv_frame_unref(frame);
    }
    ck_assert_uint_gt(last, pictures / 3);
    bv_source_close(source);
    source = open_source();
    go_to(source, last);
    ck_assert_int_eq(
        bv_source_seek(source, last + 1, (last + 1) * step_ns, NULL), -ESPIPE);
    bv_source_close(source);
}
END_TEST

START_TEST(damage_in_a_head_ends_the_index_and_nothing_else)
{
    int64_t bytes = record_cut(index_bytes);
    struct bv_source *source;
    FILE *file = fopen(path, "r+e");

    ck_assert_ptr_nonnull(file);
    for (int64_t at = bytes / 2; at < bytes / 2 + bytes / 100; at++) {
        fseek(file, (long)at, SEEK_SET);
        fputc(0xff, file);
    }
    fclose(file);
    source = open_source();
    go_to(source, 100);
    go_to(source, 3);
    bv_source_close(source);
}
END_TEST

int main(void)
{
    const TTest *tests[] = {
        what_lies_between_is_not_read,
        an_index_is_made_before_it_is_needed,
        a_recording_with_an_index_has_nothing_to_prepare,
        the_last_picture_that_is_whole_is_gone_to_and_none_behind_it,
        damage_in_a_head_ends_the_index_and_nothing_else,
        NULL};

    return bv_test_run("video_index", set_up, NULL, tests);
}
