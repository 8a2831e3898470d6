#include "commands/perturb_screen.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "commands/perturb_picture.h"
#include "commands/screen_draw.h"
#include "core/clock.h"

/* A ruler needs a scale; of a clip without one nobody reads it. */
static const double some_mm_per_px = 0.1;

struct bv_perturb_screen {
    const struct bv_screen_layout *layout;
    struct bv_perturb_about about;
    cairo_surface_t *surface;
    struct bv_frame *scan; /* the picture, as large as its place */
    struct bv_screen_face face;
    bool drawn;
};

static const struct bv_screen_layout *
layout_of(const struct bv_perturb_about *about)
{
    return &bv_screen_layouts[about->seed % BV_SCREEN_LAYOUTS];
}

void bv_perturb_screen_room(const struct bv_perturb_about *about, int *width_px,
                            int *height_px)
{
    const struct bv_px_box *box = &layout_of(about)->scan;

    *width_px = box->right - box->left;
    *height_px = box->bottom - box->top;
}

struct bv_perturb_screen *
bv_perturb_screen_new(const struct bv_perturb_about *about, int *width_px,
                      int *height_px)
{
    struct bv_perturb_screen *screen = calloc(1, sizeof(*screen));
    const struct bv_px_box *box;

    if (!screen)
        return NULL;
    screen->about = *about;
    screen->layout = layout_of(about);
    box = &screen->layout->scan;
    screen->surface = cairo_image_surface_create(CAIRO_FORMAT_ARGB32,
                                                 screen->layout->width_px,
                                                 screen->layout->height_px);
    screen->scan = bv_frame_new(box->right - box->left, box->bottom - box->top);
    if (!screen->scan ||
        cairo_surface_status(screen->surface) != CAIRO_STATUS_SUCCESS) {
        bv_perturb_screen_free(screen);
        return NULL;
    }
    *width_px = screen->layout->width_px;
    *height_px = screen->layout->height_px;
    return screen;
}

void bv_perturb_screen_free(struct bv_perturb_screen *screen)
{
    if (!screen)
        return;
    cairo_surface_destroy(screen->surface);
    bv_frame_unref(screen->scan);
    free(screen);
}

/* What the screen shows beside the picture; nobody's name. */
static struct bv_screen_face face_of(const struct bv_perturb_screen *screen,
                                     const struct bv_frame *in,
                                     const struct bv_scan_area *area,
                                     double scale)
{
    int64_t now_s = 10 * 3600 + in->time_ns / BV_NS_PER_S;
    double mm_per_px = in->mm_per_px > 0             ? in->mm_per_px
                       : screen->about.mm_per_px > 0 ? screen->about.mm_per_px
                                                     : some_mm_per_px;
    struct bv_screen_face face;

    memset(&face, 0, sizeof(face)); /* compared byte by byte */
    face.mm_per_px = mm_per_px / scale;
    face.depth_mm = (area->box.bottom - area->box.top) * face.mm_per_px;
    face.focus_mm = face.depth_mm / 2;
    face.face_middle = area->face_middle;
    face.scan_box = area->box;
    face.marked_side = in->marked_side;
    snprintf(face.patient, sizeof(face.patient),
             "TEST, ANNA   ID X%05u   F 40 y",
             (unsigned)(screen->about.seed % 100000));
    snprintf(face.clock, sizeof(face.clock), "14.03.2021  %02d:%02d:%02d",
             (int)(now_s / 3600 % 24), (int)(now_s / 60 % 60),
             (int)(now_s % 60));
    snprintf(face.knobs[0], sizeof(face.knobs[0]), "L12-4");
    snprintf(face.knobs[1], sizeof(face.knobs[1]), "10.0 MHz");
    snprintf(face.knobs[2], sizeof(face.knobs[2]), "Gn 52");
    snprintf(face.knobs[3], sizeof(face.knobs[3]), "MI 0.9");
    return face;
}

static int draw(struct bv_perturb_screen *screen,
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

/* The screen's greys over the picture in its place. */
static void compose(const struct bv_perturb_screen *screen,
                    struct bv_frame *out)
{
    const unsigned char *over = cairo_image_surface_get_data(screen->surface);
    int stride = cairo_image_surface_get_stride(screen->surface);
    const struct bv_px_box *box = &screen->layout->scan;

    for (int y = 0; y < out->height_px; y++)
        for (int x = 0; x < out->width_px; x++) {
            unsigned below = 0;
            uint32_t drawn;

            memcpy(&drawn, over + (ptrdiff_t)y * stride + 4 * x, sizeof(drawn));
            if (x >= box->left && x < box->right && y >= box->top &&
                y < box->bottom)
                below = screen->scan->pixels[(ptrdiff_t)(y - box->top) *
                                                 screen->scan->stride_bytes +
                                             x - box->left];
            out->pixels[(ptrdiff_t)y * out->stride_bytes + x] =
                (uint8_t)((drawn & 255u) +
                          (below * (255 - (drawn >> 24)) + 127) / 255);
        }
}

int bv_perturb_screen_dress(struct bv_perturb_screen *screen,
                            const struct bv_frame *in, struct bv_frame *out,
                            struct bv_px_map *map, struct bv_scan_area *shown)
{
    struct bv_scan_area whole = {.shape = BV_SCAN_RECTANGLE,
                                 .box = {0, 0, in->width_px, in->height_px},
                                 .face_middle = {(in->width_px - 1) / 2.0, 0}};
    struct bv_screen_face face;
    int error = bv_perturb_resize(in, screen->scan, map);

    if (error < 0)
        return error;
    map->x0 += screen->layout->scan.left;
    map->y0 += screen->layout->scan.top;
    *shown = bv_perturb_map_area(&whole, map);
    face = face_of(screen, in, shown, map->xx);
    error = draw(screen, &face);
    if (error == 0)
        compose(screen, out);
    return error;
}
