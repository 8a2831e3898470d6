#include "guidance/screen/scale_watch.h"

#include <stdlib.h>

#include "core/screen_look.h"

/* So many frames in a row. */
enum { frames_most = 2 };

struct bv_scale_watch {
    struct bv_screen_look look;
    int differ; /* frames in a row */
};

struct bv_scale_watch *bv_scale_watch_new(const struct bv_screen_scale *scale,
                                          const struct bv_frame *screen)
{
    struct bv_scale_watch *watch = calloc(1, sizeof(*watch));

    if (!watch)
        return NULL;
    watch->differ = frames_most - 1; /* it may be an old screen: no grace */
    if (bv_screen_look_take(screen, scale, &watch->look) < 0) {
        free(watch);
        return NULL;
    }
    return watch;
}

void bv_scale_watch_free(struct bv_scale_watch *watch)
{
    if (!watch)
        return;
    bv_screen_look_fini(&watch->look);
    free(watch);
}

bool bv_scale_watch_holds(struct bv_scale_watch *watch,
                          const struct bv_frame *frame)
{
    if (frame->width_px != watch->look.width_px ||
        frame->height_px != watch->look.height_px)
        return false;
    watch->differ =
        bv_screen_look_same(&watch->look, frame) ? 0 : watch->differ + 1;
    return watch->differ < frames_most;
}
