#include "acquisition/simulator/scene_checks.h"

#include <math.h>
#include <string.h>

enum {
    kind_aspirate = 30,
    kind_inject,
    kind_angle,
    kind_both,
    kind_no_pool,
    kind_no_fluid,
};

static bool has_pool(const struct bv_scene *scene)
{
    for (int i = 0; i < scene->object_count; i++)
        if (scene->objects[i].role == BV_ROLE_POOL)
            return true;
    return false;
}

/* What can be drawn out of the targets. */
static double fluid_ml(const struct bv_check *check)
{
    double sum = 0;

    for (int i = 0; i < check->scene->object_count; i++) {
        const struct bv_sim_object *solid = bv_check_solid(check, i);

        if (solid && solid->from->role == BV_ROLE_TARGET &&
            bv_sim_tissue_kinds[solid->from->tissue].fluid)
            sum += (double)solid->volume_ml;
    }
    return sum;
}

static void check_fluid(struct bv_check *check,
                        const struct bv_scene_success *success)
{
    double there_ml = fluid_ml(check);

    if (success->aspirated_least_ml > there_ml &&
        bv_check_is_new(check, kind_aspirate, 0, 0))
        bv_check_say(check, true, "case", -1,
                     "asks for %.3g ml to be aspirated, and the targets' fluid "
                     "is %.3g ml%s",
                     success->aspirated_least_ml, there_ml, check->with);
    if (success->injected_least_ml > 0 && !has_pool(check->scene) &&
        bv_check_is_new(check, kind_inject, 0, 0))
        bv_check_say(check, true, "case", -1,
                     "asks for injecting, and no object has the role pool");
}

/* A structure cannot be both to come into and not to enter. */
static void check_names(struct bv_check *check,
                        const struct bv_scene_success *success)
{
    for (int i = 0; i < success->avoid_count; i++)
        if (*success->tip_in &&
            strcmp(success->tip_in, success->avoid[i]) == 0 &&
            bv_check_is_new(check, kind_both, i, 0))
            bv_check_say(check, true, "case", -1,
                         "asks for the tip in \"%s\", which must not be "
                         "entered",
                         success->tip_in);
}

/* What the script does that nothing in the scene shows. */
static void check_syringe(struct bv_check *check)
{
    const struct bv_scene *scene = check->scene;
    double injected_ml = 0, aspirated_ml = 0;

    for (int i = 0; i < scene->step_count; i++) {
        const double *value = scene->steps[i].value;

        injected_ml = fmax(injected_ml, value[BV_CONTROL_INJECTED_ML]);
        aspirated_ml = fmax(aspirated_ml, value[BV_CONTROL_ASPIRATED_ML]);
    }
    if (injected_ml > 0 && !has_pool(scene) &&
        bv_check_is_new(check, kind_no_pool, 0, 0))
        bv_check_say(check, false, "script", -1,
                     "injects, and no object has the role pool: nothing will "
                     "be seen of it");
    if (aspirated_ml > 0 && fluid_ml(check) <= 0 &&
        bv_check_is_new(check, kind_no_fluid, 0, 0))
        bv_check_say(check, false, "script", -1,
                     "aspirates, and no target is fluid: nothing will be seen "
                     "of it");
}

void bv_check_case(struct bv_check *check)
{
    const struct bv_scene_success *success = &check->scene->case_text.success;

    check_syringe(check);
    if (!check->scene->case_text.present)
        return;
    check_fluid(check, success);
    check_names(check, success);
}

void bv_check_case_angle(struct bv_check *check, double way_deg)
{
    const struct bv_scene_success *success = &check->scene->case_text.success;

    if (way_deg > success->angle_most_deg &&
        bv_check_is_new(check, kind_angle, 0, 0))
        bv_check_say(check, true, "case", -1,
                     "asks for at most %.0f degrees, and the straight way to "
                     "the target is at %.0f%s",
                     success->angle_most_deg, way_deg, check->with);
}
