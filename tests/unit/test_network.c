#include "support/test.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/clock.h"
#include "guidance/network.h"
#include "support/speckle.h"

enum { width = 400, height = 300, map_cells = 48 * 48 };

/* 32 degrees down from the left side. */
static const struct bv_px_segment shaft = {{0, 30}, {208, 160}};

static struct bv_network *network;
static struct bv_evidence_maker *maker;
static struct bv_frame *frame;
static struct bv_evidence evidence;
static struct bv_network_maps maps;
static uint8_t mask[width * height];
static char path[64];

static void set_up(void)
{
    ck_assert_int_eq(bv_network_new(&network), 0);
    maker = bv_evidence_maker_new(BV_EVIDENCE_SIDE_PX);
    frame = bv_frame_new(width, height);
    memset(mask, 255, sizeof(mask));
    strcpy(path, "/tmp/bevel-network-XXXXXX");
    ck_assert_int_ge(close(mkstemp(path)), 0);
}

static void tear_down(void)
{
    bv_network_free(network);
    bv_evidence_maker_free(maker);
    bv_frame_unref(frame);
    unlink(path);
    unsetenv("BEVEL_NETWORK");
}

static void look(double time_s)
{
    struct bv_scan_area area = {.shape = BV_SCAN_UNKNOWN};

    ck_assert_int_eq(bv_evidence_step(maker, frame, &area, mask, &evidence), 0);
    ck_assert_int_eq(
        bv_network_step(network, &evidence, bv_s_to_ns(time_s), &maps), 0);
}

/* Tissue, and a needle in it down to so much of its way; 0: none. */
static void paint(double share)
{
    struct bv_px_segment piece = shaft;

    speckle_paint(frame, &(struct speckle_view){.seed = 5, .noise_seed = 3});
    for (int i = 0; i < width * height; i++)
        frame->pixels[i] /= 2;
    piece.to = bv_px_segment_at(&shaft, share * bv_px_segment_length(&shaft));
    if (share > 0)
        speckle_line(frame, &piece);
}

static double highest(enum bv_vision_map which)
{
    double best = -INFINITY;

    for (int i = 0; i < map_cells; i++)
        best = fmax(best, (double)maps.maps[which * map_cells + i]);
    return best;
}

/* Mean log odds along the shaft, moved deeper by so much. */
static double mean_along(double deeper_px)
{
    double length = bv_px_segment_length(&shaft), sum = 0;
    double right = (shaft.to.x - shaft.from.x) / length;
    double down = (shaft.to.y - shaft.from.y) / length;
    float along[40];

    bv_network_along(&maps, shaft.from.x - deeper_px * down + 40 * right,
                     shaft.from.y + deeper_px * right + 40 * down, right, down,
                     4, 40, along);
    for (int i = 0; i < 40; i++)
        sum += (double)along[i] / 40;
    return sum;
}

static void write_file(const void *bytes, size_t size)
{
    FILE *out = fopen(path, "wb");

    ck_assert_ptr_nonnull(out);
    ck_assert_int_eq(fwrite(bytes, 1, size, out), size);
    ck_assert_int_eq(fclose(out), 0);
}

START_TEST(a_file_that_is_not_there_is_said_to_be_missing)
{
    struct bv_network *other = NULL;

    ck_assert_int_eq(bv_network_open("/nowhere/needle.onnx", &other), -ENOENT);
    ck_assert_int_eq(setenv("BEVEL_NETWORK", "/nowhere/needle.onnx", 1), 0);
    ck_assert_int_eq(bv_network_new(&other), -ENOENT);
    ck_assert_ptr_null(other);
}
END_TEST

START_TEST(an_empty_name_in_the_environment_asks_for_none)
{
    struct bv_network *other = NULL;

    ck_assert_int_eq(setenv("BEVEL_NETWORK", "", 1), 0);
    ck_assert_int_eq(bv_network_new(&other), -ENOENT);
    ck_assert_ptr_null(other);
}
END_TEST

START_TEST(what_is_no_network_is_refused)
{
    static const char words[] = "This is not a network, nor was it ever one.";
    static uint8_t noise[20000], much[9 << 20];
    struct bv_network *other = NULL;

    for (size_t i = 0; i < sizeof(noise); i++)
        noise[i] = (uint8_t)(i * 2654435761u >> 13);
    write_file("", 0);
    ck_assert_int_eq(bv_network_open(path, &other), -EINVAL);
    write_file(words, sizeof(words));
    ck_assert_int_eq(bv_network_open(path, &other), -EINVAL);
    write_file(noise, sizeof(noise));
    ck_assert_int_eq(bv_network_open(path, &other), -EINVAL);
    write_file(much, sizeof(much));
    ck_assert_int_eq(bv_network_open(path, &other), -EINVAL);
    ck_assert_int_lt(bv_network_open("/tmp", &other), 0);
    ck_assert_ptr_null(other);
}
END_TEST

START_TEST(a_black_picture_shows_no_needle)
{
    memset(frame->pixels, 0, (size_t)frame->stride_bytes * height);
    look(0);
    ck_assert(highest(BV_VISION_MAP_SHAFT) < 0);
    ck_assert(highest(BV_VISION_MAP_TIP) < 0);
}
END_TEST

START_TEST(an_even_grey_picture_shows_no_needle)
{
    memset(frame->pixels, 90, (size_t)frame->stride_bytes * height);
    look(0);
    ck_assert(highest(BV_VISION_MAP_SHAFT) < 0);
}
END_TEST

START_TEST(speckle_alone_shows_no_needle)
{
    for (int i = 0; i < 4; i++) {
        paint(0);
        look(0.35 * i);
        ck_assert(highest(BV_VISION_MAP_SHAFT) < 0);
    }
}
END_TEST

START_TEST(a_needle_in_a_still_stands_out_of_what_is_beside_it)
{
    paint(1);
    look(0);
    ck_assert(mean_along(0) > 1);
    ck_assert(mean_along(24) < -2);
    ck_assert(mean_along(-24) < -2);
}
END_TEST

START_TEST(a_line_across_the_needle_has_no_say)
{
    double length = bv_px_segment_length(&shaft);
    double right = (shaft.to.x - shaft.from.x) / length;
    double down = (shaft.to.y - shaft.from.y) / length;
    struct bv_px middle = bv_px_segment_at(&shaft, 0.6 * length);
    float on, across;

    paint(1);
    look(0);
    bv_network_along(&maps, middle.x, middle.y, right, down, 1, 1, &on);
    bv_network_along(&maps, middle.x, middle.y, -down, right, 1, 1, &across);
    ck_assert(on > across + 4);
}
END_TEST

START_TEST(earlier_pictures_count_until_they_are_forgotten)
{
    float alone[map_cells], after[map_cells];

    paint(1);
    look(0);
    memcpy(alone, maps.maps, sizeof(alone));
    bv_network_reset(network);
    paint(0.4);
    look(1);
    paint(1);
    look(1.5);
    memcpy(after, maps.maps, sizeof(after));
    ck_assert(memcmp(alone, after, sizeof(alone)) != 0);
    bv_network_reset(network);
    look(1.6);
    ck_assert(memcmp(alone, maps.maps, sizeof(alone)) == 0);
}
END_TEST

START_TEST(pictures_of_long_ago_or_of_later_do_not_count)
{
    float alone[map_cells];

    paint(1);
    look(0);
    memcpy(alone, maps.maps, sizeof(alone));
    paint(0.4);
    look(10);
    paint(1);
    look(20);
    ck_assert(memcmp(alone, maps.maps, sizeof(alone)) == 0);
    paint(0.4);
    look(30);
    paint(1);
    look(29.8);
    ck_assert(memcmp(alone, maps.maps, sizeof(alone)) == 0);
}
END_TEST

START_TEST(the_map_follows_the_picture_where_it_is_letterboxed)
{
    struct bv_px first = {0, 0}, last = {width - 1, height - 1};

    paint(1);
    look(0);
    ck_assert_double_eq_tol(maps.cells_per_px, 48.0 / width, 1e-9);
    ck_assert_double_eq_tol(maps.left, -0.5 + 24.0 / width, 1e-9);
    ck_assert_double_eq_tol(maps.top, 6 - 0.5 + 24.0 / width, 1e-9);
    ck_assert(isfinite(bv_network_at(&maps, BV_VISION_MAP_SHAFT, first)));
    ck_assert(isfinite(bv_network_at(&maps, BV_VISION_MAP_TIP, last)));
}
END_TEST

int main(void)
{
    const TTest *tests[] = {a_file_that_is_not_there_is_said_to_be_missing,
                            an_empty_name_in_the_environment_asks_for_none,
                            what_is_no_network_is_refused,
                            a_black_picture_shows_no_needle,
                            an_even_grey_picture_shows_no_needle,
                            speckle_alone_shows_no_needle,
                            a_needle_in_a_still_stands_out_of_what_is_beside_it,
                            a_line_across_the_needle_has_no_say,
                            earlier_pictures_count_until_they_are_forgotten,
                            pictures_of_long_ago_or_of_later_do_not_count,
                            the_map_follows_the_picture_where_it_is_letterboxed,
                            NULL};

    return bv_test_run("network", set_up, tear_down, tests);
}
