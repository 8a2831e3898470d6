/**
 * @file
 * The limits by which a review calls something a moment. They are data: a file
 * that a site can change (samples/review/rules.json), and every figure names
 * the one that made it. Here is only what there is to set.
 */
#ifndef BV_GUIDANCE_REVIEW_RULES_H
#define BV_GUIDANCE_REVIEW_RULES_H

#include <stddef.h>

#include "core/decls.h"

BV_BEGIN_DECLS

#define BV_REVIEW_RULES_NAME_SIZE 64

/** Lengths in mm, times in s, angles in degrees. */
struct bv_review_rules {
    char name[BV_REVIEW_RULES_NAME_SIZE]; /**< "bevel", or the site's. */
    int revision;                         /**< Of the file. */
    double turning_mm;     /**< Less than this, to and fro, is no movement. */
    double unseen_s;       /**< Unseen for less is a flicker. */
    double unseen_mm;      /**< Advanced by so much meanwhile. */
    double steady_s;       /**< A shaft's end that stands for so long ... */
    double steady_mm;      /**< ... within so much is where the tip is. */
    double hidden_mm;      /**< ... unless it jumped there by more. */
    double short_mm;       /**< Of a needle; less is lost without a mistake. */
    double withdrawn_mm;   /**< Drawn back by so much. */
    double pass_mm;        /**< And in again by so much: a pass. */
    double probe_mm;       /**< The picture shifts by so much ... */
    double probe_window_s; /**< ... within so long. */
    double idle_mm;        /**< A needle that moves by less is idle. */
    double redirected_deg; /**< The shaft turns by so much. */
    double reached_mm;     /**< The tip is so near the target ... */
    double reached_s;      /**< ... for so long. */
    double injected_s;     /**< Injected without a sight for so long. */
    double near_s;         /**< An alarm that is shorter is none. */
    double centred_part;   /**< The middle of the picture, 0 to 1. */
};

/** One of its numbers; constants. */
struct bv_review_rule {
    const char *key, *unit;
    size_t offset; /**< Of the double in the rules. */
    double least, most;
};

/** How many there are. */
size_t bv_review_rule_count(void);

/** @param index  0 to bv_review_rule_count() - 1. */
const struct bv_review_rule *bv_review_rule_at(size_t index);

/** Where its number lies. */
double *bv_review_rule_value(struct bv_review_rules *rules, size_t index);

BV_END_DECLS

#endif
