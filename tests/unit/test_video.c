#include "support/test.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "acquisition/recorder.h"
#include "acquisition/source.h"
#include "support/recording.h"

enum {
    width_px = BV_TEST_RECORDING_WIDTH_PX,
    height_px = BV_TEST_RECORDING_HEIGHT_PX
};

static char folder[300], path[512];
static struct bv_fault fault;

static void setup(void)
{
    snprintf(folder, sizeof(folder), "%s", bv_test_folder());
    snprintf(path, sizeof(path), "%s/file", folder);
}

static void write_file(const void *bytes, size_t size)
{
    FILE *file = fopen(path, "wb");

    ck_assert_ptr_nonnull(file);
    ck_assert_uint_eq(fwrite(bytes, 1, size, file), size);
    ck_assert_int_eq(fclose(file), 0);
}

static struct bv_source *open_source(void)
{
    struct bv_source *source = NULL;

    fault = (struct bv_fault){0};
    ck_assert_msg(bv_source_open(path, NULL, &source, &fault) == 0, "%s",
                  fault.text);
    return source;
}

static struct bv_frame *read_frame(struct bv_source *source)
{
    struct bv_frame *frame = NULL;

    ck_assert_int_eq(bv_source_read(source, 0, &frame, &fault), 0);
    return frame;
}

static struct bv_frame *read_one(void)
{
    struct bv_source *source = open_source();
    struct bv_frame *frame = read_frame(source);

    bv_source_close(source);
    return frame;
}

/* Opening fails with one sentence that names the file. */
static void assert_refused(int error)
{
    struct bv_source *source = NULL;

    fault = (struct bv_fault){0};
    ck_assert_int_eq(bv_source_open(path, NULL, &source, &fault), error);
    ck_assert_msg(strstr(fault.text, path) != NULL, "%s", fault.text);
    ck_assert_int_eq(fault.text[strlen(fault.text) - 1], '.');
}

/* A raw video of one picture: luma counts up, chroma is @p u and @p v. */
static void write_raw(const char *tags, int u, int v)
{
    static uint8_t bytes[256 + width_px * height_px * 3 / 2];
    int size = sprintf((char *)bytes, "YUV4MPEG2 W%d H%d F25:1 %s\nFRAME\n",
                       width_px, height_px, tags);

    for (int i = 0; i < width_px * height_px; i++)
        bytes[size++] = (uint8_t)i;
    memset(bytes + size, u, width_px * height_px / 4);
    size += width_px * height_px / 4;
    memset(bytes + size, v, width_px * height_px / 4);
    write_file(bytes, (size_t)size + width_px * height_px / 4);
}

START_TEST(limited_range_is_spread_over_all_of_the_grey)
{
    struct bv_frame *frame;

    write_raw("Ip A1:1 C420mpeg2", 128, 128);
    frame = read_one();
    for (int x = 0; x < 64; x++)
        for (int y = 0; y < 4; y++) {
            double want = ((y * 64 + x) - 16) * 255.0 / 219.0;

            want = want < 0 ? 0 : want > 255 ? 255 : round(want);
            ck_assert_double_eq(frame->pixels[y * frame->stride_bytes + x],
                                want);
        }
    ck_assert_ptr_null(frame->saturation);
    bv_frame_unref(frame);
}
END_TEST

START_TEST(full_range_stays_as_it_is)
{
    struct bv_frame *frame;

    write_raw("Ip A1:1 C420jpeg XYSCSS=420JPEG XCOLORRANGE=FULL", 128, 128);
    frame = read_one();
    for (int x = 0; x < 64; x++)
        ck_assert_int_eq(frame->pixels[frame->stride_bytes + x], 64 + x);
    bv_frame_unref(frame);
}
END_TEST

START_TEST(coloured_video_has_a_saturation_plane)
{
    struct bv_frame *frame;

    write_raw("Ip A1:1 C420jpeg XCOLORRANGE=FULL", 128, 228);
    frame = read_one();
    ck_assert_ptr_nonnull(frame->saturation);
    /* R - Y is 1.402 times 100, G - Y is -0.714 times 100. */
    ck_assert_int_le(abs(frame->saturation[17] - 212), 1);
    bv_frame_unref(frame);
}
END_TEST

START_TEST(colour_that_comes_later_is_seen_from_there_on)
{
    enum { picture = width_px * height_px * 3 / 2 };
    static uint8_t bytes[128 + 3 * (picture + 6)];
    static const int chroma[] = {128, 228, 128};
    int size = sprintf((char *)bytes, "YUV4MPEG2 W%d H%d F25:1 Ip C420jpeg\n",
                       width_px, height_px);
    struct bv_source *source;
    struct bv_frame *frames[3];

    for (int i = 0; i < 3; i++) {
        size += sprintf((char *)bytes + size, "FRAME\n");
        memset(bytes + size, 100, width_px * height_px);
        memset(bytes + size + width_px * height_px, chroma[i],
               width_px * height_px / 2);
        size += picture;
    }
    write_file(bytes, (size_t)size);
    source = open_source();
    for (int i = 0; i < 3; i++)
        frames[i] = read_frame(source);
    bv_source_close(source);
    ck_assert_ptr_null(frames[0]->saturation);
    ck_assert_int_gt(frames[1]->saturation[9], 100);
    ck_assert_int_eq(frames[2]->saturation[9], 0);
    for (int i = 0; i < 3; i++) {
        ck_assert_int_eq(frames[i]->pixels[9], 98);
        bv_frame_unref(frames[i]);
    }
}
END_TEST

START_TEST(coders_noise_in_the_chroma_is_no_colour)
{
    struct bv_frame *frame;

    write_raw("Ip A1:1 C420jpeg XCOLORRANGE=FULL", 124, 133);
    frame = read_one();
    ck_assert_ptr_null(frame->saturation);
    bv_frame_unref(frame);
}
END_TEST

START_TEST(pixels_become_square)
{
    struct bv_source *source;
    struct bv_frame *frame;

    write_raw("Ip A2:1 C420jpeg XCOLORRANGE=FULL", 128, 128);
    source = open_source();
    ck_assert_int_eq(bv_source_info(source)->width_px, 2 * width_px);
    ck_assert_int_eq(bv_source_info(source)->height_px, height_px);
    ck_assert_double_eq(bv_source_info(source)->to_input.xx, 0.5);
    ck_assert_double_eq(bv_source_info(source)->to_input.x0, -0.25);
    frame = read_frame(source);
    ck_assert_int_eq(frame->width_px, 2 * width_px);
    /* The middle of an even ramp stays in the middle. */
    ck_assert_int_le(abs(frame->pixels[frame->stride_bytes + 64] - 96), 1);
    bv_frame_unref(frame);
    bv_source_close(source);
}
END_TEST

START_TEST(slow_pictures_keep_their_slow_times)
{
    struct bv_source *source;

    bv_test_record(path, 5, 700000000);
    source = open_source();
    for (int i = 0; i < 5; i++) {
        struct bv_frame *frame = read_frame(source);

        ck_assert_int_eq(frame->time_ns, i * INT64_C(700000000));
        bv_frame_unref(frame);
    }
    bv_source_close(source);
}
END_TEST

START_TEST(video_cut_anywhere_gives_its_frames_and_then_says_damaged)
{
    enum { pictures = 12 };
    struct stat about;
    int last = 0;

    bv_test_record(path, pictures, 40000000);
    ck_assert_int_eq(stat(path, &about), 0);
    for (int part = 19; part >= 0; part--) {
        struct bv_source *source;
        struct bv_frame *frame;
        int frames = 0, error;

        bv_test_record(path, pictures, 40000000);
        ck_assert_int_eq(truncate(path, about.st_size * part / 20), 0);
        fault = (struct bv_fault){0};
        error = bv_source_open(path, NULL, &source, &fault);
        if (error == 0) {
            while ((error = bv_source_read(source, 0, &frame, &fault)) == 0) {
                ck_assert_int_eq(frame->time_ns, frames * INT64_C(40000000));
                bv_frame_unref(frame);
                frames++;
            }
            ck_assert_int_eq(error, -EBADMSG);
            bv_source_close(source);
        }
        ck_assert_int_lt(error, 0);
        ck_assert_msg(strstr(fault.text, path) != NULL, "%s", fault.text);
        ck_assert_int_le(frames, pictures);
        if (part == 19)
            last = frames;
        ck_assert_int_le(frames, last);
        last = frames;
    }
}
END_TEST

/* Read until it ends. @return The error. */
static int read_on(struct bv_source *source)
{
    struct bv_frame *frame;
    int error;

    while ((error = bv_source_read(source, 0, &frame, &fault)) == 0)
        bv_frame_unref(frame);
    return error;
}

START_TEST(video_that_is_deleted_while_it_plays_ends_with_a_sentence)
{
    struct bv_source *source;

    bv_test_record(path, 10, 40000000);
    source = open_source();
    bv_frame_unref(read_frame(source));
    ck_assert_int_eq(unlink(path), 0);
    ck_assert_int_eq(read_on(source), -ENODEV);
    ck_assert_ptr_nonnull(strstr(fault.text, "was deleted while it played"));
    bv_source_close(source);
}
END_TEST

START_TEST(video_that_shrinks_while_it_plays_ends_with_a_sentence)
{
    struct bv_source *source;

    bv_test_record(path, 10, 40000000);
    source = open_source();
    bv_frame_unref(read_frame(source));
    ck_assert_int_eq(truncate(path, 100), 0);
    ck_assert_int_eq(read_on(source), -ENODEV);
    ck_assert_ptr_nonnull(strstr(fault.text, "became shorter"));
    bv_source_close(source);
}
END_TEST

START_TEST(frames_outlive_the_source_and_a_full_pool_loses_nothing)
{
    enum { pictures = 60 };
    struct bv_frame *frames[pictures];
    struct bv_source *source;
    int held = 0, error;

    bv_test_record(path, pictures, 40000000);
    source = open_source();
    while ((error = bv_source_read(source, 0, &frames[held], &fault)) == 0)
        held++;
    ck_assert_int_eq(error, -ETIMEDOUT);
    ck_assert_int_ge(held, 8);
    bv_frame_unref(frames[0]);
    ck_assert_int_eq(bv_source_read(source, 0, &frames[0], &fault), 0);
    ck_assert_uint_eq(frames[0]->sequence, (uint32_t)held);
    bv_source_close(source);
    for (int i = 0; i < held; i++)
        bv_frame_unref(frames[i]);
}
END_TEST

/* A PNG that claims a size; nothing else of it is right. */
static void write_png_head(uint32_t width, uint32_t height)
{
    uint8_t bytes[33] = "\x89PNG\r\n\x1a\n\0\0\0\rIHDR";

    for (int i = 0; i < 4; i++) {
        bytes[16 + i] = (uint8_t)(width >> (24 - 8 * i));
        bytes[20 + i] = (uint8_t)(height >> (24 - 8 * i));
    }
    bytes[24] = 8;
    write_file(bytes, sizeof(bytes));
}

START_TEST(pictures_of_hostile_sizes_are_refused_by_their_size)
{
    write_png_head(1, 1);
    assert_refused(-ERANGE);
    ck_assert_ptr_nonnull(strstr(fault.text, "1 x 1 px"));
    write_png_head(16384, 16384);
    assert_refused(-ERANGE);
    ck_assert_ptr_nonnull(strstr(fault.text, "16384 x 16384 px"));
    write_png_head(0xffffffff, 0xffffffff);
    assert_refused(-ERANGE);
}
END_TEST

/* Write another size into a recording's head. */
static void claim_size(uint16_t width, uint16_t height)
{
    static const uint8_t marks[] = {0xb0, 0xba};
    const uint16_t sizes[] = {width, height};
    uint8_t head[1024];
    FILE *file = fopen(path, "r+b");

    ck_assert_uint_eq(fread(head, 1, sizeof(head), file), sizeof(head));
    for (int i = 0; i < 2; i++) {
        size_t at = 100;

        while (head[at] != marks[i] || head[at + 1] != 0x88 || head[at + 2])
            ck_assert_uint_lt(++at, sizeof(head) - 16);
        head[at + 8] = (uint8_t)(sizes[i] >> 8);
        head[at + 9] = (uint8_t)sizes[i];
    }
    rewind(file);
    ck_assert_uint_eq(fwrite(head, 1, sizeof(head), file), sizeof(head));
    fclose(file);
}

START_TEST(videos_of_hostile_sizes_are_refused_by_their_size)
{
    bv_test_record(path, 3, 40000000);
    claim_size(16384, 16384);
    assert_refused(-ERANGE);
    ck_assert_ptr_nonnull(strstr(fault.text, "16384 x 16384 px"));
    claim_size(1, 1);
    assert_refused(-ERANGE);
    ck_assert_ptr_nonnull(strstr(fault.text, "1 x 1 px"));
}
END_TEST

START_TEST(still_is_one_frame_without_a_time)
{
    static uint8_t bytes[64 + width_px * height_px];
    int size = sprintf((char *)bytes, "P5\n%d %d\n255\n", width_px, height_px);
    struct bv_source *source;
    struct bv_frame *frame;

    for (int i = 0; i < width_px * height_px; i++)
        bytes[size + i] = (uint8_t)(3 * i);
    write_file(bytes, (size_t)size + width_px * height_px);
    source = open_source();
    ck_assert(bv_source_info(source)->still);
    ck_assert_int_eq(bv_source_info(source)->frame_count, 1);
    frame = read_frame(source);
    ck_assert_int_eq(frame->time_ns, 0);
    for (int y = 0; y < height_px; y++)
        ck_assert_mem_eq(frame->pixels + y * frame->stride_bytes,
                         bytes + size + y * width_px, width_px);
    bv_frame_unref(frame);
    ck_assert_int_eq(bv_source_read(source, 0, &frame, &fault), -ENODATA);
    bv_source_close(source);

    write_file(bytes, (size_t)size + width_px * height_px / 2);
    assert_refused(-EBADMSG);
}
END_TEST

START_TEST(playlist_is_refused_and_opens_nothing)
{
    char text[1024];
    char other[400];

    snprintf(other, sizeof(other), "%s/other.mkv", folder);
    bv_test_record(other, 3, 40000000);
    snprintf(text, sizeof(text), "ffconcat version 1.0\nfile '%s'\n", other);
    write_file(text, strlen(text));
    assert_refused(-EINVAL);
    snprintf(text, sizeof(text),
             "#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\n%s\n", other);
    write_file(text, strlen(text));
    assert_refused(-EINVAL);
}
END_TEST

START_TEST(what_is_no_picture_is_refused_with_a_sentence)
{
    write_file("", 0);
    assert_refused(-EINVAL);
    write_file("frame,tip\n1,2\n", 14);
    assert_refused(-EINVAL);
    ck_assert_int_eq(unlink(path), 0);
    assert_refused(-ENOENT);
}
END_TEST

START_TEST(named_pipe_is_refused_without_waiting_for_a_writer)
{
    ck_assert_int_eq(mkfifo(path, 0600), 0);
    assert_refused(-EINVAL);
}
END_TEST

START_TEST(real_clip_has_all_its_frames_at_60_a_second)
{
    const char *real = bv_test_real_dir();
    struct bv_source *source;
    struct bv_frame *frame;
    int64_t last_ns = -1;
    int frames = 0;

    if (!real)
        return; /* said by main */
    snprintf(path, sizeof(path), "%s/needle/handheld-tissue/clip.mp4", real);
    source = open_source();
    ck_assert_int_eq(bv_source_info(source)->frame_count, 448);
    while (bv_source_read(source, 0, &frame, &fault) == 0) {
        ck_assert_int_gt(frame->time_ns, last_ns);
        ck_assert_int_eq(frame->width_px, 1080);
        last_ns = frame->time_ns;
        bv_frame_unref(frame);
        frames++;
    }
    ck_assert_int_eq(frames, 448);
    ck_assert_double_eq_tol((double)last_ns * 1e-9, 447 / 60.0, 0.05);
    bv_source_close(source);
}
END_TEST

/* Go to a frame, and check it and what follows it. */
static void check_seek(struct bv_source *source,
                       const struct bv_test_known *known, int number, int count)
{
    ck_assert_int_eq(
        bv_source_seek(source, (uint32_t)number, known[number].time_ns, &fault),
        0);
    for (int i = number; i < number + 2 && i < count; i++) {
        struct bv_frame *frame = read_frame(source);

        ck_assert_uint_eq(frame->sequence, (unsigned)i);
        ck_assert_int_eq(frame->time_ns, known[i].time_ns);
        ck_assert_uint_eq(bv_test_know(frame).look, known[i].look);
        bv_frame_unref(frame);
    }
}

/* With two decoders it is the same, picture for picture. */
static void check_going_about(const struct bv_test_known *known, int count)
{
    const struct bv_source_options options = {.goes_about = true};
    struct bv_source *source;

    ck_assert_int_eq(bv_source_open(path, &options, &source, &fault), 0);
    for (int i = 0; i < 12; i++)
        check_seek(source, known, i * 6271 % count, count);
    bv_source_close(source);
}

/* Read the source at `path` to its end, then go about in it. */
static void check_seeks(int count, int end)
{
    struct bv_test_known *known = calloc((size_t)count, sizeof(*known));
    struct bv_source *source = open_source();

    ck_assert_ptr_nonnull(known);
    ck_assert(bv_source_info(source)->seekable);
    for (int i = 0; i < count; i++) {
        struct bv_frame *frame = read_frame(source);

        known[i] = bv_test_know(frame);
        bv_frame_unref(frame);
    }
    ck_assert_int_eq(read_on(source), end);
    for (int i = 0; i < 12; i++)
        check_seek(source, known, i * 7919 % count, count);
    check_seek(source, known, 0, count);
    check_seek(source, known, count - 1, count);
    ck_assert_int_eq(read_on(source), end);
    ck_assert_int_eq(bv_source_seek(source, 1,
                                    (known[1].time_ns + known[2].time_ns) / 2,
                                    NULL),
                     -ESPIPE);
    bv_source_close(source);
    check_going_about(known, count);
    free(known);
}

START_TEST(any_frame_of_a_recording_is_gone_to_also_after_its_end)
{
    bv_test_record(path, 100, 33366701);
    check_seeks(100, -ENODATA);
}
END_TEST

START_TEST(frames_before_the_damage_are_gone_to_after_it_was_met)
{
    struct stat about;

    bv_test_record(path, 40, 40000000);
    ck_assert_int_eq(stat(path, &about), 0);
    ck_assert_int_eq(truncate(path, about.st_size / 2), 0);
    check_seeks(15, -EBADMSG);
}
END_TEST

START_TEST(real_clip_is_gone_about_in_from_key_frame_to_key_frame)
{
    const char *real = bv_test_real_dir();

    if (!real)
        return; /* said by main */
    snprintf(path, sizeof(path), "%s/needle/handheld-tissue/clip.mp4", real);
    check_seeks(448, -ENODATA);
}
END_TEST

int main(void)
{
    const TTest *tests[] = {
        limited_range_is_spread_over_all_of_the_grey,
        full_range_stays_as_it_is,
        coloured_video_has_a_saturation_plane,
        colour_that_comes_later_is_seen_from_there_on,
        coders_noise_in_the_chroma_is_no_colour,
        pixels_become_square,
        slow_pictures_keep_their_slow_times,
        video_cut_anywhere_gives_its_frames_and_then_says_damaged,
        video_that_is_deleted_while_it_plays_ends_with_a_sentence,
        video_that_shrinks_while_it_plays_ends_with_a_sentence,
        frames_outlive_the_source_and_a_full_pool_loses_nothing,
        pictures_of_hostile_sizes_are_refused_by_their_size,
        videos_of_hostile_sizes_are_refused_by_their_size,
        still_is_one_frame_without_a_time,
        playlist_is_refused_and_opens_nothing,
        what_is_no_picture_is_refused_with_a_sentence,
        named_pipe_is_refused_without_waiting_for_a_writer,
        any_frame_of_a_recording_is_gone_to_also_after_its_end,
        frames_before_the_damage_are_gone_to_after_it_was_met,
        real_clip_has_all_its_frames_at_60_a_second,
        real_clip_is_gone_about_in_from_key_frame_to_key_frame,
        NULL};

    if (!bv_test_real_dir()) {
        puts("# BEVEL_REAL_DIR is not set: without the real clip");
        tests[sizeof(tests) / sizeof(tests[0]) - 3] = NULL;
    }
    return bv_test_run("video", setup, NULL, tests);
}
