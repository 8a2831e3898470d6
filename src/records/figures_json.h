/**
 * @file
 * Figures as JSON (docs/formats.md, "Figures"): written by `bevel eval`, read
 * again to compare with.
 */
#ifndef BV_RECORDS_FIGURES_JSON_H
#define BV_RECORDS_FIGURES_JSON_H

#include <stdio.h>

#include "core/decls.h"
#include "core/status.h"
#include "guidance/review/figures.h"

BV_BEGIN_DECLS

/** The version of the format. */
#define BV_FIGURES_VERSION 1

/** One clip in the file. */
struct bv_figures_clip {
    const char *name;
    const char *fault;                 /**< Why it failed, or NULL. */
    const struct bv_clip_score *score; /**< NULL where it failed. */
};

/** A figure of clips as they are, and of the same clips, changed. */
struct bv_figures_change {
    const char *name; /**< How they are changed: "gain-up". */
    struct bv_stratum stratum;
    size_t figure, clip_count;
    struct bv_figure_value plain, changed;
};

/**
 * Write everything as one JSON object.
 *
 * @param changes  @p change_count of them, or NULL.
 * @retval 0
 * @retval -ENOMEM
 * @retval -EIO     or what the stream's error is.
 */
int bv_figures_write_json(FILE *out, const struct bv_figures_clip *clips,
                          size_t clip_count,
                          const struct bv_figure_table *table,
                          const struct bv_figures_change *changes,
                          size_t change_count) BV_MUST_USE;

/**
 * Read a table that was written so; figures that are not known are left out.
 *
 * @param[out] table  Written only on 0; free with bv_figure_table_free().
 * @retval -EBADMSG   Cut, damaged or of another format.
 * @return 0 or a negative errno with @p fault said.
 */
int bv_figures_read_json(const char *path, struct bv_figure_table **table,
                         struct bv_fault *fault) BV_MUST_USE;

BV_END_DECLS

#endif
