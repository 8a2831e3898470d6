#include "ui/first/finder.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "core/places.h"

static const gint64 again_us = 3 * G_USEC_PER_SEC;

enum { picture_bytes = BV_FIRST_PICTURE_WIDTH * BV_FIRST_PICTURE_HEIGHT };

struct bv_finder {
    const struct bv_first_options *options;
    void (*devices)(const char *const *name, const char *const *title,
                    int count, void *data);
    void (*scene)(const char *name, const char *title, GdkTexture *picture,
                  void *data);
    void *data;
    GThread *thread;
    GMutex lock;
    GCond wake;
    bool ends;             /* under the lock */
    GAsyncQueue *pictures; /* of struct found, for the main thread */
    guint idle;            /* under the lock */
    /* the thread's */
    GPtrArray *names, *titles, *scenes, *scene_titles;
    char *told; /* the devices that were told last */
};

/* For the main thread: a scene, or where there is no picture the devices. */
struct found {
    GPtrArray *names, *titles;
    uint8_t *rgb;
};

static void free_found(gpointer data)
{
    struct found *found = data;

    g_ptr_array_unref(found->names);
    g_ptr_array_unref(found->titles);
    g_free(found->rgb);
    g_free(found);
}

static GPtrArray *new_words(void)
{
    return g_ptr_array_new_with_free_func(g_free);
}

static void tell_one(struct bv_finder *finder, const struct found *found)
{
    GdkTexture *texture;
    GBytes *bytes;

    if (!found->rgb) {
        finder->devices((const char *const *)found->names->pdata,
                        (const char *const *)found->titles->pdata,
                        (int)found->names->len, finder->data);
        return;
    }
    bytes = g_bytes_new(found->rgb, (gsize)picture_bytes * 3);
    texture = gdk_memory_texture_new(BV_FIRST_PICTURE_WIDTH,
                                     BV_FIRST_PICTURE_HEIGHT, GDK_MEMORY_R8G8B8,
                                     bytes, (gsize)BV_FIRST_PICTURE_WIDTH * 3);
    finder->scene(found->names->pdata[0], found->titles->pdata[0], texture,
                  finder->data);
    g_object_unref(texture);
    g_bytes_unref(bytes);
}

static gboolean on_found(gpointer data)
{
    struct bv_finder *finder = data;
    struct found *found;

    g_mutex_lock(&finder->lock);
    finder->idle = 0;
    g_mutex_unlock(&finder->lock);
    while ((found = g_async_queue_try_pop(finder->pictures))) {
        tell_one(finder, found);
        free_found(found);
    }
    return G_SOURCE_REMOVE;
}

static void put(struct bv_finder *finder, struct found *found)
{
    g_async_queue_push(finder->pictures, found);
    g_mutex_lock(&finder->lock);
    if (!finder->idle && !finder->ends)
        finder->idle = g_idle_add(on_found, finder);
    g_mutex_unlock(&finder->lock);
}

static void on_listed(const char *name, const char *title, void *to)
{
    struct bv_finder *finder = to;
    bool scene = g_str_has_prefix(name, "sim:");

    g_ptr_array_add(scene ? finder->scenes : finder->names, g_strdup(name));
    g_ptr_array_add(scene ? finder->scene_titles : finder->titles,
                    g_strdup(title));
}

static void list(struct bv_finder *finder)
{
    struct found *found = g_new0(struct found, 1);
    char *all;

    finder->names = new_words();
    finder->titles = new_words();
    g_ptr_array_set_size(finder->scenes, 0);
    g_ptr_array_set_size(finder->scene_titles, 0);
    finder->options->list(on_listed, finder);
    found->names = finder->names;
    found->titles = finder->titles;
    g_ptr_array_add(finder->titles, NULL);
    all = g_strjoinv("\n", (char **)finder->titles->pdata);
    if (g_strcmp0(all, finder->told) == 0) {
        g_free(all);
        free_found(found);
        return;
    }
    g_free(finder->told);
    finder->told = all;
    put(finder, found);
}

static char *picture_path(const char *name)
{
    char *folder = bv_place_cache("scenes");
    char *path =
        folder ? g_strdup_printf("%s/%s.grey", folder, name + strlen("sim:"))
               : NULL;

    if (folder)
        g_mkdir_with_parents(folder, 0700);
    free(folder);
    return path;
}

/* From the last time, or drawn now. */
static bool get_picture(struct bv_finder *finder, const char *name,
                        uint8_t *grey)
{
    char *path = picture_path(name), *kept = NULL;
    gsize size = 0;
    bool has = path && g_file_get_contents(path, &kept, &size, NULL) &&
               size == picture_bytes;

    if (has)
        memcpy(grey, kept, picture_bytes);
    g_free(kept);
    if (!has && finder->options->peek(name, grey) == 0) {
        has = true;
        if (path)
            g_file_set_contents(path, (const char *)grey, picture_bytes, NULL);
    }
    g_free(path);
    return has;
}

static void find_scene(struct bv_finder *finder, guint number)
{
    static uint8_t grey[picture_bytes];
    struct found *found;
    const char *name = finder->scenes->pdata[number];

    if (!get_picture(finder, name, grey))
        return;
    found = g_new0(struct found, 1);
    found->names = new_words();
    found->titles = new_words();
    g_ptr_array_add(found->names, g_strdup(name));
    g_ptr_array_add(found->titles,
                    g_strdup(finder->scene_titles->pdata[number]));
    found->rgb = g_malloc((gsize)picture_bytes * 3);
    for (int i = 0; i < picture_bytes * 3; i++)
        found->rgb[i] = grey[i / 3];
    put(finder, found);
}

/* @return Whether it is to end. */
static bool rest(struct bv_finder *finder, gint64 until_us)
{
    bool ends;

    g_mutex_lock(&finder->lock);
    while (!finder->ends && g_get_monotonic_time() < until_us)
        g_cond_wait_until(&finder->wake, &finder->lock, until_us);
    ends = finder->ends;
    g_mutex_unlock(&finder->lock);
    return ends;
}

static gpointer run(gpointer data)
{
    struct bv_finder *finder = data;

    list(finder);
    for (guint i = 0; i < finder->scenes->len && !rest(finder, 0); i++)
        find_scene(finder, i);
    while (!rest(finder, g_get_monotonic_time() + again_us))
        list(finder);
    return NULL;
}

struct bv_finder *
bv_finder_new(const struct bv_first_options *options,
              void (*devices)(const char *const *name, const char *const *title,
                              int count, void *data),
              void (*scene)(const char *name, const char *title,
                            GdkTexture *picture, void *data),
              void *data)
{
    struct bv_finder *finder = g_new0(struct bv_finder, 1);

    finder->options = options;
    finder->devices = devices;
    finder->scene = scene;
    finder->data = data;
    g_mutex_init(&finder->lock);
    g_cond_init(&finder->wake);
    finder->pictures = g_async_queue_new_full(free_found);
    finder->scenes = new_words();
    finder->scene_titles = new_words();
    finder->thread = g_thread_new("first", run, finder);
    return finder;
}

void bv_finder_free(struct bv_finder *finder)
{
    g_mutex_lock(&finder->lock);
    finder->ends = true;
    g_cond_signal(&finder->wake);
    g_mutex_unlock(&finder->lock);
    g_thread_join(finder->thread);
    if (finder->idle)
        g_source_remove(finder->idle);
    g_async_queue_unref(finder->pictures);
    g_ptr_array_unref(finder->scenes);
    g_ptr_array_unref(finder->scene_titles);
    g_mutex_clear(&finder->lock);
    g_cond_clear(&finder->wake);
    g_free(finder->told);
    g_free(finder);
}
