#include "ui/settings/sounds.h"

#include "ui/settings/kept.h"

void bv_sounds_alarm(GtkWidget *widget, enum bv_setting alarm)
{
    if (bv_kept_is_on(alarm))
        gtk_widget_error_bell(widget);
}
