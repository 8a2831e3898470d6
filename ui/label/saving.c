#include "ui/label/saving.h"

#include <errno.h>
#include <glib.h>
#include <stdlib.h>

enum { delay_ms = 600 };

struct bv_saving {
    struct bv_saving_options options;
    uint64_t saved, first; /* revisions */
    bool under_way, failed;
    struct bv_fault fault;
    guint timer;
};

/* One writing, of the labels as they are now. */
struct writing {
    struct bv_job job;
    struct bv_saving *saving;
    struct bv_labels *labels;
    struct bv_saving_options options;
    struct bv_label_about about; /* as it was */
    int error;
    struct bv_fault fault;
};

static bool is_saved(const struct bv_saving *saving)
{
    return bv_labels_revision(saving->options.labels) == saving->saved;
}

static void write_labels(struct bv_job *job)
{
    struct writing *writing = (struct writing *)job;
    const struct bv_saving_options *options = &writing->options;

    writing->error =
        bv_label_file_save(options->path, writing->labels, options->file,
                           &writing->about, &writing->fault);
}

static void on_written(struct bv_job *job, void *data)
{
    struct writing *writing = (struct writing *)job;
    struct bv_saving *saving = writing->saving;

    (void)data;
    saving->under_way = false;
    saving->failed = writing->error < 0;
    saving->fault = writing->fault;
    if (!saving->failed)
        saving->saved = bv_labels_revision(writing->labels);
    if (!saving->failed && !is_saved(saving))
        bv_saving_touch(saving); /* drawn meanwhile */
    saving->options.told(saving->options.data);
}

static void free_writing(struct bv_job *job)
{
    struct writing *writing = (struct writing *)job;

    bv_labels_free(writing->labels);
    free(writing);
}

struct bv_saving *bv_saving_new(const struct bv_saving_options *options)
{
    struct bv_saving *saving = g_new0(struct bv_saving, 1);

    saving->options = *options;
    saving->saved = saving->first = bv_labels_revision(options->labels);
    return saving;
}

void bv_saving_free(struct bv_saving *saving)
{
    if (!saving)
        return;
    if (saving->timer)
        g_source_remove(saving->timer);
    g_free(saving);
}

void bv_saving_hurry(struct bv_saving *saving)
{
    struct writing *writing;

    if (saving->under_way || is_saved(saving))
        return;
    if (saving->timer)
        g_source_remove(saving->timer);
    saving->timer = 0;
    writing = g_new0(struct writing, 1);
    writing->job.run = write_labels;
    writing->job.done = on_written;
    writing->job.free = free_writing;
    writing->saving = saving;
    writing->options = saving->options;
    writing->about = *saving->options.about;
    writing->labels = bv_labels_copy(saving->options.labels);
    if (!writing->labels) {
        free_writing(&writing->job);
        return; /* no memory: the next change tries again */
    }
    saving->under_way = true;
    bv_worker_add(saving->options.worker, &writing->job);
}

static gboolean on_timer(gpointer data)
{
    struct bv_saving *saving = data;

    saving->timer = 0;
    bv_saving_hurry(saving);
    return G_SOURCE_REMOVE;
}

void bv_saving_touch(struct bv_saving *saving)
{
    if (!is_saved(saving) && !saving->timer && !saving->under_way)
        saving->timer = g_timeout_add(delay_ms, on_timer, saving);
}

int bv_saving_finish(struct bv_saving *saving, struct bv_fault *fault)
{
    const struct bv_saving_options *options = &saving->options;
    int error;

    if (saving->timer)
        g_source_remove(saving->timer);
    saving->timer = 0;
    bv_worker_drain(options->worker, options->data);
    if (is_saved(saving))
        return 0;
    error = bv_label_file_save(options->path, options->labels, options->file,
                               options->about, fault);
    saving->failed = error < 0;
    if (error == 0)
        saving->saved = bv_labels_revision(options->labels);
    else if (fault)
        saving->fault = *fault;
    return error;
}

enum bv_saving_state bv_saving_get_state(const struct bv_saving *saving,
                                         struct bv_fault *fault)
{
    if (saving->failed) {
        if (fault)
            *fault = saving->fault;
        return BV_SAVING_FAILED;
    }
    if (!is_saved(saving))
        return BV_SAVING_SOON;
    return saving->saved == saving->first && !saving->options.file
               ? BV_SAVING_NOTHING
               : BV_SAVING_SAVED;
}
