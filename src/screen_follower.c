#include "screen_follower.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#include "core/clock.h"
#include "screen_finder.h"

static const int64_t again_ns = BV_NS_PER_S;

struct bv_screen_follower {
    struct bv_screen_finder *finder;
    enum bv_screen_how how;
    bool has_scale; /* the last frame had one */
    bool found;     /* ever */
    bool looked;    /* at looked_ns */
    int64_t looked_ns;
    char why[200]; /* the last look gave none */
};

struct bv_screen_follower *bv_screen_follower_new(enum bv_screen_how how)
{
    struct bv_screen_follower *follower = calloc(1, sizeof(*follower));

    if (!follower)
        return NULL;
    follower->how = how;
    follower->finder = bv_screen_finder_new();
    if (!follower->finder) {
        free(follower);
        return NULL;
    }
    return follower;
}

void bv_screen_follower_free(struct bv_screen_follower *follower)
{
    if (!follower)
        return;
    bv_screen_finder_free(follower->finder);
    free(follower);
}

int bv_screen_follower_step(struct bv_screen_follower *follower,
                            const struct bv_frame *frame,
                            struct bv_screen_scale *scale)
{
    struct bv_screen_finding finding;
    int64_t since_ns = frame->time_ns - follower->looked_ns;
    int error;

    if (follower->has_scale ||
        (follower->looked && since_ns > 0 && since_ns < again_ns))
        return 0;
    follower->looked = true;
    follower->looked_ns = frame->time_ns;
    error = follower->how == BV_SCREEN_READ
                ? bv_screen_finder_read(follower->finder, frame, &finding)
                : bv_screen_finder_recognise(follower->finder, frame, &finding);
    if (error < 0)
        return error;
    snprintf(follower->why, sizeof(follower->why), "%s", finding.scale.why);
    if (finding.scale.mm_per_px <= 0)
        return 0;
    follower->found = true;
    *scale = finding.scale;
    return 1;
}

void bv_screen_follower_note(struct bv_screen_follower *follower,
                             const struct bv_advice *advice)
{
    bool has_scale = advice->mm_per_px > 0;

    if (follower->has_scale && !has_scale)
        follower->looked = false; /* look at once */
    follower->has_scale = has_scale;
}

const char *bv_screen_follower_missed(const struct bv_screen_follower *follower)
{
    return follower->found || !follower->why[0] ? NULL : follower->why;
}
