/**
 * @file
 * The best straight piece on every line of one frame's evidence: for each way
 * that a line can go, all lines of that way are summed at once, and on each
 * the piece with the most evidence above speckle is kept (Kadane's maximum
 * sum, Bentley, Programming Pearls, 1984). At half the work image's size:
 * bv_candidate_refine() takes it from there.
 *
 * One thread at a time. Nothing is allocated after it was made.
 */
#ifndef BV_GUIDANCE_LINE_SEARCH_H
#define BV_GUIDANCE_LINE_SEARCH_H

#include "core/decls.h"
#include "core/geometry.h"
#include "guidance/evidence.h"

BV_BEGIN_DECLS

enum {
    BV_LINE_TURN_DEG = 2, /**< From one way to the next. */
    BV_LINE_TURNS = 180 / BV_LINE_TURN_DEG,
    BV_LINES_MAX = 2 * BV_EVIDENCE_SIDE_PX,
};

/** A piece found, work px, skin side first. */
struct bv_line_find {
    struct bv_px_segment piece;
    float score; /**< Evidence above speckle, summed along it. */
};

struct bv_line_search;

/** @return NULL: no memory. */
struct bv_line_search *bv_line_search_new(void);

/** NULL is ignored. */
void bv_line_search_free(struct bv_line_search *search);

/** Take the evidence that is searched from here on; it is copied. */
void bv_line_search_set(struct bv_line_search *search,
                        const struct bv_evidence *evidence);

/**
 * Search the lines of one way.
 *
 * @param turn     0 to BV_LINE_TURNS - 1: the way's angle below the horizontal
 *                 to the right, in steps of BV_LINE_TURN_DEG.
 * @param least    Weaker pieces are left out.
 * @param[out] out Room for BV_LINES_MAX: the pieces that are the strongest of
 *                 the lines beside them.
 * @return How many.
 */
int bv_line_search_turn(struct bv_line_search *search, int turn, double least,
                        struct bv_line_find *out);

BV_END_DECLS

#endif
