#include "acquisition/simulator/scene_checks.h"

#include <math.h>

static const uint32_t kind_paint = 2;

/* Places looked at across an object, and along a line. */
enum { places = 61 };

/* How much of an object later ones cover. */
struct cover {
    int all;                             /* places of it */
    int covered;                         /* by anything later */
    int cut;                             /* by what is not its contents */
    int by[BV_SCENE_OBJECTS_MAX];        /* by each */
    bool contents[BV_SCENE_OBJECTS_MAX]; /* lies within it */
};

/* A line is within a solid where its points lie in it or on its outline, on
 * the whole: outlines are irregular. */
static bool line_is_within(const struct bv_scene_object *line,
                           const struct bv_sim_object *solid, double y)
{
    double sum = 0;

    for (int i = 0; i < line->point_count; i++) {
        float at[3] = {(float)line->points_mm[i][0], (float)y,
                       (float)line->points_mm[i][1]};

        sum += (double)bv_sim_object_level(solid, at);
    }
    return sum <= 1.25 * line->point_count;
}

bool bv_check_is_face(const struct bv_check *check, int object)
{
    const struct bv_scene_object *line = &check->scene->objects[object];

    for (int i = 0; i < object && bv_shape_is_line(line->shape); i++) {
        const struct bv_sim_object *solid = bv_check_solid(check, i);

        if (check->scene->objects[i].role == BV_ROLE_TARGET && solid &&
            line_is_within(line, solid, 0))
            return true;
    }
    return false;
}

/* Whether a later solid lies within: a tendon in its sheath. */
static bool solid_is_within(const struct bv_sim_object *inner,
                            const struct bv_sim_object *outer, double y)
{
    for (int i = 0; i < 16; i++) {
        double turn = i * 2 * M_PI / 16, c = cos(turn), s = sin(turn);
        double across = inner->radii[0] * 0.95 * c;
        double down = inner->radii[2] * 0.95 * s;
        float at[3] = {inner->centre[0] + (float)(across * inner->cos_rotate -
                                                  down * inner->sin_rotate),
                       (float)y,
                       inner->centre[2] + (float)(across * inner->sin_rotate +
                                                  down * inner->cos_rotate)};

        if (bv_sim_object_level(outer, at) > 1.05f)
            return false;
    }
    return true;
}

static void cover_place(const struct bv_check *check, int object,
                        const double at_mm[3], struct cover *cover)
{
    bool covered = false, cut = false;

    cover->all++;
    for (int k = object + 1; k < check->scene->object_count; k++) {
        if (!bv_check_inside(check, k, at_mm) || bv_check_is_face(check, k))
            continue;
        cover->by[k]++;
        covered = true;
        cut = cut || !cover->contents[k];
    }
    cover->covered += covered;
    cover->cut += cut;
}

static void cover_solid(const struct bv_check *check, int object,
                        const struct bv_sim_object *solid, struct cover *cover)
{
    double y = solid->solid ? solid->centre[1] : 0;
    double reach = solid->outline_max *
                   fmax((double)solid->radii[0], (double)solid->radii[2]);

    for (int k = object + 1; k < check->scene->object_count; k++) {
        const struct bv_sim_object *other = bv_check_solid(check, k);

        cover->contents[k] = other && solid_is_within(other, solid, y);
    }
    for (int i = 0; i < places * places; i++) {
        double across = 2.0 * (i % places) / (places - 1) - 1;
        double down = 2.0 * (i / places) / (places - 1) - 1;
        double at_mm[3] = {solid->centre[0] + reach * across, y,
                           solid->centre[2] + reach * down};

        if (bv_check_inside(check, object, at_mm))
            cover_place(check, object, at_mm, cover);
    }
}

/* A line's places are those that the picture can show. */
static void cover_line(const struct bv_check *check, int object,
                       struct cover *cover)
{
    const struct bv_scene_object *line = &check->scene->objects[object];
    double half_mm = 0.5 * check->scene->probe.width_mm;

    for (int i = 0; i + 1 < line->point_count; i++) {
        const double *a = line->points_mm[i], *b = line->points_mm[i + 1];

        for (double x = a[0]; x < b[0]; x += 0.25) {
            double z = a[1] + (b[1] - a[1]) * (x - a[0]) / (b[0] - a[0]);
            double at_mm[3] = {x, 0, z};

            if ((check->grid.curved || fabs(x) <= half_mm) &&
                z < check->scene->probe.depth_mm)
                cover_place(check, object, at_mm, cover);
        }
    }
}

/* Contents and shadows may take two thirds: a tendon fills its sheath, a
 * process hides pleura. What cuts into it may take half. */
static void judge(struct bv_check *check, int object, const struct cover *cover)
{
    const struct bv_scene_object *from = &check->scene->objects[object];
    bool line = bv_shape_is_line(from->shape);
    int most = object + 1;

    if (cover->all == 0 || (cover->covered * 3 <= cover->all * 2 &&
                            (line || cover->cut * 2 <= cover->all)))
        return;
    for (int k = object + 1; k < check->scene->object_count; k++)
        if (cover->by[k] > cover->by[most])
            most = k;
    if (!bv_check_is_new(check, kind_paint, object, most))
        return;
    bv_check_say(check, true, "objects", object,
                 "(%s, to %s) is painted over by objects[%d] (%s), which comes "
                 "later: %d %% of it is covered%s",
                 from->name, from->role == BV_ROLE_TARGET ? "reach" : "avoid",
                 most, check->scene->objects[most].name,
                 (int)lround(100.0 * cover->covered / cover->all), check->with);
}

void bv_check_paint(struct bv_check *check)
{
    for (int i = 0; i < check->scene->object_count; i++) {
        const struct bv_scene_object *from = &check->scene->objects[i];
        const struct bv_sim_object *solid = bv_check_solid(check, i);
        struct cover cover = {0};

        if (from->role != BV_ROLE_TARGET && from->role != BV_ROLE_AVOID)
            continue;
        if (solid)
            cover_solid(check, i, solid, &cover);
        else
            cover_line(check, i, &cover);
        judge(check, i, &cover);
    }
}
