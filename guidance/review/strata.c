#include <math.h>

#include "guidance/review/figures.h"
#include "guidance/review/figures_recipe.h"

enum { probes = 3, visibilities = 4, angles = 4 };

static const double angle_step_deg = 20;

static const char *const names[BV_STRATUM_KINDS][4] = {
    {"all"},
    {"probe unknown", "linear probe", "curved probe"},
    {"under 8 mm visible", "under 1/2 visible", "under 3/4 visible",
     "3/4 or more visible"},
    {"under 20 degrees", "20 to 40 degrees", "40 to 60 degrees",
     "60 degrees or more"}};

static const char *const keys[BV_STRATUM_KINDS][4] = {
    {"all"},
    {"probe:unknown", "probe:linear", "probe:curved"},
    {"visible:under-8-mm", "visible:under-half", "visible:under-three-quarters",
     "visible:most"},
    {"angle:0-20", "angle:20-40", "angle:40-60", "angle:60-90"}};

int bv_stratum_count(enum bv_stratum_kind kind)
{
    static const int counts[BV_STRATUM_KINDS] = {1, probes, visibilities,
                                                 angles};

    return counts[kind];
}

const char *bv_stratum_name(enum bv_stratum_kind kind, int value)
{
    return names[kind][value];
}

const char *bv_stratum_key(enum bv_stratum_kind kind, int value)
{
    return keys[kind][value];
}

bool bv_stratum_is_of_clips(const struct bv_stratum *stratum)
{
    return stratum->kind == BV_STRATUM_ALL || stratum->kind == BV_STRATUM_PROBE;
}

bool bv_stratum_has_clip(const struct bv_stratum *stratum,
                         const struct bv_clip_score *clip)
{
    return clip->about.simulated == stratum->simulated &&
           (stratum->kind != BV_STRATUM_PROBE ||
            (int)clip->about.probe == stratum->value);
}

static int angle_band(double angle_deg)
{
    return (int)fmin(angles - 1, angle_deg / angle_step_deg);
}

bool bv_stratum_has_frame(const struct bv_stratum *stratum,
                          const struct bv_frame_score *frame)
{
    if (bv_stratum_is_of_clips(stratum))
        return true;
    if (!(frame->flags & BV_SCORE_NEEDLE))
        return false;
    if (stratum->kind == BV_STRATUM_VISIBILITY)
        return frame->visibility == stratum->value;
    return !isnan(frame->angle_deg) &&
           angle_band(frame->angle_deg) == stratum->value;
}

int bv_reliability_bin(const struct bv_frame_score *frame)
{
    const uint32_t needed = BV_SCORE_LABELLED | BV_SCORE_CLAIMED;
    double bin = frame->confidence * BV_RELIABILITY_BINS;

    if ((frame->flags & needed) != needed)
        return -1;
    return (int)fmin(BV_RELIABILITY_BINS - 1, fmax(0, bin));
}
