/**
 * @file
 * The scores of a recording: on which scale, who judges, blinded or not, the
 * items with their scores, and how raters agree. Main thread only.
 */
#ifndef BV_UI_REVIEW_SCORE_LIST_H
#define BV_UI_REVIEW_SCORE_LIST_H

#include <gtk/gtk.h>

#include "core/decls.h"
#include "ui/review/scored.h"
#include "ui/review/scoring.h"

BV_BEGIN_DECLS

struct bv_score_list;

/** What the list tells of; all on the main thread. */
struct bv_score_list_told {
    void (*scored)(void *data, size_t item, int score);
    /** @param typed  And the keys are for scores again. */
    void (*rater)(void *data, const char *rater, bool typed);
    void (*scale)(void *data, size_t index);
    void *data;
};

/** Its parts live as long as its widget. Buttons are "win." actions. */
struct bv_score_list *bv_score_list_new(const struct bv_score_list_told *told);

/** The widget, floating until it is put somewhere. */
GtkWidget *bv_score_list_get_widget(struct bv_score_list *list);

/** The scale has changed. @param scoring  Only read now. */
void bv_score_list_fill(struct bv_score_list *list,
                        const struct bv_scoring *scoring);

/** What was given, or what the store has, has changed. @param scored  Of
 *  nothing known yet: NULL. */
void bv_score_list_update(struct bv_score_list *list,
                          const struct bv_scoring *scoring,
                          const struct bv_scored *scored);

/** The line below the items. */
void bv_score_list_say(struct bv_score_list *list, const char *text);

/** Whose the recording becomes, where it is nobody's yet; 0: somebody new. */
int64_t bv_score_list_learner(struct bv_score_list *list);

/** Let the name of the rater be typed. */
void bv_score_list_ask_rater(struct bv_score_list *list);

BV_END_DECLS

#endif
