#include "support/test.h"

#include <math.h>
#include <stdlib.h>

#include "guidance/scan_area.h"

enum { width = 640, height = 480 };

static struct bv_scan_finder *finder;
static struct bv_frame *frame;
static uint32_t noise_state;

static uint8_t noise(void)
{
    noise_state = noise_state * 1664525u + 1013904223u;
    return (uint8_t)(40 + (noise_state >> 26));
}

static void set_up(void)
{
    finder = bv_scan_finder_new();
    frame = bv_frame_new(width, height);
    noise_state = 3;
}

static void tear_down(void)
{
    bv_scan_finder_free(finder);
    bv_frame_unref(frame);
}

static struct bv_scan_area find(const uint8_t **mask)
{
    struct bv_scan_area area;

    ck_assert_int_eq(bv_scan_finder_step(finder, frame, &area, mask), 0);
    return area;
}

static void fill_box(struct bv_px_box box)
{
    for (int y = box.top; y < box.bottom; y++)
        for (int x = box.left; x < box.right; x++)
            frame->pixels[y * frame->stride_bytes + x] = noise();
}

START_TEST(rectangle_in_a_screen_is_found_and_the_rest_is_masked)
{
    const uint8_t *mask;
    struct bv_scan_area area;

    fill_box((struct bv_px_box){150, 60, 500, 400});
    area = find(&mask);
    ck_assert_int_eq(area.shape, BV_SCAN_RECTANGLE);
    ck_assert_int_le(abs(area.box.left - 150), 6);
    ck_assert_int_le(abs(area.box.right - 500), 6);
    ck_assert_int_le(abs(area.box.top - 60), 6);
    ck_assert_int_le(abs(area.box.bottom - 400), 6);
    ck_assert_uint_eq(mask[200 * width + 300], 255);
    ck_assert_uint_eq(mask[200 * width + 50], 0);
}
END_TEST

START_TEST(picture_that_is_all_ultrasound_is_taken_whole)
{
    const uint8_t *mask;
    struct bv_scan_area area;

    fill_box((struct bv_px_box){0, 0, width, height});
    area = find(&mask);
    ck_assert_int_eq(area.shape, BV_SCAN_RECTANGLE);
    ck_assert_int_eq(area.box.left, 0);
    ck_assert_int_eq(area.box.right, width);
    ck_assert_uint_eq(mask[0], 255);
}
END_TEST

START_TEST(margins_alike_on_both_sides_are_the_screens)
{
    const uint8_t *mask;
    struct bv_scan_area area;

    fill_box((struct bv_px_box){width / 10, 0, width - width / 10, height});
    area = find(&mask);
    ck_assert_int_eq(area.shape, BV_SCAN_RECTANGLE);
    ck_assert_int_le(abs(area.box.left - width / 10), 6);
    ck_assert_int_le(abs(area.box.right - (width - width / 10)), 6);
}
END_TEST

START_TEST(box_of_the_source_leaves_out_what_lies_beside_it)
{
    const uint8_t *mask;
    struct bv_scan_area area;

    /* A rectangle that runs on into a textured strip of the screen. */
    fill_box((struct bv_px_box){153, 61, 600, 403});
    frame->scan_box = (struct bv_px_box){153, 61, 497, 403};
    area = find(&mask);
    ck_assert_int_eq(area.shape, BV_SCAN_RECTANGLE);
    ck_assert_int_eq(area.box.left, 153);
    ck_assert_int_eq(area.box.top, 61);
    ck_assert_int_eq(area.box.right, 497);
    ck_assert_int_eq(area.box.bottom, 403);
    ck_assert_double_eq(area.face_middle.x, 324.5);
    ck_assert_uint_eq(mask[200 * width + 550], 0);
}
END_TEST

START_TEST(box_of_the_source_with_margins_in_it_is_not_filled)
{
    const uint8_t *mask;
    struct bv_scan_area area;

    fill_box((struct bv_px_box){200, 60, 450, 400});
    frame->scan_box = (struct bv_px_box){50, 60, 600, 440};
    area = find(&mask);
    ck_assert_int_eq(area.shape, BV_SCAN_RECTANGLE);
    ck_assert_int_le(abs(area.box.left - 200), 6);
    ck_assert_int_le(abs(area.box.right - 450), 6);
    ck_assert_int_eq(area.box.top, 60);
    ck_assert_int_le(abs(area.box.bottom - 400), 6);
}
END_TEST

START_TEST(side_without_contact_belongs_to_the_picture)
{
    const uint8_t *mask;
    struct bv_scan_area area;

    fill_box((struct bv_px_box){width / 6, 0, width, height});
    area = find(&mask);
    ck_assert_int_eq(area.shape, BV_SCAN_RECTANGLE);
    ck_assert_int_eq(area.box.left, 0);
    ck_assert_int_eq(area.box.right, width);
}
END_TEST

START_TEST(sector_is_found_with_its_apex)
{
    struct bv_px apex = {320, -60};
    const uint8_t *mask;
    struct bv_scan_area area;

    for (int y = 0; y < height; y++)
        for (int x = 0; x < width; x++) {
            double right = x - apex.x, down = y - apex.y;
            double radius = hypot(right, down);

            if (radius > 120 && radius < 500 && fabs(atan2(right, down)) < 0.55)
                frame->pixels[y * frame->stride_bytes + x] = noise();
        }
    area = find(&mask);
    ck_assert_int_eq(area.shape, BV_SCAN_SECTOR);
    ck_assert_double_eq_tol(area.apex.x, apex.x, 12);
    ck_assert_double_eq_tol(area.apex.y, apex.y, 25);
    ck_assert_double_eq_tol(area.half_angle_deg, 31.5, 3);
    ck_assert_uint_eq(mask[20 * width + 10], 0);
}
END_TEST

START_TEST(black_picture_has_no_known_area)
{
    const uint8_t *mask;

    ck_assert_int_eq(find(&mask).shape, BV_SCAN_UNKNOWN);
}
END_TEST

int main(void)
{
    const TTest *tests[] = {
        rectangle_in_a_screen_is_found_and_the_rest_is_masked,
        picture_that_is_all_ultrasound_is_taken_whole,
        margins_alike_on_both_sides_are_the_screens,
        box_of_the_source_leaves_out_what_lies_beside_it,
        box_of_the_source_with_margins_in_it_is_not_filled,
        side_without_contact_belongs_to_the_picture,
        sector_is_found_with_its_apex,
        black_picture_has_no_known_area,
        NULL};

    return bv_test_run("scan_area", set_up, tear_down, tests);
}
