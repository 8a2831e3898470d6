/**
 * @file
 * The local store of learners: who (by pseudonym), their attempts with what was
 * measured and what people said of it, ratings, and how far they came in
 * courses. One SQLite file (docs/formats.md, "Store"), 0600, that several
 * programs may have open at once.
 *
 * What is written is whole or not there, also after a kill or on a full disk.
 * One thread at a time. Errors are negative errno with the fault said: -ENOSPC,
 * -EBUSY (another writes for longer than 5 s), -EBADMSG (damaged), -EROFS, ...
 */
#ifndef BV_RECORDS_STORE_H
#define BV_RECORDS_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/decls.h"
#include "core/status.h"
#include "guidance/review/review.h"

BV_BEGIN_DECLS

/** Room for a name, a key or a short word, with its end. */
#define BV_STORE_WORD_SIZE 64

struct bv_store;

/**
 * Open the store, or make it where there is none. One that is damaged is not
 * written to: what can still be read is opened from a copy, to read alone, and
 * bv_store_notice() says so.
 *
 * @param path  NULL: `bevel/store.db` below $XDG_DATA_HOME, else below
 *              ~/.local/share; its folders are made.
 * @param[out] store  For bv_store_close(); written only on success.
 * @retval 0
 * @retval -ENOTSUP  A newer bevel made it.
 * @retval -EEXIST   There is something else of that name.
 */
int bv_store_open(const char *path, struct bv_store **store,
                  struct bv_fault *fault) BV_MUST_USE;

/** Whether there is something to open; nothing is made. @param path  As of
 *  bv_store_open(). */
bool bv_store_is_there(const char *path);

/** NULL is ignored. */
void bv_store_close(struct bv_store *store);

/** What is still there of a damaged store, in a sentence; NULL: it is whole. */
const char *bv_store_notice(const struct bv_store *store);

/**
 * Go on with what can be read of a damaged store: it takes the store's name,
 * and the damaged file is kept as PATH.damaged-1 (or the next that is free).
 *
 * @param[out] kept  Its path.
 * @retval -EALREADY  It is whole: nothing was done.
 */
int bv_store_rescue(const char *path, char *kept, size_t size,
                    struct bv_fault *fault) BV_MUST_USE;

struct bv_learner {
    int64_t id;
    char name[BV_STORE_WORD_SIZE]; /**< A pseudonym, unless the user wrote a
                                        name. */
    bool expert;                   /**< Of the group to compare with. */
    int64_t made_s;                /**< Unix time. */
    int64_t attempts;
};

/**
 * Add a learner.
 *
 * @param name  UTF-8, 1 to 63 bytes; NULL: a pseudonym is made up.
 * @retval -EEXIST  There is one of that name.
 */
int bv_store_add_learner(struct bv_store *store, const char *name, bool expert,
                         struct bv_learner *learner,
                         struct bv_fault *fault) BV_MUST_USE;

/** @retval -ENOENT  There is none of that name. */
int bv_store_find_learner(struct bv_store *store, const char *name,
                          struct bv_learner *learner,
                          struct bv_fault *fault) BV_MUST_USE;

/** All, by name. @param[out] learners  The caller's to free(). */
int bv_store_list_learners(struct bv_store *store, struct bv_learner **learners,
                           size_t *count, struct bv_fault *fault) BV_MUST_USE;

/** An attempt: one recording of one learner. */
struct bv_attempt {
    int64_t id, learner;
    char recording[4096];             /**< Its path. */
    char task[BV_STORE_WORD_SIZE];    /**< Scene or procedure; may be empty. */
    int64_t when_s;                   /**< Unix time. */
    char rules[BV_STORE_WORD_SIZE];   /**< By which it was measured, ... */
    int rules_revision;               /**< ... and which of them. */
    char program[BV_STORE_WORD_SIZE]; /**< bevel's version that did. */
    double coverage;                  /**< In how much of the time the tip was
                                           seen; NAN. */
};

/**
 * What a recording is as an attempt: its path, when it was written last, and
 * by what it was measured. Learner and task are left to the caller.
 *
 * @param program  bevel's version.
 */
int bv_attempt_describe(const char *recording,
                        const struct bv_review_rules *rules,
                        const struct bv_review *review, const char *program,
                        struct bv_attempt *attempt,
                        struct bv_fault *fault) BV_MUST_USE;

/**
 * Keep an attempt, with what the review measured: its figures and moments.
 *
 * @param attempt  Its id is not looked at.
 * @param[out] id  May be NULL.
 * @retval -EEXIST  The learner has this recording already.
 */
int bv_store_add_attempt(struct bv_store *store,
                         const struct bv_attempt *attempt,
                         const struct bv_review *review, int64_t *id,
                         struct bv_fault *fault) BV_MUST_USE;

/**
 * Put what was measured anew, by another scale or other rules, in the place of
 * what was: figures and moments. What people said and scored stays.
 *
 * @param attempt  With its id; of an empty task the one that was stays.
 */
int bv_store_measure_again(struct bv_store *store,
                           const struct bv_attempt *attempt,
                           const struct bv_review *review,
                           struct bv_fault *fault) BV_MUST_USE;

/** @retval -ENOENT  There is none. */
int bv_store_get_attempt(struct bv_store *store, int64_t id,
                         struct bv_attempt *attempt,
                         struct bv_fault *fault) BV_MUST_USE;

/**
 * A learner's attempts, by time.
 *
 * @param learner  0: everybody's.
 * @param task     NULL: all.
 * @param[out] attempts  The caller's to free().
 */
int bv_store_list_attempts(struct bv_store *store, int64_t learner,
                           const char *task, struct bv_attempt **attempts,
                           size_t *count, struct bv_fault *fault) BV_MUST_USE;

/** The attempts that a recording is, of whoever: mostly one.
 *  @param recording  Its whole path. @param[out] attempts  To free(). */
int bv_store_list_recording(struct bv_store *store, const char *recording,
                            struct bv_attempt **attempts, size_t *count,
                            struct bv_fault *fault) BV_MUST_USE;

/** A figure as it was measured then. */
struct bv_kept_measure {
    char key[BV_STORE_WORD_SIZE], unit[BV_STORE_WORD_SIZE];
    double value, uncertainty; /**< NAN: none. */
};

/** @param[out] measures  The caller's to free(). */
int bv_store_list_measures(struct bv_store *store, int64_t attempt,
                           struct bv_kept_measure **measures, size_t *count,
                           struct bv_fault *fault) BV_MUST_USE;

/** What a person did to a moment. */
enum bv_moment_state {
    BV_MOMENT_MEASURED,  /**< Nothing. */
    BV_MOMENT_CORRECTED, /**< It is other than was measured. */
    BV_MOMENT_REJECTED,  /**< It did not happen. */
    BV_MOMENT_ADDED,     /**< It was not measured. */
    BV_MOMENT_STATES
};

/** "measured", "corrected", ...; constants. */
const char *bv_moment_state_key(enum bv_moment_state state);

/** A moment of an attempt. What was measured never changes. */
struct bv_kept_moment {
    int64_t id;
    enum bv_moment_state state;
    struct bv_moment measured; /**< Zero where it was added. */
    struct bv_moment judged;   /**< As the person left it; else as measured. */
    char by[BV_STORE_WORD_SIZE]; /**< Who; empty where nobody did. */
    char note[256];              /**< In their words; may be empty. */
};

/** By their start, as they now stand. @param[out] moments  To free(). */
int bv_store_list_moments(struct bv_store *store, int64_t attempt,
                          struct bv_kept_moment **moments, size_t *count,
                          struct bv_fault *fault) BV_MUST_USE;

/**
 * Keep what a person says of a moment: state, judged, by, note. The last word
 * counts; what was said before stays in the file. BV_MOMENT_MEASURED takes a
 * judgement back.
 *
 * @param[in,out] moment  id 0 with BV_MOMENT_ADDED: a new one, which gets its
 *                        id.
 * @retval -ENOENT  The attempt has no such moment.
 */
int bv_store_judge_moment(struct bv_store *store, int64_t attempt,
                          struct bv_kept_moment *moment,
                          struct bv_fault *fault) BV_MUST_USE;

/** The most items of a rating scale. */
#define BV_RATING_ITEMS_MAX 40

/** One item's score. */
struct bv_rated_item {
    char key[BV_STORE_WORD_SIZE];
    int score;
};

/** What a rater could see when they judged. The numbers are kept. */
enum bv_blinding {
    BV_BLINDING_NONE = 0, /**< Names and figures too. */
    BV_BLINDING_KEPT = 1, /**< Neither. */
    BV_BLINDING_LEFT = 2, /**< Neither; they looked afterwards, and changed
                               nothing since. */
};

/** What one rater gave an attempt on a scale. Items not judged are not in. */
struct bv_rating {
    int64_t id, attempt;
    char scale[BV_STORE_WORD_SIZE];
    int scale_revision;
    char rater[BV_STORE_WORD_SIZE];
    enum bv_blinding blinding;
    int64_t when_s;
    size_t item_count;
    struct bv_rated_item items[BV_RATING_ITEMS_MAX];
};

/** Keep it; of several by the same rater the last counts. @param[out] id  May
 *  be NULL. @retval -ENOENT  There is no such attempt. */
int bv_store_add_rating(struct bv_store *store, const struct bv_rating *rating,
                        int64_t *id, struct bv_fault *fault) BV_MUST_USE;

/**
 * Ratings that count, by attempt and rater.
 *
 * @param attempt  0: of all.
 * @param scale    NULL: on all.
 * @param[out] ratings  The caller's to free().
 */
int bv_store_list_ratings(struct bv_store *store, int64_t attempt,
                          const char *scale, struct bv_rating **ratings,
                          size_t *count, struct bv_fault *fault) BV_MUST_USE;

/** How an attempt met the criteria of a course's step. */
struct bv_course_result {
    int64_t id, learner, attempt;
    char course[BV_STORE_WORD_SIZE];
    int course_revision;
    char step[BV_STORE_WORD_SIZE];
    bool passed;
    int64_t when_s;
};

/** Keep it. @retval -ENOENT  There is no such attempt of that learner. */
int bv_store_add_result(struct bv_store *store,
                        const struct bv_course_result *result,
                        struct bv_fault *fault) BV_MUST_USE;

/** A learner's, in the order in which they came. @param course  NULL: of all.
 *  @param[out] results  The caller's to free(). */
int bv_store_list_results(struct bv_store *store, int64_t learner,
                          const char *course, struct bv_course_result **results,
                          size_t *count, struct bv_fault *fault) BV_MUST_USE;

BV_END_DECLS

#endif
