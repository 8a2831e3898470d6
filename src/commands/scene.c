/*
 * bevel scene: for who writes scenes: check, list, show.
 */
#include "acquisition/simulator/scene.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "acquisition/simulator/scene_check.h"
#include "commands/commands.h"
#include "commands/output.h"
#include "commands/scene_picture.h"
#include "commands/scene_words.h"

struct scene_options {
    const char *output;
    bool has_seed, has_at;
    uint64_t seed;
    double at_s;
};

static const char *scene_name(const char *word)
{
    return strncmp(word, "sim:", 4) == 0 ? word + 4 : word;
}

static void tell(void *data, bool mistake, const char *sentence)
{
    (void)data;
    printf("%s%s\n", sentence, mistake ? "" : " (A remark, no mistake.)");
}

/* @return Mistakes in one file, or a negative errno that was said. */
static int check_one(const struct bv_command *command, const char *name)
{
    struct bv_scene_looked looked;
    struct bv_fault fault = {0};
    int error = bv_scene_check(name, tell, NULL, &looked, &fault);

    if (error == -EINVAL) { /* not JSON, or an include that goes wrong */
        puts(fault.text);
        return 1;
    }
    if (error < 0) {
        bv_failure(command, &fault, error);
        return error;
    }
    if (looked.mistakes == 0)
        bv_scene_print_looked(stdout, name, &looked);
    return looked.mistakes;
}

static int check(const struct bv_command *command, int count, char **names)
{
    int wrong = 0, mistakes = 0, first_error = 0;

    if (count < 1)
        return bv_usage_error(command, "name at least one scene to check.");
    for (int i = 0; i < count; i++) {
        int found = check_one(command, scene_name(names[i]));

        if (found < 0) {
            first_error = first_error ? first_error : found;
            continue;
        }
        mistakes += found;
        wrong += found > 0;
    }
    if (first_error < 0)
        return BV_EXIT_FAILURE;
    if (mistakes == 0)
        return BV_EXIT_DONE;
    fflush(stdout);
    fprintf(stderr, "bevel scene: %d mistake%s in %d of %d scene%s.\n",
            mistakes, mistakes == 1 ? "" : "s", wrong, count,
            count == 1 ? "" : "s");
    return BV_EXIT_FAILURE;
}

static int load(const char *name, const struct scene_options *options,
                struct bv_scene **scene, struct bv_fault *fault)
{
    int error;

    *scene = calloc(1, sizeof(**scene));
    if (!*scene)
        return -ENOMEM;
    error =
        bv_scene_load(name, options->has_seed, options->seed, *scene, fault);
    if (error < 0) {
        free(*scene);
        *scene = NULL;
    }
    return error;
}

static void list_one(const char *name)
{
    static const struct scene_options as_it_is;
    struct bv_fault fault = {0};
    struct bv_scene *scene;

    if (load(name, &as_it_is, &scene, &fault) < 0) {
        printf("%-26s (%s)\n", name, fault.text);
        return;
    }
    printf("%-26s %s\n", name,
           scene->case_text.present ? scene->case_text.title : scene->name);
    free(scene);
}

static int list(const struct bv_command *command, int count)
{
    char *text = NULL, *rest = NULL;
    size_t size = 0;
    FILE *names;

    if (count > 0)
        return bv_usage_error(command, "list takes no more words.");
    names = open_memstream(&text, &size);
    if (!names)
        return bv_failure(command, NULL, -ENOMEM);
    bv_scene_list(names);
    if (fclose(names) != 0) {
        free(text);
        return bv_failure(command, NULL, -ENOMEM);
    }
    for (char *name = strtok_r(text, " \n", &rest); name;
         name = strtok_r(NULL, " \n", &rest))
        list_one(scene_name(name));
    free(text);
    return BV_EXIT_DONE;
}

static int show(const struct bv_command *command, int count, char **names,
                const struct scene_options *options)
{
    struct bv_fault fault = {0};
    struct bv_scene *scene;
    int error;

    if (count != 1)
        return bv_usage_error(command, "name one scene to show.");
    if (options->output && !bv_output_ends_with(options->output, ".png"))
        return bv_usage_error(command, "-o takes FILE.png, not \"%s\".",
                              options->output);
    error = load(scene_name(names[0]), options, &scene, &fault);
    if (error < 0)
        return bv_failure(command, &fault, error);
    if (options->output)
        error =
            bv_scene_picture_write(scene, options->has_at ? options->at_s : NAN,
                                   options->output, &fault);
    else
        bv_scene_print(stdout, scene);
    free(scene);
    return error < 0 ? bv_failure(command, &fault, error) : BV_EXIT_DONE;
}

static int run(const struct bv_command *command, int argc, char **argv)
{
    struct scene_options told = {0};
    const struct bv_option options[] = {
        {"--output", "FILE.png",
         "show: a picture with the truth drawn on it (-o), not the text",
         BV_OPTION_TEXT, &told.output, NULL},
        {"--at", "S",
         "show: the picture at this time; else with the needle in furthest",
         BV_OPTION_NUMBER, &told.at_s, &told.has_at},
        {"--seed", "N", "show: as this seed fills the ranges", BV_OPTION_SEED,
         &told.seed, &told.has_seed},
        {0}};
    int exit_code = bv_options_read(command, options, &argc, argv);

    if (exit_code >= 0)
        return exit_code;
    if (told.at_s > 3600)
        return bv_usage_error(command, "--at is at most 3600, an hour.");
    if (argc > 0 && strcmp(argv[0], "check") == 0)
        return check(command, argc - 1, argv + 1);
    if (argc > 0 && strcmp(argv[0], "list") == 0)
        return list(command, argc - 1);
    if (argc > 0 && strcmp(argv[0], "show") == 0)
        return show(command, argc - 1, argv + 1, &told);
    return bv_usage_error(command, "say what to do: check, list or show.");
}

const struct bv_command bv_command_scene = {
    .name = "scene",
    .words = "check SCENE... | list | show SCENE [options]",
    .summary = "check, list and show scenes of the simulated probe",
    .details =
        "check prints every mistake with its file and line, and ends with 1 "
        "if there\nare any: keys and values, objects painted over, a target "
        "that the needle\ncannot come to, with ranges at their ends and as "
        "several seeds fill them.\nA SCENE is a bundled one's name or a file. "
        "docs/scenes.md says how to write one.\n\n"
        "  bevel scene check my-case.json\n"
        "  bevel scene show knee-effusion\n"
        "  bevel scene show knee-effusion -o truth.png --at 6",
    .run = run,
};
