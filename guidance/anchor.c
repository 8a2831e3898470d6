#include "guidance/anchor.h"

#include <math.h>
#include <string.h>

/* How alike the picture must be to a view, ... */
static const double alike = 0.55;
/* ... and more than to what lies beside it, ... */
static const double beyond_self = 0.15, alike_most = 0.85;
/* ... after it was lost, ... */
static const double alike_again = 0.65, seen_part_again = 0.7;
/* ... and for a further view to be taken from there. */
static const double alike_to_step = 0.65;

/* The other views are tried where the current one is this much less alike than
 * usual, and a further one is taken. */
static const double wanting = 0.12;

/* With less contrast than this nothing can be followed. */
static const double spread_min = 0.4;
static const double weight_part_min = 0.5;

bool bv_anchor_tie(struct bv_anchor *anchor,
                   const struct bv_patch_window *window, struct bv_px at)
{
    memset(anchor, 0, sizeof(*anchor));
    anchor->at = at;
    anchor->count = anchor->oldest = 1;
    anchor->fresh = true;
    bv_patch_take(&anchor->view[0], window, at);
    anchor->least = fmax(
        alike, fmin(bv_patch_self(&anchor->view[0], window, at) + beyond_self,
                    alike_most));
    return anchor->view[0].spread >= spread_min &&
           anchor->view[0].weight_part >= weight_part_min;
}

/* Whether a match will do. */
static bool will_do(const struct bv_anchor *anchor,
                    const struct bv_patch_match *match,
                    enum bv_anchor_demand demand)
{
    if (demand == BV_ANCHOR_KEPT)
        return match->correlation >= anchor->least;
    return match->correlation >= fmax(alike_again, anchor->least) &&
           match->seen_part >= seen_part_again;
}

/* The next view in turn that is not the current one; -1: there is none. */
static int next_view(struct bv_anchor *anchor)
{
    if (anchor->count < 2)
        return -1;
    anchor->turn = (anchor->turn + 1) % anchor->count;
    if (anchor->turn == anchor->current)
        anchor->turn = (anchor->turn + 1) % anchor->count;
    return anchor->turn;
}

/* From one picture to the next there is noise, and nothing else. */
static void learn_usual(struct bv_anchor *anchor, double correlation)
{
    anchor->usual =
        anchor->usual > 0 ? (anchor->usual + correlation) / 2 : correlation;
    anchor->fresh = false;
}

void bv_anchor_confirm(struct bv_anchor *anchor,
                       const struct bv_patch_window *window,
                       struct bv_px expected, enum bv_anchor_demand demand)
{
    struct bv_patch_match match =
        bv_patch_climb(&anchor->view[anchor->current], window, expected);
    struct bv_anchor_sighting *sighting = &anchor->sighting;
    int others = 2 < anchor->count - 1 ? 2 : anchor->count - 1;

    for (; others > 0 && match.correlation < anchor->usual - wanting;
         others--) {
        int view = next_view(anchor);
        struct bv_patch_match other =
            bv_patch_climb(&anchor->view[view], window, expected);

        if (other.correlation <= match.correlation)
            continue;
        match = other;
        anchor->current = view;
    }
    sighting->seen = match.correlation > -1;
    sighting->px = match.px;
    sighting->correlation = match.correlation;
    sighting->found = sighting->seen && will_do(anchor, &match, demand);
    if (sighting->found && anchor->fresh)
        learn_usual(anchor, match.correlation);
}

int bv_anchor_steps(const struct bv_anchor *anchor,
                    const struct bv_patch_window *window)
{
    int fewest = BV_ANCHOR_STEPS + 1;

    for (int i = 0; i < anchor->count; i++)
        if (anchor->steps[i] + 1 < fewest &&
            bv_patch_check(&anchor->view[i], window, anchor->sighting.px)
                    .correlation >= fmax(alike_to_step, anchor->least))
            fewest = anchor->steps[i] + 1;
    return fewest;
}

bool bv_anchor_wants_view(const struct bv_anchor *anchor)
{
    return anchor->sighting.found &&
           anchor->sighting.correlation < anchor->usual - wanting;
}

/* Where a further view goes: in room, or in place of the oldest. */
static struct bv_patch *room(struct bv_anchor *anchor)
{
    int at = anchor->count;

    if (at == BV_ANCHOR_VIEWS) {
        at = anchor->oldest;
        anchor->oldest = 1 + at % (BV_ANCHOR_VIEWS - 1);
    } else {
        anchor->count++;
    }
    anchor->current = at;
    return &anchor->view[at];
}

void bv_anchor_take_view(struct bv_anchor *anchor,
                         const struct bv_patch_window *window)
{
    int steps = bv_anchor_steps(anchor, window);

    if (steps > BV_ANCHOR_STEPS)
        return;
    bv_patch_take(room(anchor), window, anchor->sighting.px);
    anchor->steps[anchor->current] = steps;
    anchor->fresh = true;
}

bool bv_anchor_search(struct bv_anchor *anchor,
                      const struct bv_patch_window *window,
                      struct bv_px expected, enum bv_anchor_demand demand,
                      struct bv_px *px)
{
    struct bv_patch_match match;
    int view = next_view(anchor);

    anchor->current = view < 0 ? 0 : view;
    match = bv_patch_find(&anchor->view[anchor->current], window, expected);
    if (!will_do(anchor, &match, demand))
        return false;
    *px = match.px;
    return true;
}
