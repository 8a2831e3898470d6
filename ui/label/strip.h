/**
 * @file
 * The clip as a strip: which frames are labelled and how, and where the
 * window is. A GTK widget; main thread only.
 *
 * Signal: "seek" (guint frame), by a click or a drag on it.
 */
#ifndef BV_UI_LABEL_STRIP_H
#define BV_UI_LABEL_STRIP_H

#include <gtk/gtk.h>

#include "core/decls.h"
#include "records/labels.h"

BV_BEGIN_DECLS

#define BV_TYPE_LABEL_STRIP (bv_label_strip_get_type())
G_DECLARE_FINAL_TYPE(BvLabelStrip, bv_label_strip, BV, LABEL_STRIP, GtkWidget)

/** @param labels  Borrowed; must outlive the strip's last update. */
BvLabelStrip *bv_label_strip_new(const struct bv_labels *labels);

/** The labels, or the frames of the clip, have changed. */
void bv_label_strip_update(BvLabelStrip *strip);

/** Where the window is. */
void bv_label_strip_set_frame(BvLabelStrip *strip, uint32_t frame);

/** A line that says what the colours mean. */
GtkWidget *bv_label_strip_new_legend(void);

BV_END_DECLS

#endif
