#include "commands/simulate_random.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "acquisition/simulator/random_scene.h"
#include "acquisition/simulator/simulator.h"
#include "commands/grey_png.h"
#include "commands/output.h"
#include "commands/progress.h"
#include "commands/random_labels.h"
#include "commands/screen.h"
#include "commands/stop.h"

enum {
    threads_most = 64,
    /* labels wait for those before them: so many at the most */
    waiting_most = 4 * threads_most,
};

struct set {
    const struct bv_random_options *options;
    struct bv_random_labels labels;
    struct bv_progress progress;
    pthread_mutex_t mutex;
    pthread_cond_t moved;
    int64_t next;                /* picture to begin */
    char *waiting[waiting_most]; /* labels by number, not yet written */
    int error;                   /* the first one */
    struct bv_fault *fault;
};

/* The first thing that goes wrong ends all. With the mutex. */
static void fail(struct set *set, int error, const struct bv_fault *fault)
{
    if (set->error == 0) {
        set->error = error;
        bv_fault_set(set->fault, error, "%s",
                     fault->error ? fault->text : bv_error_text(error));
    }
    pthread_cond_broadcast(&set->moved);
}

/* The next number to make, or -1: there is no more. */
static int64_t take_number(struct set *set)
{
    int64_t number = -1;

    pthread_mutex_lock(&set->mutex);
    while (set->error == 0 && set->next < set->options->count &&
           set->next >= set->labels.count + waiting_most)
        pthread_cond_wait(&set->moved, &set->mutex);
    if (bv_stop_asked() && set->next < set->options->count) {
        struct bv_fault stopped = {0};

        bv_fault_set(&stopped, -ECANCELED, "Stopped.");
        fail(set, -ECANCELED, &stopped);
    }
    if (set->error == 0 && set->next < set->options->count)
        number = set->next++;
    pthread_mutex_unlock(&set->mutex);
    return number;
}

/* Labels are written in order, so that a set that was cut is a shorter one. */
static void hand_in(struct set *set, int64_t number, char *take_line)
{
    struct bv_fault fault = {0};

    pthread_mutex_lock(&set->mutex);
    set->waiting[number % waiting_most] = take_line;
    while (set->error == 0 && set->waiting[set->labels.count % waiting_most]) {
        int64_t at = set->labels.count % waiting_most;
        int error =
            bv_random_labels_add(&set->labels, set->waiting[at], &fault);

        set->waiting[at] = NULL;
        if (error < 0)
            fail(set, error, &fault);
    }
    bv_progress_tell(&set->progress, "%s: picture %lld of %lld",
                     set->options->folder, (long long)set->labels.count,
                     (long long)set->options->count);
    pthread_cond_broadcast(&set->moved);
    pthread_mutex_unlock(&set->mutex);
}

/* What one thread makes pictures with. */
struct maker {
    struct set *set;
    pthread_t thread;
    struct bv_scene scene;
    struct bv_truth truth;
};

/* One picture being made. */
struct picture {
    struct bv_screen *screen; /* NULL: none */
    struct bv_simulator *simulator;
    struct bv_frame *scan, *whole; /* the same, but on a screen */
};

static int write_label(const struct maker *maker, const char *image,
                       const struct picture *picture, char **line)
{
    struct bv_truth_label label = {
        .image = image,
        .truth = &maker->truth,
        .scene = &maker->scene,
        .decoys = bv_random_scene_decoys(&maker->scene),
        .width_px = picture->whole->width_px,
        .height_px = picture->whole->height_px,
        .screen = picture->screen ? bv_screen_name(picture->screen) : NULL};
    size_t size = 0;
    FILE *out = open_memstream(line, &size);
    int error;

    if (!out)
        return -ENOMEM;
    error = bv_truth_write_label(out, &label);
    if (fclose(out) != 0 && error == 0)
        error = -ENOMEM;
    if (error < 0) {
        free(*line);
        *line = NULL;
    }
    return error;
}

static int open_picture(const struct bv_random_options *options,
                        const struct bv_scene *scene, struct picture *picture)
{
    struct bv_simulator_options how = {.no_needle = options->no_needle,
                                       .width_px = BV_SIMULATOR_WIDTH_PX,
                                       .height_px = BV_SIMULATOR_HEIGHT_PX};
    int width = how.width_px, height = how.height_px;

    if (options->layout >= 0) {
        picture->screen = bv_screen_new(options->layout, scene->seed, 0);
        if (!picture->screen)
            return -ENOMEM;
        bv_screen_size(picture->screen, &width, &height);
        bv_screen_scan_size(picture->screen, &how.width_px, &how.height_px);
    }
    picture->simulator = bv_simulator_new(scene, &how);
    picture->scan = bv_frame_new(how.width_px, how.height_px);
    picture->whole = picture->screen ? bv_frame_new(width, height)
                                     : bv_frame_ref(picture->scan);
    return picture->simulator && picture->scan && picture->whole ? 0 : -ENOMEM;
}

static void close_picture(struct picture *picture)
{
    bv_frame_unref(picture->whole);
    bv_frame_unref(picture->scan);
    bv_simulator_free(picture->simulator);
    bv_screen_free(picture->screen);
}

/* The last of the scene's frames, and its truth. */
static int render_picture(struct maker *maker, int64_t number,
                          struct picture *picture)
{
    int error = open_picture(maker->set->options, &maker->scene, picture);

    if (error < 0)
        return error;
    for (int i = 0; i < BV_RANDOM_SCENE_FRAMES; i++)
        bv_simulator_render(picture->simulator, picture->scan);
    maker->truth = *bv_simulator_truth(picture->simulator);
    maker->truth.sequence = (uint32_t)number;
    maker->truth.time_ns = 0;
    if (!picture->screen)
        return 0;
    return bv_screen_dress(picture->screen, picture->simulator, picture->scan,
                           &maker->truth, picture->whole);
}

static int make_picture(struct maker *maker, int64_t number, char **line,
                        struct bv_fault *fault)
{
    const struct bv_random_options *options = maker->set->options;
    struct picture picture = {0};
    char path[PATH_MAX], image[32];
    int error;

    bv_random_scene(options->seed, (uint64_t)number, &maker->scene);
    snprintf(image, sizeof(image), "%06lld.png", (long long)number);
    error = bv_random_path(options->folder, image, path, fault);
    if (error == 0)
        error = render_picture(maker, number, &picture);
    if (error == 0)
        error = bv_grey_png_write(picture.whole, path, fault);
    if (error == 0)
        error = write_label(maker, image, &picture, line);
    close_picture(&picture);
    return error;
}

static void *make_pictures(void *data)
{
    struct maker *maker = data;
    struct set *set = maker->set;
    int64_t number;

    while ((number = take_number(set)) >= 0) {
        struct bv_fault fault = {0};
        char *line = NULL;
        int error = make_picture(maker, number, &line, &fault);

        if (error == 0) {
            hand_in(set, number, line);
            continue;
        }
        pthread_mutex_lock(&set->mutex);
        fail(set, error, &fault);
        pthread_mutex_unlock(&set->mutex);
    }
    return NULL;
}

static int count_threads(const struct bv_random_options *options)
{
    long processors = sysconf(_SC_NPROCESSORS_ONLN);
    long threads = options->threads > 0 ? options->threads : processors;

    if (threads > options->count)
        threads = (long)options->count;
    return threads < 1              ? 1
           : threads > threads_most ? threads_most
                                    : (int)threads;
}

static int run_makers(struct set *set, struct maker *makers, int count)
{
    int started = 0;

    for (int i = 0; i < count; i++) {
        makers[i].set = set;
        if (pthread_create(&makers[i].thread, NULL, make_pictures,
                           &makers[i]) != 0)
            break;
        started++;
    }
    for (int i = 0; i < started; i++)
        pthread_join(makers[i].thread, NULL);
    if (set->error < 0)
        return set->error;
    return started > 0 ? 0 : -ENOMEM;
}

int bv_simulate_random(const struct bv_random_options *options,
                       struct bv_fault *fault)
{
    struct set set = {.options = options, .fault = fault};
    int count = count_threads(options);
    struct maker *makers = calloc((size_t)count, sizeof(*makers));
    int error = -ENOMEM;

    if (!makers)
        return error;
    pthread_mutex_init(&set.mutex, NULL);
    pthread_cond_init(&set.moved, NULL);
    error = bv_random_labels_open(&set.labels, options, fault);
    if (error == 0) {
        set.next = set.labels.count;
        error = run_makers(&set, makers, count);
        bv_progress_end(&set.progress);
        error = bv_random_labels_close(&set.labels, error, fault);
        if (error < 0)
            bv_output_say_kept(options->folder, (uint64_t)set.labels.count,
                               error, fault);
    }
    for (int i = 0; i < waiting_most; i++)
        free(set.waiting[i]);
    pthread_cond_destroy(&set.moved);
    pthread_mutex_destroy(&set.mutex);
    free(makers);
    return error;
}
