#include "guidance/line_search.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "guidance/profile.h"
#include "guidance/wide.h"

enum {
    half_max = BV_EVIDENCE_SIDE_PX / 2,
    beside = 2, /* lines on either side that a piece must be stronger than */
};

/* The evidence at half size, rows first or columns first. */
struct maps {
    int width, height;
    float any[half_max * half_max];
    float along_cos[half_max * half_max], along_sin[half_max * half_max];
};

struct bv_line_search {
    float drop;                  /* as of bv_profile_drop() */
    struct maps upright, turned; /* turned: columns and rows exchanged */
    /* Of each line of the present way: the running sum, the most that it had
     * and where it began, and the best piece so far. Floats, so that the sums
     * run side by side. */
    float running[BV_LINES_MAX], peak[BV_LINES_MAX], begin[BV_LINES_MAX];
    float best[BV_LINES_MAX], first[BV_LINES_MAX], last[BV_LINES_MAX];
};

struct bv_line_search *bv_line_search_new(void)
{
    return calloc(1, sizeof(struct bv_line_search));
}

void bv_line_search_free(struct bv_line_search *search)
{
    free(search);
}

/* Mean of two by two, into both maps. */
static void halve(const float *from, int stride, int width, int height,
                  float *upright, float *turned)
{
    for (int y = 0; y < height; y++) {
        const float *row = from + (size_t)2 * y * stride;

        for (int x = 0; x < width; x++) {
            const float *at = row + (size_t)2 * x;
            float mean = (at[0] + at[1] + at[stride] + at[stride + 1]) / 4;

            upright[y * width + x] = mean;
            turned[x * height + y] = mean;
        }
    }
}

void bv_line_search_set(struct bv_line_search *search,
                        const struct bv_evidence *evidence)
{
    struct maps *upright = &search->upright, *turned = &search->turned;

    search->drop = bv_profile_drop(evidence);
    upright->width = turned->height = evidence->width / 2;
    upright->height = turned->width = evidence->height / 2;
    halve(evidence->any, evidence->width, upright->width, upright->height,
          upright->any, turned->any);
    halve(evidence->along_cos, evidence->width, upright->width, upright->height,
          upright->along_cos, turned->along_cos);
    halve(evidence->along_sin, evidence->width, upright->width, upright->height,
          upright->along_sin, turned->along_sin);
}

static float larger(float a, float b)
{
    return a > b ? a : b;
}

static float clip(float along)
{
    return larger(-BV_PROFILE_MOST, -larger(-along, -BV_PROFILE_MOST));
}

/* Adds a row to the lines that cross it. */
BV_WIDE_PART static inline void add_row(struct bv_line_search *search,
                                        const struct maps *maps, int y,
                                        int line, float cos_twice,
                                        float sin_twice, float drop)
{
    const float *restrict any = maps->any + (size_t)y * maps->width;
    const float *restrict c = maps->along_cos + (size_t)y * maps->width;
    const float *restrict s = maps->along_sin + (size_t)y * maps->width;
    float *restrict running = search->running + line;
    float *restrict peak = search->peak + line;
    float *restrict begin = search->begin + line;
    float *restrict best = search->best + line;
    float *restrict first = search->first + line;
    float *restrict last = search->last + line;
    float here = (float)y;

    for (int x = 0; x < maps->width; x++) {
        /* Products, not branches: so that eight lines go side by side. */
        float goes_on =
            (float)((running[x] > 0) & (running[x] > peak[x] - drop));
        float sum = running[x] * goes_on +
                    clip(any[x] + cos_twice * c[x] + sin_twice * s[x]) -
                    BV_PROFILE_SPECKLE;
        float start = here + goes_on * (begin[x] - here);
        float better = (float)(sum > best[x]);

        running[x] = sum;
        peak[x] = larger(sum, peak[x] * goes_on);
        begin[x] = start;
        best[x] = larger(sum, best[x]);
        first[x] += better * (start - first[x]);
        last[x] += better * (here - last[x]);
    }
}

BV_WIDE static void add_rows(struct bv_line_search *search,
                             const struct maps *maps, double slope, int shift,
                             double angle, float drop)
{
    float cos_twice = (float)cos(2 * angle), sin_twice = (float)sin(2 * angle);

    memset(search->running, 0, sizeof(search->running));
    memset(search->peak, 0, sizeof(search->peak));
    memset(search->best, 0, sizeof(search->best));
    for (int y = 0; y < maps->height; y++)
        add_row(search, maps, y, shift - (int)lround(slope * y), cos_twice,
                sin_twice, drop);
}

static bool is_strongest_beside(const struct bv_line_search *search, int line,
                                int count)
{
    for (int i = -beside; i <= beside; i++) {
        int other = line + i;

        if (other >= 0 && other < count && other != line &&
            (search->best[other] > search->best[line] ||
             (search->best[other] == search->best[line] && i < 0)))
            return false;
    }
    return true;
}

/* The middle of a half px, in work px. */
static double to_work(double half)
{
    return 2 * half + 0.5;
}

static struct bv_px_segment find_piece(const struct bv_line_search *search,
                                       int line, int shift, double slope,
                                       bool turned)
{
    double first = search->first[line], last = search->last[line];
    struct bv_px from = {to_work(line - shift + slope * first), to_work(first)};
    struct bv_px to = {to_work(line - shift + slope * last), to_work(last)};

    if (turned) {
        from = (struct bv_px){from.y, from.x};
        to = (struct bv_px){to.y, to.x};
    }
    return from.y <= to.y ? (struct bv_px_segment){from, to}
                          : (struct bv_px_segment){to, from};
}

int bv_line_search_turn(struct bv_line_search *search, int turn, double least,
                        struct bv_line_find *out)
{
    double angle = turn * BV_LINE_TURN_DEG * M_PI / 180;
    double right = cos(angle), down = sin(angle);
    bool turned = fabs(down) < fabs(right);
    const struct maps *maps = turned ? &search->turned : &search->upright;
    double slope = turned ? down / right : right / down;
    int shift = slope > 0 ? (int)lround(slope * (maps->height - 1)) : 0;
    int lines = maps->width + (int)lround(fabs(slope) * (maps->height - 1)) + 1;
    /* A sample a row: longer steps the farther the line is from upright. */
    double step = 2 * sqrt(1 + slope * slope);
    int count = 0;

    add_rows(search, maps, slope, shift, angle, (float)(search->drop / step));
    for (int line = 0; line < lines; line++)
        if (search->best[line] * step >= least &&
            search->last[line] > search->first[line] &&
            is_strongest_beside(search, line, lines))
            out[count++] = (struct bv_line_find){
                find_piece(search, line, shift, slope, turned),
                (float)(search->best[line] * step)};
    return count;
}
