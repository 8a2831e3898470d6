#include "records/course_file.h"

#include <errno.h>
#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "guidance/review/review.h"
#include "records/own_file.h"
#include "records/own_files.h"

static int read_limit(const struct bv_own_file *file, const char *where,
                      const json_t *json, const char *key, double *limit)
{
    const json_t *value = json_object_get(json, key);

    *limit = NAN;
    if (!value)
        return 0;
    if (!json_is_number(value) || fabs(json_number_value(value)) > 1e6)
        return bv_own_refuse(file, where, "\"%s\" must be a number", key);
    *limit = json_number_value(value);
    return 0;
}

static int read_criterion(const struct bv_own_file *file, const char *where,
                          size_t index, const json_t *json, void *into)
{
    struct bv_criterion *criterion =
        &((struct bv_course_step *)into)->criteria[index];
    static const char *const known[] = {"measure", "least", "most", NULL};
    int error = bv_own_known(file, where, json, known);

    if (error == 0)
        error = bv_own_key(file, where, json, "measure", criterion->measure,
                           sizeof(criterion->measure));
    if (error == 0 && !bv_review_metric_find(criterion->measure))
        error = bv_own_refuse(file, where, "no review measures \"%s\"",
                              criterion->measure);
    if (error == 0)
        error = read_limit(file, where, json, "least", &criterion->least);
    if (error == 0)
        error = read_limit(file, where, json, "most", &criterion->most);
    if (error == 0 && isnan(criterion->least) && isnan(criterion->most))
        error = bv_own_refuse(file, where, "it needs \"least\" or \"most\"");
    if (error == 0 && criterion->least > criterion->most)
        error = bv_own_refuse(file, where, "nothing is both");
    return error;
}

static int read_step(const struct bv_own_file *file, const char *where,
                     size_t index, const json_t *json, void *into)
{
    struct bv_course *course = into;
    static const char *const known[] = {"key", "title", "scene", "pass", NULL};
    struct bv_course_step *step = &course->steps[index];
    int error = bv_own_known(file, where, json, known);

    if (error == 0)
        error =
            bv_own_key(file, where, json, "key", step->key, sizeof(step->key));
    if (error == 0)
        error = bv_own_text(file, where, json, "title", false, step->title,
                            sizeof(step->title));
    if (error == 0)
        error = bv_own_text(file, where, json, "scene", false, step->scene,
                            sizeof(step->scene));
    if (error == 0 && bv_course_step_find(course, step->key))
        error = bv_own_refuse(file, where, "there are two \"%s\"", step->key);
    return error < 0
               ? error
               : bv_own_list(file, where, json, "pass", BV_CRITERIA_MAX,
                             read_criterion, step, &step->criterion_count);
}

static int read_whole(const struct bv_own_file *file, const json_t *whole,
                      struct bv_course *course)
{
    static const char *const known[] = {"format",   "version",      "name",
                                        "revision", "title",        "source",
                                        "steps",    "translations", NULL};
    int error = bv_own_known(file, "", whole, known);

    if (error == 0)
        error = bv_own_key(file, "", whole, "name", course->name,
                           sizeof(course->name));
    if (error == 0)
        error = bv_own_number(file, "", whole, "revision", 1, 1000000,
                              &course->revision);
    if (error == 0)
        error = bv_own_text(file, "", whole, "title", false, course->title,
                            sizeof(course->title));
    if (error == 0)
        error = bv_own_text(file, "", whole, "source", false, course->source,
                            sizeof(course->source));
    return error < 0
               ? error
               : bv_own_list(file, "", whole, "steps", BV_COURSE_STEPS_MAX,
                             read_step, course, &course->step_count);
}

int bv_course_file_read(const char *path, const char *text, size_t size,
                        struct bv_course *course, struct bv_fault *fault)
{
    struct bv_own_file file = {path, fault, NULL};
    struct bv_course *made = calloc(1, sizeof(*made));
    json_t *whole = NULL;
    int error =
        made ? bv_own_read(&file, text, size, "bevel-course", &whole) : -ENOMEM;

    if (error == 0)
        error = bv_own_words(&file, whole, &file.words);
    if (error == 0)
        error = read_whole(&file, whole, made);
    if (error == 0)
        *course = *made;
    json_decref(whole);
    free(made);
    return error;
}

int bv_course_file_load(const char *name, struct bv_course *course,
                        struct bv_fault *fault)
{
    char path[PATH_MAX], *text;
    size_t size;
    int error = bv_own_files_read(BV_COURSES, name, path, sizeof(path), &text,
                                  &size, fault);

    if (error < 0)
        return error;
    error = bv_course_file_read(path, text, size, course, fault);
    free(text);
    return error;
}

const struct bv_course_step *bv_course_step_find(const struct bv_course *course,
                                                 const char *key)
{
    for (size_t i = 0; i < course->step_count; i++)
        if (strcmp(course->steps[i].key, key) == 0)
            return &course->steps[i];
    return NULL;
}

enum bv_criterion_verdict
bv_criterion_judge(const struct bv_criterion *criterion,
                   const struct bv_kept_measure *measures, size_t count,
                   double *value)
{
    double found = NAN;

    for (size_t i = 0; i < count; i++)
        if (strcmp(measures[i].key, criterion->measure) == 0)
            found = measures[i].value;
    if (value)
        *value = found;
    if (isnan(found))
        return BV_CRITERION_NOT_MEASURED;
    return found < criterion->least || found > criterion->most
               ? BV_CRITERION_MISSED
               : BV_CRITERION_MET;
}

bool bv_course_step_passes(const struct bv_course_step *step,
                           const struct bv_kept_measure *measures, size_t count)
{
    for (size_t i = 0; i < step->criterion_count; i++)
        if (bv_criterion_judge(&step->criteria[i], measures, count, NULL) !=
            BV_CRITERION_MET)
            return false;
    return true;
}

static bool passed(const struct bv_course *course,
                   const struct bv_course_step *step,
                   const struct bv_course_result *results, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (results[i].passed && strcmp(results[i].course, course->name) == 0 &&
            results[i].course_revision == course->revision &&
            strcmp(results[i].step, step->key) == 0)
            return true;
    return false;
}

size_t bv_course_progress(const struct bv_course *course,
                          const struct bv_course_result *results, size_t count,
                          const struct bv_course_step **next)
{
    size_t done = 0;

    *next = NULL;
    for (size_t i = 0; i < course->step_count; i++) {
        if (passed(course, &course->steps[i], results, count))
            done++;
        else if (!*next)
            *next = &course->steps[i];
    }
    return done;
}
