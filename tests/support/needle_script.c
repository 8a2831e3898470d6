#include "support/needle_script.h"

#include <math.h>

#include "core/clock.h"
#include "support/test.h"

static const double mm_per_px = 0.1;

void bv_needle_script_start(struct bv_needle_script *script)
{
    script->count = 0;
    script->shown = bv_px_map_identity();
}

struct bv_px bv_needle_script_at(const struct bv_needle_script *script,
                                 double along_mm, double deg)
{
    double radians = deg * 3.14159265358979 / 180;
    struct bv_px px = {50 + along_mm / mm_per_px * cos(radians),
                       40 + along_mm / mm_per_px * sin(radians)};

    return bv_px_map_apply(&script->shown, px);
}

void bv_needle_script_add(struct bv_needle_script *script,
                          enum bv_needle_state state, double along_mm,
                          double deg, double slide_px)
{
    size_t i = script->count++;
    bool drawn = state == BV_NEEDLE_TIP_SEEN || state == BV_NEEDLE_SHAFT_ONLY;
    struct bv_px_segment whole;

    ck_assert_uint_lt(i, BV_NEEDLE_SCRIPT_FRAMES_MAX);
    script->shown.x0 += i ? slide_px : 0;
    whole.from = bv_needle_script_at(script, 0, deg);
    whole.to = bv_needle_script_at(script, along_mm, deg);
    script->frames[i] = (struct bv_review_frame){
        .number = (uint32_t)i,
        .time_ns = (int64_t)i * BV_NS_PER_S / BV_NEEDLE_SCRIPT_RATE_HZ,
        .state = state,
        .confidence = state == BV_NEEDLE_NONE ? NAN : 0.95,
        .has_shaft = drawn || state == BV_NEEDLE_CANDIDATE,
        .shaft_px = whole,
        .has_tip = state == BV_NEEDLE_TIP_SEEN,
        .tip_px = whole.to,
        .tip_sd_px = 2,
        .mm_per_px = mm_per_px,
        .tissue = {i ? 1 : 0, {1, 0, slide_px, 0, 1, 0}},
        .has_face = true,
        .face_px = {200, 0},
        .box = {0, 0, 400, 300},
        .distance_mm = NAN,
    };
    script->truth[i] =
        (struct bv_review_truth){.time_ns = script->frames[i].time_ns,
                                 .mm_per_px = mm_per_px,
                                 .needle = along_mm > 0,
                                 .whole_px = whole,
                                 .tip_visible = state == BV_NEEDLE_TIP_SEEN};
}

void bv_needle_script_go(struct bv_needle_script *script,
                         enum bv_needle_state state, double seconds,
                         double from_mm, double to_mm)
{
    int steps = (int)lround(seconds * BV_NEEDLE_SCRIPT_RATE_HZ);

    for (int i = 1; i <= steps; i++)
        bv_needle_script_add(script, state,
                             from_mm + (to_mm - from_mm) * i / steps,
                             BV_NEEDLE_SCRIPT_DEG, 0);
}
