#include "ui/presenter.h"

#include <assert.h>
#include <errno.h>
#include <glib.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>

#include "ui/picture_part.h"
#include "ui/prescale.h"

/* One being written, one in the mailbox, one on the screen, and two that
 * GTK's last render nodes may still hold. */
enum { pool_size = 6 };

struct pool;

struct counted_shown {
    struct bv_shown shown; /* first, so that the two pointers are the same */
    atomic_int references;
    struct pool *pool;
    uint8_t *memory;
    size_t memory_size;
    bool in_use; /* under the pool's lock */
};

/* Lives as long as its owner or one of its pictures does. */
struct pool {
    pthread_mutex_t lock;
    int users; /* under lock */
    struct counted_shown item[pool_size];
};

struct bv_presenter {
    struct bv_pipeline *pipeline;
    void (*ready)(void *data);
    void *data;

    pthread_mutex_t lock;
    pthread_cond_t changed;
    bool woken, stop, redo;          /* under lock */
    int box_width_px, box_height_px; /* under lock */
    const struct bv_result *held;    /* under lock */
    struct bv_picture_part part;     /* under lock */

    bool started;
    pthread_t thread;
    /* the thread's own */
    struct bv_prescale *prescale;
    struct pool *pool;
    const struct bv_result *newest;

    _Atomic(const struct bv_shown *) mailbox;
    atomic_bool told; /* an idle call is under way */
};

static void pool_release(struct pool *pool)
{
    int users;

    pthread_mutex_lock(&pool->lock);
    users = --pool->users;
    pthread_mutex_unlock(&pool->lock);
    if (users > 0)
        return;
    for (int i = 0; i < pool_size; i++)
        free(pool->item[i].memory);
    pthread_mutex_destroy(&pool->lock);
    free(pool);
}

static struct pool *pool_new(void)
{
    struct pool *pool = calloc(1, sizeof(*pool));

    if (!pool)
        return NULL;
    pthread_mutex_init(&pool->lock, NULL);
    pool->users = 1;
    for (int i = 0; i < pool_size; i++)
        pool->item[i].pool = pool;
    return pool;
}

/* A free picture of the size, or NULL: all in use, or no memory. */
static struct counted_shown *pool_take(struct pool *pool, int width_px,
                                       int height_px)
{
    size_t stride = ((size_t)width_px * 3 + 15) & ~(size_t)15;
    size_t size = stride * (size_t)height_px;
    struct counted_shown *taken = NULL;

    pthread_mutex_lock(&pool->lock);
    for (int i = 0; i < pool_size && !taken; i++)
        if (!pool->item[i].in_use)
            taken = &pool->item[i];
    if (taken && taken->memory_size != size) {
        free(taken->memory);
        taken->memory = malloc(size);
        taken->memory_size = taken->memory ? size : 0;
        if (!taken->memory)
            taken = NULL;
    }
    if (taken) {
        taken->in_use = true;
        pool->users++;
    }
    pthread_mutex_unlock(&pool->lock);
    if (!taken)
        return NULL;
    taken->shown = (struct bv_shown){.rgb = taken->memory,
                                     .width_px = width_px,
                                     .height_px = height_px,
                                     .stride_bytes = (int)stride};
    atomic_init(&taken->references, 1);
    return taken;
}

const struct bv_shown *bv_shown_ref(const struct bv_shown *shown)
{
    struct counted_shown *counted = (struct counted_shown *)shown;

    atomic_fetch_add_explicit(&counted->references, 1, memory_order_relaxed);
    return shown;
}

void bv_shown_unref(const struct bv_shown *shown)
{
    struct counted_shown *counted = (struct counted_shown *)shown;
    struct pool *pool;

    if (!counted || atomic_fetch_sub_explicit(&counted->references, 1,
                                              memory_order_acq_rel) > 1)
        return;
    pool = counted->pool;
    bv_result_unref(counted->shown.result);
    pthread_mutex_lock(&pool->lock);
    counted->in_use = false;
    pthread_mutex_unlock(&pool->lock);
    pool_release(pool);
}

struct bv_presenter *bv_presenter_new(struct bv_pipeline *pipeline,
                                      void (*ready)(void *data), void *data)
{
    struct bv_presenter *presenter = calloc(1, sizeof(*presenter));

    if (!presenter)
        return NULL;
    presenter->pipeline = pipeline;
    presenter->ready = ready;
    presenter->data = data;
    pthread_mutex_init(&presenter->lock, NULL);
    pthread_cond_init(&presenter->changed, NULL);
    atomic_init(&presenter->mailbox, NULL);
    atomic_init(&presenter->told, false);
    presenter->prescale = bv_prescale_new();
    presenter->pool = pool_new();
    if (!presenter->prescale || !presenter->pool) {
        bv_presenter_free(presenter);
        return NULL;
    }
    return presenter;
}

static gboolean on_told(gpointer data)
{
    struct bv_presenter *presenter = data;

    atomic_store(&presenter->told, false);
    presenter->ready(presenter->data);
    return G_SOURCE_REMOVE;
}

/*
 * Wake the main thread once, however much happens until it comes. At default
 * priority: an idle of lower priority would wait behind the painting.
 */
static void tell(struct bv_presenter *presenter)
{
    if (!atomic_exchange(&presenter->told, true))
        g_idle_add_full(G_PRIORITY_DEFAULT, on_told, presenter, NULL);
}

/* What is asked for, with the result. */
struct task {
    int box_width_px, box_height_px;
    struct bv_picture_part part;
    const struct bv_result *held; /* only to compare */
    bool stop;
};

/* Into the mailbox, unless another was to be shown meanwhile. */
static void post(struct bv_presenter *presenter, const struct bv_shown *made,
                 const struct task *task)
{
    pthread_mutex_lock(&presenter->lock);
    if (presenter->held == task->held)
        made = atomic_exchange(&presenter->mailbox, made);
    pthread_mutex_unlock(&presenter->lock);
    bv_shown_unref(made);
}

/* Make a picture of the result and put it into the mailbox. */
static void present(struct bv_presenter *presenter,
                    const struct bv_result *result, const struct task *task)
{
    const struct bv_frame *frame = result->frame;
    const struct bv_px_box part =
        bv_picture_part_find(&task->part, frame, &result->advice.scan_area);
    const struct bv_prescale_input input = {
        frame->pixels + (ptrdiff_t)part.top * frame->stride_bytes + part.left,
        part.right - part.left, part.bottom - part.top, frame->stride_bytes};
    struct bv_prescale_output output;
    struct counted_shown *made;

    bv_prescale_fit(input.width_px, input.height_px, task->box_width_px,
                    task->box_height_px, &output.width_px, &output.height_px);
    made = pool_take(presenter->pool, output.width_px, output.height_px);
    if (!made)
        return; /* the screen is behind: the next result will do */
    made->shown.result = bv_result_ref(result);
    made->shown.part = part;
    output.pixels = made->memory;
    output.stride_bytes = made->shown.stride_bytes;
    if (bv_prescale_run(presenter->prescale, &input, &output) < 0) {
        bv_shown_unref(&made->shown);
        return;
    }
    post(presenter, &made->shown, task);
}

/* Wait for work. @return The result to present, or NULL; the caller's. */
static const struct bv_result *await(struct bv_presenter *presenter,
                                     struct task *task)
{
    const struct bv_result *came, *chosen = NULL;

    pthread_mutex_lock(&presenter->lock);
    while (!presenter->stop && !presenter->woken && !presenter->redo)
        pthread_cond_wait(&presenter->changed, &presenter->lock);
    came = presenter->pipeline ? bv_pipeline_take(presenter->pipeline) : NULL;
    if (came) {
        bv_result_unref(presenter->newest);
        presenter->newest = came;
    }
    if (presenter->redo || (came && !presenter->held))
        chosen = presenter->held ? presenter->held : presenter->newest;
    if (presenter->box_width_px <= 0)
        chosen = NULL; /* set_box() asks again */
    presenter->woken = presenter->redo = false;
    task->stop = presenter->stop;
    task->box_width_px = presenter->box_width_px;
    task->box_height_px = presenter->box_height_px;
    task->part = presenter->part;
    task->held = presenter->held;
    if (chosen)
        bv_result_ref(chosen);
    pthread_mutex_unlock(&presenter->lock);
    return chosen;
}

static void *run(void *data)
{
    struct bv_presenter *presenter = data;
    struct task task;

    do {
        const struct bv_result *result = await(presenter, &task);

        if (result)
            present(presenter, result, &task);
        bv_result_unref(result);
        tell(presenter); /* also of an end, which brings no result */
    } while (!task.stop);
    return NULL;
}

/* On the guide thread. */
static void on_wake(void *data)
{
    struct bv_presenter *presenter = data;

    pthread_mutex_lock(&presenter->lock);
    presenter->woken = true;
    pthread_cond_signal(&presenter->changed);
    pthread_mutex_unlock(&presenter->lock);
}

int bv_presenter_start(struct bv_presenter *presenter)
{
    const struct bv_pipeline_schedule schedule = {.wake = on_wake,
                                                  .data = presenter};
    int error;

    assert(!presenter->started);
    error = -pthread_create(&presenter->thread, NULL, run, presenter);
    if (error < 0)
        return error;
    pthread_setname_np(presenter->thread, "present");
    presenter->started = true;
    return presenter->pipeline
               ? bv_pipeline_start(presenter->pipeline, &schedule)
               : 0;
}

void bv_presenter_free(struct bv_presenter *presenter)
{
    if (!presenter)
        return;
    if (presenter->pipeline)
        bv_pipeline_stop(presenter->pipeline);
    if (presenter->started) {
        pthread_mutex_lock(&presenter->lock);
        presenter->stop = true;
        pthread_cond_signal(&presenter->changed);
        pthread_mutex_unlock(&presenter->lock);
        pthread_join(presenter->thread, NULL);
    }
    if (atomic_load(&presenter->told))
        g_source_remove_by_user_data(presenter);
    bv_shown_unref(atomic_exchange(&presenter->mailbox, NULL));
    bv_result_unref(presenter->newest);
    bv_result_unref(presenter->held);
    if (presenter->pool)
        pool_release(presenter->pool);
    bv_prescale_free(presenter->prescale);
    pthread_cond_destroy(&presenter->changed);
    pthread_mutex_destroy(&presenter->lock);
    free(presenter);
}

void bv_presenter_set_box(struct bv_presenter *presenter, int width_px,
                          int height_px)
{
    pthread_mutex_lock(&presenter->lock);
    if (width_px != presenter->box_width_px ||
        height_px != presenter->box_height_px) {
        presenter->box_width_px = width_px;
        presenter->box_height_px = height_px;
        presenter->redo = true;
        pthread_cond_signal(&presenter->changed);
    }
    pthread_mutex_unlock(&presenter->lock);
}

void bv_presenter_hold(struct bv_presenter *presenter,
                       const struct bv_result *result)
{
    const struct bv_result *before;
    const struct bv_shown *late;

    pthread_mutex_lock(&presenter->lock);
    before = presenter->held;
    presenter->held = result ? bv_result_ref(result) : NULL;
    late = atomic_exchange(&presenter->mailbox, NULL);
    presenter->redo = true;
    pthread_cond_signal(&presenter->changed);
    pthread_mutex_unlock(&presenter->lock);
    bv_shown_unref(late);
    bv_result_unref(before);
}

void bv_presenter_set_part(struct bv_presenter *presenter,
                           const struct bv_result *like)
{
    static const struct bv_picture_part whole;

    pthread_mutex_lock(&presenter->lock);
    presenter->part =
        like ? bv_picture_part_of(like->frame, &like->advice.scan_area) : whole;
    presenter->redo = true;
    pthread_cond_signal(&presenter->changed);
    pthread_mutex_unlock(&presenter->lock);
}

const struct bv_shown *bv_presenter_take(struct bv_presenter *presenter)
{
    return atomic_exchange(&presenter->mailbox, NULL);
}
