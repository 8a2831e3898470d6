/**
 * @file
 * What the courses that a practice scene is a step of ask of an attempt, and
 * what was measured of it. Main thread only.
 */
#ifndef BV_UI_REVIEW_COURSE_VIEW_H
#define BV_UI_REVIEW_COURSE_VIEW_H

#include <gtk/gtk.h>

#include "core/decls.h"
#include "ui/review/reviewed.h"

BV_BEGIN_DECLS

/** Put a card for each step of such a course into a box; nothing where there is
 *  none. @param attempt  Only read now. */
void bv_course_view_add(GtkBox *box, const struct bv_reviewed *attempt);

BV_END_DECLS

#endif
