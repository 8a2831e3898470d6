#include "support/test.h"

#include <math.h>

#include "acquisition/dicom_region.h"

static struct bv_dicom_content about;

/* A screen of 800 x 600 px without regions. */
static void setup(void)
{
    about = (struct bv_dicom_content){
        .width_px = 800, .height_px = 600, .frame_count = 1};
}

static struct bv_dicom_region *add(int left, int top, int right, int bottom,
                                   double cm)
{
    struct bv_dicom_region *region = &about.regions[about.region_count++];

    *region =
        (struct bv_dicom_region){true, true, left, top, right, bottom, cm, cm};
    return region;
}

static void assert_no_scale(void)
{
    struct bv_dicom_scale scale = bv_dicom_scale_find(&about);

    ck_assert_double_eq(scale.x_mm, 0);
    ck_assert_double_eq(scale.y_mm, 0);
}

START_TEST(picture_without_regions_has_no_scale)
{
    assert_no_scale();
    ck_assert_int_eq(bv_dicom_scale_find(&about).box.right, 0);
}
END_TEST

START_TEST(largest_region_of_tissue_is_taken)
{
    struct bv_dicom_scale scale;

    add(0, 0, 199, 199, 0.01);
    add(200, 50, 699, 549, 0.02);
    add(0, 0, 799, 599, 0.03)->is_tissue = false;
    scale = bv_dicom_scale_find(&about);
    ck_assert_double_eq_tol(scale.x_mm, 0.2, 1e-12);
    ck_assert_int_eq(scale.box.left, 200);
    ck_assert_int_eq(scale.box.right, 700);
    ck_assert_int_eq(scale.box.bottom, 550);
    ck_assert_double_eq_tol(scale.pixel_aspect, 1, 1e-12);
}
END_TEST

START_TEST(other_units_are_no_scale_and_no_other_region_is_asked)
{
    add(200, 50, 699, 549, 0.02)->in_cm = false;
    add(0, 0, 199, 199, 0.01);
    assert_no_scale();
    ck_assert_int_eq(bv_dicom_scale_find(&about).box.left, 200);
}
END_TEST

START_TEST(region_outside_of_the_picture_is_not_believed)
{
    add(200, 50, 800, 549, 0.02);
    add(-1, 50, 699, 549, 0.02);
    add(699, 50, 200, 549, 0.02);
    add(200, 50, 210, 549, 0.02);
    assert_no_scale();
    ck_assert_int_eq(bv_dicom_scale_find(&about).box.right, 0);
}
END_TEST

START_TEST(size_that_no_pixel_has_is_no_scale)
{
    static const double sizes_cm[] = {0, -0.02, 1e-9, 100, NAN, INFINITY};

    for (size_t i = 0; i < sizeof(sizes_cm) / sizeof(sizes_cm[0]); i++) {
        about.region_count = 0;
        add(200, 50, 699, 549, sizes_cm[i]);
        assert_no_scale();
        about.regions[0].x_cm = 0.02;
        assert_no_scale();
    }
    about.regions[0].y_cm = 0.1;
    assert_no_scale();
}
END_TEST

int main(void)
{
    const TTest *tests[] = {
        picture_without_regions_has_no_scale,
        largest_region_of_tissue_is_taken,
        other_units_are_no_scale_and_no_other_region_is_asked,
        region_outside_of_the_picture_is_not_believed,
        size_that_no_pixel_has_is_no_scale,
        NULL};

    return bv_test_run("dicom_region", setup, NULL, tests);
}
