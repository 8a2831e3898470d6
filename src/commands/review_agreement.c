/*
 * bevel review agreement: over the attempts that every rater judged.
 */
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "commands/review_rate.h"
#include "records/rating_agreement.h"

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

static void print_row(const struct bv_rating_table *table, const char *title,
                      const char *item)
{
    size_t attempts;
    struct bv_coefficient one = bv_rating_table_icc(table, item, 0, &attempts);
    struct bv_coefficient mean = bv_rating_table_icc(table, item, 1, NULL);

    printf("  %-18s %8zu", title, attempts);
    print_coefficient(&one);
    print_coefficient(&mean);
    putchar('\n');
}

static void print_kappa(const struct bv_rating_table *table, size_t first,
                        size_t second, const struct bv_rating_item *item)
{
    struct bv_coefficient kappa =
        bv_rating_table_kappa(table, first, second, item);

    printf("  %-18s %8s", item->key, "");
    print_coefficient(&kappa);
    putchar('\n');
}

static void print_pairs(const struct bv_rating_table *table)
{
    for (size_t i = 0; i < table->rater_count; i++)
        for (size_t j = i + 1; j < table->rater_count; j++) {
            printf("\nWeighted kappa (quadratic, 95 %% interval), %s and %s\n",
                   table->raters[i], table->raters[j]);
            for (size_t k = 0; k < table->scale->item_count; k++)
                print_kappa(table, i, j, &table->scale->items[k]);
        }
}

static int print_table(const struct bv_rating_table *table,
                       struct bv_fault *fault)
{
    if (table->rater_count < 2 || table->attempt_count < 2)
        return bv_fault_set(fault, -ENODATA,
                            "Agreement needs two raters or more who judged the "
                            "same two attempts or more on %s, revision %d; "
                            "there are %zu raters, and %zu such attempts.",
                            table->scale->name, table->scale->revision,
                            table->rater_count, table->attempt_count);
    printf("%s, revision %d: %zu raters, %zu attempts that all judged, %zu "
           "left out.\n\nIntraclass correlation, agreement (two-way random; "
           "Shrout and Fleiss), 95 %% interval\n  %-18s %8s  %-23s  %s\n",
           table->scale->name, table->scale->revision, table->rater_count,
           table->attempt_count, table->left_out, "", "attempts",
           "one rater, ICC(2,1)", "mean of all, ICC(2,k)");
    print_row(table, "whole, %", NULL);
    for (size_t i = 0; i < table->scale->item_count; i++)
        print_row(table, table->scale->items[i].key,
                  table->scale->items[i].key);
    print_pairs(table);
    return 0;
}

int bv_review_agreement(struct bv_store *store,
                        const struct bv_rating_scale *scale,
                        struct bv_fault *fault)
{
    struct bv_rating_table table = {0};
    struct bv_rating *ratings = NULL;
    size_t count = 0;
    int error =
        bv_store_list_ratings(store, 0, scale->name, &ratings, &count, fault);

    if (error == 0)
        error = bv_rating_table_init(&table, scale, ratings, count);
    if (error == -E2BIG)
        bv_fault_set(fault, error, "There are more than %d raters.",
                     BV_RATERS_MAX);
    if (error == 0)
        error = print_table(&table, fault);
    bv_rating_table_fini(&table);
    free(ratings);
    return error;
}
