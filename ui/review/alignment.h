/**
 * @file
 * Two attempts laid over one another in time: at skin entry where that is
 * measured in both, else where each needle is first seen, which comes later.
 * Without GTK; pure.
 */
#ifndef BV_UI_REVIEW_ALIGNMENT_H
#define BV_UI_REVIEW_ALIGNMENT_H

#include <stddef.h>

#include "core/decls.h"
#include "guidance/review/skin_entry.h"

BV_BEGIN_DECLS

struct bv_alignment {
    enum bv_skin_entry_how how; /**< BV_SKIN_ENTRY_NONE: in one of them no
                                     needle is seen, and both begin alike. */
    double at_s[2];             /**< What is laid over one another, of each. */
    double uncertainty_s[2];    /**< Half of a 90 % interval; NAN. */
};

/** @param start_s  Where each recording begins. */
struct bv_alignment bv_alignment_make(const struct bv_skin_entry entries[2],
                                      const double start_s[2]);

/** By what they are laid over one another, in one sentence, in the window's
 *  language: "Aligned at skin entry, as measured: 3.2 s (± 0.4) and 2.1 s (±
 *  0.3)." */
void bv_alignment_say(const struct bv_alignment *alignment, char *text,
                      size_t size);

BV_END_DECLS

#endif
