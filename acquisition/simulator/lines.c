#include "acquisition/simulator/tissue.h"

#include <stdlib.h>

#include "acquisition/simulator/maths.h"

/* Room beside the picture that probe motion and turned beams reach. */
static const float margin_mm = 25;

static float table_x(const struct bv_sim_tissue *tissue, int i)
{
    return tissue->table_x0 + (float)i * tissue->table_step_mm;
}

float bv_sim_line_at(const struct bv_sim_tissue *tissue, const float *table,
                     float x_mm)
{
    float at = bv_sim_clamp((x_mm - tissue->table_x0) / tissue->table_step_mm,
                            0, BV_SIM_TABLE - 1.001f);
    int i = (int)at;

    return table[i] + (table[i + 1] - table[i]) * (at - (float)i);
}

/* The face of a curved probe presses into the skin; deep down that is gone. */
static float indented(const struct bv_sim_grid *grid, float x_mm, float z_mm)
{
    float x =
        bv_sim_clamp(x_mm, -0.95f * grid->radius_mm, 0.95f * grid->radius_mm);

    if (!grid->curved)
        return 0;
    return (sqrtf(grid->radius_mm * grid->radius_mm - x * x) -
            grid->radius_mm) *
           bv_sim_exp2(-z_mm * (1.442695f / 30));
}

static void fill_slopes(struct bv_sim_line *line, float step_mm)
{
    for (int i = 0; i + 1 < BV_SIM_TABLE; i++)
        line->slope[i] = (line->z[i + 1] - line->z[i]) / step_mm;
    line->slope[BV_SIM_TABLE - 1] = line->slope[BV_SIM_TABLE - 2];
}

/* Sub-lines that part, join and fade, each by itself: what tells real fascia
 * from a drawn line. */
static void fill_sublines(struct bv_sim_tissue *tissue,
                          struct bv_sim_line *line, float level,
                          float spread_mm, uint32_t seed)
{
    static const float share[BV_SIM_SUBLINES] = {1, 0.7f, 0.5f};
    float y = tissue->state.pose.origin[1];

    for (int k = 0; k < BV_SIM_SUBLINES; k++)
        for (int i = 0; i < BV_SIM_TABLE; i++) {
            float x = table_x(tissue, i) + 400;
            uint32_t own = seed + 8 * (uint32_t)k;
            float part = bv_sim_noise2(x * 0.09f, y * 0.12f, own) +
                         0.3f * bv_sim_noise2(x * 0.31f, y * 0.3f, own + 3);
            float fine = bv_sim_noise2(x * 0.45f, y * 0.3f, own + 2);
            float there = 0.36f + 0.5f * fine +
                          1.1f * bv_sim_noise2(x * 0.085f, y * 0.1f, own + 1);
            float bend = line->slope[i];

            line->offset[k][i] =
                k == 0 ? 0.5f * spread_mm * part
                       : spread_mm * (float)(2 * k - 3) * (1 + 1.6f * part);
            line->level[k][i] = level * share[k] *
                                bv_sim_clamp(there, 0.05f, 1) /
                                (1 + 4 * bend * bend);
        }
}

/* The run of a border at one place, without its finest folds. */
static float border_run(const struct bv_scene_layer *layer, float x, float y,
                        uint32_t seed)
{
    float slope = bv_sim_sin_deg((float)layer->slope_deg) /
                  bv_sim_cos_deg((float)layer->slope_deg);
    float slope_y = bv_sim_sin_deg((float)layer->slope_y_deg) /
                    bv_sim_cos_deg((float)layer->slope_y_deg);
    float wave = (float)layer->wave_mm, per = 1 / (float)layer->wavelength_mm;

    return slope * x + slope_y * y +
           wave * bv_sim_noise2(x * per + 90, y * per, seed) +
           0.4f * wave *
               bv_sim_noise2(x * per * 2.6f + 50, y * per * 2, seed + 1);
}

/* Fibres and septa below a border neither run level nor quite along it: how
 * much deeper a strand lies at each place, just below and farther down. */
static void fill_grain(const struct bv_sim_tissue *tissue, int index,
                       struct bv_sim_line *line, float y, uint32_t seed)
{
    enum { every = 4 };
    const struct bv_sim_layer *below = &tissue->layers[index + 1];

    for (int k = 0; k < 2; k++) {
        float *grain = line->grain[k];

        for (int i = 0; i < BV_SIM_TABLE; i += every) {
            float x = table_x(tissue, i) + 400;
            uint32_t own = seed + 2 * (uint32_t)k;

            grain[i] = below->waviness *
                       (0.6f * bv_sim_noise2(x * 0.1f, y * 0.12f, own) +
                        0.24f * bv_sim_noise2(x * 0.35f, y * 0.25f, own + 1));
        }
        for (int i = 0; i < BV_SIM_TABLE; i++) {
            int from = i - i % every;
            int to = from + every < BV_SIM_TABLE ? from + every : from;

            if (i > from)
                grain[i] = bv_sim_mix(grain[from], grain[to],
                                      (float)(i - from) * (1.0f / every));
        }
    }
}

static void prepare_border(struct bv_sim_tissue *tissue, int index,
                           float depth_mm)
{
    const struct bv_scene_layer *layer = &tissue->scene->layers[index];
    struct bv_sim_line *line = &tissue->borders[index];
    float y =
        tissue->state.pose.origin[1] + depth_mm * tissue->state.pose.down[1];
    float fine = 0.2f * (float)layer->wave_mm;
    float per = 7 / (float)layer->wavelength_mm;
    uint32_t seed = (uint32_t)tissue->scene->seed * 64 + (uint32_t)index * 32;
    bool last = index + 1 == tissue->scene->layer_count;

    if (!last)
        fill_grain(tissue, index, line, y, seed + 26);
    for (int i = 0; i < BV_SIM_TABLE; i++) {
        float x = table_x(tissue, i);
        float run = depth_mm + border_run(layer, x, y, seed);
        float z = run + fine * bv_sim_noise2(x * per + 30, y * per, seed + 25);

        z += indented(tissue->grid, x, depth_mm);
        if (index > 0)
            z = bv_sim_max(z, tissue->borders[index - 1].z[i] + 0.15f);
        line->z[i] = z;
        if (!last && tissue->layers[index + 1].follows_border)
            for (int k = 0; k < 2; k++)
                line->grain[k][i] += run;
    }
    fill_slopes(line, tissue->table_step_mm);
    line->bright = layer->fascia_db > -60;
    line->half_mm = 0.11f;
    if (line->bright)
        fill_sublines(tissue, line, bv_sim_from_db((float)layer->fascia_db),
                      (float)layer->fascia_mm, seed + 2);
}

/* z of a sheet at x: a smooth curve through its points. */
static float sheet_z(const struct bv_scene_object *sheet, float x)
{
    int last = sheet->point_count - 1, i = 0;
    const double(*p)[2] = sheet->points_mm;
    float x0, x1, t, m0, m1, width, tt;

    while (i < last - 1 && x > (float)p[i + 1][0])
        i++;
    x0 = (float)p[i][0];
    x1 = (float)p[i + 1][0];
    width = x1 - x0;
    t = bv_sim_clamp((x - x0) / width, 0, 1);
    m0 = (float)((p[i + 1][1] - p[i > 0 ? i - 1 : i][1]) /
                 (p[i + 1][0] - p[i > 0 ? i - 1 : i][0]));
    m1 = (float)((p[i + 1 < last ? i + 2 : i + 1][1] - p[i][1]) /
                 (p[i + 1 < last ? i + 2 : i + 1][0] - p[i][0]));
    tt = t * t;
    return (float)p[i][1] * (1 - tt * (3 - 2 * t)) +
           (float)p[i + 1][1] * tt * (3 - 2 * t) +
           width * (m0 * t * (1 - t) * (1 - t) - m1 * tt * (1 - t));
}

/* Bone and pleura: one unbroken line, not a bundle; it fades where it turns
 * away from the beam. */
static void smooth_surface(struct bv_sim_line *line, float level, uint32_t seed)
{
    for (int i = 0; i < BV_SIM_TABLE; i++) {
        float bend = line->slope[i];
        float there = 0.75f + 0.35f * bv_sim_noise1((float)i * 0.11f, seed + 7);

        line->offset[0][i] = 0;
        line->level[0][i] = level * there * (1 + bend * bend) /
                            ((1 + 9 * bend * bend) * (1 + 4 * bend * bend));
        line->level[1][i] = line->level[2][i] = 0;
    }
    line->half_mm = bv_sim_max(line->half_mm, 0.22f);
}

static void prepare_sheet(struct bv_sim_tissue *tissue, int index)
{
    const struct bv_scene_object *from = tissue->sheet_from[index];
    struct bv_sim_line *line = &tissue->sheets[index];
    float y = tissue->state.pose.origin[1];
    float first = (float)from->points_mm[0][0];
    float end = (float)from->points_mm[from->point_count - 1][0];
    float rough = (float)from->rough * 6;
    uint32_t seed =
        (uint32_t)tissue->scene->seed * 64 + 900 + (uint32_t)index * 32;

    for (int i = 0; i < BV_SIM_TABLE; i++) {
        float x = table_x(tissue, i) - (float)from->dx_per_y * y;

        line->z[i] = sheet_z(from, x) + (float)from->dz_per_y * y +
                     rough * bv_sim_noise2(x * 0.13f + 70, y * 0.2f, seed);
    }
    fill_slopes(line, tissue->table_step_mm);
    line->bright = true;
    line->half_mm = 0.5f * (float)from->line_mm;
    fill_sublines(tissue, line, bv_sim_from_db((float)from->line_db),
                  (float)from->line_mm * 1.2f, seed + 2);
    if (from->shape != BV_SHAPE_SHEET)
        smooth_surface(line, bv_sim_from_db((float)from->line_db), seed);
    for (int i = 0; i < BV_SIM_TABLE; i++) {
        float x = table_x(tissue, i) - (float)from->dx_per_y * y;
        float bend = line->slope[i];
        float inside = bv_sim_step(first, first + 1.5f, x) *
                       (1 - bv_sim_step(end - 1.5f, end, x)) *
                       (1 + 4 * bend * bend) / (1 + bend * bend);

        for (int k = 0; k < BV_SIM_SUBLINES; k++)
            line->level[k][i] *= inside;
    }
}

void bv_sim_lines_prepare(struct bv_sim_tissue *tissue)
{
    const struct bv_sim_grid *grid = tissue->grid;
    float depth = 0;
    float half = grid->curved ? bv_sim_sin_deg(grid->half_angle_deg) *
                                    (grid->radius_mm + grid->depth_mm)
                              : 0.5f * grid->width_mm;

    half += margin_mm;
    tissue->table_step_mm = 2 * half / (BV_SIM_TABLE - 1);
    tissue->table_x0 = tissue->state.pose.origin[0] - half;
    /* whole steps, so that noise is looked up at the same places */
    tissue->table_x0 =
        (float)bv_sim_floor(tissue->table_x0 / tissue->table_step_mm) *
        tissue->table_step_mm;
    for (int i = 0; i < tissue->scene->layer_count; i++) {
        depth += (float)tissue->scene->layers[i].thickness_mm;
        prepare_border(tissue, i, depth);
    }
    for (int i = 0; i < tissue->sheet_count; i++)
        prepare_sheet(tissue, i);
}

/* The sample of a beam just below the line's middle, or samples: none. */
static int find_crossing(const struct bv_sim_tissue *tissue, int at,
                         const struct bv_sim_line *line)
{
    int low = 0, high = tissue->grid->samples;

    while (low < high) {
        int middle = (low + high) / 2;

        if (tissue->z[at + middle] >=
            bv_sim_line_at(tissue, line->z, tissue->x[at + middle]))
            high = middle;
        else
            low = middle + 1;
    }
    return low;
}

/* One sub-line's echo: half of it smooth, half broken up into speckle. */
static void add_subline(struct bv_sim_tissue *tissue, int at, float middle,
                        float half_samples, float level)
{
    int from = bv_sim_floor(middle - half_samples) + 1;
    int to = bv_sim_floor(middle + half_samples);

    if (from < 0)
        from = 0;
    if (to > tissue->grid->samples - 1)
        to = tissue->grid->samples - 1;
    for (int s = from; s <= to; s++) {
        float far = ((float)s - middle) / half_samples;
        float value = 1 - far * far;

        tissue->line[at + s] += 0.55f * level * value;
        tissue->diffuse[at + s] += 0.8f * level * value;
        /* bright lines take sound away from what lies below */
        tissue->loss_db[at + s] += 0.02f * level * value;
    }
}

static void render_line(struct bv_sim_tissue *tissue, int beam,
                        const struct bv_sim_line *line)
{
    int at = beam * tissue->grid->samples;
    int s = find_crossing(tissue, at, line);
    float x, below, z_step, middle, slope;

    if (s <= 0 || s >= tissue->grid->samples)
        return;
    x = tissue->x[at + s];
    slope = bv_sim_line_at(tissue, line->slope, x);
    z_step = tissue->z[at + s] - tissue->z[at + s - 1] -
             slope * (x - tissue->x[at + s - 1]);
    z_step = bv_sim_max(z_step, 0.3f * tissue->grid->step_mm);
    below = tissue->z[at + s] - bv_sim_line_at(tissue, line->z, x);
    middle = (float)s - below / z_step;
    for (int k = 0; k < BV_SIM_SUBLINES; k++) {
        float level = bv_sim_line_at(tissue, line->level[k], x);
        float offset = bv_sim_line_at(tissue, line->offset[k], x);
        float half = line->half_mm * sqrtf(1 + slope * slope) / z_step;

        if (level > 0.02f)
            add_subline(tissue, at, middle + offset / z_step,
                        bv_sim_max(half, 1.3f), level);
    }
}

void bv_sim_borders_render(struct bv_sim_tissue *tissue, int beam)
{
    for (int i = 0; i + 1 < tissue->scene->layer_count; i++)
        if (tissue->borders[i].bright)
            render_line(tissue, beam, &tissue->borders[i]);
}

/* Below a bone's surface hardly anything comes back but haze. */
static void shade_bone(struct bv_sim_tissue *tissue, int at, int s)
{
    float per_sample = 0.2f * (float)tissue->scene->probe.frequency_mhz *
                       tissue->grid->step_mm;

    for (int i = s; i < tissue->grid->samples; i++) {
        tissue->diffuse[at + i] = 0.06f;
        tissue->line[at + i] = 0;
        tissue->loss_db[at + i] = per_sample;
    }
    if (s + 6 < tissue->grid->samples)
        tissue->loss_db[at + s + 6] += 18;
}

/* Below the pleura lies a mirror image of what is above it, fainter with
 * depth: a dirty shadow. */
static void shade_gas(struct bv_sim_tissue *tissue, int at, int s)
{
    float left = 0.35f;
    float keep = 1 - 0.08f * tissue->grid->step_mm;

    for (int i = s; i < tissue->grid->samples; i++) {
        int mirror = 2 * s - i;
        bool inside = mirror >= 0;

        left *= keep;
        tissue->diffuse[at + i] =
            inside ? left * tissue->diffuse[at + mirror] + 0.02f : 0.02f;
        tissue->line[at + i] = inside ? left * tissue->line[at + mirror] : 0;
        tissue->loss_db[at + i] =
            inside ? 0.5f * tissue->loss_db[at + mirror] : 0;
    }
    if (s + 6 < tissue->grid->samples)
        tissue->loss_db[at + s + 6] += 3;
}

void bv_sim_sheet_render(struct bv_sim_tissue *tissue, int sheet)
{
    const struct bv_scene_object *from = tissue->sheet_from[sheet];
    const struct bv_sim_line *line = &tissue->sheets[sheet];
    int samples = tissue->grid->samples;
    float shift = (float)from->dx_per_y * tissue->state.pose.origin[1];
    float first = (float)from->points_mm[0][0] + shift;
    float end = (float)from->points_mm[from->point_count - 1][0] + shift;

    for (int b = 0; b < tissue->grid->beams; b++) {
        int at = b * samples, s = samples;

        if (from->shape != BV_SHAPE_SHEET)
            s = find_crossing(tissue, at, line);
        if (s < samples && tissue->x[at + s] >= first &&
            tissue->x[at + s] <= end) {
            if (from->shape == BV_SHAPE_BONE)
                shade_bone(tissue, at, s);
            else
                shade_gas(tissue, at, s);
        }
        render_line(tissue, b, line);
    }
}
