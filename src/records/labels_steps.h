/**
 * @file
 * The inside of labels: what is said, and the steps that led there. Private to
 * labels*.c.
 */
#ifndef BV_RECORDS_LABELS_STEPS_H
#define BV_RECORDS_LABELS_STEPS_H

#include "core/decls.h"
#include "records/labels.h"

BV_BEGIN_DECLS

/** One frame of a step. */
struct bv_labels_change {
    uint32_t frame;
    struct bv_label before, after;
};

/** What is undone at once. */
struct bv_labels_step {
    size_t count;
    struct bv_labels_change *changes;
};

struct bv_labels {
    uint32_t end;   /**< Numbers that have room for a label. */
    size_t room;    /**< Of the two arrays. */
    double *time_s; /**< NAN: there is no such picture. */
    struct bv_label *label;
    uint32_t frame_count;
    uint64_t revision;

    size_t step_count; /**< Steps that were done, ... */
    size_t step_end;   /**< ... and up to here, those that were undone. */
    size_t step_room;
    struct bv_labels_step *steps;
};

/** Make room for frames below @p end. @return 0, -ENOMEM or -ERANGE. */
int bv_labels_reserve(struct bv_labels *labels, uint32_t end) BV_MUST_USE;

BV_END_DECLS

#endif
