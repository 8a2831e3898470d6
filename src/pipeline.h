/**
 * @file
 * Joins a source to a guide: one step, two schedulers.
 *
 * bv_pipeline_step() in a loop runs on the caller's thread, drops nothing and
 * gives the same output every run. bv_pipeline_start() runs the same step on
 * two threads, `acquire` and `guide`, for a window: the newest frame wins and
 * drops are counted. Where nothing was dropped, both give the same advice,
 * bit for bit.
 */
#ifndef BV_PIPELINE_H
#define BV_PIPELINE_H

#include <stdbool.h>
#include <stdint.h>

#include "acquisition/source.h"
#include "core/advice.h"
#include "core/decls.h"
#include "core/frame.h"
#include "core/status.h"
#include "guidance/guide.h"
#include "core/screen_scale.h"
#include "screen_follower.h"

BV_BEGIN_DECLS

/** A frame with its advice: immutable, counted. */
struct bv_result {
    const struct bv_frame *frame; /**< The result's reference. */
    struct bv_advice advice;
    struct bv_timings timings;
};

/** Take one more reference. @return @p result. Any thread. */
const struct bv_result *bv_result_ref(const struct bv_result *result);

/** Drop one; the last frees. Any thread. NULL is ignored. */
void bv_result_unref(const struct bv_result *result);

/** How the pipeline is doing. */
struct bv_pipeline_counts {
    uint64_t frames;       /**< Read from the source. */
    uint64_t guided;       /**< Of these, given advice. */
    uint64_t dropped;      /**< Of these, overtaken by a newer one. */
    bool ended;            /**< No more frames will come. */
    int end_error;         /**< Why: -ENODATA is the plain end. */
    struct bv_fault fault; /**< Said where the end is a fault. */
};

struct bv_pipeline;
struct bv_look_back;
struct bv_recording;

/**
 * @param take_source    The pipeline's from now on, also on failure.
 * @param guide_options  NULL for the defaults.
 * @return NULL: no memory.
 */
struct bv_pipeline *
bv_pipeline_new(struct bv_source *take_source,
                const struct bv_guide_options *guide_options);

/** Stops the threads, closes the source. Results stay valid. A guide that hangs
 *  in a frame is left there, with what it holds: bv_pipeline_stop(). */
void bv_pipeline_free(struct bv_pipeline *pipeline);

/** The source's info. */
const struct bv_source_info *
bv_pipeline_source_info(const struct bv_pipeline *pipeline);

/**
 * Read one frame and advise on it, on this thread. Not after start.
 *
 * @param[out] result  One reference for the caller; written only on 0.
 * @retval -ETIMEDOUT  A device sent nothing for a moment; call again. Other
 *                     sources are waited for.
 * @return 0, or as bv_source_read(); -ENODATA at the end.
 */
int bv_pipeline_step(struct bv_pipeline *pipeline,
                     const struct bv_result **result,
                     struct bv_fault *fault) BV_MUST_USE;

/**
 * From now on read on a thread of its own, some frames ahead of the steps: a
 * file is decoded while the frame before is advised on. The same frames and the
 * same advice. For a source that is not paced; not after start.
 *
 * @return 0 or a negative errno: then it is read as before.
 */
int bv_pipeline_read_ahead(struct bv_pipeline *pipeline) BV_MUST_USE;

/**
 * Go to a frame that was read before, as of bv_source_seek(); not after start,
 * nor while it is read ahead.
 */
int bv_pipeline_seek(struct bv_pipeline *pipeline, uint32_t number,
                     int64_t time_ns, struct bv_fault *fault) BV_MUST_USE;

/**
 * Read one frame and let it go unadvised: what comes before is of no interest.
 * Not after start.
 *
 * @param[out] time_ns  The frame's; written only on 0.
 * @return As bv_pipeline_step().
 */
int bv_pipeline_pass(struct bv_pipeline *pipeline, int64_t *time_ns,
                     struct bv_fault *fault) BV_MUST_USE;

/** How bv_pipeline_start() runs. */
struct bv_pipeline_schedule {
    bool unpaced; /**< Tests: read as fast as possible, and wait for the
                       guide instead of dropping. */
    /** Called on the guide thread after each result, and once at the end;
     *  must not block. May be NULL. */
    void (*wake)(void *data);
    void *data;
};

/**
 * Start the two threads. Sources that are not paced by a device are read at
 * the frames' own times.
 *
 * @return 0 or a negative errno.
 */
int bv_pipeline_start(struct bv_pipeline *pipeline,
                      const struct bv_pipeline_schedule *schedule) BV_MUST_USE;

/**
 * End the threads and wait for them. May be called twice. What is recorded is
 * whole then, whatever the guide does.
 *
 * @retval -ETIMEDOUT  The guide has not come back from a frame for 5 s: it is
 *                     waited for no longer, wakes nobody any more, and the
 *                     pipeline must not be used but for its free.
 */
int bv_pipeline_stop(struct bv_pipeline *pipeline);

/**
 * Play a source, usually the same one again, from its start, with a new guide:
 * whatever was marked, and every count, is forgotten. Threads that run are
 * ended first, and started again. What bv_pipeline_source_info() gave is gone.
 *
 * @param take_source  The pipeline's from now on, also on failure.
 * @return 0 or a negative errno; then nothing plays, and only stop and free
 *         may follow.
 */
int bv_pipeline_replay(struct bv_pipeline *pipeline,
                       struct bv_source *take_source) BV_MUST_USE;

/**
 * The newest result that was not taken yet.
 *
 * @return One reference for the caller, or NULL. Any thread, never waits.
 */
const struct bv_result *bv_pipeline_take(struct bv_pipeline *pipeline);

/** How it is doing. Any thread. */
void bv_pipeline_get_counts(struct bv_pipeline *pipeline,
                            struct bv_pipeline_counts *counts);

/** Mark the target before the next frame is looked at. Any thread. */
void bv_pipeline_mark_target(struct bv_pipeline *pipeline, struct bv_px px);

/**
 * The user confirmed a scale (bv_guide_set_scale()): from the next frame on.
 * After the last one, which the threads advised on, that is measured by it: one
 * more result. Any thread.
 *
 * @param screen  What it was read from; a reference is held until then.
 * @retval 0
 * @retval -EINVAL  It is none.
 */
int bv_pipeline_set_scale(struct bv_pipeline *pipeline,
                          const struct bv_screen_scale *scale,
                          const struct bv_frame *screen) BV_MUST_USE;

/**
 * Take the scale off the screen, by the user's word, without asking them each
 * time: from the first frame that tells it until it changes, and then again.
 * Not after start; reading holds the frames up.
 *
 * @return 0 or -ENOMEM.
 */
int bv_pipeline_follow_screen(struct bv_pipeline *pipeline,
                              enum bv_screen_how how) BV_MUST_USE;

/** Why that never gave one; NULL: it did, or was not asked for. */
const char *bv_pipeline_missed_screen(const struct bv_pipeline *pipeline);

/** What was confirmed is not: from the next frame on there is no scale. Any
 *  thread. */
void bv_pipeline_drop_scale(struct bv_pipeline *pipeline);

/** How the needle comes, as of bv_guide_set_out_of_plane(), from the next frame
 *  on; also when it is played again. Any thread. */
void bv_pipeline_set_out_of_plane(struct bv_pipeline *pipeline,
                                  bool out_of_plane);

/** What was said of that last. Any thread. */
bool bv_pipeline_is_out_of_plane(struct bv_pipeline *pipeline);

/** Take the mark away before the next frame. Any thread. */
void bv_pipeline_clear_target(struct bv_pipeline *pipeline);

/**
 * Mark what else there is in the picture, before the next frame is looked at;
 * it replaces the one with its id. Any thread.
 *
 * @retval 0
 * @retval -EINVAL  bv_landmark_check() refuses it beside the others, with the
 *                  reason said.
 * @retval -ENOSPC  There are BV_LANDMARKS_MOST.
 */
int bv_pipeline_set_landmark(struct bv_pipeline *pipeline,
                             const struct bv_landmark *landmark,
                             struct bv_fault *fault) BV_MUST_USE;

/**
 * The same of a picture that came before: it is tied to the tissue of that
 * one, and looked for in the next.
 *
 * @param frame  A reference is held until then. NULL: of the next.
 */
int bv_pipeline_set_landmark_in(struct bv_pipeline *pipeline,
                                const struct bv_landmark *landmark,
                                const struct bv_frame *frame,
                                struct bv_fault *fault) BV_MUST_USE;

/** Take one of those away before the next frame; one that is not there is
 *  ignored. Any thread. */
void bv_pipeline_remove_landmark(struct bv_pipeline *pipeline, int id);

/** What the user does with the syringe, as of bv_guide_declare(), from the next
 *  frame on. Any thread. */
void bv_pipeline_declare(struct bv_pipeline *pipeline, enum bv_syringe syringe,
                         struct bv_px at);

/** After how long what is injected is to show, as of bv_guide_set_dead_time(),
 *  from the next frame on; held to its limits. Any thread. */
void bv_pipeline_set_dead_time(struct bv_pipeline *pipeline, double seconds);

/** As it was said last. Any thread. */
double bv_pipeline_get_dead_time(struct bv_pipeline *pipeline);

/** Take all of those away before the next frame. Any thread. */
void bv_pipeline_clear_landmarks(struct bv_pipeline *pipeline);

/**
 * Record what the threads read from now on (recording.h): every frame, before
 * and whether or not it is guided, and where the target is marked. When no
 * more frames come the recording is ended. Any thread.
 *
 * @param recording  Borrowed, until this is called again; NULL: none.
 */
void bv_pipeline_record(struct bv_pipeline *pipeline,
                        struct bv_recording *recording);

/**
 * Keep what is advised on to look back at (look_back.h), until it is played
 * again: then that is forgotten too. Not after start.
 *
 * @param look_back  Borrowed; NULL: nothing is kept.
 */
void bv_pipeline_look_back(struct bv_pipeline *pipeline,
                           struct bv_look_back *look_back);

BV_END_DECLS

#endif
