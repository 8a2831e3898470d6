/**
 * @file
 * Draws what moved along one line, with cairo: an M-mode strip, or the curve of
 * a value with its least and its most. For the window and for pictures on the
 * disk.
 */
#ifndef BV_UI_OVERLAY_MOVEMENT_CHART_H
#define BV_UI_OVERLAY_MOVEMENT_CHART_H

#include <cairo.h>

#include "core/decls.h"
#include "core/series.h"
#include "ui/overlay/chart.h"

BV_BEGIN_DECLS

/** The time axis of a series: to where its last frame ends. */
struct bv_chart_axis bv_movement_chart_time(const struct bv_series *series);

/**
 * A strip in a box, with its axes: each column is the frame that was on the
 * screen at that moment, nothing smoothed; the line's start is on top.
 *
 * @param length_px  Of the line.
 */
void bv_movement_chart_strip(cairo_t *cairo, const struct bv_series *series,
                             double length_px, const struct bv_chart_box *box);

/** The curve in a box, with its axes; its least and most are told. */
void bv_movement_chart_curve(cairo_t *cairo, const struct bv_series *series,
                             const struct bv_chart_box *box);

BV_END_DECLS

#endif
