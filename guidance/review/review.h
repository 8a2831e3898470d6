/**
 * @file
 * What happened in a recorded procedure: the moments that matter, and what a
 * cine can measure of it. docs/review.md says what each means and how good it
 * is; the definitions are those of training studies, named there.
 *
 * Pure functions over what was seen in the frames: no clock, no file.
 */
#ifndef BV_GUIDANCE_REVIEW_REVIEW_H
#define BV_GUIDANCE_REVIEW_REVIEW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/decls.h"
#include "guidance/review/review_frame.h"
#include "guidance/review/rules.h"
#include "guidance/review/way.h"

BV_BEGIN_DECLS

enum bv_moment_kind {
    BV_MOMENT_ADVANCED_UNSEEN, /**< mm. */
    BV_MOMENT_NEAR_STRUCTURE,  /**< A number: the mark's. */
    BV_MOMENT_IN_STRUCTURE,
    BV_MOMENT_PROBE_MOTION, /**< mm. */
    BV_MOMENT_REDIRECTION,  /**< Degrees, signed: positive turns the tip
                                 clockwise as the picture is seen. */
    BV_MOMENT_WITHDRAWAL,   /**< mm. */
    BV_MOMENT_PASS,         /**< mm that the new pass goes in. */
    BV_MOMENT_TIP_UNSEEN_INJECTED,
    BV_MOMENT_SPREAD_UNSEEN,
    BV_MOMENT_TARGET_REACHED, /**< mm from it. */
    BV_MOMENT_KINDS
};

/** What there is to say of a kind; constants. */
struct bv_moment_about {
    const char *key, *title;
    const char *unit; /**< Of its amount; NULL: it has none. */
    const char *rule; /**< One sentence. */
};

const struct bv_moment_about *bv_moment_about(enum bv_moment_kind kind);

/** One of them. */
struct bv_moment {
    enum bv_moment_kind kind;
    double start_s, end_s;
    uint32_t start_frame, end_frame;
    double amount;      /**< NAN: none. */
    double uncertainty; /**< Of the amount, half of a 90 % interval; NAN. */
    int structure;      /**< The mark's id; 0: none. */
    bool needle_idle;   /**< Of probe motion: the needle stood meanwhile. */
    bool at_least;      /**< Where the needle was lost, or came back, it may
                             have gone further than the amount. */
};

/** What is measured; its definition and source are constants. */
struct bv_review_metric {
    const char *key, *title, *unit, *definition, *source;
};

/** What a review measures under a key; NULL: nothing. Constants. */
const struct bv_review_metric *bv_review_metric_find(const char *key);

/** "yes" or "no" of what is one of them and no number, to be translated; NULL:
 *  it is a number, or not known. A constant. */
const char *bv_review_say_yes(const struct bv_review_metric *metric,
                              double value);

/** One figure. */
struct bv_review_value {
    const struct bv_review_metric *about;
    double value;       /**< NAN: it could not be measured; then why not. */
    double uncertainty; /**< Half of a 90 % interval; NAN: not known. */
    const char *note;   /**< "a lower bound", why it lacks; NULL: nothing. */
};

#define BV_MEASURES_MAX 32

/** What a cine cannot measure, and why. */
struct bv_unmeasurable {
    const char *title, *why;
    bool given; /**< A person gives it: there once somebody scored. */
};

/** NULL-ended by its title. */
extern const struct bv_unmeasurable bv_review_unmeasurable[];

struct bv_review {
    struct bv_way way;
    double seconds;    /**< Of the recording. */
    double needle_s;   /**< From the first sighting to the last. */
    double tip_share;  /**< Of that time the tip is seen; NAN: no needle. */
    double seen_share; /**< Tip, or the shaft up to where it was. */
    bool has_doubt;    /**< Drawn back, it was lost and seen further in: a pass
                            that nobody saw, or another line... */
    double doubt_s;    /**< ... from this time on, at first. */
    size_t moment_count, moment_room;
    struct bv_moment *moments; /**< By their start. */
    size_t measure_count;
    struct bv_review_value measures[BV_MEASURES_MAX];
};

/**
 * Review what bevel saw.
 *
 * @param[out] review  Written only on 0; for bv_review_fini().
 * @return 0 or -ENOMEM.
 */
int bv_review_make(const struct bv_review_frame *frames, size_t count,
                   const struct bv_review_rules *rules,
                   struct bv_review *review) BV_MUST_USE;

/** The same of what truly was, by the same rules. Injection and structures are
 *  not in it. */
int bv_review_make_true(const struct bv_review_truth *truth, size_t count,
                        const struct bv_review_rules *rules,
                        struct bv_review *review) BV_MUST_USE;

void bv_review_fini(struct bv_review *review);

/** Why there is nothing of a needle, a sentence to be translated; NULL: there
 *  is. A constant. */
const char *bv_review_say_unseen(const struct bv_review *review);

/** A figure by its key; NULL: there is none. */
const struct bv_review_value *bv_review_measure(const struct bv_review *review,
                                                const char *key);

BV_END_DECLS

#endif
