/**
 * @file
 * The simulated probe: pictures of a scene, one after another, with the truth
 * of each.
 *
 * The same scene and seed give the same bytes, from every compiler and on
 * every machine. One thread at a time. Nothing is allocated after
 * bv_simulator_new().
 */
#ifndef BV_SIMULATOR_SIMULATOR_H
#define BV_SIMULATOR_SIMULATOR_H

#include <stdbool.h>
#include <stdint.h>

#include "acquisition/simulator/scene.h"
#include "acquisition/simulator/truth.h"
#include "core/decls.h"
#include "core/frame.h"

BV_BEGIN_DECLS

#define BV_SIMULATOR_WIDTH_PX 640
#define BV_SIMULATOR_HEIGHT_PX 480
#define BV_SIMULATOR_RATE_HZ 30.0

/** How much work a picture is: beams and samples. */
enum bv_simulator_quality {
    BV_SIMULATOR_FULL,    /**< 256 x 512. */
    BV_SIMULATOR_REDUCED, /**< 192 x 400. */
    BV_SIMULATOR_LOW,     /**< 128 x 320. */
};

struct bv_simulator_options {
    int width_px, height_px; /**< 0: 640 x 480. */
    double frame_rate_hz;    /**< 0: 30. */
    enum bv_simulator_quality quality;
    bool no_needle; /**< Leave the needle out. */
};

struct bv_simulator;

/**
 * Make one, at the scene's start.
 *
 * @param scene    Copied.
 * @param options  NULL for the defaults.
 * @return NULL: no memory, or a size that bv_frame_check_size() refuses.
 */
struct bv_simulator *
bv_simulator_new(const struct bv_scene *scene,
                 const struct bv_simulator_options *options);

/** NULL is ignored. */
void bv_simulator_free(struct bv_simulator *simulator);

/**
 * Draw the next picture.
 *
 * @param frame  Of the simulator's size, the caller's; pixels, times, number,
 *               scale, side and scan area are filled, arrived_ns is left.
 */
void bv_simulator_render(struct bv_simulator *simulator,
                         struct bv_frame *frame);

/** The truth of the last picture; valid until the next. */
const struct bv_truth *bv_simulator_truth(const struct bv_simulator *simulator);

/** The scene, with its ranges filled. */
const struct bv_scene *bv_simulator_scene(const struct bv_simulator *simulator);

/** From the next picture on, a control has this value, not the script's. */
void bv_simulator_set_control(struct bv_simulator *simulator,
                              enum bv_control control, double value);

/** Give a control back to the script. */
void bv_simulator_release_control(struct bv_simulator *simulator,
                                  enum bv_control control);

/** The value of a control: what is held, or the script's in the last picture
 *  (before the first: that of its start). */
double bv_simulator_get_control(const struct bv_simulator *simulator,
                                enum bv_control control);

/** Take every control from the script, each as it is now. */
void bv_simulator_hold(struct bv_simulator *simulator);

/** What comes into a syringe that is pulled. */
enum bv_syringe_draws {
    BV_SYRINGE_NOTHING,
    BV_SYRINGE_FLUID,
    BV_SYRINGE_BLOOD,
};

/** The syringe of a hand, since the scene's start. */
struct bv_simulator_syringe {
    double injected_ml, aspirated_ml;
    enum bv_syringe_draws draws; /**< In the last picture. */
};

/**
 * From the next picture on, so much a second goes in through the needle or
 * comes out, in the pictures' own time, while the controls are held
 * (bv_simulator_hold()). Fluid opens the tissue that the tip is in, fills the
 * fluid target that it is in, or is gone with the blood of a vessel; only
 * from these three does anything come back.
 */
void bv_simulator_set_flow(struct bv_simulator *simulator, double inject_ml_s,
                           double aspirate_ml_s);

/** What went through the needle. Valid as long as the simulator. */
const struct bv_simulator_syringe *
bv_simulator_get_syringe(const struct bv_simulator *simulator);

/** From the next picture on the needle goes in so much further right than
 *  the scene says. */
void bv_simulator_set_hub_x(struct bv_simulator *simulator, double moved_mm);

/**
 * Start the scene again with the next picture: same anatomy, needle and fluid
 * as in the beginning, every control with the script. Times and numbers of
 * the pictures go on, and so do the settings.
 */
void bv_simulator_restart(struct bv_simulator *simulator);

/** What the scanner's knobs set. */
struct bv_simulator_settings {
    double depth_mm;      /**< 15 to 200. */
    double gain_db;       /**< -30 to 30. */
    double focus_mm;      /**< 2 to 200. */
    double frequency_mhz; /**< 2 to 20. */
};

struct bv_simulator_settings
bv_simulator_get_settings(const struct bv_simulator *simulator);

/**
 * From the next picture on; each is held to its range. Another depth is
 * another scale and scan area in the frames. Allocates nothing.
 */
void bv_simulator_set_settings(struct bv_simulator *simulator,
                               const struct bv_simulator_settings *settings);

/** Beams and samples from the next picture on. Allocates nothing. */
void bv_simulator_set_quality(struct bv_simulator *simulator,
                              enum bv_simulator_quality quality);

BV_END_DECLS

#endif
