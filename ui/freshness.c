#include "ui/freshness.h"

#include <math.h>

#include "core/clock.h"

static const double stale_least_s = 0.25;
static const double interval_most_s = 1.0;

void bv_freshness_note(struct bv_freshness *freshness,
                       const struct bv_advice *advice, int64_t arrived_ns)
{
    double interval_s = bv_ns_to_s(advice->time_ns - freshness->frame_ns);

    if (freshness->any && interval_s > 0 && interval_s <= interval_most_s)
        freshness->interval_s = interval_s;
    freshness->frame_ns = advice->time_ns;
    if (freshness->any && advice->repeat)
        return;
    freshness->any = true;
    freshness->new_ns = arrived_ns;
}

double bv_freshness_age_s(const struct bv_freshness *freshness, int64_t now_ns)
{
    if (!freshness->any)
        return 0;
    return fmax(0, bv_ns_to_s(now_ns - freshness->new_ns));
}

bool bv_freshness_is_stale(const struct bv_freshness *freshness, int64_t now_ns)
{
    return bv_freshness_age_s(freshness, now_ns) >=
           fmax(stale_least_s, 2 * freshness->interval_s);
}
