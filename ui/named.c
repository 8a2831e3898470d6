#include "ui/named.h"

/* From GTK 4.10 on a button is labelled by the text that it shows, which goes
 * before the name that it is given. */
static void name(GtkWidget *widget, const char *text)
{
    gtk_accessible_reset_relation(GTK_ACCESSIBLE(widget),
                                  GTK_ACCESSIBLE_RELATION_LABELLED_BY);
    gtk_accessible_update_property(GTK_ACCESSIBLE(widget),
                                   GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
}

void bv_named(GtkWidget *widget, const char *text)
{
    GtkWidget *button = gtk_widget_get_first_child(widget);

    name(widget, text);
    if (GTK_IS_DROP_DOWN(widget) && button)
        name(button, text);
}
