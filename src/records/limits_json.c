#include "records/limits_json.h"

#include <errno.h>
#include <jansson.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "records/stratum_key.h"
#include "records/json.h"

static const char *const keys[] = {"figure",    "origin", "stratum",
                                   "perturbed", "least",  "most"};

static bool keys_are_known(const json_t *json)
{
    const char *key;
    json_t *value;

    json_object_foreach((json_t *)json, key, value)
    {
        size_t k = 0;

        while (k < sizeof(keys) / sizeof(*keys) && strcmp(key, keys[k]) != 0)
            k++;
        if (k == sizeof(keys) / sizeof(*keys))
            return false;
    }
    return true;
}

static bool read_end(const json_t *json, const char *key, double *end)
{
    const json_t *value = json_object_get(json, key);

    *end = NAN;
    if (!value)
        return true;
    if (!json_is_number(value))
        return false;
    *end = json_number_value(value);
    return true;
}

/* @return What is wrong, or NULL. */
static const char *read_limit(const json_t *json, struct bv_limit *limit)
{
    const char *figure = json_string_value(json_object_get(json, "figure"));
    const char *origin = json_string_value(json_object_get(json, "origin"));
    const char *stratum = json_string_value(json_object_get(json, "stratum"));
    const json_t *perturbed = json_object_get(json, "perturbed");
    int found = figure ? bv_figure_find(figure) : -1;

    if (!json_is_object(json) || !keys_are_known(json))
        return "may have figure, origin, stratum, perturbed, least and most "
               "alone";
    if (found < 0)
        return "names no figure that there is";
    if (!origin ||
        (strcmp(origin, "simulated") != 0 && strcmp(origin, "real") != 0))
        return "needs an origin, \"simulated\" or \"real\"";
    if (!bv_stratum_from_key(stratum ? stratum : "all", &limit->stratum))
        return "names no stratum that there is";
    if (!read_end(json, "least", &limit->limit.least) ||
        !read_end(json, "most", &limit->limit.most) ||
        (isnan(limit->limit.least) && isnan(limit->limit.most)))
        return "needs a number as least or most";
    if (perturbed &&
        (!json_is_string(perturbed) || json_string_length(perturbed) == 0 ||
         json_string_length(perturbed) >= sizeof(limit->perturbed)))
        return "needs the name of a change, or \"any\", as perturbed";
    if (perturbed)
        snprintf(limit->perturbed, sizeof(limit->perturbed), "%s",
                 json_string_value(perturbed));
    limit->stratum.simulated = strcmp(origin, "simulated") == 0;
    limit->figure = (size_t)found;
    return NULL;
}

static int read_whole(const char *path, const json_t *whole,
                      struct bv_limits *limits, struct bv_fault *fault)
{
    const char *format = json_string_value(json_object_get(whole, "format"));
    const json_t *list = json_object_get(whole, "limits");

    if (!format || strcmp(format, "bevel-limits") != 0 ||
        json_integer_value(json_object_get(whole, "version")) != 1)
        return bv_fault_set(fault, -EBADMSG,
                            "%s is no file of limits: it must start with "
                            "\"format\": \"bevel-limits\", \"version\": 1.",
                            path);
    limits->count = json_array_size(list);
    if (limits->count == 0 || limits->count > BV_LIMITS_MAX)
        return bv_fault_set(fault, -EBADMSG,
                            "%s must have a list \"limits\" of 1 to %d.", path,
                            BV_LIMITS_MAX);
    for (size_t i = 0; i < limits->count; i++) {
        const char *wrong =
            read_limit(json_array_get(list, i), &limits->limits[i]);

        if (wrong)
            return bv_fault_set(fault, -EBADMSG, "%s: limit %zu %s.", path,
                                i + 1, wrong);
    }
    return 0;
}

int bv_limits_read_json(const char *path, struct bv_limits *limits,
                        struct bv_fault *fault)
{
    struct bv_limits read = {0};
    json_t *whole;
    int error = bv_json_read_file(path, &whole, fault);

    if (error < 0)
        return error;
    error = read_whole(path, whole, &read, fault);
    json_decref(whole);
    if (error == 0)
        *limits = read;
    return error;
}
