/*
 * What keys and buttons of the label window do.
 */
#include <errno.h>

#include "ui/keys.h"
#include "core/words.h"
#include "ui/label/window.h"

enum { leap_frames = 10 };

static const char *const key_lines[][2] = {
    {N_("Click, click"), N_("skin side, then tip")},
    {N_("Drag an end"), N_("move it")},
    {N_("Left, Right"), N_("a frame back, on")},
    {N_("Shift + these"), N_("ten frames")},
    {N_("Ctrl + these"), N_("to the next key frame")},
    {N_("Home, End"), N_("first, last frame")},
    {N_("U, Shift + U"), N_("next, last frame to do")},
    {N_("Space"), N_("play, stop")},
    {N_("Enter"), N_("what is carried fits; on")},
    {N_("Shift + Enter"), N_("it fits up to both keys")},
    {N_("Shift + Delete"), N_("undo that for the span")},
    {"N", N_("no needle")},
    {"C", N_("cannot tell")},
    {"T", N_("tip seen, not seen")},
    {N_("X, then click"), N_("needle crosses here")},
    {"R", N_("onto the ridge, back")},
    {"S", N_("swap skin side and tip")},
    {N_("Delete"), N_("take the label away")},
    {N_("H held"), N_("the bare picture")},
    {N_("M, arrows, Enter"), N_("click by keyboard")},
    {N_("Esc"), N_("drop what is begun")},
    {N_("Ctrl + Z"), N_("undo")},
    {N_("Ctrl + Shift + Z"), N_("redo")},
    {N_("Ctrl + S"), N_("save now")},
    {"F11", N_("full screen")},
    {"Q", N_("save and quit")},
    {"?, F1", N_("hide this")},
    {NULL, NULL},
};

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
static void do_keys(struct bv_label_window *window)
{
    bool show = !gtk_widget_get_visible(window->keys);

    gtk_widget_set_visible(window->keys, show);
    gtk_widget_set_visible(bv_label_panel_get_widget(window->panel), !show);
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

enum {
    SHIFT = GDK_SHIFT_MASK,
    CTRL = GDK_CONTROL_MASK,
    SHIFT_CTRL = GDK_SHIFT_MASK | GDK_CONTROL_MASK
};

/* What can be done: by which name, by which keys. `labels` ones are about the
 * frame on the screen, and wait until the one that was asked for is there. */
static const struct {
    const char *name;
    void (*run)(struct bv_label_window *window);
    bool labels;
    struct {
        guint key;
        guint modifiers;
    } keys[3];
} deeds[] = {
    {"back", do_back, false, {{GDK_KEY_Left, 0}}},
    {"on", do_on, false, {{GDK_KEY_Right, 0}}},
    {"leap-back", do_leap_back, false, {{GDK_KEY_Left, SHIFT}}},
    {"leap-on", do_leap_on, false, {{GDK_KEY_Right, SHIFT}}},
    {"key-back", do_key_back, false, {{GDK_KEY_Left, CTRL}}},
    {"key-on", do_key_on, false, {{GDK_KEY_Right, CTRL}}},
    {"first", do_first, false, {{GDK_KEY_Home, 0}}},
    {"last", do_last, false, {{GDK_KEY_End, 0}}},
    {"next-todo", do_next_todo, false, {{GDK_KEY_u, 0}}},
    {"last-todo", do_last_todo, false, {{GDK_KEY_u, SHIFT}}},
    {"play", do_play, false, {{GDK_KEY_space, 0}}},
    {"accept", do_accept, true, {{GDK_KEY_Return, 0}, {GDK_KEY_KP_Enter, 0}}},
    {"accept-span",
     do_accept_span,
     true,
     {{GDK_KEY_Return, SHIFT}, {GDK_KEY_KP_Enter, SHIFT}}},
    {"reject-span",
     do_reject_span,
     true,
     {{GDK_KEY_Delete, SHIFT}, {GDK_KEY_BackSpace, SHIFT}}},
    {"no-needle", do_no_needle, true, {{GDK_KEY_n, 0}}},
    {"unsure", do_unsure, true, {{GDK_KEY_c, 0}}},
    {"tip", do_tip, true, {{GDK_KEY_t, 0}}},
    {"swap", do_swap, true, {{GDK_KEY_s, 0}}},
    {"crossing", do_crossing, true, {{GDK_KEY_x, 0}}},
    {"ridge", do_ridge, true, {{GDK_KEY_r, 0}}},
    {"clear", do_clear, true, {{GDK_KEY_Delete, 0}, {GDK_KEY_BackSpace, 0}}},
    {N_("undo"), do_undo, false, {{GDK_KEY_z, CTRL}}},
    {N_("redo"), do_redo, false, {{GDK_KEY_z, SHIFT_CTRL}, {GDK_KEY_y, CTRL}}},
    {"save", do_save, false, {{GDK_KEY_s, CTRL}}},
    {"import-list", do_import_list, false, {{0, 0}}},
    {"import-masks", do_import_masks, false, {{0, 0}}},
    {"cursor", do_cursor, false, {{GDK_KEY_m, 0}}},
    {"escape", do_escape, false, {{GDK_KEY_Escape, 0}}},
    {"keys",
     do_keys,
     false,
     {{GDK_KEY_question, 0}, {GDK_KEY_question, SHIFT}, {GDK_KEY_F1, 0}}},
    {"fullscreen", do_fullscreen, false, {{GDK_KEY_F11, 0}}},
    {"quit", do_quit, false, {{GDK_KEY_q, 0}, {GDK_KEY_q, CTRL}}},
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

static const char *find_action(guint key, GdkModifierType modifiers)
{
    guint asked = modifiers & (GDK_SHIFT_MASK | GDK_CONTROL_MASK);

    if (modifiers & (GDK_ALT_MASK | GDK_SUPER_MASK))
        return NULL;
    for (size_t i = 0; i < G_N_ELEMENTS(deeds); i++)
        for (size_t k = 0; k < G_N_ELEMENTS(deeds[i].keys); k++)
            if (deeds[i].keys[k].key && deeds[i].keys[k].modifiers == asked &&
                deeds[i].keys[k].key == gdk_keyval_to_lower(key))
                return deeds[i].name;
    return NULL;
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

/* Before the widgets: the space bar plays wherever the focus is. */
static gboolean on_key(GtkEventControllerKey *controller, guint key,
                       guint keycode, GdkModifierType modifiers, gpointer data)
{
    struct bv_label_window *window = data;
    const char *action;

    (void)controller;
    (void)keycode;
    if (move_cursor(window, key, modifiers))
        return GDK_EVENT_STOP;
    if (gdk_keyval_to_lower(key) == GDK_KEY_h) {
        bv_label_view_set_bare(window->view, true);
        return GDK_EVENT_STOP;
    }
    action = find_action(key, modifiers);
    if (!action)
        return GDK_EVENT_PROPAGATE;
    g_action_group_activate_action(G_ACTION_GROUP(window->actions), action,
                                   NULL);
    return GDK_EVENT_STOP;
}

static void on_key_up(GtkEventControllerKey *controller, guint key,
                      guint keycode, GdkModifierType modifiers, gpointer data)
{
    struct bv_label_window *window = data;

    (void)controller;
    (void)keycode;
    (void)modifiers;
    if (gdk_keyval_to_lower(key) == GDK_KEY_h)
        bv_label_view_set_bare(window->view, false);
}

/* Keys that go up in another window are not told. */
static void on_is_active(GtkWindow *gtk_window, GParamSpec *property,
                         gpointer data)
{
    struct bv_label_window *window = data;

    (void)property;
    if (!gtk_window_is_active(gtk_window))
        bv_label_view_set_bare(window->view, false);
}

void bv_label_deeds_add(struct bv_label_window *window)
{
    GtkEventController *keys = gtk_event_controller_key_new();

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
    gtk_event_controller_set_propagation_phase(keys, GTK_PHASE_CAPTURE);
    g_signal_connect(keys, "key-pressed", G_CALLBACK(on_key), window);
    g_signal_connect(keys, "key-released", G_CALLBACK(on_key_up), window);
    g_signal_connect(window->window, "notify::is-active",
                     G_CALLBACK(on_is_active), window);
    gtk_widget_add_controller(GTK_WIDGET(window->window), keys);
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
    GtkWidget *scroller = gtk_scrolled_window_new();
    GtkWidget *list = bv_keys_new_list(key_lines, 1);

    gtk_widget_set_visible(list, TRUE);
    gtk_scrolled_window_set_policy(GTK_SCROLLED_WINDOW(scroller),
                                   GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
    gtk_scrolled_window_set_child(GTK_SCROLLED_WINDOW(scroller), list);
    gtk_widget_add_css_class(scroller, "panel");
    gtk_widget_add_css_class(scroller, "labelling");
    gtk_widget_set_hexpand(scroller, FALSE);
    gtk_widget_set_visible(scroller, FALSE);
    return scroller;
}
