#include "support/test.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/log.h"
#include "records/preset_file.h"

static const char *folder;
static char path[256];
static struct bv_frame *screen;
static const struct bv_screen_scale scale = {
    .mm_per_px = 0.0625,
    .origin = BV_SCALE_READ,
    .why = "a ruler of 9 ticks, 5 mm apart, \"Depth 4.0 cm\"",
    .boxes = 2,
    .box = {{300, 20, 312, 280}, {10, 280, 60, 296}}};

static void paint(struct bv_frame *frame, int x, int y, int width, int height)
{
    for (int row = y; row < y + height; row++)
        memset(frame->pixels + row * frame->stride_bytes + x, 230,
               (size_t)width);
}

/* A screen with ticks so far apart, and a text with so many letters. */
static struct bv_frame *make_screen(int pitch, int letters)
{
    struct bv_frame *frame = bv_frame_new(320, 300);

    for (int y = 24; y < 280; y += pitch)
        paint(frame, 302, y, 8, 2);
    for (int i = 0; i < letters; i++)
        paint(frame, 12 + 8 * i, 282, 4, 10);
    return frame;
}

static void set_up(void)
{
    folder = bv_test_folder();
    snprintf(path, sizeof(path), "%s/bevel/presets.json", folder);
    screen = make_screen(32, 5);
    bv_log_set_level(BV_LOG_ERROR);
}

static void tear_down(void)
{
    bv_frame_unref(screen);
}

static struct bv_presets *read_them(void)
{
    struct bv_presets *presets;

    ck_assert_int_eq(bv_presets_read(path, &presets, NULL), 0);
    return presets;
}

static bool is_found(const struct bv_frame *frame)
{
    struct bv_presets *presets = read_them();
    bool found = bv_presets_find(presets, frame) != NULL;

    bv_presets_free(presets);
    return found;
}

static void write_text(const char *text)
{
    FILE *file;
    char parent[256];

    snprintf(parent, sizeof(parent), "%s/bevel", folder);
    mkdir(parent, 0700);
    file = fopen(path, "w");
    ck_assert_ptr_nonnull(file);
    fputs(text, file);
    fclose(file);
}

START_TEST(a_screen_is_known_again_with_its_scale)
{
    const struct bv_preset *found;
    struct bv_presets *presets;
    struct stat about;

    ck_assert(!is_found(screen)); /* there is no file yet */
    ck_assert_int_eq(bv_presets_keep(path, &scale, screen, NULL), 0);
    presets = read_them();
    found = bv_presets_find(presets, screen);
    ck_assert_ptr_nonnull(found);
    ck_assert(found->scale.mm_per_px == 0.0625);
    ck_assert(found->scale.origin == BV_SCALE_READ);
    ck_assert_str_eq(found->scale.why, scale.why);
    ck_assert_mem_eq(found->scale.box, scale.box, sizeof(scale.box));
    bv_presets_free(presets);
    ck_assert_int_eq(stat(path, &about), 0);
    ck_assert_int_eq(about.st_mode & 0777, 0600);
}
END_TEST

START_TEST(noise_is_no_other_screen)
{
    ck_assert_int_eq(bv_presets_keep(path, &scale, screen, NULL), 0);
    for (int i = 0; i < screen->height_px * screen->stride_bytes; i++)
        screen->pixels[i] = (uint8_t)(screen->pixels[i] + i * 7 % 20);
    ck_assert(is_found(screen));
}
END_TEST

START_TEST(another_ruler_text_or_size_is_another_screen)
{
    struct bv_frame *others[] = {make_screen(33, 5), make_screen(32, 4),
                                 bv_frame_new(320, 300),
                                 bv_frame_new(640, 480)};

    ck_assert_int_eq(bv_presets_keep(path, &scale, screen, NULL), 0);
    for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
        ck_assert(!is_found(others[i]));
        bv_frame_unref(others[i]);
    }
}
END_TEST

START_TEST(a_screen_has_one_scale_the_last_one)
{
    struct bv_screen_scale other = scale;
    struct bv_presets *presets;

    other.mm_per_px = 0.08;
    other.origin = BV_SCALE_MEASURED;
    ck_assert_int_eq(bv_presets_keep(path, &scale, screen, NULL), 0);
    ck_assert_int_eq(bv_presets_keep(path, &other, screen, NULL), 0);
    presets = read_them();
    ck_assert_int_eq(presets->count, 1);
    ck_assert(presets->preset[0].scale.mm_per_px == 0.08);
    ck_assert(presets->preset[0].scale.origin == BV_SCALE_MEASURED);
    bv_presets_free(presets);
}
END_TEST

START_TEST(ticks_alone_or_an_empty_box_make_no_preset)
{
    struct bv_screen_scale ticks = scale, empty = scale;

    ticks.boxes = 1;
    empty.box[1] = (struct bv_px_box){100, 100, 140, 120};
    ck_assert_int_eq(bv_presets_keep(path, &ticks, screen, NULL), -EINVAL);
    ck_assert_int_eq(bv_presets_keep(path, &empty, screen, NULL), -EINVAL);
    ck_assert_int_ne(access(path, F_OK), 0);
}
END_TEST

START_TEST(they_are_removed_one_by_one_or_all)
{
    struct bv_frame *other = make_screen(40, 3);
    struct bv_presets *presets;
    char id[9];

    ck_assert_int_eq(bv_presets_keep(path, &scale, screen, NULL), 0);
    ck_assert_int_eq(bv_presets_keep(path, &scale, other, NULL), 0);
    presets = read_them();
    ck_assert_int_eq(presets->count, 2);
    memcpy(id, presets->preset[0].id, sizeof(id));
    bv_presets_free(presets);
    ck_assert_int_eq(bv_presets_remove(path, "00000000", NULL), 0);
    ck_assert_int_eq(bv_presets_remove(path, id, NULL), 1);
    ck_assert(!is_found(screen));
    ck_assert(is_found(other));
    ck_assert_int_eq(bv_presets_remove(path, NULL, NULL), 1);
    ck_assert(!is_found(other));
    bv_frame_unref(other);
}
END_TEST

START_TEST(where_there_are_too_many_the_oldest_goes)
{
    struct bv_frame *last = NULL;
    struct bv_presets *presets;

    for (int i = 0; i <= BV_PRESETS_MAX; i++) {
        bv_frame_unref(last);
        last = make_screen(20 + i, 5);
        ck_assert_int_eq(bv_presets_keep(path, &scale, last, NULL), 0);
    }
    presets = read_them();
    ck_assert_int_eq(presets->count, BV_PRESETS_MAX);
    ck_assert_ptr_nonnull(bv_presets_find(presets, last));
    bv_presets_free(presets);
    bv_frame_unref(last);
    last = make_screen(20, 5);
    ck_assert(!is_found(last));
    bv_frame_unref(last);
}
END_TEST

static const char box_outside[] =
    "{\"format\":\"bevel-presets\",\"version\":1,\"presets\":[{\"id\":"
    "\"1\","
    "\"made\":\"\",\"width_px\":320,\"height_px\":300,\"mm_per_px\":0.1,"
    "\"from\":\"read\",\"why\":\"\",\"looks\":[{\"box_px\":[0,0,400,9],"
    "\"rows\":[]},{\"box_px\":[0,0,4,9],\"rows\":[]}]}]}";

START_TEST(a_damaged_file_is_set_aside)
{
    static const char *const texts[] = {
        "no JSON",
        "{\"format\":\"bevel-events\",\"version\":1}",
        "{\"format\":\"bevel-presets\",\"version\":1,\"presets\":[{}]}",
        box_outside,
    };
    char aside[sizeof(path) + 16];

    snprintf(aside, sizeof(aside), "%s.damaged", path);
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        write_text(texts[i]);
        ck_assert(!is_found(screen));
        ck_assert_int_eq(access(aside, F_OK), 0);
        ck_assert_int_ne(access(path, F_OK), 0);
        unlink(aside);
    }
    ck_assert_int_eq(bv_presets_keep(path, &scale, screen, NULL), 0);
    ck_assert(is_found(screen));
}
END_TEST

START_TEST(a_newer_bevels_file_is_left_alone)
{
    struct bv_presets *presets;
    struct bv_fault fault = {0};

    write_text("{\"format\":\"bevel-presets\",\"version\":2}");
    ck_assert_int_eq(bv_presets_read(path, &presets, &fault), -ENOTSUP);
    ck_assert_ptr_nonnull(strstr(fault.text, "newer bevel"));
    ck_assert_int_eq(bv_presets_keep(path, &scale, screen, NULL), -ENOTSUP);
    ck_assert_int_eq(access(path, F_OK), 0);
}
END_TEST

int main(void)
{
    const TTest *tests[] = {
        a_screen_is_known_again_with_its_scale,
        noise_is_no_other_screen,
        another_ruler_text_or_size_is_another_screen,
        a_screen_has_one_scale_the_last_one,
        ticks_alone_or_an_empty_box_make_no_preset,
        they_are_removed_one_by_one_or_all,
        where_there_are_too_many_the_oldest_goes,
        a_damaged_file_is_set_aside,
        a_newer_bevels_file_is_left_alone,
        NULL,
    };

    return bv_test_run("presets", set_up, tear_down, tests);
}
