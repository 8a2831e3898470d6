/**
 * @file
 * Where everything is at one time: hand, breath, pulse, needle.
 * Private to the simulator. A function of scene and time alone, except for
 * the controls that a learner holds.
 */
#ifndef BV_SIMULATOR_MOTION_H
#define BV_SIMULATOR_MOTION_H

#include <stdbool.h>
#include <stdint.h>

#include "acquisition/simulator/scene.h"
#include "core/decls.h"

BV_BEGIN_DECLS

/** The probe in the tissue: a point of the picture at x to the right, y
 *  across and z down lies at origin + x right + y across + z down. */
struct bv_sim_pose {
    float origin[3];
    float right[3], across[3], down[3];
};

/** The needle in the tissue, mm. */
struct bv_sim_needle {
    bool present; /**< Under the skin at all. */
    float entry[3];
    float direction[3]; /**< Unit vector, towards the tip. */
    float bend[3];      /**< Half the curvature, across the shaft, 1/mm. */
    float length_mm;
};

struct bv_sim_state {
    float time_s;
    float controls[BV_CONTROL_COUNT];
    struct bv_sim_pose pose;
    struct bv_sim_needle needle;
    float pulse;          /**< -1..1 through the heart's beat. */
    float slide;          /**< 0..1 and back, of what slides along itself. */
    float breath_mm;      /**< Tissue moved down, at depth. */
    bool injects_by_hand; /**< Not by the script. */
};

/** Controls that a learner holds instead of the script. */
struct bv_sim_hand {
    bool held[BV_CONTROL_COUNT];
    double value[BV_CONTROL_COUNT];
    double hub_x_mm; /**< The entry point's, from where the scene has it. */
};

/** Fill @p state for @p frame at @p frame_rate_hz frames a second. */
void bv_sim_move(const struct bv_scene *scene, const struct bv_sim_hand *hand,
                 uint32_t frame, double frame_rate_hz,
                 struct bv_sim_state *state);

/** A point of the picture in the tissue. */
void bv_sim_pose_out(const struct bv_sim_pose *pose, const float picture[3],
                     float tissue[3]);

/** A point of the tissue in the picture. */
void bv_sim_pose_in(const struct bv_sim_pose *pose, const float tissue[3],
                    float picture[3]);

/** The needle's point @p along mm from its entry. */
void bv_sim_needle_at(const struct bv_sim_needle *needle, float along_mm,
                      float point[3]);

BV_END_DECLS

#endif
