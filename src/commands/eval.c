/*
 * bevel eval: how good the detector is, over clips with truth, on all cores.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "commands/commands.h"
#include "commands/eval.h"
#include "commands/eval_limits.h"
#include "commands/eval_report.h"
#include "commands/eval_rows.h"
#include "commands/eval_run.h"
#include "commands/opening.h"
#include "commands/output.h"
#include "commands/seeds.h"
#include "commands/stop.h"
#include "records/figures_json.h"

enum { seeds_most = 100000, worst_shown = 24 };

/* The words of the command line that are not for single clips. */
struct words {
    const char *scenes, *seeds, *json, *report, *against, *limits, *junit;
    const char *state, *perturb;
    double seconds;
    int64_t jobs;
    uint64_t first_seed, last_seed;
};

/* What the figures are held against. */
struct measure {
    struct bv_figure_table *before; /* NULL: no baseline */
    struct bv_limits limits;        /* count 0: none */
};

/* What is written; opened before the work, so that what cannot be written is
 * told then. */
struct outputs {
    struct bv_output json, page, junit;
    char page_path[PATH_MAX];
};

static size_t count_scenes(const char *scenes)
{
    size_t count = scenes ? 1 : 0;

    for (; scenes && *scenes; scenes++)
        count += *scenes == ',';
    return count;
}

/* The seeds of each scene. @p scenes is cut at its commas, and lives on. */
static bool add_scenes(struct bv_evaluation *evaluation,
                       const struct words *words, char *scenes)
{
    for (char *scene; (scene = strsep(&scenes, ","));)
        for (uint64_t seed = words->first_seed; seed <= words->last_seed;
             seed++) {
            struct bv_eval_clip *clip =
                &evaluation->clips[evaluation->clip_count++];

            clip->source = scene;
            clip->is_scene = true;
            clip->seed = seed;
            clip->perturbation = -1;
            if (asprintf(&clip->name, "sim:%s seed %llu", scene,
                         (unsigned long long)seed) < 0) {
                clip->name = NULL;
                return false;
            }
        }
    return true;
}

static int list_clips(struct bv_evaluation *evaluation,
                      const struct words *words, char *scenes, int argc,
                      char **argv)
{
    size_t seeds = (size_t)(words->last_seed - words->first_seed) + 1;
    size_t most = ((size_t)argc + count_scenes(scenes) * seeds) *
                  (evaluation->perturbation_count + 1);

    evaluation->clips = calloc(most, sizeof(*evaluation->clips));
    if (!evaluation->clips)
        return -ENOMEM;
    for (int i = 0; i < argc; i++) {
        struct bv_eval_clip *clip =
            &evaluation->clips[evaluation->clip_count++];

        clip->source = argv[i];
        clip->perturbation = -1;
        clip->name = strdup(argv[i]);
        if (!clip->name)
            return -ENOMEM;
    }
    if (scenes && !add_scenes(evaluation, words, scenes))
        return -ENOMEM;
    return bv_eval_rows_list(evaluation);
}

/* The clips that have a score, and all figures of them. */
static int measure(struct bv_evaluation *evaluation)
{
    int error;

    evaluation->scores =
        calloc(evaluation->clip_count + 1, sizeof(*evaluation->scores));
    if (!evaluation->scores)
        return -ENOMEM;
    for (size_t i = 0; i < evaluation->clip_count; i++)
        if (evaluation->clips[i].score)
            evaluation->scores[evaluation->scored_count++] =
                evaluation->clips[i].score;
    evaluation->failed_count =
        evaluation->clip_count - evaluation->scored_count;
    error = bv_figure_table_make(evaluation->scores, evaluation->scored_count,
                                 &evaluation->figures);
    if (error == 0)
        error = bv_eval_rows_make(evaluation, &evaluation->changes,
                                  &evaluation->change_count);
    return error;
}

static void evaluation_fini(struct bv_evaluation *evaluation)
{
    size_t count = evaluation->run_count > evaluation->clip_count
                       ? evaluation->run_count
                       : evaluation->clip_count;

    for (size_t i = 0; i < count; i++) {
        free(evaluation->clips[i].name);
        bv_clip_score_free(evaluation->clips[i].score);
    }
    for (int i = 0; i < evaluation->worst_count; i++)
        bv_frame_unref(evaluation->worst[i].picture);
    bv_figure_table_free(evaluation->figures);
    free(evaluation->changes);
    free((int *)evaluation->perturbations);
    free(evaluation->worst);
    free(evaluation->scores);
    free(evaluation->clips);
}

static int write_json(const struct bv_evaluation *evaluation, FILE *out)
{
    struct bv_figures_clip *clips =
        calloc(evaluation->clip_count + 1, sizeof(*clips));
    int error;

    if (!clips)
        return -ENOMEM;
    for (size_t i = 0; i < evaluation->clip_count; i++)
        clips[i] = (struct bv_figures_clip){
            evaluation->clips[i].name,
            evaluation->clips[i].error < 0 ? evaluation->clips[i].fault.text
                                           : NULL,
            evaluation->clips[i].score};
    error = bv_figures_write_json(out, clips, evaluation->clip_count,
                                  evaluation->figures, evaluation->changes,
                                  evaluation->change_count);
    free(clips);
    return error;
}

static int open_outputs(struct outputs *outputs, const struct words *words,
                        struct bv_fault *fault)
{
    int error = 0;

    if (words->json)
        error = bv_output_open(&outputs->json, words->json, fault);
    if (error == 0 && words->junit)
        error = bv_output_open(&outputs->junit, words->junit, fault);
    if (error < 0 || !words->report)
        return error;
    if (mkdir(words->report, 0700) < 0 && errno != EEXIST)
        return bv_fault_set(fault, -errno, "Cannot make the folder %s: %s.",
                            words->report, bv_error_text(-errno));
    if (snprintf(outputs->page_path, sizeof(outputs->page_path),
                 "%s/index.html",
                 words->report) >= (int)sizeof(outputs->page_path))
        return bv_fault_set(fault, -ENAMETOOLONG,
                            "The report's name is too long.");
    return bv_output_open(&outputs->page, outputs->page_path, fault);
}

/* All that are open; with an error, none is kept. The first error counts. */
static int close_outputs(struct outputs *outputs, int error,
                         struct bv_fault *fault)
{
    struct bv_output *each[] = {&outputs->json, &outputs->page,
                                &outputs->junit};

    for (int i = 0; i < 3; i++) {
        int closed = bv_output_close(each[i], error, fault);

        error = error < 0 ? error : closed;
    }
    return error;
}

static int write_outputs(const struct bv_evaluation *evaluation,
                         struct outputs *outputs,
                         const struct bv_limits *limits, struct bv_fault *fault)
{
    int error = 0;

    if (outputs->json.file)
        error = write_json(evaluation, outputs->json.file);
    if (error == 0 && outputs->page.file)
        error = bv_eval_write_report(evaluation, outputs->page.file);
    if (error == 0 && outputs->junit.file)
        error = bv_eval_write_junit(evaluation, limits, outputs->junit.file);
    return close_outputs(outputs, error, fault);
}

/* Name what failed, print and write the rest. @return The exit code.
 * @param[out] written  Whether all that was to be written is. */
static int report(const struct bv_command *command,
                  const struct bv_evaluation *evaluation,
                  const struct words *words, const struct measure *measures,
                  struct outputs *outputs, bool *written)
{
    struct bv_fault fault = {0};
    int exit_code = BV_EXIT_DONE, error = 0;

    for (size_t i = 0; i < evaluation->run_count; i++) {
        const struct bv_eval_clip *clip = &evaluation->clips[i];

        /* one that fails as it is fails however it is changed */
        if (clip->error < 0 &&
            (i < evaluation->clip_count ||
             evaluation->clips[i % evaluation->clip_count].error == 0))
            exit_code = bv_failure(command, &clip->fault, clip->error);
    }
    if (evaluation->scored_count > 0)
        error = bv_eval_print_table(evaluation, stdout);
    if (error == 0)
        bv_eval_rows_print(evaluation, stdout);
    if (error < 0)
        bv_fault_set(&fault, error, "Cannot write the figures: %s.",
                     bv_error_text(error));
    if (error == 0 && measures->before)
        bv_eval_print_changes(measures->before, evaluation->figures, stdout);
    if (measures->limits.count > 0 &&
        bv_eval_check_limits(&measures->limits, evaluation, stdout))
        exit_code = BV_EXIT_FAILURE;
    if (error == 0)
        error = write_outputs(evaluation, outputs,
                              words->limits ? &measures->limits : NULL, &fault);
    *written = error == 0;
    return error < 0 ? bv_failure(command, &fault, error) : exit_code;
}

/* A wrong file is told before an hour of work, not after it. */
static int read_measures(const struct words *words, struct measure *measures,
                         struct bv_fault *fault)
{
    int error = 0;

    if (words->against)
        error = bv_figures_read_json(words->against, &measures->before, fault);
    if (error == 0 && words->limits)
        error = bv_limits_read_json(words->limits, &measures->limits, fault);
    return error;
}

/* Beside what is written, unless the user has said where. */
static int open_state(const struct bv_command *command,
                      const struct bv_evaluation *evaluation,
                      const struct words *words, struct bv_eval_state **state,
                      struct bv_fault *fault)
{
    const char *beside = words->json ? words->json : words->report;
    char *run = NULL, *made = NULL;
    const char *path = words->state;
    bool anew = false;
    int error = 0;

    if (!path && beside) {
        if (asprintf(&made, "%s%s", beside,
                     words->json ? ".state" : "/eval.state") < 0)
            return -ENOMEM;
        path = made;
    }
    if (path) {
        run = bv_eval_run_key(&evaluation->options);
        error =
            run ? bv_eval_state_open(path, run, state, &anew, fault) : -ENOMEM;
    }
    if (anew)
        fprintf(stderr,
                "bevel %s: %s is of another run, of other options or of "
                "another bevel: all is measured anew.\n",
                command->name, path);
    free(run);
    free(made);
    return error;
}

/* Measure all clips. */
static int run_all(struct bv_evaluation *evaluation, const struct words *words,
                   struct bv_eval_state *state, struct bv_fault *fault)
{
    size_t done = 0;
    int error = bv_eval_run_all(evaluation, words->jobs, state, &done);

    if (error == 0)
        error = measure(evaluation);
    if (error == -ECANCELED && state)
        bv_fault_set(fault, error,
                     "Stopped; the same command goes on after the %zu clip%s "
                     "that %s done.",
                     done, done == 1 ? "" : "s", done == 1 ? "is" : "are");
    if (error == -ECANCELED)
        bv_fault_set(fault, error, "Stopped; there are no figures.");
    else if (error < 0)
        bv_fault_set(fault, error, "Cannot keep what was measured: %s.",
                     bv_error_text(error));
    return error;
}

static int evaluate(const struct bv_command *command,
                    struct bv_evaluation *evaluation, const struct words *words,
                    int argc, char **argv)
{
    char *scenes = words->scenes ? strdup(words->scenes) : NULL;
    int exit_code, error = words->scenes && !scenes ? -ENOMEM : 0;
    struct measure measures = {0};
    struct bv_fault fault = {0};
    struct outputs outputs = {0};
    struct bv_eval_state *state = NULL;
    bool written = false;

    if (error == 0)
        error = read_measures(words, &measures, &fault);
    if (error == 0)
        error = open_outputs(&outputs, words, &fault);
    if (error == 0)
        error = list_clips(evaluation, words, scenes, argc, argv);
    if (error == 0)
        error = open_state(command, evaluation, words, &state, &fault);
    if (error == 0)
        error = run_all(evaluation, words, state, &fault);
    exit_code = error < 0 ? bv_failure(command, &fault, error)
                          : report(command, evaluation, words, &measures,
                                   &outputs, &written);
    bv_eval_state_close(state, written);
    close_outputs(&outputs, -ECANCELED, NULL); /* what was not written */
    bv_figure_table_free(measures.before);
    free(scenes);
    return exit_code;
}

static int choose_rows(const struct bv_command *command,
                       struct bv_evaluation *evaluation,
                       const struct words *words)
{
    struct bv_fault fault = {0};
    int *list = NULL, error = 0;

    if (words->perturb)
        error = bv_eval_rows_choose(words->perturb, &list,
                                    &evaluation->perturbation_count, &fault);
    evaluation->perturbations = list;
    if (error == -EINVAL)
        return bv_usage_error(command, "%s", fault.text);
    return error < 0 ? bv_failure(command, &fault, error) : -1;
}

static int check_words(const struct bv_command *command,
                       struct bv_evaluation *evaluation, struct words *words,
                       int argc)
{
    int exit_code = -1;

    if (argc == 0 && !words->scenes)
        return bv_usage_error(command, "name a clip, or a scene with --scene.");
    if (words->seeds && !words->scenes)
        return bv_usage_error(command, "--seeds goes with --scene.");
    if (words->seeds)
        exit_code = bv_seeds_read(command, words->seeds, seeds_most,
                                  &words->first_seed, &words->last_seed);
    if (exit_code >= 0)
        return exit_code;
    if (evaluation->options.truth && (argc != 1 || words->scenes))
        return bv_usage_error(command, "--truth goes with one clip.");
    if (evaluation->options.truth && evaluation->options.no_needle)
        return bv_usage_error(command, "--truth and --no-needle contradict.");
    return choose_rows(command, evaluation, words);
}

static int run(const struct bv_command *command, int argc, char **argv)
{
    struct bv_evaluation evaluation = {.options = {.seconds = 20}};
    struct bv_eval_options *of_clips = &evaluation.options;
    struct words words = {
        .first_seed = 1, .last_seed = 1, .jobs = sysconf(_SC_NPROCESSORS_ONLN)};
    const struct bv_option options[] = {
        {"--truth", "FILE", "the truth of the one clip", BV_OPTION_TEXT,
         &of_clips->truth, NULL},
        {"--no-needle", NULL, "the clips show none; scenes: leave it out",
         BV_OPTION_FLAG, &of_clips->no_needle, NULL},
        {"--stills", NULL, "treat each picture by itself", BV_OPTION_FLAG,
         &of_clips->stills, NULL},
        {"--mm-per-px", "S", "the scale, where the clip does not say",
         BV_OPTION_SCALE, &of_clips->mm_per_px, NULL},
        BV_OPTION_OUT_OF_PLANE(&of_clips->out_of_plane),
        {"--scene", "NAME,...", "scenes of the simulated probe", BV_OPTION_TEXT,
         &words.scenes, NULL},
        {"--seeds", "A..B", "seeds of each scene; 1 if not said",
         BV_OPTION_TEXT, &words.seeds, NULL},
        {"--seconds", "S", "of each seed; 20 if not said", BV_OPTION_NUMBER,
         &of_clips->seconds, NULL},
        {"--perturb", "NAME,...", "measure the clips changed, too; or \"all\"",
         BV_OPTION_TEXT, &words.perturb, NULL},
        {"--jobs", "N", "clips at a time; as many as there are cores",
         BV_OPTION_COUNT, &words.jobs, NULL},
        {"--json", "FILE", "write all figures as JSON", BV_OPTION_TEXT,
         &words.json, NULL},
        {"--report", "DIR", "write one HTML page with the worst frames",
         BV_OPTION_TEXT, &words.report, NULL},
        {"--state", "FILE", "what is done, to go on; beside what is written",
         BV_OPTION_TEXT, &words.state, NULL},
        {"--against", "FILE", "say what changed since such a JSON file",
         BV_OPTION_TEXT, &words.against, NULL},
        {"--limits", "FILE", "exit 1 where one of these limits is broken",
         BV_OPTION_TEXT, &words.limits, NULL},
        {"--junit", "FILE", "write clips and limits as JUnit's test cases",
         BV_OPTION_TEXT, &words.junit, NULL},
        {0}};
    int exit_code = bv_options_read(command, options, &argc, argv);

    if (exit_code < 0)
        exit_code = check_words(command, &evaluation, &words, argc);
    if (exit_code >= 0)
        return exit_code;
    if (words.report)
        of_clips->worst_count = worst_shown;
    bv_stop_listen();
    exit_code = evaluate(command, &evaluation, &words, argc, argv);
    evaluation_fini(&evaluation);
    return exit_code;
}

const struct bv_command bv_command_eval = {
    .name = "eval",
    .words = "CLIP... [options]",
    .summary = "measure the detector on clips with truth",
    .details = "The truth of a clip lies beside it: NAME.truth.jsonl, "
               "NAME.labels.csv, or labels.csv.\nWhat each figure means is in "
               "docs/evaluation.md.\n\n"
               "  bevel eval clips/*.mkv --json figures.json\n"
               "  bevel eval clip.mp4 --truth labels.csv --mm-per-px 0.0354\n"
               "  bevel eval --no-needle healthy/*.mp4\n"
               "  bevel eval --scene nerve --seeds 1..10 --seconds 20",
    .run = run,
};
