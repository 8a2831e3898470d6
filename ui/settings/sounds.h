/**
 * @file
 * The sounds of alarms, each of which can be silenced for itself. Main thread
 * only.
 */
#ifndef BV_UI_SETTINGS_SOUNDS_H
#define BV_UI_SETTINGS_SOUNDS_H

#include <gtk/gtk.h>

#include "core/decls.h"
#include "ui/settings/settings.h"

BV_BEGIN_DECLS

/** Sound one, where it is not silenced. @param alarm  BV_SETTING_SOUND_…
 *  @param widget  In whose window it sounds. */
void bv_sounds_alarm(GtkWidget *widget, enum bv_setting alarm);

BV_END_DECLS

#endif
