#include "records/attempt_scores.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "core/text.h"

bool bv_rating_score(const struct bv_rating *rating, const char *key,
                     int *score)
{
    for (size_t i = 0; i < rating->item_count; i++)
        if (strcmp(rating->items[i].key, key) == 0) {
            *score = rating->items[i].score;
            return true;
        }
    return false;
}

static size_t add_key(const char **keys, size_t count, const char *key)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(keys[i], key) == 0)
            return count;
    if (count < BV_RATING_ITEMS_MAX)
        keys[count++] = key;
    return count;
}

size_t bv_scale_scores_keys(const struct bv_scale_scores *scores,
                            const char **keys)
{
    size_t count = 0;

    for (size_t i = 0; scores->scale && i < scores->scale->item_count; i++)
        count = add_key(keys, count, scores->scale->items[i].key);
    for (size_t i = 0; !scores->scale && i < scores->count; i++)
        for (size_t j = 0; j < scores->ratings[i].item_count; j++)
            count = add_key(keys, count, scores->ratings[i].items[j].key);
    return count;
}

/* The oldest, as the window takes it. */
static int find_attempt(struct bv_store *store,
                        const struct bv_attempt_scores_asks *asks,
                        int64_t *attempt, struct bv_fault *fault)
{
    struct bv_attempt *attempts = NULL;
    char *whole;
    size_t count = 0;
    int error = 0;

    *attempt = asks->attempt;
    if (*attempt > 0)
        return 0;
    whole = realpath(asks->recording, NULL);
    if (!whole)
        return errno == ENOMEM ? -ENOMEM : 0;
    error = bv_store_list_recording(store, whole, &attempts, &count, fault);
    if (error == 0 && count > 0)
        *attempt = attempts[0].id;
    free(attempts);
    free(whole);
    return error;
}

static bool is_of(const struct bv_scale_scores *scores,
                  const struct bv_rating *rating)
{
    return strcmp(scores->name, rating->scale) == 0 &&
           scores->revision == rating->scale_revision;
}

/* Its file, where that is the one by which it was scored. */
static int load_scale(struct bv_scale_scores *scores)
{
    struct bv_rating_scale *scale = malloc(sizeof(*scale));
    struct bv_fault said = {0};
    int error =
        scale ? bv_rating_scale_load(scores->name, scale, &said) : -ENOMEM;

    if (error == 0 && scale->revision == scores->revision)
        scores->scale = scale;
    else
        free(scale);
    return error == -ENOMEM ? error : 0;
}

static int agree(struct bv_store *store, int64_t attempt,
                 struct bv_scale_scores *scores, struct bv_fault *fault)
{
    struct bv_rating *all = NULL;
    size_t count = 0;
    int error =
        bv_store_list_ratings(store, 0, scores->name, &all, &count, fault);

    if (error == 0)
        error = bv_rating_agree(scores->scale, all, count, attempt,
                                &scores->agreement);
    free(all);
    return error;
}

/* What others gave, of a rater who is not done. */
static void hide(struct bv_scale_scores *scores, const char *rater)
{
    size_t kept = 0;

    if (!rater || !rater[0])
        return;
    for (size_t i = 0; i < scores->count; i++)
        if (strcmp(scores->ratings[i].rater, rater) == 0 && scores->scale &&
            bv_rating_is_whole(&scores->ratings[i], scores->scale))
            return;
    for (size_t i = 0; i < scores->count; i++)
        if (strcmp(scores->ratings[i].rater, rater) == 0)
            scores->ratings[kept++] = scores->ratings[i];
    scores->hidden = scores->count - kept;
    scores->count = kept;
    scores->agreement = (struct bv_rating_agreement){0};
}

/* Those of the list's first scale from @p first on. */
static int take(struct bv_store *store,
                const struct bv_attempt_scores_asks *asks, int64_t attempt,
                const struct bv_rating *first, size_t count,
                struct bv_scale_scores *scores, struct bv_fault *fault)
{
    int error;

    strcpy(scores->name, first->scale); /* of the same size */
    scores->revision = first->scale_revision;
    scores->ratings = calloc(count, sizeof(*scores->ratings));
    if (!scores->ratings)
        return -ENOMEM;
    for (size_t i = 0; i < count; i++)
        if (is_of(scores, &first[i]) && first[i].item_count > 0)
            scores->ratings[scores->count++] = first[i];
    error = load_scale(scores);
    if (error == 0 && scores->scale)
        error = agree(store, attempt, scores, fault);
    hide(scores, asks->rater);
    for (size_t i = 0; i < scores->count; i++)
        bv_text_make_utf8(scores->ratings[i].rater);
    return error;
}

static int take_all(struct bv_store *store,
                    const struct bv_attempt_scores_asks *asks,
                    const struct bv_rating *ratings, size_t count,
                    struct bv_attempt_scores *made, struct bv_fault *fault)
{
    int error = 0;

    made->scales = calloc(count + 1, sizeof(*made->scales));
    if (!made->scales)
        return -ENOMEM;
    for (size_t i = 0; i < count && error == 0; i++) {
        bool known = ratings[i].item_count == 0; /* all was undone */

        for (size_t j = 0; j < made->count; j++)
            known = known || is_of(&made->scales[j], &ratings[i]);
        if (!known)
            error = take(store, asks, made->attempt, &ratings[i], count - i,
                         &made->scales[made->count++], fault);
    }
    return error;
}

int bv_attempt_scores_find(struct bv_store *store,
                           const struct bv_attempt_scores_asks *asks,
                           struct bv_attempt_scores *scores,
                           struct bv_fault *fault)
{
    struct bv_attempt_scores made = {.damaged = bv_store_notice(store) != NULL};
    struct bv_rating *ratings = NULL;
    size_t count = 0;
    int error = find_attempt(store, asks, &made.attempt, fault);

    if (error == 0 && made.attempt > 0)
        error = bv_store_list_ratings(store, made.attempt, NULL, &ratings,
                                      &count, fault);
    if (error == 0)
        error = take_all(store, asks, ratings, count, &made, fault);
    free(ratings);
    if (error < 0)
        bv_attempt_scores_fini(&made);
    else
        *scores = made;
    return error;
}

void bv_attempt_scores_fini(struct bv_attempt_scores *scores)
{
    for (size_t i = 0; i < scores->count; i++) {
        free(scores->scales[i].scale);
        free(scores->scales[i].ratings);
    }
    free(scores->scales);
    *scores = (struct bv_attempt_scores){0};
}
