#include "acquisition/simulator/scene_checks.h"

#include <math.h>

#include "acquisition/simulator/motion.h"

enum {
    kind_length = 10,
    kind_behind,
    kind_above,
    kind_blocked,
    kind_through,
    kind_view,
    kind_entry,
    kind_script_length,
    kind_script_bone,
};

static const double deg_per_rad = 180 / M_PI;
/* What a script's keys allow (scene_parse.c). */
static const double length_most_mm = 200, angle_least_deg = -20;

/* From the entry point straight to the target. */
struct way {
    double from_mm[3], along[3]; /* a unit vector */
    double length_mm;            /* to the target's edge */
    double angle_deg;
    bool behind;
    int blocked_by; /* an object, or -1 */
    double blocked_mm;
};

/* The first object of a kind on the way, and how far along. */
static int find_on_way(const struct bv_check *check, const struct way *way,
                       bool (*counts)(const struct bv_check *, int object),
                       double *along_mm)
{
    for (double t = 0; t <= way->length_mm; t += 0.2) {
        double at_mm[3] = {way->from_mm[0] + t * way->along[0],
                           way->from_mm[1] + t * way->along[1],
                           way->from_mm[2] + t * way->along[2]};

        for (int i = 0; i < check->scene->object_count; i++)
            if (counts(check, i) && bv_check_inside(check, i, at_mm)) {
                *along_mm = t;
                return i;
            }
    }
    return -1;
}

static bool is_hard(const struct bv_check *check, int object)
{
    enum bv_shape shape = check->scene->objects[object].shape;

    return (shape == BV_SHAPE_BONE || shape == BV_SHAPE_GAS) &&
           !bv_check_is_face(check, object);
}

static bool is_avoided(const struct bv_check *check, int object)
{
    return check->scene->objects[object].role == BV_ROLE_AVOID &&
           !is_hard(check, object);
}

static struct way find_way(const struct bv_check *check, double offset_mm)
{
    const struct bv_scene *scene = check->scene;
    struct way way = {.blocked_by = -1};
    double forward, size = 0;

    for (int i = 0; i < 3; i++) {
        way.from_mm[i] = scene->needle.entry_mm[i] + (i == 1 ? offset_mm : 0);
        way.along[i] = scene->target.at_mm[i] - way.from_mm[i];
        size += way.along[i] * way.along[i];
    }
    size = fmax(sqrt(size), 1e-6);
    for (int i = 0; i < 3; i++)
        way.along[i] /= size;
    way.length_mm = fmax(size - scene->target.radius_mm, 0);
    way.angle_deg =
        atan2(way.along[2], hypot(way.along[0], way.along[1])) * deg_per_rad;
    forward = scene->needle.from_right ? -way.along[0] : way.along[0];
    way.behind = forward < -1e-3;
    way.blocked_by = find_on_way(check, &way, is_hard, &way.blocked_mm);
    return way;
}

static double needle_length_mm(const struct bv_scene *scene)
{
    return scene->needle.length_mm > 0 ? scene->needle.length_mm
                                       : length_most_mm;
}

static bool can_be_gone(const struct bv_check *check, const struct way *way)
{
    return !way->behind && way->blocked_by < 0 &&
           way->length_mm <= needle_length_mm(check->scene) &&
           way->angle_deg >= angle_least_deg;
}

/* Why a way cannot be gone. */
static void say_why(struct bv_check *check, const struct way *way)
{
    const struct bv_scene *scene = check->scene;

    if (way->length_mm > needle_length_mm(scene)) {
        if (bv_check_is_new(check, kind_length, 0, 0))
            bv_check_say(check, true, "target", -1,
                         "cannot be reached: it lies %.0f mm from the entry "
                         "point, and the needle is %.0f mm long%s",
                         way->length_mm, needle_length_mm(scene), check->with);
    } else if (way->behind) {
        if (bv_check_is_new(check, kind_behind, 0, 0))
            bv_check_say(check, true, "target", -1,
                         "cannot be reached: it lies behind the entry point "
                         "of a needle from the %s%s",
                         scene->needle.from_right ? "right" : "left",
                         check->with);
    } else if (way->angle_deg < angle_least_deg) {
        if (bv_check_is_new(check, kind_above, 0, 0))
            bv_check_say(check, true, "target", -1,
                         "cannot be reached: a needle would have to rise at "
                         "%.0f degrees, and %.0f is the most%s",
                         -way->angle_deg, -angle_least_deg, check->with);
    } else if (bv_check_is_new(check, kind_blocked, way->blocked_by, 0)) {
        bv_check_say(check, true, "target", -1,
                     "cannot be reached: straight from the entry point, the "
                     "needle meets objects[%d] (%s) after %.0f mm%s",
                     way->blocked_by, scene->objects[way->blocked_by].name,
                     way->blocked_mm, check->with);
    }
}

/* The entry points that the script uses, by its offsets; the first way that
 * can be gone, else the last. */
static struct way best_way(const struct bv_check *check)
{
    struct way way = find_way(check, 0);

    for (int i = 0; i < check->scene->step_count; i++) {
        const struct bv_scene_step *step = &check->scene->steps[i];

        if (can_be_gone(check, &way))
            break;
        if (step->has[BV_CONTROL_OFFSET_MM])
            way = find_way(check, step->value[BV_CONTROL_OFFSET_MM]);
    }
    return way;
}

static void check_way(struct bv_check *check)
{
    struct bv_scene_looked *looked = check->looked;
    struct way way = best_way(check);
    double along_mm;
    int through;

    if (!can_be_gone(check, &way)) {
        say_why(check, &way);
        return;
    }
    bv_check_span(&looked->way_mm, !looked->has_way, way.length_mm);
    bv_check_span(&looked->angle_deg, !looked->has_way, way.angle_deg);
    looked->has_way = true;
    bv_check_case_angle(check, way.angle_deg);
    through = find_on_way(check, &way, is_avoided, &along_mm);
    if (through >= 0 && bv_check_is_new(check, kind_through, through, 0))
        bv_check_say(check, false, "target", -1,
                     "can be reached from the entry point only through "
                     "objects[%d] (%s), unless the needle enters elsewhere%s",
                     through, check->scene->objects[through].name, check->with);
}

static bool is_shown(const struct bv_check *check, double probe_x_mm)
{
    const struct bv_scene *scene = check->scene;
    float beam, sample;

    bv_sim_grid_find(&check->grid, (float)(scene->target.at_mm[0] - probe_x_mm),
                     (float)scene->target.at_mm[2], &beam, &sample);
    return beam >= -0.5f && beam <= (float)check->grid.beams - 0.5f &&
           sample >= 0 && sample < (float)check->grid.samples;
}

static void check_view(struct bv_check *check)
{
    const struct bv_scene *scene = check->scene;
    bool shown = is_shown(check, 0);

    for (int i = 0; i < scene->step_count && !shown; i++)
        if (scene->steps[i].has[BV_CONTROL_PROBE_X_MM])
            shown =
                is_shown(check, scene->steps[i].value[BV_CONTROL_PROBE_X_MM]);
    if (!shown && bv_check_is_new(check, kind_view, 0, 0))
        bv_check_say(check, true, "target", -1,
                     "lies outside the picture, which is %.0f mm deep%s",
                     scene->probe.depth_mm, check->with);
}

static void count_inside(struct bv_check *check)
{
    for (int i = 0; i < check->scene->object_count; i++)
        check->inside[i] +=
            is_avoided(check, i) &&
            bv_check_inside(check, i, check->scene->target.at_mm);
}

/* A target in what is to be avoided. Outlines are irregular, and a nerve that
 * is to be bathed has its target close by: here and there one covers it. */
void bv_check_reach_end(struct bv_check *check)
{
    for (int i = 0; i < check->scene->object_count; i++)
        if (check->inside[i] > 0)
            bv_check_say(check, 4 * check->inside[i] >= BV_SCENE_CHECK_FILLINGS,
                         "target", -1,
                         "lies in objects[%d] (%s), which is to be avoided, "
                         "with %d of %d fillings of the ranges",
                         i, check->scene->objects[i].name, check->inside[i],
                         BV_SCENE_CHECK_FILLINGS);
}

/* The skin lies at 0, on a curved probe higher towards the sides. */
static void check_entry(struct bv_check *check)
{
    const double *entry_mm = check->scene->needle.entry_mm;
    double least_mm = check->grid.curved ? -30 : -5, most_mm = 5;

    if ((entry_mm[2] > most_mm || entry_mm[2] < least_mm) &&
        bv_check_is_new(check, kind_entry, 0, 0))
        bv_check_say(check, true, "needle", -1,
                     "enters %.0f mm %s the skin; entry_mm[2] is its depth%s",
                     fabs(entry_mm[2]), entry_mm[2] > 0 ? "below" : "above",
                     check->with);
}

static void check_tip_in_bone(struct bv_check *check, const float tip[3],
                              double time_s)
{
    double at_mm[3] = {(double)tip[0], (double)tip[1], (double)tip[2]};

    for (int i = 0; i < check->scene->object_count; i++)
        if (check->scene->objects[i].shape == BV_SHAPE_BONE &&
            is_hard(check, i) && bv_check_inside(check, i, at_mm) &&
            bv_check_is_new(check, kind_script_bone, i, 0))
            bv_check_say(check, false, "script", -1,
                         "brings the tip into objects[%d] (%s) at %.1f s%s", i,
                         check->scene->objects[i].name, time_s, check->with);
}

/* Where the script's own tip goes. */
static void follow_script(struct bv_check *check)
{
    static const struct bv_sim_hand nobody;
    static const double rate_hz = 10;
    const struct bv_scene *scene = check->scene;
    double end_s = fmin(scene->steps[scene->step_count - 1].time_s, 120);
    double nearest_mm = INFINITY;
    struct bv_sim_state state;

    for (uint32_t frame = 0; frame <= (uint32_t)(end_s * rate_hz); frame++) {
        double sum = 0;
        float tip[3];

        bv_sim_move(scene, &nobody, frame, rate_hz, &state);
        if (!state.needle.present)
            continue;
        bv_sim_needle_at(&state.needle, state.needle.length_mm, tip);
        for (int i = 0; i < 3; i++)
            sum += pow((double)tip[i] - scene->target.at_mm[i], 2);
        nearest_mm = fmin(nearest_mm, sqrt(sum));
        check_tip_in_bone(check, tip, frame / rate_hz);
    }
    if (!isfinite(nearest_mm))
        return;
    bv_check_span(&check->looked->nearest_mm, !check->looked->has_script_tip,
                  nearest_mm);
    check->looked->has_script_tip = true;
}

static void check_script(struct bv_check *check)
{
    const struct bv_scene *scene = check->scene;
    double most_mm = needle_length_mm(scene), length_mm = 0;

    for (int i = 0; i < scene->step_count; i++)
        if (scene->steps[i].has[BV_CONTROL_LENGTH_MM])
            length_mm =
                fmax(length_mm, scene->steps[i].value[BV_CONTROL_LENGTH_MM]);
    if (length_mm > most_mm && bv_check_is_new(check, kind_script_length, 0, 0))
        bv_check_say(check, true, "script", -1,
                     "pushes in %.0f mm of a needle that is %.0f mm long%s",
                     length_mm, most_mm, check->with);
    if (scene->target.present && scene->step_count > 0)
        follow_script(check);
}

void bv_check_reach(struct bv_check *check)
{
    if (check->scene->target.present) {
        check_view(check);
        count_inside(check);
    }
    if (!check->scene->needle.present)
        return;
    check_entry(check);
    if (check->scene->target.present)
        check_way(check);
    check_script(check);
}
