/**
 * @file
 * The bar above: what is open, how it is shown, and bevel's own latency. Main
 * thread only.
 */
#ifndef BV_UI_TOP_BAR_H
#define BV_UI_TOP_BAR_H

#include <gtk/gtk.h>
#include <stdbool.h>

#include "core/decls.h"
#include "pipeline.h"
#include "ui/latency.h"
#include "ui/overlay/words.h"
#include "ui/presenter.h"

BV_BEGIN_DECLS

struct bv_top_bar;

/**
 * Its parts live as long as its widget.
 * @param recording  Put before the last button; floating.
 */
struct bv_top_bar *bv_top_bar_new(const struct bv_source_info *info,
                                  GtkWidget *recording);

/** The widget, floating until it is put somewhere. */
GtkWidget *bv_top_bar_get_widget(struct bv_top_bar *bar);

/** Set the chip. */
void bv_top_bar_set_showing(struct bv_top_bar *bar, enum bv_showing showing);

/**
 * Say size, latency and lost frames. Call about once a second.
 *
 * @param shown  NULL before any. A source need not know its size before it
 *               sends a picture.
 * @param controls  The source's, which may tell of pictures that it lost; may
 *                  be NULL.
 */
void bv_top_bar_set_speed(struct bv_top_bar *bar, const struct bv_shown *shown,
                          const struct bv_latency *latency,
                          struct bv_controls *controls,
                          const struct bv_pipeline_counts *counts);

/** The procedure stands in the place of the source's name; "": none. */
void bv_top_bar_set_procedure(struct bv_top_bar *bar, const char *procedure);

BV_END_DECLS

#endif
