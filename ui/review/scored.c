#include "ui/review/scored.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* The recording's attempt: that which is meant; else of several the first,
 * which is the oldest. */
static int find_attempt(struct bv_store *store, const char *recording,
                        int64_t meant, struct bv_scored *scored,
                        struct bv_fault *fault)
{
    struct bv_attempt *attempts = NULL;
    size_t count = 0, at = 0;
    int error =
        bv_store_list_recording(store, recording, &attempts, &count, fault);

    for (size_t i = 0; error == 0 && i < count; i++)
        if (attempts[i].id == meant)
            at = i;
    for (size_t i = 0; error == 0 && count > 0 && i < scored->learner_count;
         i++)
        if (scored->learners[i].id == attempts[at].learner) {
            scored->attempt = attempts[at].id;
            scored->learner = scored->learners[i];
        }
    free(attempts);
    return error;
}

/* Somebody's from now on. */
static int add_attempt(struct bv_store *store,
                       const struct bv_scored_asks *asks,
                       struct bv_attempt *attempt, struct bv_scored *scored,
                       struct bv_fault *fault)
{
    int error = 0;

    if (asks->learner == 0)
        error =
            bv_store_add_learner(store, NULL, false, &scored->learner, fault);
    for (size_t i = 0; i < scored->learner_count; i++)
        if (scored->learners[i].id == asks->learner)
            scored->learner = scored->learners[i];
    attempt->learner = scored->learner.id;
    if (error == 0)
        error = bv_store_add_attempt(store, attempt, asks->review,
                                     &scored->attempt, fault);
    return error;
}

static int keep(struct bv_store *store, const struct bv_scored_asks *asks,
                struct bv_attempt *attempt, struct bv_scored *scored,
                struct bv_fault *fault)
{
    struct bv_rating rating = *asks->rating;
    int error = 0;

    if (scored->attempt == 0)
        error = add_attempt(store, asks, attempt, scored, fault);
    rating.attempt = scored->attempt;
    return error < 0 ? error : bv_store_add_rating(store, &rating, NULL, fault);
}

/* What was given this attempt. */
static int take_ratings(const struct bv_scored_asks *asks,
                        const struct bv_rating *ratings, size_t count,
                        struct bv_scored *scored)
{
    scored->whole = calloc(count + 1, sizeof(*scored->whole));
    if (!scored->whole)
        return -ENOMEM;
    for (size_t i = 0; i < count; i++) {
        if (ratings[i].attempt != scored->attempt ||
            ratings[i].scale_revision != asks->scale->revision)
            continue;
        if (bv_rating_is_whole(&ratings[i], asks->scale))
            scored->whole[scored->whole_count++] = ratings[i];
        if (strcmp(ratings[i].rater, asks->rater) == 0) {
            scored->has_own = true;
            scored->own = ratings[i];
        }
    }
    return 0;
}

static int look(struct bv_store *store, const struct bv_scored_asks *asks,
                struct bv_scored *scored, struct bv_fault *fault)
{
    struct bv_rating *ratings = NULL;
    size_t count = 0;
    int error = bv_store_list_ratings(store, 0, asks->scale->name, &ratings,
                                      &count, fault);

    if (error == 0)
        error = take_ratings(asks, ratings, count, scored);
    if (error == 0)
        error = bv_rating_agree(asks->scale, ratings, count, scored->attempt,
                                &scored->agreement);
    free(ratings);
    return error;
}

static int visit(struct bv_store *store, const struct bv_scored_asks *asks,
                 struct bv_attempt *attempt, struct bv_scored *scored,
                 struct bv_fault *fault)
{
    int error = bv_store_list_learners(store, &scored->learners,
                                       &scored->learner_count, fault);

    if (error == 0)
        error = find_attempt(store, attempt->recording, asks->attempt, scored,
                             fault);
    if (error == 0 && asks->rating)
        error = keep(store, asks, attempt, scored, fault);
    return error < 0 ? error : look(store, asks, scored, fault);
}

int bv_scored_ask(const struct bv_scored_asks *asks, struct bv_scored *scored,
                  struct bv_fault *fault)
{
    struct bv_attempt *attempt = calloc(1, sizeof(*attempt));
    struct bv_scored made = {0};
    struct bv_store *store = NULL;
    int error = attempt ? bv_attempt_describe(asks->recording, asks->rules,
                                              asks->review, asks->program,
                                              attempt, fault)
                        : -ENOMEM;

    if (error == 0)
        error = bv_store_open(asks->store, &store, fault);
    if (error == 0)
        error = visit(store, asks, attempt, &made, fault);
    if (error == 0 && bv_store_notice(store))
        strcpy(made.notice, bv_store_notice(store)); /* of the same size */
    bv_store_close(store);
    free(attempt);
    if (error < 0)
        bv_scored_fini(&made);
    else
        *scored = made;
    return error;
}

void bv_scored_fini(struct bv_scored *scored)
{
    free(scored->learners);
    free(scored->whole);
    *scored = (struct bv_scored){0};
}
