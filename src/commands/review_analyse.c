/*
 * bevel review: what bevel sees in a clip.
 */
#include "commands/review_analyse.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "acquisition/event_log.h"
#include "commands/progress.h"
#include "commands/stop.h"
#include "core/clock.h"
#include "core/log.h"
#include "core/places.h"
#include "records/analyses.h"
#include "records/corrections.h"
#include "records/truth_file.h"

/* Where an analysis that was stopped goes on, the guide looks so far back
 * first: a needle is confirmed in less, if it moves at all. */
static const double run_in_s = 30;

struct run {
    const struct bv_review_source *source;
    struct bv_analysis_file *file;
    struct bv_analysis *analysis;
    struct bv_pipeline *pipeline;
    struct bv_event_list *events; /* of a recording of bevel's; or NULL */
    size_t next_target;
    struct bv_declare declare;
    struct bv_truth_file *truth; /* NULL: none is known */
    struct bv_progress progress;
    bool damaged; /* it ends before its end */
};

bool bv_review_stopped(const struct bv_review_source *source)
{
    return source->watch ? source->watch->stopped(source->watch->data)
                         : bv_stop_asked();
}

/* The targets that were marked up to a time, as they were. */
static void mark_targets(struct run *run, int64_t time_ns)
{
    struct bv_px px;
    int64_t marked_ns;

    while (run->events &&
           run->next_target < bv_event_list_targets(run->events)) {
        bool marked = bv_event_list_target(run->events, run->next_target,
                                           &marked_ns, &px);

        if (marked_ns > time_ns)
            return;
        if (marked)
            bv_pipeline_mark_target(run->pipeline, px);
        else
            bv_pipeline_clear_target(run->pipeline);
        run->next_target++;
    }
}

/* Truth is of the picture as it came; frames may have been turned since. */
static struct bv_review_truth truth_of(const struct run *run,
                                       const struct bv_frame *frame)
{
    const struct bv_source_info *info = bv_pipeline_source_info(run->pipeline);
    struct bv_px_map map = bv_px_map_inverse(&info->to_input);
    const struct bv_truth_frame *found =
        bv_truth_file_at(run->truth, frame->sequence);
    struct bv_review_truth truth = {.time_ns = frame->time_ns};

    if (!found)
        return truth;
    truth = bv_review_truth_make(found, frame->time_ns);
    truth.whole_px.from = bv_px_map_apply(&map, truth.whole_px.from);
    truth.whole_px.to = bv_px_map_apply(&map, truth.whole_px.to);
    truth.target_px = bv_px_map_apply(&map, truth.target_px);
    return truth;
}

static int take(struct run *run, const struct bv_result *result)
{
    struct bv_review_frame frame = bv_review_frame_make(&result->advice);
    struct bv_review_truth truth;
    size_t count = run->analysis->count;

    if (count > 0 && frame.number <= run->analysis->frames[count - 1].number)
        return 0; /* it is there, from an earlier run */
    if (!run->truth)
        return bv_analysis_add(run->file, run->analysis, &frame, NULL);
    truth = truth_of(run, result->frame);
    return bv_analysis_add(run->file, run->analysis, &frame, &truth);
}

/* Whether the guide may begin in mid-clip: nothing was said of its start, and
 * it has forgotten nothing that holds on, as that a scale no longer does. */
static bool may_begin_late(const struct run *run)
{
    const struct bv_opening *opening = &run->source->opening;

    return !opening->has_target && !opening->marks_path &&
           !opening->has_scale && !run->source->inject &&
           opening->source.later_count == 0 &&
           bv_analysis_scale_first_lost(run->analysis) < 0 &&
           (!run->events || bv_event_list_targets(run->events) == 0);
}

/* The last frame at or before a time, of those that were seen; or the first. */
static const struct bv_review_frame *frame_at(const struct run *run,
                                              int64_t time_ns)
{
    size_t low = 0, high = run->analysis->count;

    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;

        if (run->analysis->frames[middle].time_ns <= time_ns)
            low = middle;
        else
            high = middle;
    }
    return &run->analysis->frames[low];
}

static void tell(struct run *run, uint32_t frames, int64_t all)
{
    const struct bv_review_source *source = run->source;

    if (source->watch)
        source->watch->tell(source->watch->data, frames, all);
    else if (all > 0)
        bv_progress_tell(&run->progress, "%s: frame %u of %lld", source->name,
                         frames, (long long)all);
    else
        bv_progress_tell(&run->progress, "%s: frame %u", source->name, frames);
}

static int step(struct run *run, struct bv_fault *fault)
{
    const struct bv_source_info *info = bv_pipeline_source_info(run->pipeline);
    const struct bv_result *result;
    int error = bv_pipeline_step(run->pipeline, &result, fault);

    if (error < 0)
        return error;
    if (result->frame->sequence == 0 && run->events &&
        !bv_event_list_is_of(run->events, result->frame)) {
        bv_event_list_free(run->events); /* which the source has said */
        run->events = NULL;
    }
    error = take(run, result);
    mark_targets(run, result->frame->time_ns);
    bv_declare_tell(&run->declare, run->pipeline,
                    bv_ns_to_s(result->frame->time_ns));
    tell(run, result->frame->sequence + 1, info->frame_count);
    bv_result_unref(result);
    return error;
}

static int open_clip(struct run *run, struct bv_fault *fault)
{
    char *events = bv_event_path(run->source->name);
    int error = bv_opening_run(&run->source->opening, run->source->name,
                               &run->pipeline, fault);
    const struct bv_source_info *info;

    if (error == 0 && !run->source->opening.has_target)
        run->events = bv_event_list_read(events);
    free(events);
    if (error < 0)
        return error;
    info = bv_pipeline_source_info(run->pipeline);
    if (info->live)
        return bv_fault_set(fault, -EINVAL,
                            "%.300s is live; a review is of a recording.",
                            run->source->name);
    if (info->still)
        return bv_fault_set(fault, -EINVAL,
                            "%.300s is a still; a review is of a clip.",
                            run->source->name);
    return 0;
}

/* Go to a frame at once. Where the source does not lead there it is opened
 * anew. @return 1: it is there; 0: it is at its start; or an errno. */
static int jump(struct run *run, const struct bv_review_frame *there,
                struct bv_fault *fault)
{
    const struct bv_source_info *info = bv_pipeline_source_info(run->pipeline);
    int64_t first_ns;
    int error;

    if (!info->seekable || there->number == 0)
        return 0;
    error = bv_pipeline_pass(run->pipeline, &first_ns, fault);
    if (error < 0) /* by its first frame a recording is known */
        return error;
    if (bv_pipeline_seek(run->pipeline, there->number, there->time_ns, NULL) ==
        0)
        return 1;
    bv_event_list_free(run->events);
    bv_pipeline_free(run->pipeline);
    run->events = NULL;
    run->pipeline = NULL;
    return open_clip(run, fault);
}

/* Pass over what an earlier run has seen, but for the last of it. */
static int pass_over(struct run *run, struct bv_fault *fault)
{
    size_t count = run->analysis->count;
    int64_t until_ns, time_ns = 0;
    int error;

    if (count == 0 || !may_begin_late(run))
        return 0;
    until_ns = run->analysis->frames[count - 1].time_ns -
               (int64_t)(run_in_s * BV_NS_PER_S);
    if (until_ns <= 0)
        return 0;
    error = jump(run, frame_at(run, until_ns), fault);
    if (error != 0)
        return error < 0 ? error : 0;
    while (error == 0 && time_ns < until_ns && !bv_review_stopped(run->source))
        error = bv_pipeline_pass(run->pipeline, &time_ns, fault);
    return error;
}

/* Decoding takes as long as looking: on two cores both at once. Where there is
 * no thread for it, one after the other. */
static void read_ahead(struct run *run)
{
    int error = bv_pipeline_read_ahead(run->pipeline);

    if (error < 0)
        bv_log(BV_LOG_DEBUG, "review: not read ahead: %s",
               bv_error_text(error));
}

static int analyse_clip(struct run *run, struct bv_fault *fault)
{
    int error = open_clip(run, fault);

    if (error == 0)
        error = pass_over(run, fault);
    if (error == 0) {
        bv_declare_tell(&run->declare, run->pipeline, 0);
        mark_targets(run, 0);
        read_ahead(run);
    }
    while (error == 0) {
        error = step(run, fault);
        if (error == 0 && bv_review_stopped(run->source))
            error = bv_fault_set(fault, -ECANCELED,
                                 "Stopped; the same command goes on from "
                                 "here.");
    }
    bv_progress_end(&run->progress);
    bv_event_list_free(run->events);
    if (run->pipeline)
        bv_pipeline_free(run->pipeline);
    if (error == -EBADMSG && run->analysis->count > 0 && !run->source->watch) {
        run->damaged = true;
        return 0;
    }
    return error == -ENODATA ? 0 : error;
}

/* What is left of a damaged recording is reviewed, and it is said. */
static void say_damaged(const struct run *run, struct bv_fault *fault)
{
    const struct bv_analysis *analysis = run->analysis;

    fprintf(stderr,
            "bevel review: %s What comes before, %.1f s, is "
            "reviewed.\n",
            fault && fault->error ? fault->text : "The recording is damaged.",
            bv_ns_to_s(analysis->frames[analysis->count - 1].time_ns));
    if (fault)
        *fault = (struct bv_fault){0};
}

/* A slip of the hand, or the words of another clip: nothing of it is seen. */
static void say_ended(const struct run *run)
{
    const struct bv_analysis *analysis = run->analysis;
    double end_s = bv_ns_to_s(analysis->frames[analysis->count - 1].time_ns);

    if (run->source->inject && !run->source->is_scene &&
        run->declare.from_s > end_s)
        fprintf(stderr,
                "bevel review: %s ends at %.1f s, before the injection that "
                "--inject declares from %.6g s on: it is in no figure.\n",
                run->source->name, end_s, run->declare.from_s);
}

/* In the user's cache. @return The caller's; NULL: there is no such place. */
static char *cache_path(const char *key)
{
    uint64_t digest = UINT64_C(0xcbf29ce484222325); /* FNV-1a */
    char name[64], *path;

    for (const char *at = key; *at; at++) {
        digest ^= (unsigned char)*at;
        digest *= UINT64_C(0x100000001b3);
    }
    snprintf(name, sizeof(name), "analyses/%016llx.jsonl",
             (unsigned long long)digest);
    path = bv_place_cache(name);
    if (path)
        (void)bv_place_make_above(path); /* a failure shows later */
    return path;
}

/* What truth lies beside a clip, if any does. */
static int open_truth(struct run *run, struct bv_fault *fault)
{
    const char *name = run->source->name, *slash = strrchr(name, '/');
    enum bv_truth_found found;
    char path[4096];

    if (run->source->is_scene)
        return 0;
    if (run->source->truth)
        return bv_truth_file_load(run->source->truth, slash ? slash + 1 : name,
                                  &run->truth, fault);
    if (bv_truth_file_find(name, path, sizeof(path), &found) < 0 ||
        found != BV_TRUTH_NAMED)
        return 0;
    return bv_truth_file_load(path, slash ? slash + 1 : name, &run->truth,
                              fault);
}

static int analyse(struct run *run, struct bv_fault *fault)
{
    int error = run->source->is_scene
                    ? bv_review_analyse_scene(run->source, run->file,
                                              run->analysis, fault)
                    : analyse_clip(run, fault);

    if (error == 0 && run->damaged) {
        say_damaged(run, fault); /* each time: it may be mended */
        return 0;
    }
    return error == 0 ? bv_analysis_end(run->file, run->analysis) : error;
}

/* Where there is no cache, or it is in use, nothing is kept. */
static int open_file(struct run *run, const char *key, struct bv_fault *fault)
{
    bool truth = run->source->is_scene || run->truth;
    char *cached = run->source->analysis ? NULL : cache_path(key);
    struct bv_fault refused = {0};
    int error;

    if (run->source->analysis) {
        error = bv_analysis_open(run->source->analysis, key, truth,
                                 run->analysis, &run->file, fault);
        if (error == 0 && run->analysis->anew)
            fprintf(stderr,
                    "bevel review: %s was of another clip, other words or "
                    "another bevel, and is begun anew.\n",
                    run->source->analysis);
        return error;
    }
    error = bv_analysis_open(cached, key, truth, run->analysis, &run->file,
                             &refused);
    if (error < 0) {
        fprintf(stderr, "bevel review: nothing is kept for next time. %s\n",
                refused.text);
        error = bv_analysis_open(NULL, key, truth, run->analysis, &run->file,
                                 fault);
    }
    free(cached);
    return error;
}

/* The newest of so much are kept: some 100 hours. */
static const long long cache_bytes = 1LL << 30;

static int trim_cache(long long most_bytes)
{
    char *folder = bv_place_cache("analyses");
    int removed = folder ? bv_analyses_trim(folder, most_bytes) : 0;

    free(folder);
    return removed;
}

void bv_review_cache_trim(void)
{
    trim_cache(cache_bytes);
}

int bv_review_cache_clear(void)
{
    return trim_cache(0);
}

static void give_scales(const struct bv_corrections *said,
                        struct bv_source_options *options)
{
    struct bv_said_scale scales[BV_SAID_SCALES_MOST];
    int count = bv_corrections_scales(said, scales);
    int first = count > 0 && scales[0].from_frame == 0;

    options->mm_per_px = first ? scales[0].mm_per_px : 0;
    options->later_count = 0;
    for (int i = first; i < count && i - first < BV_GIVEN_SCALES_MOST; i++)
        options->later[options->later_count++] =
            (struct bv_given_scale){scales[i].from_frame, scales[i].mm_per_px};
}

/* What a person said of the scale, where the words say none. A file that
 * cannot be read says none: who reads the moments in it tells. */
static void take_said_scale(struct bv_review_source *source)
{
    struct bv_corrections *said = bv_corrections_new();
    char *path = bv_corrections_find(source->name);
    struct bv_fault fault = {0};

    if (said && path && !source->is_scene &&
        source->opening.source.mm_per_px == 0 &&
        bv_corrections_read(said, path, &fault) == 0)
        give_scales(said, &source->opening.source);
    free(path);
    bv_corrections_free(said);
}

int bv_review_analyse(const struct bv_review_source *asked,
                      struct bv_analysis *analysis, struct bv_fault *fault)
{
    struct bv_review_source own = *asked, *source = &own;
    struct bv_analysis made = {0};
    struct run run = {
        .source = source, .analysis = &made, .declare = source->declare};
    char *key;
    int error;

    take_said_scale(source);
    key = bv_review_key(source);
    error = key ? open_truth(&run, fault) : -ENOMEM;

    if (error == 0)
        error = open_file(&run, key, fault);
    if (error == 0 && !made.whole)
        error = analyse(&run, fault);
    if (error == 0 && made.count == 0)
        error = bv_fault_set(fault, -ENODATA, "%.300s holds no frame.",
                             source->name);
    if (error == 0)
        say_ended(&run);
    bv_analysis_close(run.file);
    if (run.truth && run.truth->simulated)
        snprintf(made.scene, sizeof(made.scene), "%s", run.truth->scene);
    if (!source->analysis)
        bv_review_cache_trim();
    bv_truth_file_free(run.truth);
    free(key);
    if (error == 0 || error == -ECANCELED || error == -EBADMSG ||
        error == -ENODEV)
        *analysis = made;
    else
        bv_analysis_fini(&made);
    return error;
}
