/**
 * @file
 * What bevel saw in a clip, kept for its reviews: a header line, then a line a
 * frame, as JSON Lines (docs/formats.md). A line that was cut is forgotten, and
 * the analysis goes on from there. No pixel is in it.
 *
 * One thread at a time.
 */
#ifndef BV_RECORDS_ANALYSIS_FILE_H
#define BV_RECORDS_ANALYSIS_FILE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/decls.h"
#include "core/status.h"
#include "guidance/review/review_frame.h"

BV_BEGIN_DECLS

/** The most frames: ten hours at 60 a second. */
#define BV_ANALYSIS_FRAMES_MAX 2200000

/** What was seen so far, in the order of the frames. */
struct bv_analysis {
    size_t count, room;
    struct bv_review_frame *frames;
    struct bv_review_truth *truth; /**< As many; NULL: none is known. */
    bool whole;                    /**< To the clip's end. */
    bool anew;      /**< The file held what was seen by another key. */
    char scene[96]; /**< Of a simulated clip with its truth; else empty. Not
                         kept. */
};

void bv_analysis_fini(struct bv_analysis *analysis);

/** Pictures that lack inside a clip, as their numbers tell: damaged ones that
 *  were passed over. */
struct bv_analysis_gap {
    uint32_t first, last; /**< Their numbers. */
    double from_s, to_s;  /**< Of the whole pictures around them. */
};

/** @param[out] gaps  May be NULL. @return How many there are, of which the
 *  first @p most are written. */
size_t bv_analysis_gaps(const struct bv_analysis *analysis,
                        struct bv_analysis_gap *gaps, size_t most);

/** "3 damaged pictures were passed over: 120 to 121 (4.0 to 4.1 s), 300 (10.0
 *  to 10.1 s)." Empty where none lacks. In the window's language. */
void bv_analysis_say_gaps(const struct bv_analysis *analysis, char *text,
                          size_t size);

/** Who waits for an analysis that is being made; asked on its thread. */
struct bv_analysis_watch {
    /** Nobody waits any more. */
    bool (*stopped)(void *data);
    /** So many frames of @p all were looked at; -1: nobody knows how many. */
    void (*tell)(void *data, int64_t frames, int64_t all);
    void *data;
};

struct bv_analysis_file;

/**
 * Open or make the file (0600), for this process alone, and read what it holds.
 * What is of another key is started anew.
 *
 * @param path           NULL: nothing is kept, and the file stays in memory.
 * @param key            All that the analysis depends on.
 * @param truth          Whether there is truth with each frame.
 * @param[out] analysis  What is there; for bv_analysis_fini(). Written only on
 *                       success.
 * @param[out] file      Written only on success.
 * @retval 0
 * @retval -EEXIST  The file is there, and is no analysis.
 * @retval -EBUSY   Another bevel writes it.
 * @return or another negative errno; always with @p fault said.
 */
int bv_analysis_open(const char *path, const char *key, bool truth,
                     struct bv_analysis *analysis,
                     struct bv_analysis_file **file,
                     struct bv_fault *fault) BV_MUST_USE;

/**
 * The next frame: into the file and, as it will be read back, the analysis.
 *
 * Where the disk takes no more, that is said once, and the review goes on
 * without being kept.
 *
 * @param truth  NULL where there is none.
 * @retval 0
 * @retval -ENOMEM
 * @retval -EFBIG   There are BV_ANALYSIS_FRAMES_MAX.
 * @retval -EINVAL  It does not follow on the frame before.
 */
int bv_analysis_add(struct bv_analysis_file *file, struct bv_analysis *analysis,
                    const struct bv_review_frame *frame,
                    const struct bv_review_truth *truth) BV_MUST_USE;

/** The clip has ended. @return 0 or a negative errno. */
int bv_analysis_end(struct bv_analysis_file *file,
                    struct bv_analysis *analysis) BV_MUST_USE;

/** NULL is ignored. */
void bv_analysis_close(struct bv_analysis_file *file);

/**
 * Read a line of such a file.
 *
 * @param[out] frame, truth  Written only on success.
 * @param[out] has_truth     Whether there was any.
 * @return Whether it is one.
 */
bool bv_analysis_read_line(const char *text, struct bv_review_frame *frame,
                           struct bv_review_truth *truth, bool *has_truth);

/** The scale of the first frame that has one, mm a px; 0: none has. */
double bv_analysis_mm_per_px(const struct bv_analysis *analysis);

/** Since which frame the scale is not known, of those before this one, where it
 *  was before: depth or zoom changed. @param at  An index. @return The frame's
 *  number; -1: it is known, or never was. */
int64_t bv_analysis_scale_lost(const struct bv_analysis *analysis, size_t at);

/** The same of the first place that lost it; -1: none did. */
int64_t bv_analysis_scale_first_lost(const struct bv_analysis *analysis);

/** The frame of a number, or the next, or the last. @param analysis  Of at
 * least one frame. @return An index. */
size_t bv_analysis_find(const struct bv_analysis *analysis, uint32_t number);

BV_END_DECLS

#endif
