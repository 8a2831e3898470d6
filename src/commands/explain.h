/**
 * @file
 * `bevel detect --explain`: why bevel said what it said of one frame, as a
 * sheet of pictures and, beside it, as JSON.
 */
#ifndef BV_COMMANDS_EXPLAIN_H
#define BV_COMMANDS_EXPLAIN_H

#include <stdbool.h>
#include <stdint.h>

#include "core/decls.h"
#include "core/geometry.h"
#include "core/status.h"
#include "guidance/account.h"
#include "pipeline.h"

BV_BEGIN_DECLS

/** What the user asked for. */
struct bv_explain_request {
    bool by_time;
    uint32_t frame;   /**< Its number, or */
    double time_s;    /**< the first frame that is not before it. */
    const char *path; /**< FILE.png, or a folder; NULL: explain-FRAME.png. */
    bool has_line;
    struct bv_px_segment line_px; /**< Of the picture as it came. */
};

/** Read "120" or "4.2s". @return false: it is neither. */
bool bv_explain_read_frame(const char *word,
                           struct bv_explain_request *request);

/** Whether the request's path is one that can be written to: FILE.png, or a
 *  folder. */
bool bv_explain_path_is_right(const char *path);

struct bv_explainer;

/**
 * Open the files that it will write, so that what cannot be written is said
 * before the clip is run through, and the truth beside the clip.
 *
 * @param source  As typed; borrowed, as the request is.
 * @param[out] explainer  Written only on 0; end it with
 *                        bv_explainer_close().
 * @return 0 or a negative errno with @p fault said.
 */
int bv_explainer_open(const struct bv_explain_request *request,
                      const char *source, struct bv_explainer **explainer,
                      struct bv_fault *fault) BV_MUST_USE;

/** What the guide is to write: for bv_opening.account. */
struct bv_account *bv_explainer_account(struct bv_explainer *explainer);

/**
 * Look at the next result, in order of time.
 *
 * @param[out] done  Whether it was the frame asked for; then it is explained.
 * @return 0 or a negative errno.
 */
int bv_explainer_take(struct bv_explainer *explainer,
                      const struct bv_source_info *info,
                      const struct bv_result *result, bool *done) BV_MUST_USE;

/**
 * Give the files their names, or take them away where @p error < 0 or the
 * frame never came; the latter is an error. NULL is ignored.
 *
 * @param error  What reading the source came to.
 * @return 0 or a negative errno with @p fault said.
 */
int bv_explainer_close(struct bv_explainer *explainer, int error,
                       struct bv_fault *fault) BV_MUST_USE;

BV_END_DECLS

#endif
