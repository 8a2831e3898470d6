#include "ui/prescale.h"

#include <errno.h>
#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

/* Weights of one output sample sum to this; a row between the two passes
 * keeps six bits below the grey level. */
enum { weight_one = 1 << 14, row_shift = 8, rgb_shift = 20 };

/* Along one axis: which inputs make each output, and by how much. */
struct axis {
    int input_px, output_px;
    int taps;    /* a sample, at most */
    int *first;  /* output_px */
    int *weight; /* output_px x taps */
};

struct bv_prescale {
    struct axis across, down;
    uint16_t *row; /* one input row's length */
    int *sum;      /* the same */
};

struct bv_prescale *bv_prescale_new(void)
{
    return calloc(1, sizeof(struct bv_prescale));
}

static void fini_axis(struct axis *axis)
{
    free(axis->first);
    free(axis->weight);
    memset(axis, 0, sizeof(*axis));
}

void bv_prescale_free(struct bv_prescale *prescale)
{
    if (!prescale)
        return;
    fini_axis(&prescale->across);
    fini_axis(&prescale->down);
    free(prescale->row);
    free(prescale->sum);
    free(prescale);
}

/* Weight of an input at @p distance from the centre of an output sample that
 * is @p reach inputs wide: a triangle, widened where the picture shrinks. */
static double triangle(double distance, double reach)
{
    return fmax(0, 1 - fabs(distance) / reach);
}

/* Weights of one output sample; the last one takes up the rounding. */
static void weigh(struct axis *axis, int output, double step, double reach)
{
    double centre = (output + 0.5) * step - 0.5, total = 0;
    int first = (int)ceil(centre - reach), sum = 0, middle = 0;
    int *weight = &axis->weight[(size_t)output * (size_t)axis->taps];

    if (first > axis->input_px - axis->taps)
        first = axis->input_px - axis->taps;
    if (first < 0)
        first = 0;
    axis->first[output] = first;
    for (int i = 0; i < axis->taps; i++)
        total += triangle(first + i - centre, reach);
    for (int i = 0; i < axis->taps; i++) {
        weight[i] = total > 0 ? (int)(triangle(first + i - centre, reach) /
                                          total * weight_one +
                                      0.5)
                              : 0;
        sum += weight[i];
        if (weight[i] > weight[middle])
            middle = i;
    }
    weight[middle] += weight_one - sum;
}

static int init_axis(struct axis *axis, int input_px, int output_px)
{
    double step = (double)input_px / output_px, reach = fmax(1, step);

    if (axis->first && axis->input_px == input_px &&
        axis->output_px == output_px)
        return 0;
    fini_axis(axis);
    axis->taps = (int)ceil(2 * reach);
    if (axis->taps > input_px)
        axis->taps = input_px;
    axis->first = calloc((size_t)output_px, sizeof(*axis->first));
    axis->weight =
        calloc((size_t)output_px * (size_t)axis->taps, sizeof(*axis->weight));
    if (!axis->first || !axis->weight) {
        fini_axis(axis);
        return -ENOMEM;
    }
    axis->input_px = input_px;
    axis->output_px = output_px;
    for (int i = 0; i < output_px; i++)
        weigh(axis, i, step, reach);
    return 0;
}

/* Make ready for the sizes; nothing to do where they are as before. */
static int prepare(struct bv_prescale *prescale,
                   const struct bv_prescale_input *input,
                   const struct bv_prescale_output *output)
{
    bool new_width = prescale->across.input_px != input->width_px;

    if (!prescale->row || new_width) {
        free(prescale->row);
        free(prescale->sum);
        prescale->row = calloc((size_t)input->width_px, sizeof(uint16_t));
        prescale->sum = calloc((size_t)input->width_px, sizeof(int));
        if (!prescale->row || !prescale->sum)
            return -ENOMEM;
    }
    if (init_axis(&prescale->across, input->width_px, output->width_px) < 0 ||
        init_axis(&prescale->down, input->height_px, output->height_px) < 0)
        return -ENOMEM;
    return 0;
}

/* Combine the input rows of one output row. */
static void combine_rows(struct bv_prescale *prescale,
                         const struct bv_prescale_input *input, int output_row)
{
    const struct axis *down = &prescale->down;
    const int *weight = &down->weight[(size_t)output_row * (size_t)down->taps];
    const uint8_t *from = input->pixels + (ptrdiff_t)down->first[output_row] *
                                              input->stride_bytes;
    int *restrict sum = prescale->sum;
    uint16_t *restrict row = prescale->row;
    int width = input->width_px;

    memset(sum, 0, (size_t)width * sizeof(*sum));
    for (int tap = 0; tap < down->taps; tap++, from += input->stride_bytes) {
        int w = weight[tap];

        if (w == 0)
            continue;
        for (int x = 0; x < width; x++)
            sum[x] += w * from[x];
    }
    for (int x = 0; x < width; x++)
        row[x] = (uint16_t)(sum[x] >> row_shift);
}

/* With the count of taps as a constant its loop is gone. */
__attribute__((always_inline)) static inline void
write_taps(const struct bv_prescale *prescale, int taps, uint8_t *restrict rgb)
{
    const struct axis *across = &prescale->across;
    const int *restrict weight = across->weight;

    for (int x = 0; x < across->output_px; x++, weight += taps) {
        const uint16_t *restrict from = prescale->row + across->first[x];
        int sum = 1 << (rgb_shift - 1);
        uint8_t grey;

        for (int tap = 0; tap < taps; tap++)
            sum += weight[tap] * from[tap];
        grey = (uint8_t)(sum >> rgb_shift);
        rgb[3 * x] = rgb[3 * x + 1] = rgb[3 * x + 2] = grey;
    }
}

static void write_row(const struct bv_prescale *prescale, uint8_t *rgb)
{
    switch (prescale->across.taps) {
    case 2: /* enlarged */
        write_taps(prescale, 2, rgb);
        break;
    case 3: /* down to two thirds */
        write_taps(prescale, 3, rgb);
        break;
    case 4: /* down to a half */
        write_taps(prescale, 4, rgb);
        break;
    default:
        write_taps(prescale, prescale->across.taps, rgb);
    }
}

int bv_prescale_run(struct bv_prescale *prescale,
                    const struct bv_prescale_input *input,
                    const struct bv_prescale_output *output)
{
    int error = prepare(prescale, input, output);

    if (error < 0)
        return error;
    for (int y = 0; y < output->height_px; y++) {
        combine_rows(prescale, input, y);
        write_row(prescale,
                  output->pixels + (ptrdiff_t)y * output->stride_bytes);
    }
    return 0;
}

void bv_prescale_fit(int picture_width_px, int picture_height_px,
                     int box_width_px, int box_height_px, int *width_px,
                     int *height_px)
{
    double scale = fmin((double)box_width_px / picture_width_px,
                        (double)box_height_px / picture_height_px);

    *width_px = (int)fmax(1, floor(picture_width_px * scale + 1e-9));
    *height_px = (int)fmax(1, floor(picture_height_px * scale + 1e-9));
}
