/**
 * @file
 * What stands around the picture and changes seldom: ruler, marker, names of
 * the sides, the line above, the edge. Kept as a node, so that it is painted
 * only when it changes. Main thread only.
 */
#ifndef BV_UI_FURNITURE_H
#define BV_UI_FURNITURE_H

#include <gtk/gtk.h>
#include <stdbool.h>

#include "core/decls.h"
#include "ui/overlay/draw.h"
#include "ui/overlay/ruler.h"
#include "ui/overlay/sides_draw.h"
#include "ui/presenter.h"

BV_BEGIN_DECLS

enum bv_picture_edge {
    BV_EDGE_NONE,
    BV_EDGE_FROZEN, /**< Held by the user. */
    BV_EDGE_ALERT,  /**< Stopped, too slow or gone. */
};

/** What it shows; and below that what it was drawn for. Zero-initialise; drop
 *  it where one of the first is changed. */
struct bv_furniture {
    enum bv_picture_edge edge;
    char caption[64]; /**< Above the picture. */
    struct bv_drawn_sides sides;
    bool shows_area;

    GskRenderNode *node; /**< NULL: draw anew. */
    struct bv_picture_box box;
    struct bv_px_box part;
    struct bv_scan_area area;
    double mm_per_px;
    enum bv_side side;
};

/** Where it is drawn. */
struct bv_furniture_place {
    const struct bv_picture_box *box;
    const struct bv_view *view;
    double size, width, height; /**< Of texts; of the widget. */
};

/** Append it. */
void bv_furniture_snapshot(struct bv_furniture *furniture,
                           GtkSnapshot *snapshot, const struct bv_shown *shown,
                           const struct bv_furniture_place *place);

/** It is to be drawn anew. */
void bv_furniture_drop(struct bv_furniture *furniture);

BV_END_DECLS

#endif
