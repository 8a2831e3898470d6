/**
 * @file
 * The scale of a scanner's screen, read off what is drawn on it: a proposal
 * for a person to confirm, with its reasons. Where ruler, numbers and texts do
 * not agree on one scale, nothing is proposed.
 *
 * One thread at a time. Reading takes about a second: not on a thread that
 * guides or draws.
 */
#ifndef BV_GUIDANCE_SCREEN_SCALE_READING_H
#define BV_GUIDANCE_SCREEN_SCALE_READING_H

#include <stdbool.h>

#include "core/decls.h"
#include "core/frame.h"
#include "core/geometry.h"
#include "guidance/screen/depth_text.h"
#include "guidance/screen/ruler.h"
#include "core/screen_scale.h"

BV_BEGIN_DECLS

/** What was found on one screen. */
struct bv_scale_reading {
    struct bv_scan_area area; /**< Its box to the pixel. */
    bool has_ruler;
    struct bv_ruler ruler;
    struct bv_screen_texts texts;
    int depth_text; /**< Which of the texts agrees with the ruler; -1. */
    int numbers;    /**< Beside the ruler's ticks, that agree, */
    struct bv_px_box number_box[BV_SCREEN_NUMBERS_MAX]; /**< and where. */
    double tick_mm;   /**< From tick to tick; 0 where not known. */
    double mm_per_px; /**< What is proposed; 0: nothing. */
    char why[200];    /**< What it rests on, or why nothing is proposed. */
};

/** What a ruler, and texts and numbers beside it, say. Pure: the decision of
 *  bv_scale_reader_read(), which fills in all but tick_mm, mm_per_px,
 *  depth_text and why.
 *  @param numbers_step  As bv_ruler_numbers_step() says. */
void bv_scale_reading_decide(struct bv_scale_reading *reading,
                             double numbers_step);

/** What of a reading is to be confirmed and watched. */
void bv_scale_reading_summarise(const struct bv_scale_reading *reading,
                                struct bv_screen_scale *scale);

struct bv_scale_reader;

/** @return NULL: no memory. */
struct bv_scale_reader *bv_scale_reader_new(void);

/** NULL is ignored. */
void bv_scale_reader_free(struct bv_scale_reader *reader);

/**
 * Look at one screen.
 *
 * @param frame  Borrowed. A scale or scan area that it brings is not looked
 *               at.
 * @param[out] reading  Written only on 0.
 * @retval 0        Also where nothing is proposed.
 * @retval -ENOMEM
 */
int bv_scale_reader_read(struct bv_scale_reader *reader,
                         const struct bv_frame *frame,
                         struct bv_scale_reading *reading) BV_MUST_USE;

BV_END_DECLS

#endif
