/**
 * @file
 * The small bars of the panel. They repeat what the numbers beside them say,
 * so they are hidden from screen readers. Main thread only.
 */
#ifndef BV_UI_GAUGE_H
#define BV_UI_GAUGE_H

#include <gtk/gtk.h>

#include "core/decls.h"

BV_BEGIN_DECLS

enum bv_gauge_kind {
    BV_GAUGE_DEPTH,      /**< Depth of the tip on the way to the target's. */
    BV_GAUGE_COURSE,     /**< Where the line passes the target. */
    BV_GAUGE_CONFIDENCE, /**< Steps of three. */
};

/** @return A widget that shows nothing yet. */
GtkWidget *bv_gauge_new(enum bv_gauge_kind kind);

/**
 * Set what it shows; draws anew only where that differs.
 *
 * @param a  Depth: of the tip, mm. Course: the miss, mm, negative shallow.
 *           Confidence: steps, 0 to 3. NAN: not known.
 * @param b  Depth: of the target, mm. Otherwise ignored.
 */
void bv_gauge_set(GtkWidget *gauge, double a, double b);

BV_END_DECLS

#endif
