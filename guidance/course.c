#include "guidance/course.h"

#include <math.h>
#include <stddef.h>

static const double deg_per_rad = 57.29577951308232;

static double dot(struct bv_px a, struct bv_px b)
{
    return a.x * b.x + a.y * b.y;
}

static struct bv_px minus(struct bv_px a, struct bv_px b)
{
    return (struct bv_px){a.x - b.x, a.y - b.y};
}

/* A turn by the right-hand rule of the picture's axes, -180 to 180. */
static double turn_deg(struct bv_px from, struct bv_px to)
{
    return atan2(from.x * to.y - from.y * to.x, dot(from, to)) * deg_per_rad;
}

/* A skin that is straight at `point`, with `inward` its unit normal. */
static bool enter_line(const struct bv_px_segment *shaft, struct bv_px tip,
                       struct bv_px point, struct bv_px inward,
                       struct bv_px *entry)
{
    double along, length = bv_px_segment_length(shaft);
    struct bv_px step = minus(shaft->to, shaft->from);
    double sine = dot(step, inward) / length;

    if (sine < sin(BV_COURSE_ENTRY_MIN_DEG / deg_per_rad))
        return false;
    bv_px_segment_project(shaft, tip, &along, NULL);
    along -= dot(minus(tip, point), inward) / sine;
    *entry = bv_px_segment_at(shaft, along);
    return true;
}

/* Whether the shaft, followed back from its tip, meets the face's arc. */
static bool meet_arc(const struct bv_scan_area *area,
                     const struct bv_px_segment *shaft, struct bv_px tip,
                     struct bv_px *point)
{
    double along, tip_along, beside, half_chord_squared;
    struct bv_px beam;

    bv_px_segment_project(shaft, tip, &tip_along, NULL);
    bv_px_segment_project(shaft, area->apex, &along, &beside);
    half_chord_squared =
        area->face_radius_px * area->face_radius_px - beside * beside;
    if (half_chord_squared <= 0)
        return false;
    along += sqrt(half_chord_squared); /* the chord's end near the tip */
    if (along > tip_along)
        return false;
    *point = bv_px_segment_at(shaft, along);
    beam = bv_scan_area_beam(area, *point);
    return fabs(atan2(beam.x, beam.y)) * deg_per_rad <= area->half_angle_deg;
}

static bool enter_sector(const struct bv_scan_area *area,
                         const struct bv_px_segment *shaft, struct bv_px tip,
                         struct bv_px *entry)
{
    struct bv_px inward, point;
    double end;

    if (meet_arc(area, shaft, tip, entry)) {
        inward = bv_scan_area_beam(area, *entry);
        return enter_line(shaft, tip, *entry, inward, entry);
    }
    /* It comes in beside the probe: from the side that the shaft leads to. */
    end = copysign(area->half_angle_deg, shaft->from.x - shaft->to.x) /
          deg_per_rad;
    inward = (struct bv_px){sin(end), cos(end)};
    point = (struct bv_px){area->apex.x + area->face_radius_px * inward.x,
                           area->apex.y + area->face_radius_px * inward.y};
    return enter_line(shaft, tip, point, inward, entry);
}

static bool find_entry(const struct bv_advice *advice, struct bv_px *entry)
{
    const struct bv_scan_area *area = &advice->scan_area;

    if (area->shape == BV_SCAN_SECTOR)
        return enter_sector(area, &advice->shaft_px, advice->tip_px, entry);
    return enter_line(&advice->shaft_px, advice->tip_px, area->face_middle,
                      (struct bv_px){0, 1}, entry);
}

/* Turning the shaft about its entry point until it points at the target. */
static void advise_turn(struct bv_advice *advice)
{
    struct bv_px shaft = minus(advice->shaft_px.to, advice->shaft_px.from);
    struct bv_px entry, inward;
    double turn;

    if (fabs(advice->miss_mm) < BV_COURSE_TURN_MISS_MM ||
        !find_entry(advice, &entry))
        return;
    turn = turn_deg(shaft, minus(advice->target_px, entry));
    if (fabs(turn) < BV_COURSE_TURN_MIN_DEG || fabs(turn) >= 90)
        return;

    inward = bv_scan_area_beam(&advice->scan_area, entry);
    advice->course = turn * turn_deg(shaft, inward) > 0 ? BV_COURSE_STEEPEN
                                                        : BV_COURSE_FLATTEN;
    advice->correction_deg = fabs(turn);
}

/* Signed distance of a place from the shaft's line extended. */
static double miss_px(const struct bv_advice *advice, struct bv_px px)
{
    double along, beside, line_depth, target_depth;
    struct bv_px passing;

    bv_px_segment_project(&advice->shaft_px, px, &along, &beside);
    passing = bv_px_segment_at(&advice->shaft_px, along);
    line_depth = bv_scan_area_depth_px(&advice->scan_area, passing);
    target_depth = bv_scan_area_depth_px(&advice->scan_area, px);
    if (line_depth == target_depth) /* it runs down the beam: no skin side */
        return -beside;
    return copysign(beside, line_depth - target_depth);
}

/* Of an outline: of the point that it misses least. */
static double miss_outline_px(const struct bv_advice *advice,
                              const struct bv_outline *outline)
{
    double beside = bv_outline_miss(outline, &advice->shaft_px);
    double least = INFINITY, at = 0;

    for (int i = 0; beside != 0 && i < outline->count; i++) {
        double miss = miss_px(advice, outline->at[i]);

        if (fabs(miss) < least) {
            least = fabs(miss);
            at = miss;
        }
    }
    return at;
}

/* Whether anything can be measured from the tip. */
static bool known(const struct bv_advice *advice)
{
    struct bv_mm mm;

    return advice->picture == BV_PICTURE_FRESH &&
           advice->state == BV_NEEDLE_TIP_SEEN && advice->has_tip &&
           advice->has_shaft &&
           bv_px_to_mm(&advice->scan_area, advice->mm_per_px, advice->tip_px,
                       &mm) == 0 &&
           isfinite(advice->tip_px.x) && isfinite(advice->tip_px.y) &&
           bv_px_segment_length(&advice->shaft_px) >= 1;
}

static bool is_marked(const struct bv_advice *advice)
{
    return advice->target == BV_TARGET_FOLLOWED &&
           isfinite(advice->target_px.x) && isfinite(advice->target_px.y);
}

static void measure_landmark(const struct bv_advice *advice, bool known,
                             struct bv_landmark_advice *landmark)
{
    const struct bv_landmark *mark = &landmark->mark;
    bool outlined = mark->outline.count > 0;

    landmark->distance_mm = landmark->miss_mm = NAN;
    if (!known || landmark->state != BV_LANDMARK_HELD)
        return;
    landmark->distance_mm =
        advice->mm_per_px *
        (outlined ? bv_outline_distance(&mark->outline, advice->tip_px, NULL)
                  : bv_px_distance(mark->at, advice->tip_px));
    landmark->miss_mm =
        advice->mm_per_px * (outlined ? miss_outline_px(advice, &mark->outline)
                                      : miss_px(advice, mark->at));
}

void bv_course_advise(struct bv_advice *advice)
{
    double depth_mm, ahead;
    bool can_turn, can_measure = known(advice);

    for (int i = 0; i < advice->landmark_count; i++)
        measure_landmark(advice, can_measure, &advice->landmark[i]);
    advice->distance_mm = advice->miss_mm = NAN;
    advice->course = BV_COURSE_NONE;
    advice->correction_deg = 0;
    if (!can_measure || !is_marked(advice))
        return;

    advice->distance_mm =
        bv_px_distance(advice->tip_px, advice->target_px) * advice->mm_per_px;
    advice->miss_mm = miss_px(advice, advice->target_px) * advice->mm_per_px;

    ahead = dot(minus(advice->target_px, advice->tip_px),
                minus(advice->shaft_px.to, advice->shaft_px.from));
    depth_mm = bv_scan_area_depth_px(&advice->scan_area, advice->tip_px) *
               advice->mm_per_px;
    can_turn = depth_mm < BV_COURSE_TURN_DEPTH_MM && ahead > 0;
    if (can_turn)
        advise_turn(advice);
    else if (fabs(advice->miss_mm) > BV_COURSE_WITHDRAW_MISS_MM)
        advice->course = BV_COURSE_WITHDRAW;
}

void bv_course_measure(struct bv_advice *advice, double mm_per_px,
                       enum bv_scale_origin origin)
{
    advice->mm_per_px = mm_per_px;
    advice->scale_origin = origin;
    advice->has_tip_mm =
        advice->has_tip && bv_px_to_mm(&advice->scan_area, mm_per_px,
                                       advice->tip_px, &advice->tip_mm) == 0;
    bv_course_advise(advice);
}
