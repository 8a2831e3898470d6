#include "commands/scene_picture.h"

#include <cairo.h>
#include <errno.h>
#include <math.h>
#include <string.h>

#include "acquisition/simulator/simulator.h"
#include "commands/render_file.h"
#include "ui/overlay/palette.h"
#include "ui/overlay/text.h"

static cairo_surface_t *copy_frame(const struct bv_frame *frame)
{
    cairo_surface_t *surface = cairo_image_surface_create(
        CAIRO_FORMAT_RGB24, frame->width_px, frame->height_px);
    unsigned char *pixels = cairo_image_surface_get_data(surface);
    int stride = cairo_image_surface_get_stride(surface);

    if (!pixels)
        return surface; /* in an error state, seen when it is written */
    for (int y = 0; y < frame->height_px; y++) {
        const uint8_t *from = frame->pixels + y * frame->stride_bytes;
        unsigned char *row = pixels + y * stride;

        for (int x = 0; x < frame->width_px; x++) {
            uint32_t grey = from[x] * 0x010101u;

            memcpy(row + 4 * x, &grey, sizeof(grey));
        }
    }
    cairo_surface_mark_dirty(surface);
    return surface;
}

/* The frame's px count from a pixel's centre, cairo's from its corner. */
static void line_to(cairo_t *cairo, struct bv_px px)
{
    cairo_line_to(cairo, px.x + 0.5, px.y + 0.5);
}

static void draw_outline(cairo_t *cairo, const struct bv_truth_outline *outline)
{
    static const unsigned colours[] = {
        [BV_ROLE_STRUCTURE] = BV_COLOUR_DIM,
        [BV_ROLE_TARGET] = BV_COLOUR_TARGET,
        [BV_ROLE_AVOID] = BV_COLOUR_HAZARD,
        [BV_ROLE_POOL] = BV_COLOUR_TEXT,
    };
    struct bv_text_style style = {
        .size = 11, .colour = colours[outline->role], .align = 0.5};
    struct bv_px lowest = outline->px[0];

    for (int i = 0; i < outline->count; i++) {
        line_to(cairo, outline->px[i]);
        if (outline->px[i].y > lowest.y)
            lowest = outline->px[i];
    }
    cairo_close_path(cairo);
    cairo_set_line_width(cairo, 1);
    bv_cairo_set_colour(cairo, colours[outline->role], 0.9);
    cairo_stroke(cairo);
    bv_text_draw(cairo, outline->name, lowest.x, lowest.y + 9, &style);
}

static void draw_piece(cairo_t *cairo, const struct bv_px_segment *piece,
                       double width, bool dashed)
{
    static const double dash = 4;

    cairo_set_line_width(cairo, width);
    cairo_set_dash(cairo, &dash, dashed ? 1 : 0, 0);
    line_to(cairo, piece->from);
    line_to(cairo, piece->to);
    cairo_stroke(cairo);
    cairo_set_dash(cairo, NULL, 0, 0);
}

static void draw_ring(cairo_t *cairo, struct bv_px px, double radius)
{
    cairo_set_line_width(cairo, 1.5);
    cairo_new_path(cairo);
    cairo_arc(cairo, px.x + 0.5, px.y + 0.5, radius, 0, 2 * M_PI);
    cairo_stroke(cairo);
}

static void draw_truth(cairo_t *cairo, const struct bv_truth *truth)
{
    for (int i = 0; i < truth->outline_count; i++)
        draw_outline(cairo, &truth->outlines[i]);
    if (truth->has_target) {
        bv_cairo_set_colour(cairo, BV_COLOUR_TARGET, 1);
        draw_ring(cairo, truth->target_px, 5);
    }
    bv_cairo_set_colour(cairo, BV_COLOUR_NEEDLE, 1);
    if (truth->has_whole) {
        draw_piece(cairo, &truth->whole_px, 1, true);
        draw_ring(cairo, truth->whole_px.to, truth->tip_visible ? 7 : 3);
    }
    if (truth->has_shaft)
        draw_piece(cairo, &truth->shaft_px, 1.5, false);
    if (truth->has_crossing)
        draw_ring(cairo, truth->crossing_px, 9);
}

int bv_truth_picture_write(const struct bv_frame *frame,
                           const struct bv_truth *truth, const char *path,
                           struct bv_fault *fault)
{
    cairo_surface_t *surface = copy_frame(frame);
    cairo_t *cairo = cairo_create(surface);
    int error;

    draw_truth(cairo, truth);
    error = cairo_status(cairo) == CAIRO_STATUS_SUCCESS
                ? bv_png_write(surface, path, fault)
                : -ENOMEM;
    cairo_destroy(cairo);
    cairo_surface_destroy(surface);
    return error;
}

/* The moment that shows most: when the script first has the needle in
 * furthest. */
static double best_time_s(const struct bv_scene *scene)
{
    double length_mm = 0, at_s = 1;

    for (int i = 0; scene->needle.present && i < scene->step_count; i++) {
        const struct bv_scene_step *step = &scene->steps[i];

        if (step->has[BV_CONTROL_LENGTH_MM] &&
            step->value[BV_CONTROL_LENGTH_MM] > length_mm) {
            length_mm = step->value[BV_CONTROL_LENGTH_MM];
            at_s = step->time_s;
        }
    }
    return at_s;
}

int bv_scene_picture_write(const struct bv_scene *scene, double at_s,
                           const char *path, struct bv_fault *fault)
{
    struct bv_simulator *simulator = bv_simulator_new(scene, NULL);
    struct bv_frame *frame =
        bv_frame_new(BV_SIMULATOR_WIDTH_PX, BV_SIMULATOR_HEIGHT_PX);
    double seconds = isnan(at_s) ? best_time_s(scene) : at_s;
    int error = simulator && frame ? 0 : -ENOMEM;

    for (int i = 0; error == 0 && i <= (int)(seconds * BV_SIMULATOR_RATE_HZ);
         i++)
        bv_simulator_render(simulator, frame);
    if (error == 0)
        error = bv_truth_picture_write(frame, bv_simulator_truth(simulator),
                                       path, fault);
    bv_frame_unref(frame);
    bv_simulator_free(simulator);
    return error;
}
