#include "guidance/follow.h"

#include <math.h>
#include <stdlib.h>

#include "core/clock.h"
#include "guidance/agreement.h"
#include "guidance/anchor.h"

/* A patch's size: so much tissue, and of the scan area's smaller side at least
 * and at most such a part. */
static const double patch_mm = 7, part_least = 0.135, part_most = 0.36;
static const double part_without_scale = 0.18;

/* The needle's echo, each side of its line, in points of the patch: 1 mm. */
static const double shaft_half_points = 4.5;

/* Anchors: one in the middle, and on the border one in so many patches, but
 * none nearer to the middle than this, in patches. */
enum { around_least = 4, around_most = 6, anchors_most = around_most + 1 };
static const double border_patches = 0.7, least_patches = 0.4;

/* Of a point, the tissue that it lies on counts more than that around it. */
static const double middle_weight = 3;

/* Of the anchors that are in view so many must have moved alike; of a mark
 * that was lost, which may be anywhere, more. */
static const double agreeing_part = 0.6, agreeing_part_again = 0.8;

/* So many must be as they were marked for further views to be taken. */
static const double supporting_part = 0.8;

/* How far they may be off one another, in points of the patch. */
static const double tolerance_points = 2, turn = 0.12, stiff_points = 12;

/* Anchors of which the whole picture is searched where none was kept. */
enum { leaders = 2 };

/* A mark that is lost is not looked for all around more often. */
static const double look_every_s = 0.1;

/* A needle's end so near pushes a point, in points of the patch: 9 mm, further
 * than what lies around it, by so much at most. Its own tissue must be so much
 * alike; speckle counts for less the longer it lasts. */
static const double pushed_points = 40, push_points = 7;
static const double push_alike = 0.6, push_seen_part = 0.75, push_s = 0.03;

struct bv_follow {
    enum bv_landmark_state state;
    struct bv_px px;
    struct bv_outline outline;
    struct bv_px_map map; /* to the last picture in which it was held */
    struct bv_px pushed;  /* further than that, by a needle */
    bool pending;         /* marked, not yet tied */
    bool tied;            /* the anchors are valid */
    int64_t step_ns;
    int64_t missed_ns; /* held: time without its tissue, less that with it */
    int64_t looked_ns; /* lost: all around, last */
    bool found;        /* lost: the tissue is there again, since found_ns */
    int64_t found_ns;
    struct bv_px_map found_map;
    int count; /* of the anchors, the middle first */
    struct bv_anchor anchor[anchors_most];
};

/* One step's. */
struct step {
    const struct bv_follow_input *input;
    enum bv_anchor_demand demand;
};

/* Too large for a thread's stack; used within a step alone. */
static _Thread_local struct bv_patch_window window;

struct bv_follow *bv_follow_new(void)
{
    return calloc(1, sizeof(struct bv_follow));
}

void bv_follow_free(struct bv_follow *follow)
{
    free(follow);
}

void bv_follow_mark(struct bv_follow *follow, struct bv_px px,
                    const struct bv_outline *outline)
{
    follow->state = BV_LANDMARK_HELD;
    follow->outline = *outline;
    follow->px = outline->count > 0 ? bv_outline_middle(outline) : px;
    follow->map = bv_px_map_identity();
    follow->pending = true;
    follow->tied = follow->found = false;
    follow->pushed = (struct bv_px){0, 0};
}

void bv_follow_picture_changed(struct bv_follow *follow)
{
    follow->pending = follow->tied = false;
    follow->state = BV_LANDMARK_LOST;
}

static int step_px(const struct bv_follow_input *input)
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

static bool is_in_scan_area(const struct bv_follow_input *input,
                            struct bv_px px)
{
    if (input->area->shape != BV_SCAN_UNKNOWN)
        return bv_scan_area_contains(input->area, px);
    return px.x >= 0 && px.y >= 0 && px.x <= input->frame->width_px - 1 &&
           px.y <= input->frame->height_px - 1;
}

static void sample(const struct bv_follow_input *input, struct bv_px middle,
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

    sample(input, at, points_px, BV_PATCH_REACH_NEAR);
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

static void tie_around(struct bv_follow *follow,
                       const struct bv_follow_input *input, int points_px)
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
        at = push_out(follow->px, at, least_patches * patch_px);
        if (is_in_scan_area(input, at))
            tie_anchor(follow, input, at, points_px);
    }
}

static void tie(struct bv_follow *follow, const struct bv_follow_input *input)
{
    int points_px = step_px(input);

    follow->pending = false;
    follow->state = BV_LANDMARK_LOST;
    follow->count = 0;
    if (!is_in_scan_area(input, follow->px))
        return;
    tie_anchor(follow, input, follow->px, points_px);
    tie_around(follow, input, points_px);
    follow->tied = follow->count > 0;
    if (!follow->tied)
        return;
    follow->state = BV_LANDMARK_HELD;
    follow->missed_ns = 0;
}

/* Whether enough of the anchors that are in view moved alike. */
static bool do_agree(const struct bv_follow *follow,
                     enum bv_anchor_demand demand, struct bv_px_map *map)
{
    double part =
        demand == BV_ANCHOR_AGAIN ? agreeing_part_again : agreeing_part;
    double point = follow->anchor[0].view[0].step_px;
    struct bv_agreement how = {.tolerance_px = tolerance_points * point,
                               .turn = turn,
                               .stiff_px = stiff_points * point};
    struct bv_pairing pairs[anchors_most];
    int seen = 0, found = 0, agreeing;

    for (int i = 0; i < follow->count; i++) {
        const struct bv_anchor *anchor = &follow->anchor[i];
        bool middle = follow->outline.count == 0 &&
                      bv_px_distance(anchor->at, follow->px) < 1;

        seen += anchor->sighting.seen;
        if (anchor->sighting.found)
            pairs[found++] =
                (struct bv_pairing){anchor->at, anchor->sighting.px,
                                    middle ? middle_weight : 1, false};
    }
    agreeing = bv_agreement_find(&how, pairs, found, map);
    return agreeing > 0 && agreeing >= part * seen;
}

/* Look for an anchor close to a place; and again from where it is found, since
 * what lies between the points of a patch looks otherwise from elsewhere. */
static void confirm_anchor(struct bv_anchor *anchor, const struct step *step,
                           struct bv_px at)
{
    int points_px = anchor->view[0].step_px;
    struct bv_anchor_sighting first;

    sample(step->input, at, points_px, BV_PATCH_REACH_CLOSE);
    bv_anchor_confirm(anchor, &window, at, step->demand);
    first = anchor->sighting;
    if (first.found && bv_px_distance(at, first.px) >= points_px / 2.0) {
        sample(step->input, first.px, points_px, BV_PATCH_REACH_CLOSE);
        bv_anchor_confirm(anchor, &window, first.px, step->demand);
        if (!anchor->sighting.found)
            anchor->sighting = first;
    }
}

/* Whether the tissue is close to where it is expected. */
static bool confirm(struct bv_follow *follow, const struct step *step,
                    const struct bv_px_map *expected, struct bv_px_map *map)
{
    for (int i = 0; i < follow->count; i++) {
        struct bv_anchor *anchor = &follow->anchor[i];

        confirm_anchor(anchor, step, bv_px_map_apply(expected, anchor->at));
    }
    return do_agree(follow, step->demand, map);
}

/* Whether it is where one of the anchors is found, further away. */
static bool search(struct bv_follow *follow, const struct step *step, int reach,
                   const struct bv_px_map *expected, struct bv_px_map *map)
{
    for (int i = 0; i < follow->count && i < leaders; i++) {
        struct bv_anchor *anchor = &follow->anchor[i];
        struct bv_px at = bv_px_map_apply(expected, anchor->at), px;
        struct bv_px_map there = *expected;

        sample(step->input, at, anchor->view[0].step_px, reach);
        if (!bv_anchor_search(anchor, &window, at, step->demand, &px))
            continue;
        there.x0 += px.x - at.x;
        there.y0 += px.y - at.y;
        if (confirm(follow, step, &there, map))
            return true;
    }
    return false;
}

/* Whether the picture is still that of the mark's own plane, or nearly: by so
 * many of the anchors as they were when it was made. One alone may lie on a
 * line that runs on across the plane. */
static bool is_supported(struct bv_follow *follow,
                         const struct bv_follow_input *input)
{
    int seen = 0, alike = 0;

    for (int i = 0; i < follow->count; i++) {
        struct bv_anchor *anchor = &follow->anchor[i];

        if (!anchor->sighting.seen)
            continue;
        seen++;
        if (!anchor->sighting.found)
            continue;
        sample(input, anchor->sighting.px, anchor->view[0].step_px,
               BV_PATCH_REACH_CLOSE);
        alike += bv_anchor_steps(anchor, &window) <= BV_ANCHOR_STEPS;
    }
    return alike >= supporting_part * seen;
}

/* Further views of those that moved as the mark did. */
static void take_views(struct bv_follow *follow,
                       const struct bv_follow_input *input)
{
    double point = follow->anchor[0].view[0].step_px;
    bool supported = false;

    for (int i = 0; i < follow->count; i++) {
        struct bv_anchor *anchor = &follow->anchor[i];
        struct bv_px at = bv_px_map_apply(&follow->map, anchor->at);

        if (!bv_anchor_wants_view(anchor) ||
            bv_px_distance(anchor->sighting.px, at) > tolerance_points * point)
            continue;
        supported = supported || is_supported(follow, input);
        if (!supported)
            return;
        sample(input, anchor->sighting.px, anchor->view[0].step_px,
               BV_PATCH_REACH_CLOSE);
        bv_anchor_take_view(anchor, &window);
    }
}

/* Whether a needle comes near a place: it pushes tissue apart. */
static bool is_pushed(const struct bv_follow_input *input, struct bv_px at,
                      double point)
{
    return input->shaft &&
           bv_px_distance(input->shaft->to, at) <= pushed_points * point;
}

/* How much further than what lies around it the tissue went that a point lies
 * on: by how it looked when it was marked, for a view that was taken while it
 * was pushed is off by as much. */
static void follow_push(struct bv_follow *follow,
                        const struct bv_follow_input *input, int64_t since_ns)
{
    const struct bv_anchor *anchor = &follow->anchor[0];
    double point = anchor->view[0].step_px;
    double keep = exp(-bv_ns_to_s(since_ns) / push_s);
    struct bv_px at = bv_px_map_apply(&follow->map, follow->px), off = {0, 0};

    if (follow->outline.count == 0 && anchor->sighting.found &&
        bv_px_distance(anchor->at, follow->px) < 1 &&
        is_pushed(input, at, point)) {
        struct bv_patch_match match;

        sample(input, anchor->sighting.px, anchor->view[0].step_px,
               BV_PATCH_REACH_CLOSE);
        match = bv_patch_near(&anchor->view[0], &window, anchor->sighting.px);
        if (match.correlation >= push_alike &&
            match.seen_part >= push_seen_part &&
            bv_px_distance(match.px, at) <= push_points * point)
            off = (struct bv_px){match.px.x - at.x, match.px.y - at.y};
    }
    follow->pushed.x = off.x + keep * (follow->pushed.x - off.x);
    follow->pushed.y = off.y + keep * (follow->pushed.y - off.y);
}

static void hold(struct bv_follow *follow, const struct bv_follow_input *input,
                 int64_t since_ns)
{
    struct step near = {input, BV_ANCHOR_KEPT};
    /* among so many places some are alike by chance */
    struct step further = {input, BV_ANCHOR_AGAIN};
    struct bv_px_map map;

    if (confirm(follow, &near, &follow->map, &map) ||
        search(follow, &further, BV_PATCH_REACH_NEAR, &follow->map, &map)) {
        follow->map = map;
        if (follow->missed_ns > since_ns) /* found by chance, now and then */
            follow->missed_ns -= since_ns;
        else
            follow->missed_ns = 0;
        take_views(follow, input);
        follow_push(follow, input, since_ns);
        if (!is_in_scan_area(input, bv_px_map_apply(&map, follow->px)))
            follow->state = BV_LANDMARK_LOST;
    } else {
        follow->missed_ns += since_ns;
        if (follow->missed_ns >= bv_s_to_ns(BV_FOLLOW_LOST_AFTER_S))
            follow->state = BV_LANDMARK_LOST;
    }
    follow->found = false;
}

/* Whether the tissue of a lost mark is in the picture. */
static bool look(struct bv_follow *follow, const struct bv_follow_input *input,
                 struct bv_px_map *map)
{
    struct step step = {input, BV_ANCHOR_AGAIN};
    int64_t now_ns = input->frame->time_ns;

    if (follow->found)
        return confirm(follow, &step, &follow->found_map, map);
    if (*input->far_looks <= 0 ||
        bv_ns_to_s(now_ns - follow->looked_ns) < look_every_s)
        return false;
    follow->looked_ns = now_ns;
    --*input->far_looks;
    return search(follow, &step, BV_PATCH_REACH_FAR, &follow->map, map);
}

static void look_again(struct bv_follow *follow,
                       const struct bv_follow_input *input)
{
    int64_t now_ns = input->frame->time_ns;
    struct bv_px_map map;

    if (!look(follow, input, &map) ||
        !is_in_scan_area(input, bv_px_map_apply(&map, follow->px))) {
        follow->found = false;
        return;
    }
    if (!follow->found)
        follow->found_ns = now_ns;
    follow->found = true;
    follow->found_map = map;
    if (bv_ns_to_s(now_ns - follow->found_ns) < BV_FOLLOW_BACK_AFTER_S)
        return;
    follow->state = BV_LANDMARK_HELD;
    follow->map = map;
    follow->missed_ns = 0;
}

enum bv_landmark_state bv_follow_step(struct bv_follow *follow,
                                      const struct bv_follow_input *input,
                                      struct bv_px_map *map)
{
    int64_t now_ns = input->frame->time_ns;
    int64_t since_ns = now_ns - follow->step_ns;

    if (since_ns < 0) { /* wound back */
        follow->found_ns = follow->looked_ns = now_ns;
        since_ns = 0;
    }
    if (follow->pending)
        tie(follow, input);
    else if (follow->tied && !input->repeat) {
        if (follow->state == BV_LANDMARK_HELD)
            hold(follow, input, since_ns);
        else
            look_again(follow, input);
    }
    if (!input->repeat)
        follow->step_ns = now_ns;
    *map = follow->map;
    map->x0 += follow->pushed.x;
    map->y0 += follow->pushed.y;
    return follow->state;
}
