/*
 * bevel learner: whom the store knows, what they came to, and what a trainer
 * asks of it.
 */
#include <errno.h>
#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "commands/commands.h"
#include "commands/learner_curve.h"
#include "commands/learner_export.h"
#include "commands/review_table.h"
#include "commands/store_opening.h"
#include "core/words.h"

struct words {
    const char *store, *csv, *output, *measure, *cusum, *lc_cusum, *source,
        *task;
    bool expert, has_least, has_most;
    double least, most;
};

static void print_day(int64_t when_s)
{
    time_t when = (time_t)when_s;
    struct tm day;
    char text[32] = "?";

    if (localtime_r(&when, &day))
        strftime(text, sizeof(text), "%Y-%m-%d %H:%M", &day);
    fputs(text, stdout);
}

static int list(struct bv_store *store, struct bv_fault *fault)
{
    struct bv_learner *learners;
    size_t count;
    int error = bv_store_list_learners(store, &learners, &count, fault);

    if (error < 0)
        return error;
    if (count == 0)
        puts("There are no learners; `bevel learner add` makes one.");
    for (size_t i = 0; i < count; i++)
        printf("%-24s attempts: %lld%s\n", learners[i].name,
               (long long)learners[i].attempts,
               learners[i].expert ? "  (expert)" : "");
    free(learners);
    return 0;
}

static int print_attempt(struct bv_store *store,
                         const struct bv_attempt *attempt,
                         struct bv_fault *fault)
{
    struct bv_kept_measure *measures;
    struct bv_kept_moment *moments;
    size_t count, found, states[BV_MOMENT_STATES] = {0};
    int error =
        bv_store_list_moments(store, attempt->id, &moments, &found, fault);
    char text[32];

    if (error < 0)
        return error;
    for (size_t i = 0; i < found; i++)
        states[moments[i].state]++;
    free(moments);
    error =
        bv_store_list_measures(store, attempt->id, &measures, &count, fault);
    if (error < 0)
        return error;
    printf("attempt %lld  ", (long long)attempt->id);
    print_day(attempt->when_s);
    printf("  %s\n  %s\n  rules \"%s\", revision %d; bevel %s; moments: %zu "
           "measured, %zu corrected, %zu rejected, %zu added\n",
           attempt->task, attempt->recording, attempt->rules,
           attempt->rules_revision, attempt->program, states[0], states[1],
           states[2], states[3]);
    for (size_t i = 0; i < count; i++)
        printf("  %-24s %8s %s\n", measures[i].key,
               bv_review_say(measures[i].value, text, sizeof(text)),
               measures[i].unit);
    free(measures);
    return 0;
}

static int show(struct bv_store *store, const char *name,
                struct bv_fault *fault)
{
    struct bv_attempt *attempts = NULL;
    struct bv_learner learner;
    size_t count = 0;
    int error = bv_store_find_learner(store, name, &learner, fault);

    if (error == 0)
        error = bv_store_list_attempts(store, learner.id, NULL, &attempts,
                                       &count, fault);
    if (error == 0)
        printf("%s%s: %zu attempt%s\n", learner.name,
               learner.expert ? " (expert)" : "", count, count == 1 ? "" : "s");
    for (size_t i = 0; i < count && error == 0; i++)
        error = print_attempt(store, &attempts[i], fault);
    free(attempts);
    return error;
}

static int add(struct bv_store *store, const char *name, bool expert,
               struct bv_fault *fault)
{
    struct bv_learner learner;
    int error = bv_store_add_learner(store, name, expert, &learner, fault);

    if (error == 0)
        puts(learner.name);
    return error;
}

static int curve(struct bv_store *store, const struct words *words,
                 const char *name, struct bv_fault *fault)
{
    struct bv_curve_words what = {
        .measure = words->measure,
        .task = words->task,
        .source = words->source ? words->source : N_("trainer's choice"),
        .cusum = words->cusum,
        .lc_cusum = words->lc_cusum,
        .least = words->has_least ? words->least : NAN,
        .most = words->has_most ? words->most : NAN,
    };

    return bv_learner_curve(store, name, &what, words->output, fault);
}

static int rescue(const char *path, struct bv_fault *fault)
{
    char kept[PATH_MAX];
    int error = bv_store_rescue(path, kept, sizeof(kept), fault);

    if (error == 0)
        printf("The store goes on with what was left; the damaged file is "
               "%s.\n",
               kept);
    return error;
}

/* @return An exit code, or -1 where the words are good. */
static int check_words(const struct bv_command *command,
                       const struct words *words, int argc, char **argv)
{
    static const struct {
        const char *word;
        int least, most; /* words after it */
    } all[] = {{"list", 0, 0},   {"add", 0, 1},   {"show", 1, 1},
               {"export", 0, 1}, {"curve", 1, 1}, {"rescue", 0, 0}};

    for (size_t i = 0; i < sizeof(all) / sizeof(*all); i++) {
        if (argc < 1 || strcmp(argv[0], all[i].word) != 0)
            continue;
        if (argc - 1 < all[i].least)
            return bv_usage_error(command, "name a learner.");
        if (argc - 1 > all[i].most)
            return bv_usage_error(command, "%s takes fewer words.",
                                  all[i].word);
        if (strcmp(argv[0], "export") == 0 && !words->csv)
            return bv_usage_error(command, "say where to: --csv FILE.");
        if (strcmp(argv[0], "curve") == 0 && words->has_least &&
            words->has_most && words->least > words->most)
            return bv_usage_error(command, "--least is above --most, and all "
                                           "of it a failure: give a smaller "
                                           "--least.");
        if (strcmp(argv[0], "curve") == 0)
            return bv_learner_curve_check(command, words->measure,
                                          words->output,
                                          words->cusum || words->lc_cusum,
                                          words->has_least || words->has_most);
        return -1;
    }
    return bv_usage_error(command, "say what to do: list, add, show, export, "
                                   "curve or rescue.");
}

static int act(const struct words *words, int argc, char **argv,
               struct bv_fault *fault)
{
    const char *name = argc > 1 ? argv[1] : NULL;
    struct bv_store *store;
    int error;

    if (strcmp(argv[0], "rescue") == 0)
        return rescue(words->store, fault);
    error = bv_store_opening(words->store, &store, fault);
    if (error < 0)
        return error;
    switch (argv[0][0]) {
    case 'l':
        error = list(store, fault);
        break;
    case 'a':
        error = add(store, name, words->expert, fault);
        break;
    case 's':
        error = show(store, name, fault);
        break;
    case 'e':
        error = bv_learner_export(store, name, words->csv, fault);
        break;
    default:
        error = curve(store, words, name, fault);
    }
    bv_store_close(store);
    return error;
}

static int run(const struct bv_command *command, int argc, char **argv)
{
    struct words words = {0};
    const struct bv_option options[] = {
        BV_OPTION_STORE(&words.store),
        {"--expert", NULL, "add: one of the group to compare with",
         BV_OPTION_FLAG, &words.expert, NULL},
        {"--csv", "FILE", "export: a row a figure of each attempt",
         BV_OPTION_TEXT, &words.csv, NULL},
        {"--output", "FILE", "curve: .html, .pdf or .png", BV_OPTION_TEXT,
         &words.output, NULL},
        {"--measure", "KEY", "curve: the figure, as `bevel review` calls it",
         BV_OPTION_TEXT, &words.measure, NULL},
        {"--task", "NAME", "curve: attempts of this scene or procedure alone",
         BV_OPTION_TEXT, &words.task, NULL},
        {"--least", "N", "curve: less of it is a failure", BV_OPTION_NUMBER,
         &words.least, &words.has_least},
        {"--most", "N", "curve: more of it is a failure", BV_OPTION_NUMBER,
         &words.most, &words.has_most},
        {"--cusum", "P0,P1,A,B",
         "curve: acceptable and unacceptable failure rate, errors",
         BV_OPTION_TEXT, &words.cusum, NULL},
        {"--lc-cusum", "P0,P1,H",
         "curve: adequate and inadequate failure rate, limit", BV_OPTION_TEXT,
         &words.lc_cusum, NULL},
        {"--source", "TEXT", "curve: of these numbers; else trainer's choice",
         BV_OPTION_TEXT, &words.source, NULL},
        {0}};
    struct bv_fault fault = {0};
    int exit_code = bv_options_read(command, options, &argc, argv), error;

    if (exit_code < 0)
        exit_code = check_words(command, &words, argc, argv);
    if (exit_code >= 0)
        return exit_code;
    error = act(&words, argc, argv, &fault);
    return error < 0 ? bv_failure(command, &fault, error) : BV_EXIT_DONE;
}

const struct bv_command bv_command_learner = {
    .name = "learner",
    .words = "list | add [NAME] | show NAME | export [NAME] | curve NAME | "
             "rescue",
    .summary = "follow learners over their attempts",
    .details =
        "Learners are kept by pseudonym (add makes one up) in a store of "
        "yours; `bevel review\nFILE --learner NAME` adds an attempt. A curve "
        "stands beside the range of the experts'\nattempts, with CUSUM and "
        "LC-CUSUM where you say their rates, which are printed with it.\n"
        "docs/review.md says more.\n\n"
        "  bevel learner add\n"
        "  bevel learner export --csv all.csv\n"
        "  bevel learner curve learner-x7k2mp --measure passes --most 1 "
        "\\\n    --cusum 0.2,0.4,0.1,0.1 --lc-cusum 0.1,0.2,1.25 -o curve.pdf",
    .run = run,
};
