/*
 * How far along its way a needle's end is, by two measures that fail at
 * different things. Carried with the tissue from sight to sight it drifts: a
 * needle drags tissue along, and what leaves the plane takes its tissue with
 * it. Measured from the skin, along the shaft, it does not; but a probe that
 * slides, rocks or presses moves the skin where the needle comes in. So what
 * the two come to differ by is put down to the tissue, unless the probe moved
 * meanwhile.
 */
#include <math.h>

#include "guidance/review/review_parts.h"
#include "guidance/review/way_parts.h"

/* The carried place is off by so much a second, and a mm that the needle went;
 * the skin by so much a mm that the probe slid. */
static const double drift_mm_s = 0.05, drift_part = 0.04, least_mm = 0.01;
static const double skin_part = 0.4;
/* So far to either side the difference of the two is taken as one. */
static const double near_s = 0.25;
/* Flatter shafts say nothing of how far it is to the skin. */
static const double flattest_sine = 0.12;
/* Shafts begin to show a little below the skin: of all, the shallowest but for
 * so many tell where that is. */
static const double shallow_part = 0.1;
/* Shorter than this from the skin on, what ends there is as likely the skin's,
 * unless it moves so fast. */
static const double short_mm = 6.5, moves_mm_s = 3, moves_s = 0.1;

/* Lines that meet the skin so near one another may be one needle's; what meets
 * it elsewhere than most, for less than so long in all, is none. */
static const double entry_mm = 3, astray_s = 1.5;

/* A shaft that begins so far from the skin, along it, may be another line. */
static const double floating_mm = 10;

enum { window_most = 64 };

/* How deep the skin lies, where the needle comes in; NAN: not known. */
static double skin_mm(const struct bv_way *way, const struct bv_sight *sights,
                      double *room)
{
    size_t count = 0;

    for (size_t i = 0; i < way->count; i++)
        if (sights[i].kind == BV_SIGHT_TIP && isfinite(sights[i].begin_mm))
            room[count++] = sights[i].begin_mm;
    if (count == 0)
        return NAN;
    bv_review_sort(room, count);
    return room[(size_t)(shallow_part * (double)count)];
}

/* From the skin along the shaft; NAN: not known. */
static double entered_mm(const struct bv_sight *sight, double skin)
{
    if (sight->kind == BV_SIGHT_NONE || !(sight->sine >= flattest_sine))
        return NAN;
    return (sight->end_mm - skin) / sight->sine;
}

/* The median of those near a sight. */
static double usual_difference(const struct bv_way *way, const double *differ,
                               size_t at)
{
    double values[window_most];
    size_t count = 0, first = at;

    while (first > 0 && at - first < window_most / 2 - 1 &&
           bv_way_s(way, first - 1, at) <= near_s)
        first--;
    for (size_t i = first; i < way->count && count < window_most &&
                           bv_way_s(way, at, i) <= near_s;
         i++)
        if (isfinite(differ[i]))
            values[count++] = differ[i];
    bv_review_sort(values, count);
    return count ? values[count / 2] : NAN;
}

/* What part of a change of the difference is the tissue's. */
static double tissue_part(const struct bv_way *way,
                          const struct bv_sight *sights, size_t from, size_t to)
{
    const struct bv_way_point *a = &way->points[from], *b = &way->points[to];
    double slid =
        hypot(b->slid.lateral - a->slid.lateral, b->slid.depth - a->slid.depth);
    double went = fabs(sights[to].carried_mm - sights[from].carried_mm);
    double tissue =
        least_mm + drift_mm_s * bv_way_s(way, from, to) + drift_part * went;

    return tissue / (tissue + skin_part * slid);
}

/* How fast the end moves at a sight, mm/s: by the sights near it. */
static double speed_at(const struct bv_way *way, const struct bv_sight *sights,
                       size_t at)
{
    size_t from = at, to = at;

    for (size_t i = at; i-- > 0 && bv_way_s(way, i, at) <= moves_s;)
        from = sights[i].kind == BV_SIGHT_TIP ? i : from;
    for (size_t i = at + 1; i < way->count && bv_way_s(way, at, i) <= moves_s;
         i++)
        to = sights[i].kind == BV_SIGHT_TIP ? i : to;
    return from == to ? 0
                      : (sights[to].along_mm - sights[from].along_mm) /
                            bv_way_s(way, from, to);
}

/* How many numbers of a sorted list are less. */
static size_t count_less(const double *list, size_t count, double than)
{
    size_t low = 0, high = count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (list[middle] < than)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* Which sights come in elsewhere than most. */
static void find_astray(const struct bv_way *way, struct bv_sight *sights,
                        double skin, double *room)
{
    size_t count = 0, most = 0;
    double interval_s;

    for (size_t i = 0; i < way->count; i++) {
        struct bv_sight *sight = &sights[i];

        if (sight->kind == BV_SIGHT_NONE || !(sight->sine >= flattest_sine))
            continue;
        sight->entry_mm = sight->begin_x_mm +
                          (skin - sight->begin_mm) / sight->slope -
                          way->points[i].slid.lateral;
        if (isfinite(sight->entry_mm))
            room[count++] = sight->entry_mm;
    }
    if (way->count < 2)
        return;
    interval_s = bv_way_s(way, 0, way->count - 1) / (double)(way->count - 1);
    bv_review_sort(room, count);
    for (int pass = 0; pass < 2; pass++)
        for (size_t i = 0; i < way->count; i++) {
            double at = sights[i].entry_mm;
            size_t near = isfinite(at)
                              ? count_less(room, count, at + entry_mm) -
                                    count_less(room, count, at - entry_mm)
                              : most;

            most = near > most ? near : most;
            sights[i].astray = pass > 0 && 2 * near < most &&
                               (double)near * interval_s < astray_s;
        }
}

/* What no tip before it leads to lies where its length from the skin puts it,
 * by what that and the way differ by where the next tip is seen, or else where
 * the last was. Without a known skin it is no sight. */
static void place_from_skin(const struct bv_way *way, struct bv_sight *sights,
                            double *differ)
{
    double usual = NAN;

    for (size_t i = 0; i < way->count; i++)
        differ[i] = sights[i].kind == BV_SIGHT_TIP
                        ? sights[i].along_mm - sights[i].entered_mm
                        : NAN;
    for (int pass = 0; pass < 2; pass++)
        for (size_t k = 0; k < way->count; k++) {
            size_t i = pass ? k : way->count - 1 - k;

            if (isfinite(differ[i]))
                usual = usual_difference(way, differ, i);
            if (sights[i].kind == BV_SIGHT_SHAFT &&
                !isfinite(sights[i].along_mm))
                sights[i].along_mm = sights[i].entered_mm + usual;
        }
    for (size_t i = 0; i < way->count; i++)
        if (!isfinite(sights[i].along_mm))
            sights[i].kind = BV_SIGHT_NONE;
}

void bv_sights_join(const struct bv_way *way, struct bv_sight *sights,
                    double *room)
{
    double skin = skin_mm(way, sights, room);
    double correction = 0, before = NAN;
    size_t last = 0;
    bool broken = false;

    for (size_t i = 0; i < way->count; i++)
        sights[i].entered_mm = entered_mm(&sights[i], skin);
    for (size_t i = 0; i < way->count; i++)
        room[i] = sights[i].entered_mm - sights[i].carried_mm;
    for (size_t i = 0; i < way->count; i++) {
        double now;

        broken |= sights[i].broken;
        if (sights[i].kind == BV_SIGHT_NONE || !isfinite(sights[i].carried_mm))
            continue;
        now = usual_difference(way, room, i);
        if (isfinite(now) && isfinite(before))
            correction += (broken ? 1 : tissue_part(way, sights, last, i)) *
                          (now - before);
        if (isfinite(now)) {
            before = now;
            last = i;
            broken = false;
        }
        sights[i].along_mm = sights[i].carried_mm + correction;
    }
    place_from_skin(way, sights, room);
    find_astray(way, sights, skin, room);
    for (size_t i = 0; i < way->count; i++)
        sights[i].floats =
            sights[i].begin_mm - skin > floating_mm * sights[i].sine;
    for (size_t i = 0; i < way->count; i++)
        sights[i].is_short = sights[i].entered_mm < short_mm &&
                             fabs(speed_at(way, sights, i)) < moves_mm_s;
}
