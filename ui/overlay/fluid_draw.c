#include "ui/overlay/fluid_draw.h"

#include <math.h>
#include <stdbool.h>
#include <stddef.h>

#include "core/words.h"
#include "ui/overlay/palette.h"
#include "ui/overlay/text.h"

/* Surface units at size 1. */
static const double line_width = 2.2, halo_width = 2.6, halo_alpha = 0.72;
static const double word_size = 21, word_air = 16;

static void trace(cairo_t *cairo, const struct bv_outline *outline,
                  const struct bv_view *view)
{
    cairo_new_sub_path(cairo);
    for (int i = 0; i < outline->count; i++) {
        struct bv_px px = bv_view_to_surface(view, outline->at[i]);

        cairo_line_to(cairo, px.x, px.y);
    }
    cairo_close_path(cairo);
}

static bool stays_free(const struct bv_landmark *mark)
{
    return mark->outline.count > 0 && (mark->role == BV_LANDMARK_TARGET ||
                                       mark->kind == BV_LANDMARK_VESSEL);
}

/* One after the other, for where two overlap. */
static void keep_out(cairo_t *cairo, const struct bv_marks *marks,
                     const struct bv_view *view)
{
    double left, top, right, bottom;

    cairo_set_fill_rule(cairo, CAIRO_FILL_RULE_EVEN_ODD);
    for (int i = 0; i < marks->count; i++) {
        const struct bv_landmark_advice *landmark = marks->mark[i].landmark;

        if (!landmark || !stays_free(&landmark->mark))
            continue;
        cairo_clip_extents(cairo, &left, &top, &right, &bottom);
        cairo_new_path(cairo);
        cairo_rectangle(cairo, left, top, right - left, bottom - top);
        trace(cairo, &landmark->mark.outline, view);
        cairo_clip(cairo);
    }
}

static void draw_border(cairo_t *cairo, const struct bv_outline *outline,
                        const struct bv_view *view, double size)
{
    const double dash[] = {12 * size, 4 * size, 2.5 * size, 4 * size};

    cairo_new_path(cairo);
    trace(cairo, outline, view);
    cairo_set_line_join(cairo, CAIRO_LINE_JOIN_ROUND);
    cairo_set_line_cap(cairo, CAIRO_LINE_CAP_BUTT);
    cairo_set_dash(cairo, dash, sizeof(dash) / sizeof(*dash), 0);
    cairo_set_line_width(cairo, (line_width + halo_width) * size);
    bv_cairo_set_colour(cairo, 0x000000u, halo_alpha);
    cairo_stroke_preserve(cairo);
    cairo_set_line_width(cairo, line_width * size);
    bv_cairo_set_colour(cairo, BV_COLOUR_FLUID, 1);
    cairo_stroke(cairo);
    cairo_set_dash(cairo, NULL, 0, 0);
}

/* With the triangle before it, in letters of 1. It is never cut, in whatever
 * language. */
static double word_width(cairo_t *cairo, const char *word, double size)
{
    const struct bv_text_style style = {.size = size, .bold = true};

    /* off the surface: it is only measured */
    return 1.5 + bv_text_draw(cairo, word, -9999, -9999, &style) / size;
}

/* In the lower corner that is farther from the tip, with its triangle. */
static void draw_word(cairo_t *cairo, struct bv_px tip_px,
                      const struct bv_view *view, double size)
{
    const char *word = _("SPREAD NOT SEEN");
    struct bv_text_style style = {
        .size = word_size * size, .bold = true, .colour = BV_COLOUR_HAZARD};
    double left, top, right, bottom, x, y, side, width;

    cairo_clip_extents(cairo, &left, &top, &right, &bottom);
    width = word_width(cairo, word, style.size);
    style.size =
        fmax(1, fmin(style.size, (right - left - 2 * word_air * size) / width));
    side = style.size;
    width *= side;
    x = bv_view_to_surface(view, tip_px).x > (left + right) / 2
            ? left + word_air * size
            : right - word_air * size - width;
    y = bottom - word_air * size - side / 2;
    cairo_new_path(cairo);
    cairo_rectangle(cairo, x - side / 3, y - side, width + side * 2 / 3,
                    2 * side);
    bv_cairo_set_colour(cairo, 0x000000u, halo_alpha);
    cairo_fill(cairo);
    cairo_move_to(cairo, x, y + side / 2);
    cairo_line_to(cairo, x + side / 2, y - side / 2);
    cairo_line_to(cairo, x + side, y + side / 2);
    cairo_close_path(cairo);
    bv_cairo_set_colour(cairo, style.colour, 1);
    cairo_fill(cairo);
    bv_text_draw(cairo, word, x + 1.5 * side, y, &style);
}

void bv_fluid_draw(cairo_t *cairo, const struct bv_marks *marks,
                   const struct bv_view *view, double size)
{
    cairo_save(cairo);
    keep_out(cairo, marks, view);
    for (int i = 0; i < marks->count; i++) {
        const struct bv_mark *mark = &marks->mark[i];

        if (mark->kind == BV_MARK_FLUID)
            draw_border(cairo, mark->outline, view, size);
        else if (mark->kind == BV_MARK_NO_SPREAD)
            draw_word(cairo, mark->a, view, size);
    }
    cairo_restore(cairo);
}
