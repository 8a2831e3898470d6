#include "acquisition/simulator/image.h"

#include <string.h>

#include "acquisition/simulator/maths.h"

/* dB above which full white starts to be approached; 0 is black. */
static const float black_db = -34;

/* Four floats at once: two looks of one complex number. Plain arithmetic, so
 * the same on every machine. */
typedef float four __attribute__((vector_size(16)));

static inline four load(const float *from)
{
    four value;

    memcpy(&value, from, sizeof(value));
    return value;
}

static inline void store(float *to, four value)
{
    memcpy(to, &value, sizeof(value));
}

/* Add up each beam's losses, average over neighbours (an aperture is wider
 * than a beam, so shadows have soft edges), and turn them into a factor. */
static void fill_gain(struct bv_sim_image *image,
                      const struct bv_sim_tissue *tissue)
{
    enum { half = 3 };
    const struct bv_sim_grid *grid = image->grid;
    int samples = grid->samples, beams = grid->beams;
    float sum[BV_SIM_SAMPLES_MAX] = {0};

    for (int b = 0; b < beams; b++) {
        float *loss = tissue->loss_db + b * samples;
        float total = tissue->contact_db[b];

        for (int s = 0; s < samples; s++) {
            total += loss[s];
            loss[s] = total;
        }
    }
    for (int b = -half; b < beams; b++) {
        int in = b + half < beams ? b + half : beams - 1;
        int out = b - half - 1 > 0 ? b - half - 1 : 0;
        const float *added = tissue->loss_db + in * samples;
        const float *dropped = tissue->loss_db + out * samples;
        float *gain = image->gain + b * samples;

        if (b < 0) { /* the first beams stand in for those before them */
            int times = b == -half ? half + 1 : 1;

            for (int s = 0; s < samples; s++)
                sum[s] += (float)times * added[s];
            continue;
        }
        for (int s = 0; s < samples; s++)
            sum[s] += b == 0 ? added[s] : added[s] - dropped[s];
        for (int s = 0; s < samples; s++)
            gain[s] = bv_sim_from_db(image->tgc_db[s] -
                                     sum[s] * (1.0f / (2 * half + 1)));
    }
}

/* Haze from above that fills cysts and shadows a little: without it they are
 * pitch black, which gives a simulation away. */
static void add_clutter(struct bv_sim_image *image,
                        struct bv_sim_tissue *tissue, int beam)
{
    int samples = image->grid->samples;
    float *diffuse = tissue->diffuse + beam * samples;
    float *line = tissue->line + beam * samples;
    const float *gain = image->gain + beam * samples;
    float keep = 1 - image->grid->step_mm / 8, haze = 0;

    for (int s = 0; s < samples; s++) {
        float d = diffuse[s] * gain[s], c = line[s] * gain[s];

        haze = haze * keep + (d + 0.5f * c) * (1 - keep);
        diffuse[s] = d + 0.06f * haze;
        line[s] = c;
    }
}

/* Where the speckle of one elevation slice starts. */
static void slice_offset(int32_t slice, float *u, float *v)
{
    uint32_t h = bv_sim_hash((uint32_t)slice, 77, 5);

    *u = BV_SIM_TEXEL_BASE + (float)(h & BV_SIM_TEXEL_MASK);
    *v = BV_SIM_TEXEL_BASE + (float)(h >> 16 & BV_SIM_TEXEL_MASK);
}

static inline four speckle_at(const float *speckle, float u, float v)
{
    int32_t iu = (int32_t)u, iv = (int32_t)v;
    float fu = u - (float)iu, fv = v - (float)iv;
    const float *row0 = speckle + 4 * (iu & BV_SIM_TEXEL_MASK) * BV_SIM_TEXELS;
    const float *row1 =
        speckle + 4 * ((iu + 1) & BV_SIM_TEXEL_MASK) * BV_SIM_TEXELS;
    int32_t v0 = 4 * (iv & BV_SIM_TEXEL_MASK);
    int32_t v1 = 4 * ((iv + 1) & BV_SIM_TEXEL_MASK);
    four a = load(row0 + v0), b = load(row1 + v0);

    a = a + (load(row0 + v1) - a) * fv;
    b = b + (load(row1 + v1) - b) * fv;
    return a + (b - a) * fu;
}

/* Echo = diffuse x speckle + line, written depth-major. Elevation: speckle
 * changes from slice to slice; two neighbours are mixed so that the variance
 * stays. */
static void scatter_beam(struct bv_sim_image *image,
                         const struct bv_sim_tissue *tissue, int beam)
{
    static const float slice_mm = 0.9f;
    int samples = image->grid->samples, at = beam * samples;
    float us = 1 / image->speckle_u_mm, vs = 1 / image->grid->step_mm;
    float u0 = 0, v0 = 0, u1 = 0, v1 = 0;
    float *to = image->field + 4 * (BV_SIM_ROW_PAD + beam);
    int32_t slice = INT32_MIN;

    for (int s = 0; s < samples; s++) {
        float y = tissue->y[at + s] * (1 / slice_mm);
        int32_t k = bv_sim_floor(y);
        float w = y - (float)k, w0 = 1 - w, scale;
        float u = tissue->x[at + s] * us, v = tissue->z[at + s] * vs;
        four look;

        if (k != slice) {
            slice = k;
            slice_offset(k, &u0, &v0);
            slice_offset(k + 1, &u1, &v1);
        }
        scale = tissue->diffuse[at + s] / sqrtf(w0 * w0 + w * w);
        look = speckle_at(image->speckle, u + u0, v + v0) * (w0 * scale) +
               speckle_at(image->speckle, u + u1, v + v1) * (w * scale);
        look[0] += tissue->line[at + s];
        look[2] += tissue->line[at + s];
        store(to, look);
        to += image->row_floats;
    }
}

void bv_sim_image_scatter(struct bv_sim_image *image,
                          struct bv_sim_tissue *tissue)
{
    size_t needle_floats =
        (size_t)image->needle_row_floats * (size_t)image->grid->samples;

    memset(image->needle_field, 0, needle_floats * sizeof(float));
    image->needle_first = image->grid->samples;
    image->needle_end = 0;
    fill_gain(image, tissue);
    for (int b = 0; b < image->grid->beams; b++) {
        add_clutter(image, tissue, b);
        scatter_beam(image, tissue, b);
    }
}

void bv_sim_image_add_needle(struct bv_sim_image *image, float beam,
                             float sample, float amplitude)
{
    int32_t b = bv_sim_floor(beam), s = bv_sim_floor(sample);
    float fb = beam - (float)b, fs = sample - (float)s;

    if (b < 0 || b >= image->grid->beams - 1 || s < 0 ||
        s >= image->grid->samples - 1)
        return;
    for (int i = 0; i < 2; i++) {
        float part = amplitude * (i ? fs : 1 - fs);
        float *echo = bv_sim_image_row(image, image->field, s + i) + 4 * b;
        float *alone =
            bv_sim_image_needle_row(image, image->needle_field, s + i) + b;

        alone[0] += part * (1 - fb);
        alone[1] += part * fb;
        echo[0] += part * (1 - fb);
        echo[2] += part * (1 - fb);
        echo[4] += part * fb;
        echo[6] += part * fb;
    }
    if (s < image->needle_first)
        image->needle_first = s;
    if (s + 2 > image->needle_end)
        image->needle_end = s + 2;
}

static void filter_across(struct bv_sim_image *image, int sample, float *out)
{
    const float *in = bv_sim_image_row(image, image->field, sample);
    const float *taps = image->lateral[sample];

    for (int b = 0; b < image->grid->beams; b++) {
        const float *at = in + 4 * b;
        four sum = load(at) * taps[0];

        for (int k = 1; k <= BV_SIM_LATERAL_TAPS; k++)
            sum += (load(at - 4 * k) + load(at + 4 * k)) * taps[k];
        store(out + 4 * b, sum);
    }
}

static inline int held(int sample, int samples)
{
    return sample < 0 ? 0 : sample >= samples ? samples - 1 : sample;
}

/* Point spread: across each row into `filtered`, then down into `field`. */
static void filter_field(struct bv_sim_image *image)
{
    int samples = image->grid->samples, floats = 4 * image->grid->beams;

    for (int s = 0; s < samples; s++)
        filter_across(image, s, bv_sim_image_row(image, image->filtered, s));
    for (int s = 0; s < samples; s++) {
        float *out = bv_sim_image_row(image, image->field, s);
        const float *rows[2 * BV_SIM_AXIAL_TAPS + 1];

        for (int k = -BV_SIM_AXIAL_TAPS; k <= BV_SIM_AXIAL_TAPS; k++)
            rows[k + BV_SIM_AXIAL_TAPS] =
                bv_sim_image_row(image, image->filtered, held(s + k, samples));
        for (int i = 0; i < floats; i += 4) {
            four sum = load(rows[BV_SIM_AXIAL_TAPS] + i) * image->axial[0];

            for (int k = 1; k <= BV_SIM_AXIAL_TAPS; k++)
                sum += (load(rows[BV_SIM_AXIAL_TAPS - k] + i) +
                        load(rows[BV_SIM_AXIAL_TAPS + k] + i)) *
                       image->axial[k];
            store(out + i, sum);
        }
    }
}

/* The needle's echo alone through the same point spread, for the truth. */
static void filter_needle(struct bv_sim_image *image)
{
    int samples = image->grid->samples, beams = image->grid->beams;
    int first = held(image->needle_first - BV_SIM_AXIAL_TAPS, samples);
    int end = held(image->needle_end + BV_SIM_AXIAL_TAPS, samples) + 1;
    float row[2 * BV_SIM_ROW_PAD + BV_SIM_BEAMS_MAX];

    if (image->needle_first >= image->needle_end)
        return;
    for (int s = first; s < end; s++) {
        float *in = bv_sim_image_needle_row(image, image->needle_field, s);
        const float *taps = image->lateral[s];

        memcpy(row, in - BV_SIM_ROW_PAD,
               ((size_t)beams + 2 * BV_SIM_ROW_PAD) * sizeof(float));
        for (int b = 0; b < beams; b++) {
            const float *at = row + BV_SIM_ROW_PAD + b;
            float sum = at[0] * taps[0];

            for (int k = 1; k <= BV_SIM_LATERAL_TAPS; k++)
                sum += (at[-k] + at[k]) * taps[k];
            in[b] = sum;
        }
    }
    for (int s = first; s < end; s++) {
        float *out = bv_sim_image_needle_row(image, image->needle_filtered, s);

        for (int b = 0; b < beams; b++)
            out[b] = 0;
        for (int k = -BV_SIM_AXIAL_TAPS; k <= BV_SIM_AXIAL_TAPS; k++) {
            const float *in = bv_sim_image_needle_row(
                image, image->needle_field, held(s + k, samples));
            float tap = image->axial[k < 0 ? -k : k];

            for (int b = 0; b < beams; b++)
                out[b] += in[b] * tap;
        }
    }
    image->needle_first = first;
    image->needle_end = end;
}

/* Electronic noise of one row, at a place of the speckle that changes with
 * every frame and row. Neighbouring beams hear with much the same elements:
 * three texels together, so scaled that its power stays. */
static inline four noise_at(const float *from, int beam, float level)
{
    return (load(from + 4 * beam) + load(from + 4 * beam + 4) +
            load(from + 4 * beam + 8)) *
           (0.42f * level);
}

/* With noise; the mean of both looks' magnitudes. */
static void envelope_row(struct bv_sim_image *image, uint32_t frame, int sample,
                         float *envelope)
{
    int beams = image->grid->beams;
    const float *field = bv_sim_image_row(image, image->field, sample);
    uint32_t place = bv_sim_hash(frame, (uint32_t)sample, 31) %
                     (BV_SIM_TEXELS * BV_SIM_TEXELS - BV_SIM_BEAMS_MAX - 2);
    const float *noise = image->speckle + 4 * place;
    float level = image->noise[sample];

    for (int b = 0; b < beams; b++) {
        four echo = load(field + 4 * b) + noise_at(noise, b, level);
        four power = echo * echo;

        envelope[b] =
            0.5f * (sqrtf(power[0] + power[1]) + sqrtf(power[2] + power[3]));
    }
}

/* Side lobes: a little of what lies far beside. */
static void add_side_lobes(float *envelope, int beams)
{
    enum { half = 18 };
    float sum = 0, added[BV_SIM_BEAMS_MAX];

    for (int b = 0; b < half && b < beams; b++)
        sum += envelope[b];
    for (int b = 0; b < beams; b++) {
        if (b + half < beams)
            sum += envelope[b + half];
        added[b] = sum * (0.035f / (2 * half + 1));
        if (b >= half)
            sum -= envelope[b - half];
    }
    for (int b = 0; b < beams; b++)
        envelope[b] += bv_sim_max(added[b], 0);
}

static void level_row(struct bv_sim_image *image, int sample,
                      const float *envelope)
{
    int beams = image->grid->beams;
    float range = 1 / (float)image->scene->probe.dynamic_range_db;
    float keep = image->has_shown ? (float)image->scene->probe.persistence : 0;
    float *shown = image->shown + sample * beams;

    for (int b = 0; b < beams; b++) {
        float db = 6.0206f * bv_sim_log2(envelope[b] + 1e-6f);
        float level = bv_sim_clamp((db - black_db) * range, 0, 1.1f);

        shown[b] = level + (shown[b] - level) * keep;
    }
}

/* A light smoothing as machines do, and the grey curve. */
static void grey_row(struct bv_sim_image *image, int sample)
{
    int beams = image->grid->beams, samples = image->grid->samples;
    const float *up = image->shown + held(sample - 1, samples) * beams;
    const float *here = image->shown + sample * beams;
    const float *down = image->shown + held(sample + 1, samples) * beams;
    float row[BV_SIM_BEAMS_MAX + 2];
    uint8_t *grey = image->grey + sample * beams;

    for (int b = 0; b < beams; b++)
        row[b + 1] = 0.25f * (up[b] + down[b]) + 0.5f * here[b];
    row[0] = row[1];
    row[beams + 1] = row[beams];
    for (int b = 0; b < beams; b++) {
        float soft = 0.25f * (row[b] + row[b + 2]) + 0.5f * row[b + 1];
        float level = bv_sim_min(0.5f * (soft + here[b]), 1);

        level = level * (0.66f + level * (0.52f - 0.18f * level));
        grey[b] = (uint8_t)(level * 255 + 0.5f);
    }
}

void bv_sim_image_finish(struct bv_sim_image *image, uint32_t frame)
{
    float envelope[BV_SIM_BEAMS_MAX];

    filter_field(image);
    filter_needle(image);
    for (int s = 0; s < image->grid->samples; s++) {
        envelope_row(image, frame, s, envelope);
        add_side_lobes(envelope, image->grid->beams);
        level_row(image, s, envelope);
    }
    image->has_shown = true;
    for (int s = 0; s < image->grid->samples; s++)
        grey_row(image, s);
}
