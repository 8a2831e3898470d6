#include "guidance/guide.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>

#include "core/clock.h"
#include "guidance/account.h"
#include "guidance/alarm.h"
#include "guidance/course.h"
#include "guidance/fluid/syringe.h"
#include "guidance/follow.h"
#include "guidance/landmarks.h"
#include "guidance/needle.h"
#include "guidance/picture.h"
#include "guidance/picture_check.h"
#include "guidance/scan_area.h"
#include "guidance/screen/scale_watch.h"

struct bv_guide {
    struct bv_guide_options options;
    struct bv_picture *picture;
    struct bv_picture_checker *checker;
    struct bv_scan_finder *scan_finder;
    struct bv_needle_finder *needle_finder;
    struct bv_follow *target;
    struct bv_landmarks *landmarks;
    struct bv_scan_area area; /* of the last frame, and its scale */
    double mm_per_px;
    struct bv_syringe_watch *syringe;
    bool view_changed; /* depth, zoom or the screen, with this frame */
    struct bv_alarms alarms;
    double given_mm_per_px;     /* the user's, as it was said last, ... */
    uint32_t given_since;       /* ... from which frame on, ... */
    int64_t given_ns;           /* ... which was then, ... */
    bool given_awaits;          /* ... for a change that is still to be seen, */
    bool given_is_lost;         /* ... and depth or zoom has changed since */
    double confirmed_mm_per_px; /* off the screen; 0: never, or dropped */
    enum bv_scale_origin confirmed_origin;
    bool has_confirmed; /* once: what was given before is void */
    bool has_changed;   /* depth or zoom did, at changed_sequence */
    uint32_t changed_sequence;
    int64_t changed_ns;
    struct bv_scale_watch *watch; /* while it holds */
    bool is_marked; /* the target, at mark_px, which in stills holds for each */
    struct bv_px mark_px;
};

/* A change that is seen later than that is another one. */
static const int64_t anew_ns = BV_NS_PER_S;

/* Times the stages of one step: each lap ends where the next one starts. */
struct stopwatch {
    struct bv_timings timings;
    int64_t start_ns, lap_ns;
};

static void lap(struct stopwatch *watch, enum bv_stage stage)
{
    int64_t now = bv_clock_now_ns();

    watch->timings.stage_ns[stage] += now - watch->lap_ns;
    watch->lap_ns = now;
}

const char *bv_stage_name(enum bv_stage stage)
{
    static const char *const names[BV_STAGE_COUNT] = {
        "picture", "scan area", "evidence", "needle", "target", "fluid"};

    return names[stage];
}

struct bv_guide *bv_guide_new(const struct bv_guide_options *options)
{
    struct bv_guide *guide = calloc(1, sizeof(*guide));

    if (!guide)
        return NULL;
    if (options)
        guide->options = *options;
    guide->picture = bv_picture_new();
    guide->checker = bv_picture_checker_new(guide->options.stills);
    guide->scan_finder = bv_scan_finder_new();
    guide->needle_finder =
        bv_needle_finder_new(guide->options.stills, guide->options.account);
    guide->target = bv_follow_new();
    guide->landmarks = bv_landmarks_new();
    guide->syringe = bv_syringe_watch_new();
    if (guide->needle_finder)
        bv_guide_set_out_of_plane(guide, guide->options.out_of_plane);
    if (!guide->picture || !guide->checker || !guide->scan_finder ||
        !guide->needle_finder || !guide->target || !guide->landmarks ||
        !guide->syringe) {
        bv_guide_free(guide);
        return NULL;
    }
    return guide;
}

void bv_guide_free(struct bv_guide *guide)
{
    if (!guide)
        return;
    bv_scale_watch_free(guide->watch);
    bv_picture_free(guide->picture);
    bv_picture_checker_free(guide->checker);
    bv_scan_finder_free(guide->scan_finder);
    bv_needle_finder_free(guide->needle_finder);
    bv_follow_free(guide->target);
    bv_landmarks_free(guide->landmarks);
    bv_syringe_watch_free(guide->syringe);
    free(guide);
}

void bv_guide_declare(struct bv_guide *guide, enum bv_syringe syringe,
                      struct bv_px at)
{
    bv_syringe_watch_declare(guide->syringe, syringe, at);
}

void bv_guide_set_dead_time(struct bv_guide *guide, double seconds)
{
    bv_syringe_watch_set_dead_time(guide->syringe, seconds);
}

void bv_guide_set_out_of_plane(struct bv_guide *guide, bool out_of_plane)
{
    bv_needle_finder_set_out_of_plane(guide->needle_finder, out_of_plane);
}

static void tie_target(struct bv_guide *guide)
{
    static const struct bv_outline point = {.count = 0};

    bv_follow_mark(guide->target, guide->mark_px, &point);
}

void bv_guide_mark_target(struct bv_guide *guide, struct bv_px px)
{
    guide->is_marked = true;
    guide->mark_px = px;
    tie_target(guide);
}

void bv_guide_clear_target(struct bv_guide *guide)
{
    guide->is_marked = false;
}

int bv_guide_set_landmark(struct bv_guide *guide,
                          const struct bv_landmark *landmark,
                          const struct bv_frame *frame)
{
    int error = bv_landmarks_set(guide->landmarks, landmark);
    struct bv_follow_input input = {
        .frame = frame, .area = &guide->area, .mm_per_px = guide->mm_per_px};

    if (error == 0 && frame)
        bv_landmarks_tie_in(guide->landmarks, landmark->id, &input);
    return error;
}

void bv_guide_remove_landmark(struct bv_guide *guide, int id)
{
    bv_landmarks_remove(guide->landmarks, id);
}

void bv_guide_clear_landmarks(struct bv_guide *guide)
{
    bv_landmarks_clear(guide->landmarks);
}

int bv_guide_set_scale(struct bv_guide *guide,
                       const struct bv_screen_scale *scale,
                       const struct bv_frame *screen)
{
    struct bv_scale_watch *watch = bv_scale_watch_new(scale, screen);

    if (!watch)
        return -ENOMEM;
    bv_scale_watch_free(guide->watch);
    guide->watch = watch;
    guide->confirmed_mm_per_px = scale->mm_per_px;
    guide->confirmed_origin = scale->origin;
    guide->has_confirmed = true;
    if (guide->has_changed &&
        (int32_t)(screen->sequence - guide->changed_sequence) < 0)
        bv_guide_drop_scale(guide); /* it is of what was before */
    return 0;
}

void bv_guide_drop_scale(struct bv_guide *guide)
{
    bv_scale_watch_free(guide->watch);
    guide->watch = NULL;
    guide->confirmed_mm_per_px = 0;
}

static void forget(struct bv_guide *guide)
{
    bv_scan_finder_reset(guide->scan_finder);
    bv_needle_finder_reset(guide->needle_finder);
}

/* The user's, here or to the source; 0: none. */
static double take_given(struct bv_guide *guide, const struct bv_frame *frame)
{
    bool to_source = frame->scale_origin == BV_SCALE_GIVEN;
    double mm_per_px = to_source ? frame->mm_per_px : guide->options.mm_per_px;
    uint32_t since = to_source ? frame->scale_since : 0;

    if (mm_per_px > 0 &&
        (mm_per_px != guide->given_mm_per_px || since != guide->given_since)) {
        guide->given_mm_per_px = mm_per_px;
        guide->given_since = since;
        guide->given_ns = frame->time_ns;
        guide->given_is_lost = false;
        guide->given_awaits =
            since > 0 && !(guide->has_changed &&
                           frame->time_ns - guide->changed_ns <= anew_ns);
    }
    return mm_per_px;
}

/* The source's, which knows, else what is confirmed, or was when a recording
 * was made, else the user's, here or to the source, while it holds. */
static double find_scale(struct bv_guide *guide, const struct bv_frame *frame,
                         enum bv_scale_origin *origin)
{
    bool knows = frame->mm_per_px > 0 && frame->scale_origin != BV_SCALE_GIVEN;
    double given_mm_per_px = take_given(guide, frame);

    if (guide->watch && !bv_scale_watch_holds(guide->watch, frame))
        bv_guide_drop_scale(guide);
    *origin = frame->scale_origin;
    if (knows && (*origin == BV_SCALE_SOURCE || !guide->has_confirmed))
        return frame->mm_per_px;
    *origin = guide->confirmed_origin;
    if (guide->has_confirmed)
        return guide->confirmed_mm_per_px;
    *origin = BV_SCALE_GIVEN;
    return guide->given_is_lost ? 0 : given_mm_per_px;
}

/* Who says a scale anew may take a frame shortly before the one at which the
 * change is seen; a second change is another one. */
static bool was_said_anew(struct bv_guide *guide, int64_t time_ns)
{
    bool was = guide->given_awaits && time_ns - guide->given_ns <= anew_ns;

    guide->given_awaits = false;
    return was;
}

static void take_change(struct bv_guide *guide, const struct bv_frame *frame,
                        const struct bv_picture_report *report)
{
    bv_picture_checker_reset(guide->checker);
    if (report->rewound)
        forget(guide);
    if (report->scale_changed) {
        bv_scan_finder_reset(guide->scan_finder);
        bv_needle_finder_view_changed(guide->needle_finder);
        bv_follow_picture_changed(guide->target);
        bv_landmarks_picture_changed(guide->landmarks);
        guide->given_is_lost =
            guide->given_mm_per_px > 0 && !was_said_anew(guide, frame->time_ns);
        guide->has_changed = true;
        guide->changed_sequence = frame->sequence;
        guide->changed_ns = frame->time_ns;
        bv_guide_drop_scale(guide);
    } else if (!report->rewound) {
        bv_needle_finder_gain_changed(guide->needle_finder);
    }
}

static int watch_picture(struct bv_guide *guide, const struct bv_frame *frame,
                         struct bv_advice *advice)
{
    struct bv_picture_report report;
    int error;

    if (guide->options.stills) {
        forget(guide); /* every still stands alone */
        if (guide->is_marked)
            tie_target(guide);
        bv_landmarks_tie_again(guide->landmarks);
        guide->alarms.count = 0;
        return 0;
    }
    error = bv_picture_step(guide->picture, frame, &report);
    if (error < 0)
        return error;
    if (report.changed)
        take_change(guide, frame, &report);
    guide->view_changed =
        report.changed && (report.scale_changed || report.rewound);
    advice->repeat = report.repeat;
    advice->picture = report.state;
    advice->still_s = report.still_s;
    return 0;
}

static int find_needle(struct bv_guide *guide, const struct bv_frame *frame,
                       const uint8_t *mask, struct bv_advice *advice,
                       struct stopwatch *watch)
{
    struct bv_needle_input input = {.frame = frame,
                                    .area = &advice->scan_area,
                                    .mask = mask,
                                    .mm_per_px = advice->mm_per_px,
                                    .repeat = advice->repeat};
    struct bv_needle_finding finding;
    int error = bv_needle_finder_step(guide->needle_finder, &input, &finding);
    bool stale;

    if (error < 0)
        return error;
    watch->timings.stage_ns[BV_STAGE_EVIDENCE] = finding.evidence_ns;
    watch->timings.stage_ns[BV_STAGE_NEEDLE] = -finding.evidence_ns;

    advice->last_seen_s = finding.last_seen_s;
    advice->tissue = finding.tissue;
    /* never guidance on a stale picture (design, rule 2) */
    stale = advice->picture != BV_PICTURE_FRESH &&
            bv_needle_state_is_drawn(finding.state);
    if (guide->options.account) {
        guide->options.account->mask = mask;
        guide->options.account->stale = stale;
    }
    if (stale)
        return 0;
    advice->state = finding.state;
    advice->confidence = finding.confidence;
    advice->has_shaft = finding.has_shaft;
    advice->shaft_px = finding.shaft_px;
    advice->has_tip = finding.has_tip;
    advice->tip_px = finding.tip_px;
    advice->tip_sd_px = finding.tip_sd_px;
    advice->end = finding.end;
    advice->has_crossing = finding.has_crossing;
    advice->crossing_px = finding.crossing_px;
    if (finding.has_shaft)
        advice->angle_deg = bv_px_segment_angle_deg(&finding.shaft_px);
    advice->has_tip_mm =
        finding.has_tip && bv_px_to_mm(&advice->scan_area, advice->mm_per_px,
                                       finding.tip_px, &advice->tip_mm) == 0;
    return 0;
}

static void follow_marks(struct bv_guide *guide, const struct bv_frame *frame,
                         struct bv_advice *advice)
{
    int far_looks = 1;
    struct bv_follow_input input = {.frame = frame,
                                    .area = &advice->scan_area,
                                    .tissue = &advice->tissue,
                                    .mm_per_px = advice->mm_per_px,
                                    .repeat = advice->repeat,
                                    .far_looks = &far_looks};
    struct bv_px_map map;

    if (advice->has_shaft && bv_needle_state_is_drawn(advice->state))
        input.shaft = &advice->shaft_px;
    if (guide->is_marked) {
        advice->target =
            bv_follow_step(guide->target, &input, &map) == BV_LANDMARK_HELD
                ? BV_TARGET_FOLLOWED
                : BV_TARGET_LOST;
        advice->target_carried = bv_follow_is_carried(guide->target);
        advice->target_px = bv_px_map_apply(&map, guide->mark_px);
    }
    advice->landmark_count =
        bv_landmarks_step(guide->landmarks, &input, advice->landmark);
    bv_course_advise(advice);
    bv_alarms_step(&guide->alarms, advice);
}

static uint32_t check_picture(struct bv_guide *guide,
                              const struct bv_frame *frame, const uint8_t *mask,
                              const struct bv_advice *advice)
{
    struct bv_picture_check_input input = {.frame = frame,
                                           .advice = advice,
                                           .mask = mask,
                                           .chosen_side =
                                               guide->options.chosen_side};

    return bv_picture_checker_step(guide->checker, &input);
}

int bv_guide_step(struct bv_guide *guide, const struct bv_frame *frame,
                  struct bv_advice *advice, struct bv_timings *timings)
{
    struct stopwatch watch = {.start_ns = bv_clock_now_ns()};
    struct bv_advice made = bv_advice_none();
    const uint8_t *mask;
    int error;

    watch.lap_ns = watch.start_ns;
    made.sequence = frame->sequence;
    made.time_ns = frame->time_ns;
    error = watch_picture(guide, frame, &made);
    if (error < 0)
        return error;
    lap(&watch, BV_STAGE_PICTURE);

    error =
        bv_scan_finder_step(guide->scan_finder, frame, &made.scan_area, &mask);
    if (error < 0)
        return error;
    made.mm_per_px = find_scale(guide, frame, &made.scale_origin);
    if (!(made.mm_per_px > 0))
        made.scale_origin = BV_SCALE_SOURCE;
    lap(&watch, BV_STAGE_SCAN_AREA);

    error = find_needle(guide, frame, mask, &made, &watch);
    if (error < 0)
        return error;
    lap(&watch, BV_STAGE_NEEDLE);

    follow_marks(guide, frame, &made);
    made.checks = check_picture(guide, frame, mask, &made);
    lap(&watch, BV_STAGE_TARGET);

    error = bv_syringe_watch_step(guide->syringe, frame, guide->view_changed,
                                  &made);
    if (error < 0)
        return error;
    lap(&watch, BV_STAGE_FLUID);

    watch.timings.total_ns = watch.lap_ns - watch.start_ns;
    guide->area = made.scan_area;
    guide->mm_per_px = made.mm_per_px;
    *advice = made;
    if (timings)
        *timings = watch.timings;
    return 0;
}
