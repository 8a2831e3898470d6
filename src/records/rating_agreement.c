#include "records/rating_agreement.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/words.h"

static int rater_of(struct bv_rating_table *table, const char *name)
{
    for (size_t i = 0; i < table->rater_count; i++)
        if (strcmp(table->raters[i], name) == 0)
            return (int)i;
    if (table->rater_count == BV_RATERS_MAX)
        return -E2BIG;
    table->raters[table->rater_count] = name;
    return (int)table->rater_count++;
}

static bool counts(const struct bv_rating_table *table,
                   const struct bv_rating *rating)
{
    return rating->scale_revision == table->scale->revision &&
           rating->item_count > 0; /* else all was taken back */
}

/* A row is done: it stays where it is whole. */
static void end_row(struct bv_rating_table *table, const struct bv_rating **row,
                    size_t filled)
{
    if (filled > 0 && filled == table->rater_count) {
        table->attempt_count++;
        return;
    }
    table->left_out += filled > 0;
    memset(row, 0, table->rater_count * sizeof(*row));
}

static void fill(struct bv_rating_table *table, const struct bv_rating *ratings,
                 size_t count)
{
    size_t filled = 0;

    for (size_t i = 0; i < count; i++) {
        const struct bv_rating **row =
            table->cells + table->attempt_count * table->rater_count;

        if (counts(table, &ratings[i])) {
            row[rater_of(table, ratings[i].rater)] = &ratings[i];
            filled++;
        }
        if (i + 1 < count && ratings[i + 1].attempt == ratings[i].attempt)
            continue;
        end_row(table, row, filled);
        filled = 0;
    }
}

int bv_rating_table_init(struct bv_rating_table *table,
                         const struct bv_rating_scale *scale,
                         const struct bv_rating *ratings, size_t count)
{
    struct bv_rating_table made = {.scale = scale};

    for (size_t i = 0; i < count; i++)
        if (counts(&made, &ratings[i]) && rater_of(&made, ratings[i].rater) < 0)
            return -E2BIG;
    made.cells = calloc(count * BV_RATERS_MAX + 1, sizeof(*made.cells));
    if (!made.cells)
        return -ENOMEM;
    fill(&made, ratings, count);
    *table = made;
    return 0;
}

void bv_rating_table_fini(struct bv_rating_table *table)
{
    free(table->cells);
    *table = (struct bv_rating_table){0};
}

/* @return The score; NAN: not judged. @param item  NULL: the whole. */
static double score_of(const struct bv_rating_table *table,
                       const struct bv_rating *rating, const char *item)
{
    if (!item)
        return bv_rating_percent(table->scale, rating);
    for (size_t i = 0; i < rating->item_count; i++)
        if (strcmp(rating->items[i].key, item) == 0)
            return rating->items[i].score;
    return NAN;
}

/* Scores of the attempts in which all raters judged it. @return How many. */
static size_t take_scores(const struct bv_rating_table *table, const char *item,
                          double *scores)
{
    size_t rows = 0, raters = table->rater_count;

    for (size_t i = 0; i < table->attempt_count; i++) {
        bool whole = true;

        for (size_t j = 0; j < raters; j++) {
            scores[rows * raters + j] =
                score_of(table, table->cells[i * raters + j], item);
            whole = whole && !isnan(scores[rows * raters + j]);
        }
        rows += whole;
    }
    return rows;
}

struct bv_coefficient bv_rating_table_icc(const struct bv_rating_table *table,
                                          const char *item, int mean,
                                          size_t *attempts)
{
    struct bv_coefficient told = {NAN, NAN, NAN};
    double *scores =
        calloc(table->attempt_count * table->rater_count + 1, sizeof(*scores));
    size_t rows = scores ? take_scores(table, item, scores) : 0;

    if (scores)
        told = bv_icc(scores, rows, table->rater_count, BV_ICC_AGREEMENT, mean);
    if (attempts)
        *attempts = rows;
    free(scores);
    return told;
}

struct bv_coefficient bv_rating_table_kappa(const struct bv_rating_table *table,
                                            size_t first, size_t second,
                                            const struct bv_rating_item *item)
{
    double counted[BV_RATING_SCORES_MAX * BV_RATING_SCORES_MAX] = {0};
    double weights[BV_RATING_SCORES_MAX * BV_RATING_SCORES_MAX];
    size_t n = (size_t)(item->most - item->least) + 1;

    for (size_t i = 0; i < table->attempt_count; i++) {
        const struct bv_rating **row = table->cells + i * table->rater_count;
        double a = score_of(table, row[first], item->key) - item->least;
        double b = score_of(table, row[second], item->key) - item->least;

        if (a >= 0 && b >= 0 && a < (double)n && b < (double)n)
            counted[(size_t)a * n + (size_t)b]++;
    }
    for (size_t i = 0; i < n * n; i++)
        weights[i] = bv_kappa_weight(
            BV_KAPPA_QUADRATIC, (size_t)labs((long)(i / n) - (long)(i % n)), n);
    return bv_kappa(counted, weights, n, NULL);
}

bool bv_rating_is_whole(const struct bv_rating *rating,
                        const struct bv_rating_scale *scale)
{
    return rating->scale_revision == scale->revision &&
           rating->item_count == scale->item_count;
}

/* The attempt's raters who judged it wholly. @return How many; at most
 * BV_RATERS_MAX + 1. */
static size_t find_raters(const struct bv_rating_scale *scale,
                          const struct bv_rating *ratings, size_t count,
                          int64_t attempt, const struct bv_rating **found)
{
    size_t raters = 0;

    for (size_t i = 0; i < count && raters <= BV_RATERS_MAX; i++)
        if (ratings[i].attempt == attempt &&
            bv_rating_is_whole(&ratings[i], scale))
            found[raters++] = &ratings[i];
    return raters;
}

static size_t count_same(const struct bv_rating_table *table,
                         const struct bv_rating *const *row, size_t raters)
{
    size_t same = 0;

    for (size_t k = 0; k < table->scale->item_count; k++) {
        const char *key = table->scale->items[k].key;
        bool all = raters > 0;

        for (size_t i = 1; i < raters; i++)
            all = all &&
                  score_of(table, row[i], key) == score_of(table, row[0], key);
        same += all;
    }
    return same;
}

static void tell(const struct bv_rating_table *table,
                 struct bv_rating_agreement *told)
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

/* What those raters judged wholly, of all attempts. */
static size_t take_theirs(const struct bv_rating_scale *scale,
                          const struct bv_rating *ratings, size_t count,
                          const struct bv_rating *const *raters,
                          size_t rater_count, struct bv_rating *taken)
{
    size_t used = 0;

    for (size_t i = 0; i < count; i++)
        for (size_t j = 0; j < rater_count; j++)
            if (bv_rating_is_whole(&ratings[i], scale) &&
                strcmp(ratings[i].rater, raters[j]->rater) == 0) {
                taken[used++] = ratings[i];
                break;
            }
    return used;
}

int bv_rating_agree(const struct bv_rating_scale *scale,
                    const struct bv_rating *ratings, size_t count,
                    int64_t attempt, struct bv_rating_agreement *told)
{
    const struct bv_rating *raters[BV_RATERS_MAX + 1];
    struct bv_rating_agreement made = {
        .raters = find_raters(scale, ratings, count, attempt, raters)};
    struct bv_rating_table table = {.scale = scale};
    struct bv_rating *theirs;
    size_t used;
    int error;

    made.same = count_same(&table, raters, made.raters);
    if (made.raters < 2 || made.raters > BV_RATERS_MAX) {
        *told = made;
        return 0;
    }
    theirs = calloc(count, sizeof(*theirs));
    if (!theirs)
        return -ENOMEM;
    used = take_theirs(scale, ratings, count, raters, made.raters, theirs);
    error = bv_rating_table_init(&table, scale, theirs, used);
    if (error == 0) {
        tell(&table, &made);
        bv_rating_table_fini(&table);
        *told = made;
    }
    free(theirs);
    return error;
}

void bv_coefficient_say(const struct bv_coefficient *told, char *text,
                        size_t size)
{
    if (isnan(told->value))
        snprintf(text, size, "–");
    else if (isnan(told->low) || isnan(told->high))
        snprintf(text, size, _("%.2f (no interval)"), told->value);
    else
        snprintf(text, size, _("%.2f (%.2f to %.2f)"), told->value, told->low,
                 told->high);
}

const char *bv_blinding_say(enum bv_blinding blinding)
{
    return blinding == BV_BLINDING_KEPT   ? _(", blinded")
           : blinding == BV_BLINDING_LEFT ? _(", blinded, then opened")
                                          : "";
}
