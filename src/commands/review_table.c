#include "commands/review_table.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "commands/review_say.h"
#include "commands/review_scores.h"
#include "core/text.h"
#include "core/words.h"

const char *bv_review_say(double value, char *text, size_t size)
{
    if (!isfinite(value))
        return "-";
    snprintf(text, size, "%.*f", fabs(value - round(value)) < 5e-3 ? 0 : 1,
             bv_text_round(value, 1));
    return text;
}

static void print_moment(FILE *out, const struct bv_moment *moment)
{
    const struct bv_moment_about *about = bv_moment_about(moment->kind);
    char text[32];

    fprintf(out, "%8.1f %7.1f  %-30s", moment->start_s, moment->end_s,
            about->title);
    if (about->unit)
        fprintf(out, " %7s %s",
                bv_review_say(moment->amount, text, sizeof(text)), about->unit);
    if (moment->at_least)
        fputs(" or more", out);
    if (isfinite(moment->uncertainty))
        fprintf(out, " (+- %.1f)", moment->uncertainty);
    if (moment->structure)
        fprintf(out, " mark %d", moment->structure);
    if (moment->needle_idle)
        fputs(", the needle idle", out);
    fputc('\n', out);
}

const char *bv_review_say_none(const struct bv_review *review)
{
    if (!review->way.ever_seen)
        return N_("none: no needle was seen");
    return review->way.scaled ? N_("none")
                              : N_("not known: the scale is not known");
}

static void print_moments(FILE *out, const char *title,
                          const struct bv_review *review)
{
    fprintf(out, "%s\n    from      to\n", title);
    if (review->moment_count == 0)
        fprintf(out, "         (%s)\n", bv_review_say_none(review));
    for (size_t i = 0; i < review->moment_count; i++)
        print_moment(out, &review->moments[i]);
    fputc('\n', out);
}

/* The limits that a rule names. */
static void print_limits(FILE *out, const char *rule,
                         const struct bv_review_rules *rules)
{
    struct bv_review_rules copy = *rules;

    for (size_t i = 0; i < bv_review_rule_count(); i++)
        if (strstr(rule, bv_review_rule_at(i)->key))
            fprintf(out, " (%s: %g %s)", bv_review_rule_at(i)->key,
                    *bv_review_rule_value(&copy, i),
                    bv_review_rule_at(i)->unit);
}

/* The rule of each kind that is there, once. */
static void print_rules(FILE *out, const struct bv_review *review,
                        const struct bv_review_rules *rules)
{
    for (int kind = 0; kind < BV_MOMENT_KINDS; kind++)
        for (size_t i = 0; i < review->moment_count; i++)
            if ((int)review->moments[i].kind == kind) {
                const struct bv_moment_about *about =
                    bv_moment_about((enum bv_moment_kind)kind);

                fprintf(out, "  %s: %s", about->title, about->rule);
                print_limits(out, about->rule, rules);
                fputc('\n', out);
                break;
            }
}

static void print_gaps(FILE *out, const struct bv_analysis *analysis)
{
    char text[700] = "";

    if (analysis)
        bv_analysis_say_gaps(analysis, text, sizeof(text));
    if (text[0])
        fprintf(out, "%s\n", text);
}

static void print_corrections(FILE *out,
                              const struct bv_corrections *corrections)
{
    char text[900];

    for (size_t i = 0; corrections && i < bv_corrections_count(corrections);
         i++) {
        bv_correction_say(bv_corrections_at(corrections, i), text,
                          sizeof(text));
        fprintf(out, "%s  %s\n", i ? "" : "\nWhat a person says of them\n",
                text);
    }
}

static const char *say_value(const struct bv_review_metric *about, double value,
                             char *text, size_t size)
{
    const char *yes = bv_review_say_yes(about, value);

    return yes ? yes : bv_review_say(value, text, size);
}

static void print_measure(FILE *out, const struct bv_review_value *measure,
                          const struct bv_review *truly)
{
    const struct bv_review_metric *about = measure->about;
    const struct bv_review_value *truth =
        truly ? bv_review_measure(truly, about->key) : NULL;
    bool yes = bv_review_say_yes(about, 1) != NULL;
    char text[32], title[96];

    snprintf(title, sizeof(title), "%s%s%s", about->title, yes ? "" : ", ",
             yes ? "" : about->unit);
    fprintf(out, "  %-44s %8s", title,
            say_value(about, measure->value, text, sizeof(text)));
    if (isfinite(measure->uncertainty))
        fprintf(out, " +- %-5.1f", measure->uncertainty);
    else
        fprintf(out, "%9s", "");
    if (truly)
        fprintf(out, " %8s",
                truth ? say_value(about, truth->value, text, sizeof(text))
                      : "-");
    if (measure->note)
        fprintf(out, "  %s", measure->note);
    fputc('\n', out);
}

void bv_review_print(FILE *out, const struct bv_review_report *report)
{
    const struct bv_review *review = report->review;
    char scale[BV_REVIEW_SENTENCE_SIZE];

    fprintf(out, "%s%s: %.1f s; rules \"%s\", revision %d\n", report->source,
            report->simulated ? " (SIMULATED)" : "", review->seconds,
            report->rules->name, report->rules->revision);
    if (review->way.ever_seen)
        fprintf(
            out, "The tip is seen in %.0f %% of the time with the needle.%s\n",
            100 * review->tip_share,
            review->seen_share < 0.98 ? " Path and advance are lower bounds."
                                      : "");
    else
        fprintf(out, "%s\n", bv_review_say_unseen(review));
    bv_review_say_scale(report, scale, sizeof(scale));
    if (scale[0])
        fprintf(out, "%s\n", scale);
    else if (review->way.ever_seen && !review->way.scaled)
        fputs("The scale is not known: nothing in mm is measured. "
              "--mm-per-px gives it.\n",
              out);
    print_gaps(out, report->analysis);
    fputc('\n', out);
    print_moments(out, "Moments, s", review);
    print_rules(out, review, report->rules);
    print_corrections(out, report->corrections);
    if (report->truly)
        print_moments(out, "\nWhat truly happened, s", report->truly);
    fprintf(out, "%sFigures%*s\n", review->moment_count ? "\n" : "",
            report->truly ? 59 : 0, report->truly ? "truth" : "");
    for (size_t i = 0; i < review->measure_count; i++)
        print_measure(out, &review->measures[i], report->truly);
    bv_review_print_scores(out, report->scores);
    fputs("\nNot measured\n", out);
    for (const struct bv_unmeasurable *at = bv_review_unmeasurable; at->title;
         at++)
        if (bv_review_lacks(report, at))
            fprintf(out, "  %s: %s\n", at->title, at->why);
}

/* Sums over recordings. */
struct sums {
    struct bv_compare_kind kinds[BV_MOMENT_KINDS];
    double seconds;
    int count, passes_right, reached_there, reached_found, reached_right,
        reached_untrue, paths, paths_right;
    double path_mm, path_true_mm, tip_s, tip_untrue_s;
};

static bool path_is_right(const struct bv_compare *compare)
{
    return fabs(compare->path_mm - compare->path_true_mm) <=
           0.05 * compare->path_true_mm;
}

static void add(struct sums *sums, const struct bv_compare *compare)
{
    for (int kind = 0; kind < BV_MOMENT_KINDS; kind++) {
        struct bv_compare_kind *sum = &sums->kinds[kind];
        const struct bv_compare_kind *one = &compare->kinds[kind];

        sum->there += one->there;
        sum->found += one->found;
        sum->right += one->right;
        sum->made += one->made;
        sum->untrue += one->untrue;
    }
    sums->count++;
    sums->seconds += compare->seconds;
    sums->passes_right += compare->passes == compare->passes_true;
    sums->tip_s += compare->tip_s;
    sums->tip_untrue_s += compare->tip_untrue_s;
    sums->reached_there += compare->reached_true;
    sums->reached_found += compare->reached_true && compare->reached;
    sums->reached_right += compare->reached_in_time;
    sums->reached_untrue += compare->reached && !compare->reached_true;
    if (compare->path_true_mm > 0) {
        sums->paths++;
        sums->path_mm += compare->path_mm;
        sums->path_true_mm += compare->path_true_mm;
        sums->paths_right += path_is_right(compare);
    }
}

static void print_share(FILE *out, int part, int whole)
{
    if (whole > 0)
        fprintf(out, " %5.1f %% (%d of %d)", 100.0 * part / whole, part, whole);
    else
        fputs("     - (none)", out);
}

static void print_kind(FILE *out, const struct sums *sums,
                       enum bv_moment_kind kind)
{
    const struct bv_compare_kind *sum = &sums->kinds[kind];

    fprintf(out, "  %-26s found", bv_moment_about(kind)->title);
    print_share(out, sum->found, sum->there);
    fprintf(out, ", untrue %.2f in 10 min (%d)",
            sums->seconds > 0 ? sum->untrue * 600 / sums->seconds : 0,
            sum->untrue);
    fputs(", amount within 1 mm or 10 %", out);
    print_share(out, sum->right, sum->found);
    fputc('\n', out);
}

static void print_sums(FILE *out, const char *name, const struct sums *sums)
{
    static const enum bv_moment_kind kinds[] = {
        BV_MOMENT_ADVANCED_UNSEEN, BV_MOMENT_PROBE_MOTION, BV_MOMENT_PASS,
        BV_MOMENT_WITHDRAWAL, BV_MOMENT_REDIRECTION};

    fprintf(out, "%s: %d recordings, %.1f min\n", name, sums->count,
            sums->seconds / 60);
    for (size_t i = 0; i < sizeof(kinds) / sizeof(*kinds); i++)
        print_kind(out, sums, kinds[i]);
    fputs("  passes exact              ", out);
    print_share(out, sums->passes_right, sums->count);
    fputs("\n  target reached             found", out);
    print_share(out, sums->reached_found, sums->reached_there);
    fprintf(out, ", untrue %d; within 0.2 s", sums->reached_untrue);
    print_share(out, sums->reached_right, sums->reached_found);
    fputs("\n  path of the tip, within 5 %", out);
    print_share(out, sums->paths_right, sums->paths);
    fprintf(out, "; %.0f mm of %.0f in all", sums->path_mm, sums->path_true_mm);
    fprintf(
        out,
        "\n  tip said to be seen        %.0f s, where none shows %.1f %%\n\n",
        sums->tip_s,
        sums->tip_s > 0 ? 100 * sums->tip_untrue_s / sums->tip_s : 0);
}

static void print_one(FILE *out, const char *name,
                      const struct bv_compare *compare)
{
    const struct bv_compare_kind *unseen =
        &compare->kinds[BV_MOMENT_ADVANCED_UNSEEN];
    const struct bv_compare_kind *probe =
        &compare->kinds[BV_MOMENT_PROBE_MOTION];

    fprintf(out,
            "  %-34s unseen %d/%d/%d  probe %d/%d/%d  passes %g/%g  reached "
            "%+.2f s  path %.1f/%.1f mm  tip %.0f %%\n",
            name, unseen->there, unseen->found, unseen->untrue, probe->there,
            probe->found, probe->untrue, compare->passes_true, compare->passes,
            compare->reached_off_s, compare->path_true_mm, compare->path_mm,
            100 * compare->tip_share);
}

void bv_review_print_compared(FILE *out, const char *const *names,
                              const struct bv_compare *compares, size_t count)
{
    struct sums all = {0};

    fputs("Each: moments there/found/untrue, true/measured\n", out);
    for (size_t i = 0; i < count; i++)
        print_one(out, names[i], &compares[i]);
    fputc('\n', out);
    for (size_t i = 0; i < count;) {
        struct sums some = {0};
        size_t length = strcspn(names[i], " ");
        const char *first = names[i];
        char name[96];

        snprintf(name, sizeof(name), "%.*s", (int)length, first);
        for (; i < count && strncmp(names[i], first, length + 1) == 0; i++) {
            add(&some, &compares[i]);
            add(&all, &compares[i]);
        }
        print_sums(out, name, &some);
    }
    print_sums(out, "All", &all);
}
