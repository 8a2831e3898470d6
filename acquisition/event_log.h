/**
 * @file
 * What happened while a recording was made, as JSON Lines beside it:
 * NAME.events.jsonl for NAME.mkv. docs/formats.md says what is in it.
 *
 * A line is one write, and on the disk before the frame that it is about, so
 * that a killed program leaves no frame without its scale. One thread at a
 * time.
 */
#ifndef BV_ACQUISITION_EVENT_LOG_H
#define BV_ACQUISITION_EVENT_LOG_H

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

/**
 * The name of the events beside a recording.
 *
 * @return The caller's to free(). NULL: @p path does not end in ".mkv", or no
 *         memory.
 */
char *bv_event_path(const char *path) BV_MUST_USE;

/** A number made of a picture's grey pixels: events say of which recording
 *  they are by its first one. */
uint64_t bv_event_picture_hash(const struct bv_frame *frame);

struct bv_event_log;

/**
 * Create the file, 0600.
 *
 * @param replace   Whether one that is there is replaced.
 * @param[out] log  Written only on success.
 * @return 0 or a negative errno with @p fault said; -EEXIST: it is there.
 */
int bv_event_log_open(const char *path, bool replace, struct bv_event_log **log,
                      struct bv_fault *fault) BV_MUST_USE;

/**
 * Before a frame is written: with the first one the recording has started;
 * after it, say what is new of scale, scan area and the marker's side.
 *
 * @param info     Of the frame's source.
 * @param number   The frame's in the recording, from 0.
 * @param time_ns  Its time in the recording.
 */
int bv_event_log_frame(struct bv_event_log *log,
                       const struct bv_source_info *info,
                       const struct bv_frame *frame, uint64_t number,
                       int64_t time_ns, struct bv_fault *fault) BV_MUST_USE;

/** The target was marked there; NULL: cleared. */
int bv_event_log_target(struct bv_event_log *log, int64_t time_ns,
                        const struct bv_px *px,
                        struct bv_fault *fault) BV_MUST_USE;

/** The scale that was found on the screen, of frames from that time on.
 *  @param mm_per_px  0: it was dropped. */
int bv_event_log_screen_scale(struct bv_event_log *log, int64_t time_ns,
                              double mm_per_px, enum bv_scale_origin origin,
                              struct bv_fault *fault) BV_MUST_USE;

/** What the user does with the syringe, of frames from that time on. */
int bv_event_log_syringe(struct bv_event_log *log, int64_t time_ns,
                         enum bv_syringe syringe,
                         struct bv_fault *fault) BV_MUST_USE;

/**
 * The user went to a step of the procedure, or through its time-out.
 *
 * @param confirmed  What of the time-out was confirmed by then, words with
 *                   blanks between; NULL: it was not shown yet.
 */
int bv_event_log_step(struct bv_event_log *log, int64_t time_ns,
                      const char *step, const char *confirmed,
                      struct bv_fault *fault) BV_MUST_USE;

/** What was settled before the needle, by then. */
int bv_event_log_set_up(struct bv_event_log *log, int64_t time_ns,
                        const struct bv_settled *settled,
                        struct bv_fault *fault) BV_MUST_USE;

/** Something was marked, or marked anew. */
int bv_event_log_mark(struct bv_event_log *log, int64_t time_ns,
                      const struct bv_landmark *mark,
                      struct bv_fault *fault) BV_MUST_USE;

/** The mark of this id was removed. */
int bv_event_log_unmark(struct bv_event_log *log, int64_t time_ns, int id,
                        struct bv_fault *fault) BV_MUST_USE;

/** So many frames, in all, are not in the recording. */
int bv_event_log_dropped(struct bv_event_log *log, int64_t time_ns,
                         uint64_t dropped, struct bv_fault *fault) BV_MUST_USE;

/** The recording has ended. @param why  A word: "asked", ... */
int bv_event_log_stopped(struct bv_event_log *log, int64_t time_ns,
                         uint64_t frames, uint64_t dropped, const char *why,
                         struct bv_fault *fault) BV_MUST_USE;

/**
 * Write what a recording's events hold, of one that was cut, into a new file
 * with an end: `stopped`, "repaired".
 *
 * @param output    Replaced.
 * @param times_ns  Of the frames that are in the recording, ascending; an
 *                  event's frame is then the one of its time.
 * @param frames    At least 1.
 * @retval -EBADMSG  They are damaged: nothing is written.
 * @return 0 or another negative errno with @p fault said.
 */
int bv_event_log_complete(const char *path, const char *output,
                          const int64_t *times_ns, uint64_t frames,
                          struct bv_fault *fault) BV_MUST_USE;

/** Close the file. NULL is ignored. */
void bv_event_log_close(struct bv_event_log *log);

/** What a recording's events say of its frames. */
struct bv_event_list;

/**
 * Read a recording's events.
 *
 * @param path  Of the events; NULL: none.
 * @return NULL: there are none, or they cannot be used, which is logged as a
 *         warning where they are there.
 */
struct bv_event_list *bv_event_list_read(const char *path);

/**
 * Give a frame its scale, scan area and marker's side back. Frames come in
 * order, from the first one, which must be the one that the events are of;
 * else, with a warning, nothing is given back to any of them.
 */
void bv_event_list_apply(struct bv_event_list *list, struct bv_frame *frame);

/** Whether they are those of the recording that begins with this frame. */
bool bv_event_list_is_of(const struct bv_event_list *list,
                         const struct bv_frame *first);

/** How often the target was marked or cleared. */
size_t bv_event_list_targets(const struct bv_event_list *list);

/**
 * One of these, in the order of their times.
 *
 * @param index         Below bv_event_list_targets().
 * @param[out] time_ns  In the recording.
 * @param[out] px       Where it was marked, px of the recording.
 * @return False: it was cleared.
 */
bool bv_event_list_target(const struct bv_event_list *list, size_t index,
                          int64_t *time_ns, struct bv_px *px);

/** NULL is ignored. */
void bv_event_list_free(struct bv_event_list *list);

BV_END_DECLS

#endif
