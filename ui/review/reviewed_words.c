/*
 * An attempt under review: what is said of its moments and frames.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "core/words.h"
#include "ui/review/reviewed.h"

void bv_reviewed_say_time(double time_s, char *text, size_t size)
{
    int minutes = (int)(time_s / 60);

    if (time_s < 60)
        snprintf(text, size, "%.1f s", time_s);
    else
        snprintf(text, size, "%d:%04.1f", minutes, time_s - 60.0 * minutes);
}

/* Its kind, and behind it what was measured. @param moment  NULL: nothing. */
static void say_kind(int kind, const struct bv_moment *moment, char *text,
                     size_t size)
{
    const struct bv_moment_about *about =
        moment ? bv_moment_about(moment->kind) : NULL;
    char amount[48] = "", unsure[32] = "", mark[64] = "";

    if (moment && about->unit && isfinite(moment->amount))
        snprintf(amount, sizeof(amount), ": %.1f %s%s", moment->amount,
                 _(about->unit), moment->at_least ? _(" or more") : "");
    if (moment && isfinite(moment->uncertainty))
        snprintf(unsure, sizeof(unsure), " (± %.1f)", moment->uncertainty);
    if (moment && moment->structure)
        snprintf(mark, sizeof(mark), _(", mark %d"), moment->structure);
    snprintf(text, size, "%s%s%s%s%s", _(bv_corrected_kind_title(kind)), amount,
             unsure, mark,
             moment && moment->needle_idle ? _(", the needle idle") : "");
}

void bv_reviewed_say_moment(const struct bv_reviewed *attempt, int index,
                            char *text, size_t size)
{
    const struct bv_shown_moment *shown = &attempt->shown[index];

    say_kind(shown->kind,
             shown->measured >= 0 && shown->from != BV_SHOWN_CHANGED
                 ? &attempt->review.moments[shown->measured]
                 : NULL,
             text, size);
}

void bv_reviewed_say_measured(const struct bv_reviewed *attempt, int index,
                              char *text, size_t size)
{
    const struct bv_shown_moment *shown = &attempt->shown[index];
    const struct bv_moment *moment;
    char kind[200];

    text[0] = '\0';
    if (shown->from != BV_SHOWN_CHANGED)
        return;
    moment = &attempt->review.moments[shown->measured];
    say_kind((int)moment->kind, moment, kind, sizeof(kind));
    snprintf(text, size, _("Measured: %s, %.1f to %.1f s"), kind,
             moment->start_s, moment->end_s);
}

enum bv_moment_truth bv_reviewed_truth(const struct bv_reviewed *attempt,
                                       int index)
{
    const struct bv_shown_moment *shown = &attempt->shown[index];

    return attempt->matches && shown->measured >= 0 &&
                   shown->from != BV_SHOWN_CHANGED
               ? attempt->matches[shown->measured].truth
               : BV_MOMENT_UNKNOWN;
}

static void say_amount(const struct bv_moment *moment, char *text, size_t size)
{
    const char *unit = bv_moment_about(moment->kind)->unit;

    text[0] = '\0';
    if (unit && isfinite(moment->amount))
        snprintf(text, size, "%.1f %s", moment->amount, _(unit));
}

void bv_reviewed_say_truth(const struct bv_reviewed *attempt, int index,
                           char *text, size_t size)
{
    char amount[48];
    int truly;

    text[0] = '\0';
    if (bv_reviewed_truth(attempt, index) != BV_MOMENT_TRUE)
        return;
    truly = attempt->matches[attempt->shown[index].measured].truly;
    say_amount(&attempt->truly.moments[truly], amount, sizeof(amount));
    if (amount[0])
        snprintf(text, size, _("truth: %s"), amount);
}

void bv_reviewed_say_true(const struct bv_reviewed *attempt, int index,
                          char *text, size_t size)
{
    const struct bv_moment *moment = &attempt->truly.moments[index];
    char amount[48];

    say_amount(moment, amount, sizeof(amount));
    snprintf(text, size, "%s%s%s", _(bv_moment_about(moment->kind)->title),
             amount[0] ? ": " : "", amount);
}

/* The limits that a rule names, behind it. */
static void add_limits(const struct bv_reviewed *attempt, const char *rule,
                       char *text, size_t size)
{
    struct bv_review_rules rules = *attempt->rules;

    for (size_t i = 0; i < bv_review_rule_count(); i++) {
        const struct bv_review_rule *limit = bv_review_rule_at(i);
        size_t used = strlen(text);

        if (strstr(rule, limit->key))
            snprintf(text + used, size - used, _(" %s is %g %s."), limit->key,
                     *bv_review_rule_value(&rules, i), _(limit->unit));
    }
}

void bv_reviewed_say_rule(const struct bv_reviewed *attempt, int index,
                          char *text, size_t size)
{
    const struct bv_shown_moment *shown = &attempt->shown[index];
    const char *rule;

    switch (shown->from) {
    case BV_SHOWN_ADDED:
        snprintf(text, size, _("A person says so; nothing was measured here."));
        return;
    case BV_SHOWN_CHANGED:
        snprintf(
            text, size,
            _("A person says how it was. Measured was: %s, %.1f to %.1f s."),
            _(bv_moment_about(attempt->review.moments[shown->measured].kind)
                  ->title),
            attempt->review.moments[shown->measured].start_s,
            attempt->review.moments[shown->measured].end_s);
        return;
    default:
        rule = bv_moment_about((enum bv_moment_kind)shown->kind)->rule;
        snprintf(text, size, "%s%s",
                 shown->from == BV_SHOWN_REJECTED
                     ? _("A person says that it is not so. The rule: ")
                     : "",
                 _(rule));
        add_limits(attempt, rule, text, size);
    }
}

static const char *state_words(const struct bv_review_frame *frame)
{
    switch (frame->state) {
    case BV_NEEDLE_TIP_SEEN:
        return _("Tip seen");
    case BV_NEEDLE_TIP_PREDICTED:
        return _("Tip predicted, not seen");
    case BV_NEEDLE_SHAFT_ONLY:
        return _("Shaft seen, tip not seen");
    case BV_NEEDLE_CROSSING:
        return _("Needle crosses the plane");
    default:
        return _("Needle not seen");
    }
}

void bv_reviewed_say_frame(const struct bv_reviewed *attempt, size_t frame,
                           char *text, size_t size)
{
    const struct bv_review_frame *seen = &attempt->analysis.frames[frame];
    double depth_mm = bv_review_frame_depth_mm(seen);
    char depth[48] = "", target[48] = "", alarm[48] = "";

    if (isfinite(depth_mm))
        snprintf(depth, sizeof(depth), _(", %.0f mm deep"), depth_mm);
    if (seen->has_target && isfinite(seen->distance_mm) &&
        seen->state == BV_NEEDLE_TIP_SEEN)
        snprintf(target, sizeof(target), _(", %.0f mm from the target"),
                 seen->distance_mm);
    if (seen->alarm != BV_ALARM_NONE)
        snprintf(alarm, sizeof(alarm),
                 seen->alarm == BV_ALARM_INSIDE ? _(", in mark %d")
                                                : _(", near mark %d"),
                 seen->alarm_id);
    snprintf(text, size, "%s%s%s%s", state_words(seen), depth, target, alarm);
}

void bv_reviewed_say_shown(const struct bv_reviewed *attempt, int64_t shown,
                           char *text, size_t size)
{
    char seen[200];

    if (shown < 0) {
        bv_reviewed_say_frame(attempt, attempt->player.at, text, size);
        return;
    }
    bv_reviewed_say_frame(attempt, bv_reviewed_find(attempt, (uint32_t)shown),
                          seen, sizeof(seen));
    snprintf(text, size, _("Shown is frame %u: %s"), (unsigned)shown, seen);
}
