#include "ui/finding_keeper.h"

#include <cairo.h>
#include <gio/gio.h>

#include "core/clock.h"
#include "core/words.h"
#include "ui/kept_picture.h"
#include "ui/overlay/calipers.h"

struct bv_finding_keeper {
    char *folder;
    struct bv_measuring *measuring;
    void (*told)(void *data);
    void *data;
    int running; /* 0 or 1 */
    bool again;  /* another was asked for meanwhile */
};

/* All that the thread needs. */
struct keeping {
    char *folder, *picture;
    struct bv_finding finding;
    char place[BV_MEASURING_PLACE_SIZE];
    char *source;
    const struct bv_frame *frame;
    char texts[BV_FINDING_MEASURES_MOST][64];
    struct bv_fault fault;
    struct bv_finding_keeper *keeper; /* for the main thread */
};

static void free_keeping(gpointer data)
{
    struct keeping *keeping = data;

    bv_frame_unref(keeping->frame);
    g_free(keeping->folder);
    g_free(keeping->picture);
    g_free(keeping->source);
    g_free(keeping);
}

static cairo_surface_t *draw(const struct keeping *keeping)
{
    const struct bv_view view = {0, 0, 1};
    cairo_surface_t *surface = bv_kept_picture_new(keeping->frame, NULL);
    cairo_t *cairo = cairo_create(surface);

    for (int i = 0; i < keeping->finding.measure_count; i++)
        bv_calipers_draw(cairo, &keeping->finding.measures[i],
                         keeping->texts[i], &view, 1);
    cairo_destroy(cairo);
    return surface;
}

static int write_picture(struct keeping *keeping)
{
    cairo_surface_t *surface = draw(keeping);
    int error = bv_kept_picture_write(keeping->folder, "finding", surface,
                                      &keeping->picture, &keeping->fault);

    cairo_surface_destroy(surface);
    return error;
}

static void work(GTask *task, gpointer source, gpointer data,
                 GCancellable *cancellable)
{
    struct keeping *keeping = data;
    int error = write_picture(keeping);

    (void)source;
    (void)cancellable;
    if (error == 0) {
        keeping->finding.picture = keeping->picture;
        error =
            bv_finding_add(keeping->folder, &keeping->finding,
                           g_get_real_time() / G_USEC_PER_SEC, &keeping->fault);
    }
    if (error < 0 && !keeping->fault.error)
        bv_fault_set(&keeping->fault, error, _("The finding is not kept: %s."),
                     bv_error_text(error));
    g_task_return_boolean(task, error == 0);
}

static void on_done(GObject *source, GAsyncResult *result, gpointer data)
{
    struct keeping *keeping = g_task_get_task_data(G_TASK(result));
    struct bv_finding_keeper *keeper = keeping->keeper;

    (void)source;
    (void)data;
    (void)g_task_propagate_boolean(G_TASK(result), NULL);
    keeper->running--;
    /* of another than the one that is asked for now only a fault is said */
    if (keeping->fault.error || !keeper->again)
        bv_measuring_kept(keeper->measuring, keeping->folder,
                          keeping->fault.error ? &keeping->fault : NULL);
    keeper->again = false;
    keeper->told(keeper->data);
}

struct bv_finding_keeper *bv_finding_keeper_new(const char *folder,
                                                struct bv_measuring *measuring,
                                                void (*told)(void *data),
                                                void *data)
{
    struct bv_finding_keeper *keeper = g_new0(struct bv_finding_keeper, 1);

    keeper->folder = g_strdup(folder);
    keeper->measuring = measuring;
    keeper->told = told;
    keeper->data = data;
    return keeper;
}

void bv_finding_keeper_free(struct bv_finding_keeper *keeper)
{
    if (!keeper)
        return;
    while (keeper->running > 0) /* what was asked for is on the disk */
        g_main_context_iteration(NULL, TRUE);
    g_free(keeper->folder);
    g_free(keeper);
}

void bv_finding_keeper_keep(struct bv_finding_keeper *keeper,
                            const struct bv_frame *frame,
                            const struct bv_advice *advice,
                            const struct bv_source_info *info)
{
    struct keeping *keeping;
    struct bv_finding *finding;
    GTask *task;

    if (keeper->running > 0) {
        keeper->again = true; /* told() asks once more */
        return;
    }
    keeping = g_new0(struct keeping, 1);
    finding = &keeping->finding;
    bv_measuring_make_finding(keeper->measuring, finding);
    for (int i = 0; i < finding->measure_count; i++)
        bv_measure_say(&finding->measures[i], &finding->values[i],
                       keeping->texts[i], sizeof(keeping->texts[i]));
    g_strlcpy(keeping->place, keeper->measuring->place, sizeof(keeping->place));
    keeping->source = g_strdup(info->title);
    keeping->folder = g_strdup(keeper->folder);
    keeping->frame = bv_frame_ref(frame);
    keeping->keeper = keeper;
    finding->place = keeping->place;
    finding->source = keeping->source;
    finding->simulated = info->simulated;
    finding->frame = frame->sequence;
    finding->time_s = bv_ns_to_s(frame->time_ns);
    finding->scale_origin = advice->scale_origin;
    keeper->running++;
    task = g_task_new(NULL, NULL, on_done, NULL);
    g_task_set_task_data(task, keeping, free_keeping);
    g_task_run_in_thread(task, work);
    g_object_unref(task);
}
