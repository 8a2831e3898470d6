#include "ui/approach.h"

#include <stdbool.h>

static void on_change(GSimpleAction *action, GVariant *state, gpointer data)
{
    g_simple_action_set_state(action, state);
    bv_pipeline_set_out_of_plane(data, g_variant_get_boolean(state));
}

void bv_approach_add_action(struct bv_pipeline *pipeline, GActionMap *map)
{
    bool now = bv_pipeline_is_out_of_plane(pipeline);
    GSimpleAction *action = g_simple_action_new_stateful(
        "out-of-plane", NULL, g_variant_new_boolean(now));

    g_signal_connect(action, "change-state", G_CALLBACK(on_change), pipeline);
    g_action_map_add_action(map, G_ACTION(action));
    g_object_unref(action);
}
