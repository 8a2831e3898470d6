/**
 * @file
 * What stands in a needle's way: a border, wall or sheet tents before the tip
 * until it gives and springs back, bone never gives. Private to the
 * simulator.
 *
 * For looks and for training: how far each tents is not sourced. It follows
 * from how bright the interface is, since a stout fascia is both.
 */
#ifndef BV_SIMULATOR_PUSH_H
#define BV_SIMULATOR_PUSH_H

#include <stdbool.h>

#include "core/decls.h"

BV_BEGIN_DECLS

struct bv_sim_tissue;

/** State from picture to picture. */
struct bv_sim_push {
    bool started;
    float through_mm; /**< So much of the needle's way is pierced. */
    float tent_mm;    /**< Tissue carried before the tip, now. */
    bool on_bone;
};

/** Begin anew: what the needle is in at first counts as pierced. */
void bv_sim_push_reset(struct bv_sim_push *push);

/**
 * Push the needle of the tissue's state to its length. On bone it stops: its
 * length is then what it reached. For a tissue whose lines and objects are
 * prepared.
 */
void bv_sim_push_update(struct bv_sim_tissue *tissue);

/** Add what tenting does to a displacement. */
void bv_sim_push_displace(const struct bv_sim_tissue *tissue,
                          const float now[3], float displacement[3]);

BV_END_DECLS

#endif
