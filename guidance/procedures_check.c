/*
 * What a procedure's file may say: numbers from sources that may give them,
 * and no doses.
 */
#include "guidance/procedures_parts.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

const char *bv_procedure_unfit(const struct bv_procedure *procedure,
                               uint32_t references, bool strict)
{
    for (int i = 0; i < procedure->reference_count; i++) {
        enum bv_reference_kind kind = procedure->references[i].kind;

        if (!(references >> i & 1))
            continue;
        if (kind == BV_REFERENCE_WEB ||
            (strict && kind == BV_REFERENCE_TEXTBOOK))
            return procedure->references[i].key;
    }
    return NULL;
}

bool bv_procedure_says_number(const char *text)
{
    for (const char *c = text; *c; c++) {
        size_t digits;

        if (!isdigit((unsigned char)*c))
            continue;
        digits = strspn(c, "0123456789");
        if (c > text && isalpha((unsigned char)c[-1])) {
            c += digits - 1; /* a name: C6, A1 */
            continue;
        }
        return true;
    }
    return false;
}

void bv_procedure_check_text(struct bv_procedure_reading *reading,
                             const char *key, const char *text,
                             uint32_t references)
{
    const char *unfit;

    if (!bv_procedure_says_number(text))
        return;
    unfit = bv_procedure_unfit(reading->procedure, references, false);
    if (references == 0)
        bv_json_reader_wrong_at(reading->json, key,
                                "says a number, and a number needs a source");
    else if (unfit)
        bv_json_reader_wrong_at(reading->json, key,
                                "says a number, and \"%s\" is a web source, "
                                "which gives words alone",
                                unfit);
}

/* The length of a letter at @p at, 0: it is none. A micro sign is one. */
static size_t letter(const char *at)
{
    if (isalpha((unsigned char)*at))
        return 1;
    return strncmp(at, "\xc2\xb5", 2) == 0 || strncmp(at, "\xce\xbc", 2) == 0
               ? 2
               : 0;
}

static const char *find_word(const char *const *words, const char *at,
                             size_t length, bool exactly)
{
    for (; *words; words++)
        if (strlen(*words) == length &&
            (exactly ? strncmp(at, *words, length)
                     : strncasecmp(at, *words, length)) == 0)
            return *words;
    return NULL;
}

static bool follows_number(const char *text, const char *at)
{
    while (at > text && (at[-1] == ' ' || at[-1] == '-'))
        at--;
    return at > text && isdigit((unsigned char)at[-1]);
}

const char *bv_procedure_dose_unit(const char *text)
{
    static const char *const always[] = {
        "mg",        "mcg",       "ug",        "\xc2\xb5g",  "\xce\xbcg",
        "ng",        "milligram", "microgram", "milligrams", "micrograms",
        "gram",      "grams",     "mmol",      "meq",        "IU",
        "nanograms", NULL};
    /* "22G" is a gauge */
    static const char *const counted[] = {"g", "kg", "unit", "units", NULL};

    for (const char *c = text; *c;) {
        const char *start = c, *found;
        size_t length = 0, step;

        for (; (step = letter(c)) > 0; c += step)
            length += step;
        if (length == 0) {
            c++;
            continue;
        }
        found = find_word(always, start, length, false);
        if (!found && follows_number(text, start))
            found = find_word(counted, start, length, true);
        if (found)
            return found;
    }
    return NULL;
}

static void check_member(struct bv_json_reader *json, const json_t *value,
                         const char *key, size_t index)
{
    const char *text = json_string_value(value);
    const char *unit = text ? bv_procedure_dose_unit(text) : NULL;

    if (!unit && key)
        unit = bv_procedure_dose_unit(key);
    if (!unit && !json_is_object(value) && !json_is_array(value))
        return;
    if (json->path.depth == BV_JSON_DEPTH_MAX) {
        bv_json_reader_wrong(json, "holds what is nested too deeply");
        return;
    }
    bv_json_reader_enter(json, key, index);
    if (unit)
        bv_json_reader_wrong(json,
                             "has \"%s\", a unit of dose: a procedure holds "
                             "no doses",
                             unit);
    bv_procedure_check_doses(json, value);
    bv_json_reader_leave(json);
}

void bv_procedure_check_doses(struct bv_json_reader *json, const json_t *root)
{
    const char *key;
    json_t *value;
    size_t i;

    if (json_is_object(root)) {
        json_object_foreach((json_t *)root, key, value)
        {
            check_member(json, value, key, 0);
        }
    } else if (json_is_array(root)) {
        json_array_foreach(root, i, value)
        {
            check_member(json, value, NULL, i);
        }
    }
}
