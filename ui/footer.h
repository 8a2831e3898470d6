/**
 * @file
 * Below the picture: the bar of a source that can be steered, and one line that
 * says what is the matter. Main thread only.
 */
#ifndef BV_UI_FOOTER_H
#define BV_UI_FOOTER_H

#include <gtk/gtk.h>
#include <stdbool.h>

#include "core/decls.h"

BV_BEGIN_DECLS

struct bv_footer;

/**
 * Its parts live as long as its widget.
 * @param bar   Above the line, floating; NULL: none.
 * @param keys  The deed that lists the window's keys.
 */
struct bv_footer *bv_footer_new(GtkWidget *bar, const char *keys);

/** Put a bar below the line, which gets the button for the keys. @param bar  A
 *  box, floating. */
void bv_footer_set_bar(struct bv_footer *footer, GtkWidget *bar);

/** Take the line out of it, to be put elsewhere; its tone is then its own.
 *  @return A box with it, floating. */
GtkWidget *bv_footer_take_line(struct bv_footer *footer);

/** Whether nothing of it but the line is shown. */
void bv_footer_set_bedside(struct bv_footer *footer, bool bedside);

/** Put something into the line, before the button for the keys. */
void bv_footer_add(struct bv_footer *footer, GtkWidget *widget);

/** The widget, floating until it is put somewhere. */
GtkWidget *bv_footer_get_widget(struct bv_footer *footer);

/** Set the line. */
void bv_footer_set_status(struct bv_footer *footer, const char *text);

/** How much the line stands out: another key is waited for, or something that
 *  was there is gone. */
enum bv_footer_tone {
    BV_FOOTER_PLAIN,
    BV_FOOTER_ASKS,
    BV_FOOTER_ALERT,
};

void bv_footer_set_tone(struct bv_footer *footer, enum bv_footer_tone tone);

BV_END_DECLS

#endif
