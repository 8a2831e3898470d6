/**
 * @file
 * `bevel learner export`: attempts as CSV. Private to src/commands/learner*.c.
 */
#ifndef BV_COMMANDS_LEARNER_EXPORT_H
#define BV_COMMANDS_LEARNER_EXPORT_H

#include "core/decls.h"
#include "records/store.h"

BV_BEGIN_DECLS

/**
 * A row a figure of each attempt, for tables and statistics. Without the
 * recordings' paths, which may hold names.
 *
 * @param name  A learner's; NULL: everybody's.
 */
int bv_learner_export(struct bv_store *store, const char *name,
                      const char *path, struct bv_fault *fault) BV_MUST_USE;

BV_END_DECLS

#endif
