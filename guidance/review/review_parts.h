/**
 * @file
 * What a review is made of. Private to guidance/review.
 */
#ifndef BV_GUIDANCE_REVIEW_REVIEW_PARTS_H
#define BV_GUIDANCE_REVIEW_REVIEW_PARTS_H

#include "core/decls.h"
#include "guidance/review/review.h"

BV_BEGIN_DECLS

/** One moment more. @return 0 or -ENOMEM. */
int bv_review_add(struct bv_review *review,
                  const struct bv_moment *moment) BV_MUST_USE;

/** A moment from one point of the way to another. */
struct bv_moment bv_review_moment(const struct bv_way *way,
                                  enum bv_moment_kind kind, size_t from,
                                  size_t to);

/** Time between two points, s. */
double bv_way_s(const struct bv_way *way, size_t from, size_t to);

/** For how long at most nothing of the needle was drawn between two points. */
double bv_way_gone_s(const struct bv_way *way, size_t from, size_t to);

/** The smallest first: a median is then the one in the middle. None is NaN. */
void bv_review_sort(double *values, size_t count);

/** Of the difference of two tips, half of a 90 % interval. */
double bv_review_uncertainty_mm(const struct bv_way *way, size_t from,
                                size_t to);

/** Find what the needle and the probe did. @return 0 or -ENOMEM. */
int bv_review_find_needle(struct bv_review *review,
                          const struct bv_review_rules *rules) BV_MUST_USE;
int bv_review_find_movements(struct bv_review *review,
                             const struct bv_review_rules *rules) BV_MUST_USE;
int bv_review_find_probe(struct bv_review *review,
                         const struct bv_review_rules *rules) BV_MUST_USE;

/** Find what else the frames say: structures, injection. Same results. */
int bv_review_find_marks(struct bv_review *review,
                         const struct bv_review_frame *frames,
                         const struct bv_review_rules *rules) BV_MUST_USE;

/** Measure what there is. @param frames  NULL: of the truth. */
int bv_review_measure_all(struct bv_review *review,
                          const struct bv_review_frame *frames,
                          const struct bv_review_rules *rules) BV_MUST_USE;

BV_END_DECLS

#endif
