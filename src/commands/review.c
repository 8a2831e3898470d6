/*
 * bevel review: what happened in a recorded procedure.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "commands/commands.h"
#include "commands/output.h"
#include "commands/review_analyse.h"
#include "commands/review_clip.h"
#include "commands/review_evaluate.h"
#include "commands/review_keep.h"
#include "commands/review_page.h"
#include "commands/review_pdf.h"
#include "commands/review_practice.h"
#include "commands/review_rate.h"
#include "commands/review_scores.h"
#include "commands/review_table.h"
#include "commands/review_words.h"
#include "commands/stop.h"
#include "commands/store_opening.h"
#include "core/words.h"
#include "records/rules_file.h"
#include "ui/review.h"
#include "version.h"

/* A review, and the truth's where it is known. */
struct reviewed {
    struct bv_analysis analysis;
    struct bv_review review, truly;
    struct bv_corrections *corrections; /* NULL: a scene's */
    struct bv_attempt_scores scores;
};

static void reviewed_fini(struct reviewed *reviewed)
{
    bv_analysis_fini(&reviewed->analysis);
    bv_review_fini(&reviewed->review);
    bv_review_fini(&reviewed->truly);
    bv_corrections_free(reviewed->corrections);
    bv_attempt_scores_fini(&reviewed->scores);
}

/* What a person said of the recording before; a file that cannot be read is
 * said, and left. */
static int read_corrections(const struct bv_review_source *source,
                            struct reviewed *reviewed)
{
    struct bv_fault fault = {0};
    char *path;
    int error = 0;

    path = bv_corrections_find(source->name);
    reviewed->corrections = bv_corrections_new();
    if (!path || !reviewed->corrections)
        error = -ENOMEM;
    else if (bv_corrections_read(reviewed->corrections, path, &fault) < 0)
        fprintf(stderr, "bevel review: %s\n", fault.text);
    free(path);
    return error;
}

/* For people to read: the window speaks their language already. */
static bool speaks(const struct bv_review_words *words)
{
    return words->report && !words->quiet &&
           !bv_output_ends_with(words->report, ".json");
}

/* What people scored, in the report's language. */
static int find_scores(const struct bv_review_words *words,
                       struct reviewed *reviewed)
{
    struct bv_attempt_scores_asks asks = {.recording = words->source.name,
                                          .attempt = words->attempt,
                                          .rater = words->rater};
    int error;

    if (speaks(words))
        bv_words_speak(true);
    error = bv_review_scores_find(words->keep.store, &asks, &reviewed->scores);
    if (speaks(words))
        bv_words_speak(false);
    return error;
}

/* Look at it, and say what happened. */
static int review(const struct bv_review_source *source,
                  const struct bv_review_rules *rules,
                  struct reviewed *reviewed, struct bv_fault *fault)
{
    struct bv_analysis *analysis = &reviewed->analysis;
    int error = bv_review_analyse(source, analysis, fault);

    if (error == 0)
        error = bv_review_make(analysis->frames, analysis->count, rules,
                               &reviewed->review);
    if (error == 0 && analysis->truth)
        error = bv_review_make_true(analysis->truth, analysis->count, rules,
                                    &reviewed->truly);
    return error;
}

/* As its name says. */
static int write_file(const struct bv_review_words *words,
                      struct bv_output *output,
                      const struct bv_review_report *report,
                      const struct bv_analysis *analysis,
                      struct bv_fault *fault)
{
    struct bv_review_pictures pictures;
    int error;

    if (bv_output_ends_with(words->report, ".json"))
        return bv_review_write_json(output->file, report);
    error = bv_review_pictures_fetch(&words->source, analysis, report->review,
                                     &pictures, fault);
    if (error == 0)
        error =
            bv_output_ends_with(words->report, ".pdf")
                ? bv_review_write_pdf(output->file, report, analysis, &pictures)
                : bv_review_write_page(output->file, report, analysis,
                                       &pictures);
    bv_review_pictures_fini(&pictures);
    return error;
}

static int write_report(const struct bv_review_words *words,
                        struct bv_output *output,
                        const struct bv_review_report *report,
                        const struct bv_analysis *analysis,
                        struct bv_fault *fault)
{
    int error = 0;

    if (speaks(words))
        bv_words_speak(true);
    if (output->file)
        error = write_file(words, output, report, analysis, fault);
    if (speaks(words))
        bv_words_speak(false);

    if (!words->quiet)
        bv_review_print(stdout, report);
    return bv_output_close(output, error, fault);
}

/* The clip to show, with another recording beside it where one is named: by
 * the same words, but for what is of the first alone. */
static int write_clip(const struct bv_review_words *words,
                      const struct bv_review_rules *rules,
                      const struct reviewed *reviewed, struct bv_fault *fault)
{
    struct bv_review_source other = words->source;
    struct reviewed beside = {0};
    struct bv_px_box area = {(int)words->area.from.x, (int)words->area.from.y,
                             (int)words->area.to.x, (int)words->area.to.y};
    struct bv_alignment alignment;
    char said[300];
    const struct bv_px_box *within = words->has_area ? &area : NULL;
    struct bv_clip_part parts[] = {
        {&words->source, &reviewed->analysis, &reviewed->review, within},
        {&other, &beside.analysis, &beside.review, within}};
    int error = 0;

    other.name = words->beside;
    other.truth = other.analysis = other.opening.marks_path = NULL;
    other.opening.has_target = false;
    if (words->beside)
        error = review(&other, rules, &beside, fault);
    if (error == 0)
        error = bv_review_clip(parts, words->beside ? 2 : 1, words->clip,
                               &alignment, fault);
    if (error == 0 && words->beside) {
        bv_alignment_say(&alignment, said, sizeof(said));
        printf("%s\n", said);
    }
    reviewed_fini(&beside);
    return error;
}

/* Neither the recording nor what a person said of it is written over. */
static int check_output(const struct bv_review_words *words,
                        struct bv_fault *fault)
{
    const char *source = words->source.name;
    char *said = bv_corrections_find(source);
    int error = bv_output_check(words->report, source, fault);

    if (error == 0 && said)
        error = bv_output_check(words->report, said, fault);
    free(said);
    return error;
}

static int review_one(const struct bv_review_words *words,
                      const struct bv_review_rules *rules,
                      struct bv_fault *fault)
{
    struct reviewed reviewed = {0};
    struct bv_output output = {0};
    struct bv_review_report report = {
        .source = words->scene ? words->scene : words->source.name,
        .rules = rules,
        .review = &reviewed.review};
    int error = 0;

    if (words->keep.learner)
        error = bv_review_keep_check(&words->keep, words->source.name, fault);
    if (error == 0 && words->report)
        error = check_output(words, fault);
    if (error == 0 && words->report)
        error = bv_output_open(&output, words->report, fault);
    if (error == 0)
        error = review(&words->source, rules, &reviewed, fault);
    if (error == 0)
        error = read_corrections(&words->source, &reviewed);
    if (error == 0)
        error = find_scores(words, &reviewed);
    report.scores = &reviewed.scores;
    report.corrections = reviewed.corrections;
    report.analysis = &reviewed.analysis;
    if (error == 0)
        report.scale_from = bv_review_scale_from(words, &reviewed.analysis,
                                                 reviewed.corrections);
    if (error == 0 && reviewed.analysis.truth) {
        report.truly = &reviewed.truly;
        report.simulated = true; /* nothing else knows its truth so well */
    }
    if (error == 0)
        error =
            write_report(words, &output, &report, &reviewed.analysis, fault);
    else
        bv_output_close(&output, error, NULL);
    if (error == 0 && words->keep.learner)
        error = bv_review_keep(&words->keep, &report, fault);
    if (error == 0 && words->clip)
        error = write_clip(words, rules, &reviewed, fault);
    reviewed_fini(&reviewed);
    return error;
}

/* What the window asks of: the words, with the clip that they name. */
struct asking {
    const struct bv_review_words *words;
    const struct bv_review_rules *rules;
    const struct bv_review_practice *practice; /* NULL: no scene */
};

/* What the words say is of that clip alone: of another nothing is said. */
static struct bv_review_words words_of(const struct asking *asking,
                                       const char *clip)
{
    struct bv_review_words words = *asking->words;

    if (strcmp(clip, words.source.name) != 0) {
        words.attempt = 0;
        words.scene = NULL;
        words.source =
            (struct bv_review_source){.opening.source.gives_up = bv_stop_asked,
                                      .opening.source.skip_damaged = true,
                                      .opening.scale.words = bv_opening_scales};
    }
    words.source.name = clip;
    words.keep.learner = NULL; /* the store is the terminal's */
    return words;
}

static int analyse_for_window(void *data, const char *clip,
                              const struct bv_analysis_watch *watch,
                              struct bv_analysis *analysis,
                              struct bv_fault *fault)
{
    const struct asking *asking = data;
    struct bv_review_words words = words_of(asking, clip);
    int error = 0;

    words.source.watch = watch;
    if (asking->practice && strcmp(clip, asking->practice->path) == 0)
        error = bv_review_practice_record(asking->practice, fault);
    return error < 0 ? error
                     : bv_review_analyse(&words.source, analysis, fault);
}

static int report_for_window(void *data, const char *clip, const char *rater,
                             const char *path, struct bv_fault *fault)
{
    const struct asking *asking = data;
    struct bv_review_words words = words_of(asking, clip);

    if (!bv_review_is_report(path))
        return bv_fault_set(fault, -EINVAL,
                            "A report's name ends in .pdf, .html or .json.");
    words.report = path;
    words.rater = rater;
    words.quiet = true;
    return review_one(&words, asking->rules, fault);
}

static int show(const struct bv_review_words *words,
                const struct bv_review_rules *rules,
                const struct bv_review_practice *practice,
                struct bv_fault *fault)
{
    struct asking asking = {words, rules, practice};
    struct bv_review_options options = {
        .clip = words->source.name,
        .source = words->source.opening.source,
        .rules = rules,
        .beside = words->beside,
        .store = words->keep.store,
        .attempt = words->attempt,
        .program = BV_VERSION,
        .is_scene = words->scene != NULL,
        .scale = words->rating,
        .rater = words->rater,
        .blinded = words->blinded,
        .analyse = analyse_for_window,
        .report = report_for_window,
        .data = &asking,
    };

    options.source.goes_about = true;
    return bv_review_window_run(&options, fault);
}

/* Without a display it is printed, as it is where the words ask for that. */
static bool wants_window(const struct bv_review_words *words)
{
    return !words->report && !words->clip && !words->text &&
           !words->keep.learner && bv_review_window_check(NULL) == 0;
}

/* A scene is recorded, with its truth, and reviewed as any recording is: in the
 * window and without one the same. */
static int review_scene(struct bv_review_words *words,
                        const struct bv_review_rules *rules,
                        struct bv_fault *fault)
{
    struct bv_review_practice practice;
    bool window = wants_window(words);
    int error = bv_review_practice_init(&practice, &words->source, fault);

    if (error < 0)
        return error;
    error = window ? show(words, rules, &practice, fault)
                   : bv_review_practice_record(&practice, fault);
    if (error == 0 && !window)
        error = review_one(words, rules, fault);
    bv_review_practice_fini(&practice);
    return error;
}

/* The recording of an attempt. @param[out] name  To free(). */
static int find_recording(const struct bv_review_words *words, char **name,
                          struct bv_fault *fault)
{
    struct bv_attempt *attempt = malloc(sizeof(*attempt));
    struct bv_store *store = NULL;
    int error =
        attempt ? bv_store_opening(words->keep.store, &store, fault) : -ENOMEM;

    if (error == 0)
        error = bv_store_get_attempt(store, words->attempt, attempt, fault);
    *name = error == 0 ? strdup(attempt->recording) : NULL;
    if (error == 0 && !*name)
        error = -ENOMEM;
    bv_store_close(store);
    free(attempt);
    return error;
}

/* What the words ask for. */
static int act(struct bv_review_words *words, struct bv_fault *fault)
{
    struct bv_review_rules rules;
    char *recording = NULL;
    int error = bv_rules_read(words->rules, &rules, fault);

    if (error == 0 && words->attempt > 0) {
        error = find_recording(words, &recording, fault);
        words->source.name = recording;
    }
    if (error == 0 && words->evaluate)
        error = bv_review_evaluate(words->scene, words->first_seed,
                                   words->last_seed, &rules, fault);
    else if (error == 0 && words->source.is_scene)
        error = review_scene(words, &rules, fault);
    else if (error == 0 && wants_window(words))
        error = show(words, &rules, NULL, fault);
    else if (error == 0 && words->blinded)
        error = bv_review_window_check(fault);
    else if (error == 0)
        error = review_one(words, &rules, fault);
    free(recording);
    return error;
}

static int run(const struct bv_command *command, int argc, char **argv)
{
    struct bv_review_words words = {.source.opening.scale.words =
                                        bv_opening_scales};
    struct bv_review_source *source = &words.source;
    struct bv_opening *opening = &source->opening;
    const struct bv_option options[] = {
        {"--report", "FILE.json", "write it, whole; .html, .pdf: to read",
         BV_OPTION_TEXT, &words.report, NULL},
        {"--text", NULL, "print it, and open no window", BV_OPTION_FLAG,
         &words.text, NULL},
        {"--rules", "FILE", "rules of your own, in place of the site's",
         BV_OPTION_TEXT, &words.rules, NULL},
        {"--target", "X,Y", "mark a target in the first frame, px",
         BV_OPTION_POINT, &opening->target_px, &opening->has_target},
        {"--marks", "FILE", "marks to follow, in the first frame",
         BV_OPTION_TEXT, &opening->marks_path, NULL},
        {"--mm-per-px", "S", "the scale, where the recording does not say",
         BV_OPTION_SCALE, &opening->source.mm_per_px, NULL},
        {"--scale", "HOW", "off the scanner's screen: read, or its preset",
         BV_OPTION_CHOICE, &opening->scale, &opening->has_scale},
        BV_OPTION_OUT_OF_PLANE(&opening->out_of_plane),
        BV_OPTION_DEAD_TIME(&opening->dead_time_s),
        {"--inject", "FROM..TO", "fluid was injected meanwhile, s",
         BV_OPTION_TEXT, &source->inject, NULL},
        {"--truth", "FILE", "the truth of a simulated clip", BV_OPTION_TEXT,
         &source->truth, NULL},
        {"--analysis", "FILE", "keep there what was seen, not in the cache",
         BV_OPTION_TEXT, &source->analysis, NULL},
        {"--clip", "FILE.mkv", "to show: the scan area, what was seen on it",
         BV_OPTION_TEXT, &words.clip, NULL},
        {"--area", "L,T,R,B", "where the ultrasound is, for the clip, px",
         BV_OPTION_LINE, &words.area, &words.has_area},
        {"--beside", "RECORDING", "another one at its side, at skin entry",
         BV_OPTION_TEXT, &words.beside, NULL},
        {"--learner", "NAME", "keep it as an attempt of theirs", BV_OPTION_TEXT,
         &words.keep.learner, NULL},
        {"--again", NULL, "of an attempt that is there: measure it anew",
         BV_OPTION_FLAG, &words.keep.again, NULL},
        {"--task", "NAME", "of that attempt: the scene or procedure",
         BV_OPTION_TEXT, &words.keep.task, NULL},
        BV_OPTION_STORE(&words.keep.store),
        {"--attempt", "N", "in place of a file: an attempt in the store",
         BV_OPTION_COUNT, &words.attempt, NULL},
        {"--blinded", NULL, "the window hides names and what was measured",
         BV_OPTION_FLAG, &words.blinded, NULL},
        {"--rater", "NAME", "who scores in the window, by a pseudonym",
         BV_OPTION_TEXT, &words.rater, NULL},
        {"--rating", "SCALE", "the rating scale that they score on",
         BV_OPTION_TEXT, &words.rating, NULL},
        {"--clear-cache", NULL, "forget what was seen in all clips",
         BV_OPTION_FLAG, &words.clear_cache, NULL},
        {"--scene", "NAME", "a scene of the simulated probe, with its truth",
         BV_OPTION_TEXT, &words.scene, NULL},
        {"--seed", "N", "of the scene; 1 unless said", BV_OPTION_SEED,
         &words.seed, &words.has_seed},
        {"--seconds", "S", "of the scene; else as long as its script",
         BV_OPTION_NUMBER, &source->seconds, NULL},
        {"--evaluate", NULL, "how right reviews are, over scenes",
         BV_OPTION_FLAG, &words.evaluate, NULL},
        {"--seeds", "FIRST..LAST", "of those scenes", BV_OPTION_TEXT,
         &words.seeds, NULL},
        {0}};
    struct bv_fault fault = {0};
    const struct bv_command *part = argc > 0 ? bv_review_part(argv[0]) : NULL;
    int exit_code = part ? part->run(part, argc - 1, argv + 1)
                         : bv_options_read(command, options, &argc, argv);
    int error;

    if (exit_code < 0)
        exit_code = bv_review_words_check(command, &words, argc, argv);
    if (exit_code >= 0)
        return exit_code;
    if (words.clear_cache) {
        printf("%d removed\n",
               bv_review_cache_clear() + bv_review_practice_clear());
        return BV_EXIT_DONE;
    }
    bv_stop_listen();
    opening->source.gives_up = bv_stop_asked;
    opening->source.skip_damaged = true;
    error = act(&words, &fault);
    return error < 0 ? bv_failure(command, &fault, error) : BV_EXIT_DONE;
}

const struct bv_command bv_command_review = {
    .name = "review",
    .words = "RECORDING [options]",
    .summary = "say what happened in a recorded procedure, and measure it",
    .details =
        "The moments that matter, what a cine can measure, and how far to "
        "trust it\n(docs/review.md). A recording of bevel's brings scale and "
        "target with it.\n\n"
        "  bevel review attempt.mkv                         the window\n"
        "  bevel review attempt.mkv --report attempt.html\n"
        "  bevel review --attempt 3 --blinded --rater r1    to score it\n"
        "  bevel review clip.mp4 --mm-per-px 0.0354 --target 345,217\n"
        "  bevel review --scene mistake-unseen --seed 301   beside its truth\n"
        "  bevel review --evaluate --seeds 301..305         learners' "
        "mistakes\n\n"
        "What was seen in a clip is kept in the user's cache, so that it is "
        "looked at once; stopped\nwith Ctrl-C, the same command goes on.",
    .run = run,
};
