/**
 * @file
 * The needle in the picture: its shadow, shaft, tip and artefacts.
 * Private to the simulator.
 */
#ifndef BV_SIMULATOR_NEEDLE_H
#define BV_SIMULATOR_NEEDLE_H

#include "acquisition/simulator/image.h"
#include "acquisition/simulator/tissue.h"
#include "core/decls.h"

BV_BEGIN_DECLS

/** Before attenuation is added up: what the needle keeps from going on. */
void bv_sim_needle_shadow(struct bv_sim_tissue *tissue);

/** After the tissue is scattered: the needle's echoes. */
void bv_sim_needle_echo(struct bv_sim_image *image,
                        const struct bv_sim_tissue *tissue);

BV_END_DECLS

#endif
