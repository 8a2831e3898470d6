/*
 * bevel detect: what bevel sees, frame by frame, as JSON Lines.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "commands/commands.h"
#include "core/clock.h"
#include "pipeline.h"
#include "records/advice_json.h"

struct detect {
    const struct bv_command *command;
    struct bv_source_options source;
    bool stills;
    bool has_target;
    struct bv_px target_px;
    int64_t told_ns; /* when progress was last shown */
};

/* Progress for a person who watches; never into a file. */
static void tell_progress(struct detect *detect, const char *name,
                          uint64_t frames, int64_t frame_count)
{
    int64_t now = bv_clock_now_ns();

    if (!isatty(STDERR_FILENO) || now - detect->told_ns < BV_NS_PER_S / 5)
        return;
    detect->told_ns = now;
    if (frame_count > 0)
        fprintf(stderr, "\r%s: frame %llu of %lld\033[K", name,
                (unsigned long long)frames, (long long)frame_count);
    else
        fprintf(stderr, "\r%s: frame %llu\033[K", name,
                (unsigned long long)frames);
}

static void end_progress(struct detect *detect)
{
    if (detect->told_ns)
        fputs("\r\033[K", stderr);
    detect->told_ns = 0;
}

/* Places as they are in the picture that came in, before any turn. */
static void map_to_input(const struct bv_px_map *map, struct bv_advice *advice)
{
    advice->shaft_px.from = bv_px_map_apply(map, advice->shaft_px.from);
    advice->shaft_px.to = bv_px_map_apply(map, advice->shaft_px.to);
    advice->tip_px = bv_px_map_apply(map, advice->tip_px);
    advice->crossing_px = bv_px_map_apply(map, advice->crossing_px);
    advice->target_px = bv_px_map_apply(map, advice->target_px);
}

static struct bv_pipeline *open_pipeline(struct detect *detect,
                                         const char *name, int *error,
                                         struct bv_fault *fault)
{
    struct bv_guide_options guide = {.stills = detect->stills,
                                     .mm_per_px = detect->source.mm_per_px};
    struct bv_source *source;
    struct bv_pipeline *pipeline;
    struct bv_px_map from_input;

    *error = bv_source_open(name, &detect->source, &source, fault);
    if (*error < 0)
        return NULL;
    if (bv_source_info(source)->still)
        guide.stills = true;
    from_input = bv_px_map_inverse(&bv_source_info(source)->to_input);
    pipeline = bv_pipeline_new(source, &guide);
    if (!pipeline)
        *error = -ENOMEM;
    else if (detect->has_target)
        bv_pipeline_mark_target(
            pipeline, bv_px_map_apply(&from_input, detect->target_px));
    return pipeline;
}

/* All frames of one source. @return 0 when it was read to its end. */
static int detect_source(struct detect *detect, const char *name,
                         struct bv_fault *fault)
{
    int error;
    struct bv_pipeline *pipeline = open_pipeline(detect, name, &error, fault);
    int64_t count;

    if (!pipeline)
        return error;
    count = bv_pipeline_source_info(pipeline)->frame_count;
    for (;;) {
        const struct bv_result *result;
        struct bv_advice advice;

        error = bv_pipeline_step(pipeline, &result, fault);
        if (error < 0)
            break;
        advice = result->advice;
        map_to_input(&bv_pipeline_source_info(pipeline)->to_input, &advice);
        error =
            bv_advice_write_json(stdout, name, result->frame->sequence, &advice,
                                 bv_ns_to_s(result->timings.total_ns) * 1e3);
        tell_progress(detect, name, result->frame->sequence + 1ull, count);
        bv_result_unref(result);
        if (error < 0) {
            bv_fault_set(fault, error, "Cannot write the result: %s.",
                         bv_error_text(error));
            break;
        }
    }
    end_progress(detect);
    bv_pipeline_free(pipeline);
    return error == -ENODATA ? 0 : error;
}

static int run(const struct bv_command *command, int argc, char **argv)
{
    struct detect detect = {.command = command};
    const struct bv_option options[] = {
        {"--stills", NULL, "treat each picture by itself", BV_OPTION_FLAG,
         &detect.stills, NULL},
        {"--target", "X,Y", "mark a target in the first frame, px",
         BV_OPTION_POINT, &detect.target_px, &detect.has_target},
        {"--mm-per-px", "S", "the scale, where the source does not say",
         BV_OPTION_NUMBER, &detect.source.mm_per_px, NULL},
        {"--seed", "N", "simulated probe: another seed", BV_OPTION_SEED,
         &detect.source.seed, &detect.source.has_seed},
        {0}};
    int exit_code = bv_options_read(command, options, &argc, argv);

    if (exit_code >= 0)
        return exit_code;
    if (argc == 0)
        return bv_usage_error(command, "name a source: a clip, a picture, a "
                                       "folder, or sim:.");
    exit_code = BV_EXIT_DONE;
    for (int i = 0; i < argc; i++) {
        struct bv_fault fault = {0};
        int error = detect_source(&detect, argv[i], &fault);

        if (error == 0)
            continue;
        exit_code = bv_failure(command, &fault, error);
        if (detect.stills &&
            bv_advice_write_json_error(stdout, argv[i],
                                       fault.error ? fault.text
                                                   : bv_error_text(error)) < 0)
            break;
    }
    if (fflush(stdout) != 0 && exit_code == BV_EXIT_DONE)
        exit_code = bv_failure(command, NULL, -errno);
    return exit_code;
}

const struct bv_command bv_command_detect = {
    .name = "detect",
    .words = "SOURCE... [options]",
    .summary = "print what bevel sees in each frame, as JSON Lines",
    .details =
        "One JSON object a frame on standard output and nothing else; the "
        "keys are\ndescribed in docs/formats.md.\n\n"
        "  bevel detect clip.mp4 > clip.jsonl\n"
        "  bevel detect --stills *.png\n"
        "  bevel detect sim: --seed 7 --target 320,240",
    .run = run,
};
