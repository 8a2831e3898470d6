/*
 * bevel review scale, rate and agreement.
 */
#include "commands/review_rate.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "commands/store_opening.h"
#include "records/own_files.h"

/* With its anchors; for a rater, or to look at. */
static void print_scale(const struct bv_rating_scale *scale)
{
    printf("%s (%s, revision %d)\n%s\n\n", scale->title, scale->name,
           scale->revision, scale->source);
    for (size_t i = 0; i < scale->item_count; i++) {
        const struct bv_rating_item *item = &scale->items[i];

        printf("  %-14s %s, %d to %d\n", item->key, item->title, item->least,
               item->most);
        for (int score = item->least; score <= item->most; score++)
            if (item->anchors[score - item->least][0])
                printf("  %16d  %s\n", score,
                       item->anchors[score - item->least]);
    }
}

static int list(struct bv_rating_scale *scale, struct bv_fault *fault)
{
    struct bv_own_files *files = calloc(1, sizeof(*files));

    (void)fault;
    if (!files)
        return -ENOMEM;
    bv_own_files_list(BV_RATING_SCALES, files);
    for (size_t i = 0; i < files->count; i++) {
        struct bv_fault said = {0};

        if (bv_rating_scale_load(files->names[i], scale, &said) < 0)
            printf("%-24s (%s)\n", files->names[i], said.text);
        else
            printf("%-24s %s, items: %zu\n", files->names[i], scale->title,
                   scale->item_count);
    }
    free(files);
    return 0;
}

static int run_scale(const struct bv_command *command, int argc, char **argv)
{
    const struct bv_option options[] = {{0}};
    struct bv_rating_scale *scale;
    struct bv_fault fault = {0};
    int exit_code = bv_options_read(command, options, &argc, argv), error;
    bool lists = argc == 1 && strcmp(argv[0], "list") == 0;
    bool checks = argc == 2 && strcmp(argv[0], "check") == 0;

    if (exit_code >= 0)
        return exit_code;
    if (!lists && !checks && (argc != 2 || strcmp(argv[0], "show") != 0))
        return bv_usage_error(command, "say list, show NAME or check FILE.");
    scale = malloc(sizeof(*scale));
    error = !scale  ? -ENOMEM
            : lists ? list(scale, &fault)
                    : bv_rating_scale_load(argv[1], scale, &fault);
    if (error == 0 && checks)
        printf("%s: no mistakes. Items: %zu.\n", argv[1], scale->item_count);
    else if (error == 0 && !lists)
        print_scale(scale);
    free(scale);
    return error < 0 ? bv_failure(command, &fault, error) : BV_EXIT_DONE;
}

/* "flow=3,plan=4" */
static int read_scores(const char *text, const struct bv_rating_scale *scale,
                       struct bv_rating *rating, struct bv_fault *fault)
{
    while (*text) {
        size_t length = strcspn(text, "=,");
        struct bv_rated_item item = {0};
        char *rest;
        long score;
        int at;

        if (length < sizeof(item.key))
            memcpy(item.key, text, length);
        at = bv_rating_scale_find(scale, item.key);
        score = text[length] == '=' ? strtol(text + length + 1, &rest, 10) : -1;
        if (at < 0 || text[length] != '=' || rest == text + length + 1 ||
            (*rest && *rest != ',') || score < scale->items[at].least ||
            score > scale->items[at].most)
            return bv_fault_set(fault, -EINVAL,
                                "\"%.60s\" is no score of %s: KEY=SCORE, "
                                "with commas between, as `bevel review scale "
                                "show %s` lists them.",
                                text, scale->name, scale->name);
        for (size_t i = 0; i < rating->item_count; i++)
            if (strcmp(rating->items[i].key, item.key) == 0)
                return bv_fault_set(fault, -EINVAL, "\"%s\" is scored twice.",
                                    item.key);
        item.score = (int)score;
        rating->items[rating->item_count++] = item;
        text = *rest ? rest + 1 : rest;
    }
    return rating->item_count > 0
               ? 0
               : bv_fault_set(fault, -EINVAL,
                              "--scores has none: KEY=SCORE, with commas "
                              "between, as `bevel review scale show %s` lists "
                              "them.",
                              scale->name);
}

struct rate_words {
    const char *store, *scale, *rater, *scores;
    bool blinded;
    int64_t attempt;
};

/* What a rater needs: blinded, without whose it is and what was measured. */
static int print_sheet(struct bv_store *store, const struct rate_words *words,
                       const struct bv_rating_scale *scale,
                       struct bv_fault *fault)
{
    struct bv_attempt attempt;
    int error = bv_store_get_attempt(store, words->attempt, &attempt, fault);

    if (error < 0)
        return error;
    printf("attempt %lld\n", (long long)attempt.id);
    if (!words->blinded)
        printf("%s  %s\n", attempt.task, attempt.recording);
    putchar('\n');
    print_scale(scale);
    return 0;
}

static int rate(struct bv_store *store, const struct rate_words *words,
                const struct bv_rating_scale *scale, struct bv_fault *fault)
{
    struct bv_rating rating = {.attempt = words->attempt,
                               .scale_revision = scale->revision,
                               .blinding = words->blinded ? BV_BLINDING_KEPT
                                                          : BV_BLINDING_NONE,
                               .when_s = time(NULL)};
    int error;

    if (!words->scores)
        return print_sheet(store, words, scale, fault);
    snprintf(rating.scale, sizeof(rating.scale), "%s", scale->name);
    snprintf(rating.rater, sizeof(rating.rater), "%s", words->rater);
    error = read_scores(words->scores, scale, &rating, fault);
    if (error == 0)
        error = bv_store_add_rating(store, &rating, NULL, fault);
    if (error == 0)
        printf("Kept: %zu of %zu items, %.0f %% of what is possible.\n",
               rating.item_count, scale->item_count,
               bv_rating_percent(scale, &rating));
    return error;
}

/* The scale, the store, and what is done with both. */
static int with_store(const struct rate_words *words, bool rates,
                      struct bv_fault *fault)
{
    struct bv_rating_scale *scale = malloc(sizeof(*scale));
    struct bv_store *store = NULL;
    int error =
        scale ? bv_rating_scale_load(words->scale, scale, fault) : -ENOMEM;

    if (error == 0)
        error = bv_store_opening(words->store, &store, fault);
    if (error == 0)
        error = rates ? rate(store, words, scale, fault)
                      : bv_review_agreement(store, scale, fault);
    bv_store_close(store);
    free(scale);
    return error;
}

static int run_rate(const struct bv_command *command, int argc, char **argv)
{
    struct rate_words words = {0};
    const struct bv_option options[] = {
        BV_OPTION_STORE(&words.store),
        {"--scale", "NAME", "the scale, or its file", BV_OPTION_TEXT,
         &words.scale, NULL},
        {"--rater", "NAME", "who judges, by a pseudonym", BV_OPTION_TEXT,
         &words.rater, NULL},
        {"--scores", "KEY=N,...", "what they give; without, the sheet",
         BV_OPTION_TEXT, &words.scores, NULL},
        {"--blinded", NULL, "without whose it is and what was measured",
         BV_OPTION_FLAG, &words.blinded, NULL},
        {0}};
    struct bv_fault fault = {0};
    int exit_code = bv_options_read(command, options, &argc, argv), error;
    char *rest = NULL;

    if (exit_code >= 0)
        return exit_code;
    words.attempt = argc == 1 ? strtoll(argv[0], &rest, 10) : 0;
    if (argc != 1 || *rest || words.attempt < 1)
        return bv_usage_error(command, "name an attempt by its number, as "
                                       "`bevel learner show` prints it.");
    if (!words.scale)
        return bv_usage_error(command, "say on which scale: --scale NAME.");
    if (words.scores && (!words.rater || !*words.rater ||
                         strlen(words.rater) >= BV_STORE_WORD_SIZE))
        return bv_usage_error(command, "say who judges: --rater NAME, of at "
                                       "most 63 bytes.");
    error = with_store(&words, true, &fault);
    return error < 0 ? bv_failure(command, &fault, error) : BV_EXIT_DONE;
}

static int run_agreement(const struct bv_command *command, int argc,
                         char **argv)
{
    struct rate_words words = {0};
    const struct bv_option options[] = {BV_OPTION_STORE(&words.store), {0}};
    struct bv_fault fault = {0};
    int exit_code = bv_options_read(command, options, &argc, argv), error;

    if (exit_code >= 0)
        return exit_code;
    if (argc != 1)
        return bv_usage_error(command, "name one scale.");
    words.scale = argv[0];
    error = with_store(&words, false, &fault);
    return error < 0 ? bv_failure(command, &fault, error) : BV_EXIT_DONE;
}

static const struct bv_command parts[] = {
    {"review scale", "list | show NAME | check FILE",
     "rating scales and checklists", NULL, run_scale},
    {"review rate", "ATTEMPT --scale NAME [options]",
     "judge an attempt on a scale",
     "Without --scores it prints the sheet to fill.\n\n"
     "  bevel review rate 3 --scale needle-global --rater r1 --blinded \\\n"
     "    --scores tissue=4,motion=3",
     run_rate},
    {"review agreement", "SCALE [options]", "how well its raters agree", NULL,
     run_agreement},
};

const struct bv_command *bv_review_part(const char *word)
{
    for (size_t i = 0; i < sizeof(parts) / sizeof(*parts); i++)
        if (strcmp(parts[i].name + strlen("review "), word) == 0)
            return &parts[i];
    return NULL;
}
