#include "guidance/crossing_cues.h"

#include <math.h>
#include <stddef.h>
#include <stdlib.h>

/* Half the length on which a spot itself is measured. */
static const double spot_px = 6;
/* How far from its spot a line is looked for, and its angles to the beam:
 * nearer to it lies the streak itself. */
static const double line_from_px = 8, line_to_px = 44, line_step_px = 3;
enum { line_least_deg = 15, line_turn_deg = 6 };
/* A shaft in the plane is at least so long, and lies so far off the beam. */
static const double shaft_px = 50;
enum { shaft_most_deg = 85, shaft_turn_deg = 5 };
static const double side_px = 10;
/* An echo goes on while it is within so many grey levels of its peak. */
static const double echo_drop = 40, echo_most_px = 40;
static const double bright_part = 0.2;
/* Grey levels are logarithms: 60 dB on 255, amplitude by e. */
static const double grey_per_e = 37;
/* Evidence beyond this counts no more. */
static const double evidence_most = 2.5;

/* Mean evidence along a piece of a line; 0 where the picture has no room. */
static double mean_along(const struct bv_evidence *evidence, struct bv_px spot,
                         struct bv_px way, double from, double to, double step)
{
    enum { most = 24 };
    float along[most];
    double sum = 0;
    int count = 0;

    for (double s = from; s <= to && count < most; s += step, count++) {
        double x = spot.x + s * way.x, y = spot.y + s * way.y;

        if (x < 1 || y < 1 || x > evidence->width - 3 ||
            y > evidence->height - 3)
            break;
    }
    if (count < 3)
        return 0;
    bv_evidence_along(evidence, spot.x + from * way.x, spot.y + from * way.y,
                      way.x, way.y, step, count, along);
    for (int i = 0; i < count; i++)
        sum += fmin((double)along[i], evidence_most);
    return sum / count;
}

static struct bv_px turn(struct bv_px beam, double deg)
{
    double c = cos(deg * M_PI / 180), s = sin(deg * M_PI / 180);

    return (struct bv_px){c * beam.x - s * beam.y, s * beam.x + c * beam.y};
}

/* The most on a line that begins here and goes well off the beam. */
static double best_line(const struct bv_evidence *evidence, struct bv_px spot,
                        struct bv_px beam)
{
    double best = 0;

    for (int deg = line_least_deg; deg <= 360 - line_least_deg;
         deg += line_turn_deg)
        if (deg <= 180 - line_least_deg || deg >= 180 + line_least_deg)
            best =
                fmax(best, mean_along(evidence, spot, turn(beam, deg),
                                      line_from_px, line_to_px, line_step_px));
    return best;
}

/* Mean of 3 x 3 pixels. */
static double grey(const struct bv_evidence *evidence, double x, double y)
{
    int column = (int)fmin(fmax(x + 0.5, 1), evidence->width - 2);
    int row = (int)fmin(fmax(y + 0.5, 1), evidence->height - 2);
    const uint8_t *at =
        evidence->image + (ptrdiff_t)row * evidence->width + column;
    int sum = 0;

    for (int r = -1; r <= 1; r++)
        for (int c = -1; c <= 1; c++)
            sum += at[r * evidence->width + c];
    return sum / 9.0;
}

void bv_crossing_cues_measure(const struct bv_evidence *evidence,
                              struct bv_px spot, struct bv_crossing_cues *cues)
{
    struct bv_px beam = bv_scan_area_beam(&evidence->area, spot);
    struct bv_px side = turn(beam, 90);

    cues->level = grey(evidence, spot.x, spot.y);
    cues->bright = grey(evidence, spot.x, spot.y) -
                   0.5 * (grey(evidence, spot.x + side_px * side.x,
                               spot.y + side_px * side.y) +
                          grey(evidence, spot.x - side_px * side.x,
                               spot.y - side_px * side.y));
    cues->lean =
        fabs(mean_along(evidence, spot, turn(beam, 45), -spot_px, spot_px, 2) -
             mean_along(evidence, spot, turn(beam, -45), -spot_px, spot_px, 2));
    cues->line = best_line(evidence, spot, beam);
}

double bv_crossing_bright_level(const struct bv_evidence *evidence)
{
    enum { stride_px = 4 };
    int counts[256] = {0}, total = 0, above = 0, level = 255;

    for (int y = 0; y < evidence->height; y += stride_px)
        for (int x = 0; x < evidence->width; x += stride_px) {
            ptrdiff_t at = (ptrdiff_t)y * evidence->width + x;

            if (evidence->mask[at]) {
                counts[evidence->image[at]]++;
                total++;
            }
        }
    while (level > 0 && above + counts[level] < bright_part * total)
        above += counts[level--];
    return level;
}

double bv_crossing_shaft_odds(const struct bv_evidence *evidence,
                              const struct bv_network_maps *maps,
                              struct bv_px spot)
{
    struct bv_px up = turn(bv_scan_area_beam(&evidence->area, spot), 180);
    double most = -INFINITY;

    for (int deg = -shaft_most_deg; deg <= shaft_most_deg;
         deg += shaft_turn_deg) {
        struct bv_px way = turn(up, deg);
        struct bv_px_segment shaft = {
            {spot.x + shaft_px * way.x, spot.y + shaft_px * way.y}, spot};

        if (abs(deg) >= line_least_deg)
            most = fmax(most, bv_network_mean(maps, &shaft));
    }
    return most;
}

void bv_crossing_cues_mix(struct bv_crossing_cues *mean,
                          const struct bv_crossing_cues *cues, double part)
{
    double *to = (double *)mean;
    const double *from = (const double *)cues;

    for (size_t i = 0; i < sizeof(*mean) / sizeof(*to); i++)
        to[i] += part * (from[i] - to[i]);
}

/* Found among weights whose signs were given beforehand, as those that let the
 * most needles through above all other spots:
 * docs/decisions/0006-crossing.md. */
double bv_crossing_cues_proof(const struct bv_crossing_cues *cues)
{
    double before = cues->strength - cues->novelty;

    return -0.1 + 0.06 * fmin(cues->streak, 50) + 2 * fmin(cues->novelty, 2.5) +
           0.5 * fmin(cues->strength, 3) - 1.5 * fmax(before - 0.5, 0) -
           2 * fmax(before - 1.2, 0) - fmin(cues->lean, 2) -
           0.3 * fmin(fmax(cues->line, 0.5), 2.5) - 0.5 * fmin(cues->crowd, 6);
}

struct bv_px bv_crossing_middle(const struct bv_evidence *evidence,
                                struct bv_px spot)
{
    struct bv_px beam = bv_scan_area_beam(&evidence->area, spot);
    double peak = grey(evidence, spot.x, spot.y), sum = 0, moment = 0;

    for (int way = -1; way <= 1; way += 2)
        for (int s = way < 0 ? 1 : 0; s < echo_most_px; s++) {
            double here = grey(evidence, spot.x + way * s * beam.x,
                               spot.y + way * s * beam.y);
            double weight = exp((here - peak) / grey_per_e);

            if (here < peak - echo_drop)
                break;
            sum += weight;
            moment += weight * way * s;
        }
    moment /= sum;
    return (struct bv_px){spot.x + moment * beam.x, spot.y + moment * beam.y};
}
