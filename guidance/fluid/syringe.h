/**
 * @file
 * What the user says that they do with the syringe, and what is then watched:
 * spread while they inject, an effusion's area while they aspirate.
 *
 * One thread at a time; nothing is allocated after the first step of a size,
 * but where an aspiration begins.
 */
#ifndef BV_GUIDANCE_FLUID_SYRINGE_H
#define BV_GUIDANCE_FLUID_SYRINGE_H

#include "core/advice.h"
#include "core/decls.h"
#include "core/fluid.h"
#include "core/frame.h"

BV_BEGIN_DECLS

struct bv_syringe_watch;

/** @return NULL: no memory. */
struct bv_syringe_watch *bv_syringe_watch_new(void);

/** NULL is ignored. */
void bv_syringe_watch_free(struct bv_syringe_watch *watch);

/**
 * From the next frame on. The same again begins anew.
 *
 * @param at  In the fluid that is aspirated; else not looked at.
 */
void bv_syringe_watch_declare(struct bv_syringe_watch *watch,
                              enum bv_syringe syringe, struct bv_px at);

/** As bv_spread_watch_set_dead_time(). */
void bv_syringe_watch_set_dead_time(struct bv_syringe_watch *watch,
                                    double seconds);

/**
 * Look at the next frame, and put what is seen into its advice.
 *
 * @param changed         Depth, zoom or the screen changed.
 * @param[in,out] advice  Needle and marks are there.
 * @retval 0
 * @retval -ENOMEM
 */
int bv_syringe_watch_step(struct bv_syringe_watch *watch,
                          const struct bv_frame *frame, bool changed,
                          struct bv_advice *advice) BV_MUST_USE;

BV_END_DECLS

#endif
