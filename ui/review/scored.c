#include "ui/review/scored.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* The recording's attempt; of several the first, which is the oldest. */
static int find_attempt(struct bv_store *store, const char *recording,
                        struct bv_scored *scored, struct bv_fault *fault)
{
    struct bv_attempt *attempts = NULL;
    size_t count = 0;
    int error =
        bv_store_list_recording(store, recording, &attempts, &count, fault);

    for (size_t i = 0; error == 0 && count > 0 && i < scored->learner_count;
         i++)
        if (scored->learners[i].id == attempts[0].learner) {
            scored->attempt = attempts[0].id;
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

static bool is_whole(const struct bv_rating *rating,
                     const struct bv_rating_scale *scale)
{
    return rating->scale_revision == scale->revision &&
           rating->item_count == scale->item_count;
}

static bool is_among(const struct bv_scored *scored, const char *rater)
{
    for (size_t i = 0; i < scored->whole_count; i++)
        if (strcmp(scored->whole[i].rater, rater) == 0)
            return true;
    return false;
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
        if (is_whole(&ratings[i], asks->scale))
            scored->whole[scored->whole_count++] = ratings[i];
        if (strcmp(ratings[i].rater, asks->rater) == 0) {
            scored->has_own = true;
            scored->own = ratings[i];
        }
    }
    return 0;
}

static void tell_agreement(const struct bv_rating_table *table,
                           struct bv_scored_agreement *told)
{
    told->attempts = table->attempt_count;
    told->whole = bv_rating_table_icc(table, NULL, 0, NULL);
    for (size_t i = 0; i < table->scale->item_count; i++) {
        const struct bv_rating_item *item = &table->scale->items[i];

        told->icc[i] = bv_rating_table_icc(table, item->key, 0, NULL);
        told->kappa[i] = table->rater_count == 2
                             ? bv_rating_table_kappa(table, 0, 1, item)
                             : (struct bv_coefficient){NAN, NAN, NAN};
    }
}

/* Of those who judged this attempt, over all that they did. @param ratings
 * What is left out is taken out of it. */
static int agree(const struct bv_scored_asks *asks, struct bv_rating *ratings,
                 size_t count, struct bv_scored *scored)
{
    struct bv_rating_table table = {0};
    size_t used = 0;
    int error;

    for (size_t i = 0; i < count; i++)
        if (is_whole(&ratings[i], asks->scale) &&
            is_among(scored, ratings[i].rater)) {
            if (used != i)
                ratings[used] = ratings[i];
            used++;
        }
    if (scored->whole_count < 2 || scored->whole_count > BV_RATERS_MAX)
        return 0;
    error = bv_rating_table_init(&table, asks->scale, ratings, used);
    if (error < 0)
        return error;
    tell_agreement(&table, &scored->agreement);
    bv_rating_table_fini(&table);
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
        error = agree(asks, ratings, count, scored);
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
        error = find_attempt(store, attempt->recording, scored, fault);
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
