/**
 * @file
 * A small chart of an area over time, for the panel: its curve, its most and
 * how long. What is not known leaves a gap.
 */
#ifndef BV_UI_OVERLAY_FLUID_CHART_H
#define BV_UI_OVERLAY_FLUID_CHART_H

#include <cairo.h>

#include "core/decls.h"

BV_BEGIN_DECLS

/** Its colours, 0xRRGGBB. */
struct bv_fluid_chart_inks {
    unsigned text, line, curve;
};

/**
 * Draw it over all of a surface part that begins at 0, 0.
 *
 * @param time_s    Ascending, from 0.
 * @param area_mm2  NAN: not known then.
 * @param inks      For the ground that it lies on.
 */
void bv_fluid_chart_draw(cairo_t *cairo, const double *time_s,
                         const double *area_mm2, int count, double width,
                         double height, const struct bv_fluid_chart_inks *inks);

BV_END_DECLS

#endif
