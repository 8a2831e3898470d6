#include "ui/trail.h"

#include <math.h>
#include <stdio.h>

#include "core/clock.h"
#include "core/words.h"
#include "ui/overlay/palette.h"
#include "ui/overlay/text.h"

/* At size 1: the lanes with the gap below each, and the names. */
static const double lanes_height = 35, times_top = 27, names_height = 15,
                    text_size = 12;
static const double least_name = 20, name_air = 8, end_air = 5, tick_s = 10;

double bv_trail_height(double size)
{
    return (lanes_height + names_height) * size;
}

static unsigned ink_of(const struct bv_timeline_inks *inks,
                       enum bv_trail_kind kind)
{
    switch (kind) {
    case BV_TRAIL_TARGET:
        return inks->target;
    case BV_TRAIL_NEEDLE:
        return inks->needle;
    case BV_TRAIL_LOST:
    case BV_TRAIL_NEAR:
    case BV_TRAIL_NO_SPREAD:
        return inks->warn;
    case BV_TRAIL_INSIDE:
        return inks->hazard;
    case BV_TRAIL_INJECTS:
    case BV_TRAIL_ASPIRATES:
        return inks->fluid;
    default:
        return inks->text;
    }
}

struct drawing {
    cairo_t *cairo;
    const struct bv_timeline_style *style;
    double free_to; /* names are free up to here, from the left */
};

static void draw_tick(const struct drawing *drawing, double x, unsigned ink,
                      double top)
{
    double size = drawing->style->size;

    bv_cairo_set_colour(drawing->cairo, ink, 1);
    cairo_set_line_width(drawing->cairo, 2);
    cairo_move_to(drawing->cairo, floor(x), top * size);
    cairo_rel_line_to(drawing->cairo, 0, (lanes_height - top) * size);
    cairo_stroke(drawing->cairo);
}

/* From the newest on: where two have no room, the older one has no name. */
static void draw_name(struct drawing *drawing, const char *text, double x,
                      unsigned ink, double most)
{
    struct bv_text_style style = {
        .size = text_size * drawing->style->size, .colour = ink, .width = most};
    double y = (lanes_height + names_height / 2) * drawing->style->size;

    if (x < 0 || x + most > drawing->free_to)
        return;
    bv_text_draw(drawing->cairo, text, x, y, &style);
    drawing->free_to = x - name_air * drawing->style->size;
}

static double width_of(const struct drawing *drawing, const char *text)
{
    struct bv_text_style style = {.size = text_size * drawing->style->size};

    /* off the surface: it is only measured */
    return bv_text_draw(drawing->cairo, text, -4000, -4000, &style);
}

static void draw_moments(struct drawing *drawing, const struct bv_trail *trail,
                         int64_t end_ns)
{
    const struct bv_timeline_style *style = drawing->style;

    for (int i = 1; i <= trail->moment_count; i++) {
        const struct bv_trail_moment *moment =
            &trail->moment[(trail->moment_next - i + BV_TRAIL_MOMENTS) %
                           BV_TRAIL_MOMENTS];
        double s = bv_ns_to_s(moment->arrived_ns - end_ns);
        double x = bv_timeline_x(style, s), width;
        unsigned ink = ink_of(style->inks, moment->kind);
        char text[64];

        if (s < style->from_s || s > style->to_s)
            continue;
        draw_tick(drawing, x, ink, 0);
        if (drawing->free_to < style->width &&
            x + least_name * style->size > drawing->free_to)
            continue;
        bv_trail_say(moment, text, sizeof(text));
        width = ceil(width_of(drawing, text));
        draw_name(drawing, text,
                  fmin(x, style->width - width - end_air * style->size), ink,
                  width);
    }
}

/* Every ten seconds. */
static void draw_times(const struct drawing *drawing)
{
    for (double s = -tick_s; s > drawing->style->from_s; s -= tick_s)
        draw_tick(drawing, bv_timeline_x(drawing->style, s),
                  drawing->style->inks->line, times_top);
}

/* What the top of the curve's box is. */
static void draw_top(const struct drawing *drawing, const struct bv_lane *lane)
{
    struct bv_text_style style = {.size = 11 * drawing->style->size,
                                  .colour = drawing->style->inks->dim};
    char text[32];

    snprintf(text, sizeof(text), _("%.0f mm"), lane->top);
    bv_text_draw(drawing->cairo, text, 5 * drawing->style->size,
                 9 * drawing->style->size, &style);
}

static bool has_distance(const struct bv_lane *lane, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!isnan(lane->values[i]))
            return true;
    return false;
}

void bv_trail_draw(cairo_t *cairo, const struct bv_trail *trail, int64_t end_ns,
                   struct bv_trail_lanes *lanes,
                   const struct bv_timeline_style *style)
{
    struct drawing drawing = {
        .cairo = cairo, .style = style, .free_to = style->width};
    const struct bv_lane *seen = &lanes->timeline.lanes[0];

    bv_trail_make(trail, end_ns, lanes);
    bv_timeline_draw(cairo, &lanes->timeline, style);
    draw_times(&drawing);
    if (has_distance(seen, lanes->timeline.count))
        draw_top(&drawing, seen);
    draw_moments(&drawing, trail, end_ns);
}
