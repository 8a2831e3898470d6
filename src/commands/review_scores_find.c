/*
 * bevel review: what people scored the attempt, from the store.
 */
#include <errno.h>
#include <stdio.h>

#include "commands/review_scores.h"
#include "commands/store_opening.h"

int bv_review_scores_find(const char *store,
                          const struct bv_attempt_scores_asks *asks,
                          struct bv_attempt_scores *scores)
{
    struct bv_store *opened = NULL;
    struct bv_fault fault = {0};
    int error;

    *scores = (struct bv_attempt_scores){0};
    if (!bv_store_is_there(store))
        return 0;
    error = bv_store_opening(store, &opened, &fault);
    if (error == 0)
        error = bv_attempt_scores_find(opened, asks, scores, &fault);
    bv_store_close(opened);
    if (error == 0 || error == -ENOMEM)
        return error;
    fprintf(stderr, "bevel review: no scores are in the report: %s\n",
            fault.error ? fault.text : bv_error_text(error));
    scores->unread = true;
    return 0;
}
