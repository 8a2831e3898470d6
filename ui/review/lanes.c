#include "ui/review/lanes.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "core/clock.h"
#include "core/words.h"
#include "ui/overlay/landmark_words.h"

/* Rows of marks: more than can be there at a time. */
enum { marks_most = 12, title_size = BV_LANDMARK_TEXT_SIZE + 40 };

struct bv_lanes {
    struct bv_timeline timeline;
    double *times;
    void *owned[BV_LANES_MOST]; /* of each lane: its spans or its values */
    char mark_titles[marks_most][title_size];
};

struct making {
    struct bv_lanes *lanes;
    const struct bv_review_frame *frames;
    const struct bv_review *review;
    const struct bv_review_rules *rules;
    size_t count;
    const struct bv_review *truly;           /* or NULL */
    struct bv_review_mark marks[marks_most]; /* that there ever are */
    int mark_count, mark;                    /* and the one that is drawn */
};

/* A frame's look in a band; BV_SPAN_LOOKS: nothing. */
typedef enum bv_span_look look_of(const struct making *making, size_t at);
/* A frame's value in a curve; NAN: it has none. */
typedef double value_of(const struct making *making, size_t at);

static enum bv_span_look seen_look(const struct making *making, size_t at)
{
    const struct bv_way_point *point = &making->review->way.points[at];

    return point->tip_seen ? BV_SPAN_FULL
           : point->drawn  ? BV_SPAN_PART
                           : BV_SPAN_HATCHED;
}

static enum bv_span_look fluid_look(const struct making *making, size_t at)
{
    return making->frames[at].syringe == BV_SYRINGE_IDLE ? BV_SPAN_LOOKS
                                                         : BV_SPAN_FLUID;
}

static enum bv_span_look spread_look(const struct making *making, size_t at)
{
    const struct bv_review_frame *frame = &making->frames[at];

    if (frame->syringe != BV_SYRINGE_INJECTS)
        return BV_SPAN_LOOKS;
    return frame->spread == BV_SPREAD_SEEN ? BV_SPAN_FULL : BV_SPAN_HATCHED;
}

static enum bv_span_look alarm_look(const struct making *making, size_t at)
{
    switch (making->frames[at].alarm) {
    case BV_ALARM_NEAR:
        return BV_SPAN_NEAR;
    case BV_ALARM_INSIDE:
        return BV_SPAN_INSIDE;
    default:
        return BV_SPAN_LOOKS;
    }
}

static bool is_same(const struct bv_review_mark *a,
                    const struct bv_review_mark *b)
{
    return a->id == b->id && a->role == b->role && a->kind == b->kind;
}

/* From when it was marked until it was removed: followed, or lost. */
static enum bv_span_look mark_look(const struct making *making, size_t at)
{
    const struct bv_review_frame *frame = &making->frames[at];
    const struct bv_review_mark *mark = &making->marks[making->mark];

    for (int i = 0; i < frame->mark_count; i++)
        if (is_same(&frame->mark[i], mark))
            return frame->mark[i].state == BV_LANDMARK_LOST ? BV_SPAN_HATCHED
                   : mark->role == BV_LANDMARK_TARGET       ? BV_SPAN_AIMED
                                                            : BV_SPAN_AVOIDED;
    return BV_SPAN_LOOKS;
}

static double depth_of(const struct making *making, size_t at)
{
    return bv_review_frame_depth_mm(&making->frames[at]);
}

static double distance_of(const struct making *making, size_t at)
{
    const struct bv_way_point *point = &making->review->way.points[at];

    return point->has_distance ? point->distance_mm : NAN;
}

static double confidence_of(const struct making *making, size_t at)
{
    const struct bv_review_frame *frame = &making->frames[at];

    /* of a candidate nothing is drawn, nor claimed */
    return frame->state > BV_NEEDLE_CANDIDATE ? 100 * frame->confidence : NAN;
}

static double time_of(const struct making *making, size_t at)
{
    return bv_ns_to_s(making->frames[at].time_ns);
}

/* Take spans or values over as a lane. */
static struct bv_lane *take_lane(struct making *making, const char *title,
                                 void *take_owned)
{
    struct bv_timeline *timeline = &making->lanes->timeline;
    int at = timeline->lane_count++;

    making->lanes->owned[at] = take_owned;
    timeline->lanes[at].title = title;
    return &timeline->lanes[at];
}

/* Pictures lack between this one and the one before it. */
static bool is_after_gap(const struct making *making, size_t at)
{
    return making->frames[at].number != making->frames[at - 1].number + 1;
}

static int add_band(struct making *making, const char *title, look_of *look)
{
    size_t count = 0, from = 0;
    struct bv_span *spans = calloc(making->count, sizeof(*spans));
    struct bv_lane *lane;

    if (!spans)
        return -1;
    for (size_t i = 1; i <= making->count; i++) {
        enum bv_span_look now = look(making, from);

        bool gap = i < making->count && is_after_gap(making, i);

        if (i < making->count && !gap && look(making, i) == now)
            continue;
        if (now != BV_SPAN_LOOKS)
            spans[count++] = (struct bv_span){
                time_of(making, from),
                time_of(making, i < making->count && !gap ? i : i - 1), now};
        from = i;
    }
    if (count == 0) {
        free(spans);
        return 0;
    }
    lane = take_lane(making, title, spans);
    lane->spans = spans;
    lane->span_count = count;
    return 0;
}

static bool knows(const struct making *making,
                  const struct bv_review_mark *mark)
{
    for (int i = 0; i < making->mark_count; i++)
        if (is_same(&making->marks[i], mark))
            return true;
    return false;
}

/* All that ever was marked; of very many the first. */
static void gather_marks(struct making *making)
{
    for (size_t at = 0; at < making->count; at++)
        for (int i = 0; i < making->frames[at].mark_count; i++)
            if (making->mark_count < marks_most &&
                !knows(making, &making->frames[at].mark[i]))
                making->marks[making->mark_count++] =
                    making->frames[at].mark[i];
}

/* "target", "nerve 2, to avoid": by its number, as the moments name it. */
static void say_mark(const struct bv_review_mark *mark, char *text)
{
    const struct bv_landmark of = {.kind = (enum bv_landmark_kind)mark->kind};
    char kind[BV_LANDMARK_TEXT_SIZE];

    bv_landmark_title(&of, 0, kind);
    if (mark->id == 0)
        snprintf(text, title_size, "%s", _("target"));
    else if (mark->role == BV_LANDMARK_TARGET)
        snprintf(text, title_size, _("%.40s %d, target"), kind, mark->id);
    else
        snprintf(text, title_size, _("%.40s %d, to avoid"), kind, mark->id);
}

static int add_marks(struct making *making)
{
    gather_marks(making);
    for (making->mark = 0; making->mark < making->mark_count; making->mark++) {
        char *title = making->lanes->mark_titles[making->mark];

        say_mark(&making->marks[making->mark], title);
        if (add_band(making, title, mark_look) < 0)
            return -1;
    }
    return 0;
}

/* What a curve's box shows: deeper is lower; a distance falls to nothing. */
enum range { RANGE_DEPTH, RANGE_DISTANCE, RANGE_PERCENT };

static void choose_ends(struct bv_lane *lane, enum range range, double low,
                        double high)
{
    double step = high - low > 40 ? 10 : 5;
    double most = fmax(ceil(high / step) * step, step);

    low = floor(low / step) * step;
    lane->top = range == RANGE_DEPTH      ? low
                : range == RANGE_DISTANCE ? most
                                          : 100;
    lane->bottom = range == RANGE_DEPTH ? fmax(most, low + step) : 0;
}

static int add_curve(struct making *making, const char *title, value_of *value,
                     enum range range)
{
    double *values = malloc(making->count * sizeof(*values));
    double low = INFINITY, high = -INFINITY;
    struct bv_lane *lane;

    if (!values)
        return -1;
    for (size_t i = 0; i < making->count; i++) {
        values[i] = value(making, i);
        if (isnan(values[i]))
            continue;
        low = fmin(low, values[i]);
        high = fmax(high, values[i]);
    }
    if (!(high >= low)) {
        free(values);
        return 0;
    }
    lane = take_lane(making, title, values);
    lane->values = values;
    choose_ends(lane, range, low, high);
    return 0;
}

/* On its way in, and out, by the movements that the figures count. */
static int add_movements(struct making *making, double turning_mm)
{
    const struct bv_way *way = &making->review->way;
    struct bv_movement *movements = calloc(way->count, sizeof(*movements));
    struct bv_span *spans = calloc(way->count, sizeof(*spans));
    struct bv_lane *lane;
    size_t count = 0;

    if (movements && spans && way->scaled && way->ever_seen)
        count = bv_movements_find(way, bv_way_along, turning_mm, movements);
    for (size_t i = 0; i < count; i++)
        spans[i] = (struct bv_span){
            bv_ns_to_s(way->points[movements[i].from].time_ns),
            bv_ns_to_s(way->points[movements[i].to].time_ns),
            movements[i].amount > 0 ? BV_SPAN_FORWARD : BV_SPAN_BACK};
    if (count > 0) {
        lane = take_lane(making, _("in ↑  out ↓"), spans);
        lane->spans = spans;
        lane->span_count = count;
    }
    if (count == 0)
        free(spans);
    free(movements);
    return spans && movements ? 0 : -1;
}

static enum bv_span_look moment_look(enum bv_shown_from from)
{
    return from == BV_SHOWN_MEASURED || from == BV_SHOWN_NOTED ? BV_SPAN_MOMENT
           : from == BV_SHOWN_REJECTED ? BV_SPAN_REJECTED
                                       : BV_SPAN_PERSON;
}

/* What truly was of a kind, below what was measured of it. */
static size_t add_true(const struct making *making, int kind,
                       struct bv_span *spans)
{
    const struct bv_review *truly = making->truly;
    size_t used = 0;

    for (size_t i = 0; truly && i < truly->moment_count; i++)
        if ((int)truly->moments[i].kind == kind)
            spans[used++] =
                (struct bv_span){truly->moments[i].start_s,
                                 truly->moments[i].end_s, BV_SPAN_TRUTH};
    return used;
}

/* A row for each kind that there is. */
static int add_moments(struct making *making,
                       const struct bv_shown_moment *moments, size_t count)
{
    size_t most = count + (making->truly ? making->truly->moment_count : 0);

    for (int kind = 0; kind < BV_CORRECTED_KINDS; kind++) {
        struct bv_span *spans = calloc(most + 1, sizeof(*spans));
        struct bv_lane *lane;
        size_t used = 0;

        if (!spans)
            return -1;
        for (size_t i = 0; i < count; i++)
            if (moments[i].kind == kind)
                spans[used++] =
                    (struct bv_span){moments[i].start_s, moments[i].end_s,
                                     moment_look(moments[i].from)};
        used += add_true(making, kind, spans + used);
        if (used == 0 || making->lanes->timeline.lane_count == BV_LANES_MOST) {
            free(spans);
            continue;
        }
        lane = take_lane(making, _(bv_corrected_kind_title(kind)), spans);
        lane->spans = spans;
        lane->span_count = used;
    }
    return 0;
}

static int add_all(struct making *making, const struct bv_shown_moment *moments,
                   size_t moment_count)
{
    if (add_band(making, _("needle"), seen_look) < 0 ||
        add_movements(making, making->rules->turning_mm) < 0 ||
        add_curve(making, _("tip depth, mm"), depth_of, RANGE_DEPTH) < 0 ||
        add_curve(making, _("tip to target, mm"), distance_of, RANGE_DISTANCE) <
            0 ||
        add_curve(making, _("confidence, %"), confidence_of, RANGE_PERCENT) <
            0 ||
        add_band(making, _("syringe in use"), fluid_look) < 0 ||
        add_band(making, _("spread seen"), spread_look) < 0 ||
        add_marks(making) < 0 || add_band(making, _("alarms"), alarm_look) < 0)
        return -1;
    return add_moments(making, moments, moment_count);
}

struct bv_lanes *bv_lanes_new(const struct bv_review_frame *frames,
                              const struct bv_review *review,
                              const struct bv_review_rules *rules,
                              const struct bv_shown_moment *moments,
                              size_t moment_count,
                              const struct bv_review *truly)
{
    struct bv_lanes *lanes = calloc(1, sizeof(*lanes));
    struct making making = {.lanes = lanes,
                            .frames = frames,
                            .review = review,
                            .rules = rules,
                            .count = review->way.count,
                            .truly = truly};

    if (!lanes)
        return NULL;
    lanes->times = malloc((making.count + 1) * sizeof(*lanes->times));
    if (!lanes->times) {
        bv_lanes_free(lanes);
        return NULL;
    }
    for (size_t i = 0; i < making.count; i++)
        lanes->times[i] = time_of(&making, i);
    lanes->timeline.time_s = lanes->times;
    lanes->timeline.count = making.count;
    if (making.count > 0) {
        lanes->timeline.start_s = lanes->times[0];
        lanes->timeline.end_s = lanes->times[making.count - 1];
    }
    if (!(lanes->timeline.end_s > lanes->timeline.start_s))
        lanes->timeline.end_s = lanes->timeline.start_s + 1e-3;
    if (making.count > 0 && add_all(&making, moments, moment_count) < 0) {
        bv_lanes_free(lanes);
        return NULL;
    }
    return lanes;
}

void bv_lanes_free(struct bv_lanes *lanes)
{
    if (!lanes)
        return;
    for (int i = 0; i < lanes->timeline.lane_count; i++)
        free(lanes->owned[i]);
    free(lanes->times);
    free(lanes);
}

const struct bv_timeline *bv_lanes_timeline(const struct bv_lanes *lanes)
{
    return &lanes->timeline;
}
