/**
 * @file
 * A patch of tissue by which a mark holds on to the picture: as it was when
 * the mark was made, and as it looks from a little beside that plane.
 *
 * No hand holds a probe still: it wanders a millimetre across the picture and
 * back, and speckle is another there. So the patch is kept in several views.
 * Each further one is taken where one taken before is still much alike, and
 * few steps from the first, so that errors hardly add up and nothing is held
 * far from its plane. One thread at a time; nothing is allocated.
 */
#ifndef BV_GUIDANCE_ANCHOR_H
#define BV_GUIDANCE_ANCHOR_H

#include <stdbool.h>

#include "core/decls.h"
#include "core/geometry.h"
#include "guidance/patch.h"

BV_BEGIN_DECLS

/** Views of one, at most. */
#define BV_ANCHOR_VIEWS 6

/** A view is at most so many steps from the first. */
#define BV_ANCHOR_STEPS 2

/** How alike it must be. */
enum bv_anchor_demand {
    BV_ANCHOR_KEPT,  /**< To the mark that was held until now. */
    BV_ANCHOR_AGAIN, /**< To one that was lost: more so. */
};

/** What one picture says of it. */
struct bv_anchor_sighting {
    bool seen;  /**< Enough of its place is in view. */
    bool found; /**< It is there, at px. */
    struct bv_px px;
    double correlation; /**< With the view that is most alike. */
};

struct bv_anchor {
    struct bv_px at; /**< In the picture that was marked. */
    struct bv_patch view[BV_ANCHOR_VIEWS]; /**< The first: when marked. */
    int steps[BV_ANCHOR_VIEWS]; /**< Of each, how many from the first. */
    int count;                  /**< Of the views. */
    int current;                /**< The view that was last most alike. */
    int turn;                   /**< Whose turn it is to be tried beside it. */
    int oldest;                 /**< Which is given up when there is no room. */
    double least; /**< How alike it must be: more where it is all line. */
    bool fresh;   /**< The current one was taken in the picture before. */
    double usual; /**< How alike the picture after it is. */
    struct bv_anchor_sighting sighting; /**< Of the last look. */
};

/**
 * Tie it to the middle of a window.
 *
 * @return Whether there is anything to tell it by.
 */
bool bv_anchor_tie(struct bv_anchor *anchor,
                   const struct bv_patch_window *window,
                   struct bv_px at) BV_MUST_USE;

/**
 * Look close to where it is expected: fills the sighting.
 *
 * @param window  Sampled there.
 */
void bv_anchor_confirm(struct bv_anchor *anchor,
                       const struct bv_patch_window *window,
                       struct bv_px expected, enum bv_anchor_demand demand);

/**
 * How many steps the picture is from how it was marked.
 *
 * @param window  Sampled around the sighting.
 * @return More than BV_ANCHOR_STEPS: nothing that may be stepped on is alike.
 */
int bv_anchor_steps(const struct bv_anchor *anchor,
                    const struct bv_patch_window *window);

/** Whether a further view of it would help where it was sighted. */
bool bv_anchor_wants_view(const struct bv_anchor *anchor);

/**
 * Take a further view.
 *
 * @param window  Sampled around the sighting.
 */
void bv_anchor_take_view(struct bv_anchor *anchor,
                         const struct bv_patch_window *window);

/** Look all over the window, with one of the views in turn. @return Whether it
 *  is there, at @p px. */
bool bv_anchor_search(struct bv_anchor *anchor,
                      const struct bv_patch_window *window,
                      struct bv_px expected, enum bv_anchor_demand demand,
                      struct bv_px *px);

BV_END_DECLS

#endif
