/**
 * @file
 * A magnified piece of the picture, where the pointer is: a click is no better
 * than what the eye can see. A GTK widget; main thread only.
 */
#ifndef BV_UI_LABEL_LOUPE_H
#define BV_UI_LABEL_LOUPE_H

#include <gtk/gtk.h>

#include "core/decls.h"
#include "ui/reel.h"
#include "ui/overlay/label_draw.h"

BV_BEGIN_DECLS

#define BV_TYPE_LOUPE (bv_loupe_get_type())
G_DECLARE_FINAL_TYPE(BvLoupe, bv_loupe, BV, LOUPE, GtkWidget)

BvLoupe *bv_loupe_new(void);

/** @param picture  Borrowed; a reference is taken. */
void bv_loupe_show(BvLoupe *loupe, const struct bv_reel_picture *picture);

/** Look there. @param marks  NULL for none. */
void bv_loupe_point(BvLoupe *loupe, struct bv_px px,
                    const struct bv_label_marks *marks);

BV_END_DECLS

#endif
