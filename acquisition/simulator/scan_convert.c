#include "acquisition/simulator/scan_convert.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "acquisition/simulator/maths.h"

/* Scale and place so that the whole scan just fits. */
static void place(struct bv_sim_converter *converter,
                  const struct bv_sim_grid *grid)
{
    struct bv_scan_area *area = &converter->scan_area;
    double half = (double)grid->half_angle_deg;
    double wide_mm = (double)grid->width_mm, above_mm = 0;
    double high_mm = (double)grid->depth_mm, wide_px, high_px;

    if (grid->curved) {
        wide_mm = 2 * ((double)grid->radius_mm + (double)grid->depth_mm) *
                  (double)bv_sim_sin_deg((float)half);
        above_mm =
            (double)grid->radius_mm * (1 - (double)bv_sim_cos_deg((float)half));
        high_mm += above_mm;
    }
    converter->mm_per_px =
        fmax(wide_mm / converter->width_px, high_mm / converter->height_px);
    wide_px = wide_mm / converter->mm_per_px;
    high_px = high_mm / converter->mm_per_px;
    area->shape = grid->curved ? BV_SCAN_SECTOR : BV_SCAN_RECTANGLE;
    area->box.left = (int)((converter->width_px - wide_px) * 0.5 + 0.5);
    area->box.right = converter->width_px - area->box.left;
    area->box.top = 0;
    area->box.bottom = (int)(high_px + 0.5);
    if (area->box.bottom > converter->height_px)
        area->box.bottom = converter->height_px;
    area->face_middle.x = (converter->width_px - 1) * 0.5;
    area->face_middle.y = above_mm / converter->mm_per_px - 0.5;
    if (!grid->curved)
        return;
    area->half_angle_deg = half;
    area->face_radius_px = (double)grid->radius_mm / converter->mm_per_px;
    area->end_radius_px = ((double)grid->radius_mm + (double)grid->depth_mm) /
                          converter->mm_per_px;
    area->apex.x = area->face_middle.x;
    area->apex.y = area->face_middle.y - area->face_radius_px;
}

static struct bv_sim_pixel find_pixel(const struct bv_sim_converter *converter,
                                      const struct bv_sim_grid *grid, int x,
                                      int y)
{
    struct bv_sim_pixel pixel = {-1, 0, 0};
    double scale = converter->mm_per_px;
    float beam, sample;
    int b, s;

    bv_sim_grid_find(grid,
                     (float)((x - converter->scan_area.face_middle.x) * scale),
                     (float)((y - converter->scan_area.face_middle.y) * scale),
                     &beam, &sample);
    if (beam < -0.5f || beam > (float)grid->beams - 0.5f || sample < -0.5f ||
        sample > (float)grid->samples - 0.5f)
        return pixel;
    beam = bv_sim_clamp(beam, 0, (float)grid->beams - 1.001f);
    sample = bv_sim_clamp(sample, 0, (float)grid->samples - 1.001f);
    b = (int)beam;
    s = (int)sample;
    pixel.from = s * grid->beams + b;
    pixel.across = (uint8_t)((beam - (float)b) * 128 + 0.5f);
    pixel.down = (uint8_t)((sample - (float)s) * 128 + 0.5f);
    return pixel;
}

/* Beam and share of every column, sample and share of every row. */
static void fill_upright(struct bv_sim_converter *converter,
                         const struct bv_sim_grid *grid)
{
    int x = converter->width_px / 2, y = converter->height_px / 2;

    /* the middle of the picture lies in the scan, whatever its shape */
    for (int i = 0; i < converter->width_px; i++) {
        converter->columns[i] = find_pixel(converter, grid, i, y);
        if (converter->columns[i].from >= 0)
            converter->columns[i].from %= grid->beams;
    }
    for (int i = 0; i < converter->height_px; i++) {
        converter->rows[i] = find_pixel(converter, grid, x, i);
        if (converter->rows[i].from >= 0)
            converter->rows[i].from -= converter->rows[i].from % grid->beams;
    }
}

void bv_sim_converter_configure(struct bv_sim_converter *converter,
                                const struct bv_sim_grid *grid)
{
    int width = converter->width_px;

    converter->beams = grid->beams;
    converter->upright = !grid->curved;
    place(converter, grid);
    if (converter->upright) {
        fill_upright(converter, grid);
        return;
    }
    for (int y = 0; y < converter->height_px; y++)
        for (int x = 0; x < width; x++)
            converter->pixels[y * width + x] =
                find_pixel(converter, grid, x, y);
}

int bv_sim_converter_init(struct bv_sim_converter *converter,
                          const struct bv_sim_grid *grid, int width_px,
                          int height_px)
{
    size_t width = (size_t)width_px, height = (size_t)height_px;

    converter->width_px = width_px;
    converter->height_px = height_px;
    converter->pixels =
        calloc(width * height + width + height, sizeof(*converter->pixels));
    if (!converter->pixels)
        return -ENOMEM;
    converter->columns = converter->pixels + width * height;
    converter->rows = converter->columns + width;
    bv_sim_converter_configure(converter, grid);
    return 0;
}

void bv_sim_converter_fini(struct bv_sim_converter *converter)
{
    free(converter->pixels);
    converter->pixels = converter->columns = converter->rows = NULL;
}

/* Whole numbers all the way, so that the order of mixing changes nothing:
 * down first, which every column then shares. */
static void convert_upright(const struct bv_sim_converter *converter,
                            const uint8_t *grey, struct bv_frame *frame)
{
    int mixed[BV_SIM_BEAMS_MAX + 1] = {0};

    for (int y = 0; y < converter->height_px; y++) {
        uint8_t *out = frame->pixels + (size_t)y * (size_t)frame->stride_bytes;
        const struct bv_sim_pixel *row = &converter->rows[y];
        const uint8_t *up, *down;

        if (row->from < 0) {
            memset(out, 0, (size_t)converter->width_px);
            continue;
        }
        up = grey + row->from;
        down = up + converter->beams;
        for (int b = 0; b < converter->beams; b++)
            mixed[b] = up[b] * (128 - row->down) + down[b] * row->down;
        for (int x = 0; x < converter->width_px; x++) {
            const struct bv_sim_pixel *column = &converter->columns[x];
            const int *at = mixed + (column->from < 0 ? 0 : column->from);
            int value = at[0] * (128 - column->across) + at[1] * column->across;

            out[x] = column->from < 0 ? 0 : (uint8_t)((value + 8192) >> 14);
        }
    }
}

void bv_sim_convert(const struct bv_sim_converter *converter,
                    const uint8_t *grey, struct bv_frame *frame)
{
    const struct bv_sim_pixel *pixel = converter->pixels;

    if (converter->upright) {
        convert_upright(converter, grey, frame);
        return;
    }
    for (int y = 0; y < converter->height_px; y++) {
        uint8_t *out = frame->pixels + (size_t)y * (size_t)frame->stride_bytes;

        for (int x = 0; x < converter->width_px; x++, pixel++) {
            const uint8_t *at;
            int up, down;

            if (pixel->from < 0) {
                out[x] = 0;
                continue;
            }
            at = grey + pixel->from;
            up = at[0] * (128 - pixel->across) + at[1] * pixel->across;
            at += converter->beams;
            down = at[0] * (128 - pixel->across) + at[1] * pixel->across;
            out[x] = (uint8_t)((up * (128 - pixel->down) + down * pixel->down +
                                8192) >>
                               14);
        }
    }
}
