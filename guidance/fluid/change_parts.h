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
    uint8_t *region;  /* 1: of the one found last */
    uint8_t *lasting; /* 1: dark fluid, since it was first sure */
    float dark;       /* the level of its border */
    int *queue;
};

struct bv_px bv_change_to_work(const struct bv_change *change, struct bv_px px);

struct bv_px bv_change_to_frame(const struct bv_change *change,
                                struct bv_px work);

/** The median of every @p step th value, or of fewer. */
double bv_change_median_of(const float *values, int count, int step);

/** A disc, in work px. */
struct bv_change_disc {
    struct bv_px middle;
    double radius2;
};

/** That of so many px of the frame around a place of it. */
struct bv_change_disc bv_change_disc_at(const struct bv_change *change,
                                        struct bv_px px, double radius_px);

/** Whether a place lies beyond it. */
static inline bool bv_change_is_far(const struct bv_change_disc *disc, int x,
                                    int y)
{
    double right = x - disc->middle.x, down = y - disc->middle.y;

    return right * right + down * down > disc->radius2;
}

BV_END_DECLS

#endif
