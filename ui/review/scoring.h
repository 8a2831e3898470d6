/**
 * @file
 * A rater's scores of a recording on a scale while they are given: what was
 * given, which item is next, what is undone, and whether names and figures
 * were hidden meanwhile. Without GTK; main thread.
 */
#ifndef BV_UI_REVIEW_SCORING_H
#define BV_UI_REVIEW_SCORING_H

#include <stdbool.h>
#include <stddef.h>

#include "core/decls.h"
#include "core/status.h"
#include "records/own_files.h"
#include "records/rating_scale.h"
#include "records/store.h"

BV_BEGIN_DECLS

/** So many steps can be undone. */
enum { BV_SCORING_STEPS_MAX = 64 };

struct bv_scoring {
    struct bv_own_files names; /**< Of the scales there are. */
    char (*titles)[128]; /**< Of each, in the user's words; empty: it cannot be
                              read. */
    size_t chosen;       /**< Which of them. */
    struct bv_rating_scale *scale; /**< NULL: none could be read. */
    struct bv_rating rating;       /**< Its rater may be empty. */
    size_t item;                   /**< The one that a key scores. */
    bool is_blinded;               /**< Names and figures are hidden now. */
    bool has_looked;               /**< They were seen of this recording. */
    bool is_loaded; /**< It is known what the rater gave before. */
    struct bv_rating *undo, *redo; /**< Private; the newest last. */
    size_t undo_count, redo_count;
};

/**
 * Find the scales, and choose one: that name, else the first that rates.
 *
 * @return 0, or -ENOENT or another negative errno with @p fault said: no scale
 *         could be read; all else holds.
 */
int bv_scoring_init(struct bv_scoring *scoring, const char *name,
                    struct bv_fault *fault);
void bv_scoring_fini(struct bv_scoring *scoring);

/** Another of the scales. @return As above; the one before stays. */
int bv_scoring_choose(struct bv_scoring *scoring, size_t index,
                      struct bv_fault *fault);

/** Another recording: nobody saw of it yet what is hidden. */
void bv_scoring_begin(struct bv_scoring *scoring);

/** Who judges; white space around it goes. What was given is another's. */
void bv_scoring_set_rater(struct bv_scoring *scoring, const char *rater);

/** What the rater gave before, or NULL: nothing. Of a rating that was not
 *  blinded to its end they have seen what is hidden. */
void bv_scoring_load(struct bv_scoring *scoring, const struct bv_rating *own);

/** No score. */
enum { BV_SCORING_NONE = -1 };

/** An item's score, or BV_SCORING_NONE. */
int bv_scoring_get(const struct bv_scoring *scoring, size_t item);

/**
 * Give an item a score; the same again takes it back. The next item without a
 * score is next.
 *
 * @return False: it has no such score, or it is not known who judges.
 */
bool bv_scoring_give(struct bv_scoring *scoring, size_t item, int score);

/** The item before (-1) or after (1). */
void bv_scoring_move(struct bv_scoring *scoring, int way);

/** @return False: there is nothing to undo, or redo. */
bool bv_scoring_undo(struct bv_scoring *scoring, bool again);

/** Hide names and figures, or show them. @return Whether the rating changed
 *  by that: it is noted that the rater looked. */
bool bv_scoring_blind(struct bv_scoring *scoring, bool blinded);

/** Whether all items have a score. */
bool bv_scoring_is_whole(const struct bv_scoring *scoring);

BV_END_DECLS

#endif
