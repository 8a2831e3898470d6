/*
 * The truth of a picture that was changed.
 */
#include <math.h>

#include "commands/perturb_picture.h"

enum { samples = 400 };

static struct bv_px_segment map_piece(const struct bv_px_map *map,
                                      const struct bv_px_segment *piece)
{
    return (struct bv_px_segment){bv_px_map_apply(map, piece->from),
                                  bv_px_map_apply(map, piece->to)};
}

static struct bv_px at_share(const struct bv_px_segment *piece, double share)
{
    return (struct bv_px){piece->from.x + share * (piece->to.x - piece->from.x),
                          piece->from.y +
                              share * (piece->to.y - piece->from.y)};
}

/* Cut a piece to what is shown of it. @return The share that is. */
static double cut(struct bv_px_segment *piece, const struct bv_scan_area *shown)
{
    int first = -1, last = -1, count = 0;
    struct bv_px_segment whole = *piece;

    for (int i = 0; i <= samples; i++)
        if (bv_scan_area_contains(shown,
                                  at_share(piece, (double)i / samples))) {
            first = first < 0 ? i : first;
            last = i;
            count++;
        }
    if (count == 0)
        return 0;
    piece->from = at_share(&whole, (double)first / samples);
    piece->to = at_share(&whole, (double)last / samples);
    return (double)count / (samples + 1);
}

static void cut_needle(struct bv_truth_frame *truth,
                       const struct bv_scan_area *shown)
{
    if (truth->has_shaft) {
        double share = cut(&truth->shaft_px, shown);

        truth->has_shaft = share > 0;
        truth->visible_mm *= share; /* NAN stays */
    }
    if (truth->has_whole)
        truth->has_whole = cut(&truth->whole_px, shown) > 0;
    if (truth->has_tip && !bv_scan_area_contains(shown, truth->tip_px)) {
        truth->has_tip = false;
        truth->tip = BV_TIP_HIDDEN;
    }
    if (truth->has_crossing &&
        !bv_scan_area_contains(shown, truth->crossing_px))
        truth->has_crossing = false;
}

struct bv_truth_frame bv_perturb_truth(const struct bv_truth_frame *truth,
                                       const struct bv_px_map *map,
                                       const struct bv_scan_area *shown)
{
    struct bv_truth_frame made = *truth;
    double scale = hypot(map->xx, map->yx);

    if (!truth->needle)
        return made;
    made.shaft_px = map_piece(map, &truth->shaft_px);
    made.whole_px = map_piece(map, &truth->whole_px);
    made.tip_px = bv_px_map_apply(map, truth->tip_px);
    made.crossing_px = bv_px_map_apply(map, truth->crossing_px);
    made.tip_uncertainty_px *= scale;
    made.mm_per_px /= scale;
    cut_needle(&made, shown);
    return made;
}

struct bv_scan_area bv_perturb_map_area(const struct bv_scan_area *area,
                                        const struct bv_px_map *map)
{
    struct bv_scan_area made = *area;
    double scale = hypot(map->xx, map->yx);
    const struct bv_px_segment edges = {
        {area->box.left - 0.5, area->box.top - 0.5},
        {area->box.right - 0.5, area->box.bottom - 0.5}};
    struct bv_px_segment box = map_piece(map, &edges);

    if (area->shape == BV_SCAN_UNKNOWN)
        return made;
    made.box =
        (struct bv_px_box){(int)lround(fmin(box.from.x, box.to.x) + 0.5),
                           (int)lround(fmin(box.from.y, box.to.y) + 0.5),
                           (int)lround(fmax(box.from.x, box.to.x) + 0.5),
                           (int)lround(fmax(box.from.y, box.to.y) + 0.5)};
    made.face_middle = bv_px_map_apply(map, area->face_middle);
    made.apex = bv_px_map_apply(map, area->apex);
    made.face_radius_px *= scale;
    made.end_radius_px *= scale;
    return made;
}
