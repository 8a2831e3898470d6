/*
 * bevel procedure: the library of procedures: check, list, show.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "commands/commands.h"
#include "commands/procedure_words.h"
#include "guidance/procedures.h"

/* What a list shows of a file. */
struct row {
    const struct bv_procedure_file *file;
    enum bv_procedure_group group;
    char name[BV_PROCEDURE_SHORT_SIZE];
    struct bv_fault fault; /* why it could not be read */
};

static void tell(void *data, bool mistake, const char *sentence)
{
    int *mistakes = data;

    *mistakes += mistake;
    printf("%s%s\n", sentence, mistake ? "" : " (A remark, no mistake.)");
}

/* @return Mistakes in one file, or a negative errno that was said. */
static int check_one(const struct bv_command *command, const char *name,
                     struct bv_procedure *procedure)
{
    struct bv_fault fault = {0};
    int mistakes = 0;
    int error =
        bv_procedure_load(name, tell, &mistakes, procedure, NULL, &fault);

    if (error < 0 && mistakes == 0) {
        bv_failure(command, &fault, error);
        return error;
    }
    if (error == 0)
        printf("%s: no mistakes. Numbers, each with its source: %d; structures "
               "to avoid: %d; steps: %d; checks: %d.\n",
               name, bv_procedure_number_count(procedure),
               procedure->avoid_count, procedure->step_count,
               procedure->check_count);
    return mistakes;
}

static int check(const struct bv_command *command, int count, char **names)
{
    struct bv_procedure *procedure;
    int wrong = 0, mistakes = 0, first_error = 0;

    if (count < 1)
        return bv_usage_error(command, "name at least one file to check.");
    procedure = malloc(sizeof(*procedure));
    if (!procedure)
        return bv_failure(command, NULL, -ENOMEM);
    for (int i = 0; i < count; i++) {
        int found = check_one(command, names[i], procedure);

        if (found < 0)
            first_error = first_error ? first_error : found;
        else
            mistakes += found;
        wrong += found > 0;
    }
    free(procedure);
    if (first_error < 0)
        return BV_EXIT_FAILURE;
    if (mistakes == 0)
        return BV_EXIT_DONE;
    fflush(stdout);
    fprintf(stderr, "bevel procedure: %d mistake%s in %d of %d file%s.\n",
            mistakes, mistakes == 1 ? "" : "s", wrong, count,
            count == 1 ? "" : "s");
    return BV_EXIT_FAILURE;
}

static void fill_row(struct row *row, struct bv_procedure *procedure)
{
    int error = bv_procedure_load(row->file->path, NULL, NULL, procedure, NULL,
                                  &row->fault);

    row->group = BV_PROCEDURE_OTHER;
    if (error < 0) {
        bv_fault_set(&row->fault, error, "%s", bv_error_text(error));
        return;
    }
    row->group = procedure->group;
    memcpy(row->name, procedure->name, sizeof(row->name));
}

static void print_row(const struct row *row)
{
    if (row->fault.error)
        printf("  %-24s (%s)\n", row->file->id, row->fault.text);
    else
        printf("  %-24s %s%s\n", row->file->id, row->name,
               row->file->own ? " (the site's own)" : "");
}

static void print_rows(const struct row *rows, int count)
{
    bool any = false;

    for (int group = 0; group < BV_PROCEDURE_GROUPS; group++) {
        bool first = true;

        for (int i = 0; i < count; i++) {
            if ((int)rows[i].group != group)
                continue;
            if (first)
                printf("%s%s\n", any ? "\n" : "", bv_procedure_groups[group]);
            first = false;
            any = true;
            print_row(&rows[i]);
        }
    }
    printf("\nAll numbers are %s;\n%s where the page does not say by whom.\n",
           BV_PROCEDURE_TYPICAL, BV_PROCEDURE_NOT_REVIEWED);
}

static int list(const struct bv_command *command, int count)
{
    struct bv_procedure_files files = {0};
    struct bv_procedure *procedure = NULL;
    struct row *rows = NULL;
    int error;

    if (count > 0)
        return bv_usage_error(command, "list takes no more words.");
    error = bv_procedure_files_list(&files);
    if (error == 0) {
        rows = calloc((size_t)files.count + 1, sizeof(*rows));
        procedure = malloc(sizeof(*procedure));
        error = rows && procedure ? 0 : -ENOMEM;
    }
    for (int i = 0; error == 0 && i < files.count; i++) {
        rows[i].file = &files.file[i];
        fill_row(&rows[i], procedure);
    }
    if (error == 0)
        print_rows(rows, files.count);
    free(procedure);
    free(rows);
    bv_procedure_files_fini(&files);
    return error < 0 ? bv_failure(command, NULL, error) : BV_EXIT_DONE;
}

static int show(const struct bv_command *command, int count, char **names)
{
    struct bv_procedure *procedure;
    struct bv_fault fault = {0};
    bool own = false;
    int error;

    if (count != 1)
        return bv_usage_error(command, "name one procedure to show.");
    procedure = malloc(sizeof(*procedure));
    error = procedure ? bv_procedure_load(names[0], NULL, NULL, procedure, &own,
                                          &fault)
                      : -ENOMEM;
    if (error == 0)
        bv_procedure_print(stdout, procedure, own);
    free(procedure);
    return error < 0 ? bv_failure(command, &fault, error) : BV_EXIT_DONE;
}

static int run(const struct bv_command *command, int argc, char **argv)
{
    const struct bv_option options[] = {{0}};
    int exit_code = bv_options_read(command, options, &argc, argv);

    if (exit_code >= 0)
        return exit_code;
    if (argc > 0 && strcmp(argv[0], "check") == 0)
        return check(command, argc - 1, argv + 1);
    if (argc > 0 && strcmp(argv[0], "list") == 0)
        return list(command, argc - 1);
    if (argc > 0 && strcmp(argv[0], "show") == 0)
        return show(command, argc - 1, argv + 1);
    return bv_usage_error(command, "say what to do: check, list or show.");
}

const struct bv_command bv_command_procedure = {
    .name = "procedure",
    .words = "list | show NAME | check FILE...",
    .summary = "the library of procedures, with the source of every number",
    .details =
        "show is a page to read before a procedure: target, what to avoid, "
        "position,\nprobe, approach, needle, checks, steps. Numbers are "
        "typical, check your own\nprotocol; nothing is reviewed by a clinician "
        "unless the page says by whom.\nWhat no good source gives is left "
        "blank, for your site to fill: a file of\nyours in "
        "~/.config/bevel/procedures goes before the bundled one of its name.\n"
        "check prints every mistake with file and line, and ends with 1 if "
        "there are\nany. docs/procedures.md says how to write one.\n\n"
        "  bevel procedure list\n"
        "  bevel procedure show interscalene\n"
        "  bevel procedure check my-block.json",
    .run = run,
};
