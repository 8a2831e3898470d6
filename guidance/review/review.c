#include "guidance/review/review.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/words.h"
#include "guidance/review/review_parts.h"

static int by_start(const void *a, const void *b)
{
    const struct bv_moment *x = a, *y = b;

    if (x->start_frame != y->start_frame)
        return x->start_frame < y->start_frame ? -1 : 1;
    return (int)x->kind - (int)y->kind;
}

/* All of it, once the way is there. */
static int review_way(struct bv_review *review,
                      const struct bv_review_frame *frames,
                      const struct bv_review_rules *rules)
{
    int error = bv_review_find_needle(review, rules);

    review->tip_share = review->seen_share = NAN;
    if (review->way.count)
        review->seconds = bv_way_s(&review->way, 0, review->way.count - 1);
    if (error == 0)
        error = bv_review_find_probe(review, rules);
    if (error == 0 && frames)
        error = bv_review_find_marks(review, frames, rules);
    if (error == 0 && review->moment_count)
        qsort(review->moments, review->moment_count, sizeof(*review->moments),
              by_start);
    if (error == 0)
        error = bv_review_measure_all(review, frames, rules);
    return error;
}

int bv_review_make(const struct bv_review_frame *frames, size_t count,
                   const struct bv_review_rules *rules,
                   struct bv_review *review)
{
    struct bv_review made = {0};
    int error = bv_way_make(frames, count, rules, &made.way);

    if (error == 0)
        error = review_way(&made, frames, rules);
    if (error < 0)
        bv_review_fini(&made);
    else
        *review = made;
    return error;
}

int bv_review_make_true(const struct bv_review_truth *truth, size_t count,
                        const struct bv_review_rules *rules,
                        struct bv_review *review)
{
    struct bv_review made = {0};
    int error = bv_way_make_true(truth, count, &made.way);

    if (error == 0)
        error = review_way(&made, NULL, rules);
    for (size_t i = 0; error == 0 && i < made.moment_count; i++)
        made.moments[i].at_least = false; /* the truth sees it all */
    if (error < 0)
        bv_review_fini(&made);
    else
        *review = made;
    return error;
}

const char *bv_review_say_unseen(const struct bv_review *review)
{
    if (review->way.ever_seen)
        return NULL;
    return review->way.ever_drawn
               ? N_("A needle is drawn, but what is seen of it fits no one "
                    "needle's way: is the scale right?")
               : N_("No needle was seen.");
}

void bv_review_fini(struct bv_review *review)
{
    bv_way_fini(&review->way);
    free(review->moments);
    *review = (struct bv_review){0};
}

const struct bv_review_value *bv_review_measure(const struct bv_review *review,
                                                const char *key)
{
    for (size_t i = 0; i < review->measure_count; i++)
        if (strcmp(review->measures[i].about->key, key) == 0)
            return &review->measures[i];
    return NULL;
}
