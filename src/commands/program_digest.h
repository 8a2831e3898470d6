/**
 * @file
 * The program as a number: what it measured is of this build alone.
 */
#ifndef BV_COMMANDS_PROGRAM_DIGEST_H
#define BV_COMMANDS_PROGRAM_DIGEST_H

#include <stdint.h>

#include "core/decls.h"

BV_BEGIN_DECLS

/** Of its bytes; another build may see other things. 0: they cannot be read. */
uint64_t bv_program_digest(void);

BV_END_DECLS

#endif
