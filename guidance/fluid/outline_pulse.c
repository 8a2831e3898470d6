#include "guidance/fluid/outline_pulse.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>

enum { sides = BV_PULSE_SIDES };

/* Heart rates: 42 to 180 a minute. Too little is seen of a beat of which there
 * is less than this. */
static const double slowest_hz = 0.7, fastest_hz = 3, step_hz = 0.05;
static const double beats_least = 1.5;

/* A pulse explains this part of what the area does, moves it by this part, and
 * so many sides of the border with it. */
static const double explained_least = 0.5, swing_least = 0.02;
static const int sides_least = 6;

/* The middle that sides are measured from goes with what is slower than this,
 * and not with a border that bulges. */
static const double follow_s = 0.5;

/* An area that falls to this part has collapsed. */
static const double collapsed_part = 0.6;

const char *bv_outline_kind_name(enum bv_outline_kind kind)
{
    static const char *const names[] = {"fluid", "artery-like", "vein-like"};

    return names[kind];
}

/* How far the border is from the middle, one way. */
static double reach(const struct bv_outline *outline, struct bv_px middle,
                    int side)
{
    double angle = 2 * M_PI * side / sides, most = 0;
    struct bv_px way = {cos(angle), sin(angle)};

    for (int i = 0; i < outline->count; i++) {
        struct bv_px a = outline->at[i];
        struct bv_px b = outline->at[(i + 1) % outline->count];
        double ax = a.x - middle.x, ay = a.y - middle.y;
        double bx = b.x - middle.x, by = b.y - middle.y;
        double over_a = ax * way.y - ay * way.x;
        double over_b = bx * way.y - by * way.x, part;

        if ((over_a > 0) == (over_b > 0))
            continue;
        part = over_a / (over_a - over_b);
        most = fmax(most, (ax + part * (bx - ax)) * way.x +
                              (ay + part * (by - ay)) * way.y);
    }
    return most;
}

void bv_pulse_add(struct bv_pulse *pulse, double time_s,
                  const struct bv_outline *outline)
{
    struct bv_px middle = bv_outline_middle(outline);
    double part = 1;

    if (pulse->count >= BV_PULSE_MOST)
        return;
    if (pulse->count > 0)
        part = 1 - exp((pulse->time_s[pulse->count - 1] - time_s) / follow_s);
    pulse->middle.x += part * (middle.x - pulse->middle.x);
    pulse->middle.y += part * (middle.y - pulse->middle.y);
    pulse->time_s[pulse->count] = time_s;
    pulse->area[pulse->count] = bv_outline_area(outline);
    for (int i = 0; i < sides; i++)
        pulse->side[pulse->count][i] = reach(outline, pulse->middle, i);
    pulse->count++;
}

/* A line and a wave through values: a + b t + c cos wt + d sin wt. */
struct wave {
    double hz, c, d;
    double explained; /* part of the deviation from the line */
};

/* Solves 4 equations in place. @return Whether they can be. */
static bool solve(double m[4][5])
{
    for (int i = 0; i < 4; i++) {
        if (fabs(m[i][i]) < 1e-9)
            return false;
        for (int k = 0; k < 4; k++) {
            double part = m[k][i] / m[i][i];

            for (int n = i; k != i && n < 5; n++)
                m[k][n] -= part * m[i][n];
        }
    }
    return true;
}

/* The least squares over what is left after so many of the four terms. */
static double fit(const struct bv_pulse *pulse, const double *values,
                  size_t stride, double hz, int terms, double answer[4])
{
    double m[4][5] = {{0}}, left = 0, start = pulse->time_s[0];
    double span = pulse->time_s[pulse->count - 1] - start;

    for (int pass = 0; pass < 2; pass++) {
        for (int i = 0; i < pulse->count; i++) {
            double t = pulse->time_s[i] - start, w = 2 * M_PI * hz * t;
            double term[4] = {1, t / span - 0.5, cos(w), sin(w)};
            double value = values[(size_t)i * stride], is = 0;

            for (int a = 0; a < terms; a++) {
                is += answer[a] * term[a];
                for (int b = 0; pass == 0 && b < terms; b++)
                    m[a][b] += term[a] * term[b];
                m[a][4] += pass == 0 ? term[a] * value : 0;
            }
            left += pass == 1 ? (value - is) * (value - is) : 0;
        }
        for (int a = terms; a < 4 && pass == 0; a++)
            m[a][a] = 1;
        if (pass == 0 && !solve(m))
            return INFINITY;
        for (int a = 0; a < 4 && pass == 0; a++)
            answer[a] = a < terms ? m[a][4] / m[a][a] : 0;
    }
    return left;
}

/* The wave that explains the area best. */
static struct wave find_wave(const struct bv_pulse *pulse)
{
    double span = pulse->time_s[pulse->count - 1] - pulse->time_s[0];
    double answer[4] = {0};
    double all = fit(pulse, pulse->area, 1, 1, 2, answer);
    struct wave best = {.explained = 0};

    for (double hz = fmax(slowest_hz, beats_least / span); hz <= fastest_hz;
         hz += step_hz) {
        double left = fit(pulse, pulse->area, 1, hz, 4, answer);
        double explained = all > 0 ? 1 - left / all : 0;

        if (explained > best.explained)
            best = (struct wave){hz, answer[2], answer[3], explained};
    }
    return best;
}

/* How many sides go out and in with the area. */
static int count_sides(const struct bv_pulse *pulse, const struct wave *wave)
{
    int count = 0;

    for (int i = 0; i < sides; i++) {
        double answer[4] = {0};
        double along;

        fit(pulse, &pulse->side[0][i], sides, wave->hz, 4, answer);
        along = answer[2] * wave->c + answer[3] * wave->d;
        count +=
            along > 0.5 * hypot(answer[2], answer[3]) * hypot(wave->c, wave->d);
    }
    return count;
}

static double smallest_part(const struct bv_pulse *pulse)
{
    double part = 1, most = pulse->area[0];

    for (int i = 1; i < pulse->count; i++) {
        most = fmax(most, pulse->area[i]);
        part = fmin(part, pulse->area[i] / most);
    }
    return part;
}

static double mean_area(const struct bv_pulse *pulse)
{
    double sum = 0;

    for (int i = 0; i < pulse->count; i++)
        sum += pulse->area[i];
    return sum / pulse->count;
}

enum bv_outline_kind bv_pulse_judge(const struct bv_pulse *pulse, char *why,
                                    size_t why_size)
{
    double span = pulse->count > 1
                      ? pulse->time_s[pulse->count - 1] - pulse->time_s[0]
                      : 0;
    struct wave wave;
    double swing;

    if (pulse->count < 8 || span < BV_PULSE_SECONDS) {
        snprintf(why, why_size, "%s",
                 "less than a second does not tell a vessel from other fluid");
        return BV_OUTLINE_FLUID;
    }
    if (smallest_part(pulse) < collapsed_part) {
        snprintf(why, why_size,
                 "its area fell to %.0f %%, as a vein's does "
                 "under pressure",
                 100 * smallest_part(pulse));
        return BV_OUTLINE_VEIN;
    }
    wave = find_wave(pulse);
    swing = hypot(wave.c, wave.d) / mean_area(pulse);
    if (wave.explained >= explained_least && swing >= swing_least &&
        count_sides(pulse, &wave) >= sides_least) {
        snprintf(why, why_size,
                 "it pulsates all round, %.1f times a second, by %.0f %% of "
                 "its area",
                 wave.hz, 200 * swing);
        return BV_OUTLINE_ARTERY;
    }
    snprintf(why, why_size, "it neither pulsates nor collapses in %.1f s",
             span);
    return BV_OUTLINE_FLUID;
}
