#include "commands/declare.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* A number, and what must follow it. @return What follows that; NULL. */
static const char *read_number(const char *word, const char *then,
                               double *value)
{
    char *rest;

    /* strtod() would take blanks, and the dot of "1..2" */
    if ((*word < '0' || *word > '9') && *word != '.')
        return NULL;
    *value = strtod(word, &rest);
    if (strncmp(rest, then, strlen(then)) != 0 && rest > word &&
        strncmp(rest - 1, then, strlen(then)) == 0)
        rest--;
    return isfinite(*value) && strncmp(rest, then, strlen(then)) == 0
               ? rest + strlen(then)
               : NULL;
}

static bool read_times(const char *word, struct bv_declare *declare)
{
    word = read_number(word, "..", &declare->from_s);
    if (!word)
        return false;
    word = read_number(word, "", &declare->to_s);
    return word && *word == '\0' && declare->to_s > declare->from_s;
}

bool bv_declare_read_inject(const char *word, struct bv_declare *declare)
{
    declare->syringe = BV_SYRINGE_INJECTS;
    return read_times(word, declare);
}

bool bv_declare_read_aspirate(const char *word, struct bv_declare *declare)
{
    declare->syringe = BV_SYRINGE_ASPIRATES;
    word = read_number(word, ",", &declare->at_px.x);
    if (word)
        word = read_number(word, ",", &declare->at_px.y);
    return word && read_times(word, declare);
}

void bv_declare_tell(struct bv_declare *declare, struct bv_pipeline *pipeline,
                     double time_s)
{
    bool holds = time_s >= declare->from_s && time_s < declare->to_s;
    enum bv_syringe syringe = holds ? declare->syringe : BV_SYRINGE_IDLE;
    struct bv_px_map map =
        bv_px_map_inverse(&bv_pipeline_source_info(pipeline)->to_input);

    if (syringe != declare->now)
        bv_pipeline_declare(pipeline, syringe,
                            bv_px_map_apply(&map, declare->at_px));
    declare->now = syringe;
}
