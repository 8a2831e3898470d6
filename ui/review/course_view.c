#include "ui/review/course_view.h"

#include <math.h>
#include <stdlib.h>

#include "core/text.h"
#include "core/words.h"
#include "records/course_file.h"
#include "records/own_files.h"

enum { measures_most = 64 };

static void add_words(GtkBox *box, const char *text, const char *css_class)
{
    GtkWidget *label = gtk_label_new(text);

    gtk_widget_add_css_class(label, css_class);
    gtk_label_set_xalign(GTK_LABEL(label), 0);
    gtk_label_set_wrap(GTK_LABEL(label), TRUE);
    gtk_label_set_max_width_chars(GTK_LABEL(label), 38);
    gtk_box_append(box, label);
}

/* Figures as the store keeps them: courses judge those. */
static size_t take_measures(const struct bv_review *review,
                            struct bv_kept_measure *measures)
{
    size_t count = 0;

    for (; count < review->measure_count && count < measures_most; count++) {
        const struct bv_review_value *value = &review->measures[count];

        g_strlcpy(measures[count].key, value->about->key,
                  sizeof(measures[count].key));
        measures[count].value = value->value;
        measures[count].uncertainty = value->uncertainty;
    }
    return count;
}

static const char *verdict_words(enum bv_criterion_verdict verdict)
{
    return verdict == BV_CRITERION_MET      ? _("met")
           : verdict == BV_CRITERION_MISSED ? _("missed")
                                            : _("not measured, so missed");
}

static void append_limits(GString *text, const struct bv_criterion *criterion,
                          const char *unit)
{
    if (!isnan(criterion->least))
        g_string_append_printf(text, _(" at least %g %s"), criterion->least,
                               unit);
    if (!isnan(criterion->most))
        g_string_append_printf(text, _(" at most %g %s"), criterion->most,
                               unit);
}

/* "tip seen: at least 50 %. Measured 61: met" */
static void add_criterion(GtkBox *card, const struct bv_criterion *criterion,
                          const struct bv_kept_measure *measures, size_t count)
{
    const struct bv_review_metric *about =
        bv_review_metric_find(criterion->measure);
    GString *text = g_string_new(NULL);
    enum bv_criterion_verdict verdict;
    const char *yes;
    double value;

    if (!about) {
        g_string_free(text, TRUE);
        return;
    }
    verdict = bv_criterion_judge(criterion, measures, count, &value);
    yes = bv_review_say_yes(about, value);
    g_string_append_printf(text, "%s:", _(about->title));
    if (bv_review_say_yes(about, 1))
        g_string_append_printf(text, " %s",
                               criterion->least > 0 ? _("yes") : _("no"));
    else
        append_limits(text, criterion, _(about->unit));
    if (yes)
        g_string_append_printf(text, _("; measured: %s"), _(yes));
    else if (isfinite(value))
        g_string_append_printf(text, _("; measured %g"),
                               bv_text_round(value, 1));
    g_string_append_printf(text, ": %s", verdict_words(verdict));
    add_words(card, text->str,
              verdict == BV_CRITERION_MET ? "number" : "missed");
    g_string_free(text, TRUE);
}

static void add_step(GtkBox *box, const struct bv_course *course,
                     const struct bv_course_step *step,
                     const struct bv_kept_measure *measures, size_t count)
{
    GtkBox *card = GTK_BOX(gtk_box_new(GTK_ORIENTATION_VERTICAL, 2));

    gtk_widget_add_css_class(GTK_WIDGET(card), "card");
    add_words(card, course->title, "hint");
    add_words(card, step->title, "what");
    for (size_t i = 0; i < step->criterion_count; i++)
        add_criterion(card, &step->criteria[i], measures, count);
    add_words(card,
              bv_course_step_passes(step, measures, count)
                  ? _("This step's criteria are met.")
                  : _("This step's criteria are not met yet."),
              "hint");
    gtk_box_append(box, GTK_WIDGET(card));
}

static void add_course(GtkBox *box, const char *scene,
                       const struct bv_course *course,
                       const struct bv_kept_measure *measures, size_t count)
{
    for (size_t i = 0; i < course->step_count; i++)
        if (g_str_equal(course->steps[i].scene, scene))
            add_step(box, course, &course->steps[i], measures, count);
}

void bv_course_view_add(GtkBox *box, const struct bv_reviewed *attempt)
{
    struct bv_kept_measure *measures;
    struct bv_own_files *files;
    struct bv_course *course;
    size_t count;

    if (!attempt->analysis.scene[0])
        return;
    measures = g_new0(struct bv_kept_measure, measures_most);
    files = g_new0(struct bv_own_files, 1);
    course = g_new0(struct bv_course, 1);
    count = take_measures(&attempt->review, measures);
    bv_own_files_list(BV_COURSES, files);
    for (size_t i = 0; i < files->count; i++) {
        struct bv_fault said = {0}; /* `bevel course list` tells it */

        if (bv_course_file_load(files->names[i], course, &said) == 0)
            add_course(box, attempt->analysis.scene, course, measures, count);
    }
    g_free(course);
    g_free(files);
    g_free(measures);
}
