/*
 * bevel: picks the subcommand.
 */
#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "commands/commands.h"
#include "version.h"

static const struct bv_command *const commands[] = {
    &bv_command_live,
    &bv_command_render,
    &bv_command_detect,
    &bv_command_review,
    &bv_command_learner,
    &bv_command_course,
    &bv_command_eval,
    &bv_command_label,
    &bv_command_bench,
    &bv_command_record,
    &bv_command_repair,
    &bv_command_serve,
    &bv_command_simulate,
    &bv_command_scale,
    &bv_command_presets,
    &bv_command_scene,
    &bv_command_procedure,
    &bv_command_movement,
    &bv_command_outline,
    &bv_command_plan,
    &bv_command_sources,
    &bv_command_statistics,
    NULL,
};

static void print_help(FILE *out)
{
    fputs("bevel " BV_VERSION ": needle guidance from the ultrasound picture "
          "alone.\n"
          "A research and training aid, not a certified medical device.\n\n"
          "Usage: bevel COMMAND ...; `bevel COMMAND --help` says more.\n\n",
          out);
    for (int i = 0; commands[i]; i++)
        fprintf(out, "  %-10s %s\n", commands[i]->name, commands[i]->summary);
    fputs("\nExamples:\n"
          "  bevel live sim:                     practise on the simulated "
          "probe\n"
          "  bevel live clip.mp4                 play a clip with guidance\n"
          "  bevel detect clip.mp4 > clip.jsonl  what bevel sees, frame by "
          "frame\n"
          "  bevel render clip.mp4 -o out.mkv    the same, burnt into a "
          "video\n",
          out);
}

/* What was printed has reached the file or the pipe, or it is a failure. */
static int end_output(int exit_code)
{
    bool failed = ferror(stdout); /* earlier, and its cause is not known */

    errno = failed ? EIO : 0;
    if ((fflush(stdout) == 0 && !failed) || exit_code != BV_EXIT_DONE)
        return exit_code;
    fprintf(stderr, "bevel: Cannot write the output: %s.\n",
            bv_error_text(-errno));
    return BV_EXIT_FAILURE;
}

static bool is_one_of(const char *name, const char *first, const char *second,
                      const char *third)
{
    return strcmp(name, first) == 0 || strcmp(name, second) == 0 ||
           strcmp(name, third) == 0;
}

int main(int argc, char **argv)
{
    static char help_word[] = "--help";
    char *help[] = {help_word, NULL};
    const char *name = argc > 1 ? argv[1] : NULL;
    bool wants_help = name && is_one_of(name, "help", "--help", "-h");

    signal(SIGPIPE, SIG_IGN); /* a closed pipe is an error of the write */
    if (!name || (wants_help && argc == 2)) {
        print_help(stdout);
        return end_output(BV_EXIT_DONE);
    }
    if (is_one_of(name, "version", "--version", "-V")) {
        puts("bevel " BV_VERSION);
        return end_output(BV_EXIT_DONE);
    }
    if (wants_help) /* help COMMAND */
        name = argv[2];
    for (int i = 0; commands[i]; i++)
        if (strcmp(commands[i]->name, name) == 0)
            return end_output(
                wants_help ? commands[i]->run(commands[i], 1, help)
                           : commands[i]->run(commands[i], argc - 2, argv + 2));
    fprintf(stderr,
            "bevel: there is no command \"%s\"; `bevel` alone lists them.\n",
            name);
    return BV_EXIT_USAGE;
}
