/**
 * @file
 * What a scene is for, as a trainer writes it: the case's text, and what
 * counts as success, in numbers that a review can check.
 *
 * Plain data, part of a scene (docs/scenes.md, "Case"). A number that is NAN,
 * a text that is "" and a list of nobody ask for nothing.
 */
#ifndef BV_SIMULATOR_SCENE_CASE_H
#define BV_SIMULATOR_SCENE_CASE_H

#include <stdbool.h>

#include "core/decls.h"

BV_BEGIN_DECLS

/** Structures that a case may name as not to be entered. */
#define BV_SCENE_AVOID_MAX 8

/** An attempt is a success where everything that is asked for holds. */
struct bv_scene_success {
    double tip_within_mm; /**< Of the target, when the tip is nearest. */
    char tip_in[32];      /**< An object that the tip must come into. */
    int avoid_count;      /**< Objects that no part of the needle enters. */
    char avoid[BV_SCENE_AVOID_MAX][32];
    double passes_most;
    double time_most_s;
    double angle_most_deg;          /**< Of the shaft below the horizontal. */
    double advanced_unseen_most_mm; /**< Tip not visible, needle going in. */
    double injected_least_ml;       /**< By the end. */
    double aspirated_least_ml;
};

struct bv_scene_case {
    bool present;
    char title[96];    /**< One line. */
    char history[640]; /**< Of an invented patient. */
    char task[640];    /**< What the learner is to do. */
    struct bv_scene_success success;
};

/** A case that asks for nothing. */
struct bv_scene_case bv_scene_case_none(void);

BV_END_DECLS

#endif
