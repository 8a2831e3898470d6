/**
 * @file
 * Where injected fluid goes: it opens the plane that the tip is in, and
 * another place when the needle has moved on. Private to the simulator.
 */
#ifndef BV_SIMULATOR_POOLS_H
#define BV_SIMULATOR_POOLS_H

#include <stdbool.h>

#include "acquisition/simulator/scene.h"
#include "core/decls.h"

BV_BEGIN_DECLS

struct bv_sim_tissue;

/** Places that a needle may open in a scene, one after another. */
#define BV_SIM_POOLS 3

/** Give a scene as many pools as that, as its own are or plain ones; as far
 *  as there is room. Empty ones change nothing. */
void bv_sim_pools_add(struct bv_scene *scene);

/** Empty and close all. */
void bv_sim_pools_reset(struct bv_sim_tissue *tissue);

/** Fill them with what the tissue's state says is injected so far. For a
 *  tissue whose lines are those of the picture before. */
void bv_sim_pools_fill(struct bv_sim_tissue *tissue);

/** How far across the widest pool reaches now, mm: objects in which fluid lies
 *  are wider by as much. */
float bv_sim_pools_reach(const struct bv_sim_tissue *tissue);

/** Whether a place in the tissue, as it is now, lies in an open pool. */
bool bv_sim_pools_cover(const struct bv_sim_tissue *tissue, const float now[3]);

/** The object that is fluid where the tip is in the last picture: -1 none. */
int bv_sim_pools_find_tip(const struct bv_sim_tissue *tissue);

BV_END_DECLS

#endif
