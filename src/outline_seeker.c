#include "outline_seeker.h"

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>

#include "guidance/fluid/outline_find.h"

struct bv_outline_seeker {
    pthread_t thread;
    bool runs;        /* asked, and not taken */
    atomic_bool done; /* what is below is the asker's again */
    const struct bv_frame *frame;
    struct bv_scan_area area;
    struct bv_px_segment shaft; /* a needle's that is seen */
    bool has_shaft;
    struct bv_px click;
    struct bv_outline_proposal proposal;
    int error;
};

struct bv_outline_seeker *bv_outline_seeker_new(void)
{
    return calloc(1, sizeof(struct bv_outline_seeker));
}

static void *seek(void *data)
{
    struct bv_outline_seeker *seeker = data;

    seeker->error = bv_outline_find(seeker->frame, &seeker->area,
                                    seeker->has_shaft ? &seeker->shaft : NULL,
                                    seeker->click, &seeker->proposal);
    atomic_store(&seeker->done, true);
    return NULL;
}

static void finish(struct bv_outline_seeker *seeker)
{
    pthread_join(seeker->thread, NULL);
    bv_frame_unref(seeker->frame);
    seeker->frame = NULL;
    seeker->runs = false;
}

void bv_outline_seeker_free(struct bv_outline_seeker *seeker)
{
    if (!seeker)
        return;
    if (seeker->runs)
        finish(seeker);
    free(seeker);
}

int bv_outline_seeker_ask(struct bv_outline_seeker *seeker,
                          const struct bv_frame *frame,
                          const struct bv_advice *advice, struct bv_px click)
{
    int error;

    if (seeker->runs)
        return -EAGAIN;
    seeker->frame = bv_frame_ref(frame);
    seeker->area = advice->scan_area;
    seeker->shaft = advice->shaft_px;
    seeker->has_shaft =
        advice->has_shaft && bv_needle_state_is_drawn(advice->state);
    seeker->click = click;
    atomic_store(&seeker->done, false);
    error = pthread_create(&seeker->thread, NULL, seek, seeker);
    if (error != 0) {
        bv_frame_unref(seeker->frame);
        seeker->frame = NULL;
        return -error;
    }
    seeker->runs = true;
    return 0;
}

int bv_outline_seeker_take(struct bv_outline_seeker *seeker,
                           struct bv_outline *outline, const char **why)
{
    if (!seeker->runs || !atomic_load(&seeker->done))
        return -EAGAIN;
    finish(seeker);
    if (seeker->error < 0)
        return seeker->error;
    *outline = seeker->proposal.outline;
    *why = seeker->proposal.why;
    return 0;
}
