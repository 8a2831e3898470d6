/*
 * bevel eval: one seed of a scene, straight from the simulated probe.
 *
 * This is the pipeline's step without a source, because a source has no place
 * for the truth of its frames.
 */
#include <errno.h>
#include <math.h>

#include "acquisition/simulator/simulator.h"
#include "commands/eval.h"
#include "core/clock.h"
#include "guidance/guide.h"

struct run {
    const struct bv_eval_options *options;
    struct bv_eval_clip *clip;
    struct bv_simulator *simulator;
    struct bv_guide *guide;
    struct bv_frame *frame;
};

static int open_scene(struct run *run)
{
    struct bv_simulator_options options = {.width_px = run->options->width_px,
                                           .height_px = run->options->height_px,
                                           .no_needle =
                                               run->options->no_needle};
    struct bv_scene scene;
    int error = bv_scene_load(run->clip->source, true, run->clip->seed, &scene,
                              &run->clip->fault);

    if (error < 0)
        return error;
    run->simulator = bv_simulator_new(&scene, &options);
    run->guide = bv_guide_new(NULL);
    run->frame = bv_frame_new(
        options.width_px ? options.width_px : BV_SIMULATOR_WIDTH_PX,
        options.height_px ? options.height_px : BV_SIMULATOR_HEIGHT_PX);
    return run->simulator && run->guide && run->frame ? 0 : -ENOMEM;
}

static int make_score(struct run *run)
{
    const struct bv_scene *scene = bv_simulator_scene(run->simulator);
    struct bv_clip_about about = {.simulated = true,
                                  .probe = scene->probe.kind == BV_PROBE_CURVED
                                               ? BV_SCORE_PROBE_CURVED
                                               : BV_SCORE_PROBE_LINEAR,
                                  .width_px = run->frame->width_px};

    run->clip->score = bv_clip_score_new(&about);
    return run->clip->score ? 0 : -ENOMEM;
}

/* The simulated probe's truth, as scores take it. */
static struct bv_truth_frame truth_of(const struct bv_truth *truth)
{
    return (struct bv_truth_frame){.frame = truth->sequence,
                                   .needle = truth->needle,
                                   .has_shaft = truth->has_shaft,
                                   .shaft_px = truth->shaft_px,
                                   .has_whole = truth->has_whole,
                                   .whole_px = truth->whole_px,
                                   .has_tip = truth->has_whole,
                                   .tip_px = truth->whole_px.to,
                                   .tip = truth->tip_visible ? BV_TIP_VISIBLE
                                                             : BV_TIP_HIDDEN,
                                   .visible_mm = truth->visible_mm,
                                   .out_of_plane_mm = truth->out_of_plane_mm,
                                   .has_crossing = truth->has_crossing,
                                   .crossing_px = truth->crossing_px,
                                   .mm_per_px = truth->mm_per_px};
}

static int run_frame(struct run *run)
{
    struct bv_truth_frame truth;
    struct bv_timings timings;
    struct bv_advice advice;
    int error;

    bv_simulator_render(run->simulator, run->frame);
    truth = truth_of(bv_simulator_truth(run->simulator));
    error = bv_guide_step(run->guide, run->frame, &advice, &timings);
    if (error == 0)
        error = bv_clip_score_add(run->clip->score, &truth, &advice,
                                  bv_ns_to_s(timings.total_ns) * 1e3);
    if (error == 0)
        error = bv_eval_keep_worst(run->options, run->clip, run->frame, &truth,
                                   &advice);
    return error;
}

int bv_eval_run_scene(const struct bv_eval_options *options,
                      struct bv_eval_clip *clip, bv_eval_tick *tick, void *data)
{
    struct run run = {.options = options, .clip = clip};
    int64_t count = llround(options->seconds * BV_SIMULATOR_RATE_HZ);
    int error = open_scene(&run);

    if (error == 0)
        error = make_score(&run);
    for (int64_t i = 0; i < count && error == 0; i++) {
        error = run_frame(&run);
        if (tick(data))
            error = -ECANCELED;
    }
    if (error == 0)
        error = bv_clip_score_end(clip->score);
    bv_simulator_free(run.simulator);
    bv_guide_free(run.guide);
    bv_frame_unref(run.frame);
    return error;
}
