/*
 * A guide that says what a test wants: it stands in for guidance/guide.c in
 * the program of the window tests, so that what the window shows of a state
 * does not hang on the detector finding one. What it says of the picture, the
 * target's mm and the course are the real thing.
 *
 * BEVEL_TEST_STATE    the needle's state in every frame, by its name
 * BEVEL_TEST_LOST_S   after how long a marked target is lost
 * BEVEL_TEST_SPREAD   what is said of spread while it is declared: seen,
 * not_seen or void BEVEL_TEST_STALL_S  the frame's time from which no advice
 * comes any more
 */
#include "guidance/guide.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "guidance/alarm.h"
#include "guidance/course.h"
#include "guidance/picture.h"

struct bv_guide {
    struct bv_guide_options options;
    struct bv_picture *picture;
    enum bv_needle_state state;
    double stall_s, lost_s;
    bool has_target;
    struct bv_px target_px;
    int64_t marked_ns; /* -1: with the next frame */
    enum bv_syringe syringe;
    struct bv_px syringe_px;
    int64_t declared_ns; /* -1: with the next frame */
    int landmark_count;
    struct bv_landmark landmark[BV_LANDMARKS_MOST];
    struct bv_alarms alarms;
};

const char *bv_stage_name(enum bv_stage stage)
{
    (void)stage;
    return "scripted";
}

static enum bv_needle_state read_state(void)
{
    const char *name = getenv("BEVEL_TEST_STATE");

    for (int state = 0; name && state <= BV_NEEDLE_CROSSING; state++)
        if (strcmp(name, bv_needle_state_name(state)) == 0)
            return (enum bv_needle_state)state;
    return BV_NEEDLE_NONE;
}

struct bv_guide *bv_guide_new(const struct bv_guide_options *options)
{
    struct bv_guide *guide = calloc(1, sizeof(*guide));
    const char *stall = getenv("BEVEL_TEST_STALL_S");
    const char *lost = getenv("BEVEL_TEST_LOST_S");

    if (!guide)
        return NULL;
    if (options)
        guide->options = *options;
    guide->picture = bv_picture_new();
    guide->state = read_state();
    guide->stall_s = stall ? atof(stall) : INFINITY;
    guide->lost_s = lost ? atof(lost) : INFINITY;
    return guide;
}

void bv_guide_free(struct bv_guide *guide)
{
    if (!guide)
        return;
    bv_picture_free(guide->picture);
    free(guide);
}

void bv_guide_set_out_of_plane(struct bv_guide *guide, bool out_of_plane)
{
    guide->options.out_of_plane = out_of_plane;
}

void bv_guide_mark_target(struct bv_guide *guide, struct bv_px px)
{
    guide->has_target = true;
    guide->marked_ns = -1;
    guide->target_px = px;
}

void bv_guide_clear_target(struct bv_guide *guide)
{
    guide->has_target = false;
}

int bv_guide_set_landmark(struct bv_guide *guide,
                          const struct bv_landmark *landmark,
                          const struct bv_frame *frame)
{
    (void)frame;
    bv_guide_remove_landmark(guide, landmark->id);
    guide->landmark[guide->landmark_count++] = *landmark;
    return 0;
}

void bv_guide_remove_landmark(struct bv_guide *guide, int id)
{
    int kept = 0;

    for (int i = 0; i < guide->landmark_count; i++)
        if (guide->landmark[i].id != id)
            guide->landmark[kept++] = guide->landmark[i];
    guide->landmark_count = kept;
}

void bv_guide_set_dead_time(struct bv_guide *guide, double seconds)
{
    (void)guide;
    (void)seconds;
}

void bv_guide_declare(struct bv_guide *guide, enum bv_syringe syringe,
                      struct bv_px at)
{
    guide->syringe = syringe;
    guide->syringe_px = at;
    guide->declared_ns = -1;
}

void bv_guide_clear_landmarks(struct bv_guide *guide)
{
    guide->landmark_count = 0;
}

/* Where they were marked, until they are lost. */
static void put_landmarks(struct bv_guide *guide, struct bv_advice *advice,
                          bool lost)
{
    advice->landmark_count = guide->landmark_count;
    for (int i = 0; i < guide->landmark_count; i++) {
        advice->landmark[i].mark = guide->landmark[i];
        advice->landmark[i].state = lost ? BV_LANDMARK_LOST : BV_LANDMARK_HELD;
    }
}

/* A needle from the top left down to the middle, at 30 degrees. */
static void put_needle(const struct bv_guide *guide,
                       const struct bv_frame *frame, struct bv_advice *advice)
{
    double length = frame->width_px * 0.45;
    struct bv_px from = {frame->width_px * 0.05, frame->height_px * 0.1};
    struct bv_px to = {from.x + length * cos(M_PI / 6),
                       from.y + length * sin(M_PI / 6)};

    advice->state = guide->state;
    if (guide->state == BV_NEEDLE_CROSSING && !guide->options.out_of_plane)
        advice->state = BV_NEEDLE_NONE;
    if (advice->state == BV_NEEDLE_NONE) {
        advice->last_seen_s = 1.5;
        return;
    }
    advice->confidence = 0.95;
    advice->last_seen_s = 0;
    advice->has_shaft = true;
    advice->shaft_px = (struct bv_px_segment){from, to};
    advice->angle_deg = 30;
    if (guide->state == BV_NEEDLE_CROSSING) {
        advice->has_shaft = false;
        advice->has_crossing = true;
        advice->crossing_px = to;
    }
    advice->has_tip = guide->state == BV_NEEDLE_TIP_SEEN ||
                      guide->state == BV_NEEDLE_TIP_PREDICTED;
    advice->tip_px = to;
    advice->tip_sd_px = 4;
    advice->has_tip_mm =
        advice->has_tip && bv_px_to_mm(&advice->scan_area, advice->mm_per_px,
                                       to, &advice->tip_mm) == 0;
}

/* A square of so many px to each side. */
static struct bv_outline square(struct bv_px middle, double half)
{
    return (struct bv_outline){4,
                               {{middle.x - half, middle.y - half},
                                {middle.x + half, middle.y - half},
                                {middle.x + half, middle.y + half},
                                {middle.x - half, middle.y + half}}};
}

static enum bv_spread_state read_spread(void)
{
    const char *name = getenv("BEVEL_TEST_SPREAD");

    for (int state = 0; name && state <= BV_SPREAD_VOID; state++)
        if (strcmp(name, bv_spread_state_name(state)) == 0)
            return (enum bv_spread_state)state;
    return BV_SPREAD_SEEN;
}

/* Around the tip, or where it is drawn off and ever less of it. */
static void put_fluid(struct bv_guide *guide, struct bv_advice *advice)
{
    struct bv_spread *spread = &advice->fluid.spread;
    struct bv_aspirate *aspirate = &advice->fluid.aspirate;
    double since_s, half;

    if (guide->declared_ns < 0)
        guide->declared_ns = advice->time_ns;
    since_s = (double)(advice->time_ns - guide->declared_ns) * 1e-9;
    half = 20 * exp(-since_s / 4);
    if (guide->syringe == BV_SYRINGE_INJECTS) {
        spread->state = read_spread();
        spread->reason = BV_FLUID_PROBE_MOVED;
        spread->since_s = since_s;
        spread->in_view = spread->state == BV_SPREAD_SEEN;
        spread->outline = square(advice->tip_px, 30 - half);
        spread->area_px2 = 4 * (30 - half) * (30 - half);
    } else if (guide->syringe == BV_SYRINGE_ASPIRATES) {
        aspirate->state = BV_ASPIRATE_FOLLOWED;
        aspirate->since_s = since_s;
        aspirate->outline = square(guide->syringe_px, half);
        aspirate->area_px2 = 4 * half * half;
        aspirate->first_px2 = 4 * 20 * 20;
    }
}

int bv_guide_set_scale(struct bv_guide *guide,
                       const struct bv_screen_scale *scale,
                       const struct bv_frame *screen)
{
    (void)screen;
    guide->options.mm_per_px = scale->mm_per_px;
    return 0;
}

void bv_guide_drop_scale(struct bv_guide *guide)
{
    guide->options.mm_per_px = 0;
}

/* So long after the target was marked, however slow the machine; without one,
 * after the start. */
static bool is_lost(struct bv_guide *guide, int64_t time_ns)
{
    int64_t from_ns = 0;

    if (guide->has_target && guide->marked_ns < 0)
        guide->marked_ns = time_ns;
    if (guide->has_target)
        from_ns = guide->marked_ns;
    return (double)(time_ns - from_ns) * 1e-9 >= guide->lost_s;
}

int bv_guide_step(struct bv_guide *guide, const struct bv_frame *frame,
                  struct bv_advice *advice, struct bv_timings *timings)
{
    struct bv_picture_report report = {0};
    struct bv_advice made = bv_advice_none();
    int error = 0;
    bool lost;

    while ((double)frame->time_ns * 1e-9 >= guide->stall_s)
        sleep(1); /* until the test ends the program */
    if (!guide->options.stills)
        error = bv_picture_step(guide->picture, frame, &report);
    if (error < 0)
        return error;
    made.sequence = frame->sequence;
    made.time_ns = frame->time_ns;
    made.repeat = report.repeat;
    made.picture = report.state;
    made.still_s = report.still_s;
    made.mm_per_px =
        frame->mm_per_px > 0 ? frame->mm_per_px : guide->options.mm_per_px;
    made.scan_area =
        (struct bv_scan_area){.shape = BV_SCAN_RECTANGLE,
                              .box = {0, 0, frame->width_px, frame->height_px},
                              .face_middle = {frame->width_px / 2.0 - 0.5, 0}};
    put_needle(guide, frame, &made);
    lost = is_lost(guide, frame->time_ns);
    if (guide->has_target) {
        made.target = lost ? BV_TARGET_LOST : BV_TARGET_FOLLOWED;
        made.target_px = guide->target_px;
    }
    put_landmarks(guide, &made, lost);
    put_fluid(guide, &made);
    bv_course_advise(&made);
    bv_alarms_step(&guide->alarms, &made);
    *advice = made;
    if (timings)
        memset(timings, 0, sizeof(*timings));
    return 0;
}
