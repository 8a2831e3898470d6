#include "acquisition/simulator/scene_check.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "acquisition/simulator/maths.h"
#include "acquisition/simulator/scene_checks.h"
#include "acquisition/simulator/scene_file.h"
#include "acquisition/simulator/scene_read.h"

/* A kind of its own for what reading tells: its sentences differ by text. */
static const uint32_t kind_read = 1;

bool bv_check_is_new(struct bv_check *check, uint32_t kind, int a, int b)
{
    uint32_t what = bv_sim_hash((uint32_t)a, (uint32_t)b, kind);

    for (int i = 0; i < check->told_count; i++)
        if (check->told[i] == what)
            return false;
    if (check->told_count == BV_CHECK_TOLD_MAX)
        return false;
    check->told[check->told_count++] = what;
    return true;
}

static void count(struct bv_check *check, bool mistake, const char *sentence)
{
    if (mistake)
        check->looked->mistakes++;
    else
        check->looked->remarks++;
    check->tell(check->tell_data, mistake, sentence);
}

/* What reading tells, once: most of it comes again with every filling. */
static void tell_read(void *data, const char *sentence)
{
    struct bv_check *check = data;
    uint32_t hash = 2166136261u;

    for (const char *c = sentence; *c; c++)
        hash = (hash ^ (unsigned char)*c) * 16777619u;
    if (bv_check_is_new(check, kind_read, (int)hash, 0))
        count(check, true, sentence);
}

void bv_check_say(struct bv_check *check, bool mistake, const char *key,
                  int index, const char *format, ...)
{
    struct bv_json_place place = *check->place;
    char what[300], sentence[BV_FAULT_TEXT_SIZE];
    const char *name;
    va_list arguments;
    int line;

    va_start(arguments, format);
    vsnprintf(what, sizeof(what), format, arguments);
    va_end(arguments);
    bv_json_enter(&place, key, 0);
    if (index >= 0)
        bv_json_enter(&place, NULL, (size_t)index);
    name = bv_json_find_line(&place, &line);
    if (index >= 0)
        snprintf(sentence, sizeof(sentence), "%.180s:%d: %.40s[%d] %.230s.",
                 name, line, key, index, what);
    else
        snprintf(sentence, sizeof(sentence), "%.180s:%d: %.40s %.230s.", name,
                 line, key, what);
    count(check, mistake, sentence);
}

void bv_check_span(struct bv_scene_span *span, bool first, double value)
{
    if (first || value < span->low)
        span->low = value;
    if (first || value > span->high)
        span->high = value;
}

const struct bv_sim_object *bv_check_solid(const struct bv_check *check,
                                           int object)
{
    for (int i = 0; i < check->tissue->object_count; i++)
        if (check->tissue->objects[i].from == &check->scene->objects[object])
            return check->tissue->objects[i].pool ? NULL
                                                  : &check->tissue->objects[i];
    return NULL;
}

/* Depth of a line at x, mm; false beside its ends. */
static bool line_depth(const struct bv_scene_object *line, double x, double y,
                       double *z)
{
    double at = x - line->dx_per_y * y;

    for (int i = 0; i + 1 < line->point_count; i++) {
        const double *a = line->points_mm[i], *b = line->points_mm[i + 1];

        if (at < a[0] || at > b[0])
            continue;
        *z = a[1] + (b[1] - a[1]) * (at - a[0]) / (b[0] - a[0]) +
             line->dz_per_y * y;
        return true;
    }
    return false;
}

bool bv_check_inside(const struct bv_check *check, int object,
                     const double at_mm[3])
{
    const struct bv_scene_object *from = &check->scene->objects[object];
    const struct bv_sim_object *solid = bv_check_solid(check, object);
    float point[3] = {(float)at_mm[0], (float)at_mm[1], (float)at_mm[2]};
    double z;

    if (solid)
        return bv_sim_object_level(solid, point) < 1;
    if (from->shape != BV_SHAPE_BONE && from->shape != BV_SHAPE_GAS)
        return false;
    return line_depth(from, at_mm[0], at_mm[1], &z) && at_mm[2] > z;
}

static void look(struct bv_check *check)
{
    struct bv_scene_looked *looked = check->looked;
    const struct bv_scene *scene = check->scene;

    memset(check->tissue, 0, sizeof(*check->tissue));
    bv_sim_grid_init(&check->grid, &scene->probe, 64, 128);
    check->tissue->scene = scene;
    check->tissue->grid = &check->grid;
    bv_sim_objects_init(check->tissue);
    looked->layers = scene->layer_count;
    looked->objects = scene->object_count;
    looked->has_target = scene->target.present;
    looked->guarded = 0;
    for (int i = 0; i < scene->object_count; i++)
        looked->guarded += scene->objects[i].role == BV_ROLE_TARGET ||
                           scene->objects[i].role == BV_ROLE_AVOID;
    bv_check_paint(check);
    bv_check_reach(check);
    bv_check_case(check);
}

/* The filling of one number: low, high, mixed ends, seeds. */
static void choose_filling(struct bv_check *check, int number, bool *has_seed,
                           uint64_t *seed)
{
    int mixed = number - 2, seeds = mixed - BV_SCENE_CHECK_MIXED;

    *has_seed = mixed >= 0 && seeds != 0;
    *seed = seeds > 0 ? (uint64_t)seeds : (uint64_t)mixed + 1;
    check->place->fill = number == 0   ? BV_JSON_FILL_LOW
                         : number == 1 ? BV_JSON_FILL_HIGH
                         : seeds < 0   ? BV_JSON_FILL_CORNER
                                       : BV_JSON_FILL_SEED;
    if (number < 2)
        snprintf(check->with, sizeof(check->with), ", with ranges at their %s",
                 number == 0 ? "lower ends" : "upper ends");
    else if (seeds < 0)
        snprintf(check->with, sizeof(check->with), ", with ranges at an end");
    else if (seeds == 0)
        check->with[0] = '\0';
    else
        snprintf(check->with, sizeof(check->with), ", with seed %d", seeds);
}

static void look_at_all(struct bv_check *check,
                        const struct bv_scene_file *file,
                        struct bv_scene *scene)
{
    for (int i = 0; i < BV_SCENE_CHECK_FILLINGS; i++) {
        /* the scene's own seed first: its sentences are the plainest */
        int own = 2 + BV_SCENE_CHECK_MIXED;
        int number = i == 0 ? own : i <= own ? i - 1 : i;
        uint64_t seed;
        bool has_seed;

        choose_filling(check, number, &has_seed, &seed);
        check->place->wrong_count = 0;
        if (bv_scene_read(check->place, file->root, has_seed, seed, scene) == 0)
            look(check);
    }
    bv_check_reach_end(check);
}

int bv_scene_check(const char *path_or_name, bv_scene_tell *tell, void *data,
                   struct bv_scene_looked *looked, struct bv_fault *fault)
{
    struct bv_check check = {.looked = looked, .tell = tell, .tell_data = data};
    struct bv_scene *scene = calloc(1, sizeof(*scene));
    struct bv_scene_file file = {0};
    struct bv_json_place place;
    int error = -ENOMEM;

    memset(looked, 0, sizeof(*looked));
    check.scene = scene;
    check.tissue = calloc(1, sizeof(*check.tissue));
    if (scene && check.tissue)
        error = bv_scene_file_find(path_or_name, &file, fault);
    if (error == 0) {
        place = bv_scene_file_place(&file, NULL);
        place.tell = tell_read;
        place.tell_data = &check;
        check.place = &place;
        looked->files = file.text_count;
        look_at_all(&check, &file, scene);
    }
    bv_scene_file_close(&file);
    free(check.tissue);
    free(scene);
    return error;
}
