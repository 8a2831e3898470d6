/**
 * @file
 * The picture's description: what a screen reader hears of it. Main thread
 * only.
 */
#ifndef BV_UI_DESCRIBING_H
#define BV_UI_DESCRIBING_H

#include "core/decls.h"
#include "ui/overlay/words.h"
#include "ui/picture_view.h"

BV_BEGIN_DECLS

/** Say it; nothing happens where it is the same. */
void bv_describe(BvPictureView *view, enum bv_showing showing,
                 const struct bv_words *words);

BV_END_DECLS

#endif
