#include "ui/first/thumbnail.h"

#include <string.h>

enum { picture_bytes = BV_FIRST_PICTURE_WIDTH * BV_FIRST_PICTURE_HEIGHT };

/* From picture to picture; when one is missed; when one that failed is tried
 * again. */
static const gint64 pace_us = 300000, missed_us = 2 * G_USEC_PER_SEC,
                    again_us = 3 * G_USEC_PER_SEC;

struct bv_thumbnail {
    gatomicrefcount references;
    char *name;
    int (*watch)(const char *name, bool (*show)(const uint8_t *grey, void *to),
                 void *to, struct bv_fault *fault);
    /* the main thread's */
    void (*changed)(enum bv_thumbnail_state state, GdkTexture *picture,
                    const char *why, void *data); /* NULL: it has ended */
    void *data;
    /* under the lock */
    GMutex lock;
    GCond wake;
    bool wanted, ends, is_open, is_posted, is_new;
    enum bv_thumbnail_state state;
    gint64 came_us; /* the last picture, or when it was opened */
    uint8_t grey[picture_bytes];
    struct bv_fault fault;
};

struct bv_thumbnail *bv_thumbnail_ref(struct bv_thumbnail *thumbnail)
{
    g_atomic_ref_count_inc(&thumbnail->references);
    return thumbnail;
}

void bv_thumbnail_unref(struct bv_thumbnail *thumbnail)
{
    if (!g_atomic_ref_count_dec(&thumbnail->references))
        return;
    g_mutex_clear(&thumbnail->lock);
    g_cond_clear(&thumbnail->wake);
    g_free(thumbnail->name);
    g_free(thumbnail);
}

static GdkTexture *make_texture(const uint8_t *grey)
{
    uint8_t *rgb = g_malloc((gsize)picture_bytes * 3);
    GBytes *bytes;
    GdkTexture *texture;

    for (int i = 0; i < picture_bytes * 3; i++)
        rgb[i] = grey[i / 3];
    bytes = g_bytes_new_take(rgb, (gsize)picture_bytes * 3);
    texture = gdk_memory_texture_new(BV_FIRST_PICTURE_WIDTH,
                                     BV_FIRST_PICTURE_HEIGHT, GDK_MEMORY_R8G8B8,
                                     bytes, (gsize)BV_FIRST_PICTURE_WIDTH * 3);
    g_bytes_unref(bytes);
    return texture;
}

static gboolean on_posted(gpointer data)
{
    struct bv_thumbnail *thumbnail = data;
    enum bv_thumbnail_state state;
    GdkTexture *texture = NULL;
    struct bv_fault fault;

    g_mutex_lock(&thumbnail->lock);
    thumbnail->is_posted = false;
    state = thumbnail->state;
    fault = thumbnail->fault;
    if (thumbnail->is_new && thumbnail->changed)
        texture = make_texture(thumbnail->grey);
    thumbnail->is_new = false;
    g_mutex_unlock(&thumbnail->lock);
    if (thumbnail->changed)
        thumbnail->changed(state, texture,
                           state == BV_THUMBNAIL_FAULTY ? fault.text : NULL,
                           thumbnail->data);
    g_clear_object(&texture);
    return G_SOURCE_REMOVE;
}

static void drop(gpointer data)
{
    bv_thumbnail_unref(data);
}

/* Under the lock. One that waits for the main thread tells of this too. */
static void post(struct bv_thumbnail *thumbnail, enum bv_thumbnail_state state)
{
    if (thumbnail->state == state && !thumbnail->is_new)
        return;
    thumbnail->state = state;
    if (thumbnail->is_posted || thumbnail->ends)
        return;
    thumbnail->is_posted = true;
    g_idle_add_full(G_PRIORITY_DEFAULT_IDLE, on_posted,
                    bv_thumbnail_ref(thumbnail), drop);
}

/* Under the lock. */
static void rest(struct bv_thumbnail *thumbnail, gint64 until_us)
{
    while (thumbnail->wanted && !thumbnail->ends &&
           g_get_monotonic_time() < until_us)
        g_cond_wait_until(&thumbnail->wake, &thumbnail->lock, until_us);
}

/* Of the watcher. @return Whether it goes on. */
static bool on_picture(const uint8_t *grey, void *to)
{
    struct bv_thumbnail *thumbnail = to;
    gint64 now_us = g_get_monotonic_time();
    bool goes_on;

    g_mutex_lock(&thumbnail->lock);
    if (grey) {
        memcpy(thumbnail->grey, grey, picture_bytes);
        thumbnail->is_new = true;
        thumbnail->came_us = now_us;
        post(thumbnail, BV_THUMBNAIL_LIVE);
        rest(thumbnail, now_us + pace_us);
    } else if (now_us - thumbnail->came_us > missed_us) {
        post(thumbnail, BV_THUMBNAIL_SILENT);
    }
    goes_on = thumbnail->wanted && !thumbnail->ends;
    g_mutex_unlock(&thumbnail->lock);
    return goes_on;
}

/* Under the lock, which it leaves while the device is open. */
static void look(struct bv_thumbnail *thumbnail)
{
    struct bv_fault fault = {0};
    int error;

    thumbnail->is_open = true;
    thumbnail->came_us = g_get_monotonic_time();
    if (thumbnail->state == BV_THUMBNAIL_PAUSED)
        post(thumbnail, BV_THUMBNAIL_OPENING);
    g_mutex_unlock(&thumbnail->lock);
    error = thumbnail->watch(thumbnail->name, on_picture, thumbnail, &fault);
    if (error < 0)
        bv_fault_set(&fault, error, "It cannot be opened: %s.",
                     bv_error_text(error));
    g_mutex_lock(&thumbnail->lock);
    thumbnail->is_open = false;
    g_cond_broadcast(&thumbnail->wake);
    if (error == 0)
        return;
    thumbnail->fault = fault;
    post(thumbnail, BV_THUMBNAIL_FAULTY);
    rest(thumbnail, g_get_monotonic_time() + again_us);
}

static gpointer run(gpointer data)
{
    struct bv_thumbnail *thumbnail = data;

    g_mutex_lock(&thumbnail->lock);
    while (!thumbnail->ends)
        if (thumbnail->wanted) {
            look(thumbnail);
        } else {
            post(thumbnail, BV_THUMBNAIL_PAUSED);
            g_cond_wait(&thumbnail->wake, &thumbnail->lock);
        }
    g_mutex_unlock(&thumbnail->lock);
    bv_thumbnail_unref(thumbnail);
    return NULL;
}

struct bv_thumbnail *bv_thumbnail_new(
    const char *name, const struct bv_first_options *options,
    void (*changed)(enum bv_thumbnail_state state, GdkTexture *picture,
                    const char *why, void *data),
    void *data)
{
    struct bv_thumbnail *thumbnail = g_new0(struct bv_thumbnail, 1);

    g_atomic_ref_count_init(&thumbnail->references);
    thumbnail->name = g_strdup(name);
    thumbnail->watch = options->watch;
    thumbnail->changed = changed;
    thumbnail->data = data;
    thumbnail->state = BV_THUMBNAIL_PAUSED;
    g_mutex_init(&thumbnail->lock);
    g_cond_init(&thumbnail->wake);
    g_thread_unref(g_thread_new("thumbnail", run, bv_thumbnail_ref(thumbnail)));
    return thumbnail;
}

const char *bv_thumbnail_get_name(const struct bv_thumbnail *thumbnail)
{
    return thumbnail->name;
}

static void tell(struct bv_thumbnail *thumbnail, bool wanted, bool ends)
{
    g_mutex_lock(&thumbnail->lock);
    thumbnail->wanted = wanted;
    thumbnail->ends = thumbnail->ends || ends;
    g_cond_broadcast(&thumbnail->wake);
    g_mutex_unlock(&thumbnail->lock);
}

void bv_thumbnail_want(struct bv_thumbnail *thumbnail, bool wanted)
{
    tell(thumbnail, wanted, false);
}

void bv_thumbnail_end(struct bv_thumbnail *thumbnail)
{
    thumbnail->changed = NULL;
    tell(thumbnail, false, true);
}

void bv_thumbnail_await_closed(struct bv_thumbnail *thumbnail, gint64 until_us)
{
    g_mutex_lock(&thumbnail->lock);
    while (thumbnail->is_open && g_get_monotonic_time() < until_us)
        g_cond_wait_until(&thumbnail->wake, &thumbnail->lock, until_us);
    g_mutex_unlock(&thumbnail->lock);
}
