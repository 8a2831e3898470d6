#include "ui/setting_up.h"

#include "ui/steps/set_up_card.h"

struct bv_setting_up {
    GActionGroup *group;
    struct bv_procedures *procedures;
    BvPictureView *view;
    void (*changed)(void *data);
    void *data;
    struct bv_set_up set_up;
    struct bv_set_up_card *card;
    char line[200];
};

static void show(struct bv_setting_up *setting_up)
{
    const char *left, *right;
    bool named = bv_set_up_get_names(&setting_up->set_up, &left, &right);

    bv_set_up_card_say(setting_up->card, &setting_up->set_up);
    bv_set_up_say_open(&setting_up->set_up, setting_up->line,
                       sizeof(setting_up->line));
    bv_picture_view_set_side_names(setting_up->view, named ? left : "",
                                   named ? right : "");
}

static void tell(struct bv_setting_up *setting_up)
{
    show(setting_up);
    setting_up->changed(setting_up->data);
}

static void press(struct bv_setting_up *setting_up, enum bv_set_up_item item)
{
    const struct bv_set_up *set_up = &setting_up->set_up;

    bv_set_up_card_show(setting_up->card, item);
    if (item == BV_SET_UP_PROCEDURE)
        g_action_group_activate_action(setting_up->group, "procedure", NULL);
    else if (item == BV_SET_UP_SIDE && set_up->procedure[0])
        bv_procedures_turn_side(setting_up->procedures);
    else if (item == BV_SET_UP_SIDE) /* it is of a procedure */
        g_action_group_activate_action(setting_up->group, "procedure", NULL);
    else if (item == BV_SET_UP_SCALE && !(set_up->mm_per_px > 0))
        g_action_group_activate_action(setting_up->group, "scale", NULL);
    else {
        bv_set_up_press(&setting_up->set_up, item);
        tell(setting_up);
    }
}

static void on_set_up(GSimpleAction *action, GVariant *parameter, gpointer data)
{
    int item = g_variant_get_int32(parameter);

    (void)action;
    if (item >= 0 && item < BV_SET_UP_ITEMS)
        press(data, (enum bv_set_up_item)item);
}

static void on_swap(GSimpleAction *action, GVariant *parameter, gpointer data)
{
    struct bv_setting_up *setting_up = data;

    (void)action;
    (void)parameter;
    bv_set_up_swap(&setting_up->set_up);
    tell(setting_up);
}

static void add_action(struct bv_setting_up *setting_up, GActionMap *map,
                       const char *name, const GVariantType *type,
                       GCallback run)
{
    GSimpleAction *action = g_simple_action_new(name, type);

    g_signal_connect(action, "activate", run, setting_up);
    g_action_map_add_action(map, G_ACTION(action));
    g_object_unref(action);
}

struct bv_setting_up *bv_setting_up_new(GActionMap *map,
                                        struct bv_procedures *procedures,
                                        BvPictureView *view,
                                        void (*changed)(void *data), void *data)
{
    struct bv_setting_up *setting_up = g_new0(struct bv_setting_up, 1);

    setting_up->group = G_ACTION_GROUP(map);
    setting_up->procedures = procedures;
    setting_up->view = view;
    setting_up->changed = changed;
    setting_up->data = data;
    setting_up->card = bv_set_up_card_new();
    add_action(setting_up, map, "set-up", G_VARIANT_TYPE_INT32,
               G_CALLBACK(on_set_up));
    add_action(setting_up, map, "swap-sides", NULL, G_CALLBACK(on_swap));
    show(setting_up);
    return setting_up;
}

void bv_setting_up_free(struct bv_setting_up *setting_up)
{
    g_free(setting_up);
}

void bv_setting_up_resume(struct bv_setting_up *setting_up,
                          const struct bv_held_procedure *held)
{
    bv_set_up_resume(&setting_up->set_up, &held->settled, held->sides,
                     held->swapped);
    if (held->settled.procedure[0])
        bv_procedures_take(setting_up->procedures, held->settled.procedure,
                           held->settled.side);
    tell(setting_up);
}

GtkWidget *bv_setting_up_get_card(struct bv_setting_up *setting_up)
{
    return bv_set_up_card_get_widget(setting_up->card);
}

bool bv_setting_up_key(struct bv_setting_up *setting_up, guint key,
                       GdkModifierType modifiers)
{
    if (modifiers & (GDK_CONTROL_MASK | GDK_ALT_MASK | GDK_SUPER_MASK) ||
        key < GDK_KEY_1 || key >= GDK_KEY_1 + BV_SET_UP_ITEMS)
        return false;
    press(setting_up, (enum bv_set_up_item)(key - GDK_KEY_1));
    return true;
}

void bv_setting_up_take_procedure(struct bv_setting_up *setting_up)
{
    enum bv_side side;
    const struct bv_procedure_choice *chosen =
        bv_procedures_get_chosen(setting_up->procedures, &side);

    bv_set_up_take_procedure(&setting_up->set_up, chosen ? chosen->id : NULL,
                             chosen ? chosen->name : "", side,
                             chosen ? &chosen->hints : NULL);
    tell(setting_up);
}

void bv_setting_up_update(struct bv_setting_up *setting_up,
                          const struct bv_advice *advice,
                          enum bv_side marked_side, bool on)
{
    bool ceased = bv_set_up_see(&setting_up->set_up, advice, marked_side);

    bv_picture_view_show_area(setting_up->view, on);
    show(setting_up);
    if (ceased)
        setting_up->changed(setting_up->data);
}

const struct bv_set_up *
bv_setting_up_get(const struct bv_setting_up *setting_up)
{
    return &setting_up->set_up;
}

const char *bv_setting_up_get_line(const struct bv_setting_up *setting_up)
{
    return setting_up->line[0] ? setting_up->line : NULL;
}
