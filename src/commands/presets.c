/*
 * bevel presets: the screens whose scale was confirmed.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "commands/commands.h"
#include "records/preset_file.h"

static int print_all(const char *path, struct bv_fault *fault)
{
    struct bv_presets *presets;
    int error = bv_presets_read(path, &presets, fault);

    if (error < 0)
        return error;
    if (presets->count == 0)
        puts("There are no presets.");
    for (int i = 0; i < presets->count; i++) {
        const struct bv_preset *preset = &presets->preset[i];

        printf("%s  %d x %d px  %.4f mm/px  %s on %s: %s\n", preset->id,
               preset->look.width_px, preset->look.height_px,
               preset->scale.mm_per_px,
               bv_scale_origin_name(preset->scale.origin), preset->made,
               preset->scale.why);
    }
    bv_presets_free(presets);
    return 0;
}

static int remove_one(const char *path, const char *id, struct bv_fault *fault)
{
    int removed =
        bv_presets_remove(path, strcmp(id, "all") == 0 ? NULL : id, fault);

    if (removed == 0 && strcmp(id, "all") != 0)
        return bv_fault_set(fault, -ENOENT,
                            "There is no preset %.40s; `bevel presets` lists "
                            "them.",
                            id);
    if (removed >= 0)
        printf("%d removed\n", removed);
    return removed < 0 ? removed : 0;
}

static int run(const struct bv_command *command, int argc, char **argv)
{
    const struct bv_option options[] = {{0}};
    int exit_code = bv_options_read(command, options, &argc, argv), error = 0;
    struct bv_fault fault = {0};
    char *path;

    if (exit_code >= 0)
        return exit_code;
    if (argc == 1 && strcmp(argv[0], "list") == 0)
        argc = 0;
    if (argc > 0 && strcmp(argv[0], "remove") != 0)
        return bv_usage_error(command, "it takes list or remove, not \"%s\".",
                              argv[0]);
    if (argc == 1)
        return bv_usage_error(command, "remove which: an ID, or all?");
    path = bv_presets_path();
    if (!path)
        error = bv_fault_set(&fault, -ENOENT,
                             "There is no home folder to keep presets in.");
    else if (argc == 0)
        error = print_all(path, &fault);
    for (int i = 1; i < argc && error == 0; i++)
        error = remove_one(path, argv[i], &fault);
    free(path);
    return error < 0 ? bv_failure(command, &fault, error) : BV_EXIT_DONE;
}

const struct bv_command bv_command_presets = {
    .name = "presets",
    .words = "[list | remove ID...]",
    .summary = "the scanners' screens whose scale was confirmed",
    .details =
        "A scale that was confirmed or measured in the window is kept with "
        "what its screen shows\nof it: ruler, numbers, depth text, zoom, and "
        "nothing else. Where the same screen at the\nsame depth is there "
        "again, bevel takes it from there. They lie in bevel/presets.json\n"
        "below $XDG_CONFIG_HOME, else ~/.config (docs/formats.md).\n\n"
        "  bevel presets                  one a line, the oldest first\n"
        "  bevel presets remove 5f0c22aa\n"
        "  bevel presets remove all",
    .run = run,
};
