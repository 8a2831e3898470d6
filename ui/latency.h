/**
 * @file
 * The last latencies, and their percentiles. One thread; plain values.
 */
#ifndef BV_UI_LATENCY_H
#define BV_UI_LATENCY_H

#include <stddef.h>
#include <stdint.h>

#include "core/decls.h"

BV_BEGIN_DECLS

/** Four seconds at 60 frames a second. */
#define BV_LATENCY_KEPT 240

/** Zero-initialise. */
struct bv_latency {
    int64_t sample_ns[BV_LATENCY_KEPT];
    int count; /**< Samples kept. */
    int next;  /**< Where the next one goes. */
};

/** Keep one more, in place of the oldest. */
void bv_latency_add(struct bv_latency *latency, int64_t sample_ns);

/**
 * @param share  0 to 1: 0.5 is the median.
 * @return The smallest sample that at least this share does not exceed, ns;
 *         -1 where there is none.
 */
int64_t bv_latency_percentile_ns(const struct bv_latency *latency,
                                 double share);

/** The longest short text of bv_latency_say(), in characters. */
#define BV_LATENCY_TEXT_MOST 24

/**
 * The median in words, for the eye; with the 95th percentile for the ear. Needs
 * a sample. Above 9999 ms both say 9999.
 */
void bv_latency_say(const struct bv_latency *latency, char *text,
                    size_t text_size, char *spoken, size_t spoken_size);

BV_END_DECLS

#endif
