/*
 * bevel simulate: a clip of the simulated probe, with the truth beside it.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "acquisition/recorder.h"
#include "acquisition/simulator/simulator.h"
#include "commands/commands.h"
#include "commands/output.h"
#include "commands/progress.h"
#include "commands/screen.h"
#include "commands/simulate_random.h"
#include "commands/stop.h"
#include "core/clock.h"
#include "core/frame.h"

struct simulate {
    const char *scene_name, *output;
    double seconds;
    bool has_seed, no_needle, overwrite;
    uint64_t seed;
    struct bv_simulator *simulator;
    struct bv_frame *scan, *frame; /* the same, but on a screen */
    struct bv_truth truth_now;
    int layout;               /* of a screen, -1: none */
    struct bv_screen *screen; /* NULL: none */
    struct bv_recorder *recorder;
    FILE *truth;
    char truth_path[PATH_MAX];
    long truth_bytes; /* whole lines, in the file */
    uint64_t kept;    /* pictures with their truth */
    struct bv_progress progress;
};

/* Truth lies beside its clip and names it without a folder: the same scene and
 * seed give the same bytes wherever they are written. */
static const char *file_name(const char *path)
{
    const char *slash = strrchr(path, '/');

    return slash ? slash + 1 : path;
}

/* "clip.mkv" has its truth in "clip.truth.jsonl". */
static int name_truth(struct simulate *simulate, struct bv_fault *fault)
{
    const char *output = simulate->output;
    const char *slash = strrchr(output, '/'), *dot = strrchr(output, '.');
    int stem = (int)strlen(output);

    if (dot && dot > (slash ? slash + 1 : output))
        stem = (int)(dot - output);
    if (snprintf(simulate->truth_path, sizeof(simulate->truth_path),
                 "%.*s.truth.jsonl", stem,
                 output) >= (int)sizeof(simulate->truth_path))
        return bv_fault_set(fault, -ENAMETOOLONG,
                            "The output's name is too long.");
    return 0;
}

static int cannot_write(const struct simulate *simulate, int error,
                        struct bv_fault *fault)
{
    return bv_fault_set(fault, error, "Cannot write %.300s: %s.",
                        simulate->truth_path, bv_error_text(error));
}

/* Into the file, line by line: what is there when the disk is full, or the
 * program is killed, is whole lines. */
static int end_line(struct simulate *simulate, int error,
                    struct bv_fault *fault)
{
    if (error == 0 && fflush(simulate->truth) != 0)
        error = -errno;
    if (error < 0)
        return cannot_write(simulate, error, fault);
    simulate->truth_bytes = ftell(simulate->truth);
    return 0;
}

static int open_truth(struct simulate *simulate, struct bv_fault *fault)
{
    struct bv_truth_header header = {0};
    const struct bv_scene *scene = bv_simulator_scene(simulate->simulator);
    int file = open(simulate->truth_path,
                    O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    int error;

    if (file < 0)
        return cannot_write(simulate, -errno, fault);
    simulate->truth = fdopen(file, "w");
    if (!simulate->truth) {
        error = -errno;
        close(file);
        return cannot_write(simulate, error, fault);
    }
    header.scene = simulate->scene_name;
    header.title = scene->name;
    header.seed = scene->seed;
    header.width_px = simulate->frame->width_px;
    header.height_px = simulate->frame->height_px;
    header.frame_rate_hz = BV_SIMULATOR_RATE_HZ;
    header.mm_per_px = simulate->frame->mm_per_px;
    header.scan_area = simulate->frame->scan_area;
    header.marked_side = scene->probe.marker;
    header.case_text = &scene->case_text;
    header.screen = simulate->screen ? bv_screen_name(simulate->screen) : NULL;
    error = bv_truth_write_header(simulate->truth, &header);
    return end_line(simulate, error, fault);
}

static int write_frame(struct simulate *simulate, struct bv_fault *fault)
{
    const struct bv_frame *frame = simulate->frame;
    int error = bv_recorder_write(simulate->recorder, frame->pixels,
                                  frame->stride_bytes, frame->time_ns, fault);

    if (error < 0)
        return error;
    error = bv_truth_write(simulate->truth, file_name(simulate->output),
                           &simulate->truth_now);
    error = end_line(simulate, error, fault);
    simulate->kept += error == 0;
    return error;
}

static int open_screen(struct simulate *simulate, const struct bv_scene *scene)
{
    if (simulate->layout < 0)
        return 0;
    simulate->screen =
        bv_screen_new(simulate->layout, scene->seed, simulate->seconds);
    return simulate->screen ? 0 : -ENOMEM;
}

/* The simulator's picture, and the whole that is written. */
static int open_pictures(struct simulate *simulate,
                         const struct bv_scene *scene)
{
    struct bv_simulator_options options = {.no_needle = simulate->no_needle,
                                           .width_px = BV_SIMULATOR_WIDTH_PX,
                                           .height_px = BV_SIMULATOR_HEIGHT_PX};
    int width = options.width_px, height = options.height_px;

    if (simulate->screen) {
        bv_screen_size(simulate->screen, &width, &height);
        bv_screen_scan_size(simulate->screen, &options.width_px,
                            &options.height_px);
    }
    simulate->simulator = bv_simulator_new(scene, &options);
    simulate->scan = bv_frame_new(options.width_px, options.height_px);
    simulate->frame = simulate->screen ? bv_frame_new(width, height)
                                       : bv_frame_ref(simulate->scan);
    return simulate->simulator && simulate->scan && simulate->frame ? 0
                                                                    : -ENOMEM;
}

static int open_all(struct simulate *simulate, struct bv_fault *fault)
{
    struct bv_scene scene;
    int error = bv_scene_load(simulate->scene_name, simulate->has_seed,
                              simulate->seed, &scene, fault);

    if (error < 0)
        return error;
    error = name_truth(simulate, fault);
    if (error == 0)
        error =
            bv_output_check(simulate->truth_path, simulate->scene_name, fault);
    /* what was simulated can be made again; a recording cannot */
    if (error == 0 && access(simulate->truth_path, F_OK) < 0)
        error =
            bv_output_check_new(simulate->output, simulate->overwrite, fault);
    if (error == 0)
        error = open_screen(simulate, &scene);
    if (error == 0)
        error = open_pictures(simulate, &scene);
    if (error < 0)
        return error;
    return bv_recorder_open(simulate->output, BV_RECORDER_GREY,
                            simulate->frame->width_px,
                            simulate->frame->height_px, BV_SIMULATOR_RATE_HZ,
                            &simulate->recorder, fault);
}

/* The next picture and its truth, as they are written. */
static int make_frame(struct simulate *simulate, int64_t number)
{
    if (simulate->screen)
        bv_screen_turn_knobs(simulate->screen, simulate->simulator,
                             (double)number / BV_SIMULATOR_RATE_HZ);
    bv_simulator_render(simulate->simulator, simulate->scan);
    simulate->truth_now = *bv_simulator_truth(simulate->simulator);
    if (!simulate->screen)
        return 0;
    return bv_screen_dress(simulate->screen, simulate->simulator,
                           simulate->scan, &simulate->truth_now,
                           simulate->frame);
}

static int write_all(struct simulate *simulate, struct bv_fault *fault)
{
    int64_t count = (int64_t)(simulate->seconds * BV_SIMULATOR_RATE_HZ + 0.5);

    if (count < 1)
        count = 1;
    for (int64_t i = 0; i < count; i++) {
        int error = make_frame(simulate, i);

        if (error == 0 && i == 0)
            error = open_truth(simulate, fault);
        if (error == 0)
            error = write_frame(simulate, fault);
        if (error < 0)
            return error;
        bv_progress_tell(&simulate->progress, "%s: frame %lld of %lld",
                         simulate->output, (long long)i + 1, (long long)count);
        if (bv_stop_asked() && i + 1 < count)
            return bv_fault_set(fault, -ECANCELED, "Stopped.");
    }
    return 0;
}

/* Close everything; the first error counts. */
static int close_all(struct simulate *simulate, int error,
                     struct bv_fault *fault)
{
    bv_progress_end(&simulate->progress);
    if (simulate->recorder) {
        int closed = bv_recorder_close(simulate->recorder, fault);

        error = error < 0 ? error : closed;
    }
    if (simulate->truth && fclose(simulate->truth) != 0 && error == 0)
        error = cannot_write(simulate, -errno, fault);
    if (simulate->truth && error < 0 &&
        truncate(simulate->truth_path, simulate->truth_bytes) < 0)
        bv_fault_set(fault, -errno, "The last line of %.300s is not whole.",
                     simulate->truth_path);
    if (error < 0 && simulate->kept > 0 && error != -ENOSPC)
        bv_output_say_kept(simulate->output, simulate->kept, error, fault);
    bv_frame_unref(simulate->frame);
    bv_frame_unref(simulate->scan);
    bv_screen_free(simulate->screen);
    bv_simulator_free(simulate->simulator);
    return error;
}

/* What was asked for. */
struct asked {
    bool random;
    int64_t count, threads;
};

static int run_random(const struct bv_command *command,
                      const struct simulate *simulate,
                      const struct asked *asked)
{
    struct bv_random_options options = {.folder = simulate->output,
                                        .count = asked->count,
                                        .seed = simulate->seed,
                                        .threads = (int)asked->threads,
                                        .no_needle = simulate->no_needle,
                                        .layout = simulate->layout};
    struct bv_fault fault = {0};
    int error;

    if (!options.folder)
        return bv_usage_error(command, "say where to write: -o FOLDER.");
    if (options.count < 1 || options.count > BV_RANDOM_MOST)
        return bv_usage_error(command, "say how many pictures: -n N, 1 to %d.",
                              BV_RANDOM_MOST);
    if (asked->threads > 64)
        return bv_usage_error(command, "--threads is at most 64.");
    bv_stop_listen();
    error = bv_simulate_random(&options, &fault);
    return error < 0 ? bv_failure(command, &fault, error) : BV_EXIT_DONE;
}

static int run_clip(const struct bv_command *command, struct simulate *simulate)
{
    struct bv_fault fault = {0};
    int error;

    if (!simulate->output)
        return bv_usage_error(command, "say where to write: -o clip.mkv.");
    if (!bv_output_is_video(simulate->output))
        return bv_usage_error(command, "-o takes FILE.mkv, not \"%s\".",
                              simulate->output);
    if (simulate->seconds > 86400)
        return bv_usage_error(command, "--seconds is at most 86400, a day.");
    if (strncmp(simulate->scene_name, "sim:", 4) == 0)
        simulate->scene_name += 4;
    bv_stop_listen();
    error = open_all(simulate, &fault);
    if (error == 0)
        error = write_all(simulate, &fault);
    error = close_all(simulate, error, &fault);
    return error < 0 ? bv_failure(command, &fault, error) : BV_EXIT_DONE;
}

static int run(const struct bv_command *command, int argc, char **argv)
{
    struct simulate simulate = {.seconds = 20, .layout = -1};
    struct bv_choice screen = {bv_screen_names, 0};
    bool has_seconds = false, has_screen = false;
    struct asked asked = {0};
    const struct bv_option options[] = {
        {"--output", "FILE",
         "the clip to write, truth goes beside it; a folder for --random",
         BV_OPTION_TEXT, &simulate.output, NULL},
        {"--seconds", "S", "how long; 20 when left out", BV_OPTION_NUMBER,
         &simulate.seconds, &has_seconds},
        {"--seed", "N", "another seed: other anatomy, needle and speckle",
         BV_OPTION_SEED, &simulate.seed, &simulate.has_seed},
        {"--no-needle", NULL, "the same scene without its needle",
         BV_OPTION_FLAG, &simulate.no_needle, NULL},
        {"--overwrite", NULL, "replace a clip that was not simulated",
         BV_OPTION_FLAG, &simulate.overwrite, NULL},
        {"--screen", "LAYOUT",
         "in a scanner's screen: any, console, cart, tablet or grabber",
         BV_OPTION_CHOICE, &screen, &has_screen},
        {"--random", NULL, "pictures of made-up scenes, no clip",
         BV_OPTION_FLAG, &asked.random, NULL},
        {"--count", "N", "how many pictures for --random", BV_OPTION_COUNT,
         &asked.count, NULL},
        {"--threads", "N", "for --random; one a processor when left out",
         BV_OPTION_COUNT, &asked.threads, NULL},
        {0}};
    int exit_code = bv_options_read(command, options, &argc, argv);

    if (exit_code >= 0)
        return exit_code;
    if (has_screen)
        simulate.layout = screen.chosen;
    if (asked.random && (argc > 0 || has_seconds))
        return bv_usage_error(command,
                              "--random takes no scene and no --seconds.");
    if (asked.random)
        return run_random(command, &simulate, &asked);
    if (asked.count > 0 || asked.threads > 0)
        return bv_usage_error(command, "--count and --threads are for "
                                       "--random.");
    if (argc != 1)
        return bv_usage_error(command, "name one scene, or a scene file.");
    simulate.scene_name = argv[0];
    return run_clip(command, &simulate);
}

const struct bv_command bv_command_simulate = {
    .name = "simulate",
    .words = "SCENE -o clip.mkv | --random -n N -o FOLDER [options]",
    .summary = "make clips or pictures of the simulated probe, with the truth",
    .details =
        "Writes clip.mkv (lossless, 30 frames a second) and "
        "clip.truth.jsonl:\na header line, then a line a frame with what is "
        "really in the picture;\ndocs/formats.md describes both, and scene "
        "files. The same seed gives the\nsame bytes.\n\n"
        "--random writes pictures of made-up anatomy, probes, settings, "
        "needles and\ndecoys, one in four without a needle, and labels.jsonl; "
        "it uses all processors,\nand goes on with a set that was cut "
        "short.\n\n"
        "--screen puts the picture into a scanner's screen, in which depth "
        "or zoom\nchange on the way; truth says where the scan is in each "
        "frame.\n\n"
        "  bevel simulate nerve -o clip.mkv\n"
        "  bevel simulate calf -o calf.mkv --seconds 60 --seed 7\n"
        "  bevel simulate my-case.json -o clip.mkv --no-needle\n"
        "  bevel simulate hip -o clip.mkv --screen console\n"
        "  bevel simulate --random -n 5000 -o pictures",
    .run = run,
};
