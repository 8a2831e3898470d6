/**
 * @file
 * What a person says of the moments that a review found: that one is not so,
 * that it was otherwise, or that there was another. Kept apart from what was
 * measured, with every step undone and redone; and its file beside the
 * recording (docs/formats.md, "Corrections").
 *
 * One thread at a time.
 */
#ifndef BV_RECORDS_CORRECTIONS_H
#define BV_RECORDS_CORRECTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/decls.h"
#include "core/status.h"
#include "guidance/review/review.h"

BV_BEGIN_DECLS

/** The kinds of a review, and one more: what a person's note says. */
#define BV_CORRECTED_OTHER BV_MOMENT_KINDS
#define BV_CORRECTED_KINDS (BV_MOMENT_KINDS + 1)
#define BV_CORRECTION_NOTE_SIZE 500
/** The most of a recording. */
#define BV_CORRECTIONS_MAX 5000

const char *bv_corrected_kind_key(int kind);
const char *bv_corrected_kind_title(int kind);

enum bv_correction_what {
    BV_CORRECTION_ADDED,
    BV_CORRECTION_CHANGED,
    BV_CORRECTION_REJECTED,
};

/** Frames by their numbers; times in s. */
struct bv_moment_span {
    int kind; /**< Of the BV_CORRECTED_KINDS. */
    uint32_t start_frame, end_frame;
    double start_s, end_s;
};

struct bv_correction {
    enum bv_correction_what what;
    struct bv_moment_span of; /**< What was measured; not of one added. */
    struct bv_moment_span is; /**< As the person says; not of one rejected. */
    char note[BV_CORRECTION_NOTE_SIZE]; /**< UTF-8; may be empty. */
};

/** How a person comes to the scale of a recording that says none. */
enum bv_said_scale_by {
    BV_SAID_POINTS, /**< A known distance in the picture. */
    BV_SAID_DEPTH,  /**< From the transducer's face to the foot. */
    BV_SAID_TYPED,  /**< As it is. */
};

struct bv_said_scale {
    double mm_per_px; /**< 0: nobody says any. */
    enum bv_said_scale_by by;
    double mm, px;       /**< The length that is known; 0 where it is typed. */
    uint32_t from_frame; /**< It holds from there until another one does. */
};

/** The most of a recording. */
#define BV_SAID_SCALES_MOST 16

struct bv_corrections;

/** @return NULL: no memory. */
struct bv_corrections *bv_corrections_new(void);

/** NULL is ignored. */
void bv_corrections_free(struct bv_corrections *corrections);

size_t bv_corrections_count(const struct bv_corrections *corrections);

/** @param index  Below the count. Valid until the next change. */
const struct bv_correction *
bv_corrections_at(const struct bv_corrections *corrections, size_t index);

/**
 * Change them; each call is one step.
 * @param index  As many as there are: one more.
 * @param take   NULL: it goes.
 * @return 0, -ENOMEM, or -EFBIG: there are BV_CORRECTIONS_MAX.
 */
int bv_corrections_set(struct bv_corrections *corrections, size_t index,
                       const struct bv_correction *take) BV_MUST_USE;

/** What a person says of the scale, by its frames. @return Of how many. */
int bv_corrections_scales(const struct bv_corrections *corrections,
                          struct bv_said_scale scales[BV_SAID_SCALES_MOST]);

/** What holds at a frame. */
struct bv_said_scale
bv_corrections_scale(const struct bv_corrections *corrections, uint32_t frame);

/**
 * Say one; one step. Of 0 mm a px what was said from that frame on is taken
 * back.
 *
 * @param whole  It is for the whole recording: no other one stays.
 * @return 0, -ENOMEM, -EINVAL: no picture has such, or -EFBIG.
 */
int bv_corrections_set_scale(struct bv_corrections *corrections,
                             const struct bv_said_scale *scale,
                             bool whole) BV_MUST_USE;

/** "30 mm between two points, 480 px apart", in the user's language. */
void bv_said_scale_say(const struct bv_said_scale *scale, char *text,
                       size_t size);

/** A step back, or forth again. @return false: there is none. */
bool bv_corrections_undo(struct bv_corrections *corrections);
bool bv_corrections_redo(struct bv_corrections *corrections);
bool bv_corrections_can_undo(const struct bv_corrections *corrections);
bool bv_corrections_can_redo(const struct bv_corrections *corrections);

enum bv_shown_from {
    BV_SHOWN_MEASURED,
    BV_SHOWN_NOTED,    /**< Measured, and a person notes something. */
    BV_SHOWN_CHANGED,  /**< Measured, and a person says how it was. */
    BV_SHOWN_ADDED,    /**< A person alone says so. */
    BV_SHOWN_REJECTED, /**< Measured, and a person says it is not so. */
};

/** What is shown: measured and corrected ones in one list. */
struct bv_shown_moment {
    int kind;
    uint32_t start_frame, end_frame;
    double start_s, end_s;
    enum bv_shown_from from;
    int measured;   /**< Its index in the review; -1: none. */
    int correction; /**< Its index in the corrections; -1: none. */
};

/**
 * Put both together, by their start. A correction of what is not measured any
 * more (by other rules) shows as added, a rejection of it not at all.
 *
 * @param corrections  NULL for none.
 * @param[out] shown   The caller's to free(); written only on 0.
 * @return 0 or -ENOMEM.
 */
int bv_corrections_show(const struct bv_corrections *corrections,
                        const struct bv_review *review,
                        struct bv_shown_moment **shown,
                        size_t *count) BV_MUST_USE;

/** What a person did, as a short word of capitals in the user's language
 *  (core/words.h): "NOT SO"; NULL: nothing. */
const char *bv_shown_from_word(enum bv_shown_from from);

/** Whether it says nothing but its note. */
bool bv_correction_is_note(const struct bv_correction *correction);

/** "withdrawn, 1.0 to 2.0 s" */
void bv_moment_span_say(const struct bv_moment_span *span, char *text,
                        size_t size);

/** One in a line, where it is printed: "not so: withdrawn, 1.0 to 2.0 s (a
 * fascia)". */
void bv_correction_say(const struct bv_correction *correction, char *text,
                       size_t size);

/**
 * Where they are written: CLIP.review.json beside a clip; where that cannot be,
 * with the user's data, by what the clip holds (docs/formats.md,
 * "Corrections").
 *
 * @param[out] apart  Whether it is not beside the clip; may be NULL.
 * @return The caller's; NULL: no memory.
 */
char *bv_corrections_path(const char *clip, bool *apart) BV_MUST_USE;

/** Where they are read from: where there are some, beside where that can be
 *  written, else with the user's data, else beside. @return The caller's; NULL:
 *  no memory. */
char *bv_corrections_find(const char *clip) BV_MUST_USE;

/**
 * Read what is in such a text into empty corrections; no step of it is undone.
 * @retval 0
 * @retval -EBADMSG  It is none, or is damaged.
 * @retval -ENOTSUP  A newer bevel's.
 * @retval -ENOMEM
 */
int bv_corrections_parse(struct bv_corrections *corrections, const char *text,
                         size_t size) BV_MUST_USE;

/**
 * Read its file. One that is not there is an empty one.
 * @return 0 or a negative errno with @p fault said. After -EBADMSG
 *         bv_corrections_save() puts that file aside first.
 */
int bv_corrections_read(struct bv_corrections *corrections, const char *path,
                        struct bv_fault *fault) BV_MUST_USE;

/**
 * Write it (0600); who reads it meanwhile sees the old or the new. Empty ones
 * make no file, and leave one that is there empty.
 * @return 0 or a negative errno with @p fault said.
 */
int bv_corrections_save(struct bv_corrections *corrections, const char *path,
                        struct bv_fault *fault) BV_MUST_USE;

BV_END_DECLS

#endif
