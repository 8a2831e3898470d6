#include "guidance/fluid/change.h"

#include <math.h>
#include <string.h>

#include "guidance/fluid/change_parts.h"
#include "guidance/vision/vision.h"

enum { SIDE = BV_CHANGE_SIDE, RAYS = 64 };

/* A change is so many deviations of what changes anyway, and so many greys. */
static const double deviations = 4, levels_least = 9;

/* A level that lay nowhere near before, by so many greys, is sure. */
static const float sure_least = 4.5F;

/* It is brighter fluid where so many times more places got brighter. */
static const double rich_over_poor = 1.5;

/* The border of a change lies where it is half of its middle. */
static const double border_part = 0.5;

/* Fluid is one piece, or two where the needle's echo parts it: what is smaller
 * than this part of the largest is none. */
static const double crumb_part = 0.25;

/* Fewer sure places than this part of those that last tell no level. */
static const double few_part = 0.25;

/* Work px: dark fluid may lie so far from what changed, on what was dark
 * before; what is bright blurs into it by so much (as in outline_find.c); its
 * level is averaged over this half of a square. */
enum { STRETCH = 6, BLUR = 1, FINE = 1 };

/* How much changes where nothing does. */
static double usual(const struct bv_change *change,
                    const struct bv_change_disc *near)
{
    int count = 0;

    for (int y = 0, i = 0; y < change->height; y++)
        for (int x = 0; x < change->width; x++, i++)
            if (i % 3 == 0 && change->mask[i] && bv_change_is_far(near, x, y))
                change->scratch[count++] = fabsf(change->difference[i]);
    return 1.5 * bv_change_median_of(change->scratch, count, 1);
}

/* The pixel beside one, of four, that is of the picture and of no region.
 * @return -1: there is none. */
static int beside(const struct bv_change *change, int at, int way)
{
    static const int right[] = {1, -1, 0, 0}, down[] = {0, 0, 1, -1};
    int x = at % change->width + right[way], y = at / change->width + down[way];
    int i = y * change->width + x;

    return x < 0 || x >= change->width || y < 0 || y >= change->height ||
                   change->region[i] || !change->mask[i]
               ? -1
               : i;
}

/* All that is connected with the seeds in the queue and differs by more than
 * the limit, that way. @return Its size; the queue holds it. */
static int flood(struct bv_change *change, int seeds, float sign, float limit)
{
    int end = seeds;

    for (int at = 0; at < end; at++)
        for (int k = 0; k < 4; k++) {
            int i = beside(change, change->queue[at], k);

            if (i < 0 || sign * change->difference[i] < limit)
                continue;
            change->region[i] = 1;
            change->queue[end++] = i;
        }
    return end;
}

static int seed(struct bv_change *change, const struct bv_change_disc *near,
                float sign, float limit)
{
    int count = 0;

    memset(change->region, 0, (size_t)(change->width * change->height));
    for (int y = 0, i = 0; y < change->height; y++)
        for (int x = 0; x < change->width; x++, i++)
            if (change->mask[i] && !bv_change_is_far(near, x, y) &&
                sign * change->difference[i] >= limit) {
                change->region[i] = 1;
                change->queue[count++] = i;
            }
    return count;
}

/* The region of one sign, at half of its own height. */
static struct bv_change_region find_one(struct bv_change *change,
                                        const struct bv_change_disc *near,
                                        float sign, float limit)
{
    int count = flood(change, seed(change, near, sign, limit), sign, limit);
    struct bv_change_region region = {.echo_rich = sign > 0};
    float most = 0;

    for (int i = 0; i < count; i++)
        change->scratch[i] = sign * change->difference[change->queue[i]];
    if (count > 0)
        most = (float)bv_change_median_of(change->scratch, count, 1);
    limit = fmaxf(limit, (float)border_part * most);
    region.count = flood(change, seed(change, near, sign, limit), sign, limit);
    region.levels = most;
    region.both_count = region.count;
    for (int i = 0; i < region.count; i++)
        region.sure_count +=
            sign * change->sure[change->queue[i]] >= sure_least;
    return region;
}

/* How dark the border of dark fluid is: as much darker than what was there as
 * border_part says, by the surest of the region in the queue, which is all
 * that is left there. Few of them tell less than those before did.
 * @param[in,out] count  Of the queue. */
static void find_dark(struct bv_change *change, int *count, int lasting)
{
    int end = 0;
    float dark;

    for (int i = 0; i < *count; i++) {
        int at = change->queue[i];

        if (change->sure[at] > -sure_least)
            continue;
        change->scratch[end] = change->level[at];
        change->queue[end++] = at;
    }
    *count = end;
    if (end == 0 || end < few_part * lasting)
        return;
    dark = (float)bv_change_median_of(change->scratch, end, 1);
    for (int i = 0; i < end; i++)
        change->scratch[i] = -change->difference[change->queue[i]];
    change->dark = dark + (float)(border_part *
                                  bv_change_median_of(change->scratch, end, 1));
}

/* What is fluid without a doubt: of the first of the queue, and of what lasts,
 * what is dark. @return How many, the first of the queue. */
static int take_sure(struct bv_change *change, int count)
{
    int end = 0;

    for (int i = 0; i < count; i++)
        change->lasting[change->queue[i]] = 1;
    for (int i = 0; i < change->width * change->height; i++) {
        change->lasting[i] =
            change->lasting[i] && change->level[i] < change->dark;
        if (!change->lasting[i])
            continue;
        change->region[i] = STRETCH;
        change->queue[end++] = i;
    }
    return end;
}

/* What is as dark and connected with the first of the queue, but no farther
 * than STRETCH from what changed. @return The size of it all. */
static int stretch(struct bv_change *change, int end, float limit)
{
    for (int at = 0; at < end; at++)
        for (int k = 0; k < 4; k++) {
            uint8_t left = change->region[change->queue[at]];
            int i = beside(change, change->queue[at], k);

            if (i < 0 || left < 2 || change->level[i] >= change->dark)
                continue;
            change->region[i] =
                change->difference[i] <= -limit ? STRETCH : (uint8_t)(left - 1);
            change->queue[end++] = i;
        }
    return end;
}

/* What is bright blurs into it. */
static void widen(struct bv_change *change, int end)
{
    for (int round = 0, at = 0; round < BLUR; round++)
        for (int last = end; at < last; at++)
            for (int k = 0; k < 4; k++) {
                int i = beside(change, change->queue[at], k);

                if (i < 0)
                    continue;
                change->region[i] = 1;
                change->queue[end++] = i;
            }
}

static int count_set(const struct bv_change *change, const uint8_t *mask)
{
    int count = 0;

    for (int i = 0; i < change->width * change->height; i++)
        count += mask[i] != 0;
    return count;
}

/* Of the region in the queue, what is fluid and not what that pushed aside; and
 * what of it lies where it was dark before, or was seen to be fluid. */
static int keep_dark(struct bv_change *change, float limit,
                     struct bv_change_region *region)
{
    int pixels = change->width * change->height, sure = region->count;
    int error = 0;

    for (int i = 0; i < pixels; i++)
        change->level[i] = change->now[i];
    for (int i = 0; i < 2 && error == 0; i++)
        error = bv_vision_average(change->vision, change->level, change->width,
                                  change->height, 1, FINE);
    if (error < 0)
        return error;
    find_dark(change, &sure, count_set(change, change->lasting));
    memset(change->region, 0, (size_t)pixels);
    sure = take_sure(change, sure);
    widen(change, stretch(change, sure, limit));
    error = bv_vision_drop_crumbs(change->vision, change->region, change->width,
                                  change->height, crumb_part);
    if (error < 0)
        return error;
    region->count = count_set(change, change->region);
    if (sure > region->sure_count)
        region->sure_count = sure;
    if (region->count > region->both_count)
        region->both_count = region->count;
    return 0;
}

/* Whether it got brighter there: by how many places, since a bright line that
 * moved changes little, but by much. Most fluid is dark. */
static bool is_rich(const struct bv_change *change,
                    const struct bv_change_disc *near, double limit)
{
    int rich = 0, poor = 0;

    for (int y = 0, i = 0; y < change->height; y++)
        for (int x = 0; x < change->width; x++, i++)
            if (change->mask[i] && !bv_change_is_far(near, x, y)) {
                rich += change->difference[i] >= limit;
                poor += change->difference[i] <= -limit;
            }
    return rich > rich_over_poor * poor;
}

int bv_change_find(struct bv_change *change, struct bv_px near_px,
                   double reach_px, int way, struct bv_change_region *region)
{
    struct bv_change_disc near = bv_change_disc_at(change, near_px, reach_px);
    struct bv_change_disc around =
        bv_change_disc_at(change, near_px, 2 * reach_px);
    float limit =
        (float)fmax(deviations * usual(change, &around), levels_least);
    float sign = (float)way;
    struct bv_change_region other;

    if (way == 0)
        sign = is_rich(change, &near, limit) ? 1 : -1;
    other = find_one(change, &near, -sign, limit);
    *region = find_one(change, &near, sign, limit);
    region->both_count += other.count;
    region->sure_count += other.sure_count;
    if (way >= 0)
        memset(change->lasting, 0, (size_t)(change->width * change->height));
    return sign < 0 ? keep_dark(change, limit, region) : 0;
}

/* Sums of what changed for sure, from the top left corner: into queue. */
static void sum_sure(struct bv_change *change)
{
    float limit = (float)levels_least;

    for (int y = 0; y < change->height; y++) {
        int row = 0;

        for (int x = 0; x < change->width; x++) {
            int i = y * change->width + x;

            row += change->mask[i] && fabsf(change->sure[i]) >= sure_least &&
                   fabsf(change->difference[i]) >= limit;
            change->queue[i] =
                row + (y > 0 ? change->queue[i - change->width] : 0);
        }
    }
}

static int sum_to(const struct bv_change *change, int x, int y)
{
    x = x < change->width ? x : change->width - 1;
    y = y < change->height ? y : change->height - 1;
    return x < 0 || y < 0 ? 0 : change->queue[y * change->width + x];
}

struct bv_change_peak bv_change_find_peak(struct bv_change *change,
                                          struct bv_px from_px, double least_px,
                                          double most_px, double half_px)
{
    struct bv_change_peak peak = {.px = from_px};
    struct bv_px from = bv_change_to_work(change, from_px);
    double least = least_px / change->px_per_work;
    double most = most_px / change->px_per_work;
    int half = (int)lround(half_px / change->px_per_work);

    sum_sure(change);
    for (int y = 0; y < change->height; y++)
        for (int x = 0; x < change->width; x++) {
            int right = x + half, bottom = y + half;
            int left = x - half - 1, top = y - half - 1;
            int count = sum_to(change, right, bottom) -
                        sum_to(change, left, bottom) -
                        sum_to(change, right, top) + sum_to(change, left, top);
            double off, aside;

            if (count <= peak.sure_count)
                continue;
            off = hypot(x - from.x, y - from.y);
            aside = y > from.y ? fabs(x - from.x) : off;
            if (aside < least || off > most)
                continue;
            peak.sure_count = count;
            peak.px = bv_change_to_frame(change, (struct bv_px){x, y});
        }
    return peak;
}

bool bv_change_holds(const struct bv_change *change, struct bv_px px)
{
    struct bv_px work = bv_change_to_work(change, px);
    int x = (int)lround(work.x), y = (int)lround(work.y);

    return x >= 0 && y >= 0 && x < change->width && y < change->height &&
           change->region[y * change->width + x];
}

bool bv_change_outline(const struct bv_change *change,
                       struct bv_outline *outline)
{
    double far[RAYS] = {0}, x = 0, y = 0;
    int count = 0;

    for (int i = 0; i < change->width * change->height; i++)
        if (change->region[i]) {
            x += i % change->width;
            y += i / change->width;
            count++;
        }
    if (count == 0)
        return false;
    x /= count;
    y /= count;
    for (int i = 0; i < RAYS; i++)
        for (double r = 0; r < SIDE; r += 0.5) {
            int px = (int)lround(x + r * cos(2 * M_PI * i / RAYS));
            int py = (int)lround(y + r * sin(2 * M_PI * i / RAYS));

            if (px < 0 || py < 0 || px >= change->width || py >= change->height)
                break;
            if (change->region[py * change->width + px])
                far[i] = r + 0.5;
        }
    outline->count = RAYS;
    for (int i = 0; i < RAYS; i++) {
        double r = fmax(far[i], 0.5);
        struct bv_px work = {x + r * cos(2 * M_PI * i / RAYS),
                             y + r * sin(2 * M_PI * i / RAYS)};

        outline->at[i] = bv_change_to_frame(change, work);
    }
    return bv_outline_is_valid(outline);
}
