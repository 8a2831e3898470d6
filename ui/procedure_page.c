#include "ui/procedure_page.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/words.h"

static const char *const kinds[BV_REFERENCE_KINDS] = {
    N_("peer-reviewed"), N_("a society's"), N_("textbook"), N_("web"),
    N_("the site's protocol")};

/* Where it is written, and of what. */
struct page {
    FILE *out;
    const struct bv_procedure *procedure;
};

static void put_caption(const struct page *page, const char *caption)
{
    fprintf(page->out, "%c%s\n", BV_PAGE_CAPTION, caption);
}

static void put_backing(const struct page *page,
                        const struct bv_backing *backing)
{
    const char *before = " [";

    if (backing->check_locally) {
        fputs(_(" [check locally]\n"), page->out);
        return;
    }
    for (int i = 0; i < page->procedure->reference_count; i++) {
        if (!(backing->references >> i & 1))
            continue;
        fprintf(page->out, "%s%s", before, page->procedure->references[i].key);
        before = " ";
    }
    fputs(strlen(before) == 1 ? "]\n" : "\n", page->out);
}

static void put_words(const struct page *page, const char *before,
                      const struct bv_procedure_words *words)
{
    fprintf(page->out, "%c%s%s", BV_PAGE_SENTENCE, before, words->text);
    put_backing(page, &words->backing);
}

static void put_number(const struct page *page, const char *what,
                       const struct bv_procedure_number *number)
{
    const struct bv_procedure *procedure = page->procedure;
    const char *before = _("from ");

    fprintf(page->out, "%c%s%s%g", BV_PAGE_NUMBER, what, *what ? " " : "",
            number->low);
    if (number->low < number->high)
        fprintf(page->out, _(" to %g"), number->high);
    fprintf(page->out, " %s%s%s\n", number->unit, *number->note ? "; " : "",
            number->note);
    fprintf(page->out, "%c%s; %s%s; ", BV_PAGE_FINE, _(BV_PROCEDURE_TYPICAL),
            *procedure->reviewed_by ? _("reviewed by ")
                                    : _(BV_PROCEDURE_NOT_REVIEWED),
            procedure->reviewed_by);
    for (int i = 0; i < procedure->reference_count; i++) {
        const struct bv_reference *reference = &procedure->references[i];

        if (!(number->references >> i & 1))
            continue;
        fprintf(page->out, "%s%s (%s", before, reference->key,
                _(kinds[reference->kind]));
        if (reference->year)
            fprintf(page->out, ", %d", reference->year);
        fputc(')', page->out);
        before = _(" and ");
    }
    fputc('\n', page->out);
}

static void put_numbers(const struct page *page, const char *caption, int count,
                        const struct bv_procedure_number *numbers)
{
    put_caption(page, caption);
    if (count == 0)
        fprintf(
            page->out,
            _("%cleft blank: no peer-reviewed or society's source was found; "
              "take it from your own protocol\n"),
            BV_PAGE_SENTENCE);
    for (int i = 0; i < count; i++)
        put_number(page, "", &numbers[i]);
}

static void put_list(const struct page *page, const char *caption, int count,
                     const struct bv_procedure_words *words)
{
    char before[16];

    if (count > 0)
        put_caption(page, caption);
    for (int i = 0; i < count; i++) {
        snprintf(before, sizeof(before), "%d. ", i + 1);
        put_words(page, before, &words[i]);
    }
}

static void put_head(const struct page *page, bool own)
{
    const struct bv_procedure *procedure = page->procedure;

    fprintf(page->out, _("%c%s\n%c%s, %s%s. All numbers are %s.\n"),
            BV_PAGE_TITLE, procedure->name, BV_PAGE_FINE,
            own ? _("The site's own file") : _("Bundled with bevel"),
            *procedure->reviewed_by ? _("reviewed by ")
                                    : _(BV_PROCEDURE_NOT_REVIEWED),
            procedure->reviewed_by, _(BV_PROCEDURE_TYPICAL));
}

static void put_aim(const struct page *page)
{
    const struct bv_procedure *procedure = page->procedure;
    char before[80];

    put_caption(page, _("Target"));
    snprintf(before, sizeof(before),
             "%s%s: ", procedure->target.beside ? _("a point beside a ") : "",
             _(bv_procedure_targets[procedure->target.kind]));
    put_words(page, before, &procedure->target.what);
    if (procedure->avoid_count > 0)
        put_caption(page, _("To avoid"));
    for (int i = 0; i < procedure->avoid_count; i++) {
        snprintf(before, sizeof(before),
                 "%s: ", _(bv_procedure_avoids[procedure->avoid[i].kind]));
        put_words(page, before, &procedure->avoid[i].what);
    }
}

static void put_probe(const struct page *page)
{
    const struct bv_procedure_probe *probe = &page->procedure->probe;
    const char *between = "";

    put_caption(page, _("Probe"));
    fputc(BV_PAGE_SENTENCE, page->out);
    for (int i = 0; bv_procedure_probes[i]; i++) {
        if (!(probe->kinds >> i & 1))
            continue;
        fprintf(page->out, "%s%s", between, _(bv_procedure_probes[i]));
        between = _(" or ");
    }
    fprintf(page->out, "%s%s", *probe->how.text ? ": " : "", probe->how.text);
    put_backing(page, &probe->how.backing);
    if (probe->has_frequency)
        put_number(page, _("frequency"), &probe->frequency_mhz);
}

static void put_approaches(const struct page *page)
{
    const struct bv_procedure *procedure = page->procedure;

    put_caption(page, _("Approach"));
    for (int i = 0; i < procedure->approach_count; i++) {
        const struct bv_procedure_approach *approach =
            &procedure->approaches[i];

        fprintf(page->out, "%c%s%s%s%s%s%s%s", BV_PAGE_SENTENCE,
                bv_procedure_planes[approach->plane],
                *approach->from ? _(", from ") : "", approach->from,
                *approach->to ? _(" to ") : "", approach->to,
                *approach->note ? ". " : "", approach->note);
        put_backing(page, &approach->backing);
        if (approach->has_angle)
            put_number(page, _("angle"), &approach->angle_deg);
    }
}

static void put_needles(const struct page *page)
{
    const struct bv_procedure *procedure = page->procedure;

    put_caption(page, _("Needle"));
    if (procedure->needle_count == 0)
        fprintf(page->out, _("%cleft blank: take it from your own protocol\n"),
                BV_PAGE_SENTENCE);
    for (int i = 0; i < procedure->needle_count; i++) {
        const struct bv_procedure_needle *needle = &procedure->needles[i];

        if (*needle->what)
            fprintf(page->out, "%c%s\n", BV_PAGE_SENTENCE, needle->what);
        if (needle->has_gauge)
            put_number(page, _("gauge"), &needle->gauge);
        if (needle->has_length)
            put_number(page, _("length"), &needle->length_mm);
    }
}

static void put_references(const struct page *page)
{
    put_caption(page, _("Sources"));
    for (int i = 0; i < page->procedure->reference_count; i++) {
        const struct bv_reference *made = &page->procedure->references[i];

        fprintf(page->out, "%c%s: %s (%s", BV_PAGE_FINE, made->key, made->title,
                _(kinds[made->kind]));
        if (made->year)
            fprintf(page->out, ", %d", made->year);
        fprintf(page->out, ")%s%s\n", *made->where ? ", " : "", made->where);
    }
}

char *bv_procedure_page_make(const struct bv_procedure *procedure, bool own)
{
    struct page page = {.procedure = procedure};
    char *text = NULL;
    size_t size;
    bool failed;

    page.out = open_memstream(&text, &size);
    if (!page.out)
        return NULL;
    put_head(&page, own);
    put_aim(&page);
    put_list(&page, _("Position"), procedure->position_count,
             procedure->position);
    put_probe(&page);
    put_approaches(&page);
    put_needles(&page);
    put_numbers(&page, _("Depth"), procedure->depth_count, procedure->depth_mm);
    put_numbers(&page, _("Volume"), procedure->volume_count,
                procedure->volume_ml);
    put_list(&page, _("Steps"), procedure->step_count, procedure->steps);
    put_list(&page, _("Checks"), procedure->check_count, procedure->checks);
    put_references(&page);
    failed = ferror(page.out);
    failed = fclose(page.out) != 0 || failed;
    if (failed) {
        free(text);
        return NULL;
    }
    return text;
}
