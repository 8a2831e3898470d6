/**
 * @file
 * When a needle went through the skin: by the path back from where it was first
 * seen, for it is first found with some of it in the picture. Pure.
 */
#ifndef BV_GUIDANCE_REVIEW_SKIN_ENTRY_H
#define BV_GUIDANCE_REVIEW_SKIN_ENTRY_H

#include "core/decls.h"
#include "guidance/review/way.h"

BV_BEGIN_DECLS

/** How its moment is known. */
enum bv_skin_entry_how {
    BV_SKIN_ENTRY_NONE,       /**< No needle was seen. */
    BV_SKIN_ENTRY_FIRST_SEEN, /**< Only when it was first seen is. */
    BV_SKIN_ENTRY_MEASURED,   /**< By how far in it was then, and its speed. */
};

struct bv_skin_entry {
    enum bv_skin_entry_how how;
    double time_s;        /**< Of the recording's own; NAN: none. */
    double uncertainty_s; /**< Half of a 90 % interval; NAN: not known. */
    double seen_s;        /**< When it was first seen; NAN: never. */
    double seen_mm;       /**< How far in it was then; NAN: not known. */
};

/** Its key in files: "none", "first_seen", "measured". */
const char *bv_skin_entry_key(enum bv_skin_entry_how how);

/**
 * Measure it: a line through the lengths from the skin in the time after the
 * first sighting, followed back to the skin. Only where the needle went in
 * meanwhile, evenly, was not far in yet, and where the line does not lead to
 * before the recording.
 */
struct bv_skin_entry bv_skin_entry_find(const struct bv_way *way);

/** Of a way made by bv_way_make_true(): when the needle was first in. @return
 *  NAN: it came into the plane later, or never. */
double bv_skin_entry_true_s(const struct bv_way *way);

BV_END_DECLS

#endif
