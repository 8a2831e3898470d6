/*
 * bevel live: the window.
 */
#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "commands/choices.h"
#include "commands/commands.h"
#include "commands/opening.h"
#include "commands/output.h"
#include "look_back.h"
#include "guidance/procedures.h"
#include "pipeline.h"
#include "ui/first/first.h"
#include "ui/live.h"

/* What the window needs to open a source, and to play it again. */
struct again {
    struct bv_opening *opening;
    const char *given_truth; /* --truth; NULL: none */
    char truth[64];          /* else of a practice; empty: there is none yet */
    const char *name;
    struct bv_pipeline *pipeline; /* NULL: none is open */
};

/* The simulated probe's truth, for the result of a practice: a file without a
 * name, so that nothing of it stays whatever happens. */
static const char *find_truth(struct again *again, const char *name)
{
    FILE *file;
    int fd;

    if (strncmp(name, "sim:", strlen("sim:")) != 0)
        return NULL;
    if (again->given_truth)
        return again->given_truth;
    if (again->truth[0])
        return again->truth;
    file = tmpfile();
    if (!file)
        return NULL;                              /* then there is no result */
    fd = fcntl(fileno(file), F_DUPFD_CLOEXEC, 0); /* until bevel ends */
    fclose(file);
    if (fd < 0)
        return NULL;
    snprintf(again->truth, sizeof(again->truth), "/proc/self/fd/%d", fd);
    return again->truth;
}

static int open_named(void *data, const char *name, struct bv_fault *fault)
{
    struct again *again = data;

    again->opening->source.truth_path = find_truth(again, name);
    return bv_opening_run(again->opening, name, &again->pipeline, fault);
}

static int play_again(void *data, struct bv_pipeline *pipeline,
                      struct bv_fault *fault)
{
    const struct again *again = data;

    return bv_opening_replay(again->opening, again->name, pipeline, fault);
}

/* In a window and a process of its own: this one may go on. */
static int open_review(void *data, const char *path, struct bv_fault *fault)
{
    char *const words[] = {"bevel", "review", (char *)path, NULL};
    pid_t child;
    int error;

    (void)data;
    error = posix_spawn(&child, "/proc/self/exe", NULL, NULL, words, environ);
    return error == 0
               ? 0
               : bv_fault_set(fault, -error, "The review cannot be opened: %s.",
                              bv_error_text(-error));
}

/* The window takes what there is: a wrong name is said before it opens. */
static bool check_procedure(const struct bv_command *command, const char *name)
{
    struct bv_procedure *procedure = malloc(sizeof(*procedure));
    struct bv_fault fault = {0};
    int error =
        procedure ? bv_procedure_load(name, NULL, NULL, procedure, NULL, &fault)
                  : -ENOMEM;

    free(procedure);
    if (error < 0)
        bv_failure(command, &fault, error);
    return error == 0;
}

/* What is open, and what is opened on the first page, one after another. */
static int play(struct again *again, struct bv_live_options *live,
                struct bv_fault *fault)
{
    struct bv_first_options first = {.list = bv_choices_list,
                                     .peek = bv_choices_peek,
                                     .watch = bv_choices_watch,
                                     .open = open_named,
                                     .data = again};
    char *chosen = NULL;
    struct bv_held_procedure *held = NULL;
    int error = 0;

    do {
        if (!again->pipeline) {
            free(chosen);
            free(held);
            error = bv_first_run(&first, &chosen, &held, fault);
            again->name = chosen;
        }
        if (error < 0 || !again->pipeline)
            break;
        live->name = again->name;
        live->held = held;
        live->truth_path = again->opening->source.truth_path;
        live->goes_back = false;
        error = bv_live_run(again->pipeline, live, fault);
        again->pipeline = NULL;
        first.fault = *fault;
        if (live->goes_back)
            *fault = (struct bv_fault){0};
    } while (live->goes_back);
    free(held);
    free(chosen);
    return error;
}

static int run(const struct bv_command *command, int argc, char **argv)
{
    struct bv_opening opening = {.marker.words = bv_opening_markers};
    struct again again = {.opening = &opening};
    int64_t look_back_mb = BV_LOOK_BACK_USUAL_MB;
    struct bv_live_options live = {
        .replay = play_again, .review = open_review, .data = &again};
    const struct bv_option options[] = {
        {"--target", "X,Y", "mark a target in the first frame, px",
         BV_OPTION_POINT, &opening.target_px, &opening.has_target},
        {"--marks", "FILE", "marks to follow, in the first frame",
         BV_OPTION_TEXT, &opening.marks_path, NULL},
        {"--mm-per-px", "S", "the scale, where the source does not say",
         BV_OPTION_SCALE, &opening.source.mm_per_px, NULL},
        BV_OPTION_OUT_OF_PLANE(&opening.out_of_plane),
        BV_OPTION_DEAD_TIME(&opening.dead_time_s),
        {"--marker", "SIDE", "check that the marker is there: left or right",
         BV_OPTION_WORD, &opening.marker, &opening.has_marker},
        {"--seed", "N", "simulated probe: another seed", BV_OPTION_SEED,
         &opening.source.seed, &opening.source.has_seed},
        {"--truth", "FILE",
         "simulated probe: write what really is, as it plays", BV_OPTION_TEXT,
         &opening.source.truth_path, NULL},
        {"--record-to", "DIR", "where K records to, else bevel in your videos",
         BV_OPTION_TEXT, &live.record_to, NULL},
        {"--look-back", "MB", "memory for the last 30 s; 512 when left out",
         BV_OPTION_COUNT, &look_back_mb, NULL},
        {"--procedure", "NAME", "show its page: `bevel procedure list`",
         BV_OPTION_TEXT, &live.procedure, NULL},
        {0}};
    int exit_code = bv_options_read(command, options, &argc, argv), error;
    struct bv_fault fault = {0};

    if (exit_code >= 0)
        return exit_code;
    if (look_back_mb > BV_LOOK_BACK_MOST_MB)
        return bv_usage_error(command, "--look-back takes 1 to 65536 MB.");
    live.look_back_mb = (int)look_back_mb;
    if (argc > 1)
        return bv_usage_error(command, "name one source: sim:, a clip, a "
                                       "picture or a folder.");
    if (opening.source.truth_path &&
        (argc == 0 || strncmp(argv[0], "sim:", 4) != 0))
        return bv_usage_error(command, "--truth is for sim: alone; nobody "
                                       "knows the truth of other sources.");
    if (live.procedure && !check_procedure(command, live.procedure))
        return BV_EXIT_FAILURE;
    again.name = argc == 1 ? argv[0] : NULL;
    again.given_truth = opening.source.truth_path;
    opening.source.keep_rate = true;
    opening.source.may_wait = !opening.has_target && !opening.marks_path;
    error = bv_live_check(&fault);
    if (error == 0 && opening.source.truth_path)
        error = bv_output_check(opening.source.truth_path,
                                argv[0] + strlen("sim:"), &fault);
    if (error == 0 && argc == 1)
        error = open_named(&again, again.name, &fault);
    if (error == 0)
        error = play(&again, &live, &fault);
    return error < 0 ? bv_failure(command, &fault, error) : BV_EXIT_DONE;
}

const struct bv_command bv_command_live = {
    .name = "live",
    .words = "[SOURCE] [options]",
    .summary = "show the picture with its guidance in a window",
    .details =
        "Without a source it shows what was opened before, what is plugged "
        "in and scenes\nto practise on.\n\n"
        "Click the picture to mark the target; space freezes, comma and "
        "full stop "
        "step\nthrough the last 30 s, K records, ? lists the keys.\nOn "
        "the simulated probe, S steers: drag and wheel "
        "move the "
        "needle, arrows the probe.\n\n"
        "  bevel live sim:\n"
        "  bevel live sim:knee-effusion --truth attempt.truth.jsonl\n"
        "  bevel live sim: --procedure carpal-tunnel\n"
        "  bevel live clip.mp4 --mm-per-px 0.08\n"
        "  bevel live v4l2:/dev/video0 --record-to ~/cases\n"
        "  bevel live usb:\n"
        "  bevel live usb:,1280x720@60,mjpeg\n"
        "  bevel live igtl://scanner:18944\n"
        "  bevel live picture.png",
    .run = run,
};
