/**
 * @file
 * The store as the commands open it.
 */
#ifndef BV_COMMANDS_STORE_OPENING_H
#define BV_COMMANDS_STORE_OPENING_H

#include "commands/command.h"
#include "core/decls.h"
#include "records/store.h"

BV_BEGIN_DECLS

/** The option by which the user names the store. @param value  A const char *.
 */
#define BV_OPTION_STORE(value)                                                 \
    {                                                                          \
        "--store", "FILE", "the store of learners, in place of your own",      \
            BV_OPTION_TEXT, (value), NULL                                      \
    }

/** Open it; of a damaged one, what is left is said on standard error. */
int bv_store_opening(const char *path, struct bv_store **store,
                     struct bv_fault *fault) BV_MUST_USE;

BV_END_DECLS

#endif
