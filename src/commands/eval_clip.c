/*
 * bevel eval: one clip with its truth.
 */
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "acquisition/source.h"
#include "commands/eval_player.h"
#include "core/clock.h"
#include "records/truth_file.h"

/* The scan is looked for in so many frames, where a change needs to know. */
enum { read_timeout_ms = 1000, area_frames = 60 };

struct run {
    const struct bv_eval_options *options;
    struct bv_eval_clip *clip;
    const struct bv_perturbation *how; /* NULL: as it is */
    struct bv_source *source;
    bool stills;
    struct bv_px_map from_input;
    struct bv_truth_file *truth; /* NULL: there is no needle */
    char truth_path[4096];
    int64_t last_frame; /* -1 before the first */
    struct bv_eval_player player;
};

static int open_source(const struct bv_eval_options *options, const char *path,
                       struct bv_source **source, struct bv_fault *fault)
{
    const struct bv_source_options source_options = {.mm_per_px =
                                                         options->mm_per_px};
    int error = bv_source_open(path, &source_options, source, fault);

    if (error < 0 || !bv_source_info(*source)->live)
        return error;
    bv_source_close(*source);
    *source = NULL;
    return bv_fault_set(fault, -EINVAL, "%s is live; truth is for clips.",
                        path);
}

static int read_frame(struct bv_source *source, struct bv_frame **frame,
                      struct bv_fault *fault)
{
    int error;

    do
        error = bv_source_read(source, read_timeout_ms, frame, fault);
    while (error == -ETIMEDOUT);
    return error;
}

static struct bv_guide_options guide_options(const struct run *run)
{
    return (struct bv_guide_options){.stills = run->stills,
                                     .out_of_plane = run->options->out_of_plane,
                                     .mm_per_px = run->options->mm_per_px};
}

/* Where the scan lies, as the guide finds it in the clip's first frames. */
static int find_area(const struct run *run, struct bv_scan_area *area)
{
    const struct bv_guide_options options = guide_options(run);
    struct bv_guide *guide = bv_guide_new(&options);
    struct bv_source *source = NULL;
    int error = guide ? open_source(run->options, run->clip->source, &source,
                                    &run->clip->fault)
                      : -ENOMEM;

    for (int i = 0; i < area_frames && error == 0; i++) {
        struct bv_advice advice;
        struct bv_frame *frame;

        error = read_frame(source, &frame, &run->clip->fault);
        if (error < 0)
            break;
        error = bv_guide_step(guide, frame, &advice, NULL);
        bv_frame_unref(frame);
        if (error == 0 && advice.scan_area.shape != BV_SCAN_UNKNOWN)
            *area = advice.scan_area;
    }
    bv_source_close(source);
    bv_guide_free(guide);
    return error == -ENODATA ? 0 : error;
}

int bv_eval_find_truth(const struct bv_eval_options *options,
                       const struct bv_eval_clip *clip, char *path,
                       size_t path_size, bool *guessed, struct bv_fault *fault)
{
    enum bv_truth_found found;
    int error;

    *guessed = false;
    if (options->truth && strlen(options->truth) >= path_size)
        return bv_fault_set(fault, -ENAMETOOLONG,
                            "The truth's name is too long.");
    if (options->truth) {
        memcpy(path, options->truth, strlen(options->truth) + 1);
        return 0;
    }
    error = bv_truth_file_find(clip->source, path, path_size, &found);
    if (error == 0)
        *guessed = found == BV_TRUTH_BESIDE;
    if (error == -ENOTUNIQ)
        return bv_fault_set(fault, error,
                            "%s has no truth of its own: %s lies beside other "
                            "clips, too. Name it NAME.labels.csv after its "
                            "clip, or give --truth FILE.",
                            clip->source, path);
    if (error < 0)
        bv_fault_set(fault, error,
                     "%s has no truth beside it (NAME.truth.jsonl, "
                     "NAME.labels.csv or labels.csv); --truth FILE names it, "
                     "--no-needle says that the clip shows none.",
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
                               sizeof(run->truth_path),
                               &run->clip->truth_guessed, fault);
    if (error < 0)
        return error;
    return bv_truth_file_load(run->truth_path, slash ? slash + 1 : clip,
                              &run->truth, fault);
}

/* Half of the clip's time, as well as it is known beforehand. */
static double middle_s(const struct run *run)
{
    const struct bv_source_info *info = bv_source_info(run->source);
    double rate_hz = info->frame_rate_hz > 0 ? info->frame_rate_hz : 30;
    double frames = (double)info->frame_count;

    if (info->frame_count <= 0 && run->truth && run->truth->count > 0)
        frames = run->truth->frames[run->truth->count - 1].frame + 1.0;
    return fmax(frames, 0) / rate_hz / 2;
}

/* A number for a clip's name. */
static uint64_t seed_of(const char *name)
{
    uint64_t seed = 0;

    for (; *name; name++)
        seed = seed * 31 + (unsigned char)*name;
    return seed;
}

/* @return Whether the change means anything for this clip. */
static bool fits(const struct run *run, const struct bv_scan_area *area)
{
    if (run->stills && !bv_perturbation_fits_stills(run->how))
        return false;
    return !bv_perturbation_needs_area(run->how) ||
           (area->shape != BV_SCAN_UNKNOWN &&
            (run->how->kind != BV_PERTURB_SECTOR ||
             area->shape == BV_SCAN_RECTANGLE));
}

static int open_player(struct run *run)
{
    const struct bv_source_info *info = bv_source_info(run->source);
    const struct bv_guide_options guide = guide_options(run);
    const struct bv_clip_about about = {
        .simulated = info->simulated || (run->truth && run->truth->simulated),
        .probe = run->truth ? run->truth->probe : BV_SCORE_PROBE_UNKNOWN,
        .still = run->stills,
        .width_px = info->width_px,
        .mm_per_px = run->options->mm_per_px};
    struct bv_perturb_about perturb = {.width_px = info->width_px,
                                       .height_px = info->height_px,
                                       .mm_per_px = run->options->mm_per_px,
                                       .middle_s = middle_s(run),
                                       .seed = seed_of(run->clip->source)};

    if (run->how && bv_perturbation_needs_area(run->how)) {
        int error = find_area(run, &perturb.area);

        if (error < 0)
            return error;
    }
    if (run->how && !fits(run, &perturb.area)) {
        run->clip->skipped = true;
        return -ENOTSUP;
    }
    return bv_eval_player_open(&run->player, run->options, run->clip, &guide,
                               &about, run->how ? &perturb : NULL);
}

/* Truth is of the picture as it came; frames may have been turned since. */
static struct bv_truth_frame in_frame(const struct run *run,
                                      const struct bv_truth_frame *truth)
{
    const struct bv_px_map *map = &run->from_input;
    struct bv_truth_frame mapped = *truth;

    mapped.shaft_px.from = bv_px_map_apply(map, truth->shaft_px.from);
    mapped.shaft_px.to = bv_px_map_apply(map, truth->shaft_px.to);
    mapped.whole_px.from = bv_px_map_apply(map, truth->whole_px.from);
    mapped.whole_px.to = bv_px_map_apply(map, truth->whole_px.to);
    mapped.tip_px = bv_px_map_apply(map, truth->tip_px);
    mapped.crossing_px = bv_px_map_apply(map, truth->crossing_px);
    return mapped;
}

static int feed(struct run *run, const struct bv_frame *frame)
{
    struct bv_truth_frame truth = {.frame = frame->sequence, .needle = false};
    const struct bv_truth_frame *found =
        run->truth ? bv_truth_file_at(run->truth, frame->sequence) : NULL;

    run->last_frame = frame->sequence;
    if (found)
        truth = in_frame(run, found);
    return bv_eval_player_feed(&run->player, frame,
                               run->truth && !found ? NULL : &truth);
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
    return bv_fault_set(
        &run->clip->fault, -EBADMSG,
        "%s ends after %lld frames, but %s%s speaks of frame "
        "%u%s.",
        run->clip->source, (long long)run->last_frame + 1, run->truth_path,
        run->clip->truth_guessed ? ", which lies beside it," : "", last,
        run->clip->truth_guessed ? "; --truth FILE names another" : "");
}

static int run_frames(struct run *run, bv_eval_tick *tick, void *data)
{
    int error = 0;

    while (error == 0) {
        struct bv_frame *frame;

        error = read_frame(run->source, &frame, &run->clip->fault);
        if (error < 0)
            break;
        error = feed(run, frame);
        bv_frame_unref(frame);
        if (tick(data))
            return -ECANCELED;
    }
    if (error != -ENODATA)
        return error;
    error = check_end(run);
    return error < 0 ? error : bv_eval_player_end(&run->player);
}

static int run_file(const struct bv_eval_options *options,
                    struct bv_eval_clip *clip, bv_eval_tick *tick, void *data)
{
    struct run run = {.options = options,
                      .clip = clip,
                      .how =
                          clip->perturbation < 0
                              ? NULL
                              : bv_perturbation_at((size_t)clip->perturbation),
                      .last_frame = -1};
    int error = open_source(options, clip->source, &run.source, &clip->fault);

    if (error == 0) {
        const struct bv_source_info *info = bv_source_info(run.source);

        run.stills = options->stills || info->still;
        run.from_input = bv_px_map_inverse(&info->to_input);
        error = open_truth(&run);
    }
    if (error == 0)
        error = open_player(&run);
    if (error == 0)
        error = run_frames(&run, tick, data);
    bv_eval_player_close(&run.player);
    bv_source_close(run.source);
    bv_truth_file_free(run.truth);
    return error;
}

void bv_eval_run_clip(const struct bv_eval_options *options,
                      struct bv_eval_clip *clip, bv_eval_tick *tick, void *data)
{
    clip->error = clip->is_scene ? bv_eval_run_scene(options, clip, tick, data)
                                 : run_file(options, clip, tick, data);
    if (clip->skipped) /* the change means nothing for it */
        clip->error = 0;
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
