/**
 * @file
 * What an outline's changes in time suggest: pulsation says artery-like,
 * collapse says vein-like. A suggestion with its reason, never a finding.
 *
 * One thread at a time; nothing is allocated.
 */
#ifndef BV_GUIDANCE_FLUID_OUTLINE_PULSE_H
#define BV_GUIDANCE_FLUID_OUTLINE_PULSE_H

#include <stddef.h>

#include "core/decls.h"
#include "core/outline.h"

BV_BEGIN_DECLS

/** So many outlines are looked at, at most, and directions around each. */
#define BV_PULSE_MOST 512
#define BV_PULSE_SIDES 8

/** Less than this says nothing of a pulse. */
#define BV_PULSE_SECONDS 1.0

enum bv_outline_kind {
    BV_OUTLINE_FLUID,  /**< Neither shows. */
    BV_OUTLINE_ARTERY, /**< It pulsates all round. */
    BV_OUTLINE_VEIN,   /**< It collapsed. */
};

/** "fluid", "artery-like", "vein-like". */
const char *bv_outline_kind_name(enum bv_outline_kind kind);

/** Outlines of one thing, in order of time. Starts as zero. */
struct bv_pulse {
    int count;
    struct bv_px middle; /**< Followed slowly. */
    double time_s[BV_PULSE_MOST];
    double area[BV_PULSE_MOST];
    double side[BV_PULSE_MOST][BV_PULSE_SIDES]; /**< Middle to border. */
};

/** Add the next one; what is too much is left out. */
void bv_pulse_add(struct bv_pulse *pulse, double time_s,
                  const struct bv_outline *outline);

/**
 * What they suggest.
 *
 * @param[out] why  The reason, as "it pulsates all round, 1.2 times a second".
 */
enum bv_outline_kind bv_pulse_judge(const struct bv_pulse *pulse, char *why,
                                    size_t why_size);

BV_END_DECLS

#endif
