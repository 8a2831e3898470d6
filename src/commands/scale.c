/*
 * bevel scale: the scale of a scanner's screen, as it is drawn on it.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "acquisition/source.h"
#include "commands/commands.h"
#include "commands/output.h"
#include "commands/scale_picture.h"
#include "commands/stop.h"
#include "core/clock.h"
#include "core/text.h"

/* How long to wait for a device before looking for Ctrl-C. */
enum { wait_ms = 100 };

struct scale {
    double every_s; /* 0: the first frame alone */
    const char *picture;
    struct bv_scale_reader *reader;
};

/* A string in JSON: what is not plain ASCII becomes `?`. */
static void print_text(const char *text)
{
    putchar('"');
    for (; *text; text++) {
        unsigned char byte = (unsigned char)*text;

        if (byte == '"' || byte == '\\')
            putchar('\\');
        putchar(byte < 0x20 || byte >= 0x7f ? '?' : byte);
    }
    putchar('"');
}

static void print_ruler(const struct bv_scale_reading *reading)
{
    const struct bv_ruler *ruler = &reading->ruler;

    if (!reading->has_ruler) {
        fputs("null", stdout);
        return;
    }
    printf("{\"left_px\":%d,\"right_px\":%d,\"first_px\":%.2f,"
           "\"pitch_px\":%.3f,\"ticks\":%d,\"numbers\":%d,\"tick_mm\":",
           ruler->left, ruler->right, ruler->first_px, ruler->pitch_px,
           ruler->ticks, reading->numbers);
    printf(reading->tick_mm > 0 ? "%.4g}" : "null}", reading->tick_mm);
}

/* One line. @return 0 or a negative errno. */
static int print_reading(const char *name, const struct bv_frame *frame,
                         const struct bv_scale_reading *reading)
{
    const struct bv_px_box *box = &reading->area.box;

    fputs("{\"source\":", stdout);
    print_text(name);
    printf(",\"frame\":%" PRIu32 ",\"time_s\":%.4f,\"scan_px\":",
           frame->sequence, bv_ns_to_s(frame->time_ns));
    if (reading->area.shape == BV_SCAN_UNKNOWN)
        fputs("null", stdout);
    else
        printf("[%d,%d,%d,%d]", box->left, box->top, box->right, box->bottom);
    fputs(",\"ruler\":", stdout);
    print_ruler(reading);
    fputs(",\"depth_text\":", stdout);
    if (reading->depth_text < 0)
        fputs("null", stdout);
    else
        print_text(reading->texts.depth[reading->depth_text].text);
    fputs(",\"zoom\":", stdout);
    printf(reading->texts.zoom > 0 ? "%.4g" : "null", reading->texts.zoom);
    fputs(",\"mm_per_px\":", stdout);
    printf(reading->mm_per_px > 0 ? "%.6f" : "null", reading->mm_per_px);
    fputs(",\"why\":", stdout);
    print_text(reading->why);
    fputs("}\n", stdout);
    return ferror(stdout) ? -EIO : 0;
}

static int read_scale(struct scale *scale, const char *name,
                      const struct bv_frame *frame, struct bv_fault *fault)
{
    struct bv_scale_reading reading;
    int error = bv_scale_reader_read(scale->reader, frame, &reading);

    if (error == 0)
        error = print_reading(name, frame, &reading);
    if (error == 0 && scale->picture) {
        error = bv_scale_picture_write(frame, &reading, scale->picture, fault);
        scale->picture = NULL; /* of the first frame alone */
    }
    return error;
}

/* All frames that are looked at. @return 0 at the end. */
static int read_source(struct scale *scale, const char *name,
                       struct bv_fault *fault)
{
    struct bv_source_options options = {.gives_up = bv_stop_asked};
    struct bv_source *source;
    struct bv_frame *frame;
    double next_s = 0;
    int error = bv_source_open(name, &options, &source, fault);
    bool done = false;

    if (error < 0)
        return error;
    while (!done && !bv_stop_asked()) {
        error = bv_source_read(source, wait_ms, &frame, fault);
        if (error == -ETIMEDOUT)
            continue;
        if (error < 0)
            break;
        if (bv_source_info(source)->still ||
            bv_ns_to_s(frame->time_ns) >= next_s) {
            next_s = bv_ns_to_s(frame->time_ns) + scale->every_s;
            error = read_scale(scale, name, frame, fault);
            done = error < 0 ||
                   (scale->every_s <= 0 && !bv_source_info(source)->still);
        }
        bv_frame_unref(frame);
    }
    bv_source_close(source);
    return error == -ENODATA || error == -ETIMEDOUT ? 0 : error;
}

/* @return -1 to go on, else the exit code. */
static int check_words(const struct bv_command *command,
                       const struct scale *scale, int argc, char **argv)
{
    struct bv_fault fault = {0};
    int error = 0;

    if (argc == 0)
        return bv_usage_error(command, "name a source: a clip, a picture or a "
                                       "folder of a scanner's screens.");
    if (!scale->picture)
        return -1;
    if (argc > 1)
        return bv_usage_error(command, "-o takes one source.");
    if (!bv_output_ends_with(scale->picture, ".png"))
        return bv_usage_error(command, "-o takes FILE.png, not \"%s\".",
                              scale->picture);
    error = bv_output_check(scale->picture, argv[0], &fault);
    return error < 0 ? bv_failure(command, &fault, error) : -1;
}

static int run(const struct bv_command *command, int argc, char **argv)
{
    struct scale scale = {0};
    const struct bv_option options[] = {
        {"--every", "S", "look again each S seconds; else at the first frame",
         BV_OPTION_NUMBER, &scale.every_s, NULL},
        {"--output", "FILE.png", "a picture of what was found", BV_OPTION_TEXT,
         &scale.picture, NULL},
        {0}};
    int exit_code = bv_options_read(command, options, &argc, argv);

    if (exit_code < 0)
        exit_code = check_words(command, &scale, argc, argv);
    if (exit_code >= 0)
        return exit_code;
    scale.reader = bv_scale_reader_new();
    bv_stop_listen();
    exit_code = BV_EXIT_DONE;
    for (int i = 0; i < argc && !bv_stop_asked(); i++) {
        struct bv_fault fault = {0};
        int error =
            scale.reader ? read_source(&scale, argv[i], &fault) : -ENOMEM;

        if (error < 0)
            exit_code = bv_failure(command, &fault, error);
    }
    bv_scale_reader_free(scale.reader);
    return exit_code;
}

const struct bv_command bv_command_scale = {
    .name = "scale",
    .words = "SOURCE... [options]",
    .summary = "read the scale off a scanner's screen: ruler and depth text",
    .details =
        "Finds the scan, the ruler beside it, the numbers at its ticks and "
        "the depth text, and\nprints what they give as JSON Lines "
        "(docs/formats.md). Where they do not agree on one\nscale, "
        "`mm_per_px` is null and `why` says why.\n\n"
        "  bevel scale screen.png -o found.png\n"
        "  bevel scale clip.mp4 --every 1",
    .run = run,
};
