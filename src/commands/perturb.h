/**
 * @file
 * The same clip, changed: another depth, zoom or gain from its middle on,
 * frames doubled or dropped, other rates and sizes, JPEG, a sector, the other
 * side, a scanner's screen. Truth is changed with the picture.
 *
 * One thread at a time.
 */
#ifndef BV_COMMANDS_PERTURB_H
#define BV_COMMANDS_PERTURB_H

#include <stdbool.h>
#include <stdint.h>

#include "core/decls.h"
#include "core/frame.h"
#include "core/geometry.h"
#include "guidance/review/score.h"

BV_BEGIN_DECLS

/** How a picture is changed. */
enum bv_perturb_kind {
    BV_PERTURB_DEPTH, /**< From the middle on. @c amount: scale, < 1 deeper. */
    BV_PERTURB_ZOOM,  /**< From the middle on. @c amount: scale. */
    BV_PERTURB_GAIN,  /**< From the middle on. @c amount: dB. */
    BV_PERTURB_DOUBLED,
    BV_PERTURB_DROPPED, /**< One in @c amount, by no rule. */
    BV_PERTURB_RATE,    /**< @c amount: frames a second. */
    BV_PERTURB_SIZE,
    BV_PERTURB_JPEG, /**< @c amount: quality. */
    BV_PERTURB_SECTOR,
    BV_PERTURB_FLIPPED,
    BV_PERTURB_SCREEN,
};

/** One way; constants. */
struct bv_perturbation {
    const char *name;  /**< For files and the command line: "gain-up". */
    const char *title; /**< For people. */
    enum bv_perturb_kind kind;
    double amount;
    int width_px, height_px; /**< SIZE, SCREEN. */
};

/** How many there are. */
size_t bv_perturbation_count(void);

/** @param index  0 to bv_perturbation_count() - 1. */
const struct bv_perturbation *bv_perturbation_at(size_t index);

/** @return The index, or -1. */
int bv_perturbation_find(const char *name, size_t name_size);

/** Whether it means anything for pictures without a time. */
bool bv_perturbation_fits_stills(const struct bv_perturbation *perturbation);

/** Whether it needs to know where the scan is. */
bool bv_perturbation_needs_area(const struct bv_perturbation *perturbation);

/** What is known of a clip. */
struct bv_perturb_about {
    int width_px, height_px;
    double mm_per_px;         /**< Where truth does not say; 0 unknown. */
    double middle_s;          /**< When a change in mid-clip comes. */
    struct bv_scan_area area; /**< Unknown: the whole picture. */
    uint64_t seed;            /**< Of a screen's texts. */
};

/** Takes a changed frame, in order of time; both borrowed, truth or NULL.
 *  @return 0, or a negative errno, which ends the feed. */
typedef int bv_perturb_emit(void *data, const struct bv_frame *frame,
                            const struct bv_truth_frame *truth);

struct bv_perturb;

/** How wide the clip's picture is afterwards, without what is around it, px. */
int bv_perturb_width_px(const struct bv_perturbation *perturbation,
                        const struct bv_perturb_about *about);

/** @return NULL: no memory. */
struct bv_perturb *bv_perturb_new(const struct bv_perturbation *perturbation,
                                  const struct bv_perturb_about *about);

/** NULL is ignored. */
void bv_perturb_free(struct bv_perturb *perturb);

/**
 * Feed the next frame; what comes of it, none, one or many, is emitted.
 *
 * @param frame  Borrowed, with what its source knows.
 * @param truth  Or NULL: not labelled.
 * @return 0, -ENOMEM, -EINVAL (its size has changed), or what emit returned.
 */
int bv_perturb_feed(struct bv_perturb *perturb, const struct bv_frame *frame,
                    const struct bv_truth_frame *truth, bv_perturb_emit *emit,
                    void *data) BV_MUST_USE;

BV_END_DECLS

#endif
