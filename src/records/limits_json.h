/**
 * @file
 * Limits that a project sets for its figures, as a small JSON file
 * (docs/evaluation.md, "Limits").
 */
#ifndef BV_RECORDS_LIMITS_JSON_H
#define BV_RECORDS_LIMITS_JSON_H

#include <stddef.h>

#include "core/decls.h"
#include "core/status.h"
#include "guidance/review/figures.h"

BV_BEGIN_DECLS

/** The most limits in a file. */
#define BV_LIMITS_MAX 256

/** One limit. */
struct bv_limit {
    size_t figure;
    /** Of the difference that a change of the clips makes: its name, or "any".
     *  Empty: of the figure itself. */
    char perturbed[24];
    struct bv_stratum stratum;
    struct bv_figure_limit limit;
};

struct bv_limits {
    size_t count;
    struct bv_limit limits[BV_LIMITS_MAX];
};

/**
 * Read a file of limits. A key or a figure that is not known is an error: a
 * limit with a slip of the pen would hold for ever.
 *
 * @param[out] limits  Written only on 0.
 * @retval -EBADMSG
 * @return 0 or a negative errno with @p fault said.
 */
int bv_limits_read_json(const char *path, struct bv_limits *limits,
                        struct bv_fault *fault) BV_MUST_USE;

BV_END_DECLS

#endif
