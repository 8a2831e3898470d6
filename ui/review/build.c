/*
 * The review window: what is in it, and where.
 */
#include "core/words.h"
#include "ui/keys.h"
#include "ui/review/window.h"
#include "ui/start.h"
#include "ui/window_buttons.h"

static GtkWidget *new_label(const char *text, const char *css_class)
{
    GtkWidget *label = gtk_label_new(text);

    gtk_widget_add_css_class(label, css_class);
    gtk_label_set_xalign(GTK_LABEL(label), 0);
    gtk_widget_set_valign(label, GTK_ALIGN_CENTER);
    return label;
}

/* @param deed  What its key is; NULL: it has none. */
static GtkWidget *new_button(const char *label, const char *action,
                             const char *deed, const char *tip)
{
    GtkWidget *button = gtk_button_new_with_label(label);

    gtk_widget_set_size_request(button, -1, 44);
    gtk_widget_set_valign(button, GTK_ALIGN_CENTER);
    gtk_widget_set_focus_on_click(button, FALSE);
    if (deed)
        bv_keys_tip(button, deed, NULL, tip);
    else
        gtk_widget_set_tooltip_text(button, tip);
    gtk_actionable_set_action_name(GTK_ACTIONABLE(button), action);
    return button;
}

static GtkWidget *new_top_bar(struct bv_review_window *window)
{
    GtkWidget *handle = gtk_window_handle_new();
    GtkWidget *row = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 14);

    gtk_window_handle_set_child(GTK_WINDOW_HANDLE(handle), row);
    gtk_widget_add_css_class(row, "topbar");
    window->title = new_label("", "title");
    gtk_label_set_ellipsize(GTK_LABEL(window->title), PANGO_ELLIPSIZE_MIDDLE);
    gtk_widget_set_hexpand(window->title, TRUE);
    gtk_box_append(GTK_BOX(row), new_label("bevel", "brand"));
    gtk_box_append(GTK_BOX(row), window->title);
    window->blinded = new_label(_("BLINDED"), "chip");
    gtk_widget_add_css_class(window->blinded, "blinded");
    gtk_widget_set_visible(window->blinded, FALSE);
    window->simulated = new_label(_("SIMULATED"), "chip");
    gtk_widget_add_css_class(window->simulated, "simulated");
    gtk_widget_set_visible(window->simulated, FALSE);
    gtk_box_append(GTK_BOX(row), window->simulated);
    gtk_box_append(GTK_BOX(row), window->blinded);
    gtk_box_append(GTK_BOX(row),
                   new_button(_("Open…"), "win.open", "review.open",
                              _("Another recording")));
    gtk_box_append(GTK_BOX(row),
                   new_button(_("Beside…"), "win.beside", "review.beside",
                              _("Another attempt beside this one")));
    gtk_box_append(GTK_BOX(row),
                   new_button(_("Scale…"), "win.scale", "review.scale",
                              _("What it is, and say it where it is not "
                                "known")));
    gtk_box_append(GTK_BOX(row),
                   new_button(_("Report…"), "win.report", "review.report",
                              _("Write it as PDF, HTML or JSON")));
    gtk_box_append(GTK_BOX(row), bv_settings_page_new_button("win.settings"));
    gtk_box_append(GTK_BOX(row), bv_window_buttons_new());
    return handle;
}

static void on_seek(BvTimeView *view, double time_s, gpointer data)
{
    struct bv_review_window *window = data;

    (void)view;
    if (!window->is_open)
        return;
    bv_moment_list_leave_note(window->moments, GTK_WIDGET(window->view));
    bv_player_go_s(&window->attempt.player, time_s,
                   bv_review_window_clock_s(window));
    bv_review_window_moved(window);
}

static void on_range(BvTimeView *view, double from_s, double to_s,
                     gpointer data)
{
    struct bv_review_window *window = data;

    (void)view;
    if (!window->is_open)
        return;
    bv_moment_list_leave_note(window->moments, GTK_WIDGET(window->view));
    window->attempt.selected = -1;
    bv_moment_list_select(window->moments, &window->attempt);
    bv_player_loop(&window->attempt.player, from_s, to_s,
                   bv_review_window_clock_s(window));
    bv_review_window_moved(window);
}

static void on_zoom(BvTimeView *view, double factor, double around_s,
                    gpointer data)
{
    struct bv_review_window *window = data;

    (void)view;
    bv_player_zoom(&window->attempt.player, factor, around_s);
    bv_review_window_moved(window);
}

static void on_pan(BvTimeView *view, double by_s, gpointer data)
{
    struct bv_review_window *window = data;

    (void)view;
    bv_player_pan(&window->attempt.player, by_s);
    bv_review_window_moved(window);
}

static GtkWidget *new_time_view(struct bv_review_window *window)
{
    GtkWidget *scroller = gtk_scrolled_window_new();

    window->time_view = bv_time_view_new();
    g_signal_connect(window->time_view, "seek", G_CALLBACK(on_seek), window);
    g_signal_connect(window->time_view, "range", G_CALLBACK(on_range), window);
    g_signal_connect(window->time_view, "zoom", G_CALLBACK(on_zoom), window);
    g_signal_connect(window->time_view, "pan", G_CALLBACK(on_pan), window);
    gtk_scrolled_window_set_policy(GTK_SCROLLED_WINDOW(scroller),
                                   GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
    gtk_scrolled_window_set_propagate_natural_height(
        GTK_SCROLLED_WINDOW(scroller), TRUE);
    gtk_scrolled_window_set_max_content_height(GTK_SCROLLED_WINDOW(scroller),
                                               330);
    gtk_scrolled_window_set_child(GTK_SCROLLED_WINDOW(scroller),
                                  GTK_WIDGET(window->time_view));
    gtk_widget_add_css_class(scroller, "lanes");
    return scroller;
}

static void on_selected(void *data, int index)
{
    struct bv_review_window *window = data;

    bv_reviewed_select(&window->attempt, index,
                       bv_review_window_clock_s(window));
    bv_moment_list_select(window->moments, &window->attempt);
    bv_review_window_moved(window);
}

static void on_kind(void *data, int kind)
{
    struct bv_review_window *window = data;
    struct bv_fault fault = {0};
    int error = bv_reviewed_set_kind(&window->attempt, kind, &fault);

    bv_review_window_corrected(window, error, &fault);
}

static void on_note(void *data, int index, const char *note)
{
    struct bv_review_window *window = data;
    struct bv_fault fault = {0};
    int error;

    if (!window->is_open || index >= (int)window->attempt.shown_count ||
        g_str_equal(bv_reviewed_note(&window->attempt, index), note))
        return;
    error = bv_reviewed_set_note(&window->attempt, index, note, &fault);
    bv_review_window_corrected(window, error, &fault);
}

static void on_missed(void *data, int truly)
{
    struct bv_review_window *window = data;

    bv_reviewed_show_true(&window->attempt, truly,
                          bv_review_window_clock_s(window));
    bv_moment_list_select(window->moments, &window->attempt);
    bv_review_window_moved(window);
}

static GtkWidget *new_side(struct bv_review_window *window)
{
    GtkWidget *side = gtk_box_new(GTK_ORIENTATION_VERTICAL, 8);
    GtkWidget *switcher = gtk_stack_switcher_new();
    GtkStack *stack = GTK_STACK(gtk_stack_new());
    const struct bv_moment_list_told told = {on_selected, on_kind, on_note,
                                             on_missed, window};

    window->moments = bv_moment_list_new(&told);
    window->measures = bv_measure_list_new();
    window->side = GTK_WIDGET(stack);
    gtk_stack_add_titled(stack, bv_moment_list_get_widget(window->moments),
                         "moments", _("Moments"));
    gtk_stack_add_titled(stack, bv_measure_list_get_widget(window->measures),
                         "measures", _("Measures"));
    gtk_stack_add_titled(stack, bv_review_scores_new(window), "scores",
                         _("Scores"));
    gtk_stack_switcher_set_stack(GTK_STACK_SWITCHER(switcher), stack);
    gtk_widget_set_halign(switcher, GTK_ALIGN_CENTER);
    gtk_widget_add_css_class(side, "panel");
    gtk_widget_add_css_class(side, "reviewing");
    gtk_widget_set_hexpand(side, FALSE);
    gtk_box_append(GTK_BOX(side), bv_review_scale_new(window));
    gtk_box_append(GTK_BOX(side), switcher);
    gtk_box_append(GTK_BOX(side), window->side);
    return side;
}

void bv_review_window_show_side(void *data)
{
    struct bv_review_window *window = data;

    gtk_widget_set_visible(window->panel,
                           !gtk_widget_get_visible(window->keys) &&
                               !bv_settings_page_is_open(window->settings));
}

static GtkWidget *new_review_page(struct bv_review_window *window)
{
    GtkWidget *row = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 0);
    GtkWidget *column = gtk_box_new(GTK_ORIENTATION_VERTICAL, 0);
    GtkWidget *pictures = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 6);

    window->view = bv_review_view_new();
    window->other = bv_review_other_new(window);
    window->transport = bv_transport_new();
    gtk_box_append(GTK_BOX(pictures), GTK_WIDGET(window->view));
    gtk_box_append(GTK_BOX(pictures),
                   bv_review_other_get_widget(window->other));
    gtk_box_set_homogeneous(GTK_BOX(pictures), TRUE);
    gtk_box_append(GTK_BOX(column), pictures);
    gtk_box_append(GTK_BOX(column), bv_transport_get_widget(window->transport));
    gtk_box_append(GTK_BOX(column), new_time_view(window));
    gtk_widget_set_hexpand(column, TRUE);
    gtk_box_append(GTK_BOX(row), column);
    window->panel = new_side(window);
    gtk_box_append(GTK_BOX(row), window->panel);
    return row;
}

/* Where there is nothing else to do: else GTK goes to the first button, and
 * Enter asks for another recording. */
static void on_wait(GtkWidget *stop, gpointer data)
{
    (void)data;
    gtk_widget_grab_focus(stop);
}

static GtkWidget *new_wait_page(struct bv_review_window *window)
{
    GtkWidget *box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 18);

    window->wait = gtk_label_new("");
    gtk_widget_add_css_class(window->wait, "page-words");
    gtk_label_set_wrap(GTK_LABEL(window->wait), TRUE);
    gtk_label_set_max_width_chars(GTK_LABEL(window->wait), 70);
    window->progress = gtk_progress_bar_new();
    gtk_progress_bar_set_show_text(GTK_PROGRESS_BAR(window->progress), TRUE);
    gtk_widget_set_size_request(window->progress, 460, -1);
    window->stop =
        new_button(_("Stop"), "win.stop", NULL,
                   _("What was looked at so far is shown, and kept"));
    gtk_widget_set_halign(window->stop, GTK_ALIGN_CENTER);
    g_signal_connect(window->stop, "map", G_CALLBACK(on_wait), NULL);
    gtk_box_append(GTK_BOX(box), window->wait);
    gtk_box_append(GTK_BOX(box), window->progress);
    gtk_box_append(GTK_BOX(box), window->stop);
    gtk_widget_set_halign(box, GTK_ALIGN_CENTER);
    gtk_widget_set_valign(box, GTK_ALIGN_CENTER);
    return box;
}

static gboolean on_drop(GtkDropTarget *target, const GValue *value, double x,
                        double y, gpointer data)
{
    const struct bv_review_window *window = data;
    char *path = window->scoring.is_blinded
                     ? NULL /* another one's name would be shown */
                     : g_file_get_path(g_value_get_object(value));

    (void)target;
    (void)x;
    (void)y;
    if (path)
        bv_review_window_open(data, path);
    g_free(path);
    return path != NULL;
}

static gboolean on_close_request(GtkWindow *gtk_window, gpointer data)
{
    struct bv_review_window *window = data;

    (void)gtk_window;
    window->on_close(window->data);
    return GDK_EVENT_STOP; /* bv_review_window_free() destroys it */
}

void bv_review_window_build(struct bv_review_window *window)
{
    GtkWidget *column = gtk_box_new(GTK_ORIENTATION_VERTICAL, 0);
    GtkWidget *row = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 0);
    GtkDropTarget *drop = gtk_drop_target_new(G_TYPE_FILE, GDK_ACTION_COPY);

    window->pages = gtk_stack_new();
    gtk_widget_set_vexpand(window->pages, TRUE);
    window->footer = bv_footer_new(NULL, "review.keys");
    gtk_stack_add_named(GTK_STACK(window->pages), new_wait_page(window),
                        "wait");
    gtk_stack_add_named(GTK_STACK(window->pages), new_review_page(window),
                        "review");
    gtk_box_append(GTK_BOX(column), new_top_bar(window));
    window->keys = bv_review_deeds_new_keys();
    window->settings = bv_settings_page_new(BV_KEYS_REVIEW,
                                            bv_review_window_show_side, window);
    gtk_widget_set_hexpand(window->pages, TRUE);
    gtk_box_append(GTK_BOX(row), window->pages);
    gtk_box_append(GTK_BOX(row), window->keys);
    gtk_box_append(GTK_BOX(row), bv_settings_page_get_widget(window->settings));
    gtk_box_append(GTK_BOX(column), row);
    gtk_box_append(GTK_BOX(column), bv_footer_get_widget(window->footer));
    window->window = bv_start_window("bevel review", column);
    g_signal_connect(window->window, "close-request",
                     G_CALLBACK(on_close_request), window);
    g_signal_connect(drop, "drop", G_CALLBACK(on_drop), window);
    gtk_widget_add_controller(GTK_WIDGET(window->window),
                              GTK_EVENT_CONTROLLER(drop));
}
