#include "guidance/looks.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum {
    looks_max = BV_LOOKS_MAX,
    node_px = 24, /* between two places whose motion is summed */
    nodes_max = BV_EVIDENCE_SIDE_PX / node_px + 2,
    /* The tissue that tells where a look lies: so far around a place, but for
     * what may be a streak along the beam through it; every so many columns. */
    fit_rows = 7,
    fit_near = 4,
    fit_far = 14,
    fit_stride = 2,
    /* How far from where the motion says a look is tried. */
    shift_columns = 4,
    shift_rows = 3,
    piece_columns = 2 * (fit_far + shift_columns) + 1,
    piece_rows = 2 * (fit_rows + shift_rows) + 1,
    /* Where the whole picture is held against a look. */
    places_across = 7,
    places_down = 5,
};

static const double look_every_s = 0.5;
/* Grey levels, squared: a place whose levels spread by less shows nothing, and
 * so nothing that was replaced. */
static const double blank_levels2 = 16;
/* What was watched for less may have been there all the time. */
static const double watched_s = 1;
/* What a frame showed, and how far its tissue has gone since. */
struct look {
    double time_s;
    float line[BV_CELLS_MAX];
    uint8_t grey[BV_CELLS_MAX];
    struct bv_px gone[nodes_max * nodes_max]; /* by where it is now */
};

struct bv_looks {
    int width, columns, rows, node_columns, node_rows;
    struct look all[looks_max];
    int count, next;
};

struct bv_looks *bv_looks_new(void)
{
    return calloc(1, sizeof(struct bv_looks));
}

void bv_looks_free(struct bv_looks *looks)
{
    free(looks);
}

void bv_looks_reset(struct bv_looks *looks)
{
    looks->count = looks->next = 0;
}

static struct bv_px gone_at(const struct bv_looks *looks,
                            const struct look *look, double x, double y)
{
    double column = fmin(fmax(x / node_px, 0), looks->node_columns - 1.001);
    double row = fmin(fmax(y / node_px, 0), looks->node_rows - 1.001);
    int c = (int)column, r = (int)row;
    double right = column - c, down = row - r;
    const struct bv_px *at = look->gone + (size_t)r * nodes_max + c;
    const struct bv_px *below = at + nodes_max;

    return (struct bv_px){
        (1 - down) * ((1 - right) * at[0].x + right * at[1].x) +
            down * ((1 - right) * below[0].x + right * below[1].x),
        (1 - down) * ((1 - right) * at[0].y + right * at[1].y) +
            down * ((1 - right) * below[0].y + right * below[1].y)};
}

/* What is now at a node was elsewhere in the frame before: take over from
 * there. */
static void carry(const struct bv_looks *looks, struct look *look,
                  const struct bv_px *moved)
{
    struct bv_px gone[nodes_max * nodes_max];

    for (int r = 0; r < looks->node_rows; r++)
        for (int c = 0; c < looks->node_columns; c++) {
            struct bv_px by = moved[r * nodes_max + c];
            struct bv_px before =
                gone_at(looks, look, c * node_px - by.x, r * node_px - by.y);

            gone[r * nodes_max + c] =
                (struct bv_px){before.x + by.x, before.y + by.y};
        }
    memcpy(look->gone, gone, sizeof(gone));
}

static void carry_all(struct bv_looks *looks,
                      const struct bv_evidence *evidence)
{
    struct bv_px moved[nodes_max * nodes_max];

    for (int r = 0; r < looks->node_rows; r++)
        for (int c = 0; c < looks->node_columns; c++)
            moved[r * nodes_max + c] =
                bv_evidence_motion(evidence, c * node_px, r * node_px);
    for (int i = 0; i < looks->count; i++)
        carry(looks, &looks->all[i], moved);
}

static void set_size(struct bv_looks *looks, const struct bv_evidence *evidence,
                     const struct bv_cells *cells)
{
    if (looks->width == evidence->width && looks->columns == cells->columns &&
        looks->rows == cells->rows)
        return;
    looks->width = evidence->width;
    looks->columns = cells->columns;
    looks->rows = cells->rows;
    looks->node_columns = evidence->width / node_px + 2;
    looks->node_rows = evidence->height / node_px + 2;
    bv_looks_reset(looks);
}

static void keep(struct bv_looks *looks, double time_s,
                 const struct bv_cells *cells)
{
    struct look *look = &looks->all[looks->next];
    int newest = (looks->next + looks_max - 1) % looks_max;
    size_t count = (size_t)cells->columns * (size_t)cells->rows;

    if (looks->count > 0 && time_s - looks->all[newest].time_s < look_every_s)
        return;
    look->time_s = time_s;
    memcpy(look->line, cells->line, count * sizeof(*look->line));
    memcpy(look->grey, cells->grey, count * sizeof(*look->grey));
    memset(look->gone, 0, sizeof(look->gone));
    looks->next = (looks->next + 1) % looks_max;
    if (looks->count < looks_max)
        looks->count++;
}

void bv_looks_step(struct bv_looks *looks, double time_s,
                   const struct bv_evidence *evidence,
                   const struct bv_cells *cells)
{
    set_size(looks, evidence, cells);
    if (!evidence->has_motion)
        bv_looks_reset(looks);
    carry_all(looks, evidence);
    keep(looks, time_s, cells);
}

double bv_looks_still(const struct bv_looks *looks,
                      const struct bv_cells *cells, struct bv_px at,
                      double before_s)
{
    static const struct bv_px there = {2, 4};
    struct bv_cell_range range = bv_cells_near(cells, at, there);
    double least = INFINITY;

    for (int i = 0; i < looks->count; i++) {
        double most = -INFINITY;

        if (looks->all[i].time_s > before_s)
            continue;
        for (int r = range.top; r < range.bottom; r++)
            for (int c = range.left; c < range.right; c++)
                most = fmax(
                    most, (double)looks->all[i].line[bv_cell_at(cells, c, r)]);
        least = fmin(least, most);
    }
    return least;
}

/* The cells that lay around a place of the newest frame in a look. */
static struct bv_cell_range cells_then(const struct bv_looks *looks,
                                       const struct look *look,
                                       const struct bv_cells *cells,
                                       struct bv_px at, struct bv_px reach)
{
    struct bv_px gone = gone_at(looks, look, at.x, at.y);

    return bv_cells_near(cells, (struct bv_px){at.x - gone.x, at.y - gone.y},
                         reach);
}

double bv_looks_line(const struct bv_looks *looks, const struct bv_cells *cells,
                     struct bv_px at, double before_s)
{
    static const struct bv_px close = {5, 6};
    double first_s = INFINITY, most = (double)NAN;

    for (int i = 0; i < looks->count; i++) {
        const struct look *look = &looks->all[i];
        struct bv_cell_range then = cells_then(looks, look, cells, at, close);

        if (look->time_s > before_s || then.left >= then.right ||
            then.top >= then.bottom)
            continue;
        first_s = fmin(first_s, look->time_s);
        for (int r = then.top; r < then.bottom; r++)
            for (int c = then.left; c < then.right; c++)
                most = fmax(most, (double)look->line[bv_cell_at(cells, c, r)]);
    }
    return before_s - first_s >= watched_s ? most : (double)NAN;
}

static int clamp(int value, int end)
{
    return value < 0 ? 0 : value < end ? value : end - 1;
}

static int grey_at(const struct bv_cells *cells, const uint8_t *grey,
                   int column, int row)
{
    return grey[bv_cell_at(cells, clamp(column, cells->columns),
                           clamp(row, cells->rows))];
}

/* The cells around a place, with room to shift them. */
struct piece {
    uint8_t grey[piece_rows][piece_columns];
};

static void cut(const struct bv_cells *cells, const uint8_t *grey, int column,
                int row, struct piece *piece)
{
    for (int r = 0; r < piece_rows; r++)
        for (int c = 0; c < piece_columns; c++)
            piece->grey[r][c] =
                (uint8_t)grey_at(cells, grey, column + c - piece_columns / 2,
                                 row + r - piece_rows / 2);
}

/* How much the tissue around a place differs from a look of it. */
static int misfit(const struct piece *now, const struct piece *then, int right,
                  int down)
{
    int sum = 0;

    for (int r = shift_rows; r < piece_rows - shift_rows; r++) {
        const uint8_t *here = now->grey[r] + piece_columns / 2;
        const uint8_t *there = then->grey[r + down] + piece_columns / 2 + right;

        for (int c = fit_near; c <= fit_far; c += fit_stride)
            sum += abs(here[c] - there[c]) + abs(here[-c] - there[-c]);
    }
    return sum;
}

/* Where a look fits best, near where the motion says. */
static void fit(const struct bv_looks *looks, const struct look *look,
                const struct bv_cells *cells, struct bv_px at,
                struct bv_held_look *held)
{
    struct bv_px gone = gone_at(looks, look, at.x, at.y);
    int column = (int)(at.x / BV_CELL_WIDTH_PX);
    int row = (int)(at.y / BV_CELL_HEIGHT_PX);
    int said_right = (int)lround(-gone.x / BV_CELL_WIDTH_PX);
    int said_down = (int)lround(-gone.y / BV_CELL_HEIGHT_PX);
    struct piece now, then;
    int least;

    cut(cells, cells->grey, column, row, &now);
    cut(cells, look->grey, column + said_right, row + said_down, &then);
    *held = (struct bv_held_look){look->grey, said_right, said_down};
    least = misfit(&now, &then, 0, 0);
    for (int down = -shift_rows; down <= shift_rows; down++)
        for (int right = -shift_columns; right <= shift_columns; right++) {
            int sum = misfit(&now, &then, right, down);

            if (sum >= least)
                continue;
            least = sum;
            held->right = said_right + right;
            held->down = said_down + down;
        }
}

void bv_looks_hold(const struct bv_looks *looks, const struct bv_cells *cells,
                   struct bv_px at, double before_s, struct bv_held *held)
{
    held->cells = cells;
    held->count = 0;
    for (int i = 0; i < looks->count; i++)
        if (looks->all[i].time_s <= before_s)
            fit(looks, &looks->all[i], cells, at, &held->looks[held->count++]);
}

/* Sorts a few; the lower of two medians. */
static int median(int *all, int count)
{
    for (int i = 1; i < count; i++)
        for (int k = i; k > 0 && all[k] < all[k - 1]; k--) {
            int less = all[k];

            all[k] = all[k - 1];
            all[k - 1] = less;
        }
    return all[(count - 1) / 2];
}

/* What a place and a look of it have in common: sums over places make a
 * correlation in which what shows nothing counts for nothing. */
struct common {
    double both, spread;
};

static void add_common(const struct bv_cells *cells,
                       const struct bv_held_look *held, int column, int row,
                       struct common *common)
{
    double count = 0, a = 0, b = 0, aa = 0, bb = 0, ab = 0;

    for (int r = row - fit_rows; r <= row + fit_rows; r++)
        for (int c = column - fit_far; c <= column + fit_far; c++) {
            double now = grey_at(cells, cells->grey, c, r);
            double then =
                grey_at(cells, held->grey, c + held->right, r + held->down);

            count++;
            a += now;
            b += then;
            aa += now * now;
            bb += then * then;
            ab += now * then;
        }
    common->both += ab - a * b / count + count * blank_levels2;
    common->spread += sqrt((aa - a * a / count) * (bb - b * b / count)) +
                      count * blank_levels2;
}

/* The same of the whole picture. */
static double compare(const struct bv_looks *looks, const struct look *look,
                      const struct bv_cells *cells, const uint8_t *mask)
{
    struct common common = {0, 0};

    for (int i = 0; i < places_across * places_down; i++) {
        int column = (2 * (i % places_across) + 1) * cells->columns /
                     (2 * places_across);
        int row =
            (2 * (i / places_across) + 1) * cells->rows / (2 * places_down);
        struct bv_px at = bv_cell_middle(column, row);
        struct bv_held_look held;

        if (!mask[(size_t)at.y * (size_t)looks->width + (size_t)at.x])
            continue;
        fit(looks, look, cells, at, &held);
        add_common(cells, &held, column, row, &common);
    }
    return common.both / fmax(common.spread, 1);
}

void bv_looks_compare(const struct bv_looks *looks,
                      const struct bv_cells *cells, const uint8_t *mask,
                      struct bv_likeness *out)
{
    out->count = looks->count;
    for (int i = 0; i < looks->count; i++) {
        out->time_s[i] = looks->all[i].time_s;
        out->like[i] = compare(looks, &looks->all[i], cells, mask);
    }
}

double bv_likeness_median(const struct bv_likeness *likeness, double before_s)
{
    int all[looks_max], count = 0;

    for (int i = 0; i < likeness->count; i++)
        if (likeness->time_s[i] <= before_s)
            all[count++] = (int)lround(1000 * likeness->like[i]);
    return count ? median(all, count) / 1000.0 : 0;
}

int bv_held_rise(const struct bv_held *held, int column, int row)
{
    const struct bv_cells *cells = held->cells;
    int all[looks_max];

    if (!held->count)
        return 0;
    for (int i = 0; i < held->count; i++) {
        const struct bv_held_look *look = &held->looks[i];
        int then = 0;

        for (int k = -1; k <= 1; k++) {
            int grey = grey_at(cells, look->grey, column + k + look->right,
                               row + look->down);

            then = grey > then ? grey : then;
        }
        all[i] = grey_at(cells, cells->grey, column, row) - then;
    }
    return median(all, held->count);
}

void bv_looks_take_out(struct bv_looks *looks, const struct bv_cells *cells,
                       struct bv_px at, double since_s, double line,
                       double grey)
{
    static const struct bv_px streak = {8, 28};
    uint8_t most = (uint8_t)fmin(fmax(grey, 0), 255);

    for (int i = 0; i < looks->count; i++) {
        struct look *look = &looks->all[i];
        struct bv_cell_range then = cells_then(looks, look, cells, at, streak);

        if (look->time_s < since_s)
            continue;
        for (int r = then.top; r < then.bottom; r++)
            for (int c = then.left; c < then.right; c++) {
                size_t cell = bv_cell_at(cells, c, r);

                look->line[cell] = fminf(look->line[cell], (float)line);
                look->grey[cell] =
                    look->grey[cell] < most ? look->grey[cell] : most;
            }
    }
}
