#include "guidance/picture_look.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

enum { BEAMS = 48, DEPTHS = 40, SIDE = 3 }; /* SIDE^2 samples a cell */

static const double deg_per_rad = 57.29577951308232;

/* A beam without contact has less than this of what the others show. */
static const double dark_part = 0.25;

/* What lies nearer to the face is ringing, which is there without contact. */
static const double near_part = 0.15;

/* Contact is judged down to here: farther down there may be nothing. */
static const double far_part = 0.6;

/* Beams at an end that may look lit, from the edge of the scan area found. */
static const int edge_beams = 2;

struct cells {
    double level[BEAMS][DEPTHS]; /* its mean; NAN: nothing of it is seen */
    int levels[256];             /* how many samples have each */
    int samples;
};

/* @param across, down  0 to 1: from left to right, from the face down. */
static struct bv_px place(const struct bv_scan_area *area, double across,
                          double down)
{
    const struct bv_px_box *box = &area->box;
    double turn, radius;

    if (area->shape != BV_SCAN_SECTOR)
        return (struct bv_px){box->left - 0.5 +
                                  across * (box->right - box->left),
                              box->top - 0.5 + down * (box->bottom - box->top)};
    turn = (2 * across - 1) * area->half_angle_deg / deg_per_rad;
    radius = area->face_radius_px +
             down * (area->end_radius_px - area->face_radius_px);
    return (struct bv_px){area->apex.x + radius * sin(turn),
                          area->apex.y + radius * cos(turn)};
}

static bool read_sample(const struct bv_frame *frame, const uint8_t *mask,
                        struct bv_px px, int *level)
{
    long x = lround(px.x), y = lround(px.y);

    if (x < 0 || y < 0 || x >= frame->width_px || y >= frame->height_px)
        return false;
    if (mask && !mask[y * frame->width_px + x])
        return false;
    *level = frame->pixels[y * frame->stride_bytes + x];
    return true;
}

static void fill_cell(struct cells *cells, const struct bv_frame *frame,
                      const struct bv_scan_area *area, const uint8_t *mask,
                      int beam, int depth)
{
    int count = 0, sum = 0;

    for (int i = 0; i < SIDE * SIDE; i++) {
        double across = (beam + (i % SIDE + 0.5) / SIDE) / BEAMS;
        double down = (depth + (i / SIDE + 0.5) / SIDE) / DEPTHS;
        int level;

        if (!read_sample(frame, mask, place(area, across, down), &level))
            continue;
        cells->levels[level]++;
        cells->samples++;
        sum += level;
        count++;
    }
    cells->level[beam][depth] = count > 0 ? (double)sum / count : NAN;
}

static double level_above(const struct cells *cells, double part)
{
    double left = cells->samples * part;
    int level = 255;

    for (; level > 0; level--) {
        left -= cells->levels[level];
        if (left < 0)
            break;
    }
    return level;
}

static double white_part(const struct cells *cells)
{
    int white = 0;

    for (int level = BV_LOOK_WHITE_LEVEL; level < 256; level++)
        white += cells->levels[level];
    return cells->samples > 0 ? (double)white / cells->samples : 0;
}

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

/* How bright a beam is where tissue with contact always shows something. */
static double beam_level(const struct cells *cells, int beam)
{
    double sum = 0;
    int count = 0;

    for (int d = (int)(near_part * DEPTHS); d < (int)(far_part * DEPTHS); d++)
        if (!isnan(cells->level[beam][d])) {
            sum += cells->level[beam][d];
            count++;
        }
    return count > 0 ? sum / count : NAN;
}

/* How many beams from one end on are dark. */
static int dark_from(const double *level, double limit, bool right)
{
    int dark = 0;

    for (int i = 0; i < BEAMS; i++) {
        double here = level[right ? BEAMS - 1 - i : i];

        if (here <= limit)
            dark = i + 1;
        else if (!isnan(here) && i >= edge_beams)
            break;
    }
    return dark;
}

static void look_for_contact(const struct cells *cells,
                             struct bv_picture_look *look)
{
    double level[BEAMS], sorted[BEAMS], limit;
    int count = 0;

    for (int b = 0; b < BEAMS; b++) {
        level[b] = beam_level(cells, b);
        if (!isnan(level[b]))
            sorted[count++] = level[b];
    }
    if (count < BEAMS / 2)
        return;
    /* three beams of four are darker: half the face may be off the skin */
    qsort(sorted, (size_t)count, sizeof(*sorted), compare);
    limit = sorted[count * 3 / 4] * dark_part;
    look->dark_left = (double)dark_from(level, limit, false) / BEAMS;
    look->dark_right = (double)dark_from(level, limit, true) / BEAMS;
}

static double empty_below(const struct cells *cells)
{
    int depth = DEPTHS;

    for (; depth > 0; depth--)
        for (int b = 0; b < BEAMS; b++)
            if (cells->level[b][depth - 1] > BV_LOOK_BLACK_LEVEL)
                return (double)depth / DEPTHS;
    return 0;
}

void bv_picture_look(const struct bv_frame *frame,
                     const struct bv_scan_area *area, const uint8_t *mask,
                     struct bv_picture_look *look)
{
    struct cells cells;

    memset(&cells, 0, sizeof(cells));
    for (int b = 0; b < BEAMS; b++)
        for (int d = 0; d < DEPTHS; d++)
            fill_cell(&cells, frame, area, mask, b, d);
    *look = (struct bv_picture_look){.bright_level = level_above(&cells, 0.05),
                                     .middle_level = level_above(&cells, 0.5),
                                     .white_part = white_part(&cells),
                                     .empty_below = empty_below(&cells)};
    look_for_contact(&cells, look);
}
