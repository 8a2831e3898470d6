/**
 * @file
 * What a mark is called, and what it says of the tip. Pure.
 */
#ifndef BV_UI_OVERLAY_LANDMARK_WORDS_H
#define BV_UI_OVERLAY_LANDMARK_WORDS_H

#include <stddef.h>

#include "core/advice.h"
#include "core/decls.h"

BV_BEGIN_DECLS

/** Room for a title with what is said of it. */
#define BV_LANDMARK_TEXT_SIZE 64

/** Its name, or, where it has none or one of more than @p most bytes, its
 *  kind: "nerve". */
void bv_landmark_title(const struct bv_landmark *mark, size_t most,
                       char text[BV_LANDMARK_TEXT_SIZE]);

/** What stands beside it on the picture: "C6", "C6: lost", "near C6", "TIP IN
 *  C6"; empty for a nameless one that has nothing to say. */
void bv_landmark_label(const struct bv_landmark_advice *landmark,
                       char text[BV_LANDMARK_TEXT_SIZE]);

/** The loudest alarm, of the mark that the tip is deepest in or nearest to;
 *  NULL: none. */
const struct bv_landmark_advice *
bv_landmark_alarm(const struct bv_advice *advice);

BV_END_DECLS

#endif
