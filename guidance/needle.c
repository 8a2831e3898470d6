#include "guidance/needle.h"

#include <math.h>
#include <stdlib.h>

struct bv_needle_finder {
    bool stills;
};

struct bv_needle_finder *bv_needle_finder_new(bool stills)
{
    struct bv_needle_finder *finder = calloc(1, sizeof(*finder));

    if (finder)
        finder->stills = stills;
    return finder;
}

void bv_needle_finder_free(struct bv_needle_finder *finder)
{
    free(finder);
}

void bv_needle_finder_reset(struct bv_needle_finder *finder)
{
    (void)finder;
}

int bv_needle_finder_step(struct bv_needle_finder *finder,
                          const struct bv_needle_input *input,
                          struct bv_needle_finding *finding)
{
    (void)finder;
    (void)input;
    *finding = (struct bv_needle_finding){.last_seen_s = NAN};
    return 0;
}
