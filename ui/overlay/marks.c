#include "ui/overlay/marks.h"

#include <assert.h>
#include <math.h>
#include <stddef.h>

/*
 * Sizes of the marks: true to scale where the scale is known, so that the
 * echo of a needle (about 1 mm across with its blur) stays free at any zoom,
 * and never smaller than a person can tell apart on the surface.
 */
static const double rail_gap_mm = 0.7, rail_gap_least = 7; /* from the axis */
static const double tip_ring_mm = 1.15, tip_ring_least = 11.5;
static const double target_ring_mm = 1.5, target_ring_least = 15;
static const double crossing_mm = 1.5, crossing_least = 15;
/* Air between the tip's ring and the path, and between path and target. */
static const double path_air = 5;

/* A prediction's 90 % ellipse, in standard deviations (two dimensions), and
 * the size at which it says nothing any more (design, rule 1). */
static const double ellipse_90_sd = 2.146;
static const double ellipse_most_mm = 3.0;

struct maker {
    const struct bv_advice *advice;
    struct bv_marks *marks;
    double view_scale;
};

static struct bv_mark *add(struct maker *maker, enum bv_mark_kind kind,
                           struct bv_px a)
{
    struct bv_mark *mark = &maker->marks->mark[maker->marks->count++];

    assert(maker->marks->count <= BV_MARKS_MOST);
    *mark = (struct bv_mark){.kind = kind, .a = a, .b = a};
    return mark;
}

/* A size in px: @p mm where the scale is known, at least @p least units. */
static double size_px(const struct maker *maker, double mm, double least)
{
    double px = least / maker->view_scale;

    if (maker->advice->mm_per_px > 0)
        px = fmax(px, mm / maker->advice->mm_per_px);
    return px;
}

/* Unit vector in which the needle goes. Without a shaft, none. */
static struct bv_px heading(const struct bv_advice *advice)
{
    const struct bv_px_segment *shaft = &advice->shaft_px;
    double length = advice->has_shaft ? bv_px_segment_length(shaft) : 0;

    if (!(length > 0))
        return (struct bv_px){0, 0};
    return (struct bv_px){(shaft->to.x - shaft->from.x) / length,
                          (shaft->to.y - shaft->from.y) / length};
}

static double direction_deg(struct bv_px unit)
{
    return atan2(unit.y, unit.x) * 180 / M_PI;
}

/*
 * Two lines beside the echo, over the visible shaft and no further: up to
 * where they meet the tip's ring, or to the shaft's own end, left open.
 */
static void add_rails(struct maker *maker, double gap_px, double ring_px)
{
    const struct bv_advice *advice = maker->advice;
    const struct bv_px_segment *shaft = &advice->shaft_px;
    struct bv_px unit = heading(advice);
    double end = bv_px_segment_length(shaft);

    if (ring_px > 0) {
        double tip;

        bv_px_segment_project(shaft, advice->tip_px, &tip, NULL);
        end = fmin(end, tip - sqrt(ring_px * ring_px - gap_px * gap_px));
    }
    if (!(end > 0))
        return;
    for (int side = -1; side <= 1; side += 2) {
        struct bv_px to = bv_px_segment_at(shaft, end);
        double x = -unit.y * gap_px * side, y = unit.x * gap_px * side;
        struct bv_mark *rail =
            add(maker, BV_MARK_RAIL,
                (struct bv_px){shaft->from.x + x, shaft->from.y + y});

        rail->b = (struct bv_px){to.x + x, to.y + y};
    }
}

/*
 * Where the needle goes if it goes straight on: to the edge of the target's
 * ring, or, where it misses the ring, to the point nearest to it.
 */
static void add_path(struct maker *maker, double tip_ring_px)
{
    const struct bv_advice *advice = maker->advice;
    struct bv_px unit = heading(advice), tip = advice->tip_px;
    double ring = size_px(maker, target_ring_mm, target_ring_least);
    double air = path_air / maker->view_scale;
    double x = advice->target_px.x - tip.x, y = advice->target_px.y - tip.y;
    double ahead = x * unit.x + y * unit.y;
    double beside = fabs(x * unit.y - y * unit.x);
    double start = tip_ring_px + air, end = ahead;
    double keep_out = ring + air;

    if (advice->target != BV_TARGET_FOLLOWED || !advice->has_shaft)
        return;
    if (beside < keep_out)
        end = ahead - sqrt(keep_out * keep_out - beside * beside);
    if (!(end > start))
        return;
    add(maker, BV_MARK_PATH,
        (struct bv_px){tip.x + start * unit.x, tip.y + start * unit.y})
        ->b = (struct bv_px){tip.x + end * unit.x, tip.y + end * unit.y};
}

static void add_seen_tip(struct maker *maker, double gap_px)
{
    double ring_px = size_px(maker, tip_ring_mm, tip_ring_least);
    struct bv_mark *ring;

    if (maker->advice->has_shaft)
        add_rails(maker, gap_px, ring_px);
    add_path(maker, ring_px);
    ring = add(maker, BV_MARK_TIP, maker->advice->tip_px);
    ring->radius_px = ring_px;
    ring->radius_across_px = maker->advice->has_shaft ? gap_px : 0;
    ring->angle_deg = direction_deg(heading(maker->advice));
}

static void add_predicted_tip(struct maker *maker, double gap_px)
{
    const struct bv_advice *advice = maker->advice;
    double along_px = ellipse_90_sd * advice->tip_sd_px;
    struct bv_mark *ellipse;

    if (advice->has_shaft)
        add_rails(maker, gap_px, 0);
    if (!(along_px >= 0) || along_px * advice->mm_per_px > ellipse_most_mm)
        return;
    ellipse = add(maker, BV_MARK_TIP_PREDICTED, advice->tip_px);
    ellipse->radius_across_px = size_px(maker, tip_ring_mm, tip_ring_least);
    ellipse->radius_px = fmax(along_px, 1.6 * ellipse->radius_across_px);
    ellipse->angle_deg = direction_deg(heading(advice));
}

static void add_needle(struct maker *maker)
{
    const struct bv_advice *advice = maker->advice;
    double gap_px = size_px(maker, rail_gap_mm, rail_gap_least);

    switch (advice->state) {
    case BV_NEEDLE_NONE:
    case BV_NEEDLE_CANDIDATE:
        return; /* never drawn */
    case BV_NEEDLE_SHAFT_ONLY:
        if (advice->has_shaft)
            add_rails(maker, gap_px, 0);
        return;
    case BV_NEEDLE_TIP_SEEN:
        if (advice->has_tip)
            add_seen_tip(maker, gap_px);
        return;
    case BV_NEEDLE_TIP_PREDICTED:
        if (advice->has_tip)
            add_predicted_tip(maker, gap_px);
        return;
    case BV_NEEDLE_CROSSING:
        if (advice->has_crossing)
            add(maker, BV_MARK_CROSSING, advice->crossing_px)->radius_px =
                size_px(maker, crossing_mm, crossing_least);
        return;
    }
}

static void add_target(struct maker *maker)
{
    const struct bv_advice *advice = maker->advice;
    /* A lost one is not where it was last: a ring there would guide to it. */
    if (advice->target != BV_TARGET_FOLLOWED)
        return;
    add(maker, BV_MARK_TARGET, advice->target_px)->radius_px =
        size_px(maker, target_ring_mm, target_ring_least);
}

static void add_landmarks(struct maker *maker)
{
    const struct bv_advice *advice = maker->advice;

    for (int i = 0; i < advice->landmark_count; i++) {
        const struct bv_landmark_advice *landmark = &advice->landmark[i];

        add(maker, BV_MARK_LANDMARK, landmark->mark.at)->landmark = landmark;
    }
}

/* What a void comparison had is not where it was. */
static void add_fluid(struct maker *maker)
{
    const struct bv_fluid_advice *fluid = &maker->advice->fluid;
    const struct bv_outline *outline = NULL;

    if (fluid->spread.in_view)
        outline = &fluid->spread.outline;
    else if (fluid->aspirate.state == BV_ASPIRATE_FOLLOWED &&
             fluid->aspirate.outline.count > 0)
        outline = &fluid->aspirate.outline;
    if (outline)
        add(maker, BV_MARK_FLUID, outline->at[0])->outline = outline;
    if (fluid->spread.state == BV_SPREAD_NOT_SEEN)
        add(maker, BV_MARK_NO_SPREAD, maker->advice->tip_px);
}

void bv_marks_make(const struct bv_advice *advice,
                   const struct bv_marks_options *options,
                   struct bv_marks *marks)
{
    static const struct bv_marks_options none;
    struct maker maker = {.advice = advice, .marks = marks};

    if (!options)
        options = &none;
    maker.view_scale = options->view_scale > 0 ? options->view_scale : 1;
    marks->count = 0;
    if (advice->picture == BV_PICTURE_FRESH && !options->hide_guidance) {
        add_landmarks(&maker);
        add_fluid(&maker);
        add_needle(&maker);
        add_target(&maker);
    }
    if (options->has_cursor)
        add(&maker, BV_MARK_CURSOR, options->cursor_px)->radius_px =
            size_px(&maker, target_ring_mm, target_ring_least);
}
