/**
 * @file
 * Opens what a command's words name, as a pipeline.
 */
#ifndef BV_COMMANDS_OPENING_H
#define BV_COMMANDS_OPENING_H

#include <stdbool.h>

#include "acquisition/source.h"
#include "commands/command.h"
#include "core/decls.h"
#include "core/geometry.h"
#include "core/status.h"
#include "pipeline.h"

BV_BEGIN_DECLS

/** What the words said of the source. Zero means "as it is". */
struct bv_opening {
    struct bv_source_options source;
    bool stills;       /**< Each picture by itself. */
    bool out_of_plane; /**< As of struct bv_guide_options. */
    bool has_target;
    struct bv_px target_px;  /**< In the picture as it comes. */
    double dead_time_s;      /**< --dead-time; 0: as usual. */
    const char *marks_path;  /**< --marks: a file of them; NULL: none. */
    bool has_marker;         /**< --marker: where the user says that it is. */
    struct bv_choice marker; /**< Of bv_opening_markers. */
    struct bv_account *account; /**< As of struct bv_guide_options. */
    bool has_scale;             /**< --scale: off the screen, without asking. */
    struct bv_choice scale;     /**< Of bv_opening_scales. */
};

/** The option by which the user says how the needle comes, of a command's list.
 *  @param value  A bool. */
#define BV_OPTION_OUT_OF_PLANE(value)                                          \
    {                                                                          \
        "--out-of-plane", NULL,                                                \
            "the needle is to cross the plane: look for where",                \
            BV_OPTION_FLAG, (value), NULL                                      \
    }

/** The option by which the user says how long the dead volume of line and
 *  needle takes, of a command's list. @param value  A double, of an opening. */
#define BV_OPTION_DEAD_TIME(value)                                             \
    {                                                                          \
        "--dead-time", "S",                                                    \
            "what is injected is to show after so long; 2 unless said",        \
            BV_OPTION_NUMBER, (value), NULL                                    \
    }

/** How --scale takes the scale off the screen; as enum bv_screen_how. */
extern const char *const bv_opening_scales[];

/** The sides of --marker; as enum bv_side from left on. */
extern const char *const bv_opening_markers[];

/**
 * Open the source, with its guide, and mark the target and what the file of
 * marks holds in its first frame.
 *
 * @param[out] pipeline  Written only on success.
 * @return 0 or a negative errno with @p fault said; -ERANGE where one of them
 *         lies outside the picture.
 */
int bv_opening_run(const struct bv_opening *opening, const char *name,
                   struct bv_pipeline **pipeline,
                   struct bv_fault *fault) BV_MUST_USE;

/**
 * The same source from its start again, in the same pipeline; only the target
 * that the words named is marked.
 *
 * @return 0 or a negative errno with @p fault said. Where the source could not
 *         be opened the pipeline is as it was.
 */
int bv_opening_replay(const struct bv_opening *opening, const char *name,
                      struct bv_pipeline *pipeline,
                      struct bv_fault *fault) BV_MUST_USE;

BV_END_DECLS

#endif
