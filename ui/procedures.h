/**
 * @file
 * The library of procedures in the panel's place: a list that is searched as
 * one types, and the page of the one that is chosen, with its side. Main
 * thread only; the library is read beside it.
 */
#ifndef BV_UI_PROCEDURES_H
#define BV_UI_PROCEDURES_H

#include <gtk/gtk.h>
#include <stdbool.h>

#include "core/decls.h"
#include "core/frame.h"
#include "ui/choosing.h"

BV_BEGIN_DECLS

struct bv_procedures;

/**
 * @param id       Of the procedure that is chosen; NULL: none. Its page opens
 *                 when the library has been read.
 * @param changed  Called when it opens or closes, or another is chosen.
 * It lives as long as its widget.
 */
struct bv_procedures *
bv_procedures_new(const char *id, void (*changed)(void *data), void *data);

/** Its widget, floating until it is put somewhere. */
GtkWidget *bv_procedures_get_widget(struct bv_procedures *procedures);

/** Open it, or close it. */
void bv_procedures_toggle(struct bv_procedures *procedures);

/** Close it, where it is open: what it covers alarms. */
void bv_procedures_leave(struct bv_procedures *procedures);

/** Whether it is open. */
bool bv_procedures_is_open(const struct bv_procedures *procedures);

/** A key. @return Whether it meant something here. */
bool bv_procedures_key(struct bv_procedures *procedures, guint key,
                       GdkModifierType modifiers);

/** "Carpal tunnel, left"; empty where none is chosen. */
const char *bv_procedures_get_title(const struct bv_procedures *procedures);

/** Choose one, without opening its page, also before the library has been
 *  read. */
void bv_procedures_take(struct bv_procedures *procedures, const char *id,
                        enum bv_side side);

/** What is chosen, with the patient's side; NULL: nothing. */
const struct bv_procedure_choice *
bv_procedures_get_chosen(const struct bv_procedures *procedures,
                         enum bv_side *side);

/** Say another side: left, right, none, and so on. */
void bv_procedures_turn_side(struct bv_procedures *procedures);

/** The window goes: nothing is told any more. */
void bv_procedures_close(struct bv_procedures *procedures);

BV_END_DECLS

#endif
