/*
 * bevel eval: one clip with its truth.
 */
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "commands/eval.h"
#include "core/clock.h"
#include "pipeline.h"
#include "records/truth_file.h"

struct run {
    const struct bv_eval_options *options;
    struct bv_eval_clip *clip;
    struct bv_pipeline *pipeline;
    struct bv_truth_file *truth; /* NULL: there is no needle */
    char truth_path[4096];
    int64_t last_frame; /* -1 before the first */
    enum bv_score_probe probe;
};

static int open_pipeline(struct run *run)
{
    struct bv_source_options source_options = {.mm_per_px =
                                                   run->options->mm_per_px};
    struct bv_guide_options guide = {.stills = run->options->stills,
                                     .mm_per_px = run->options->mm_per_px};
    struct bv_source *source;
    int error = bv_source_open(run->clip->source, &source_options, &source,
                               &run->clip->fault);

    if (error < 0)
        return error;
    if (bv_source_info(source)->still)
        guide.stills = true;
    if (bv_source_info(source)->live) {
        bv_source_close(source);
        return bv_fault_set(&run->clip->fault, -EINVAL,
                            "%s is live; truth is for clips.",
                            run->clip->source);
    }
    run->pipeline = bv_pipeline_new(source, &guide);
    return run->pipeline ? 0 : -ENOMEM;
}

int bv_eval_find_truth(const struct bv_eval_options *options,
                       const struct bv_eval_clip *clip, char *path,
                       size_t path_size, struct bv_fault *fault)
{
    int error;

    if (options->truth && strlen(options->truth) >= path_size)
        return bv_fault_set(fault, -ENAMETOOLONG,
                            "The truth's name is too long.");
    if (options->truth) {
        memcpy(path, options->truth, strlen(options->truth) + 1);
        return 0;
    }
    error = bv_truth_file_find(clip->source, path, path_size);
    if (error < 0)
        bv_fault_set(fault, error,
                     "%s has no truth beside it (NAME.truth.jsonl or "
                     "labels.csv); --truth FILE names it, --no-needle says "
                     "that the clip shows none.",
                     clip->source);
    return error;
}

static int open_truth(struct run *run)
{
    struct bv_fault *fault = &run->clip->fault;
    const char *clip = run->clip->source, *slash = strrchr(clip, '/');
    int error;

    if (run->options->no_needle)
        return 0;
    error = bv_eval_find_truth(run->options, run->clip, run->truth_path,
                               sizeof(run->truth_path), fault);
    if (error < 0)
        return error;
    return bv_truth_file_load(run->truth_path, slash ? slash + 1 : clip,
                              &run->truth, fault);
}

static int make_score(struct run *run)
{
    const struct bv_source_info *info = bv_pipeline_source_info(run->pipeline);
    struct bv_clip_about about = {
        .simulated = info->simulated || (run->truth && run->truth->simulated),
        .probe = run->truth ? run->truth->probe : BV_SCORE_PROBE_UNKNOWN,
        .still = info->still || run->options->stills,
        .width_px = info->width_px,
        .mm_per_px = run->options->mm_per_px};

    run->clip->score = bv_clip_score_new(&about);
    return run->clip->score ? 0 : -ENOMEM;
}

static int score_frame(struct run *run, const struct bv_result *result)
{
    static const struct bv_truth_frame no_needle = {.needle = false};
    const struct bv_truth_frame *truth =
        run->truth ? bv_truth_file_at(run->truth, result->frame->sequence)
                   : &no_needle;
    const struct bv_scan_area *area = &result->advice.scan_area;
    int error = bv_clip_score_add(run->clip->score, truth, &result->advice,
                                  bv_ns_to_s(result->timings.total_ns) * 1e3);

    run->last_frame = result->frame->sequence;
    if (area->shape != BV_SCAN_UNKNOWN)
        run->probe = area->shape == BV_SCAN_SECTOR ? BV_SCORE_PROBE_CURVED
                                                   : BV_SCORE_PROBE_LINEAR;
    if (error < 0)
        return error;
    return bv_eval_keep_worst(run->options, run->clip, result->frame, truth,
                              &result->advice);
}

/* A truth that goes on after the clip is not this clip's. */
static int check_end(struct run *run)
{
    uint32_t last;

    if (!run->truth || run->truth->count == 0)
        return 0;
    last = run->truth->frames[run->truth->count - 1].frame;
    if ((int64_t)last <= run->last_frame)
        return 0;
    return bv_fault_set(&run->clip->fault, -EBADMSG,
                        "%s ends after %lld frames, but %s speaks of frame "
                        "%u.",
                        run->clip->source, (long long)run->last_frame + 1,
                        run->truth_path, last);
}

static int run_frames(struct run *run, bv_eval_tick *tick, void *data)
{
    int error = 0;

    while (error == 0) {
        const struct bv_result *result;

        error = bv_pipeline_step(run->pipeline, &result, &run->clip->fault);
        if (error < 0)
            break;
        error = score_frame(run, result);
        bv_result_unref(result);
        if (tick(data))
            return -ECANCELED;
    }
    if (error != -ENODATA)
        return error;
    error = check_end(run);
    if (error == 0 && run->clip->score->about.probe == BV_SCORE_PROBE_UNKNOWN)
        bv_clip_score_set_probe(run->clip->score, run->probe);
    return error < 0 ? error : bv_clip_score_end(run->clip->score);
}

static int run_file(const struct bv_eval_options *options,
                    struct bv_eval_clip *clip, bv_eval_tick *tick, void *data)
{
    struct run run = {.options = options, .clip = clip, .last_frame = -1};
    int error = open_pipeline(&run);

    if (error == 0)
        error = open_truth(&run);
    if (error == 0)
        error = make_score(&run);
    if (error == 0)
        error = run_frames(&run, tick, data);
    bv_pipeline_free(run.pipeline);
    bv_truth_file_free(run.truth);
    return error;
}

void bv_eval_run_clip(const struct bv_eval_options *options,
                      struct bv_eval_clip *clip, bv_eval_tick *tick, void *data)
{
    clip->error = clip->is_scene ? bv_eval_run_scene(options, clip, tick, data)
                                 : run_file(options, clip, tick, data);
    if (clip->error == 0)
        return;
    bv_fault_set(&clip->fault, clip->error, "Cannot score %s: %s.", clip->name,
                 bv_error_text(clip->error));
    bv_clip_score_free(clip->score); /* half a clip is no figure */
    clip->score = NULL;
    for (int i = 0; i < clip->worst_count; i++)
        bv_frame_unref(clip->worst[i].picture);
    clip->worst_count = 0;
}
