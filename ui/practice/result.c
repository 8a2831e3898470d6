#include "ui/practice/result.h"

#include <errno.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/words.h"
#include "records/rules_file.h"
#include "records/truth_file.h"

/* Below this share of the time the tip was seen too little to go on. */
static const double tip_seen_least = 0.7;

static double count_moments(const struct bv_review *review,
                            enum bv_moment_kind kind)
{
    int count = 0;

    for (size_t i = 0; i < review->moment_count; i++)
        count += review->moments[i].kind == kind;
    return count;
}

static double measure(const struct bv_review *review, const char *key)
{
    const struct bv_review_value *value = bv_review_measure(review, key);

    return value ? value->value : NAN;
}

struct bv_practice_figures
bv_practice_figures_make(const struct bv_review *review)
{
    struct bv_practice_figures figures = {
        .needle_s = measure(review, "needle_s"),
        .passes = measure(review, "passes"),
        .tip_seen = review->tip_share,
        .nearest_mm = measure(review, "nearest_mm"),
        .reached = NAN,
        .unseen = count_moments(review, BV_MOMENT_ADVANCED_UNSEEN),
        .touched = count_moments(review, BV_MOMENT_IN_STRUCTURE)};

    if (!isnan(figures.nearest_mm))
        figures.reached =
            count_moments(review, BV_MOMENT_TARGET_REACHED) > 0 ? 1 : 0;
    figures.alarms =
        figures.touched + count_moments(review, BV_MOMENT_NEAR_STRUCTURE);
    return figures;
}

static void put_number(char *text, const char *format, double value)
{
    if (isnan(value))
        snprintf(text, BV_PRACTICE_TEXT_SIZE, "\342\200\223");
    else
        snprintf(text, BV_PRACTICE_TEXT_SIZE, format, value);
}

static void put_yes(char *text, double value)
{
    snprintf(text, BV_PRACTICE_TEXT_SIZE, "%s",
             isnan(value) ? "\342\200\223"
             : value > 0  ? _("yes")
                          : _("no"));
}

/* Of true figures where they are known. */
static double known(double truth, double measured)
{
    return isnan(truth) ? measured : truth;
}

/* One thing, the gravest first. No praise: figures do not know. */
static void say_better(struct bv_practice_result *result)
{
    const struct bv_practice_figures *truth = &result->truth;
    const struct bv_practice_figures *measured = &result->measured;
    double passes = known(truth->passes, measured->passes);
    double seen = known(truth->tip_seen, measured->tip_seen);
    double unseen = known(truth->unseen, measured->unseen);
    double reached = known(truth->reached, measured->reached);
    char *text = result->sentence;
    const size_t size = sizeof(result->sentence);

    if (measured->touched > 0)
        snprintf(text, size,
                 _("The tip lay in what is to be avoided %.0f times: stop at "
                   "the first alarm, and withdraw."),
                 measured->touched);
    else if (unseen > 0)
        snprintf(text, size,
                 _("The needle advanced unseen %.0f times: stop when the tip "
                   "is lost, and find it by the probe before it goes on."),
                 unseen);
    else if (reached == 0)
        snprintf(text, size,
                 _("The target was not reached, the nearest was %.0f mm: "
                   "correct the course while the tip is shallow, and stop at "
                   "the target."),
                 known(truth->nearest_mm, measured->nearest_mm));
    else if (passes > 1)
        snprintf(text, size,
                 _("It took %.0f passes: look at the ways before the "
                   "needle goes in."),
                 passes);
    else if (seen < tip_seen_least)
        snprintf(text, size,
                 _("The tip was seen for %.0f %% of the time: keep the needle "
                   "in the plane by small movements of the probe."),
                 100 * seen);
    else if (isnan(reached))
        snprintf(text, size, "%s",
                 _("No target was marked: mark one, and its distance is "
                   "measured."));
    else
        snprintf(text, size, "%s",
                 _("These figures do not say what to do better."));
}

void bv_practice_say(struct bv_practice_result *result)
{
    const struct bv_practice_figures *columns[] = {&result->truth,
                                                   &result->measured};
    const char *const names[BV_PRACTICE_ROWS] = {
        _("Time with the needle"),  _("Passes"),         _("Tip seen"),
        _("Nearest to the target"), _("Target reached"), _("Advanced unseen"),
        _("Structures touched"),    _("Alarms")};

    for (int i = 0; i < 2; i++) {
        const struct bv_practice_figures *figures = columns[i];
        char *text[BV_PRACTICE_ROWS];

        for (int j = 0; j < BV_PRACTICE_ROWS; j++) {
            result->row[j].name = names[j];
            text[j] = i == 0 ? result->row[j].truth : result->row[j].measured;
        }
        put_number(text[0], "%.0f s", figures->needle_s);
        put_number(text[1], "%.0f", figures->passes);
        put_number(text[2], "%.0f %%", 100 * figures->tip_seen);
        put_number(text[3], "%.0f mm", figures->nearest_mm);
        put_yes(text[4], figures->reached);
        put_number(text[5], "%.0f", figures->unseen);
        put_number(text[6], "%.0f", figures->touched);
        put_number(text[7], "%.0f", figures->alarms);
    }
    say_better(result);
}

static struct bv_review_truth *read_truth(const struct bv_review_frame *frames,
                                          size_t count, const char *path,
                                          struct bv_fault *fault)
{
    struct bv_truth_file *file;
    struct bv_review_truth *truth;

    if (bv_truth_file_load(path, NULL, &file, fault) < 0)
        return NULL;
    truth = calloc(count, sizeof(*truth));
    for (size_t i = 0; truth && i < count; i++) {
        const struct bv_truth_frame *found =
            bv_truth_file_at(file, frames[i].number);

        if (found)
            truth[i] = bv_review_truth_make(found, frames[i].time_ns);
        truth[i].time_ns = frames[i].time_ns;
    }
    bv_truth_file_free(file);
    if (!truth)
        bv_fault_set(fault, -ENOMEM, "%s.", bv_error_text(-ENOMEM));
    return truth;
}

int bv_practice_judge(const struct bv_review_frame *frames, size_t count,
                      const char *truth_path, struct bv_practice_result *result,
                      struct bv_fault *fault)
{
    struct bv_review seen = {.seconds = 0}, truly = {.seconds = 0};
    struct bv_practice_result made = {.sentence = ""};
    struct bv_review_rules rules;
    struct bv_review_truth *truth;
    int error;

    if (count == 0)
        return bv_fault_set(fault, -ENODATA, "%s",
                            _("There is no picture to judge yet."));
    error = bv_rules_read(NULL, &rules, fault);
    if (error < 0)
        return error;
    truth = read_truth(frames, count, truth_path, fault);
    if (!truth)
        return fault->error;
    error = bv_review_make(frames, count, &rules, &seen);
    if (error == 0)
        error = bv_review_make_true(truth, count, &rules, &truly);
    if (error == 0) {
        made.measured = bv_practice_figures_make(&seen);
        made.truth = bv_practice_figures_make(&truly);
        made.truth.touched = made.truth.alarms = NAN; /* not in a truth */
        bv_practice_say(&made);
        *result = made;
    } else {
        bv_fault_set(fault, error, "%s.", bv_error_text(error));
    }
    bv_review_fini(&seen);
    bv_review_fini(&truly);
    free(truth);
    return error;
}
