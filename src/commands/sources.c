/*
 * bevel sources: what can be opened, and what is there now.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "acquisition/source.h"
#include "commands/commands.h"

static void print_drivers(void)
{
    const struct bv_source_driver *const *driver = bv_source_drivers();

    puts("What bevel opens:");
    for (; *driver; driver++)
        printf("  %-20s %s\n", (*driver)->usage, (*driver)->help);
}

/* What one driver offers now. @return 0 or a negative errno. */
static int print_list(const struct bv_source_driver *driver)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);

    if (!out)
        return -errno;
    driver->list(out);
    if (fclose(out) != 0) {
        free(text);
        return -ENOMEM;
    }
    if (strcmp(driver->name, "sim") == 0)
        puts("\nScenes of the simulated probe:");
    else
        printf("\nPlugged in now (%s):\n", driver->name);
    fputs(size ? text : "    nothing\n", stdout);
    free(text);
    return 0;
}

/* Devices first: the scenes are always there. */
static int print_lists(bool scenes)
{
    const struct bv_source_driver *const *driver = bv_source_drivers();
    int error = 0;

    for (; *driver && error == 0; driver++)
        if ((*driver)->list && (strcmp((*driver)->name, "sim") == 0) == scenes)
            error = print_list(*driver);
    return error;
}

static int run(const struct bv_command *command, int argc, char **argv)
{
    const struct bv_option options[] = {{0}};
    int exit_code = bv_options_read(command, options, &argc, argv);
    struct bv_fault fault = {0};
    int error;

    if (exit_code >= 0)
        return exit_code;
    if (argc > 0)
        return bv_usage_error(command, "it takes no word, not \"%s\".",
                              argv[0]);
    print_drivers();
    error = print_lists(false);
    if (error == 0)
        error = print_lists(true);
    if (error == 0 && fflush(stdout) != 0)
        error = -errno;
    if (error < 0)
        bv_fault_set(&fault, error, "Cannot write the list: %s.",
                     bv_error_text(error));
    return error < 0 ? bv_failure(command, &fault, error) : BV_EXIT_DONE;
}

const struct bv_command bv_command_sources = {
    .name = "sources",
    .words = "",
    .summary = "list what can be opened and what is plugged in now",
    .details = "  bevel sources",
    .run = run,
};
