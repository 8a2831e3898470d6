/*
 * bevel plan: ways in, side by side, or why there is none.
 */
#include "guidance/plan.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "commands/commands.h"
#include "commands/output.h"
#include "commands/plan_picture.h"
#include "commands/plan_words.h"

static int print(const struct bv_plan_scene *scene, const struct bv_plan *plan,
                 bool json)
{
    char *text;

    if (!json) {
        bv_plan_print(stdout, scene, plan);
        return 0;
    }
    text = bv_plan_json(scene, plan);
    if (!text)
        return -ENOMEM;
    puts(text);
    free(text);
    return 0;
}

static int run(const struct bv_command *command, int argc, char **argv)
{
    const char *output = NULL;
    bool json = false;
    const struct bv_option options[] = {
        {"--json", NULL, "the plan as one JSON object", BV_OPTION_FLAG, &json,
         NULL},
        {"--output", "FILE.png", "a picture of it, too (-o)", BV_OPTION_TEXT,
         &output, NULL},
        {0}};
    int exit_code = bv_options_read(command, options, &argc, argv);
    struct bv_plan_scene *scene;
    struct bv_fault fault = {0};
    struct bv_plan plan;
    int error;

    if (exit_code >= 0)
        return exit_code;
    if (argc != 1)
        return bv_usage_error(command, "name one file with what is planned.");
    if (output && !bv_output_ends_with(output, ".png"))
        return bv_usage_error(command, "-o takes FILE.png, not \"%s\".",
                              output);
    if (output && (error = bv_output_check(output, argv[0], &fault)) < 0)
        return bv_failure(command, &fault, error);
    scene = malloc(sizeof(*scene));
    error = scene ? bv_plan_scene_load(argv[0], scene, &fault) : -ENOMEM;
    if (error == 0 && scene->remark[0])
        fprintf(stderr, "bevel plan: %s\n", scene->remark);
    if (error == 0)
        error = bv_plan_make(scene, &plan, &fault);
    if (error == 0 && output)
        error = bv_plan_picture_write(scene, &plan, output, &fault);
    if (error == 0)
        error = print(scene, &plan, json);
    free(scene);
    return error < 0 ? bv_failure(command, &fault, error) : BV_EXIT_DONE;
}

const struct bv_command bv_command_plan = {
    .name = "plan",
    .words = "FILE [options]",
    .summary = "ways of a needle to a target past what is to be avoided",
    .details =
        "FILE has target, probe, skin, needles at hand and structures to avoid "
        "in mm\n(docs/formats.md, samples/plans). Ways are shown side by side: "
        "the most visible,\nthe shortest, the one with most clearance; with "
        "entry, angles to skin and beam,\nhow well the shaft will be seen, the "
        "needle that reaches, and how near the\nshaft comes to each structure. "
        "Where there is none, it is said why.\nDistances are in the plane of "
        "the picture; the person decides.\n\n"
        "  bevel plan samples/plans/interscalene.json\n"
        "  bevel plan case.json -o plan.png --json",
    .run = run,
};
