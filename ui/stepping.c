#include "ui/stepping.h"

#include "core/clock.h"
#include "ui/presses.h"
#include "ui/settings/kept.h"
#include "ui/steps/bar.h"
#include "ui/steps/time_out.h"

struct bv_stepping {
    GActionGroup *group;
    GSimpleAction *step;
    struct bv_step_bar *bar;
    struct bv_time_out *time_out;
    void (*changed)(void *data);
    void *data;
    struct bv_steps steps;
    struct bv_steps_state state;
    struct bv_presses presses; /* of the pedal */
    char line[160];
};

static void show(struct bv_stepping *stepping)
{
    g_simple_action_set_state(stepping->step,
                              g_variant_new_int32((int)stepping->steps.at));
    bv_step_bar_say(stepping->bar, &stepping->steps, &stepping->state);
    bv_time_out_say(stepping->time_out, &stepping->steps);
    bv_steps_say(&stepping->steps, stepping->line, sizeof(stepping->line));
}

static void tell(struct bv_stepping *stepping)
{
    show(stepping);
    stepping->changed(stepping->data);
}

static void on_ticked(enum bv_time_out_item item, void *data)
{
    struct bv_stepping *stepping = data;

    bv_steps_tick(&stepping->steps, item);
    tell(stepping);
}

static void on_step(GSimpleAction *action, GVariant *state, gpointer data)
{
    struct bv_stepping *stepping = data;
    int step = g_variant_get_int32(state);

    (void)action;
    if (step >= 0 && step < BV_STEPS)
        bv_steps_go(&stepping->steps, (enum bv_step)step);
    tell(stepping);
}

static void do_next(struct bv_stepping *stepping)
{
    bv_steps_next(&stepping->steps);
    tell(stepping);
}

static void do_previous(struct bv_stepping *stepping)
{
    bv_steps_back(&stepping->steps);
    tell(stepping);
}

static void do_tick(struct bv_stepping *stepping)
{
    bv_steps_tick_next(&stepping->steps);
    tell(stepping);
}

static void do_time_out(struct bv_stepping *stepping)
{
    bv_steps_toggle_time_out(&stepping->steps);
    tell(stepping);
}

static void do_main(struct bv_stepping *stepping)
{
    g_action_group_activate_action(
        stepping->group, bv_steps_main(&stepping->steps, &stepping->state),
        NULL);
}

static const struct {
    const char *name;
    void (*run)(struct bv_stepping *stepping);
} deeds[] = {{"next", do_next},
             {"previous", do_previous},
             {"tick", do_tick},
             {"time-out", do_time_out},
             {"main", do_main}};

static void on_action(GSimpleAction *action, GVariant *parameter, gpointer data)
{
    const char *name = g_action_get_name(G_ACTION(action));

    (void)parameter;
    for (size_t i = 0; i < G_N_ELEMENTS(deeds); i++)
        if (g_str_equal(deeds[i].name, name))
            deeds[i].run(data);
}

struct bv_stepping *bv_stepping_new(GActionMap *map,
                                    void (*changed)(void *data), void *data)
{
    struct bv_stepping *stepping = g_new0(struct bv_stepping, 1);

    stepping->group = G_ACTION_GROUP(map);
    stepping->changed = changed;
    stepping->data = data;
    for (size_t i = 0; i < G_N_ELEMENTS(deeds); i++) {
        GSimpleAction *action = g_simple_action_new(deeds[i].name, NULL);

        g_signal_connect(action, "activate", G_CALLBACK(on_action), stepping);
        g_action_map_add_action(map, G_ACTION(action));
        g_object_unref(action);
    }
    stepping->step = g_simple_action_new_stateful("step", G_VARIANT_TYPE_INT32,
                                                  g_variant_new_int32(0));
    g_signal_connect(stepping->step, "change-state", G_CALLBACK(on_step),
                     stepping);
    g_action_map_add_action(map, G_ACTION(stepping->step));
    stepping->bar = bv_step_bar_new();
    stepping->time_out = bv_time_out_new(on_ticked, stepping);
    show(stepping);
    return stepping;
}

void bv_stepping_free(struct bv_stepping *stepping)
{
    if (!stepping)
        return;
    g_object_unref(stepping->step);
    g_free(stepping);
}

void bv_stepping_add(struct bv_stepping *stepping, enum bv_step step,
                     GtkWidget *widget)
{
    bv_step_bar_add(stepping->bar, step, widget);
}

GtkWidget *bv_stepping_get_bar(struct bv_stepping *stepping)
{
    return bv_step_bar_get_widget(stepping->bar);
}

GtkWidget *bv_stepping_get_card(struct bv_stepping *stepping)
{
    return bv_time_out_get_widget(stepping->time_out);
}

void bv_stepping_resume(struct bv_stepping *stepping, const char *id)
{
    bv_steps_resume(&stepping->steps, id);
    tell(stepping);
}

const struct bv_steps *bv_stepping_get(const struct bv_stepping *stepping)
{
    return &stepping->steps;
}

/* Of the time-out, where it is shown and nothing else asks. */
static bool press_time_out(struct bv_stepping *stepping, guint key)
{
    if (key >= GDK_KEY_1 && key < GDK_KEY_1 + BV_TIME_OUT_ITEMS) {
        on_ticked((enum bv_time_out_item)(key - GDK_KEY_1), stepping);
        return true;
    }
    switch (key) {
    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter:
        do_tick(stepping);
        return true;
    case GDK_KEY_Escape:
        bv_steps_leave_time_out(&stepping->steps);
        tell(stepping);
        return true;
    default:
        return false;
    }
}

bool bv_stepping_key(struct bv_stepping *stepping, guint key,
                     GdkModifierType modifiers, bool free)
{
    if (modifiers & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SUPER_MASK))
        return false;
    return free && stepping->steps.asks && press_time_out(stepping, key);
}

/* What a press of the pedal is for, as things stand. */
static enum bv_press_kind press_kind(const struct bv_stepping *stepping)
{
    const char *action = bv_steps_main(&stepping->steps, &stepping->state);

    if (g_str_equal(action, "injecting"))
        return BV_PRESS_IS_HELD;
    return g_str_equal(action, "tick") || g_str_equal(action, "place")
               ? BV_PRESS_AT_ONCE
               : BV_PRESS_WAITS;
}

static void act(struct bv_stepping *stepping, enum bv_press press)
{
    enum bv_setting setting = press == BV_PRESS_LONG ? BV_SETTING_PEDAL_LONG
                                                     : BV_SETTING_PEDAL_DOUBLE;
    const char *action;

    if (press == BV_PRESS_SHORT)
        do_main(stepping);
    if (press != BV_PRESS_LONG && press != BV_PRESS_DOUBLE)
        return;
    action = bv_setting_pedal_action(setting, bv_kept_value(setting));
    if (action)
        g_action_group_activate_action(stepping->group, action, NULL);
}

bool bv_stepping_pedal_down(struct bv_stepping *stepping)
{
    int64_t now_ns = bv_clock_now_ns();
    enum bv_press press;

    act(stepping, bv_presses_wait(&stepping->presses, now_ns));
    press = bv_presses_down(&stepping->presses, press_kind(stepping), now_ns);
    act(stepping, press);
    return press != BV_PRESS_HOLDS;
}

void bv_stepping_pedal_up(struct bv_stepping *stepping)
{
    act(stepping, bv_presses_up(&stepping->presses, bv_clock_now_ns()));
}

void bv_stepping_pedal_wait(struct bv_stepping *stepping)
{
    act(stepping, bv_presses_wait(&stepping->presses, bv_clock_now_ns()));
}

void bv_stepping_pedal_flush(struct bv_stepping *stepping)
{
    act(stepping, bv_presses_flush(&stepping->presses));
}

void bv_stepping_pedal_drop(struct bv_stepping *stepping)
{
    bv_presses_drop(&stepping->presses);
}

void bv_stepping_update(struct bv_stepping *stepping,
                        const struct bv_steps_state *state)
{
    stepping->state = *state;
    bv_step_bar_say(stepping->bar, &stepping->steps, &stepping->state);
}

const char *bv_stepping_get_line(const struct bv_stepping *stepping)
{
    return stepping->line;
}
