#include "support/test.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <signal.h>
#include <unistd.h>

#include "acquisition/recorder.h"
#include "acquisition/source.h"

enum { width_px = 96, height_px = 64, count = 20 };

static char path[512];
static uint8_t pixels[width_px * height_px * 4];

static void setup(void)
{
    snprintf(path, sizeof(path), "%s/recording.mkv", bv_test_folder());
}

/* Noise that differs from picture to picture. */
static void draw(uint32_t number)
{
    uint32_t state = number * 2654435761u + 1;

    for (size_t i = 0; i < sizeof(pixels); i++) {
        state = state * 1664525u + 1013904223u;
        pixels[i] = (uint8_t)(state >> 24);
    }
}

/* Uneven on purpose, down to the ns. */
static int64_t time_ns(int number)
{
    return (int64_t)number * 33333333 + (number % 3) * 1234567 + number;
}

static struct bv_recorder *start(enum bv_recorder_format format)
{
    struct bv_recorder *recorder = NULL;
    struct bv_fault fault = {0};

    ck_assert_msg(bv_recorder_open(path, format, width_px, height_px, 30,
                                   &recorder, &fault) == 0,
                  "%s", fault.text);
    return recorder;
}

static void write_pictures(struct bv_recorder *recorder, int pictures,
                           int pixel_bytes)
{
    for (int i = 0; i < pictures; i++) {
        draw((uint32_t)i);
        ck_assert_int_eq(bv_recorder_write(recorder, pixels,
                                           width_px * pixel_bytes, time_ns(i),
                                           NULL),
                         0);
    }
}

static struct bv_source *open_source(void)
{
    struct bv_source *source = NULL;
    struct bv_fault fault = {0};

    ck_assert_msg(bv_source_open(path, NULL, &source, &fault) == 0, "%s",
                  fault.text);
    return source;
}

/* Read to the end. @return How many frames; @p end: what ended it. */
static int count_frames(int *end)
{
    struct bv_source *source = open_source();
    struct bv_frame *frame;
    int frames = 0;

    while ((*end = bv_source_read(source, 0, &frame, NULL)) == 0) {
        bv_frame_unref(frame);
        frames++;
    }
    bv_source_close(source);
    return frames;
}

START_TEST(grey_comes_back_bit_for_bit_at_its_own_times)
{
    struct bv_recorder *recorder = start(BV_RECORDER_GREY);
    struct bv_source *source;
    struct bv_frame *frame;

    write_pictures(recorder, count, 1);
    ck_assert_int_eq(bv_recorder_close(recorder, NULL), 0);
    source = open_source();
    ck_assert_int_eq(bv_source_info(source)->width_px, width_px);
    ck_assert(!bv_source_info(source)->still);
    ck_assert_double_eq_tol(bv_source_info(source)->frame_rate_hz, 30, 0.01);
    for (int i = 0; i < count; i++) {
        ck_assert_int_eq(bv_source_read(source, 0, &frame, NULL), 0);
        ck_assert_int_eq(frame->time_ns, time_ns(i));
        ck_assert_uint_eq(frame->sequence, (uint32_t)i);
        ck_assert_ptr_null(frame->saturation);
        draw((uint32_t)i);
        for (int y = 0; y < height_px; y++)
            ck_assert_mem_eq(frame->pixels + y * frame->stride_bytes,
                             pixels + y * width_px, width_px);
        bv_frame_unref(frame);
    }
    ck_assert_int_eq(bv_source_read(source, 0, &frame, NULL), -ENODATA);
    bv_source_close(source);
}
END_TEST

/* Grey of R, G, B as the converter makes it. */
static uint8_t luma(const uint8_t *rgb)
{
    return (uint8_t)((299 * rgb[0] + 587 * rgb[1] + 114 * rgb[2] + 500) / 1000);
}

START_TEST(colour_comes_back_as_grey_and_saturation)
{
    struct bv_recorder *recorder = start(BV_RECORDER_RGB24);
    struct bv_source *source;
    struct bv_frame *frame;

    write_pictures(recorder, 1, 3);
    ck_assert_int_eq(bv_recorder_close(recorder, NULL), 0);
    source = open_source();
    ck_assert_int_eq(bv_source_read(source, 0, &frame, NULL), 0);
    ck_assert_ptr_nonnull(frame->saturation);
    for (int i = 0; i < width_px; i++) {
        const uint8_t *rgb = pixels + 3 * i;
        int most = rgb[0], least = rgb[0];

        for (int k = 1; k < 3; k++) {
            most = rgb[k] > most ? rgb[k] : most;
            least = rgb[k] < least ? rgb[k] : least;
        }
        ck_assert_uint_eq(frame->pixels[i], luma(rgb));
        ck_assert_int_eq(frame->saturation[i], most - least);
    }
    bv_frame_unref(frame);
    bv_source_close(source);
}
END_TEST

START_TEST(cairo_words_and_rgb_bytes_record_the_same)
{
    static const uint8_t rgb[] = {200, 100, 50};
    const uint32_t word = 200u << 16 | 100u << 8 | 50u;
    struct bv_recorder *recorder = start(BV_RECORDER_XRGB32);
    struct bv_source *source;
    struct bv_frame *frame;

    for (size_t i = 0; i < (size_t)width_px * height_px; i++)
        memcpy(pixels + 4 * i, &word, sizeof(word));
    ck_assert_int_eq(bv_recorder_write(recorder, pixels, width_px * 4, 0, NULL),
                     0);
    ck_assert_int_eq(bv_recorder_close(recorder, NULL), 0);
    source = open_source();
    ck_assert_int_eq(bv_source_read(source, 0, &frame, NULL), 0);
    ck_assert_uint_eq(frame->pixels[frame->stride_bytes + 5], luma(rgb));
    ck_assert_uint_eq(frame->saturation[5], 150);
    bv_frame_unref(frame);
    bv_source_close(source);
}
END_TEST

START_TEST(file_is_for_its_owner_alone_whatever_was_there_before)
{
    struct stat about;
    int fd = open(path, O_WRONLY | O_CREAT, 0666);

    ck_assert_int_eq(fchmod(fd, 0666), 0);
    ck_assert_int_eq(write(fd, "before", 6), 6);
    close(fd);
    ck_assert_int_eq(bv_recorder_close(start(BV_RECORDER_GREY), NULL), 0);
    ck_assert_int_eq(stat(path, &about), 0);
    ck_assert_int_eq(about.st_mode & 0777, 0600);
}
END_TEST

START_TEST(killed_recording_keeps_every_frame_and_ends_plainly)
{
    pid_t child = fork();
    int end, status;

    ck_assert_int_ge(child, 0);
    if (child == 0) {
        write_pictures(start(BV_RECORDER_GREY), count, 1);
        raise(SIGKILL);
    }
    ck_assert_int_eq(waitpid(child, &status, 0), child);
    ck_assert(WIFSIGNALED(status));
    ck_assert_int_eq(count_frames(&end), count);
    ck_assert_int_eq(end, -ENODATA);
}
END_TEST

START_TEST(full_disk_is_one_sentence_and_what_was_written_plays)
{
    struct bv_recorder *recorder;
    struct bv_fault fault = {0};
    struct rlimit limit = {20000, 20000};
    int written = 0, error, end;

    signal(SIGXFSZ, SIG_IGN); /* a file that may not grow: -EFBIG */
    recorder = start(BV_RECORDER_GREY);
    ck_assert_int_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
    do {
        draw((uint32_t)written);
        error = bv_recorder_write(recorder, pixels, width_px, time_ns(written),
                                  &fault);
        written += error == 0;
    } while (error == 0 && written < 100);
    ck_assert_int_lt(error, 0);
    ck_assert_int_ge(written, 2);
    ck_assert_ptr_nonnull(strstr(fault.text, "recording.mkv"));
    ck_assert_int_eq(
        bv_recorder_write(recorder, pixels, width_px, time_ns(200), NULL),
        error);
    ck_assert_int_eq(bv_recorder_close(recorder, NULL), error);
    ck_assert_int_eq(count_frames(&end), written);
    ck_assert_int_eq(end, -ENODATA);
}
END_TEST

/* Give this process a file system of 64 KiB of its own, where it may. */
static bool mount_tiny_disk(const char *where, unsigned long flags)
{
    if (unshare(CLONE_NEWNS | (geteuid() ? CLONE_NEWUSER : 0)) < 0)
        return false;
    return mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) == 0 &&
           mount("tmpfs", where, "tmpfs", flags, "size=64k") == 0;
}

START_TEST(disk_that_fills_up_leaves_a_recording_that_plays)
{
    struct bv_recorder *recorder;
    struct bv_fault fault = {0};
    char *slash = strrchr(path, '/');
    int written = 0, error, end;
    bool tiny;

    *slash = '\0';
    tiny = mount_tiny_disk(path, 0);
    *slash = '/';
    if (!tiny)
        return; /* not allowed here; the file that may not grow stands in */
    recorder = start(BV_RECORDER_GREY);
    do {
        draw((uint32_t)written);
        error = bv_recorder_write(recorder, pixels, width_px, time_ns(written),
                                  &fault);
        written += error == 0;
    } while (error == 0 && written < 100);
    ck_assert_int_eq(error, -ENOSPC);
    ck_assert_ptr_nonnull(strstr(fault.text, "The disk is full"));
    ck_assert_int_ge(written, 4);
    ck_assert_int_eq(bv_recorder_close(recorder, NULL), -ENOSPC);
    ck_assert_int_eq(count_frames(&end), written);
    ck_assert_int_eq(end, -ENODATA);
}
END_TEST

START_TEST(disk_that_is_full_from_the_start_is_said)
{
    struct bv_recorder *recorder;
    struct bv_fault fault = {0};

    ck_assert_int_eq(bv_recorder_open("/dev/full", BV_RECORDER_GREY, 64, 64, 30,
                                      &recorder, &fault),
                     -ENOSPC);
    ck_assert_ptr_nonnull(strstr(fault.text, "the disk is full"));
}
END_TEST

START_TEST(disk_that_is_read_only_is_said)
{
    struct bv_recorder *recorder;
    struct bv_fault fault = {0};
    char *slash = strrchr(path, '/');
    bool mounted;

    *slash = '\0';
    mounted = mount_tiny_disk(path, MS_RDONLY);
    *slash = '/';
    if (!mounted)
        return; /* not allowed here */
    ck_assert_int_eq(
        bv_recorder_open(path, BV_RECORDER_GREY, 64, 64, 30, &recorder, &fault),
        -EROFS);
    ck_assert_ptr_nonnull(strstr(fault.text, "recording.mkv"));
}
END_TEST

START_TEST(folder_that_is_not_there_is_said)
{
    struct bv_recorder *recorder;
    struct bv_fault fault = {0};

    ck_assert_int_eq(bv_recorder_open("/nowhere/at/all.mkv", BV_RECORDER_GREY,
                                      64, 64, 30, &recorder, &fault),
                     -ENOENT);
    ck_assert_ptr_nonnull(strstr(fault.text, "/nowhere/at/all.mkv"));
}
END_TEST

START_TEST(sizes_and_rates_outside_the_limits_are_refused)
{
    struct bv_recorder *recorder;

    ck_assert_int_eq(
        bv_recorder_open(path, BV_RECORDER_GREY, 1, 1, 30, &recorder, NULL),
        -ERANGE);
    ck_assert_int_eq(bv_recorder_open(path, BV_RECORDER_GREY, 16384, 16384, 30,
                                      &recorder, NULL),
                     -ERANGE);
    ck_assert_int_eq(
        bv_recorder_open(path, BV_RECORDER_GREY, 64, 64, 0, &recorder, NULL),
        -EINVAL);
}
END_TEST

START_TEST(time_that_does_not_advance_is_refused)
{
    struct bv_recorder *recorder = start(BV_RECORDER_GREY);

    ck_assert_int_eq(bv_recorder_write(recorder, pixels, width_px, 5, NULL), 0);
    ck_assert_int_eq(bv_recorder_write(recorder, pixels, width_px, 5, NULL),
                     -EINVAL);
    ck_assert_int_eq(bv_recorder_write(recorder, pixels, width_px, 6, NULL), 0);
    ck_assert_int_eq(bv_recorder_close(recorder, NULL), 0);
}
END_TEST

START_TEST(recording_without_frames_is_refused_when_opened)
{
    struct bv_source *source;
    struct bv_fault fault = {0};

    ck_assert_int_eq(bv_recorder_close(start(BV_RECORDER_GREY), NULL), 0);
    ck_assert_int_lt(bv_source_open(path, NULL, &source, &fault), 0);
    ck_assert_ptr_nonnull(strstr(fault.text, "recording.mkv"));
}
END_TEST

START_TEST(flipped_bit_is_reported_by_the_checksum)
{
    struct bv_recorder *recorder = start(BV_RECORDER_GREY);
    struct stat about;
    uint8_t byte;
    int fd, end;

    write_pictures(recorder, count, 1);
    ck_assert_int_eq(bv_recorder_close(recorder, NULL), 0);
    ck_assert_int_eq(stat(path, &about), 0);
    fd = open(path, O_RDWR);
    ck_assert_int_eq(pread(fd, &byte, 1, about.st_size / 2), 1);
    byte ^= 4;
    ck_assert_int_eq(pwrite(fd, &byte, 1, about.st_size / 2), 1);
    close(fd);
    ck_assert_int_le(abs(count_frames(&end) - count / 2), 1);
    ck_assert_int_eq(end, -EBADMSG);
}
END_TEST

START_TEST(finished_recording_that_was_cut_is_damaged)
{
    struct bv_recorder *recorder = start(BV_RECORDER_GREY);
    struct stat about;
    int end;

    write_pictures(recorder, count, 1);
    ck_assert_int_eq(bv_recorder_close(recorder, NULL), 0);
    ck_assert_int_eq(stat(path, &about), 0);
    ck_assert_int_eq(truncate(path, about.st_size / 2), 0);
    ck_assert_int_le(abs(count_frames(&end) - count / 2), 1);
    ck_assert_int_eq(end, -EBADMSG);
}
END_TEST

int main(void)
{
    const TTest *tests[] = {
        grey_comes_back_bit_for_bit_at_its_own_times,
        colour_comes_back_as_grey_and_saturation,
        cairo_words_and_rgb_bytes_record_the_same,
        file_is_for_its_owner_alone_whatever_was_there_before,
        killed_recording_keeps_every_frame_and_ends_plainly,
        full_disk_is_one_sentence_and_what_was_written_plays,
        disk_that_fills_up_leaves_a_recording_that_plays,
        disk_that_is_full_from_the_start_is_said,
        disk_that_is_read_only_is_said,
        folder_that_is_not_there_is_said,
        sizes_and_rates_outside_the_limits_are_refused,
        time_that_does_not_advance_is_refused,
        recording_without_frames_is_refused_when_opened,
        flipped_bit_is_reported_by_the_checksum,
        finished_recording_that_was_cut_is_damaged,
        NULL};

    return bv_test_run("recorder", setup, NULL, tests);
}
