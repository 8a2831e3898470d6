#include "guidance/alarm.h"

#include <math.h>
#include <stdbool.h>
#include <stddef.h>

#include "core/clock.h"

/* The 90 % ellipse, in standard deviations, in two dimensions. */
static const double ellipse_90_sd = 2.146;

/* Across the shaft a tip is known as well as its line: half an echo. */
static const double across_most_mm = 0.5;

/* How far the tip's ellipse reaches towards a place. */
static double reach_px(const struct bv_advice *advice, struct bv_px towards)
{
    double along = ellipse_90_sd * advice->tip_sd_px;
    double across = fmin(along, across_most_mm / advice->mm_per_px);
    double length =
        advice->has_shaft ? bv_px_segment_length(&advice->shaft_px) : 0;
    double distance = bv_px_distance(advice->tip_px, towards), cosine = 1;

    if (length > 0 && distance > 0)
        cosine = ((advice->shaft_px.to.x - advice->shaft_px.from.x) *
                      (towards.x - advice->tip_px.x) +
                  (advice->shaft_px.to.y - advice->shaft_px.from.y) *
                      (towards.y - advice->tip_px.y)) /
                 (length * distance);
    return sqrt(along * along * cosine * cosine +
                across * across * fmax(1 - cosine * cosine, 0));
}

/* What this frame alone says. */
static enum bv_alarm judge(const struct bv_advice *advice,
                           const struct bv_landmark_advice *landmark,
                           enum bv_alarm before)
{
    const struct bv_landmark *mark = &landmark->mark;
    double band_mm = before == BV_ALARM_NONE ? 0 : BV_ALARM_BAND_MM;
    struct bv_px nearest = mark->at;
    double distance;

    if (mark->role != BV_LANDMARK_AVOID ||
        landmark->state != BV_LANDMARK_HELD || !advice->has_tip)
        return BV_ALARM_NONE;
    distance =
        mark->outline.count > 0
            ? bv_outline_distance(&mark->outline, advice->tip_px, &nearest)
            : bv_px_distance(mark->at, advice->tip_px);
    if (distance < 0)
        return BV_ALARM_INSIDE;
    if (!(mark->margin_mm > 0) || !(advice->mm_per_px > 0))
        return BV_ALARM_NONE;
    distance -= reach_px(advice, nearest);
    return distance * advice->mm_per_px <= mark->margin_mm + band_mm
               ? BV_ALARM_NEAR
               : BV_ALARM_NONE;
}

/* Its place among those of the frame before, or -1. */
static int find(const struct bv_alarms *alarms, int id)
{
    for (int i = 0; i < alarms->count; i++)
        if (alarms->of[i].id == id)
            return i;
    return -1;
}

void bv_alarms_step(struct bv_alarms *alarms, struct bv_advice *advice)
{
    struct bv_alarms now = {.count = advice->landmark_count};
    bool fresh = advice->picture == BV_PICTURE_FRESH;

    for (int i = 0; i < advice->landmark_count; i++) {
        struct bv_landmark_advice *landmark = &advice->landmark[i];
        int was = find(alarms, landmark->mark.id);
        enum bv_alarm before = was < 0 ? BV_ALARM_NONE : alarms->of[was].alarm;
        enum bv_alarm alarm =
            fresh ? judge(advice, landmark, before) : BV_ALARM_NONE;
        int64_t raised_ns = advice->time_ns;

        if (fresh && landmark->state == BV_LANDMARK_HELD && alarm < before &&
            raised_ns >= alarms->of[was].raised_ns &&
            bv_ns_to_s(raised_ns - alarms->of[was].raised_ns) <
                BV_ALARM_HOLD_S) {
            alarm = before;
            raised_ns = alarms->of[was].raised_ns;
        }
        now.of[i].id = landmark->mark.id;
        now.of[i].alarm = landmark->alarm = alarm;
        now.of[i].raised_ns = raised_ns;
    }
    *alarms = now;
}
