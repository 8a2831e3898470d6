/**
 * @file
 * A practice on the simulated probe: keeps what was seen since it was started,
 * and shows in the panel's place what it came to. Main thread only; it is
 * judged on another.
 */
#ifndef BV_UI_PRACTISING_H
#define BV_UI_PRACTISING_H

#include <gtk/gtk.h>
#include <stdbool.h>

#include "core/advice.h"
#include "core/decls.h"

BV_BEGIN_DECLS

struct bv_practising;

/**
 * @param truth_path  That the source writes; NULL: it is no practice, and every
 *                    function does nothing.
 * @param changed     Called when its page opens or closes.
 */
struct bv_practising *bv_practising_new(const char *truth_path,
                                        void (*changed)(void *data),
                                        void *data);

/** Waits for what is being judged. After the widgets. NULL is ignored. */
void bv_practising_free(struct bv_practising *practising);

/** Its page, floating; its button runs `win.open-review`. */
GtkWidget *bv_practising_get_widget(struct bv_practising *practising);

/** A button that opens it, floating; NULL: it is no practice. */
GtkWidget *bv_practising_new_button(struct bv_practising *practising);

/** A picture was shown. Allocates nothing. */
void bv_practising_note(struct bv_practising *practising,
                        const struct bv_advice *advice);

/** The case is started again: what was seen is forgotten. */
void bv_practising_restart(struct bv_practising *practising);

/** Judge what was seen, and show it. */
void bv_practising_show(struct bv_practising *practising);

void bv_practising_leave(struct bv_practising *practising);

bool bv_practising_is_open(const struct bv_practising *practising);

/** Whether a needle was seen since, and its result was not shown. */
bool bv_practising_has_unshown(const struct bv_practising *practising);

BV_END_DECLS

#endif
