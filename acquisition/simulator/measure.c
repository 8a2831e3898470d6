#include "acquisition/simulator/measure.h"

#include <math.h>
#include <string.h>

#include "acquisition/simulator/maths.h"
#include "acquisition/simulator/pools.h"

static const float shaft_step_mm = 0.25f;
static const float shaft_reach_mm = 1.0f, tip_reach_mm = 0.8f;
static const float visible_factor = 2.0f; /* 6 dB */
/* Below this the display is black, with or without. */
static const float black_level = 0.03f;
/* A needle that turns out of the plane by more crosses it. */
static const float crossing_deg = 25;
/* Less of a shaft than this is no line. */
static const double least_shaft_mm = 3;
static const double deg_per_radian = 180 / 3.14159265358979323846;

/* Mean envelope of one cell, with the needle's echo and without. Means over
 * a cell, since a single dark speckle beside the needle proves nothing. */
static bool cell_shows(const struct bv_sim_image *image, int beam, int sample)
{
    float with = 0, without = 0;
    int count = BV_SIM_CELL_BEAMS * BV_SIM_CELL_SAMPLES;

    for (int s = sample; s < sample + BV_SIM_CELL_SAMPLES; s++) {
        const float *e = bv_sim_image_row(image, image->field, s) + 4 * beam;
        const float *n =
            bv_sim_image_needle_row(image, image->needle_filtered, s) + beam;

        for (int b = 0; b < BV_SIM_CELL_BEAMS; b++, e += 4) {
            float noise = image->noise[s] * image->noise[s];
            float a = e[0] - n[b], c = e[2] - n[b];

            with += sqrtf(e[0] * e[0] + e[1] * e[1] + noise) +
                    sqrtf(e[2] * e[2] + e[3] * e[3] + noise);
            without += sqrtf(a * a + e[1] * e[1] + noise) +
                       sqrtf(c * c + e[3] * e[3] + noise);
        }
    }
    with /= (float)(2 * count);
    without /= (float)(2 * count);
    return with > visible_factor * bv_sim_max(without, black_level);
}

static bool cell_has_needle(const struct bv_sim_image *image, int beam,
                            int sample)
{
    for (int s = sample; s < sample + BV_SIM_CELL_SAMPLES; s++) {
        const float *n =
            bv_sim_image_needle_row(image, image->needle_filtered, s) + beam;

        for (int b = 0; b < BV_SIM_CELL_BEAMS; b++)
            if (fabsf(n[b]) > black_level)
                return true;
    }
    return false;
}

static void map_cells(const struct bv_sim_image *image,
                      struct bv_sim_seen *seen)
{
    int columns = image->grid->beams / BV_SIM_CELL_BEAMS;

    memset(seen->cells, 0, sizeof(seen->cells));
    for (int s = image->needle_first & ~(BV_SIM_CELL_SAMPLES - 1);
         s + BV_SIM_CELL_SAMPLES <= image->needle_end; s += BV_SIM_CELL_SAMPLES)
        for (int c = 0; c < columns; c++) {
            int b = c * BV_SIM_CELL_BEAMS;

            if (cell_has_needle(image, b, s) && cell_shows(image, b, s))
                seen->cells[s / BV_SIM_CELL_SAMPLES * columns + c] = 1;
        }
}

/* Whether the needle shows within reach of a place of the picture plane. */
static bool shows_near(const struct bv_sim_grid *grid,
                       const struct bv_sim_seen *seen, float x_mm, float z_mm,
                       float reach_mm)
{
    int columns = grid->beams / BV_SIM_CELL_BEAMS;
    int rows = grid->samples / BV_SIM_CELL_SAMPLES;
    float beam, sample, wide, high = BV_SIM_CELL_SAMPLES * grid->step_mm;
    int dc, dr;

    bv_sim_grid_find(grid, x_mm, z_mm, &beam, &sample);
    wide = BV_SIM_CELL_BEAMS *
           bv_sim_grid_pitch_at(grid, (sample + 0.5f) * grid->step_mm);
    dc = (int)(reach_mm / wide) + 1;
    dr = (int)(reach_mm / high) + 1;
    beam = (beam + 0.5f) / BV_SIM_CELL_BEAMS;
    sample = (sample + 0.5f) / BV_SIM_CELL_SAMPLES;
    if (beam < 0 || beam >= (float)columns || sample < 0 ||
        sample >= (float)rows)
        return false;
    for (int r = (int)sample - dr; r <= (int)sample + dr; r++)
        for (int c = (int)beam - dc; c <= (int)beam + dc; c++) {
            float across = ((float)c + 0.5f - beam) * wide;
            float down = ((float)r + 0.5f - sample) * high;

            if (r >= 0 && r < rows && c >= 0 && c < columns &&
                seen->cells[r * columns + c] &&
                across * across + down * down <= reach_mm * reach_mm)
                return true;
        }
    return false;
}

static struct bv_px to_px(const struct bv_sim_converter *converter,
                          const float picture[3])
{
    const struct bv_scan_area *area = &converter->scan_area;

    return (struct bv_px){
        area->face_middle.x + (double)picture[0] / converter->mm_per_px,
        area->face_middle.y + (double)picture[2] / converter->mm_per_px};
}

static void measure_shaft(const struct bv_sim_tissue *tissue,
                          const struct bv_sim_converter *converter,
                          const struct bv_sim_seen *seen,
                          struct bv_truth *truth)
{
    const struct bv_sim_needle *needle = &tissue->state.needle;
    int count = (int)(needle->length_mm / shaft_step_mm);

    for (int i = 0; i <= count; i++) {
        float point[3], in[3];
        struct bv_px px;

        bv_sim_needle_at(needle, (float)i * shaft_step_mm, point);
        bv_sim_pose_in(&tissue->state.pose, point, in);
        if (!shows_near(tissue->grid, seen, in[0], in[2], shaft_reach_mm))
            continue;
        px = to_px(converter, in);
        truth->visible_mm += (double)shaft_step_mm;
        if (!truth->has_shaft)
            truth->shaft_px.from = px;
        truth->shaft_px.to = px;
        truth->has_shaft = true;
    }
}

/* Where a needle that turns out of the plane shows in the picture: where it
 * goes through the plane or, short of it, at its tip.
 * @return Whether it turns out of the plane. */
static bool measure_crossing(const struct bv_sim_tissue *tissue,
                             const struct bv_sim_converter *converter,
                             const struct bv_sim_seen *seen,
                             const float entry[3], const float tip[3],
                             struct bv_truth *truth)
{
    float length = tissue->state.needle.length_mm;
    float steep = fabsf(tip[1] - entry[1]) / length, share = 1, at[3];

    if (steep < bv_sim_sin_deg(crossing_deg))
        return false;
    if (entry[1] * tip[1] < 0)
        share = entry[1] / (entry[1] - tip[1]);
    for (int i = 0; i < 3; i++)
        at[i] = bv_sim_mix(entry[i], tip[i], share);
    truth->has_crossing =
        shows_near(tissue->grid, seen, at[0], at[2], tip_reach_mm);
    truth->crossing_px = to_px(converter, at);
    return true;
}

static enum bv_needle_state supported(const struct bv_truth *truth)
{
    if (truth->has_crossing)
        return BV_NEEDLE_CROSSING;
    if (!truth->has_shaft || truth->visible_mm < least_shaft_mm)
        return BV_NEEDLE_NONE;
    return truth->tip_visible ? BV_NEEDLE_TIP_SEEN : BV_NEEDLE_SHAFT_ONLY;
}

static void measure_needle(const struct bv_sim_tissue *tissue,
                           const struct bv_sim_image *image,
                           const struct bv_sim_converter *converter,
                           struct bv_sim_seen *seen, struct bv_truth *truth)
{
    const struct bv_sim_needle *needle = &tissue->state.needle;
    float point[3], entry[3], tip[3];
    bool turned;

    map_cells(image, seen);
    bv_sim_pose_in(&tissue->state.pose, needle->entry, entry);
    bv_sim_needle_at(needle, needle->length_mm, point);
    bv_sim_pose_in(&tissue->state.pose, point, tip);
    truth->needle = true;
    truth->tented_mm =
        (double)(tissue->push.tent_mm + bv_sim_drag_at_tip(tissue));
    truth->out_of_plane_mm = (double)tip[1];
    turned = measure_crossing(tissue, converter, seen, entry, tip, truth);
    measure_shaft(tissue, converter, seen, truth);
    truth->has_shaft = truth->has_shaft && !turned;
    truth->whole_px.from = to_px(converter, entry);
    truth->whole_px.to = to_px(converter, tip);
    truth->has_whole =
        (!turned || entry[1] * tip[1] > 0) &&
        bv_scan_area_contains(&converter->scan_area, truth->whole_px.to);
    truth->tip_visible =
        truth->has_whole && !turned &&
        shows_near(tissue->grid, seen, tip[0], tip[2], tip_reach_mm);
    if (truth->has_whole) {
        truth->angle_deg = bv_px_segment_angle_deg(&truth->whole_px);
        truth->has_tip_mm =
            bv_px_to_mm(&converter->scan_area, converter->mm_per_px,
                        truth->whole_px.to, &truth->tip_mm) == 0;
    }
    truth->state = supported(truth);
}

/* Where a piece of tissue lies now: undo the displacement by repetition,
 * until it stands still. */
static void material_to_picture(const struct bv_sim_tissue *tissue,
                                const float material[3], float picture[3])
{
    float now[3] = {material[0], material[1], material[2]};

    for (int i = 0; i < 24; i++) {
        float u[3], off = 0;

        bv_sim_displace(tissue, now, u);
        for (int k = 0; k < 3; k++) {
            float next = material[k] - u[k];

            off += fabsf(next - now[k]);
            now[k] = next;
        }
        if (off < 1e-3f)
            break;
    }
    bv_sim_pose_in(&tissue->state.pose, now, picture);
}

static void measure_target(const struct bv_sim_tissue *tissue,
                           const struct bv_sim_converter *converter,
                           struct bv_truth *truth)
{
    const struct bv_scene_target *target = &tissue->scene->target;
    float at[3], in[3];
    double along, beside;

    if (!target->present)
        return;
    for (int i = 0; i < 3; i++)
        at[i] = (float)target->at_mm[i];
    material_to_picture(tissue, at, in);
    truth->target_out_of_plane_mm = (double)in[1];
    truth->target_px = to_px(converter, in);
    truth->has_target =
        bv_scan_area_contains(&converter->scan_area, truth->target_px);
    if (!truth->has_target || !truth->has_whole)
        return;
    truth->distance_mm = bv_px_distance(truth->whole_px.to, truth->target_px) *
                         converter->mm_per_px;
    bv_px_segment_project(&truth->whole_px, truth->target_px, &along, &beside);
    truth->miss_mm = -beside * converter->mm_per_px;
}

/* The object's level at a place of the picture plane, as it was rendered:
 * where fluid has opened there is fluid and nothing else. */
static float level_at(const struct bv_sim_tissue *tissue,
                      const struct bv_sim_object *object, float x, float z)
{
    float in[3] = {x, 0, z}, now[3], u[3];

    bv_sim_pose_out(&tissue->state.pose, in, now);
    if (object->pool)
        return bv_sim_object_level(object, now);
    if (bv_sim_pools_cover(tissue, now))
        return 2;
    bv_sim_displace(tissue, now, u);
    for (int i = 0; i < 3; i++)
        now[i] += u[i];
    return bv_sim_object_level(object, now);
}

/* A place of the object beside the fluid that covers its middle. */
static bool find_inside(const struct bv_sim_tissue *tissue,
                        const struct bv_sim_object *object, float reach,
                        float in[3])
{
    float middle[3] = {in[0], 0, in[2]}, best = 1e9f;

    for (int i = -8; i <= 8; i++)
        for (int k = -8; k <= 8; k++) {
            float x = middle[0] + 0.125f * reach * (float)i;
            float z = middle[2] + 0.125f * reach * (float)k;
            float level = level_at(tissue, object, x, z);

            if (level < 1 && level < best) {
                best = level;
                in[0] = x;
                in[2] = z;
            }
        }
    return best < 1;
}

/* How far out along a ray the object ends. */
static float find_end(const struct bv_sim_tissue *tissue,
                      const struct bv_sim_object *object, const float in[3],
                      float c, float s, float reach)
{
    bool pools = bv_sim_pools_reach(tissue) > 0;
    float low = 0, high = reach, step = reach / 48;

    /* fluid beside it may be followed by more of it */
    while (pools && low + step < reach &&
           level_at(tissue, object, in[0] + (low + step) * c,
                    in[2] + (low + step) * s) < 1)
        low += step;
    if (pools)
        high = low + step;
    for (int k = 0; k < (pools ? 7 : 12); k++) {
        float half = 0.5f * (low + high);

        if (level_at(tissue, object, in[0] + half * c, in[2] + half * s) < 1)
            low = half;
        else
            high = half;
    }
    return low;
}

/* Where the object's middle lies in the picture. */
static void find_middle(const struct bv_sim_tissue *tissue,
                        const struct bv_sim_object *object, float in[3])
{
    const struct bv_sim_pose *pose = &tissue->state.pose;
    float y = pose->origin[1] + object->centre[2] * pose->down[1];
    float middle[3] = {object->centre[0] + (float)object->from->dx_per_y * y, y,
                       object->centre[2] + (float)object->from->dz_per_y * y};

    if (object->pool)
        bv_sim_pose_in(pose, middle, in);
    else
        material_to_picture(tissue, middle, in);
}

/* Closer together towards the ends of a long object, so that its border's
 * points are about evenly apart. */
static void ray_direction(const struct bv_sim_object *object, float turn,
                          float *c, float *s)
{
    float side = object->cos_rotate < 0 ? -1 : 1;
    float across = side * object->radii[0] * bv_sim_sin_turns(turn + 0.25f);
    float down = side * object->radii[2] * bv_sim_sin_turns(turn);
    float size = 1 / sqrtf(across * across + down * down);

    *c = size * (across * object->cos_rotate - down * object->sin_rotate);
    *s = size * (across * object->sin_rotate + down * object->cos_rotate);
}

/* Rays from the object's middle to its border. */
static void measure_outline(const struct bv_sim_tissue *tissue,
                            const struct bv_sim_converter *converter,
                            const struct bv_sim_object *object,
                            struct bv_truth *truth)
{
    struct bv_truth_outline *outline = &truth->outlines[truth->outline_count];
    float in[3];
    float reach = 2.5f * bv_sim_max(object->radii[0], object->radii[2]) +
                  bv_sim_pools_reach(tissue);

    if (object->pool && object->scale <= 0)
        return;
    find_middle(tissue, object, in);
    if (level_at(tissue, object, in[0], in[2]) >= 1 &&
        (object->pool || bv_sim_pools_reach(tissue) <= 0 ||
         !find_inside(tissue, object, reach, in)))
        return; /* not in this plane */
    outline->name = object->from->name;
    outline->role = object->from->role;
    outline->slides = object->from->slides_mm > 0;
    outline->slid_mm = (double)object->slid_mm;
    outline->count = BV_TRUTH_OUTLINE_POINTS;
    for (int i = 0; i < outline->count; i++) {
        float c, s, far;

        ray_direction(object, (float)i / (float)outline->count, &c, &s);
        far = find_end(tissue, object, in, c, s, reach);
        outline->px[i] =
            to_px(converter, (float[3]){in[0] + far * c, 0, in[2] + far * s});
    }
    truth->outline_count++;
}

void bv_sim_measure(const struct bv_sim_tissue *tissue,
                    const struct bv_sim_image *image,
                    const struct bv_sim_converter *converter,
                    struct bv_sim_seen *seen, struct bv_truth *truth)
{
    memset(truth, 0, sizeof(*truth));
    truth->mm_per_px = converter->mm_per_px;
    truth->out_of_plane_mm = truth->angle_deg = NAN;
    truth->distance_mm = truth->miss_mm = NAN;
    truth->target_out_of_plane_mm = NAN;
    truth->state = BV_NEEDLE_NONE;
    truth->turned_deg =
        -asin((double)tissue->state.pose.right[2]) * deg_per_radian;
    truth->injected_ml = (double)tissue->state.controls[BV_CONTROL_INJECTED_ML];
    truth->aspirated_ml =
        (double)tissue->state.controls[BV_CONTROL_ASPIRATED_ML];
    if (tissue->state.needle.present)
        measure_needle(tissue, image, converter, seen, truth);
    measure_target(tissue, converter, truth);
    for (int i = 0; i < tissue->object_count; i++)
        measure_outline(tissue, converter, &tissue->objects[i], truth);
}
