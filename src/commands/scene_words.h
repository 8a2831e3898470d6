/**
 * @file
 * A scene in words, for `bevel scene`.
 */
#ifndef BV_COMMANDS_SCENE_WORDS_H
#define BV_COMMANDS_SCENE_WORDS_H

#include <stdio.h>

#include "acquisition/simulator/scene.h"
#include "acquisition/simulator/scene_check.h"
#include "core/decls.h"

BV_BEGIN_DECLS

/** Print the case, then what is in the scene as its seed fills it. */
void bv_scene_print(FILE *out, const struct bv_scene *scene);

/** Print what a check of a scene without mistakes has looked at. */
void bv_scene_print_looked(FILE *out, const char *name,
                           const struct bv_scene_looked *looked);

BV_END_DECLS

#endif
