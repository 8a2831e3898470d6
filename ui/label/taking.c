/*
 * Labels that were made elsewhere, taken in the label window.
 */
#include <stdlib.h>

#include "ui/label/window.h"

#include "core/words.h"

struct taking {
    struct bv_job job;
    const struct bv_label_options *options;
    struct bv_label_about about;
    uint32_t frame_end;
    char *from;
    struct bv_labels *labels;
    int error;
    struct bv_fault fault;
};

static void run_taking(struct bv_job *job)
{
    struct taking *taking = (struct taking *)job;

    taking->error = taking->options->import(taking->from, taking->options->clip,
                                            &taking->about, taking->frame_end,
                                            taking->labels, &taking->fault);
}

/* All of them in one step, so that one undo takes them back. */
static int put_labels(struct bv_label_window *window,
                      const struct bv_labels *labels)
{
    uint32_t end = bv_labels_end(labels);
    uint32_t *frames = g_new(uint32_t, end + 1);
    struct bv_label *list = g_new(struct bv_label, end + 1);
    size_t count = 0;
    int error;

    for (uint32_t i = 0; i < end; i++) {
        list[count] = bv_labels_get(labels, i);
        frames[count] = i;
        count += list[count].kind != BV_LABEL_OPEN;
    }
    error = bv_labels_set_many(window->session.labels, frames, list, count);
    g_free(frames);
    g_free(list);
    return error < 0 ? error : (int)count;
}

static void on_taken(struct bv_job *job, void *data)
{
    struct taking *taking = (struct taking *)job;
    struct bv_label_window *window = data;
    int count = taking->error;

    window->is_importing = false;
    if (count == 0)
        count = put_labels(window, taking->labels);
    if (count < 0) {
        bv_fault_set(&taking->fault, count, _("Cannot read %s: %s."),
                     taking->from, bv_error_text(count));
        bv_label_window_say(window, "%s", taking->fault.text);
    } else {
        bv_label_window_say(window, _("%d frames were imported."), count);
    }
    bv_label_window_update(window);
}

static void free_taking(struct bv_job *job)
{
    struct taking *taking = (struct taking *)job;

    bv_labels_free(taking->labels);
    g_free(taking->from);
    g_free(taking);
}

static void take(struct bv_label_window *window, char *take_from)
{
    struct taking *taking = g_new0(struct taking, 1);

    taking->job.run = run_taking;
    taking->job.done = on_taken;
    taking->job.free = free_taking;
    taking->options = &window->options;
    taking->about = window->options.about;
    taking->frame_end = bv_labels_end(window->session.labels);
    taking->from = take_from;
    taking->labels = bv_labels_new();
    if (!taking->labels) {
        free_taking(&taking->job);
        return;
    }
    window->is_importing = true;
    bv_label_window_say(window, _("Importing …"));
    bv_label_window_update(window);
    bv_worker_add(window->worker, &taking->job);
}

static void on_response(GtkNativeDialog *dialog, int response, gpointer data)
{
    GFile *file = response == GTK_RESPONSE_ACCEPT
                      ? gtk_file_chooser_get_file(GTK_FILE_CHOOSER(dialog))
                      : NULL;
    char *path = file ? g_file_get_path(file) : NULL;

    if (path)
        take(data, path);
    g_clear_object(&file);
    g_object_unref(dialog);
}

void bv_label_window_import(struct bv_label_window *window, bool masks)
{
    GtkFileChooserNative *dialog = gtk_file_chooser_native_new(
        masks ? _("A folder of masks") : _("A list of labels, or a truth file"),
        window->window,
        masks ? GTK_FILE_CHOOSER_ACTION_SELECT_FOLDER
              : GTK_FILE_CHOOSER_ACTION_OPEN,
        _("Import"), _("Cancel"));

    gtk_native_dialog_set_modal(GTK_NATIVE_DIALOG(dialog), TRUE);
    g_signal_connect(dialog, "response", G_CALLBACK(on_response), window);
    gtk_native_dialog_show(GTK_NATIVE_DIALOG(dialog));
}
