/*
 * What the needle and the probe did: the moments that follow from its way.
 */
#include <errno.h>
#include <math.h>
#include <stdlib.h>

#include "core/clock.h"
#include "core/words.h"
#include "guidance/review/review_parts.h"

/* So long at most it takes a shaft to fade. */
static const double fading_s = 0.5;
/* Less of a needle than this is not found, visible or not. */
static const double found_mm = 8;
/* Drawn back: out by so much a second over so long to either side. */
static const double going_mm_s = 1, going_s = 0.25;

static const struct bv_moment_about abouts[BV_MOMENT_KINDS] = {
    [BV_MOMENT_ADVANCED_UNSEEN] =
        {"advanced_unseen", N_("advanced while unseen"), "mm",
         N_("Nothing of the needle is seen for unseen_s or longer, and between "
            "the sightings before and after the tip came on by unseen_mm or "
            "more. One that is lost on its way out with less than short_mm of "
            "it in the picture is left out, and of one that is lost within "
            "8 mm of the skin what it comes on by up to there.")},
    [BV_MOMENT_NEAR_STRUCTURE] = {"near_structure",
                                  N_("near a structure to avoid"), NULL,
                                  N_("The tip may be within the margin of a "
                                     "mark to avoid, for near_s or "
                                     "longer.")},
    [BV_MOMENT_IN_STRUCTURE] =
        {"in_structure", N_("in a structure to avoid"), NULL,
         N_("The tip lies inside the outline of a mark to avoid, for near_s or "
            "longer.")},
    [BV_MOMENT_PROBE_MOTION] = {"probe_motion", N_("unintended probe motion"),
                                "mm",
                                N_("While a needle is in, the skin moves under "
                                   "the probe by probe_mm or "
                                   "more within probe_window_s.")},
    [BV_MOMENT_REDIRECTION] =
        {"redirection", N_("redirection"), N_("degrees"),
         N_("The shaft turns in the tissue by redirected_deg or more.")},
    [BV_MOMENT_WITHDRAWAL] =
        {"withdrawal", N_("withdrawn"), "mm",
         N_("The tip is drawn back by withdrawn_mm or more.")},
    [BV_MOMENT_PASS] =
        {"pass", N_("another pass"), "mm",
         N_("The tip advances by pass_mm or more after it was drawn back by "
            "withdrawn_mm or more. Of that it is seen to come on by turning_mm "
            "or more, or to be drawn back again by half.")},
    [BV_MOMENT_TIP_UNSEEN_INJECTED] =
        {"injected_tip_unseen", N_("injected with the tip unseen"), NULL,
         N_("Fluid is injected, as declared, and the tip is not seen for "
            "injected_s or longer.")},
    [BV_MOMENT_SPREAD_UNSEEN] = {"injected_spread_unseen",
                                 N_("injected with no spread seen"), NULL,
                                 N_("Fluid is injected, as declared, and for 2 "
                                    "s or longer none is seen "
                                    "to spread; it may go into a vessel.")},
    [BV_MOMENT_TARGET_REACHED] = {"target_reached", N_("target reached"), "mm",
                                  N_("The tip, or the end of a shaft that "
                                     "stands, is within reached_mm of "
                                     "the target for reached_s, and is not "
                                     "being drawn back. What is passed on the "
                                     "way out is not reached.")},
};

const struct bv_moment_about *bv_moment_about(enum bv_moment_kind kind)
{
    return &abouts[kind];
}

int bv_review_add(struct bv_review *review, const struct bv_moment *moment)
{
    if (review->moment_count == review->moment_room) {
        size_t room = review->moment_room ? 2 * review->moment_room : 16;
        void *grown =
            reallocarray(review->moments, room, sizeof(*review->moments));

        if (!grown)
            return -ENOMEM;
        review->moments = grown;
        review->moment_room = room;
    }
    review->moments[review->moment_count++] = *moment;
    return 0;
}

double bv_way_s(const struct bv_way *way, size_t from, size_t to)
{
    return bv_ns_to_s(way->points[to].time_ns - way->points[from].time_ns);
}

struct bv_moment bv_review_moment(const struct bv_way *way,
                                  enum bv_moment_kind kind, size_t from,
                                  size_t to)
{
    return (struct bv_moment){.kind = kind,
                              .start_s = bv_ns_to_s(way->points[from].time_ns),
                              .end_s = bv_ns_to_s(way->points[to].time_ns),
                              .start_frame = way->points[from].number,
                              .end_frame = way->points[to].number,
                              .amount = NAN,
                              .uncertainty = NAN};
}

double bv_review_uncertainty_mm(const struct bv_way *way, size_t from,
                                size_t to)
{
    return 1.645 * hypot(way->points[from].sd_mm, way->points[to].sd_mm);
}

double bv_way_gone_s(const struct bv_way *way, size_t from, size_t to)
{
    size_t drawn = from;
    double longest = 0;

    for (size_t i = from; i <= to; i++) {
        if (!way->points[i].drawn && i < to)
            continue;
        longest = fmax(longest, bv_way_s(way, drawn, i));
        drawn = i;
    }
    return longest;
}

/* Whether a needle that is lost at a point was on its way out, and so short
 * that it would be lost without a mistake: how far it went out is not known. */
static bool lost_going_out(const struct bv_way *way, size_t at,
                           const struct bv_review_rules *rules)
{
    double most = way->points[at].along_mm;

    for (size_t i = at + 1; i-- > way->first && bv_way_s(way, i, at) <= 1;)
        most = fmax(most, way->points[i].along_mm);
    return way->points[at].shaft_mm < rules->short_mm &&
           most - way->points[at].along_mm >= rules->withdrawn_mm;
}

/* How far it had come before it was lost at a point: a shaft that leaves the
 * plane seems to shorten first. */
static double before_loss_mm(const struct bv_way *way, size_t at)
{
    double most = way->points[at].along_mm;

    for (size_t i = at; i-- > way->first && bv_way_s(way, i, at) <= fading_s;)
        most = fmax(most, way->points[i].along_mm);
    return most;
}

/* What of an advance after a loss would have been seen, had it been visible:
 * without what a needle that is short comes on by until it is found. */
static double findable_mm(const struct bv_way *way, size_t at, double advance)
{
    double entered = way->points[at].entered_mm;

    return isfinite(entered) && entered < found_mm
               ? advance - (found_mm - entered)
               : advance;
}

static int find_unseen(struct bv_review *review,
                       const struct bv_review_rules *rules)
{
    const struct bv_way *way = &review->way;
    size_t seen = way->first;

    for (size_t i = way->first; i <= way->last; i++) {
        double advance = way->points[i].along_mm - before_loss_mm(way, seen);

        if (!way->points[i].seen)
            continue;
        if (findable_mm(way, seen, advance) >= rules->unseen_mm &&
            bv_way_gone_s(way, seen, i) >= rules->unseen_s &&
            !lost_going_out(way, seen, rules)) {
            struct bv_moment moment =
                bv_review_moment(way, BV_MOMENT_ADVANCED_UNSEEN, seen, i);

            moment.amount = advance;
            moment.uncertainty = bv_review_uncertainty_mm(way, seen, i);
            if (bv_review_add(review, &moment) < 0)
                return -ENOMEM;
        }
        seen = i;
    }
    return 0;
}

static bool went_out(const struct bv_way *way, size_t from, size_t to)
{
    return way->points[to].along_mm - way->points[from].along_mm <
           -going_mm_s * bv_way_s(way, from, to);
}

/* Whether the needle is drawn back at a point, before it and after. */
static bool goes_out(const struct bv_way *way, size_t at)
{
    size_t from = at, to = at;

    while (from > 0 && bv_way_s(way, from - 1, at) <= going_s &&
           isfinite(way->points[from - 1].along_mm))
        from--;
    while (to + 1 < way->count && bv_way_s(way, at, to + 1) <= going_s)
        to++;
    return went_out(way, from, at) && went_out(way, at, to);
}

static int find_reached(struct bv_review *review,
                        const struct bv_review_rules *rules)
{
    const struct bv_way *way = &review->way;
    size_t from = way->count;

    for (size_t i = way->first; i <= way->last; i++) {
        const struct bv_way_point *point = &way->points[i];
        struct bv_moment moment;

        if (!point->has_distance)
            continue; /* not seen is not left */
        if (!(point->distance_mm <= rules->reached_mm) || goes_out(way, i)) {
            from = way->count;
            continue;
        }
        if (from == way->count)
            from = i;
        if (bv_way_s(way, from, i) < rules->reached_s)
            continue;
        moment = bv_review_moment(way, BV_MOMENT_TARGET_REACHED, from, i);
        moment.amount = way->points[from].distance_mm;
        moment.uncertainty = 1.645 * way->points[from].sd_mm;
        return bv_review_add(review, &moment);
    }
    return 0;
}

int bv_review_find_needle(struct bv_review *review,
                          const struct bv_review_rules *rules)
{
    int error;

    if (!review->way.ever_seen || !review->way.scaled)
        return 0;
    error = find_unseen(review, rules);
    if (error == 0)
        error = bv_review_find_movements(review, rules);
    if (error == 0)
        error = find_reached(review, rules);
    return error;
}
