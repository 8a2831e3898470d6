#include "look_back.h"

#include <assert.h>
#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "core/clock.h"
#include "core/packing.h"
#include "look_back_store.h"
#include "pipeline_results.h"

/* Frames that wait to be packed. */
enum { rooms = 3 };

/* A frame as it was put: its source's memory is not held up. */
struct room {
    struct bv_kept kept;
    struct bv_advice advice;
    uint8_t *pixels; /* of the box, without gaps */
    size_t size;
};

struct bv_look_back {
    pthread_t thread;
    bool runs; /* it has to be joined */
    struct bv_result_pool *pool;

    /* Between the thread that puts and the one that packs; held for moments. */
    pthread_mutex_t door;
    pthread_cond_t changed;
    struct room room[rooms]; /* those that wait are the packing thread's */
    int first, waiting;      /* under door, as all below */
    bool held, stop;
    uint64_t missed;

    pthread_mutex_t lock;
    struct bv_look_back_store *store; /* under lock */

    uint8_t *packed; /* the thread's */
    size_t packed_size;
};

static void *run(void *data);

struct bv_look_back *bv_look_back_new(int limit_mb)
{
    struct bv_look_back *look_back = calloc(1, sizeof(*look_back));

    assert(limit_mb >= 1 && limit_mb <= BV_LOOK_BACK_MOST_MB);
    if (!look_back)
        return NULL;
    pthread_mutex_init(&look_back->door, NULL);
    pthread_cond_init(&look_back->changed, NULL);
    pthread_mutex_init(&look_back->lock, NULL);
    look_back->pool = bv_result_pool_new();
    look_back->store = bv_look_back_store_new((size_t)limit_mb << 20,
                                              bv_s_to_ns(BV_LOOK_BACK_S));
    if (look_back->pool && look_back->store)
        look_back->runs =
            pthread_create(&look_back->thread, NULL, run, look_back) == 0;
    if (!look_back->runs) {
        bv_look_back_free(look_back);
        return NULL;
    }
    pthread_setname_np(look_back->thread, "look-back");
    return look_back;
}

void bv_look_back_free(struct bv_look_back *look_back)
{
    if (!look_back)
        return;
    pthread_mutex_lock(&look_back->door);
    look_back->stop = true;
    pthread_cond_broadcast(&look_back->changed);
    pthread_mutex_unlock(&look_back->door);
    if (look_back->runs)
        pthread_join(look_back->thread, NULL);
    for (int i = 0; i < rooms; i++)
        free(look_back->room[i].pixels);
    free(look_back->packed);
    bv_look_back_store_free(look_back->store);
    bv_result_pool_unref(look_back->pool);
    pthread_mutex_destroy(&look_back->lock);
    pthread_cond_destroy(&look_back->changed);
    pthread_mutex_destroy(&look_back->door);
    free(look_back);
}

/* What of the frame is kept. */
static struct bv_px_box find_box(const struct bv_result *result)
{
    const struct bv_frame *frame = result->frame;
    struct bv_px_box whole = {0, 0, frame->width_px, frame->height_px};
    struct bv_px_box box = result->advice.scan_area.shape != BV_SCAN_UNKNOWN
                               ? result->advice.scan_area.box
                               : frame->scan_box;

    box.left = box.left > 0 ? box.left : 0;
    box.top = box.top > 0 ? box.top : 0;
    box.right = box.right < whole.right ? box.right : whole.right;
    box.bottom = box.bottom < whole.bottom ? box.bottom : whole.bottom;
    return box.left < box.right && box.top < box.bottom ? box : whole;
}

/* Memory that only ever grows: nothing is allocated a frame. */
static bool make_size(uint8_t **memory, size_t *size, size_t wanted)
{
    uint8_t *made;

    if (*size >= wanted)
        return true;
    made = realloc(*memory, wanted);
    if (!made)
        return false;
    *memory = made;
    *size = wanted;
    return true;
}

static bool fill(struct room *room, const struct bv_result *result)
{
    const struct bv_frame *frame = result->frame;
    struct bv_px_box box = find_box(result);
    size_t width = (size_t)(box.right - box.left);
    size_t height = (size_t)(box.bottom - box.top);

    if (!make_size(&room->pixels, &room->size, width * height))
        return false;
    room->kept = (struct bv_kept){
        .about = *frame, .timings = result->timings, .box = box};
    room->kept.about.pixels = room->kept.about.saturation = NULL;
    room->advice = result->advice;
    for (size_t y = 0; y < height; y++)
        memcpy(room->pixels + y * width,
               frame->pixels +
                   ((size_t)box.top + y) * (size_t)frame->stride_bytes +
                   box.left,
               width);
    return true;
}

/* @return A free one for the thread that puts, or NULL. */
static struct room *find_room(struct bv_look_back *look_back)
{
    struct room *room = NULL;

    pthread_mutex_lock(&look_back->door);
    if (!look_back->held && look_back->waiting < rooms)
        room =
            &look_back->room[(look_back->first + look_back->waiting) % rooms];
    else if (!look_back->held)
        look_back->missed++;
    pthread_mutex_unlock(&look_back->door);
    return room;
}

void bv_look_back_put(struct bv_look_back *look_back,
                      const struct bv_result *result)
{
    struct room *room = find_room(look_back);
    bool filled = room && fill(room, result);

    if (!room)
        return;
    pthread_mutex_lock(&look_back->door);
    if (!filled)
        look_back->missed++;
    else if (!look_back->held) /* it may be since */
        look_back->waiting++;
    pthread_cond_broadcast(&look_back->changed);
    pthread_mutex_unlock(&look_back->door);
}

static int pack(struct bv_look_back *look_back, struct room *room)
{
    int width = room->kept.box.right - room->kept.box.left;
    int height = room->kept.box.bottom - room->kept.box.top;
    size_t most =
        bv_pack_most(sizeof(room->advice), 1) + bv_pack_most(width, height);
    struct bv_kept *kept = &room->kept;
    int error;

    if (!make_size(&look_back->packed, &look_back->packed_size, most))
        return -ENOMEM;
    kept->advice_bytes =
        bv_pack((const uint8_t *)&room->advice, sizeof(room->advice),
                sizeof(room->advice), 1, look_back->packed);
    kept->bytes =
        kept->advice_bytes + bv_pack(room->pixels, width, width, height,
                                     look_back->packed + kept->advice_bytes);
    pthread_mutex_lock(&look_back->lock);
    error = bv_look_back_store_add(look_back->store, kept, look_back->packed);
    pthread_mutex_unlock(&look_back->lock);
    return error;
}

static void *run(void *data)
{
    struct bv_look_back *look_back = data;

    pthread_mutex_lock(&look_back->door);
    while (!look_back->stop) {
        int error;

        if (look_back->waiting == 0) {
            pthread_cond_wait(&look_back->changed, &look_back->door);
            continue;
        }
        pthread_mutex_unlock(&look_back->door);
        error = pack(look_back, &look_back->room[look_back->first]);
        pthread_mutex_lock(&look_back->door);
        look_back->missed += error < 0;
        look_back->first = (look_back->first + 1) % rooms;
        look_back->waiting--;
        pthread_cond_broadcast(&look_back->changed);
    }
    pthread_mutex_unlock(&look_back->door);
    return NULL;
}

/* Under door. */
static void await_packing(struct bv_look_back *look_back)
{
    while (look_back->waiting > 0)
        pthread_cond_wait(&look_back->changed, &look_back->door);
}

void bv_look_back_hold(struct bv_look_back *look_back, bool hold)
{
    pthread_mutex_lock(&look_back->door);
    look_back->held = hold;
    await_packing(look_back);
    pthread_mutex_unlock(&look_back->door);
}

void bv_look_back_flush(struct bv_look_back *look_back)
{
    pthread_mutex_lock(&look_back->door);
    await_packing(look_back);
    pthread_mutex_unlock(&look_back->door);
}

void bv_look_back_clear(struct bv_look_back *look_back)
{
    pthread_mutex_lock(&look_back->door);
    await_packing(look_back);
    look_back->held = false;
    look_back->missed = 0;
    pthread_mutex_unlock(&look_back->door);
    pthread_mutex_lock(&look_back->lock);
    bv_look_back_store_clear(look_back->store);
    pthread_mutex_unlock(&look_back->lock);
}

static int64_t arrival(const struct bv_look_back_store *store, uint64_t number)
{
    return bv_look_back_store_find(store, number)->about.arrived_ns;
}

void bv_look_back_get_state(struct bv_look_back *look_back,
                            struct bv_look_back_state *state)
{
    const struct bv_look_back_store *store = look_back->store;

    *state = (struct bv_look_back_state){0};
    pthread_mutex_lock(&look_back->lock);
    state->count = bv_look_back_store_count(store);
    state->bytes = bv_look_back_store_bytes(store);
    state->is_full = bv_look_back_store_is_full(store);
    if (state->count > 0) {
        state->first = bv_look_back_store_first(store);
        state->last = state->first + (uint64_t)state->count - 1;
        state->first_ns = arrival(store, state->first);
        state->last_ns = arrival(store, state->last);
    }
    pthread_mutex_unlock(&look_back->lock);
    pthread_mutex_lock(&look_back->door);
    state->missed = look_back->missed;
    pthread_mutex_unlock(&look_back->door);
}

uint64_t bv_look_back_find(struct bv_look_back *look_back, int64_t arrived_ns)
{
    const struct bv_look_back_store *store = look_back->store;
    uint64_t low, high;

    pthread_mutex_lock(&look_back->lock);
    low = bv_look_back_store_first(store);
    high = low + (uint64_t)bv_look_back_store_count(store);
    if (low == high)
        low = high = 0;
    while (low + 1 < high) { /* low is, or came by then; high came later */
        uint64_t middle = low + (high - low) / 2;

        if (arrival(store, middle) <= arrived_ns)
            low = middle;
        else
            high = middle;
    }
    pthread_mutex_unlock(&look_back->lock);
    return low;
}

int64_t bv_look_back_when(struct bv_look_back *look_back, uint64_t number)
{
    const struct bv_kept *kept;
    int64_t when_ns = 0;

    pthread_mutex_lock(&look_back->lock);
    kept = bv_look_back_store_find(look_back->store, number);
    if (kept)
        when_ns = kept->about.arrived_ns;
    pthread_mutex_unlock(&look_back->lock);
    return when_ns;
}

/* What is kept of it, as it is in there. @return The bytes, or NULL with
 * @p error set. */
static uint8_t *copy(struct bv_look_back *look_back, uint64_t number,
                     struct bv_kept *kept, int *error)
{
    const struct bv_kept *found;
    uint8_t *bytes = NULL;

    pthread_mutex_lock(&look_back->lock);
    found = bv_look_back_store_find(look_back->store, number);
    *error = found ? -ENOMEM : -ENOENT;
    if (found) {
        *kept = *found;
        bytes = malloc(found->bytes + BV_PACK_BEHIND);
    }
    if (bytes)
        bv_look_back_store_copy(look_back->store, number, bytes);
    pthread_mutex_unlock(&look_back->lock);
    return bytes;
}

/* The frame that it was, black around what was kept. NULL: no memory. */
static struct bv_frame *unpack(const struct bv_kept *kept, const uint8_t *bytes)
{
    const struct bv_px_box *box = &kept->box;
    struct bv_frame *frame =
        bv_frame_new(kept->about.width_px, kept->about.height_px);
    struct bv_frame made = kept->about;

    if (!frame)
        return NULL;
    made.pixels = frame->pixels;
    made.stride_bytes = frame->stride_bytes;
    bv_unpack(bytes + kept->advice_bytes, box->right - box->left,
              box->bottom - box->top,
              made.pixels + (size_t)box->top * (size_t)made.stride_bytes +
                  box->left,
              made.stride_bytes);
    *frame = made;
    return frame;
}

int bv_look_back_get(struct bv_look_back *look_back, uint64_t number,
                     const struct bv_result **result)
{
    struct bv_result *made = NULL;
    struct bv_frame *frame = NULL;
    struct bv_kept kept;
    int error;
    uint8_t *bytes = copy(look_back, number, &kept, &error);

    if (!bytes)
        return error;
    frame = unpack(&kept, bytes);
    if (frame)
        made = bv_result_pool_take(look_back->pool);
    if (made) {
        bv_unpack(bytes, sizeof(made->advice), 1, (uint8_t *)&made->advice,
                  sizeof(made->advice));
        made->frame = frame;
        made->timings = kept.timings;
        *result = made;
    } else {
        bv_frame_unref(frame);
    }
    free(bytes);
    return made ? 0 : -ENOMEM;
}
