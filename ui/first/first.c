#include "ui/first/first.h"

#include <limits.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "core/places.h"
#include "core/words.h"
#include "ui/first/choice.h"
#include "ui/first/devices.h"
#include "ui/first/finder.h"
#include "ui/first/recent.h"
#include "ui/first/session.h"
#include "ui/first/thumbnail.h"
#include "ui/key_watch.h"
#include "ui/live.h"
#include "ui/settings/page.h"
#include "ui/start.h"
#include "ui/window_buttons.h"
#include "ui/wrapped.h"

struct first {
    const struct bv_first_options *options;
    GMainLoop *loop;
    GtkWindow *window;
    GtkWidget *said, *scenes, *content, *left;
    struct bv_devices *devices;
    GPtrArray *thumbnails; /* of them, while something is opened or closed */
    bool was_active;       /* the window has been */
    struct bv_finder *finder;
    struct bv_settings_page *settings;
    GtkFileChooserNative *chooser;
    GTask *opening; /* NULL: nothing is opened now */
    struct bv_fault fault;
    char *name; /* what is opened, or was */
    bool opened;
    struct bv_held_procedure
        *held;        /* of what was cut off; NULL: nothing is known */
    GtkWidget *go_on; /* with it */
    bool goes_on;
};

static void say(struct first *first, const char *text, bool alert)
{
    char *valid = g_utf8_make_valid(text, -1);

    gtk_label_set_text(GTK_LABEL(first->said), valid);
    if (alert)
        gtk_widget_add_css_class(first->said, "alert");
    else
        gtk_widget_remove_css_class(first->said, "alert");
    g_free(valid);
}

/* A device has one user at a time: whoever works in another window may be
 * about to open it there, and so may this one. */
static void update_pictures(struct first *first)
{
    bool active = gtk_window_is_active(first->window);

    first->was_active = first->was_active || active;
    bv_devices_want(first->devices, !first->opening &&
                                        (active || !first->was_active) &&
                                        gtk_widget_get_visible(first->left));
}

static void on_active(GtkWindow *window, GParamSpec *spec, gpointer data)
{
    (void)window;
    (void)spec;
    update_pictures(data);
}

/* Until its picture is closed; one that hangs is not waited for. */
static void await_closed(const struct first *first)
{
    size_t driver = strcspn(first->name, ":");
    gint64 until_us = g_get_monotonic_time() + 3 * G_USEC_PER_SEC;

    for (guint i = 0; i < first->thumbnails->len; i++) {
        struct bv_thumbnail *thumbnail = first->thumbnails->pdata[i];

        if (strncmp(bv_thumbnail_get_name(thumbnail), first->name,
                    driver + 1) == 0)
            bv_thumbnail_await_closed(thumbnail, until_us);
    }
}

static void run_open(GTask *task, gpointer source, gpointer data,
                     GCancellable *cancellable)
{
    struct first *first = data;

    await_closed(first);
    (void)source;
    (void)cancellable;
    g_task_return_int(task, first->options->open(first->options->data,
                                                 first->name, &first->fault));
}

static void on_opened(GObject *source, GAsyncResult *result, gpointer data)
{
    struct first *first = data;
    gssize error = g_task_propagate_int(G_TASK(result), NULL);

    (void)source;
    g_clear_object(&first->opening);
    g_clear_pointer(&first->thumbnails, g_ptr_array_unref);
    gtk_widget_set_sensitive(first->content, TRUE);
    if (error == 0) {
        first->opened = true;
        g_main_loop_quit(first->loop);
        return;
    }
    update_pictures(first);
    bv_fault_set(&first->fault, (int)error, "Cannot open it: %s.",
                 bv_error_text((int)error));
    say(first, first->fault.text, true);
}

/* On a thread: a disk or a device may take its time. */
static void start_open(struct first *first, const char *name)
{
    char *text;

    if (first->opening)
        return;
    free(first->name);
    first->name = strdup(name);
    first->fault = (struct bv_fault){0};
    text = g_strdup_printf(_("Opening %s …"), name);
    say(first, text, false);
    g_free(text);
    gtk_widget_set_sensitive(first->content, FALSE);
    first->opening = g_task_new(NULL, NULL, on_opened, first);
    first->thumbnails = bv_devices_get_thumbnails(first->devices);
    update_pictures(first);
    g_task_set_task_data(first->opening, first, NULL);
    g_task_run_in_thread(first->opening, run_open);
}

static void on_chosen(GtkButton *button, gpointer data)
{
    struct first *first = data;

    if (!first->opening)
        first->goes_on = GTK_WIDGET(button) == first->go_on;
    start_open(first, bv_choice_get_name(GTK_WIDGET(button)));
}

static void on_response(GtkNativeDialog *dialog, int response, gpointer data)
{
    struct first *first = data;
    GFile *file = response == GTK_RESPONSE_ACCEPT
                      ? gtk_file_chooser_get_file(GTK_FILE_CHOOSER(dialog))
                      : NULL;
    char *path = file ? g_file_get_path(file) : NULL;

    g_clear_object(&first->chooser);
    if (path && !first->opening)
        first->goes_on = false;
    if (path)
        start_open(first, path);
    g_free(path);
    if (file)
        g_object_unref(file);
}

static void ask_file(struct first *first)
{
    if (first->chooser || first->opening)
        return;
    first->chooser = gtk_file_chooser_native_new(
        _("Open a video, picture or DICOM file"), first->window,
        GTK_FILE_CHOOSER_ACTION_OPEN, _("Open"), _("Cancel"));
    g_signal_connect(first->chooser, "response", G_CALLBACK(on_response),
                     first);
    gtk_native_dialog_show(GTK_NATIVE_DIALOG(first->chooser));
}

static void on_ask_file(GtkButton *button, gpointer data)
{
    (void)button;
    ask_file(data);
}

static gboolean on_drop(GtkDropTarget *target, const GValue *value, double x,
                        double y, gpointer data)
{
    GSList *files = gdk_file_list_get_files(g_value_get_boxed(value));
    char *path = files ? g_file_get_path(files->data) : NULL;

    (void)target;
    (void)x;
    (void)y;
    if (path && !((struct first *)data)->opening)
        ((struct first *)data)->goes_on = false;
    if (path)
        start_open(data, path);
    g_free(path);
    g_slist_free(files);
    return TRUE;
}

static bool on_key(guint key, guint code, GdkModifierType modifiers, void *data)
{
    struct first *first = data;

    (void)code;
    if (modifiers & (GDK_ALT_MASK | GDK_SUPER_MASK))
        return false;
    if (bv_settings_page_key(first->settings, key, modifiers))
        return true;
    key = gdk_keyval_to_lower(key);
    if (key == GDK_KEY_comma && modifiers & GDK_CONTROL_MASK)
        bv_settings_page_toggle(first->settings);
    else if (key == GDK_KEY_o)
        ask_file(first);
    else if (key == GDK_KEY_q)
        gtk_window_close(first->window);
    else
        return false;
    return true;
}

static gboolean on_close_request(GtkWindow *window, gpointer data)
{
    struct first *first = data;

    (void)window;
    if (!first->opening) /* else it must be waited for */
        g_main_loop_quit(first->loop);
    return GDK_EVENT_STOP;
}

static void on_scene(const char *name, const char *title, GdkTexture *picture,
                     void *data)
{
    struct first *first = data;
    GtkWidget *button = bv_choice_new(name, title, on_chosen, first);
    GtkWidget *box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 4);
    GtkWidget *shown = gtk_picture_new_for_paintable(GDK_PAINTABLE(picture));

    gtk_widget_set_size_request(shown, BV_FIRST_PICTURE_WIDTH,
                                BV_FIRST_PICTURE_HEIGHT);
    gtk_box_append(GTK_BOX(box), shown);
    bv_choice_wrap(button, box);
    gtk_flow_box_append(GTK_FLOW_BOX(first->scenes), button);
    /* Enter is the button's */
    gtk_widget_set_focusable(gtk_widget_get_parent(button), FALSE);
}

static void on_devices(const char *const *name, const char *const *title,
                       int count, void *data)
{
    struct first *first = data;

    bv_devices_set(first->devices, name, title, count);
}

static GtkWidget *new_recent(struct first *first)
{
    GtkWidget *box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 6);
    char *path = bv_place_state("recent");
    struct bv_recent *recent = g_new0(struct bv_recent, 1);

    bv_recent_read(path, recent);
    for (int i = 0; i < recent->count; i++) {
        const char *slash = strrchr(recent->name[i], '/');

        gtk_box_append(
            GTK_BOX(box),
            bv_choice_new(recent->name[i],
                          slash && slash[1] ? slash + 1 : recent->name[i],
                          on_chosen, first));
    }
    if (recent->count == 0)
        gtk_box_append(GTK_BOX(box),
                       bv_wrapped_new(_("Nothing was opened yet."), "hint"));
    g_free(recent);
    free(path);
    return box;
}

/* How the procedure stood. */
static void add_held(const struct bv_held_procedure *held, GtkWidget *box)
{
    static const char *const sides[] = {"", N_(", left"), N_(", right")};
    int marks = held->mark_count + held->has_target;
    char *text = g_strdup_printf(
        _("%s%s; marks: %d, to be checked; the time-out is asked for again"),
        held->settled.procedure[0] ? held->settled.procedure
                                   : _("No procedure chosen"),
        held->settled.side ? _(sides[held->settled.side]) : "", marks);

    gtk_box_append(GTK_BOX(box), bv_wrapped_new(text, "hint"));
    g_free(text);
}

/* What was open when the program was killed, or fell over. */
static void add_killed(struct first *first, GtkWidget *box)
{
    char name[PATH_MAX], *text;

    if (!bv_session_find_killed(name, sizeof(name), &first->held))
        return;
    text = g_strdup_printf(_("Go on with %s"), name);
    first->go_on = bv_choice_new(name, text, on_chosen, first);
    gtk_widget_add_css_class(first->go_on, "go-on");
    gtk_box_append(
        GTK_BOX(box),
        bv_wrapped_new(_("bevel was cut off. What was recorded until "
                         "then plays."),
                       "caption"));
    gtk_box_append(GTK_BOX(box), first->go_on);
    g_free(text);
    if (first->held)
        add_held(first->held, box);
}

static GtkWidget *new_left(struct first *first)
{
    GtkWidget *box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 8);
    GtkWidget *file = gtk_button_new_with_label(_("Open a file …  O"));
    GtkWidget *scroller = gtk_scrolled_window_new();

    gtk_widget_add_css_class(box, "panel");
    add_killed(first, box);
    gtk_widget_add_css_class(file, "big");
    g_signal_connect(file, "clicked", G_CALLBACK(on_ask_file), first);
    gtk_box_append(GTK_BOX(box), file);
    gtk_box_append(GTK_BOX(box),
                   bv_wrapped_new(_("Or drop a video, a picture, a folder or a "
                                    "DICOM file here."),
                                  "hint"));
    gtk_box_append(GTK_BOX(box),
                   bv_wrapped_new(_("Plugged in now"), "caption"));
    first->devices = bv_devices_new(first->options, on_chosen, first);
    gtk_box_append(GTK_BOX(box), bv_devices_get_widget(first->devices));
    gtk_box_append(GTK_BOX(box), bv_wrapped_new(_("Opened before"), "caption"));
    gtk_box_append(GTK_BOX(box), new_recent(first));
    gtk_scrolled_window_set_policy(GTK_SCROLLED_WINDOW(scroller),
                                   GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
    gtk_scrolled_window_set_child(GTK_SCROLLED_WINDOW(scroller), box);
    return scroller;
}

static GtkWidget *new_right(struct first *first)
{
    GtkWidget *box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 8);
    GtkWidget *scroller = gtk_scrolled_window_new();

    gtk_widget_add_css_class(box, "practise");
    gtk_box_append(
        GTK_BOX(box),
        bv_wrapped_new(_("Practise on the simulated probe"), "caption"));
    first->scenes = gtk_flow_box_new();
    gtk_flow_box_set_selection_mode(GTK_FLOW_BOX(first->scenes),
                                    GTK_SELECTION_NONE);
    gtk_flow_box_set_max_children_per_line(GTK_FLOW_BOX(first->scenes), 8);
    gtk_widget_set_valign(first->scenes, GTK_ALIGN_START);
    gtk_scrolled_window_set_policy(GTK_SCROLLED_WINDOW(scroller),
                                   GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
    gtk_scrolled_window_set_child(GTK_SCROLLED_WINDOW(scroller), first->scenes);
    gtk_widget_set_vexpand(scroller, TRUE);
    gtk_widget_set_hexpand(box, TRUE);
    gtk_box_append(GTK_BOX(box), scroller);
    return box;
}

/* They have the room of what is opened: a small screen has none for both. */
static void on_settings_toggled(void *data)
{
    struct first *first = data;

    gtk_widget_set_visible(first->left,
                           !bv_settings_page_is_open(first->settings));
    update_pictures(first);
}

static void on_settings(GtkButton *button, gpointer data)
{
    struct first *first = data;

    (void)button;
    bv_settings_page_toggle(first->settings);
}

static GtkWidget *new_top(struct first *first)
{
    GtkWidget *handle = gtk_window_handle_new();
    GtkWidget *row = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 14);
    GtkWidget *settings = bv_settings_page_new_button(NULL);

    gtk_window_handle_set_child(GTK_WINDOW_HANDLE(handle), row);
    gtk_widget_add_css_class(row, "topbar");
    gtk_box_append(GTK_BOX(row), bv_wrapped_new("bevel", "brand"));
    first->said = gtk_label_new("");
    gtk_widget_add_css_class(first->said, "first-said");
    gtk_label_set_xalign(GTK_LABEL(first->said), 0);
    gtk_widget_set_hexpand(first->said, TRUE);
    gtk_label_set_ellipsize(GTK_LABEL(first->said), PANGO_ELLIPSIZE_END);
    gtk_box_append(GTK_BOX(row), first->said);
    g_signal_connect(settings, "clicked", G_CALLBACK(on_settings), first);
    gtk_box_append(GTK_BOX(row), settings);
    gtk_box_append(GTK_BOX(row), bv_window_buttons_new());
    say(first, _("Research and training aid, not a medical device"), false);
    return handle;
}

static void build(struct first *first)
{
    GtkWidget *column = gtk_box_new(GTK_ORIENTATION_VERTICAL, 0);
    static const struct bv_key_watch watch = {on_key, NULL, NULL};
    GtkDropTarget *drop =
        gtk_drop_target_new(GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);

    first->content = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 0);
    gtk_widget_set_vexpand(first->content, TRUE);
    gtk_box_append(GTK_BOX(column), new_top(first));
    first->left = new_left(first);
    gtk_box_append(GTK_BOX(first->content), first->left);
    gtk_box_append(GTK_BOX(first->content), new_right(first));
    first->settings =
        bv_settings_page_new(BV_KEYS_LIVE, on_settings_toggled, first);
    gtk_box_append(GTK_BOX(first->content),
                   bv_settings_page_get_widget(first->settings));
    gtk_box_append(GTK_BOX(column), first->content);
    first->window = bv_start_window("bevel", column);
    g_signal_connect(drop, "drop", G_CALLBACK(on_drop), first);
    gtk_widget_add_controller(column, GTK_EVENT_CONTROLLER(drop));
    bv_key_watch_add(first->window, &watch, first);
    g_signal_connect(first->window, "notify::is-active", G_CALLBACK(on_active),
                     first);
    update_pictures(first);
    g_signal_connect(first->window, "close-request",
                     G_CALLBACK(on_close_request), first);
}

static void wait_open(struct first *first)
{
    while (first->opening)
        g_main_context_iteration(NULL, TRUE);
}

/* bevel ends: devices are closed before, but for one that hangs. */
static void close_pictures(struct first *first)
{
    gint64 until_us = g_get_monotonic_time() + G_USEC_PER_SEC;
    GPtrArray *thumbnails = bv_devices_get_thumbnails(first->devices);

    g_signal_handlers_disconnect_by_data(first->window, first);
    bv_devices_want(first->devices, false);
    for (guint i = 0; i < thumbnails->len && !first->opened; i++)
        bv_thumbnail_await_closed(thumbnails->pdata[i], until_us);
    g_ptr_array_unref(thumbnails);
}

int bv_first_run(const struct bv_first_options *options, char **name,
                 struct bv_held_procedure **held, struct bv_fault *fault)
{
    struct first first = {.options = options};
    int error = bv_live_check(fault);

    *name = NULL;
    *held = NULL;
    if (error < 0)
        return error;
    bv_start_look();
    first.loop = g_main_loop_new(NULL, FALSE);
    build(&first);
    if (options->fault.error)
        say(&first, options->fault.text, true);
    first.finder = bv_finder_new(options, on_devices, on_scene, &first);
    gtk_window_present(first.window);
    bv_start_loop(first.loop);
    wait_open(&first); /* Ctrl-C came while it was opened */
    bv_finder_free(first.finder);
    close_pictures(&first);
    g_clear_object(&first.chooser);
    gtk_window_destroy(first.window);
    g_main_loop_unref(first.loop);
    if (first.opened)
        *name = first.name;
    else
        free(first.name);
    if (first.opened && first.goes_on)
        *held = first.held;
    else
        free(first.held);
    return 0;
}
