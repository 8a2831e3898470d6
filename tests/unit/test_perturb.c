/* Clips that are changed for `bevel eval --perturb`: that the truth still lies
 * on the needle in every changed picture. */
#include "support/test.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "commands/perturb.h"
#include "core/clock.h"
#include "support/speckle.h"

enum { width = 640, height = 480, frames = 15 };

static const double mm_per_px = 0.1;

/* What came out of a clip. */
static struct {
    int count, labelled;
    uint32_t sequence[2000];
    double time_s[2000];
    double least_line, most_beside; /* mean grey on and beside the needle */
    int width_px, height_px;
    double first_mm, last_mm; /* scale */
    enum bv_side side;
    double visible_mm, length_mm; /* of the last needle */
    bool tip, shaft;
    enum bv_scan_shape shape;
} out;

static struct bv_perturb *perturb;

static double grey_along(const struct bv_frame *frame,
                         const struct bv_px_segment *line, double beside)
{
    double sum = 0, length = bv_px_segment_length(line);
    double x = -(line->to.y - line->from.y) / length;
    double y = (line->to.x - line->from.x) / length;
    int count = 0;

    for (int i = 5; i <= 95; i++) {
        struct bv_px px = bv_px_segment_at(line, length * i / 100);
        int column = (int)lround(px.x + beside * x);
        int row = (int)lround(px.y + beside * y);

        if (column < 0 || row < 0 || column >= frame->width_px ||
            row >= frame->height_px)
            continue;
        sum += frame->pixels[row * frame->stride_bytes + column];
        count++;
    }
    return count ? sum / count : NAN;
}

static int take(void *data, const struct bv_frame *frame,
                const struct bv_truth_frame *truth)
{
    double scale;

    (void)data;
    ck_assert_int_lt(out.count, 2000);
    out.sequence[out.count] = frame->sequence;
    out.time_s[out.count++] = bv_ns_to_s(frame->time_ns);
    out.width_px = frame->width_px;
    out.height_px = frame->height_px;
    out.side = frame->marked_side;
    out.shape = frame->scan_area.shape;
    if (out.count == 1)
        out.first_mm = frame->mm_per_px;
    out.last_mm = frame->mm_per_px;
    if (!truth)
        return 0;
    out.labelled++;
    ck_assert_uint_eq(truth->frame, frame->sequence);
    out.tip = truth->has_tip;
    out.shaft = truth->has_shaft;
    if (!truth->has_shaft)
        return 0;
    scale = truth->mm_per_px;
    out.visible_mm = truth->visible_mm;
    out.length_mm = bv_px_segment_length(&truth->shaft_px) * scale;
    out.least_line =
        fmin(out.least_line, grey_along(frame, &truth->shaft_px, 0));
    out.most_beside =
        fmax(out.most_beside, grey_along(frame, &truth->shaft_px, 1.2 / scale));
    return 0;
}

/* Speckle with a bright needle, at 15 frames a second. */
static struct bv_frame *make_frame(uint32_t number, double tip_x)
{
    struct bv_frame *frame = bv_frame_new(width, height);
    const struct bv_px_segment needle = {{180, 60}, {tip_x, 200}};

    speckle_paint(
        frame, &(struct speckle_view){.seed = 5 + number, .gain_levels = -70});
    speckle_line(frame, &needle);
    frame->sequence = number;
    frame->time_ns = bv_s_to_ns(number / 15.0);
    frame->mm_per_px = mm_per_px;
    frame->marked_side = BV_SIDE_LEFT;
    frame->scan_area =
        (struct bv_scan_area){.shape = BV_SCAN_RECTANGLE,
                              .box = {0, 0, width, height},
                              .face_middle = {(width - 1) / 2.0, 0}};
    return frame;
}

/* Change a clip whose needle has its tip there; the first frame has no
 * truth. */
static void run(const char *name, double tip_x)
{
    const struct bv_perturb_about about = {
        .width_px = width,
        .height_px = height,
        .mm_per_px = mm_per_px,
        .middle_s = 0.5,
        .area = {.shape = BV_SCAN_RECTANGLE,
                 .box = {0, 0, width, height},
                 .face_middle = {(width - 1) / 2.0, 0}},
        .seed = 2};
    int which = bv_perturbation_find(name, strlen(name));

    ck_assert_int_ge(which, 0);
    memset(&out, 0, sizeof(out));
    out.least_line = INFINITY;
    perturb = bv_perturb_new(bv_perturbation_at((size_t)which), &about);
    ck_assert_ptr_nonnull(perturb);
    for (uint32_t i = 0; i < frames; i++) {
        struct bv_frame *frame = make_frame(i, tip_x);
        struct bv_truth_frame truth = {.frame = i,
                                       .needle = true,
                                       .has_shaft = true,
                                       .shaft_px = {{180, 60}, {tip_x, 200}},
                                       .has_tip = true,
                                       .tip_px = {tip_x, 200},
                                       .tip = BV_TIP_VISIBLE,
                                       .visible_mm =
                                           hypot(tip_x - 180, 140) * mm_per_px};

        ck_assert_int_eq(
            bv_perturb_feed(perturb, frame, i ? &truth : NULL, take, NULL), 0);
        bv_frame_unref(frame);
    }
    bv_perturb_free(perturb);
}

START_TEST(truth_lies_on_the_needle_however_the_clip_is_changed)
{
    for (size_t i = 0; i < bv_perturbation_count(); i++) {
        const char *name = bv_perturbation_at(i)->name;

        run(name, 420);
        printf("# %s: %d frames, %.0f on the line, %.0f beside it\n", name,
               out.count, out.least_line, out.most_beside);
        ck_assert_msg(out.shaft && out.tip, "%s", name);
        ck_assert_msg(out.least_line > 110, "%s: %g", name, out.least_line);
        ck_assert_msg(out.least_line > 1.8 * out.most_beside, "%s: %g", name,
                      out.most_beside);
        ck_assert_msg(fabs(out.visible_mm - hypot(240, 140) * mm_per_px) < 0.2,
                      "%s: %g mm", name, out.visible_mm);
        ck_assert_msg(fabs(out.length_mm - out.visible_mm) < 0.3, "%s: %g mm",
                      name, out.length_mm);
    }
}
END_TEST

START_TEST(depth_and_zoom_change_in_mid_clip)
{
    run("zoom", 420);
    ck_assert_double_eq(out.first_mm, 0.1);
    ck_assert_double_eq_tol(out.last_mm, 0.1 / 1.4, 1e-9);
    run("depth", 420);
    ck_assert_double_eq(out.first_mm, 0.1);
    ck_assert_double_eq_tol(out.last_mm, 0.14, 1e-9);
}
END_TEST

START_TEST(what_leaves_the_picture_leaves_the_truth)
{
    run("zoom", 600); /* its tip is beyond the right side after the zoom */
    ck_assert(out.shaft && !out.tip);
    ck_assert_double_lt(out.visible_mm, 0.9 * hypot(420, 140) * mm_per_px);
    ck_assert_double_eq_tol(out.length_mm, out.visible_mm, 0.3);
}
END_TEST

START_TEST(frames_are_repeated_at_times_between)
{
    run("doubled", 420);
    ck_assert_int_eq(out.count, 2 * frames - 1);
    for (int i = 0; i < out.count; i++) {
        ck_assert_uint_eq(out.sequence[i], (uint32_t)i);
        ck_assert_double_eq_tol(out.time_s[i], i / 30.0, 1e-6);
    }
    ck_assert_int_eq(out.labelled, out.count - 2); /* the first, twice, not */
}
END_TEST

START_TEST(one_frame_in_three_is_dropped_the_same_ones_each_time)
{
    uint32_t first[frames];
    int count;

    run("dropped", 420);
    count = out.count;
    ck_assert_int_gt(count, 6);
    ck_assert_int_lt(count, 14);
    memcpy(first, out.sequence, sizeof(first));
    run("dropped", 420);
    ck_assert_int_eq(out.count, count);
    ck_assert_mem_eq(first, out.sequence, sizeof(*first) * (size_t)count);
}
END_TEST

START_TEST(other_rates_are_those_rates)
{
    static const int rates[] = {5, 10, 15, 60, 120};

    for (int i = 0; i < 5; i++) {
        char name[16];

        snprintf(name, sizeof(name), "%d-hz", rates[i]);
        run(name, 420);
        ck_assert_msg(abs(out.count - rates[i] * (frames - 1) / frames) <=
                          rates[i] / 25 + 1,
                      "%s: %d frames", name, out.count);
        for (int k = 1; k < out.count; k++)
            ck_assert_msg(
                fabs(out.time_s[k] - out.time_s[k - 1] - 1.0 / rates[i]) < 1e-6,
                "%s: frame %d", name, k);
    }
}
END_TEST

START_TEST(sizes_and_sides_are_as_they_say)
{
    run("320x240", 420);
    ck_assert_int_eq(out.width_px, 320);
    ck_assert_double_eq_tol(out.last_mm, 0.2, 1e-9);
    run("1920x1080", 420);
    ck_assert_int_eq(out.width_px, 1920);
    ck_assert_int_eq(out.height_px, 1080);
    run("flipped", 420);
    ck_assert_int_eq(out.side, BV_SIDE_RIGHT);
}
END_TEST

START_TEST(nobody_tells_where_the_scan_lies_in_a_screen)
{
    run("screen", 420);
    ck_assert_int_eq(out.shape, BV_SCAN_UNKNOWN);
    ck_assert_double_eq(out.last_mm, 0);
    run("sector", 420);
    ck_assert_int_eq(out.shape, BV_SCAN_SECTOR);
}
END_TEST

START_TEST(picture_of_another_size_in_mid_clip_is_refused)
{
    const struct bv_perturb_about about = {.width_px = 100, .height_px = 100};
    struct bv_frame *frame = make_frame(0, 420);

    perturb = bv_perturb_new(bv_perturbation_at(0), &about);
    ck_assert_int_eq(bv_perturb_feed(perturb, frame, NULL, take, NULL),
                     -EINVAL);
    bv_perturb_free(perturb);
    bv_frame_unref(frame);
}
END_TEST

int main(void)
{
    const TTest *tests[] = {
        truth_lies_on_the_needle_however_the_clip_is_changed,
        depth_and_zoom_change_in_mid_clip,
        what_leaves_the_picture_leaves_the_truth,
        frames_are_repeated_at_times_between,
        one_frame_in_three_is_dropped_the_same_ones_each_time,
        other_rates_are_those_rates,
        sizes_and_sides_are_as_they_say,
        nobody_tells_where_the_scan_lies_in_a_screen,
        picture_of_another_size_in_mid_clip_is_refused,
        NULL};

    return bv_test_run("perturb", NULL, NULL, tests);
}
