/**
 * @file
 * Keeps a finding: its picture with what was measured, as PNG, and its line in
 * the folder of the recordings. Written on a thread of its own. Main thread
 * only.
 */
#ifndef BV_UI_FINDING_KEEPER_H
#define BV_UI_FINDING_KEEPER_H

#include "acquisition/source.h"
#include "core/decls.h"
#include "core/frame.h"
#include "ui/measuring.h"

BV_BEGIN_DECLS

struct bv_finding_keeper;

/**
 * @param folder     Where to; made where it is missing. Copied.
 * @param measuring  Told how it went; borrowed, longer than this.
 * @param told       Called then.
 */
struct bv_finding_keeper *bv_finding_keeper_new(const char *folder,
                                                struct bv_measuring *measuring,
                                                void (*told)(void *data),
                                                void *data);

/** What is being written is finished; nobody is told any more. */
void bv_finding_keeper_free(struct bv_finding_keeper *keeper);

/** Keep what is to be kept; ignored while that is under way. @param frame  The
 *  picture that was measured. */
void bv_finding_keeper_keep(struct bv_finding_keeper *keeper,
                            const struct bv_frame *frame,
                            const struct bv_advice *advice,
                            const struct bv_source_info *info);

BV_END_DECLS

#endif
