#include "guidance/fluid/change.h"

#include <assert.h>
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "guidance/vision/vision.h"

enum {
    SIDE = 256, /* the longer side, work px */
    LEAST = 64, /* the shorter one that motion can be found in */
    CALM = 8,   /* half of the square over which motion is averaged */
    GRAIN = 3,  /* half of the square over which change is */
    RAYS = 64,
};

/* A change is so many deviations of what changes anyway, and so many greys. */
static const double deviations = 4, levels_least = 9;

/* It is brighter fluid where so many times more places got brighter. */
static const double rich_over_poor = 1.5;

/* The border of a change lies where it is half of its middle. */
static const double border_part = 0.5;

struct bv_change {
    struct bv_vision *vision;
    struct bv_scan_area area; /* of the frame */
    struct bv_px_box box;
    int width, height;
    double px_per_work;
    uint8_t *before, *now, *mask;
    float *motion;     /* half size, now to before, work px */
    float *difference; /* signed, smoothed */
    float *scratch;
    uint8_t *region; /* 1: of the one found last */
    int *queue;
};

struct bv_change *bv_change_new(void)
{
    size_t count = SIDE * SIDE;
    struct bv_change *change = calloc(1, sizeof(*change));

    if (!change)
        return NULL;
    change->vision = bv_vision_new();
    change->before = malloc(count);
    change->now = malloc(count);
    change->mask = malloc(count);
    change->region = calloc(count, 1);
    change->motion = calloc(count, sizeof(*change->motion));
    change->difference = calloc(count, sizeof(*change->difference));
    change->scratch = calloc(count, sizeof(*change->scratch));
    change->queue = malloc(count * sizeof(*change->queue));
    if (!change->vision || !change->before || !change->now || !change->mask ||
        !change->region || !change->motion || !change->difference ||
        !change->scratch || !change->queue) {
        bv_change_free(change);
        return NULL;
    }
    return change;
}

void bv_change_free(struct bv_change *change)
{
    if (!change)
        return;
    bv_vision_free(change->vision);
    free(change->before);
    free(change->now);
    free(change->mask);
    free(change->region);
    free(change->motion);
    free(change->difference);
    free(change->scratch);
    free(change->queue);
    free(change);
}

static struct bv_px to_work(const struct bv_change *change, struct bv_px px)
{
    return (struct bv_px){
        (px.x + 0.5 - change->box.left) / change->px_per_work - 0.5,
        (px.y + 0.5 - change->box.top) / change->px_per_work - 0.5};
}

static struct bv_px to_frame(const struct bv_change *change, struct bv_px work)
{
    return (struct bv_px){
        (work.x + 0.5) * change->px_per_work - 0.5 + change->box.left,
        (work.y + 0.5) * change->px_per_work - 0.5 + change->box.top};
}

double bv_change_px(const struct bv_change *change)
{
    return change->px_per_work;
}

static int take(struct bv_change *change, const struct bv_frame *frame,
                uint8_t *to)
{
    return bv_vision_resize(change->vision, frame->pixels, frame->stride_bytes,
                            change->box, to, change->width, change->height);
}

static void fill_mask(struct bv_change *change)
{
    for (int y = 0; y < change->height; y++)
        for (int x = 0; x < change->width; x++) {
            struct bv_px px = to_frame(change, (struct bv_px){x, y});

            change->mask[y * change->width + x] =
                change->area.shape == BV_SCAN_UNKNOWN ||
                bv_scan_area_contains(&change->area, px);
        }
}

int bv_change_keep(struct bv_change *change, const struct bv_frame *frame,
                   const struct bv_scan_area *area)
{
    struct bv_px_box all = {0, 0, frame->width_px, frame->height_px};
    int width, height, longer, error;

    change->area = *area;
    change->box = area->shape == BV_SCAN_UNKNOWN ? all : area->box;
    if (change->box.left < 0 || change->box.top < 0 ||
        change->box.right > frame->width_px ||
        change->box.bottom > frame->height_px)
        return -EINVAL;
    width = change->box.right - change->box.left;
    height = change->box.bottom - change->box.top;
    longer = width > height ? width : height;
    if (longer < 1)
        return -EINVAL;
    change->px_per_work = fmax((double)longer / SIDE, 1);
    change->width = (int)(width / change->px_per_work);
    change->height = (int)(height / change->px_per_work);
    if (change->width < LEAST || change->height < LEAST)
        return -EINVAL;
    fill_mask(change);
    error = bv_vision_forget_motion(change->vision);
    return error < 0 ? error : take(change, frame, change->before);
}

/* The mean over squares, in place, by running sums. */
static void average(float *image, float *scratch, int width, int height,
                    int step, int half)
{
    for (int pass = 0; pass < 2; pass++) {
        int lines = pass ? width : height, length = pass ? height : width;
        int along = step * (pass ? width : 1),
            across = step * (pass ? 1 : width);

        for (int line = 0; line < lines; line++) {
            float *from = image + line * across;
            double sum = 0;
            int count = 0;

            for (int i = 0; i < length; i++)
                scratch[i] = from[i * along];
            for (int i = -half; i < length; i++) {
                if (i + half < length) {
                    sum += scratch[i + half];
                    count++;
                }
                if (i - half - 1 >= 0) {
                    sum -= scratch[i - half - 1];
                    count--;
                }
                if (i >= 0)
                    from[i * along] = (float)(sum / count);
            }
        }
    }
}

static float sample(const uint8_t *image, int width, int height, double x,
                    double y)
{
    int left, top;
    float right, down;
    const uint8_t *at;

    x = fmin(fmax(x, 0), width - 1.001);
    y = fmin(fmax(y, 0), height - 1.001);
    left = (int)x;
    top = (int)y;
    right = (float)(x - left);
    down = (float)(y - top);
    at = image + top * width + left;
    return (at[0] * (1 - right) + at[1] * right) * (1 - down) +
           (at[width] * (1 - right) + at[width + 1] * right) * down;
}

/* The kept picture with its tissue where it is now: into scratch. */
static void move_back(struct bv_change *change)
{
    int half_width = change->width / 2, half_height = change->height / 2;

    for (int y = 0; y < change->height; y++)
        for (int x = 0; x < change->width; x++) {
            int mx = x / 2 < half_width ? x / 2 : half_width - 1;
            int my = y / 2 < half_height ? y / 2 : half_height - 1;
            const float *motion = change->motion + 2 * (my * half_width + mx);

            change->scratch[y * change->width + x] =
                sample(change->before, change->width, change->height,
                       x + motion[0], y + motion[1]);
        }
}

static int by_size(const void *a, const void *b)
{
    float one = *(const float *)a, other = *(const float *)b;

    return (one > other) - (one < other);
}

/* The median of every so-many-th value. */
static double median_of(const float *values, int count, int step)
{
    float some[1024];
    int stride = (count / (1024 * step) + 1) * step, n = 0;

    for (int i = 0; i < count && n < 1024; i += stride)
        some[n++] = values[i];
    qsort(some, (size_t)n, sizeof(*some), by_size);
    return n > 0 ? some[n / 2] : 0;
}

static bool is_far(const struct bv_change *change, int i, struct bv_px near,
                   double reach)
{
    return change->mask[i] && hypot(i % change->width - near.x,
                                    i / change->width - near.y) > reach;
}

static double find_likeness(const struct bv_change *change, struct bv_px near,
                            double reach)
{
    double n = 0, a = 0, b = 0, aa = 0, bb = 0, ab = 0, both;

    for (int i = 0; i < change->width * change->height; i++) {
        double one = change->now[i], other = change->scratch[i];

        if (!is_far(change, i, near, reach))
            continue;
        n++;
        a += one;
        b += other;
        aa += one * one;
        bb += other * other;
        ab += one * other;
    }
    both = (n * aa - a * a) * (n * bb - b * b);
    return both > 0 ? (n * ab - a * b) / sqrt(both) : 1;
}

int bv_change_look(struct bv_change *change, const struct bv_frame *frame,
                   struct bv_px near_px, double reach_px,
                   struct bv_change_view *view)
{
    int half_width = change->width / 2, half_height = change->height / 2;
    int count = change->width * change->height;
    struct bv_px near = to_work(change, near_px);
    int error = take(change, frame, change->now);

    if (error == 0)
        error = bv_vision_motion(change->vision, change->now, change->before,
                                 change->width, change->height, change->motion);
    if (error < 0)
        return error;
    view->shift_px =
        change->px_per_work *
        hypot(
            median_of(change->motion, 2 * half_width * half_height, 2),
            median_of(change->motion + 1, 2 * half_width * half_height - 1, 2));
    for (int i = 0; i < 2; i++)
        average(change->motion + i, change->scratch, half_width, half_height, 2,
                CALM / 2);
    move_back(change);
    view->likeness =
        find_likeness(change, near, reach_px / change->px_per_work);
    for (int i = 0; i < count; i++)
        change->difference[i] =
            change->mask[i] ? change->now[i] - change->scratch[i] : 0;
    for (int i = 0; i < 2; i++)
        average(change->difference, change->scratch, change->width,
                change->height, 1, GRAIN);
    return 0;
}

/* How much changes where nothing does. */
static double usual(const struct bv_change *change, struct bv_px near,
                    double reach)
{
    int count = 0;

    for (int i = 0; i < change->width * change->height; i += 3)
        if (is_far(change, i, near, reach))
            change->scratch[count++] = fabsf(change->difference[i]);
    return 1.5 * median_of(change->scratch, count, 1);
}

/* All that is connected with the seeds in the queue and differs by more than
 * the limit, that way. @return Its size; the queue holds it. */
static int flood(struct bv_change *change, int seeds, float sign, float limit)
{
    int width = change->width, height = change->height, end = seeds;

    for (int at = 0; at < end; at++) {
        int x = change->queue[at] % width, y = change->queue[at] / width;
        static const int right[] = {1, -1, 0, 0}, down[] = {0, 0, 1, -1};

        for (int k = 0; k < 4; k++) {
            int i = (y + down[k]) * width + x + right[k];

            if (x + right[k] < 0 || x + right[k] >= width || y + down[k] < 0 ||
                y + down[k] >= height || change->region[i] ||
                !change->mask[i] || sign * change->difference[i] < limit)
                continue;
            change->region[i] = 1;
            change->queue[end++] = i;
        }
    }
    return end;
}

static int seed(struct bv_change *change, struct bv_px near, double reach,
                float sign, float limit)
{
    int count = 0;

    memset(change->region, 0, (size_t)(change->width * change->height));
    for (int i = 0; i < change->width * change->height; i++)
        if (change->mask[i] && !is_far(change, i, near, reach) &&
            sign * change->difference[i] >= limit) {
            change->region[i] = 1;
            change->queue[count++] = i;
        }
    return count;
}

/* The region of one sign, at half of its own height. */
static struct bv_change_region find_one(struct bv_change *change,
                                        struct bv_px near, double reach,
                                        float sign, float limit)
{
    int count =
        flood(change, seed(change, near, reach, sign, limit), sign, limit);
    struct bv_change_region region = {.echo_rich = sign > 0};
    float most = 0;

    for (int i = 0; i < count; i++)
        change->scratch[i] = sign * change->difference[change->queue[i]];
    if (count > 0)
        most = (float)median_of(change->scratch, count, 1);
    limit = fmaxf(limit, (float)border_part * most);
    region.count =
        flood(change, seed(change, near, reach, sign, limit), sign, limit);
    region.levels = most;
    return region;
}

/* Whether it got brighter there: by how many places, since a bright line that
 * moved changes little, but by much. Most fluid is dark. */
static bool is_rich(const struct bv_change *change, struct bv_px near,
                    double reach, double limit)
{
    int rich = 0, poor = 0;

    for (int i = 0; i < change->width * change->height; i++)
        if (change->mask[i] && !is_far(change, i, near, reach)) {
            rich += change->difference[i] >= limit;
            poor += change->difference[i] <= -limit;
        }
    return rich > rich_over_poor * poor;
}

struct bv_change_region bv_change_find(struct bv_change *change,
                                       struct bv_px near_px, double reach_px,
                                       int way)
{
    struct bv_px near = to_work(change, near_px);
    double reach = reach_px / change->px_per_work;
    float limit =
        (float)fmax(deviations * usual(change, near, 2 * reach), levels_least);
    float sign = (float)way;

    if (way == 0)
        sign = is_rich(change, near, reach, limit) ? 1 : -1;
    return find_one(change, near, reach, sign, limit);
}

bool bv_change_holds(const struct bv_change *change, struct bv_px px)
{
    struct bv_px work = to_work(change, px);
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

        outline->at[i] = to_frame(change, work);
    }
    return bv_outline_is_valid(outline);
}
