#include "ui/still_keeper.h"

#include <gio/gio.h>
#include <string.h>
#include <unistd.h>

#include "core/clock.h"
#include "core/words.h"
#include "records/still.h"
#include "ui/kept_picture.h"

static const int64_t said_ns = 10 * BV_NS_PER_S;

struct bv_still_keeper {
    char *folder;
    int running;
    char *line; /* NULL: none so far */
    int64_t line_ns;
};

/* All that the thread needs. */
struct keeping {
    char *folder, *picture, *source;
    const struct bv_result *result;
    struct bv_still still;
    struct bv_fault fault;
    struct bv_still_keeper *keeper; /* for the main thread */
};

static void free_keeping(gpointer data)
{
    struct keeping *keeping = data;

    bv_result_unref(keeping->result);
    g_free(keeping->folder);
    g_free(keeping->picture);
    g_free(keeping->source);
    g_free(keeping);
}

static int write_both(struct keeping *keeping)
{
    const struct bv_scan_area *area = &keeping->result->advice.scan_area;
    cairo_surface_t *surface =
        bv_kept_picture_new(keeping->result->frame,
                            area->shape != BV_SCAN_UNKNOWN ? &area->box : NULL);
    int error = bv_kept_picture_write(keeping->folder, "still", surface,
                                      &keeping->picture, &keeping->fault);
    char *path, *beside;

    cairo_surface_destroy(surface);
    if (error < 0)
        return error;
    keeping->still.picture = keeping->picture;
    path = g_build_filename(keeping->folder, keeping->picture, NULL);
    beside = g_strdup_printf("%.*s.jsonl", (int)(strlen(path) - strlen(".png")),
                             path);
    error = bv_still_write(beside, &keeping->still, &keeping->fault);
    if (error < 0)
        unlink(path); /* both or none */
    g_free(beside);
    g_free(path);
    return error;
}

static void work(GTask *task, gpointer source, gpointer data,
                 GCancellable *cancellable)
{
    (void)source;
    (void)cancellable;
    g_task_return_boolean(task, write_both(data) == 0);
}

static void on_done(GObject *source, GAsyncResult *result, gpointer data)
{
    struct keeping *keeping = g_task_get_task_data(G_TASK(result));
    struct bv_still_keeper *keeper = keeping->keeper;

    (void)source;
    (void)data;
    (void)g_task_propagate_boolean(G_TASK(result), NULL);
    keeper->running--;
    g_free(keeper->line);
    keeper->line =
        keeping->fault.error
            ? g_strdup_printf(_("No still is kept. %s"), keeping->fault.text)
            : g_strdup_printf(_("Still kept: %s in %s"), keeping->picture,
                              keeping->folder);
    keeper->line_ns = bv_clock_now_ns();
}

struct bv_still_keeper *bv_still_keeper_new(const char *folder)
{
    struct bv_still_keeper *keeper = g_new0(struct bv_still_keeper, 1);

    keeper->folder = g_strdup(folder);
    return keeper;
}

void bv_still_keeper_free(struct bv_still_keeper *keeper)
{
    if (!keeper)
        return;
    while (keeper->running > 0) /* what was asked for is on the disk */
        g_main_context_iteration(NULL, TRUE);
    g_free(keeper->line);
    g_free(keeper->folder);
    g_free(keeper);
}

void bv_still_keeper_keep(struct bv_still_keeper *keeper,
                          const struct bv_result *result, bool guided,
                          const struct bv_source_info *info)
{
    struct keeping *keeping = g_new0(struct keeping, 1);
    const struct bv_frame *frame = result->frame;
    GTask *task;

    keeping->folder = g_strdup(keeper->folder);
    keeping->source = g_strdup(info->title);
    keeping->result = bv_result_ref(result);
    keeping->keeper = keeper;
    keeping->still = (struct bv_still){
        .source = keeping->source,
        .simulated = info->simulated,
        .guided = guided,
        .frame = frame->sequence,
        .process_ms = (double)result->timings.total_ns / BV_NS_PER_MS,
        .when_s = g_get_real_time() / G_USEC_PER_SEC -
                  (bv_clock_now_ns() - frame->arrived_ns) / BV_NS_PER_S,
        .advice = &result->advice};
    keeper->running++;
    task = g_task_new(NULL, NULL, on_done, NULL);
    g_task_set_task_data(task, keeping, free_keeping);
    g_task_run_in_thread(task, work);
    g_object_unref(task);
}

const char *bv_still_keeper_get_line(struct bv_still_keeper *keeper)
{
    return keeper && keeper->line &&
                   bv_clock_now_ns() - keeper->line_ns < said_ns
               ? keeper->line
               : NULL;
}
