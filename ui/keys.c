#include "ui/keys.h"

static const struct {
    guint key;
    bool control;
    const char *action;
} keys[] = {
    {GDK_KEY_space, false, "freeze"},   {GDK_KEY_m, false, "mark"},
    {GDK_KEY_Delete, false, "clear"},   {GDK_KEY_BackSpace, false, "clear"},
    {GDK_KEY_z, true, "undo"},          {GDK_KEY_question, false, "keys"},
    {GDK_KEY_F11, false, "fullscreen"}, {GDK_KEY_q, false, "quit"},
    {GDK_KEY_q, true, "quit"},
};

static const struct {
    const char *keys, *does;
} lines[] = {
    {"Space", "freeze, resume"},
    {"Click", "mark the target"},
    {"Arrows, then Enter", "mark it by keyboard"},
    {"Shift + arrows", "in larger steps"},
    {"Esc", "leave the mark as it is"},
    {"Delete", "remove the target"},
    {"Ctrl + Z", "undo the last mark"},
    {"F11", "full screen"},
    {"Q", "quit"},
    {"?", "hide this"},
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

bool bv_keys_read_arrow(guint key, int *right, int *down)
{
    *right = (key == GDK_KEY_Right || key == GDK_KEY_KP_Right) -
             (key == GDK_KEY_Left || key == GDK_KEY_KP_Left);
    *down = (key == GDK_KEY_Down || key == GDK_KEY_KP_Down) -
            (key == GDK_KEY_Up || key == GDK_KEY_KP_Up);
    return *right != 0 || *down != 0;
}

static GtkWidget *new_label(const char *text, const char *css_class)
{
    GtkWidget *label = gtk_label_new(text);

    gtk_widget_add_css_class(label, css_class);
    gtk_label_set_xalign(GTK_LABEL(label), 0);
    return label;
}

GtkWidget *bv_keys_new_strip(void)
{
    enum { columns = 5 };
    GtkWidget *grid = gtk_grid_new();

    gtk_widget_add_css_class(grid, "keys");
    gtk_grid_set_column_spacing(GTK_GRID(grid), 10);
    gtk_grid_set_row_spacing(GTK_GRID(grid), 4);
    for (int i = 0; i < (int)G_N_ELEMENTS(lines); i++) {
        int column = i % columns * 2, row = i / columns;
        GtkWidget *does = new_label(lines[i].does, "hint");

        gtk_grid_attach(GTK_GRID(grid), new_label(lines[i].keys, "key"), column,
                        row, 1, 1);
        gtk_widget_set_hexpand(does, TRUE);
        gtk_grid_attach(GTK_GRID(grid), does, column + 1, row, 1, 1);
    }
    gtk_widget_set_visible(grid, FALSE);
    return grid;
}
