/*
 * What keys and buttons of the label window do.
 */
#include <errno.h>
#include <string.h>

#include "core/words.h"
#include "ui/key_list.h"
#include "ui/key_watch.h"
#include "ui/keys.h"
#include "ui/label/window.h"

enum { leap_frames = 10 };

static void step(struct bv_label_window *window, bool forward,
                 enum bv_labels_wanted wanted, int count)
{
    uint32_t frame = window->session.wanted;
    bool any = false;

    bv_label_window_play(window, false);
    for (int i = 0; i < count; i++)
        if (bv_labels_seek(window->session.labels, frame, forward, wanted,
                           &frame))
            any = true;
    if (any)
        bv_label_window_go(window, frame);
    else if (wanted != BV_LABELS_PICTURE)
        bv_label_window_say(window, _("There is no such frame %s."),
                            forward ? _("after this one")
                                    : _("before this one"));
}

static void do_back(struct bv_label_window *window)
{
    step(window, false, BV_LABELS_PICTURE, 1);
}

static void do_on(struct bv_label_window *window)
{
    step(window, true, BV_LABELS_PICTURE, 1);
}

static void do_leap_back(struct bv_label_window *window)
{
    step(window, false, BV_LABELS_PICTURE, leap_frames);
}

static void do_leap_on(struct bv_label_window *window)
{
    step(window, true, BV_LABELS_PICTURE, leap_frames);
}

static void do_key_back(struct bv_label_window *window)
{
    step(window, false, BV_LABELS_KEY, 1);
}

static void do_key_on(struct bv_label_window *window)
{
    step(window, true, BV_LABELS_KEY, 1);
}

static void do_last_todo(struct bv_label_window *window)
{
    step(window, false, BV_LABELS_TODO, 1);
}

static void do_next_todo(struct bv_label_window *window)
{
    step(window, true, BV_LABELS_TODO, 1);
}

static void do_first(struct bv_label_window *window)
{
    bv_label_window_play(window, false);
    bv_label_window_go(window, 0);
}

static void do_last(struct bv_label_window *window)
{
    uint32_t end = bv_labels_end(window->session.labels), last = 0;

    bv_label_window_play(window, false);
    if (bv_labels_seek(window->session.labels, end, false, BV_LABELS_PICTURE,
                       &last))
        bv_label_window_go(window, last);
}

static void do_play(struct bv_label_window *window)
{
    bv_label_window_play(window, !window->is_playing);
}

/* A deed on the labels has come to this. */
static void note(struct bv_label_window *window, int result)
{
    if (result == -ENOMEM)
        bv_label_window_say(window, _("There is no memory left."));
}

static void do_accept(struct bv_label_window *window)
{
    int count =
        bv_labels_accept(window->session.labels, window->session.frame, false);

    note(window, count);
    if (count > 0)
        step(window, true, BV_LABELS_PICTURE, 1);
}

static void do_accept_span(struct bv_label_window *window)
{
    int count =
        bv_labels_accept(window->session.labels, window->session.frame, true);

    note(window, count);
    if (count > 0)
        bv_label_window_say(window, _("%d frames were found right at once."),
                            count);
}

static void do_reject_span(struct bv_label_window *window)
{
    int count = bv_labels_reject(window->session.labels, window->session.frame);

    note(window, count);
    if (count > 0)
        bv_label_window_say(window, _("%d frames are to be checked again."),
                            count);
}

static void do_no_needle(struct bv_label_window *window)
{
    note(window, bv_session_say(&window->session, BV_LABEL_NO_NEEDLE));
}

static void do_unsure(struct bv_label_window *window)
{
    note(window, bv_session_say(&window->session, BV_LABEL_UNSURE));
}

static void do_tip(struct bv_label_window *window)
{
    note(window, bv_session_toggle_tip(&window->session));
}

static void do_swap(struct bv_label_window *window)
{
    note(window, bv_session_swap_ends(&window->session));
}

static void do_crossing(struct bv_label_window *window)
{
    bv_session_toggle_crossing(&window->session);
}

static void do_ridge(struct bv_label_window *window)
{
    int done = bv_session_toggle_ridge(&window->session);

    note(window, done);
    if (done == 0)
        bv_label_window_refine(window);
}

static void do_clear(struct bv_label_window *window)
{
    note(window, bv_session_clear(&window->session));
}

/* Go where it happened, so that it is seen. */
static void do_undo(struct bv_label_window *window)
{
    uint32_t frame;

    bv_session_cancel(&window->session);
    if (bv_labels_undo(window->session.labels, &frame))
        bv_label_window_go(window, frame);
}

static void do_redo(struct bv_label_window *window)
{
    uint32_t frame;

    bv_session_cancel(&window->session);
    if (bv_labels_redo(window->session.labels, &frame))
        bv_label_window_go(window, frame);
}

static void do_save(struct bv_label_window *window)
{
    bv_saving_hurry(window->saving);
}

static void do_import_list(struct bv_label_window *window)
{
    bv_label_window_import(window, false);
}

static void do_import_masks(struct bv_label_window *window)
{
    bv_label_window_import(window, true);
}

static void do_cursor(struct bv_label_window *window)
{
    bv_label_view_set_cursor(window->view,
                             !bv_label_view_has_cursor(window->view));
}

static void do_escape(struct bv_label_window *window)
{
    if (!bv_session_cancel(&window->session))
        bv_label_view_set_cursor(window->view, false);
}

/* In the panel's place, so that nothing covers the picture. */
static void show_panel(void *data)
{
    struct bv_label_window *window = data;

    gtk_widget_set_visible(bv_label_panel_get_widget(window->panel),
                           !gtk_widget_get_visible(window->keys) &&
                               !bv_settings_page_is_open(window->settings));
}

static void do_keys(struct bv_label_window *window)
{
    gtk_widget_set_visible(window->keys, !gtk_widget_get_visible(window->keys));
    bv_settings_page_leave(window->settings);
    show_panel(window);
}

static void do_settings(struct bv_label_window *window)
{
    gtk_widget_set_visible(window->keys, FALSE);
    bv_settings_page_toggle(window->settings);
}

static void do_fullscreen(struct bv_label_window *window)
{
    g_object_set(window->window, "fullscreened",
                 !gtk_window_is_fullscreen(window->window), NULL);
}

static void do_quit(struct bv_label_window *window)
{
    gtk_window_close(window->window);
}

/* What can be done. `labels` ones are about the frame on the screen, and wait
 * until the one that was asked for is there. */
static const struct {
    const char *name;
    void (*run)(struct bv_label_window *window);
    bool labels;
} deeds[] = {
    {"back", do_back, false},
    {"on", do_on, false},
    {"leap-back", do_leap_back, false},
    {"leap-on", do_leap_on, false},
    {"key-back", do_key_back, false},
    {"key-on", do_key_on, false},
    {"first", do_first, false},
    {"last", do_last, false},
    {"next-todo", do_next_todo, false},
    {"last-todo", do_last_todo, false},
    {"play", do_play, false},
    {"accept", do_accept, true},
    {"accept-span", do_accept_span, true},
    {"reject-span", do_reject_span, true},
    {"no-needle", do_no_needle, true},
    {"unsure", do_unsure, true},
    {"tip", do_tip, true},
    {"swap", do_swap, true},
    {"crossing", do_crossing, true},
    {"ridge", do_ridge, true},
    {"clear", do_clear, true},
    {"undo", do_undo, false},
    {"redo", do_redo, false},
    {"save", do_save, false},
    {"import-list", do_import_list, false},
    {"import-masks", do_import_masks, false},
    {"cursor", do_cursor, false},
    {"escape", do_escape, false},
    {"keys", do_keys, false},
    {"settings", do_settings, false},
    {"fullscreen", do_fullscreen, false},
    {"quit", do_quit, false},
};

static void on_action(GSimpleAction *action, GVariant *parameter, gpointer data)
{
    struct bv_label_window *window = data;
    const char *name = g_action_get_name(G_ACTION(action));

    (void)parameter;
    for (size_t i = 0; i < G_N_ELEMENTS(deeds); i++) {
        if (strcmp(deeds[i].name, name) != 0)
            continue;
        if (deeds[i].labels && !bv_session_is_here(&window->session))
            return; /* nobody has seen that frame yet */
        if (deeds[i].labels)
            bv_label_window_play(window, false);
        bv_label_window_hush(window);
        deeds[i].run(window);
        bv_label_window_update(window);
        return;
    }
}

/* While the keyboard's cursor is shown, arrows and Enter are its. */
static bool move_cursor(struct bv_label_window *window, guint key,
                        GdkModifierType modifiers)
{
    int right = (key == GDK_KEY_Right) - (key == GDK_KEY_Left);
    int down = (key == GDK_KEY_Down) - (key == GDK_KEY_Up);

    if (!bv_label_view_has_cursor(window->view))
        return false;
    if (key == GDK_KEY_Return || key == GDK_KEY_KP_Enter) {
        bv_label_view_click_cursor(window->view);
        return true;
    }
    if (right || down)
        bv_label_view_move_cursor(window->view, right, down,
                                  modifiers & GDK_SHIFT_MASK);
    return right || down;
}

/* @return Whether what a key holds is the bare picture. */
static bool hold_bare(struct bv_label_window *window, int deed, guint code)
{
    if (deed < 0 || strcmp(bv_keymap_action(deed), "bare") != 0)
        return false;
    window->bare_code = code;
    bv_label_view_set_bare(window->view, true);
    return true;
}

static bool on_key(guint key, guint code, GdkModifierType modifiers, void *data)
{
    struct bv_label_window *window = data;
    int deed = bv_keys_find(BV_KEYS_LABEL, key, modifiers);

    if (bv_settings_page_key(window->settings, key, modifiers) ||
        bv_key_list_scroll(window->keys, key) ||
        move_cursor(window, key, modifiers))
        return true;
    if (key == GDK_KEY_Escape) {
        g_action_group_activate_action(G_ACTION_GROUP(window->actions),
                                       "escape", NULL);
        return true;
    }
    return hold_bare(window, deed, code) ||
           (deed >= 0 && bv_keys_run(G_ACTION_GROUP(window->actions), deed));
}

static void let_go(void *data)
{
    struct bv_label_window *window = data;

    window->bare_code = 0;
    bv_label_view_set_bare(window->view, false);
}

static void on_key_up(guint key, guint code, void *data)
{
    struct bv_label_window *window = data;

    (void)key;
    if (code == window->bare_code)
        let_go(window);
}

void bv_label_deeds_add(struct bv_label_window *window)
{
    static const struct bv_key_watch watch = {on_key, on_key_up, let_go};

    window->actions = g_simple_action_group_new();
    for (size_t i = 0; i < G_N_ELEMENTS(deeds); i++) {
        GSimpleAction *action = g_simple_action_new(deeds[i].name, NULL);

        g_signal_connect(action, "activate", G_CALLBACK(on_action), window);
        g_action_map_add_action(G_ACTION_MAP(window->actions),
                                G_ACTION(action));
        g_object_unref(action);
    }
    gtk_widget_insert_action_group(GTK_WIDGET(window->window), "win",
                                   G_ACTION_GROUP(window->actions));
    bv_key_watch_add(window->window, &watch, window);
}

static void enable(struct bv_label_window *window, const char *name,
                   bool enabled)
{
    GAction *action =
        g_action_map_lookup_action(G_ACTION_MAP(window->actions), name);

    if (action)
        g_simple_action_set_enabled(G_SIMPLE_ACTION(action), enabled);
}

void bv_label_deeds_update(struct bv_label_window *window)
{
    const struct bv_labels *labels = window->session.labels;
    struct bv_label label;
    enum bv_label_from from = bv_session_get(&window->session, &label);
    bool is_needle =
        from != BV_LABEL_FROM_NOBODY && label.kind == BV_LABEL_NEEDLE;
    bool may_import = !window->is_importing && window->options.import &&
                      bv_reel_is_whole(window->reel, NULL);

    enable(window, "accept", from == BV_LABEL_FROM_CARRY);
    enable(window, "accept-span", from == BV_LABEL_FROM_CARRY);
    enable(window, "tip", is_needle);
    enable(window, "swap", is_needle);
    enable(window, "ridge", is_needle);
    enable(window, "clear", from == BV_LABEL_FROM_ITSELF);
    enable(window, "undo", bv_labels_can_undo(labels));
    enable(window, "redo", bv_labels_can_redo(labels));
    enable(window, "import-list", may_import);
    enable(window, "import-masks", may_import);
}

GtkWidget *bv_label_deeds_new_keys(void)
{
    static const char *const fixed[][2] = {
        {N_("Click, click"), N_("skin side, then tip")},
        {N_("Drag an end"), N_("move it")},
        {N_("Esc"), N_("drop what is begun")},
        {NULL, NULL},
    };
    GtkWidget *list = bv_key_list_new(BV_KEYS_LABEL, fixed, false);

    gtk_widget_add_css_class(list, "labelling");
    return list;
}

struct bv_settings_page *
bv_label_deeds_new_settings(struct bv_label_window *window)
{
    return bv_settings_page_new(BV_KEYS_LABEL, show_panel, window);
}
