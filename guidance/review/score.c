#include "guidance/review/score.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>

#include "core/clock.h"
#include "guidance/review/score_frame.h"

static const double gap_most_s = 1;     /* a longer gap counts as this */
static const double lost_s = 1;         /* unseen for this long: lost */
static const double wait_least_s = 1.5; /* shorter waits prove nothing */
static const double still_mm = 0.5, still_s = 1;
static const double kept_mm = 3, kept_s = 10;
static const double moving_mm_per_s = 5;

/* Where a needle stays: how long, and what was claimed meanwhile. */
struct still_run {
    bool running;
    double start_s;
    struct bv_px anchor_px;
    size_t count, right;       /* kept: visible frames, and right ones */
    size_t tips;               /* jitter: frames with a seen tip */
    double mean_x, mean_y, m2; /* of claimed less true, mm */
};

enum waiting {
    WAITING_NOT,  /* the needle is not visible, or was never lost */
    WAITING_MOVE, /* there from the first frame: nothing to see yet */
    WAITING_FIRST,
    WAITING_AGAIN,
    WAITING_OVER, /* it came, or its time was over */
};

struct bv_clip_watch {
    size_t index; /* of the frame, from 0 */
    double time_s, step_s;
    bool claimed, needle, labelled; /* in the frame before */
    bool free;                      /* needle-free, and not a still */

    enum waiting waiting;
    double wait_start_s, visible_s; /* visible_s: last time that it was */
    struct bv_px start_px;          /* where it was in the first frame */
    bool drawn_rightly;             /* in this insertion */

    struct still_run jitter, kept;
    bool has_tip;
    struct bv_px tip_px; /* in the last frame that was not a repeat */
    double tip_s;
};

struct bv_clip_score *bv_clip_score_new(const struct bv_clip_about *about)
{
    struct bv_clip_score *score = calloc(1, sizeof(*score));

    if (!score)
        return NULL;
    score->about = *about;
    score->scaled = true;
    score->watch = calloc(1, sizeof(*score->watch));
    if (!score->watch) {
        free(score);
        return NULL;
    }
    return score;
}

void bv_clip_score_free(struct bv_clip_score *score)
{
    if (!score)
        return;
    free(score->frames);
    free(score->waits);
    free(score->watch);
    free(score);
}

void bv_clip_score_set_probe(struct bv_clip_score *score,
                             enum bv_score_probe probe)
{
    score->about.probe = probe;
}

/* Room for one more item; the array doubles. */
static int make_room(void **items, size_t *room, size_t count, size_t size)
{
    size_t more = *room ? *room * 2 : 64;
    void *grown;

    if (count < *room)
        return 0;
    grown = reallocarray(*items, more, size);
    if (!grown)
        return -ENOMEM;
    *items = grown;
    *room = more;
    return 0;
}

static int end_wait(struct bv_clip_score *score, double waited_s)
{
    void *waits = score->waits;
    int error = make_room(&waits, &score->wait_room, score->wait_count,
                          sizeof(*score->waits));

    score->waits = waits;
    if (error < 0)
        return error;
    score->waits[score->wait_count++] =
        (struct bv_wait_score){.waited_s = (float)waited_s,
                               .again = score->watch->waiting == WAITING_AGAIN};
    return 0;
}

static bool is_waiting(const struct bv_clip_watch *watch)
{
    return watch->waiting == WAITING_FIRST || watch->waiting == WAITING_AGAIN;
}

/* The needle is gone, unseen for long, or the clip is over. */
static int stop_waiting(struct bv_clip_score *score, double now_s)
{
    struct bv_clip_watch *watch = score->watch;
    int error = 0;

    if (is_waiting(watch)) {
        if (now_s - watch->wait_start_s >= wait_least_s)
            error = end_wait(score, INFINITY);
        else
            score->cut_short_count++;
    }
    watch->waiting = WAITING_OVER;
    return error;
}

static struct bv_px deep_px(const struct bv_truth_frame *truth)
{
    return truth->has_tip ? truth->tip_px : truth->shaft_px.to;
}

/* The needle becomes visible: from now on somebody waits. */
static void start_waiting(struct bv_clip_watch *watch, bool insertion,
                          double now_s, const struct bv_truth_frame *truth)
{
    if (watch->waiting == WAITING_NOT) {
        watch->waiting = watch->index == 0 ? WAITING_MOVE : WAITING_FIRST;
        watch->wait_start_s = now_s;
        watch->start_px = deep_px(truth);
    } else if (!insertion && watch->waiting == WAITING_OVER &&
               now_s - watch->visible_s >= lost_s) {
        watch->waiting = WAITING_AGAIN;
        watch->wait_start_s = now_s;
    }
}

static int watch_waits(struct bv_clip_score *score,
                       const struct bv_truth_frame *truth,
                       const struct bv_frame_score *frame, double now_s,
                       double moved_px)
{
    struct bv_clip_watch *watch = score->watch;
    bool needle = truth && truth->needle;
    bool insertion = needle && !watch->needle;
    bool visible = frame->flags & BV_SCORE_VISIBLE;
    int error = 0;

    if (insertion) {
        score->insertion_count++;
        watch->waiting = WAITING_NOT;
        watch->drawn_rightly = false;
    }
    if (!needle ||
        (!visible && is_waiting(watch) && now_s - watch->visible_s >= lost_s))
        error = stop_waiting(score, now_s);
    if (error < 0 || !visible)
        return error;
    start_waiting(watch, insertion, now_s, truth);
    watch->visible_s = now_s;
    if (watch->waiting == WAITING_MOVE &&
        bv_px_distance(watch->start_px, deep_px(truth)) >= moved_px) {
        watch->waiting = WAITING_FIRST;
        watch->wait_start_s = now_s;
    }
    if (!(frame->flags & BV_SCORE_RIGHT))
        return 0;
    watch->drawn_rightly = true;
    if (!is_waiting(watch))
        return 0;
    error = end_wait(score, now_s - watch->wait_start_s);
    watch->waiting = WAITING_OVER;
    return error;
}

/* The time since the frame before belongs to that frame. */
static void watch_free_time(struct bv_clip_score *score, bool is_free,
                            bool claimed, double step_s)
{
    struct bv_clip_watch *watch = score->watch;

    if (watch->free)
        score->free_s += fmin(step_s, gap_most_s);
    watch->free = is_free;
    if (!is_free)
        return;
    score->free_frame_count++;
    score->alarm_frame_count += claimed;
    score->alarm_count += claimed && !watch->claimed;
}

static void close_jitter(struct bv_clip_score *score, double end_s)
{
    struct still_run *run = &score->watch->jitter;

    if (run->running && end_s - run->start_s >= still_s && run->tips > 1) {
        score->jitter_mm2 += run->m2;
        score->jitter_count += run->tips;
    }
    run->running = false;
}

static void close_kept(struct bv_clip_score *score, double end_s)
{
    struct still_run *run = &score->watch->kept;

    if (run->running && end_s - run->start_s >= kept_s) {
        score->still_count += run->count;
        score->kept_count += run->right;
    }
    run->running = false;
}

/* Go on with a run, or start another where the needle has left its place. */
static void follow_run(struct bv_clip_score *score, struct still_run *run,
                       void (*close)(struct bv_clip_score *, double),
                       const struct bv_truth_frame *truth, double now_s,
                       double reach_px)
{
    bool known = truth && truth->needle && truth->has_tip && reach_px > 0;

    if (run->running &&
        (!known || bv_px_distance(run->anchor_px, truth->tip_px) > reach_px))
        close(score, score->watch->time_s);
    if (known && !run->running)
        *run = (struct still_run){
            .running = true, .start_s = now_s, .anchor_px = truth->tip_px};
}

static void watch_still(struct bv_clip_score *score,
                        const struct bv_truth_frame *truth,
                        const struct bv_advice *advice,
                        const struct bv_frame_score *frame, double now_s,
                        double mm_per_px)
{
    struct bv_clip_watch *watch = score->watch;
    struct still_run *jitter = &watch->jitter, *kept = &watch->kept;
    double per_mm = mm_per_px > 0 ? 1 / mm_per_px : 0;

    follow_run(score, jitter, close_jitter, truth, now_s, still_mm * per_mm);
    follow_run(score, kept, close_kept, truth, now_s, kept_mm * per_mm);
    if (kept->running && watch->drawn_rightly &&
        (frame->flags & BV_SCORE_VISIBLE)) {
        kept->count++;
        kept->right += !!(frame->flags & BV_SCORE_RIGHT);
    }
    if (jitter->running && (frame->flags & BV_SCORE_TIP_SEEN)) {
        double x = (advice->tip_px.x - truth->tip_px.x) * mm_per_px;
        double y = (advice->tip_px.y - truth->tip_px.y) * mm_per_px;
        double dx = x - jitter->mean_x, dy = y - jitter->mean_y;

        jitter->tips++;
        jitter->mean_x += dx / (double)jitter->tips;
        jitter->mean_y += dy / (double)jitter->tips;
        jitter->m2 += dx * (x - jitter->mean_x) + dy * (y - jitter->mean_y);
    }
}

/* How many frames the claimed tip is behind the true one, along its way. */
static double lag_of(const struct bv_clip_watch *watch,
                     const struct bv_truth_frame *truth,
                     const struct bv_advice *advice, double now_s,
                     double mm_per_px)
{
    double step_s = now_s - watch->tip_s;
    double x = truth->tip_px.x - watch->tip_px.x;
    double y = truth->tip_px.y - watch->tip_px.y;
    double moved_px2 = x * x + y * y;

    if (!watch->has_tip || step_s <= 0 || step_s > gap_most_s ||
        sqrt(moved_px2) * mm_per_px < moving_mm_per_s * step_s)
        return NAN;
    return ((truth->tip_px.x - advice->tip_px.x) * x +
            (truth->tip_px.y - advice->tip_px.y) * y) /
           moved_px2;
}

static void watch_lag(struct bv_clip_watch *watch,
                      const struct bv_truth_frame *truth,
                      const struct bv_advice *advice,
                      struct bv_frame_score *frame, double now_s,
                      double mm_per_px)
{
    bool known = truth && truth->needle && truth->has_tip && mm_per_px > 0;

    if (frame->flags & BV_SCORE_REPEAT)
        return; /* the same picture: nothing moved in it */
    if (known && (frame->flags & BV_SCORE_TIP_SEEN) &&
        (frame->flags & BV_SCORE_TIP_VISIBLE))
        frame->lag_frames =
            (float)lag_of(watch, truth, advice, now_s, mm_per_px);
    watch->has_tip = known;
    if (known) {
        watch->tip_px = truth->tip_px;
        watch->tip_s = now_s;
    }
}

static void count_still(struct bv_clip_score *score,
                        const struct bv_frame_score *frame)
{
    if (!(frame->flags & BV_SCORE_LABELLED) || (frame->flags & BV_SCORE_NEEDLE))
        return;
    score->free_still_count++;
    score->alarm_still_count += !!(frame->flags & BV_SCORE_CLAIMED);
}

int bv_clip_score_add(struct bv_clip_score *score,
                      const struct bv_truth_frame *truth,
                      const struct bv_advice *advice, double process_ms)
{
    struct bv_clip_watch *watch = score->watch;
    struct bv_frame_score frame = bv_score_frame(&score->about, truth, advice);
    struct bv_score_scale scale =
        bv_score_scale_of(&score->about, truth, advice);
    double mm_per_px = scale.mm_per_px;
    double now_s = bv_ns_to_s(advice->time_ns);
    double step_s = watch->index ? fmax(now_s - watch->time_s, 0) : 0;
    bool claimed = frame.flags & BV_SCORE_CLAIMED;
    bool is_free = truth && !truth->needle;
    void *frames = score->frames;
    int error = make_room(&frames, &score->frame_room, score->frame_count,
                          sizeof(*score->frames));

    score->frames = frames;
    if (error < 0)
        return error;
    frame.process_ms = (float)process_ms;
    score->labelled_count += !!truth;
    score->repeat_count += advice->repeat;
    if (truth && truth->needle && mm_per_px <= 0)
        score->scaled = false;
    if (score->about.still) {
        count_still(score, &frame);
    } else {
        error = watch_waits(score, truth, &frame, now_s, scale.three_mm_px / 3);
        if (error < 0)
            return error;
        watch_free_time(score, is_free, claimed, step_s);
        watch_still(score, truth, advice, &frame, now_s, mm_per_px);
        watch_lag(watch, truth, advice, &frame, now_s, mm_per_px);
    }
    if (watch->index)
        watch->step_s = step_s;
    watch->time_s = now_s;
    watch->claimed = claimed;
    watch->needle = truth && truth->needle;
    watch->index++;
    score->frames[score->frame_count++] = frame;
    return 0;
}

int bv_clip_score_end(struct bv_clip_score *score)
{
    struct bv_clip_watch *watch = score->watch;
    int error = stop_waiting(score, watch->time_s);

    if (error < 0)
        return error;
    watch_free_time(score, false, false, watch->step_s);
    close_jitter(score, watch->time_s);
    close_kept(score, watch->time_s);
    score->dense = score->labelled_count == score->frame_count;
    if (score->dense)
        return 0;
    /* Between sparse labels nobody knows what happened. */
    score->wait_count = score->cut_short_count = score->insertion_count = 0;
    score->free_s = 0;
    score->alarm_count = score->free_frame_count = 0;
    score->alarm_frame_count = 0;
    score->jitter_mm2 = 0;
    score->jitter_count = score->still_count = score->kept_count = 0;
    for (size_t i = 0; i < score->frame_count; i++)
        score->frames[i].lag_frames = NAN;
    return 0;
}

/* 0 to 1 as an error grows. */
static double grown(double error, double half)
{
    return isfinite(error) ? error / (error + half) : 0;
}

double bv_frame_score_badness(const struct bv_frame_score *frame)
{
    const uint32_t flags = frame->flags;
    const double within = 0.999;

    if (!(flags & BV_SCORE_LABELLED))
        return 0;
    if (!(flags & BV_SCORE_NEEDLE))
        return flags & BV_SCORE_CLAIMED ? 3 + within * frame->confidence : 0;
    if ((flags & BV_SCORE_CLAIMED) && !(flags & BV_SCORE_ON_NEEDLE))
        return 2 + within * frame->confidence;
    if ((flags & BV_SCORE_TIP_HIDDEN) && (flags & BV_SCORE_TIP_SEEN))
        return 1 + within * 0.2 * frame->confidence;
    if ((flags & BV_SCORE_VISIBLE) && !(flags & BV_SCORE_CLAIMED))
        return 1 + within * 0.25 * frame->visibility;
    return within * fmax(grown(frame->tip_mm, 2), grown(frame->turn_deg, 2));
}
