/*
 * bevel serve: what bevel sees, to whoever connects over OpenIGTLink.
 */
#include <errno.h>
#include <stdio.h>
#include <sys/eventfd.h>
#include <time.h>
#include <unistd.h>

#include "acquisition/igtl/server.h"
#include "commands/commands.h"
#include "commands/opening.h"
#include "commands/stop.h"
#include "core/clock.h"
#include "pipeline.h"
#include "ui/freshness.h"

enum { wait_ms = 50, most_port = 65535 };

/* For how long a client may take in the end of a clip; and nothing at all. */
static const int64_t most_end_ns = BV_NS_PER_S;
static const int64_t patience_ns = 10 * BV_NS_PER_S;

/* Between two words of silence: who connects meanwhile is to hear one. */
static const int64_t silence_ns = 250 * BV_NS_PER_MS;

struct serve {
    struct bv_opening opening;
    const char *address;
    int64_t port;
    struct bv_pipeline *pipeline;
    struct bv_igtl_server *server;
    int ready_fd; /* the pipeline's: a result is there */
    struct bv_freshness freshness;
    int64_t silence_told_ns;
    int64_t since_1970_ns; /* a frame's time 0 */
    uint64_t frames;
};

static void wake(void *data)
{
    const struct serve *serve = data;
    const uint64_t one = 1;

    if (write(serve->ready_fd, &one, sizeof(one)) < 0)
        return; /* it is full: then it can be read all the same */
}

static int64_t now_since_1970_ns(void)
{
    struct timespec now;

    clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * BV_NS_PER_S + now.tv_nsec;
}

/* The newest result, if there is one. What took too long to be seen through
 * is old, whatever is seen in it. */
static void tell(struct serve *serve)
{
    const struct bv_result *result = bv_pipeline_take(serve->pipeline);
    struct bv_advice advice;

    if (!result)
        return;
    advice = result->advice;
    if (serve->frames++ == 0)
        serve->since_1970_ns = now_since_1970_ns() - result->frame->time_ns;
    bv_freshness_note(&serve->freshness, &advice, result->frame->arrived_ns);
    if (bv_freshness_is_stale(&serve->freshness, bv_clock_now_ns()))
        advice.picture = BV_PICTURE_STOPPED;
    bv_igtl_server_tell(serve->server, result->frame, &advice,
                        serve->since_1970_ns + result->frame->time_ns);
    bv_result_unref(result);
}

/* What no frame can say: that none came, or not yet. */
static void tell_silence(struct serve *serve)
{
    int64_t now_ns = bv_clock_now_ns();

    if (now_ns - serve->silence_told_ns < silence_ns ||
        (serve->freshness.any &&
         !bv_freshness_is_stale(&serve->freshness, now_ns)))
        return;
    bv_igtl_server_tell_stopped(serve->server, now_since_1970_ns());
    serve->silence_told_ns = now_ns;
}

/* Whether the source has ended and all of it was guided. */
static bool is_over(struct serve *serve, struct bv_pipeline_counts *counts)
{
    bv_pipeline_get_counts(serve->pipeline, counts);
    return counts->ended && counts->guided + counts->dropped >= counts->frames;
}

/* Until the source ends or the user wants it. @return The source's fault. */
static int serve_all(struct serve *serve, struct bv_fault *fault)
{
    struct bv_pipeline_counts counts = {0};
    int64_t ends_ns;

    while (!bv_stop_asked()) {
        bool over = is_over(serve, &counts);
        uint64_t ready;

        if (over)
            bv_pipeline_stop(serve->pipeline); /* its last result is there */
        tell(serve);
        if (over)
            break;
        tell_silence(serve);
        if (bv_igtl_server_wait(serve->server, serve->ready_fd, wait_ms) &&
            read(serve->ready_fd, &ready, sizeof(ready)) < 0)
            continue; /* it was read already */
    }
    bv_igtl_server_tell_stopped(serve->server, now_since_1970_ns());
    ends_ns = bv_clock_now_ns() + most_end_ns;
    while (bv_igtl_server_is_busy(serve->server) && !bv_stop_asked() &&
           bv_clock_now_ns() < ends_ns)
        bv_igtl_server_wait(serve->server, -1, wait_ms);
    if (!counts.ended || counts.end_error == -ENODATA)
        return 0;
    return bv_fault_set(fault, counts.end_error, "%s", counts.fault.text);
}

static int start(struct serve *serve, const char *name, struct bv_fault *fault)
{
    const struct bv_pipeline_schedule schedule = {.wake = wake, .data = serve};
    int error = bv_igtl_server_open(serve->address, (int)serve->port,
                                    patience_ns, &serve->server, fault);

    if (error < 0)
        return error;
    serve->ready_fd = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
    error = serve->ready_fd < 0 ? -errno
                                : bv_opening_run(&serve->opening, name,
                                                 &serve->pipeline, fault);
    if (error == 0)
        error = bv_pipeline_start(serve->pipeline, &schedule);
    return error;
}

static int serve_source(struct serve *serve, const char *name,
                        struct bv_fault *fault)
{
    int error = start(serve, name, fault);

    if (error == 0) {
        if (serve->address)
            fprintf(stderr,
                    "bevel serve: Whoever can reach %s can see the "
                    "pictures.\n",
                    serve->address);
        printf("Serving %s at %s, port %lld; Ctrl-C ends it.\n", name,
               serve->address ? serve->address : "this machine alone",
               (long long)serve->port);
        fflush(stdout); /* main() tells where it cannot be written */
        error = serve_all(serve, fault);
    }
    bv_pipeline_free(serve->pipeline); /* before what it wakes */
    if (serve->ready_fd >= 0)
        close(serve->ready_fd);
    return error;
}

static void say_counts(const struct serve *serve)
{
    struct bv_igtl_server_counts counts = bv_igtl_server_counts(serve->server);

    printf("%llu frames; sent to clients: %llu, dropped as they were too slow: "
           "%llu\n",
           (unsigned long long)serve->frames, (unsigned long long)counts.sent,
           (unsigned long long)counts.dropped);
}

static int run(const struct bv_command *command, int argc, char **argv)
{
    struct serve serve = {.port = BV_IGTL_PORT, .ready_fd = -1};
    struct bv_source_options *source = &serve.opening.source;
    struct bv_fault fault = {0};
    const struct bv_option options[] = {
        {"--port", "N", "listen there; 18944 where none is named",
         BV_OPTION_COUNT, &serve.port, NULL},
        {"--address", "A",
         "of this machine: let others connect (0.0.0.0: from anywhere)",
         BV_OPTION_TEXT, &serve.address, NULL},
        {"--mm-per-px", "S", "the scale, where the source does not say",
         BV_OPTION_SCALE, &source->mm_per_px, NULL},
        BV_OPTION_OUT_OF_PLANE(&serve.opening.out_of_plane),
        {"--seed", "N", "simulated probe: another seed", BV_OPTION_SEED,
         &source->seed, &source->has_seed},
        {0}};
    int exit_code = bv_options_read(command, options, &argc, argv), error;

    if (exit_code >= 0)
        return exit_code;
    if (argc != 1)
        return bv_usage_error(command, "name one source: sim:, a device or a "
                                       "clip.");
    if (serve.port > most_port)
        return bv_usage_error(command, "--port takes 1 to %d.", most_port);
    bv_stop_listen();
    source->may_wait = true;
    error = serve_source(&serve, argv[0], &fault);
    if (serve.server && error == 0)
        say_counts(&serve);
    bv_igtl_server_close(serve.server);
    return error < 0 ? bv_failure(command, &fault, error) : BV_EXIT_DONE;
}

const struct bv_command bv_command_serve = {
    .name = "serve",
    .words = "SOURCE [options]",
    .summary = "send pictures and needle to other programs (OpenIGTLink)",
    .details =
        "Sends each picture, whether the needle is seen, and where its tip is "
        "while it is\nseen and the scale is known (docs/formats.md). Only "
        "programs on this machine can\nconnect unless --address says "
        "otherwise; there are no passwords.\n\n"
        "  bevel serve sim:\n"
        "  bevel serve v4l2:/dev/video0 --mm-per-px 0.08 --address 0.0.0.0",
    .run = run,
};
