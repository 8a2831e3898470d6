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

BV_END_DECLS

#endif
