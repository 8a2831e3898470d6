/*
 * bevel detect: what bevel sees, frame by frame, as JSON Lines.
 */
#include <errno.h>
#include <stdio.h>

#include "commands/commands.h"
#include "commands/declare.h"
#include "commands/explain.h"
#include "commands/opening.h"
#include "commands/progress.h"
#include "commands/stop.h"
#include "core/clock.h"
#include "pipeline.h"
#include "records/advice_json.h"

struct detect {
    struct bv_opening opening;
    double seconds;                /* 0: to the end */
    const char *inject, *aspirate; /* when, as typed; NULL: never */
    struct bv_declare declare;
    const char *explain; /* the frame's words; NULL: not asked */
    struct bv_explain_request request;
    struct bv_explainer *explainer; /* where it is */
    struct bv_progress progress;
};

/* Progress for a person who watches; never into a file. */
static void tell_progress(struct detect *detect, const char *name,
                          uint64_t frames, int64_t frame_count)
{
    if (frame_count > 0)
        bv_progress_tell(&detect->progress, "%s: frame %llu of %lld", name,
                         (unsigned long long)frames, (long long)frame_count);
    else
        bv_progress_tell(&detect->progress, "%s: frame %llu", name,
                         (unsigned long long)frames);
}

/* How the picture moved, likewise. */
static struct bv_px_map map_motion(const struct bv_px_map *to_input,
                                   const struct bv_px_map *moved)
{
    struct bv_px_map back = bv_px_map_inverse(to_input);
    struct bv_px_map once = bv_px_map_join(&back, moved);

    return bv_px_map_join(&once, to_input);
}

/* Places as they are in the picture that came in, before any turn. */
static void map_to_input(const struct bv_px_map *map, struct bv_advice *advice)
{
    advice->shaft_px.from = bv_px_map_apply(map, advice->shaft_px.from);
    advice->shaft_px.to = bv_px_map_apply(map, advice->shaft_px.to);
    advice->tip_px = bv_px_map_apply(map, advice->tip_px);
    advice->crossing_px = bv_px_map_apply(map, advice->crossing_px);
    advice->tissue.map = map_motion(map, &advice->tissue.map);
    advice->target_px = bv_px_map_apply(map, advice->target_px);
    for (int i = 0; i < advice->landmark_count; i++)
        advice->landmark[i].mark =
            bv_landmark_map(&advice->landmark[i].mark, map);
    advice->fluid.spread.outline =
        bv_outline_map(&advice->fluid.spread.outline, map);
    advice->fluid.aspirate.outline =
        bv_outline_map(&advice->fluid.aspirate.outline, map);
}

/* One line. Whole, also where the user asks for the end meanwhile. */
static int write_result(const struct bv_pipeline *pipeline, const char *name,
                        const struct bv_result *result, struct bv_fault *fault)
{
    struct bv_advice advice = result->advice;
    int error;

    map_to_input(&bv_pipeline_source_info(pipeline)->to_input, &advice);
    error = bv_advice_write_json(stdout, name, result->frame->sequence, &advice,
                                 bv_ns_to_s(result->timings.total_ns) * 1e3);
    return error < 0
               ? bv_fault_set(fault, error, "Cannot write the result: %s.",
                              bv_error_text(error))
               : 0;
}

/* What is asked of one result. @return -ENODATA: enough was read. */
static int take_result(struct detect *detect,
                       const struct bv_pipeline *pipeline, const char *name,
                       const struct bv_result *result, struct bv_fault *fault)
{
    bool done = false;
    int error;

    if (detect->seconds > 0 &&
        bv_ns_to_s(result->frame->time_ns) >= detect->seconds)
        return -ENODATA;
    if (!detect->explainer)
        return write_result(pipeline, name, result, fault);
    error = bv_explainer_take(detect->explainer,
                              bv_pipeline_source_info(pipeline), result, &done);
    if (error == 0 && done)
        error = write_result(pipeline, name, result, fault);
    return error == 0 && done ? -ENODATA : error;
}

/* There is no other place where a reason could be said. */
static void say_missed(const struct bv_pipeline *pipeline, const char *name)
{
    const char *why = bv_pipeline_missed_screen(pipeline);

    if (why)
        fprintf(stderr, "bevel detect: no scale off the screen of %s: %s.\n",
                name, why);
}

/* All frames of one source. @return 0 when it was read to its end. */
static int detect_source(struct detect *detect, const char *name,
                         struct bv_fault *fault)
{
    struct bv_pipeline *pipeline;
    int error = bv_opening_run(&detect->opening, name, &pipeline, fault);
    int64_t count;

    if (error < 0)
        return error;
    count = bv_pipeline_source_info(pipeline)->frame_count;
    detect->declare.now = BV_SYRINGE_IDLE;
    bv_declare_tell(&detect->declare, pipeline, 0);
    while (error == 0) {
        const struct bv_result *result;
        uint32_t frame;

        error = bv_pipeline_step(pipeline, &result, fault);
        if (error == -ETIMEDOUT) { /* a device that sends nothing now */
            error = bv_stop_asked() ? bv_fault_set(fault, -ECANCELED,
                                                   "Stopped; %.300s sent "
                                                   "nothing.",
                                                   name)
                                    : 0;
            continue;
        }
        if (error < 0)
            break;
        frame = result->frame->sequence;
        error = take_result(detect, pipeline, name, result, fault);
        bv_declare_tell(&detect->declare, pipeline,
                        bv_ns_to_s(result->frame->time_ns));
        bv_result_unref(result);
        tell_progress(detect, name, frame + 1ull, count);
        if (error == 0 && bv_stop_asked())
            error =
                bv_fault_set(fault, -ECANCELED,
                             "Stopped after frame %u of %.300s.", frame, name);
    }
    bv_progress_end(&detect->progress);
    say_missed(pipeline, name);
    bv_pipeline_free(pipeline);
    return error == -ENODATA ? 0 : error;
}

/* One frame of one source. @return The exit code. */
static int explain_frame(const struct bv_command *command,
                         struct detect *detect, const char *name)
{
    struct bv_fault fault = {0};
    int error =
        bv_explainer_open(&detect->request, name, &detect->explainer, &fault);

    if (error == 0) {
        detect->opening.account = bv_explainer_account(detect->explainer);
        error = detect_source(detect, name, &fault);
        error = bv_explainer_close(detect->explainer, error, &fault);
    }
    return error < 0 ? bv_failure(command, &fault, error) : BV_EXIT_DONE;
}

/* @return The exit code. */
static int detect_all(const struct bv_command *command, struct detect *detect,
                      int count, char **names)
{
    int exit_code = BV_EXIT_DONE;

    for (int i = 0; i < count && !bv_stop_asked(); i++) {
        struct bv_fault fault = {0};
        int error = detect_source(detect, names[i], &fault);

        if (error == 0)
            continue;
        exit_code = bv_failure(command, &fault, error);
        if (detect->opening.stills && error != -ECANCELED &&
            bv_advice_write_json_error(stdout, names[i],
                                       fault.error ? fault.text
                                                   : bv_error_text(error)) < 0)
            break;
    }
    return exit_code;
}

/* @return -1 to go on, else the exit code. */
static int check_words(const struct bv_command *command, struct detect *detect,
                       int argc)
{
    struct bv_explain_request *request = &detect->request;

    if (argc == 0)
        return bv_usage_error(command, "name a source: a clip, a picture, a "
                                       "folder, or sim:.");
    if (detect->opening.has_scale && detect->opening.source.mm_per_px > 0)
        return bv_usage_error(command, "--scale and --mm-per-px are two "
                                       "scales: leave one out.");
    if (detect->opening.stills && detect->opening.out_of_plane)
        return bv_usage_error(command, "a single picture shows no crossing: "
                                       "leave out --stills or "
                                       "--out-of-plane.");
    if (detect->inject && detect->aspirate)
        return bv_usage_error(command, "--inject and --aspirate are two things "
                                       "at once: leave one out.");
    if (detect->inject &&
        !bv_declare_read_inject(detect->inject, &detect->declare))
        return bv_usage_error(command,
                              "--inject takes two times in seconds such as "
                              "7..12, not %s.",
                              detect->inject);
    if (detect->aspirate &&
        !bv_declare_read_aspirate(detect->aspirate, &detect->declare))
        return bv_usage_error(command,
                              "--aspirate takes a place and two times such as "
                              "310,240,7..12, not %s.",
                              detect->aspirate);
    if (!detect->explain)
        return request->path || request->has_line
                   ? bv_usage_error(command, "-o and --line go with --explain.")
                   : -1;
    if (argc > 1)
        return bv_usage_error(command, "--explain takes one source.");
    if (!bv_explain_read_frame(detect->explain, request))
        return bv_usage_error(command,
                              "--explain takes a frame's number, from 0, or a "
                              "time such as 4.2s, not %s.",
                              detect->explain);
    if (!bv_explain_path_is_right(request->path))
        return bv_usage_error(command, "-o takes FILE.png, or a folder.");
    return -1;
}

static int run(const struct bv_command *command, int argc, char **argv)
{
    struct detect detect = {.opening.scale.words = bv_opening_scales,
                            .opening.marker.words = bv_opening_markers};
    struct bv_opening *opening = &detect.opening;
    const struct bv_option options[] = {
        {"--stills", NULL, "treat each picture by itself", BV_OPTION_FLAG,
         &opening->stills, NULL},
        {"--inject", "FROM..TO", "say where the fluid goes meanwhile, s",
         BV_OPTION_TEXT, &detect.inject, NULL},
        {"--aspirate", "X,Y,FROM..TO", "follow the area of the fluid there",
         BV_OPTION_TEXT, &detect.aspirate, NULL},
        {"--seconds", "S", "stop after so long; else at the end, or at Ctrl-C",
         BV_OPTION_NUMBER, &detect.seconds, NULL},
        {"--target", "X,Y", "mark a target in the first frame, px",
         BV_OPTION_POINT, &opening->target_px, &opening->has_target},
        {"--marks", "FILE", "marks to follow, in the first frame",
         BV_OPTION_TEXT, &opening->marks_path, NULL},
        {"--mm-per-px", "S", "the scale, where the source does not say",
         BV_OPTION_SCALE, &opening->source.mm_per_px, NULL},
        {"--scale", "HOW", "off the scanner's screen: read, or its preset",
         BV_OPTION_CHOICE, &opening->scale, &opening->has_scale},
        BV_OPTION_OUT_OF_PLANE(&opening->out_of_plane),
        BV_OPTION_DEAD_TIME(&opening->dead_time_s),
        {"--marker", "SIDE", "check that the marker is there: left or right",
         BV_OPTION_WORD, &opening->marker, &opening->has_marker},
        {"--seed", "N", "simulated probe: another seed", BV_OPTION_SEED,
         &opening->source.seed, &opening->source.has_seed},
        {"--explain", "FRAME", "say why of one frame: its number, or 4.2s",
         BV_OPTION_TEXT, &detect.explain, NULL},
        {"--line", "X,Y,X,Y", "explain: what became of this line, px",
         BV_OPTION_LINE, &detect.request.line_px, &detect.request.has_line},
        {"--output", "FILE.png", "explain: where to, also a folder",
         BV_OPTION_TEXT, &detect.request.path, NULL},
        {0}};
    int exit_code = bv_options_read(command, options, &argc, argv);

    if (exit_code < 0)
        exit_code = check_words(command, &detect, argc);
    if (exit_code >= 0)
        return exit_code;
    bv_stop_listen();
    opening->source.gives_up = bv_stop_asked;
    if (detect.explain)
        return explain_frame(command, &detect, argv[0]);
    /* who reads a live source's lines needs each when it is true */
    setvbuf(stdout, NULL, _IOLBF, BUFSIZ);
    return detect_all(command, &detect, argc, argv);
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
        "  bevel detect sim: --seed 7 --target 345,217 --seconds 10\n"
        "  bevel detect clip.mp4 --marks marks.json\n"
        "  bevel detect screen.mp4 --scale read    mm by the screen's ruler\n\n"
        "With --explain FRAME it prints that frame's object alone, and "
        "writes a sheet with a\npicture of each stage and what became of each "
        "line, and the same as JSON beside it\n(docs/explain.md). All frames "
        "before it are run through.\n\n"
        "  bevel detect clip.mp4 --explain 120 -o why.png\n"
        "  bevel detect clip.mp4 --explain 4.2s --line 210,80,600,190 -o why/",
    .run = run,
};
