/*
 * Of a needle that goes out quickly what is taken for its tip stands now and
 * then for some frames, while the tip goes on, and then jumps after it: the
 * echo of before lingers in the picture. What it shows just after each jump is
 * right, so the tip's course is the lower bound of all of it; what lies above
 * that is no sighting. It still says that the needle is no further in.
 */
#include <math.h>

#include "guidance/review/review_parts.h"
#include "guidance/review/way_parts.h"

/* The course is a line through the tips of so long before and after, ... */
static const double course_s = 0.4;
/* ... of which those above it count so much, and it goes out faster than so. */
static const double above_weight = 0.1, going_out_mm_s = 3;
/* So far above it a tip is stuck, unless the needle stops: if so soon after
 * none is seen, or one so much of what the course goes in that time further
 * out. */
static const double stuck_mm = 0.5, after_s = 0.25, caught_up_part = 0.5;

enum { tips_least = 5, steps = 6 };

struct course {
    double along_mm, speed_mm_s;
};

static bool is_tip(const struct bv_sight *sight)
{
    return sight->chosen && sight->kind == BV_SIGHT_TIP;
}

/* One step of it: what lies above the course before counts less. */
static size_t lay(const struct bv_way *way, const struct bv_sight *sights,
                  size_t from, size_t to, size_t at, bool first,
                  struct course *course)
{
    double n = 0, t = 0, tt = 0, y = 0, ty = 0, spread;
    size_t tips = 0;

    for (size_t i = from; i <= to; i++) {
        double s = bv_way_s(way, at, i), weight = 1;

        if (!is_tip(&sights[i]))
            continue;
        if (!first &&
            sights[i].along_mm > course->along_mm + course->speed_mm_s * s)
            weight = above_weight;
        n += weight;
        t += weight * s;
        tt += weight * s * s;
        y += weight * sights[i].along_mm;
        ty += weight * s * sights[i].along_mm;
        tips++;
    }
    spread = n * tt - t * t;
    if (tips < tips_least || !(spread > 1e-9 * n * n))
        return 0;
    course->speed_mm_s = (n * ty - t * y) / spread;
    course->along_mm = (y - course->speed_mm_s * t) / n;
    return tips;
}

/* @return Whether there is one. */
static bool find_course(const struct bv_way *way, const struct bv_sight *sights,
                        size_t at, struct course *course)
{
    size_t from = at;

    while (from > 0 && bv_way_s(way, from - 1, at) <= course_s)
        from--;
    for (int step = 0; step < steps; step++)
        if (lay(way, sights, from, at, at, step == 0, course) == 0)
            return false;
    return true;
}

/* Whether no tip is seen soon after, or the needle has gone on. */
static bool goes_on(const struct bv_way *way, const struct bv_sight *sights,
                    size_t at, double speed_mm_s, bool *is_last)
{
    *is_last = true;
    for (size_t i = at + 1; i < way->count && bv_way_s(way, at, i) <= after_s;
         i++) {
        if (!is_tip(&sights[i]))
            continue;
        *is_last = false;
        if (sights[i].along_mm - sights[at].along_mm <=
            caught_up_part * speed_mm_s * bv_way_s(way, at, i))
            return true;
    }
    return *is_last;
}

void bv_sights_drop_stuck(const struct bv_way *way, struct bv_sight *sights,
                          double *room)
{
    double least = INFINITY;

    for (size_t i = 0; i < way->count; i++) {
        struct course course;
        bool is_last;

        room[i] = 0;
        if (!is_tip(&sights[i]) || !find_course(way, sights, i, &course) ||
            course.speed_mm_s > -going_out_mm_s ||
            sights[i].along_mm < course.along_mm + stuck_mm ||
            !goes_on(way, sights, i, course.speed_mm_s, &is_last))
            continue;
        room[i] = is_last ? 2 : 1;
    }
    for (size_t i = 0; i < way->count; i++) {
        if (room[i] > 0) {
            sights[i].chosen = false;
            sights[i].bounds = room[i] > 1 && sights[i].along_mm < least;
        } else if (sights[i].chosen) {
            least = sights[i].along_mm;
        }
    }
}
