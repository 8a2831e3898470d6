/*
 * bevel course: scenes in their order, and what an attempt has to show.
 */
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "commands/commands.h"
#include "commands/review_table.h"
#include "commands/store_opening.h"
#include "records/course_file.h"
#include "records/own_files.h"

struct words {
    const char *store, *learner, *step;
    int64_t attempt;
};

static int list(struct bv_course *course)
{
    struct bv_own_files *files = calloc(1, sizeof(*files));

    if (!files)
        return -ENOMEM;
    bv_own_files_list(BV_COURSES, files);
    for (size_t i = 0; i < files->count; i++) {
        struct bv_fault said = {0};

        if (bv_course_file_load(files->names[i], course, &said) < 0)
            printf("%-20s (%s)\n", files->names[i], said.text);
        else
            printf("%-20s %s, steps: %zu\n", files->names[i], course->title,
                   course->step_count);
    }
    free(files);
    return 0;
}

static void print_criterion(const struct bv_criterion *criterion)
{
    const struct bv_review_metric *about =
        bv_review_metric_find(criterion->measure);

    if (bv_review_say_yes(about, criterion->least)) {
        printf("    %s: %s", about->title,
               bv_review_say_yes(about, criterion->least));
        return;
    }
    printf("    %s, %s:", about->title, about->unit);
    if (!isnan(criterion->least))
        printf(" at least %g", criterion->least);
    if (!isnan(criterion->most))
        printf(" at most %g", criterion->most);
}

static bool is_passed(const struct bv_course *course, const char *step,
                      const struct bv_course_result *results, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (results[i].passed &&
            results[i].course_revision == course->revision &&
            strcmp(results[i].step, step) == 0)
            return true;
    return false;
}

static void print_course(const struct bv_course *course,
                         const struct bv_course_result *results, size_t count)
{
    printf("%s (%s, revision %d)\n%s\n", course->title, course->name,
           course->revision, course->source);
    for (size_t i = 0; i < course->step_count; i++) {
        const struct bv_course_step *step = &course->steps[i];

        printf("\n%zu. %s: %s%s\n    bevel live sim:%s\n", i + 1, step->key,
               step->title,
               is_passed(course, step->key, results, count) ? " (passed)" : "",
               step->scene);
        for (size_t j = 0; j < step->criterion_count; j++) {
            print_criterion(&step->criteria[j]);
            putchar('\n');
        }
    }
}

/* With how far a learner came, where one is named. */
static int show(const struct words *words, const struct bv_course *course,
                struct bv_fault *fault)
{
    struct bv_course_result *results = NULL;
    const struct bv_course_step *next;
    struct bv_learner learner = {0};
    struct bv_store *store = NULL;
    size_t count = 0, done;
    int error = 0;

    if (words->learner)
        error = bv_store_opening(words->store, &store, fault);
    if (error == 0 && store)
        error = bv_store_find_learner(store, words->learner, &learner, fault);
    if (error == 0 && store)
        error = bv_store_list_results(store, learner.id, course->name, &results,
                                      &count, fault);
    bv_store_close(store);
    if (error < 0)
        return error;
    print_course(course, results, count);
    if (words->learner) {
        done = bv_course_progress(course, results, count, &next);
        printf("\n%s passed %zu of %zu steps%s%s.\n", learner.name, done,
               course->step_count, next ? "; next: " : "",
               next ? next->key : "");
    }
    free(results);
    return 0;
}

static void print_verdict(const struct bv_course_step *step,
                          const struct bv_kept_measure *measures, size_t count)
{
    static const char *const verdicts[] = {"met", "missed",
                                           "missed: not measured"};

    for (size_t i = 0; i < step->criterion_count; i++) {
        char text[32];
        double value;
        enum bv_criterion_verdict verdict =
            bv_criterion_judge(&step->criteria[i], measures, count, &value);

        print_criterion(&step->criteria[i]);
        printf("; it is %s: %s\n", bv_review_say(value, text, sizeof(text)),
               verdicts[verdict]);
    }
}

static int judge(struct bv_store *store, const struct words *words,
                 const struct bv_course *course,
                 const struct bv_course_step *step, struct bv_fault *fault)
{
    struct bv_course_result result = {.course_revision = course->revision,
                                      .attempt = words->attempt,
                                      .when_s = time(NULL)};
    struct bv_kept_measure *measures = NULL;
    struct bv_attempt attempt;
    size_t count;
    int error = bv_store_get_attempt(store, words->attempt, &attempt, fault);

    if (error == 0 && strcmp(attempt.task, step->scene) != 0)
        error = bv_fault_set(fault, -EINVAL,
                             "Attempt %lld is of \"%s\", and step %s of "
                             "\"%s\".",
                             (long long)attempt.id, attempt.task, step->key,
                             step->scene);
    if (error == 0)
        error =
            bv_store_list_measures(store, attempt.id, &measures, &count, fault);
    if (error < 0)
        return error;
    result.learner = attempt.learner;
    result.passed = bv_course_step_passes(step, measures, count);
    snprintf(result.course, sizeof(result.course), "%s", course->name);
    snprintf(result.step, sizeof(result.step), "%s", step->key);
    error = bv_store_add_result(store, &result, fault);
    if (error == 0) {
        printf("%s, %s: %s\n", course->name, step->key,
               result.passed ? "passed" : "not passed");
        print_verdict(step, measures, count);
    }
    free(measures);
    return error;
}

static int result(const struct words *words, const struct bv_course *course,
                  struct bv_fault *fault)
{
    const struct bv_course_step *step =
        bv_course_step_find(course, words->step);
    struct bv_store *store;
    int error;

    if (!step)
        return bv_fault_set(fault, -ENOENT, "%s has no step \"%.60s\".",
                            course->name, words->step);
    error = bv_store_opening(words->store, &store, fault);
    if (error < 0)
        return error;
    error = judge(store, words, course, step, fault);
    bv_store_close(store);
    return error;
}

static int act(const char *what, const char *name, const struct words *words,
               struct bv_fault *fault)
{
    struct bv_course *course = malloc(sizeof(*course));
    int error = course ? 0 : -ENOMEM;

    if (error == 0 && what[0] == 'l')
        error = list(course);
    else if (error == 0)
        error = bv_course_file_load(name, course, fault);
    if (error == 0 && what[0] == 'c')
        printf("%s: no mistakes. Steps: %zu.\n", name, course->step_count);
    if (error == 0 && what[0] == 's')
        error = show(words, course, fault);
    if (error == 0 && what[0] == 'r')
        error = result(words, course, fault);
    free(course);
    return error;
}

static int run(const struct bv_command *command, int argc, char **argv)
{
    struct words words = {0};
    const struct bv_option options[] = {
        BV_OPTION_STORE(&words.store),
        {"--learner", "NAME", "show: how far they came", BV_OPTION_TEXT,
         &words.learner, NULL},
        {"--step", "KEY", "result: of the course", BV_OPTION_TEXT, &words.step,
         NULL},
        {"--attempt", "N", "result: as `bevel learner show` prints it",
         BV_OPTION_COUNT, &words.attempt, NULL},
        {0}};
    static const char *const all[] = {"list", "check", "show", "result"};
    struct bv_fault fault = {0};
    int exit_code = bv_options_read(command, options, &argc, argv), error;
    size_t what = 0;

    if (exit_code >= 0)
        return exit_code;
    while (what < 4 && (argc < 1 || strcmp(argv[0], all[what]) != 0))
        what++;
    if (what == 4)
        return bv_usage_error(command,
                              "say what to do: list, check, show or result.");
    if (argc != (what == 0 ? 1 : 2))
        return bv_usage_error(command, what == 0 ? "list takes no more words."
                                                 : "name one course.");
    if (what == 3 && (!words.step || words.attempt < 1))
        return bv_usage_error(command, "a result needs --step KEY and "
                                       "--attempt N.");
    error = act(argv[0], argc > 1 ? argv[1] : NULL, &words, &fault);
    return error < 0 ? bv_failure(command, &fault, error) : BV_EXIT_DONE;
}

const struct bv_command bv_command_course = {
    .name = "course",
    .words = "list | check FILE | show NAME | result NAME",
    .summary = "scenes to practise in their order, with pass criteria",
    .details =
        "A course of yours is a JSON file in ~/.config/bevel/review/courses "
        "(docs/formats.md).\nresult holds an attempt's figures against the "
        "criteria of a step, and keeps what came out.\n\n"
        "  bevel course show first-needle --learner learner-x7k2mp\n"
        "  bevel review try.mkv --learner learner-x7k2mp --task nerve\n"
        "  bevel course result first-needle --step straight --attempt 3",
    .run = run,
};
