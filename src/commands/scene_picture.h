/**
 * @file
 * One picture of a scene with its truth drawn on it.
 */
#ifndef BV_COMMANDS_SCENE_PICTURE_H
#define BV_COMMANDS_SCENE_PICTURE_H

#include "acquisition/simulator/scene.h"
#include "acquisition/simulator/truth.h"
#include "core/decls.h"
#include "core/frame.h"
#include "core/status.h"

BV_BEGIN_DECLS

/**
 * Draw the truth onto a picture, as PNG: outlines of objects, the target, the
 * needle (dashed: all of it; solid: what is visible) and its tip.
 *
 * @return 0 or a negative errno with @p fault said.
 */
int bv_truth_picture_write(const struct bv_frame *frame,
                           const struct bv_truth *truth, const char *path,
                           struct bv_fault *fault) BV_MUST_USE;

/**
 * Simulate a scene and write its picture at a time.
 *
 * @param at_s  NAN: when the script has the needle in furthest, or 1 s where
 *              there is none.
 * @return As above.
 */
int bv_scene_picture_write(const struct bv_scene *scene, double at_s,
                           const char *path,
                           struct bv_fault *fault) BV_MUST_USE;

BV_END_DECLS

#endif
