#include "commands/look.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { patch_px = 32, lags = 14, side_least_px = 96, hat_px = 15 };

static const char *const names[BV_LOOK_COUNT] = {
    "mean grey",        "grey, 10 %",       "grey, 50 %",
    "grey, 90 %",       "grey, 99 %",       "sd in even patches",
    "envelope SNR",     "speckle down, px", "speckle across, px",
    "  upper half, px", "  lower half, px", "lines, 90 %",
    "lines, 99 %",      "shading sd",       "gradients, down/across"};

const char *bv_look_name(enum bv_look look)
{
    return names[look];
}

static int grey(const struct bv_frame *frame, int x, int y)
{
    return frame->pixels[y * frame->stride_bytes + x];
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

static void measure_greys(const struct bv_frame *frame,
                          const struct bv_px_box *part, double *values)
{
    static const double shares[] = {0.1, 0.5, 0.9, 0.99};
    long count[256] = {0}, all = 0, so_far = 0;
    double sum = 0;
    int next = 0;

    for (int y = part->top; y < part->bottom; y++)
        for (int x = part->left; x < part->right; x++, all++) {
            count[grey(frame, x, y)]++;
            sum += grey(frame, x, y);
        }
    values[BV_LOOK_MEAN] = sum / (double)all;
    for (int v = 0; v < 256; v++) {
        so_far += count[v];
        while (next < 4 && (double)so_far >= shares[next] * (double)all)
            values[BV_LOOK_P10 + next++] = v;
    }
}

struct patch {
    double sd, snr, mean;
};

static struct patch measure_patch(const struct bv_frame *frame, int left,
                                  int top)
{
    double sum = 0, squares = 0, loud = 0, loud_squares = 0;
    double n = patch_px * patch_px;

    for (int y = top; y < top + patch_px; y++)
        for (int x = left; x < left + patch_px; x++) {
            double v = grey(frame, x, y);
            double a = pow(10, v * (60.0 / 255 / 20));

            sum += v;
            squares += v * v;
            loud += a;
            loud_squares += a * a;
        }
    return (struct patch){
        sqrt(fmax(squares / n - sum / n * (sum / n), 0)),
        loud / n / sqrt(fmax(loud_squares / n - loud / n * (loud / n), 1e-12)),
        sum / n};
}

static int by_sd(const void *a, const void *b)
{
    const struct patch *x = a, *y = b;

    return (x->sd > y->sd) - (x->sd < y->sd);
}

/* The evenest sixth of all patches that are not black or white. */
static int measure_even(const struct bv_frame *frame,
                        const struct bv_px_box *part, double *values)
{
    int wide = (part->right - part->left) / patch_px;
    int high = (part->bottom - part->top) / patch_px, count = 0, used;
    struct patch *patches =
        calloc((size_t)wide * (size_t)high, sizeof(*patches));
    double sd = 0, snr = 0;

    if (!patches)
        return -ENOMEM;
    for (int j = 0; j < high; j++)
        for (int i = 0; i < wide; i++) {
            struct patch patch = measure_patch(frame, part->left + i * patch_px,
                                               part->top + j * patch_px);

            if (patch.mean > 12 && patch.mean < 240 && patch.sd > 0.5)
                patches[count++] = patch;
        }
    qsort(patches, (size_t)count, sizeof(*patches), by_sd);
    used = count / 6 > 0 ? count / 6 : count;
    for (int i = 0; i < used; i++) {
        sd += patches[i].sd / used;
        snr += patches[i].snr / used;
    }
    values[BV_LOOK_EVEN_SD] = used ? sd : NAN;
    values[BV_LOOK_SNR] = used ? snr : NAN;
    free(patches);
    return 0;
}

enum { even_most = 600 };

/* The deviation that a third of a part's patches stay under: speckle, and
 * hardly any lines. */
static double even_limit(const struct bv_frame *frame,
                         const struct bv_px_box *part)
{
    double sd[even_most];
    int count = 0;

    for (int top = part->top; top + patch_px + lags <= part->bottom;
         top += patch_px)
        for (int left = part->left; left + patch_px + lags <= part->right;
             left += patch_px) {
            struct patch patch = measure_patch(frame, left, top);

            if (patch.mean > 12 && patch.sd > 0.5 && count < even_most)
                sd[count++] = patch.sd;
        }
    qsort(sd, (size_t)count, sizeof(*sd), by_size);
    return count ? sd[count / 3] : 0;
}

/* How a patch resembles itself when shifted by 0, 1, 2 ... px. */
static void add_likeness(const struct bv_frame *frame, int left, int top,
                         int dx, int dy, double *sum)
{
    struct patch patch = measure_patch(frame, left, top);
    double weight = 1 / (patch.sd * patch.sd);

    for (int k = 0; k < lags; k++)
        for (int y = top; y < top + patch_px; y += 2)
            for (int x = left; x < left + patch_px; x += 2)
                sum[k] += weight * (grey(frame, x, y) - patch.mean) *
                          (grey(frame, x + k * dx, y + k * dy) - patch.mean);
}

/* Speckle's width at half height, in the evenest third. */
static double speckle_width(const struct bv_frame *frame,
                            const struct bv_px_box *part, int dx, int dy)
{
    double sum[lags] = {0}, limit = even_limit(frame, part);

    for (int top = part->top; top + patch_px + lags <= part->bottom;
         top += patch_px)
        for (int left = part->left; left + patch_px + lags <= part->right;
             left += patch_px) {
            struct patch patch = measure_patch(frame, left, top);

            if (patch.mean > 12 && patch.sd > 0.5 && patch.sd <= limit)
                add_likeness(frame, left, top, dx, dy, sum);
        }
    for (int k = 1; k < lags; k++)
        if (sum[k] < 0.5 * sum[0])
            return 2 * (k - 1 +
                        (sum[k - 1] - 0.5 * sum[0]) / (sum[k - 1] - sum[k]));
    return sum[0] > 0 ? 2 * lags : NAN;
}

/* What rises above its surroundings up and down. */
static int measure_lines(const struct bv_frame *frame,
                         const struct bv_px_box *part, double *values)
{
    int height = part->bottom - part->top, half = hat_px / 2;
    uint8_t *low = malloc((size_t)height);
    long count[256] = {0}, all = 0, so_far = 0;
    int next = 0;

    if (!low)
        return -ENOMEM;
    for (int x = part->left; x < part->right; x++) {
        for (int y = 0; y < height; y++) {
            low[y] = 255;
            for (int k = -half; k <= half; k++)
                if (y + k >= 0 && y + k < height) {
                    int v = grey(frame, x, part->top + y + k);

                    low[y] = v < low[y] ? (uint8_t)v : low[y];
                }
        }
        for (int y = half; y + half < height; y++, all++) {
            int open = 0;

            for (int k = -half; k <= half; k++)
                open = low[y + k] > open ? low[y + k] : open;
            count[grey(frame, x, part->top + y) - open]++;
        }
    }
    free(low);
    for (int v = 0; v < 256; v++) {
        so_far += count[v];
        while (next < 2 && (double)so_far >= (next ? 0.99 : 0.9) * (double)all)
            values[BV_LOOK_LINES_P90 + next++] = v;
    }
    return 0;
}

static void measure_large(const struct bv_frame *frame,
                          const struct bv_px_box *part, double *values)
{
    double sum = 0, squares = 0, down = 0, across = 0;

    for (int j = 0; j < 8; j++)
        for (int i = 0; i < 8; i++) {
            int left = part->left + (part->right - part->left) * i / 8;
            int right = part->left + (part->right - part->left) * (i + 1) / 8;
            int top = part->top + (part->bottom - part->top) * j / 8;
            int bottom = part->top + (part->bottom - part->top) * (j + 1) / 8;
            double block = 0;

            for (int y = top; y < bottom; y++)
                for (int x = left; x < right; x++)
                    block += grey(frame, x, y);
            block /= (double)(right - left) * (bottom - top);
            sum += block;
            squares += block * block;
        }
    values[BV_LOOK_SHADING_SD] =
        sqrt(fmax(squares / 64 - sum / 64 * (sum / 64), 0));
    for (int y = part->top; y + 1 < part->bottom; y++)
        for (int x = part->left; x + 1 < part->right; x++) {
            down += abs(grey(frame, x, y + 1) - grey(frame, x, y));
            across += abs(grey(frame, x + 1, y) - grey(frame, x, y));
        }
    values[BV_LOOK_GRADIENTS] = across > 0 ? down / across : NAN;
}

static bool fits(const struct bv_frame *frame, const struct bv_px_box *part)
{
    return part->left >= 0 && part->top >= 0 &&
           part->right <= frame->width_px && part->bottom <= frame->height_px &&
           part->right - part->left >= side_least_px &&
           part->bottom - part->top >= side_least_px;
}

int bv_look_measure(const struct bv_frame *frame, const struct bv_px_box *part,
                    double *values)
{
    struct bv_px_box upper = *part, lower = *part;
    int error;

    if (!fits(frame, part))
        return -ERANGE;
    upper.bottom = lower.top = (part->top + part->bottom) / 2;
    measure_greys(frame, part, values);
    measure_large(frame, part, values);
    values[BV_LOOK_AXIAL_PX] = speckle_width(frame, part, 0, 1);
    values[BV_LOOK_LATERAL_PX] = speckle_width(frame, part, 1, 0);
    values[BV_LOOK_LATERAL_TOP_PX] = speckle_width(frame, &upper, 1, 0);
    values[BV_LOOK_LATERAL_LOW_PX] = speckle_width(frame, &lower, 1, 0);
    error = measure_even(frame, part, values);
    return error < 0 ? error : measure_lines(frame, part, values);
}

enum { alike_px = 48, shift_px = 6, patches_most = 256 };

/* Correlation of a patch with another, shifted. */
static double correlate(const struct bv_frame *a, const struct bv_frame *b,
                        int left, int top, int dx, int dy)
{
    double sa = 0, sb = 0, aa = 0, bb = 0, ab = 0, n = 0;

    for (int y = top; y < top + alike_px; y += 3)
        for (int x = left; x < left + alike_px; x += 3, n++) {
            double va = grey(a, x, y), vb = grey(b, x + dx, y + dy);

            sa += va;
            sb += vb;
            aa += va * va;
            bb += vb * vb;
            ab += va * vb;
        }
    aa -= sa * sa / n;
    bb -= sb * sb / n;
    return aa > n && bb > n ? (ab - sa * sb / n) / sqrt(aa * bb) : NAN;
}

double bv_look_alike(const struct bv_frame *a, const struct bv_frame *b,
                     const struct bv_px_box *part)
{
    double found[patches_most];
    int count = 0;

    if (!fits(a, part) || !fits(b, part))
        return NAN;
    for (int top = part->top + shift_px;
         top + alike_px + shift_px <= part->bottom; top += alike_px)
        for (int left = part->left + shift_px;
             left + alike_px + shift_px <= part->right; left += alike_px) {
            double best = NAN;

            for (int dy = -shift_px; dy <= shift_px; dy++)
                for (int dx = -shift_px; dx <= shift_px; dx++)
                    best = fmax(best, correlate(a, b, left, top, dx, dy));
            if (!isnan(best) && count < patches_most)
                found[count++] = best;
        }
    qsort(found, (size_t)count, sizeof(*found), by_size);
    return count ? found[count / 2] : NAN;
}
