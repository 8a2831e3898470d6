/**
 * @file
 * The parts of scene_check.c, each in its own file. Private to the simulator.
 */
#ifndef BV_SIMULATOR_SCENE_CHECKS_H
#define BV_SIMULATOR_SCENE_CHECKS_H

#include <stdbool.h>
#include <stdint.h>

#include "acquisition/simulator/json_fields.h"
#include "acquisition/simulator/scene.h"
#include "acquisition/simulator/scene_check.h"
#include "acquisition/simulator/tissue.h"
#include "core/decls.h"

BV_BEGIN_DECLS

/** What is told only once over all fillings. */
#define BV_CHECK_TOLD_MAX 256

/** One filling of a scene, being looked at. */
struct bv_check {
    struct bv_json_place *place;
    const struct bv_scene *scene;
    struct bv_sim_grid grid;
    struct bv_sim_tissue *tissue; /**< Its objects alone are set up. */
    struct bv_scene_looked *looked;
    int inside[BV_SCENE_OBJECTS_MAX]; /**< Fillings with the target in it. */
    char with[48];                    /**< " with seed 3", for sentences. */
    bv_scene_tell *tell;
    void *tell_data;
    int told_count;
    uint32_t told[BV_CHECK_TOLD_MAX];
};

/** Whether this was not told before; @p a and @p b part one kind's. */
bool bv_check_is_new(struct bv_check *check, uint32_t kind, int a, int b);

/** Say a mistake or a remark about a key of the scene, or of one entry of a
 *  list (@p index -1: the key itself). */
void bv_check_say(struct bv_check *check, bool mistake, const char *key,
                  int index, const char *format, ...) BV_PRINTF(5, 6);

/** Widen a span, or start it. */
void bv_check_span(struct bv_scene_span *span, bool first, double value);

/** The object's set-up state, NULL for a line or a pool. */
const struct bv_sim_object *bv_check_solid(const struct bv_check *check,
                                           int object);

/** Whether a place of the tissue, mm, lies inside an object: in a solid, or
 *  below the surface of a bone or gas. */
bool bv_check_inside(const struct bv_check *check, int object,
                     const double at_mm[3]);

/** Whether a line is the bright face of an earlier target, a deposit, say: all
 *  its points lie in that. It hides nothing else and can be gone through. */
bool bv_check_is_face(const struct bv_check *check, int object);

/** Targets and structures to avoid that later objects cover. */
void bv_check_paint(struct bv_check *check);

/** The target: in the picture, and where the needle can come. */
void bv_check_reach(struct bv_check *check);

/** The syringe, and what a case asks for. */
void bv_check_case(struct bv_check *check);

/** The same of the angle of the way to the target. */
void bv_check_case_angle(struct bv_check *check, double way_deg);

/** After all fillings: the target in what is to be avoided. */
void bv_check_reach_end(struct bv_check *check);

BV_END_DECLS

#endif
