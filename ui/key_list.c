#include "ui/key_list.h"

#include "core/words.h"
#include "ui/keys.h"
#include "ui/settings/look.h"
#include "ui/steering.h"
#include "ui/wrapped.h"

/* By an arrow. */
enum { scroll_px = 90 };

static void add_line(GtkWidget *grid, int row, const char *key,
                     const char *does)
{
    GtkWidget *hint = bv_wrapped_new(_(does), "hint");

    gtk_grid_attach(GTK_GRID(grid), bv_wrapped_new(_(key), "key"), 0, row, 1,
                    1);
    gtk_widget_set_hexpand(hint, TRUE);
    gtk_grid_attach(GTK_GRID(grid), hint, 1, row, 1, 1);
}

/* What keys do now. */
static void fill_deeds(void *data)
{
    enum bv_key_window window =
        (enum bv_key_window)GPOINTER_TO_INT(g_object_get_data(data, "window"));
    const char *const(*fixed)[2] = g_object_get_data(data, "fixed");
    int end = bv_keymap_first((enum bv_key_window)(window + 1)), row = 0;
    GtkWidget *child;

    while ((child = gtk_widget_get_first_child(data)))
        gtk_grid_remove(GTK_GRID(data), child);
    for (int i = bv_keymap_first(window); i < end; i++) {
        char *key = bv_keys_say(i);

        if (key[0])
            add_line(data, row++, key, bv_key_deeds[i].words);
        g_free(key);
    }
    for (int i = 0; fixed[i][0]; i++)
        add_line(data, row++, fixed[i][0], fixed[i][1]);
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
        add_line(grid, i, bv_steering_keys[i][0], bv_steering_keys[i][1]);
    gtk_box_append(GTK_BOX(box),
                   bv_wrapped_new(_("While you steer"), "caption"));
    gtk_box_append(GTK_BOX(box), grid);
    gtk_box_append(
        GTK_BOX(box),
        bv_wrapped_new(_("A click that does not drag marks the target."),
                       "hint"));
}

GtkWidget *bv_key_list_new(enum bv_key_window window,
                           const char *const (*fixed)[2], bool steers)
{
    GtkWidget *box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 10);
    GtkWidget *scroller = gtk_scrolled_window_new();
    GtkWidget *grid = new_card();

    if (steers)
        append_steering(box);
    gtk_box_append(GTK_BOX(box),
                   bv_wrapped_new(_("Keys, as they are set now"), "caption"));
    gtk_box_append(GTK_BOX(box), grid);
    g_object_set_data(G_OBJECT(grid), "window", GINT_TO_POINTER(window));
    g_object_set_data(G_OBJECT(grid), "fixed", (gpointer)fixed);
    bv_look_tell(grid, fill_deeds, grid);
    gtk_widget_add_css_class(scroller, "panel");
    gtk_widget_set_hexpand(scroller, FALSE);
    gtk_scrolled_window_set_policy(GTK_SCROLLED_WINDOW(scroller),
                                   GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
    gtk_scrolled_window_set_child(GTK_SCROLLED_WINDOW(scroller), box);
    gtk_widget_set_visible(scroller, FALSE);
    return scroller;
}

bool bv_key_list_scroll(GtkWidget *list, guint key)
{
    GtkAdjustment *at =
        gtk_scrolled_window_get_vadjustment(GTK_SCROLLED_WINDOW(list));
    int way = (key == GDK_KEY_Down) - (key == GDK_KEY_Up);

    if (way == 0 || !gtk_widget_get_visible(list))
        return false;
    gtk_adjustment_set_value(at,
                             gtk_adjustment_get_value(at) + way * scroll_px);
    return true;
}
