#include "core/search.h"

size_t bv_search_first(const void *all, size_t count, size_t size,
                       int64_t least, int64_t (*number_of)(const void *one))
{
    const char *bytes = all;
    size_t low = 0, high = count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (number_of(bytes + middle * size) < least)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}
