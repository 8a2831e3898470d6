/*
 * bevel record: a source's frames into a file, lossless, at their own times.
 */
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "acquisition/event_log.h"
#include "acquisition/source.h"
#include "commands/commands.h"
#include "commands/opening.h"
#include "commands/output.h"
#include "commands/record_scale.h"
#include "commands/stop.h"
#include "core/clock.h"
#include "recording.h"

enum { wait_ms = 50 };

static const double most_seconds = 1e9; /* fits into ns with ease */

struct record {
    const char *output;
    double seconds;
    bool overwrite;
    struct bv_source_options options;
    struct bv_record_scale *scale; /* NULL: not asked for */

    struct bv_source *source;
    struct bv_recording *recording;
    struct bv_recording_state state; /* as last looked at */

    bool any;
    int64_t first_ns, base_ns;
};

/* Whether the recording has ended by itself. */
static bool is_over(struct record *record)
{
    bv_recording_get_state(record->recording, &record->state);
    return record->state.over || record->state.fault.error;
}

/* Hold a made frame back until its time has come. */
static void pace(struct record *record, int64_t time_ns)
{
    int64_t due_ns;
    struct timespec until;

    if (!record->any)
        record->base_ns = bv_clock_now_ns() - time_ns;
    due_ns = record->base_ns + time_ns;
    until = (struct timespec){.tv_sec = (time_t)(due_ns / BV_NS_PER_S),
                              .tv_nsec = (long)(due_ns % BV_NS_PER_S)};
    while (!bv_stop_asked() && clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME,
                                               &until, NULL) == EINTR)
        ;
}

static void await_room(struct record *record)
{
    const struct timespec pause = {.tv_nsec = BV_NS_PER_MS};

    while (!bv_recording_has_room(record->recording) && !bv_stop_asked())
        nanosleep(&pause, NULL);
}

/* Whether the wanted length is there. */
static bool is_enough(const struct record *record, const struct bv_frame *frame)
{
    return record->any && record->seconds > 0 &&
           frame->time_ns - record->first_ns >=
               bv_s_to_ns(fmin(record->seconds, most_seconds));
}

static bool can_wait(const struct record *record)
{
    const struct bv_source_info *info = bv_source_info(record->source);

    return !info->simulated && !info->live;
}

/* Give a frame to the recording. One of a file can wait for the disk, others
 * are dropped and counted. */
static void keep(struct record *record, const struct bv_frame *frame)
{
    const struct bv_source_info *info = bv_source_info(record->source);

    if (info->simulated && !info->paced)
        pace(record, frame->time_ns);
    if (!record->any)
        record->first_ns = frame->time_ns;
    if (!record->any || can_wait(record))
        await_room(record);
    record->any = true;
    bv_recording_put(record->recording, frame);
}

/* Read until the end, the wanted length, a stop or a fault of the disk.
 * @return 0 or the source's fault. */
static int acquire(struct record *record, struct bv_fault *fault)
{
    while (!bv_stop_asked() && !is_over(record)) {
        struct bv_frame *frame;
        bool enough;
        int error = bv_source_read(record->source, wait_ms, &frame, fault);

        if (error == -ETIMEDOUT)
            continue;
        if (error < 0) {
            bv_recording_end(record->recording, true);
            return error == -ENODATA ? 0 : error;
        }
        enough = is_enough(record, frame);
        if (!enough && record->scale)
            bv_record_scale_stamp(record->scale, frame, can_wait(record));
        if (!enough)
            keep(record, frame);
        bv_frame_unref(frame);
        if (enough)
            return 0;
    }
    return 0;
}

/* Whether the events may be written beside the file. */
static int check_events(const struct record *record, struct bv_fault *fault)
{
    char *path = bv_event_path(record->output);
    int error = path ? bv_output_check_new(path, record->overwrite, fault) : 0;

    free(path);
    return error;
}

static int record_source(struct record *record, const char *name,
                         struct bv_fault *fault)
{
    int error = bv_output_check(record->output, name, fault);

    if (error == 0)
        error = bv_output_check_new(record->output, record->overwrite, fault);
    if (error == 0)
        error = check_events(record, fault);
    if (error == 0)
        error = bv_source_open(name, &record->options, &record->source, fault);
    if (error < 0)
        return error;
    error = bv_recording_start(
        &(struct bv_recording_options){.path = record->output,
                                       .info = bv_source_info(record->source)},
        &record->recording);
    if (error == 0) {
        error = acquire(record, fault);
        bv_recording_free(record->recording, &record->state);
    }
    if (record->state.fault.error)
        bv_fault_set(fault, record->state.fault.error, "%s",
                     record->state.fault.text);
    bv_source_close(record->source);
    return error < 0 ? error : record->state.fault.error;
}

/* Where the file is not what was asked for, say what there is of it. */
static void say_rest(const struct record *record, int error,
                     struct bv_fault *fault)
{
    const struct bv_recording_state *state = &record->state;

    if (state->dropped)
        fprintf(stderr,
                "bevel record: disk or processor were too slow for %llu of "
                "%llu frames, which are missing.\n",
                (unsigned long long)state->dropped,
                (unsigned long long)(state->frames + state->dropped));
    if (error < 0 && error != -ENOSPC && state->frames > 0)
        bv_output_say_kept(record->output, state->frames, error, fault);
}

static int run(const struct bv_command *command, int argc, char **argv)
{
    struct record record = {0};
    struct bv_fault fault = {0};
    struct bv_choice how = {bv_opening_scales, 0};
    bool has_scale = false;
    const struct bv_option options[] = {
        {"--output", "FILE", "the Matroska file to write (-o)", BV_OPTION_TEXT,
         &record.output, NULL},
        {"--seconds", "S",
         "end after this time; else with the source, or "
         "Ctrl-C",
         BV_OPTION_NUMBER, &record.seconds, NULL},
        {"--overwrite", NULL, "replace a file that is there", BV_OPTION_FLAG,
         &record.overwrite, NULL},
        {"--scale", "HOW",
         "keep the scale off the scanner's screen: read, or its preset",
         BV_OPTION_CHOICE, &how, &has_scale},
        {"--seed", "N", "simulated probe: another seed", BV_OPTION_SEED,
         &record.options.seed, &record.options.has_seed},
        {0}};
    int exit_code = bv_options_read(command, options, &argc, argv);
    int error;

    if (exit_code >= 0)
        return exit_code;
    if (argc != 1)
        return bv_usage_error(command, argc ? "record one source at a time."
                                            : "name a source: sim:, a device "
                                              "or a file.");
    if (!record.output)
        return bv_usage_error(command, "say where to: -o FILE.mkv.");
    if (!bv_output_is_video(record.output))
        return bv_usage_error(command, "-o takes FILE.mkv, not \"%s\".",
                              record.output);
    if (has_scale) {
        record.scale = bv_record_scale_new((enum bv_screen_how)how.chosen);
        if (!record.scale)
            return bv_failure(command, NULL, -ENOMEM);
    }
    bv_stop_listen();
    record.options.gives_up = bv_stop_asked;
    error = record_source(&record, argv[0], &fault);
    say_rest(&record, error, &fault);
    if (error == 0)
        printf("%s: %llu frames\n", record.output,
               (unsigned long long)record.state.frames);
    if (error == 0 && record.scale)
        bv_record_scale_say(record.scale);
    bv_record_scale_free(record.scale);
    if (error < 0)
        return bv_failure(command, &fault, error);
    return BV_EXIT_DONE; /* main() tells where it cannot be written */
}

const struct bv_command bv_command_record = {
    .name = "record",
    .words = "SOURCE -o FILE [options]",
    .summary = "record a source without loss",
    .details =
        "Writes grey FFV1 in Matroska with the frames' own times, and beside "
        "it the events,\nwhich keep the scale (FILE.events.jsonl); Ctrl-C "
        "finishes the file, and a file that\nwas never finished plays too.\n\n"
        "  bevel record sim: -o practice.mkv --seconds 30\n"
        "  bevel record usb: -o case.mkv\n"
        "  bevel record usb: -o case.mkv --scale read    with its mm\n"
        "  bevel record v4l2:/dev/video0 -o case.mkv",
    .run = run,
};
