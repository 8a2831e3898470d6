/*
 * bevel review: what bevel sees in a scene of the simulated probe, with the
 * truth of each frame.
 */
#include <errno.h>
#include <math.h>

#include "acquisition/simulator/simulator.h"
#include "commands/eval.h"
#include "commands/progress.h"
#include "commands/review_analyse.h"
#include "core/clock.h"
#include "guidance/guide.h"

/* A script that starts again, or none: so long is enough. */
static const double long_enough_s = 30;

struct run {
    const struct bv_review_source *source;
    struct bv_simulator *simulator;
    struct bv_frame *frame;
    struct bv_guide *guide;
    struct bv_progress progress;
};

double bv_review_scene_seconds(const struct bv_review_source *source,
                               const struct bv_scene *scene)
{
    if (source->seconds > 0)
        return source->seconds;
    if (scene->step_count == 0 || scene->repeat_s > 0)
        return long_enough_s;
    return fmin(scene->steps[scene->step_count - 1].time_s + 1, 3600);
}

static int open_run(struct run *run, double *seconds, struct bv_fault *fault)
{
    struct bv_scene scene;
    int error = bv_scene_load(run->source->name, true, run->source->seed,
                              &scene, fault);

    if (error < 0)
        return error;
    *seconds = bv_review_scene_seconds(run->source, &scene);
    run->simulator = bv_simulator_new(&scene, NULL);
    run->frame = bv_frame_new(BV_SIMULATOR_WIDTH_PX, BV_SIMULATOR_HEIGHT_PX);
    run->guide = bv_guide_new(NULL);
    return run->simulator && run->frame && run->guide ? 0 : -ENOMEM;
}

static int add_frame(struct run *run, struct bv_analysis_file *file,
                     struct bv_analysis *analysis)
{
    const struct bv_truth *truth;
    struct bv_truth_frame truly;
    struct bv_review_frame seen;
    struct bv_review_truth was;
    struct bv_advice advice;
    int error;

    bv_simulator_render(run->simulator, run->frame);
    truth = bv_simulator_truth(run->simulator);
    if (run->frame->sequence == 0 && truth->has_target)
        bv_guide_mark_target(run->guide, truth->target_px);
    truly = bv_eval_truth(truth);
    error = bv_guide_step(run->guide, run->frame, &advice, NULL);
    if (error < 0 || run->frame->sequence < analysis->count)
        return error; /* it is there, from an earlier run */
    seen = bv_review_frame_make(&advice);
    was = bv_review_truth_make(&truly, run->frame->time_ns);
    return bv_analysis_add(file, analysis, &seen, &was);
}

int bv_review_analyse_scene(const struct bv_review_source *source,
                            struct bv_analysis_file *file,
                            struct bv_analysis *analysis,
                            struct bv_fault *fault)
{
    struct run run = {.source = source};
    double seconds = 0;
    int error = open_run(&run, &seconds, fault);
    int64_t count = (int64_t)fmax(1, round(seconds * BV_SIMULATOR_RATE_HZ));

    for (int64_t i = 0; i < count && error == 0; i++) {
        error = add_frame(&run, file, analysis);
        bv_progress_tell(&run.progress, "%s seed %llu: frame %lld of %lld",
                         source->name, (unsigned long long)source->seed,
                         (long long)i + 1, (long long)count);
        if (error == 0 && bv_review_stopped(source))
            error = bv_fault_set(fault, -ECANCELED,
                                 "Stopped; the same command goes on.");
    }
    bv_progress_end(&run.progress);
    bv_guide_free(run.guide);
    bv_simulator_free(run.simulator);
    bv_frame_unref(run.frame);
    return error;
}
