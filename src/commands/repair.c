/*
 * bevel repair: completes a recording that was cut.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "acquisition/event_log.h"
#include "acquisition/repair.h"
#include "commands/commands.h"
#include "commands/output.h"
#include "commands/stop.h"
#include "core/clock.h"

static int check_output(const char *path, const char *output, bool overwrite,
                        struct bv_fault *fault)
{
    char *events;
    int error = bv_output_check(output, path, fault);

    if (error == 0)
        error = bv_output_check_new(output, overwrite, fault);
    events = error == 0 ? bv_event_path(output) : NULL;
    if (events)
        error = bv_output_check_new(events, overwrite, fault);
    free(events);
    return error;
}

static void say(const char *path, const char *output,
                const struct bv_repaired *repaired)
{
    printf("%s: %s, %llu frames, %.1f s", output ? output : path,
           repaired->whole ? "nothing is missing" : "repaired",
           (unsigned long long)repaired->frames,
           bv_ns_to_s(repaired->length_ns));
    if (repaired->damaged)
        printf("; damaged and left out: %llu",
               (unsigned long long)repaired->damaged);
    if (!repaired->whole && repaired->tail_bytes)
        printf("; left out: %lld bytes at the end that are no whole picture",
               (long long)repaired->tail_bytes);
    printf("\n");
}

static int run(const struct bv_command *command, int argc, char **argv)
{
    const char *output = NULL;
    bool overwrite = false;
    struct bv_repaired repaired;
    struct bv_fault fault = {0};
    const struct bv_option options[] = {
        {"--output", "FILE", "write there, and leave the recording as it is",
         BV_OPTION_TEXT, &output, NULL},
        {"--overwrite", NULL, "replace a file that is there", BV_OPTION_FLAG,
         &overwrite, NULL},
        {0}};
    int exit_code = bv_options_read(command, options, &argc, argv), error = 0;

    if (exit_code >= 0)
        return exit_code;
    if (argc != 1)
        return bv_usage_error(command, "name one recording.");
    if (output && !bv_output_ends_with(output, ".mkv"))
        return bv_usage_error(command, "-o takes FILE.mkv, not \"%s\".",
                              output);
    bv_stop_listen();
    if (output)
        error = check_output(argv[0], output, overwrite, &fault);
    if (error == 0)
        error = bv_repair(argv[0], output, bv_stop_asked, &repaired, &fault);
    if (error < 0)
        return bv_failure(command, &fault, error);
    if (repaired.events_left)
        fprintf(stderr,
                "bevel repair: The events of %s are damaged and stay as they "
                "are; the scale is in them.\n",
                argv[0]);
    say(argv[0], repaired.whole ? NULL : output, &repaired);
    return BV_EXIT_DONE; /* main() tells where it cannot be written */
}

const struct bv_command bv_command_repair = {
    .name = "repair",
    .words = "FILE [options]",
    .summary = "complete a recording that was cut",
    .details =
        "A recording that was killed, or whose disk was full or pulled, plays "
        "up to its end\nbut has no length and no index. This gives it both, "
        "and its events an end. Pictures\nand times are copied as they are. "
        "FILE is replaced once the new one is whole, and\nonly where nothing "
        "before its end is damaged.\n\n"
        "  bevel repair case.mkv\n"
        "  bevel repair case.mkv -o whole.mkv",
    .run = run,
};
