/*
 * What a plan is made of: whether it makes sense, and what follows from it.
 */
#include <errno.h>
#include <math.h>

#include "guidance/plan.h"
#include "guidance/plan_open.h"

/* Whatever lies further off is no picture of ultrasound. */
static const double farthest_mm = 500;

static bool is_near(struct bv_mm at)
{
    return fabs(at.lateral) <= farthest_mm && fabs(at.depth) <= farthest_mm;
}

static bool is_between(double value, double least, double most)
{
    return value >= least && value <= most;
}

static int check_probe(const struct bv_plan_probe *probe,
                       struct bv_fault *fault)
{
    bool face = probe->curved ? is_between(probe->radius_mm, 3, 200) &&
                                    is_between(probe->half_angle_deg, 5, 85)
                              : is_between(probe->width_mm, 5, 150);

    if (face && is_between(probe->rim_mm, 0, 50) &&
        is_between(probe->depth_mm, 5, 300))
        return 0;
    return bv_fault_set(fault, -EINVAL,
                        "The probe of the plan has no size that a probe has.");
}

static int check_skin(const struct bv_plan_scene *scene, struct bv_fault *fault)
{
    bool wrong = scene->skin_count < 2 || scene->skin_count > BV_PLAN_SKIN_MAX;

    for (int i = 0; !wrong && i < scene->skin_count; i++)
        wrong = !is_near(scene->skin[i]) ||
                (i > 0 &&
                 !(scene->skin[i].lateral > scene->skin[i - 1].lateral + 0.01));
    if (wrong)
        return bv_fault_set(fault, -EINVAL,
                            "The skin must be a line of points from left to "
                            "right.");
    for (int i = 0; i + 1 < scene->skin_count; i++) {
        struct bv_mm a = scene->skin[i], b = scene->skin[i + 1];
        double part =
            (scene->target.lateral - a.lateral) / (b.lateral - a.lateral);

        if (part >= 0 && part <= 1)
            return scene->target.depth >
                           a.depth + part * (b.depth - a.depth) + 0.01
                       ? 0
                       : bv_fault_set(fault, -EINVAL,
                                      "The target lies above the skin.");
    }
    return bv_fault_set(fault, -EINVAL, "There is no skin above the target.");
}

static int check_outline(const struct bv_mm_outline *outline, const char *name,
                         struct bv_fault *fault)
{
    struct bv_outline made;
    bool near = outline->count >= 3 && outline->count <= BV_OUTLINE_POINTS_MOST;

    for (int i = 0; near && i < outline->count; i++)
        near = is_near(outline->at[i]);
    if (near) {
        made = bv_plan_outline(outline);
        near = bv_outline_is_valid(&made);
    }
    return near ? 0
                : bv_fault_set(fault, -EINVAL,
                               "The outline of \"%.60s\" is none: its sides "
                               "cross, or it has no area.",
                               name);
}

static int check_structures(const struct bv_plan_scene *scene,
                            struct bv_fault *fault)
{
    if (!is_between(scene->structure_count, 0, BV_PLAN_STRUCTURES_MAX))
        return bv_fault_set(fault, -EINVAL, "There are too many structures.");
    for (int i = 0; i < scene->structure_count; i++) {
        const struct bv_plan_structure *structure = &scene->structures[i];
        int error = check_outline(&structure->outline, structure->name, fault);

        if (error == 0 && !is_between(structure->margin_mm, 0, 50))
            error = bv_fault_set(fault, -EINVAL,
                                 "The margin of \"%.60s\" must be from 0 to "
                                 "50 mm.",
                                 structure->name);
        if (error < 0)
            return error;
    }
    return scene->outline.count > 0
               ? check_outline(&scene->outline, scene->target_name, fault)
               : 0;
}

static int check_demands(const struct bv_plan_scene *scene,
                         struct bv_fault *fault)
{
    if (!is_between(scene->needle_count, 1, BV_PLAN_NEEDLES_MAX))
        return bv_fault_set(fault, -EINVAL, "A plan needs 1 to %d needles.",
                            BV_PLAN_NEEDLES_MAX);
    for (int i = 0; i < scene->needle_count; i++)
        if (!is_between(scene->needles[i].length_mm, 5, 400) ||
            !is_between(scene->needles[i].gauge, 0, 40))
            return bv_fault_set(fault, -EINVAL,
                                "A needle of the plan has no size that a "
                                "needle has.");
    if (!is_between(scene->angle_least_deg, 0, 90) ||
        !is_between(scene->angle_most_deg, scene->angle_least_deg, 90))
        return bv_fault_set(fault, -EINVAL,
                            "The angles must be from 0 to 90 degrees, the "
                            "least first.");
    if (!is_between(scene->reserve_mm, 0, 100) ||
        !is_between(scene->clearance_mm, 0, 50))
        return bv_fault_set(fault, -EINVAL,
                            "The reserve must be from 0 to 100 mm, the "
                            "clearance from 0 to 50.");
    return 0;
}

int bv_plan_scene_check(const struct bv_plan_scene *scene,
                        struct bv_fault *fault)
{
    int error = check_probe(&scene->probe, fault);

    if (error == 0 && !is_near(scene->target))
        error = bv_fault_set(fault, -EINVAL, "The target is too far away.");
    if (error == 0)
        error = check_skin(scene, fault);
    if (error == 0 && !bv_plan_shows(&scene->probe, scene->target))
        error = bv_fault_set(fault, -EINVAL,
                             "The target lies outside the picture.");
    if (error == 0)
        error = check_structures(scene, fault);
    if (error == 0)
        error = check_demands(scene, fault);
    return error;
}

/* How far the skin goes on beside the face, and in how many pieces the face
 * itself is bent. */
enum { beside = 100, pieces = 16 };

void bv_plan_skin_flat(struct bv_plan_scene *scene)
{
    const struct bv_plan_probe *probe = &scene->probe;
    int count = 0;

    if (!probe->curved) {
        double half = probe->width_mm / 2 + beside;

        scene->skin[count++] = (struct bv_mm){-half, 0};
        scene->skin[count++] = (struct bv_mm){half, 0};
        scene->skin_count = count;
        return;
    }
    for (int i = 0; i <= pieces; i++) {
        double turn =
            (2.0 * i / pieces - 1) * probe->half_angle_deg * M_PI / 180;
        struct bv_mm at = {probe->radius_mm * sin(turn),
                           probe->radius_mm * (cos(turn) - 1)};

        if (i == 0)
            scene->skin[count++] =
                (struct bv_mm){at.lateral - beside, at.depth};
        scene->skin[count++] = at;
        if (i == pieces)
            scene->skin[count++] =
                (struct bv_mm){at.lateral + beside, at.depth};
    }
    scene->skin_count = count;
}

/* Of a grid over the outline's box, the point that lies deepest inside. */
static struct bv_px deepest(const struct bv_outline *outline)
{
    enum { steps = 64 };
    struct bv_px_segment box = bv_outline_box(outline);
    double step_x = (box.to.x - box.from.x) / steps;
    double step_y = (box.to.y - box.from.y) / steps, most = -INFINITY;
    struct bv_px found = box.from;

    for (int i = 0; i < steps; i++)
        for (int k = 0; k < steps; k++) {
            struct bv_px at = {box.from.x + (i + 0.5) * step_x,
                               box.from.y + (k + 0.5) * step_y};
            double inside = -bv_outline_distance(outline, at, NULL);

            if (inside > most) {
                most = inside;
                found = at;
            }
        }
    return found;
}

struct bv_mm bv_plan_outline_aim(const struct bv_mm_outline *outline)
{
    struct bv_outline made = bv_plan_outline(outline);
    struct bv_px at = bv_outline_middle(&made);

    if (!bv_outline_contains(&made, at))
        at = deepest(&made);
    return (struct bv_mm){at.x, at.y};
}
