/*
 * Tying a mark to tissue: where its patches lie, and how large they are.
 */
#include <math.h>

#include "guidance/follow_parts.h"

/* A patch's size: so much tissue, and of the scan area's smaller side at least
 * and at most such a part. */
static const double patch_mm = 7, part_least = 0.135, part_most = 0.36;
static const double part_without_scale = 0.18;

/* Anchors: one in the middle, and on the border one in so many patches, but
 * none nearer to the middle than this, in patches. */
enum { around_least = 4, around_most = BV_FOLLOW_ANCHORS_MOST - 1 };
static const double border_patches = 0.7, least_patches = 0.4;

/* In fluid there is nothing to hold on to: then by what lies around that, so
 * far away. */
enum { further = 3 };
static const double further_patches[further] = {0.8, 1.2, 1.6};

/* The needle's echo, each side of its line, in points of the patch: 1 mm. */
static const double shaft_half_points = 4.5;

/* Too large for a thread's stack. */
static _Thread_local struct bv_patch_window window;

const struct bv_patch_window *bv_follow_window(void)
{
    return &window;
}

int bv_follow_points_px(const struct bv_follow_input *input)
{
    const struct bv_px_box *box = &input->area->box;
    double width = input->frame->width_px, height = input->frame->height_px;
    double patch_px, side_px;

    if (input->area->shape != BV_SCAN_UNKNOWN) {
        width = box->right - box->left;
        height = box->bottom - box->top;
    }
    side_px = fmin(width, height);
    patch_px = side_px * part_without_scale;
    if (input->mm_per_px > 0)
        patch_px = fmin(fmax(patch_mm / input->mm_per_px, side_px * part_least),
                        side_px * part_most);
    return (int)fmax(1, round(patch_px / BV_PATCH_SIDE));
}

bool bv_follow_is_in_scan_area(const struct bv_follow_input *input,
                               struct bv_px px)
{
    if (input->area->shape != BV_SCAN_UNKNOWN)
        return bv_scan_area_contains(input->area, px);
    return px.x >= 0 && px.y >= 0 && px.x <= input->frame->width_px - 1 &&
           px.y <= input->frame->height_px - 1;
}

void bv_follow_sample(const struct bv_follow_input *input, struct bv_px middle,
                      int points_px, int reach)
{
    struct bv_patch_mask mask = {.area = input->area,
                                 .shaft = input->shaft,
                                 .shaft_half_px =
                                     shaft_half_points * points_px};

    bv_patch_sample(&window, input->frame, middle, points_px, reach, &mask);
}

/* Keep the anchor where there is anything to hold on to, by how much. */
static void tie_anchor(struct bv_follow *follow,
                       const struct bv_follow_input *input, struct bv_px at,
                       int points_px)
{
    struct bv_anchor *anchor = &follow->anchor[follow->count];

    bv_follow_sample(input, at, points_px, BV_PATCH_REACH_NEAR);
    if (bv_anchor_tie(anchor, &window, at))
        follow->count++;
}

static double border_length(const struct bv_outline *outline)
{
    double length = 0;

    for (int i = 0; i < outline->count; i++)
        length += bv_px_distance(outline->at[i],
                                 outline->at[(i + 1) % outline->count]);
    return length;
}

/* So far along the border. */
static struct bv_px on_border(const struct bv_outline *outline, double along)
{
    for (int i = 0; i < outline->count; i++) {
        struct bv_px_segment side = {outline->at[i],
                                     outline->at[(i + 1) % outline->count]};
        double length = bv_px_segment_length(&side);

        if (length > 0 && along <= length)
            return bv_px_segment_at(&side, along);
        along -= length;
    }
    return outline->at[0];
}

/* Away from the middle, at least so far. */
static struct bv_px push_out(struct bv_px middle, struct bv_px at, double least)
{
    double distance = bv_px_distance(middle, at);
    double by = distance > 0 ? fmax(1, least / distance) : 1;

    return (struct bv_px){middle.x + by * (at.x - middle.x),
                          middle.y + by * (at.y - middle.y)};
}

/* @param least  From the middle, in patches. */
static void tie_around(struct bv_follow *follow,
                       const struct bv_follow_input *input, int points_px,
                       double least)
{
    double patch_px = points_px * BV_PATCH_SIDE;
    double length = border_length(&follow->outline);
    int count = (int)fmin(
        fmax(round(length / (border_patches * patch_px)), around_least),
        around_most);

    for (int i = 0; i < count; i++) {
        struct bv_px at = {follow->px.x + (i & 1 ? 1 : -1),
                           follow->px.y + (i & 2 ? 1 : -1)};

        if (length > 0)
            at = on_border(&follow->outline, length * i / count);
        at = push_out(follow->px, at, least * patch_px);
        if (bv_follow_is_in_scan_area(input, at))
            tie_anchor(follow, input, at, points_px);
    }
}

void bv_follow_tie(struct bv_follow *follow,
                   const struct bv_follow_input *input)
{
    int points_px = bv_follow_points_px(input);

    follow->pending = false;
    follow->state = BV_LANDMARK_LOST;
    follow->count = 0;
    if (!bv_follow_is_in_scan_area(input, follow->px))
        return;
    tie_anchor(follow, input, follow->px, points_px);
    tie_around(follow, input, points_px, least_patches);
    for (int i = 0; i < further && follow->count == 0; i++)
        tie_around(follow, input, points_px, further_patches[i]);
    follow->tied = follow->count > 0;
    if (!follow->tied)
        return;
    follow->state = BV_LANDMARK_HELD;
    follow->carried = true;
    follow->missed_ns = 0;
}
