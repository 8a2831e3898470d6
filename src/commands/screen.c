#include "commands/screen.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "acquisition/simulator/truth_view.h"
#include "commands/screen_draw.h"
#include "commands/screen_layout.h"
#include "core/clock.h"

const char *const bv_screen_names[] = {"any",    "console", "cart",
                                       "tablet", "grabber", NULL};

/* Shorter clips have no room for anything to happen. */
static const double least_s = 2;

struct bv_screen {
    const struct bv_screen_layout *layout;
    uint64_t seed;
    cairo_surface_t *surface;
    struct bv_screen_face face;
    bool drawn;
    /* what happens, seconds; never: INFINITY */
    double depth_s, zoom_from_s, zoom_to_s, measure_from_s, measure_to_s;
    bool depth_changed;
    double zoom, zoom_x, zoom_y; /* how much, and about which share */
    double measure[4];           /* its two ends as shares of the scan */
};

/* Splitmix64: a number in low..high by the seed and what it is for. */
static double dice(uint64_t seed, uint64_t what, double low, double high)
{
    uint64_t z = seed + (what + 1) * 0x9e3779b97f4a7c15u;

    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
    z = (z ^ z >> 27) * 0x94d049bb133111ebu;
    z ^= z >> 31;
    return low + (high - low) * (double)(z >> 11) * 0x1p-53;
}

enum { for_layout, for_change, for_zoom, for_measure = 10, for_person = 20 };

/* Even seeds change the depth, odd ones zoom in and out. */
static void plan_clip(struct bv_screen *screen, double duration_s)
{
    double change_s = duration_s * dice(screen->seed, for_change, 0.42, 0.55);

    screen->measure_from_s = 0.12 * duration_s;
    screen->measure_to_s = 0.36 * duration_s;
    if (screen->seed % 2 == 0) {
        screen->depth_s = change_s;
        return;
    }
    screen->zoom_from_s = change_s;
    screen->zoom_to_s = change_s + 0.28 * duration_s;
}

static void plan_picture(struct bv_screen *screen)
{
    if (dice(screen->seed, for_zoom + 1, 0, 1) < 0.2)
        screen->zoom_from_s = 0;
    if (dice(screen->seed, for_measure + 8, 0, 1) < 0.35)
        screen->measure_from_s = -1; /* all but drawn */
    screen->measure_to_s = INFINITY;
    screen->zoom_to_s = INFINITY;
}

static void plan(struct bv_screen *screen, double duration_s)
{
    screen->depth_s = screen->zoom_from_s = screen->measure_from_s = INFINITY;
    screen->zoom = dice(screen->seed, for_zoom + 2, 1.3, 1.8);
    screen->zoom_x = dice(screen->seed, for_zoom + 3, 0.3, 0.7);
    screen->zoom_y = dice(screen->seed, for_zoom + 4, 0.2, 0.6);
    for (int i = 0; i < 4; i++)
        screen->measure[i] =
            dice(screen->seed, for_measure + (uint64_t)i, 0.2, 0.8);
    if (duration_s >= least_s)
        plan_clip(screen, duration_s);
    else if (duration_s <= 0)
        plan_picture(screen);
}

struct bv_screen *bv_screen_new(int layout, uint64_t seed, double duration_s)
{
    struct bv_screen *screen = calloc(1, sizeof(*screen));
    int which = layout - 1;

    if (!screen)
        return NULL;
    screen->seed = seed;
    if (layout == 0)
        which = (int)dice(seed, for_layout, 0, BV_SCREEN_LAYOUTS - 0.001);
    screen->layout = &bv_screen_layouts[which];
    screen->surface = cairo_image_surface_create(CAIRO_FORMAT_ARGB32,
                                                 screen->layout->width_px,
                                                 screen->layout->height_px);
    if (cairo_surface_status(screen->surface) != CAIRO_STATUS_SUCCESS) {
        bv_screen_free(screen);
        return NULL;
    }
    plan(screen, duration_s);
    return screen;
}

void bv_screen_free(struct bv_screen *screen)
{
    if (!screen)
        return;
    cairo_surface_destroy(screen->surface);
    free(screen);
}

const char *bv_screen_name(const struct bv_screen *screen)
{
    return screen->layout->name;
}

void bv_screen_size(const struct bv_screen *screen, int *width_px,
                    int *height_px)
{
    *width_px = screen->layout->width_px;
    *height_px = screen->layout->height_px;
}

void bv_screen_scan_size(const struct bv_screen *screen, int *width_px,
                         int *height_px)
{
    const struct bv_px_box *scan = &screen->layout->scan;

    *width_px = scan->right - scan->left;
    *height_px = scan->bottom - scan->top;
}

void bv_screen_turn_knobs(struct bv_screen *screen,
                          struct bv_simulator *simulator, double time_s)
{
    struct bv_simulator_settings settings;

    if (screen->depth_changed || time_s < screen->depth_s)
        return;
    settings = bv_simulator_get_settings(simulator);
    /* deeper is smaller on any probe; a linear one less deep may only be
     * shorter */
    settings.depth_mm *= settings.depth_mm < 140 ? 1.4 : 0.7;
    bv_simulator_set_settings(simulator, &settings);
    screen->depth_changed = true;
}

static struct bv_truth_view view_at(const struct bv_screen *screen,
                                    double time_s)
{
    const struct bv_px_box *scan = &screen->layout->scan;
    struct bv_truth_view view = {.scale = 1, .box = *scan};

    if (time_s >= screen->zoom_from_s && time_s < screen->zoom_to_s) {
        view.scale = screen->zoom;
        view.from.x = floor(screen->zoom_x * (scan->right - scan->left));
        view.from.y = floor(screen->zoom_y * (scan->bottom - scan->top));
    }
    view.to.x = scan->left + view.from.x;
    view.to.y = scan->top + view.from.y;
    return view;
}

/* Nobody's: a test's name, a number that no register gives. */
static void write_person(const struct bv_screen *screen, int64_t second,
                         struct bv_screen_face *face)
{
    static const char *const names[] = {"TEST, ANNA",   "DEMO, PAUL",
                                        "SAMPLE, JO",   "PHANTOM, KIM",
                                        "EXAMPLE, LEE", "TRIAL, MAX"};
    uint64_t seed = screen->seed;
    int start_s = (int)dice(seed, for_person, 8 * 3600, 17 * 3600);
    int64_t now_s = start_s + second;

    snprintf(face->patient, sizeof(face->patient), "%s   ID X%05d-%d   %s %d y",
             names[(int)dice(seed, for_person + 1, 0, 5.999)],
             (int)dice(seed, for_person + 2, 0, 99999),
             (int)dice(seed, for_person + 3, 0, 9),
             dice(seed, for_person + 4, 0, 1) < 0.5 ? "F" : "M",
             (int)dice(seed, for_person + 5, 19, 88));
    snprintf(face->clock, sizeof(face->clock),
             "%02d.%02d.20%02d  %02d:%02d:%02d",
             (int)dice(seed, for_person + 6, 1, 28),
             (int)dice(seed, for_person + 7, 1, 12.999),
             (int)dice(seed, for_person + 8, 11, 25), (int)(now_s / 3600 % 24),
             (int)(now_s / 60 % 60), (int)(now_s % 60));
}

static void write_knobs(const struct bv_screen *screen,
                        const struct bv_scene *scene,
                        const struct bv_simulator_settings *settings,
                        double zoom, struct bv_screen_face *face)
{
    int line = 0;

    snprintf(face->knobs[line++], 40, "%s",
             scene->probe.kind == BV_PROBE_CURVED ? "C5-1" : "L12-4");
    snprintf(face->knobs[line++], 40, "%.1f MHz", settings->frequency_mhz);
    snprintf(face->knobs[line++], 40, "Gn %d",
             50 + (int)lround(settings->gain_db));
    snprintf(face->knobs[line++], 40, "DR %d",
             (int)lround(scene->probe.dynamic_range_db));
    snprintf(face->knobs[line++], 40, "FR %d Hz", (int)BV_SIMULATOR_RATE_HZ);
    snprintf(face->knobs[line++], 40, "MI %.1f",
             dice(screen->seed, for_person + 9, 0.4, 1.2));
    if (zoom > 1)
        snprintf(face->knobs[line], 40, "Zoom %.1fx", zoom);
}

/* The second cross is dragged out to its place, then both stay. */
static void place_measure(const struct bv_screen *screen, double time_s,
                          struct bv_screen_face *face)
{
    const struct bv_px_box *box = &face->scan_box;
    double width = box->right - box->left, height = box->bottom - box->top;
    double share = (time_s - screen->measure_from_s) /
                   (0.4 * (screen->measure_to_s - screen->measure_from_s));
    struct bv_px to = {box->left + screen->measure[2] * width,
                       box->top + screen->measure[3] * height};

    face->measures =
        time_s >= screen->measure_from_s && time_s < screen->measure_to_s;
    if (!face->measures)
        return;
    if (!(share < 1) || isinf(screen->measure_to_s))
        share = 1;
    face->measured_px.from =
        (struct bv_px){floor(box->left + screen->measure[0] * width),
                       floor(box->top + screen->measure[1] * height)};
    face->measured_px.to =
        (struct bv_px){floor(face->measured_px.from.x +
                             share * (to.x - face->measured_px.from.x)),
                       floor(face->measured_px.from.y +
                             share * (to.y - face->measured_px.from.y))};
}

/* Draw the screen again where what it shows has changed. */
static int draw_face(struct bv_screen *screen,
                     const struct bv_screen_face *face)
{
    int error;

    if (screen->drawn && memcmp(face, &screen->face, sizeof(*face)) == 0)
        return 0;
    error = bv_screen_draw(screen->surface, screen->layout, face);
    screen->face = *face;
    screen->drawn = error == 0;
    return error;
}

/* The scan at a place between its pixels; black outside. */
static double scan_at(const struct bv_frame *scan, double x, double y)
{
    int column = (int)floor(x), row = (int)floor(y);
    double across = x - column, down = y - row;
    const uint8_t *p;

    if (column < 0 || row < 0 || column + 1 >= scan->width_px ||
        row + 1 >= scan->height_px)
        return column >= 0 && row >= 0 && column < scan->width_px &&
                       row < scan->height_px
                   ? scan->pixels[row * scan->stride_bytes + column]
                   : 0;
    p = scan->pixels + row * scan->stride_bytes + column;
    return (1 - down) * ((1 - across) * p[0] + across * p[1]) +
           down * ((1 - across) * p[scan->stride_bytes] +
                   across * p[scan->stride_bytes + 1]);
}

/* The screen's greys over the scan. */
static void compose(const struct bv_screen *screen,
                    const struct bv_truth_view *view,
                    const struct bv_frame *scan, struct bv_frame *whole)
{
    const unsigned char *over = cairo_image_surface_get_data(screen->surface);
    int stride = cairo_image_surface_get_stride(screen->surface);
    const struct bv_px_box *box = &view->box;

    for (int y = 0; y < whole->height_px; y++) {
        uint8_t *row = whole->pixels + y * whole->stride_bytes;
        bool beside = y < box->top || y >= box->bottom;

        for (int x = 0; x < whole->width_px; x++) {
            uint32_t drawn;
            double below = 0;

            memcpy(&drawn, over + y * stride + 4 * x, sizeof(drawn));
            if (!beside && x >= box->left && x < box->right)
                below =
                    scan_at(scan, view->from.x + (x - view->to.x) / view->scale,
                            view->from.y + (y - view->to.y) / view->scale);
            row[x] = (uint8_t)(0.5 + (drawn & 255u) +
                               below * (255 - (drawn >> 24)) / 255);
        }
    }
}

int bv_screen_dress(struct bv_screen *screen,
                    const struct bv_simulator *simulator,
                    const struct bv_frame *scan, struct bv_truth *truth,
                    struct bv_frame *whole)
{
    double time_s = bv_ns_to_s(scan->time_ns);
    struct bv_truth_view view = view_at(screen, time_s);
    struct bv_simulator_settings settings =
        bv_simulator_get_settings(simulator);
    struct bv_screen_face face;
    int error;

    bv_truth_view_apply(&view, truth);
    memset(&face, 0, sizeof(face)); /* compared byte by byte */
    face.depth_mm = settings.depth_mm;
    face.focus_mm = settings.focus_mm;
    face.mm_per_px = truth->mm_per_px;
    face.face_middle = truth->scan_area.face_middle;
    face.scan_box = truth->scan_area.box;
    face.marked_side = scan->marked_side;
    write_person(screen, (int64_t)time_s, &face);
    write_knobs(screen, bv_simulator_scene(simulator), &settings, view.scale,
                &face);
    place_measure(screen, time_s, &face);
    error = draw_face(screen, &face);
    if (error < 0)
        return error;
    compose(screen, &view, scan, whole);
    whole->sequence = scan->sequence;
    whole->time_ns = scan->time_ns;
    whole->mm_per_px = truth->mm_per_px;
    whole->marked_side = scan->marked_side;
    whole->scan_area = truth->scan_area;
    return 0;
}
