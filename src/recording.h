/**
 * @file
 * Frames into a file, with what happened beside it, on a thread of its own.
 *
 * Whoever reads a source gives each frame; it is copied, and written by the
 * thread `record`, which also makes folder and file and finishes them. So no
 * other thread ever waits for a disk: where all room is taken the frame is
 * dropped and counted. What was written stays readable whatever happens
 * (acquisition/recorder.h).
 */
#ifndef BV_RECORDING_H
#define BV_RECORDING_H

#include <limits.h>
#include <stdbool.h>
#include <stdint.h>

#include "acquisition/source.h"
#include "core/decls.h"
#include "core/fluid.h"
#include "core/frame.h"
#include "core/geometry.h"
#include "core/landmark.h"
#include "core/set_up.h"
#include "core/status.h"

BV_BEGIN_DECLS

struct bv_recording_options {
    const char *path;   /**< The file; what was there is replaced. Events lie
                             beside one that ends in ".mkv". Or NULL, and */
    const char *folder; /**< where to make one that is named by date and time
                             and never over another; made where it is
                             missing. */
    const struct bv_source_info *info; /**< Of what is recorded, with the size
                                            of its frames also where the
                                            source was opened without one. */
};

/** How a recording is doing. */
struct bv_recording_state {
    bool over;         /**< Nothing more will be written: the file is
                            finished, or failed. */
    uint64_t frames;   /**< Written. */
    uint64_t dropped;  /**< Not written, as disk or processor were too slow. */
    int64_t length_ns; /**< From the first to the last that was written. */
    /** What was written, and what the disk has room for, looked at once a
     *  second; 0: not yet. */
    int64_t bytes, room_bytes;
    char path[PATH_MAX]; /**< Of the file; empty until it is made. */
    /** What ended it, once it has; error is 0 where it was asked to. */
    struct bv_fault fault;
};

struct bv_recording;

/**
 * Start the thread. That the file cannot be made is told by the state.
 *
 * @param options         Copied.
 * @param[out] recording  Written only on success.
 * @return 0 or a negative errno; -ERANGE for a size that no frame has.
 */
int bv_recording_start(const struct bv_recording_options *options,
                       struct bv_recording **recording) BV_MUST_USE;

/**
 * Record a frame. Never waits. Times in the file count from the first frame;
 * one that runs back follows the last at the usual interval. A frame of
 * another size than the first one's ends the recording.
 *
 * One thread at a time.
 */
void bv_recording_put(struct bv_recording *recording,
                      const struct bv_frame *frame);

/** Whether a frame would not be dropped now, or there is nothing to wait for:
 *  for a source that can wait. The thread that puts. */
bool bv_recording_has_room(struct bv_recording *recording);

/**
 * Note that the target was marked there, or cleared. Any thread, never waits.
 *
 * @param px       NULL: cleared.
 * @param time_ns  Of the frame in which it was, as the source counts.
 */
void bv_recording_note_target(struct bv_recording *recording,
                              const struct bv_px *px, int64_t time_ns);

/**
 * Note the scale that was found on the screen, from that frame on. Any thread,
 * never waits.
 *
 * @param mm_per_px  0: it was dropped.
 * @param time_ns    As above.
 */
void bv_recording_note_scale(struct bv_recording *recording, double mm_per_px,
                             enum bv_scale_origin origin, int64_t time_ns);

/** Note what the user does with the syringe, from that frame on. Any thread,
 *  never waits. */
void bv_recording_note_syringe(struct bv_recording *recording,
                               enum bv_syringe syringe, int64_t time_ns);

/** Note that the user went to a step of the procedure, or through its time-out,
 *  as of bv_event_log_step(). Any thread, never waits. @param step  A
 *  constant. */
void bv_recording_note_step(struct bv_recording *recording, const char *step,
                            const char *confirmed, int64_t time_ns);

/** Note what was settled before the needle, by then. Any thread, never
 *  waits. */
void bv_recording_note_set_up(struct bv_recording *recording,
                              const struct bv_settled *settled,
                              int64_t time_ns);

/** Note that something was marked, as in that frame. Any thread, never
 *  waits. */
void bv_recording_note_mark(struct bv_recording *recording,
                            const struct bv_landmark *mark, int64_t time_ns);

/** Note that the mark of this id was removed. Any thread, never waits. */
void bv_recording_note_unmark(struct bv_recording *recording, int id,
                              int64_t time_ns);

/** Finish the file. @param source_ended  Else it was asked to. Any thread,
 *  never waits; the first call counts. */
void bv_recording_end(struct bv_recording *recording, bool source_ended);

/** How it is doing. Any thread. */
void bv_recording_get_state(struct bv_recording *recording,
                            struct bv_recording_state *state);

/** End it, wait until the file is finished, and free it. @param state  How it
 *  went; may be NULL. NULL is ignored. */
void bv_recording_free(struct bv_recording *recording,
                       struct bv_recording_state *state);

BV_END_DECLS

#endif
