#include "ui/declarer.h"

#include "core/words.h"
#include "ui/declaring.h"

struct bv_declarer {
    struct bv_pipeline *pipeline;
    BvPictureView *view;
    GSimpleAction *action[BV_SYRINGE_ASPIRATES + 1]; /* NULL of idle */
    void (*changed)(void *data);
    void *data;
    struct bv_declaring declaring;
    bool allowed;
};

/* What foot pedals send; F13 comes as "Tools" with the usual layouts. */
static const guint pedals[] = {GDK_KEY_F13, GDK_KEY_Tools, GDK_KEY_AudioPlay};

static bool is_pedal(guint key)
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
    g_free(declarer);
}

GtkWidget *bv_declarer_new_buttons(void)
{
    static const char *const words[][3] = {
        {N_("Injecting  I"), "win.injecting",
         N_("Fluid goes in: its spread is watched. A held pedal (F13) says "
            "it.")},
        {N_("Aspirating  A"), "win.aspirating",
         N_("Fluid is drawn off: its area in this plane is followed.")}};
    GtkWidget *row = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 12);

    for (size_t i = 0; i < G_N_ELEMENTS(words); i++) {
        GtkWidget *button = gtk_toggle_button_new_with_label(_(words[i][0]));

        gtk_widget_add_css_class(button, "small");
        gtk_actionable_set_action_name(GTK_ACTIONABLE(button), words[i][1]);
        gtk_widget_set_tooltip_text(button, _(words[i][2]));
        gtk_box_append(GTK_BOX(row), button);
    }
    return row;
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
    if (!is_pedal(key))
        return false;
    if (declarer->allowed && bv_declaring_press(&declarer->declaring))
        tell(declarer, true);
    return true;
}

void bv_declarer_key_up(struct bv_declarer *declarer, guint key)
{
    if (is_pedal(key))
        bv_declarer_let_go(declarer);
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
