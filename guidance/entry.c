#include "guidance/entry.h"

#include <math.h>

/* In parts of the picture's width. A shaft may enter right beside the face, so
 * that the line seems to meet it just inside its end; and no needle is long
 * enough to come from much farther than a picture's width away. */
static const double inside_part = 0.06;
static const double outside_part = 1.1;

/* Depth of the face's ends and its half width, as for a straight probe. */
struct face {
    double left, right, top;
};

static struct face find_face(const struct bv_scan_area *area)
{
    struct face face = {area->box.left, area->box.right - 1, area->box.top};

    if (area->shape == BV_SCAN_RECTANGLE) {
        face.top = area->face_middle.y;
    } else if (area->shape == BV_SCAN_SECTOR) {
        double half = area->half_angle_deg * M_PI / 180;
        double reach = area->face_radius_px * sin(half);

        /* The skin bends with the probe; beside it, it goes on from there. */
        face.left = area->apex.x - reach;
        face.right = area->apex.x + reach;
        face.top = area->apex.y + area->face_radius_px * cos(half);
    }
    return face;
}

/* How far beside the face the line meets the skin, px; negative inside. */
static double find_outside(const struct face *face, double x, double y,
                           double right, double down)
{
    double skin_x = x - (y - face->top) * right / down;

    return right > 0 ? face->left - skin_x : skin_x - face->right;
}

bool bv_entry_possible(const struct bv_scan_area *area, double x, double y,
                       double right, double down, struct bv_verdict *why)
{
    struct face face = find_face(area);
    double width = area->box.right - area->box.left;
    double angle = atan2(down, fabs(right)) * 180 / M_PI;
    double outside;

    if (!bv_at_least(angle, BV_ENTRY_ANGLE_MIN_DEG, BV_REASON_FLAT, why) ||
        !bv_at_most(angle, BV_ENTRY_ANGLE_MAX_DEG, BV_REASON_STEEP, why))
        return false;
    outside = find_outside(&face, x, y, right, down);
    return bv_at_least(outside, -inside_part * width, BV_REASON_UNDER, why) &&
           bv_at_most(outside, outside_part * width, BV_REASON_FAR, why);
}

bool bv_entry_passed(const struct bv_scan_area *area,
                     const struct bv_px_segment *piece, struct bv_verdict *why)
{
    double length = bv_px_segment_length(piece);

    return (length > 0 || bv_refuse(BV_REASON_NOTHING, 0, 0, why)) &&
           bv_entry_possible(area, piece->from.x, piece->from.y,
                             (piece->to.x - piece->from.x) / length,
                             (piece->to.y - piece->from.y) / length, why);
}

double bv_entry_outside(const struct bv_scan_area *area,
                        const struct bv_px_segment *piece)
{
    struct face face = find_face(area);
    double width = area->box.right - area->box.left;

    return find_outside(&face, piece->from.x, piece->from.y,
                        piece->to.x - piece->from.x,
                        fmax(piece->to.y - piece->from.y, 1e-3)) /
           width;
}

double bv_entry_gap(const struct bv_scan_area *area,
                    const struct bv_px_segment *piece)
{
    double length = bv_px_segment_length(piece), low = 0, high;
    struct bv_px_box box = area->box;

    if (!(length > 0))
        return 0;
    /* The line leaves the area once on its way to the skin: halve to it. */
    high = 2.0 * (box.right - box.left + box.bottom - box.top);
    while (high - low > 0.5) {
        double middle = (low + high) / 2;
        struct bv_px at = bv_px_segment_at(piece, -middle);
        bool inside = area->shape == BV_SCAN_UNKNOWN
                          ? at.x >= box.left && at.x < box.right &&
                                at.y >= box.top && at.y < box.bottom
                          : bv_scan_area_contains(area, at);

        if (inside)
            low = middle;
        else
            high = middle;
    }
    return low;
}
