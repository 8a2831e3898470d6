/**
 * @file
 * Judges the picture itself, and keeps quiet about what does not last: a
 * check is raised when what it asks has held for two seconds, and goes when it
 * has not for one. In stills, at once.
 *
 * The limits were chosen so that of the real pictures at hand those few are
 * named whose probe truly has no contact (docs/picture-checks.md); that of the
 * focus was chosen by hand.
 *
 * One thread at a time. Nothing is allocated after bv_picture_checker_new().
 */
#ifndef BV_GUIDANCE_PICTURE_CHECK_H
#define BV_GUIDANCE_PICTURE_CHECK_H

#include <stdbool.h>
#include <stdint.h>

#include "core/advice.h"
#include "core/decls.h"
#include "core/frame.h"
#include "core/picture_checks.h"

BV_BEGIN_DECLS

/** How long it must hold to be raised, and not to go. */
#define BV_CHECK_RAISED_AFTER_S 2.0
#define BV_CHECK_GONE_AFTER_S 1.0

/** What is judged. */
struct bv_picture_check_input {
    const struct bv_frame *frame;
    const struct bv_advice *advice; /**< Picture, scan area, scale and target
                                         of this frame. */
    const uint8_t *mask;      /**< As of bv_scan_finder_step(), or NULL. */
    enum bv_side chosen_side; /**< Where the user says that the marker
                                   is; unknown: not said. */
};

struct bv_picture_checker;

/**
 * @param stills  Every picture by itself.
 * @return NULL: no memory.
 */
struct bv_picture_checker *bv_picture_checker_new(bool stills);

/** NULL is ignored. */
void bv_picture_checker_free(struct bv_picture_checker *checker);

/** Depth, zoom, gain or the time changed: what was seen before is void. */
void bv_picture_checker_reset(struct bv_picture_checker *checker);

/** Judge the next frame, in order of time. @return What is raised, a set. */
uint32_t bv_picture_checker_step(struct bv_picture_checker *checker,
                                 const struct bv_picture_check_input *input);

BV_END_DECLS

#endif
