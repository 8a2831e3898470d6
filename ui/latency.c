#include "ui/latency.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/clock.h"
#include "core/words.h"

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

/* Four digits say all there is to say of a latency in ms. */
static double percentile_ms(const struct bv_latency *latency, double share)
{
    return fmin(bv_ns_to_s(bv_latency_percentile_ns(latency, share)) * 1e3,
                9999);
}

void bv_latency_say(const struct bv_latency *latency, char *text,
                    size_t text_size, char *spoken, size_t spoken_size)
{
    double half_ms = percentile_ms(latency, 0.5);
    double most_ms = percentile_ms(latency, 0.95);

    snprintf(text, text_size, _("%.0f ms in bevel"), half_ms);
    snprintf(spoken, spoken_size,
             _("Latency in bevel: median %.1f ms, 95th percentile %.1f ms"),
             half_ms, most_ms);
}
