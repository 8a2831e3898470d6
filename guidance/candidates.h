/**
 * @file
 * Straight bright pieces in one frame's evidence on which a needle may lie,
 * strongest first. Nothing here knows about time.
 */
#ifndef BV_GUIDANCE_CANDIDATES_H
#define BV_GUIDANCE_CANDIDATES_H

#include <stdbool.h>

#include "core/decls.h"
#include "core/geometry.h"
#include "guidance/evidence.h"

BV_BEGIN_DECLS

#define BV_CANDIDATES_MAX 20

/** One straight piece, work px. */
struct bv_candidate {
    struct bv_px_segment piece; /**< The part with evidence, skin side first. */
    double mean;   /**< Evidence along it, per px: 1 speckle, 2 a line. */
    double filled; /**< Part of its length that has evidence, 0 to 1. */
    double bend;   /**< As of bv_profile_bend(), work px. */
    double score;  /**< Evidence above speckle, summed along it. */
};

struct bv_candidate_finder;

/** @return NULL: no memory. */
struct bv_candidate_finder *bv_candidate_finder_new(void);

/** NULL is ignored. */
void bv_candidate_finder_free(struct bv_candidate_finder *finder);

/**
 * Find the pieces.
 *
 * @param[out] out  Room for BV_CANDIDATES_MAX.
 * @return How many, or -ENOMEM.
 */
int bv_candidates_find(struct bv_candidate_finder *finder,
                       const struct bv_evidence *evidence,
                       struct bv_candidate *out) BV_MUST_USE;

/**
 * Find pieces that may be a needle coming in, and that are not known yet:
 * those first that show from close to where they come into the picture.
 *
 * @param known    Pieces that are left out.
 * @param[out] out Room for BV_CANDIDATES_MAX.
 * @return How many.
 */
int bv_candidates_find_new(struct bv_candidate_finder *finder,
                           const struct bv_evidence *evidence,
                           const struct bv_candidate *known, int known_count,
                           struct bv_candidate *out) BV_MUST_USE;

/**
 * The best straight piece near a line: shifts and turns it to where the
 * evidence is, and cuts it to what the evidence supports.
 *
 * @param line     Any piece of the line, skin side first.
 * @param shift_px How far its ends may move sideways.
 * @param after_px How far beyond its deep end the evidence may go.
 * @param[out] out Written when found.
 * @return Whether there is any evidence.
 */
bool bv_candidate_refine(const struct bv_evidence *evidence,
                         const struct bv_px_segment *line, double shift_px,
                         double after_px, struct bv_candidate *out);

BV_END_DECLS

#endif
