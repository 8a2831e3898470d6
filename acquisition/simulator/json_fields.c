#include "acquisition/simulator/json_fields.h"

#include <assert.h>
#include <errno.h>
#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "acquisition/simulator/maths.h"

void bv_json_enter(struct bv_json_place *place, const char *key, size_t index)
{
    assert(place->depth < BV_JSON_DEPTH_MAX);
    place->steps[place->depth].key = key;
    place->steps[place->depth].index = index;
    place->depth++;
}

void bv_json_leave(struct bv_json_place *place)
{
    assert(place->depth > 0);
    place->depth--;
}

/* A walk over text that is known to be JSON. */
struct walk {
    const char *at, *end;
};

static void skip_space(struct walk *walk)
{
    while (walk->at < walk->end && strchr(" \t\r\n,:", *walk->at))
        walk->at++;
}

static void skip_string(struct walk *walk)
{
    for (walk->at++; walk->at < walk->end && *walk->at != '"'; walk->at++)
        if (*walk->at == '\\')
            walk->at++;
    walk->at++;
}

/* Past one value, whatever it holds. */
static void skip_value(struct walk *walk)
{
    int depth = 0;

    skip_space(walk);
    while (walk->at < walk->end) {
        char c = *walk->at;

        if (c == '"') {
            skip_string(walk);
        } else if (c == '{' || c == '[') {
            depth++;
            walk->at++;
        } else if (c == '}' || c == ']') {
            depth--;
            walk->at++;
        } else {
            while (walk->at < walk->end && !strchr(" \t\r\n,:]}\"", *walk->at))
                walk->at++;
        }
        if (depth <= 0)
            return;
        skip_space(walk);
    }
}

/* Go to the value of @p key in the object that starts here. @return Where
 * the key itself stands, or NULL: it is not there in these letters. */
static const char *find_key(struct walk *walk, const char *key)
{
    size_t length = strlen(key);

    walk->at++;
    for (;;) {
        const char *start;

        skip_space(walk);
        if (walk->at >= walk->end || *walk->at != '"')
            return NULL;
        start = walk->at;
        skip_string(walk);
        if ((size_t)(walk->at - start) == length + 2 &&
            memcmp(start + 1, key, length) == 0) {
            skip_space(walk);
            return start;
        }
        skip_value(walk);
    }
}

static const char *find_index(struct walk *walk, size_t index)
{
    walk->at++;
    for (size_t i = 0; i < index; i++)
        skip_value(walk);
    skip_space(walk);
    return walk->at < walk->end ? walk->at : NULL;
}

static int line_of_place(const struct bv_json_place *place)
{
    struct walk walk = {place->text, place->text + place->size_bytes};
    const char *found = place->text;
    int line = 1;

    skip_space(&walk);
    for (int i = 0; i < place->depth; i++) {
        const char *next = NULL;

        if (walk.at >= walk.end)
            break;
        if (place->steps[i].key && *walk.at == '{')
            next = find_key(&walk, place->steps[i].key);
        else if (!place->steps[i].key && *walk.at == '[')
            next = find_index(&walk, place->steps[i].index);
        if (!next)
            break;
        found = next;
    }
    for (const char *c = place->text; c < found; c++)
        line += *c == '\n';
    return line;
}

/* "layers[2].thickness_mm", cut where it does not fit. */
static void write_path(const struct bv_json_place *place, char *path,
                       size_t size)
{
    size_t used = 0;

    path[0] = '\0';
    for (int i = 0; i < place->depth && used < size; i++) {
        const char *key = place->steps[i].key;

        if (key)
            used += (size_t)snprintf(path + used, size - used, "%s%.40s",
                                     i ? "." : "", key);
        else
            used += (size_t)snprintf(path + used, size - used, "[%zu]",
                                     place->steps[i].index);
    }
}

int bv_json_wrong(struct bv_json_place *place, const char *format, ...)
{
    char path[160], what[200];
    va_list arguments;

    write_path(place, path, sizeof(path));
    va_start(arguments, format);
    vsnprintf(what, sizeof(what), format, arguments);
    va_end(arguments);
    return bv_fault_set(place->fault, -EINVAL, "%.200s:%d: %s%s%s.",
                        place->name, line_of_place(place), path,
                        path[0] ? " " : "", what);
}

/* A number in 0..1 that the seed and the place decide. */
static double chance_of_place(const struct bv_json_place *place)
{
    char path[160];
    struct bv_sim_random random = {place->seed};

    write_path(place, path, sizeof(path));
    for (const char *c = path; *c; c++)
        random.state = bv_sim_next(&random) ^ (uint64_t)(unsigned char)*c;
    return (double)(bv_sim_next(&random) >> 11) * 0x1p-53;
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

int bv_json_read_fields(struct bv_json_place *place, const json_t *object,
                        const struct bv_field *fields, void *target)
{
    const char *key;
    json_t *value;

    if (!json_is_object(object))
        return bv_json_wrong(place, "must be an object, {...}");
    json_object_foreach((json_t *)object, key, value)
    {
        const struct bv_field *field = find_field(fields, key);
        int error;

        bv_json_enter(place, key, 0);
        error = field ? read_field(place, value, field, target)
                      : bv_json_wrong(place, "is not a known key");
        bv_json_leave(place);
        if (error < 0)
            return error;
    }
    for (; fields->key; fields++)
        if (fields->required && !json_object_get(object, fields->key))
            return bv_json_wrong(place, "needs the key \"%s\"", fields->key);
    return 0;
}
