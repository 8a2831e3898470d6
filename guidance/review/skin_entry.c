#include "guidance/review/skin_entry.h"

#include <math.h>

#include "core/clock.h"
#include "guidance/review/review_parts.h"

/* The time after the first sighting that the line is laid through; how much of
 * it there must be. */
static const double line_s = 1.0, line_least_s = 0.4;
enum { line_least = 8 };

/* A slower needle did not come in then, one that jumps from the line was not
 * one, and nobody knows how one that was so far in got there. */
static const double slowest_mm_s = 1, off_most_mm = 0.8, seen_most_mm = 18;

/* What the way back is not known by: the skin's place, and how much faster or
 * slower the hand was before, as a part of the time. */
static const double skin_sd_mm = 1, pace_sd = 0.3;
static const double half_of_90 = 1.645;

/* A needle that comes into the plane with more of it was in before. */
static const double true_most_mm = 2;

const char *bv_skin_entry_key(enum bv_skin_entry_how how)
{
    static const char *const keys[] = {"none", "first_seen", "measured"};

    return keys[how];
}

/* Lengths over time, from the first sighting on. */
struct line {
    double count, t, tt, y, yy, ty, last_s;
};

static struct line gather(const struct bv_way *way)
{
    struct line line = {0};

    for (size_t i = way->first; i < way->count; i++) {
        const struct bv_way_point *point = &way->points[i];
        double t = bv_way_s(way, way->first, i);

        if (t > line_s)
            break;
        if (!point->tip_seen || !isfinite(point->entered_mm))
            continue;
        line.count++;
        line.t += t;
        line.tt += t * t;
        line.y += point->entered_mm;
        line.yy += point->entered_mm * point->entered_mm;
        line.ty += t * point->entered_mm;
        line.last_s = t;
    }
    return line;
}

/* Follow the line back. @return False: it says nothing. */
static bool follow(const struct line *line, double *back_s, double *sd_s)
{
    double mean_t = line->t / line->count, mean_y = line->y / line->count;
    double spread = line->tt - line->count * mean_t * mean_t;
    double speed = (line->ty - line->count * mean_t * mean_y) / spread;
    double off =
        line->yy - line->count * mean_y * mean_y - speed * speed * spread;
    double skin_s = skin_sd_mm / speed;
    double pace_s;

    if (!(speed >= slowest_mm_s) ||
        sqrt(fmax(off, 0) / line->count) > off_most_mm)
        return false;
    *back_s = mean_y / speed - mean_t;
    pace_s = pace_sd * fmax(*back_s, 0);
    *sd_s = sqrt(skin_s * skin_s + pace_s * pace_s);
    return true;
}

struct bv_skin_entry bv_skin_entry_find(const struct bv_way *way)
{
    struct bv_skin_entry entry = {BV_SKIN_ENTRY_NONE, NAN, NAN, NAN, NAN};
    struct line line;
    double back_s, sd_s;

    if (!way->ever_seen)
        return entry;
    entry.how = BV_SKIN_ENTRY_FIRST_SEEN;
    entry.time_s = entry.seen_s = bv_ns_to_s(way->points[way->first].time_ns);
    entry.seen_mm = way->points[way->first].entered_mm;
    line = gather(way);
    if (!way->scaled || line.count < line_least || line.last_s < line_least_s ||
        !(entry.seen_mm <= seen_most_mm) || !follow(&line, &back_s, &sd_s))
        return entry;
    if (back_s < 0 ||
        entry.seen_s - back_s < bv_ns_to_s(way->points[0].time_ns))
        return entry;
    entry.how = BV_SKIN_ENTRY_MEASURED;
    entry.time_s = entry.seen_s - back_s;
    entry.uncertainty_s = half_of_90 * sd_s;
    return entry;
}

double bv_skin_entry_true_s(const struct bv_way *way)
{
    for (size_t i = 1; i < way->count; i++)
        if (way->points[i].entered_mm > 0)
            return way->points[i].entered_mm < true_most_mm &&
                           !(way->points[i - 1].entered_mm > 0)
                       ? bv_ns_to_s(way->points[i].time_ns)
                       : NAN;
    return NAN;
}
