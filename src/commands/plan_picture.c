#include "commands/plan_picture.h"

#include <cairo.h>
#include <ctype.h>
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "commands/plan_words.h"
#include "commands/render_file.h"
#include "ui/overlay/palette.h"
#include "ui/overlay/text.h"

enum {
    width = 1000,
    top = 56,
    height = 470, /* of the drawing */
    margin = 24,
    line = 22,
    names = 6 * margin, /* as wide as they may be, beside the picture */
};

/* Ways are told apart by letter, and by colours of the palette. */
static const unsigned colours[BV_PLAN_WAYS_MAX] = {
    BV_COLOUR_NEEDLE, BV_COLOUR_TEXT, BV_COLOUR_TRUTH, BV_COLOUR_WARN};

/* What is drawn, and where its mm lie on the canvas. */
struct canvas {
    cairo_t *cairo;
    const struct bv_plan_scene *scene;
    const struct bv_plan *plan;
    double scale; /* px a mm */
    double x0, y0;
};

static struct bv_px place(const struct canvas *canvas, struct bv_mm at)
{
    return (struct bv_px){canvas->x0 + canvas->scale * at.lateral,
                          canvas->y0 + canvas->scale * at.depth};
}

static void line_to(const struct canvas *canvas, struct bv_mm at)
{
    struct bv_px px = place(canvas, at);

    cairo_line_to(canvas->cairo, px.x, px.y);
}

static void widen(struct bv_mm *low, struct bv_mm *high, struct bv_mm at)
{
    low->lateral = fmin(low->lateral, at.lateral);
    low->depth = fmin(low->depth, at.depth);
    high->lateral = fmax(high->lateral, at.lateral);
    high->depth = fmax(high->depth, at.depth);
}

/* A point of the picture's edge: its place across the face (-1 to 1) and its
 * depth along the beam. */
static struct bv_mm on_beam(const struct bv_plan_probe *probe, double across,
                            double depth_mm)
{
    double turn = across * probe->half_angle_deg * M_PI / 180;

    if (!probe->curved)
        return (struct bv_mm){across * probe->width_mm / 2, depth_mm};
    return (struct bv_mm){(probe->radius_mm + depth_mm) * sin(turn),
                          (probe->radius_mm + depth_mm) * cos(turn) -
                              probe->radius_mm};
}

/* The hub's end of a way's needle: what is left of it outside. */
static struct bv_mm find_hub(const struct canvas *canvas,
                             const struct bv_plan_way *way)
{
    const struct bv_plan_scene *scene = canvas->scene;
    double part = scene->needles[way->needle].length_mm / way->length_mm;

    return (struct bv_mm){
        scene->target.lateral +
            part * (way->entry.lateral - scene->target.lateral),
        scene->target.depth + part * (way->entry.depth - scene->target.depth)};
}

/* The scale and place at which all of it is seen. */
static void fit(struct canvas *canvas)
{
    struct bv_mm low = on_beam(&canvas->scene->probe, -1, 0), high = low;

    for (int i = -8; i <= 8; i++) {
        widen(&low, &high, on_beam(&canvas->scene->probe, i / 8.0, 0));
        widen(&low, &high,
              on_beam(&canvas->scene->probe, i / 8.0,
                      canvas->scene->probe.depth_mm));
    }
    for (int i = 0; i < canvas->plan->way_count; i++)
        widen(&low, &high, find_hub(canvas, &canvas->plan->ways[i]));
    /* names stand on the right */
    canvas->scale = fmin((width - 9.0 * margin) / (high.lateral - low.lateral),
                         (height - 2.0 * margin) / (high.depth - low.depth));
    canvas->x0 = width / 2.0 - 2.5 * margin -
                 canvas->scale * (low.lateral + high.lateral) / 2;
    canvas->y0 = top + margin - canvas->scale * low.depth;
}

static void draw_picture(const struct canvas *canvas)
{
    const struct bv_plan_probe *probe = &canvas->scene->probe;
    cairo_t *cairo = canvas->cairo;

    for (int i = -16; i <= 16; i++)
        line_to(canvas, on_beam(probe, i / 16.0, 0));
    for (int i = 16; i >= -16; i--)
        line_to(canvas, on_beam(probe, i / 16.0, probe->depth_mm));
    cairo_close_path(cairo);
    bv_cairo_set_colour(cairo, BV_COLOUR_CARD, 1);
    cairo_fill(cairo);
    for (int i = 0; i < canvas->scene->skin_count; i++)
        line_to(canvas, canvas->scene->skin[i]);
    bv_cairo_set_colour(cairo, BV_COLOUR_DIM, 0.8);
    cairo_set_line_width(cairo, 1.5);
    cairo_stroke(cairo);
    for (int i = -16; i <= 16; i++)
        line_to(canvas, on_beam(probe, i / 16.0, 0));
    cairo_set_line_width(cairo, 6);
    cairo_stroke(cairo);
}

static void trace(const struct canvas *canvas,
                  const struct bv_mm_outline *outline)
{
    for (int i = 0; i < outline->count; i++)
        line_to(canvas, outline->at[i]);
    cairo_close_path(canvas->cairo);
}

/* A name at the canvas's edge, and a line to what has it. */
struct label {
    const char *name;
    struct bv_px at;
    unsigned colour;
};

static struct bv_mm rightmost(const struct bv_mm_outline *outline)
{
    struct bv_mm found = outline->at[0];

    for (int i = 1; i < outline->count; i++)
        if (outline->at[i].lateral > found.lateral)
            found = outline->at[i];
    return found;
}

static int compare_labels(const void *a, const void *b)
{
    double x = ((const struct label *)a)->at.y;
    double y = ((const struct label *)b)->at.y;

    return (x > y) - (x < y);
}

/* Names stay out of the picture, and out of one another; outlines that are
 * drawn later cover the lines. */
static void draw_labels(const struct canvas *canvas)
{
    const struct bv_plan_scene *scene = canvas->scene;
    struct label labels[BV_PLAN_STRUCTURES_MAX + 1];
    double y = 0;
    int count = 0;

    for (int i = 0; i < scene->structure_count; i++)
        labels[count++] = (struct label){
            scene->structures[i].name,
            place(canvas, rightmost(&scene->structures[i].outline)),
            BV_COLOUR_HAZARD};
    labels[count++] = (struct label){
        scene->target_name, place(canvas, scene->target), BV_COLOUR_TARGET};
    qsort(labels, (size_t)count, sizeof(*labels), compare_labels);
    for (int i = 0; i < count; i++) {
        struct bv_text_style style = {
            .size = 13, .colour = labels[i].colour, .align = 1, .width = names};
        double end = width - margin - 6;

        y = fmax(y + 18, labels[i].at.y);
        end -= bv_text_draw(canvas->cairo, labels[i].name, width - margin, y,
                            &style);
        cairo_set_line_width(canvas->cairo, 1);
        cairo_move_to(canvas->cairo, labels[i].at.x, labels[i].at.y);
        cairo_line_to(canvas->cairo, end, y);
        bv_cairo_set_colour(canvas->cairo, labels[i].colour, 0.45);
        cairo_stroke(canvas->cairo);
    }
}

/* The grown outline is what a round pen of twice the margin covers. */
static void draw_structure(const struct canvas *canvas,
                           const struct bv_plan_structure *structure)
{
    double grown_mm = fmax(structure->margin_mm, canvas->scene->clearance_mm);
    cairo_t *cairo = canvas->cairo;

    trace(canvas, &structure->outline);
    bv_cairo_set_colour(cairo, BV_COLOUR_HAZARD, 0.16);
    cairo_set_line_join(cairo, CAIRO_LINE_JOIN_ROUND);
    if (grown_mm > 0) {
        cairo_set_line_width(cairo, 2 * grown_mm * canvas->scale);
        cairo_stroke(cairo);
        trace(canvas, &structure->outline);
    }
    bv_cairo_set_colour(cairo, BV_COLOUR_CARD, 1);
    cairo_fill_preserve(cairo);
    bv_cairo_set_colour(cairo, BV_COLOUR_HAZARD, 1);
    cairo_set_line_width(cairo, 1.5);
    cairo_stroke(cairo);
}

static void draw_target(const struct canvas *canvas)
{
    struct bv_px px = place(canvas, canvas->scene->target);
    cairo_t *cairo = canvas->cairo;

    cairo_set_line_width(cairo, 1.5);
    if (canvas->scene->outline.count > 0) {
        trace(canvas, &canvas->scene->outline);
        bv_cairo_set_colour(cairo, BV_COLOUR_CARD, 1);
        cairo_fill_preserve(cairo);
        bv_cairo_set_colour(cairo, BV_COLOUR_TARGET, 1);
        cairo_stroke(cairo);
    }
    cairo_new_path(cairo);
    cairo_arc(cairo, px.x, px.y, 6, 0, 2 * M_PI);
    bv_cairo_set_colour(cairo, BV_COLOUR_CARD, 1);
    cairo_fill_preserve(cairo);
    bv_cairo_set_colour(cairo, BV_COLOUR_TARGET, 1);
    cairo_stroke(cairo);
}

/* The shaft to the target's ring, and thinner what stays outside. */
static void draw_way(const struct canvas *canvas, int i)
{
    const struct bv_plan_way *way = &canvas->plan->ways[i];
    struct bv_px target = place(canvas, canvas->scene->target);
    struct bv_px entry = place(canvas, way->entry);
    struct bv_px hub = place(canvas, find_hub(canvas, way));
    double length = bv_px_distance(entry, target), short_of = 6 / length;
    struct bv_text_style style = {
        .size = 17, .bold = true, .colour = colours[i], .align = 0.5};
    char letter[2] = {(char)('A' + i), '\0'};
    cairo_t *cairo = canvas->cairo;

    bv_cairo_set_colour(cairo, colours[i], 1);
    cairo_set_line_width(cairo, 2);
    cairo_move_to(cairo, entry.x, entry.y);
    cairo_line_to(cairo, target.x + short_of * (entry.x - target.x),
                  target.y + short_of * (entry.y - target.y));
    cairo_stroke(cairo);
    bv_cairo_set_colour(cairo, colours[i], 0.5);
    cairo_set_line_width(cairo, 1);
    cairo_move_to(cairo, entry.x, entry.y);
    cairo_line_to(cairo, hub.x, hub.y);
    cairo_stroke(cairo);
    bv_text_draw(cairo, letter, hub.x + (way->from_right ? 10 : -10), hub.y - 8,
                 &style);
}

static void write_way(const struct canvas *canvas, int i, char *text,
                      size_t size)
{
    const struct bv_plan_way *way = &canvas->plan->ways[i];
    char best[100], needle[40];
    int used;

    bv_plan_best_words(way->best, best, sizeof(best));
    bv_plan_needle_words(&canvas->scene->needles[way->needle], needle,
                         sizeof(needle));
    used = snprintf(text, size,
                    "%c  %s: %s, %.0f mm beside the face, %.0f° to the skin; "
                    "seen: %s; %.0f mm in tissue; needle %s",
                    'A' + i, best, way->from_right ? "right" : "left",
                    way->beside_mm, way->insertion_deg,
                    bv_plan_visibility_words(way->visibility), way->length_mm,
                    needle);
    if (way->nearest >= 0 && used > 0 && (size_t)used < size)
        snprintf(text + used, size - (size_t)used, "; %.1f mm from %s",
                 way->clearance_mm[way->nearest],
                 canvas->scene->structures[way->nearest].name);
}

static void draw_words(const struct canvas *canvas)
{
    struct bv_text_style style = {.size = 12.5, .width = width - 2 * margin};
    double y = top + height + line;
    char text[1024];

    for (int i = 0; i < canvas->plan->way_count; i++, y += line) {
        write_way(canvas, i, text, sizeof(text));
        style.colour = colours[i];
        bv_text_draw(canvas->cairo, text, margin, y, &style);
    }
    style.colour = BV_COLOUR_HAZARD;
    for (int side = 0; side < 2; side++) {
        if (!bv_plan_side_is_told(canvas->plan, side))
            continue;
        bv_plan_side_words(canvas->scene, canvas->plan, side, text,
                           sizeof(text) - 1);
        text[0] = (char)toupper((unsigned char)text[0]);
        strcat(text, ".");
        bv_text_draw(canvas->cairo, text, margin, y, &style);
        y += line;
    }
    style.colour = BV_COLOUR_DIM;
    bv_text_draw(canvas->cairo, BV_PLAN_CAVEAT, margin, y, &style);
}

static void draw(struct canvas *canvas)
{
    struct bv_text_style title = {.size = 20,
                                  .bold = true,
                                  .colour = BV_COLOUR_TEXT,
                                  .width = width - 2 * margin};
    cairo_t *cairo = canvas->cairo;

    bv_cairo_set_colour(cairo, BV_COLOUR_BACKGROUND, 1);
    cairo_paint(cairo);
    fit(canvas);
    draw_picture(canvas);
    draw_labels(canvas);
    for (int i = 0; i < canvas->scene->structure_count; i++)
        draw_structure(canvas, &canvas->scene->structures[i]);
    draw_target(canvas);
    for (int i = 0; i < canvas->plan->way_count; i++)
        draw_way(canvas, i);
    bv_text_draw(cairo, *canvas->scene->name ? canvas->scene->name : "Plan",
                 margin, 32, &title);
    draw_words(canvas);
}

int bv_plan_picture_write(const struct bv_plan_scene *scene,
                          const struct bv_plan *plan, const char *path,
                          struct bv_fault *fault)
{
    int lines = 2 + plan->way_count + bv_plan_side_is_told(plan, 0) +
                bv_plan_side_is_told(plan, 1);
    cairo_surface_t *surface = cairo_image_surface_create(
        CAIRO_FORMAT_RGB24, width, top + height + line * lines);
    cairo_t *cairo = cairo_create(surface);
    struct canvas canvas = {.cairo = cairo, .scene = scene, .plan = plan};
    int error;

    draw(&canvas);
    error = cairo_status(cairo) == CAIRO_STATUS_SUCCESS
                ? bv_png_write(surface, path, fault)
                : -ENOMEM;
    cairo_destroy(cairo);
    cairo_surface_destroy(surface);
    return error;
}
