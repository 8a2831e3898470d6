/*
 * Which ends of a shaft are tips, looking both ways. While it comes, a shaft's
 * end must look like a tip for most of a second before one is claimed, for a
 * shaft that leaves the plane fades and speckle hides that for a moment. Who
 * looks back has what came after, too: half of that time on either side tells
 * as much, and what joins on to a tip without a jump is the same one.
 */
#include <math.h>

#include "core/clock.h"
#include "guidance/review/review_parts.h"
#include "guidance/review/way_parts.h"

/* What is seen so long before and after counts, the less the longer. */
static const double about_s = 0.4, about_most_s = 0.8;

/* Log odds that it is a tip, within 1 mm, by the two averages and by the frame
 * itself; fitted (docs/decisions/0020-both-ways.md). */
static const double none = -1.16;
static const double of_point = 0.43, of_sure = 2.13;
static const double of_own_point = 0.4, of_own_sure = 0.67;

/* A tip that was claimed stays one by so much; what joins on to one is one by
 * so much, and what does not, by so much. */
static const double kept_least = 0, joined_least = 1, alone_least = 2;

/* It joins on over so long, by so much beside what a hand may move. */
static const double joins_s = 0.2, joins_mm = 0.3;

/* What was not claimed moves, too, for a shaft that crosses the plane ends
 * where it leaves it. */
static const double moves_s = 0.3, moves_mm_s = 1;
enum { moves_frames = 6 };

static double s_between(const struct bv_review_frame *a,
                        const struct bv_review_frame *b)
{
    return fabs(bv_ns_to_s(b->time_ns - a->time_ns));
}

static bool has_end(const struct bv_review_frame *frame, bool drawn)
{
    return drawn && frame->end.known && frame->mm_per_px > 0;
}

/* NAN: nothing is known of its end. */
static double odds_at(const struct bv_review_frame *frames,
                      const struct bv_way *way, size_t at)
{
    double weights = 0, point = 0, sure = 0;
    size_t from = at;

    if (!has_end(&frames[at], way->points[at].drawn))
        return NAN;
    while (from > 0 &&
           s_between(&frames[from - 1], &frames[at]) <= about_most_s)
        from--;
    for (size_t i = from;
         i < way->count && s_between(&frames[i], &frames[at]) <= about_most_s;
         i++) {
        double weight = exp(-s_between(&frames[i], &frames[at]) / about_s);

        if (!has_end(&frames[i], way->points[i].drawn))
            continue;
        weights += weight;
        point += weight * frames[i].end.point;
        sure += weight * frames[i].end.sure;
    }
    return none + of_point * point / weights + of_sure * sure / weights +
           of_own_point * frames[at].end.point +
           of_own_sure * frames[at].end.sure;
}

/* The end of one frame where its tissue lies in another, before or after it.
 * @return Whether that is known. */
static bool carry(const struct bv_review_frame *frames, size_t from, size_t to,
                  struct bv_px *px)
{
    *px = frames[from].end.px;
    while (from != to) {
        const struct bv_review_frame *frame =
            &frames[from < to ? from + 1 : from];
        struct bv_px_map map = frame->tissue.map;

        if (!frame->repeat && !(frame->tissue.part > 0))
            return false;
        if (from > to)
            map = bv_px_map_inverse(&map);
        if (!frame->repeat)
            *px = bv_px_map_apply(&map, *px);
        from = from < to ? from + 1 : from - 1;
    }
    return true;
}

/* Whether the end of one frame is that of the next such frame, by the tissue
 * between. @param a  Before b. */
static bool joins(const struct bv_review_frame *frames, size_t a, size_t b)
{
    double gone_s = s_between(&frames[a], &frames[b]);
    struct bv_px px;

    return gone_s <= joins_s && carry(frames, a, b, &px) &&
           bv_px_distance(px, frames[b].end.px) * frames[b].mm_per_px <=
               joins_mm + BV_WAY_FASTEST_OUT_MM_S * gone_s;
}

/* How fast a frame's end moves along its shaft in the tissue, by a line through
 * those about it; 0: nobody knows. */
static double speed_mm_s(const struct bv_review_frame *frames,
                         const struct bv_way *way, size_t at)
{
    const struct bv_px_segment *shaft = &frames[at].shaft_px;
    double n = 0, t = 0, tt = 0, y = 0, ty = 0, spread;
    double length = bv_px_segment_length(shaft);
    size_t from = at;

    while (from > 0 && s_between(&frames[from - 1], &frames[at]) <= moves_s)
        from--;
    for (size_t i = from;
         i < way->count && s_between(&frames[i], &frames[at]) <= moves_s; i++) {
        double s = bv_ns_to_s(frames[i].time_ns - frames[at].time_ns), along;
        struct bv_px px;

        if (!has_end(&frames[i], way->points[i].drawn) ||
            !carry(frames, i, at, &px) || !(length > 0))
            continue;
        bv_px_segment_project(shaft, px, &along, NULL);
        n++;
        t += s;
        tt += s * s;
        y += along;
        ty += s * along;
    }
    spread = n * tt - t * t;
    return n >= moves_frames && spread > 0
               ? (n * ty - t * y) / spread * frames[at].mm_per_px
               : 0;
}

static bool moves(const struct bv_review_frame *frames,
                  const struct bv_way *way, size_t at)
{
    return fabs(speed_mm_s(frames, way, at)) >= moves_mm_s;
}

/* From one end on to the next, if it may be a tip. */
static void join_on(const struct bv_review_frame *frames,
                    const struct bv_way *way, const double *odds, size_t *last,
                    size_t i, bool *tip)
{
    if (!(odds[i] >= joined_least))
        return;
    if (!tip[i] && *last != way->count)
        tip[i] =
            (*last < i ? joins(frames, *last, i) : joins(frames, i, *last)) &&
            moves(frames, way, i);
    if (tip[i])
        *last = i;
}

void bv_sights_find_tips(const struct bv_review_frame *frames,
                         const struct bv_way *way, double *room, bool *tip)
{
    size_t last = way->count;

    for (size_t i = 0; i < way->count; i++) {
        bool claimed =
            frames[i].state == BV_NEEDLE_TIP_SEEN && frames[i].has_tip;

        room[i] = odds_at(frames, way, i);
        tip[i] = claimed ? !(room[i] < kept_least)
                         : room[i] >= alone_least && moves(frames, way, i);
    }
    for (size_t i = 0; i < way->count; i++)
        join_on(frames, way, room, &last, i, tip);
    last = way->count;
    for (size_t i = way->count; i-- > 0;)
        join_on(frames, way, room, &last, i, tip);
}
