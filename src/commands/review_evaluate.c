#include "commands/review_evaluate.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "commands/review_analyse.h"
#include "commands/review_table.h"
#include "guidance/review/compare.h"

static const char mistakes[] = "mistake-unseen,mistake-lost-plane,"
                               "mistake-probe-motion,mistake-passes,"
                               "mistake-shaft-for-tip";

/* All that is asked for. */
struct evaluation {
    uint64_t first_seed, last_seed;
    const struct bv_review_rules *rules;
    size_t count;
    struct bv_compare *compares;
    char **names;
};

static int compare_one(const struct bv_review_source *source,
                       const struct bv_review_rules *rules,
                       struct bv_compare *compare, struct bv_fault *fault)
{
    struct bv_analysis analysis = {0};
    struct bv_review review = {0}, truly = {0};
    int error = bv_review_analyse(source, &analysis, fault);

    if (error == 0)
        error = bv_review_make(analysis.frames, analysis.count, rules, &review);
    if (error == 0)
        error =
            bv_review_make_true(analysis.truth, analysis.count, rules, &truly);
    if (error == 0)
        error = bv_review_compare(&review, &truly, analysis.truth,
                                  analysis.count, rules, compare);
    bv_review_fini(&review);
    bv_review_fini(&truly);
    bv_analysis_fini(&analysis);
    return error;
}

static int add(struct evaluation *evaluation, const char *scene, uint64_t seed,
               struct bv_fault *fault)
{
    struct bv_review_source source = {
        .name = scene, .is_scene = true, .seed = seed};
    int error = compare_one(&source, evaluation->rules,
                            &evaluation->compares[evaluation->count], fault);

    if (error < 0)
        return error;
    if (asprintf(&evaluation->names[evaluation->count], "%s seed %llu", scene,
                 (unsigned long long)seed) < 0) {
        evaluation->names[evaluation->count] = NULL;
        return -ENOMEM;
    }
    evaluation->count++;
    return 0;
}

/* @param scenes  Is cut at its commas. */
static int run(struct evaluation *evaluation, char *scenes,
               struct bv_fault *fault)
{
    int error = 0;

    for (char *scene; error == 0 && (scene = strsep(&scenes, ","));)
        for (uint64_t seed = evaluation->first_seed;
             error == 0 && seed <= evaluation->last_seed; seed++)
            error = add(evaluation, scene, seed, fault);
    if (error == 0)
        bv_review_print_compared(stdout, (const char *const *)evaluation->names,
                                 evaluation->compares, evaluation->count);
    return error;
}

int bv_review_evaluate(const char *scenes, uint64_t first_seed,
                       uint64_t last_seed, const struct bv_review_rules *rules,
                       struct bv_fault *fault)
{
    struct evaluation evaluation = {
        .first_seed = first_seed, .last_seed = last_seed, .rules = rules};
    size_t seeds = (size_t)(last_seed - first_seed) + 1, most = seeds;
    char *copy = strdup(scenes ? scenes : mistakes);
    int error = -ENOMEM;

    for (const char *at = copy; at && *at; at++)
        most += *at == ',' ? seeds : 0;
    evaluation.compares = calloc(most, sizeof(*evaluation.compares));
    evaluation.names = calloc(most, sizeof(*evaluation.names));
    if (copy && evaluation.compares && evaluation.names)
        error = run(&evaluation, copy, fault);
    for (size_t i = 0; i < evaluation.count; i++)
        free(evaluation.names[i]);
    free(evaluation.names);
    free(evaluation.compares);
    free(copy);
    return error;
}
