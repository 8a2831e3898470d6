#include "core/controls.h"

#include <assert.h>
#include <math.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

struct bv_controls {
    int count;
    struct bv_control_spec spec[BV_CONTROLS_MAX];
    pthread_mutex_t lock;
    bool is_asked[BV_CONTROLS_MAX]; /* under lock, as all below */
    double asked[BV_CONTROLS_MAX];
    double told[BV_CONTROLS_MAX];
    double held[BV_CONTROLS_MAX]; /* taken or told last: nudges count from it */
};

struct bv_controls *bv_controls_new(const struct bv_control_spec *specs,
                                    int count)
{
    struct bv_controls *controls = calloc(1, sizeof(*controls));

    assert(count > 0 && count <= BV_CONTROLS_MAX);
    if (!controls)
        return NULL;
    controls->count = count;
    memcpy(controls->spec, specs, (size_t)count * sizeof(*specs));
    pthread_mutex_init(&controls->lock, NULL);
    return controls;
}

void bv_controls_free(struct bv_controls *controls)
{
    if (!controls)
        return;
    pthread_mutex_destroy(&controls->lock);
    free(controls);
}

int bv_controls_count(const struct bv_controls *controls)
{
    return controls->count;
}

const struct bv_control_spec *
bv_controls_spec(const struct bv_controls *controls, int control)
{
    assert(control >= 0 && control < controls->count);
    return &controls->spec[control];
}

int bv_controls_find(const struct bv_controls *controls, const char *name)
{
    for (int i = 0; i < controls->count; i++)
        if (strcmp(controls->spec[i].name, name) == 0)
            return i;
    return -1;
}

/* Under the lock. */
static double newest(const struct bv_controls *controls, int control)
{
    return controls->is_asked[control] ? controls->asked[control]
                                       : controls->held[control];
}

/* Under the lock. */
static void ask(struct bv_controls *controls, int control, double value)
{
    const struct bv_control_spec *spec = &controls->spec[control];

    if (isnan(value) || spec->kind == BV_CONTROL_KIND_TOLD)
        return;
    controls->asked[control] = fmin(fmax(value, spec->least), spec->most);
    controls->is_asked[control] = true;
}

void bv_controls_set(struct bv_controls *controls, int control, double value)
{
    assert(control >= 0 && control < controls->count);
    pthread_mutex_lock(&controls->lock);
    ask(controls, control, value);
    pthread_mutex_unlock(&controls->lock);
}

void bv_controls_nudge(struct bv_controls *controls, int control, double by)
{
    assert(control >= 0 && control < controls->count);
    pthread_mutex_lock(&controls->lock);
    ask(controls, control, newest(controls, control) + by);
    pthread_mutex_unlock(&controls->lock);
}

double bv_controls_get(struct bv_controls *controls, int control)
{
    double value;

    assert(control >= 0 && control < controls->count);
    pthread_mutex_lock(&controls->lock);
    value = newest(controls, control);
    pthread_mutex_unlock(&controls->lock);
    return value;
}

double bv_controls_told(struct bv_controls *controls, int control)
{
    double value;

    assert(control >= 0 && control < controls->count);
    pthread_mutex_lock(&controls->lock);
    value = controls->told[control];
    pthread_mutex_unlock(&controls->lock);
    return value;
}

bool bv_controls_take(struct bv_controls *controls, int control, double *value)
{
    bool is_new;

    assert(control >= 0 && control < controls->count);
    pthread_mutex_lock(&controls->lock);
    is_new = controls->is_asked[control];
    if (is_new)
        *value = controls->held[control] = controls->asked[control];
    controls->is_asked[control] = false;
    pthread_mutex_unlock(&controls->lock);
    return is_new;
}

void bv_controls_tell(struct bv_controls *controls, int control, double value)
{
    assert(control >= 0 && control < controls->count);
    pthread_mutex_lock(&controls->lock);
    controls->told[control] = controls->held[control] = value;
    pthread_mutex_unlock(&controls->lock);
}
