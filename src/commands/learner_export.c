#include "commands/learner_export.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "commands/output.h"

/* RFC 4180; and no formula for a spreadsheet to run. */
static void put_text(FILE *out, const char *text)
{
    fputc('"', out);
    if (text[0] && strchr("=+-@", text[0]))
        fputc('\'', out);
    for (; *text; text++) {
        if (*text == '"')
            fputc('"', out);
        fputc(*text, out);
    }
    fputs("\",", out);
}

static void put_number(FILE *out, double value, const char *end)
{
    if (isfinite(value))
        fprintf(out, "%.6g", value);
    fputs(end, out);
}

static void put_time(FILE *out, int64_t when_s)
{
    time_t when = (time_t)when_s;
    struct tm utc;
    char text[32] = "";

    if (gmtime_r(&when, &utc))
        strftime(text, sizeof(text), "%Y-%m-%dT%H:%M:%SZ", &utc);
    fprintf(out, "%s,", text);
}

static const struct bv_learner *owner(const struct bv_learner *learners,
                                      size_t count, int64_t id)
{
    for (size_t i = 0; i < count; i++)
        if (learners[i].id == id)
            return &learners[i];
    return NULL;
}

static int put_attempt(struct bv_store *store, FILE *out,
                       const struct bv_learner *learner,
                       const struct bv_attempt *attempt, struct bv_fault *fault)
{
    struct bv_kept_measure *measures;
    size_t count;
    int error =
        bv_store_list_measures(store, attempt->id, &measures, &count, fault);

    for (size_t i = 0; i < count && error == 0; i++) {
        put_text(out, learner->name);
        fprintf(out, "%d,%lld,", learner->expert, (long long)attempt->id);
        put_time(out, attempt->when_s);
        put_text(out, attempt->task);
        put_text(out, attempt->rules);
        fprintf(out, "%d,%s,", attempt->rules_revision, attempt->program);
        put_number(out, attempt->coverage, ",");
        fprintf(out, "%s,", measures[i].key);
        put_number(out, measures[i].value, ",");
        fprintf(out, "%s,", measures[i].unit);
        put_number(out, measures[i].uncertainty, "\r\n");
    }
    if (error == 0)
        free(measures);
    return error;
}

static int put_all(struct bv_store *store, FILE *out, int64_t id,
                   struct bv_fault *fault)
{
    struct bv_learner *learners = NULL;
    struct bv_attempt *attempts = NULL;
    size_t count = 0, learner_count = 0;
    int error = bv_store_list_learners(store, &learners, &learner_count, fault);

    if (error == 0)
        error =
            bv_store_list_attempts(store, id, NULL, &attempts, &count, fault);
    fputs("learner,expert,attempt,when,task,rules,rules_revision,program,"
          "coverage,measure,value,unit,uncertainty\r\n",
          out);
    for (size_t i = 0; i < count && error == 0; i++) {
        const struct bv_learner *learner =
            owner(learners, learner_count, attempts[i].learner);

        if (learner)
            error = put_attempt(store, out, learner, &attempts[i], fault);
    }
    free(attempts);
    free(learners);
    return error;
}

int bv_learner_export(struct bv_store *store, const char *name,
                      const char *path, struct bv_fault *fault)
{
    struct bv_learner learner = {0};
    struct bv_output output;
    int error = name ? bv_store_find_learner(store, name, &learner, fault) : 0;

    if (error == 0)
        error = bv_output_open(&output, path, fault);
    if (error < 0)
        return error;
    return bv_output_close(
        &output, put_all(store, output.file, learner.id, fault), fault);
}
