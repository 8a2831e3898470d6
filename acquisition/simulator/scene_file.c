#include "acquisition/simulator/scene_file.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "acquisition/simulator/scene_read.h"

bool bv_scene_include_check(const char *include)
{
    static const char allowed[] = "abcdefghijklmnopqrstuvwxyz"
                                  "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                  "0123456789_-. /";
    size_t length = strlen(include);

    return length > 0 && length < 256 && strspn(include, allowed) == length &&
           include[0] != '/' && include[length - 1] != '/' &&
           !strstr(include, "..") && !strstr(include, "//");
}

struct bv_json_place bv_scene_file_place(const struct bv_scene_file *file,
                                         struct bv_fault *fault)
{
    struct bv_json_place place = {.text_count = file->text_count,
                                  .fault = fault};

    for (int i = 0; i < file->text_count; i++)
        place.texts[i] =
            (struct bv_json_text){file->texts[i].name, file->texts[i].text,
                                  file->texts[i].size_bytes};
    return place;
}

/* As bv_json_wrong(), for a mistake at a key of one text alone. */
static int wrong_in(const struct bv_scene_text *text, const char *key,
                    struct bv_fault *fault, const char *what)
{
    struct bv_json_place place = {
        .text_count = 1,
        .texts = {{text->name, text->text, text->size_bytes}},
        .fault = fault};

    if (key)
        bv_json_enter(&place, key, 0);
    return bv_json_wrong(&place, "%s", what);
}

static int parse(const struct bv_scene_text *text, json_t **root,
                 struct bv_fault *fault)
{
    const char *format;
    json_error_t error;

    if (text->size_bytes > BV_SCENE_FILE_MAX)
        return bv_fault_set(fault, -EINVAL,
                            "%.200s is larger than a scene may be, %d kB.",
                            text->name, BV_SCENE_FILE_MAX / 1024);
    *root = json_loadb(text->text, text->size_bytes, JSON_REJECT_DUPLICATES,
                       &error);
    if (!*root)
        return bv_fault_set(fault, -EINVAL,
                            "%.200s:%d: not valid JSON: %.150s.", text->name,
                            error.line > 0 ? error.line : 1, error.text);
    format = json_string_value(json_object_get(*root, "format"));
    if (!format || strcmp(format, "bevel-scene") != 0)
        return wrong_in(text, NULL, fault,
                        "must be an object with \"format\": \"bevel-scene\"");
    if (json_integer_value(json_object_get(*root, "version")) != 1)
        return wrong_in(text, NULL, fault, "needs \"version\": 1");
    return 0;
}

/* JSON Merge Patch, RFC 7396: objects are merged, everything else is replaced
 * whole, null takes away. */
static int merge(json_t *into, json_t *over)
{
    const char *key;
    json_t *value;

    json_object_foreach(over, key, value)
    {
        json_t *there = json_object_get(into, key);
        int error = 0;

        if (json_is_null(value)) {
            json_object_del(into, key);
            continue;
        }
        if (!json_is_object(value)) {
            error = json_object_set(into, key, value);
        } else if (!json_is_object(there)) {
            there = json_object();
            error = json_object_set_new(into, key, there);
        }
        if (error == 0 && json_is_object(value))
            error = merge(there, value);
        if (error < 0)
            return -ENOMEM;
    }
    return 0;
}

/* What @p text, the newest of the file's, includes: NULL for nothing. */
static int find_include(const struct bv_scene_file *file, json_t *root,
                        const char **include, struct bv_fault *fault)
{
    const struct bv_scene_text *text = &file->texts[file->text_count - 1];
    const json_t *value = json_object_get(root, "include");

    *include = NULL;
    if (!value)
        return 0;
    *include = json_string_value(value);
    if (!*include || !bv_scene_include_check(*include))
        return wrong_in(text, "include", fault,
                        "must name a scene in the same folder or below it, or "
                        "a bundled one, without \"..\"");
    if (file->text_count == BV_JSON_TEXTS_MAX)
        return wrong_in(text, "include", fault,
                        "goes too deep: at most 4 scenes may lie below one");
    return 0;
}

static int open_include(struct bv_scene_file *file, const char *include,
                        const struct bv_scene_opener *opener,
                        struct bv_fault *fault)
{
    struct bv_scene_text *from = &file->texts[file->text_count - 1], text;
    struct bv_fault why = {0};
    int error =
        opener ? opener->open(opener->data, from->name, include, &text, &why)
               : bv_fault_set(&why, -ENOENT, "it cannot be opened");

    if (error < 0) {
        char what[300];

        snprintf(what, sizeof(what), "cannot be included: %.240s",
                 why.error ? why.text : bv_error_text(error));
        if (what[strlen(what) - 1] == '.')
            what[strlen(what) - 1] = '\0';
        wrong_in(from, "include", fault, what);
        return error;
    }
    for (int i = 0; i < file->text_count; i++)
        if (strcmp(file->texts[i].name, text.name) == 0) {
            free(text.name);
            free(text.text);
            return wrong_in(from, "include", fault,
                            "goes round in a circle: the scene would include "
                            "itself");
        }
    file->texts[file->text_count++] = text;
    return 0;
}

/* Read text after text down the includes, then merge from the last up. */
static int open_all(struct bv_scene_file *file,
                    const struct bv_scene_opener *opener,
                    json_t *roots[BV_JSON_TEXTS_MAX], struct bv_fault *fault)
{
    const char *include = NULL;

    do {
        json_t **root = &roots[file->text_count - 1];
        int error = parse(&file->texts[file->text_count - 1], root, fault);

        if (error == 0)
            error = find_include(file, *root, &include, fault);
        if (error == 0 && include)
            error = open_include(file, include, opener, fault);
        if (error < 0)
            return error;
    } while (include);
    for (int i = file->text_count - 2; i >= 0; i--)
        if (merge(roots[file->text_count - 1], roots[i]) < 0)
            return -ENOMEM;
    file->root = json_incref(roots[file->text_count - 1]);
    json_object_del(file->root, "include");
    return 0;
}

int bv_scene_file_open(struct bv_scene_text take_text,
                       const struct bv_scene_opener *opener,
                       struct bv_scene_file *file, struct bv_fault *fault)
{
    json_t *roots[BV_JSON_TEXTS_MAX] = {NULL};
    int error;

    memset(file, 0, sizeof(*file));
    file->texts[0] = take_text;
    file->text_count = 1;
    error = open_all(file, opener, roots, fault);
    for (int i = 0; i < BV_JSON_TEXTS_MAX; i++)
        json_decref(roots[i]);
    return error;
}

void bv_scene_file_close(struct bv_scene_file *file)
{
    for (int i = 0; i < file->text_count; i++) {
        free(file->texts[i].name);
        free(file->texts[i].text);
    }
    json_decref(file->root);
    memset(file, 0, sizeof(*file));
}

int bv_scene_parse(const char *name, const char *text, size_t size_bytes,
                   bool has_seed, uint64_t seed, struct bv_scene *scene,
                   struct bv_fault *fault)
{
    return bv_scene_parse_with(name, text, size_bytes, has_seed, seed,
                               &bv_scene_opener_files, scene, fault);
}

int bv_scene_file_finish(struct bv_scene_file *file, int error, bool has_seed,
                         uint64_t seed, struct bv_scene *scene,
                         struct bv_fault *fault)
{
    struct bv_scene read;

    if (error == 0) {
        struct bv_json_place place = bv_scene_file_place(file, fault);

        error = bv_scene_read(&place, file->root, has_seed, seed, &read);
    }
    bv_scene_file_close(file);
    if (error == 0)
        *scene = read;
    return error;
}

int bv_scene_parse_with(const char *name, const char *text, size_t size_bytes,
                        bool has_seed, uint64_t seed,
                        const struct bv_scene_opener *opener,
                        struct bv_scene *scene, struct bv_fault *fault)
{
    struct bv_scene_text own = {strdup(name), malloc(size_bytes + 1),
                                size_bytes};
    struct bv_scene_file file;
    int error;

    if (!own.name || !own.text) {
        free(own.name);
        free(own.text);
        return -ENOMEM;
    }
    memcpy(own.text, text, size_bytes);
    error = bv_scene_file_open(own, opener, &file, fault);
    return bv_scene_file_finish(&file, error, has_seed, seed, scene, fault);
}
