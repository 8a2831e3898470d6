/**
 * @file
 * What moves along a line, on a picture that stands: which points are asked
 * for, what a key means now, and what is said of the result. Pure: no GTK. Main
 * thread only.
 *
 * 6 an M-mode strip, 7 how far a tendon glides, 8 the distance between two
 * marks; points as for measuring (measuring.h). Of a tendon a third may be
 * marked, in what does not glide; Enter leaves it out.
 */
#ifndef BV_UI_MOVING_H
#define BV_UI_MOVING_H

#include <stdbool.h>
#include <stdint.h>

#include "core/decls.h"
#include "core/measure.h"
#include "movement_seeker.h"

BV_BEGIN_DECLS

enum bv_moving_phase {
    BV_MOVING_OFF,
    BV_MOVING_PLACING,
    BV_MOVING_ASK, /**< To be asked of the seeker, by who has one. */
    BV_MOVING_SEEKING,
    BV_MOVING_SHOWS,
    BV_MOVING_FAILED,
};

/** A key that may mean something here. */
enum bv_moving_key { BV_MOVING_ENTER, BV_MOVING_ESCAPE, BV_MOVING_BACK };

/** Zero-initialise. */
struct bv_moving {
    enum bv_moving_phase phase;
    enum bv_movement_kind kind;
    struct bv_measure line, against; /**< Their points so far, to be drawn:
                                          two, and what does not glide. */
    struct bv_moved_line movement;
    char text[256];  /**< What is asked, or why not; empty: nothing. */
    char title[128]; /**< Of the result. */
};

/** Nothing is asked or shown any more. */
void bv_moving_end(struct bv_moving *moving);

/** Another picture stands: points that were placed were of the one before; a
 *  result stays. */
void bv_moving_leave(struct bv_moving *moving);

/** A letter. @return Whether it was meant for this. */
bool bv_moving_type(struct bv_moving *moving, uint32_t letter);

/** The same of keys that are no letters. */
bool bv_moving_press(struct bv_moving *moving, enum bv_moving_key key);

/** Whether a point is asked for. */
bool bv_moving_wants_point(const struct bv_moving *moving);

/** Place one. @return Whether it was asked for. */
bool bv_moving_point(struct bv_moving *moving, struct bv_px px);

/** What is to be followed. */
struct bv_movement_request bv_moving_request(const struct bv_moving *moving);

/** It is being followed, so far (0 to 1). */
void bv_moving_seeks(struct bv_moving *moving, double done);

/** It was followed. @param take_movement  Its own from now on. */
void bv_moving_made(struct bv_moving *moving,
                    const struct bv_moved_line *take_movement);

/** It could not be. */
void bv_moving_failed(struct bv_moving *moving, const struct bv_fault *fault);

BV_END_DECLS

#endif
