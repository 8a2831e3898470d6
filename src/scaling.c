#include "scaling.h"

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

#include "guidance/screen/scale_reading.h"

struct bv_scaling {
    struct bv_scale_reader *reader; /* the thread's while it runs */
    bool started;
    atomic_bool done;
    pthread_t thread;
    const struct bv_frame *frame;
    struct bv_screen_scale scale; /* written before done */
    int error;
};

struct bv_scaling *bv_scaling_new(void)
{
    struct bv_scaling *scaling = calloc(1, sizeof(*scaling));

    if (!scaling)
        return NULL;
    atomic_init(&scaling->done, false);
    scaling->reader = bv_scale_reader_new();
    if (!scaling->reader) {
        free(scaling);
        return NULL;
    }
    return scaling;
}

static void end(struct bv_scaling *scaling)
{
    if (scaling->started)
        pthread_join(scaling->thread, NULL);
    scaling->started = false;
}

void bv_scaling_free(struct bv_scaling *scaling)
{
    if (!scaling)
        return;
    end(scaling);
    bv_frame_unref(scaling->frame);
    bv_scale_reader_free(scaling->reader);
    free(scaling);
}

static void *run(void *data)
{
    struct bv_scaling *scaling = data;
    struct bv_scale_reading reading;

    scaling->error =
        bv_scale_reader_read(scaling->reader, scaling->frame, &reading);
    if (scaling->error == 0)
        bv_scale_reading_summarise(&reading, &scaling->scale);
    atomic_store(&scaling->done, true);
    return NULL;
}

int bv_scaling_start(struct bv_scaling *scaling, const struct bv_frame *frame)
{
    int error;

    if (scaling->started)
        return -EBUSY;
    atomic_store(&scaling->done, false);
    scaling->frame = bv_frame_ref(frame);
    error = -pthread_create(&scaling->thread, NULL, run, scaling);
    if (error < 0) {
        bv_frame_unref(scaling->frame);
        scaling->frame = NULL;
        return error;
    }
    scaling->started = true;
    return 0;
}

int bv_scaling_take(struct bv_scaling *scaling, struct bv_screen_scale *scale,
                    const struct bv_frame **frame)
{
    int error;

    if (!scaling->started || !atomic_load(&scaling->done))
        return -EAGAIN;
    end(scaling);
    error = scaling->error;
    if (error == 0) {
        *scale = scaling->scale;
        *frame = scaling->frame;
    } else {
        bv_frame_unref(scaling->frame);
    }
    scaling->frame = NULL;
    return error;
}
