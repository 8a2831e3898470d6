#include "records/rules_file.h"

#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/places.h"
#include "core/text.h"
#include "records/json.h"

enum { most_bytes = 64 * 1024 };

static int refuse(const char *path, struct bv_fault *fault, const char *what)
{
    return bv_fault_set(fault, -EBADMSG, "%.300s: %s.", path, what);
}

static bool is_rule(const char *key)
{
    for (size_t i = 0; i < bv_review_rule_count(); i++)
        if (strcmp(bv_review_rule_at(i)->key, key) == 0)
            return true;
    return false;
}

static int read_rules(const char *path, const json_t *json,
                      struct bv_review_rules *rules, struct bv_fault *fault)
{
    const char *key;
    json_t *value;

    for (size_t i = 0; i < bv_review_rule_count(); i++) {
        const struct bv_review_rule *rule = bv_review_rule_at(i);
        const json_t *number = json_object_get(json, rule->key);
        double found = json_number_value(number);

        if (!json_is_number(number) ||
            !(found >= rule->least && found <= rule->most))
            return bv_fault_set(fault, -EBADMSG,
                                "%.300s: rules: \"%s\" must be a number from "
                                "%g to %g (%s).",
                                path, rule->key, rule->least, rule->most,
                                rule->unit);
        *bv_review_rule_value(rules, i) = found;
    }
    json_object_foreach(
        (json_t *)json, key,
        value) if (!is_rule(key)) return bv_fault_set(fault, -EBADMSG,
                                                      "%.300s: rules: there is "
                                                      "no \"%.60s\".",
                                                      path, key);
    return 0;
}

static int read_name(const char *path, const json_t *whole,
                     struct bv_review_rules *rules, struct bv_fault *fault)
{
    const char *name = json_string_value(json_object_get(whole, "name"));
    const json_t *revision = json_object_get(whole, "revision");

    if (!name || !*name || strlen(name) >= sizeof(rules->name))
        return refuse(path, fault, "\"name\" must be a text of 1 to 63 bytes");
    for (const char *at = name; *at; at++)
        if (iscntrl((unsigned char)*at))
            return refuse(path, fault, "\"name\" has control characters");
    if (!json_is_integer(revision) || json_integer_value(revision) < 1 ||
        json_integer_value(revision) > 1000000)
        return refuse(path, fault,
                      "\"revision\" must be a whole number from 1");
    snprintf(rules->name, sizeof(rules->name), "%s", name);
    rules->revision = (int)json_integer_value(revision);
    return 0;
}

static int read_whole(const char *path, const json_t *whole,
                      struct bv_review_rules *rules, struct bv_fault *fault)
{
    const char *format = json_string_value(json_object_get(whole, "format"));
    const json_t *version = json_object_get(whole, "version");
    int error;

    if (!format || strcmp(format, "bevel-review-rules") != 0 ||
        !json_is_integer(version) || json_integer_value(version) < 1)
        return refuse(path, fault,
                      "it must start with \"format\": "
                      "\"bevel-review-rules\", \"version\": 1");
    if (json_integer_value(version) > 1)
        return bv_fault_set(fault, -ENOTSUP,
                            "%.300s is of version %lld; this bevel reads 1.",
                            path, (long long)json_integer_value(version));
    error = read_name(path, whole, rules, fault);
    if (error == 0)
        error = read_rules(path, json_object_get(whole, "rules"), rules, fault);
    return error;
}

static int read_file(const char *path, struct bv_review_rules *rules,
                     struct bv_fault *fault)
{
    struct bv_review_rules made = {0};
    json_error_t where;
    json_t *whole;
    char *text;
    size_t size;
    int error = bv_text_read_file(path, true, most_bytes, &text, &size, fault);

    if (error < 0)
        return error;
    whole = size > most_bytes
                ? NULL
                : json_loadb(text, size, JSON_REJECT_DUPLICATES, &where);
    free(text);
    if (size > most_bytes)
        return refuse(path, fault, "it is larger than 64 kB");
    if (!whole)
        return bv_fault_set(fault, -EBADMSG, "%.300s:%d: this is not JSON.",
                            path, where.line);
    error = read_whole(path, whole, &made, fault);
    json_decref(whole);
    if (error == 0)
        *rules = made;
    return error;
}

int bv_rules_read(const char *path, struct bv_review_rules *rules,
                  struct bv_fault *fault)
{
    char *own = path ? NULL : bv_place_config("review-rules.json");
    char folder[PATH_MAX - 16], bundled[PATH_MAX];
    int error;

    if (path || (own && access(own, F_OK) == 0)) {
        error = read_file(path ? path : own, rules, fault);
        free(own);
        return error;
    }
    free(own);
    for (int i = 0; bv_place_sample(i, "review", folder, sizeof(folder)); i++) {
        snprintf(bundled, sizeof(bundled), "%s/rules.json", folder);
        if (access(bundled, F_OK) == 0)
            return read_file(bundled, rules, fault);
    }
    return bv_fault_set(fault, -ENOENT,
                        "The rules of a review, review/rules.json, are not "
                        "installed.");
}
