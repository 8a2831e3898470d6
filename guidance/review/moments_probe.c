/*
 * What the probe did, and what the frames say beside the needle's way.
 */
#include <errno.h>
#include <math.h>

#include "guidance/review/review_parts.h"

static double slid_mm(const struct bv_way_point *a,
                      const struct bv_way_point *b)
{
    return hypot(a->slid.lateral - b->slid.lateral,
                 a->slid.depth - b->slid.depth);
}

/* From where on, within the window before a point, it slid so far.
 * @return The point itself: it did not. */
static size_t slide_begin(const struct bv_way *way, size_t i,
                          const struct bv_review_rules *rules)
{
    for (size_t k = i; k-- > way->first;) {
        if (bv_way_s(way, k, i) > rules->probe_window_s)
            break;
        if (slid_mm(&way->points[k], &way->points[i]) >= rules->probe_mm)
            return k;
    }
    return i;
}

/* A span of the way: how far the skin went to and fro in it, and the needle. */
static int add_slide(struct bv_review *review, size_t from, size_t to,
                     const struct bv_review_rules *rules)
{
    const struct bv_way *way = &review->way;
    struct bv_moment moment =
        bv_review_moment(way, BV_MOMENT_PROBE_MOTION, from, to);
    double left = INFINITY, right = -INFINITY, up = INFINITY, down = -INFINITY;
    double back = INFINITY, forth = -INFINITY;

    for (size_t i = from; i <= to; i++) {
        const struct bv_way_point *point = &way->points[i];

        left = fmin(left, point->slid.lateral);
        right = fmax(right, point->slid.lateral);
        up = fmin(up, point->slid.depth);
        down = fmax(down, point->slid.depth);
        back = fmin(back, point->along_mm);
        forth = fmax(forth, point->along_mm);
    }
    moment.amount = hypot(right - left, down - up);
    moment.needle_idle = forth - back < rules->idle_mm;
    return bv_review_add(review, &moment);
}

int bv_review_find_probe(struct bv_review *review,
                         const struct bv_review_rules *rules)
{
    const struct bv_way *way = &review->way;
    size_t from = 0, to = 0;
    bool open = false;

    if (!way->ever_seen || !way->scaled)
        return 0;
    for (size_t i = way->first; i <= way->last; i++) {
        size_t begin = slide_begin(way, i, rules);

        if (begin == i)
            continue;
        if (open && bv_way_s(way, to, i) > rules->probe_window_s) {
            if (add_slide(review, from, to, rules) < 0)
                return -ENOMEM;
            open = false;
        }
        if (!open)
            from = begin;
        open = true;
        to = i;
    }
    return open ? add_slide(review, from, to, rules) : 0;
}

/* What a frame shows of a kind: 0, or whose. */
typedef int shown_in(const struct bv_review_frame *frame,
                     const struct bv_way_point *point);

static int near_structure(const struct bv_review_frame *frame,
                          const struct bv_way_point *point)
{
    (void)point;
    return frame->alarm == BV_ALARM_NEAR ? frame->alarm_id : 0;
}

static int in_structure(const struct bv_review_frame *frame,
                        const struct bv_way_point *point)
{
    (void)point;
    return frame->alarm == BV_ALARM_INSIDE ? frame->alarm_id : 0;
}

static int injected_blind(const struct bv_review_frame *frame,
                          const struct bv_way_point *point)
{
    return frame->syringe == BV_SYRINGE_INJECTS && !point->tip_seen;
}

static int spread_unseen(const struct bv_review_frame *frame,
                         const struct bv_way_point *point)
{
    (void)point;
    return frame->spread == BV_SPREAD_NOT_SEEN;
}

/* Every span in which it shows the same for so long. */
static int find_spans(struct bv_review *review,
                      const struct bv_review_frame *frames,
                      enum bv_moment_kind kind, shown_in *shown, double least_s)
{
    const struct bv_way *way = &review->way;
    size_t from = 0;
    int open = 0;

    for (size_t i = 0; i <= way->count; i++) {
        int now = i < way->count ? shown(&frames[i], &way->points[i]) : 0;

        if (now == open)
            continue;
        if (open && bv_way_s(way, from, i - 1) >= least_s) {
            struct bv_moment moment = bv_review_moment(way, kind, from, i - 1);

            moment.structure = kind == BV_MOMENT_NEAR_STRUCTURE ||
                                       kind == BV_MOMENT_IN_STRUCTURE
                                   ? open
                                   : 0;
            if (bv_review_add(review, &moment) < 0)
                return -ENOMEM;
        }
        from = i;
        open = now;
    }
    return 0;
}

int bv_review_find_marks(struct bv_review *review,
                         const struct bv_review_frame *frames,
                         const struct bv_review_rules *rules)
{
    int error = find_spans(review, frames, BV_MOMENT_NEAR_STRUCTURE,
                           near_structure, rules->near_s);

    if (error == 0)
        error = find_spans(review, frames, BV_MOMENT_IN_STRUCTURE, in_structure,
                           rules->near_s);
    if (error == 0)
        error = find_spans(review, frames, BV_MOMENT_TIP_UNSEEN_INJECTED,
                           injected_blind, rules->injected_s);
    if (error == 0)
        error = find_spans(review, frames, BV_MOMENT_SPREAD_UNSEEN,
                           spread_unseen, 0);
    return error;
}
