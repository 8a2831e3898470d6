#include "acquisition/simulator/truth_view.h"

#include <math.h>

/* Less of a shaft is nothing to be found (measure.c). */
static const double least_shaft_mm = 3;

struct bv_px bv_truth_view_px(const struct bv_truth_view *view, struct bv_px px)
{
    return (struct bv_px){view->to.x + view->scale * (px.x - view->from.x),
                          view->to.y + view->scale * (px.y - view->from.y)};
}

static bool is_inside(const struct bv_px_box *box, struct bv_px px)
{
    return px.x >= box->left - 0.5 && px.x <= box->right - 0.5 &&
           px.y >= box->top - 0.5 && px.y <= box->bottom - 0.5;
}

/* Narrow the share of a piece that is inside one edge: where a + b t >= 0. */
static void cut(double a, double b, double *first, double *last)
{
    if (b > 0)
        *first = fmax(*first, -a / b);
    else if (b < 0)
        *last = fmin(*last, -a / b);
    else if (a < 0)
        *last = -1;
}

/* Cut a piece off at the box. @return The share of it that is left. */
static double cut_piece(const struct bv_px_box *box,
                        struct bv_px_segment *piece)
{
    struct bv_px from = piece->from;
    double dx = piece->to.x - from.x, dy = piece->to.y - from.y;
    double first = 0, last = 1;

    cut(from.x - (box->left - 0.5), dx, &first, &last);
    cut(box->right - 0.5 - from.x, -dx, &first, &last);
    cut(from.y - (box->top - 0.5), dy, &first, &last);
    cut(box->bottom - 0.5 - from.y, -dy, &first, &last);
    if (last <= first)
        return 0;
    piece->from = (struct bv_px){from.x + first * dx, from.y + first * dy};
    piece->to = (struct bv_px){from.x + last * dx, from.y + last * dy};
    return last - first;
}

static void view_area(const struct bv_truth_view *view,
                      struct bv_scan_area *area)
{
    const struct bv_px_box *box = &view->box;
    /* edges of the area lie half a pixel outside its pixels' centres */
    struct bv_px start = bv_truth_view_px(
        view, (struct bv_px){area->box.left - 0.5, area->box.top - 0.5});
    struct bv_px end = bv_truth_view_px(
        view, (struct bv_px){area->box.right - 0.5, area->box.bottom - 0.5});

    area->box.left = (int)fmax(box->left, round(start.x + 0.5));
    area->box.top = (int)fmax(box->top, round(start.y + 0.5));
    area->box.right = (int)fmin(box->right, round(end.x + 0.5));
    area->box.bottom = (int)fmin(box->bottom, round(end.y + 0.5));
    area->face_middle = bv_truth_view_px(view, area->face_middle);
    area->apex = bv_truth_view_px(view, area->apex);
    area->face_radius_px *= view->scale;
    area->end_radius_px *= view->scale;
}

static void view_needle(const struct bv_truth_view *view,
                        struct bv_truth *truth)
{
    double left;

    truth->whole_px.from = bv_truth_view_px(view, truth->whole_px.from);
    truth->whole_px.to = bv_truth_view_px(view, truth->whole_px.to);
    truth->shaft_px.from = bv_truth_view_px(view, truth->shaft_px.from);
    truth->shaft_px.to = bv_truth_view_px(view, truth->shaft_px.to);
    truth->crossing_px = bv_truth_view_px(view, truth->crossing_px);
    if (truth->has_shaft) {
        left = cut_piece(&view->box, &truth->shaft_px);
        truth->visible_mm *= left;
        truth->has_shaft = left > 0;
    }
    if (truth->has_whole && !is_inside(&view->box, truth->whole_px.to)) {
        truth->has_whole = truth->has_tip_mm = truth->tip_visible = false;
        truth->angle_deg = truth->distance_mm = truth->miss_mm = NAN;
    }
    if (truth->has_crossing && !is_inside(&view->box, truth->crossing_px)) {
        truth->has_crossing = false;
        truth->state = BV_NEEDLE_NONE;
    }
    if (truth->state == BV_NEEDLE_TIP_SEEN && !truth->tip_visible)
        truth->state = BV_NEEDLE_SHAFT_ONLY;
    if (truth->state != BV_NEEDLE_CROSSING &&
        truth->visible_mm < least_shaft_mm)
        truth->state = BV_NEEDLE_NONE;
}

/* An outline that is not in the box at all is left out. */
static void view_outlines(const struct bv_truth_view *view,
                          struct bv_truth *truth)
{
    int kept = 0;

    for (int i = 0; i < truth->outline_count; i++) {
        struct bv_truth_outline *outline = &truth->outlines[i];
        bool shown = false;

        for (int k = 0; k < outline->count; k++) {
            outline->px[k] = bv_truth_view_px(view, outline->px[k]);
            shown = shown || is_inside(&view->box, outline->px[k]);
        }
        if (shown)
            truth->outlines[kept++] = *outline;
    }
    truth->outline_count = kept;
}

void bv_truth_view_apply(const struct bv_truth_view *view,
                         struct bv_truth *truth)
{
    truth->mm_per_px /= view->scale;
    view_area(view, &truth->scan_area);
    view_needle(view, truth);
    truth->target_px = bv_truth_view_px(view, truth->target_px);
    if (truth->has_target && !is_inside(&view->box, truth->target_px)) {
        truth->has_target = false;
        truth->distance_mm = truth->miss_mm = NAN;
    }
    view_outlines(view, truth);
}
