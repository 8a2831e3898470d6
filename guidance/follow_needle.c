/*
 * Which way a needle goes that is near a mark: one that comes on pushes tissue
 * ahead of it, and what it pushed springs back with it.
 */
#include <math.h>

#include "core/clock.h"
#include "guidance/follow_parts.h"

/* One that is not seen for so long is still there. */
static const double flicker_s = 0.3;

/* It is drawn back where its visible end lies so much further out, in points,
 * for so long: an end is off now and then. */
static const double back_points = 3, back_s = 0.1;
/* No needle goes in faster, points a second; one that did not for so long
 * stands. */
static const double fastest_points_s = 45, stands_s = 0.3;

void bv_follow_needle_watch(struct bv_follow_needle *needle,
                            const struct bv_follow_input *input,
                            struct bv_px at, double point, int64_t since_ns)
{
    const struct bv_px_segment *shaft = input->shaft;
    double length = shaft ? bv_px_segment_length(shaft) : 0, in_px;
    double back_px = back_points * point;
    int64_t now_ns = input->frame->time_ns;

    if (!(length > 0))
        return;
    in_px = ((shaft->to.x - at.x) * (shaft->to.x - shaft->from.x) +
             (shaft->to.y - at.y) * (shaft->to.y - shaft->from.y)) /
            length;
    if (!needle->known)
        *needle = (struct bv_follow_needle){
            .known = true, .turn_px = in_px, .on_ns = now_ns, .in_ns = now_ns};
    needle->near_ns = now_ns;
    if (needle->out) {
        needle->turn_px = fmin(needle->turn_px, in_px);
        needle->out = in_px - needle->turn_px < back_px;
        needle->in_ns = now_ns;
        return;
    }
    if (in_px > needle->turn_px)
        needle->on_ns = now_ns;
    needle->turn_px =
        fmax(needle->turn_px,
             fmin(in_px, needle->turn_px +
                             fastest_points_s * point * bv_ns_to_s(since_ns)));
    if (needle->turn_px - in_px < back_px)
        needle->in_ns = now_ns;
    needle->out = bv_ns_to_s(now_ns - needle->in_ns) >= back_s;
    if (needle->out)
        needle->turn_px = in_px;
}

bool bv_follow_needle_comes_on(const struct bv_follow_needle *needle,
                               const struct bv_follow_input *input)
{
    return bv_ns_to_s(input->frame->time_ns - needle->on_ns) < stands_s;
}

bool bv_follow_needle_flickers(const struct bv_follow_needle *needle,
                               const struct bv_follow_input *input)
{
    return !input->shaft && needle->known &&
           bv_ns_to_s(input->frame->time_ns - needle->near_ns) < flicker_s;
}
