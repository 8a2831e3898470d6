/**
 * @file
 * The moments of an attempt: a list, and of the selected one its rule and what
 * the trainer says of it. Main thread only.
 */
#ifndef BV_UI_REVIEW_MOMENT_LIST_H
#define BV_UI_REVIEW_MOMENT_LIST_H

#include <gtk/gtk.h>

#include "core/decls.h"
#include "ui/review/reviewed.h"

BV_BEGIN_DECLS

struct bv_moment_list;

/** What the list tells of; all on the main thread. */
struct bv_moment_list_told {
    void (*selected)(void *data, int index);
    void (*kind)(void *data, int kind);
    void (*note)(void *data, int index, const char *note);
    void (*missed)(void *data, int truly); /**< One of the truth's moments. */
    void *data;
};

/** Its parts live as long as its widget. Buttons are "win." actions. */
struct bv_moment_list *
bv_moment_list_new(const struct bv_moment_list_told *told);

/** The widget, floating until it is put somewhere. */
GtkWidget *bv_moment_list_get_widget(struct bv_moment_list *list);

/** The moments have changed. @param attempt  Only read now; NULL: nothing is
 *  told. */
void bv_moment_list_fill(struct bv_moment_list *list,
                         const struct bv_reviewed *attempt);

/** Keys go to the note on the moment that is selected. */
void bv_moment_list_enter_note(struct bv_moment_list *list);

/** What is typed as a note is told, as it is when the field is left. */
void bv_moment_list_end_note(struct bv_moment_list *list);

/** The same, and keys go to another widget, where they went to the field. */
void bv_moment_list_leave_note(struct bv_moment_list *list, GtkWidget *to);

/** What is selected of them has. */
void bv_moment_list_select(struct bv_moment_list *list,
                           const struct bv_reviewed *attempt);

BV_END_DECLS

#endif
