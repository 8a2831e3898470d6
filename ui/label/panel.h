/**
 * @file
 * The panel beside the picture: which frame, what is said of it, a magnified
 * piece, what can be done, and how much is done. Main thread only.
 */
#ifndef BV_UI_LABEL_PANEL_H
#define BV_UI_LABEL_PANEL_H

#include <gtk/gtk.h>

#include "core/decls.h"
#include "records/labels.h"
#include "ui/label/loupe.h"
#include "ui/label/session.h"

BV_BEGIN_DECLS

struct bv_label_panel;

struct bv_label_panel *bv_label_panel_new(void);

/** The widget; the panel lives as long as it does. */
GtkWidget *bv_label_panel_get_widget(struct bv_label_panel *panel);

BvLoupe *bv_label_panel_get_loupe(struct bv_label_panel *panel);

/** @param last  The last frame's number so far. @param time_s  NAN unknown. */
void bv_label_panel_set_frame(struct bv_label_panel *panel, uint32_t frame,
                              uint32_t last, double time_s);

void bv_label_panel_set_words(struct bv_label_panel *panel,
                              const struct bv_session_words *words,
                              bool is_carried);

void bv_label_panel_set_counts(struct bv_label_panel *panel,
                               const struct bv_labels_counts *counts);

BV_END_DECLS

#endif
