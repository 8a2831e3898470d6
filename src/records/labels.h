/**
 * @file
 * What a person says is in each frame of a clip, as it is being drawn: key
 * frames, what is carried between them, undo and redo.
 *
 * A frame that somebody has looked at has a label of its own: drawn, accepted
 * or imported. Between two neighbouring labels that say the same kind of
 * thing, the frames are *carried*: a needle's ends and a crossing move in a
 * straight line over time. What is carried is shown for the eye to check and
 * is no truth before it is accepted.
 *
 * Frames are numbered as their source numbers them; a number whose picture is
 * missing has no time. Places are px of the picture as it came.
 *
 * One thread at a time.
 */
#ifndef BV_RECORDS_LABELS_H
#define BV_RECORDS_LABELS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/decls.h"
#include "core/geometry.h"
#include "guidance/review/score.h"

BV_BEGIN_DECLS

/** The most frames of a clip that can be labelled. */
#define BV_LABELS_FRAMES_MAX 1000000

enum bv_label_kind {
    BV_LABEL_OPEN, /**< Nobody has said anything. */
    BV_LABEL_NEEDLE,
    BV_LABEL_CROSSING, /**< A needle crosses the plane at a dot. */
    BV_LABEL_NO_NEEDLE,
    BV_LABEL_UNSURE, /**< Somebody looked, and cannot tell. */
    BV_LABEL_KINDS
};

/** Whose word it is. */
enum bv_label_by {
    BV_LABEL_DRAWN,    /**< A key frame. */
    BV_LABEL_ACCEPTED, /**< It was carried here, and found right by eye. */
    BV_LABEL_IMPORTED,
};

/** What is said of one frame. */
struct bv_label {
    enum bv_label_kind kind;
    enum bv_label_by by;
    struct bv_px_segment shaft_px; /**< Needle: visible part, skin side first.
                                        Crossing: both ends are the dot. */
    enum bv_truth_tip tip; /**< Needle: whether the second end is the tip. */
    double tip_sd_px;      /**< How far it may be off; 0 unknown. */
};

/** Where a frame's label comes from. */
enum bv_label_from {
    BV_LABEL_FROM_NOBODY,
    BV_LABEL_FROM_ITSELF, /**< Its own: it is truth. */
    BV_LABEL_FROM_CARRY,  /**< To be checked by eye. */
};

struct bv_labels;

/** @return NULL: no memory. */
struct bv_labels *bv_labels_new(void);

/** NULL is ignored. */
void bv_labels_free(struct bv_labels *labels);

/** A copy of what is said, without what can be undone. @return NULL: no
 *  memory. */
struct bv_labels *bv_labels_copy(const struct bv_labels *labels);

/**
 * The clip has this frame, at this time.
 * @retval 0
 * @retval -ENOMEM
 * @retval -ERANGE  Beyond BV_LABELS_FRAMES_MAX.
 */
int bv_labels_add_frame(struct bv_labels *labels, uint32_t frame,
                        double time_s) BV_MUST_USE;

/** The last frame's number, plus 1; labels may lie beyond the clip's. */
uint32_t bv_labels_end(const struct bv_labels *labels);

/** Its time; NAN where the clip has no such frame. */
double bv_labels_time_s(const struct bv_labels *labels, uint32_t frame);

/** How many frames the clip has. */
uint32_t bv_labels_frame_count(const struct bv_labels *labels);

/** The frame's own label; kind OPEN where it has none. */
struct bv_label bv_labels_get(const struct bv_labels *labels, uint32_t frame);

/**
 * What holds at a frame, its own or carried.
 * @param[out] label  Always written; kind OPEN from nobody.
 */
enum bv_label_from bv_labels_find(const struct bv_labels *labels,
                                  uint32_t frame, struct bv_label *label);

/** As bv_labels_find() for every frame at once: where from, and its kind.
 *  @param[out] from, kind  Room for bv_labels_end(); either may be NULL. */
void bv_labels_survey(const struct bv_labels *labels, uint8_t *from,
                      uint8_t *kind);

/** How much is done. */
struct bv_labels_counts {
    uint32_t frames;  /**< Of the clip. */
    uint32_t drawn;   /**< Own labels, but UNSURE, by ... */
    uint32_t checked; /**< ... accepting or importing. */
    uint32_t unsure, carried, open;
};

struct bv_labels_counts bv_labels_count(const struct bv_labels *labels);

/**
 * Say what is in a frame; kind OPEN takes its label away. A step that can be
 * undone; what was undone before cannot be redone any more.
 *
 * @retval 0
 * @retval -ENOMEM
 * @retval -ERANGE  Beyond BV_LABELS_FRAMES_MAX.
 */
int bv_labels_set(struct bv_labels *labels, uint32_t frame,
                  const struct bv_label *label) BV_MUST_USE;

/**
 * The same, as part of the step before where that was about this frame alone:
 * a line that is refined after it was drawn is undone as one.
 */
int bv_labels_amend(struct bv_labels *labels, uint32_t frame,
                    const struct bv_label *label) BV_MUST_USE;

/** Many frames in one step. @param frames, label  @p count of each. */
int bv_labels_set_many(struct bv_labels *labels, const uint32_t *frames,
                       const struct bv_label *label, size_t count) BV_MUST_USE;

/**
 * Accept what is carried to a frame; to it and all around it up to the next
 * labels on both sides where @p span. Frames without a picture are left out.
 * @return How many were accepted, or -ENOMEM.
 */
int bv_labels_accept(struct bv_labels *labels, uint32_t frame, bool span);

/**
 * Take the accepted labels around a frame away, up to the next drawn or
 * imported ones: what was accepted too soon.
 * @return How many, or -ENOMEM.
 */
int bv_labels_reject(struct bv_labels *labels, uint32_t frame);

/**
 * @param[out] frame  A frame that changed; written only on true.
 * @return false: there is nothing to undo.
 */
bool bv_labels_undo(struct bv_labels *labels, uint32_t *frame);
bool bv_labels_redo(struct bv_labels *labels, uint32_t *frame);
bool bv_labels_can_undo(const struct bv_labels *labels);
bool bv_labels_can_redo(const struct bv_labels *labels);

/** Nothing done so far can be undone: after a file was read. */
void bv_labels_forget_steps(struct bv_labels *labels);

/** What bv_labels_seek() looks for. */
enum bv_labels_wanted {
    BV_LABELS_KEY,  /**< A label that is drawn or imported. */
    BV_LABELS_TODO, /**< Carried or open: somebody has to look. */
    BV_LABELS_PICTURE,
};

/**
 * The next such frame of the clip before or after a frame.
 * @param[out] found  Written only on true.
 */
bool bv_labels_seek(const struct bv_labels *labels, uint32_t frame,
                    bool forward, enum bv_labels_wanted wanted,
                    uint32_t *found);

/** Counts up with every change of what is said: to know what was saved. */
uint64_t bv_labels_revision(const struct bv_labels *labels);

/** The label as scores take it. @param mm_per_px  0 unknown. */
struct bv_truth_frame bv_label_truth(const struct bv_label *label,
                                     uint32_t frame, double mm_per_px);

/** What a truth says, as a label. Its needle is known. */
struct bv_label bv_label_of_truth(const struct bv_truth_frame *truth,
                                  enum bv_label_by by);

/** Whether they say the same, bit for bit. */
bool bv_label_equal(const struct bv_label *a, const struct bv_label *b);

BV_END_DECLS

#endif
