#include "ui/overlay/painting.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/clock.h"
#include "core/words.h"
#include "ui/overlay/draw.h"
#include "ui/overlay/palette.h"
#include "ui/overlay/text.h"

struct bv_painter {
    cairo_surface_t *picture; /* of the last frame's size, or NULL */
};

struct bv_painter *bv_painter_new(void)
{
    return calloc(1, sizeof(struct bv_painter));
}

void bv_painter_free(struct bv_painter *painter)
{
    if (!painter)
        return;
    if (painter->picture)
        cairo_surface_destroy(painter->picture);
    free(painter);
}

/* The frame as a surface that cairo can paint. */
static int load_picture(struct bv_painter *painter,
                        const struct bv_frame *frame)
{
    cairo_surface_t *picture = painter->picture;
    unsigned char *pixels;
    int stride;

    if (picture &&
        (cairo_image_surface_get_width(picture) != frame->width_px ||
         cairo_image_surface_get_height(picture) != frame->height_px)) {
        cairo_surface_destroy(picture);
        picture = NULL;
    }
    if (!picture)
        picture = cairo_image_surface_create(CAIRO_FORMAT_RGB24,
                                             frame->width_px, frame->height_px);
    painter->picture = picture;
    if (cairo_surface_status(picture) != CAIRO_STATUS_SUCCESS) {
        cairo_surface_destroy(picture);
        painter->picture = NULL;
        return -ENOMEM;
    }
    cairo_surface_flush(picture);
    pixels = cairo_image_surface_get_data(picture);
    stride = cairo_image_surface_get_stride(picture);
    for (int y = 0; y < frame->height_px; y++) {
        const uint8_t *from =
            frame->pixels + (ptrdiff_t)y * frame->stride_bytes;
        uint32_t *to = (uint32_t *)(void *)(pixels + (ptrdiff_t)y * stride);

        for (int x = 0; x < frame->width_px; x++)
            to[x] = from[x] * 0x010101u;
    }
    cairo_surface_mark_dirty(picture);
    return 0;
}

static void paint_caption(cairo_t *cairo, const struct bv_painting *painting,
                          const struct bv_words *words)
{
    double half = painting->caption_height / 2, air = half * 0.6;
    double top = painting->y + painting->height;
    struct bv_text_style style = {.size = half * 0.82,
                                  .bold = true,
                                  .colour = BV_COLOUR_TEXT,
                                  .width = painting->width - 2 * air};
    double left = painting->x + air, right = painting->x + painting->width;
    char text[256];

    bv_cairo_set_colour(cairo, BV_COLOUR_CARD, 1);
    cairo_rectangle(cairo, painting->x, top, painting->width, 2 * half);
    cairo_fill(cairo);
    if (words->distance[0])
        snprintf(text, sizeof(text), _("%s mm to target"), words->distance);
    else
        snprintf(text, sizeof(text), "%s", words->headline);
    bv_text_draw(cairo, text, left, top + half * 0.58, &style);

    style.bold = false;
    style.colour = BV_COLOUR_DIM;
    snprintf(text, sizeof(text), "%s%s%s",
             words->distance[0] ? words->headline : "",
             words->distance[0] && words->note[0] ? ", " : "", words->note);
    bv_text_draw(cairo, text, left, top + half * 1.46, &style);

    style.align = 1;
    style.width = 0;
    snprintf(text, sizeof(text), "%.2f s",
             bv_ns_to_s(painting->advice->time_ns));
    bv_text_draw(cairo, text, right - air, top + half * 0.58, &style);
    if (painting->simulated) {
        style.colour = BV_COLOUR_WARN;
        bv_text_draw(cairo, _("SIMULATED"), right - air, top + half * 1.46,
                     &style);
    }
}

int bv_painter_paint(struct bv_painter *painter, cairo_t *cairo,
                     const struct bv_painting *painting)
{
    const struct bv_frame *frame = painting->frame;
    double scale = fmin(painting->width / frame->width_px,
                        painting->height / frame->height_px);
    struct bv_view view = {
        .offset_x =
            painting->x + (painting->width - frame->width_px * scale) / 2,
        .offset_y =
            painting->y + (painting->height - frame->height_px * scale) / 2,
        .scale = scale};
    const struct bv_marks_options options = {
        .hide_guidance = !bv_showing_guides(painting->showing),
        .view_scale = scale / painting->size};
    struct bv_marks marks;
    struct bv_words words;
    int error = load_picture(painter, frame);

    if (error < 0)
        return error;
    cairo_save(cairo);
    cairo_rectangle(cairo, painting->x, painting->y, painting->width,
                    painting->height);
    cairo_clip(cairo);
    bv_cairo_set_colour(cairo, 0x000000u, 1);
    cairo_paint(cairo);
    cairo_translate(cairo, view.offset_x, view.offset_y);
    cairo_scale(cairo, scale, scale);
    cairo_set_source_surface(cairo, painter->picture, 0, 0);
    cairo_pattern_set_extend(cairo_get_source(cairo), CAIRO_EXTEND_PAD);
    cairo_rectangle(cairo, 0, 0, frame->width_px, frame->height_px);
    cairo_fill(cairo);
    cairo_identity_matrix(cairo);
    bv_marks_make(painting->advice, &options, &marks);
    bv_overlay_draw(cairo, &marks, &view, painting->size);
    cairo_restore(cairo);
    if (painting->caption_height > 0) {
        bv_words_make(painting->advice, painting->showing, 0, &words);
        paint_caption(cairo, painting, &words);
    }
    return 0;
}
