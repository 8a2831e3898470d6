#include "records/oldest.h"

#include <stdlib.h>

static int by_age(const void *a, const void *b)
{
    const struct bv_oldest *x = a, *y = b;

    if (x->made.tv_sec != y->made.tv_sec)
        return x->made.tv_sec < y->made.tv_sec ? -1 : 1;
    return (x->made.tv_nsec > y->made.tv_nsec) -
           (x->made.tv_nsec < y->made.tv_nsec);
}

int bv_oldest_trim(struct bv_oldest *all, size_t count, long long most_bytes,
                   bv_oldest_remove *remove_one, void *context)
{
    long long bytes = 0;
    int removed = 0;

    qsort(all, count, sizeof(*all), by_age);
    for (size_t i = 0; i < count; i++)
        bytes += all[i].bytes;
    for (size_t i = 0; i < count && (bytes > most_bytes || !most_bytes); i++)
        if (remove_one(all[i].name, context)) {
            bytes -= all[i].bytes;
            removed++;
        }
    return removed;
}
