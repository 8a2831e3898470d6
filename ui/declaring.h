/**
 * @file
 * What the user says that they do with the syringe, by a key that toggles or
 * one that is held, as a foot pedal is; and where the fluid is that they draw
 * off. Pure: no GTK. Main thread only.
 */
#ifndef BV_UI_DECLARING_H
#define BV_UI_DECLARING_H

#include <stdbool.h>
#include <stddef.h>

#include "core/advice.h"
#include "core/decls.h"

BV_BEGIN_DECLS

/** Zero-initialise. */
struct bv_declaring {
    enum bv_syringe syringe; /**< What is said now. */
    struct bv_px at_px;      /**< Aspirating: a place in the fluid. */
    bool is_held;            /**< By the pedal: it ends when that goes up. */
    bool wants_point;        /**< Where the fluid is. */
};

/**
 * Say it, or where it is said already, that it has ended.
 *
 * @param advice  What is shown; NULL: nothing. Fluid that is aimed at is what
 *                is drawn off; where there is none a point is asked for.
 * @return Whether something else is said than before. So all of these.
 */
bool bv_declaring_toggle(struct bv_declaring *declaring,
                         enum bv_syringe syringe,
                         const struct bv_advice *advice);

/** The pedal goes down: injecting, for as long as it is held. It says this
 *  again and again where keys repeat. */
bool bv_declaring_press(struct bv_declaring *declaring);

/** It goes up, or its key will not be told any more. */
bool bv_declaring_release(struct bv_declaring *declaring);

/** A place in the fluid, which was asked for. */
bool bv_declaring_point(struct bv_declaring *declaring, struct bv_px px);

/** No place is given. */
void bv_declaring_leave(struct bv_declaring *declaring);

/** The dead times that are offered, s, from short to long; 0 ends them. */
extern const int bv_declaring_dead_times_s[];

/** The words of a dead time: "Dead time 5 s". */
void bv_declaring_say_dead_time(double seconds, char *text, size_t size);

/** A sentence that asks; NULL: nothing is asked. */
const char *bv_declaring_get_line(const struct bv_declaring *declaring);

BV_END_DECLS

#endif
