#include "guidance/view.h"

#include <math.h>

/*
 * What the same tissue at another depth or zoom is like; measured, as
 * docs/decisions/0007-changes.md says: it correlates by 0.85 and more, pictures
 * of other tissue by 0.55 and less. Where there is hardly any structure, as in
 * a water tank, they correlate at any scale.
 */
static const double likeness_least = 0.75, margin_least = 0.15;
static const double distortion_most = 0.03;
/* How far off the scale that the source says. */
static const double scale_off_most = 0.03;

bool bv_view_find(const struct bv_vision_picture *before,
                  const struct bv_vision_picture *now, double scale,
                  struct bv_px_map *map)
{
    struct bv_vision_view view;

    if (bv_vision_find_view(before, now, &view) < 0 ||
        view.likeness < likeness_least ||
        view.own - view.rival < margin_least ||
        view.distortion > distortion_most)
        return false;
    if (scale > 0 && fabs(view.map.xx / scale - 1) > scale_off_most)
        return false;
    *map = view.map;
    return true;
}
