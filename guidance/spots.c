#include "guidance/spots.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A cell of the map, work px: fine across the beam, coarse along it. */
enum {
    cell_width = 2,
    cell_height = 4,
    columns_max = BV_EVIDENCE_SIDE_PX / cell_width,
    rows_max = BV_EVIDENCE_SIDE_PX / cell_height,
    looks_max = 5,
    reach_columns = 15, /* how far from its spot an echo is followed */
    reach_rows = 12,
    echo_columns = 2 * reach_columns + 1,
    echo_cells = echo_columns * (2 * reach_rows + 1),
    node_px = 24, /* between two places whose motion is summed */
    nodes_max = BV_EVIDENCE_SIDE_PX / node_px + 2,
};

static const double look_every_s = 0.5;
/* What was watched for less may have been there all the time. */
static const double watched_s = 1;
/* Weaker ones are speckle. */
static const float spot_least = 0.7f;
/* Nearer to a border, px, nothing can be said of what lies beside it. */
static const int margin_px = 12;
/* Evidence beyond this counts no more. */
static const float cell_most = 4;

/* What a frame showed, and how far its tissue has gone since. */
struct look {
    double time_s;
    float map[columns_max * rows_max];
    float grey[columns_max * rows_max];
    struct bv_px gone[nodes_max * nodes_max]; /* by where it is now */
};

struct bv_spot_finder {
    int columns, rows, node_columns, node_rows;
    struct look looks[looks_max];
    int look_count, look_next;
    /* Of the newest frame: */
    float raw[columns_max * rows_max];
    float map[columns_max * rows_max];
    float grey[columns_max * rows_max]; /* mean grey levels */
};

struct bv_spot_finder *bv_spot_finder_new(void)
{
    return calloc(1, sizeof(struct bv_spot_finder));
}

void bv_spot_finder_free(struct bv_spot_finder *finder)
{
    free(finder);
}

void bv_spot_finder_reset(struct bv_spot_finder *finder)
{
    finder->look_count = finder->look_next = 0;
}

static float sum_cell(const float *at, int width)
{
    float sum = 0;

    for (int y = 0; y < cell_height; y++, at += width)
        for (int x = 0; x < cell_width; x++)
            sum += at[x];
    return sum;
}

static struct bv_px middle_of(int column, int row)
{
    return (struct bv_px){(column + 0.5) * cell_width - 0.5,
                          (row + 0.5) * cell_height - 0.5};
}

/* Mean evidence of a line along the beam in one cell. */
static float cell_mean(const struct bv_evidence *evidence, size_t at,
                       int column, int row)
{
    float any = sum_cell(evidence->any + at, evidence->width);
    float along_cos = sum_cell(evidence->along_cos + at, evidence->width);
    float sum = any - along_cos;

    if (evidence->area.shape == BV_SCAN_SECTOR) {
        struct bv_px beam =
            bv_scan_area_beam(&evidence->area, middle_of(column, row));

        sum = any + (float)(beam.x * beam.x - beam.y * beam.y) * along_cos +
              (float)(2 * beam.x * beam.y) *
                  sum_cell(evidence->along_sin + at, evidence->width);
    }
    return fminf(sum / (cell_width * cell_height), cell_most);
}

static float cell_grey(const uint8_t *at, int width)
{
    int sum = 0;

    for (int y = 0; y < cell_height; y++, at += width)
        for (int x = 0; x < cell_width; x++)
            sum += at[x];
    return (float)sum / (cell_width * cell_height);
}

static void fill(struct bv_spot_finder *finder,
                 const struct bv_evidence *evidence)
{
    for (int r = 0; r < finder->rows; r++) {
        size_t to = (size_t)r * (size_t)finder->columns;
        size_t at = (size_t)(r * cell_height) * (size_t)evidence->width;

        for (int c = 0; c < finder->columns; c++, to++, at += cell_width) {
            finder->raw[to] = cell_mean(evidence, at, c, r);
            finder->grey[to] = cell_grey(evidence->image + at, evidence->width);
        }
    }
}

/* A cell and half of those above and below it. */
static void smooth(struct bv_spot_finder *finder)
{
    size_t width = (size_t)finder->columns;

    for (int r = 0; r < finder->rows; r++) {
        const float *here = finder->raw + (size_t)r * width;
        const float *above = r > 0 ? here - width : here;
        const float *below = r + 1 < finder->rows ? here + width : here;
        float *out = finder->map + (size_t)r * width;

        for (size_t c = 0; c < width; c++)
            out[c] = 0.5f * here[c] + 0.25f * (above[c] + below[c]);
    }
}

static struct bv_px gone_at(const struct bv_spot_finder *finder,
                            const struct look *look, double x, double y)
{
    double column = fmin(fmax(x / node_px, 0), finder->node_columns - 1.001);
    double row = fmin(fmax(y / node_px, 0), finder->node_rows - 1.001);
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
static void carry(const struct bv_spot_finder *finder, struct look *look,
                  const struct bv_evidence *evidence)
{
    struct bv_px gone[nodes_max * nodes_max];

    for (int r = 0; r < finder->node_rows; r++)
        for (int c = 0; c < finder->node_columns; c++) {
            double x = c * node_px, y = r * node_px;
            struct bv_px moved = bv_evidence_motion(evidence, x, y);
            struct bv_px before =
                gone_at(finder, look, x - moved.x, y - moved.y);

            gone[r * nodes_max + c] =
                (struct bv_px){before.x + moved.x, before.y + moved.y};
        }
    memcpy(look->gone, gone, sizeof(gone));
}

static void keep_look(struct bv_spot_finder *finder, double time_s)
{
    struct look *look = &finder->looks[finder->look_next];
    int newest = (finder->look_next + looks_max - 1) % looks_max;

    if (finder->look_count > 0 &&
        time_s - finder->looks[newest].time_s < look_every_s)
        return;
    look->time_s = time_s;
    memcpy(look->map, finder->map, sizeof(look->map));
    memcpy(look->grey, finder->grey, sizeof(look->grey));
    memset(look->gone, 0, sizeof(look->gone));
    finder->look_next = (finder->look_next + 1) % looks_max;
    if (finder->look_count < looks_max)
        finder->look_count++;
}

static void set_size(struct bv_spot_finder *finder,
                     const struct bv_evidence *evidence)
{
    int columns = evidence->width / cell_width;
    int rows = evidence->height / cell_height;

    if (columns == finder->columns && rows == finder->rows)
        return;
    finder->columns = columns;
    finder->rows = rows;
    finder->node_columns = evidence->width / node_px + 2;
    finder->node_rows = evidence->height / node_px + 2;
    bv_spot_finder_reset(finder);
}

static bool is_peak(const struct bv_spot_finder *finder, int column, int row)
{
    const float *at =
        finder->map + (size_t)row * (size_t)finder->columns + column;

    for (int r = -2; r <= 2; r++)
        for (int c = -4; c <= 4; c++) {
            float other;

            if (column + c < 0 || column + c >= finder->columns ||
                row + r < 0 || row + r >= finder->rows)
                continue;
            other = at[r * finder->columns + c];
            if (other > *at || (other == *at && (r < 0 || (r == 0 && c < 0))))
                return false;
        }
    return true;
}

static bool is_inside(const struct bv_evidence *evidence, struct bv_px at)
{
    int left = (int)at.x - margin_px, right = (int)at.x + margin_px;
    int top = (int)at.y - margin_px, bottom = (int)at.y + margin_px;
    size_t width = (size_t)evidence->width;

    return left >= 0 && top >= 0 && right < evidence->width &&
           bottom < evidence->height &&
           evidence->mask[(size_t)at.y * width + (size_t)left] &&
           evidence->mask[(size_t)at.y * width + (size_t)right] &&
           evidence->mask[(size_t)top * width + (size_t)at.x] &&
           evidence->mask[(size_t)bottom * width + (size_t)at.x];
}

/* Keeps the strongest, in order. */
static int insert(struct bv_spot *out, int count, const struct bv_spot *spot)
{
    int at = count < BV_SPOTS_MAX ? count : BV_SPOTS_MAX - 1;

    if (count == BV_SPOTS_MAX && out[at].strength >= spot->strength)
        return count;
    while (at > 0 && out[at - 1].strength < spot->strength) {
        out[at] = out[at - 1];
        at--;
    }
    out[at] = *spot;
    return count < BV_SPOTS_MAX ? count + 1 : count;
}

int bv_spots_find(struct bv_spot_finder *finder, double time_s,
                  const struct bv_evidence *evidence, struct bv_spot *out)
{
    int count = 0;

    set_size(finder, evidence);
    if (!evidence->has_motion)
        bv_spot_finder_reset(finder);
    fill(finder, evidence);
    smooth(finder);
    for (int i = 0; i < finder->look_count; i++)
        carry(finder, &finder->looks[i], evidence);
    for (int r = 1; r + 1 < finder->rows; r++)
        for (int c = 1; c + 1 < finder->columns; c++) {
            size_t at = (size_t)r * (size_t)finder->columns + (size_t)c;
            float here = finder->map[at];

            if (here >= spot_least && is_peak(finder, c, r) &&
                is_inside(evidence, middle_of(c, r)))
                count = insert(out, count,
                               &(struct bv_spot){middle_of(c, r), here});
        }
    keep_look(finder, time_s);
    return count;
}

/* The cells of the map within reach of a place. */
struct cells {
    int left, right, top, bottom; /* the last two lie outside */
};

static struct cells cells_near(const struct bv_spot_finder *finder,
                               struct bv_px at, struct bv_px reach)
{
    return (struct cells){
        .left = (int)fmax(0, floor((at.x - reach.x) / cell_width)),
        .right = (int)fmin(finder->columns,
                           floor((at.x + reach.x) / cell_width) + 1),
        .top = (int)fmax(0, floor((at.y - reach.y) / cell_height)),
        .bottom =
            (int)fmin(finder->rows, floor((at.y + reach.y) / cell_height) + 1)};
}

static size_t cell_at(const struct bv_spot_finder *finder, int column, int row)
{
    return (size_t)row * (size_t)finder->columns + (size_t)column;
}

/* The most of a map's cells; NAN: there are none. */
static float most_of(const struct bv_spot_finder *finder, const float *map,
                     const struct cells *cells)
{
    float most = NAN;

    for (int r = cells->top; r < cells->bottom; r++)
        for (int c = cells->left; c < cells->right; c++)
            most = fmaxf(most, map[cell_at(finder, c, r)]);
    return most;
}

/* The cells that lay around a place of the newest frame in a look. */
static struct cells cells_then(const struct bv_spot_finder *finder,
                               const struct look *look, struct bv_px at,
                               struct bv_px reach)
{
    struct bv_px gone = gone_at(finder, look, at.x, at.y);

    return cells_near(finder, (struct bv_px){at.x - gone.x, at.y - gone.y},
                      reach);
}

/* What most_of() says of the looks up to a time, around a place of the newest
 * frame; NAN: there are none.
 * @param first_s  Becomes the time of the oldest. */
static float most_before(const struct bv_spot_finder *finder, struct bv_px at,
                         struct bv_px reach, double before_s, bool grey,
                         double *first_s)
{
    float most = NAN;

    for (int i = 0; i < finder->look_count; i++) {
        const struct look *look = &finder->looks[i];
        struct cells cells = cells_then(finder, look, at, reach);
        float here;

        if (look->time_s > before_s)
            continue;
        here = most_of(finder, grey ? look->grey : look->map, &cells);
        if (isnan(here))
            continue;
        most = fmaxf(most, here);
        *first_s = fmin(*first_s, look->time_s);
    }
    return most;
}

double bv_spots_before(const struct bv_spot_finder *finder, struct bv_px at,
                       double before_s)
{
    static const struct bv_px close = {5, 6};
    double first_s = INFINITY;
    float most = most_before(finder, at, close, before_s, false, &first_s);

    return before_s - first_s >= watched_s ? (double)most : (double)NAN;
}

double bv_spots_rise(const struct bv_spot_finder *finder, struct bv_px at,
                     double before_s)
{
    static const struct bv_px around = {2, 4}, there = {1.5, 2};
    struct cells cells = cells_near(finder, at, around);
    double most = 0, first_s = INFINITY;

    for (int r = cells.top; r < cells.bottom; r++)
        for (int c = cells.left; c < cells.right; c++) {
            float before = most_before(finder, middle_of(c, r), there, before_s,
                                       true, &first_s);
            float now = finder->grey[cell_at(finder, c, r)];

            if (!isnan(before))
                most = fmax(most, (double)(now - before));
        }
    return most;
}

/* The cells of an echo, found one from the other. */
struct echo {
    int column, row; /* of its middle */
    float level;
    bool known[echo_cells];
    int cells[echo_cells], count; /* of those around its middle */
};

/* Takes a cell in if it is new and bright. */
static void take_in(const struct bv_spot_finder *finder, struct echo *echo,
                    int right, int down)
{
    int column = echo->column + right, row = echo->row + down;
    int cell = (down + reach_rows) * echo_columns + right + reach_columns;

    if (abs(right) > reach_columns || abs(down) > reach_rows || column < 0 ||
        column >= finder->columns || row < 0 || row >= finder->rows ||
        echo->known[cell] ||
        finder->grey[cell_at(finder, column, row)] < echo->level)
        return;
    echo->known[cell] = true;
    echo->cells[echo->count++] = cell;
}

double bv_spots_spread(const struct bv_spot_finder *finder, struct bv_px at,
                       struct bv_px beam, double drop)
{
    static const struct bv_px around = {2, 4};
    struct cells cells = cells_near(finder, at, around);
    struct echo echo = {.level = -1};
    double least = INFINITY, most = -INFINITY;

    for (int r = cells.top; r < cells.bottom; r++)
        for (int c = cells.left; c < cells.right; c++)
            if (finder->grey[cell_at(finder, c, r)] > echo.level) {
                echo.level = finder->grey[cell_at(finder, c, r)];
                echo.column = c;
                echo.row = r;
            }
    echo.level -= fmaxf((float)drop, 0);
    take_in(finder, &echo, 0, 0);
    for (int i = 0; i < echo.count; i++) {
        int right = echo.cells[i] % echo_columns - reach_columns;
        int down = echo.cells[i] / echo_columns - reach_rows;
        double across =
            down * cell_height * beam.x - right * cell_width * beam.y;

        least = fmin(least, across);
        most = fmax(most, across);
        take_in(finder, &echo, right + 1, down);
        take_in(finder, &echo, right - 1, down);
        take_in(finder, &echo, right, down + 1);
        take_in(finder, &echo, right, down - 1);
    }
    return most - least + cell_width;
}

void bv_spots_take_out(struct bv_spot_finder *finder, struct bv_px at,
                       double since_s, double strength, double grey)
{
    static const struct bv_px streak = {8, 28};

    for (int i = 0; i < finder->look_count; i++) {
        struct look *look = &finder->looks[i];
        struct cells cells = cells_then(finder, look, at, streak);

        if (look->time_s < since_s)
            continue;
        for (int r = cells.top; r < cells.bottom; r++)
            for (int c = cells.left; c < cells.right; c++) {
                size_t cell = cell_at(finder, c, r);

                look->map[cell] = fminf(look->map[cell], (float)strength);
                look->grey[cell] = fminf(look->grey[cell], (float)grey);
            }
    }
}

bool bv_spots_near(const struct bv_spot_finder *finder,
                   const struct bv_evidence *evidence, struct bv_px at,
                   struct bv_px reach, struct bv_spot *found)
{
    struct cells cells = cells_near(finder, at, reach);
    bool any = false;

    for (int r = cells.top; r < cells.bottom; r++)
        for (int c = cells.left; c < cells.right; c++) {
            size_t cell = cell_at(finder, c, r);

            if (any && finder->map[cell] <= found->strength)
                continue;
            any = true;
            *found = (struct bv_spot){middle_of(c, r), finder->map[cell]};
        }
    return any && is_inside(evidence, found->at);
}
