/**
 * @file
 * Scenes made up from a number: anatomy, probe, settings, needle and decoys,
 * for pictures with labels in any number.
 */
#ifndef BV_SIMULATOR_RANDOM_SCENE_H
#define BV_SIMULATOR_RANDOM_SCENE_H

#include <stdint.h>

#include "acquisition/simulator/scene.h"
#include "core/decls.h"

BV_BEGIN_DECLS

/** Counts up when the same number makes another scene than before. */
#define BV_RANDOM_SCENE_VERSION 2

/** Pictures to make of one: the last is the one to keep, since persistence
 *  and a shaft on its way take some. */
#define BV_RANDOM_SCENE_FRAMES 4

/**
 * Make a scene up. Three in four have a needle.
 *
 * @param seed   Together with @p number decides everything.
 * @param scene  Written whole.
 */
void bv_random_scene(uint64_t seed, uint64_t number, struct bv_scene *scene);

/** How many of the scene's objects are bright lines that are no needle. */
int bv_random_scene_decoys(const struct bv_scene *scene);

BV_END_DECLS

#endif
