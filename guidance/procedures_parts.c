/*
 * What all parts of a procedure's file are made of: references, numbers and
 * words that rest on them.
 */
#include "guidance/procedures_parts.h"

#include <stdio.h>
#include <string.h>

const char *const bv_reference_kinds[] = {
    "peer_reviewed", "society", "textbook", "web", "site", NULL};

static void read_reference(struct bv_procedure_reading *reading,
                           const json_t *value, const char *key)
{
    static const char *const keys[] = {"kind", "year", "title", "where", NULL};
    struct bv_procedure *procedure = reading->procedure;
    struct bv_json_reader *json = reading->json;
    struct bv_reference *made =
        &procedure->references[procedure->reference_count];
    const json_t *year;
    double number = 0;
    int kind = BV_REFERENCE_WEB;

    if (strlen(key) == 0 || strlen(key) >= sizeof(made->key) ||
        strspn(key, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                    "0123456789_-.") != strlen(key)) {
        bv_json_reader_wrong(json, "must be named by 1 to 15 letters, digits "
                                   "and \"_-.\"");
        return;
    }
    if (!bv_json_reader_object(json, value, keys))
        return;
    bv_json_reader_need(json, value, "kind");
    bv_json_reader_word(json, value, "kind", bv_reference_kinds, &kind);
    bv_json_reader_need(json, value, "title");
    bv_json_reader_text(json, value, "title", made->title, sizeof(made->title));
    bv_json_reader_text(json, value, "where", made->where, sizeof(made->where));
    year = json_object_get(value, "year");
    if (year && !json_is_null(year))
        bv_json_reader_number(json, value, "year", 1800, 2200, &number);
    made->kind = (enum bv_reference_kind)kind;
    made->year = (int)number;
    snprintf(made->key, sizeof(made->key), "%s", key);
    procedure->reference_count++;
}

void bv_procedure_read_references(struct bv_procedure_reading *reading,
                                  const json_t *root)
{
    const json_t *sources = bv_json_reader_need(reading->json, root, "sources");
    const char *key;
    json_t *value;

    if (!sources)
        return;
    bv_json_reader_enter(reading->json, "sources", 0);
    if (!json_is_object(sources)) {
        bv_json_reader_wrong(reading->json, "must be an object, {...}");
    } else if (json_object_size(sources) > BV_PROCEDURE_REFERENCES_MAX) {
        bv_json_reader_wrong(reading->json, "must have at most %d entries",
                             BV_PROCEDURE_REFERENCES_MAX);
    } else {
        json_object_foreach((json_t *)sources, key, value)
        {
            bv_json_reader_enter(reading->json, key, 0);
            read_reference(reading, value, key);
            bv_json_reader_leave(reading->json);
        }
    }
    bv_json_reader_leave(reading->json);
}

/* The bit of one name, where the reader is; 0, and said: it is none. */
static uint32_t find_reference(struct bv_procedure_reading *reading,
                               const json_t *value)
{
    const char *name = json_string_value(value);

    for (int i = 0; name && i < reading->procedure->reference_count; i++)
        if (strcmp(reading->procedure->references[i].key, name) == 0)
            return UINT32_C(1) << i;
    bv_json_reader_wrong(reading->json,
                         "must name one of \"sources\", or be a list of them");
    return 0;
}

/* "M1" or ["M1", "M2"]. @return false: there is no such key. */
static bool read_sources(struct bv_procedure_reading *reading,
                         const json_t *object, uint32_t *references)
{
    const json_t *value = json_object_get(object, "source");

    *references = 0;
    if (!value)
        return false;
    bv_json_reader_enter(reading->json, "source", 0);
    if (!json_is_array(value) || json_array_size(value) == 0)
        *references = find_reference(reading, value);
    for (size_t i = 0;
         i < json_array_size(value) && i < BV_PROCEDURE_REFERENCES_MAX; i++) {
        bv_json_reader_enter(reading->json, NULL, i);
        *references |= find_reference(reading, json_array_get(value, i));
        bv_json_reader_leave(reading->json);
    }
    bv_json_reader_leave(reading->json);
    return true;
}

void bv_procedure_read_backing(struct bv_procedure_reading *reading,
                               const json_t *object, struct bv_backing *backing)
{
    bool has_source = read_sources(reading, object, &backing->references);

    bv_json_reader_flag(reading->json, object, "check_locally",
                        &backing->check_locally);
    if (!has_source && !backing->check_locally)
        bv_json_reader_wrong(reading->json,
                             "needs a \"source\", or \"check_locally\": true");
    else if (has_source && backing->check_locally)
        bv_json_reader_wrong(reading->json,
                             "has a source: \"check_locally\" is for what has "
                             "none");
}

void bv_procedure_read_words(struct bv_procedure_reading *reading,
                             const json_t *object, const char *key,
                             struct bv_procedure_words *words)
{
    bv_json_reader_need(reading->json, object, key);
    bv_json_reader_text(reading->json, object, key, words->text,
                        sizeof(words->text));
    bv_procedure_read_backing(reading, object, &words->backing);
    bv_procedure_check_text(reading, key, words->text,
                            words->backing.references);
}

/* "value" or "range": exactly one of them. */
static void read_span(struct bv_json_reader *json, const json_t *object,
                      const struct bv_number_kind *kind,
                      struct bv_procedure_number *number)
{
    const json_t *range = json_object_get(object, "range");
    bool low, high;

    if (!range == !json_object_get(object, "value")) {
        bv_json_reader_wrong(json, "needs either \"value\" or \"range\"");
        return;
    }
    if (!range) {
        bv_json_reader_number(json, object, "value", kind->min, kind->max,
                              &number->low);
        number->high = number->low;
        return;
    }
    bv_json_reader_enter(json, "range", 0);
    if (!json_is_array(range) || json_array_size(range) != 2) {
        bv_json_reader_wrong(json, "must be two numbers, [low, high]");
    } else {
        low = bv_json_reader_plain(json, json_array_get(range, 0), kind->min,
                                   kind->max, &number->low);
        high = bv_json_reader_plain(json, json_array_get(range, 1), kind->min,
                                    kind->max, &number->high);
        if (low && high && number->low >= number->high)
            bv_json_reader_wrong(json, "must have the lower number first");
    }
    bv_json_reader_leave(json);
}

static void check_number_source(struct bv_procedure_reading *reading,
                                const struct bv_procedure_number *number,
                                bool has_source, bool strict)
{
    const char *unfit;

    if (!has_source) {
        bv_json_reader_wrong(reading->json,
                             "needs a \"source\": a number without one is left "
                             "out");
        return;
    }
    unfit = bv_procedure_unfit(reading->procedure, number->references, strict);
    if (unfit && strict)
        bv_json_reader_wrong(reading->json,
                             "is from \"%s\": depths and volumes are taken "
                             "from peer-reviewed and society sources alone, or "
                             "from the site's own protocol",
                             unfit);
    else if (unfit)
        bv_json_reader_wrong(reading->json,
                             "is from \"%s\", a web source, which gives words "
                             "and never a number",
                             unfit);
}

/* The number where the reader is. */
static bool read_number(struct bv_procedure_reading *reading,
                        const json_t *value, const struct bv_number_kind *kind,
                        struct bv_procedure_number *number)
{
    static const char *const keys[] = {"value",  "range", "unit",
                                       "source", "note",  NULL};
    const char *const units[] = {kind->unit, NULL};
    struct bv_json_reader *json = reading->json;
    int unit, before = json->mistakes;
    bool has_source;

    if (!json_is_object(value)) {
        bv_json_reader_wrong(json,
                             "must be {\"value\" or \"range\", \"unit\": "
                             "\"%s\", \"source\"}",
                             kind->unit);
        return false;
    }
    bv_json_reader_object(json, value, keys);
    read_span(json, value, kind, number);
    bv_json_reader_need(json, value, "unit");
    bv_json_reader_word(json, value, "unit", units, &unit);
    number->unit = kind->unit;
    bv_json_reader_text(json, value, "note", number->note,
                        sizeof(number->note));
    has_source = read_sources(reading, value, &number->references);
    check_number_source(reading, number, has_source, kind->strict);
    return json->mistakes == before;
}

bool bv_procedure_read_number(struct bv_procedure_reading *reading,
                              const json_t *object, const char *key,
                              const struct bv_number_kind *kind,
                              struct bv_procedure_number *number)
{
    const json_t *value = json_object_get(object, key);
    bool there;

    if (!value || json_is_null(value))
        return false;
    bv_json_reader_enter(reading->json, key, 0);
    there = read_number(reading, value, kind, number);
    bv_json_reader_leave(reading->json);
    return there;
}

int bv_procedure_read_numbers(struct bv_procedure_reading *reading,
                              const json_t *object, const char *key,
                              const struct bv_number_kind *kind,
                              struct bv_procedure_number *numbers)
{
    const json_t *list;
    int count = bv_json_reader_list(reading->json, object, key,
                                    BV_PROCEDURE_NUMBERS_MAX, &list);

    bv_json_reader_enter(reading->json, key, 0);
    for (int i = 0; i < count; i++) {
        bv_json_reader_enter(reading->json, NULL, (size_t)i);
        read_number(reading, json_array_get(list, (size_t)i), kind,
                    &numbers[i]);
        bv_json_reader_leave(reading->json);
    }
    bv_json_reader_leave(reading->json);
    return count;
}
