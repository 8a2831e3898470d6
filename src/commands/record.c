/*
 * bevel record: a source's frames into a file, lossless, at their own times.
 *
 * The frames of a device or of the simulated probe never wait for the disk:
 * they are copied into frames of our own and written on a thread, `record`.
 */
#include <errno.h>
#include <math.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "acquisition/recorder.h"
#include "acquisition/source.h"
#include "commands/commands.h"
#include "commands/output.h"
#include "commands/stop.h"
#include "core/clock.h"
#include "core/queue.h"

enum {
    wait_ms = 50,
    store_bytes = 64 * 1024 * 1024,
    store_most_frames = 64,
    store_fewest_frames = 4,
};

static const double most_seconds = 1e9; /* fits into ns with ease */

struct record {
    const char *output;
    double seconds;
    bool overwrite;
    struct bv_source_options options;

    struct bv_source *source;
    struct bv_recorder *recorder;
    struct bv_frame_pool *store;
    struct bv_queue *queue;
    pthread_t thread;
    atomic_int write_error;
    struct bv_fault write_fault; /* the thread's until it is joined */

    int64_t first_ns, base_ns;
    uint64_t kept, dropped;
};

static void drop_frame(void *frame)
{
    bv_frame_unref(frame);
}

static void *run_record(void *data)
{
    struct record *record = data;
    void *item;

    while (bv_queue_take(record->queue, &item) == 0) {
        struct bv_frame *frame = item;
        int error = bv_recorder_write(record->recorder, frame->pixels,
                                      frame->stride_bytes, frame->time_ns,
                                      &record->write_fault);

        bv_frame_unref(frame);
        if (error < 0) {
            atomic_store(&record->write_error, error);
            break;
        }
    }
    return NULL;
}

/* Hold a made frame back until its time has come. */
static void pace(struct record *record, int64_t time_ns)
{
    int64_t due_ns;
    struct timespec until;

    if (record->kept + record->dropped == 0)
        record->base_ns = bv_clock_now_ns() - time_ns;
    due_ns = record->base_ns + time_ns;
    until = (struct timespec){.tv_sec = (time_t)(due_ns / BV_NS_PER_S),
                              .tv_nsec = (long)(due_ns % BV_NS_PER_S)};
    while (!bv_stop_asked() && clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME,
                                               &until, NULL) == EINTR)
        ;
}

static void copy_pixels(const struct bv_frame *from, struct bv_frame *to)
{
    for (int y = 0; y < from->height_px; y++)
        memcpy(to->pixels + (ptrdiff_t)y * to->stride_bytes,
               from->pixels + (ptrdiff_t)y * from->stride_bytes,
               (size_t)from->width_px);
    to->time_ns = from->time_ns;
}

/* @return False: there is no room, and the frame is not kept. */
static bool try_keep(struct record *record, const struct bv_frame *frame)
{
    struct bv_frame *copy;

    if (bv_frame_pool_take(record->store, &copy) < 0)
        return false;
    copy_pixels(frame, copy);
    if (bv_queue_put(record->queue, copy) < 0) {
        bv_frame_unref(copy);
        return false;
    }
    return true;
}

/* A frame of a file can wait for the disk, others are dropped and counted. */
static void keep(struct record *record, const struct bv_frame *frame,
                 bool can_wait)
{
    const struct timespec pause = {.tv_nsec = BV_NS_PER_MS};
    bool kept = try_keep(record, frame);

    while (!kept && can_wait && !bv_stop_asked() &&
           !atomic_load(&record->write_error)) {
        nanosleep(&pause, NULL);
        kept = try_keep(record, frame);
    }
    if (kept)
        record->kept++;
    else
        record->dropped++;
}

/* Read until the end, the wanted length, a stop or a fault of the disk.
 * @return 0 or the source's fault. */
static int acquire(struct record *record, struct bv_fault *fault)
{
    const struct bv_source_info *info = bv_source_info(record->source);

    while (!bv_stop_asked() && !atomic_load(&record->write_error)) {
        struct bv_frame *frame;
        int error = bv_source_read(record->source, wait_ms, &frame, fault);

        if (error == -ETIMEDOUT)
            continue;
        if (error < 0)
            return error == -ENODATA ? 0 : error;
        if (frame->width_px != info->width_px ||
            frame->height_px != info->height_px) {
            bv_frame_unref(frame);
            return bv_fault_set(fault, -EBADMSG,
                                "The source changed its picture's size; the "
                                "recording ends there.");
        }
        if (record->kept + record->dropped == 0)
            record->first_ns = frame->time_ns;
        if (record->seconds > 0 &&
            frame->time_ns - record->first_ns >=
                bv_s_to_ns(fmin(record->seconds, most_seconds))) {
            bv_frame_unref(frame);
            return 0;
        }
        if (info->simulated && !info->paced)
            pace(record, frame->time_ns);
        keep(record, frame, !info->simulated && !info->live);
        bv_frame_unref(frame);
    }
    return 0;
}

static int make_store(struct record *record)
{
    const struct bv_source_info *info = bv_source_info(record->source);
    int64_t count = store_bytes / ((int64_t)info->width_px * info->height_px);

    count = count > store_most_frames     ? store_most_frames
            : count < store_fewest_frames ? store_fewest_frames
                                          : count;
    record->store =
        bv_frame_pool_new((int)count, info->width_px, info->height_px, false);
    record->queue = bv_queue_new((int)count, drop_frame);
    return record->store && record->queue ? 0 : -ENOMEM;
}

/* From the first frame to a finished file; the recorder is closed after it. */
static int record_all(struct record *record, struct bv_fault *fault)
{
    int error = make_store(record), close_error;

    if (error == 0)
        error = -pthread_create(&record->thread, NULL, run_record, record);
    if (error == 0) {
        pthread_setname_np(record->thread, "record");
        error = acquire(record, fault);
        bv_queue_close(record->queue);
        pthread_join(record->thread, NULL);
    }
    if (record->write_fault.error)
        bv_fault_set(fault, record->write_fault.error, "%s",
                     record->write_fault.text);
    if (error == 0)
        error = atomic_load(&record->write_error);
    close_error = bv_recorder_close(record->recorder, fault);
    bv_queue_free(record->queue);
    bv_frame_pool_unref(record->store);
    return error < 0 ? error : close_error;
}

static int record_source(struct record *record, const char *name,
                         struct bv_fault *fault)
{
    const struct bv_source_info *info;
    int error = bv_output_check(record->output, name, fault);

    if (error == 0)
        error = bv_output_check_new(record->output, record->overwrite, fault);
    if (error == 0)
        error = bv_source_open(name, &record->options, &record->source, fault);
    if (error < 0)
        return error;
    info = bv_source_info(record->source);
    error = bv_recorder_open(record->output, BV_RECORDER_GREY, info->width_px,
                             info->height_px,
                             info->frame_rate_hz > 0 ? info->frame_rate_hz : 30,
                             &record->recorder, fault);
    if (error == 0)
        error = record_all(record, fault);
    bv_source_close(record->source);
    return error;
}

static int run(const struct bv_command *command, int argc, char **argv)
{
    struct record record = {0};
    struct bv_fault fault = {0};
    const struct bv_option options[] = {
        {"--output", "FILE", "the Matroska file to write (-o)", BV_OPTION_TEXT,
         &record.output, NULL},
        {"--seconds", "S",
         "end after this time; else with the source, or "
         "Ctrl-C",
         BV_OPTION_NUMBER, &record.seconds, NULL},
        {"--overwrite", NULL, "replace a file that is there", BV_OPTION_FLAG,
         &record.overwrite, NULL},
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
    bv_stop_listen();
    error = record_source(&record, argv[0], &fault);
    if (record.dropped)
        fprintf(stderr,
                "bevel record: the disk was too slow for %llu of %llu "
                "frames, which are missing.\n",
                (unsigned long long)record.dropped,
                (unsigned long long)(record.kept + record.dropped));
    if (error < 0 && error != -ENOSPC && record.recorder && record.kept > 0)
        bv_output_say_kept(record.output, record.kept, error, &fault);
    if (error < 0)
        return bv_failure(command, &fault, error);
    printf("%s: %llu frames\n", record.output, (unsigned long long)record.kept);
    return BV_EXIT_DONE; /* main() tells where it cannot be written */
}

const struct bv_command bv_command_record = {
    .name = "record",
    .words = "SOURCE -o FILE [options]",
    .summary = "record a source without loss",
    .details =
        "Writes grey FFV1 in Matroska with the frames' own times; Ctrl-C "
        "finishes the\nfile, and a file that was never finished plays too.\n\n"
        "  bevel record sim: -o practice.mkv --seconds 30\n"
        "  bevel record v4l2:/dev/video0 -o case.mkv",
    .run = run,
};
