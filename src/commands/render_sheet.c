#include "commands/render_sheet.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "core/clock.h"
#include "ui/overlay/palette.h"
#include "ui/overlay/text.h"

/* Of a tile, and around it. */
enum {
    tile_width = 480,
    caption_height = 56,
    gap = 14,
    header_height = 64,
    footer_height = 40
};

struct bv_sheet {
    int moments;
    int tile_height; /* of the picture; from the first one */
    double interval_s, due_s;
    bool known_length;
    int count;
    cairo_surface_t *tile[2 * BV_SHEET_MOST];
    struct bv_painter *painter;
};

struct bv_sheet *bv_sheet_new(int moments, double duration_s)
{
    struct bv_sheet *sheet = calloc(1, sizeof(*sheet));

    if (!sheet)
        return NULL;
    sheet->moments = moments;
    sheet->known_length = duration_s > 0;
    /* the middle of each of so many equal parts; else halved as it goes on */
    sheet->interval_s = duration_s > 0 ? duration_s / moments : 0.02;
    sheet->due_s = duration_s > 0 ? sheet->interval_s / 2 : 0;
    sheet->painter = bv_painter_new();
    if (!sheet->painter) {
        free(sheet);
        return NULL;
    }
    return sheet;
}

void bv_sheet_free(struct bv_sheet *sheet)
{
    if (!sheet)
        return;
    for (int i = 0; i < sheet->count; i++)
        cairo_surface_destroy(sheet->tile[i]);
    bv_painter_free(sheet->painter);
    free(sheet);
}

/* Twice as many as wanted: keep every second one, and go on half as dense. */
static void thin_out(struct bv_sheet *sheet)
{
    int kept = 0;

    for (int i = 0; i < sheet->count; i++) {
        if (i % 2 == 0)
            sheet->tile[kept++] = sheet->tile[i];
        else
            cairo_surface_destroy(sheet->tile[i]);
    }
    sheet->count = kept;
    sheet->interval_s *= 2;
}

static int paint_tile(struct bv_sheet *sheet, const struct bv_painting *offered)
{
    struct bv_painting painting = *offered;
    cairo_surface_t *surface;
    cairo_t *cairo;
    int error;

    if (sheet->tile_height == 0)
        sheet->tile_height = (int)fmin(
            2.0 * tile_width,
            fmax(60, round((double)tile_width * offered->frame->height_px /
                           offered->frame->width_px)));
    surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, tile_width,
                                         sheet->tile_height + caption_height);
    painting.x = painting.y = 0;
    painting.width = tile_width;
    painting.height = sheet->tile_height;
    painting.caption_height = caption_height;
    painting.size = 0.8;
    cairo = cairo_create(surface);
    error = bv_painter_paint(sheet->painter, cairo, &painting);
    if (error == 0 && cairo_status(cairo) != CAIRO_STATUS_SUCCESS)
        error = -ENOMEM;
    cairo_destroy(cairo);
    if (error < 0) {
        cairo_surface_destroy(surface);
        return error;
    }
    sheet->tile[sheet->count++] = surface;
    return 0;
}

int bv_sheet_offer(struct bv_sheet *sheet, const struct bv_painting *painting)
{
    /* times are whole ns: a frame that is due to the ns is due */
    double time_s = bv_ns_to_s(painting->advice->time_ns + 1);
    int error;

    if (sheet->known_length && sheet->count == sheet->moments)
        return 0;
    if (time_s < sheet->due_s)
        return 0;
    error = paint_tile(sheet, painting);
    if (error < 0)
        return error;
    if (!sheet->known_length && sheet->count == 2 * sheet->moments)
        thin_out(sheet);
    while (sheet->due_s <= time_s)
        sheet->due_s += sheet->interval_s;
    return 0;
}

/* Evenly chosen where there are more than wanted. */
static void choose(struct bv_sheet *sheet)
{
    cairo_surface_t *chosen[BV_SHEET_MOST];
    int wanted = sheet->moments, count = sheet->count, next = 0;

    if (count <= wanted)
        return;
    for (int i = 0; i < count; i++) {
        int due = wanted > 1
                      ? (int)lround((double)next * (count - 1) / (wanted - 1))
                      : count / 2;

        if (next < wanted && i == due)
            chosen[next++] = sheet->tile[i];
        else
            cairo_surface_destroy(sheet->tile[i]);
    }
    for (int i = 0; i < next; i++)
        sheet->tile[i] = chosen[i];
    sheet->count = next;
}

static void lay_out(const struct bv_sheet *sheet, cairo_t *cairo, int columns,
                    double width, double height, const char *title)
{
    const struct bv_text_style brand = {
        .size = 24, .bold = true, .colour = BV_COLOUR_NEEDLE};
    const struct bv_text_style name = {.size = 19,
                                       .bold = true,
                                       .colour = BV_COLOUR_TEXT,
                                       .width = fmax(width - 130, 60)};
    const struct bv_text_style small = {
        .size = 14, .colour = BV_COLOUR_DIM, .width = width - 2 * gap};
    double tile_height = sheet->tile_height + caption_height;

    bv_cairo_set_colour(cairo, BV_COLOUR_BACKGROUND, 1);
    cairo_paint(cairo);
    bv_text_draw(cairo, "bevel", gap, header_height / 2.0, &brand);
    bv_text_draw(cairo, title, gap + 88, header_height / 2.0, &name);
    for (int i = 0; i < sheet->count; i++) {
        double x = gap + (double)(i % columns) * (tile_width + gap);
        double y = header_height + (double)(i / columns) * (tile_height + gap);

        cairo_set_source_surface(cairo, sheet->tile[i], x, y);
        cairo_rectangle(cairo, x, y, tile_width, tile_height);
        cairo_fill(cairo);
    }
    bv_text_draw(cairo,
                 "Research and training aid, not a medical device. Distances "
                 "are in the plane.",
                 gap, height - footer_height / 2.0, &small);
}

int bv_sheet_finish(struct bv_sheet *sheet, const char *title, bool simulated,
                    cairo_surface_t **surface)
{
    int columns, rows, width, height;
    char text[160];
    cairo_t *cairo;

    if (sheet->count == 0)
        return -ENODATA;
    choose(sheet);
    columns = (int)fmin(sheet->count, sheet->count > 16 ? 6 : 4);
    rows = (sheet->count + columns - 1) / columns;
    width = gap + columns * (tile_width + gap);
    height = header_height +
             rows * (sheet->tile_height + caption_height + gap) - gap +
             footer_height;
    *surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, height);
    cairo = cairo_create(*surface);
    snprintf(text, sizeof(text), "%s%s", title,
             simulated ? " (simulated)" : "");
    lay_out(sheet, cairo, columns, width, height, text);
    if (cairo_status(cairo) != CAIRO_STATUS_SUCCESS) {
        cairo_destroy(cairo);
        cairo_surface_destroy(*surface);
        return -ENOMEM;
    }
    cairo_destroy(cairo);
    return 0;
}
