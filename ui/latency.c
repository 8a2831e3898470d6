#include "ui/latency.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

void bv_latency_add(struct bv_latency *latency, int64_t sample_ns)
{
    latency->sample_ns[latency->next] = sample_ns;
    latency->next = (latency->next + 1) % BV_LATENCY_KEPT;
    if (latency->count < BV_LATENCY_KEPT)
        latency->count++;
}

static int compare(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

    return (x > y) - (x < y);
}

int64_t bv_latency_percentile_ns(const struct bv_latency *latency, double share)
{
    int64_t sorted[BV_LATENCY_KEPT];
    int rank;

    if (latency->count == 0)
        return -1;
    memcpy(sorted, latency->sample_ns,
           (size_t)latency->count * sizeof(*sorted));
    qsort(sorted, (size_t)latency->count, sizeof(*sorted), compare);
    rank = (int)ceil(share * latency->count) - 1;
    return sorted[rank < 0 ? 0 : rank];
}
