/**
 * @file
 * Prose on a terminal.
 */
#ifndef BV_COMMANDS_PROSE_H
#define BV_COMMANDS_PROSE_H

#include <stdio.h>

#include "core/decls.h"

BV_BEGIN_DECLS

/**
 * Print text in lines of at most 76 letters, with @p label before the first.
 *
 * @param indent  Where the text starts; the label has the room before it.
 */
void bv_prose_print(FILE *out, const char *label, int indent, const char *text);

BV_END_DECLS

#endif
