#include "ui/declarer.h"

#include "core/words.h"
#include "ui/declaring.h"

struct bv_declarer {
    struct bv_pipeline *pipeline;
    BvPictureView *view;
    GSimpleAction *action[BV_SYRINGE_ASPIRATES + 1]; /* NULL of idle */
    GSimpleAction *dead_time;
    void (*changed)(void *data);
    void *data;
    struct bv_declaring declaring;
    bool allowed;
};

/* What foot pedals send; F13 comes as "Tools" with the usual layouts. */
static const guint pedals[] = {GDK_KEY_F13, GDK_KEY_Tools, GDK_KEY_AudioPlay};

bool bv_declarer_is_pedal(guint key)
{
    for (size_t i = 0; i < G_N_ELEMENTS(pedals); i++)
        if (pedals[i] == key)
            return true;
    return false;
}

/* The buttons show what is said. */
static void show(struct bv_declarer *declarer)
{
    enum bv_syringe now = declarer->declaring.syringe;

    for (int i = BV_SYRINGE_INJECTS; i <= BV_SYRINGE_ASPIRATES; i++) {
        g_simple_action_set_state(declarer->action[i],
                                  g_variant_new_boolean((int)now == i));
        g_simple_action_set_enabled(declarer->action[i],
                                    declarer->allowed || (int)now == i);
    }
}

static void tell(struct bv_declarer *declarer, bool other)
{
    if (other)
        bv_pipeline_declare(declarer->pipeline, declarer->declaring.syringe,
                            declarer->declaring.at_px);
    show(declarer);
    declarer->changed(declarer->data);
}

static void on_change(GSimpleAction *action, GVariant *state, gpointer data)
{
    struct bv_declarer *declarer = data;
    const struct bv_shown *shown = bv_picture_view_get_shown(declarer->view);
    enum bv_syringe asked = action == declarer->action[BV_SYRINGE_INJECTS]
                                ? BV_SYRINGE_INJECTS
                                : BV_SYRINGE_ASPIRATES;

    (void)state;
    tell(declarer, bv_declaring_toggle(&declarer->declaring, asked,
                                       shown ? &shown->result->advice : NULL));
}

static void on_dead_time(GSimpleAction *action, GVariant *state, gpointer data)
{
    struct bv_declarer *declarer = data;

    bv_pipeline_set_dead_time(declarer->pipeline, g_variant_get_int32(state));
    g_simple_action_set_state(action, state);
}

/* As the words of the command say, in whole seconds. */
static void add_dead_time(struct bv_declarer *declarer, GActionMap *map)
{
    double now_s = bv_pipeline_get_dead_time(declarer->pipeline);

    declarer->dead_time = g_simple_action_new_stateful(
        "dead-time", G_VARIANT_TYPE_INT32, g_variant_new_int32((int)now_s));
    g_signal_connect(declarer->dead_time, "change-state",
                     G_CALLBACK(on_dead_time), declarer);
    g_action_map_add_action(map, G_ACTION(declarer->dead_time));
}

struct bv_declarer *bv_declarer_new(struct bv_pipeline *pipeline,
                                    BvPictureView *view, GActionMap *map,
                                    void (*changed)(void *data), void *data)
{
    static const char *const names[] = {NULL, "injecting", "aspirating"};
    struct bv_declarer *declarer = g_new0(struct bv_declarer, 1);

    declarer->pipeline = pipeline;
    declarer->view = view;
    declarer->changed = changed;
    declarer->data = data;
    for (int i = BV_SYRINGE_INJECTS; i <= BV_SYRINGE_ASPIRATES; i++) {
        declarer->action[i] = g_simple_action_new_stateful(
            names[i], NULL, g_variant_new_boolean(FALSE));
        g_signal_connect(declarer->action[i], "change-state",
                         G_CALLBACK(on_change), declarer);
        g_action_map_add_action(map, G_ACTION(declarer->action[i]));
    }
    add_dead_time(declarer, map);
    show(declarer);
    return declarer;
}

void bv_declarer_free(struct bv_declarer *declarer)
{
    if (!declarer)
        return;
    for (int i = BV_SYRINGE_INJECTS; i <= BV_SYRINGE_ASPIRATES; i++) {
        g_signal_handlers_disconnect_by_data(declarer->action[i], declarer);
        g_object_unref(declarer->action[i]);
    }
    g_signal_handlers_disconnect_by_data(declarer->dead_time, declarer);
    g_object_unref(declarer->dead_time);
    g_free(declarer);
}

/* The button says what is set. */
static void on_dead_time_set(GObject *action, GParamSpec *spec, gpointer button)
{
    struct bv_declarer *declarer = g_object_get_data(button, "declarer");
    char text[32];

    (void)action;
    (void)spec;
    bv_declaring_say_dead_time(bv_pipeline_get_dead_time(declarer->pipeline),
                               text, sizeof(text));
    gtk_menu_button_set_label(button, text);
}

GtkWidget *bv_declarer_new_dead_time(struct bv_declarer *declarer)
{
    GtkWidget *button = gtk_menu_button_new();
    GMenu *menu = g_menu_new();

    for (const int *s = bv_declaring_dead_times_s; *s > 0; s++) {
        GMenuItem *item;
        char text[32];

        bv_declaring_say_dead_time(*s, text, sizeof(text));
        item = g_menu_item_new(text, NULL);
        g_menu_item_set_action_and_target(item, "win.dead-time", "i", *s);
        g_menu_append_item(menu, item);
        g_object_unref(item);
    }
    gtk_menu_button_set_menu_model(GTK_MENU_BUTTON(button), G_MENU_MODEL(menu));
    g_object_unref(menu);
    gtk_widget_add_css_class(button, "offer");
    gtk_widget_set_tooltip_text(
        button, _("Line and needle fill first: for so long no spread is no "
                  "alarm. After it, spread that is not seen is said."));
    g_object_set_data(G_OBJECT(button), "declarer", declarer);
    g_signal_connect_object(declarer->dead_time, "notify::state",
                            G_CALLBACK(on_dead_time_set), button, 0);
    on_dead_time_set(NULL, NULL, button);
    return button;
}

void bv_declarer_set_allowed(struct bv_declarer *declarer, bool allowed)
{
    if (!allowed)
        bv_declaring_leave(&declarer->declaring);
    if (allowed == declarer->allowed)
        return;
    declarer->allowed = allowed;
    show(declarer);
}

bool bv_declarer_key_down(struct bv_declarer *declarer, guint key)
{
    if (key == GDK_KEY_Escape && declarer->declaring.wants_point) {
        bv_declaring_leave(&declarer->declaring);
        tell(declarer, false);
        return true;
    }
    if (!bv_declarer_is_pedal(key))
        return false;
    if (declarer->allowed && bv_declaring_press(&declarer->declaring))
        tell(declarer, true);
    return true;
}

void bv_declarer_let_go(struct bv_declarer *declarer)
{
    if (bv_declaring_release(&declarer->declaring))
        tell(declarer, true);
}

bool bv_declarer_point(struct bv_declarer *declarer, struct bv_px px)
{
    bool asked = bv_declaring_point(&declarer->declaring, px);

    if (asked)
        tell(declarer, true);
    return asked;
}

void bv_declarer_reset(struct bv_declarer *declarer)
{
    declarer->declaring = (struct bv_declaring){.syringe = BV_SYRINGE_IDLE};
    show(declarer);
}

const char *bv_declarer_get_line(const struct bv_declarer *declarer)
{
    return bv_declaring_get_line(&declarer->declaring);
}
