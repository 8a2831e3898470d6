/* Lines that a person gives: clicked ones go to the ridge, painted ones are
 * measured. */
#include "support/test.h"

#include <errno.h>
#include <math.h>
#include <string.h>

#include "guidance/review/mask_line.h"
#include "guidance/review/ridge_line.h"

enum { width = 640, height = 480 };

static struct bv_frame *frame;
static struct bv_px_segment line, found;

static void begin(void)
{
    frame = bv_frame_new(width, height);
    ck_assert_ptr_nonnull(frame);
}

static void end(void)
{
    bv_frame_unref(frame);
}

/* A band, bright over @p half_px to either side of a line. */
static void paint(struct bv_px_segment from_to, double half_px, int grey)
{
    double length = bv_px_segment_length(&from_to);

    for (int y = 0; y < height; y++)
        for (int x = 0; x < width; x++) {
            double along, beside;
            uint8_t *px = &frame->pixels[y * frame->stride_bytes + x];

            bv_px_segment_project(&from_to, (struct bv_px){x, y}, &along,
                                  &beside);
            if (along >= 0 && along <= length && fabs(beside) <= half_px)
                *px = (uint8_t)(*px + grey > 255 ? 255 : *px + grey);
        }
}

/* Speckle of about this grey. */
static void speckle(int grey)
{
    uint32_t state = 7;

    for (int y = 0; y < height; y++)
        for (int x = 0; x < width; x++) {
            state = state * 1664525u + 1013904223u;
            frame->pixels[y * frame->stride_bytes + x] =
                (uint8_t)(grey / 2 + (int)(state >> 24) * grey / 256);
        }
}

static void near(struct bv_px px, double x, double y, double within)
{
    ck_assert_msg(hypot(px.x - x, px.y - y) <= within, "%g,%g is not %g,%g",
                  px.x, px.y, x, y);
}

START_TEST(clicked_line_goes_to_the_ridge_beside_it)
{
    speckle(60);
    paint((struct bv_px_segment){{100, 80}, {400, 240}}, 1.5, 120);
    line = (struct bv_px_segment){{98, 84}, {402, 236}};
    ck_assert_int_eq(bv_ridge_line_find(frame, &line, &found), 0);
    near(found.from, 100, 80.2, 0.7);
    near(found.to, 400, 239.8, 0.7);
}
END_TEST

START_TEST(ends_stay_where_they_were_clicked_along_the_line)
{
    double along;

    speckle(60);
    paint((struct bv_px_segment){{100, 100}, {400, 100}}, 1.5, 120);
    line = (struct bv_px_segment){{150, 103}, {330, 98}};
    ck_assert_int_eq(bv_ridge_line_find(frame, &line, &found), 0);
    bv_px_segment_project(&line, found.to, &along, NULL);
    ck_assert_double_eq_tol(along, bv_px_segment_length(&line), 0.01);
    near(found.from, 150, 100, 0.5);
    near(found.to, 330, 100, 0.5);
}
END_TEST

START_TEST(steep_and_backward_lines_are_refined_too)
{
    speckle(60);
    paint((struct bv_px_segment){{320, 60}, {290, 400}}, 1.5, 120);
    line = (struct bv_px_segment){{294, 398}, {316, 60}};
    ck_assert_int_eq(bv_ridge_line_find(frame, &line, &found), 0);
    near(found.from, 290.2, 398, 0.7);
    near(found.to, 320, 60, 0.7);
}
END_TEST

START_TEST(speckle_is_no_ridge)
{
    speckle(90);
    line = (struct bv_px_segment){{100, 80}, {400, 240}};
    ck_assert_int_eq(bv_ridge_line_find(frame, &line, &found), -ENOENT);
}
END_TEST

START_TEST(brighter_half_of_the_picture_is_no_ridge)
{
    for (int y = 200; y < height; y++)
        memset(frame->pixels + y * frame->stride_bytes, 200, width);
    line = (struct bv_px_segment){{100, 200}, {500, 200}};
    ck_assert_int_eq(bv_ridge_line_find(frame, &line, &found), -ENOENT);
}
END_TEST

START_TEST(lines_that_are_none_are_refused)
{
    line = (struct bv_px_segment){{100, 80}, {104, 80}};
    ck_assert_int_eq(bv_ridge_line_find(frame, &line, &found), -EINVAL);
    line = (struct bv_px_segment){{100, 80}, {width, 80}};
    ck_assert_int_eq(bv_ridge_line_find(frame, &line, &found), -EINVAL);
    line = (struct bv_px_segment){{NAN, 80}, {300, 80}};
    ck_assert_int_eq(bv_ridge_line_find(frame, &line, &found), -EINVAL);
    /* in the corner there is nothing outside to look at */
    line = (struct bv_px_segment){{0, 0}, {width - 1, height - 1}};
    ck_assert_int_eq(bv_ridge_line_find(frame, &line, &found), -ENOENT);
}
END_TEST

START_TEST(mask_gives_its_middle_line_skin_side_first)
{
    paint((struct bv_px_segment){{500, 90}, {150, 300}}, 4, 255);
    ck_assert_int_eq(bv_mask_line_find(frame, &line), 0);
    near(line.from, 500, 90, 2);
    near(line.to, 150, 300, 2);
}
END_TEST

START_TEST(mask_may_count_from_one_instead_of_255)
{
    paint((struct bv_px_segment){{100, 90}, {400, 300}}, 4, 1);
    ck_assert_int_eq(bv_mask_line_find(frame, &line), 0);
    near(line.to, 400, 300, 2);
}
END_TEST

START_TEST(level_mask_starts_at_the_side_it_is_nearer)
{
    paint((struct bv_px_segment){{610, 201}, {200, 200}}, 3, 255);
    ck_assert_int_eq(bv_mask_line_find(frame, &line), 0);
    near(line.from, 610, 201, 2);
}
END_TEST

START_TEST(pieces_in_line_count_and_specks_do_not)
{
    paint((struct bv_px_segment){{100, 100}, {300, 200}}, 3, 255);
    paint((struct bv_px_segment){{340, 220}, {440, 270}}, 3, 255);
    paint((struct bv_px_segment){{100, 400}, {110, 400}}, 3, 255);
    ck_assert_int_eq(bv_mask_line_find(frame, &line), 0);
    near(line.from, 100, 100, 2);
    near(line.to, 440, 270, 2);
}
END_TEST

START_TEST(black_mask_is_no_needle)
{
    ck_assert_int_eq(bv_mask_line_find(frame, &line), -ENOENT);
}
END_TEST

START_TEST(blobs_and_pictures_are_no_masks)
{
    paint((struct bv_px_segment){{300, 200}, {330, 200}}, 15, 255);
    ck_assert_int_eq(bv_mask_line_find(frame, &line), -EINVAL);
    speckle(120);
    ck_assert_int_eq(bv_mask_line_find(frame, &line), -EINVAL);
    memset(frame->pixels, 0, (size_t)frame->stride_bytes * height);
    frame->pixels[5000] = 255;
    ck_assert_int_eq(bv_mask_line_find(frame, &line), -EINVAL);
}
END_TEST

int main(void)
{
    const TTest *tests[] = {clicked_line_goes_to_the_ridge_beside_it,
                            ends_stay_where_they_were_clicked_along_the_line,
                            steep_and_backward_lines_are_refined_too,
                            speckle_is_no_ridge,
                            brighter_half_of_the_picture_is_no_ridge,
                            lines_that_are_none_are_refused,
                            mask_gives_its_middle_line_skin_side_first,
                            mask_may_count_from_one_instead_of_255,
                            level_mask_starts_at_the_side_it_is_nearer,
                            pieces_in_line_count_and_specks_do_not,
                            black_mask_is_no_needle,
                            blobs_and_pictures_are_no_masks,
                            NULL};

    return bv_test_run("label lines", begin, end, tests);
}
