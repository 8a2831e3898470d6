/**
 * @file
 * The picture under review, with what was seen on it. A GTK widget; main
 * thread only.
 */
#ifndef BV_UI_REVIEW_VIEW_H
#define BV_UI_REVIEW_VIEW_H

#include <gtk/gtk.h>
#include <stdbool.h>
#include <stdint.h>

#include "core/advice.h"
#include "core/decls.h"
#include "ui/reel.h"
#include "ui/review/reviewed.h"

BV_BEGIN_DECLS

#define BV_TYPE_REVIEW_VIEW (bv_review_view_get_type())
G_DECLARE_FINAL_TYPE(BvReviewView, bv_review_view, BV, REVIEW_VIEW, GtkWidget)

BvReviewView *bv_review_view_new(void);

/** The reel that is told the room for its pictures; borrowed. NULL: none, and
 *  no picture. */
void bv_review_view_set_reel(BvReviewView *view, struct bv_reel *reel);

/**
 * @param take_picture  The view's from now on.
 * @param attempt       What was seen on it.
 */
void bv_review_view_show_seen(BvReviewView *view,
                              const struct bv_reel_picture *take_picture,
                              const struct bv_reviewed *attempt);

/** Leave the picture bare, or not. */
void bv_review_view_set_bare(BvReviewView *view, bool bare);

/** The number of the frame that is shown; -1: none. */
int64_t bv_review_view_frame(const BvReviewView *view);

/** Whether a click is a point: the signal "pointed" (double x, double y: px of
 *  the frame), and a cross for a cursor. */
void bv_review_view_ask_points(BvReviewView *view, bool asks);

/** Points that were clicked, drawn with the line between them. @param count  0
 *  to 2. */
void bv_review_view_set_points(BvReviewView *view, const struct bv_px *points,
                               int count);

/** Whether that frame stands there for another one that is wanted, and says so.
 */
bool bv_review_view_is_other(const BvReviewView *view);

/** Say above the picture that it is another one than is wanted; the next one
 *  takes that back. @return Whether that is new. */
bool bv_review_view_set_late(BvReviewView *view, bool late);

BV_END_DECLS

#endif
