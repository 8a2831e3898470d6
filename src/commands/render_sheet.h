/**
 * @file
 * A contact sheet: moments of a run, evenly over its time, each with what was
 * said about it. The run's length need not be known before.
 */
#ifndef BV_COMMANDS_RENDER_SHEET_H
#define BV_COMMANDS_RENDER_SHEET_H

#include <cairo.h>
#include <stdbool.h>

#include "core/decls.h"
#include "pipeline.h"
#include "ui/overlay/painting.h"

BV_BEGIN_DECLS

/** Most moments on one sheet. */
#define BV_SHEET_MOST 60

struct bv_sheet;

/**
 * @param moments     1 to BV_SHEET_MOST.
 * @param duration_s  Of the run, where known; 0 where not.
 * @return NULL: no memory.
 */
struct bv_sheet *bv_sheet_new(int moments, double duration_s);

/** NULL is ignored. */
void bv_sheet_free(struct bv_sheet *sheet);

/**
 * Offer the next result, in order of time; kept where its moment has come.
 *
 * @return 0 or -ENOMEM.
 */
int bv_sheet_offer(struct bv_sheet *sheet,
                   const struct bv_painting *painting) BV_MUST_USE;

/**
 * Lay the sheet out.
 *
 * @param title        What was shown.
 * @param[out] surface The caller's; written only on 0.
 * @retval 0
 * @retval -ENODATA    Nothing was offered.
 * @retval -ENOMEM
 */
int bv_sheet_finish(struct bv_sheet *sheet, const char *title, bool simulated,
                    cairo_surface_t **surface) BV_MUST_USE;

BV_END_DECLS

#endif
