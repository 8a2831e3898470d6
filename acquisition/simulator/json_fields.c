#include "acquisition/simulator/json_fields.h"

#include <errno.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "acquisition/simulator/maths.h"
#include "core/text.h"

void bv_json_enter(struct bv_json_place *place, const char *key, size_t index)
{
    bv_json_path_enter(&place->path, key, index);
}

void bv_json_leave(struct bv_json_place *place)
{
    bv_json_path_leave(&place->path);
}

/* What includes overrides what is included, and arrays are replaced whole:
 * the first text that knows the whole place is where it was written. */
const char *bv_json_find_line(const struct bv_json_place *place, int *line)
{
    const char *name = place->texts[0].name;
    int most = -1;

    *line = 1;
    for (int i = 0; i < place->text_count && most < place->path.depth; i++) {
        int at, steps = bv_json_path_find(&place->path, place->texts[i].text,
                                          place->texts[i].size_bytes, &at);

        if (steps <= most)
            continue;
        most = steps;
        name = place->texts[i].name;
        *line = at;
    }
    return name;
}

int bv_json_wrong(struct bv_json_place *place, const char *format, ...)
{
    char path[160], what[300], sentence[BV_FAULT_TEXT_SIZE];
    va_list arguments;
    const char *name;
    int line;

    bv_json_path_write(&place->path, path, sizeof(path));
    va_start(arguments, format);
    vsnprintf(what, sizeof(what), format, arguments);
    va_end(arguments);
    name = bv_json_find_line(place, &line);
    snprintf(sentence, sizeof(sentence), "%.180s:%d: %.120s%s%.180s.", name,
             line, path, path[0] ? " " : "", what);
    place->wrong_count++;
    if (!place->tell)
        return bv_fault_set(place->fault, -EINVAL, "%s", sentence);
    place->tell(place->tell_data, sentence);
    return 0;
}

/* A number in 0..1 that the seed and the place decide. */
static double chance_of_place(const struct bv_json_place *place)
{
    char path[160];
    struct bv_sim_random random = {place->seed};
    uint64_t dice;

    bv_json_path_write(&place->path, path, sizeof(path));
    for (const char *c = path; *c; c++)
        random.state = bv_sim_next(&random) ^ (uint64_t)(unsigned char)*c;
    dice = bv_sim_next(&random);
    switch (place->fill) {
    case BV_JSON_FILL_SEED:
        break;
    case BV_JSON_FILL_LOW:
        return 0;
    case BV_JSON_FILL_HIGH:
        return 1;
    case BV_JSON_FILL_CORNER:
        return (double)(dice >> 63);
    }
    return (double)(dice >> 11) * 0x1p-53;
}

static int read_plain(struct bv_json_place *place, const json_t *value,
                      double min, double max, double *number)
{
    double read;

    if (!json_is_number(value))
        return bv_json_wrong(place, "must be a number or a range, "
                                    "[low, high]");
    read = json_number_value(value);
    if (!(read >= min && read <= max))
        return bv_json_wrong(place, "must be from %g to %g, not %g", min, max,
                             read);
    *number = read;
    return 0;
}

int bv_json_read_number(struct bv_json_place *place, const json_t *value,
                        double min, double max, double *number)
{
    double low = min, high = max;

    if (!json_is_array(value))
        return read_plain(place, value, min, max, number);
    if (json_array_size(value) != 2)
        return bv_json_wrong(place, "must be a number or a range of two "
                                    "numbers, [low, high]");
    if (read_plain(place, json_array_get(value, 0), min, max, &low) < 0 ||
        read_plain(place, json_array_get(value, 1), min, max, &high) < 0)
        return -EINVAL;
    if (low > high)
        return bv_json_wrong(place, "must be a range with the lower number "
                                    "first");
    *number = low + (high - low) * chance_of_place(place);
    return 0;
}

static int read_vector(struct bv_json_place *place, const json_t *value,
                       const struct bv_field *field, double *vector)
{
    if (!json_is_array(value) || json_array_size(value) != field->count)
        return bv_json_wrong(place, "must be a list of %zu numbers",
                             field->count);
    for (size_t i = 0; i < field->count; i++) {
        int error;

        bv_json_enter(place, NULL, i);
        error = bv_json_read_number(place, json_array_get(value, i), field->min,
                                    field->max, &vector[i]);
        bv_json_leave(place);
        if (error < 0)
            return error;
    }
    return 0;
}

static int read_text(struct bv_json_place *place, const json_t *value,
                     const struct bv_field *field, char *text)
{
    const char *read = json_string_value(value);

    if (!read || !*read)
        return bv_json_wrong(place, "must be a text");
    if (strlen(read) >= field->count)
        return bv_json_wrong(place, "must be shorter than %zu letters",
                             field->count);
    memcpy(text, read, strlen(read) + 1);
    return 0;
}

static int read_word(struct bv_json_place *place, const json_t *value,
                     const struct bv_field *field, int *word)
{
    const char *read = json_string_value(value);
    char all[160] = "";

    for (int i = 0; field->words[i]; i++) {
        size_t used = strlen(all);

        if (read && strcmp(read, field->words[i]) == 0) {
            *word = i;
            return 0;
        }
        snprintf(all + used, sizeof(all) - used, "%s%s", i ? ", " : "",
                 field->words[i]);
    }
    return bv_json_wrong(place, "must be one of %s", all);
}

static int read_field(struct bv_json_place *place, const json_t *value,
                      const struct bv_field *field, void *target)
{
    void *at = (char *)target + field->offset;

    switch (field->kind) {
    case BV_FIELD_NUMBER:
        return bv_json_read_number(place, value, field->min, field->max, at);
    case BV_FIELD_VECTOR:
        return read_vector(place, value, field, at);
    case BV_FIELD_TEXT:
        return read_text(place, value, field, at);
    case BV_FIELD_WORD:
        return read_word(place, value, field, at);
    case BV_FIELD_IGNORED:
        return 0;
    }
    return -EINVAL;
}

static const struct bv_field *find_field(const struct bv_field *fields,
                                         const char *key)
{
    for (; fields->key; fields++)
        if (strcmp(fields->key, key) == 0)
            return fields;
    return NULL;
}

int bv_json_unknown_key(struct bv_json_place *place, const char *nearest)
{
    if (!nearest)
        return bv_json_wrong(place, "is not a known key");
    return bv_json_wrong(place, "is not a known key; the nearest is \"%s\"",
                         nearest);
}

static int unknown_field(struct bv_json_place *place,
                         const struct bv_field *fields, const char *key)
{
    const char *nearest = NULL;

    for (; fields->key; fields++)
        nearest = bv_text_nearer(key, fields->key, nearest);
    return bv_json_unknown_key(place, nearest);
}

int bv_json_read_fields(struct bv_json_place *place, const json_t *object,
                        const struct bv_field *fields, void *target)
{
    const char *key;
    json_t *value;
    int error = 0;

    if (!json_is_object(object))
        return bv_json_wrong(place, "must be an object, {...}");
    json_object_foreach((json_t *)object, key, value)
    {
        const struct bv_field *field = find_field(fields, key);

        bv_json_enter(place, key, 0);
        error = field ? read_field(place, value, field, target)
                      : unknown_field(place, fields, key);
        bv_json_leave(place);
        if (error < 0)
            return error;
    }
    for (; fields->key && error == 0; fields++)
        if (fields->required && !json_object_get(object, fields->key))
            error = bv_json_wrong(place, "needs the key \"%s\"", fields->key);
    return error;
}

int bv_json_find_list(struct bv_json_place *place, const json_t *object,
                      const char *key, size_t most, const json_t **list,
                      int *count)
{
    int error = 0;

    *count = 0;
    *list = json_object_get(object, key);
    if (!*list)
        return 0;
    bv_json_enter(place, key, 0);
    if (!json_is_array(*list))
        error = bv_json_wrong(place, "must be a list, [...]");
    else if (json_array_size(*list) > most)
        error = bv_json_wrong(place, "must have at most %zu entries, not %zu",
                              most, json_array_size(*list));
    else
        *count = (int)json_array_size(*list);
    bv_json_leave(place);
    return error;
}
