/*
 * What keys and buttons of the review window do.
 */
#include <errno.h>

#include "core/words.h"
#include "ui/review/window.h"

#define PLAYER(window) (&(window)->attempt.player)

static double here_s(struct bv_review_window *window)
{
    return bv_reviewed_now_s(&window->attempt);
}

static void do_toggle(struct bv_review_window *window)
{
    bv_player_toggle(PLAYER(window), bv_review_window_clock_s(window));
}

static void do_forward(struct bv_review_window *window)
{
    bv_player_play(PLAYER(window), 1, bv_review_window_clock_s(window));
}

static void do_backward(struct bv_review_window *window)
{
    bv_player_play(PLAYER(window), -1, bv_review_window_clock_s(window));
}

static void do_halt(struct bv_review_window *window)
{
    bv_player_play(PLAYER(window), 0, 0);
}

static void do_back(struct bv_review_window *window)
{
    bv_player_step(PLAYER(window), -1);
}

static void do_on(struct bv_review_window *window)
{
    bv_player_step(PLAYER(window), 1);
}

static void leap(struct bv_review_window *window, double by_s)
{
    bv_player_go_s(PLAYER(window), here_s(window) + by_s,
                   bv_review_window_clock_s(window));
}

static void do_second_back(struct bv_review_window *window)
{
    leap(window, -1);
}

static void do_second_on(struct bv_review_window *window)
{
    leap(window, 1);
}

static void do_first(struct bv_review_window *window)
{
    leap(window, -1e9);
}

static void do_last(struct bv_review_window *window)
{
    leap(window, 1e9);
}

static void do_slower(struct bv_review_window *window)
{
    bv_player_set_rate(PLAYER(window), PLAYER(window)->rate / 2,
                       bv_review_window_clock_s(window));
}

static void do_faster(struct bv_review_window *window)
{
    bv_player_set_rate(PLAYER(window), PLAYER(window)->rate * 2,
                       bv_review_window_clock_s(window));
}

/* The button goes round: as it was, half, twice. */
static void do_rate(struct bv_review_window *window)
{
    double rate = PLAYER(window)->rate;

    bv_player_set_rate(PLAYER(window),
                       rate == 1     ? 0.5
                       : rate == 0.5 ? 2
                                     : 1,
                       bv_review_window_clock_s(window));
}

/* A loop has two ends: the other stays, or is the clip's. */
static void loop_between(struct bv_review_window *window, double from_s,
                         double to_s)
{
    size_t at = PLAYER(window)->at;

    bv_player_loop(PLAYER(window), from_s, to_s,
                   bv_review_window_clock_s(window));
    bv_player_go(PLAYER(window), at, bv_review_window_clock_s(window));
}

static void do_loop_from(struct bv_review_window *window)
{
    const struct bv_player *player = PLAYER(window);

    loop_between(window, here_s(window),
                 player->has_loop && player->loop_to_s > here_s(window)
                     ? player->loop_to_s
                     : 1e9);
}

static void do_loop_to(struct bv_review_window *window)
{
    const struct bv_player *player = PLAYER(window);

    loop_between(window,
                 player->has_loop && player->loop_from_s < here_s(window)
                     ? player->loop_from_s
                     : -1e9,
                 here_s(window));
}

/* What was looped last, or what is shown. */
static void do_loop(struct bv_review_window *window)
{
    struct bv_player *player = PLAYER(window);

    if (player->has_loop)
        bv_player_unloop(player);
    else if (player->loop_to_s > player->loop_from_s)
        loop_between(window, player->loop_from_s, player->loop_to_s);
    else
        loop_between(window, player->from_s, player->to_s);
}

static void go_moment(struct bv_review_window *window, int way)
{
    int index = bv_reviewed_next(&window->attempt, way);

    if (index < 0)
        bv_review_window_say(window, "%s",
                             way > 0
                                 ? _("There is no moment after this one.")
                                 : _("There is no moment before this one."));
    else
        bv_reviewed_select(&window->attempt, index,
                           bv_review_window_clock_s(window));
    bv_moment_list_select(window->moments, &window->attempt);
}

static void do_next(struct bv_review_window *window)
{
    go_moment(window, 1);
}

static void do_previous(struct bv_review_window *window)
{
    go_moment(window, -1);
}

/* Nothing is selected, and nothing looped. */
static void do_leave(struct bv_review_window *window)
{
    bv_reviewed_select(&window->attempt, -1, 0);
    bv_moment_list_select(window->moments, &window->attempt);
    gtk_widget_grab_focus(GTK_WIDGET(window->view));
}

#define CORRECTS(name, call)                                                   \
    static void do_##name(struct bv_review_window *window)                     \
    {                                                                          \
        struct bv_fault fault = {0};                                           \
                                                                               \
        bv_review_window_corrected(window, call, &fault);                      \
    }

/* What is undone is what is shown. */
static bool undo_score(struct bv_review_window *window, bool again)
{
    if (!bv_review_scores_are_shown(window))
        return false;
    bv_review_scores_undo(window, again);
    return true;
}

CORRECTS(reject, bv_reviewed_reject(&window->attempt, &fault))
CORRECTS(start, bv_reviewed_set_end(&window->attempt, false, &fault))
CORRECTS(end, bv_reviewed_set_end(&window->attempt, true, &fault))
CORRECTS(add, bv_reviewed_add(&window->attempt, &fault))
CORRECTS(undo, undo_score(window, false)
                   ? 0
                   : bv_reviewed_undo(&window->attempt, false, &fault))
CORRECTS(redo, undo_score(window, true)
                   ? 0
                   : bv_reviewed_undo(&window->attempt, true, &fault))

/* To the scores, and back to the moments. */
static void do_scores(struct bv_review_window *window)
{
    if (bv_review_scores_are_shown(window) && !window->scoring.is_blinded)
        gtk_stack_set_visible_child_name(GTK_STACK(window->side), "moments");
    else
        gtk_stack_set_visible_child_name(GTK_STACK(window->side), "scores");
}

static void do_item_before(struct bv_review_window *window)
{
    bv_review_scores_move(window, -1);
}

static void do_item_after(struct bv_review_window *window)
{
    bv_review_scores_move(window, 1);
}

static void do_blinded(struct bv_review_window *window)
{
    bv_review_scores_blind(window, !window->scoring.is_blinded);
}

static void do_zoom_in(struct bv_review_window *window)
{
    bv_player_zoom(PLAYER(window), 0.5, here_s(window));
}

static void do_zoom_out(struct bv_review_window *window)
{
    bv_player_zoom(PLAYER(window), 2, here_s(window));
}

static void do_zoom_all(struct bv_review_window *window)
{
    bv_player_zoom(PLAYER(window), 1e9, here_s(window));
}

/* On the page that waits: stop, or open another where there is nothing. */
static void do_stop(struct bv_review_window *window)
{
    if (window->analysing)
        bv_analysing_stop(window->analysing);
    else
        bv_review_window_ask_open(window);
}

static void do_open(struct bv_review_window *window)
{
    bv_review_window_ask_open(window);
}

static void do_report(struct bv_review_window *window)
{
    bv_review_window_ask_report(window);
}

static void do_keys(struct bv_review_window *window)
{
    gtk_widget_set_visible(window->keys, !gtk_widget_get_visible(window->keys));
}

static void do_fullscreen(struct bv_review_window *window)
{
    if (gtk_window_is_fullscreen(window->window))
        gtk_window_unfullscreen(window->window);
    else
        gtk_window_fullscreen(window->window);
}

static void do_quit(struct bv_review_window *window)
{
    gtk_window_close(window->window);
}

#define CTRL GDK_CONTROL_MASK
#define SHIFT GDK_SHIFT_MASK

static const struct {
    const char *name;
    void (*run)(struct bv_review_window *window);
    bool always; /* also where nothing is open */
    struct {
        guint key;
        GdkModifierType modifiers;
    } keys[3];
} deeds[] = {
    {"toggle", do_toggle, false, {{GDK_KEY_space, 0}}},
    {"forward", do_forward, false, {{GDK_KEY_l, 0}}},
    {"backward", do_backward, false, {{GDK_KEY_j, 0}}},
    {"halt", do_halt, false, {{GDK_KEY_k, 0}}},
    {"back", do_back, false, {{GDK_KEY_comma, 0}, {GDK_KEY_Left, 0}}},
    {"on", do_on, false, {{GDK_KEY_period, 0}, {GDK_KEY_Right, 0}}},
    {"second-back",
     do_second_back,
     false,
     {{GDK_KEY_less, SHIFT},
      {GDK_KEY_semicolon, SHIFT},
      {GDK_KEY_Left, SHIFT}}},
    {"second-on",
     do_second_on,
     false,
     {{GDK_KEY_greater, SHIFT},
      {GDK_KEY_colon, SHIFT},
      {GDK_KEY_Right, SHIFT}}},
    {"first", do_first, false, {{GDK_KEY_Home, 0}}},
    {"last", do_last, false, {{GDK_KEY_End, 0}}},
    {"slower", do_slower, false, {{GDK_KEY_s, 0}}},
    {"faster", do_faster, false, {{GDK_KEY_d, 0}}},
    {"rate", do_rate, false, {{0, 0}}},
    {"loop-from", do_loop_from, false, {{GDK_KEY_bracketleft, 0}}},
    {"loop-to", do_loop_to, false, {{GDK_KEY_bracketright, 0}}},
    {"loop", do_loop, false, {{GDK_KEY_backslash, 0}}},
    {"next", do_next, false, {{GDK_KEY_n, 0}}},
    {"previous", do_previous, false, {{GDK_KEY_p, 0}}},
    {"leave", do_leave, false, {{GDK_KEY_Escape, 0}}},
    {"reject", do_reject, false, {{GDK_KEY_Delete, 0}, {GDK_KEY_BackSpace, 0}}},
    {"start", do_start, false, {{GDK_KEY_i, 0}}},
    {"end", do_end, false, {{GDK_KEY_o, 0}}},
    {"add", do_add, false, {{GDK_KEY_m, 0}}},
    {"undo", do_undo, false, {{GDK_KEY_z, CTRL}}},
    {"redo", do_redo, false, {{GDK_KEY_z, CTRL | SHIFT}, {GDK_KEY_y, CTRL}}},
    {"scores", do_scores, false, {{GDK_KEY_r, 0}}},
    {"item-before", do_item_before, false, {{GDK_KEY_Up, 0}}},
    {"item-after", do_item_after, false, {{GDK_KEY_Down, 0}}},
    {"blinded", do_blinded, false, {{GDK_KEY_b, 0}}},
    {"zoom-in",
     do_zoom_in,
     false,
     {{GDK_KEY_plus, 0}, {GDK_KEY_plus, SHIFT}, {GDK_KEY_KP_Add, 0}}},
    {"zoom-out",
     do_zoom_out,
     false,
     {{GDK_KEY_minus, 0}, {GDK_KEY_KP_Subtract, 0}}},
    {"zoom-all", do_zoom_all, false, {{GDK_KEY_0, 0}, {GDK_KEY_KP_0, 0}}},
    {"stop", do_stop, true, {{0, 0}}},
    {"open", do_open, true, {{GDK_KEY_o, CTRL}}},
    {"beside", bv_review_window_ask_beside, false, {{GDK_KEY_v, 0}}},
    {"report", do_report, false, {{GDK_KEY_e, CTRL}}},
    {"keys", do_keys, true, {{GDK_KEY_question, SHIFT}, {GDK_KEY_F1, 0}}},
    {"fullscreen", do_fullscreen, true, {{GDK_KEY_F11, 0}}},
    {"quit", do_quit, true, {{GDK_KEY_q, 0}, {GDK_KEY_q, CTRL}}},
};

static void on_action(GSimpleAction *action, GVariant *parameter, gpointer data)
{
    const char *name = g_action_get_name(G_ACTION(action));
    struct bv_review_window *window = data;

    (void)parameter;
    for (size_t i = 0; i < G_N_ELEMENTS(deeds); i++)
        if (g_str_equal(deeds[i].name, name)) {
            deeds[i].run(window);
            bv_review_window_moved(window);
            return;
        }
}

static const char *find_action(guint key, GdkModifierType modifiers)
{
    guint asked = modifiers & (SHIFT | CTRL);

    if (modifiers & (GDK_ALT_MASK | GDK_SUPER_MASK))
        return NULL;
    for (size_t i = 0; i < G_N_ELEMENTS(deeds); i++)
        for (size_t k = 0; k < G_N_ELEMENTS(deeds[i].keys); k++)
            if (deeds[i].keys[k].key && deeds[i].keys[k].modifiers == asked &&
                deeds[i].keys[k].key == gdk_keyval_to_lower(key))
                return deeds[i].name;
    return NULL;
}

/* What is typed into a note is no command; nor are a list's own keys. */
static bool is_typing(struct bv_review_window *window, guint key)
{
    GtkWidget *focus = gtk_window_get_focus(window->window);

    return focus && (GTK_IS_EDITABLE(focus) || GTK_IS_TEXT(focus)) &&
           key != GDK_KEY_Escape;
}

/* A digit scores the marked item, where scores are shown. */
static bool score(struct bv_review_window *window, guint key,
                  GdkModifierType modifiers)
{
    int digit = key >= GDK_KEY_0 && key <= GDK_KEY_9 ? (int)(key - GDK_KEY_0)
                : key >= GDK_KEY_KP_0 && key <= GDK_KEY_KP_9
                    ? (int)(key - GDK_KEY_KP_0)
                    : -1;

    if (digit < 0 || (modifiers & (CTRL | GDK_ALT_MASK)) ||
        !bv_review_scores_are_shown(window))
        return false;
    bv_review_scores_give(window, window->scoring.item, digit);
    return true;
}

/* Before the widgets: the space bar plays wherever the focus is, but on a
 * button that was reached by Tab it presses that. */
static gboolean on_key(GtkEventControllerKey *controller, guint key,
                       guint keycode, GdkModifierType modifiers, gpointer data)
{
    struct bv_review_window *window = data;
    const char *action;

    (void)controller;
    (void)keycode;
    if (is_typing(window, key))
        return GDK_EVENT_PROPAGATE;
    if (score(window, key, modifiers))
        return GDK_EVENT_STOP;
    if (gdk_keyval_to_lower(key) == GDK_KEY_h && !(modifiers & CTRL)) {
        bv_review_window_set_bare(window, true);
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
    struct bv_review_window *window = data;

    (void)controller;
    (void)keycode;
    (void)modifiers;
    if (gdk_keyval_to_lower(key) == GDK_KEY_h)
        bv_review_window_set_bare(window, window->scoring.is_blinded);
}

void bv_review_deeds_add(struct bv_review_window *window)
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
    gtk_widget_add_controller(GTK_WIDGET(window->window), keys);
}

static void enable(struct bv_review_window *window, const char *name,
                   bool enabled)
{
    GAction *action =
        g_action_map_lookup_action(G_ACTION_MAP(window->actions), name);

    g_simple_action_set_enabled(G_SIMPLE_ACTION(action), enabled);
}

void bv_review_deeds_update(struct bv_review_window *window)
{
    const struct bv_reviewed *attempt = &window->attempt;
    bool open = window->is_open, blinded = window->scoring.is_blinded;
    bool selected = open && attempt->selected >= 0;
    bool scores = bv_review_scores_are_shown(window);

    for (size_t i = 0; i < G_N_ELEMENTS(deeds); i++)
        enable(window, deeds[i].name, open || deeds[i].always);
    enable(window, "reject", selected);
    enable(window, "start", selected);
    enable(window, "end", selected);
    enable(window, "undo",
           scores ? window->scoring.undo_count > 0
                  : open && bv_corrections_can_undo(attempt->corrections));
    enable(window, "redo",
           scores ? window->scoring.redo_count > 0
                  : open && bv_corrections_can_redo(attempt->corrections));
    enable(window, "next", open && !blinded && attempt->shown_count > 0);
    enable(window, "previous", open && !blinded && attempt->shown_count > 0);
    enable(window, "add", open && !blinded);
    enable(window, "open", !blinded);
    enable(window, "beside", open && !blinded);
    enable(window, "report",
           open && !blinded && !window->is_exporting &&
               window->options->report);
    enable(window, "item-before", scores);
    enable(window, "item-after", scores);
}
