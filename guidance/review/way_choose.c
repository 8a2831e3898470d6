/*
 * Which of all that looked like the needle's end was: the longest row of them
 * that one needle could have shown, looking at the whole recording.
 */
#include <errno.h>
#include <math.h>
#include <stdlib.h>

#include "guidance/review/review_parts.h"
#include "guidance/review/way_parts.h"

/* No tip is less certain. */
static const double unsure_mm = 1;
/* A tip has others near it in time. */
static const double others_s = 0.25;
/* A shaft's end that stands counts for so much of a tip, and so does one that
 * begins deep below the skin; and what is seen apart from all else must be
 * worth so many tips. */
static const double shaft_worth = 0.3, floating_worth = 0.5, apart_cost = 2;

/* The last of a row lag: so much behind the course of the time before them, at
 * so much at least, for so long at most. */
static const double lag_mm = 0.7, moving_mm_s = 3, lagging_s = 0.6;
static const double slow_part = 0.3; /* of the course's speed */
static const double course_s = 0.5, course_gap_s = 0.1, going_out_s = 1;

/* The last so long of a shaft, where it is seen so often at its longest. */
static const double lead_s = 0.5;

enum { others_least = 2, steps_most = 64, course_least = 5, lead_least = 4 };

/* A sight that may be one, and the best row that ends with it. */
struct link {
    size_t at;
    double worth;
    long before; /* in the list; -1: none */
};

/* @param a  Before b. */
static bool could_be_one(const struct bv_way *way,
                         const struct bv_sight *sights, size_t a, size_t b)
{
    double in_mm = sights[b].along_mm - sights[a].along_mm;

    return fabs(in_mm) <= unsure_mm + (in_mm > 0 ? BV_WAY_FASTEST_IN_MM_S
                                                 : BV_WAY_FASTEST_OUT_MM_S) *
                                          bv_way_s(way, a, b);
}

/* Whether tips near a frame could be of one needle with its own. */
static bool is_among_others(const struct bv_way *way,
                            const struct bv_sight *sights, size_t at)
{
    int agree = 0;

    for (size_t i = at; i-- > 0 && bv_way_s(way, i, at) <= others_s;)
        agree +=
            sights[i].kind == BV_SIGHT_TIP && could_be_one(way, sights, i, at);
    for (size_t i = at + 1; i < way->count && bv_way_s(way, at, i) <= others_s;
         i++)
        agree +=
            sights[i].kind == BV_SIGHT_TIP && could_be_one(way, sights, at, i);
    return agree >= others_least;
}

/* Whether the needle's end has stood for so long up to a frame. */
static bool is_steady(const struct bv_way *way, const struct bv_sight *sights,
                      size_t at, const struct bv_review_rules *rules)
{
    double low = INFINITY, high = -INFINITY;

    for (size_t i = at + 1; i-- > 0;) {
        if (sights[i].kind == BV_SIGHT_NONE)
            return false;
        low = fmin(low, sights[i].along_mm);
        high = fmax(high, sights[i].along_mm);
        if (high - low > rules->steady_mm)
            return false;
        if (bv_way_s(way, i, at) >= rules->steady_s)
            return true;
    }
    return false;
}

/* What there is to choose among: `chosen`, for now. */
static size_t mark_candidates(const struct bv_way *way, struct bv_sight *sights,
                              const struct bv_review_rules *rules)
{
    size_t count = 0;

    for (size_t i = 0; i < way->count; i++) {
        sights[i].chosen =
            sights[i].kind != BV_SIGHT_NONE && !sights[i].is_short &&
            !sights[i].astray &&
            (sights[i].kind == BV_SIGHT_TIP ? is_among_others(way, sights, i)
                                            : is_steady(way, sights, i, rules));
        count += sights[i].chosen;
    }
    return count;
}

/* What one sight costs behind another; INFINITY: a needle that is seen all the
 * while does not jump, and the end of its shaft runs ahead of it. */
static double cost(const struct bv_way *way, const struct bv_sight *sights,
                   size_t before, size_t at, double gone_s,
                   const struct bv_review_rules *rules)
{
    double jump = fabs(sights[at].along_mm - sights[before].along_mm);

    if (gone_s >= rules->unseen_s)
        return apart_cost;
    if (sights[at].kind == BV_SIGHT_SHAFT && jump > rules->hidden_mm)
        return INFINITY;
    return could_be_one(way, sights, before, at) ? 0 : INFINITY;
}

static double worth_of(const struct bv_sight *sight)
{
    return (sight->kind == BV_SIGHT_TIP ? 1 : shaft_worth) *
           (sight->floats ? floating_worth : 1);
}

/* @param gone  For how long nothing was drawn, up to each link from the one
 * before it. */
static void find_best(const struct bv_way *way, const struct bv_sight *sights,
                      struct link *links, const double *gone, size_t at,
                      const struct bv_review_rules *rules)
{
    struct link *link = &links[at];
    double gone_s = 0, best = 0;

    link->before = -1;
    for (size_t k = at; k-- > 0 && at - k <= steps_most;) {
        double worth;

        gone_s = fmax(gone_s, gone[k + 1]);
        worth = links[k].worth -
                cost(way, sights, links[k].at, link->at, gone_s, rules);
        if (worth <= best)
            continue;
        best = worth;
        link->before = (long)k;
    }
    link->worth = best + worth_of(&sights[link->at]);
}

static void keep_best(struct bv_sight *sights, const struct link *links,
                      size_t count)
{
    long best = -1;

    for (size_t i = 0; i < count; i++) {
        sights[links[i].at].chosen = false;
        if (best < 0 || links[i].worth > links[best].worth)
            best = (long)i;
    }
    for (; best >= 0; best = links[best].before)
        sights[links[best].at].chosen = true;
}

/* Where the tip is not seen, the end of the shaft runs on beyond it now and
 * then: of the places where it stands meanwhile the shortest counts. And of a
 * needle that was seen until then what came before that, further out each
 * time, if it is not so much further in that it may be what runs on.
 * @param seen  The tip was, just before; at seen_mm. */
static void keep_shortest(struct bv_sight *sights, size_t from, size_t to,
                          bool seen, double seen_mm,
                          const struct bv_review_rules *rules)
{
    double least = INFINITY, most;

    for (size_t i = from; i < to; i++)
        if (sights[i].chosen)
            least = fmin(least, sights[i].along_mm);
    most = seen ? fmin(seen_mm, least + rules->hidden_mm) : least;
    for (size_t i = from; i < to; i++) {
        sights[i].chosen &=
            sights[i].along_mm <= fmax(most, least + rules->steady_mm);
        if (sights[i].chosen)
            most = fmin(most, sights[i].along_mm + rules->steady_mm);
    }
}

static void keep_shortest_stands(const struct bv_way *way,
                                 struct bv_sight *sights,
                                 const struct bv_review_rules *rules)
{
    size_t from = 0, last = 0, tip = way->count;
    bool open = false;

    for (size_t i = 0; i <= way->count; i++) {
        bool ends = i == way->count ||
                    (sights[i].chosen && sights[i].kind == BV_SIGHT_TIP);

        if (i < way->count && !sights[i].chosen)
            continue;
        if (open && (ends || bv_way_gone_s(way, last, i) >= rules->unseen_s)) {
            bool seen = tip < way->count &&
                        bv_way_gone_s(way, tip, from) < rules->unseen_s;

            keep_shortest(sights, from, last + 1, seen,
                          seen ? sights[tip].along_mm : NAN, rules);
            open = false;
        }
        tip = ends ? i : tip;
        if (ends)
            continue;
        from = open ? from : i;
        open = true;
        last = i;
    }
}

/* How a needle went in the time before a place of the row, by a line through
 * what was seen of it: mm from there on, and mm/s. @return Whether it is
 * known. */
static bool find_course(const struct bv_way *way, const struct bv_sight *sights,
                        size_t at, double *along, double *speed)
{
    double n = 0, t = 0, tt = 0, y = 0, ty = 0, spread;

    for (size_t i = at; i-- > 0 && bv_way_s(way, i, at) <= course_s;) {
        double s = -bv_way_s(way, i, at);

        if (!sights[i].chosen || sights[i].kind != BV_SIGHT_TIP ||
            s > -course_gap_s)
            continue;
        n++;
        t += s;
        tt += s * s;
        y += sights[i].along_mm;
        ty += s * sights[i].along_mm;
    }
    spread = n * tt - t * t;
    if (n < course_least || !(spread > 0))
        return false;
    *speed = (n * ty - t * y) / spread;
    *along = (y - *speed * t) / n;
    return true;
}

/* Behind a needle that is on its way out, and is not gone, what stands deeper
 * than its tip was seen is another line's end. */
static void drop_behind(const struct bv_way *way, struct bv_sight *sights,
                        const struct bv_review_rules *rules)
{
    size_t tip = way->count;
    double along, speed;

    for (size_t i = 0; i < way->count; i++) {
        if (!sights[i].chosen)
            continue;
        if (sights[i].kind == BV_SIGHT_TIP)
            tip = i;
        else if (tip < way->count &&
                 sights[i].along_mm > sights[tip].along_mm + rules->steady_mm &&
                 bv_way_gone_s(way, tip, i) < rules->unseen_s &&
                 find_course(way, sights, tip, &along, &speed) &&
                 speed < -moving_mm_s)
            sights[i].chosen = false;
    }
}

/* Whether from a place of the row on to its last what is seen lags behind a
 * needle that moved, and hardly moves itself. */
static bool lags(const struct bv_way *way, const struct bv_sight *sights,
                 size_t at, size_t last, double *speed)
{
    double along, tail = sights[last].along_mm - sights[at].along_mm;
    double time_s = bv_way_s(way, at, last), sign;

    if (!find_course(way, sights, at, &along, speed) ||
        fabs(*speed) < moving_mm_s)
        return false;
    sign = *speed < 0 ? -1 : 1;
    return sign * (along - sights[at].along_mm) >= lag_mm &&
           sign * (along + *speed * time_s - sights[last].along_mm) >= lag_mm &&
           sign * tail <= slow_part * fabs(*speed) * time_s;
}

/* Before a needle is lost on its way, what was taken for its end stays behind:
 * the last of a row that lag are none of it. */
static void drop_laggards(const struct bv_way *way, struct bv_sight *sights,
                          size_t last)
{
    size_t at = last;
    double speed;

    while (at > 0 && bv_way_s(way, at - 1, last) <= lagging_s)
        at--;
    while (at <= last &&
           !(sights[at].chosen && lags(way, sights, at, last, &speed)))
        at++;
    for (; at <= last; at++) {
        sights[at].bounds = sights[at].chosen && speed < 0;
        sights[at].chosen = false;
    }
}

/* What was left of it near the skin, where it was lost on its way out. */
static void bound_by_short(const struct bv_way *way, struct bv_sight *sights,
                           size_t last)
{
    double along, speed;

    if (!find_course(way, sights, last, &along, &speed) || speed > -moving_mm_s)
        return;
    for (size_t i = last + 1;
         i < way->count && bv_way_s(way, last, i) <= going_out_s; i++) {
        if (sights[i].kind != BV_SIGHT_TIP || !sights[i].is_short ||
            sights[i].astray || sights[i].along_mm > sights[last].along_mm ||
            !could_be_one(way, sights, last, i))
            continue;
        sights[i].bounds = true;
        last = i;
    }
}

/* What is short and stands for a moment only, from one sighting to the next,
 * was the needle all the same. */
static void take_short_between(const struct bv_way *way,
                               struct bv_sight *sights, size_t from, size_t to)
{
    for (size_t i = from + 1; i < to; i++)
        sights[i].chosen |= sights[i].kind == BV_SIGHT_TIP &&
                            sights[i].is_short && !sights[i].astray &&
                            could_be_one(way, sights, from, i) &&
                            could_be_one(way, sights, i, to);
}

static void end_row(const struct bv_way *way, struct bv_sight *sights,
                    size_t last)
{
    drop_laggards(way, sights, last);
    bound_by_short(way, sights, last);
}

static void end_rows(const struct bv_way *way, struct bv_sight *sights,
                     const struct bv_review_rules *rules)
{
    size_t last = way->count;

    for (size_t i = 0; i < way->count; i++) {
        if (!sights[i].chosen)
            continue;
        if (last < way->count && bv_way_s(way, last, i) >= rules->unseen_s)
            end_row(way, sights, last);
        else if (last < way->count)
            take_short_between(way, sights, last, i);
        last = i;
    }
    if (last < way->count)
        end_row(way, sights, last);
}

static bool may_lead(const struct bv_sight *sight)
{
    return sight->kind == BV_SIGHT_SHAFT && !sight->astray && !sight->floats;
}

/* Of a needle of which a shaft alone is seen before it is lost, and which is
 * seen again much later, the end of that shaft says where it was: it was no
 * further in. A shaft that leaves the plane seems to shorten first. */
static void take_lead(const struct bv_way *way, struct bv_sight *sights,
                      const struct bv_review_rules *rules)
{
    size_t first = 0, last, count = 0;
    double most = -INFINITY;

    while (first < way->count && !sights[first].chosen)
        first++;
    for (last = first; last > 0; last--)
        if (may_lead(&sights[last - 1]) && first < way->count &&
            bv_way_gone_s(way, last - 1, first) >= rules->unseen_s)
            break;
    for (size_t i = last; i-- > 0 && bv_way_s(way, i, last - 1) <= lead_s;)
        if (may_lead(&sights[i]))
            most = fmax(most, sights[i].along_mm);
    for (int pass = 0; pass < 2; pass++)
        for (size_t i = last; i-- > 0 && bv_way_s(way, i, last - 1) <= lead_s;)
            if (may_lead(&sights[i]) &&
                sights[i].along_mm >= most - rules->steady_mm) {
                count += pass == 0;
                sights[i].chosen = pass && count >= lead_least;
            }
}

int bv_sights_choose(const struct bv_way *way, struct bv_sight *sights,
                     const struct bv_review_rules *rules)
{
    size_t count = mark_candidates(way, sights, rules), made = 0;
    struct link *links = calloc(count + 1, sizeof(*links));
    double *gone = calloc(way->count + 1, sizeof(*gone));

    if (!links || !gone) {
        free(links);
        free(gone);
        return -ENOMEM;
    }
    for (size_t i = 0; i < way->count; i++) {
        if (!sights[i].chosen)
            continue;
        links[made].at = i;
        gone[made] = made ? bv_way_gone_s(way, links[made - 1].at, i) : 0;
        find_best(way, sights, links, gone, made, rules);
        made++;
    }
    keep_best(sights, links, made);
    keep_shortest_stands(way, sights, rules);
    drop_behind(way, sights, rules);
    bv_sights_drop_stuck(way, sights, gone);
    end_rows(way, sights, rules);
    take_lead(way, sights, rules);
    free(links);
    free(gone);
    return 0;
}
