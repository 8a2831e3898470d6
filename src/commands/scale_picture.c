#include "commands/scale_picture.h"

#include <cairo.h>
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "commands/render_file.h"
#include "ui/overlay/palette.h"
#include "ui/overlay/text.h"

/* The line of words, and how far marks stay off what they mark, px. */
enum { words_px = 40, room_px = 3 };

static void draw_frame(cairo_surface_t *surface, const struct bv_frame *frame)
{
    unsigned char *pixels = cairo_image_surface_get_data(surface);
    int stride = cairo_image_surface_get_stride(surface);

    if (!pixels)
        return; /* in an error state, seen when it is written */
    cairo_surface_flush(surface);
    for (int y = 0; y < frame->height_px; y++) {
        const uint8_t *from = frame->pixels + y * frame->stride_bytes;

        for (int x = 0; x < frame->width_px; x++) {
            uint32_t grey = from[x] * 0x010101u;

            memcpy(pixels + y * stride + 4 * x, &grey, sizeof(grey));
        }
    }
    cairo_surface_mark_dirty(surface);
}

static void draw_box(cairo_t *cairo, const struct bv_px_box *box, int room)
{
    cairo_rectangle(cairo, box->left - room + 0.5, box->top - room + 0.5,
                    box->right - box->left + 2 * room - 1,
                    box->bottom - box->top + 2 * room - 1);
    cairo_stroke(cairo);
}

/* A short mark on either side of each tick, so that the tick itself shows. */
static void draw_ruler(cairo_t *cairo, const struct bv_ruler *ruler)
{
    for (int k = 0; k < ruler->ticks; k++) {
        double y = ruler->first_px + k * ruler->pitch_px + 0.5;

        cairo_move_to(cairo, ruler->left - room_px - 9, y);
        cairo_rel_line_to(cairo, 9, 0);
        cairo_move_to(cairo, ruler->right + room_px, y);
        cairo_rel_line_to(cairo, 9, 0);
    }
    cairo_stroke(cairo);
}

static void draw_words(cairo_t *cairo, const struct bv_frame *frame,
                       const struct bv_scale_reading *reading)
{
    struct bv_text_style style = {
        .size = 15, .colour = BV_COLOUR_TEXT, .width = frame->width_px - 24};
    char text[280];

    if (reading->mm_per_px > 0) {
        snprintf(text, sizeof(text), "Proposed: %.4f mm/px, from %s",
                 reading->mm_per_px, reading->why);
    } else {
        style.colour = BV_COLOUR_WARN;
        snprintf(text, sizeof(text), "No scale proposed: %s", reading->why);
    }
    bv_cairo_set_colour(cairo, BV_COLOUR_PANEL, 1);
    cairo_rectangle(cairo, 0, frame->height_px, frame->width_px, words_px);
    cairo_fill(cairo);
    bv_text_draw(cairo, text, 12, frame->height_px + words_px / 2.0, &style);
}

static void draw_all(cairo_t *cairo, const struct bv_frame *frame,
                     const struct bv_scale_reading *reading)
{
    const struct bv_screen_texts *texts = &reading->texts;

    cairo_set_line_width(cairo, 1);
    bv_cairo_set_colour(cairo, BV_COLOUR_NEEDLE, 1);
    if (reading->area.shape != BV_SCAN_UNKNOWN)
        draw_box(cairo, &reading->area.box, 1);
    bv_cairo_set_colour(cairo, BV_COLOUR_TARGET, 1);
    if (reading->has_ruler)
        draw_ruler(cairo, &reading->ruler);
    for (int i = 0; i < texts->depths; i++) {
        bv_cairo_set_colour(
            cairo, i == reading->depth_text ? BV_COLOUR_TARGET : BV_COLOUR_WARN,
            1);
        draw_box(cairo, &texts->depth[i].box, room_px);
    }
    if (texts->zoom != 1)
        draw_box(cairo, &texts->zoom_box, room_px);
    draw_words(cairo, frame, reading);
}

int bv_scale_picture_write(const struct bv_frame *frame,
                           const struct bv_scale_reading *reading,
                           const char *path, struct bv_fault *fault)
{
    cairo_surface_t *surface = cairo_image_surface_create(
        CAIRO_FORMAT_RGB24, frame->width_px, frame->height_px + words_px);
    cairo_t *cairo = cairo_create(surface);
    int error;

    draw_frame(surface, frame);
    draw_all(cairo, frame, reading);
    error = cairo_status(cairo) == CAIRO_STATUS_SUCCESS
                ? bv_png_write(surface, path, fault)
                : -ENOMEM;
    cairo_destroy(cairo);
    cairo_surface_destroy(surface);
    return error;
}
