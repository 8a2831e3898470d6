/**
 * @file
 * What the files of `bevel eval` share. Private to src/commands/eval*.c, but
 * for bv_eval_truth().
 */
#ifndef BV_COMMANDS_EVAL_H
#define BV_COMMANDS_EVAL_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "core/advice.h"
#include "core/decls.h"
#include "core/frame.h"
#include "core/status.h"
#include "guidance/review/figures.h"
#include "guidance/review/score.h"
#include "records/figures_json.h"

BV_BEGIN_DECLS

/** What holds for all clips. Constant while they run. */
struct bv_eval_options {
    const char *truth;       /**< The truth file of the one clip, or NULL. */
    bool no_needle;          /**< The clips show no needle. */
    bool stills;             /**< Each picture by itself. */
    bool out_of_plane;       /**< As of struct bv_guide_options. */
    double mm_per_px;        /**< 0: as the source says. */
    double seconds;          /**< Of a scene. */
    int width_px, height_px; /**< Of a scene; 0: as it comes. */
    int worst_count;         /**< Pictures of the worst frames to keep. */
};

/** A frame that is shown in the report. */
struct bv_eval_worst {
    double badness;
    size_t clip; /**< Its index in bv_evaluation.clips. */
    double time_s;
    struct bv_frame *picture; /**< A copy of its own; NULL: of an earlier
                                   run, to be fetched. */
    struct bv_truth_frame truth;
    struct bv_advice advice;
    struct bv_frame_score score;
};

/** How many of the worst frames one clip may give. */
#define BV_EVAL_WORST_OF_CLIP 3

/** One clip, or one seed of a scene. One worker's until it is done. */
struct bv_eval_clip {
    char *name;         /**< For people: "clip.mkv", "sim:nerve seed 3". */
    const char *source; /**< Its path, or the scene's name. */
    bool is_scene;
    uint64_t seed;
    int perturbation;   /**< How it is changed (perturb.h); -1: as it is. */
    bool truth_guessed; /**< Its truth is a list that lies beside it. */
    bool skipped;       /**< That means nothing for it: no score, no error. */
    int error;          /**< 0, or why it has no score. */
    struct bv_fault fault;
    struct bv_clip_score *score; /**< NULL where it failed. */
    struct bv_eval_worst worst[BV_EVAL_WORST_OF_CLIP];
    int worst_count;
};

/** Everything that was measured. */
struct bv_evaluation {
    struct bv_eval_options options;
    size_t clip_count;
    struct bv_eval_clip *clips; /**< clip_count as they are, then as many for
                                     each change, up to ... */
    size_t run_count;
    const int *perturbations; /**< Which changes, in that order. */
    size_t perturbation_count;
    size_t failed_count;
    size_t scored_count;           /**< Clips with a score ... */
    struct bv_clip_score **scores; /**< ... in the order of clips. */
    struct bv_figure_table *figures;
    size_t change_count; /**< Figures of changed clips. */
    struct bv_figures_change *changes;
    int worst_count;
    struct bv_eval_worst *worst; /**< The worst of all, worst first. */
};

/**
 * The truth file of a clip: as the user said, or beside it.
 *
 * @param[out] path     Written only on 0.
 * @param[out] guessed  It does not say whose it is.
 * @param fault         May be NULL.
 * @retval -ENOENT      There is none.
 * @retval -ENOTUNIQ    It might be another clip's.
 */
int bv_eval_find_truth(const struct bv_eval_options *options,
                       const struct bv_eval_clip *clip, char *path,
                       size_t path_size, bool *guessed,
                       struct bv_fault *fault) BV_MUST_USE;

/**
 * Called after each frame, from the worker; a true answer ends the clip.
 */
typedef bool bv_eval_tick(void *data);

/** Run one clip: fills error, fault, score, worst. Any thread. */
void bv_eval_run_clip(const struct bv_eval_options *options,
                      struct bv_eval_clip *clip, bv_eval_tick *tick,
                      void *data);

/** The same for a seed of a scene of the simulated probe. */
int bv_eval_run_scene(const struct bv_eval_options *options,
                      struct bv_eval_clip *clip, bv_eval_tick *tick,
                      void *data);

struct bv_truth;

/** The simulated probe's truth, as scores and reviews take it. */
struct bv_truth_frame bv_eval_truth(const struct bv_truth *truth);

/** Keep the frame among the clip's worst if it is one of them. */
int bv_eval_keep_worst(const struct bv_eval_options *options,
                       struct bv_eval_clip *clip,
                       const struct bv_frame *picture,
                       const struct bv_truth_frame *truth,
                       const struct bv_advice *advice) BV_MUST_USE;

/**
 * Take a finished clip's worst frames into the worst of all, and let the rest
 * go: memory does not grow with the clips, and the choice does not depend on
 * their order. One thread at a time.
 */
int bv_eval_choose_worst(struct bv_evaluation *evaluation,
                         size_t index) BV_MUST_USE;

/**
 * Run a clip again for the pictures of its worst frames that are shown, and
 * were measured by an earlier run.
 * @return 0 or a negative errno.
 */
int bv_eval_fetch_worst(struct bv_evaluation *evaluation, size_t index,
                        bv_eval_tick *tick, void *data) BV_MUST_USE;

/** Print the table. @return 0 or a negative errno. */
int bv_eval_print_table(const struct bv_evaluation *evaluation, FILE *out);

/** A value as it is printed: "0.42", "98.1 %", "missed", "-". */
const char *bv_eval_value_text(const struct bv_figure *figure, double value,
                               char *text, size_t size);

/** A limit: "<= 0.8", ">= 95.0 %", "88.0 % to 92.0 %", "". */
const char *bv_eval_limit_text(const struct bv_figure *figure,
                               const struct bv_figure_limit *limit, char *text,
                               size_t size);

/**
 * "meets the aim", "meets the must", "short of the aim", "SHORT", "too little
 * video to tell" (a rate of nothing in less time than its limit is about), "".
 */
const char *bv_eval_verdict(const struct bv_figure *figure,
                            const struct bv_figure_value *value);

/** The title with its unit: "tip error, mm". */
const char *bv_eval_title(const struct bv_figure *figure, char *text,
                          size_t size);

BV_END_DECLS

#endif
