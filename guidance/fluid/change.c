#include "guidance/fluid/change.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "guidance/fluid/change_parts.h"
#include "guidance/vision/vision.h"

enum {
    SIDE = BV_CHANGE_SIDE,
    LEAST = 64, /* the shorter one that motion can be found in */
    CALM = 8,   /* half of the square over which motion is averaged */
    GRAIN = 3,  /* half of the square over which change is */
    SLACK = 3,  /* tissue may lie so far from where motion has it */
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
    change->lasting = calloc(count, 1);
    change->motion = calloc(count, sizeof(*change->motion));
    change->difference = calloc(count, sizeof(*change->difference));
    change->sure = calloc(count, sizeof(*change->sure));
    change->level = calloc(count, sizeof(*change->level));
    change->scratch = calloc(count, sizeof(*change->scratch));
    change->queue = malloc(count * sizeof(*change->queue));
    if (!change->vision || !change->before || !change->now || !change->mask ||
        !change->region || !change->lasting || !change->motion ||
        !change->difference || !change->sure || !change->level ||
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
    free(change->lasting);
    free(change->motion);
    free(change->difference);
    free(change->sure);
    free(change->level);
    free(change->scratch);
    free(change->queue);
    free(change);
}

struct bv_px bv_change_to_work(const struct bv_change *change, struct bv_px px)
{
    return (struct bv_px){
        (px.x + 0.5 - change->box.left) / change->px_per_work - 0.5,
        (px.y + 0.5 - change->box.top) / change->px_per_work - 0.5};
}

struct bv_px bv_change_to_frame(const struct bv_change *change,
                                struct bv_px work)
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
            struct bv_px px = bv_change_to_frame(change, (struct bv_px){x, y});

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
    memset(change->lasting, 0, (size_t)(change->width * change->height));
    error = bv_vision_forget_motion(change->vision);
    return error < 0 ? error : take(change, frame, change->before);
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

/* From now to before, px of the frame, at a place of the work picture. */
static struct bv_px motion_at(const struct bv_change *change, struct bv_px work)
{
    int width = change->width / 2, height = change->height / 2;
    int x = (int)fmin(fmax(work.x / 2, 0), width - 1);
    int y = (int)fmin(fmax(work.y / 2, 0), height - 1);
    const float *motion = change->motion + 2 * (y * width + x);

    return (struct bv_px){motion[0] * change->px_per_work,
                          motion[1] * change->px_per_work};
}

struct bv_px bv_change_before(const struct bv_change *change, struct bv_px px)
{
    struct bv_px motion = motion_at(change, bv_change_to_work(change, px));

    return (struct bv_px){px.x + motion.x, px.y + motion.y};
}

struct bv_px bv_change_now(const struct bv_change *change, struct bv_px px)
{
    struct bv_px now = px;

    for (int i = 0; i < 8; i++) {
        struct bv_px motion = motion_at(change, bv_change_to_work(change, now));

        now = (struct bv_px){px.x - motion.x, px.y - motion.y};
    }
    return now;
}

static int by_size(const void *a, const void *b)
{
    float one = *(const float *)a, other = *(const float *)b;

    return (one > other) - (one < other);
}

double bv_change_median_of(const float *values, int count, int step)
{
    float some[1024];
    int stride = (count / (1024 * step) + 1) * step, n = 0;

    for (int i = 0; i < count && n < 1024; i += stride)
        some[n++] = values[i];
    qsort(some, (size_t)n, sizeof(*some), by_size);
    return n > 0 ? some[n / 2] : 0;
}

struct bv_change_disc bv_change_disc_at(const struct bv_change *change,
                                        struct bv_px px, double radius_px)
{
    double radius = radius_px / change->px_per_work;

    return (struct bv_change_disc){bv_change_to_work(change, px),
                                   radius * radius};
}

/* Of the picture and the one moved back, in scratch. */
static double find_likeness(const struct bv_change *change,
                            const struct bv_change_disc *near)
{
    double n = 0, a = 0, b = 0, aa = 0, bb = 0, ab = 0, both;

    for (int y = 0, i = 0; y < change->height; y++)
        for (int x = 0; x < change->width; x++, i++) {
            double one = change->now[i], other = change->scratch[i];

            if (!change->mask[i] || !bv_change_is_far(near, x, y))
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

/* What became darker than all that lay close by before, or brighter. */
static int find_sure(struct bv_change *change, bool brighter)
{
    int count = change->width * change->height;
    float sign = brighter ? 1 : -1;
    int error;

    for (int i = 0; i < count; i++)
        change->scratch[i] = change->level[i] - change->difference[i];
    error = bv_vision_extreme(change->vision, change->scratch, change->width,
                              change->height, SLACK, brighter);
    if (error < 0)
        return error;
    for (int i = 0; i < count; i++) {
        float by = change->level[i] - change->scratch[i];

        if (change->mask[i] && sign * by > 0)
            change->sure[i] = by;
    }
    return 0;
}

/* What differs, from the picture moved back in scratch. */
static int find_difference(struct bv_change *change)
{
    int count = change->width * change->height, error = 0;

    for (int i = 0; i < count; i++)
        change->level[i] = change->now[i];
    for (int i = 0; i < 4 && error == 0; i++)
        error = bv_vision_average(change->vision,
                                  i < 2 ? change->level : change->scratch,
                                  change->width, change->height, 1, GRAIN);
    for (int i = 0; i < count; i++)
        change->difference[i] = change->level[i] - change->scratch[i];
    memset(change->sure, 0, (size_t)count * sizeof(*change->sure));
    if (error == 0)
        error = find_sure(change, false);
    if (error == 0)
        error = find_sure(change, true);
    for (int i = 0; i < count; i++)
        if (!change->mask[i])
            change->difference[i] = 0;
    return error;
}

int bv_change_look(struct bv_change *change, const struct bv_frame *frame,
                   struct bv_px near_px, double reach_px,
                   struct bv_change_view *view)
{
    int half_width = change->width / 2, half_height = change->height / 2;
    struct bv_change_disc near = bv_change_disc_at(change, near_px, reach_px);
    int error = take(change, frame, change->now);

    if (error == 0)
        error = bv_vision_motion(change->vision, change->now, change->before,
                                 change->width, change->height, change->motion);
    if (error < 0)
        return error;
    view->shift_px =
        change->px_per_work *
        hypot(bv_change_median_of(change->motion, 2 * half_width * half_height,
                                  2),
              bv_change_median_of(change->motion + 1,
                                  2 * half_width * half_height - 1, 2));
    error = bv_vision_average(change->vision, change->motion, half_width,
                              half_height, 2, CALM / 2);
    if (error < 0)
        return error;
    move_back(change);
    view->likeness = find_likeness(change, &near);
    return find_difference(change);
}
