/**
 * @file
 * What a practice on the simulated probe came to: figures as bevel measured
 * them beside what truly was, and one sentence of what to do better. Pure but
 * for the files that it reads. Any thread.
 */
#ifndef BV_UI_PRACTICE_RESULT_H
#define BV_UI_PRACTICE_RESULT_H

#include <stddef.h>

#include "core/decls.h"
#include "core/status.h"
#include "guidance/review/review.h"
#include "guidance/review/review_frame.h"

BV_BEGIN_DECLS

/** NAN: not known. */
struct bv_practice_figures {
    double needle_s;   /**< First sighting of the needle to the last. */
    double passes;     /**< How often it went in. */
    double tip_seen;   /**< Share of that time, 0 to 1. */
    double nearest_mm; /**< The tip to the target, in the plane. */
    double reached;    /**< The target was: 1, or 0. */
    double unseen;     /**< How often it advanced unseen. */
    double touched;    /**< Structures, with the tip. */
    double alarms;     /**< Of structures. */
};

enum { BV_PRACTICE_ROWS = 8, BV_PRACTICE_TEXT_SIZE = 24 };

/** A line of the page. */
struct bv_practice_row {
    const char *name; /**< Translated; a constant. */
    char truth[BV_PRACTICE_TEXT_SIZE], measured[BV_PRACTICE_TEXT_SIZE];
};

struct bv_practice_result {
    struct bv_practice_figures truth, measured;
    struct bv_practice_row row[BV_PRACTICE_ROWS];
    char sentence[240]; /**< What to do better; or that nothing says so. */
};

/** Of a review. */
struct bv_practice_figures
bv_practice_figures_make(const struct bv_review *review);

/** The rows and the sentence, of the figures. */
void bv_practice_say(struct bv_practice_result *result);

/**
 * Judge what was seen.
 *
 * @param frames      Those that were shown, in order; of one attempt.
 * @param truth_path  As the simulated probe wrote it, a line a frame.
 * @param[out] result  Written only on success.
 * @return 0 or a negative errno with @p fault said.
 */
int bv_practice_judge(const struct bv_review_frame *frames, size_t count,
                      const char *truth_path, struct bv_practice_result *result,
                      struct bv_fault *fault) BV_MUST_USE;

BV_END_DECLS

#endif
