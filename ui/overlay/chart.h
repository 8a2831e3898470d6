/**
 * @file
 * A chart of one value over time, with cairo: for reports and pictures on the
 * disk. What is not known leaves a gap; nothing is drawn across it.
 */
#ifndef BV_UI_OVERLAY_CHART_H
#define BV_UI_OVERLAY_CHART_H

#include <cairo.h>
#include <stddef.h>

#include "core/decls.h"

BV_BEGIN_DECLS

struct bv_timeline_inks; /* ui/overlay/timeline.h */

/** Where on the surface. */
struct bv_chart_box {
    double left, top, width, height;
};

/** An axis: what it says, and from where to where. */
struct bv_chart_axis {
    const char *label; /**< With its unit: "s". */
    double from, to;   /**< Left to right, bottom to top; not the same. Only
                            the values of bv_chart_draw_axes() may fall. */
};

/** A point that is told. */
struct bv_chart_note {
    double time_s, value;
    const char *text;
};

/** The values, in order of time; NAN: not known then. */
struct bv_chart {
    const double *time_s, *value;
    size_t count;
    struct bv_chart_axis time, values;
    const struct bv_chart_note *notes;
    int note_count;
    const struct bv_timeline_inks *inks; /**< NULL: those of the screen. */
};

/** Both axes with round steps, the curve, and its notes. */
void bv_chart_draw(cairo_t *cairo, const struct bv_chart *chart,
                   const struct bv_chart_box *box);

/** The axes and their numbers alone, around a box that holds something else:
 *  time below it, values at its left. */
void bv_chart_draw_axes(cairo_t *cairo, const struct bv_chart_axis *time,
                        const struct bv_chart_axis *values,
                        const struct bv_chart_box *box);

/** A round step, 1, 2 or 5 times a power of ten, of which at most @p most fit
 *  into a length. */
double bv_chart_step(double length, int most);

BV_END_DECLS

#endif
