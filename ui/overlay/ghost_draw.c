#include "ui/overlay/ghost_draw.h"

#include <math.h>

#include "core/words.h"
#include "ui/overlay/palette.h"
#include "ui/overlay/text.h"

static const double radius = 22, dash = 6, point_radius = 8;

/* With a dark halo, as all that lies on the picture. */
static void stroke(cairo_t *cairo, double size)
{
    const double dashes[] = {dash * size, dash * size};

    cairo_set_dash(cairo, dashes, 2, 0);
    cairo_set_line_width(cairo, 4.5 * size);
    bv_cairo_set_colour(cairo, BV_COLOUR_BACKGROUND, 0.7);
    cairo_stroke_preserve(cairo);
    cairo_set_line_width(cairo, 2 * size);
    bv_cairo_set_colour(cairo, BV_COLOUR_TEXT, 1);
    cairo_stroke(cairo);
    cairo_set_dash(cairo, NULL, 0, 0);
}

/* @return Where words stand beside it. */
static struct bv_px draw_mark(cairo_t *cairo, const struct bv_landmark *mark,
                              const struct bv_view *view, double size)
{
    struct bv_px right = bv_view_to_surface(view, mark->at);

    if (mark->outline.count == 0) {
        cairo_arc(cairo, right.x, right.y, point_radius * size, 0, 2 * M_PI);
        right.x += point_radius * size;
    }
    for (int i = 0; i < mark->outline.count; i++) {
        struct bv_px at = bv_view_to_surface(view, mark->outline.at[i]);

        cairo_line_to(cairo, at.x, at.y);
        if (i == 0 || at.x > right.x)
            right = at;
    }
    cairo_close_path(cairo);
    stroke(cairo, size);
    return right;
}

static void say(cairo_t *cairo, struct bv_px at, double size)
{
    const struct bv_text_style style = {
        .size = 15 * size, .bold = true, .colour = BV_COLOUR_TEXT};
    const struct bv_text_style halo = {
        .size = 15 * size, .bold = true, .colour = BV_COLOUR_BACKGROUND};
    const char *text = _("from before, check");

    for (int x = -1; x <= 1; x++)
        for (int y = -1; y <= 1; y++)
            bv_text_draw(cairo, text, at.x + 8 * size + x, at.y + y, &halo);
    bv_text_draw(cairo, text, at.x + 8 * size, at.y, &style);
}

void bv_ghosts_draw(cairo_t *cairo, const struct bv_ghosts *ghosts,
                    const struct bv_view *view, double size)
{
    struct bv_px at;

    for (int i = 0; i < ghosts->count; i++)
        say(cairo, draw_mark(cairo, &ghosts->mark[i], view, size), size);
    if (!ghosts->target)
        return;
    at = bv_view_to_surface(view, *ghosts->target);
    cairo_new_sub_path(cairo);
    cairo_arc(cairo, at.x, at.y, radius * size, 0, 2 * M_PI);
    stroke(cairo, size);
    say(cairo, (struct bv_px){at.x + radius * size, at.y}, size);
}
