/**
 * @file
 * The area of fluid over the time since it was declared, for its chart. Pure.
 */
#ifndef BV_UI_FLUID_HISTORY_H
#define BV_UI_FLUID_HISTORY_H

#include "core/decls.h"

BV_BEGIN_DECLS

#define BV_FLUID_HISTORY_MOST 512

/** Zero-initialise. */
struct bv_fluid_history {
    int count;
    double step_s; /**< Kept so far apart: all of it stays within room. */
    double time_s[BV_FLUID_HISTORY_MOST];   /**< Since it began; ascends. */
    double area_mm2[BV_FLUID_HISTORY_MOST]; /**< NAN: not known then. */
};

/** Add what is known now. Where time ran back it begins anew. */
void bv_fluid_history_add(struct bv_fluid_history *history, double time_s,
                          double area_mm2);

BV_END_DECLS

#endif
