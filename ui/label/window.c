#include "ui/label/window.h"

#include <errno.h>
#include <math.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "core/words.h"
#include "guidance/review/ridge_line.h"
#include "ui/keys.h"
#include "ui/start.h"
#include "ui/window_buttons.h"

/* Pictures near the present one are kept in so much memory. */
enum { kept_bytes = 400 * 1024 * 1024 };

/* Another line's ridge, being looked for. */
struct refining {
    struct bv_job job;
    const struct bv_reel_picture *picture;
    struct bv_refined refined;
    int error;
};

void bv_label_window_say(struct bv_label_window *window, const char *format,
                         ...)
{
    va_list arguments;

    va_start(arguments, format);
    g_vsnprintf(window->status, sizeof(window->status), format, arguments);
    va_end(arguments);
}

void bv_label_window_hush(struct bv_label_window *window)
{
    window->status[0] = '\0';
}

/* @param format  With "%s" for the key of the ridge. */
static void say_with_key(struct bv_label_window *window, const char *format)
{
    char *key = bv_keys_say_first("label.ridge");

    g_snprintf(window->status, sizeof(window->status), format, key);
    g_free(key);
}

static void run_refining(struct bv_job *job)
{
    struct refining *refining = (struct refining *)job;

    refining->error = bv_ridge_line_find(refining->picture->frame,
                                         &refining->refined.clicked_px,
                                         &refining->refined.ridge_px);
}

static void on_refined(struct bv_job *job, void *data)
{
    struct refining *refining = (struct refining *)job;
    struct bv_label_window *window = data;

    if (refining->error < 0)
        bv_label_window_say(window,
                            _("No ridge stands out beside this line: it "
                              "stays as it was clicked."));
    else if (bv_session_use_ridge(&window->session, &refining->refined) > 0)
        say_with_key(window, _("Moved onto the ridge; %s for the line as it "
                               "was clicked."));
    bv_label_window_update(window);
}

static void free_refining(struct bv_job *job)
{
    struct refining *refining = (struct refining *)job;

    bv_reel_picture_unref(refining->picture);
    g_free(refining);
}

void bv_label_window_refine(struct bv_label_window *window)
{
    const struct bv_reel_picture *picture =
        bv_label_view_get_picture(window->view);
    struct bv_label label;
    struct refining *refining;

    if (!picture ||
        bv_session_get(&window->session, &label) == BV_LABEL_FROM_NOBODY ||
        label.kind != BV_LABEL_NEEDLE)
        return;
    refining = g_new0(struct refining, 1);
    refining->job.run = run_refining;
    refining->job.done = on_refined;
    refining->job.free = free_refining;
    refining->picture = bv_reel_picture_ref(picture);
    refining->refined.frame = window->session.frame;
    refining->refined.clicked_px = label.shaft_px;
    bv_worker_add(window->worker, &refining->job);
}

static struct bv_label_marks marks_of(const struct bv_session *session)
{
    struct bv_label label;
    enum bv_label_from from = bv_session_get(session, &label);
    struct bv_label_marks marks = {.has_first = session->has_first,
                                   .first_px = session->first_px};

    if (session->has_first || from == BV_LABEL_FROM_NOBODY)
        return marks; /* a new line is easier drawn without the old one */
    marks.carried = from == BV_LABEL_FROM_CARRY;
    marks.has_shaft = label.kind == BV_LABEL_NEEDLE;
    marks.shaft_px = label.shaft_px;
    marks.ring = label.tip == BV_TIP_VISIBLE   ? BV_RING_SEEN
                 : label.tip == BV_TIP_UNKNOWN ? BV_RING_DASHED
                                               : BV_RING_NONE;
    marks.has_crossing = label.kind == BV_LABEL_CROSSING;
    marks.crossing_px = label.shaft_px.to;
    return marks;
}

/* Under the pointer; without one, at the tip. */
static void point_loupe(struct bv_label_window *window)
{
    BvLoupe *loupe = bv_label_panel_get_loupe(window->panel);
    struct bv_label_marks marks = marks_of(&window->session);
    struct bv_px px;

    if (!bv_label_view_get_pointer(window->view, &px))
        px = marks.has_shaft || marks.has_crossing
                 ? marks.shaft_px.to
                 : (struct bv_px){window->session.width_px / 2.0,
                                  window->session.height_px / 2.0};
    bv_loupe_point(loupe, px, &marks);
}

/* The picture's description is what a screen reader hears of it. */
static void describe(struct bv_label_window *window,
                     const struct bv_session_words *words)
{
    char text[300];

    g_snprintf(text, sizeof(text), _("Frame %u. %s, %s. %s"),
               window->session.frame, words->headline, words->origin,
               words->hint);
    gtk_accessible_update_property(GTK_ACCESSIBLE(window->view),
                                   GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text,
                                   -1);
}

static void update_chip(struct bv_label_window *window)
{
    static const char *const names[] = {N_("NOTHING DRAWN"), N_("SAVED"),
                                        N_("SAVING"), N_("NOT SAVED")};
    static const char *const classes[] = {"quiet", "running", "quiet", "alert"};
    struct bv_fault fault;
    enum bv_saving_state state = bv_saving_get_state(window->saving, &fault);

    gtk_label_set_text(GTK_LABEL(window->chip), _(names[state]));
    for (size_t i = 0; i < G_N_ELEMENTS(classes); i++)
        gtk_widget_remove_css_class(window->chip, classes[i]);
    gtk_widget_add_css_class(window->chip, classes[state]);
    if (state == BV_SAVING_FAILED && !window->asked_close)
        bv_footer_set_status(window->footer, fault.text);
    else
        bv_footer_set_status(window->footer, window->status);
}

static uint32_t last_frame(const struct bv_label_window *window)
{
    uint32_t end = bv_labels_end(window->session.labels), last = 0;

    (void)bv_labels_seek(window->session.labels, end, false, BV_LABELS_PICTURE,
                         &last);
    return last;
}

void bv_label_window_update(struct bv_label_window *window)
{
    struct bv_session *session = &window->session;
    struct bv_label_marks marks = marks_of(session);
    struct bv_labels_counts counts = bv_labels_count(session->labels);
    struct bv_session_words words;

    bv_session_say_words(session, &words);
    bv_label_view_set_marks(window->view, &marks);
    bv_label_panel_set_words(window->panel, &words, marks.carried);
    bv_label_panel_set_frame(window->panel, session->frame, last_frame(window),
                             bv_labels_time_s(session->labels, session->frame));
    bv_label_panel_set_counts(window->panel, &counts);
    bv_label_strip_update(window->strip);
    point_loupe(window);
    describe(window, &words);
    bv_label_deeds_update(window);
    bv_saving_touch(window->saving);
    update_chip(window);
}

void bv_label_window_go(struct bv_label_window *window, uint32_t frame)
{
    window->session.wanted = frame;
    bv_label_strip_set_frame(window->strip, frame);
    bv_reel_want(window->reel, frame);
}

static gboolean on_play_tick(GtkWidget *widget, GdkFrameClock *clock,
                             gpointer data)
{
    struct bv_label_window *window = data;
    const struct bv_labels *labels = window->session.labels;
    double now_s =
        window->played_s +
        (double)(gdk_frame_clock_get_frame_time(clock) - window->played_us) /
            G_USEC_PER_SEC;
    uint32_t frame = window->session.wanted, next;

    (void)widget;
    while (bv_labels_seek(labels, frame, true, BV_LABELS_PICTURE, &next) &&
           bv_labels_time_s(labels, next) <= now_s)
        frame = next;
    if (frame != window->session.wanted)
        bv_label_window_go(window, frame);
    else if (!bv_labels_seek(labels, frame, true, BV_LABELS_PICTURE, &next))
        bv_label_window_play(window, false);
    return G_SOURCE_CONTINUE;
}

void bv_label_window_play(struct bv_label_window *window, bool play)
{
    GtkWidget *view = GTK_WIDGET(window->view);
    GdkFrameClock *clock = gtk_widget_get_frame_clock(view);

    if (play == window->is_playing || (play && !clock))
        return;
    window->is_playing = play;
    gtk_button_set_label(GTK_BUTTON(window->play),
                         play ? _("Stop") : _("Play"));
    if (!play) {
        gtk_widget_remove_tick_callback(view, window->tick);
        return;
    }
    window->played_us = gdk_frame_clock_get_frame_time(clock);
    window->played_s =
        bv_labels_time_s(window->session.labels, window->session.wanted);
    if (!isfinite(window->played_s))
        window->played_s = 0;
    window->tick =
        gtk_widget_add_tick_callback(view, on_play_tick, window, NULL);
}

/* The clip's frames, as the reel finds them. */
static bool take_entries(struct bv_label_window *window)
{
    struct bv_reel_entry *entries = NULL;
    size_t count = bv_reel_take_entries(window->reel, &entries);

    for (size_t i = 0; i < count; i++) {
        if (bv_labels_add_frame(window->session.labels, entries[i].frame,
                                entries[i].time_s) < 0)
            bv_label_window_say(window,
                                _("Frames after %u cannot be labelled."),
                                BV_LABELS_FRAMES_MAX);
        if (entries[i].mm_per_px > 0)
            window->options.about.mm_per_px = entries[i].mm_per_px;
    }
    free(entries);
    return count > 0;
}

/* Once the clip is known whole: what is wrong with it or its labels. */
static void judge_clip(struct bv_label_window *window)
{
    uint32_t end = bv_labels_end(window->session.labels);
    struct bv_fault fault;

    if (!bv_reel_is_whole(window->reel, &fault) || window->status[0])
        return;
    if (fault.error)
        bv_label_window_say(window, "%s", fault.text);
    else if (end > 0 && last_frame(window) + 1 < end)
        bv_label_window_say(
            window,
            _("The labels speak of frame %u, but the clip's last "
              "frame is %u."),
            end - 1, last_frame(window));
}

static gboolean on_told(gpointer data)
{
    struct bv_label_window *window = data;
    const struct bv_reel_picture *picture;
    bool changed;

    g_atomic_int_set(&window->told, 0);
    changed = take_entries(window);
    bv_worker_finish(window->worker, window);
    picture = bv_reel_take(window->reel);
    if (picture) {
        bv_session_show(&window->session, picture->frame->sequence);
        bv_loupe_show(bv_label_panel_get_loupe(window->panel), picture);
        bv_label_view_show(window->view, picture);
    }
    judge_clip(window);
    if (picture || changed)
        bv_label_window_update(window);
    return G_SOURCE_REMOVE;
}

/* On a worker's thread. At default priority: an idle of lower priority would
 * wait behind the painting. */
static void on_wake(void *data)
{
    struct bv_label_window *window = data;

    if (g_atomic_int_compare_and_exchange(&window->told, 0, 1))
        g_idle_add_full(G_PRIORITY_DEFAULT, on_told, window, NULL);
}

static void on_saved(void *data)
{
    update_chip(data);
}

static void on_clicked(BvLabelView *view, double x, double y, gpointer data)
{
    struct bv_label_window *window = data;
    enum bv_session_click clicked;

    (void)view;
    bv_label_window_play(window, false);
    if (!bv_session_is_here(&window->session))
        return;
    if (bv_session_click(&window->session, (struct bv_px){x, y}, &clicked) < 0)
        bv_label_window_say(window, _("There is no memory left."));
    else if (clicked == BV_SESSION_LINE)
        bv_label_window_refine(window);
    else
        bv_label_window_hush(window);
    bv_label_window_update(window);
}

static int on_find_end(void *data, struct bv_px px, double reach_px)
{
    struct bv_label_window *window = data;

    return bv_session_is_here(&window->session)
               ? bv_session_find_end(&window->session, px, reach_px)
               : -1;
}

static void on_moved(BvLabelView *view, int end, double x, double y,
                     gpointer data)
{
    struct bv_label_window *window = data;

    (void)view;
    if (bv_session_move_end(&window->session, end, (struct bv_px){x, y}) < 0)
        bv_label_window_say(window, _("There is no memory left."));
    bv_label_window_update(window);
}

static void on_released(BvLabelView *view, gpointer data)
{
    struct bv_label_window *window = data;

    (void)view;
    bv_session_end_move(&window->session);
    say_with_key(window, _("Moved by hand; %s moves the line onto the ridge "
                           "beside it."));
    bv_label_window_update(window);
}

static void on_pointed(BvLabelView *view, gpointer data)
{
    (void)view;
    point_loupe(data);
}

static void on_seek(BvLabelStrip *strip, guint frame, gpointer data)
{
    (void)strip;
    bv_label_window_play(data, false);
    bv_label_window_go(data, frame);
}

/* Labels that cannot be written are not lost by one press. */
static gboolean on_close_request(GtkWindow *gtk_window, gpointer data)
{
    struct bv_label_window *window = data;
    struct bv_fault fault = {0};

    (void)gtk_window;
    bv_label_window_play(window, false);
    if (bv_saving_finish(window->saving, &fault) < 0 && !window->asked_close) {
        window->asked_close = true;
        bv_label_window_say(window, _("%s Close again to lose what was drawn."),
                            fault.text);
        bv_label_window_update(window);
        return GDK_EVENT_STOP;
    }
    window->on_close(window->data);
    return GDK_EVENT_STOP; /* bv_label_window_free() destroys it */
}

static GtkWidget *new_label(const char *text, const char *css_class)
{
    GtkWidget *label = gtk_label_new(text);

    gtk_widget_add_css_class(label, css_class);
    gtk_label_set_xalign(GTK_LABEL(label), 0);
    gtk_label_set_ellipsize(GTK_LABEL(label), PANGO_ELLIPSIZE_MIDDLE);
    gtk_widget_set_valign(label, GTK_ALIGN_CENTER);
    return label;
}

/* What is labelled, and where the labels go. */
static GtkWidget *new_titles(struct bv_label_window *window)
{
    const struct bv_label_about *about = &window->options.about;
    GtkWidget *box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 0);
    char *said =
        g_strdup_printf(_("%d × %d  ·  written to %s"), about->width_px,
                        about->height_px, window->options.path);
    char *shown = g_utf8_make_valid(said, -1);

    gtk_box_append(GTK_BOX(box),
                   new_label(bv_reel_info(window->reel)->title, "title"));
    gtk_box_append(GTK_BOX(box), new_label(shown, "subtitle"));
    gtk_widget_set_valign(box, GTK_ALIGN_CENTER);
    gtk_widget_set_hexpand(box, TRUE);
    g_free(shown);
    g_free(said);
    return box;
}

static GtkWidget *new_top_bar(struct bv_label_window *window)
{
    GtkWidget *handle = gtk_window_handle_new();
    GtkWidget *row = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 14);

    gtk_window_handle_set_child(GTK_WINDOW_HANDLE(handle), row);
    gtk_widget_add_css_class(row, "topbar");
    gtk_box_append(GTK_BOX(row), new_label("bevel", "brand"));
    gtk_box_append(GTK_BOX(row), new_titles(window));
    window->chip = new_label("", "chip");
    gtk_label_set_ellipsize(GTK_LABEL(window->chip), PANGO_ELLIPSIZE_NONE);
    gtk_box_append(GTK_BOX(row), window->chip);
    gtk_box_append(GTK_BOX(row), bv_settings_page_new_button("win.settings"));
    gtk_box_append(GTK_BOX(row), bv_window_buttons_new());
    return handle;
}

/* The strip of frames, with the button that plays them. */
static GtkWidget *new_strip(struct bv_label_window *window)
{
    GtkWidget *row = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 10);

    window->play = gtk_button_new_with_label(_("Play"));
    gtk_widget_add_css_class(window->play, "small");
    gtk_widget_set_focus_on_click(window->play, FALSE);
    gtk_widget_set_size_request(window->play, 58, -1);
    gtk_widget_set_valign(window->play, GTK_ALIGN_CENTER);
    bv_keys_tip(window->play, "label.play", NULL, _("Play, stop"));
    gtk_actionable_set_action_name(GTK_ACTIONABLE(window->play), "win.play");
    window->strip = bv_label_strip_new(window->session.labels);
    g_signal_connect(window->strip, "seek", G_CALLBACK(on_seek), window);
    gtk_box_append(GTK_BOX(row), window->play);
    gtk_box_append(GTK_BOX(row), GTK_WIDGET(window->strip));
    return row;
}

static void build(struct bv_label_window *window)
{
    GtkWidget *column = gtk_box_new(GTK_ORIENTATION_VERTICAL, 0);
    GtkWidget *row = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 0);

    window->view = bv_label_view_new(window->reel);
    bv_label_view_set_ends(window->view, on_find_end, window);
    g_signal_connect(window->view, "clicked", G_CALLBACK(on_clicked), window);
    g_signal_connect(window->view, "moved", G_CALLBACK(on_moved), window);
    g_signal_connect(window->view, "released", G_CALLBACK(on_released), window);
    g_signal_connect(window->view, "pointed", G_CALLBACK(on_pointed), window);
    window->panel = bv_label_panel_new();
    window->keys = bv_label_deeds_new_keys();
    window->footer = bv_footer_new(new_strip(window), "label.keys");
    bv_footer_add(window->footer, bv_label_strip_new_legend());
    gtk_box_append(GTK_BOX(row), GTK_WIDGET(window->view));
    gtk_box_append(GTK_BOX(row), bv_label_panel_get_widget(window->panel));
    gtk_box_append(GTK_BOX(row), window->keys);
    window->settings = bv_label_deeds_new_settings(window);
    gtk_box_append(GTK_BOX(row), bv_settings_page_get_widget(window->settings));
    gtk_box_append(GTK_BOX(column), new_top_bar(window));
    gtk_box_append(GTK_BOX(column), row);
    gtk_box_append(GTK_BOX(column), bv_footer_get_widget(window->footer));

    window->window = bv_start_window("bevel label", column);
    g_signal_connect(window->window, "close-request",
                     G_CALLBACK(on_close_request), window);
}

static void open_session(struct bv_label_window *window,
                         struct bv_labels *take_labels)
{
    const struct bv_source_info *info = bv_reel_info(window->reel);
    const struct bv_saving_options saving = {.path = window->options.path,
                                             .labels = take_labels,
                                             .file = window->file,
                                             .about = &window->options.about,
                                             .worker = window->worker,
                                             .told = on_saved,
                                             .data = window};

    window->session =
        (struct bv_session){.labels = take_labels,
                            .to_input = info->to_input,
                            .from_input = bv_px_map_inverse(&info->to_input),
                            .width_px = info->width_px,
                            .height_px = info->height_px};
    window->saving = bv_saving_new(&saving);
}

struct bv_label_window *bv_label_window_new(
    struct bv_source *take_source, struct bv_labels *take_labels,
    struct bv_label_file *take_file, const struct bv_label_options *options,
    void (*on_close)(void *data), void *data)
{
    struct bv_label_window *window = g_new0(struct bv_label_window, 1);
    const struct bv_reel_options reel = {.name = options->clip,
                                         .source = options->source,
                                         .memory_bytes = kept_bytes,
                                         .wake = on_wake,
                                         .data = window};

    window->options = *options;
    window->file = take_file;
    window->session.labels = take_labels;
    window->on_close = on_close;
    window->data = data;
    window->worker = bv_worker_new(on_wake, window);
    window->reel = bv_reel_new(take_source, &reel);
    if (!window->worker || !window->reel) {
        bv_label_window_free(window);
        return NULL;
    }
    open_session(window, take_labels);
    build(window);
    bv_label_deeds_add(window);
    bv_label_window_update(window);
    gtk_window_present(window->window);
    gtk_widget_grab_focus(GTK_WIDGET(window->view));
    return window;
}

void bv_label_window_free(struct bv_label_window *window)
{
    if (!window)
        return;
    if (window->view)
        bv_label_view_close(window->view);
    bv_reel_free(window->reel);
    bv_worker_free(window->worker);
    if (g_atomic_int_get(&window->told))
        g_source_remove_by_user_data(window);
    if (window->window) {
        bv_settings_page_close(window->settings);
        gtk_window_destroy(window->window);
        g_object_unref(window->actions);
    }
    bv_saving_free(window->saving);
    bv_label_file_free(window->file);
    bv_labels_free(window->session.labels);
    g_free(window);
}
