/**
 * @file
 * The settings on the screen: the style sheet of all windows follows them, and
 * so do their classes. Main thread only.
 */
#ifndef BV_UI_SETTINGS_LOOK_H
#define BV_UI_SETTINGS_LOOK_H

#include <gtk/gtk.h>
#include <stdbool.h>

#include "core/decls.h"
#include "ui/overlay/timeline.h"
#include "ui/settings/style.h"

BV_BEGIN_DECLS

/** Have all windows look as it is set, now and later. Once. */
void bv_look_start(void);

/** A colour of what is not drawn by the style sheet, 0xRRGGBB. The picture and
 *  its marks have their own (ui/overlay/palette.h). */
unsigned bv_look_colour(enum bv_shade shade);

/** Those of a timeline. */
struct bv_timeline_inks bv_look_timeline_inks(void);

/** Whether texts are so large that rows must be broken. */
bool bv_look_is_large(void);

/** Give a window the classes of what is set ("large", "contrast"), now and
 *  later. */
void bv_look_follow(GtkWidget *window);

/** The widget's own listener: called at once, at each change, and no more once
 *  it is destroyed. */
void bv_look_tell(GtkWidget *widget, void (*changed)(void *data), void *data);

BV_END_DECLS

#endif
