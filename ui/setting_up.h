/**
 * @file
 * The first step in the window: its card, its keys, and what becomes of what
 * is settled there: names at the picture's sides, the needle of a plan, an
 * event of a recording. Main thread only.
 */
#ifndef BV_UI_SETTING_UP_H
#define BV_UI_SETTING_UP_H

#include <gtk/gtk.h>
#include <stdbool.h>

#include "core/decls.h"
#include "records/held_file.h"
#include "ui/picture_view.h"
#include "ui/procedures.h"
#include "ui/steps/set_up.h"

BV_BEGIN_DECLS

struct bv_setting_up;

/**
 * Adds the actions `set-up` and `swap-sides`.
 *
 * @param map         Also has `procedure` and `scale`.
 * @param procedures  Says the side.
 * @param view        Its sides are named.
 * @param changed     Called when something is settled, or is not any more.
 * All are borrowed, longer than this.
 */
struct bv_setting_up *
bv_setting_up_new(GActionMap *map, struct bv_procedures *procedures,
                  BvPictureView *view, void (*changed)(void *data), void *data);

/** NULL is ignored. */
void bv_setting_up_free(struct bv_setting_up *setting_up);

/** As of bv_set_up_resume(), and the procedure's own. */
void bv_setting_up_resume(struct bv_setting_up *setting_up,
                          const struct bv_held_procedure *held);

/** Its card for the panel, floating. */
GtkWidget *bv_setting_up_get_card(struct bv_setting_up *setting_up);

/** A key of the first step, where nothing else asks. @return Whether it is. */
bool bv_setting_up_key(struct bv_setting_up *setting_up, guint key,
                       GdkModifierType modifiers);

/** Another procedure is chosen, or its side is said. */
void bv_setting_up_take_procedure(struct bv_setting_up *setting_up);

/** See the picture that is shown. @param advice  NULL: none may be used.
 *  @param on  It is the first step: where the scan lies is shown. */
void bv_setting_up_update(struct bv_setting_up *setting_up,
                          const struct bv_advice *advice,
                          enum bv_side marked_side, bool on);

/** How it stands. */
const struct bv_set_up *
bv_setting_up_get(const struct bv_setting_up *setting_up);

/** What is not settled; NULL: all is. */
const char *bv_setting_up_get_line(const struct bv_setting_up *setting_up);

BV_END_DECLS

#endif
