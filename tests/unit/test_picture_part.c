#include "support/test.h"

#include "ui/picture_part.h"

static const struct bv_frame screen = {.width_px = 1280, .height_px = 960};
static const struct bv_frame small = {.width_px = 640, .height_px = 480};

static struct bv_scan_area area(int left, int top, int right, int bottom)
{
    return (struct bv_scan_area){.shape = BV_SCAN_RECTANGLE,
                                 .box = {left, top, right, bottom}};
}

static void expect(struct bv_px_box box, int left, int top, int right,
                   int bottom)
{
    ck_assert_int_eq(box.left, left);
    ck_assert_int_eq(box.top, top);
    ck_assert_int_eq(box.right, right);
    ck_assert_int_eq(box.bottom, bottom);
}

START_TEST(the_scan_area_is_shown_with_a_little_air)
{
    struct bv_scan_area scan = area(366, 110, 1016, 704);
    struct bv_picture_part part = bv_picture_part_of(&screen, &scan);

    expect(bv_picture_part_find(&part, &screen, &scan), 360, 104, 1022, 710);
    scan = area(369, 112, 1014, 700); /* found anew, about there */
    expect(bv_picture_part_find(&part, &screen, &scan), 360, 104, 1022, 710);
}
END_TEST

START_TEST(nothing_of_a_scan_is_ever_cut_off)
{
    struct bv_scan_area scan = area(366, 110, 1016, 704), other;
    struct bv_picture_part part = bv_picture_part_of(&screen, &scan);

    other = area(340, 110, 1016, 704); /* deeper, or another probe */
    expect(bv_picture_part_find(&part, &screen, &other), 0, 0, 1280, 960);
    other = (struct bv_scan_area){.shape = BV_SCAN_UNKNOWN};
    expect(bv_picture_part_find(&part, &screen, &other), 0, 0, 1280, 960);
    scan = area(100, 100, 500, 400);
    part = bv_picture_part_of(&screen, &scan);
    expect(bv_picture_part_find(&part, &small, &scan), 0, 0, 640, 480);
}
END_TEST

START_TEST(without_a_scan_area_all_is_shown)
{
    struct bv_scan_area none = {.shape = BV_SCAN_UNKNOWN};
    struct bv_scan_area tiny = area(10, 10, 40, 40);
    struct bv_picture_part part = bv_picture_part_of(&small, &none);

    expect(bv_picture_part_find(&part, &small, &none), 0, 0, 640, 480);
    part = bv_picture_part_of(&small, &tiny);
    expect(bv_picture_part_find(&part, &small, &tiny), 0, 0, 640, 480);
}
END_TEST

START_TEST(an_area_up_to_the_edge_stays_in_the_frame)
{
    struct bv_scan_area scan = area(-3, 0, 644, 480);
    struct bv_picture_part part = bv_picture_part_of(&small, &scan);

    expect(bv_picture_part_find(&part, &small, &scan), 0, 0, 640, 480);
}
END_TEST

int main(void)
{
    const TTest *tests[] = {the_scan_area_is_shown_with_a_little_air,
                            nothing_of_a_scan_is_ever_cut_off,
                            without_a_scan_area_all_is_shown,
                            an_area_up_to_the_edge_stays_in_the_frame, NULL};

    return bv_test_run("picture_part", NULL, NULL, tests);
}
