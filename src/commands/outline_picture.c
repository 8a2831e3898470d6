#include "commands/outline_picture.h"

#include <cairo.h>
#include <errno.h>
#include <math.h>
#include <stdint.h>

#include "commands/render_file.h"
#include "ui/overlay/palette.h"
#include "ui/overlay/text.h"

enum { words_px = 40, cross_px = 5 };

/* Grey is painted as the alpha of white: cairo takes it a byte a pixel. */
static cairo_status_t draw_frame(cairo_t *cairo, const struct bv_frame *frame)
{
    cairo_surface_t *grey = cairo_image_surface_create(
        CAIRO_FORMAT_A8, frame->width_px, frame->height_px);
    unsigned char *pixels = cairo_image_surface_get_data(grey);
    int stride = cairo_image_surface_get_stride(grey);
    cairo_status_t status = cairo_surface_status(grey);

    if (pixels) {
        cairo_surface_flush(grey);
        for (int y = 0; y < frame->height_px; y++)
            for (int x = 0; x < frame->width_px; x++)
                pixels[y * stride + x] =
                    frame->pixels[y * frame->stride_bytes + x];
        cairo_surface_mark_dirty(grey);
        cairo_set_source_rgb(cairo, 1, 1, 1);
        cairo_mask_surface(cairo, grey, 0, 0);
    }
    cairo_surface_destroy(grey);
    return status;
}

/* A px counts from its middle, cairo's units from its corner. */
static void draw_marks(cairo_t *cairo, struct bv_px click,
                       const struct bv_outline *outline)
{
    bv_cairo_set_colour(cairo, BV_COLOUR_TARGET, 1);
    cairo_set_line_width(cairo, 1.5);
    for (int i = 0; i < outline->count; i++)
        cairo_line_to(cairo, outline->at[i].x + 0.5, outline->at[i].y + 0.5);
    cairo_close_path(cairo);
    cairo_move_to(cairo, click.x + 0.5 - cross_px, click.y + 0.5);
    cairo_rel_line_to(cairo, 2 * cross_px, 0);
    cairo_move_to(cairo, click.x + 0.5, click.y + 0.5 - cross_px);
    cairo_rel_line_to(cairo, 0, 2 * cross_px);
    cairo_stroke(cairo);
}

int bv_outline_picture_write(const struct bv_frame *frame, struct bv_px click,
                             const struct bv_outline *outline,
                             const char *words, const char *path,
                             struct bv_fault *fault)
{
    struct bv_text_style style = {
        .size = 15, .colour = BV_COLOUR_TEXT, .width = frame->width_px - 24};
    cairo_surface_t *surface = cairo_image_surface_create(
        CAIRO_FORMAT_RGB24, frame->width_px, frame->height_px + words_px);
    cairo_t *cairo = cairo_create(surface);
    cairo_status_t status = draw_frame(cairo, frame);
    int error = -ENOMEM;

    draw_marks(cairo, click, outline);
    bv_cairo_set_colour(cairo, BV_COLOUR_PANEL, 1);
    cairo_rectangle(cairo, 0, frame->height_px, frame->width_px, words_px);
    cairo_fill(cairo);
    bv_text_draw(cairo, words, 12, frame->height_px + words_px / 2.0, &style);
    if (status == CAIRO_STATUS_SUCCESS &&
        cairo_status(cairo) == CAIRO_STATUS_SUCCESS)
        error = bv_png_write(surface, path, fault);
    cairo_destroy(cairo);
    cairo_surface_destroy(surface);
    return error;
}
