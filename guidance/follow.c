#include "guidance/follow.h"

#include <math.h>
#include <stdlib.h>

#include "core/clock.h"
#include "guidance/agreement.h"
#include "guidance/follow_parts.h"

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

/* So far, in points of the patch, a mark that is not found is not carried
 * without being said lost: 1 mm. */
static const double far_points = 4.5;

/* A mark that is lost is not looked for all around more often. */
static const double look_every_s = 0.1;

/* One step's. */
struct step {
    const struct bv_follow_input *input;
    enum bv_anchor_demand demand;
};

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
    follow->map = follow->held_map = bv_px_map_identity();
    follow->pending = true;
    follow->tied = follow->found = false;
    follow->carried = follow->carry.known = false;
    follow->pushed = follow->pulled = (struct bv_px){0, 0};
    follow->needle.known = false;
}

void bv_follow_picture_changed(struct bv_follow *follow)
{
    follow->pending = follow->tied = follow->carried = false;
    follow->state = BV_LANDMARK_LOST;
}

bool bv_follow_is_carried(const struct bv_follow *follow)
{
    return follow->state == BV_LANDMARK_LOST && follow->carried;
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
    struct bv_pairing pairs[BV_FOLLOW_ANCHORS_MOST];
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

    bv_follow_sample(step->input, at, points_px, BV_PATCH_REACH_CLOSE);
    bv_anchor_confirm(anchor, bv_follow_window(), at, step->demand);
    first = anchor->sighting;
    if (first.found && bv_px_distance(at, first.px) >= points_px / 2.0) {
        bv_follow_sample(step->input, first.px, points_px,
                         BV_PATCH_REACH_CLOSE);
        bv_anchor_confirm(anchor, bv_follow_window(), first.px, step->demand);
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

        bv_follow_sample(step->input, at, anchor->view[0].step_px, reach);
        if (!bv_anchor_search(anchor, bv_follow_window(), at, step->demand,
                              &px))
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
        bv_follow_sample(input, anchor->sighting.px, anchor->view[0].step_px,
                         BV_PATCH_REACH_CLOSE);
        alike += bv_anchor_steps(anchor, bv_follow_window()) <= BV_ANCHOR_STEPS;
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
        bv_follow_sample(input, anchor->sighting.px, anchor->view[0].step_px,
                         BV_PATCH_REACH_CLOSE);
        bv_anchor_take_view(anchor, bv_follow_window());
    }
}

static void lose(struct bv_follow *follow, const struct bv_follow_input *input)
{
    follow->state = BV_LANDMARK_LOST;
    follow->lost_ns = input->frame->time_ns;
    follow->needle.known = false;
}

/* Unseen, further than a mark may be off. */
static bool has_gone_far(const struct bv_follow *follow)
{
    struct bv_px now = bv_px_map_apply(&follow->map, follow->px);
    struct bv_px held = bv_px_map_apply(&follow->held_map, follow->px);

    return bv_px_distance(now, held) >
           far_points * follow->anchor[0].view[0].step_px;
}

/* Where it was held, or else where the tissue took it since, or near that.
 * @param went_along  It was taken there already. */
static bool find(struct bv_follow *follow, const struct bv_follow_input *input,
                 bool went_along, struct bv_px_map *map)
{
    struct step near = {input, BV_ANCHOR_KEPT};
    /* among so many places some are alike by chance */
    struct step further = {input, BV_ANCHOR_AGAIN};
    struct bv_px px;

    if (confirm(follow, &near, &follow->held_map, map))
        return true;
    if (!went_along)
        (void)bv_follow_go_along(follow, input, &px);
    return confirm(follow, &near, &follow->map, map) ||
           search(follow, &further, BV_PATCH_REACH_NEAR, &follow->map, map);
}

static void hold(struct bv_follow *follow, const struct bv_follow_input *input,
                 int64_t since_ns)
{
    struct bv_px_map map;
    struct bv_px carried;
    bool pushed = bv_follow_is_pushed(follow, input);
    bool known = pushed && bv_follow_go_along(follow, input, &carried);

    if (find(follow, input, pushed, &map)) {
        follow->map = follow->held_map = map;
        follow->carried = true;
        if (follow->missed_ns > since_ns) /* found by chance, now and then */
            follow->missed_ns -= since_ns;
        else
            follow->missed_ns = 0;
        take_views(follow, input);
        bv_follow_push(follow, input, known ? &carried : NULL, since_ns);
        if (!bv_follow_is_in_scan_area(input,
                                       bv_px_map_apply(&map, follow->px)))
            lose(follow, input);
    } else {
        follow->missed_ns += since_ns;
        if (follow->missed_ns >= bv_s_to_ns(BV_FOLLOW_LOST_AFTER_S) ||
            has_gone_far(follow))
            lose(follow, input);
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
    follow->look_held = !follow->look_held;
    return search(follow, &step, BV_PATCH_REACH_FAR,
                  follow->look_held ? &follow->held_map : &follow->map, map);
}

static void look_again(struct bv_follow *follow,
                       const struct bv_follow_input *input)
{
    int64_t now_ns = input->frame->time_ns;
    struct bv_px_map map;

    if (!look(follow, input, &map) ||
        !bv_follow_is_in_scan_area(input, bv_px_map_apply(&map, follow->px))) {
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
    follow->carried = true;
    follow->map = follow->held_map = map;
    follow->missed_ns = 0;
}

static void step_tied(struct bv_follow *follow,
                      const struct bv_follow_input *input, int64_t since_ns)
{
    struct bv_px px;

    if (follow->state == BV_LANDMARK_HELD) {
        hold(follow, input, since_ns);
    } else {
        (void)bv_follow_go_along(follow, input, &px);
        look_again(follow, input);
    }
    bv_follow_keep(follow, input);
}

enum bv_landmark_state bv_follow_step(struct bv_follow *follow,
                                      const struct bv_follow_input *input,
                                      struct bv_px_map *map)
{
    int64_t now_ns = input->frame->time_ns;
    int64_t since_ns = now_ns - follow->step_ns;

    if (since_ns < 0) { /* wound back */
        follow->found_ns = follow->looked_ns = now_ns;
        follow->carry.known = follow->carried = follow->needle.known = false;
        since_ns = 0;
    }
    if (follow->pending)
        bv_follow_tie(follow, input);
    else if (follow->tied && !input->repeat)
        step_tied(follow, input, since_ns);
    if (!input->repeat)
        follow->step_ns = now_ns;
    *map = follow->map;
    map->x0 += follow->pushed.x;
    map->y0 += follow->pushed.y;
    return follow->state;
}
