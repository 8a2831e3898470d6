/*
 * bevel review agreement: over the attempts that every rater judged.
 */
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "commands/review_rate.h"
#include "guidance/review/raters.h"

enum { raters_most = 20 };

/* Ratings in a table: attempts x raters. */
struct table {
    const struct bv_rating_scale *scale;
    size_t rater_count, attempt_count, left_out;
    const char *raters[raters_most];
    const struct bv_rating **cells; /* all there */
};

static int rater_of(struct table *table, const char *name)
{
    for (size_t i = 0; i < table->rater_count; i++)
        if (strcmp(table->raters[i], name) == 0)
            return (int)i;
    if (table->rater_count == raters_most)
        return -E2BIG;
    table->raters[table->rater_count] = name;
    return (int)table->rater_count++;
}

/* Ratings of another revision of the scale are of another scale. */
static bool counts(const struct table *table, const struct bv_rating *rating)
{
    return rating->scale_revision == table->scale->revision;
}

/* They come by attempt: rows that are whole stay. */
static int fill(struct table *table, const struct bv_rating *ratings,
                size_t count)
{
    size_t filled = 0;

    for (size_t i = 0; i < count; i++)
        if (counts(table, &ratings[i]) && rater_of(table, ratings[i].rater) < 0)
            return -E2BIG;
    table->cells = calloc(count * raters_most + 1, sizeof(*table->cells));
    if (!table->cells)
        return -ENOMEM;
    for (size_t i = 0; i < count; i++) {
        const struct bv_rating **row =
            table->cells + table->attempt_count * table->rater_count;
        bool last =
            i + 1 == count || ratings[i + 1].attempt != ratings[i].attempt;

        if (counts(table, &ratings[i])) {
            row[rater_of(table, ratings[i].rater)] = &ratings[i];
            filled++;
        }
        if (!last)
            continue;
        if (filled == table->rater_count)
            table->attempt_count++;
        else
            table->left_out += filled > 0;
        if (filled != table->rater_count)
            memset(row, 0, table->rater_count * sizeof(*row));
        filled = 0;
    }
    return 0;
}

/* @return The score; NAN: not judged. @param item  NULL: the whole. */
static double score_of(const struct table *table,
                       const struct bv_rating *rating, const char *item)
{
    if (!item)
        return bv_rating_percent(table->scale, rating);
    for (size_t i = 0; i < rating->item_count; i++)
        if (strcmp(rating->items[i].key, item) == 0)
            return rating->items[i].score;
    return NAN;
}

static void print_coefficient(const struct bv_coefficient *coefficient)
{
    if (isnan(coefficient->value))
        printf("      - %16s", "");
    else if (isnan(coefficient->low) || isnan(coefficient->high))
        printf("  %5.2f %16s", coefficient->value, "(no interval)");
    else
        printf("  %5.2f (%5.2f to %5.2f)", coefficient->value, coefficient->low,
               coefficient->high);
}

/* Scores of the attempts in which all raters judged it. @return How many. */
static size_t take_scores(const struct table *table, const char *item,
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

static void print_row(const struct table *table, const char *title,
                      const char *item, double *scores)
{
    size_t rows = take_scores(table, item, scores);
    struct bv_coefficient one =
        bv_icc(scores, rows, table->rater_count, BV_ICC_AGREEMENT, 0);
    struct bv_coefficient mean =
        bv_icc(scores, rows, table->rater_count, BV_ICC_AGREEMENT, 1);

    printf("  %-18s %8zu", title, rows);
    print_coefficient(&one);
    print_coefficient(&mean);
    putchar('\n');
}

/* Quadratic weights, of two raters on one item. */
static void print_kappa(const struct table *table, size_t first, size_t second,
                        const struct bv_rating_item *item)
{
    double counted[BV_RATING_SCORES_MAX * BV_RATING_SCORES_MAX] = {0};
    double weights[BV_RATING_SCORES_MAX * BV_RATING_SCORES_MAX];
    size_t n = (size_t)(item->most - item->least) + 1;
    struct bv_coefficient kappa;

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
    kappa = bv_kappa(counted, weights, n, NULL);
    printf("  %-18s %8s", item->key, "");
    print_coefficient(&kappa);
    putchar('\n');
}

static void print_pairs(const struct table *table)
{
    for (size_t i = 0; i < table->rater_count; i++)
        for (size_t j = i + 1; j < table->rater_count; j++) {
            printf("\nWeighted kappa (quadratic, 95 %% interval), %s and %s\n",
                   table->raters[i], table->raters[j]);
            for (size_t k = 0; k < table->scale->item_count; k++)
                print_kappa(table, i, j, &table->scale->items[k]);
        }
}

static int print_table(const struct table *table, struct bv_fault *fault)
{
    double *scores;

    if (table->rater_count < 2 || table->attempt_count < 2)
        return bv_fault_set(fault, -ENODATA,
                            "Agreement needs two raters or more who judged the "
                            "same two attempts or more on %s, revision %d; "
                            "there are %zu raters, and %zu such attempts.",
                            table->scale->name, table->scale->revision,
                            table->rater_count, table->attempt_count);
    scores = calloc(table->attempt_count * table->rater_count, sizeof(*scores));
    if (!scores)
        return -ENOMEM;
    printf("%s, revision %d: %zu raters, %zu attempts that all judged, %zu "
           "left out.\n\nIntraclass correlation, agreement (two-way random; "
           "Shrout and Fleiss), 95 %% interval\n  %-18s %8s  %-23s  %s\n",
           table->scale->name, table->scale->revision, table->rater_count,
           table->attempt_count, table->left_out, "", "attempts",
           "one rater, ICC(2,1)", "mean of all, ICC(2,k)");
    print_row(table, "whole, %", NULL, scores);
    for (size_t i = 0; i < table->scale->item_count; i++)
        print_row(table, table->scale->items[i].key, table->scale->items[i].key,
                  scores);
    free(scores);
    print_pairs(table);
    return 0;
}

int bv_review_agreement(struct bv_store *store,
                        const struct bv_rating_scale *scale,
                        struct bv_fault *fault)
{
    struct table table = {.scale = scale};
    struct bv_rating *ratings = NULL;
    size_t count = 0;
    int error =
        bv_store_list_ratings(store, 0, scale->name, &ratings, &count, fault);

    if (error == 0)
        error = fill(&table, ratings, count);
    if (error == -E2BIG)
        bv_fault_set(fault, error, "There are more than %d raters.",
                     raters_most);
    if (error == 0)
        error = print_table(&table, fault);
    free(table.cells);
    free(ratings);
    return error;
}
