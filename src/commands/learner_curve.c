/*
 * bevel learner curve: its numbers.
 */
#include "commands/learner_curve.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "commands/output.h"
#include "guidance/review/review.h"

int bv_learner_curve_check(const struct bv_command *command,
                           const char *measure, const char *output, bool cusum,
                           bool limits)
{
    if (!measure || !bv_review_metric_find(measure))
        return bv_usage_error(command, "--measure takes a figure of a review, "
                                       "such as passes or tip_seen.");
    if (!output || (!bv_output_ends_with(output, ".html") &&
                    !bv_output_ends_with(output, ".pdf") &&
                    !bv_output_ends_with(output, ".png")))
        return bv_usage_error(command, "--output takes FILE.html, FILE.pdf or "
                                       "FILE.png.");
    if (cusum && !limits)
        return bv_usage_error(command, "a CUSUM needs to know what a failure "
                                       "is: --least or --most.");
    return -1;
}

/* Numbers between commas, exactly so many. */
static bool read_numbers(const char *text, double *numbers, int count)
{
    for (int i = 0; i < count; i++) {
        char *rest;

        numbers[i] = strtod(text, &rest);
        if (rest == text || !isfinite(numbers[i]) ||
            *rest != (i + 1 < count ? ',' : '\0'))
            return false;
        text = rest + 1;
    }
    return true;
}

static int read_rates(struct bv_curve *curve, struct bv_fault *fault)
{
    const struct bv_curve_words *words = curve->words;
    double numbers[4];

    curve->has_cusum = words->cusum;
    curve->has_lc_cusum = words->lc_cusum;
    if (words->cusum) {
        if (read_numbers(words->cusum, numbers, 4))
            curve->rates = (struct bv_cusum_rates){numbers[0], numbers[1],
                                                   numbers[2], numbers[3]};
        if (!bv_cusum_rates_hold(&curve->rates))
            return bv_fault_set(fault, -EINVAL,
                                "--cusum takes four rates between 0 and 1 such "
                                "as 0.2,0.4,0.1,0.1, the first below the "
                                "second.");
        curve->limits = bv_cusum_limits_make(&curve->rates);
    }
    if (words->lc_cusum) {
        if (read_numbers(words->lc_cusum, numbers, 3))
            curve->lc =
                (struct bv_lc_cusum){numbers[0], numbers[1], numbers[2]};
        if (!(curve->lc.adequate > 0 &&
              curve->lc.adequate < curve->lc.inadequate &&
              curve->lc.inadequate < 1 && curve->lc.limit > 0 &&
              curve->lc.limit < 100))
            return bv_fault_set(fault, -EINVAL,
                                "--lc-cusum takes two rates between 0 and 1 "
                                "and a limit such as 0.1,0.2,1.25, the first "
                                "rate below the second.");
    }
    return 0;
}

/* A figure of an attempt; NAN: not measured. */
static int value_of(struct bv_store *store, int64_t attempt, const char *key,
                    double *value, struct bv_fault *fault)
{
    struct bv_kept_measure *measures;
    size_t count;
    int error =
        bv_store_list_measures(store, attempt, &measures, &count, fault);

    *value = NAN;
    if (error < 0)
        return error;
    for (size_t i = 0; i < count; i++)
        if (strcmp(measures[i].key, key) == 0)
            *value = measures[i].value;
    free(measures);
    return 0;
}

static bool fails(const struct bv_curve_words *words, double value)
{
    return value < words->least || value > words->most;
}

static int take_attempts(struct bv_store *store, int64_t learner,
                         struct bv_curve *curve, struct bv_fault *fault)
{
    struct bv_attempt *attempts;
    size_t count;
    double value;
    int error = bv_store_list_attempts(store, learner, curve->words->task,
                                       &attempts, &count, fault);

    if (error < 0)
        return error;
    curve->values = calloc(4 * count + 4, sizeof(*curve->values));
    curve->failed = calloc(count + 1, sizeof(*curve->failed));
    if (!curve->values || !curve->failed)
        error = -ENOMEM;
    for (size_t i = 0; i < count && error == 0; i++) {
        error = value_of(store, attempts[i].id, curve->words->measure, &value,
                         fault);
        if (error < 0 || isnan(value)) {
            curve->left_out += error == 0;
            continue;
        }
        curve->failed[curve->count] = fails(curve->words, value);
        curve->failures += curve->failed[curve->count];
        curve->values[curve->count++] = value;
    }
    free(attempts);
    curve->sum = curve->values + count + 1;
    curve->lc_sum = curve->sum + count + 1;
    curve->numbers = curve->lc_sum + count + 1;
    for (size_t i = 0; i < curve->count; i++)
        curve->numbers[i] = (double)i + 1;
    return error;
}

/* What the experts' attempts came to. */
static int take_experts(struct bv_store *store, struct bv_curve *curve,
                        struct bv_fault *fault)
{
    struct bv_learner *learners;
    size_t count;
    int error = bv_store_list_learners(store, &learners, &count, fault);

    curve->expert_least = curve->expert_most = NAN;
    if (error < 0)
        return error;
    for (size_t i = 0; i < count && error == 0; i++) {
        struct bv_curve experts = {.words = curve->words};

        if (!learners[i].expert)
            continue;
        error = take_attempts(store, learners[i].id, &experts, fault);
        for (size_t j = 0; j < experts.count && error == 0; j++) {
            curve->expert_least = fmin(curve->expert_least, experts.values[j]);
            curve->expert_most = fmax(curve->expert_most, experts.values[j]);
        }
        curve->expert_count += experts.count;
        free(experts.values);
        free(experts.failed);
    }
    free(learners);
    return error;
}

static void run_charts(struct bv_curve *curve)
{
    if (curve->has_cusum)
        curve->verdict =
            bv_cusum_run(&curve->limits, curve->failed, curve->count,
                         curve->sum, &curve->decided_at);
    if (curve->has_lc_cusum)
        curve->shown_at = bv_lc_cusum_run(&curve->lc, curve->failed,
                                          curve->count, curve->lc_sum);
}

int bv_learner_curve(struct bv_store *store, const char *name,
                     const struct bv_curve_words *words, const char *output,
                     struct bv_fault *fault)
{
    const struct bv_review_metric *about =
        bv_review_metric_find(words->measure);
    struct bv_curve curve = {
        .words = words, .title = about->title, .unit = about->unit};
    struct bv_learner learner;
    int error = bv_store_find_learner(store, name, &learner, fault);

    if (error == 0)
        error = read_rates(&curve, fault);
    curve.learner = learner.name;
    if (error == 0)
        error = take_attempts(store, learner.id, &curve, fault);
    if (error == 0 && curve.count == 0)
        error = bv_fault_set(fault, -ENODATA,
                             "No attempt of %.60s has this figure.", name);
    if (error == 0)
        error = take_experts(store, &curve, fault);
    if (error == 0) {
        run_charts(&curve);
        error = bv_learner_curve_write(&curve, output, fault);
    }
    free(curve.values);
    free(curve.failed);
    return error;
}
