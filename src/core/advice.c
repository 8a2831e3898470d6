#include "core/advice.h"

#include <math.h>
#include <string.h>

struct bv_advice bv_advice_none(void)
{
    return (struct bv_advice){
        .state = BV_NEEDLE_NONE,
        .angle_deg = NAN,
        .last_seen_s = NAN,
        .tissue.map = bv_px_map_identity(),
        .distance_mm = NAN,
        .miss_mm = NAN,
        .fluid = bv_fluid_advice_none(),
    };
}

bool bv_needle_state_is_drawn(enum bv_needle_state state)
{
    return state >= BV_NEEDLE_SHAFT_ONLY;
}

const char *bv_needle_state_name(enum bv_needle_state state)
{
    switch (state) {
    case BV_NEEDLE_NONE:
        return "none";
    case BV_NEEDLE_CANDIDATE:
        return "candidate";
    case BV_NEEDLE_SHAFT_ONLY:
        return "shaft_only";
    case BV_NEEDLE_TIP_SEEN:
        return "tip_seen";
    case BV_NEEDLE_TIP_PREDICTED:
        return "tip_predicted";
    case BV_NEEDLE_CROSSING:
        return "crossing";
    }
    return "none";
}

static bool same(double a, double b)
{
    return (isnan(a) && isnan(b)) || a == b;
}

static bool same_px(struct bv_px a, struct bv_px b)
{
    return same(a.x, b.x) && same(a.y, b.y);
}

static bool same_area(const struct bv_scan_area *a,
                      const struct bv_scan_area *b)
{
    return a->shape == b->shape && a->box.left == b->box.left &&
           a->box.top == b->box.top && a->box.right == b->box.right &&
           a->box.bottom == b->box.bottom &&
           same_px(a->face_middle, b->face_middle) &&
           same_px(a->apex, b->apex) &&
           same(a->face_radius_px, b->face_radius_px) &&
           same(a->end_radius_px, b->end_radius_px) &&
           same(a->half_angle_deg, b->half_angle_deg);
}

static bool same_end(const struct bv_shaft_end *a, const struct bv_shaft_end *b)
{
    return a->known == b->known && same_px(a->px, b->px) &&
           same(a->sd_px, b->sd_px) && same(a->sure, b->sure) &&
           same(a->point, b->point);
}

static bool same_needle(const struct bv_advice *a, const struct bv_advice *b)
{
    return a->state == b->state && same(a->confidence, b->confidence) &&
           a->has_shaft == b->has_shaft &&
           same_px(a->shaft_px.from, b->shaft_px.from) &&
           same_px(a->shaft_px.to, b->shaft_px.to) &&
           a->has_tip == b->has_tip && same_px(a->tip_px, b->tip_px) &&
           same(a->tip_sd_px, b->tip_sd_px) && same_end(&a->end, &b->end) &&
           a->has_crossing == b->has_crossing &&
           same_px(a->crossing_px, b->crossing_px) &&
           same(a->angle_deg, b->angle_deg) &&
           same(a->last_seen_s, b->last_seen_s);
}

static bool same_tissue(const struct bv_tissue_motion *a,
                        const struct bv_tissue_motion *b)
{
    return same(a->part, b->part) && same(a->map.xx, b->map.xx) &&
           same(a->map.xy, b->map.xy) && same(a->map.x0, b->map.x0) &&
           same(a->map.yx, b->map.yx) && same(a->map.yy, b->map.yy) &&
           same(a->map.y0, b->map.y0);
}

static bool same_target(const struct bv_advice *a, const struct bv_advice *b)
{
    return a->target == b->target && same_px(a->target_px, b->target_px) &&
           same(a->distance_mm, b->distance_mm) &&
           same(a->miss_mm, b->miss_mm) && a->course == b->course &&
           same(a->correction_deg, b->correction_deg);
}

static bool same_mark(const struct bv_landmark *a, const struct bv_landmark *b)
{
    bool same_shape =
        same_px(a->at, b->at) && a->outline.count == b->outline.count;

    for (int i = 0; same_shape && i < a->outline.count; i++)
        same_shape = same_px(a->outline.at[i], b->outline.at[i]);
    return same_shape && a->id == b->id && a->role == b->role &&
           a->kind == b->kind && strcmp(a->name, b->name) == 0 &&
           same(a->margin_mm, b->margin_mm) &&
           a->inside_allowed == b->inside_allowed;
}

static bool same_landmarks(const struct bv_advice *a, const struct bv_advice *b)
{
    if (a->landmark_count != b->landmark_count)
        return false;
    for (int i = 0; i < a->landmark_count; i++) {
        const struct bv_landmark_advice *x = &a->landmark[i];
        const struct bv_landmark_advice *y = &b->landmark[i];

        if (!same_mark(&x->mark, &y->mark) || x->state != y->state ||
            !same(x->distance_mm, y->distance_mm) ||
            !same(x->miss_mm, y->miss_mm) || x->alarm != y->alarm)
            return false;
    }
    return true;
}

bool bv_advice_equal(const struct bv_advice *a, const struct bv_advice *b)
{
    return a->sequence == b->sequence && a->time_ns == b->time_ns &&
           a->repeat == b->repeat && a->picture == b->picture &&
           same(a->still_s, b->still_s) && a->checks == b->checks &&
           same_needle(a, b) && same_area(&a->scan_area, &b->scan_area) &&
           same(a->mm_per_px, b->mm_per_px) &&
           a->scale_origin == b->scale_origin &&
           a->has_tip_mm == b->has_tip_mm &&
           same(a->tip_mm.lateral, b->tip_mm.lateral) &&
           same(a->tip_mm.depth, b->tip_mm.depth) &&
           same_tissue(&a->tissue, &b->tissue) && same_target(a, b) &&
           same_landmarks(a, b) && bv_fluid_advice_equal(&a->fluid, &b->fluid);
}
