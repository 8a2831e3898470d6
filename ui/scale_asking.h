/**
 * @file
 * Asks the user about the scale that the screen shows: read on request, or
 * measured between two points, confirmed by a key, and said when it was
 * dropped. What was confirmed is kept as a preset, and where the same screen
 * at the same depth is there again its scale is taken, and said: by itself
 * where the screen can be read and says the same, else when the user agrees.
 *
 * Main thread only.
 */
#ifndef BV_UI_SCALE_ASKING_H
#define BV_UI_SCALE_ASKING_H

#include <stdbool.h>

#include "core/advice.h"
#include "core/decls.h"
#include "core/frame.h"
#include "pipeline.h"

BV_BEGIN_DECLS

struct bv_scale_asking;

/** @param pipeline  Borrowed; outlives it. @return NULL: no memory. */
struct bv_scale_asking *bv_scale_asking_new(struct bv_pipeline *pipeline);

/** Waits for a screen that is being read. NULL is ignored. */
void bv_scale_asking_free(struct bv_scale_asking *asking);

/** Read the screen that is shown. Ignored while one is being read. */
void bv_scale_asking_start(struct bv_scale_asking *asking,
                           const struct bv_frame *frame);

/** Measure two points of a known distance instead: the next two that are
 *  marked, then its length is typed. */
void bv_scale_asking_measure(struct bv_scale_asking *asking,
                             const struct bv_frame *frame);

/** A point that was marked in the frame that is shown. @return Whether it was
 *  asked for; else it is the target's. */
bool bv_scale_asking_point(struct bv_scale_asking *asking,
                           const struct bv_frame *frame, struct bv_px px);

/** Whether a point is asked for. */
bool bv_scale_asking_wants_point(const struct bv_scale_asking *asking);

/** A digit, a point, or '\b' to take one back. @return Whether a length is
 *  being typed. */
bool bv_scale_asking_type(struct bv_scale_asking *asking, char letter);

/** Answer: take what is proposed or typed, or leave it. @return Whether there
 *  was something to answer. */
bool bv_scale_asking_answer(struct bv_scale_asking *asking, bool take);

/** The source plays again: what was confirmed is forgotten. */
void bv_scale_asking_reset(struct bv_scale_asking *asking);

/** See what became of it. @param advice  Of the picture that is shown; NULL:
 *  none. @param frame  That picture; NULL: it is not looked at for a preset. */
void bv_scale_asking_update(struct bv_scale_asking *asking,
                            const struct bv_advice *advice,
                            const struct bv_frame *frame);

/** How much the sentence matters. */
enum bv_asking_tone {
    BV_ASKING_SAYS,
    BV_ASKING_ASKS,  /**< An answer is waited for. */
    BV_ASKING_ALERT, /**< A scale that was there is gone. */
};

enum bv_asking_tone
bv_scale_asking_get_tone(const struct bv_scale_asking *asking);

/** A sentence for the line below the picture; NULL: nothing to say. */
const char *bv_scale_asking_get_line(const struct bv_scale_asking *asking);

BV_END_DECLS

#endif
