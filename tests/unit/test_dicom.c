#include "support/test.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "acquisition/dicom.h"
#include "acquisition/dicom_head.h"
#include "acquisition/source.h"

/* Files of explicit little-endian values, written by hand; what Debian's tools
 * make is in tests/cli/test_dicom.py. */
enum { width_px = 64, height_px = 48, frame_bytes = width_px * height_px };

static char path[400];
static struct bv_fault fault;
static uint8_t bytes[1 << 20];
static size_t size;
static uint8_t pixels[3 * frame_bytes];

static void put(const void *from, size_t count)
{
    ck_assert_uint_le(size + count, sizeof(bytes));
    memcpy(bytes + size, from, count);
    size += count;
}

static void put_number(uint32_t number, size_t count)
{
    uint8_t little[4] = {(uint8_t)number, (uint8_t)(number >> 8),
                         (uint8_t)(number >> 16), (uint8_t)(number >> 24)};

    put(little, count);
}

static void put_head(uint16_t group, uint16_t tag, const char *kind,
                     size_t count)
{
    bool is_long = strcmp(kind, "OB") == 0 || strcmp(kind, "SQ") == 0;

    put_number(group, 2);
    put_number(tag, 2);
    put(kind, 2);
    if (is_long)
        put_number(0, 2);
    put_number((uint32_t)count, is_long ? 4 : 2);
}

static void put_text(uint16_t group, uint16_t tag, const char *kind,
                     const char *text)
{
    size_t length = strlen(text);

    put_head(group, tag, kind, length + length % 2);
    put(text, length);
    if (length % 2)
        put(strcmp(kind, "UI") == 0 ? "" : " ", 1);
}

static void put_short(uint16_t group, uint16_t tag, uint16_t value)
{
    put_head(group, tag, "US", 2);
    put_number(value, 2);
}

static void put_long(uint16_t group, uint16_t tag, uint32_t value)
{
    put_head(group, tag, "UL", 4);
    put_number(value, 4);
}

static void put_real(uint16_t group, uint16_t tag, double value)
{
    put_head(group, tag, "FD", sizeof(value));
    put(&value, sizeof(value));
}

/* What a file is made of; 0 and NULL: left out. */
struct file {
    const char *frames, *frame_ms, *vector_ms, *cine_hz, *aspect;
    uint16_t rows, columns, units;
    double x_cm, y_cm;
    struct bv_px_box box; /* with its last row and column */
    size_t pixel_bytes;
};

static void put_region(const struct file *file)
{
    size_t start = size + 12, item;

    put_head(0x18, 0x6011, "SQ", 0);
    put_number(0xe000fffe, 4);
    put_number(0, 4);
    item = size;
    put_short(0x18, 0x6012, 1);
    put_short(0x18, 0x6014, 1);
    put_long(0x18, 0x6018, (uint32_t)file->box.left);
    put_long(0x18, 0x601a, (uint32_t)file->box.top);
    put_long(0x18, 0x601c, (uint32_t)file->box.right);
    put_long(0x18, 0x601e, (uint32_t)file->box.bottom);
    put_short(0x18, 0x6024, file->units);
    put_short(0x18, 0x6026, file->units);
    put_real(0x18, 0x602c, file->x_cm);
    put_real(0x18, 0x602e, file->y_cm);
    bytes[start - 4] = (uint8_t)(size - start);
    bytes[item - 4] = (uint8_t)(size - item);
}

static void write_bytes(size_t count)
{
    FILE *out = fopen(path, "wb");

    ck_assert_ptr_nonnull(out);
    ck_assert_uint_eq(fwrite(bytes, 1, count, out), count);
    ck_assert_int_eq(fclose(out), 0);
}

static void write_file(const struct file *file)
{
    size = 0;
    memset(bytes, 0, 128);
    size = 128;
    put("DICM", 4);
    put_text(2, 0x10, "UI", "1.2.840.10008.1.2.1");
    if (file->frame_ms)
        put_text(0x18, 0x1063, "DS", file->frame_ms);
    if (file->cine_hz)
        put_text(0x18, 0x40, "IS", file->cine_hz);
    if (file->vector_ms)
        put_text(0x18, 0x1065, "DS", file->vector_ms);
    if (file->box.right)
        put_region(file);
    put_short(0x28, 2, 1);
    put_text(0x28, 4, "CS", "MONOCHROME2");
    if (file->frames)
        put_text(0x28, 8, "IS", file->frames);
    put_short(0x28, 0x10, file->rows);
    put_short(0x28, 0x11, file->columns);
    if (file->aspect)
        put_text(0x28, 0x34, "IS", file->aspect);
    put_short(0x28, 0x100, 8);
    put_short(0x28, 0x101, 8);
    put_short(0x28, 0x102, 7);
    put_short(0x28, 0x103, 0);
    if (file->pixel_bytes) {
        put_head(0x7fe0, 0x10, "OB", file->pixel_bytes);
        put(pixels, file->pixel_bytes);
    }
    write_bytes(size);
}

/* Three frames; the rest is up to the test. */
static struct file cine(void)
{
    return (struct file){.frames = "3",
                         .rows = height_px,
                         .columns = width_px,
                         .pixel_bytes = sizeof(pixels)};
}

static void setup(void)
{
    uint32_t state = 1;

    snprintf(path, sizeof(path), "%s/cine.dcm", bv_test_folder());
    for (size_t i = 0; i < sizeof(pixels); i++) {
        state = state * 1664525u + 1013904223u;
        pixels[i] = (uint8_t)(state >> 24);
    }
}

static struct bv_source *open_source(void)
{
    const struct bv_source_options options = {.mm_per_px = 0.5};
    struct bv_source *source = NULL;

    fault = (struct bv_fault){0};
    ck_assert_msg(bv_source_open(path, &options, &source, &fault) == 0, "%s",
                  fault.text);
    ck_assert_str_eq(bv_source_info(source)->driver, "dicom");
    return source;
}

static struct bv_frame *read_frame(struct bv_source *source)
{
    struct bv_frame *frame = NULL;
    int error = bv_source_read(source, 0, &frame, &fault);

    ck_assert_msg(error == 0, "%d %s", error, fault.text);
    return frame;
}

static void assert_refused(int error, const char *says)
{
    struct bv_source *source;

    fault = (struct bv_fault){0};
    ck_assert_int_eq(bv_source_open(path, NULL, &source, &fault), error);
    ck_assert_msg(strstr(fault.text, path) && strstr(fault.text, says), "%s",
                  fault.text);
}

START_TEST(pictures_come_back_as_they_were_stored)
{
    struct file file = cine();
    struct bv_source *source;

    write_file(&file);
    source = open_source();
    ck_assert_int_eq(bv_source_info(source)->frame_count, 3);
    ck_assert(!bv_source_info(source)->still);
    for (int i = 0; i < 3; i++) {
        struct bv_frame *frame = read_frame(source);

        ck_assert_uint_eq(frame->sequence, (uint32_t)i);
        ck_assert_double_eq(frame->mm_per_px, 0.5);
        ck_assert_int_eq(frame->scan_box.right, 0);
        for (int y = 0; y < height_px; y++)
            ck_assert_mem_eq(frame->pixels + y * frame->stride_bytes,
                             pixels + i * frame_bytes + y * width_px, width_px);
        bv_frame_unref(frame);
    }
    ck_assert_int_eq(bv_source_read(source, 0, NULL, &fault), -ENODATA);
    bv_source_close(source);
}
END_TEST

START_TEST(file_of_one_picture_is_a_still)
{
    struct file file = cine();
    struct bv_source *source;

    file.frames = NULL;
    file.pixel_bytes = frame_bytes;
    write_file(&file);
    source = open_source();
    ck_assert(bv_source_info(source)->still);
    ck_assert_int_eq(bv_source_info(source)->frame_count, 1);
    bv_source_close(source);
}
END_TEST

/* The times of the three frames, ms. */
static void assert_times(const struct file *file, double second, double third)
{
    struct bv_source *source;
    double expected[] = {0, second, third};

    write_file(file);
    source = open_source();
    for (int i = 0; i < 3; i++) {
        struct bv_frame *frame = read_frame(source);

        ck_assert_double_eq_tol((double)frame->time_ns / 1e6, expected[i],
                                1e-3);
        bv_frame_unref(frame);
    }
    bv_source_close(source);
}

START_TEST(times_are_the_files_own)
{
    struct file file = cine();

    assert_times(&file, 1000 / 30.0, 2000 / 30.0);
    file.cine_hz = "25";
    assert_times(&file, 40, 80);
    file.frame_ms = "20.5";
    assert_times(&file, 20.5, 41);
    file.vector_ms = "0\\30\\50";
    assert_times(&file, 30, 80);
}
END_TEST

START_TEST(times_that_cannot_be_are_not_believed)
{
    struct file file = cine();

    file.frame_ms = "20";
    file.vector_ms = "0\\30";
    assert_times(&file, 20, 40);
    file.vector_ms = "0\\-30\\30";
    assert_times(&file, 20, 40);
    file.vector_ms = NULL;
    file.frame_ms = "0";
    assert_times(&file, 1000 / 30.0, 2000 / 30.0);
    file.frame_ms = "-5";
    file.cine_hz = "50";
    assert_times(&file, 20, 40);
}
END_TEST

START_TEST(region_gives_scale_and_place)
{
    struct file file = cine();
    struct bv_source *source;
    struct bv_frame *frame;

    file.box = (struct bv_px_box){10, 5, 59, 44};
    file.units = 3;
    file.x_cm = file.y_cm = 0.0125;
    write_file(&file);
    source = open_source();
    frame = read_frame(source);
    ck_assert_double_eq_tol(frame->mm_per_px, 0.125, 1e-12);
    ck_assert_int_eq(frame->width_px, width_px);
    ck_assert_int_eq(frame->scan_box.left, 10);
    ck_assert_int_eq(frame->scan_box.top, 5);
    ck_assert_int_eq(frame->scan_box.right, 60);
    ck_assert_int_eq(frame->scan_box.bottom, 45);
    bv_frame_unref(frame);
    bv_source_close(source);
}
END_TEST

START_TEST(region_that_is_not_in_cm_is_no_scale)
{
    struct file file = cine();
    struct bv_source *source;
    struct bv_frame *frame;

    file.box = (struct bv_px_box){10, 5, 59, 44};
    file.units = 4;
    file.x_cm = file.y_cm = 0.0125;
    write_file(&file);
    source = open_source();
    frame = read_frame(source);
    ck_assert_double_eq(frame->mm_per_px, 0.5);
    ck_assert_int_eq(frame->scan_box.left, 10);
    bv_frame_unref(frame);
    bv_source_close(source);
}
END_TEST

START_TEST(uneven_pixels_become_square)
{
    struct file file = cine();
    struct bv_source *source;
    struct bv_frame *frame;

    file.box = (struct bv_px_box){10, 5, 59, 44};
    file.units = 3;
    file.x_cm = 0.02;
    file.y_cm = 0.01;
    write_file(&file);
    source = open_source();
    frame = read_frame(source);
    ck_assert_int_eq(frame->width_px, 2 * width_px);
    ck_assert_int_eq(frame->height_px, height_px);
    ck_assert_double_eq_tol(frame->mm_per_px, 0.1, 1e-12);
    ck_assert_double_eq_tol(bv_source_info(source)->to_input.xx, 0.5, 1e-12);
    ck_assert_int_eq(frame->scan_box.left, 20);
    ck_assert_int_eq(frame->scan_box.right, 120);
    bv_frame_unref(frame);
    bv_source_close(source);
    /* Without a region the shape may still be said, height first. */
    file.box = (struct bv_px_box){0, 0, 0, 0};
    file.aspect = "1\\2";
    write_file(&file);
    source = open_source();
    ck_assert_int_eq(bv_source_info(source)->width_px, 2 * width_px);
    bv_source_close(source);
}
END_TEST

/* As the frames say it, then damage. */
static void assert_cut_after(int frames)
{
    struct bv_source *source = open_source();
    struct bv_frame *frame;

    for (int i = 0; i < frames; i++)
        bv_frame_unref(read_frame(source));
    ck_assert_int_eq(bv_source_read(source, 0, &frame, &fault), -EBADMSG);
    ck_assert_ptr_nonnull(strstr(fault.text, "is damaged after frame "));
    bv_source_close(source);
}

START_TEST(cut_files_give_their_frames_and_then_say_damaged)
{
    struct file file = cine();

    write_file(&file);
    write_bytes(size - 1);
    assert_cut_after(2);
    write_bytes(size - frame_bytes - 10);
    assert_cut_after(1);
    write_bytes(size - 2 * frame_bytes - 10);
    assert_refused(-EBADMSG, "damaged");
    write_bytes(size - 3 * frame_bytes - 12);
    assert_refused(-EINVAL, "holds no picture");
    write_bytes(size - 3 * frame_bytes - 40);
    assert_refused(-EBADMSG, "damaged");
    write_bytes(140);
    assert_refused(-EBADMSG, "damaged");
}
END_TEST

START_TEST(hostile_headers_are_refused)
{
    struct file file = cine();

    file.rows = 0;
    write_file(&file);
    assert_refused(-ERANGE, "64 x 0 px");
    file.rows = file.columns = 65535;
    write_file(&file);
    assert_refused(-ERANGE, "65535 x 65535 px");
    file = cine();
    file.pixel_bytes = 0;
    write_file(&file);
    assert_refused(-EINVAL, "holds no picture");
    file.pixel_bytes = frame_bytes - 2;
    write_file(&file);
    assert_refused(-EBADMSG, "damaged");
    file = cine();
    file.frames = "0";
    write_file(&file);
    assert_refused(-EBADMSG, "damaged");
    file.frames = "99999999999";
    write_file(&file);
    assert_refused(-EBADMSG, "damaged");
}
END_TEST

START_TEST(more_frames_are_claimed_than_are_there)
{
    struct file file = cine();

    file.frames = "1000000000";
    write_file(&file);
    assert_cut_after(3);
}
END_TEST

START_TEST(sequences_in_sequences_without_end_are_refused)
{
    struct file file = cine();

    write_file(&file);
    size = 132;
    put_text(2, 0x10, "UI", "1.2.840.10008.1.2.1");
    for (int i = 0; i < 20000; i++) {
        put_head(8, 0x1140, "SQ", 0xffffffff);
        put_number(0xe000fffe, 4);
        put_number(0xffffffff, 4);
    }
    write_bytes(size);
    assert_refused(-EFBIG, "more nested");
}
END_TEST

START_TEST(file_without_a_preamble_is_known)
{
    struct file file = cine();
    uint8_t text[16] = "8 lines of text";
    uint8_t data_set[16] = {8, 0, 5, 0, 'C', 'S', 10, 0, 'I', 'S', 'O'};

    write_file(&file);
    ck_assert_int_eq(bv_dicom_head_sure(bytes, size), 95);
    ck_assert_int_eq(bv_dicom_head_sure(bytes, 131), 0);
    ck_assert_int_eq(bv_dicom_head_sure(data_set, 16), 40);
    ck_assert_int_eq(bv_dicom_head_sure(text, 16), 0);
    memmove(bytes, bytes + 132, size - 132);
    size -= 132;
    write_bytes(size);
    bv_source_close(open_source());
}
END_TEST

START_TEST(file_that_vanishes_or_shrinks_is_said)
{
    struct file file = cine();
    struct bv_source *source;
    struct bv_frame *frame;

    write_file(&file);
    source = open_source();
    bv_frame_unref(read_frame(source));
    ck_assert_int_eq(truncate(path, 1000), 0);
    ck_assert_int_eq(bv_source_read(source, 0, &frame, &fault), -ENODEV);
    bv_source_close(source);
    write_file(&file);
    source = open_source();
    bv_frame_unref(read_frame(source));
    ck_assert_int_eq(unlink(path), 0);
    fault = (struct bv_fault){0};
    ck_assert_int_eq(bv_source_read(source, 0, &frame, &fault), -ENODEV);
    ck_assert_ptr_nonnull(strstr(fault.text, "deleted"));
    bv_source_close(source);
}
END_TEST

START_TEST(folder_of_dicom_files_names_them)
{
    struct file file = cine();
    struct bv_source *source;

    write_file(&file);
    *strrchr(path, '/') = '\0';
    fault = (struct bv_fault){0};
    ck_assert_int_eq(bv_source_open(path, NULL, &source, &fault), -ENOENT);
    ck_assert_msg(strstr(fault.text, "1 DICOM file") &&
                      strstr(fault.text, "cine.dcm"),
                  "%s", fault.text);
}
END_TEST

int main(void)
{
    const TTest *tests[] = {pictures_come_back_as_they_were_stored,
                            file_of_one_picture_is_a_still,
                            times_are_the_files_own,
                            times_that_cannot_be_are_not_believed,
                            region_gives_scale_and_place,
                            region_that_is_not_in_cm_is_no_scale,
                            uneven_pixels_become_square,
                            cut_files_give_their_frames_and_then_say_damaged,
                            hostile_headers_are_refused,
                            more_frames_are_claimed_than_are_there,
                            sequences_in_sequences_without_end_are_refused,
                            file_without_a_preamble_is_known,
                            file_that_vanishes_or_shrinks_is_said,
                            folder_of_dicom_files_names_them,
                            NULL};

    if (strstr(bv_dicom_help, "without DCMTK"))
        return bv_test_skip("this bevel is built without DCMTK");
    return bv_test_run("dicom", setup, NULL, tests);
}
