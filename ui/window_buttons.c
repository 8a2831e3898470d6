#include "ui/window_buttons.h"

GtkWidget *bv_window_buttons_new(void)
{
    GtkWidget *buttons = gtk_window_controls_new(GTK_PACK_END);

    /* from GTK 4.10 on they are as high as the bar by themselves */
    gtk_widget_set_valign(buttons, GTK_ALIGN_CENTER);
    return buttons;
}
