#include "commands/review_say.h"

#include <assert.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "core/words.h"

BV_PRINTF(3, 4)
static void add(char *text, size_t size, const char *format, ...)
{
    size_t used = strlen(text);
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(text + used, size - used, format, arguments);
    va_end(arguments);
}

void bv_review_say_summary(const struct bv_review_report *report, char *text,
                           size_t size)
{
    const struct bv_review *review = report->review;
    /* where it lies is nobody's else, and may hold a name */
    const char *slash = strrchr(report->source, '/');
    char gaps[700] = "", scale[BV_REVIEW_SENTENCE_SIZE];

    bv_review_say_scale(report, scale, sizeof(scale));
    snprintf(text, size, _("%s%s, %.1f s. Rules \"%s\", revision %d."),
             slash && slash[1] ? slash + 1 : report->source,
             report->simulated ? _(" (SIMULATED)") : "", review->seconds,
             report->rules->name, report->rules->revision);
    if (!review->way.ever_seen)
        add(text, size, " %s", _(bv_review_say_unseen(review)));
    else
        add(text, size,
            _(" The tip is seen in %.0f %% of the time with the needle."),
            100 * review->tip_share);
    if (review->way.ever_seen && review->seen_share < 0.98)
        add(text, size, "%s", _(" Path and advance are lower bounds."));
    if (review->way.ever_seen && !review->way.scaled && !scale[0])
        add(text, size, "%s",
            _(" The scale is not known: nothing in mm is measured."));
    if (scale[0])
        add(text, size, " %s", scale);
    if (report->analysis)
        bv_analysis_say_gaps(report->analysis, gaps, sizeof(gaps));
    if (gaps[0])
        add(text, size, " %s", gaps);
}

/* What a person says of the scale, and of its changes. */
static void say_said(const struct bv_corrections *corrections, char *text,
                     size_t size)
{
    struct bv_said_scale said[BV_SAID_SCALES_MOST];
    int count = bv_corrections_scales(corrections, said);
    char how[200];

    for (int i = 0; i < count; i++) {
        bv_said_scale_say(&said[i], how, sizeof(how));
        if (i == 0 && said[0].from_frame == 0)
            add(text, size, _("as a person says: %s."), how);
        else if (i == 0)
            add(text, size, _("as a person says, from frame %lu on: %s."),
                (unsigned long)said[0].from_frame, how);
        else
            add(text, size, _(" From frame %lu on %.4f mm per px: %s."),
                (unsigned long)said[i].from_frame, said[i].mm_per_px, how);
    }
}

/* Where there is none. A needle that was seen without a scale is measured in no
 * mm at all. */
static void say_lost(const struct bv_review_report *report, char *text,
                     size_t size)
{
    int64_t lost = bv_analysis_scale_first_lost(report->analysis);

    if (lost >= 0)
        add(text, size,
            _(" From frame %lu on it is not known: depth, zoom or the screen "
              "changed."),
            (unsigned long)lost);
    if (report->review->way.ever_seen && !report->review->way.scaled)
        add(text, size, "%s",
            _(" A needle is seen where it is not known, so nothing in mm is "
              "measured."));
}

void bv_review_say_scale(const struct bv_review_report *report, char *text,
                         size_t size)
{
    text[0] = '\0';
    if (report->scale_from == BV_SCALE_FROM_NOBODY || !report->analysis)
        return;
    snprintf(text, size, _("Scale: %.4f mm per px, "),
             bv_analysis_mm_per_px(report->analysis));
    switch (report->scale_from) {
    case BV_SCALE_FROM_PERSON:
        say_said(report->corrections, text, size);
        break;
    case BV_SCALE_FROM_WORDS:
        add(text, size, "%s", _("as --mm-per-px says."));
        break;
    case BV_SCALE_FROM_SCREEN:
        add(text, size, "%s", _("off the scanner's screen."));
        break;
    default:
        add(text, size, "%s", _("as the recording says."));
    }
    say_lost(report, text, size);
}

const char *bv_review_say_limits(void)
{
    return _("Distances lie in the plane of the picture. bevel is a research "
             "and training aid, not a certified medical device.");
}

void bv_review_say_looks(const struct bv_review_report *report, char *text,
                         size_t size)
{
    snprintf(text, size, "%s",
             _("Needle: full where its tip is seen, pale where only the shaft "
               "is, hatched where nothing is. Marks: pale while they are "
               "followed, hatched while they are lost."));
    if (report->corrections && bv_corrections_count(report->corrections) > 0)
        add(text, size, "%s",
            _(" A frame with a bar is what a person says, a frame that is "
              "struck through what is not so."));
    if (report->truly)
        add(text, size, "%s",
            _(" A line along the foot of a row is the truth."));
}

void bv_review_say_moment(const struct bv_moment *moment, char *text,
                          size_t size)
{
    const struct bv_moment_about *about = bv_moment_about(moment->kind);

    snprintf(text, size, _("%s, %.1f to %.1f s"), _(about->title),
             moment->start_s, moment->end_s);
    if (about->unit && isfinite(moment->amount))
        add(text, size, ": %.1f %s%s", moment->amount, _(about->unit),
            moment->at_least ? _(" or more") : "");
    if (isfinite(moment->uncertainty))
        add(text, size, " (± %.1f)", moment->uncertainty);
    if (moment->structure)
        add(text, size, _(", mark %d"), moment->structure);
    if (moment->needle_idle)
        add(text, size, "%s", _(", the needle idle"));
}

void bv_review_say_rule(enum bv_moment_kind kind,
                        const struct bv_review_rules *rules, char *text,
                        size_t size)
{
    const char *rule = bv_moment_about(kind)->rule;
    struct bv_review_rules copy = *rules;
    const char *before = " (", *said = _(rule);

    assert(said); /* which GCC doubts */
    snprintf(text, size, "%s", said);
    for (size_t i = 0; i < bv_review_rule_count(); i++) {
        const struct bv_review_rule *limit = bv_review_rule_at(i);

        if (!strstr(rule, limit->key))
            continue;
        add(text, size, "%s%s: %g %s", before, limit->key,
            *bv_review_rule_value(&copy, i), _(limit->unit));
        before = ", ";
    }
    if (before[0] == ',')
        add(text, size, ")");
}

void bv_review_say_figure(const struct bv_review_value *value, char *text,
                          size_t size)
{
    snprintf(text, size, "%s (%s)", _(value->about->definition),
             value->about->source);
    if (value->note)
        add(text, size, "%s%s.", _(" Here: "), _(value->note));
}

void bv_review_say_rules(const struct bv_review_rules *rules, char *text,
                         size_t size)
{
    struct bv_review_rules copy = *rules;

    snprintf(text, size, _("\"%s\", revision %d: "), rules->name,
             rules->revision);
    for (size_t i = 0; i < bv_review_rule_count(); i++)
        add(text, size, "%s%s %g %s", i ? ", " : "", bv_review_rule_at(i)->key,
            *bv_review_rule_value(&copy, i), _(bv_review_rule_at(i)->unit));
    add(text, size, ".");
}
