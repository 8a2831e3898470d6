#include "ui/cues/cueing.h"

#include <math.h>

/* Numbers are said when they are others, and not faster than they are
 * understood. A tip that flickers is not lost each time. */
static const int64_t lost_after_ns = 400000000;
static const int64_t spoken_apart_ns = 2000000000;

double bv_cueing_interval_s(double distance_mm)
{
    const double near_mm = 2, far_mm = 40, near_s = 0.15, far_s = 1.2;
    double share = (distance_mm - near_mm) / (far_mm - near_mm);

    return near_s + (far_s - near_s) * fmin(fmax(share, 0), 1);
}

static bool is_due(int64_t last_ns, int64_t now_ns, double after_s)
{
    return last_ns == 0 || (double)(now_ns - last_ns) >= after_s * 1e9;
}

static void hear_distance(struct bv_cueing *cueing, double distance_mm,
                          int64_t now_ns, struct bv_heard *heard)
{
    int mm = (int)lround(distance_mm);

    if (is_due(cueing->beat_ns, now_ns, bv_cueing_interval_s(distance_mm))) {
        heard->tone = BV_CUE_BEAT;
        cueing->beat_ns = now_ns;
    }
    if (cueing->spoken_ns != 0 &&
        (mm == cueing->spoken_mm ||
         now_ns - cueing->spoken_ns < spoken_apart_ns))
        return;
    heard->word = BV_CUE_BEAT;
    heard->word_mm = mm;
    cueing->spoken_ns = now_ns;
    cueing->spoken_mm = mm;
}

struct bv_heard bv_cueing_step(struct bv_cueing *cueing, double distance_mm,
                               int64_t now_ns)
{
    struct bv_heard heard = {BV_CUE_NONE, BV_CUE_NONE, 0};

    if (isfinite(distance_mm) && distance_mm >= 0 && distance_mm < 1000) {
        cueing->is_seen = true;
        cueing->seen_ns = now_ns;
        hear_distance(cueing, distance_mm, now_ns, &heard);
    } else if (cueing->is_seen && now_ns - cueing->seen_ns > lost_after_ns) {
        bv_cueing_rest(cueing);
        heard.tone = heard.word = BV_CUE_LOST;
    }
    return heard;
}

void bv_cueing_rest(struct bv_cueing *cueing)
{
    *cueing = (struct bv_cueing){.is_seen = false};
}
