/**
 * @file
 * The sheet of `bevel detect --explain`: a panel a stage, and under them every
 * line with what became of it.
 */
#ifndef BV_COMMANDS_EXPLAIN_SHEET_H
#define BV_COMMANDS_EXPLAIN_SHEET_H

#include <cairo.h>

#include "commands/explain_panels.h"
#include "core/decls.h"

BV_BEGIN_DECLS

/**
 * Lay the sheet out.
 *
 * @param[out] surface The caller's; written only on 0.
 * @return 0 or -ENOMEM.
 */
int bv_explain_sheet_draw(const struct bv_explain_sheet *sheet,
                          cairo_surface_t **surface) BV_MUST_USE;

BV_END_DECLS

#endif
