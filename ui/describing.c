#include "ui/describing.h"

#include <string.h>

#include "core/words.h"

void bv_describe(BvPictureView *view, enum bv_showing showing,
                 const struct bv_words *words)
{
    char text[400];
    const char *before = g_object_get_data(G_OBJECT(view), "text");

    g_snprintf(text, sizeof(text), "%s. %s %s%s.", bv_showing_name(showing),
               words->sentence,
               words->target[0] ? words->target : _("No target marked"),
               bv_picture_view_has_cursor(view) ? _(". Marking") : "");
    if (before && strcmp(before, text) == 0)
        return;
    g_object_set_data_full(G_OBJECT(view), "text", g_strdup(text), g_free);
    gtk_accessible_update_property(
        GTK_ACCESSIBLE(view), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
}
