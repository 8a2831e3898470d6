/*
 * bevel sources: what can be opened, and what is there now.
 */
#include <dirent.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "acquisition/source.h"
#include "commands/commands.h"

static void print_drivers(void)
{
    const struct bv_source_driver *const *driver = bv_source_drivers();

    puts("What bevel opens:");
    for (; *driver; driver++)
        printf("  %-23s %s\n", (*driver)->usage, (*driver)->help);
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

/* Deeper than any medium nests its folders. */
enum { deepest_folder = 8 };

/* One line of a file that opens. @return Whether it does. */
static bool print_file(const char *path)
{
    struct bv_source *source;
    struct bv_frame *frame;
    const struct bv_source_info *info;

    if (bv_source_open(path, NULL, &source, NULL) < 0)
        return false;
    info = bv_source_info(source);
    printf("  %s  %s, %d x %d px", path, info->driver, info->width_px,
           info->height_px);
    if (info->frame_count > 1)
        printf(", %lld frames", (long long)info->frame_count);
    if (info->frame_rate_hz > 0)
        printf(", %.4g a second", info->frame_rate_hz);
    if (bv_source_read(source, 1000, &frame, NULL) == 0) {
        if (frame->mm_per_px > 0)
            printf(", %.3g mm a px", frame->mm_per_px);
        bv_frame_unref(frame);
    }
    putchar('\n');
    bv_source_close(source);
    return true;
}

static int skip_hidden(const struct dirent *entry)
{
    return entry->d_name[0] != '.';
}

/* The files of a folder, and of those in it. Links are followed to files
 * alone, so that there is an end. @return How many open, or negative. */
static int print_folder(const char *folder, int depth)
{
    struct dirent **entries;
    int count = scandir(folder, &entries, skip_hidden, versionsort);
    int opened = 0;

    if (count < 0)
        return -errno;
    for (int i = 0; i < count; i++) {
        char *path = NULL;
        struct stat link, about;

        if (asprintf(&path, "%s/%s", folder, entries[i]->d_name) < 0)
            path = NULL;
        else if (stat(path, &about) == 0 && S_ISREG(about.st_mode))
            opened += print_file(path);
        else if (depth < deepest_folder && lstat(path, &link) == 0 &&
                 S_ISDIR(link.st_mode)) {
            int below = print_folder(path, depth + 1);

            opened += below > 0 ? below : 0;
        }
        free(path);
        free(entries[i]);
    }
    free(entries);
    return opened;
}

/* What of a file or folder can be opened. @return 0 or a negative errno. */
static int print_path(const char *path, struct bv_fault *fault)
{
    struct stat about;
    int opened;

    if (stat(path, &about) < 0)
        return bv_fault_set(fault, -errno, "Cannot open %s: %s.", path,
                            bv_error_text(-errno));
    opened = S_ISDIR(about.st_mode) ? print_folder(path, 1) : print_file(path);
    if (opened < 0)
        return bv_fault_set(fault, opened, "Cannot open %s: %s.", path,
                            bv_error_text(opened));
    if (opened == 0)
        return bv_fault_set(fault, -ENOENT,
                            "There is nothing in %s that bevel opens.", path);
    return 0;
}

static int print_all(void)
{
    int error;

    print_drivers();
    error = print_lists(false);
    return error == 0 ? print_lists(true) : error;
}

static int run(const struct bv_command *command, int argc, char **argv)
{
    const struct bv_option options[] = {{0}};
    int exit_code = bv_options_read(command, options, &argc, argv);
    struct bv_fault fault = {0};
    int error;

    if (exit_code >= 0)
        return exit_code;
    if (argc > 1)
        return bv_usage_error(command, "it takes one folder, not \"%s\".",
                              argv[1]);
    error = argc == 1 ? print_path(argv[0], &fault) : print_all();
    if (error == 0 && fflush(stdout) != 0)
        error = -errno;
    if (error < 0)
        bv_fault_set(&fault, error, "Cannot write the list: %s.",
                     bv_error_text(error));
    return error < 0 ? bv_failure(command, &fault, error) : BV_EXIT_DONE;
}

const struct bv_command bv_command_sources = {
    .name = "sources",
    .words = "[FOLDER]",
    .summary = "list what can be opened, now or in a folder",
    .details = "  bevel sources\n"
               "  bevel sources FOLDER    each file in it that bevel opens",
    .run = run,
};
