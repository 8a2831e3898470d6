#include "support/test.h"

#include <errno.h>
#include <math.h>
#include <string.h>

#include "guidance/evidence.h"
#include "guidance/view.h"
#include "support/speckle.h"

enum { width = 384, height = 288 };

static struct bv_frame *before, *now;
static uint8_t mask[2 * width * 2 * height];

static void set_up(void)
{
    before = bv_frame_new(width, height);
    now = bv_frame_new(width, height);
    memset(mask, 255, sizeof(mask));
    speckle_paint(before, &(struct speckle_view){.seed = 1, .noise_seed = 1});
}

static void tear_down(void)
{
    bv_frame_unref(before);
    bv_frame_unref(now);
}

static struct bv_vision_picture picture_of(const struct bv_frame *frame)
{
    ck_assert_int_eq(frame->stride_bytes, frame->width_px);
    return (struct bv_vision_picture){frame->pixels, mask, frame->width_px,
                                      frame->height_px};
}

static bool find(double told, struct bv_px_map *map)
{
    struct bv_vision_picture then = picture_of(before), here = picture_of(now);

    return bv_view_find(&then, &here, told, map);
}

START_TEST(another_depth_is_found_to_a_part_of_a_pixel)
{
    static const double scales[] = {0.67, 0.75, 0.9, 1, 1.15, 1.25, 1.4};

    for (size_t i = 0; i < sizeof(scales) / sizeof(*scales); i++) {
        double scale = scales[i], middle = (width - 1) / 2.0;
        struct bv_px corner = {50, 40};
        struct bv_px_map map;

        speckle_paint(now, &(struct speckle_view){.seed = 1,
                                                  .scale = scale,
                                                  .gain_levels = 20,
                                                  .noise_seed = 2});
        ck_assert(find(0, &map));
        corner = bv_px_map_apply(&map, corner);
        ck_assert_double_eq_tol(map.xx, scale, 0.005);
        ck_assert_double_eq_tol(corner.x, middle + (50 - middle) * scale, 1);
        ck_assert_double_eq_tol(corner.y, 40 * scale, 1);
    }
}
END_TEST

START_TEST(other_tissue_is_not_taken_for_another_view)
{
    struct bv_px_map map;

    for (uint32_t seed = 500; seed < 510; seed++) {
        speckle_paint(now, &(struct speckle_view){.seed = seed});
        ck_assert(!find(0, &map));
    }
}
END_TEST

START_TEST(a_scale_that_the_source_contradicts_is_not_believed)
{
    struct bv_px_map map;

    speckle_paint(now, &(struct speckle_view){.seed = 1, .scale = 0.75});
    ck_assert(find(0.75, &map));
    ck_assert(!find(0.9, &map));
    ck_assert(!find(1, &map));
}
END_TEST

START_TEST(a_picture_without_structure_has_no_view)
{
    struct bv_px_map map;

    memset(now->pixels, 0, width * height);
    ck_assert(!find(0, &map));
    memset(before->pixels, 0, width * height);
    ck_assert(!find(0, &map));
}
END_TEST

/* Scattered layers look the same at every scale about the skin. */
START_TEST(a_picture_that_fits_at_any_scale_has_no_view)
{
    struct bv_px_map map;

    for (int y = 0; y < height; y++) {
        memset(before->pixels + y * width, y < 150 ? 60 : 140, width);
        memset(now->pixels + y * width, y < 120 ? 60 : 140, width);
    }
    ck_assert(!find(0, &map));
}
END_TEST

static struct bv_evidence look(struct bv_evidence_maker *maker,
                               const struct bv_frame *frame,
                               struct bv_px_box box)
{
    struct bv_scan_area area = {.shape = BV_SCAN_RECTANGLE, .box = box};
    struct bv_evidence evidence;

    ck_assert_int_eq(bv_evidence_step(maker, frame, &area, mask, &evidence), 0);
    return evidence;
}

START_TEST(the_same_picture_in_another_box_is_mapped_by_the_box)
{
    struct bv_evidence_maker *maker =
        bv_evidence_maker_new(BV_EVIDENCE_SIDE_PX);
    struct bv_evidence first =
        look(maker, before, (struct bv_px_box){0, 0, width, height});
    struct bv_evidence second =
        look(maker, before, (struct bv_px_box){20, 0, width - 80, height});
    struct bv_px place = {100, 100}, there;

    ck_assert_int_eq(first.view, BV_VIEW_NEW);
    ck_assert_int_eq(second.view, BV_VIEW_MOVED);
    ck_assert(second.has_motion);
    there = bv_px_map_apply(&second.from_before,
                            bv_evidence_from_frame(&first, place));
    there = bv_evidence_to_frame(&second, there);
    ck_assert_double_eq_tol(there.x, 100, 1e-6);
    ck_assert_double_eq_tol(there.y, 100, 1e-6);
    there = bv_evidence_motion(&second, 100, 100);
    ck_assert_double_le(hypot(there.x, there.y), 0.3);
    bv_evidence_maker_free(maker);
}
END_TEST

START_TEST(motion_goes_on_across_a_change_of_depth)
{
    struct bv_evidence_maker *maker =
        bv_evidence_maker_new(BV_EVIDENCE_SIDE_PX);
    struct bv_px_box box = {0, 0, width, height};
    struct bv_evidence evidence;
    struct bv_px motion;

    look(maker, before, box);
    speckle_paint(
        now, &(struct speckle_view){.seed = 1, .scale = 0.75, .noise_seed = 2});
    bv_evidence_maker_view_changed(maker);
    evidence = look(maker, now, box);
    ck_assert_int_eq(evidence.view, BV_VIEW_MOVED);
    ck_assert_double_eq_tol(evidence.from_before.xx, 0.75, 0.005);
    motion = bv_evidence_motion(&evidence, 190, 100);
    ck_assert_double_le(hypot(motion.x, motion.y), 0.6);
    evidence = look(maker, now, box);
    ck_assert_int_eq(evidence.view, BV_VIEW_SAME);
    bv_evidence_maker_free(maker);
}
END_TEST

START_TEST(a_small_picture_is_looked_at_as_large_as_another)
{
    struct bv_evidence_maker *maker =
        bv_evidence_maker_new(BV_EVIDENCE_SIDE_PX);
    struct bv_frame *small = bv_frame_new(160, 120);
    struct bv_evidence evidence;

    speckle_paint(small, &(struct speckle_view){.seed = 1});
    evidence = look(maker, small, (struct bv_px_box){0, 0, 160, 120});
    ck_assert_int_eq(evidence.width, BV_EVIDENCE_SIDE_PX);
    ck_assert_int_eq(evidence.height, BV_EVIDENCE_SIDE_PX * 3 / 4);
    bv_frame_unref(small);
    bv_evidence_maker_free(maker);
}
END_TEST

int main(void)
{
    const TTest *tests[] = {
        another_depth_is_found_to_a_part_of_a_pixel,
        other_tissue_is_not_taken_for_another_view,
        a_scale_that_the_source_contradicts_is_not_believed,
        a_picture_without_structure_has_no_view,
        a_picture_that_fits_at_any_scale_has_no_view,
        the_same_picture_in_another_box_is_mapped_by_the_box,
        motion_goes_on_across_a_change_of_depth,
        a_small_picture_is_looked_at_as_large_as_another,
        NULL};

    return bv_test_run("view", set_up, tear_down, tests);
}
