/*
 * bevel movement: what moves along one line of a clip, measured and drawn.
 */
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "commands/commands.h"
#include "commands/movement_draw.h"
#include "commands/opening.h"
#include "commands/output.h"
#include "commands/progress.h"
#include "commands/stop.h"
#include "core/clock.h"
#include "guidance/movement/mmode.h"
#include "records/movement_json.h"

/* Of a strip: a row a pixel, within these. */
enum { ROWS_LEAST = 16, ROWS_MOST = 1024 };

struct movement {
    struct bv_opening opening;
    struct bv_movement_request request;
    struct bv_px_map to_input; /* places of frames, as they came in */
    bool is_strip, is_glide, is_between;
    double seconds; /* 0: to the end */
    const char *picture;
    const char *source; /* as typed */
    struct bv_follower *follower;
    struct bv_series series;
    float levels[ROWS_MOST];
    struct bv_progress progress;
};

static const char *what_of(const struct movement *movement)
{
    return movement->is_glide ? "glide" : "distance";
}

/* A scale that changes on the way is none for the whole. */
static void take_scale(struct movement *movement, double mm_per_px)
{
    if (movement->series.count == 0)
        movement->series.mm_per_px = mm_per_px;
    else if (fabs(movement->series.mm_per_px - mm_per_px) > 1e-9)
        movement->series.mm_per_px = 0;
}

static int take_column(struct movement *movement,
                       const struct bv_result *result)
{
    struct bv_series *series = &movement->series;

    bv_mmode_column(result->frame, &movement->request.line_px, series->rows,
                    movement->levels);
    return bv_series_add(series, bv_ns_to_s(result->frame->time_ns), NAN,
                         movement->levels);
}

static int take_value(struct movement *movement, const struct bv_result *result,
                      struct bv_fault *fault)
{
    struct bv_movement_line line = {
        .source = movement->source,
        .frame = result->frame->sequence,
        .time_s = bv_ns_to_s(result->frame->time_ns),
        .what = what_of(movement),
        .mm_per_px = result->advice.mm_per_px,
        .has_ends = movement->is_between,
    };
    int error =
        bv_follower_step(movement->follower, result->frame, &result->advice,
                         &line.value_px, &line.ends_px, fault);

    line.ends_px.from = bv_px_map_apply(&movement->to_input, line.ends_px.from);
    line.ends_px.to = bv_px_map_apply(&movement->to_input, line.ends_px.to);
    if (error == 0)
        error =
            bv_series_add(&movement->series, line.time_s, line.value_px, NULL);
    return error < 0 ? error : bv_movement_write_line(stdout, &line);
}

static int take_result(struct movement *movement,
                       const struct bv_result *result, struct bv_fault *fault)
{
    if (movement->seconds > 0 &&
        bv_ns_to_s(result->frame->time_ns) >= movement->seconds)
        return -ENODATA;
    take_scale(movement, result->advice.mm_per_px);
    return movement->is_strip ? take_column(movement, result)
                              : take_value(movement, result, fault);
}

static int run_through(struct movement *movement, struct bv_pipeline *pipeline,
                       struct bv_fault *fault)
{
    int64_t count = bv_pipeline_source_info(pipeline)->frame_count;
    int error = 0;

    while (error == 0 && !bv_stop_asked()) {
        const struct bv_result *result;

        error = bv_pipeline_step(pipeline, &result, fault);
        if (error == -ETIMEDOUT) {
            error = 0;
            continue;
        }
        if (error < 0)
            break;
        error = take_result(movement, result, fault);
        if (count > 0)
            bv_progress_tell(&movement->progress, "%s: frame %u of %lld",
                             movement->source, result->frame->sequence + 1,
                             (long long)count);
        bv_result_unref(result);
    }
    bv_progress_end(&movement->progress);
    if (error == -EFBIG)
        return bv_fault_set(fault, error,
                            "%.300s has more than %d frames: give --seconds.",
                            movement->source, BV_SERIES_MOST);
    return error == -ENODATA ? 0 : error;
}

static int print_sum(const struct movement *movement)
{
    const struct bv_series *series = &movement->series;
    struct bv_movement_sum sum = {
        .source = movement->source,
        .what = what_of(movement),
        .is_excursion = movement->is_glide,
        .least_px = NAN,
        .most_px = NAN,
        .least_at_s = NAN,
        .most_at_s = NAN,
        .mm_per_px = series->mm_per_px,
        .frames = series->count,
        .lost = bv_follower_is_lost(movement->follower),
    };
    long least, most;

    bv_series_range(series, &least, &most);
    for (size_t i = 0; i < series->count; i++)
        sum.found += !isnan(series->value_px[i]);
    if (least >= 0) {
        sum.least_px = series->value_px[least];
        sum.most_px = series->value_px[most];
        sum.least_at_s = series->time_s[least];
        sum.most_at_s = series->time_s[most];
    }
    return bv_movement_write_sum(stdout, &sum);
}

/* Places that were typed, in frames as they come out of the source. */
static void map_places(struct bv_movement_request *request,
                       const struct bv_px_map *to_input)
{
    struct bv_px_map map = bv_px_map_inverse(to_input);

    request->line_px.from = bv_px_map_apply(&map, request->line_px.from);
    request->line_px.to = bv_px_map_apply(&map, request->line_px.to);
    request->against_px = bv_px_map_apply(&map, request->against_px);
}

static bool is_in(const struct bv_source_info *info, struct bv_px px)
{
    return px.x >= 0 && px.y >= 0 && px.x <= info->width_px - 1 &&
           px.y <= info->height_px - 1;
}

static int begin(struct movement *movement, const struct bv_source_info *info,
                 struct bv_fault *fault)
{
    struct bv_movement_request *request = &movement->request;

    movement->to_input = info->to_input;
    map_places(request, &info->to_input);
    if (!is_in(info, request->line_px.from) ||
        !is_in(info, request->line_px.to) ||
        (request->has_against && !is_in(info, request->against_px)))
        return bv_fault_set(fault, -ERANGE,
                            "What was marked lies outside the picture of %s, "
                            "which is %d x %d px.",
                            info->title, info->width_px, info->height_px);
    if (movement->is_strip) {
        double length = bv_px_segment_length(&request->line_px);

        movement->series.rows =
            (int)fmin(fmax(round(length) + 1, ROWS_LEAST), ROWS_MOST);
        return 0;
    }
    movement->follower = bv_follower_new(request);
    return movement->follower ? 0 : -ENOMEM;
}

static int measure(struct movement *movement, struct bv_fault *fault)
{
    struct bv_pipeline *pipeline;
    int error =
        bv_opening_run(&movement->opening, movement->source, &pipeline, fault);

    if (error < 0)
        return error;
    error = begin(movement, bv_pipeline_source_info(pipeline), fault);
    if (error == 0)
        error = run_through(movement, pipeline, fault);
    bv_pipeline_free(pipeline);
    if (error == 0 && movement->series.count < 2)
        error = bv_fault_set(fault, -ENODATA,
                             "Fewer than two frames of %.300s were read: "
                             "nothing moves in them.",
                             movement->source);
    if (error == 0 && !movement->is_strip)
        error = print_sum(movement);
    if (error == 0 && movement->picture)
        error = bv_movement_draw(&movement->series, &movement->request,
                                 movement->picture, fault);
    return error;
}

/* @return -1 to go on, else the exit code. */
static int check_words(const struct bv_command *command,
                       struct movement *movement, int argc, char **argv)
{
    struct bv_fault fault = {0};
    int error;

    if (argc != 1)
        return bv_usage_error(command, "name one source: a clip or sim:.");
    if (movement->is_strip + movement->is_glide + movement->is_between != 1)
        return bv_usage_error(command, "say one of --strip, --glide and "
                                       "--between, with its line.");
    if (movement->is_strip && !movement->picture)
        return bv_usage_error(command, "--strip is a picture: add -o "
                                       "FILE.png.");
    if (!movement->is_glide &&
        (movement->request.has_against || movement->request.thick_mm > 0))
        return bv_usage_error(command, "--against and --thick-mm go with "
                                       "--glide.");
    movement->request.kind = movement->is_strip   ? BV_MOVEMENT_STRIP
                             : movement->is_glide ? BV_MOVEMENT_GLIDE
                                                  : BV_MOVEMENT_BETWEEN;
    movement->source = argv[0];
    if (!movement->picture)
        return -1;
    if (!bv_output_ends_with(movement->picture, ".png"))
        return bv_usage_error(command, "-o takes FILE.png, not \"%s\".",
                              movement->picture);
    error = bv_output_check(movement->picture, argv[0], &fault);
    return error < 0 ? bv_failure(command, &fault, error) : -1;
}

static int run(const struct bv_command *command, int argc, char **argv)
{
    struct movement movement = {0};
    struct bv_movement_request *request = &movement.request;
    struct bv_opening *opening = &movement.opening;
    const struct bv_option options[] = {
        {"--strip", "X,Y,X,Y", "M-mode: what lies along this line, px",
         BV_OPTION_LINE, &request->line_px, &movement.is_strip},
        {"--glide", "X,Y,X,Y", "how far the tendon along this line glides",
         BV_OPTION_LINE, &request->line_px, &movement.is_glide},
        {"--between", "X,Y,X,Y", "the distance between two marks",
         BV_OPTION_LINE, &request->line_px, &movement.is_between},
        {"--against", "X,Y", "glide: a mark in what does not glide",
         BV_OPTION_POINT, &request->against_px, &request->has_against},
        {"--thick-mm", "MM", "glide: of the tendon; 1.2 when left out",
         BV_OPTION_NUMBER, &request->thick_mm, NULL},
        {"--output", "FILE.png", "the strip, or a chart", BV_OPTION_TEXT,
         &movement.picture, NULL},
        {"--seconds", "S", "stop after so long; else at the end, or at Ctrl-C",
         BV_OPTION_NUMBER, &movement.seconds, NULL},
        {"--mm-per-px", "S", "the scale, where the source does not say",
         BV_OPTION_SCALE, &opening->source.mm_per_px, NULL},
        {"--seed", "N", "simulated probe: another seed", BV_OPTION_SEED,
         &opening->source.seed, &opening->source.has_seed},
        {0}};
    int exit_code = bv_options_read(command, options, &argc, argv), error;
    struct bv_fault fault = {0};

    if (exit_code < 0)
        exit_code = check_words(command, &movement, argc, argv);
    if (exit_code >= 0)
        return exit_code;
    bv_stop_listen();
    opening->source.gives_up = bv_stop_asked;
    error = measure(&movement, &fault);
    bv_follower_free(movement.follower);
    bv_series_fini(&movement.series);
    return error < 0 ? bv_failure(command, &fault, error) : BV_EXIT_DONE;
}

const struct bv_command bv_command_movement = {
    .name = "movement",
    .words = "SOURCE --strip|--glide|--between X,Y,X,Y [options]",
    .summary = "measure what moves: M-mode, a tendon's excursion, a distance",
    .details =
        "Places are px of the first frame. --strip draws an M-mode at true "
        "frame times.\n--glide follows the tendon along a line inside it; "
        "with --against a mark beside it,\nless what the whole picture moved. "
        "--between follows two marks. Both print JSON\nLines, a line a frame "
        "and one of the whole (docs/movement.md), and draw a chart.\n\n"
        "  bevel movement clip.mp4 --strip 320,40,320,400 -o strip.png\n"
        "  bevel movement sim:tendon-glide --seconds 8 --glide "
        "180,190,460,190 -o glide.png\n"
        "  bevel movement clip.mp4 --mm-per-px 0.08 --between "
        "210,90,260,140",
    .run = run,
};
