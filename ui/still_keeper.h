/**
 * @file
 * Keeps stills: the picture that is shown as a PNG, the scan area alone where
 * it is known, and beside it what bevel knew of it (records/still.h), in the
 * folder of the recordings. Written on a thread of its own. Main thread only.
 */
#ifndef BV_UI_STILL_KEEPER_H
#define BV_UI_STILL_KEEPER_H

#include <stdbool.h>

#include "acquisition/source.h"
#include "core/decls.h"
#include "pipeline.h"

BV_BEGIN_DECLS

struct bv_still_keeper;

/** @param folder  Where to; made where it is missing. Copied. */
struct bv_still_keeper *bv_still_keeper_new(const char *folder);

/** What is being written is finished. NULL is ignored. */
void bv_still_keeper_free(struct bv_still_keeper *keeper);

/** Keep it. @param guided  Its guidance is on the screen. */
void bv_still_keeper_keep(struct bv_still_keeper *keeper,
                          const struct bv_result *result, bool guided,
                          const struct bv_source_info *info);

/** A sentence for the line below, for some seconds: where it is, or why it is
 *  not. NULL: nothing to say, also of a keeper that is NULL. */
const char *bv_still_keeper_get_line(struct bv_still_keeper *keeper);

BV_END_DECLS

#endif
