/**
 * @file
 * The planned ways of the needle, stepped through on a picture that stands,
 * and the line below it. Pure.
 */
#ifndef BV_UI_PLANNING_H
#define BV_UI_PLANNING_H

#include <stdbool.h>

#include "core/advice.h"
#include "core/decls.h"
#include "way_seeker.h"

BV_BEGIN_DECLS

enum bv_planning_phase {
    BV_PLANNING_OFF,
    BV_PLANNING_WAITS, /**< The plan is being made. */
    BV_PLANNING_SHOWS,
    BV_PLANNING_FAILED, /**< The line says why there is none. */
};

/** Starts as zero. */
struct bv_planning {
    enum bv_planning_phase phase;
    int step; /**< A way, or after the last one a side that has none. */
    struct bv_ways ways;
    char line[BV_FAULT_TEXT_SIZE]; /**< Empty: nothing to say. */
    char title[64]; /**< "Way 1 of 3, from the left, L: next"; or empty. */
};

/** A plan is asked for. */
void bv_planning_begin(struct bv_planning *planning);

/** It has come: its first way, or why there is none. */
void bv_planning_made(struct bv_planning *planning, const struct bv_ways *ways);

/** There is none. */
void bv_planning_failed(struct bv_planning *planning,
                        const struct bv_fault *fault);

/** The next way; after the last it ends. */
void bv_planning_step(struct bv_planning *planning);

void bv_planning_end(struct bv_planning *planning);

/**
 * The line to draw on the picture that it was made of, from the skin to the
 * border of what is aimed at, or to a point.
 * @return False: there is none.
 */
bool bv_planning_get_way(const struct bv_planning *planning,
                         const struct bv_advice *advice,
                         struct bv_px_segment *way, bool *to_point);

BV_END_DECLS

#endif
