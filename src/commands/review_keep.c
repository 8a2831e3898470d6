#include "commands/review_keep.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "commands/store_opening.h"
#include "version.h"

/* The learner, and their attempt of a recording. @param[out] id  0: none. */
static int find(struct bv_store *store, const struct bv_review_keep *keep,
                const char *source, struct bv_learner *learner, int64_t *id,
                struct bv_fault *fault)
{
    struct bv_attempt *attempts = NULL;
    char whole[PATH_MAX];
    size_t count = 0;
    int error = bv_store_find_learner(store, keep->learner, learner, fault);

    *id = 0;
    if (error == 0)
        error = bv_store_list_attempts(store, learner->id, NULL, &attempts,
                                       &count, fault);
    for (size_t i = 0; i < count && error == 0 && realpath(source, whole); i++)
        if (strcmp(attempts[i].recording, whole) == 0)
            *id = attempts[i].id;
    free(attempts);
    return error;
}

int bv_review_keep_check(const struct bv_review_keep *keep, const char *source,
                         struct bv_fault *fault)
{
    struct bv_learner learner;
    struct bv_store *store;
    int64_t id;
    int error = bv_store_opening(keep->store, &store, fault);

    if (error < 0)
        return error;
    error = find(store, keep, source, &learner, &id, fault);
    if (error == 0 && id && !keep->again)
        error = bv_fault_set(fault, -EEXIST,
                             "%.300s is attempt %lld of %s already; --again "
                             "measures it anew.",
                             source, (long long)id, learner.name);
    else if (error == 0 && !id && keep->again)
        error = bv_fault_set(fault, -ENOENT,
                             "%.300s is no attempt of %s yet: leave out "
                             "--again.",
                             source, learner.name);
    bv_store_close(store);
    return error;
}

int bv_review_keep(const struct bv_review_keep *keep,
                   const struct bv_review_report *report,
                   struct bv_fault *fault)
{
    struct bv_attempt attempt = {0};
    struct bv_learner learner = {0};
    struct bv_store *store;
    int64_t id;
    int error =
        bv_attempt_describe(report->source, report->rules, report->review,
                            BV_VERSION, &attempt, fault);

    snprintf(attempt.task, sizeof(attempt.task), "%s",
             keep->task ? keep->task : "");
    if (error == 0)
        error = bv_store_opening(keep->store, &store, fault);
    if (error < 0)
        return error;
    error = find(store, keep, report->source, &learner, &attempt.id, fault);
    attempt.learner = learner.id;
    id = attempt.id;
    if (error == 0 && id)
        error = bv_store_measure_again(store, &attempt, report->review, fault);
    else if (error == 0)
        error =
            bv_store_add_attempt(store, &attempt, report->review, &id, fault);
    if (error == 0)
        printf("%s attempt %lld of %s.\n",
               attempt.id ? "Measured anew:" : "Kept as", (long long)id,
               learner.name);
    bv_store_close(store);
    return error;
}
