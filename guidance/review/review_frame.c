#include "guidance/review/review_frame.h"

#include <math.h>

static void take_alarm(const struct bv_advice *advice,
                       struct bv_review_frame *frame)
{
    for (int i = 0; i < advice->landmark_count; i++)
        if (advice->landmark[i].alarm > frame->alarm) {
            frame->alarm = advice->landmark[i].alarm;
            frame->alarm_id = advice->landmark[i].mark.id;
        }
}

/* Where tissue took the only target there is. */
static void take_carried(const struct bv_advice *advice,
                         struct bv_review_frame *frame)
{
    int targets = advice->target != BV_TARGET_NONE;

    frame->carries_target = targets && advice->target_carried;
    for (int i = 0; i < advice->landmark_count; i++) {
        const struct bv_landmark_advice *mark = &advice->landmark[i];

        if (mark->mark.role != BV_LANDMARK_TARGET)
            continue;
        frame->carries_target = mark->carried;
        frame->target_px = bv_landmark_middle(&mark->mark);
        targets++;
    }
    frame->carries_target &= targets == 1;
}

bool bv_review_frame_is_marked(const struct bv_review_frame *frame)
{
    for (int i = 0; i < frame->mark_count; i++)
        if (frame->mark[i].role == BV_LANDMARK_TARGET)
            return true;
    return frame->has_target;
}

/* The nearest of what else is marked as a target, where no other is. */
static void take_target(const struct bv_advice *advice,
                        struct bv_review_frame *frame)
{
    frame->has_target = advice->target == BV_TARGET_FOLLOWED;
    frame->target_px = advice->target_px;
    frame->distance_mm = advice->distance_mm;
    for (int i = 0; i < advice->landmark_count && !frame->has_target; i++) {
        const struct bv_landmark_advice *mark = &advice->landmark[i];

        if (mark->mark.role != BV_LANDMARK_TARGET ||
            mark->state != BV_LANDMARK_HELD)
            continue;
        frame->has_target = true;
        frame->target_px = bv_landmark_middle(&mark->mark);
        frame->distance_mm = fmax(mark->distance_mm, 0); /* inside is there */
    }
    if (!frame->has_target)
        take_carried(advice, frame);
}

static void take_mark(struct bv_review_frame *frame, int id,
                      enum bv_landmark_role role, enum bv_landmark_kind kind,
                      bool lost)
{
    frame->mark[frame->mark_count++] = (struct bv_review_mark){
        .id = id,
        .role = (uint8_t)role,
        .kind = (uint8_t)kind,
        .state = lost ? BV_LANDMARK_LOST : BV_LANDMARK_HELD};
}

static void take_marks(const struct bv_advice *advice,
                       struct bv_review_frame *frame)
{
    if (advice->target != BV_TARGET_NONE)
        take_mark(frame, 0, BV_LANDMARK_TARGET, BV_LANDMARK_OTHER,
                  advice->target == BV_TARGET_LOST);
    for (int i = 0; i < advice->landmark_count; i++)
        take_mark(frame, advice->landmark[i].mark.id,
                  advice->landmark[i].mark.role, advice->landmark[i].mark.kind,
                  advice->landmark[i].state == BV_LANDMARK_LOST);
}

static enum bv_syringe syringe_of(const struct bv_fluid_advice *fluid)
{
    if (fluid->spread.state != BV_SPREAD_NOT_WATCHED)
        return BV_SYRINGE_INJECTS;
    return fluid->aspirate.state != BV_ASPIRATE_NOT_WATCHED
               ? BV_SYRINGE_ASPIRATES
               : BV_SYRINGE_IDLE;
}

struct bv_review_frame bv_review_frame_make(const struct bv_advice *advice)
{
    struct bv_review_frame frame = {
        .number = advice->sequence,
        .time_ns = advice->time_ns,
        .repeat = advice->repeat,
        .state = advice->state,
        .confidence =
            advice->state == BV_NEEDLE_NONE ? NAN : advice->confidence,
        .has_shaft = advice->has_shaft,
        .shaft_px = advice->shaft_px,
        .has_tip = advice->has_tip,
        .tip_px = advice->tip_px,
        .tip_sd_px = advice->tip_sd_px,
        .end = advice->end,
        .mm_per_px = advice->mm_per_px,
        .tissue = advice->tissue,
        .has_face = advice->scan_area.shape != BV_SCAN_UNKNOWN,
        .face_px = advice->scan_area.face_middle,
        .box = advice->scan_area.box,
        .syringe = syringe_of(&advice->fluid),
        .spread = advice->fluid.spread.state,
    };

    take_target(advice, &frame);
    take_alarm(advice, &frame);
    take_marks(advice, &frame);
    return frame;
}

struct bv_advice bv_review_frame_advice(const struct bv_review_frame *frame)
{
    struct bv_advice advice = bv_advice_none();

    advice.sequence = frame->number;
    advice.time_ns = frame->time_ns;
    advice.state = frame->state;
    advice.confidence = isfinite(frame->confidence) ? frame->confidence : 0;
    advice.has_shaft = frame->has_shaft;
    advice.shaft_px = frame->shaft_px;
    advice.has_tip = frame->has_tip;
    advice.tip_px = frame->tip_px;
    advice.tip_sd_px = frame->tip_sd_px;
    advice.mm_per_px = frame->mm_per_px;
    advice.target = frame->has_target ? BV_TARGET_FOLLOWED : BV_TARGET_NONE;
    advice.target_px = frame->target_px;
    if (frame->has_shaft)
        advice.angle_deg = bv_px_segment_angle_deg(&frame->shaft_px);
    return advice;
}

double bv_review_frame_depth_mm(const struct bv_review_frame *frame)
{
    if (frame->state != BV_NEEDLE_TIP_SEEN || !frame->has_tip ||
        !frame->has_face || !(frame->mm_per_px > 0))
        return NAN;
    return (frame->tip_px.y - frame->face_px.y) * frame->mm_per_px;
}

struct bv_review_truth bv_review_truth_make(const struct bv_truth_frame *truth,
                                            int64_t time_ns)
{
    return (struct bv_review_truth){.time_ns = time_ns,
                                    .mm_per_px = truth->mm_per_px,
                                    .needle = truth->needle && truth->has_whole,
                                    .whole_px = truth->whole_px,
                                    .tip_visible = truth->tip == BV_TIP_VISIBLE,
                                    .turned_deg = truth->turned_deg,
                                    .has_target = truth->has_target,
                                    .target_px = truth->target_px};
}
