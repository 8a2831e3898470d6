#include "guidance/agreement.h"

#include <math.h>

static struct bv_px moved(const struct bv_pairing *pair)
{
    return (struct bv_px){pair->to.x - pair->from.x, pair->to.y - pair->from.y};
}

static bool agree(const struct bv_agreement *how, const struct bv_pairing *a,
                  const struct bv_pairing *b)
{
    return bv_px_distance(moved(a), moved(b)) <=
           how->tolerance_px + how->turn * bv_px_distance(a->from, b->from);
}

/* The place with which the most agree. @return Its number, or -1. */
static int most_agreed(const struct bv_agreement *how,
                       const struct bv_pairing *pairs, int count)
{
    int best = -1;
    double most = 0;

    for (int i = 0; i < count; i++) {
        double weight = 0;

        for (int k = 0; k < count; k++)
            if (agree(how, &pairs[i], &pairs[k]))
                weight += 1000 + pairs[k].weight; /* first how many */
        if (weight > most) {
            most = weight;
            best = i;
        }
    }
    return best;
}

static void find_middles(const struct bv_pairing *pairs, int count,
                         struct bv_px *from, struct bv_px *to)
{
    double weights = 0;

    *from = *to = (struct bv_px){0, 0};
    for (int i = 0; i < count; i++) {
        double weight = pairs[i].agrees ? pairs[i].weight : 0;

        from->x += weight * pairs[i].from.x;
        from->y += weight * pairs[i].from.y;
        to->x += weight * pairs[i].to.x;
        to->y += weight * pairs[i].to.y;
        weights += weight;
    }
    *from = (struct bv_px){from->x / weights, from->y / weights};
    *to = (struct bv_px){to->x / weights, to->y / weights};
}

static struct bv_px_map fit(const struct bv_agreement *how,
                            const struct bv_pairing *pairs, int count)
{
    struct bv_px from, to;
    double stretch = 0, turn = 0, weights = 0, spread, c, s;

    find_middles(pairs, count, &from, &to);
    spread = 0;
    for (int i = 0; i < count; i++) {
        double weight = pairs[i].agrees ? pairs[i].weight : 0;
        double x = pairs[i].from.x - from.x, y = pairs[i].from.y - from.y;
        double u = pairs[i].to.x - to.x - x, v = pairs[i].to.y - to.y - y;

        stretch += weight * (x * u + y * v);
        turn += weight * (x * v - y * u);
        spread += weight * (x * x + y * y);
        weights += weight;
    }
    spread += weights * how->stiff_px * how->stiff_px;
    c = 1 + stretch / spread;
    s = turn / spread;
    return (struct bv_px_map){.xx = c,
                              .xy = -s,
                              .x0 = to.x - c * from.x + s * from.y,
                              .yx = s,
                              .yy = c,
                              .y0 = to.y - s * from.x - c * from.y};
}

int bv_agreement_find(const struct bv_agreement *how, struct bv_pairing *pairs,
                      int count, struct bv_px_map *map)
{
    int best = most_agreed(how, pairs, count), agreeing = 0;

    if (best < 0)
        return 0;
    for (int i = 0; i < count; i++) {
        pairs[i].agrees = agree(how, &pairs[best], &pairs[i]);
        agreeing += pairs[i].agrees;
    }
    *map = fit(how, pairs, count);
    return agreeing;
}
