#include "guidance/picture.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "core/clock.h"
#include "guidance/coarse.h"
#include "guidance/coarse_watch.h"

/* Two seconds at 120 frames/s. */
enum { times_kept = 256 };

static const double interval_window_s = 2;

/* Containers keep times to a millisecond. */
static const int64_t time_rounding_ns = BV_NS_PER_MS;

/* Of the cells that this source usually changes: a clock, a cursor. */
static const double small_change = 0.05;
/* How fast "usually" follows a picture that has become calmer. */
static const double usual_decay_s = 10;

struct bv_picture {
    int width_px, height_px;
    double mm_per_px;
    struct bv_scan_area scan_area;
    uint8_t *pixels, *saturation; /* of the frame before, rows without gaps */
    bool has_saturation;

    int64_t times_ns[times_kept]; /* of the last frames, a ring */
    bool fresh[times_kept];       /* of these, which had new content */
    int count, next;
    int64_t started_ns, last_ns, fresh_ns;

    double usual_part; /* of the cells, changed by new content, at most */
    struct bv_coarse *now;
    struct bv_coarse_watch *watch;
};

struct bv_picture *bv_picture_new(void)
{
    return calloc(1, sizeof(struct bv_picture));
}

static void release(struct bv_picture *picture)
{
    free(picture->pixels);
    free(picture->saturation);
    bv_coarse_free(picture->now);
    bv_coarse_watch_free(picture->watch);
    picture->pixels = picture->saturation = NULL;
    picture->now = NULL;
    picture->watch = NULL;
}

void bv_picture_free(struct bv_picture *picture)
{
    if (!picture)
        return;
    release(picture);
    free(picture);
}

static int resize(struct bv_picture *picture, const struct bv_frame *frame)
{
    size_t size = (size_t)frame->width_px * (size_t)frame->height_px;

    release(picture);
    picture->width_px = picture->height_px = 0;
    picture->pixels = calloc(1, size);
    picture->saturation = malloc(size);
    picture->now = bv_coarse_new(frame->width_px, frame->height_px);
    picture->watch = bv_coarse_watch_new(picture->now);
    if (!picture->pixels || !picture->saturation || !picture->now ||
        !picture->watch)
        return -ENOMEM;
    picture->has_saturation = false;
    picture->width_px = frame->width_px;
    picture->height_px = frame->height_px;
    picture->usual_part = 0;
    return 0;
}

static bool differs(const struct bv_frame *frame, const uint8_t *plane,
                    const uint8_t *kept)
{
    size_t width = (size_t)frame->width_px;

    for (int y = 0; y < frame->height_px; y++)
        if (memcmp(kept + (size_t)y * width,
                   plane + (size_t)y * (size_t)frame->stride_bytes, width) != 0)
            return true;
    return false;
}

/* Keep a copy of the colour; whether it differs from before. */
static bool keep_saturation(struct bv_picture *picture,
                            const struct bv_frame *frame)
{
    size_t width = (size_t)frame->width_px;
    bool had = picture->has_saturation;

    picture->has_saturation = frame->saturation != NULL;
    if (!frame->saturation)
        return had;
    if (had && !differs(frame, frame->saturation, picture->saturation))
        return false;
    for (int y = 0; y < frame->height_px; y++)
        memcpy(picture->saturation + (size_t)y * width,
               frame->saturation + (size_t)y * (size_t)frame->stride_bytes,
               width);
    return true;
}

static bool same_measure(const struct bv_picture *picture,
                         const struct bv_frame *frame)
{
    const struct bv_scan_area *a = &picture->scan_area, *b = &frame->scan_area;

    if (picture->mm_per_px != bv_frame_own_scale(frame) || a->shape != b->shape)
        return false;
    if (b->shape == BV_SCAN_UNKNOWN)
        return true;
    if (memcmp(&a->box, &b->box, sizeof(a->box)) != 0 ||
        a->face_middle.x != b->face_middle.x ||
        a->face_middle.y != b->face_middle.y)
        return false;
    return b->shape == BV_SCAN_RECTANGLE ||
           (a->apex.x == b->apex.x && a->apex.y == b->apex.y &&
            a->face_radius_px == b->face_radius_px &&
            a->end_radius_px == b->end_radius_px &&
            a->half_angle_deg == b->half_angle_deg);
}

static void start_times(struct bv_picture *picture, int64_t time_ns)
{
    picture->count = picture->next = 0;
    picture->started_ns = picture->last_ns = picture->fresh_ns = time_ns;
}

static void keep_time(struct bv_picture *picture, int64_t time_ns, bool fresh)
{
    picture->times_ns[picture->next] = time_ns;
    picture->fresh[picture->next] = fresh;
    picture->next = (picture->next + 1) % times_kept;
    if (picture->count < times_kept)
        picture->count++;
    picture->last_ns = time_ns;
    if (fresh)
        picture->fresh_ns = time_ns;
}

/* The frame that came `back` frames ago. */
static int ago(const struct bv_picture *picture, int back)
{
    return (picture->next - 1 - back + 2 * times_kept) % times_kept;
}

static int compare_ns(const void *a, const void *b)
{
    int64_t first = *(const int64_t *)a, second = *(const int64_t *)b;

    return (first > second) - (first < second);
}

static double interval_s(const struct bv_picture *picture)
{
    int64_t intervals_ns[times_kept];
    int count = 0;

    for (int back = 0; back + 1 < picture->count; back++) {
        int64_t time_ns = picture->times_ns[ago(picture, back)];

        if (bv_ns_to_s(picture->last_ns - time_ns) >= interval_window_s)
            break;
        intervals_ns[count++] =
            time_ns - picture->times_ns[ago(picture, back + 1)];
    }
    if (count == 0)
        return 0;
    qsort(intervals_ns, (size_t)count, sizeof(*intervals_ns), compare_ns);
    return bv_ns_to_s(intervals_ns[count / 2]);
}

/*
 * Eight frames in the last second, and not by luck: eight intervals between
 * new frames fit into a second as well.
 */
static bool is_fast_enough(const struct bv_picture *picture)
{
    int64_t second_ns = BV_NS_PER_S + time_rounding_ns;
    int64_t newest_ns = picture->fresh_ns;
    int newer = 0;

    for (int back = 0; back < picture->count; back++) {
        int at = ago(picture, back);

        if (!picture->fresh[at])
            continue;
        if (newer == BV_PICTURE_NEW_PER_S_MIN - 1 &&
            picture->last_ns - picture->times_ns[at] > second_ns)
            return false;
        if (newer == BV_PICTURE_NEW_PER_S_MIN)
            return newest_ns - picture->times_ns[at] <= second_ns;
        newer++;
    }
    return false;
}

static enum bv_picture_state judge(const struct bv_picture *picture)
{
    double still_s = bv_ns_to_s(picture->last_ns - picture->fresh_ns);
    double limit_s = 0;

    if (still_s >= BV_PICTURE_STOPPED_S)
        limit_s = 2 * interval_s(picture);
    if (still_s >= BV_PICTURE_STOPPED_S && still_s >= limit_s)
        return BV_PICTURE_STOPPED;
    if (picture->last_ns - picture->started_ns >= BV_NS_PER_S &&
        !is_fast_enough(picture))
        return BV_PICTURE_TOO_SLOW;
    return BV_PICTURE_FRESH;
}

/* More than a clock, measured by what this source usually changes. */
static bool is_new_content(struct bv_picture *picture, int64_t time_ns)
{
    double part = bv_coarse_changed_part(picture->now);
    double fade = bv_ns_to_s(time_ns - picture->fresh_ns) / usual_decay_s;

    if (part <= small_change * picture->usual_part)
        return false;
    if (fade > 1)
        fade = 1;
    picture->usual_part += fade * (part - picture->usual_part);
    if (part > picture->usual_part)
        picture->usual_part = part;
    return true;
}

/* The first frame of a size. */
static int start(struct bv_picture *picture, const struct bv_frame *frame,
                 struct bv_picture_report *report)
{
    bool first = picture->width_px == 0;
    int error = resize(picture, frame);

    if (error < 0)
        return error;
    bv_coarse_look(picture->now, frame, picture->pixels);
    (void)keep_saturation(picture, frame);
    bv_coarse_watch_start(picture->watch, picture->now, frame->time_ns);
    start_times(picture, frame->time_ns);
    keep_time(picture, frame->time_ns, true);
    report->changed = report->scale_changed = !first;
    return 0;
}

/* Another frame of the same size. */
static void look(struct bv_picture *picture, const struct bv_frame *frame,
                 struct bv_picture_report *report)
{
    bool grey = differs(frame, frame->pixels, picture->pixels);
    bool colour = keep_saturation(picture, frame);
    bool fresh = false;

    report->repeat = !grey && !colour;
    if (frame->time_ns < picture->last_ns) {
        report->changed = report->rewound = true;
        start_times(picture, frame->time_ns);
    }
    if (grey) {
        bv_coarse_look(picture->now, frame, picture->pixels);
        fresh = is_new_content(picture, frame->time_ns);
    }
    if (fresh) {
        enum bv_coarse_change change =
            bv_coarse_watch_step(picture->watch, picture->now, frame->time_ns);

        report->changed |= change != BV_COARSE_SAME;
        report->scale_changed = change == BV_COARSE_OTHER;
    }
    if (!same_measure(picture, frame))
        report->changed = report->scale_changed = true;
    keep_time(picture, frame->time_ns, fresh);
}

int bv_picture_step(struct bv_picture *picture, const struct bv_frame *frame,
                    struct bv_picture_report *report)
{
    struct bv_picture_report made = {.state = BV_PICTURE_FRESH};

    if (picture->width_px != frame->width_px ||
        picture->height_px != frame->height_px) {
        int error = start(picture, frame, &made);

        if (error < 0)
            return error;
    } else {
        look(picture, frame, &made);
    }
    picture->mm_per_px = bv_frame_own_scale(frame);
    picture->scan_area = frame->scan_area;
    made.state = judge(picture);
    made.still_s = bv_ns_to_s(picture->last_ns - picture->fresh_ns);
    *report = made;
    return 0;
}
