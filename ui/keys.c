#include "ui/keys.h"

#include "core/words.h"
#include "ui/settings/kept.h"
#include "ui/settings/look.h"
#include "ui/steering.h"

/* Of the list, by an arrow. */
enum { scroll_px = 90 };

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

int bv_keys_find(guint key, GdkModifierType modifiers)
{
    if (modifiers & (GDK_ALT_MASK | GDK_SUPER_MASK))
        return -1;
    return bv_keymap_find(bv_kept_keys(),
                          (struct bv_key){gdk_keyval_to_lower(key),
                                          (modifiers & GDK_CONTROL_MASK) != 0});
}

/* @return Which step its name names, from 0 up; -1: it is no step. */
static int step_of(const char *id)
{
    return g_str_has_prefix(id, "step-") ? id[strlen("step-")] - '1' : -1;
}

bool bv_keys_moves_on(int deed)
{
    static const char *const moves[] = {"next", "previous", "time-out", NULL};

    return deed >= 0 && (step_of(bv_key_deeds[deed].id) >= 0 ||
                         g_strv_contains(moves, bv_key_deeds[deed].id));
}

void bv_keys_run(GActionGroup *actions, int deed)
{
    const char *id = bv_key_deeds[deed].id;

    if (step_of(id) >= 0)
        g_action_group_change_action_state(actions, "step",
                                           g_variant_new_int32(step_of(id)));
    else
        g_action_group_activate_action(actions, id, NULL);
}

char *bv_keys_say(int deed)
{
    GString *text = g_string_new(NULL);

    for (int i = 0; i < BV_KEYMAP_EACH; i++) {
        struct bv_key key = bv_kept_keys()->key[deed][i];
        char *label;

        if (!key.symbol)
            continue;
        label = gtk_accelerator_get_label(key.symbol,
                                          key.control ? GDK_CONTROL_MASK : 0);
        g_string_append_printf(text, "%s%s", text->len > 0 ? ", " : "", label);
        g_free(label);
    }
    return g_string_free(text, FALSE);
}

/* A button's words, which end in the key that was shipped: "Still  T"; or
 * begin with it: "?  Keys". */
static void on_label(void *data)
{
    const char *words = g_object_get_data(data, "words");
    const char *spoken = g_object_get_data(data, "spoken");
    const char *gap = strstr(words, "  ");
    int deed = bv_keymap_find_deed(g_object_get_data(G_OBJECT(data), "deed"));
    char *key = bv_keys_say(deed), *text;
    char *comma = strchr(key, ',');

    if (comma && comma != key)
        *comma = '\0'; /* the first is enough */
    if (words[0] == '?')
        text = g_strdup_printf("%s%s", key, gap);
    else
        text = g_strdup_printf("%.*s  %s", (int)(gap - words), words, key);
    gtk_button_set_label(GTK_BUTTON(data), text);
    if (spoken) /* the label took its place */
        gtk_accessible_update_property(
            GTK_ACCESSIBLE(data), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
    g_free(text);
    g_free(key);
}

void bv_keys_label(GtkWidget *button, const char *deed, const char *words)
{
    if (!strstr(words, "  ") || bv_keymap_find_deed(deed) < 0) {
        gtk_button_set_label(GTK_BUTTON(button), words);
        return;
    }
    g_object_set_data(G_OBJECT(button), "words", (gpointer)words);
    g_object_set_data(G_OBJECT(button), "deed", (gpointer)deed);
    bv_look_tell(button, on_label, button);
}

/* Which way an arrow key points. @return false: it is none. */
static bool read_arrow(guint key, int *right, int *down)
{
    *right = (key == GDK_KEY_Right || key == GDK_KEY_KP_Right) -
             (key == GDK_KEY_Left || key == GDK_KEY_KP_Left);
    *down = (key == GDK_KEY_Down || key == GDK_KEY_KP_Down) -
            (key == GDK_KEY_Up || key == GDK_KEY_KP_Up);
    return *right != 0 || *down != 0;
}

bool bv_keys_mark(BvPictureView *view, GtkWindow *window, bool may_mark,
                  guint key, GdkModifierType modifiers)
{
    int right, down;

    if (read_arrow(key, &right, &down)) {
        if (!may_mark)
            return false;
        if (!bv_picture_view_has_cursor(view) &&
            !bv_picture_view_start_cursor(view))
            return false;
        gtk_widget_grab_focus(GTK_WIDGET(view));
        bv_picture_view_move_cursor(view, right, down,
                                    modifiers & GDK_SHIFT_MASK);
        return true;
    }
    if (key == GDK_KEY_Tab && !gtk_window_get_focus(window) && may_mark) {
        gtk_widget_grab_focus(GTK_WIDGET(view));
        return bv_picture_view_start_cursor(view);
    }
    if (!bv_picture_view_has_cursor(view))
        return false;
    if (key == GDK_KEY_Return || key == GDK_KEY_KP_Enter) {
        bv_picture_view_place_target(view);
        return true;
    }
    if (key == GDK_KEY_Escape) {
        bv_picture_view_end_cursor(view);
        return true;
    }
    return false;
}

bool bv_keys_answer(struct bv_scale_asking *asking, guint key)
{
    gunichar letter = gdk_keyval_to_unicode(key);
    bool take = key == GDK_KEY_Return || key == GDK_KEY_KP_Enter;

    if (take || key == GDK_KEY_Escape)
        return bv_scale_asking_answer(asking, take);
    return bv_scale_asking_type(asking, letter == ','  ? '.'
                                        : letter < 128 ? (char)letter
                                                       : '\0');
}

static GtkWidget *new_label(const char *text, const char *css_class)
{
    GtkWidget *label = gtk_label_new(text);

    gtk_widget_add_css_class(label, css_class);
    gtk_label_set_xalign(GTK_LABEL(label), 0);
    return label;
}

static void add_line(GtkWidget *grid, int column, int row, const char *key,
                     const char *does)
{
    GtkWidget *hint = new_label(_(does), "hint");

    gtk_grid_attach(GTK_GRID(grid), new_label(_(key), "key"), column, row, 1,
                    1);
    gtk_widget_set_hexpand(hint, TRUE);
    gtk_grid_attach(GTK_GRID(grid), hint, column + 1, row, 1, 1);
}

GtkWidget *bv_keys_new_list(const char *const (*list)[2], int columns)
{
    GtkWidget *grid = gtk_grid_new();

    gtk_widget_add_css_class(grid, "keys");
    gtk_grid_set_column_spacing(GTK_GRID(grid), 10);
    gtk_grid_set_row_spacing(GTK_GRID(grid), 1);
    for (int i = 0; list[i][0]; i++)
        add_line(grid, i % columns * 2, i / columns, list[i][0], list[i][1]);
    gtk_widget_set_visible(grid, FALSE);
    return grid;
}

/* What keys do now. */
static void fill_deeds(void *data)
{
    GtkWidget *child;
    int row = 0;

    while ((child = gtk_widget_get_first_child(data)))
        gtk_grid_remove(GTK_GRID(data), child);
    for (int i = 0; i < bv_keymap_count(); i++) {
        char *key = bv_keys_say(i);

        if (key[0])
            add_line(data, 0, row++, key, bv_key_deeds[i].words);
        g_free(key);
    }
    for (int i = 0; fixed[i][0]; i++)
        add_line(data, 0, row++, fixed[i][0], fixed[i][1]);
}

static GtkWidget *new_card(void)
{
    GtkWidget *grid = gtk_grid_new();

    gtk_widget_add_css_class(grid, "card");
    gtk_grid_set_column_spacing(GTK_GRID(grid), 14);
    gtk_grid_set_row_spacing(GTK_GRID(grid), 4);
    return grid;
}

static void append_steering(GtkWidget *box)
{
    GtkWidget *grid = new_card();

    for (int i = 0; bv_steering_keys[i][0]; i++)
        add_line(grid, 0, i, bv_steering_keys[i][0], bv_steering_keys[i][1]);
    gtk_box_append(GTK_BOX(box), new_label(_("While you steer"), "caption"));
    gtk_box_append(GTK_BOX(box), grid);
    gtk_box_append(
        GTK_BOX(box),
        new_label(_("A click that does not drag marks the target."), "hint"));
}

GtkWidget *bv_keys_new_panel(bool steers)
{
    GtkWidget *box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 10);
    GtkWidget *scroller = gtk_scrolled_window_new();
    GtkWidget *grid = new_card();

    if (steers)
        append_steering(box);
    gtk_box_append(GTK_BOX(box),
                   new_label(_("Keys, as they are set now"), "caption"));
    gtk_box_append(GTK_BOX(box), grid);
    bv_look_tell(grid, fill_deeds, grid);
    gtk_widget_add_css_class(scroller, "panel");
    gtk_widget_set_hexpand(scroller, FALSE);
    gtk_scrolled_window_set_policy(GTK_SCROLLED_WINDOW(scroller),
                                   GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
    gtk_scrolled_window_set_child(GTK_SCROLLED_WINDOW(scroller), box);
    gtk_widget_set_visible(scroller, FALSE);
    return scroller;
}

bool bv_keys_scroll(GtkWidget *panel, guint key)
{
    GtkAdjustment *at =
        gtk_scrolled_window_get_vadjustment(GTK_SCROLLED_WINDOW(panel));
    int way = (key == GDK_KEY_Down) - (key == GDK_KEY_Up);

    if (way == 0 || !gtk_widget_get_visible(panel))
        return false;
    gtk_adjustment_set_value(at,
                             gtk_adjustment_get_value(at) + way * scroll_px);
    return true;
}
