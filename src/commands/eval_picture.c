/*
 * bevel eval: one of the worst frames as a picture, with truth and claim.
 */
#include <cairo.h>
#include <math.h>

#include "commands/eval_report.h"
#include "commands/html_picture.h"
#include "ui/overlay/draw.h"
#include "ui/overlay/marks.h"

enum { width_most_px = 560 };

static void line(cairo_t *cairo, const struct bv_view *view, struct bv_px from,
                 struct bv_px to)
{
    struct bv_px a = bv_view_to_surface(view, from);
    struct bv_px b = bv_view_to_surface(view, to);

    cairo_move_to(cairo, a.x, a.y);
    cairo_line_to(cairo, b.x, b.y);
    cairo_stroke(cairo);
}

static void cross(cairo_t *cairo, const struct bv_view *view, struct bv_px at)
{
    const double arm = 7 / view->scale;

    line(cairo, view, (struct bv_px){at.x - arm, at.y - arm},
         (struct bv_px){at.x + arm, at.y + arm});
    line(cairo, view, (struct bv_px){at.x - arm, at.y + arm},
         (struct bv_px){at.x + arm, at.y - arm});
}

/* Truth: magenta, a thin line and a cross; dashed where it does not show. */
static void draw_truth(cairo_t *cairo, const struct bv_view *view,
                       const struct bv_truth_frame *truth)
{
    const double dash[] = {3, 4};

    if (!truth->needle)
        return;
    cairo_set_line_width(cairo, 1.2);
    cairo_set_source_rgb(cairo, 1, 0.2, 1);
    if (truth->has_whole) {
        cairo_set_dash(cairo, dash, 2, 0);
        line(cairo, view, truth->whole_px.from, truth->whole_px.to);
        cairo_set_dash(cairo, NULL, 0, 0);
    }
    if (truth->has_shaft)
        line(cairo, view, truth->shaft_px.from, truth->shaft_px.to);
    if (truth->has_tip)
        cross(cairo, view, truth->tip_px);
    if (truth->has_crossing)
        cross(cairo, view, truth->crossing_px);
}

/* The claim: as the window draws it; a still's candidate as a plain line. */
static void draw_claim(cairo_t *cairo, const struct bv_view *view,
                       const struct bv_advice *advice)
{
    struct bv_marks_options options = {.view_scale = view->scale};
    struct bv_marks marks;

    bv_marks_make(advice, &options, &marks);
    bv_overlay_draw(cairo, &marks, view, 1);
    if (bv_needle_state_is_drawn(advice->state) || !advice->has_shaft)
        return;
    cairo_set_line_width(cairo, 1.5);
    cairo_set_source_rgb(cairo, 0.2, 0.9, 1);
    line(cairo, view, advice->shaft_px.from, advice->shaft_px.to);
}

int bv_eval_write_picture(const struct bv_eval_worst *worst, FILE *out)
{
    const struct bv_frame *picture = worst->picture;
    double scale = fmin(1, (double)width_most_px / picture->width_px);
    struct bv_view view = {.scale = scale};
    cairo_surface_t *image = bv_grey_surface(picture);
    cairo_surface_t *page = cairo_image_surface_create(
        CAIRO_FORMAT_RGB24, (int)ceil(picture->width_px * scale),
        (int)ceil(picture->height_px * scale));
    cairo_t *cairo = cairo_create(page);
    int error;

    cairo_save(cairo);
    cairo_scale(cairo, scale, scale);
    cairo_set_source_surface(cairo, image, 0, 0);
    cairo_paint(cairo);
    cairo_restore(cairo);
    draw_claim(cairo, &view, &worst->advice);
    draw_truth(cairo, &view, &worst->truth);
    cairo_destroy(cairo);
    error = bv_html_write_image(page, "frame with truth and claim", out);
    cairo_surface_destroy(page);
    cairo_surface_destroy(image);
    return error;
}
