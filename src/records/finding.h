/**
 * @file
 * Findings that a person keeps of a picture: what, where, how large, and the
 * picture's file. `findings.jsonl` in the folder of the recordings, a line a
 * finding, 0600, only ever added to.
 */
#ifndef BV_RECORDS_FINDING_H
#define BV_RECORDS_FINDING_H

#include <stdbool.h>
#include <stdint.h>

#include "core/decls.h"
#include "core/measure.h"
#include "core/status.h"

BV_BEGIN_DECLS

enum bv_finding_kind {
    BV_FINDING_TEAR,
    BV_FINDING_TENDINOPATHY,
    BV_FINDING_EFFUSION,
    BV_FINDING_SYNOVITIS,
    BV_FINDING_CYST,
    BV_FINDING_MASS,
    BV_FINDING_FOREIGN_BODY,
    BV_FINDING_OTHER,
    BV_FINDING_KINDS
};

/** Its name: "foreign body". */
const char *bv_finding_kind_name(enum bv_finding_kind kind);

#define BV_FINDING_MEASURES_MOST 8
/** A finding; texts are borrowed. */
struct bv_finding {
    enum bv_finding_kind kind;
    const char *place;   /**< In the user's words; may be empty. */
    const char *source;  /**< Its title. */
    const char *picture; /**< The file's name, in the same folder. */
    bool simulated;
    uint32_t frame;
    double time_s;
    double mm_per_px; /**< 0: not known. */
    enum bv_scale_origin scale_origin;
    int measure_count;
    struct bv_measure measures[BV_FINDING_MEASURES_MOST];
    struct bv_measured values[BV_FINDING_MEASURES_MOST];
};

/** The file's name in its folder. */
#define BV_FINDINGS_NAME "findings.jsonl"

/**
 * Add it to the folder's file, on the disk when this returns. What a killed
 * program left of a line stays a line of its own. Any thread.
 *
 * @param when_s  Since the epoch; written in local time.
 * @return 0 or a negative errno with @p fault said; then nothing was added,
 *         or a line without an end.
 */
int bv_finding_add(const char *folder, const struct bv_finding *finding,
                   int64_t when_s, struct bv_fault *fault) BV_MUST_USE;

BV_END_DECLS

#endif
