#include "support/test.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include "acquisition/source.h"

enum { width_px = 48, height_px = 32, pictures = 5, picture_bytes = 48 * 32 };

static char folder[300], path[400];
static struct bv_fault fault;
static uint8_t pixels[pictures * picture_bytes * 3];

static void setup(void)
{
    uint32_t state = 1;

    snprintf(folder, sizeof(folder), "%s", bv_test_folder());
    snprintf(path, sizeof(path), "%s/sequence.igs.mha", folder);
    for (size_t i = 0; i < sizeof(pixels); i++) {
        state = state * 1664525u + 1013904223u;
        pixels[i] = (uint8_t)(state >> 24);
    }
}

/* A file: text, then bytes. */
static void write_file(const char *name, const void *bytes, size_t size,
                       const char *head)
{
    FILE *file = fopen(name, "wb");

    ck_assert_ptr_nonnull(file);
    fputs(head, file);
    fwrite(bytes, 1, size, file);
    ck_assert_int_eq(fclose(file), 0);
}

/* A MetaImage with these lines in its header and raw pictures. */
static void write_meta(const char *lines)
{
    char head[2048];

    snprintf(head, sizeof(head),
             "ObjectType = Image\nNDims = 3\nDimSize = %d %d %d\n"
             "ElementType = MET_UCHAR\n%sElementDataFile = LOCAL\n",
             width_px, height_px, pictures, lines);
    write_file(path, pixels, pictures * picture_bytes, head);
}

static struct bv_source *open_source(void)
{
    struct bv_source *source = NULL;

    fault = (struct bv_fault){0};
    ck_assert_msg(bv_source_open(path, NULL, &source, &fault) == 0, "%s",
                  fault.text);
    ck_assert_str_eq(bv_source_info(source)->driver, "plus");
    return source;
}

static void assert_refused(int error)
{
    struct bv_source *source;

    fault = (struct bv_fault){0};
    ck_assert_int_eq(bv_source_open(path, NULL, &source, &fault), error);
    ck_assert_msg(strstr(fault.text, path) != NULL, "%s", fault.text);
}

static struct bv_frame *read_frame(struct bv_source *source)
{
    struct bv_frame *frame = NULL;
    int error = bv_source_read(source, 0, &frame, &fault);

    ck_assert_msg(error == 0, "%d %s", error, fault.text);
    return frame;
}

/* All pictures come back as they were stored. */
static void assert_all_pictures(void)
{
    struct bv_source *source = open_source();
    struct bv_frame *frame;

    ck_assert_int_eq(bv_source_info(source)->frame_count, pictures);
    for (int i = 0; i < pictures; i++) {
        frame = read_frame(source);
        ck_assert_int_eq(frame->width_px, width_px);
        ck_assert_uint_eq(frame->sequence, (uint32_t)i);
        for (int y = 0; y < height_px; y++)
            ck_assert_mem_eq(frame->pixels + y * frame->stride_bytes,
                             pixels + i * picture_bytes + y * width_px,
                             width_px);
        bv_frame_unref(frame);
    }
    ck_assert_int_eq(bv_source_read(source, 0, &frame, &fault), -ENODATA);
    bv_source_close(source);
}

START_TEST(raw_pictures_come_back_as_they_were_stored)
{
    write_meta("");
    assert_all_pictures();
}
END_TEST

/* The pictures as one zlib stream; @p window 16 more for gzip. */
static size_t deflate_all(uint8_t *to, size_t room, int window)
{
    z_stream zlib = {0};

    ck_assert_int_eq(
        deflateInit2(&zlib, 6, Z_DEFLATED, window, 8, Z_DEFAULT_STRATEGY),
        Z_OK);
    zlib.next_in = pixels;
    zlib.avail_in = pictures * picture_bytes;
    zlib.next_out = to;
    zlib.avail_out = (uInt)room;
    ck_assert_int_eq(deflate(&zlib, Z_FINISH), Z_STREAM_END);
    deflateEnd(&zlib);
    return zlib.total_out;
}

static uint8_t packed[2 * sizeof(pixels)];

static size_t write_compressed(void)
{
    char head[512];
    size_t size = deflate_all(packed, sizeof(packed), MAX_WBITS);

    snprintf(head, sizeof(head),
             "ObjectType = Image\nNDims = 3\nCompressedData = True\n"
             "DimSize = %d %d %d\nElementType = MET_UCHAR\n"
             "ElementDataFile = LOCAL\n",
             width_px, height_px, pictures);
    write_file(path, packed, size, head);
    return strlen(head) + size;
}

START_TEST(compressed_pictures_come_back_as_they_were_stored)
{
    write_compressed();
    assert_all_pictures();
}
END_TEST

START_TEST(pictures_in_a_file_beside_the_header_are_found)
{
    char data[420], head[512];

    snprintf(head, sizeof(head),
             "NDims = 3\nDimSize = %d %d %d\nElementType = MET_UCHAR\n"
             "ElementDataFile = data.raw",
             width_px, height_px, pictures);
    write_file(path, "", 0, head);
    snprintf(data, sizeof(data), "%s/data.raw", folder);
    assert_refused(-ENOENT);
    write_file(data, pixels, pictures * picture_bytes, "");
    assert_all_pictures();
}
END_TEST

START_TEST(header_cannot_name_a_file_elsewhere)
{
    static const char *const names[] = {"/etc/passwd", "../data.raw", "LIST",
                                        ".hidden", ""};

    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        char head[512];

        snprintf(head, sizeof(head),
                 "NDims = 3\nDimSize = 48 32 5\nElementType = MET_UCHAR\n"
                 "ElementDataFile = %s\n",
                 names[i]);
        write_file(path, "", 0, head);
        assert_refused(-EBADMSG);
    }
}
END_TEST

START_TEST(nrrd_is_read_raw_and_gzipped)
{
    char head[512];

    snprintf(head, sizeof(head),
             "NRRD0004\n# made here\ntype: unsigned char\ndimension: 3\n"
             "sizes: %d %d %d\nkinds: domain domain list\nencoding: raw\n"
             "Seq_Frame0000_Timestamp:=5\nSeq_Frame0004_Timestamp:=6\n\n",
             width_px, height_px, pictures);
    write_file(path, pixels, pictures * picture_bytes, head);
    assert_all_pictures();

    snprintf(head, sizeof(head),
             "NRRD0004\ntype: uchar\ndimension: 3\nsizes: %d %d %d\n"
             "kinds: domain domain list\nencoding: gzip\n\n",
             width_px, height_px, pictures);
    write_file(path, packed,
               deflate_all(packed, sizeof(packed), MAX_WBITS + 16), head);
    assert_all_pictures();
}
END_TEST

START_TEST(missing_times_lie_between_their_neighbours)
{
    static const double want[] = {0, 0.5, 0.75, 1, 1.25};
    struct bv_source *source;

    write_meta("Seq_Frame0000_Timestamp = 7417.5\n"
               "Seq_Frame0001_Timestamp = 7418\n"
               "Seq_Frame0003_Timestamp = 7418.5\n"
               "Seq_Frame0004_Timestamp = 7418.75\n");
    source = open_source();
    for (int i = 0; i < pictures; i++) {
        struct bv_frame *frame = read_frame(source);

        ck_assert_double_eq_tol((double)frame->time_ns * 1e-9, want[i], 1e-8);
        bv_frame_unref(frame);
    }
    bv_source_close(source);
}
END_TEST

START_TEST(times_that_stand_still_or_run_back_still_advance)
{
    struct bv_source *source;
    int64_t last_ns = -1;

    write_meta("Seq_Frame0000_Timestamp = 9\n"
               "Seq_Frame0001_Timestamp = 9\n"
               "Seq_Frame0002_Timestamp = 3\n"
               "Seq_Frame0004_Timestamp = 1e300\n"
               "Seq_Frame99999999999_Timestamp = 4\n");
    source = open_source();
    for (int i = 0; i < pictures; i++) {
        struct bv_frame *frame = read_frame(source);

        ck_assert_int_gt(frame->time_ns, last_ns);
        ck_assert_int_lt(frame->time_ns, INT64_C(10000000000));
        last_ns = frame->time_ns;
        bv_frame_unref(frame);
    }
    bv_source_close(source);
}
END_TEST

START_TEST(invalid_pictures_are_left_out_with_a_gap)
{
    struct bv_source *source;
    struct bv_frame *frame;

    write_meta("Seq_Frame0000_ImageStatus = OK\n"
               "Seq_Frame0001_ImageStatus = INVALID\n");
    source = open_source();
    bv_frame_unref(read_frame(source));
    frame = read_frame(source);
    ck_assert_uint_eq(frame->sequence, 2);
    ck_assert_int_eq(frame->pixels[0], pixels[2 * picture_bytes]);
    bv_frame_unref(frame);
    bv_source_close(source);
}
END_TEST

START_TEST(placeholder_spacing_is_no_scale)
{
    struct bv_source *source;
    struct bv_frame *frame;

    write_meta("ElementSpacing = 1 1 1\n");
    source = open_source();
    frame = read_frame(source);
    ck_assert_double_eq(frame->mm_per_px, 0);
    bv_frame_unref(frame);
    bv_source_close(source);

    write_meta("ElementSpacing = 0.3 0.3 1\n");
    source = open_source();
    frame = read_frame(source);
    ck_assert_double_eq(frame->mm_per_px, 0.3);
    bv_frame_unref(frame);
    bv_source_close(source);
}
END_TEST

START_TEST(uneven_spacing_becomes_square_pixels)
{
    struct bv_source *source;
    struct bv_frame *frame;

    write_meta("ElementSpacing = 0.2 0.1 1\n");
    source = open_source();
    ck_assert_int_eq(bv_source_info(source)->width_px, 2 * width_px);
    ck_assert_int_eq(bv_source_info(source)->height_px, height_px);
    frame = read_frame(source);
    ck_assert_double_eq(frame->mm_per_px, 0.1);
    bv_frame_unref(frame);
    bv_source_close(source);
}
END_TEST

/* The skin comes to the top; every pixel is where the map says. */
static void assert_turned(const char *orientation, int width, enum bv_side side)
{
    char line[100];
    struct bv_source *source;
    struct bv_frame *frame;
    const struct bv_px_map *map;

    snprintf(line, sizeof(line), "UltrasoundImageOrientation = %s\n",
             orientation);
    write_meta(line);
    source = open_source();
    map = &bv_source_info(source)->to_input;
    frame = read_frame(source);
    ck_assert_int_eq(frame->width_px, width);
    ck_assert_int_eq(frame->marked_side, side);
    for (int y = 0; y < frame->height_px; y++)
        for (int x = 0; x < frame->width_px; x++) {
            struct bv_px at = bv_px_map_apply(map, (struct bv_px){x, y});

            ck_assert_int_eq(frame->pixels[y * frame->stride_bytes + x],
                             pixels[(int)at.y * width_px + (int)at.x]);
        }
    bv_frame_unref(frame);
    bv_source_close(source);
}

START_TEST(skin_comes_to_the_top_and_sides_stay)
{
    assert_turned("MF", width_px, BV_SIDE_RIGHT);
    assert_turned("MFA", width_px, BV_SIDE_RIGHT);
    assert_turned("UF", width_px, BV_SIDE_LEFT);
    assert_turned("UND", width_px, BV_SIDE_LEFT);
    assert_turned("FM", height_px, BV_SIDE_RIGHT);
    assert_turned("NU", height_px, BV_SIDE_LEFT);
    assert_turned("XX", width_px, BV_SIDE_UNKNOWN);
    assert_turned("AMF", width_px, BV_SIDE_UNKNOWN);
    assert_turned("MU", width_px, BV_SIDE_UNKNOWN);
}
END_TEST

START_TEST(upside_down_picture_is_turned)
{
    struct bv_source *source;
    struct bv_frame *frame;

    write_meta("UltrasoundImageOrientation = MN\n");
    source = open_source();
    frame = read_frame(source);
    ck_assert_mem_eq(frame->pixels, pixels + (height_px - 1) * width_px,
                     width_px);
    bv_frame_unref(frame);
    bv_source_close(source);
}
END_TEST

/* Read to the end. @return How many frames; @p end: what ended it. */
static int count_frames(int *end)
{
    struct bv_source *source = open_source();
    struct bv_frame *frame;
    int frames = 0;

    while ((*end = bv_source_read(source, 0, &frame, &fault)) == 0) {
        bv_frame_unref(frame);
        frames++;
    }
    bv_source_close(source);
    return frames;
}

START_TEST(cut_files_give_their_frames_and_then_say_damaged)
{
    struct stat about;
    size_t size;
    int end;

    write_meta("");
    ck_assert_int_eq(stat(path, &about), 0);
    ck_assert_int_eq(truncate(path, about.st_size - picture_bytes * 3 / 2), 0);
    ck_assert_int_eq(count_frames(&end), 3);
    ck_assert_int_eq(end, -EBADMSG);
    ck_assert_ptr_nonnull(strstr(fault.text, "damaged after frame 2"));

    size = write_compressed();
    ck_assert_int_eq(truncate(path, (off_t)size - 2000), 0);
    ck_assert_int_ge(count_frames(&end), 1);
    ck_assert_int_eq(end, -EBADMSG);
}
END_TEST

START_TEST(file_that_vanishes_or_shrinks_is_said)
{
    struct bv_source *source;
    struct bv_frame *frame;

    write_meta("");
    source = open_source();
    bv_frame_unref(read_frame(source));
    ck_assert_int_eq(truncate(path, 300), 0);
    ck_assert_int_eq(bv_source_read(source, 0, &frame, &fault), -ENODEV);
    bv_source_close(source);

    write_meta("");
    source = open_source();
    ck_assert_int_eq(unlink(path), 0);
    ck_assert_int_eq(bv_source_read(source, 0, &frame, &fault), -ENODEV);
    ck_assert_ptr_nonnull(strstr(fault.text, "was deleted"));
    bv_source_close(source);
}
END_TEST

/* A header alone. */
static void assert_head_refused(const char *head, int error)
{
    write_file(path, pixels, 100, head);
    assert_refused(error);
}

START_TEST(hostile_headers_are_refused)
{
#define REST "ElementType = MET_UCHAR\nElementDataFile = LOCAL\n"
    static char endless[200000];

    assert_head_refused("NDims = 3\nDimSize = 16384 16384 1\n" REST, -ERANGE);
    assert_head_refused("NDims = 3\nDimSize = 1 1 1\n" REST, -ERANGE);
    assert_head_refused("NDims = 3\nDimSize = 48 32 99999999\n" REST, -EBADMSG);
    assert_head_refused("NDims = 3\nDimSize = 48 32 -5\n" REST, -EBADMSG);
    assert_head_refused("NDims = 3\nDimSize = 48 32 0\n" REST, -EBADMSG);
    assert_head_refused("NDims = 3\nDimSize = 48\n" REST, -EBADMSG);
    assert_head_refused("NDims = 3\nDimSize = 48 32 4294967297\n" REST,
                        -EBADMSG);
    assert_head_refused("NDims = 3\n" REST, -EBADMSG);
    assert_head_refused("NDims = 3\nDimSize = 48 32 5\n", -EBADMSG);
    assert_head_refused("NDims = 3\nDimSize = 48 32 5\nElementType = "
                        "MET_DOUBLE\nElementDataFile = LOCAL\n",
                        -ENOTSUP);
    assert_head_refused("NDims = 3\nDimSize = 48 32 5\n"
                        "ElementNumberOfChannels = 999\n" REST,
                        -ENOTSUP);
    assert_head_refused("NDims = 3\nDimSize = 48 32 900000\n"
                        "CompressedData = True\n" REST,
                        -EBADMSG);
    memset(endless, 'x', sizeof(endless) - 1);
    memcpy(endless, "NDims = ", 8);
    assert_head_refused(endless, -EBADMSG);
#undef REST
}
END_TEST

START_TEST(real_sequences_have_all_their_frames)
{
    static const struct {
        const char *name;
        int frames;
        double mm_per_px;
    } files[] = {
        {"BoneUltrasound_L14.igs.mha", 21, 0},
        {"WaterTankBottomTranslationVideoBuffer.igs.mha", 201, 0},
        {"Prostate10_video.igs.mhd", 10, 0.3},
    };

    for (int i = 0; i < 3; i++) {
        struct bv_source *source;
        struct bv_frame *frame;
        int end;

        snprintf(path, sizeof(path), "%s/sequences/%s", bv_test_real_dir(),
                 files[i].name);
        ck_assert_int_eq(count_frames(&end), files[i].frames);
        ck_assert_int_eq(end, -ENODATA);
        source = open_source();
        frame = read_frame(source);
        ck_assert_double_eq(frame->mm_per_px, files[i].mm_per_px);
        bv_frame_unref(frame);
        bv_source_close(source);
    }
}
END_TEST

int main(void)
{
    const TTest *tests[] = {raw_pictures_come_back_as_they_were_stored,
                            compressed_pictures_come_back_as_they_were_stored,
                            pictures_in_a_file_beside_the_header_are_found,
                            header_cannot_name_a_file_elsewhere,
                            nrrd_is_read_raw_and_gzipped,
                            missing_times_lie_between_their_neighbours,
                            times_that_stand_still_or_run_back_still_advance,
                            invalid_pictures_are_left_out_with_a_gap,
                            placeholder_spacing_is_no_scale,
                            uneven_spacing_becomes_square_pixels,
                            skin_comes_to_the_top_and_sides_stay,
                            upside_down_picture_is_turned,
                            cut_files_give_their_frames_and_then_say_damaged,
                            file_that_vanishes_or_shrinks_is_said,
                            hostile_headers_are_refused,
                            real_sequences_have_all_their_frames,
                            NULL};

    if (!bv_test_real_dir()) {
        puts("# BEVEL_REAL_DIR is not set: without the real sequences");
        tests[sizeof(tests) / sizeof(tests[0]) - 2] = NULL;
    }
    return bv_test_run("plus_sequence", setup, NULL, tests);
}
