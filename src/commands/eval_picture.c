/*
 * bevel eval: one of the worst frames as a picture, with truth and claim.
 */
#include <cairo.h>
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "commands/eval_report.h"
#include "ui/overlay/draw.h"
#include "ui/overlay/marks.h"

enum { width_most_px = 560 };

static const char base64[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/* Writes a PNG's bytes as base64, three at a time. */
struct base64_out {
    FILE *out;
    unsigned char held[3];
    unsigned int count;
};

static void put_held(struct base64_out *to)
{
    unsigned char *held = to->held;

    if (to->count == 0)
        return;
    memset(held + to->count, 0, 3 - to->count);
    fputc(base64[held[0] >> 2], to->out);
    fputc(base64[(held[0] & 3) << 4 | held[1] >> 4], to->out);
    fputc(to->count > 1 ? base64[(held[1] & 15) << 2 | held[2] >> 6] : '=',
          to->out);
    fputc(to->count > 2 ? base64[held[2] & 63] : '=', to->out);
    to->count = 0;
}

static cairo_status_t put_bytes(void *data, const unsigned char *bytes,
                                unsigned int size)
{
    struct base64_out *to = data;

    for (unsigned int i = 0; i < size; i++) {
        to->held[to->count++] = bytes[i];
        if (to->count == 3)
            put_held(to);
    }
    return ferror(to->out) ? CAIRO_STATUS_WRITE_ERROR : CAIRO_STATUS_SUCCESS;
}

/* The picture, grey, on a surface of its own. */
static cairo_surface_t *surface_of(const struct bv_frame *picture)
{
    cairo_surface_t *surface = cairo_image_surface_create(
        CAIRO_FORMAT_RGB24, picture->width_px, picture->height_px);
    unsigned char *bytes = cairo_image_surface_get_data(surface);
    int stride = cairo_image_surface_get_stride(surface);

    if (!bytes)
        return surface;
    for (int y = 0; y < picture->height_px; y++) {
        const uint8_t *from =
            picture->pixels + (size_t)y * (size_t)picture->stride_bytes;
        uint32_t *to = (uint32_t *)(void *)(bytes + (size_t)y * (size_t)stride);

        for (int x = 0; x < picture->width_px; x++)
            to[x] = from[x] * 0x010101u;
    }
    cairo_surface_mark_dirty(surface);
    return surface;
}

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
    cairo_surface_t *image = surface_of(picture);
    cairo_surface_t *page = cairo_image_surface_create(
        CAIRO_FORMAT_RGB24, (int)ceil(picture->width_px * scale),
        (int)ceil(picture->height_px * scale));
    cairo_t *cairo = cairo_create(page);
    struct base64_out to = {.out = out};
    cairo_status_t status;

    cairo_save(cairo);
    cairo_scale(cairo, scale, scale);
    cairo_set_source_surface(cairo, image, 0, 0);
    cairo_paint(cairo);
    cairo_restore(cairo);
    draw_claim(cairo, &view, &worst->advice);
    draw_truth(cairo, &view, &worst->truth);
    cairo_destroy(cairo);
    fputs("<img alt=\"frame with truth and claim\" "
          "src=\"data:image/png;base64,",
          out);
    status = cairo_surface_write_to_png_stream(page, put_bytes, &to);
    put_held(&to);
    fputs("\">\n", out);
    cairo_surface_destroy(page);
    cairo_surface_destroy(image);
    if (status == CAIRO_STATUS_NO_MEMORY)
        return -ENOMEM;
    return status == CAIRO_STATUS_SUCCESS ? 0 : -EIO;
}
