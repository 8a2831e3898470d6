/**
 * @file
 * A learner's hands on the simulated probe: the controls that it offers, and
 * what they do. Private to the simulator.
 *
 * Until a hand or fluid control is touched the script plays, byte for byte as
 * in a file. The first touch takes every one of them over as it is then;
 * `restart` starts the scene again in the same hands, `watch` gives it back
 * to the script. The scanner's own settings change nothing about who steers.
 */
#ifndef BV_SIMULATOR_STEERING_H
#define BV_SIMULATOR_STEERING_H

#include <stdbool.h>

#include "acquisition/simulator/simulator.h"
#include "core/controls.h"
#include "core/decls.h"

BV_BEGIN_DECLS

struct bv_sim_steering {
    struct bv_controls *controls; /**< Its own. */
    struct bv_simulator *simulator;
    bool steered;                /**< By a person, not by the script. */
    double hub_x_mm, hub_y_mm;   /**< Where the hand wants the entry point. */
    double skin_x_mm, skin_y_mm; /**< Where the needle went in. */
    double inject_ml_s, aspirate_ml_s;
    int quality; /**< enum bv_simulator_quality; told. */
};

/**
 * @param simulator  Borrowed.
 * @return 0 or -ENOMEM.
 */
int bv_sim_steering_init(struct bv_sim_steering *steering,
                         struct bv_simulator *simulator) BV_MUST_USE;

/** Also after a failed init. */
void bv_sim_steering_fini(struct bv_sim_steering *steering);

/** Before a picture: do what was asked for since the last. */
void bv_sim_steering_apply(struct bv_sim_steering *steering);

/** After a picture: tell how everything is in it. */
void bv_sim_steering_tell(struct bv_sim_steering *steering);

BV_END_DECLS

#endif
