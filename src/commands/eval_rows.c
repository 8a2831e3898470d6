#include "commands/eval_rows.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "commands/eval_report.h"
#include "commands/perturb.h"

/* What no change may do: lose more of the needles found, or claim more where
 * there are none. */
static const double most_lost = 0.05;

static const char *const figure_keys[BV_EVAL_ROW_FIGURES] = {
    "detected", "alarms_per_minute"};

static int say_unknown(const char *name, size_t size, struct bv_fault *fault)
{
    char names[BV_FAULT_TEXT_SIZE] = "";

    for (size_t i = 0; i < bv_perturbation_count(); i++)
        snprintf(names + strlen(names), sizeof(names) - strlen(names), ", %s",
                 bv_perturbation_at(i)->name);
    return bv_fault_set(fault, -EINVAL,
                        "there is no change \"%.*s\"; there are all%s.",
                        (int)(size < 40 ? size : 40), name, names);
}

int bv_eval_rows_choose(const char *names, int **list, size_t *count,
                        struct bv_fault *fault)
{
    bool all = strcmp(names, "all") == 0;
    int *made = calloc(bv_perturbation_count(), sizeof(*made));
    size_t chosen = 0;

    if (!made)
        return -ENOMEM;
    for (size_t i = 0; all && i < bv_perturbation_count(); i++)
        made[chosen++] = (int)i;
    while (!all && names) {
        size_t size = strcspn(names, ",");
        int found = bv_perturbation_find(names, size);
        bool again = false;

        for (size_t i = 0; i < chosen; i++)
            again |= made[i] == found;
        if (found < 0) {
            free(made);
            return say_unknown(names, size, fault);
        }
        if (!again)
            made[chosen++] = found;
        names = names[size] ? names + size + 1 : NULL;
    }
    *list = made;
    *count = chosen;
    return 0;
}

int bv_eval_rows_list(struct bv_evaluation *evaluation)
{
    evaluation->run_count = evaluation->clip_count;
    for (size_t row = 0; row < evaluation->perturbation_count; row++)
        for (size_t i = 0; i < evaluation->clip_count; i++) {
            struct bv_eval_clip *changed =
                &evaluation->clips[evaluation->run_count];

            *changed = evaluation->clips[i];
            changed->perturbation = evaluation->perturbations[row];
            if (asprintf(
                    &changed->name, "%s, %s", evaluation->clips[i].name,
                    bv_perturbation_at((size_t)changed->perturbation)->name) <
                0) {
                changed->name = NULL;
                return -ENOMEM;
            }
            evaluation->run_count++;
        }
    return 0;
}

/* The clips that have a score both ways. */
struct pairs {
    size_t count;
    struct bv_clip_score **plain, **changed;
};

static int make_pairs(const struct bv_evaluation *evaluation, size_t row,
                      bool simulated, struct pairs *pairs)
{
    const struct bv_eval_clip *changed =
        &evaluation->clips[(row + 1) * evaluation->clip_count];

    *pairs = (struct pairs){
        .plain = calloc(evaluation->clip_count + 1, sizeof(*pairs->plain)),
        .changed = calloc(evaluation->clip_count + 1, sizeof(*pairs->changed))};
    if (!pairs->plain || !pairs->changed)
        return -ENOMEM;
    for (size_t i = 0; i < evaluation->clip_count; i++) {
        struct bv_clip_score *plain = evaluation->clips[i].score;

        if (!plain || !changed[i].score || plain->about.simulated != simulated)
            continue;
        pairs->plain[pairs->count] = plain;
        pairs->changed[pairs->count++] = changed[i].score;
    }
    return 0;
}

static void fini_pairs(struct pairs *pairs)
{
    free(pairs->plain);
    free(pairs->changed);
}

int bv_eval_row_measure(const struct bv_evaluation *evaluation, size_t row,
                        size_t figure, const struct bv_stratum *stratum,
                        struct bv_figures_change *change)
{
    struct pairs pairs;
    int error = make_pairs(evaluation, row, stratum->simulated, &pairs);

    change->name =
        bv_perturbation_at((size_t)evaluation->perturbations[row])->name;
    change->stratum = *stratum;
    change->figure = figure;
    change->clip_count = pairs.count;
    if (error == 0)
        error = bv_figure_measure(figure, pairs.plain, pairs.count, stratum,
                                  &change->plain);
    if (error == 0)
        error = bv_figure_measure(figure, pairs.changed, pairs.count, stratum,
                                  &change->changed);
    fini_pairs(&pairs);
    return error;
}

int bv_eval_rows_make(const struct bv_evaluation *evaluation,
                      struct bv_figures_change **changes, size_t *count)
{
    size_t most = 2 * BV_EVAL_ROW_FIGURES * evaluation->perturbation_count,
           made = 0;
    struct bv_figures_change *list = calloc(most + 1, sizeof(*list));
    int error = list ? 0 : -ENOMEM;

    for (int real = 0; real < 2 && error == 0; real++)
        for (size_t row = 0; row < evaluation->perturbation_count; row++)
            for (int k = 0; k < BV_EVAL_ROW_FIGURES && error == 0; k++) {
                const struct bv_stratum all = {.simulated = !real,
                                               .kind = BV_STRATUM_ALL};

                error = bv_eval_row_measure(
                    evaluation, row, (size_t)bv_figure_find(figure_keys[k]),
                    &all, &list[made]);
                made += error == 0 && list[made].clip_count > 0;
            }
    if (error < 0) {
        free(list);
        return error;
    }
    *changes = list;
    *count = made;
    return 0;
}

static const struct bv_perturbation *
how_of(const struct bv_figures_change *change)
{
    return bv_perturbation_at(
        (size_t)bv_perturbation_find(change->name, strlen(change->name)));
}

/* How many there were. */
static double events(const struct bv_figure_value *rate)
{
    return round(rate->value * rate->count);
}

double bv_eval_row_difference(const struct bv_figures_change *change)
{
    const struct bv_figure_value *plain = &change->plain;

    if (bv_figure_at(change->figure)->unit == BV_UNIT_PER_MINUTE &&
        plain->count > 0)
        return (events(&change->changed) - events(plain)) / plain->count;
    return change->changed.value - plain->value; /* NAN stays */
}

static const char *verdict(const struct bv_figures_change *found,
                           const struct bv_figures_change *alarms)
{
    if (bv_eval_row_difference(found) < -most_lost)
        return bv_eval_row_difference(alarms) > 0
                   ? "SHORT: loses needles, false alarms"
                   : "SHORT: loses needles";
    return bv_eval_row_difference(alarms) > 0 ? "SHORT: false alarms" : "";
}

static const char *share_text(double share, bool is_change, char *text,
                              size_t size)
{
    if (isnan(share))
        snprintf(text, size, "-");
    else
        snprintf(text, size, is_change ? "%+.1f" : "%.1f %%", 100 * share);
    return text;
}

static const char *events_text(double count, bool is_change, char *text,
                               size_t size)
{
    if (isnan(count))
        snprintf(text, size, "-");
    else
        snprintf(text, size, is_change ? "%+.0f" : "%.0f", count);
    return text;
}

/* One line; both figures of a row lie side by side in the list. */
static void print_row(const struct bv_figures_change *found,
                      const struct bv_figures_change *alarms, FILE *out)
{
    const struct bv_perturbation *how = how_of(found);
    char cells[6][32];

    fprintf(out, "%-10s %-36s %5zu %9s %9s %7s %9.0f %7s %7s %7s %8.1f  %s\n",
            how->name, how->title, found->clip_count,
            share_text(found->plain.value, false, cells[0], 32),
            share_text(found->changed.value, false, cells[1], 32),
            share_text(bv_eval_row_difference(found), true, cells[2], 32),
            found->changed.count,
            events_text(events(&alarms->plain), false, cells[3], 32),
            events_text(events(&alarms->changed), false, cells[4], 32),
            events_text(events(&alarms->changed) - events(&alarms->plain), true,
                        cells[5], 32),
            alarms->changed.count, verdict(found, alarms));
}

void bv_eval_rows_print(const struct bv_evaluation *evaluation, FILE *out)
{
    const struct bv_figures_change *list = evaluation->changes;

    for (size_t i = 0; i + 1 < evaluation->change_count; i += 2) {
        bool simulated = list[i].stratum.simulated;

        if (i == 0 || simulated != list[i - 1].stratum.simulated)
            fprintf(out,
                    "\n%s, CHANGED: visible needle found (plain, changed, "
                    "points), and confirmed tracks in needle-free video\n"
                    "%-47s %5s %9s %9s %7s %9s %7s %7s %7s %8s\n",
                    simulated ? "SIMULATED" : "REAL", "", "clips", "plain",
                    "found", "change", "frames", "plain", "alarms", "change",
                    "minutes");
        print_row(&list[i], &list[i + 1], out);
    }
}

static void write_row(const struct bv_figures_change *found,
                      const struct bv_figures_change *alarms, FILE *out)
{
    const struct bv_perturbation *how = how_of(found);
    char cells[6][32];

    fprintf(out,
            "<tr><td>%s<td>%zu<td>%s<td>%s<td>%s<td>%s<td>%s<td>%s<td>%s"
            "</tr>\n",
            how->title, found->clip_count,
            share_text(found->plain.value, false, cells[0], 32),
            share_text(found->changed.value, false, cells[1], 32),
            share_text(bv_eval_row_difference(found), true, cells[2], 32),
            events_text(events(&alarms->plain), false, cells[3], 32),
            events_text(events(&alarms->changed), false, cells[4], 32),
            events_text(events(&alarms->changed) - events(&alarms->plain), true,
                        cells[5], 32),
            verdict(found, alarms));
}

void bv_eval_rows_write(const struct bv_evaluation *evaluation, FILE *out)
{
    const struct bv_figures_change *list = evaluation->changes;

    for (size_t i = 0; i + 1 < evaluation->change_count; i += 2) {
        bool simulated = list[i].stratum.simulated;
        bool is_first = i == 0 || simulated != list[i - 1].stratum.simulated;
        bool is_last = i + 2 >= evaluation->change_count ||
                       simulated != list[i + 2].stratum.simulated;

        if (is_first)
            fprintf(out,
                    "<h2>%s, changed</h2>\n<table><tr><th>how<th>clips"
                    "<th>found, plain<th>changed<th>points<th>false alarms, "
                    "plain<th>changed<th>more<th></tr>\n",
                    simulated ? "Simulated" : "Real");
        write_row(&list[i], &list[i + 1], out);
        if (is_last)
            fputs("</table>\n", out);
    }
}
