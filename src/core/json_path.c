#include "core/json_path.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

void bv_json_path_enter(struct bv_json_path *path, const char *key,
                        size_t index)
{
    assert(path->depth < BV_JSON_DEPTH_MAX);
    path->steps[path->depth].key = key;
    path->steps[path->depth].index = index;
    path->depth++;
}

void bv_json_path_leave(struct bv_json_path *path)
{
    assert(path->depth > 0);
    path->depth--;
}

void bv_json_path_write(const struct bv_json_path *path, char *text,
                        size_t size)
{
    size_t used = 0;

    text[0] = '\0';
    for (int i = 0; i < path->depth && used < size; i++) {
        const char *key = path->steps[i].key;

        if (key)
            used += (size_t)snprintf(text + used, size - used, "%s%.40s",
                                     i ? "." : "", key);
        else
            used += (size_t)snprintf(text + used, size - used, "[%zu]",
                                     path->steps[i].index);
    }
    for (; *text; text++)
        if ((unsigned char)*text < ' ' || *text == 0x7f)
            *text = '?';
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

int bv_json_path_find(const struct bv_json_path *path, const char *text,
                      size_t size_bytes, int *line)
{
    struct walk walk = {text, text + size_bytes};
    const char *found = text;
    int steps = 0;

    skip_space(&walk);
    for (; steps < path->depth && walk.at < walk.end; steps++) {
        const char *next = NULL;

        if (path->steps[steps].key && *walk.at == '{')
            next = find_key(&walk, path->steps[steps].key);
        else if (!path->steps[steps].key && *walk.at == '[')
            next = find_index(&walk, path->steps[steps].index);
        if (!next)
            break;
        found = next;
    }
    *line = 1;
    for (const char *c = text; c < found; c++)
        *line += *c == '\n';
    return steps;
}
