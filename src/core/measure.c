#include "core/measure.h"

#include <assert.h>
#include <errno.h>
#include <math.h>
#include <stdio.h>

static const double pi = 3.14159265358979323846;

static const struct {
    const char *name;
    int least, most;
} kinds[BV_MEASURE_KINDS] = {
    [BV_MEASURE_DISTANCE] = {"distance", 2, 2},
    [BV_MEASURE_ELLIPSE] = {"ellipse", 3, 3},
    [BV_MEASURE_AREA] = {"area", 3, BV_OUTLINE_POINTS_MOST},
    [BV_MEASURE_ANGLE] = {"angle", 3, 3},
    [BV_MEASURE_DEPTH] = {"depth", 1, 1},
};

const char *bv_measure_kind_name(enum bv_measure_kind kind)
{
    assert(kind < BV_MEASURE_KINDS);
    return kinds[kind].name;
}

int bv_measure_points_least(enum bv_measure_kind kind)
{
    assert(kind < BV_MEASURE_KINDS);
    return kinds[kind].least;
}

int bv_measure_points_most(enum bv_measure_kind kind)
{
    assert(kind < BV_MEASURE_KINDS);
    return kinds[kind].most;
}

void bv_measure_ellipse_axes(const struct bv_measure *measure,
                             struct bv_px ends[4])
{
    struct bv_px_segment axis = {measure->at[0], measure->at[1]};
    double length = bv_px_segment_length(&axis), beside;
    struct bv_px middle = bv_px_segment_at(&axis, length / 2);
    double x = length > 0 ? (axis.to.x - axis.from.x) / length : 1;
    double y = length > 0 ? (axis.to.y - axis.from.y) / length : 0;

    bv_px_segment_project(&axis, measure->at[2], NULL, &beside);
    ends[0] = axis.from;
    ends[1] = axis.to;
    ends[2] = (struct bv_px){middle.x - beside * y, middle.y + beside * x};
    ends[3] = (struct bv_px){middle.x + beside * y, middle.y - beside * x};
}

static int read_ellipse(const struct bv_measure *measure, double mm_per_px,
                        struct bv_measured *values)
{
    struct bv_px ends[4];
    double first, second;

    bv_measure_ellipse_axes(measure, ends);
    first = bv_px_distance(ends[0], ends[1]) * mm_per_px;
    second = bv_px_distance(ends[2], ends[3]) * mm_per_px;
    if (!(first > 0) || !(second > 0))
        return -EINVAL;
    values->length_mm = fmax(first, second);
    values->width_mm = fmin(first, second);
    values->area_mm2 = pi / 4 * first * second;
    return 0;
}

static int read_area(const struct bv_measure *measure, double mm_per_px,
                     struct bv_measured *values)
{
    struct bv_outline outline = {.count = measure->count};

    for (int i = 0; i < measure->count; i++)
        outline.at[i] = measure->at[i];
    if (!bv_outline_is_valid(&outline))
        return -EINVAL;
    values->area_mm2 = bv_outline_area(&outline) * mm_per_px * mm_per_px;
    return 0;
}

static int read_angle(const struct bv_measure *measure,
                      struct bv_measured *values)
{
    struct bv_px a = measure->at[0], corner = measure->at[1];
    struct bv_px b = measure->at[2];
    double ax = a.x - corner.x, ay = a.y - corner.y;
    double bx = b.x - corner.x, by = b.y - corner.y;

    if (hypot(ax, ay) <= 0 || hypot(bx, by) <= 0)
        return -EINVAL;
    values->angle_deg =
        fabs(atan2(ax * by - ay * bx, ax * bx + ay * by)) * 180 / pi;
    return 0;
}

static int read_length(const struct bv_measure *measure,
                       const struct bv_scan_area *area, double mm_per_px,
                       struct bv_measured *values)
{
    struct bv_mm mm;
    int error = 0;

    if (measure->kind == BV_MEASURE_DISTANCE)
        values->length_mm =
            bv_px_distance(measure->at[0], measure->at[1]) * mm_per_px;
    else
        error = bv_px_to_mm(area, mm_per_px, measure->at[0], &mm);
    if (error == 0 && measure->kind == BV_MEASURE_DEPTH)
        values->length_mm = mm.depth;
    return error;
}

int bv_measure_read(const struct bv_measure *measure,
                    const struct bv_scan_area *area, double mm_per_px,
                    struct bv_measured *values)
{
    struct bv_measured made = {NAN, NAN, NAN, NAN};
    int error;

    if (measure->count < bv_measure_points_least(measure->kind))
        return -EAGAIN;
    if (measure->kind == BV_MEASURE_ANGLE)
        error = read_angle(measure, &made);
    else if (!(mm_per_px > 0))
        error = -EDOM;
    else if (measure->kind == BV_MEASURE_ELLIPSE)
        error = read_ellipse(measure, mm_per_px, &made);
    else if (measure->kind == BV_MEASURE_AREA)
        error = read_area(measure, mm_per_px, &made);
    else
        error = read_length(measure, area, mm_per_px, &made);
    if (error == 0)
        *values = made;
    return error;
}

void bv_measure_say(const struct bv_measure *measure,
                    const struct bv_measured *values, char *text, size_t size)
{
    switch (measure->kind) {
    case BV_MEASURE_ELLIPSE:
        snprintf(text, size, "%.1f \u00d7 %.1f mm, %.2f cm\u00b2",
                 values->length_mm, values->width_mm, values->area_mm2 / 100);
        return;
    case BV_MEASURE_AREA:
        snprintf(text, size, "%.2f cm\u00b2", values->area_mm2 / 100);
        return;
    case BV_MEASURE_ANGLE:
        snprintf(text, size, "%.0f\u00b0", values->angle_deg);
        return;
    default:
        snprintf(text, size, "%.1f mm", values->length_mm);
        return;
    }
}
