#include "support/test.h"

#include <errno.h>
#include <math.h>

#include "core/frame.h"
#include "core/outline.h"
#include "guidance/fluid/outline_find.h"

static struct bv_frame *frame;
static struct bv_scan_area area;

static void setup(void)
{
    frame = bv_frame_new(320, 240);
    ck_assert_ptr_nonnull(frame);
    area = (struct bv_scan_area){.shape = BV_SCAN_RECTANGLE,
                                 .box = {10, 10, 310, 230}};
}

static void teardown(void)
{
    bv_frame_unref(frame);
}

/* A number for a place, 0 to 1: the same each time. */
static double hash(unsigned x, unsigned y)
{
    unsigned h = x * 374761393u + y * 668265263u + 974711u;

    h = (h ^ (h >> 13)) * 1274126177u;
    return ((h ^ (h >> 16)) & 0xffff) / 65535.0;
}

/* Speckle: how an even echo looks, brighter and darker in grains of 3 px. */
static void paint(double level)
{
    for (int y = 0; y < frame->height_px; y++)
        for (int x = 0; x < frame->width_px; x++) {
            double grain = hash((unsigned)x / 3, (unsigned)y / 2);
            bool in = x >= area.box.left && x < area.box.right &&
                      y >= area.box.top && y < area.box.bottom;

            frame->pixels[y * frame->stride_bytes + x] =
                in ? (uint8_t)(level * (0.5 + grain)) : 0;
        }
}

struct ellipse {
    double x, y, wide, high;
};

static bool holds(const struct ellipse *ellipse, double x, double y)
{
    return hypot((x - ellipse->x) / ellipse->wide,
                 (y - ellipse->y) / ellipse->high) < 1;
}

static void darken(const struct ellipse *ellipse)
{
    for (int y = 0; y < frame->height_px; y++)
        for (int x = 0; x < frame->width_px; x++)
            if (holds(ellipse, x, y))
                frame->pixels[y * frame->stride_bytes + x] /= 8;
}

static double likeness(const struct bv_outline *outline,
                       const struct ellipse *ellipse)
{
    int both = 0, any = 0;

    for (int y = 0; y < frame->height_px; y++)
        for (int x = 0; x < frame->width_px; x++) {
            bool a = bv_outline_contains(outline, (struct bv_px){x, y});
            bool b = holds(ellipse, x, y);

            both += a && b;
            any += a || b;
        }
    return (double)both / any;
}

static struct bv_outline_proposal find(double x, double y)
{
    struct bv_outline_proposal proposal;

    ck_assert_int_eq(
        bv_outline_find(frame, &area, NULL, (struct bv_px){x, y}, &proposal),
        0);
    ck_assert_ptr_nonnull(proposal.why);
    if (proposal.outline.count > 0)
        ck_assert(bv_outline_is_valid(&proposal.outline));
    return proposal;
}

START_TEST(a_click_in_a_dark_ellipse_finds_its_border)
{
    struct ellipse ellipse = {150, 120, 50, 28};
    struct bv_outline_proposal middle, off;

    paint(100);
    darken(&ellipse);
    middle = find(150, 120);
    off = find(175, 127);
    ck_assert_double_ge(likeness(&middle.outline, &ellipse), 0.85);
    ck_assert_double_ge(likeness(&off.outline, &ellipse), 0.85);
}
END_TEST

START_TEST(a_small_and_a_long_one_are_found_as_well)
{
    struct ellipse small = {80, 80, 12, 11}, flat = {170, 160, 90, 16};
    struct bv_outline_proposal one, other;

    paint(100);
    darken(&small);
    darken(&flat);
    one = find(80, 80);
    other = find(170, 160);
    ck_assert_double_ge(likeness(&one.outline, &small), 0.7);
    ck_assert_double_ge(likeness(&other.outline, &flat), 0.8);
}
END_TEST

START_TEST(of_two_that_touch_the_one_that_was_clicked_is_found)
{
    struct ellipse left = {110, 120, 34, 30}, right = {176, 120, 30, 28};
    struct bv_outline_proposal proposal;

    paint(100);
    darken(&left);
    darken(&right);
    proposal = find(105, 120);
    ck_assert_double_ge(likeness(&proposal.outline, &left), 0.75);
    ck_assert(
        !bv_outline_contains(&proposal.outline, (struct bv_px){185, 120}));
}
END_TEST

START_TEST(a_click_in_solid_tissue_proposes_nothing_and_says_why)
{
    paint(100);
    for (int x = 40; x < 300; x += 60)
        for (int y = 40; y < 220; y += 50) {
            struct bv_outline_proposal proposal = find(x, y);

            ck_assert_int_eq(proposal.outline.count, 0);
        }
}
END_TEST

START_TEST(a_bright_spot_is_not_fluid)
{
    struct ellipse ellipse = {150, 120, 50, 28};

    paint(30);
    for (int y = 0; y < frame->height_px; y++)
        for (int x = 0; x < frame->width_px; x++)
            if (holds(&ellipse, x, y))
                frame->pixels[y * frame->stride_bytes + x] *= 4;
    ck_assert_int_eq(find(150, 120).outline.count, 0);
}
END_TEST

START_TEST(at_the_border_of_the_scan_area_what_shows_of_it_is_outlined)
{
    struct ellipse ellipse = {40, 120, 44, 40};
    struct bv_outline_proposal proposal;

    paint(100);
    darken(&ellipse);
    proposal = find(40, 120);
    ck_assert_int_gt(proposal.outline.count, 0);
    for (int i = 0; i < proposal.outline.count; i++)
        ck_assert_double_ge(proposal.outline.at[i].x, area.box.left - 3);
}
END_TEST

START_TEST(off_the_ultrasound_nothing_is_proposed)
{
    struct bv_outline_proposal proposal;

    paint(100);
    proposal = find(3, 3);
    ck_assert_int_eq(proposal.outline.count, 0);
    ck_assert_str_eq(proposal.why, "that place is not on the ultrasound");
    area.shape = BV_SCAN_SECTOR;
    area.apex = (struct bv_px){160, 10};
    area.end_radius_px = 200;
    area.half_angle_deg = 30;
    ck_assert_str_eq(find(20, 60).why, "that place is not on the ultrasound");
}
END_TEST

START_TEST(an_empty_picture_and_an_even_one_have_nothing)
{
    ck_assert_int_eq(find(150, 120).outline.count, 0);
    for (int i = 0; i < frame->height_px * frame->stride_bytes; i++)
        frame->pixels[i] = 90;
    ck_assert_int_eq(find(150, 120).outline.count, 0);
    area.shape = BV_SCAN_UNKNOWN;
    ck_assert_int_eq(find(150, 120).outline.count, 0);
}
END_TEST

START_TEST(what_is_dark_down_to_the_end_of_the_picture_is_no_fluid)
{
    paint(100);
    for (int y = 110; y < frame->height_px; y++)
        for (int x = 0; x < frame->width_px; x++)
            frame->pixels[y * frame->stride_bytes + x] /= 8;
    ck_assert_int_eq(find(150, 170).outline.count, 0);
}
END_TEST

START_TEST(the_smallest_picture_is_looked_at_too)
{
    bv_frame_unref(frame);
    frame = bv_frame_new(32, 32);
    area.shape = BV_SCAN_UNKNOWN;
    ck_assert_ptr_nonnull(frame);
    ck_assert_int_eq(find(16, 16).outline.count, 0);
    area =
        (struct bv_scan_area){.shape = BV_SCAN_RECTANGLE, .box = {4, 4, 9, 9}};
    ck_assert_int_eq(find(6, 6).outline.count, 0);
}
END_TEST

START_TEST(a_needle_that_lies_in_fluid_does_not_divide_it)
{
    struct ellipse ellipse = {150, 120, 60, 36};
    struct bv_px_segment shaft = {{60, 80}, {160, 128}};
    struct bv_outline_proposal proposal;

    paint(100);
    darken(&ellipse);
    for (double along = 0; along < bv_px_segment_length(&shaft); along += 0.3)
        for (int off = -1; off <= 1; off++) {
            struct bv_px px = bv_px_segment_at(&shaft, along);

            frame->pixels[((int)px.y + off) * frame->stride_bytes + (int)px.x] =
                250;
        }
    ck_assert_int_eq(bv_outline_find(frame, &area, &shaft,
                                     (struct bv_px){150, 110}, &proposal),
                     0);
    ck_assert_double_ge(likeness(&proposal.outline, &ellipse), 0.85);
}
END_TEST

START_TEST(an_outline_is_found_again_where_it_moved_and_grew)
{
    struct ellipse ellipse = {150, 120, 50, 28}, later = {156, 124, 56, 32};
    struct bv_outline_follower *follower = bv_outline_follower_new();
    struct bv_outline outline;

    ck_assert_ptr_nonnull(follower);
    paint(100);
    darken(&ellipse);
    outline = find(150, 120).outline;
    paint(100);
    darken(&later);
    ck_assert_int_eq(bv_outline_follow(follower, frame, &area, NULL, &outline),
                     0);
    ck_assert_double_ge(likeness(&outline, &later), 0.85);
    bv_outline_follower_free(follower);
}
END_TEST

int main(void)
{
    const TTest *tests[] = {
        a_click_in_a_dark_ellipse_finds_its_border,
        a_small_and_a_long_one_are_found_as_well,
        of_two_that_touch_the_one_that_was_clicked_is_found,
        a_click_in_solid_tissue_proposes_nothing_and_says_why,
        a_bright_spot_is_not_fluid,
        at_the_border_of_the_scan_area_what_shows_of_it_is_outlined,
        off_the_ultrasound_nothing_is_proposed,
        an_empty_picture_and_an_even_one_have_nothing,
        what_is_dark_down_to_the_end_of_the_picture_is_no_fluid,
        the_smallest_picture_is_looked_at_too,
        a_needle_that_lies_in_fluid_does_not_divide_it,
        an_outline_is_found_again_where_it_moved_and_grew,
        NULL};

    return bv_test_run("outline_find", setup, teardown, tests);
}
