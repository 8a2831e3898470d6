#include "guidance/scan_area.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/clock.h"
#include "guidance/scan_shape.h"
#include "guidance/wide.h"

/* How often the outline and the furniture are looked at again. */
static const double look_every_s = 0.5;
/* Grey levels from pixel to pixel that make a block textured: above what
 * video compression leaves on a plain screen. */
static const double texture_least = 0.45;
/* A new outline must say the same twice, and differ by this many blocks. */
enum { outline_blocks = 3 };
/* Furniture: drawn pixels do not change, and have sharp edges. */
enum {
    still_most = 4,
    bright_least = 40,
    edge_least = 80,
    edge_reach_px = 2,
    margin_px = 4,
    colour_least = 48, /* saturation of drawn or Doppler colour */
};
/* How far the picture must have changed before stillness says anything. */
enum { alive_range = 10 };
static const double alive_least_part = 0.5;

struct bv_scan_finder {
    int width, height;
    size_t room;
    uint8_t *mask, *low, *high;
    uint8_t *drawn; /* furniture, 255 */
    struct bv_scan_grid *grid;
    uint8_t *textured; /* ever, block by block */
    struct bv_scan_area area, proposed;
    bool has_area, has_proposed;
    bool fresh; /* nothing was learned yet */
    int64_t looked_ns;
};

struct bv_scan_finder *bv_scan_finder_new(void)
{
    struct bv_scan_finder *finder = calloc(1, sizeof(*finder));

    if (!finder)
        return NULL;
    finder->grid = calloc(1, sizeof(*finder->grid));
    finder->textured = calloc(1, sizeof(finder->grid->textured));
    if (!finder->grid || !finder->textured) {
        bv_scan_finder_free(finder);
        return NULL;
    }
    finder->fresh = true;
    return finder;
}

void bv_scan_finder_free(struct bv_scan_finder *finder)
{
    if (!finder)
        return;
    free(finder->mask);
    free(finder->low);
    free(finder->high);
    free(finder->drawn);
    free(finder->grid);
    free(finder->textured);
    free(finder);
}

void bv_scan_finder_reset(struct bv_scan_finder *finder)
{
    finder->fresh = true;
}

static int make_room(struct bv_scan_finder *finder, size_t room)
{
    uint8_t **buffers[] = {&finder->mask, &finder->low, &finder->high,
                           &finder->drawn};

    if (room <= finder->room)
        return 0;
    finder->room = 0;
    for (size_t i = 0; i < sizeof(buffers) / sizeof(buffers[0]); i++) {
        free(*buffers[i]);
        *buffers[i] = malloc(room);
    }
    for (size_t i = 0; i < sizeof(buffers) / sizeof(buffers[0]); i++)
        if (!*buffers[i])
            return -ENOMEM;
    finder->room = room;
    return 0;
}

static void start_over(struct bv_scan_finder *finder,
                       const struct bv_frame *frame)
{
    int longer =
        frame->width_px > frame->height_px ? frame->width_px : frame->height_px;
    struct bv_scan_grid *grid = finder->grid;
    size_t width = (size_t)frame->width_px;

    finder->width = frame->width_px;
    finder->height = frame->height_px;
    finder->fresh = false;
    finder->has_area = finder->has_proposed = false;
    grid->block_px = (longer + 127) / 128;
    grid->block_px = grid->block_px < 4 ? 4 : grid->block_px;
    grid->columns = (frame->width_px + grid->block_px - 1) / grid->block_px;
    grid->rows = (frame->height_px + grid->block_px - 1) / grid->block_px;
    memset(finder->textured, 0, sizeof(grid->textured));
    memset(finder->drawn, 0, width * (size_t)frame->height_px);
    for (int y = 0; y < frame->height_px; y++) {
        const uint8_t *row =
            frame->pixels + (size_t)y * (size_t)frame->stride_bytes;

        memcpy(finder->low + y * width, row, width);
        memcpy(finder->high + y * width, row, width);
    }
}

/* Restricted, so that many pixels go side by side. */
BV_WIDE static void widen(const uint8_t *restrict row, int width,
                          uint8_t *restrict low, uint8_t *restrict high)
{
    for (int x = 0; x < width; x++) {
        low[x] = row[x] < low[x] ? row[x] : low[x];
        high[x] = row[x] > high[x] ? row[x] : high[x];
    }
}

/* Lowest and highest value of each pixel so far. */
static void watch_pixels(struct bv_scan_finder *finder,
                         const struct bv_frame *frame)
{
    for (int y = 0; y < finder->height; y++) {
        size_t first = (size_t)y * (size_t)finder->width;

        widen(frame->pixels + (size_t)y * (size_t)frame->stride_bytes,
              finder->width, finder->low + first, finder->high + first);
    }
}

/* Mean change from pixel to pixel in a block, across and down. */
static double block_texture(const struct bv_frame *frame, int left, int top,
                            int block)
{
    int right = left + block < frame->width_px ? left + block : frame->width_px;
    int bottom =
        top + block < frame->height_px ? top + block : frame->height_px;
    int across = 0, down = 0, count = 0;

    for (int y = top; y + 1 < bottom; y++) {
        const uint8_t *row =
            frame->pixels + (size_t)y * (size_t)frame->stride_bytes;
        const uint8_t *next = row + frame->stride_bytes;

        for (int x = left; x + 1 < right; x++) {
            across += abs(row[x + 1] - row[x]);
            down += abs(next[x] - row[x]);
            count++;
        }
    }
    /* Bars and frames change one way only, tissue both ways. */
    return count ? 2.0 * (across < down ? across : down) / count : 0;
}

static void look_for_texture(struct bv_scan_finder *finder,
                             const struct bv_frame *frame)
{
    struct bv_scan_grid *grid = finder->grid;

    for (int row = 0; row < grid->rows; row++)
        for (int column = 0; column < grid->columns; column++) {
            uint8_t *textured = finder->textured + row * grid->columns + column;

            if (!*textured)
                *textured = block_texture(frame, column * grid->block_px,
                                          row * grid->block_px,
                                          grid->block_px) >= texture_least;
        }
    memcpy(grid->textured, finder->textured, sizeof(grid->textured));
}

static bool is_empty(const struct bv_px_box *box)
{
    return box->right <= box->left || box->bottom <= box->top;
}

/* What lies outside of where the source says that the ultrasound is. */
static void leave_out(struct bv_scan_grid *grid, const struct bv_px_box *box)
{
    for (int row = 0; row < grid->rows; row++)
        for (int column = 0; column < grid->columns; column++) {
            int x = column * grid->block_px + grid->block_px / 2;
            int y = row * grid->block_px + grid->block_px / 2;

            if (x < box->left || x >= box->right || y < box->top ||
                y >= box->bottom)
                grid->textured[row * grid->columns + column] = 0;
        }
}

/* The edge that the source gives, where the one found is as good as there or
 * beyond it. */
static int meet_edge(int found, int given, int slack_px, int outward)
{
    return (given - found) * outward <= slack_px ? given : found;
}

/* Fit what was found into the source's box. */
static void fit_into(struct bv_scan_area *area, const struct bv_px_box *box,
                     int slack_px)
{
    if (area->shape == BV_SCAN_UNKNOWN)
        return;
    area->box.left = meet_edge(area->box.left, box->left, slack_px, -1);
    area->box.top = meet_edge(area->box.top, box->top, slack_px, -1);
    area->box.right = meet_edge(area->box.right, box->right, slack_px, 1);
    area->box.bottom = meet_edge(area->box.bottom, box->bottom, slack_px, 1);
    if (area->shape == BV_SCAN_RECTANGLE)
        area->face_middle = (struct bv_px){
            (area->box.left + area->box.right - 1) / 2.0, area->box.top};
}

static bool close_enough(const struct bv_scan_area *a,
                         const struct bv_scan_area *b, int slack_px)
{
    return a->shape == b->shape && abs(a->box.left - b->box.left) <= slack_px &&
           abs(a->box.right - b->box.right) <= slack_px &&
           abs(a->box.top - b->box.top) <= slack_px &&
           abs(a->box.bottom - b->box.bottom) <= slack_px;
}

/* The first outline holds at once; another one must be seen twice, since
 * everything that is followed starts anew with it. */
static void look_for_outline(struct bv_scan_finder *finder,
                             const struct bv_frame *frame)
{
    int slack = outline_blocks * finder->grid->block_px;
    struct bv_scan_area found;

    look_for_texture(finder, frame);
    if (!is_empty(&frame->scan_box))
        leave_out(finder->grid, &frame->scan_box);
    bv_scan_shape_find(finder->grid, finder->width, finder->height, &found);
    if (!is_empty(&frame->scan_box))
        fit_into(&found, &frame->scan_box, slack);
    if (!finder->has_area) {
        finder->area = found;
        finder->has_area = true;
    } else if (close_enough(&found, &finder->area, slack)) {
        finder->has_proposed = false;
    } else if (finder->has_proposed &&
               close_enough(&found, &finder->proposed, slack)) {
        finder->area = found;
        finder->has_proposed = false;
    } else {
        finder->proposed = found;
        finder->has_proposed = true;
    }
}

static bool is_alive(const struct bv_scan_finder *finder)
{
    size_t count = (size_t)finder->width * (size_t)finder->height;
    size_t bright = 0, alive = 0;

    for (size_t i = 0; i < count; i += 7) {
        if (finder->high[i] < bright_least)
            continue;
        bright++;
        alive += finder->high[i] - finder->low[i] >= alive_range;
    }
    return bright && alive >= alive_least_part * (double)bright;
}

static bool is_still(const struct bv_scan_finder *finder, size_t at)
{
    return finder->high[at] - finder->low[at] <= still_most;
}

/* A pixel drawn by the scanner: it and what it stands out of never change,
 * and the edge between them is sharper than any echo's. */
static bool is_drawn(const struct bv_scan_finder *finder, int x, int y)
{
    static const int ways[4][2] = {{edge_reach_px, 0},
                                   {-edge_reach_px, 0},
                                   {0, edge_reach_px},
                                   {0, -edge_reach_px}};
    size_t at = (size_t)y * finder->width + x;

    if (finder->high[at] < bright_least || !is_still(finder, at))
        return false;
    for (int way = 0; way < 4; way++) {
        int i = x + ways[way][0], j = y + ways[way][1];
        size_t near = (size_t)j * finder->width + i;

        if (i >= 0 && j >= 0 && i < finder->width && j < finder->height &&
            is_still(finder, near) &&
            finder->high[at] - finder->high[near] >= edge_least)
            return true;
    }
    return false;
}

static void mark_around(struct bv_scan_finder *finder, int x, int y)
{
    int left = x - margin_px < 0 ? 0 : x - margin_px;
    int right =
        x + margin_px >= finder->width ? finder->width - 1 : x + margin_px;

    for (int j = y - margin_px; j <= y + margin_px; j++)
        if (j >= 0 && j < finder->height)
            memset(finder->drawn + (size_t)j * finder->width + left, 255,
                   right - left + 1);
}

static void look_for_furniture(struct bv_scan_finder *finder)
{
    memset(finder->drawn, 0, (size_t)finder->width * (size_t)finder->height);
    if (!is_alive(finder))
        return;
    for (int y = 0; y < finder->height; y++)
        for (int x = 0; x < finder->width; x++)
            if (is_drawn(finder, x, y))
                mark_around(finder, x, y);
}

/* The columns of a row that are ultrasound. */
static void row_inside(const struct bv_scan_area *area, int width, int y,
                       int *left, int *right)
{
    *left = 0;
    *right = width;
    if (area->shape == BV_SCAN_UNKNOWN)
        return;
    *left = area->box.left;
    *right = area->box.right;
    if (y < area->box.top || y >= area->box.bottom)
        *right = *left;
    if (area->shape != BV_SCAN_SECTOR)
        return;
    while (*left < *right &&
           !bv_scan_area_contains(area, (struct bv_px){*left, y}))
        (*left)++;
    while (*right > *left &&
           !bv_scan_area_contains(area, (struct bv_px){*right - 1, y}))
        (*right)--;
}

static void draw_mask(struct bv_scan_finder *finder,
                      const struct bv_scan_area *area)
{
    for (int y = 0; y < finder->height; y++) {
        uint8_t *mask = finder->mask + (size_t)y * finder->width;
        const uint8_t *drawn = finder->drawn + (size_t)y * finder->width;
        int left, right;

        row_inside(area, finder->width, y, &left, &right);
        memset(mask, 0, finder->width);
        for (int x = left; x < right; x++)
            mask[x] = drawn[x] ? 0 : 255;
    }
}

static void mask_colour(struct bv_scan_finder *finder,
                        const struct bv_frame *frame)
{
    for (int y = 0; y < finder->height; y++) {
        const uint8_t *colour =
            frame->saturation + (size_t)y * (size_t)frame->stride_bytes;
        uint8_t *mask = finder->mask + (size_t)y * finder->width;

        for (int x = 0; x < finder->width; x++)
            mask[x] = colour[x] >= colour_least ? 0 : mask[x];
    }
}

int bv_scan_finder_step(struct bv_scan_finder *finder,
                        const struct bv_frame *frame, struct bv_scan_area *area,
                        const uint8_t **mask)
{
    int error =
        make_room(finder, (size_t)frame->width_px * (size_t)frame->height_px);
    bool given = frame->scan_area.shape != BV_SCAN_UNKNOWN, first;

    if (error < 0)
        return error;
    first = finder->fresh || frame->width_px != finder->width ||
            frame->height_px != finder->height;
    if (first)
        start_over(finder, frame);
    else
        watch_pixels(finder, frame);
    if (first || frame->time_ns < finder->looked_ns ||
        bv_ns_to_s(frame->time_ns - finder->looked_ns) >= look_every_s) {
        finder->looked_ns = frame->time_ns;
        if (!given)
            look_for_outline(finder, frame);
        else
            finder->area = frame->scan_area;
        look_for_furniture(finder);
        draw_mask(finder, &finder->area);
    } else if (frame->saturation) {
        draw_mask(finder, &finder->area);
    }
    if (frame->saturation)
        mask_colour(finder, frame);
    *area = given ? frame->scan_area : finder->area;
    *mask = finder->mask;
    return 0;
}
