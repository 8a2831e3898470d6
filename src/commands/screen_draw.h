/**
 * @file
 * Draws a scanner's screen around and over a scan. Private to the screen.
 */
#ifndef BV_COMMANDS_SCREEN_DRAW_H
#define BV_COMMANDS_SCREEN_DRAW_H

#include <cairo.h>
#include <stdbool.h>

#include "commands/screen_layout.h"
#include "core/decls.h"
#include "core/frame.h"
#include "core/geometry.h"

BV_BEGIN_DECLS

/** What the screen shows now; it is drawn again where any of it changes. */
struct bv_screen_face {
    char patient[80], clock[40];
    char knobs[8][40];
    double depth_mm, focus_mm, mm_per_px;
    struct bv_px face_middle;
    struct bv_px_box scan_box; /**< The ultrasound, in the screen. */
    enum bv_side marked_side;
    bool measures; /**< The measuring cursor is out. */
    struct bv_px_segment measured_px;
};

/**
 * Draw onto an ARGB32 surface of the screen's size, in place of what was there:
 * clear stays what the scan shows through.
 *
 * @retval 0
 * @retval -ENOMEM
 */
int bv_screen_draw(cairo_surface_t *surface,
                   const struct bv_screen_layout *layout,
                   const struct bv_screen_face *face) BV_MUST_USE;

BV_END_DECLS

#endif
