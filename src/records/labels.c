#include "records/labels.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "records/labels_steps.h"

static const struct bv_label nothing = {.kind = BV_LABEL_OPEN};

struct bv_labels *bv_labels_new(void)
{
    return calloc(1, sizeof(struct bv_labels));
}

void bv_labels_free(struct bv_labels *labels)
{
    if (!labels)
        return;
    bv_labels_forget_steps(labels);
    free(labels->steps);
    free(labels->label);
    free(labels->time_s);
    free(labels);
}

int bv_labels_reserve(struct bv_labels *labels, uint32_t end)
{
    size_t room = labels->room ? labels->room : 256;
    double *time_s;
    struct bv_label *label;

    if (end > BV_LABELS_FRAMES_MAX)
        return -ERANGE;
    while (room < end)
        room *= 2;
    if (room > labels->room) {
        label = reallocarray(labels->label, room, sizeof(*label));
        if (!label)
            return -ENOMEM;
        labels->label = label;
        time_s = reallocarray(labels->time_s, room, sizeof(*time_s));
        if (!time_s)
            return -ENOMEM;
        labels->time_s = time_s;
        labels->room = room;
    }
    for (; labels->end < end; labels->end++) {
        labels->label[labels->end] = nothing;
        labels->time_s[labels->end] = NAN;
    }
    return 0;
}

struct bv_labels *bv_labels_copy(const struct bv_labels *labels)
{
    struct bv_labels *copy = bv_labels_new();

    if (!copy || bv_labels_reserve(copy, labels->end) < 0) {
        bv_labels_free(copy);
        return NULL;
    }
    if (labels->end > 0) {
        memcpy(copy->label, labels->label, labels->end * sizeof(*copy->label));
        memcpy(copy->time_s, labels->time_s,
               labels->end * sizeof(*copy->time_s));
    }
    copy->frame_count = labels->frame_count;
    copy->revision = labels->revision;
    return copy;
}

int bv_labels_add_frame(struct bv_labels *labels, uint32_t frame, double time_s)
{
    int error = frame < BV_LABELS_FRAMES_MAX
                    ? bv_labels_reserve(labels, frame + 1)
                    : -ERANGE;

    if (error < 0)
        return error;
    labels->frame_count += isnan(labels->time_s[frame]);
    labels->time_s[frame] = time_s;
    return 0;
}

uint32_t bv_labels_end(const struct bv_labels *labels)
{
    return labels->end;
}

double bv_labels_time_s(const struct bv_labels *labels, uint32_t frame)
{
    return frame < labels->end ? labels->time_s[frame] : NAN;
}

uint32_t bv_labels_frame_count(const struct bv_labels *labels)
{
    return labels->frame_count;
}

uint64_t bv_labels_revision(const struct bv_labels *labels)
{
    return labels->revision;
}

struct bv_label bv_labels_get(const struct bv_labels *labels, uint32_t frame)
{
    return frame < labels->end ? labels->label[frame] : nothing;
}

/* The next own label from a frame on, going by @p step. */
static bool find_own(const struct bv_labels *labels, uint32_t frame, int step,
                     uint32_t *found)
{
    for (int64_t i = (int64_t)frame + step; i >= 0 && i < labels->end;
         i += step)
        if (labels->label[i].kind != BV_LABEL_OPEN) {
            *found = (uint32_t)i;
            return true;
        }
    return false;
}

/* How far a frame is from one label to the next, 0 to 1: in time where both
 * have one, in frames otherwise. */
static double share_of_way(const struct bv_labels *labels, uint32_t before,
                           uint32_t frame, uint32_t after)
{
    double start_s = labels->time_s[before], end_s = labels->time_s[after];
    double now_s = labels->time_s[frame];

    if (end_s > start_s && now_s >= start_s && now_s <= end_s)
        return (now_s - start_s) / (end_s - start_s);
    return (double)(frame - before) / (double)(after - before);
}

static struct bv_px between(struct bv_px from, struct bv_px to, double share)
{
    return (struct bv_px){from.x + (to.x - from.x) * share,
                          from.y + (to.y - from.y) * share};
}

static struct bv_label carry(const struct bv_labels *labels, uint32_t before,
                             uint32_t frame, uint32_t after)
{
    const struct bv_label *a = &labels->label[before];
    const struct bv_label *b = &labels->label[after];
    double share = share_of_way(labels, before, frame, after);

    return (struct bv_label){
        .kind = a->kind,
        .by = BV_LABEL_ACCEPTED,
        .shaft_px = {between(a->shaft_px.from, b->shaft_px.from, share),
                     between(a->shaft_px.to, b->shaft_px.to, share)},
        .tip = a->tip == b->tip ? a->tip : BV_TIP_UNKNOWN,
        .tip_sd_px = fmax(a->tip_sd_px, b->tip_sd_px)};
}

enum bv_label_from bv_labels_find(const struct bv_labels *labels,
                                  uint32_t frame, struct bv_label *label)
{
    uint32_t before, after;

    *label = bv_labels_get(labels, frame);
    if (label->kind != BV_LABEL_OPEN)
        return BV_LABEL_FROM_ITSELF;
    if (frame >= labels->end || !find_own(labels, frame, -1, &before) ||
        !find_own(labels, frame, 1, &after) ||
        labels->label[before].kind != labels->label[after].kind)
        return BV_LABEL_FROM_NOBODY;
    *label = carry(labels, before, frame, after);
    return BV_LABEL_FROM_CARRY;
}

/* The frames between two labels (or an end of the clip and a label). */
static void survey_gap(const struct bv_labels *labels, int64_t before,
                       int64_t after, uint8_t *from, uint8_t *kind)
{
    bool carried = before >= 0 && after < labels->end &&
                   labels->label[before].kind == labels->label[after].kind;

    for (int64_t i = before + 1; i < after; i++) {
        if (from)
            from[i] = carried ? BV_LABEL_FROM_CARRY : BV_LABEL_FROM_NOBODY;
        if (kind)
            kind[i] = carried ? (uint8_t)labels->label[before].kind
                              : (uint8_t)BV_LABEL_OPEN;
    }
}

void bv_labels_survey(const struct bv_labels *labels, uint8_t *from,
                      uint8_t *kind)
{
    int64_t before = -1;

    for (int64_t i = 0; i < labels->end; i++) {
        if (labels->label[i].kind == BV_LABEL_OPEN)
            continue;
        survey_gap(labels, before, i, from, kind);
        if (from)
            from[i] = BV_LABEL_FROM_ITSELF;
        if (kind)
            kind[i] = (uint8_t)labels->label[i].kind;
        before = i;
    }
    survey_gap(labels, before, labels->end, from, kind);
}

struct bv_labels_counts bv_labels_count(const struct bv_labels *labels)
{
    struct bv_labels_counts counts = {.frames = labels->frame_count};
    uint32_t before = 0;
    bool has_before = false;

    for (uint32_t i = 0, waiting = 0; i < labels->end; i++) {
        const struct bv_label *label = &labels->label[i];

        if (label->kind == BV_LABEL_OPEN) {
            bool is_there = !isnan(labels->time_s[i]);

            waiting += is_there;
            counts.open += is_there;
            continue;
        }
        if (has_before && labels->label[before].kind == label->kind) {
            counts.carried += waiting;
            counts.open -= waiting;
        }
        waiting = 0;
        before = i;
        has_before = true;
        if (label->kind == BV_LABEL_UNSURE)
            counts.unsure++;
        else if (label->by == BV_LABEL_DRAWN)
            counts.drawn++;
        else
            counts.checked++;
    }
    return counts;
}

static bool is_wanted(const struct bv_labels *labels, uint32_t frame,
                      enum bv_labels_wanted wanted)
{
    const struct bv_label *label = &labels->label[frame];

    if (isnan(labels->time_s[frame]))
        return false;
    if (wanted == BV_LABELS_KEY)
        return label->kind != BV_LABEL_OPEN && label->by != BV_LABEL_ACCEPTED;
    return wanted == BV_LABELS_PICTURE || label->kind == BV_LABEL_OPEN;
}

bool bv_labels_seek(const struct bv_labels *labels, uint32_t frame,
                    bool forward, enum bv_labels_wanted wanted, uint32_t *found)
{
    int step = forward ? 1 : -1;

    for (int64_t i = (int64_t)frame + step; i >= 0 && i < labels->end;
         i += step)
        if (is_wanted(labels, (uint32_t)i, wanted)) {
            *found = (uint32_t)i;
            return true;
        }
    return false;
}

int bv_labels_accept(struct bv_labels *labels, uint32_t frame, bool span)
{
    uint32_t before = frame, after = frame;
    uint32_t *frames;
    struct bv_label *list, label;
    size_t count = 0;
    int error;

    if (bv_labels_find(labels, frame, &label) != BV_LABEL_FROM_CARRY)
        return 0;
    if (span && (!find_own(labels, frame, -1, &before) ||
                 !find_own(labels, frame, 1, &after)))
        return 0; /* cannot be: it was carried */
    frames = calloc(after - before + 1, sizeof(*frames));
    list = calloc(after - before + 1, sizeof(*list));
    for (uint32_t i = before; frames && list && i <= after; i++) {
        if (isnan(labels->time_s[i]) ||
            bv_labels_find(labels, i, &label) != BV_LABEL_FROM_CARRY)
            continue;
        frames[count] = i;
        list[count++] = label;
    }
    error = frames && list ? bv_labels_set_many(labels, frames, list, count)
                           : -ENOMEM;
    free(frames);
    free(list);
    return error < 0 ? error : (int)count;
}

int bv_labels_reject(struct bv_labels *labels, uint32_t frame)
{
    int64_t first = frame, last = frame;
    uint32_t *frames;
    struct bv_label *list;
    size_t count = 0;
    int error;

    if (frame >= labels->end)
        return 0;
    while (first > 0 && !is_wanted(labels, (uint32_t)first, BV_LABELS_KEY))
        first--;
    while (last + 1 < labels->end &&
           !is_wanted(labels, (uint32_t)last, BV_LABELS_KEY))
        last++;
    frames = calloc((size_t)(last - first) + 1, sizeof(*frames));
    list = calloc((size_t)(last - first) + 1, sizeof(*list));
    for (int64_t i = first; frames && list && i <= last; i++)
        if (labels->label[i].kind != BV_LABEL_OPEN &&
            labels->label[i].by == BV_LABEL_ACCEPTED)
            frames[count++] = (uint32_t)i;
    error = frames && list ? bv_labels_set_many(labels, frames, list, count)
                           : -ENOMEM;
    free(frames);
    free(list);
    return error < 0 ? error : (int)count;
}

bool bv_label_equal(const struct bv_label *a, const struct bv_label *b)
{
    return a->kind == b->kind && a->by == b->by && a->tip == b->tip &&
           a->tip_sd_px == b->tip_sd_px &&
           memcmp(&a->shaft_px, &b->shaft_px, sizeof(a->shaft_px)) == 0;
}

struct bv_truth_frame bv_label_truth(const struct bv_label *label,
                                     uint32_t frame, double mm_per_px)
{
    struct bv_truth_frame truth = {.frame = frame,
                                   .visible_mm = NAN,
                                   .out_of_plane_mm = NAN,
                                   .turned_deg = NAN,
                                   .mm_per_px = mm_per_px};

    truth.needle =
        label->kind == BV_LABEL_NEEDLE || label->kind == BV_LABEL_CROSSING;
    truth.has_crossing = label->kind == BV_LABEL_CROSSING;
    truth.crossing_px = label->shaft_px.to;
    if (label->kind != BV_LABEL_NEEDLE)
        return truth;
    truth.has_shaft = true;
    truth.shaft_px = label->shaft_px;
    truth.has_tip = label->tip == BV_TIP_VISIBLE;
    truth.tip_px = label->shaft_px.to;
    truth.tip = label->tip;
    truth.tip_uncertainty_px = label->tip_sd_px;
    if (mm_per_px > 0)
        truth.visible_mm = bv_px_segment_length(&label->shaft_px) * mm_per_px;
    return truth;
}

struct bv_label bv_label_of_truth(const struct bv_truth_frame *truth,
                                  enum bv_label_by by)
{
    struct bv_label label = {.kind = BV_LABEL_NO_NEEDLE, .by = by};

    if (!truth->needle)
        return label;
    label.kind = truth->has_shaft      ? BV_LABEL_NEEDLE
                 : truth->has_crossing ? BV_LABEL_CROSSING
                                       : BV_LABEL_UNSURE;
    if (truth->has_shaft)
        label.shaft_px = truth->shaft_px;
    else if (truth->has_crossing)
        label.shaft_px.from = label.shaft_px.to = truth->crossing_px;
    label.tip = truth->tip;
    label.tip_sd_px = truth->tip_uncertainty_px;
    return label;
}
