/**
 * @file
 * Frames for a review: a needle that comes from the left, 0.1 mm a px, 30
 * frames a second. A script says how far its tip has come from the skin, and
 * what of it is seen.
 */
#ifndef BV_SUPPORT_NEEDLE_SCRIPT_H
#define BV_SUPPORT_NEEDLE_SCRIPT_H

#include <stddef.h>

#include "core/decls.h"
#include "guidance/review/review_frame.h"

BV_BEGIN_DECLS

#define BV_NEEDLE_SCRIPT_RATE_HZ 30
#define BV_NEEDLE_SCRIPT_FRAMES_MAX 1200
#define BV_NEEDLE_SCRIPT_DEG 30 /**< Of the needle, unless it is said. */

struct bv_needle_script {
    size_t count;
    struct bv_review_frame frames[BV_NEEDLE_SCRIPT_FRAMES_MAX];
    struct bv_review_truth truth[BV_NEEDLE_SCRIPT_FRAMES_MAX];
    struct bv_px_map shown; /**< How the tissue lies in the picture. */
};

/** Begin anew, with no frame. */
void bv_needle_script_start(struct bv_needle_script *script);

/** Where a place of the needle lies in the last picture. */
struct bv_px bv_needle_script_at(const struct bv_needle_script *script,
                                 double along_mm, double deg);

/** One frame more. @param slide_px  Of the tissue, since the one before. */
void bv_needle_script_add(struct bv_needle_script *script,
                          enum bv_needle_state state, double along_mm,
                          double deg, double slide_px);

/** The tip goes from one place to another while this of it is seen. */
void bv_needle_script_go(struct bv_needle_script *script,
                         enum bv_needle_state state, double seconds,
                         double from_mm, double to_mm);

BV_END_DECLS

#endif
