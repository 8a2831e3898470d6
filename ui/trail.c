#include "ui/trail.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "core/clock.h"
#include "core/words.h"
#include "ui/overlay/landmark_words.h"

_Static_assert(BV_TRAIL_STEPS *(int64_t)BV_TRAIL_STEP_NS ==
                   (int64_t)BV_LOOK_BACK_S * BV_NS_PER_S,
               "as long as what is held");

/* What was seen in a step: the less is more. */
enum seen { GAP, NOTHING_YET, NOT_SEEN, SHAFT, TIP };

/* A picture stands on the screen for so many steps, if no other comes. */
enum { stands_steps = 5 };

static const int64_t seen_anew_ns = BV_NS_PER_S;

/* Of the curve's box, at the least; mm. It is drawn in round numbers. */
static const double shown_mm[] = {10, 20, 40, 80, 160};

/* Of the two lanes, at size 1. */
static const double curve_height = 26, alarm_height = 5;

static int64_t step_of(int64_t time_ns)
{
    return time_ns / BV_TRAIL_STEP_NS;
}

static int slot_of(int64_t step)
{
    return (int)(step % BV_TRAIL_STEPS);
}

void bv_trail_clear(struct bv_trail *trail)
{
    *trail = (struct bv_trail){0};
}

static struct bv_trail_moment *add(struct bv_trail *trail,
                                   enum bv_trail_kind kind, int64_t arrived_ns)
{
    struct bv_trail_moment *moment = &trail->moment[trail->moment_next];

    *moment = (struct bv_trail_moment){.kind = kind, .arrived_ns = arrived_ns};
    trail->moment_next = (trail->moment_next + 1) % BV_TRAIL_MOMENTS;
    if (trail->moment_count < BV_TRAIL_MOMENTS)
        trail->moment_count++;
    return moment;
}

void bv_trail_mark(struct bv_trail *trail, enum bv_trail_kind kind,
                   int64_t arrived_ns)
{
    add(trail, kind, arrived_ns);
}

static enum seen seen_of(const struct bv_advice *advice,
                         enum bv_showing showing)
{
    if (!bv_showing_guides(showing) || showing == BV_SHOWING_STILL ||
        advice->picture != BV_PICTURE_FRESH)
        return GAP;
    switch (advice->state) {
    case BV_NEEDLE_TIP_SEEN:
        return TIP;
    case BV_NEEDLE_SHAFT_ONLY:
    case BV_NEEDLE_CROSSING:
        return SHAFT;
    case BV_NEEDLE_TIP_PREDICTED:
        return advice->has_shaft ? SHAFT : NOT_SEEN;
    default:
        return isnan(advice->last_seen_s) ? NOTHING_YET : NOT_SEEN;
    }
}

/* Go on to a step. What was shown last stood on the screen for a while; what
 * comes after that is a gap. */
static void go_on(struct bv_trail *trail, int64_t step)
{
    int from = slot_of(trail->newest);
    int64_t first = trail->newest + 1;
    bool stood = trail->newest > 0 && step - trail->newest <= stands_steps;

    if (first < step - BV_TRAIL_STEPS + 1)
        first = step - BV_TRAIL_STEPS + 1;
    for (int64_t at = first; at < step; at++) {
        int slot = slot_of(at);

        trail->seen[slot] = stood ? trail->seen[from] : (uint8_t)GAP;
        trail->alarm[slot] = stood ? trail->alarm[from] : BV_ALARM_NONE;
        trail->distance_mm[slot] = stood ? trail->distance_mm[from] : NAN;
    }
    trail->newest = step;
}

static void note_alarm(struct bv_trail *trail, const struct bv_advice *advice,
                       enum bv_alarm alarm, int64_t arrived_ns)
{
    const struct bv_landmark_advice *landmark = bv_landmark_alarm(advice);
    char title[BV_LANDMARK_TEXT_SIZE];

    if (landmark && alarm > trail->alarms) {
        bv_landmark_title(&landmark->mark, BV_TRAIL_NAME_SIZE - 1, title);
        snprintf(add(trail,
                     alarm == BV_ALARM_INSIDE ? BV_TRAIL_INSIDE : BV_TRAIL_NEAR,
                     arrived_ns)
                     ->name,
                 BV_TRAIL_NAME_SIZE, "%.*s", BV_TRAIL_NAME_SIZE - 1, title);
    }
    trail->alarms = alarm;
}

static void note_moments(struct bv_trail *trail, const struct bv_advice *advice,
                         enum seen seen, int64_t arrived_ns)
{
    bool lacks = advice->fluid.spread.state == BV_SPREAD_NOT_SEEN;
    enum bv_syringe does = bv_fluid_declared(&advice->fluid);

    if (advice->target != trail->target && advice->target != BV_TARGET_NONE &&
        (trail->target == BV_TARGET_NONE || advice->target == BV_TARGET_LOST))
        add(trail,
            advice->target == BV_TARGET_LOST ? BV_TRAIL_LOST : BV_TRAIL_TARGET,
            arrived_ns);
    trail->target = advice->target;
    if (seen >= SHAFT && trail->unseen_ns > 0 &&
        arrived_ns - trail->unseen_ns > seen_anew_ns)
        add(trail, BV_TRAIL_NEEDLE, arrived_ns);
    if (seen >= SHAFT)
        trail->unseen_ns = 0;
    else if (trail->unseen_ns == 0)
        trail->unseen_ns = arrived_ns;
    if (does != trail->does && does != BV_SYRINGE_IDLE)
        add(trail,
            does == BV_SYRINGE_INJECTS ? BV_TRAIL_INJECTS : BV_TRAIL_ASPIRATES,
            arrived_ns);
    trail->does = does;
    if (lacks && !trail->lacks_spread)
        add(trail, BV_TRAIL_NO_SPREAD, arrived_ns);
    trail->lacks_spread = lacks;
}

static enum bv_alarm alarm_of(const struct bv_advice *advice, enum seen seen)
{
    const struct bv_landmark_advice *landmark =
        seen == GAP ? NULL : bv_landmark_alarm(advice);

    return landmark ? landmark->alarm : BV_ALARM_NONE;
}

/* The worst of a step stands for it. */
void bv_trail_note(struct bv_trail *trail, const struct bv_advice *advice,
                   enum bv_showing showing, int64_t arrived_ns)
{
    int64_t step = step_of(arrived_ns);
    int slot = slot_of(step);
    enum seen seen = seen_of(advice, showing);
    enum bv_alarm alarm = alarm_of(advice, seen);
    enum bv_alarm shown = alarm;
    bool is_new = step > trail->newest;

    if (step < trail->newest)
        return;
    if (is_new)
        go_on(trail, step);
    note_alarm(trail, advice, alarm, arrived_ns);
    note_moments(trail, advice, seen, arrived_ns);
    if (trail->lacks_spread && shown == BV_ALARM_NONE && seen != GAP)
        shown = BV_ALARM_NEAR;
    if (is_new || seen < trail->seen[slot])
        trail->seen[slot] = (uint8_t)seen;
    if (is_new || shown > trail->alarm[slot])
        trail->alarm[slot] = (uint8_t)shown;
    trail->distance_mm[slot] = bv_words_may_measure(advice, showing)
                                   ? (float)advice->distance_mm
                                   : NAN;
}

void bv_trail_say(const struct bv_trail_moment *moment, char *text, size_t size)
{
    static const char *const names[BV_TRAIL_KINDS] = {
        [BV_TRAIL_TARGET] = N_("target"),
        [BV_TRAIL_LOST] = N_("target lost"),
        [BV_TRAIL_NEEDLE] = N_("needle"),
        [BV_TRAIL_NEAR] = N_("near %s"),
        [BV_TRAIL_INSIDE] = N_("inside %s"),
        [BV_TRAIL_NO_SPREAD] = N_("no spread"),
        [BV_TRAIL_INJECTS] = N_("injecting"),
        [BV_TRAIL_ASPIRATES] = N_("aspirating"),
        [BV_TRAIL_STILL] = N_("still"),
    };

    if (moment->kind == BV_TRAIL_NEAR)
        snprintf(text, size, _("near %s"), moment->name);
    else if (moment->kind == BV_TRAIL_INSIDE)
        snprintf(text, size, _("inside %s"), moment->name);
    else
        snprintf(text, size, "%s", _(names[moment->kind]));
}

static int64_t first_step(int64_t end_ns)
{
    int64_t last = step_of(end_ns);

    return last < BV_TRAIL_STEPS ? 0 : last - BV_TRAIL_STEPS + 1;
}

/* Whether a step is still held. */
static bool holds(const struct bv_trail *trail, int64_t step)
{
    return step > 0 && step <= trail->newest &&
           step > trail->newest - BV_TRAIL_STEPS;
}

void bv_trail_sum(const struct bv_trail *trail, int64_t end_ns, char *text,
                  size_t size)
{
    double step_s = bv_ns_to_s(BV_TRAIL_STEP_NS);
    int count[TIP + 1] = {0}, alarms = 0;

    for (int64_t step = first_step(end_ns); step <= step_of(end_ns); step++) {
        if (!holds(trail, step))
            continue;
        count[trail->seen[slot_of(step)]]++;
        alarms += trail->alarm[slot_of(step)] != BV_ALARM_NONE;
    }
    snprintf(text, size,
             _("Tip seen for %.0f s, shaft alone for %.0f s, not seen for "
               "%.0f s, an alarm for %.0f s of the last %.0f s"),
             count[TIP] * step_s, count[SHAFT] * step_s,
             count[NOT_SEEN] * step_s, alarms * step_s, BV_LOOK_BACK_S);
}

/* One more step of a lane: it goes on with the last span, or begins one. */
static void extend(struct bv_span *spans, size_t *count, double from_s,
                   double to_s, enum bv_span_look look)
{
    if (*count > 0 && spans[*count - 1].look == look &&
        spans[*count - 1].to_s > from_s - 1e-6) {
        spans[*count - 1].to_s = to_s;
        return;
    }
    spans[(*count)++] = (struct bv_span){from_s, to_s, look};
}

static double round_up(double most_mm)
{
    size_t last = sizeof(shown_mm) / sizeof(*shown_mm) - 1;

    for (size_t i = 0; i < last; i++)
        if (most_mm <= shown_mm[i])
            return shown_mm[i];
    return shown_mm[last];
}

void bv_trail_make(const struct bv_trail *trail, int64_t end_ns,
                   struct bv_trail_lanes *lanes)
{
    static const enum bv_span_look looks[] = {[NOT_SEEN] = BV_SPAN_HATCHED,
                                              [SHAFT] = BV_SPAN_PART,
                                              [TIP] = BV_SPAN_FULL};
    struct bv_timeline *timeline = &lanes->timeline;
    struct bv_lane *seen = &timeline->lanes[0], *alarm = &timeline->lanes[1];
    double most_mm = 0, step_s = bv_ns_to_s(BV_TRAIL_STEP_NS);

    *timeline = (struct bv_timeline){
        .start_s = -BV_LOOK_BACK_S, .time_s = lanes->time_s, .lane_count = 2};
    *seen = (struct bv_lane){.title = "",
                             .spans = lanes->seen,
                             .values = lanes->distance_mm,
                             .height = curve_height};
    *alarm = (struct bv_lane){
        .title = "", .spans = lanes->alarm, .height = alarm_height};
    for (int64_t step = first_step(end_ns); step <= step_of(end_ns); step++) {
        int slot = slot_of(step);
        double from_s = bv_ns_to_s(step * BV_TRAIL_STEP_NS - end_ns);

        if (!holds(trail, step))
            continue;
        lanes->time_s[timeline->count] = from_s + step_s / 2;
        lanes->distance_mm[timeline->count++] =
            (double)trail->distance_mm[slot];
        most_mm = fmax(most_mm, (double)trail->distance_mm[slot]);
        if (trail->seen[slot] >= NOT_SEEN)
            extend(lanes->seen, &seen->span_count, from_s, from_s + step_s,
                   looks[trail->seen[slot]]);
        if (trail->alarm[slot] != BV_ALARM_NONE)
            extend(lanes->alarm, &alarm->span_count, from_s, from_s + step_s,
                   trail->alarm[slot] == BV_ALARM_INSIDE ? BV_SPAN_INSIDE
                                                         : BV_SPAN_NEAR);
    }
    seen->top = round_up(most_mm);
    seen->bottom = 0;
}
