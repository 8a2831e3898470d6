#include "ui/steering.h"

#include <math.h>

#include "core/words.h"
#include "ui/steering_bar.h"

/* A millimetre of the picture dragged is so much of a turn. */
static const double drag_deg_per_mm = 1.5;
/* A notch of the wheel, mm; with Shift. */
static const double wheel_mm = 1, fine_wheel_mm = 0.2;

struct bv_steering {
    void (*restarts)(void *data); /* the case; NULL: nobody is told */
    void *restarts_data;
    struct bv_controls *controls;
    BvPictureView *view;
    struct bv_steering_bar *bar;
    bool on, allowed;
    guint held_key;   /* 0: none */
    int held_control; /* what it holds */
};

/* A key, and how many steps of which control it is. */
static const struct {
    guint key;
    bool shift, control;
    const char *name;
    double steps;
} keys[] = {
    {GDK_KEY_w, false, false, "length_mm", 1},
    {GDK_KEY_x, false, false, "length_mm", -1},
    {GDK_KEY_w, true, false, "length_mm", 0.2},
    {GDK_KEY_x, true, false, "length_mm", -0.2},
    {GDK_KEY_Page_Down, false, false, "length_mm", 1},
    {GDK_KEY_Page_Up, false, false, "length_mm", -1},
    {GDK_KEY_e, false, false, "angle_deg", 1},
    {GDK_KEY_c, false, false, "angle_deg", -1},
    {GDK_KEY_a, false, false, "out_of_plane_deg", -1},
    {GDK_KEY_d, false, false, "out_of_plane_deg", 1},
    {GDK_KEY_a, true, false, "hub_y_mm", -1},
    {GDK_KEY_d, true, false, "hub_y_mm", 1},
    {GDK_KEY_Left, false, false, "probe_x_mm", -1},
    {GDK_KEY_Right, false, false, "probe_x_mm", 1},
    {GDK_KEY_Up, false, false, "probe_y_mm", 1},
    {GDK_KEY_Down, false, false, "probe_y_mm", -1},
    {GDK_KEY_Up, true, false, "tilt_deg", 1},
    {GDK_KEY_Down, true, false, "tilt_deg", -1},
    {GDK_KEY_Left, true, false, "yaw_deg", -1},
    {GDK_KEY_Right, true, false, "yaw_deg", 1},
    {GDK_KEY_Left, false, true, "rock_deg", -1},
    {GDK_KEY_Right, false, true, "rock_deg", 1},
    {GDK_KEY_p, false, false, "press_mm", 1},
    {GDK_KEY_p, true, false, "press_mm", -1},
    {GDK_KEY_plus, false, false, "depth_mm", 1},
    {GDK_KEY_plus, true, false, "depth_mm", 1},
    {GDK_KEY_equal, false, false, "depth_mm", 1},
    {GDK_KEY_KP_Add, false, false, "depth_mm", 1},
    {GDK_KEY_minus, false, false, "depth_mm", -1},
    {GDK_KEY_KP_Subtract, false, false, "depth_mm", -1},
    {GDK_KEY_g, false, false, "gain_db", 1},
    {GDK_KEY_g, true, false, "gain_db", -1},
    {GDK_KEY_f, false, false, "focus_mm", 1},
    {GDK_KEY_f, true, false, "focus_mm", -1},
    {GDK_KEY_h, false, false, "frequency_mhz", 1},
    {GDK_KEY_h, true, false, "frequency_mhz", -1},
    {GDK_KEY_i, false, false, "inject_ml_s", 1},
    {GDK_KEY_o, false, false, "aspirate_ml_s", 1},
};

const char *const bv_steering_keys[][2] = {
    {"S", N_("steer, or leave it to the script")},
    {N_("Drag up, down"), N_("hub: angle")},
    {N_("Drag sideways"), N_("hub along the skin")},
    {N_("Shift + drag"), N_("roll, hub across")},
    {N_("Wheel, or W and X"), N_("advance, withdraw")},
    {N_("Shift + the same"), N_("in small steps")},
    {"E, C", N_("steeper, flatter")},
    {"A, D", N_("roll out of the plane")},
    {N_("Shift + A, D"), N_("hub across")},
    {N_("Arrows"), N_("slide the probe")},
    {N_("Shift + arrows"), N_("tilt, rotate it")},
    {N_("Ctrl + left, right"), N_("rock it")},
    {N_("P, Shift + P"), N_("press, let up")},
    {N_("Hold I"), N_("push the syringe")},
    {N_("Hold O"), N_("pull it")},
    {"+, -", N_("depth")},
    {N_("G, Shift + G"), N_("gain")},
    {N_("F, Shift + F"), N_("focus")},
    {N_("H, Shift + H"), N_("frequency")},
    {"R", N_("start again")},
    {"V", N_("watch the script")},
    {NULL, NULL},
};

static bool may_steer(const struct bv_steering *steering)
{
    return steering && steering->on && steering->allowed;
}

static void nudge(struct bv_steering *steering, const char *name, double by)
{
    int control = bv_controls_find(steering->controls, name);

    if (control >= 0)
        bv_controls_nudge(steering->controls, control, by);
}

void bv_steering_let_go(struct bv_steering *steering)
{
    if (!steering || !steering->held_key)
        return;
    steering->held_key = 0;
    bv_controls_set(steering->controls, steering->held_control, 0);
}

/* A key that is down repeats itself; what it holds is held once. */
static void press(struct bv_steering *steering, guint key, const char *name,
                  double steps)
{
    int control = bv_controls_find(steering->controls, name);
    const struct bv_control_spec *spec;

    if (control < 0 || steering->held_key == key)
        return;
    spec = bv_controls_spec(steering->controls, control);
    if (spec->kind != BV_CONTROL_KIND_HELD) {
        bv_controls_nudge(steering->controls, control, steps * spec->step);
        return;
    }
    bv_steering_let_go(steering);
    steering->held_key = key;
    steering->held_control = control;
    bv_controls_set(steering->controls, control, spec->step);
}

bool bv_steering_key_down(struct bv_steering *steering, guint key,
                          GdkModifierType modifiers)
{
    bool shift = modifiers & GDK_SHIFT_MASK;
    bool control = modifiers & GDK_CONTROL_MASK;

    if (!may_steer(steering) || modifiers & (GDK_ALT_MASK | GDK_SUPER_MASK))
        return false;
    key = gdk_keyval_to_lower(key);
    for (size_t i = 0; i < G_N_ELEMENTS(keys); i++)
        if (keys[i].key == key && keys[i].shift == shift &&
            keys[i].control == control) {
            press(steering, key, keys[i].name, keys[i].steps);
            return true;
        }
    return false;
}

void bv_steering_key_up(struct bv_steering *steering, guint key)
{
    if (steering && steering->held_key == gdk_keyval_to_lower(key))
        bv_steering_let_go(steering);
}

static void on_dragged(BvPictureView *view, double right_mm, double down_mm,
                       gboolean shift, gpointer data)
{
    struct bv_steering *steering = data;

    (void)view;
    if (!may_steer(steering))
        return;
    /* the hub moves as the hand does: up is steeper */
    nudge(steering, shift ? "out_of_plane_deg" : "hub_x_mm",
          shift ? right_mm * drag_deg_per_mm : right_mm);
    nudge(steering, shift ? "hub_y_mm" : "angle_deg",
          shift ? -down_mm : -down_mm * drag_deg_per_mm);
}

static gboolean on_scroll(GtkEventControllerScroll *scroll, double right,
                          double down, gpointer data)
{
    struct bv_steering *steering = data;
    GdkModifierType modifiers = gtk_event_controller_get_current_event_state(
        GTK_EVENT_CONTROLLER(scroll));

    if (!may_steer(steering))
        return GDK_EVENT_PROPAGATE;
    nudge(steering, "length_mm",
          -(right + down) *
              (modifiers & GDK_SHIFT_MASK ? fine_wheel_mm : wheel_mm));
    return GDK_EVENT_STOP;
}

static void on_syringe(const char *name, bool down, void *data)
{
    struct bv_steering *steering = data;

    bv_steering_let_go(steering);
    if (down && may_steer(steering))
        press(steering, GDK_KEY_VoidSymbol, name, 1);
}

struct bv_steering *bv_steering_new(struct bv_controls *controls,
                                    BvPictureView *view)
{
    struct bv_steering *steering;
    GtkEventController *scroll;

    if (!controls || bv_controls_find(controls, "length_mm") < 0)
        return NULL;
    steering = g_new0(struct bv_steering, 1);
    steering->controls = controls;
    steering->view = view;
    steering->bar = bv_steering_bar_new(controls, on_syringe, steering);
    g_signal_connect(view, "dragged", G_CALLBACK(on_dragged), steering);
    scroll =
        gtk_event_controller_scroll_new(GTK_EVENT_CONTROLLER_SCROLL_BOTH_AXES);
    g_signal_connect(scroll, "scroll", G_CALLBACK(on_scroll), steering);
    gtk_widget_add_controller(GTK_WIDGET(view), scroll);
    return steering;
}

void bv_steering_free(struct bv_steering *steering)
{
    g_free(steering);
}

GtkWidget *bv_steering_get_widget(struct bv_steering *steering)
{
    return steering ? bv_steering_bar_get_widget(steering->bar) : NULL;
}

static void do_steer(GSimpleAction *action, GVariant *parameter, gpointer data)
{
    struct bv_steering *steering = data;

    (void)parameter;
    bv_steering_let_go(steering);
    steering->on = !steering->on;
    g_simple_action_set_state(action, g_variant_new_boolean(steering->on));
    bv_picture_view_end_cursor(steering->view);
    gtk_widget_set_cursor_from_name(GTK_WIDGET(steering->view),
                                    steering->on ? "move" : "crosshair");
    bv_steering_update(steering);
}

static void do_once(GSimpleAction *action, GVariant *parameter, gpointer data)
{
    struct bv_steering *steering = data;
    const char *name = g_action_get_name(G_ACTION(action));

    (void)parameter;
    bv_steering_let_go(steering);
    bv_controls_set(steering->controls,
                    bv_controls_find(steering->controls, name), 1);
    if (steering->restarts)
        steering->restarts(steering->restarts_data);
}

void bv_steering_on_restart(struct bv_steering *steering,
                            void (*restarts)(void *data), void *data)
{
    if (!steering)
        return;
    steering->restarts = restarts;
    steering->restarts_data = data;
}

bool bv_steering_has_steered(const struct bv_steering *steering)
{
    int steered =
        steering ? bv_controls_find(steering->controls, "steered") : -1;

    return steered >= 0 && bv_controls_told(steering->controls, steered) > 0;
}

void bv_steering_add_actions(struct bv_steering *steering, GActionMap *map)
{
    const GActionEntry entries[] = {
        {.name = "steer", .activate = do_steer, .state = "false"},
        {.name = "restart", .activate = do_once},
        {.name = "watch", .activate = do_once},
    };

    if (steering)
        g_action_map_add_action_entries(map, entries, G_N_ELEMENTS(entries),
                                        steering);
}

GtkWidget *bv_steering_get_offer(struct bv_steering *steering)
{
    (void)steering;
    return bv_steering_bar_new_offer();
}

bool bv_steering_show(struct bv_steering *steering, bool may)
{
    bool shows = may && (bv_steering_is_on(steering) ||
                         bv_steering_has_steered(steering));

    if (steering)
        gtk_widget_set_visible(bv_steering_bar_get_widget(steering->bar),
                               shows);
    return shows;
}

bool bv_steering_is_on(const struct bv_steering *steering)
{
    return steering && steering->on;
}

void bv_steering_set_allowed(struct bv_steering *steering, bool allowed)
{
    if (!steering || allowed == steering->allowed)
        return;
    steering->allowed = allowed;
    if (!allowed)
        bv_steering_let_go(steering);
}

bool bv_steering_is_reduced(const struct bv_steering *steering)
{
    int quality =
        steering ? bv_controls_find(steering->controls, "quality") : -1;

    return quality >= 0 && bv_controls_told(steering->controls, quality) > 0;
}

void bv_steering_update(struct bv_steering *steering)
{
    if (steering)
        bv_steering_bar_say(steering->bar, steering->on);
}
