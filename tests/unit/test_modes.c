#include "support/test.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "acquisition/modes.h"

static const uint32_t at_60 = 166666, at_5994 = 166833, at_30 = 333333,
                      at_5 = 2000000;

static struct bv_modes modes;
static struct bv_mode_wish wish;
static struct bv_fault fault;

static void setup(void)
{
    modes = (struct bv_modes){0};
    wish = (struct bv_mode_wish){0};
    fault = (struct bv_fault){0};
}

/* A format whose default is its first size. */
static struct bv_mode_format *add_format(enum bv_coding coding)
{
    struct bv_mode_format *format = &modes.formats[modes.format_count++];

    *format = (struct bv_mode_format){.coding = coding, .default_size = 1};
    return format;
}

static struct bv_mode_size *add_size(struct bv_mode_format *format,
                                     int width_px, int height_px,
                                     uint32_t interval)
{
    struct bv_mode_size *size = &format->sizes[format->size_count++];

    *size = (struct bv_mode_size){.index = (uint8_t)format->size_count,
                                  .width_px = width_px,
                                  .height_px = height_px};
    bv_mode_add_interval(size, interval);
    return size;
}

static void add(enum bv_coding coding, int width_px, int height_px,
                uint32_t interval)
{
    add_size(add_format(coding), width_px, height_px, interval);
}

static int read_wish(const char *name)
{
    char device[32];

    return bv_mode_wish_read(name, device, sizeof(device), &wish, &fault);
}

/* What is chosen where this was named, as it is typed. */
static void assert_chosen(const char *named, const char *mode)
{
    char text[BV_MODE_TEXT_SIZE];
    struct bv_mode chosen;

    ck_assert_msg(read_wish(named) == 0, "%s", fault.text);
    ck_assert_int_eq(bv_modes_choose(&modes, &wish, &chosen), 0);
    bv_mode_write(&chosen, text);
    ck_assert_str_eq(text, mode);
}

static void assert_none(const char *named)
{
    struct bv_mode chosen;

    ck_assert_msg(read_wish(named) == 0, "%s", fault.text);
    ck_assert_int_eq(bv_modes_choose(&modes, &wish, &chosen), -ENOENT);
}

START_TEST(mode_is_the_default_size_without_loss_where_that_is_fast)
{
    struct bv_mode_format *yuy2 = add_format(BV_CODING_YUY2);

    add_size(yuy2, 640, 480, at_60);
    add_size(yuy2, 1920, 1080, at_30);
    yuy2->default_size = 2;
    assert_chosen("", "1920x1080@30,yuy2");
    add(BV_CODING_MJPEG, 1920, 1080, at_60);
    assert_chosen("", "1920x1080@30,yuy2");
    add(BV_CODING_NV12, 1920, 1080, at_30);
    assert_chosen("", "1920x1080@30,nv12");
}
END_TEST

START_TEST(mode_of_five_pictures_a_second_is_not_taken_where_another_is_there)
{
    add(BV_CODING_YUY2, 1920, 1080, at_5);
    assert_chosen("", "1920x1080@5,yuy2");
    add(BV_CODING_MJPEG, 1280, 720, at_30);
    assert_chosen("", "1280x720@30,mjpeg");
}
END_TEST

START_TEST(what_is_named_is_taken_and_the_rest_is_the_best_of_that)
{
    struct bv_mode_format *yuy2 = add_format(BV_CODING_YUY2);
    struct bv_mode_format *mjpeg = add_format(BV_CODING_MJPEG);

    bv_mode_add_interval(add_size(yuy2, 640, 480, at_60), at_30);
    add_size(yuy2, 1920, 1080, at_5);
    add_size(mjpeg, 1280, 720, at_60);
    add_size(mjpeg, 1920, 1080, at_30);
    assert_chosen(",640x480", "640x480@60,yuy2");
    assert_chosen(",640x480@30", "640x480@30,yuy2");
    assert_chosen(",MJPG", "1280x720@60,mjpeg");
    assert_chosen(",1920x1080", "1920x1080@30,mjpeg");
    assert_chosen("dev,yuyv,1920x1080", "1920x1080@5,yuy2");
    assert_chosen(",@30,mjpeg", "1920x1080@30,mjpeg");
    assert_none(",nv12");
    assert_none(",640x480,mjpeg");
    assert_none(",@25");
    assert_none(",640x479");
}
END_TEST

START_TEST(rate_is_the_next_one_within_a_hundredth)
{
    struct bv_mode_size *size =
        add_size(add_format(BV_CODING_NV12), 640, 480, at_60);

    bv_mode_add_interval(size, at_5994);
    assert_chosen(",@60", "640x480@60,nv12");
    assert_chosen(",@59.94", "640x480@59.94,nv12");
    assert_none(",@58");
}
END_TEST

START_TEST(any_rate_of_a_range_can_be_named)
{
    struct bv_mode_size *size =
        add_size(add_format(BV_CODING_NV12), 640, 480, at_60);

    bv_mode_add_interval(size, at_5);
    assert_none(",@25");
    size->is_range = true;
    assert_chosen(",@25", "640x480@25,nv12");
    assert_none(",@61");
    assert_none(",@4");
}
END_TEST

START_TEST(device_that_names_no_rates_is_taken_at_its_own)
{
    add(BV_CODING_YUY2, 640, 480, 0);
    assert_chosen("", "640x480,yuy2");
    assert_none(",@30");
}
END_TEST

START_TEST(device_and_mode_are_told_apart)
{
    char device[16];

    ck_assert_int_eq(
        bv_mode_wish_read("534d:2109", device, sizeof(device), &wish, &fault),
        0);
    ck_assert_str_eq(device, "534d:2109");
    ck_assert_double_eq(wish.rate_hz, 0);
    ck_assert_int_eq(bv_mode_wish_read("534d:2109,@50", device, sizeof(device),
                                       &wish, &fault),
                     0);
    ck_assert_str_eq(device, "534d:2109");
    ck_assert_double_eq(wish.rate_hz, 50);
    ck_assert_int_eq(bv_mode_wish_read("/dev/v4l/by-id/a-long-name", device,
                                       sizeof(device), &wish, &fault),
                     -ENAMETOOLONG);
}
END_TEST

START_TEST(what_is_no_mode_is_said)
{
    static const char *const wrong[] = {
        ",",
        ",fast",
        ",640",
        ",640x",
        ",x480",
        ",640x480x2",
        ",640x480@",
        ",@",
        ",@0",
        ",0x480",
        ",-1x480",
        ",640x480@60fps",
        ",nv12,yuy2",
        ",nv12,nv12",
        ",@30,@60",
        ",640x480,",
        ",640x480,@5,640x480",
        ",9999999x480",
        ",640x480@1e9",
        ", 640x480",
        ",a-very-long-word-that-no-mode-has-in-it",
    };

    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        fault = (struct bv_fault){0};
        ck_assert_msg(read_wish(wrong[i]) == -EINVAL, "%s", wrong[i]);
        ck_assert(strstr(fault.text, "is no mode: type a size"));
    }
}
END_TEST

START_TEST(what_there_is_is_said_and_cut_where_it_gets_long)
{
    struct bv_mode_format *format = add_format(BV_CODING_NV12);
    char text[200];

    add_size(format, 640, 480, at_60);
    ck_assert_int_eq(read_wish(",800x600@60,mjpeg"), 0);
    bv_modes_say_none(&modes, &wish, text, sizeof(text));
    ck_assert_str_eq(text, "has no mode 800x600@60,mjpeg; it has NV12 640 x "
                           "480 at 60 a second");
    for (int i = 1; i < BV_MODE_SIZES_MAX; i++)
        add_size(format, 640 + 2 * i, 480, at_60);
    bv_modes_say_none(&modes, &wish, text, sizeof(text));
    ck_assert_uint_eq(strlen(text), sizeof(text) - 1);
    ck_assert(strstr(text, "...; `bevel sources` lists all"));
}
END_TEST

START_TEST(modes_are_listed_with_the_one_that_is_taken)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);

    bv_mode_add_interval(add_size(add_format(BV_CODING_YUY2), 640, 480, at_60),
                         at_30);
    bv_modes_list(out, &modes, "usb:534d:2109");
    fclose(out);
    ck_assert_str_eq(text, "        YUY2  640 x 480 at 60, 30 a second\n"
                           "        taken where none is named: "
                           "usb:534d:2109,640x480@60,yuy2\n");
    free(text);
}
END_TEST

int main(void)
{
    const TTest *tests[] = {
        mode_is_the_default_size_without_loss_where_that_is_fast,
        mode_of_five_pictures_a_second_is_not_taken_where_another_is_there,
        what_is_named_is_taken_and_the_rest_is_the_best_of_that,
        rate_is_the_next_one_within_a_hundredth,
        any_rate_of_a_range_can_be_named,
        device_that_names_no_rates_is_taken_at_its_own,
        device_and_mode_are_told_apart,
        what_is_no_mode_is_said,
        what_there_is_is_said_and_cut_where_it_gets_long,
        modes_are_listed_with_the_one_that_is_taken,
        NULL};

    return bv_test_run("modes", setup, NULL, tests);
}
