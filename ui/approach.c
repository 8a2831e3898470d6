#include "ui/approach.h"

#include <stdbool.h>

#include "core/words.h"

static void on_change(GSimpleAction *action, GVariant *state, gpointer data)
{
    g_simple_action_set_state(action, state);
    bv_pipeline_set_out_of_plane(data, g_variant_get_boolean(state));
}

GtkWidget *bv_approach_new(struct bv_pipeline *pipeline, GActionMap *map)
{
    GtkWidget *button = gtk_toggle_button_new_with_label(_("Out of plane  O"));
    bool now = bv_pipeline_is_out_of_plane(pipeline);
    GSimpleAction *action = g_simple_action_new_stateful(
        "out-of-plane", NULL, g_variant_new_boolean(now));

    g_signal_connect(action, "change-state", G_CALLBACK(on_change), pipeline);
    g_action_map_add_action(map, G_ACTION(action));
    g_object_unref(action);
    gtk_widget_add_css_class(button, "small");
    gtk_widget_set_tooltip_text(
        button, _("The needle is to cross the plane: mark where it does. A dot "
                  "is shaft or tip, and gives no distance."));
    gtk_actionable_set_action_name(GTK_ACTIONABLE(button), "win.out-of-plane");
    return button;
}
