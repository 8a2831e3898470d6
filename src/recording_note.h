/**
 * @file
 * What is noted for a recording's events until its thread writes them. For
 * recording.c alone.
 */
#ifndef BV_RECORDING_NOTE_H
#define BV_RECORDING_NOTE_H

#include <stdbool.h>
#include <stdint.h>

#include "acquisition/event_log.h"
#include "core/decls.h"

BV_BEGIN_DECLS

enum { BV_NOTE_CONFIRMED_SIZE = 64 };

enum bv_note_kind {
    BV_NOTE_TARGET,
    BV_NOTE_SCALE, /**< Off the screen. */
    BV_NOTE_SYRINGE,
    BV_NOTE_MARK,
    BV_NOTE_UNMARK,
    BV_NOTE_STEP,
    BV_NOTE_SET_UP,
};

/** Which fields hold depends on what it is of. */
struct bv_recording_note {
    enum bv_note_kind of;
    bool marked; /**< The target; else it was cleared. */
    struct bv_px px;
    double mm_per_px; /**< 0: none any more. */
    enum bv_scale_origin origin;
    enum bv_syringe syringe;
    struct bv_landmark mark; /**< Of one that was removed, the id alone. */
    const char *step;        /**< A constant. */
    bool was_out;            /**< The time-out; and what was confirmed. */
    char confirmed[BV_NOTE_CONFIRMED_SIZE];
    struct bv_settled settled;
    int64_t time_ns; /**< In the file. */
};

/** Write it. @return 0 or a negative errno with @p fault said. */
int bv_recording_note_write(struct bv_event_log *log,
                            const struct bv_recording_note *note,
                            struct bv_fault *fault) BV_MUST_USE;

BV_END_DECLS

#endif
