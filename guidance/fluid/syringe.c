#include "guidance/fluid/syringe.h"

#include <stdlib.h>

#include "guidance/fluid/aspirate.h"
#include "guidance/fluid/spread.h"

struct bv_syringe_watch {
    enum bv_syringe syringe;
    struct bv_spread_watch *spread;
    struct bv_aspirate_watch *aspirate;
};

struct bv_syringe_watch *bv_syringe_watch_new(void)
{
    struct bv_syringe_watch *watch = calloc(1, sizeof(*watch));

    if (!watch)
        return NULL;
    watch->spread = bv_spread_watch_new();
    watch->aspirate = bv_aspirate_watch_new();
    if (!watch->spread || !watch->aspirate) {
        bv_syringe_watch_free(watch);
        return NULL;
    }
    return watch;
}

void bv_syringe_watch_free(struct bv_syringe_watch *watch)
{
    if (!watch)
        return;
    bv_spread_watch_free(watch->spread);
    bv_aspirate_watch_free(watch->aspirate);
    free(watch);
}

void bv_syringe_watch_declare(struct bv_syringe_watch *watch,
                              enum bv_syringe syringe, struct bv_px at)
{
    watch->syringe = syringe;
    bv_spread_watch_declare(watch->spread, syringe == BV_SYRINGE_INJECTS);
    if (syringe == BV_SYRINGE_ASPIRATES)
        bv_aspirate_watch_begin(watch->aspirate, at);
}

void bv_syringe_watch_set_dead_time(struct bv_syringe_watch *watch,
                                    double seconds)
{
    bv_spread_watch_set_dead_time(watch->spread, seconds);
}

/* The nerve that is marked with an outline, and held: the first. */
static const struct bv_outline *find_nerve(const struct bv_advice *advice)
{
    for (int i = 0; i < advice->landmark_count; i++) {
        const struct bv_landmark_advice *mark = &advice->landmark[i];

        if (mark->mark.kind == BV_LANDMARK_NERVE &&
            mark->mark.outline.count > 0 && mark->state == BV_LANDMARK_HELD)
            return &mark->mark.outline;
    }
    return NULL;
}

int bv_syringe_watch_step(struct bv_syringe_watch *watch,
                          const struct bv_frame *frame, bool changed,
                          struct bv_advice *advice)
{
    struct bv_spread_input input = {.frame = frame,
                                    .area = &advice->scan_area,
                                    .mm_per_px = advice->mm_per_px,
                                    .has_tip =
                                        advice->state == BV_NEEDLE_TIP_SEEN,
                                    .tip_px = advice->tip_px,
                                    .nerve = find_nerve(advice),
                                    .repeat = advice->repeat,
                                    .changed = changed};
    struct bv_aspirate_input drawn = {.frame = frame,
                                      .area = &advice->scan_area,
                                      .repeat = advice->repeat,
                                      .changed = changed};
    int error =
        bv_spread_watch_step(watch->spread, &input, &advice->fluid.spread);

    if (error < 0 || watch->syringe != BV_SYRINGE_ASPIRATES)
        return error;
    if (advice->has_shaft && bv_needle_state_is_drawn(advice->state))
        drawn.shaft = &advice->shaft_px;
    return bv_aspirate_watch_step(watch->aspirate, &drawn,
                                  &advice->fluid.aspirate);
}
