#include "records/rating_scale.h"

#include <errno.h>
#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "records/own_file.h"
#include "records/own_files.h"

static int read_anchors(const struct bv_own_file *file, const char *where,
                        const json_t *anchors, struct bv_rating_item *item)
{
    const char *key;
    json_t *value;
    int error = 0;

    if (!anchors)
        return 0;
    if (!json_is_object(anchors))
        return bv_own_refuse(file, where, "\"anchors\" must be an object");
    json_object_foreach((json_t *)anchors, key, value)
    {
        char *rest;
        long score = strtol(key, &rest, 10);

        if (!*key || *rest || score < item->least || score > item->most)
            return bv_own_refuse(file, where,
                                 "anchors: \"%.20s\" is no score of it", key);
        error = bv_own_text(file, where, anchors, key, false,
                            item->anchors[score - item->least],
                            sizeof(*item->anchors));
        if (error < 0)
            return error;
    }
    return 0;
}

static int read_item(const struct bv_own_file *file, const char *where,
                     size_t index, const json_t *json, void *into)
{
    struct bv_rating_scale *scale = into;
    static const char *const known[] = {"key",  "title",   "source", "least",
                                        "most", "anchors", NULL};
    struct bv_rating_item *item = &scale->items[index];
    int error = bv_own_known(file, where, json, known);

    if (error == 0)
        error =
            bv_own_key(file, where, json, "key", item->key, sizeof(item->key));
    if (error == 0)
        error = bv_own_text(file, where, json, "title", false, item->title,
                            sizeof(item->title));
    if (error == 0)
        error = bv_own_text(file, where, json, "source", true, item->source,
                            sizeof(item->source));
    if (error == 0)
        error = bv_own_number(file, where, json, "least", 0, 100, &item->least);
    if (error == 0)
        error =
            bv_own_number(file, where, json, "most", item->least + 1,
                          item->least + BV_RATING_SCORES_MAX - 1, &item->most);
    if (error == 0 && bv_rating_scale_find(scale, item->key) >= 0)
        error = bv_own_refuse(file, where, "there are two \"%s\"", item->key);
    return error < 0 ? error
                     : read_anchors(file, where,
                                    json_object_get(json, "anchors"), item);
}

static int read_kind(const struct bv_own_file *file, const json_t *whole,
                     struct bv_rating_scale *scale)
{
    const char *kind = json_string_value(json_object_get(whole, "kind"));

    if (!kind ||
        (strcmp(kind, "rating") != 0 && strcmp(kind, "checklist") != 0))
        return bv_own_refuse(file, "",
                             "\"kind\" must be \"rating\" or \"checklist\"");
    scale->checklist = kind[0] == 'c';
    return 0;
}

static int read_whole(const struct bv_own_file *file, const json_t *whole,
                      struct bv_rating_scale *scale)
{
    static const char *const known[] = {
        "format", "version", "name",  "revision",     "title",
        "kind",   "source",  "items", "translations", NULL};
    int error = bv_own_known(file, "", whole, known);

    if (error == 0)
        error = bv_own_key(file, "", whole, "name", scale->name,
                           sizeof(scale->name));
    if (error == 0)
        error = bv_own_number(file, "", whole, "revision", 1, 1000000,
                              &scale->revision);
    if (error == 0)
        error = bv_own_text(file, "", whole, "title", false, scale->title,
                            sizeof(scale->title));
    if (error == 0)
        error = bv_own_text(file, "", whole, "source", false, scale->source,
                            sizeof(scale->source));
    if (error == 0)
        error = read_kind(file, whole, scale);
    return error < 0
               ? error
               : bv_own_list(file, "", whole, "items", BV_RATING_ITEMS_MAX,
                             read_item, scale, &scale->item_count);
}

int bv_rating_scale_read(const char *path, const char *text, size_t size,
                         struct bv_rating_scale *scale, struct bv_fault *fault)
{
    struct bv_own_file file = {path, fault, NULL};
    struct bv_rating_scale *made = calloc(1, sizeof(*made));
    json_t *whole = NULL;
    int error =
        made ? bv_own_read(&file, text, size, "bevel-rating-scale", &whole)
             : -ENOMEM;

    if (error == 0)
        error = bv_own_words(&file, whole, &file.words);
    if (error == 0)
        error = read_whole(&file, whole, made);
    if (error == 0)
        *scale = *made;
    json_decref(whole);
    free(made);
    return error;
}

int bv_rating_scale_load(const char *name, struct bv_rating_scale *scale,
                         struct bv_fault *fault)
{
    char path[PATH_MAX], *text;
    size_t size;
    int error = bv_own_files_read(BV_RATING_SCALES, name, path, sizeof(path),
                                  &text, &size, fault);

    if (error < 0)
        return error;
    error = bv_rating_scale_read(path, text, size, scale, fault);
    free(text);
    return error;
}

int bv_rating_scale_find(const struct bv_rating_scale *scale, const char *key)
{
    for (size_t i = 0; i < scale->item_count; i++)
        if (strcmp(scale->items[i].key, key) == 0)
            return (int)i;
    return -1;
}

double bv_rating_percent(const struct bv_rating_scale *scale,
                         const struct bv_rating *rating)
{
    double sum = 0, most = 0;

    for (size_t i = 0; i < rating->item_count; i++) {
        int at = bv_rating_scale_find(scale, rating->items[i].key);

        if (at < 0)
            continue;
        sum += rating->items[i].score - scale->items[at].least;
        most += scale->items[at].most - scale->items[at].least;
    }
    return most > 0 ? 100 * sum / most : NAN;
}
