/**
 * @file
 * A procedure in words, as a page to read before it.
 */
#ifndef BV_COMMANDS_PROCEDURE_WORDS_H
#define BV_COMMANDS_PROCEDURE_WORDS_H

#include <stdio.h>

#include "core/decls.h"
#include "guidance/procedures.h"

BV_BEGIN_DECLS

/** @param own  It is the site's own file. */
void bv_procedure_print(FILE *out, const struct bv_procedure *procedure,
                        bool own);

/** How many numbers a procedure gives. */
int bv_procedure_number_count(const struct bv_procedure *procedure);

BV_END_DECLS

#endif
