/*
 * Who of the window a key is for: what asks goes before what is shown, and that
 * before the window's actions.
 */
#include "core/words.h"
#include "ui/key_list.h"
#include "ui/key_watch.h"
#include "ui/keys.h"
#include "ui/settings/kept.h"
#include "ui/window_inside.h"

/* What is not a deed that can be given another key. */
static const char *const fixed[][2] = {
    {N_("Click"), N_("mark the target")},
    {N_("Arrows, then Enter"), N_("mark it by keyboard")},
    {N_("Shift + arrows"), N_("in larger steps")},
    {N_("Esc"), N_("leave the mark as it is")},
    {N_("Frozen: 1 to 5, F"), N_("measure, keep a finding")},
    {N_("Pedal"), N_("the step's main action")},
    {N_("Frozen: 6, 7, 8"), N_("M-mode, tendon, distance over time")},
    {NULL, NULL},
};

GtkWidget *bv_window_new_keys(struct bv_window *window)
{
    return bv_key_list_new(BV_KEYS_LIVE, fixed, window->steering != NULL);
}

static bool arrows_are_free(struct bv_window *window)
{
    return window->frozen && !bv_picture_view_has_cursor(window->view) &&
           !bv_tools_wants_point(window->tools) &&
           !bv_scale_asking_wants_point(window->asking);
}

/* Comma and period, with Shift by a second, on keyboards of several countries;
 * not where they do something else now. */
static bool commas_look_back(void)
{
    const struct bv_keymap *map = bv_kept_keys();

    return bv_keymap_is_shipped(map, bv_keymap_find_deed("back")) &&
           bv_keymap_is_shipped(map, bv_keymap_find_deed("forward"));
}

/* Enter and Esc are for marks from before, where nothing else asks. */
static bool answer_ghosts(struct bv_window *window, guint key,
                          GdkModifierType modifiers)
{
    bool take = key == GDK_KEY_Return || key == GDK_KEY_KP_Enter;

    if ((!take && key != GDK_KEY_Escape) || modifiers & GDK_CONTROL_MASK ||
        !bv_holding_has_ghosts(window->holding) ||
        bv_picture_view_has_cursor(window->view))
        return false;
    g_action_group_activate_action(G_ACTION_GROUP(window->actions),
                                   take ? "take-marks" : "clear", NULL);
    return true;
}

/* Digits are the set-up's; of a picture that stands they measure. */
static bool sets_up(struct bv_window *window)
{
    return bv_steps_card(bv_stepping_get(window->stepping)) ==
               BV_STEP_CARD_SET_UP &&
           !window->frozen && !bv_picture_view_has_cursor(window->view);
}

static bool on_key(guint key, guint code, GdkModifierType modifiers, void *data)
{
    struct bv_window *window = data;
    int deed = bv_keys_find(BV_KEYS_LIVE, key, modifiers);

    if (bv_settings_page_waits(window->settings))
        return bv_settings_page_key(window->settings, key, modifiers);
    if (bv_declarer_is_pedal(key))
        window->pedal = code;
    else
        bv_stepping_pedal_flush(window->stepping);
    if (bv_keys_answer(window->asking, key)) {
        bv_window_update_texts(window);
        return true;
    }
    if (bv_declarer_is_pedal(key) && bv_stepping_pedal_down(window->stepping))
        return true;
    if (bv_declarer_key_down(window->declarer, key))
        return true;
    if (bv_procedures_key(window->procedures, key, modifiers) ||
        bv_settings_page_key(window->settings, key, modifiers) ||
        (!window->steering && bv_key_list_scroll(window->keys, key)))
        return true;
    if (!bv_picture_view_has_cursor(window->view) &&
        bv_tools_key(window->tools, key, modifiers))
        return true;
    if (bv_stepping_key(window->stepping, key, modifiers,
                        !bv_picture_view_has_cursor(window->view)))
        return true;
    if (key == GDK_KEY_Escape && bv_practising_is_open(window->practising)) {
        bv_practising_leave(window->practising);
        return true;
    }
    if (answer_ghosts(window, key, modifiers))
        return true;
    if (bv_keys_moves_on(deed)) {
        bv_keys_run(G_ACTION_GROUP(window->actions), deed);
        return true;
    }
    if (sets_up(window) &&
        bv_setting_up_key(window->setting_up, key, modifiers))
        return true;
    if (bv_looking_back_key(window->looking, key, modifiers,
                            arrows_are_free(window), commas_look_back()))
        return true;
    if (!bv_picture_view_has_cursor(window->view) &&
        bv_steering_key_down(window->steering, key, modifiers))
        return true;
    if (bv_keys_mark(window->view, window->window,
                     bv_window_may_mark(window) ||
                         bv_tools_wants_point(window->tools) ||
                         bv_scale_asking_wants_point(window->asking),
                     key, modifiers))
        return true;
    if (deed < 0)
        return false;
    bv_keys_run(G_ACTION_GROUP(window->actions), deed);
    return true; /* done or not: no widget has another meaning for it */
}

static void on_key_up(guint key, guint code, void *data)
{
    struct bv_window *window = data;

    bv_steering_key_up(window->steering, key);
    if (code != window->pedal) /* its symbol may be another by now */
        return;
    window->pedal = 0;
    bv_declarer_let_go(window->declarer);
    bv_stepping_pedal_up(window->stepping);
}

static void on_left(void *data)
{
    struct bv_window *window = data;

    bv_steering_let_go(window->steering);
    bv_declarer_let_go(window->declarer);
    bv_stepping_pedal_drop(window->stepping);
}

void bv_window_add_keys(struct bv_window *window)
{
    static const struct bv_key_watch watch = {on_key, on_key_up, on_left};

    bv_key_watch_add(window->window, &watch, window);
}
