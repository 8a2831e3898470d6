/**
 * @file
 * Gives the frames of a scanner's screen their scale while they are recorded,
 * where the user asked for it (`--scale`): read off the screen, or its preset,
 * until its ruler or texts change, and then found again.
 *
 * A live source never waits: it is read on a thread of its own, and frames
 * have no scale meanwhile. Others wait. One thread at a time.
 */
#ifndef BV_COMMANDS_RECORD_SCALE_H
#define BV_COMMANDS_RECORD_SCALE_H

#include <stdbool.h>
#include <stdint.h>

#include "core/decls.h"
#include "core/frame.h"
#include "screen_follower.h"

BV_BEGIN_DECLS

struct bv_record_scale;

/** @return NULL: no memory. */
struct bv_record_scale *bv_record_scale_new(enum bv_screen_how how);

/** NULL is ignored. */
void bv_record_scale_free(struct bv_record_scale *scale);

/**
 * Give a frame its scale, where it has none of its source.
 *
 * @param waits  The source can wait.
 */
void bv_record_scale_stamp(struct bv_record_scale *scale,
                           struct bv_frame *frame, bool waits);

/** Say on standard output how many frames got one and when it changed, or why
 *  none did. */
void bv_record_scale_say(const struct bv_record_scale *scale);

BV_END_DECLS

#endif
