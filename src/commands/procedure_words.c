#include "commands/procedure_words.h"

#include <ctype.h>
#include <string.h>

#include "commands/prose.h"

enum { left = 14, line_size = 1024 };

static const char *const kinds[BV_REFERENCE_KINDS] = {
    "peer-reviewed", "a society's", "textbook", "web", "the site's protocol"};

/* What stands in the brackets behind a sentence. */
static void add_backing(const struct bv_procedure *procedure,
                        const struct bv_backing *backing, char *line)
{
    size_t used = strlen(line);
    const char *before = " [";

    if (backing->check_locally) {
        snprintf(line + used, line_size - used, " [check locally]");
        return;
    }
    for (int i = 0; i < procedure->reference_count; i++) {
        if (!(backing->references >> i & 1))
            continue;
        used = strlen(line);
        snprintf(line + used, line_size - used, "%s%s", before,
                 procedure->references[i].key);
        before = " ";
    }
    used = strlen(line);
    if (*before == ' ' && before[1] == '\0')
        snprintf(line + used, line_size - used, "]");
}

static void print_words(FILE *out, const struct bv_procedure *procedure,
                        const char *label, const char *before,
                        const struct bv_procedure_words *words)
{
    char line[line_size];

    snprintf(line, sizeof(line), "%s%s", before, words->text);
    add_backing(procedure, &words->backing, line);
    bv_prose_print(out, label, left, line);
}

/* "M3: peer-reviewed, 2013", of each that a number is from. */
static void print_number_sources(FILE *out,
                                 const struct bv_procedure *procedure,
                                 uint32_t references)
{
    char line[line_size] = "from ";
    const char *between = "";

    for (int i = 0; i < procedure->reference_count; i++) {
        const struct bv_reference *reference = &procedure->references[i];
        size_t used = strlen(line);

        if (!(references >> i & 1))
            continue;
        snprintf(line + used, sizeof(line) - used, "%s%s (%s", between,
                 reference->key, kinds[reference->kind]);
        used = strlen(line);
        if (reference->year)
            snprintf(line + used, sizeof(line) - used, ", %d)",
                     reference->year);
        else
            snprintf(line + used, sizeof(line) - used, ", year not known)");
        between = " and ";
    }
    bv_prose_print(out, "", left, line);
}

/* Each number stands with all that must be known of it. */
static void print_number(FILE *out, const struct bv_procedure *procedure,
                         const char *label, const char *what,
                         const struct bv_procedure_number *number)
{
    char line[line_size], span[64];

    if (number->low < number->high)
        snprintf(span, sizeof(span), "%g to %g", number->low, number->high);
    else
        snprintf(span, sizeof(span), "%g", number->low);
    snprintf(line, sizeof(line), "%s%s%s%s%s%s%s", what, *what ? ": " : "",
             span, strcmp(number->unit, "G") == 0 ? "" : " ", number->unit,
             *number->note ? "; " : "", number->note);
    bv_prose_print(out, label, left, line);
    snprintf(line, sizeof(line), "%s; %s%s", BV_PROCEDURE_TYPICAL,
             *procedure->reviewed_by ? "reviewed by "
                                     : BV_PROCEDURE_NOT_REVIEWED,
             procedure->reviewed_by);
    bv_prose_print(out, "", left, line);
    print_number_sources(out, procedure, number->references);
}

static void print_numbers(FILE *out, const struct bv_procedure *procedure,
                          const char *label, int count,
                          const struct bv_procedure_number *numbers)
{
    if (count == 0)
        bv_prose_print(out, label, left,
                       "left blank: no peer-reviewed or society's source was "
                       "found; take it from your own protocol");
    for (int i = 0; i < count; i++)
        print_number(out, procedure, i ? "" : label, "", &numbers[i]);
}

static void print_probe(FILE *out, const struct bv_procedure *procedure)
{
    const struct bv_procedure_probe *probe = &procedure->probe;
    char line[line_size] = "";

    for (int i = 0; bv_procedure_probes[i]; i++) {
        size_t used = strlen(line);

        if (probe->kinds >> i & 1)
            snprintf(line + used, sizeof(line) - used, "%s%s",
                     used ? " or " : "", bv_procedure_probes[i]);
    }
    if (*probe->how.text)
        snprintf(line + strlen(line), sizeof(line) - strlen(line), ": %s",
                 probe->how.text);
    add_backing(procedure, &probe->how.backing, line);
    bv_prose_print(out, "  Probe", left, line);
    if (probe->has_frequency)
        print_number(out, procedure, "", "frequency", &probe->frequency_mhz);
}

static void print_approach(FILE *out, const struct bv_procedure *procedure,
                           const char *label,
                           const struct bv_procedure_approach *approach)
{
    char line[line_size];

    snprintf(line, sizeof(line), "%s%s%s%s%s%s%s",
             bv_procedure_planes[approach->plane],
             *approach->from ? ", from " : "", approach->from,
             *approach->to ? " to " : "", approach->to,
             *approach->note ? ". " : "", approach->note);
    add_backing(procedure, &approach->backing, line);
    bv_prose_print(out, label, left, line);
    if (approach->has_angle)
        print_number(out, procedure, "", "angle", &approach->angle_deg);
}

static void print_needles(FILE *out, const struct bv_procedure *procedure)
{
    const char *label = "  Needle";

    if (procedure->needle_count == 0)
        bv_prose_print(out, label, left,
                       "left blank: take it from your own protocol");
    for (int i = 0; i < procedure->needle_count; i++) {
        const struct bv_procedure_needle *needle = &procedure->needles[i];

        if (*needle->what)
            bv_prose_print(out, label, left, needle->what);
        else if (i == 0)
            fprintf(out, "%s\n", label);
        if (needle->has_gauge)
            print_number(out, procedure, "", "gauge", &needle->gauge);
        if (needle->has_length)
            print_number(out, procedure, "", "length", &needle->length_mm);
        label = "";
    }
}

static void print_list(FILE *out, const struct bv_procedure *procedure,
                       const char *title, int count,
                       const struct bv_procedure_words *words)
{
    char label[16];

    for (int i = 0; i < count; i++) {
        if (i == 0)
            fprintf(out, "\n  %s\n", title);
        snprintf(label, sizeof(label), "%10d.", i + 1);
        print_words(out, procedure, label, "", &words[i]);
    }
}

static void print_references(FILE *out, const struct bv_procedure *procedure)
{
    char line[line_size], label[left];

    fputs("\n  Sources\n", out);
    for (int i = 0; i < procedure->reference_count; i++) {
        const struct bv_reference *made = &procedure->references[i];

        snprintf(label, sizeof(label), "    %.8s", made->key);
        snprintf(line, sizeof(line), "%s (%s", made->title, kinds[made->kind]);
        if (made->year)
            snprintf(line + strlen(line), sizeof(line) - strlen(line), ", %d",
                     made->year);
        snprintf(line + strlen(line), sizeof(line) - strlen(line), ")%s%s",
                 *made->where ? ", " : "", made->where);
        bv_prose_print(out, label, left, line);
    }
}

static void print_head(FILE *out, const struct bv_procedure *procedure,
                       bool own)
{
    char line[line_size];

    fprintf(out, "%s\n", procedure->name);
    snprintf(line, sizeof(line), "%s: %s%s. All numbers are %s.",
             own ? "The site's own file" : "Bundled with bevel",
             *procedure->reviewed_by ? "reviewed by "
                                     : BV_PROCEDURE_NOT_REVIEWED,
             procedure->reviewed_by, BV_PROCEDURE_TYPICAL);
    bv_prose_print(out, "", 0, line);
    fputc('\n', out);
}

void bv_procedure_print(FILE *out, const struct bv_procedure *procedure,
                        bool own)
{
    char before[80];

    print_head(out, procedure, own);
    snprintf(before, sizeof(before),
             "%s%s: ", procedure->target.beside ? "a point beside a " : "",
             bv_procedure_targets[procedure->target.kind]);
    print_words(out, procedure, "  Target", before, &procedure->target.what);
    for (int i = 0; i < procedure->avoid_count; i++) {
        snprintf(before, sizeof(before),
                 "%s: ", bv_procedure_avoids[procedure->avoid[i].kind]);
        print_words(out, procedure, i ? "" : "  Avoid", before,
                    &procedure->avoid[i].what);
    }
    fputc('\n', out);
    for (int i = 0; i < procedure->position_count; i++)
        print_words(out, procedure, i ? "" : "  Position", "",
                    &procedure->position[i]);
    print_probe(out, procedure);
    for (int i = 0; i < procedure->approach_count; i++)
        print_approach(out, procedure, i ? "" : "  Approach",
                       &procedure->approaches[i]);
    print_needles(out, procedure);
    print_numbers(out, procedure, "  Depth", procedure->depth_count,
                  procedure->depth_mm);
    print_numbers(out, procedure, "  Volume", procedure->volume_count,
                  procedure->volume_ml);
    print_list(out, procedure, "Checks", procedure->check_count,
               procedure->checks);
    print_list(out, procedure, "Steps", procedure->step_count,
               procedure->steps);
    print_references(out, procedure);
}

int bv_procedure_number_count(const struct bv_procedure *procedure)
{
    int count = procedure->depth_count + procedure->volume_count +
                procedure->probe.has_frequency;

    for (int i = 0; i < procedure->approach_count; i++)
        count += procedure->approaches[i].has_angle;
    for (int i = 0; i < procedure->needle_count; i++)
        count +=
            procedure->needles[i].has_gauge + procedure->needles[i].has_length;
    return count;
}
