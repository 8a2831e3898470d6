/**
 * @file
 * `bevel review`: what bevel sees in a clip, or in a scene of the simulated
 * probe, frame by frame, kept so that it is seen once. Private to
 * src/commands/review*.c.
 */
#ifndef BV_COMMANDS_REVIEW_ANALYSE_H
#define BV_COMMANDS_REVIEW_ANALYSE_H

#include <stdbool.h>
#include <stdint.h>

#include "commands/declare.h"
#include "commands/opening.h"
#include "core/decls.h"
#include "core/status.h"
#include "records/analysis_file.h"

BV_BEGIN_DECLS

/** What is to be analysed, and how. */
struct bv_review_source {
    const char *name; /**< A clip's path, or a scene's name. */
    bool is_scene;
    uint64_t seed;             /**< Of a scene. */
    double seconds;            /**< Of a scene; 0: as long as its script. */
    struct bv_opening opening; /**< Of a clip. */
    const char *inject;        /**< As typed; NULL: nothing is injected. */
    struct bv_declare declare; /**< What that says. */
    const char *truth;         /**< Of a clip; NULL: what lies beside it. */
    const char *analysis;      /**< Where it is kept; NULL: the user's cache. */
    /** Who is told, and may stop it; NULL: a person at a terminal. */
    const struct bv_analysis_watch *watch;
};

/**
 * Analyse it, or take what was. A target that a recording's events hold is
 * marked where and when it was; a scene's own is marked in its first picture.
 *
 * @param[out] analysis  For bv_analysis_fini(). Written on 0, and where it
 *                       ended early: with what came before.
 * @return 0 or a negative errno with @p fault said; -ECANCELED: the user
 *         stopped it, and what was done is kept; -EBADMSG, -ENODEV: the clip
 *         is damaged or gone from there on; at a terminal the former is said,
 *         and 0.
 */
int bv_review_analyse(const struct bv_review_source *source,
                      struct bv_analysis *analysis,
                      struct bv_fault *fault) BV_MUST_USE;

/** Whether nobody waits for it any more. */
bool bv_review_stopped(const struct bv_review_source *source);

/** A scene's part of it, into a file that is open. Same results. */
int bv_review_analyse_scene(const struct bv_review_source *source,
                            struct bv_analysis_file *file,
                            struct bv_analysis *analysis,
                            struct bv_fault *fault) BV_MUST_USE;

struct bv_scene;

/** How long a scene is looked at: as was said, else as long as its script, and
 *  a second. */
double bv_review_scene_seconds(const struct bv_review_source *source,
                               const struct bv_scene *scene);

/** All that an analysis depends on. @return The caller's; NULL: no memory. */
char *bv_review_key(const struct bv_review_source *source) BV_MUST_USE;

/** Take the oldest analyses out of the user's cache where it is large. */
void bv_review_cache_trim(void);

/** Take all out that nobody writes. @return How many. */
int bv_review_cache_clear(void);

BV_END_DECLS

#endif
