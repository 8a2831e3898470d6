/**
 * @file
 * Figures over many scored clips: the table of docs/evaluation.md.
 *
 * A percentile is the nearest-rank one: the smallest value that at least that
 * share of the samples does not exceed. A miss is infinitely bad and is
 * counted; a figure "when reported" leaves misses out, and has a coverage
 * beside it. Intervals come from drawing whole clips anew, with replacement
 * (bootstrap), by a fixed seed, so they are the same every time; they need at
 * least two clips. Of a rate without an event drawing clips anew says nothing:
 * its interval ends at 3 events in all the time there was.
 *
 * Pure: core only. Any thread; clips are read.
 */
#ifndef BV_GUIDANCE_REVIEW_FIGURES_H
#define BV_GUIDANCE_REVIEW_FIGURES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/decls.h"
#include "guidance/review/score.h"

BV_BEGIN_DECLS

/** What a figure's number is, for printing. */
enum bv_figure_unit {
    BV_UNIT_MM,
    BV_UNIT_DEG,
    BV_UNIT_S,
    BV_UNIT_MS,
    BV_UNIT_SHARE, /**< 0 to 1, printed in per cent. */
    BV_UNIT_PER_MINUTE,
    BV_UNIT_FRAMES,
    BV_UNIT_PLAIN,
};

/** A limit: lowest and highest that is good; NAN where there is none. */
struct bv_figure_limit {
    double least, most;
};

/** One row of the table; constants. */
struct bv_figure {
    const char *key;   /**< For files: "tip_error_p95_mm". */
    const char *title; /**< For people. */
    const char *of;    /**< What is counted beside it: "frames". */
    enum bv_figure_unit unit;
    int8_t better; /**< -1: smaller is better, 1: larger, 0: neither. */
    bool timing;   /**< Differs from run to run. */
    struct bv_figure_limit must, aim;
};

/** How many figures there are. */
size_t bv_figure_count(void);

/** @param index  0 to bv_figure_count() - 1. */
const struct bv_figure *bv_figure_at(size_t index);

/** @return The index, or -1. */
int bv_figure_find(const char *key);

/** Whether a value keeps a limit; true where there is none or no value. */
bool bv_figure_keeps(const struct bv_figure_limit *limit, double value);

/** A measured figure. */
struct bv_figure_value {
    double value;     /**< NAN: nothing to measure. INFINITY: missed. */
    double low, high; /**< 95 % interval, or NAN. */
    double coverage;  /**< Share that the figure covers; NAN: all. */
    double count;     /**< Frames, waits or minutes that it is over. */
    size_t clips;     /**< That had any of them. */
};

enum bv_stratum_kind {
    BV_STRATUM_ALL,
    BV_STRATUM_PROBE,      /**< enum bv_score_probe */
    BV_STRATUM_VISIBILITY, /**< enum bv_score_visibility */
    BV_STRATUM_ANGLE,      /**< 0: < 20 degrees, < 40, < 60, 3: steeper */
    BV_STRATUM_KINDS
};

/**
 * Which clips and frames a figure looks at. Frames without a needle, and
 * figures of whole clips, are in no stratum of visibility or angle.
 */
struct bv_stratum {
    bool simulated; /**< Simulated and real clips are never mixed. */
    enum bv_stratum_kind kind;
    int value;
};

/** How many values a kind has: 1 for ALL. */
int bv_stratum_count(enum bv_stratum_kind kind);

/** "all", "linear probe", "20 to 40 degrees", ... */
const char *bv_stratum_name(enum bv_stratum_kind kind, int value);

/** The key of a stratum in files: "probe:linear". */
const char *bv_stratum_key(enum bv_stratum_kind kind, int value);

/**
 * Measure one figure.
 *
 * @param clips         In an order that does not depend on threads; ended.
 * @param[out] value    Always written on 0.
 * @retval 0
 * @retval -ENOMEM
 */
int bv_figure_measure(size_t figure, struct bv_clip_score *const *clips,
                      size_t clip_count, const struct bv_stratum *stratum,
                      struct bv_figure_value *value) BV_MUST_USE;

/** All figures of one stratum. */
struct bv_figure_block {
    struct bv_stratum stratum;
    size_t clip_count; /**< Clips in it; for frames, in its origin. */
    struct bv_figure_value *values; /**< bv_figure_count() of them. */
};

/** All figures of all strata that have any. */
struct bv_figure_table {
    size_t block_count; /**< Simulated before real, ALL before the rest. */
    struct bv_figure_block *blocks;
};

/**
 * Measure everything.
 *
 * @param[out] table  Written only on 0; free with bv_figure_table_free().
 * @retval 0
 * @retval -ENOMEM
 */
int bv_figure_table_make(struct bv_clip_score *const *clips, size_t clip_count,
                         struct bv_figure_table **table) BV_MUST_USE;

/** NULL is ignored. */
void bv_figure_table_free(struct bv_figure_table *table);

/** The block of a stratum, or NULL. */
const struct bv_figure_block *
bv_figure_table_find(const struct bv_figure_table *table,
                     const struct bv_stratum *stratum);

/** Bins of the reliability diagram, of equal width in confidence. */
#define BV_RELIABILITY_BINS 10

struct bv_reliability {
    double count[BV_RELIABILITY_BINS];      /**< Claimed frames. */
    double confidence[BV_RELIABILITY_BINS]; /**< Their mean; NAN if none. */
    double share[BV_RELIABILITY_BINS];      /**< Within 2 mm; NAN if none. */
};

/** The reliability diagram. */
void bv_reliability_measure(struct bv_clip_score *const *clips,
                            size_t clip_count, const struct bv_stratum *stratum,
                            struct bv_reliability *reliability);

BV_END_DECLS

#endif
