#include "guidance/scan_area.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

struct bv_scan_finder {
    uint8_t *mask;
};

struct bv_scan_finder *bv_scan_finder_new(void)
{
    return calloc(1, sizeof(struct bv_scan_finder));
}

void bv_scan_finder_free(struct bv_scan_finder *finder)
{
    if (finder)
        free(finder->mask);
    free(finder);
}

void bv_scan_finder_reset(struct bv_scan_finder *finder)
{
    (void)finder;
}

int bv_scan_finder_step(struct bv_scan_finder *finder,
                        const struct bv_frame *frame, struct bv_scan_area *area,
                        const uint8_t **mask)
{
    size_t size = (size_t)frame->width_px * (size_t)frame->height_px;

    free(finder->mask);
    finder->mask = malloc(size);
    if (!finder->mask)
        return -ENOMEM;
    memset(finder->mask, 255, size);
    *area = frame->scan_area;
    *mask = finder->mask;
    return 0;
}
