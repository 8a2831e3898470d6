#include <errno.h>
#include <stdlib.h>

#include "guidance/review/figures.h"
#include "guidance/review/figures_recipe.h"

enum { blocks_most = 2 * 16 };

static size_t count_clips(struct bv_clip_score *const *clips, size_t clip_count,
                          const struct bv_stratum *stratum)
{
    size_t count = 0;

    for (size_t i = 0; i < clip_count; i++)
        count += bv_stratum_has_clip(stratum, clips[i]);
    return count;
}

/* @return Whether the stratum has any figure, or a negative errno. */
static int measure_block(struct bv_clip_score *const *clips, size_t clip_count,
                         struct bv_figure_block *block)
{
    bool any = block->stratum.kind == BV_STRATUM_ALL;

    block->values = calloc(bv_figure_count(), sizeof(*block->values));
    if (!block->values)
        return -ENOMEM;
    for (size_t i = 0; i < bv_figure_count(); i++) {
        int error = bv_figure_measure(i, clips, clip_count, &block->stratum,
                                      &block->values[i]);

        if (error < 0)
            return error;
        any |= block->values[i].count > 0;
    }
    return any;
}

/* Add the strata of one kind. @return 0 or a negative errno. */
static int add_blocks(struct bv_figure_table *table,
                      struct bv_clip_score *const *clips, size_t clip_count,
                      bool simulated, enum bv_stratum_kind kind)
{
    for (int value = 0; value < bv_stratum_count(kind); value++) {
        struct bv_figure_block *block = &table->blocks[table->block_count];
        int any;

        block->stratum = (struct bv_stratum){simulated, kind, value};
        block->clip_count = count_clips(clips, clip_count, &block->stratum);
        if (block->clip_count == 0)
            continue;
        any = measure_block(clips, clip_count, block);
        if (any <= 0) {
            free(block->values);
            block->values = NULL;
        }
        if (any < 0)
            return any;
        table->block_count += (size_t)any;
    }
    return 0;
}

int bv_figure_table_make(struct bv_clip_score *const *clips, size_t clip_count,
                         struct bv_figure_table **table)
{
    struct bv_figure_table *made = calloc(1, sizeof(*made));
    int error = 0;

    if (!made)
        return -ENOMEM;
    made->blocks = calloc(blocks_most, sizeof(*made->blocks));
    if (!made->blocks)
        error = -ENOMEM;
    for (int origin = 0; origin < 2 && error == 0; origin++)
        for (int kind = 0; kind < BV_STRATUM_KINDS && error == 0; kind++)
            error = add_blocks(made, clips, clip_count, origin == 0,
                               (enum bv_stratum_kind)kind);
    if (error < 0) {
        bv_figure_table_free(made);
        return error;
    }
    *table = made;
    return 0;
}

void bv_figure_table_free(struct bv_figure_table *table)
{
    if (!table)
        return;
    for (size_t i = 0; i < table->block_count; i++)
        free(table->blocks[i].values);
    free(table->blocks);
    free(table);
}

const struct bv_figure_block *
bv_figure_table_find(const struct bv_figure_table *table,
                     const struct bv_stratum *stratum)
{
    for (size_t i = 0; i < table->block_count; i++)
        if (table->blocks[i].stratum.simulated == stratum->simulated &&
            table->blocks[i].stratum.kind == stratum->kind &&
            table->blocks[i].stratum.value == stratum->value)
            return &table->blocks[i];
    return NULL;
}
