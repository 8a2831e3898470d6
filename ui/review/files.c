/*
 * The review window: another recording is opened, a report written.
 */
#include "core/words.h"
#include "ui/review/window.h"

/* A report, being written. */
struct exporting {
    struct bv_job job;
    const struct bv_review_options *options;
    char *clip, *rater, *path;
    struct bv_fault fault;
    int error;
};

static void run_export(struct bv_job *job)
{
    struct exporting *exporting = (struct exporting *)job;

    exporting->error = exporting->options->report(
        exporting->options->data, exporting->clip, exporting->rater,
        exporting->path, &exporting->fault);
}

static void on_exported(struct bv_job *job, void *data)
{
    struct exporting *exporting = (struct exporting *)job;
    struct bv_review_window *window = data;

    window->is_exporting = false;
    if (exporting->error < 0)
        bv_review_window_say(window, "%s",
                             exporting->fault.error
                                 ? exporting->fault.text
                                 : bv_error_text(exporting->error));
    else
        bv_review_window_say(window,
                             g_str_has_suffix(exporting->path, ".json")
                                 ? _("The report is in %s.")
                                 : _("The report is in %s. There are pictures "
                                     "of the recording in it."),
                             exporting->path);
    bv_review_deeds_update(window);
}

static void free_export(struct bv_job *job)
{
    struct exporting *exporting = (struct exporting *)job;

    g_free(exporting->clip);
    g_free(exporting->rater);
    g_free(exporting->path);
    g_free(exporting);
}

static void export_to(struct bv_review_window *window, const char *path)
{
    struct exporting *exporting = g_new0(struct exporting, 1);

    exporting->job.run = run_export;
    exporting->job.done = on_exported;
    exporting->job.free = free_export;
    exporting->options = window->options;
    exporting->clip = g_strdup(window->clip);
    exporting->rater = g_strdup(window->scoring.rating.rater);
    exporting->path = g_strdup(path);
    window->is_exporting = true;
    bv_review_window_say(window, _("Writing %s…"), path);
    bv_review_deeds_update(window);
    bv_worker_add(window->worker, &exporting->job);
}

/* The chooser's path; NULL: none was chosen. */
static char *chosen(GtkNativeDialog *dialog, int response)
{
    GFile *file = response == GTK_RESPONSE_ACCEPT
                      ? gtk_file_chooser_get_file(GTK_FILE_CHOOSER(dialog))
                      : NULL;
    char *path = file ? g_file_get_path(file) : NULL;

    g_clear_object(&file);
    g_object_unref(dialog);
    return path;
}

static void on_open(GtkNativeDialog *dialog, int response, gpointer data)
{
    char *path = chosen(dialog, response);

    if (path)
        bv_review_window_open(data, path);
    g_free(path);
}

static void on_beside(GtkNativeDialog *dialog, int response, gpointer data)
{
    struct bv_review_window *window = data;
    char *path = chosen(dialog, response);

    if (path && window->is_open && !window->scoring.is_blinded)
        bv_review_other_open(window->other, path);
    g_free(path);
}

static void on_report(GtkNativeDialog *dialog, int response, gpointer data)
{
    char *path = chosen(dialog, response);

    if (path)
        export_to(data, path);
    g_free(path);
}

static GtkFileChooserNative *ask(struct bv_review_window *window,
                                 const char *title, GtkFileChooserAction action,
                                 const char *accept)
{
    GtkFileChooserNative *dialog = gtk_file_chooser_native_new(
        title, window->window, action, accept, _("Cancel"));
    char *folder = g_path_get_dirname(window->clip);
    GFile *file = g_file_new_for_path(folder);

    gtk_native_dialog_set_modal(GTK_NATIVE_DIALOG(dialog), TRUE);
    gtk_file_chooser_set_current_folder(GTK_FILE_CHOOSER(dialog), file, NULL);
    g_object_unref(file);
    g_free(folder);
    return dialog;
}

void bv_review_window_ask_open(struct bv_review_window *window)
{
    GtkFileChooserNative *dialog = ask(window, _("Open a recording"),
                                       GTK_FILE_CHOOSER_ACTION_OPEN, _("Open"));

    g_signal_connect(dialog, "response", G_CALLBACK(on_open), window);
    gtk_native_dialog_show(GTK_NATIVE_DIALOG(dialog));
}

void bv_review_window_ask_beside(struct bv_review_window *window)
{
    GtkFileChooserNative *dialog;

    if (bv_review_other_clip(window->other)) {
        bv_review_other_close(window->other);
        return;
    }
    dialog = ask(window, _("An attempt to show beside"),
                 GTK_FILE_CHOOSER_ACTION_OPEN, _("Open"));
    g_signal_connect(dialog, "response", G_CALLBACK(on_beside), window);
    gtk_native_dialog_show(GTK_NATIVE_DIALOG(dialog));
}

/* A report is of the whole: what was looked at so far is not that. */
static bool is_whole(struct bv_review_window *window)
{
    if (!window->is_whole)
        bv_review_window_say(window, "%s",
                             _("Stopped half-way: open it again, which goes on "
                               "from there, and then write the report."));
    return window->is_whole;
}

void bv_review_window_ask_report(struct bv_review_window *window)
{
    GtkFileChooserNative *dialog;
    char *name, *dot, *report;

    if (!is_whole(window))
        return;
    dialog = ask(window, _("Write a report: .pdf, .html or .json"),
                 GTK_FILE_CHOOSER_ACTION_SAVE, _("Write"));
    name = g_path_get_basename(window->clip);
    dot = strrchr(name, '.');
    if (dot && dot > name)
        *dot = '\0';
    report = g_strdup_printf("%s.review.pdf", name);
    gtk_file_chooser_set_current_name(GTK_FILE_CHOOSER(dialog), report);
    g_signal_connect(dialog, "response", G_CALLBACK(on_report), window);
    gtk_native_dialog_show(GTK_NATIVE_DIALOG(dialog));
    g_free(report);
    g_free(name);
}
