/**
 * @file
 * A second attempt at the right of the one under review: its picture follows,
 * aligned at skin entry (ui/review/alignment.h). Private to ui/review; main
 * thread only.
 */
#ifndef BV_UI_REVIEW_OTHER_H
#define BV_UI_REVIEW_OTHER_H

#include <gtk/gtk.h>
#include <stdbool.h>

#include "core/decls.h"

BV_BEGIN_DECLS

struct bv_review_window;
struct bv_review_other;

/** Nothing is in it, and it is hidden. */
struct bv_review_other *bv_review_other_new(struct bv_review_window *window);
void bv_review_other_free(struct bv_review_other *other);

/** Its widget, floating until it is put somewhere. */
GtkWidget *bv_review_other_get_widget(struct bv_review_other *other);

/** Look through a clip, and show it there in place of what is. */
void bv_review_other_open(struct bv_review_other *other, const char *clip);

/** It goes, and nothing of it is kept in memory. */
void bv_review_other_close(struct bv_review_other *other);

/** The clip that is, or is to be, shown; NULL: none. Valid until another is. */
const char *bv_review_other_clip(const struct bv_review_other *other);

/** Take what its threads have. */
void bv_review_other_take(struct bv_review_other *other);

/** The place of the attempt under review has changed. */
void bv_review_other_follow(struct bv_review_other *other);

/** Leave its picture bare, or not. */
void bv_review_other_set_bare(struct bv_review_other *other, bool bare);

BV_END_DECLS

#endif
