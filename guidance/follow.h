/**
 * @file
 * A mark tied to the tissue under it, a point or an outline: it moves with
 * that tissue, and is lost when the tissue is.
 *
 * It holds on by several patches (anchor.h), about 7 mm across, in a deep
 * picture more, or 18 % of the scan area's smaller side where the scale is
 * unknown: one in its middle and some around it, on an outline's border. Three
 * in five of those that are in view must be found and must have moved alike,
 * but for a turn and a stretch; the mark moves with them. The needle's own
 * echo is left out. Where it is not found it goes with the tissue right around
 * it (carry.h), and is looked for where that puts it and where it was last
 * held.
 *
 * One thread at a time. Nothing is allocated after bv_follow_new().
 */
#ifndef BV_GUIDANCE_FOLLOW_H
#define BV_GUIDANCE_FOLLOW_H

#include <stdbool.h>

#include "core/advice.h"
#include "core/decls.h"
#include "core/frame.h"
#include "core/landmark.h"

BV_BEGIN_DECLS

/** Without its tissue for so much longer than with it, the mark is lost. */
#define BV_FOLLOW_LOST_AFTER_S 0.3

/** Found again for this long, it is held again. */
#define BV_FOLLOW_BACK_AFTER_S 0.2

/** What it looks at. */
struct bv_follow_input {
    const struct bv_frame *frame;
    const struct bv_scan_area *area;   /**< Where tissue is; shape unknown: the
                                            whole picture. */
    const struct bv_px_segment *shaft; /**< The visible needle, whose own echo
                                            must not be followed; NULL: none. */
    const struct bv_tissue_motion *tissue; /**< Since the picture before: where
                                                to look first; NULL,
                                                or part 0: not known. */
    double mm_per_px;                      /**< 0 unknown. */
    bool repeat;    /**< Same pixels as before: nothing moves. */
    int *far_looks; /**< How many marks that are lost may still be looked for
                         all around in this frame, which takes long. */
};

struct bv_follow;

/** @return NULL: no memory. */
struct bv_follow *bv_follow_new(void);

/** NULL is ignored. */
void bv_follow_free(struct bv_follow *follow);

/**
 * Mark a place; it is tied to the tissue of the next frame stepped. There it
 * is lost at once if it lies outside the scan area or on nothing that can be
 * told from its surroundings.
 *
 * @param outline  Around it, or of no points: a point at @p px.
 */
void bv_follow_mark(struct bv_follow *follow, struct bv_px px,
                    const struct bv_outline *outline);

/**
 * Depth, zoom or the screen changed: the mark is lost for good, since what was
 * marked can no longer be told by how it looked.
 */
void bv_follow_picture_changed(struct bv_follow *follow);

/**
 * Follow the tissue into the next frame, in order of time, after a mark was
 * made.
 *
 * @param[out] map  From the picture that was marked to this one. Where it is
 *                  lost: to the last in which it was held, and from there on
 *                  with the tissue, for 10 s and as far as that is known.
 * @return BV_LANDMARK_LOST when the mark left the scan area, its tissue was not
 *         found for BV_FOLLOW_LOST_AFTER_S, or went 1 mm meanwhile.
 */
enum bv_landmark_state bv_follow_step(struct bv_follow *follow,
                                      const struct bv_follow_input *input,
                                      struct bv_px_map *map);

/** Whether a mark that is lost went on with its tissue since, in every frame:
 *  then the map tells about where it lies, though nobody has seen it there. */
bool bv_follow_is_carried(const struct bv_follow *follow);

BV_END_DECLS

#endif
