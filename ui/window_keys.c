/*
 * Who of the window a key is for: what asks goes before what is shown, and that
 * before the window's actions.
 */
#include "ui/keys.h"
#include "ui/settings/kept.h"
#include "ui/window_inside.h"

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

/*
 * Before the widgets: the space bar freezes wherever the focus is, and must
 * never press a button instead.
 */
static gboolean on_key(GtkEventControllerKey *controller, guint key,
                       guint keycode, GdkModifierType modifiers, gpointer data)
{
    struct bv_window *window = data;
    int deed = bv_keys_find(key, modifiers);

    (void)controller;
    if (bv_settings_page_waits(window->settings))
        return bv_settings_page_key(window->settings, key, modifiers);
    if (bv_declarer_is_pedal(key))
        window->pedal = keycode;
    else
        bv_stepping_pedal_flush(window->stepping);
    if (bv_keys_answer(window->asking, key)) {
        bv_window_update_texts(window);
        return GDK_EVENT_STOP;
    }
    if (bv_declarer_is_pedal(key) && bv_stepping_pedal_down(window->stepping))
        return GDK_EVENT_STOP;
    if (bv_declarer_key_down(window->declarer, key))
        return GDK_EVENT_STOP;
    if (bv_procedures_key(window->procedures, key, modifiers) ||
        bv_settings_page_key(window->settings, key, modifiers) ||
        (!window->steering && bv_keys_scroll(window->keys, key)))
        return GDK_EVENT_STOP;
    if (!bv_picture_view_has_cursor(window->view) &&
        bv_tools_key(window->tools, key, modifiers))
        return GDK_EVENT_STOP;
    if (bv_stepping_key(window->stepping, key, modifiers,
                        !bv_picture_view_has_cursor(window->view)))
        return GDK_EVENT_STOP;
    if (key == GDK_KEY_Escape && bv_practising_is_open(window->practising)) {
        bv_practising_leave(window->practising);
        return GDK_EVENT_STOP;
    }
    if (answer_ghosts(window, key, modifiers))
        return GDK_EVENT_STOP;
    if (bv_keys_moves_on(deed)) {
        bv_keys_run(G_ACTION_GROUP(window->actions), deed);
        return GDK_EVENT_STOP;
    }
    if (sets_up(window) &&
        bv_setting_up_key(window->setting_up, key, modifiers))
        return GDK_EVENT_STOP;
    if (bv_looking_back_key(window->looking, key, modifiers,
                            arrows_are_free(window), commas_look_back()))
        return GDK_EVENT_STOP;
    if (!bv_picture_view_has_cursor(window->view) &&
        bv_steering_key_down(window->steering, key, modifiers))
        return GDK_EVENT_STOP;
    if (bv_keys_mark(window->view, window->window,
                     bv_window_may_mark(window) ||
                         bv_tools_wants_point(window->tools) ||
                         bv_scale_asking_wants_point(window->asking),
                     key, modifiers))
        return GDK_EVENT_STOP;
    if (deed < 0)
        return GDK_EVENT_PROPAGATE;
    bv_keys_run(G_ACTION_GROUP(window->actions), deed);
    return GDK_EVENT_STOP;
}

static void on_key_up(GtkEventControllerKey *controller, guint key,
                      guint keycode, GdkModifierType modifiers, gpointer data)
{
    struct bv_window *window = data;

    (void)controller;
    (void)modifiers;
    bv_steering_key_up(window->steering, key);
    if (keycode != window->pedal) /* its symbol may be another by now */
        return;
    window->pedal = 0;
    bv_declarer_let_go(window->declarer);
    bv_stepping_pedal_up(window->stepping);
}

/* Keys that go up in another window are not told: what they hold ends. */
static void on_is_active(GtkWindow *gtk_window, GParamSpec *property,
                         gpointer data)
{
    struct bv_window *window = data;

    (void)property;
    if (gtk_window_is_active(gtk_window))
        return;
    bv_steering_let_go(window->steering);
    bv_declarer_let_go(window->declarer);
    bv_stepping_pedal_drop(window->stepping);
}

void bv_window_add_keys(struct bv_window *window)
{
    GtkEventController *keys = gtk_event_controller_key_new();

    gtk_event_controller_set_propagation_phase(keys, GTK_PHASE_CAPTURE);
    g_signal_connect(keys, "key-pressed", G_CALLBACK(on_key), window);
    g_signal_connect(keys, "key-released", G_CALLBACK(on_key_up), window);
    g_signal_connect(window->window, "notify::is-active",
                     G_CALLBACK(on_is_active), window);
    gtk_widget_add_controller(GTK_WIDGET(window->window), keys);
}
