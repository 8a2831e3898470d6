#include "support/test.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "acquisition/source.h"

enum { side_px = 40 };

static char folder[300];
static struct bv_fault fault;

static void setup(void)
{
    snprintf(folder, sizeof(folder), "%s", bv_test_folder());
}

static const char *in_folder(const char *name)
{
    static char path[400];

    snprintf(path, sizeof(path), "%s/%s", folder, name);
    return path;
}

/* A square picture of one grey. */
static void write_picture(const char *name, int size_px, int grey)
{
    FILE *file = fopen(in_folder(name), "wb");

    ck_assert_ptr_nonnull(file);
    fprintf(file, "P5\n%d %d\n255\n", size_px, size_px);
    for (int i = 0; i < size_px * size_px; i++)
        putc(grey, file);
    ck_assert_int_eq(fclose(file), 0);
}

static struct bv_source *open_folder(void)
{
    struct bv_source *source = NULL;

    ck_assert_msg(bv_source_open(folder, NULL, &source, &fault) == 0, "%s",
                  fault.text);
    return source;
}

START_TEST(pictures_come_in_natural_order_at_30_a_second)
{
    static const char *const names[] = {"img10.pgm", "img2.pgm", "img1.pgm",
                                        "img010b.pgm", "notes.txt"};
    static const int order[] = {2, 1, 0, 3};
    struct bv_source *source;
    struct bv_frame *frame;
    FILE *text;

    for (int i = 0; i < 4; i++)
        write_picture(names[i], side_px, 10 + i);
    text = fopen(in_folder(names[4]), "w");
    fputs("not a picture", text);
    fclose(text);
    source = open_folder();
    ck_assert_int_eq(bv_source_info(source)->frame_count, 4);
    ck_assert(!bv_source_info(source)->still);
    for (int i = 0; i < 4; i++) {
        ck_assert_int_eq(bv_source_read(source, 0, &frame, &fault), 0);
        ck_assert_int_eq(frame->pixels[0], 10 + order[i]);
        ck_assert_double_eq_tol((double)frame->time_ns * 1e-9, i / 30.0, 1e-8);
        ck_assert_uint_eq(frame->sequence, (uint32_t)i);
        bv_frame_unref(frame);
    }
    ck_assert_int_eq(bv_source_read(source, 0, &frame, &fault), -ENODATA);
    bv_source_close(source);
}
END_TEST

START_TEST(folder_without_pictures_is_one_sentence)
{
    struct bv_source *source;

    ck_assert_int_eq(bv_source_open(folder, NULL, &source, &fault), -ENOENT);
    ck_assert_ptr_nonnull(strstr(fault.text, "There is no picture in"));
    ck_assert_ptr_nonnull(strstr(fault.text, folder));
}
END_TEST

/* The first picture comes, the second is a fault that names it. */
static void assert_ends_at(const char *name, int error)
{
    struct bv_source *source = open_folder();
    struct bv_frame *frame;

    ck_assert_int_eq(bv_source_read(source, 0, &frame, &fault), 0);
    bv_frame_unref(frame);
    ck_assert_int_eq(bv_source_read(source, 0, &frame, &fault), error);
    ck_assert_msg(strstr(fault.text, name) != NULL, "%s", fault.text);
    ck_assert_int_eq(bv_source_read(source, 0, &frame, &fault), error);
    bv_source_close(source);
}

START_TEST(picture_of_another_size_is_named)
{
    write_picture("1.pgm", side_px, 1);
    write_picture("2.pgm", side_px + 8, 2);
    assert_ends_at("2.pgm is 48 x 48 px", -EBADMSG);
}
END_TEST

START_TEST(damaged_picture_is_named)
{
    write_picture("1.pgm", side_px, 1);
    write_picture("2.pgm", side_px, 2);
    ck_assert_int_eq(truncate(in_folder("2.pgm"), 100), 0);
    assert_ends_at("2.pgm", -EBADMSG);
}
END_TEST

START_TEST(picture_that_vanishes_is_named)
{
    struct bv_source *source;
    struct bv_frame *frame;

    write_picture("1.pgm", side_px, 1);
    write_picture("2.pgm", side_px, 2);
    source = open_folder();
    ck_assert_int_eq(bv_source_read(source, 0, &frame, &fault), 0);
    bv_frame_unref(frame);
    ck_assert_int_eq(unlink(in_folder("2.pgm")), 0);
    ck_assert_int_eq(bv_source_read(source, 0, &frame, &fault), -ENODEV);
    ck_assert_ptr_nonnull(strstr(fault.text, "2.pgm was deleted"));
    bv_source_close(source);
}
END_TEST

int main(void)
{
    const TTest *tests[] = {pictures_come_in_natural_order_at_30_a_second,
                            folder_without_pictures_is_one_sentence,
                            picture_of_another_size_is_named,
                            damaged_picture_is_named,
                            picture_that_vanishes_is_named,
                            NULL};

    return bv_test_run("folder", setup, NULL, tests);
}
