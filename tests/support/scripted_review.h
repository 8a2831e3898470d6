/**
 * @file
 * A script of a needle (support/needle_script.h), and its review, for a test
 * program of its own: one at a time.
 */
#ifndef BV_SUPPORT_SCRIPTED_REVIEW_H
#define BV_SUPPORT_SCRIPTED_REVIEW_H

#include "core/decls.h"
#include "guidance/review/compare.h"
#include "guidance/review/review.h"
#include "support/needle_script.h"

BV_BEGIN_DECLS

extern struct bv_review_rules rules; /**< Those that come with bevel. */
extern struct bv_needle_script script;
extern struct bv_review_frame *const frames; /**< The script's. */
extern struct bv_review_truth *const truth;  /**< The script's. */
extern struct bv_review review;

/** Around each test: no frame, and no review. */
void scripted_set_up(void);
void scripted_tear_down(void);

/** As bv_needle_script_at(), _add() and _go(). */
struct bv_px at(double along_mm, double deg);
void add(enum bv_needle_state state, double along_mm, double deg,
         double slide_px);
void go(enum bv_needle_state state, double seconds, double from_mm,
        double to_mm);

/** Review it. */
void make(void);

/** And beside what truly was; that is the caller's to end. */
void compare_with_truth(struct bv_review *truly, struct bv_compare *compare);

int count_kind(enum bv_moment_kind kind);

/** The first of a kind; there is one. */
const struct bv_moment *first(enum bv_moment_kind kind);

/** What was measured under a key. */
double value(const char *key);

BV_END_DECLS

#endif
