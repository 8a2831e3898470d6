/*
 * bevel review: its reports' list of moments, as measured and as a person says.
 */
#include "commands/review_moments.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "commands/html_picture.h"
#include "commands/review_say.h"
#include "commands/review_table.h"
#include "core/words.h"

/* A moment in words. */
struct told {
    const char *word; /* what a person did; NULL: nobody did anything */
    bool struck;      /* what was measured is not so */
    char measured[BV_REVIEW_SENTENCE_SIZE]; /* empty: nothing was */
    char said[1100];                        /* empty: nobody says anything */
};

static void say_person(const struct bv_correction *correction, char *text,
                       size_t size)
{
    const char *note = correction->note;
    char is[200];
    size_t used;

    if (bv_correction_is_note(correction)) {
        snprintf(text, size, _("A person notes: %s"), note);
        return;
    }
    if (correction->what == BV_CORRECTION_REJECTED) {
        snprintf(text, size, "%s", _("A person says that it is not so."));
    } else {
        bv_moment_span_say(&correction->is, is, sizeof(is));
        snprintf(text, size, _("A person says: %s."), is);
    }
    used = strlen(text);
    if (note[0] && used < size)
        snprintf(text + used, size - used, " (%s)", note);
}

/* Of what is not measured any more, the correction says what was. */
static void say_before(const struct bv_correction *correction, char *text,
                       size_t size)
{
    char of[200];

    bv_moment_span_say(&correction->of, of, sizeof(of));
    snprintf(text, size, _("%s, by other rules or another scale"), of);
}

static void tell(const struct bv_review_report *report,
                 const struct bv_shown_moment *shown, struct told *told)
{
    const struct bv_correction *correction =
        shown->correction >= 0
            ? bv_corrections_at(report->corrections, (size_t)shown->correction)
            : NULL;
    bool was_measured = correction && correction->what == BV_CORRECTION_CHANGED;

    told->word = bv_shown_from_word(
        was_measured && shown->measured < 0 ? BV_SHOWN_CHANGED : shown->from);
    told->struck = shown->from == BV_SHOWN_REJECTED;
    told->measured[0] = told->said[0] = '\0';
    if (shown->measured >= 0)
        bv_review_say_moment(&report->review->moments[shown->measured],
                             told->measured, sizeof(told->measured));
    else if (was_measured)
        say_before(correction, told->measured, sizeof(told->measured));
    if (correction)
        say_person(correction, told->said, sizeof(told->said));
}

/* Whether it is in the list already. */
static bool is_shown(const struct bv_shown_moment *shown, size_t count,
                     size_t correction)
{
    for (size_t i = 0; i < count; i++)
        if (shown[i].correction == (int)correction)
            return true;
    return false;
}

/* What is done with each line. */
struct writer {
    void (*line)(void *to, const struct told *told);
    void *to;
};

/* All of them; then rejections of what is not measured any more. */
static int write_all(const struct bv_review_report *report,
                     const struct writer *writer)
{
    struct bv_shown_moment *shown;
    struct told *told = malloc(sizeof(*told));
    size_t count, said = report->corrections
                             ? bv_corrections_count(report->corrections)
                             : 0;
    int error = told ? bv_corrections_show(report->corrections, report->review,
                                           &shown, &count)
                     : -ENOMEM;

    if (error < 0) {
        free(told);
        return error;
    }
    for (size_t i = 0; i < count; i++) {
        tell(report, &shown[i], told);
        writer->line(writer->to, told);
    }
    for (size_t i = 0; i < said; i++) {
        const struct bv_correction *correction =
            bv_corrections_at(report->corrections, i);

        if (is_shown(shown, count, i))
            continue;
        *told = (struct told){.word = bv_shown_from_word(BV_SHOWN_REJECTED),
                              .struck = true};
        say_before(correction, told->measured, sizeof(told->measured));
        say_person(correction, told->said, sizeof(told->said));
        writer->line(writer->to, told);
    }
    if (report->review->moment_count == 0) {
        *told = (struct told){0};
        snprintf(told->measured, sizeof(told->measured), "%s",
                 said ? _("Of the rules' moments none was measured.")
                      : _(bv_review_say_none(report->review)));
        writer->line(writer->to, told);
    }
    free(shown);
    free(told);
    return 0;
}

static void write_line(void *to, const struct told *told)
{
    FILE *out = to;

    fputs(told->word ? "<li class=\"person\">" : "<li>", out);
    if (told->word) {
        fputs("<b class=\"word\">", out);
        bv_html_write_text(told->word, out);
        fputs("</b> ", out);
    }
    if (told->word && told->measured[0]) {
        bv_html_write_text(_("Measured: "), out);
        fputs(told->struck ? "<s>" : "", out);
        bv_html_write_text(told->measured, out);
        fputs(told->struck ? "</s>" : "", out);
    } else {
        bv_html_write_text(told->measured, out);
    }
    if (told->said[0]) {
        fputs(told->measured[0] ? "<br>" : "", out);
        bv_html_write_text(told->said, out);
    }
    fputs("</li>\n", out);
}

int bv_review_page_write_moments(FILE *out,
                                 const struct bv_review_report *report)
{
    const struct writer writer = {write_line, out};
    int error;

    bv_html_write_in(out, "h2", _("Moments"));
    fputs("<ul>\n", out);
    error = write_all(report, &writer);
    fputs("</ul>\n", out);
    return error;
}

/* The word in a frame, and beside it what was measured above what is said. */
static void put_line(void *to, const struct told *told)
{
    struct bv_pdf_page *page = to;
    char text[BV_REVIEW_SENTENCE_SIZE + 1200];

    if (!told->word) {
        bv_pdf_page_item(page, 10, told->measured);
        return;
    }
    snprintf(text, sizeof(text), "%s%s%s%s",
             told->measured[0] ? _("Measured: ") : "", told->measured,
             told->measured[0] ? "\n" : "", told->said);
    bv_pdf_page_framed(page, 10, told->word, text);
}

int bv_review_pdf_write_moments(struct bv_pdf_page *page,
                                const struct bv_review_report *report)
{
    const struct writer writer = {put_line, page};

    bv_pdf_page_title(page, _("Moments"));
    return write_all(report, &writer);
}

/* What a person says of a measured moment, as a word; NULL: nothing. */
static const char *word_of(const struct bv_review_report *report, size_t index)
{
    const struct bv_moment *moment = &report->review->moments[index];
    size_t said =
        report->corrections ? bv_corrections_count(report->corrections) : 0;

    for (size_t i = 0; i < said; i++) {
        const struct bv_correction *correction =
            bv_corrections_at(report->corrections, i);

        if (correction->what != BV_CORRECTION_ADDED &&
            correction->of.kind == (int)moment->kind &&
            correction->of.start_frame == moment->start_frame &&
            correction->of.end_frame == moment->end_frame)
            return bv_shown_from_word(
                correction->what == BV_CORRECTION_REJECTED ? BV_SHOWN_REJECTED
                : bv_correction_is_note(correction)        ? BV_SHOWN_NOTED
                                                           : BV_SHOWN_CHANGED);
    }
    return NULL;
}

void bv_review_say_caption(const struct bv_review_report *report, size_t index,
                           char *text, size_t size)
{
    const char *word = word_of(report, index);
    size_t used;

    snprintf(text, size, "%s%s", word ? word : "", word ? ": " : "");
    used = strlen(text);
    bv_review_say_moment(&report->review->moments[index], text + used,
                         size - used);
}
