#include "ui/overlay/ruler.h"

#include <math.h>
#include <stdio.h>

#include "core/words.h"
#include "ui/overlay/palette.h"
#include "ui/overlay/text.h"

/* Between the picture and the ruler, and lengths of its ticks, at size 1. */
static const double gap = 17, tick_cm = 16, tick_half = 10, tick_mm = 5;
static const double number_room = 22, tick_room = 5;
static const int deepest_mm = 1000;

static void draw_tick(cairo_t *cairo, double x, double y, double length,
                      unsigned colour, double size)
{
    /* on whole pixels, so that all ticks look alike */
    y = floor(y) + 0.5;
    bv_cairo_set_colour(cairo, colour, 1);
    cairo_set_line_width(cairo, size);
    cairo_move_to(cairo, x, y);
    cairo_line_to(cairo, x + length * size, y);
    cairo_stroke(cairo);
}

static void draw_number(cairo_t *cairo, const char *text, double x, double y,
                        double size)
{
    const struct bv_text_style style = {
        .size = 15 * size, .bold = true, .colour = BV_COLOUR_TEXT};

    bv_text_draw(cairo, text, x, y, &style);
}

int bv_ruler_step_cm(double unit_per_mm, double size)
{
    static const int steps[] = {1, 2, 5, 10, 20, 50};
    size_t i = 0;

    while (i + 1 < sizeof(steps) / sizeof(*steps) &&
           steps[i] * 10 * unit_per_mm < number_room * size)
        i++;
    return steps[i];
}

void bv_ruler_draw(cairo_t *cairo, const struct bv_scan_area *area,
                   double mm_per_px, const struct bv_view *view,
                   const struct bv_picture_box *box, double size)
{
    const struct bv_text_style unit = {.size = 13 * size,
                                       .colour = BV_COLOUR_DIM};
    double x = box->right + gap * size, unit_per_mm, zero;
    struct bv_mm ignored;
    int step_mm;

    if (bv_px_to_mm(area, mm_per_px, area->face_middle, &ignored) < 0)
        return;
    unit_per_mm = view->scale / mm_per_px;
    zero = bv_view_to_surface(view, area->face_middle).y;
    step_mm = 10 * bv_ruler_step_cm(unit_per_mm, size);
    for (int mm = 0; mm <= deepest_mm; mm++) {
        double y = zero + mm * unit_per_mm;
        char number[8];

        if (y > box->bottom + 0.5)
            break;
        if (y < box->top - 0.5)
            continue;
        if (mm % step_mm == 0) {
            draw_tick(cairo, x, y, tick_cm, BV_COLOUR_TEXT, size);
            snprintf(number, sizeof(number), "%d", mm / 10);
            if (mm > 0)
                draw_number(cairo, number, x + (tick_cm + 6) * size, y, size);
            else
                bv_text_draw(cairo, "cm", x + (tick_cm + 6) * size, y, &unit);
        } else if (mm % 10 == 0 && 10 * unit_per_mm >= tick_room * size) {
            draw_tick(cairo, x, y, tick_half, BV_COLOUR_DIM, size);
        } else if (mm % 5 == 0 && 5 * unit_per_mm >= tick_room * size) {
            draw_tick(cairo, x, y, step_mm > 10 ? tick_mm : tick_half,
                      BV_COLOUR_DIM, size);
        } else if (unit_per_mm >= 5 * size) {
            draw_tick(cairo, x, y, tick_mm, BV_COLOUR_DIM, size);
        }
    }
}

void bv_ruler_draw_caret(cairo_t *cairo, struct bv_px px, unsigned colour,
                         const struct bv_view *view,
                         const struct bv_picture_box *box, double size)
{
    double y = bv_view_to_surface(view, px).y, x = box->right + 7 * size;

    if (y < box->top || y > box->bottom)
        return;
    cairo_move_to(cairo, x + 8 * size, y);
    cairo_line_to(cairo, x, y - 6 * size);
    cairo_line_to(cairo, x, y + 6 * size);
    cairo_close_path(cairo);
    bv_cairo_set_colour(cairo, colour, 1);
    cairo_fill(cairo);
}

void bv_orientation_draw(cairo_t *cairo, enum bv_side marked_side,
                         const struct bv_picture_box *box, double size)
{
    const struct bv_text_style letter = {.size = 12 * size,
                                         .bold = true,
                                         .colour = BV_COLOUR_BACKGROUND,
                                         .align = 0.5};
    const struct bv_text_style unknown = {.size = 13 * size,
                                          .colour = BV_COLOUR_DIM};
    double radius = 9 * size, y = box->top - 8 * size - radius;
    double x =
        marked_side == BV_SIDE_RIGHT ? box->right - radius : box->left + radius;

    if (marked_side == BV_SIDE_UNKNOWN) {
        bv_text_draw(cairo, _("Marker side not known"), box->left, y, &unknown);
        return;
    }
    cairo_arc(cairo, x, y, radius, 0, 2 * M_PI);
    bv_cairo_set_colour(cairo, BV_COLOUR_NEEDLE, 1);
    cairo_fill(cairo);
    bv_text_draw(cairo, "b", x, y, &letter);
}
