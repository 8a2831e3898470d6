/**
 * @file
 * What the words on a screen say of its scale: the depth, the zoom, and the
 * numbers beside the ruler's ticks. Pure: words in, claims out.
 */
#ifndef BV_GUIDANCE_SCREEN_DEPTH_TEXT_H
#define BV_GUIDANCE_SCREEN_DEPTH_TEXT_H

#include <stdbool.h>

#include "core/decls.h"
#include "core/screen_scale.h"
#include "guidance/screen/letters.h"
#include "guidance/screen/ruler.h"

BV_BEGIN_DECLS

#define BV_DEPTH_TEXTS_MAX 8

/** A text that may be the depth: "Depth 4.0 cm", "D:40mm", "4.0 cm". */
struct bv_depth_text {
    double depth_mm;
    bool named; /**< A word for depth stands before it. */
    char text[48];
    struct bv_px_box box;
};

struct bv_screen_texts {
    int depths;
    struct bv_depth_text depth[BV_DEPTH_TEXTS_MAX];
    double zoom; /**< 1 where nothing is said of it; 0: something is,
                      but not how much. */
    struct bv_px_box zoom_box;
};

/** Find them among words, in any order. */
void bv_screen_texts_read(const struct bv_word *words, int count,
                          struct bv_screen_texts *texts);

/**
 * How far apart the numbers beside a ruler say that its ticks are.
 *
 * @param[out] numbers  How many of them agree.
 * @param[out] box      BV_SCREEN_NUMBERS_MAX of where these are; NULL: not
 *                      asked for.
 * @return In units of the numbers (cm or mm, they do not say), from one tick
 *         to the next; 0 where fewer than two agree, or as many do not.
 */
double bv_ruler_numbers_step(const struct bv_ruler *ruler,
                             const struct bv_word *words, int count,
                             int *numbers, struct bv_px_box *box);

BV_END_DECLS

#endif
