/**
 * @file
 * Puts simulated pictures into a scanner's screen: margins, ruler, texts,
 * logo, time, an invented patient, a measuring cursor, and in mid-clip another
 * depth or a zoom. What bevel sees where it is fed from a scanner's output.
 *
 * Letters are those of the machine's fonts: the same scene and seed give the
 * same bytes on one machine, not on every one. One thread at a time.
 */
#ifndef BV_COMMANDS_SCREEN_H
#define BV_COMMANDS_SCREEN_H

#include <stdbool.h>
#include <stdint.h>

#include "acquisition/simulator/simulator.h"
#include "acquisition/simulator/truth.h"
#include "core/decls.h"
#include "core/frame.h"

BV_BEGIN_DECLS

/** Names of the layouts, NULL-ended. The first, "any", is one by the seed. */
extern const char *const bv_screen_names[];

struct bv_screen;

/**
 * @param layout      Index in bv_screen_names.
 * @param seed        Decides texts and what happens.
 * @param duration_s  Of the clip; 0: one picture, in which nothing changes.
 * @return NULL: no memory.
 */
struct bv_screen *bv_screen_new(int layout, uint64_t seed, double duration_s);

/** NULL is ignored. */
void bv_screen_free(struct bv_screen *screen);

/** The screen's name: never "any". */
const char *bv_screen_name(const struct bv_screen *screen);

/** The size of the whole, and of the simulator's picture in it. */
void bv_screen_size(const struct bv_screen *screen, int *width_px,
                    int *height_px);
void bv_screen_scan_size(const struct bv_screen *screen, int *width_px,
                         int *height_px);

/** Before the simulator draws the picture of a time: turn its knobs. */
void bv_screen_turn_knobs(struct bv_screen *screen,
                          struct bv_simulator *simulator, double time_s);

/**
 * Put a picture into the screen.
 *
 * @param scan    The simulator's last.
 * @param truth   Its truth; made that of @p whole.
 * @param whole   Of the screen's size; all but arrived_ns is filled.
 * @return 0 or -ENOMEM.
 */
int bv_screen_dress(struct bv_screen *screen,
                    const struct bv_simulator *simulator,
                    const struct bv_frame *scan, struct bv_truth *truth,
                    struct bv_frame *whole) BV_MUST_USE;

BV_END_DECLS

#endif
