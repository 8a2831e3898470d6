#include "ui/keys.h"

#include "core/words.h"
#include "ui/steering.h"

static const struct {
    guint key;
    bool control;
    const char *action;
} keys[] = {
    {GDK_KEY_space, false, "freeze"},   {GDK_KEY_m, false, "mark"},
    {GDK_KEY_Delete, false, "clear"},   {GDK_KEY_BackSpace, false, "clear"},
    {GDK_KEY_z, true, "undo"},          {GDK_KEY_question, false, "keys"},
    {GDK_KEY_F11, false, "fullscreen"}, {GDK_KEY_q, false, N_("quit")},
    {GDK_KEY_q, true, N_("quit")},      {GDK_KEY_F1, false, "keys"},
    {GDK_KEY_s, false, "steer"},        {GDK_KEY_r, false, "restart"},
    {GDK_KEY_c, false, "scale"},        {GDK_KEY_d, false, "measure"},
    {GDK_KEY_v, false, "watch"},        {GDK_KEY_n, false, "outline"},
    {GDK_KEY_k, false, "record"},       {GDK_KEY_o, false, "out-of-plane"},
    {GDK_KEY_t, false, "still"},        {GDK_KEY_b, false, "beside"},
    {GDK_KEY_p, false, "procedure"},    {GDK_KEY_i, false, "injecting"},
    {GDK_KEY_w, true, "first-page"},    {GDK_KEY_a, false, "aspirating"},
    {GDK_KEY_l, false, "plan"},         {GDK_KEY_comma, true, "settings"},
    {GDK_KEY_z, false, "bedside"},      {GDK_KEY_x, false, "swap-sides"},
};

static const char *const lines[][2] = {
    {N_("Space"), N_("freeze, resume")},
    {", .", N_("step; Shift: by a second")},
    {N_("Click"), N_("mark the target")},
    {N_("Arrows, then Enter"), N_("mark it by keyboard")},
    {N_("Shift + arrows"), N_("in larger steps")},
    {N_("Esc"), N_("leave the mark as it is")},
    {N_("Delete"), N_("remove the target")},
    {N_("Ctrl + Z"), N_("undo the last mark")},
    {"R", N_("play it again")},
    {"K", N_("record, end it")},
    {"T", N_("keep a still")},
    {"B", N_("pin it beside")},
    {N_("C, then Enter"), N_("read the scale off the screen")},
    {"D", N_("measure a known distance")},
    {"O", N_("the needle is out of plane")},
    {"N", N_("outline what to avoid, or aim at")},
    {N_("I, or a pedal"), N_("you are injecting")},
    {"A", N_("you are aspirating")},
    {"P", N_("choose the procedure")},
    {"L", N_("the needle's ways, one by one")},
    {"X", N_("swap the names of the sides")},
    {N_("Page keys, Ctrl + 1 to 6"), N_("the steps")},
    {N_("Frozen: 1 to 5, F"), N_("measure, keep a finding")},
    {"Z", N_("bedside: large, far off")},
    {N_("Ctrl + ,"), N_("settings")},
    {"F11", N_("full screen")},
    {N_("Ctrl + W"), N_("close it, back to the first page")},
    {"Q", N_("quit")},
    {"?, F1", N_("hide this")},
    {NULL, NULL},
};

const char *bv_keys_find_action(guint key, GdkModifierType modifiers)
{
    bool control = modifiers & GDK_CONTROL_MASK;

    if (modifiers & (GDK_ALT_MASK | GDK_SUPER_MASK))
        return NULL;
    for (size_t i = 0; i < G_N_ELEMENTS(keys); i++)
        if (keys[i].key == gdk_keyval_to_lower(key) &&
            keys[i].control == control)
            return keys[i].action;
    return NULL;
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

GtkWidget *bv_keys_new_strip(void)
{
    return bv_keys_new_list(lines, 4);
}

GtkWidget *bv_keys_new_steering(void)
{
    GtkWidget *panel = gtk_box_new(GTK_ORIENTATION_VERTICAL, 10);
    GtkWidget *grid = gtk_grid_new();

    gtk_widget_add_css_class(panel, "panel");
    gtk_widget_set_hexpand(panel, FALSE);
    gtk_box_append(GTK_BOX(panel),
                   new_label(_("While you steer (S)"), "caption"));
    gtk_widget_add_css_class(grid, "card");
    gtk_grid_set_column_spacing(GTK_GRID(grid), 14);
    gtk_grid_set_row_spacing(GTK_GRID(grid), 4);
    for (int i = 0; bv_steering_keys[i][0]; i++)
        add_line(grid, 0, i, bv_steering_keys[i][0], bv_steering_keys[i][1]);
    gtk_box_append(GTK_BOX(panel), grid);
    gtk_box_append(
        GTK_BOX(panel),
        new_label(_("A click that does not drag marks the target."), "hint"));
    gtk_widget_set_visible(panel, FALSE);
    return panel;
}
