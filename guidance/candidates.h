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
#include "guidance/verdict.h"

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

/** A piece found at first sight, and what it came to. */
struct bv_sifted {
    struct bv_px_segment piece; /**< Work px, skin side first. */
    double score;               /**< As of struct bv_candidate, about. */
    struct bv_verdict why;      /**< It became no candidate. */
};

#define BV_SIFTED_MAX 40
/** In a clip all ways that a line can go are searched once in this time. */
#define BV_CANDIDATE_ROUND_S 0.1

/** The strongest pieces that became no candidate, each line once, strongest
 *  first: for a person who asks why not. */
struct bv_sifting {
    int count;
    struct bv_sifted all[BV_SIFTED_MAX];
};

struct bv_candidate_finder;

/** @return NULL: no memory. */
struct bv_candidate_finder *bv_candidate_finder_new(void);

/** NULL is ignored. */
void bv_candidate_finder_free(struct bv_candidate_finder *finder);

/** Whether a piece lies on a line of work px, and beside it: not in front of
 *  it or behind it. */
bool bv_candidate_runs_along(const struct bv_px_segment *line,
                             const struct bv_px_segment *piece);

/**
 * How much a piece is worth following before others: what shows from near
 * where it comes in. A needle that has just come in is a short faint line
 * among long bright fascia.
 *
 * @param score  As of struct bv_candidate.
 * @param[out] why  Written where 0. May be NULL.
 * @return 0: never.
 */
double bv_candidate_worth(const struct bv_evidence *evidence,
                          const struct bv_px_segment *piece, double score,
                          struct bv_verdict *why);

/**
 * Look closely at a piece found at first sight: may it be a needle?
 *
 * @param to_follow  In a clip, where more is asked than in a still.
 * @param[out] found  What there is; written unless there is nothing.
 * @param[out] why    Written where not.
 */
bool bv_candidate_check(const struct bv_evidence *evidence,
                        const struct bv_px_segment *piece, bool to_follow,
                        struct bv_candidate *found, struct bv_verdict *why);

/** Note from here on what is refused. @param sifting  Written in each search;
 *  NULL: nobody asks. */
void bv_candidate_finder_note(struct bv_candidate_finder *finder,
                              struct bv_sifting *sifting);

/** The next frame follows on no other. */
void bv_candidate_finder_reset(struct bv_candidate_finder *finder);

/**
 * Find the pieces of a picture that stands alone.
 *
 * @param[out] out  Room for BV_CANDIDATES_MAX.
 * @return How many.
 */
int bv_candidates_find(struct bv_candidate_finder *finder,
                       const struct bv_evidence *evidence,
                       struct bv_candidate *out);

/**
 * Find pieces that may be a needle coming in, and that are not known yet:
 * those first that show from close to where they come into the picture. Each
 * call looks along some of the ways that a line can go, and all of them have
 * their turn within a tenth of a second.
 *
 * @param time_s   The frame's own time; it never goes back but after a reset.
 * @param known    Pieces that are left out.
 * @param[out] out Room for BV_CANDIDATES_MAX.
 * @return How many.
 */
int bv_candidates_find_new(struct bv_candidate_finder *finder, double time_s,
                           const struct bv_evidence *evidence,
                           const struct bv_candidate *known, int known_count,
                           struct bv_candidate *out);

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
