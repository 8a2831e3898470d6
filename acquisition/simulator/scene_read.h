/**
 * @file
 * The parts of reading a scene, each in its own file. Private to the
 * simulator.
 */
#ifndef BV_SIMULATOR_SCENE_READ_H
#define BV_SIMULATOR_SCENE_READ_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "acquisition/simulator/json_fields.h"
#include "acquisition/simulator/scene.h"
#include "core/decls.h"

BV_BEGIN_DECLS

/** What an object is where its scene does not say. */
extern const struct bv_scene_object bv_scene_default_object;

/**
 * Read a scene from its JSON, includes already followed.
 *
 * @param has_seed    Use @p seed instead of the scene's own.
 * @param[out] scene  Not to be used where it fails.
 * @return 0 or -EINVAL, said as @p place wants it.
 */
int bv_scene_read(struct bv_json_place *place, const json_t *root,
                  bool has_seed, uint64_t seed,
                  struct bv_scene *scene) BV_MUST_USE;

/** Read "case" into @p scene, whose objects are read. Same results. */
int bv_scene_case_read(struct bv_json_place *place, const json_t *root,
                       struct bv_scene *scene) BV_MUST_USE;

BV_END_DECLS

#endif
