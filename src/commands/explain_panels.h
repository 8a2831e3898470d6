/**
 * @file
 * One stage of the detector as a picture: a panel of the sheet that `bevel
 * detect --explain` writes.
 */
#ifndef BV_COMMANDS_EXPLAIN_PANELS_H
#define BV_COMMANDS_EXPLAIN_PANELS_H

#include <cairo.h>

#include "core/decls.h"
#include "core/frame.h"
#include "guidance/account.h"
#include "records/explained.h"

BV_BEGIN_DECLS

/** All that is shown of a frame; everything is borrowed. */
struct bv_explain_sheet {
    const char *title;
    bool simulated;
    bool is_truth; /**< The line that is asked about is the truth's. */
    const struct bv_frame *frame;
    const struct bv_advice *advice;
    const struct bv_account *account;
    const struct bv_explained *explained;
};

/** The stages, in their order. */
enum bv_explain_stage {
    BV_EXPLAIN_AREA,
    BV_EXPLAIN_EVIDENCE,
    BV_EXPLAIN_NETWORK,
    BV_EXPLAIN_FOUND,
    BV_EXPLAIN_FOLLOWED, /**< In a still: evidence for broad lines. */
    BV_EXPLAIN_SAID,
    BV_EXPLAIN_STAGES
};

/** Where a panel lies on its canvas. */
struct bv_explain_box {
    double x, y, width, height;
};

/**
 * Draw one stage into a box, in the middle and as large as it fits.
 *
 * @param[out] title, detail  Room for 96 and 160 bytes: its caption.
 * @return 0 or -ENOMEM.
 */
int bv_explain_panel_draw(cairo_t *cairo, enum bv_explain_stage stage,
                          const struct bv_explain_sheet *sheet,
                          const struct bv_explain_box *box, char *title,
                          char *detail) BV_MUST_USE;

BV_END_DECLS

#endif
