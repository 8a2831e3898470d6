/*
 * bevel eval: one seed of a scene, straight from the simulated probe.
 *
 * This is the pipeline's step without a source, because a source has no place
 * for the truth of its frames.
 */
#include <errno.h>
#include <math.h>

#include "acquisition/simulator/simulator.h"
#include "commands/eval_player.h"
#include "core/clock.h"

struct run {
    const struct bv_eval_options *options;
    struct bv_eval_clip *clip;
    const struct bv_perturbation *how; /* NULL: as it is */
    struct bv_simulator *simulator;
    struct bv_frame *frame;
    double rate_hz;
    bool turned; /* the knob of the middle */
    struct bv_eval_player player;
};

/* What the simulated probe itself can do is not done to its pictures. */
static bool is_knob(const struct bv_perturbation *how)
{
    return how &&
           (how->kind == BV_PERTURB_DEPTH || how->kind == BV_PERTURB_GAIN ||
            how->kind == BV_PERTURB_RATE || how->kind == BV_PERTURB_SIZE);
}

static int open_scene(struct run *run)
{
    const struct bv_perturbation *how = run->how;
    struct bv_simulator_options options = {
        .width_px = run->options->width_px,
        .height_px = run->options->height_px,
        .frame_rate_hz = how && how->kind == BV_PERTURB_RATE ? how->amount : 0,
        .no_needle = run->options->no_needle};
    struct bv_scene scene;
    int error = bv_scene_load(run->clip->source, true, run->clip->seed, &scene,
                              &run->clip->fault);

    if (error < 0)
        return error;
    if (how && how->kind == BV_PERTURB_SIZE) {
        options.width_px = how->width_px;
        options.height_px = how->height_px;
    }
    run->rate_hz = options.frame_rate_hz > 0 ? options.frame_rate_hz
                                             : BV_SIMULATOR_RATE_HZ;
    run->simulator = bv_simulator_new(&scene, &options);
    run->frame = bv_frame_new(
        options.width_px ? options.width_px : BV_SIMULATOR_WIDTH_PX,
        options.height_px ? options.height_px : BV_SIMULATOR_HEIGHT_PX);
    return run->simulator && run->frame ? 0 : -ENOMEM;
}

static int open_player(struct run *run)
{
    const struct bv_scene *scene = bv_simulator_scene(run->simulator);
    bool curved = scene->probe.kind == BV_PROBE_CURVED;
    const struct bv_clip_about about = {.simulated = true,
                                        .probe = curved ? BV_SCORE_PROBE_CURVED
                                                        : BV_SCORE_PROBE_LINEAR,
                                        .width_px = run->frame->width_px};
    const struct bv_guide_options guide = {.out_of_plane =
                                               run->options->out_of_plane};
    struct bv_perturb_about perturb = {.width_px = run->frame->width_px,
                                       .height_px = run->frame->height_px,
                                       .middle_s = run->options->seconds / 2,
                                       .area = run->frame->scan_area,
                                       .seed = run->clip->seed};

    if (run->how && run->how->kind == BV_PERTURB_SECTOR && curved) {
        run->clip->skipped = true;
        return -ENOTSUP;
    }
    return bv_eval_player_open(
        &run->player, run->options, run->clip, &guide, &about,
        run->how && !is_knob(run->how) ? &perturb : NULL);
}

/* In mid-clip, where that is what is changed. */
static void turn_knob(struct run *run)
{
    struct bv_simulator_settings settings;

    if (!is_knob(run->how) || run->turned ||
        bv_ns_to_s(run->frame->time_ns) < run->options->seconds / 2)
        return;
    run->turned = true;
    settings = bv_simulator_get_settings(run->simulator);
    if (run->how->kind == BV_PERTURB_DEPTH) /* deeper is smaller */
        settings.depth_mm *=
            settings.depth_mm < 140 ? 1 / run->how->amount : run->how->amount;
    if (run->how->kind == BV_PERTURB_GAIN)
        settings.gain_db += run->how->amount;
    bv_simulator_set_settings(run->simulator, &settings);
}

struct bv_truth_frame bv_eval_truth(const struct bv_truth *truth)
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
                                   .turned_deg = truth->turned_deg,
                                   .has_crossing = truth->has_crossing,
                                   .crossing_px = truth->crossing_px,
                                   .mm_per_px = truth->mm_per_px,
                                   .has_target = truth->has_target,
                                   .target_px = truth->target_px};
}

int bv_eval_run_scene(const struct bv_eval_options *options,
                      struct bv_eval_clip *clip, bv_eval_tick *tick, void *data)
{
    struct run run = {.options = options,
                      .clip = clip,
                      .how =
                          clip->perturbation < 0
                              ? NULL
                              : bv_perturbation_at((size_t)clip->perturbation)};
    int64_t count;
    int error = open_scene(&run);

    count =
        error < 0 ? 0 : (int64_t)fmax(1, round(options->seconds * run.rate_hz));
    for (int64_t i = 0; i < count && error == 0; i++) {
        struct bv_truth_frame truth;

        turn_knob(&run);
        bv_simulator_render(run.simulator, run.frame);
        if (i == 0) /* where the scan lies is known from now on */
            error = open_player(&run);
        truth = bv_eval_truth(bv_simulator_truth(run.simulator));
        if (error == 0)
            error = bv_eval_player_feed(&run.player, run.frame, &truth);
        if (error == 0 && tick(data))
            error = -ECANCELED;
    }
    if (error == 0)
        error = bv_eval_player_end(&run.player);
    bv_eval_player_close(&run.player);
    bv_simulator_free(run.simulator);
    bv_frame_unref(run.frame);
    return error;
}
