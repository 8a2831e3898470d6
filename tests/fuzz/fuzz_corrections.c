/* The file of what a person says of a review's moments. */
#include "fuzz/fuzz.h"

#include <stdlib.h>

#include "records/corrections.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct bv_corrections *corrections = bv_corrections_new();
    struct bv_review review = {0};
    struct bv_shown_moment *shown;
    size_t count;

    if (corrections &&
        bv_corrections_parse(corrections, (const char *)data, size) == 0 &&
        bv_corrections_show(corrections, &review, &shown, &count) == 0)
        free(shown);
    bv_corrections_free(corrections);
    return 0;
}
