/*
 * How a mark goes along with the tissue from picture to picture, and what a
 * needle that comes near pushes a point by.
 */
#include <math.h>

#include "core/clock.h"
#include "guidance/follow_parts.h"

/* A needle's end so near pushes a point, in points of the patch: 9 mm, further
 * than what lies around it, by so much at most. Its own tissue must be so much
 * alike to how it was marked. */
static const double pushed_points = 40, push_points = 7;
static const double push_alike = 0.6, push_seen_part = 0.75;

/* From picture to picture it is known better, but drifts: so fast it is put
 * where it was marked, where that can be told, and else where the patches have
 * it, slowly while the needle comes on. What is not pushed any more goes back
 * at once. */
static const double push_s = 0.3, push_unlike_s = 1, push_on_s = 5;
static const double push_over_s = 0.03;

/* What is lost is carried so long, for it drifts. */
static const double carried_s = 10;

/* Whether a needle comes near a place: it pushes tissue apart. One that is not
 * seen for a moment still does. */
static bool is_pushed(const struct bv_follow *follow,
                      const struct bv_follow_input *input, struct bv_px at,
                      double point)
{
    if (!input->shaft)
        return bv_follow_needle_flickers(&follow->needle, input);
    return bv_px_distance(input->shaft->to, at) <= pushed_points * point;
}

static struct bv_px where(const struct bv_follow *follow)
{
    struct bv_px at = bv_px_map_apply(&follow->map, follow->px);

    return (struct bv_px){at.x + follow->pushed.x, at.y + follow->pushed.y};
}

bool bv_follow_is_pushed(const struct bv_follow *follow,
                         const struct bv_follow_input *input)
{
    return follow->outline.count == 0 &&
           is_pushed(follow, input, where(follow),
                     follow->anchor[0].view[0].step_px);
}

/* How much further than what lies around it the tissue went that a point lies
 * on: by how it looked when it was marked, for a view that was taken while it
 * was pushed is off by as much. @return Whether that can be told. */
static bool find_push(const struct bv_follow *follow,
                      const struct bv_follow_input *input, struct bv_px at,
                      struct bv_px *off)
{
    const struct bv_anchor *anchor = &follow->anchor[0];
    double point = anchor->view[0].step_px;
    struct bv_patch_match match;

    if (follow->outline.count > 0 || !anchor->sighting.found ||
        bv_px_distance(anchor->at, follow->px) >= 1)
        return false;
    bv_follow_sample(input, anchor->sighting.px, anchor->view[0].step_px,
                     BV_PATCH_REACH_CLOSE);
    match = bv_patch_near(&anchor->view[0], bv_follow_window(),
                          anchor->sighting.px);
    *off = (struct bv_px){match.px.x - at.x, match.px.y - at.y};
    return match.correlation >= push_alike &&
           match.seen_part >= push_seen_part &&
           bv_px_distance(match.px, at) <= push_points * point;
}

void bv_follow_push(struct bv_follow *follow,
                    const struct bv_follow_input *input,
                    const struct bv_px *carried, int64_t since_ns)
{
    struct bv_px at = bv_px_map_apply(&follow->map, follow->px), off = {0, 0};
    double point = follow->anchor[0].view[0].step_px;
    struct bv_px before = follow->pushed;
    double slow_s = push_over_s, keep;

    if (follow->outline.count == 0 && is_pushed(follow, input, at, point)) {
        bv_follow_needle_watch(&follow->needle, input, at, point, since_ns);
        if (carried && !follow->needle.out &&
            bv_px_distance(*carried, at) <= push_points * point)
            follow->pushed =
                (struct bv_px){carried->x - at.x, carried->y - at.y};
        before = follow->pushed;
        slow_s = push_s;
        if (!find_push(follow, input, at, &off)) {
            off = (struct bv_px){0, 0};
            slow_s = follow->needle.out ? push_s
                     : bv_follow_needle_comes_on(&follow->needle, input)
                         ? push_on_s
                         : push_unlike_s;
        }
    } else {
        follow->needle.known = false;
    }
    keep = exp(-bv_ns_to_s(since_ns) / slow_s);
    follow->pushed.x = off.x + keep * (follow->pushed.x - off.x);
    follow->pushed.y = off.y + keep * (follow->pushed.y - off.y);
    follow->pulled.x += follow->pushed.x - before.x;
    follow->pulled.y += follow->pushed.y - before.y;
}

static bool go_with_nearest(struct bv_follow *follow,
                            const struct bv_follow_input *input,
                            struct bv_px *px)
{
    struct bv_px place = where(follow);
    struct bv_px at = {place.x - follow->pulled.x, place.y - follow->pulled.y};
    int points_px = follow->carry.patch.step_px;
    bool pushed = is_pushed(follow, input, place, points_px);

    if (!follow->carry.known)
        return false;
    bv_follow_sample(input, at, points_px, BV_PATCH_REACH_CLOSE);
    if (!bv_carry_find(&follow->carry, bv_follow_window(), at, pushed, px))
        return false;
    /* what lies between the points looks otherwise from elsewhere */
    if (bv_px_distance(at, *px) >= points_px / 2.0) {
        bv_follow_sample(input, *px, points_px, BV_PATCH_REACH_CLOSE);
        (void)bv_carry_find(&follow->carry, bv_follow_window(), *px, pushed,
                            px);
    }
    follow->map.x0 += px->x - at.x;
    follow->map.y0 += px->y - at.y;
    px->x += follow->pulled.x;
    px->y += follow->pulled.y;
    return true;
}

bool bv_follow_go_along(struct bv_follow *follow,
                        const struct bv_follow_input *input, struct bv_px *px)
{
    bool lost = follow->state == BV_LANDMARK_LOST, nearest;
    struct bv_px_map stood = follow->map;

    if (!follow->carried) /* it may lie on other tissue by now */
        return false;
    if (input->tissue && input->tissue->part > 0)
        follow->map = bv_px_map_join(&follow->map, &input->tissue->map);
    nearest = go_with_nearest(follow, input, px);
    if (!nearest)
        follow->map = stood;
    follow->carried &=
        nearest && !(lost && bv_ns_to_s(input->frame->time_ns -
                                        follow->lost_ns) >= carried_s);
    return nearest;
}

/* Of what is held, and not pushed, nothing can add up; else a patch that lasts
 * adds no error. */
void bv_follow_keep(struct bv_follow *follow,
                    const struct bv_follow_input *input)
{
    bool held = follow->state == BV_LANDMARK_HELD && follow->missed_ns == 0;
    bool comes = bv_follow_is_pushed(follow, input) && !follow->needle.out;
    struct bv_px at = where(follow);

    if ((!held || comes) && !bv_carry_is_worn(&follow->carry))
        return;
    bv_follow_sample(input, at, bv_follow_points_px(input),
                     BV_PATCH_REACH_CLOSE);
    bv_carry_take(&follow->carry, bv_follow_window(), at);
    follow->pulled = (struct bv_px){0, 0};
}
