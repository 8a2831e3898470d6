#include "guidance/anchor.h"

#include <math.h>

/* How alike the picture must be to the patch as it was marked ... */
static const double alike = 0.55;
/* ... to be learnt from, ... */
static const double alike_to_learn = 0.65;
/* ... while the copy that learns is followed instead, which must be ... */
static const double alike_in_support = 0.35, alike_recent = 0.6;
/* ... and after it was lost. */
static const double alike_again = 0.65, seen_part_again = 0.7;

static const double learn_s = 2;

/* With less contrast than this nothing can be followed. */
static const double spread_min = 0.4;
static const double weight_part_min = 0.5;

bool bv_anchor_tie(struct bv_anchor *anchor,
                   const struct bv_patch_window *window, struct bv_px at)
{
    anchor->at = at;
    anchor->sighting.seen = anchor->sighting.found = false;
    bv_patch_take(&anchor->first, window, at);
    anchor->recent = anchor->first;
    return anchor->first.spread >= spread_min &&
           anchor->first.weight_part >= weight_part_min;
}

void bv_anchor_forget(struct bv_anchor *anchor)
{
    anchor->recent = anchor->first;
}

/* Whether a match with the first patch will do. */
static bool will_do(const struct bv_patch_match *match,
                    enum bv_anchor_demand demand)
{
    if (demand == BV_ANCHOR_KEPT)
        return match->correlation >= alike;
    return match->correlation >= alike_again &&
           match->seen_part >= seen_part_again;
}

/* Whether the copy that learnt is at `match`, and the first not against it. */
static bool is_supported(const struct bv_anchor *anchor,
                         const struct bv_patch_window *window,
                         const struct bv_patch_match *match)
{
    return match->correlation >= alike_recent &&
           bv_patch_check(&anchor->first, window, match->px).correlation >=
               alike_in_support;
}

void bv_anchor_confirm(struct bv_anchor *anchor,
                       const struct bv_patch_window *window,
                       struct bv_px expected, enum bv_anchor_demand demand)
{
    struct bv_patch_match match =
        bv_patch_climb(&anchor->first, window, expected);
    struct bv_anchor_sighting *sighting = &anchor->sighting;

    sighting->seen = match.correlation > -1;
    sighting->px = match.px;
    sighting->correlation = match.correlation;
    sighting->found = sighting->seen && will_do(&match, demand);
    if (!sighting->seen || sighting->found || demand == BV_ANCHOR_AGAIN)
        return;
    match = bv_patch_climb(&anchor->recent, window, expected);
    sighting->found = is_supported(anchor, window, &match);
    if (sighting->found)
        sighting->px = match.px;
}

void bv_anchor_learn(struct bv_anchor *anchor,
                     const struct bv_patch_window *window, double since_s)
{
    if (anchor->sighting.found &&
        anchor->sighting.correlation >= alike_to_learn)
        bv_patch_learn(&anchor->recent, window, anchor->sighting.px,
                       fmin(since_s / learn_s, 1));
}

bool bv_anchor_search(const struct bv_anchor *anchor,
                      const struct bv_patch_window *window,
                      struct bv_px expected, enum bv_anchor_demand demand,
                      struct bv_px *px)
{
    struct bv_patch_match match =
        bv_patch_find(&anchor->first, window, expected);
    bool found = will_do(&match, demand);

    if (!found && demand == BV_ANCHOR_KEPT) {
        match = bv_patch_find(&anchor->recent, window, expected);
        found = is_supported(anchor, window, &match);
    }
    if (found)
        *px = match.px;
    return found;
}
