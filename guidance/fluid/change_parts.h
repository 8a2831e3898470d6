/**
 * @file
 * What the two halves of change.h share. Private to change*.c.
 */
#ifndef BV_GUIDANCE_FLUID_CHANGE_PARTS_H
#define BV_GUIDANCE_FLUID_CHANGE_PARTS_H

#include "guidance/fluid/change.h"

BV_BEGIN_DECLS

/** The longer side, work px. */
#define BV_CHANGE_SIDE 256

struct bv_change {
    struct bv_vision *vision;
    struct bv_scan_area area; /* of the frame */
    struct bv_px_box box;
    int width, height;
    double px_per_work;
    uint8_t *before, *now, *mask;
    float *motion;     /* half size, now to before, work px */
    float *difference; /* signed, smoothed */
    float *sure;       /* the same, of what lay nowhere near before */
    float *level;      /* now, smoothed; once a region was found, less so */
    float *scratch;
    uint8_t *region; /* 1: of the one found last */
    int *queue;
};

struct bv_px bv_change_to_work(const struct bv_change *change, struct bv_px px);

struct bv_px bv_change_to_frame(const struct bv_change *change,
                                struct bv_px work);

/** The mean over squares, in place, by running sums: of every @p step th value,
 *  over @p half a side each way. @param scratch  A line of the longer side. */
void bv_change_average(float *image, float *scratch, int width, int height,
                       int step, int half);

/** The median of every @p step th value, or of fewer. */
double bv_change_median_of(const float *values, int count, int step);

/** Whether pixel @p i is ultrasound, and farther from a place; work px. */
bool bv_change_is_far(const struct bv_change *change, int i, struct bv_px near,
                      double reach);

BV_END_DECLS

#endif
