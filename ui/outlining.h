/**
 * @file
 * Marking a structure with its outline on a picture that stands: what it is,
 * where its border runs, how far to stay away. In fluid and vessels one click
 * proposes the border; else it is drawn point by point. Which points are asked
 * for, and what a key means now. Pure: no GTK. Main thread only.
 */
#ifndef BV_UI_OUTLINING_H
#define BV_UI_OUTLINING_H

#include <stdbool.h>
#include <stdint.h>

#include "core/decls.h"
#include "core/landmark.h"
#include "core/measure.h"
#include "core/status.h"

BV_BEGIN_DECLS

enum bv_outlining_phase {
    BV_OUTLINING_OFF,
    BV_OUTLINING_KIND,     /**< What it is, by a digit. */
    BV_OUTLINING_CLICK,    /**< One click inside. */
    BV_OUTLINING_SEEKING,  /**< Its border: an answer is on its way. */
    BV_OUTLINING_PROPOSED, /**< A border, to be taken or left. */
    BV_OUTLINING_DRAWING,  /**< Point by point. */
    BV_OUTLINING_MARGIN,   /**< Is typed. */
    BV_OUTLINING_WORD,     /**< It was refused: the user's word is needed. */
    BV_OUTLINING_DONE,     /**< To be marked, by who has the pipeline. */
    BV_OUTLINING_REMOVE,   /**< The last mark is to be taken away, by the
                                same. */
};

/** Zero-initialise. */
struct bv_outlining {
    enum bv_outlining_phase phase;
    struct bv_landmark mark;
    struct bv_px click_px; /**< Seeking: where. */
    char margin[8];        /**< As it is typed, mm; kept for the next one. */
    char line[256];        /**< What is said; empty: nothing. */
};

enum bv_outlining_key {
    BV_OUTLINING_ENTER,
    BV_OUTLINING_ESCAPE,
    BV_OUTLINING_BACK,
};

/** Ask what is to be marked. */
void bv_outlining_begin(struct bv_outlining *outlining);

/** Leave it. */
void bv_outlining_end(struct bv_outlining *outlining);

/** A letter that was typed, a Unicode character. @return Whether it was meant
 *  for this. */
bool bv_outlining_type(struct bv_outlining *outlining, uint32_t letter);

/** The same of keys that are no letters. */
bool bv_outlining_press(struct bv_outlining *outlining,
                        enum bv_outlining_key key);

/** Whether a point is asked for. */
bool bv_outlining_wants_point(const struct bv_outlining *outlining);

/** Place one. @return Whether it was asked for. */
bool bv_outlining_point(struct bv_outlining *outlining, struct bv_px px);

/**
 * What was sought.
 * @param outline  Of no points: there is none.
 * @param why      Part of a sentence.
 */
void bv_outlining_found(struct bv_outlining *outlining,
                        const struct bv_outline *outline, const char *why);

/** It is marked; or it was refused, as @p fault says. */
void bv_outlining_marked(struct bv_outlining *outlining,
                         const struct bv_fault *fault);

/** What there is of its border, to be drawn. @return Whether there is any. */
bool bv_outlining_get_border(const struct bv_outlining *outlining,
                             struct bv_measure *border);

BV_END_DECLS

#endif
