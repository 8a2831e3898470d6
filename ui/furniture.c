#include "ui/furniture.h"

#include <string.h>

#include "ui/overlay/caption.h"
#include "ui/overlay/palette.h"

static void draw_edge(const struct bv_furniture *furniture, cairo_t *cairo,
                      const struct bv_picture_box *box)
{
    double air = 3.5;

    if (furniture->edge == BV_EDGE_NONE)
        return;
    cairo_rectangle(cairo, box->left - air, box->top - air,
                    box->right - box->left + 2 * air,
                    box->bottom - box->top + 2 * air);
    cairo_set_line_width(cairo, 3);
    bv_cairo_set_colour(cairo,
                        furniture->edge == BV_EDGE_FROZEN ? BV_COLOUR_TEXT
                                                          : BV_COLOUR_HAZARD,
                        1);
    cairo_stroke(cairo);
}

/* What stands above the picture, and around the scan. */
static void draw_orientation(const struct bv_furniture *furniture,
                             cairo_t *cairo, const struct bv_result *result,
                             const struct bv_furniture_place *place)
{
    enum bv_side marked = result->frame->marked_side;
    struct bv_picture_box between = bv_sides_draw(
        cairo, &furniture->sides, marked, place->box, place->size);

    bv_caption_draw(cairo, furniture->caption, marked, &between, place->size);
    if (marked != BV_SIDE_UNKNOWN || !furniture->sides.left[0])
        bv_orientation_draw(cairo, marked, place->box, place->size);
    if (furniture->shows_area)
        bv_scan_border_draw(cairo, &result->advice.scan_area, place->view,
                            place->size);
}

static bool same_area(const struct bv_scan_area *a,
                      const struct bv_scan_area *b)
{
    return a->shape == b->shape && a->face_middle.y == b->face_middle.y &&
           memcmp(&a->box, &b->box, sizeof(a->box)) == 0;
}

static bool holds(const struct bv_furniture *furniture,
                  const struct bv_shown *shown,
                  const struct bv_picture_box *box)
{
    const struct bv_result *result = shown->result;

    return furniture->node && memcmp(box, &furniture->box, sizeof(*box)) == 0 &&
           memcmp(&shown->part, &furniture->part, sizeof(shown->part)) == 0 &&
           result->advice.mm_per_px == furniture->mm_per_px &&
           same_area(&result->advice.scan_area, &furniture->area) &&
           result->frame->marked_side == furniture->side;
}

static void draw(struct bv_furniture *furniture, const struct bv_result *result,
                 const struct bv_furniture_place *place)
{
    const struct bv_advice *advice = &result->advice;
    GtkSnapshot *made = gtk_snapshot_new();
    cairo_t *cairo = gtk_snapshot_append_cairo(
        made,
        &GRAPHENE_RECT_INIT(0, 0, (float)place->width, (float)place->height));

    draw_edge(furniture, cairo, place->box);
    draw_orientation(furniture, cairo, result, place);
    bv_ruler_draw(cairo, &advice->scan_area, advice->mm_per_px, place->view,
                  place->box, place->size);
    cairo_destroy(cairo);
    g_clear_pointer(&furniture->node, gsk_render_node_unref);
    furniture->node = gtk_snapshot_free_to_node(made);
}

void bv_furniture_snapshot(struct bv_furniture *furniture,
                           GtkSnapshot *snapshot, const struct bv_shown *shown,
                           const struct bv_furniture_place *place)
{
    const struct bv_result *result = shown->result;

    if (!holds(furniture, shown, place->box)) {
        furniture->box = *place->box;
        furniture->part = shown->part;
        furniture->mm_per_px = result->advice.mm_per_px;
        furniture->area = result->advice.scan_area;
        furniture->side = result->frame->marked_side;
        draw(furniture, result, place);
    }
    if (furniture->node)
        gtk_snapshot_append_node(snapshot, furniture->node);
}

void bv_furniture_drop(struct bv_furniture *furniture)
{
    g_clear_pointer(&furniture->node, gsk_render_node_unref);
}
