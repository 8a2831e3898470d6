/*
 * bevel outline: what one click in fluid or in a vessel proposes.
 */
#include <errno.h>
#include <math.h>
#include <stdio.h>

#include "commands/commands.h"
#include "commands/opening.h"
#include "commands/outline_picture.h"
#include "commands/output.h"
#include "commands/stop.h"
#include "core/clock.h"
#include "guidance/fluid/outline_find.h"
#include "guidance/fluid/outline_pulse.h"
#include "records/outline_json.h"

/* How long a clip is looked at for a pulse; how long an outline may be gone
 * before no more of it is looked at. */
static const double watched_s = 4, gone_s = 0.2;

struct outline {
    struct bv_opening opening;
    struct bv_px at; /* as typed, and then of frames */
    bool has_at;
    uint64_t frame;
    const char *picture;
    const struct bv_frame *found_in; /* a reference; NULL: not there yet */
    double mm_per_px;
    struct bv_outline_proposal proposal;
    struct bv_outline_follower *follower;
    struct bv_outline last;
    double last_s;
    struct bv_pulse pulse;
};

/* The needle's, where one is seen. */
static const struct bv_px_segment *shaft_of(const struct bv_advice *advice)
{
    return advice->has_shaft && bv_needle_state_is_drawn(advice->state)
               ? &advice->shaft_px
               : NULL;
}

/* The frame that was clicked in. */
static int find(struct outline *outline, const struct bv_result *result,
                struct bv_fault *fault)
{
    const struct bv_frame *frame = result->frame;
    struct bv_px at = outline->at;
    int error;

    if (!(at.x >= 0 && at.y >= 0 && at.x <= frame->width_px - 1 &&
          at.y <= frame->height_px - 1))
        return bv_fault_set(fault, -ERANGE,
                            "The click lies outside the picture, which is "
                            "%d x %d px.",
                            frame->width_px, frame->height_px);
    error = bv_outline_find(frame, &result->advice.scan_area,
                            shaft_of(&result->advice), at, &outline->proposal);
    if (error < 0)
        return error;
    outline->found_in = bv_frame_ref(frame);
    outline->mm_per_px = result->advice.mm_per_px;
    outline->last = outline->proposal.outline;
    outline->last_s = bv_ns_to_s(frame->time_ns);
    if (outline->last.count == 0)
        return -ENODATA;
    bv_pulse_add(&outline->pulse, outline->last_s, &outline->last);
    return 0;
}

/* A later one, in which it may have moved. @return -ENODATA: enough. */
static int follow(struct outline *outline, const struct bv_result *result)
{
    double time_s = bv_ns_to_s(result->frame->time_ns);
    int error;

    if (result->advice.repeat)
        return 0;
    if (time_s > bv_ns_to_s(outline->found_in->time_ns) + watched_s)
        return -ENODATA;
    error = bv_outline_follow(outline->follower, result->frame,
                              &result->advice.scan_area,
                              shaft_of(&result->advice), &outline->last);
    if (error == -ENOENT)
        return time_s > outline->last_s + gone_s ? -ENODATA : 0;
    if (error < 0)
        return error;
    outline->last_s = time_s;
    bv_pulse_add(&outline->pulse, time_s, &outline->last);
    return 0;
}

static int look_at(struct outline *outline, struct bv_pipeline *pipeline,
                   const char *name, struct bv_fault *fault)
{
    bool still = bv_pipeline_source_info(pipeline)->still;
    int error = 0;

    while (error == 0) {
        const struct bv_result *result;

        if (bv_stop_asked())
            return bv_fault_set(fault, -ECANCELED, "Stopped.");
        error = bv_pipeline_step(pipeline, &result, fault);
        if (error == -ETIMEDOUT)
            error = 0;
        else if (error == 0) {
            if (outline->found_in)
                error = still ? -ENODATA : follow(outline, result);
            else if (result->frame->sequence >= outline->frame)
                error = find(outline, result, fault);
            bv_result_unref(result);
        }
    }
    if (error == -ENODATA && !outline->found_in)
        return bv_fault_set(fault, -ERANGE, "%.300s has no frame %llu.", name,
                            (unsigned long long)outline->frame);
    return error == -ENODATA ? 0 : error;
}

static int tell(struct outline *outline, const char *name,
                const struct bv_px_map *to_input, struct bv_fault *fault)
{
    const struct bv_outline *found = &outline->proposal.outline;
    struct bv_outline there = bv_outline_map(found, to_input);
    char kind_why[160], words[400];
    enum bv_outline_kind kind =
        bv_pulse_judge(&outline->pulse, kind_why, sizeof(kind_why));
    struct bv_outline_line line = {
        .source = name,
        .frame = outline->found_in->sequence,
        .time_s = bv_ns_to_s(outline->found_in->time_ns),
        .at_px = bv_px_map_apply(to_input, outline->at),
        .outline = &there,
        .confidence = outline->proposal.confidence,
        .mm_per_px = outline->mm_per_px,
        .why = outline->proposal.why,
        .kind = found->count > 0 ? bv_outline_kind_name(kind) : NULL,
        .kind_why = found->count > 0 ? kind_why : NULL};
    int error = bv_outline_write_line(stdout, &line);

    if (error < 0 || !outline->picture)
        return error;
    if (found->count > 0)
        snprintf(words, sizeof(words), "Suggested: %s; %s.", line.kind,
                 kind_why);
    else
        snprintf(words, sizeof(words), "None proposed: %s.", line.why);
    return bv_outline_picture_write(outline->found_in, outline->at, found,
                                    words, outline->picture, fault);
}

/* @return 0 or a negative errno. */
static int outline_source(struct outline *outline, const char *name,
                          struct bv_fault *fault)
{
    struct bv_pipeline *pipeline;
    int error = bv_opening_run(&outline->opening, name, &pipeline, fault);
    struct bv_px_map to_input, from_input;

    if (error < 0)
        return error;
    to_input = bv_pipeline_source_info(pipeline)->to_input;
    from_input = bv_px_map_inverse(&to_input);
    outline->at = bv_px_map_apply(&from_input, outline->at);
    outline->follower = bv_outline_follower_new();
    error =
        outline->follower ? look_at(outline, pipeline, name, fault) : -ENOMEM;
    if (error == 0)
        error = tell(outline, name, &to_input, fault);
    bv_outline_follower_free(outline->follower);
    if (outline->found_in)
        bv_frame_unref(outline->found_in);
    bv_pipeline_free(pipeline);
    return error;
}

/* @return -1 to go on, else the exit code. */
static int check_words(const struct bv_command *command,
                       const struct outline *outline, int argc, char **argv)
{
    struct bv_fault fault = {0};
    int error;

    if (argc != 1)
        return bv_usage_error(command, "name one source: a picture or a clip.");
    if (!outline->has_at)
        return bv_usage_error(command, "say where: --at X,Y.");
    if (outline->opening.has_scale && outline->opening.source.mm_per_px > 0)
        return bv_usage_error(command, "--scale and --mm-per-px are two "
                                       "scales: leave one out.");
    if (!outline->picture)
        return -1;
    if (!bv_output_ends_with(outline->picture, ".png"))
        return bv_usage_error(command, "-o takes FILE.png, not \"%s\".",
                              outline->picture);
    error = bv_output_check(outline->picture, argv[0], &fault);
    return error < 0 ? bv_failure(command, &fault, error) : -1;
}

static int run(const struct bv_command *command, int argc, char **argv)
{
    static struct outline outline;
    struct bv_opening *opening = &outline.opening;
    const struct bv_option options[] = {
        {"--at", "X,Y", "the click, px", BV_OPTION_POINT, &outline.at,
         &outline.has_at},
        {"--frame", "N", "of a clip, from 0; else the first", BV_OPTION_SEED,
         &outline.frame, NULL},
        {"--output", "FILE.png", "a picture of what was found", BV_OPTION_TEXT,
         &outline.picture, NULL},
        {"--mm-per-px", "S", "the scale, where the source does not say",
         BV_OPTION_SCALE, &opening->source.mm_per_px, NULL},
        {"--scale", "HOW", "off the scanner's screen: read, or its preset",
         BV_OPTION_CHOICE, &opening->scale, &opening->has_scale},
        {"--seed", "N", "simulated probe: another seed", BV_OPTION_SEED,
         &opening->source.seed, &opening->source.has_seed},
        {0}};
    struct bv_fault fault = {0};
    int exit_code, error;

    outline = (struct outline){.opening.scale.words = bv_opening_scales};
    exit_code = bv_options_read(command, options, &argc, argv);
    if (exit_code < 0)
        exit_code = check_words(command, &outline, argc, argv);
    if (exit_code >= 0)
        return exit_code;
    bv_stop_listen();
    opening->source.gives_up = bv_stop_asked;
    error = outline_source(&outline, argv[0], &fault);
    return error < 0 ? bv_failure(command, &fault, error) : BV_EXIT_DONE;
}

const struct bv_command bv_command_outline = {
    .name = "outline",
    .words = "SOURCE --at X,Y [options]",
    .summary = "propose the outline of fluid or a vessel from one click in it",
    .details =
        "Prints one JSON object (docs/formats.md): the outline and its area, "
        "or why none is\nproposed. A click in solid tissue proposes nothing. "
        "Of a clip the next 4 s are looked\nat too: what pulsates is called "
        "artery-like, what collapses vein-like, as a\nsuggestion, with its "
        "reason. docs/outlines.md says how good it is.\n\n"
        "  bevel outline picture.png --at 345,217 -o outline.png\n"
        "  bevel outline clip.mp4 --frame 120 --at 345,217 --mm-per-px 0.08",
    .run = run,
};
