/**
 * @file
 * A review as lanes of a timeline (ui/overlay/timeline.h): what was seen, how
 * the needle went, fluid, what is marked, alarms, and the moments. Without
 * GTK.
 */
#ifndef BV_UI_REVIEW_LANES_H
#define BV_UI_REVIEW_LANES_H

#include "core/decls.h"
#include "guidance/review/review.h"
#include "records/corrections.h"
#include "ui/overlay/timeline.h"

BV_BEGIN_DECLS

struct bv_lanes;

/**
 * @param frames   As many as the review's way has points; only read now.
 * @param moments  What is shown of them, @p moment_count; only read now.
 * @param rules    By which it was made; only read now.
 * @param truly    What truly was, drawn below it; NULL: that is not known.
 * @return NULL: no memory.
 */
struct bv_lanes *bv_lanes_new(const struct bv_review_frame *frames,
                              const struct bv_review *review,
                              const struct bv_review_rules *rules,
                              const struct bv_shown_moment *moments,
                              size_t moment_count,
                              const struct bv_review *truly);

/** NULL is ignored. */
void bv_lanes_free(struct bv_lanes *lanes);

/** The lanes', until they are freed. A lane that would be empty is left out. */
const struct bv_timeline *bv_lanes_timeline(const struct bv_lanes *lanes);

BV_END_DECLS

#endif
