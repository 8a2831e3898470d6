/*
 * What keys and buttons of the review window do.
 */
#include <errno.h>
#include <string.h>

#include "core/words.h"
#include "ui/key_list.h"
#include "ui/key_watch.h"
#include "ui/keys.h"
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

/* Why a deed did nothing: it is said until the next one. */
static void answer(struct bv_review_window *window, const char *text)
{
    bv_review_window_say(window, "%s", text);
    window->is_answer = true;
}

static void go_moment(struct bv_review_window *window, int way)
{
    int index = bv_reviewed_next(&window->attempt, way);

    if (index < 0)
        answer(window, way > 0 ? _("There is no moment after this one.")
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
    bv_scale_card_hide(window->scale);
    gtk_widget_grab_focus(GTK_WIDGET(window->view));
}

#define CORRECTS(name, call)                                                   \
    static void do_##name(struct bv_review_window *window)                     \
    {                                                                          \
        struct bv_fault fault = {0};                                           \
                                                                               \
        bv_review_window_corrected(window, call, &fault);                      \
    }

CORRECTS(reject, bv_reviewed_reject(&window->attempt, &fault))
CORRECTS(start, bv_reviewed_set_end(&window->attempt, false, &fault))
CORRECTS(end, bv_reviewed_set_end(&window->attempt, true, &fault))
CORRECTS(add, bv_reviewed_add(&window->attempt, &fault))

static void do_note(struct bv_review_window *window)
{
    if (window->scoring.is_blinded || window->attempt.selected < 0) {
        answer(window, window->scoring.is_blinded
                           ? _("Who is blinded sees no moments.")
                           : _("No moment is marked."));
        return;
    }
    gtk_stack_set_visible_child_name(GTK_STACK(window->side), "moments");
    bv_moment_list_enter_note(window->moments);
}

static void do_undo(struct bv_review_window *window)
{
    bv_review_window_undo(window, false);
}

static void do_redo(struct bv_review_window *window)
{
    bv_review_window_undo(window, true);
}

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

/* Keys and settings take the side's place: the picture stays as large. */
static void do_keys(struct bv_review_window *window)
{
    gtk_widget_set_visible(window->keys, !gtk_widget_get_visible(window->keys));
    bv_settings_page_leave(window->settings);
    bv_review_window_show_side(window);
}

static void do_settings(struct bv_review_window *window)
{
    gtk_widget_set_visible(window->keys, FALSE);
    bv_settings_page_toggle(window->settings);
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

static const struct {
    const char *name;
    void (*run)(struct bv_review_window *window);
    bool always; /* also where nothing is open */
} deeds[] = {
    {"toggle", do_toggle, false},
    {"forward", do_forward, false},
    {"backward", do_backward, false},
    {"halt", do_halt, false},
    {"back", do_back, false},
    {"on", do_on, false},
    {"second-back", do_second_back, false},
    {"second-on", do_second_on, false},
    {"first", do_first, false},
    {"last", do_last, false},
    {"slower", do_slower, false},
    {"faster", do_faster, false},
    {"rate", do_rate, false},
    {"loop-from", do_loop_from, false},
    {"loop-to", do_loop_to, false},
    {"loop", do_loop, false},
    {"next", do_next, false},
    {"previous", do_previous, false},
    {"leave", do_leave, false},
    {"reject", do_reject, false},
    {"start", do_start, false},
    {"end", do_end, false},
    {"add", do_add, false},
    {"note", do_note, false},
    {"undo", do_undo, false},
    {"redo", do_redo, false},
    {"scores", do_scores, false},
    {"item-before", do_item_before, false},
    {"item-after", do_item_after, false},
    {"blinded", do_blinded, false},
    {"zoom-in", do_zoom_in, false},
    {"zoom-out", do_zoom_out, false},
    {"zoom-all", do_zoom_all, false},
    {"stop", do_stop, true},
    {"open", do_open, true},
    {"beside", bv_review_window_ask_beside, false},
    {"scale", bv_review_window_ask_scale, false},
    {"report", do_report, false},
    {"keys", do_keys, true},
    {"settings", do_settings, true},
    {"fullscreen", do_fullscreen, true},
    {"quit", do_quit, true},
};

static void on_action(GSimpleAction *action, GVariant *parameter, gpointer data)
{
    const char *name = g_action_get_name(G_ACTION(action));
    struct bv_review_window *window = data;

    (void)parameter;
    for (size_t i = 0; i < G_N_ELEMENTS(deeds); i++)
        if (g_str_equal(deeds[i].name, name)) {
            if (window->is_open) /* else it would be of what is done to it */
                bv_moment_list_leave_note(window->moments,
                                          GTK_WIDGET(window->view));
            if (window->is_answer)
                bv_review_window_say(window, "%s", "");
            deeds[i].run(window);
            bv_review_window_moved(window);
            return;
        }
}

/* What is typed into a note is no command; nor are a list's own keys. */
static bool is_typing(struct bv_review_window *window, guint key)
{
    GtkWidget *focus = gtk_window_get_focus(window->window);

    return focus && (GTK_IS_EDITABLE(focus) || GTK_IS_TEXT(focus)) &&
           key != GDK_KEY_Escape;
}

/* A drop-down that is gone to opens by the key that plays; what it has opened,
 * as any popover, has all keys. */
static bool is_choosing(struct bv_review_window *window, guint key)
{
    GtkWidget *focus = gtk_window_get_focus(window->window);

    if (focus && gtk_widget_get_ancestor(focus, GTK_TYPE_POPOVER))
        return true;
    return focus && gtk_widget_get_ancestor(focus, GTK_TYPE_DROP_DOWN) &&
           (key == GDK_KEY_space || key == GDK_KEY_KP_Space);
}

/* A digit scores the marked item, where scores are shown. */
static bool score(struct bv_review_window *window, guint key,
                  GdkModifierType modifiers)
{
    int digit = key >= GDK_KEY_0 && key <= GDK_KEY_9 ? (int)(key - GDK_KEY_0)
                : key >= GDK_KEY_KP_0 && key <= GDK_KEY_KP_9
                    ? (int)(key - GDK_KEY_KP_0)
                    : -1;

    if (digit < 0 || (modifiers & (GDK_CONTROL_MASK | GDK_ALT_MASK)) ||
        !bv_review_scores_are_shown(window))
        return false;
    bv_review_scores_give(window, window->scoring.item, digit);
    return true;
}

/* @return Whether what a key holds is the bare picture. */
static bool hold_bare(struct bv_review_window *window, int deed, guint code)
{
    if (deed < 0 || strcmp(bv_keymap_action(deed), "bare") != 0)
        return false;
    window->bare_code = code;
    bv_review_window_set_bare(window, true);
    return true;
}

static bool on_key(guint key, guint code, GdkModifierType modifiers, void *data)
{
    struct bv_review_window *window = data;
    int deed = bv_keys_find(BV_KEYS_REVIEW, key, modifiers);

    if (bv_settings_page_waits(window->settings))
        return bv_settings_page_key(window->settings, key, modifiers);
    if (is_typing(window, key) || is_choosing(window, key))
        return false;
    if (bv_settings_page_key(window->settings, key, modifiers) ||
        bv_key_list_scroll(window->keys, key) || score(window, key, modifiers))
        return true;
    if (key == GDK_KEY_Escape) {
        g_action_group_activate_action(G_ACTION_GROUP(window->actions), "leave",
                                       NULL);
        return true;
    }
    return hold_bare(window, deed, code) ||
           (deed >= 0 && bv_keys_run(G_ACTION_GROUP(window->actions), deed));
}

static void let_go(void *data)
{
    struct bv_review_window *window = data;

    if (window->bare_code)
        bv_review_window_set_bare(window, window->scoring.is_blinded);
    window->bare_code = 0;
}

static void on_key_up(guint key, guint code, void *data)
{
    struct bv_review_window *window = data;

    (void)key;
    if (code == window->bare_code)
        let_go(window);
}

void bv_review_deeds_add(struct bv_review_window *window)
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
    enable(window, "scale", open && !blinded);
    enable(window, "open", !blinded);
    enable(window, "beside", open && !blinded);
    enable(window, "report",
           open && !blinded && !window->is_exporting &&
               window->options->report);
    enable(window, "item-before", scores);
    enable(window, "item-after", scores);
}

GtkWidget *bv_review_deeds_new_keys(void)
{
    static const char *const fixed[][2] = {
        {N_("0 to 9"), N_("in scores: score the marked item")},
        {N_("Esc"), N_("leave the moment")},
        {N_("Wheel"), N_("zoom; with Shift, move")},
        {N_("Shift + drag"), N_("loop a range")},
        {NULL, NULL},
    };
    GtkWidget *list = bv_key_list_new(BV_KEYS_REVIEW, fixed, false);

    gtk_widget_add_css_class(list, "reviewing");
    return list;
}
