#include "acquisition/simulator/json_fields.h"

#include <string.h>

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

/* How many steps of the place are in one text, and the line of the last. */
static int steps_found(const struct bv_json_place *place,
                       const struct bv_json_text *text, int *line)
{
    struct walk walk = {text->text, text->text + text->size_bytes};
    const char *found = text->text;
    int steps = 0;

    skip_space(&walk);
    for (; steps < place->depth && walk.at < walk.end; steps++) {
        const char *next = NULL;

        if (place->steps[steps].key && *walk.at == '{')
            next = find_key(&walk, place->steps[steps].key);
        else if (!place->steps[steps].key && *walk.at == '[')
            next = find_index(&walk, place->steps[steps].index);
        if (!next)
            break;
        found = next;
    }
    *line = 1;
    for (const char *c = text->text; c < found; c++)
        *line += *c == '\n';
    return steps;
}

/* What includes overrides what is included, and arrays are replaced whole:
 * the first text that knows the whole place is where it was written. */
const char *bv_json_find_line(const struct bv_json_place *place, int *line)
{
    const char *name = place->texts[0].name;
    int most = -1;

    *line = 1;
    for (int i = 0; i < place->text_count && most < place->depth; i++) {
        int at, steps = steps_found(place, &place->texts[i], &at);

        if (steps <= most)
            continue;
        most = steps;
        name = place->texts[i].name;
        *line = at;
    }
    return name;
}
