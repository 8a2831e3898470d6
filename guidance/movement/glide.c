#include "guidance/movement/glide.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/clock.h"
#include "guidance/movement/level.h"

/* The strip is laid out as samples along and rows across. */
enum { ALONG = 256, ROWS_MOST = 24, MIDDLE = 96, BESIDE = 6 };
enum { ROWS_ALL = ROWS_MOST + 2 * BESIDE };

static const double length_least_px = 40, thick_least_px = 3;

/* Less alike is not the same tissue ... */
static const double alike_least = 0.5;
/* ... and with less, or farther from where it was taken than this of the
 * samples, a newer picture takes its place while it is still known. */
static const double alike_fresh = 0.8;
static const int shift_fresh = 40;

/* From one frame to the next, samples. */
static const int step_most = 24;

/* With less contrast than this nothing can be followed. */
static const double spread_least = 3;

struct strip {
    float level[ROWS_ALL][ALONG];
};

struct bv_glide {
    struct bv_px_segment line;
    double step_px; /* of a sample along, and of a row across */
    int rows;       /* of the tendon; BESIDE more on either side */
    struct strip strip;
    float patch[ROWS_MOST][MIDDLE]; /* mean 0, length 1 */
    bool has_patch;
    double base_along, base_across; /* where the patch was taken, samples */
    int along, across;              /* found last, from there */
    int64_t good_ns;
    struct bv_glide_result result;
};

/* Samples of the whole strip, moved across with what was found. */
static void sample(struct bv_glide *glide, const struct bv_frame *frame)
{
    double length = bv_px_segment_length(&glide->line);
    double ux = (glide->line.to.x - glide->line.from.x) / length;
    double uy = (glide->line.to.y - glide->line.from.y) / length;
    int rows = glide->rows + 2 * BESIDE;

    for (int row = 0; row < rows; row++) {
        double beside =
            (row - (rows - 1) / 2.0 + glide->base_across) * glide->step_px;

        for (int i = 0; i < ALONG; i++) {
            double along = i * glide->step_px;
            struct bv_px px = {glide->line.from.x + along * ux - beside * uy,
                               glide->line.from.y + along * uy + beside * ux};

            glide->strip.level[row][i] = (float)bv_level_at(frame, px);
        }
    }
}

/* Of the strip, what lies at a shift from its middle: mean and spread. */
static void describe(const struct bv_glide *glide, int along, int across,
                     double *mean, double *spread)
{
    int left = (ALONG - MIDDLE) / 2 + along, top = BESIDE + across;
    double sum = 0, squares = 0, count = (double)glide->rows * MIDDLE;

    for (int row = 0; row < glide->rows; row++)
        for (int i = 0; i < MIDDLE; i++) {
            double level = (double)glide->strip.level[top + row][left + i];

            sum += level;
            squares += level * level;
        }
    *mean = sum / count;
    *spread = sqrt(fmax(squares - sum * *mean, 0));
}

static double alike_at(const struct bv_glide *glide, int along, int across)
{
    int left = (ALONG - MIDDLE) / 2 + along, top = BESIDE + across;
    double mean, spread, sum = 0;

    describe(glide, along, across, &mean, &spread);
    if (spread <= 0)
        return -1;
    for (int row = 0; row < glide->rows; row++)
        for (int i = 0; i < MIDDLE; i++)
            sum += (double)(glide->patch[row][i] *
                            glide->strip.level[top + row][left + i]);
    return sum / spread;
}

/* What lies in the middle now is what is looked for from here on.
 * @return false: there is nothing to tell it by. */
static bool take_patch(struct bv_glide *glide)
{
    int left = (ALONG - MIDDLE) / 2;
    double mean, spread;

    describe(glide, 0, 0, &mean, &spread);
    if (spread < spread_least * sqrt((double)glide->rows * MIDDLE))
        return false;
    for (int row = 0; row < glide->rows; row++)
        for (int i = 0; i < MIDDLE; i++)
            glide->patch[row][i] =
                (float)(((double)glide->strip.level[BESIDE + row][left + i] -
                         mean) /
                        spread);
    glide->along = glide->across = 0;
    return true;
}

struct bv_glide *bv_glide_new(const struct bv_frame *frame,
                              const struct bv_px_segment *strip,
                              double thick_px)
{
    double length = bv_px_segment_length(strip);
    struct bv_glide *glide;

    if (!(length >= length_least_px) || !(thick_px >= thick_least_px))
        return NULL;
    glide = calloc(1, sizeof(*glide));
    if (!glide)
        return NULL;
    glide->line = *strip;
    glide->step_px = length / (ALONG - 1);
    glide->rows =
        (int)fmin(fmax(round(thick_px / glide->step_px), 3), ROWS_MOST);
    glide->good_ns = frame->time_ns;
    sample(glide, frame);
    glide->has_patch = take_patch(glide);
    glide->result.lost = !glide->has_patch;
    return glide;
}

void bv_glide_free(struct bv_glide *glide)
{
    free(glide);
}

/* Where between three neighbours the top of their parabola lies, -0.5 to 0.5.
 */
static double top_between(double before, double here, double after)
{
    double bend = before - 2 * here + after;

    return bend < 0 ? fmin(fmax((before - after) / (2 * bend), -0.5), 0.5) : 0;
}

static bool is_inside(int along, int across)
{
    return abs(along) <= (ALONG - MIDDLE) / 2 && abs(across) <= BESIDE;
}

/* The most alike near where it was last. */
static double find(struct bv_glide *glide, int *along, int *across)
{
    double best = -1;

    for (int a = -BESIDE; a <= BESIDE; a++)
        for (int l = glide->along - step_most; l <= glide->along + step_most;
             l++) {
            double alike;

            if (!is_inside(l, a))
                continue;
            alike = alike_at(glide, l, a);
            if (alike <= best)
                continue;
            best = alike;
            *along = l;
            *across = a;
        }
    return best;
}

static double fine(const struct bv_glide *glide, int along, int across,
                   double here, bool is_along)
{
    int by_along = is_along, by_across = !is_along;

    if (!is_inside(along - by_along, across - by_across) ||
        !is_inside(along + by_along, across + by_across))
        return 0;
    return top_between(alike_at(glide, along - by_along, across - by_across),
                       here,
                       alike_at(glide, along + by_along, across + by_across));
}

/* A newer picture of it takes the place of the one that it is compared with,
 * from where the samples lie: its place is known to a part of one. */
static void refresh(struct bv_glide *glide, const struct bv_frame *frame,
                    double along, double across)
{
    glide->base_along += along;
    glide->base_across += across;
    sample(glide, frame);
    if (!take_patch(glide))
        glide->result.lost = true;
}

void bv_glide_step(struct bv_glide *glide, const struct bv_frame *frame,
                   struct bv_glide_result *result)
{
    int along = glide->along, across = glide->across;
    double alike, along_fine, across_fine;

    glide->result.found = false;
    *result = glide->result;
    if (glide->result.lost)
        return;
    sample(glide, frame);
    alike = find(glide, &along, &across);
    result->alike = glide->result.alike = alike;
    if (alike < alike_least) {
        if (bv_ns_to_s(frame->time_ns - glide->good_ns) >=
            BV_GLIDE_LOST_AFTER_S)
            result->lost = glide->result.lost = true;
        return;
    }
    along_fine = along + fine(glide, along, across, alike, true);
    across_fine = across + fine(glide, along, across, alike, false);
    glide->along = along;
    glide->across = across;
    glide->good_ns = frame->time_ns;
    glide->result.found = true;
    glide->result.along_px = (glide->base_along + along_fine) * glide->step_px;
    glide->result.across_px =
        (glide->base_across + across_fine) * glide->step_px;
    if (alike < alike_fresh || abs(along) > shift_fresh ||
        abs(across) > BESIDE / 2)
        refresh(glide, frame, along_fine, across_fine);
    *result = glide->result;
}

void bv_glide_get(const struct bv_glide *glide, struct bv_glide_result *result)
{
    *result = glide->result;
}
