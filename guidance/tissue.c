#include "guidance/tissue.h"

#include "guidance/agreement.h"

enum { columns = 8, rows = 6 };

/* Work px: what flow between two pictures is good to, and what tissue that is
 * pressed or seen under another angle may differ by. */
static const struct bv_agreement alike = {
    .tolerance_px = 0.4, .turn = 0.004, .stiff_px = 40};

/* The places to look at, and where each came from, px of the frame. */
static int pair_places(const struct bv_evidence *evidence,
                       struct bv_pairing *pairs)
{
    int count = 0;

    for (int r = 0; r < rows; r++)
        for (int c = 0; c < columns; c++) {
            int x = (2 * c + 1) * evidence->width / (2 * columns);
            int y = (2 * r + 1) * evidence->height / (2 * rows);
            struct bv_px motion;

            if (!evidence->mask[(size_t)y * evidence->width + x])
                continue;
            motion = bv_evidence_motion(evidence, x, y);
            pairs[count++] =
                (struct bv_pairing){.from = {x, y},
                                    .to = {x + motion.x, y + motion.y},
                                    .weight = 1};
        }
    return count;
}

/* The same map between frames: work px are as square, and lie elsewhere. */
static struct bv_px_map in_frame(const struct bv_evidence *evidence,
                                 const struct bv_px_map *work)
{
    struct bv_px origin = bv_evidence_from_frame(evidence, (struct bv_px){0});
    struct bv_px at =
        bv_evidence_to_frame(evidence, bv_px_map_apply(work, origin));
    struct bv_px_map map = *work;

    map.x0 = at.x;
    map.y0 = at.y;
    return map;
}

struct bv_tissue_motion bv_tissue_measure(const struct bv_evidence *evidence)
{
    struct bv_tissue_motion moved = {.map = bv_px_map_identity()};
    struct bv_pairing pairs[columns * rows];
    int count, agreeing;

    if (!evidence->has_motion || evidence->view != BV_VIEW_SAME)
        return moved;
    count = pair_places(evidence, pairs);
    agreeing = bv_agreement_find(&alike, pairs, count, &moved.map);
    if (agreeing < 4) { /* too few for a turn */
        moved.map = bv_px_map_identity();
        return moved;
    }
    moved.part = (double)agreeing / count;
    moved.map = in_frame(evidence, &moved.map);
    return moved;
}
