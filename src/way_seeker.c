#include "way_seeker.h"

#include <errno.h>
#include <math.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A marked point to avoid is as large as this. */
static const double point_mm = 1;
static const double rim_mm = 4, reserve_mm = 10;
static const double least_deg = 20, most_deg = 70;
static const double lengths_mm[] = {25, 38, 50, 60, 80, 100, 120};

struct bv_way_seeker {
    pthread_t thread;
    bool runs;        /* asked, and not taken */
    atomic_bool done; /* what is below is the asker's again */
    struct bv_ways ways;
    struct bv_fault fault;
    int error;
};

static int to_mm(const struct bv_advice *advice, struct bv_px px,
                 struct bv_mm *mm, struct bv_fault *fault)
{
    int error = bv_px_to_mm(&advice->scan_area, advice->mm_per_px, px, mm);

    return error == 0 ? 0
                      : bv_fault_set(fault, -EINVAL,
                                     "There is no plan without a scale: C "
                                     "reads it, D measures it");
}

/* A point becomes a small octagon. */
static int read_outline(const struct bv_advice *advice,
                        const struct bv_landmark *mark,
                        struct bv_mm_outline *outline, struct bv_fault *fault)
{
    struct bv_mm middle;
    int error = 0;

    outline->count = mark->outline.count;
    for (int i = 0; i < outline->count && error == 0; i++)
        error = to_mm(advice, mark->outline.at[i], &outline->at[i], fault);
    if (mark->outline.count > 0 || error < 0)
        return error;
    error = to_mm(advice, mark->at, &middle, fault);
    outline->count = 8;
    for (int i = 0; i < 8 && error == 0; i++)
        outline->at[i] =
            (struct bv_mm){middle.lateral + point_mm * cos(M_PI * i / 4),
                           middle.depth + point_mm * sin(M_PI * i / 4)};
    return error;
}

static void name(const struct bv_landmark *mark, char *text, size_t size)
{
    snprintf(text, size, "%s",
             mark->name[0] ? mark->name
             : mark->kind == BV_LANDMARK_OTHER
                 ? "marked structure"
                 : bv_landmark_kind_name(mark->kind));
    for (char *at = mark->name[0] ? "" : text; *at; at++)
        if (*at == '_')
            *at = ' ';
}

static int read_structure(const struct bv_advice *advice,
                          const struct bv_landmark_advice *landmark,
                          struct bv_plan_scene *scene, struct bv_fault *fault)
{
    struct bv_plan_structure *structure =
        &scene->structures[scene->structure_count++];

    name(&landmark->mark, structure->name, sizeof(structure->name));
    if (landmark->state == BV_LANDMARK_LOST)
        return bv_fault_set(fault, -EINVAL,
                            "There is no plan while the %s is lost: outline it "
                            "again, N",
                            structure->name);
    structure->margin_mm = landmark->mark.margin_mm;
    return read_outline(advice, &landmark->mark, &structure->outline, fault);
}

/* The target that is marked goes before an outline that is aimed at. */
static int read_target(const struct bv_advice *advice,
                       struct bv_plan_scene *scene, struct bv_fault *fault)
{
    int error;

    snprintf(scene->target_name, sizeof(scene->target_name), "target");
    if (advice->target == BV_TARGET_FOLLOWED)
        return to_mm(advice, advice->target_px, &scene->target, fault);
    for (int i = 0; i < advice->landmark_count; i++) {
        const struct bv_landmark *mark = &advice->landmark[i].mark;

        if (mark->role != BV_LANDMARK_TARGET ||
            advice->landmark[i].state != BV_LANDMARK_HELD)
            continue;
        name(mark, scene->target_name, sizeof(scene->target_name));
        if (mark->outline.count == 0)
            return to_mm(advice, mark->at, &scene->target, fault);
        error = read_outline(advice, mark, &scene->outline, fault);
        if (error == 0)
            scene->target = bv_plan_outline_aim(&scene->outline);
        return error;
    }
    return bv_fault_set(fault, -EINVAL,
                        "There is no plan without a target: click it, or "
                        "outline it with N");
}

static void read_probe(const struct bv_advice *advice,
                       struct bv_plan_probe *probe)
{
    const struct bv_scan_area *area = &advice->scan_area;
    double mm = advice->mm_per_px;

    *probe = (struct bv_plan_probe){
        .rim_mm = rim_mm,
        .width_mm = (area->box.right - area->box.left) * mm,
        .depth_mm = (area->box.bottom - area->box.top) * mm};
    if (area->shape != BV_SCAN_SECTOR)
        return;
    probe->curved = true;
    probe->radius_mm = area->face_radius_px * mm;
    probe->half_angle_deg = area->half_angle_deg;
    probe->depth_mm = (area->end_radius_px - area->face_radius_px) * mm;
}

static void add_needle(struct bv_plan_scene *scene, double length_mm,
                       double gauge)
{
    scene->needles[scene->needle_count++] =
        (struct bv_plan_needle){.length_mm = length_mm, .gauge = gauge};
}

static void read_needles(const struct bv_way_needle *needle,
                         struct bv_plan_scene *scene)
{
    const double least = needle->length_least_mm;
    const double most = needle->length_most_mm;

    if (least > 0)
        add_needle(scene, least, needle->gauge);
    for (size_t i = 0; i < sizeof(lengths_mm) / sizeof(*lengths_mm); i++)
        if (!(least > 0) || (lengths_mm[i] > least && lengths_mm[i] < most))
            add_needle(scene, lengths_mm[i], needle->gauge);
    if (least > 0 && most > least)
        add_needle(scene, most, needle->gauge);
}

int bv_ways_read(const struct bv_advice *advice,
                 const struct bv_way_needle *needle,
                 struct bv_plan_scene *scene, struct bv_fault *fault)
{
    int error;

    memset(scene, 0, sizeof(*scene));
    error = read_target(advice, scene, fault);
    for (int i = 0; i < advice->landmark_count && error == 0; i++)
        if (advice->landmark[i].mark.role == BV_LANDMARK_AVOID)
            error = read_structure(advice, &advice->landmark[i], scene, fault);
    if (error < 0)
        return error;
    read_probe(advice, &scene->probe);
    bv_plan_skin_flat(scene);
    read_needles(needle, scene);
    scene->reserve_mm = reserve_mm;
    scene->angle_least_deg = least_deg;
    scene->angle_most_deg = most_deg;
    return 0;
}

struct bv_way_seeker *bv_way_seeker_new(void)
{
    return calloc(1, sizeof(struct bv_way_seeker));
}

static void *seek(void *data)
{
    struct bv_way_seeker *seeker = data;

    seeker->error =
        bv_plan_make(&seeker->ways.scene, &seeker->ways.plan, &seeker->fault);
    atomic_store(&seeker->done, true);
    return NULL;
}

void bv_way_seeker_free(struct bv_way_seeker *seeker)
{
    if (!seeker)
        return;
    if (seeker->runs)
        pthread_join(seeker->thread, NULL);
    free(seeker);
}

int bv_way_seeker_ask(struct bv_way_seeker *seeker,
                      const struct bv_advice *advice,
                      const struct bv_way_needle *needle,
                      struct bv_fault *fault)
{
    int error;

    if (seeker->runs)
        return -EAGAIN;
    error = bv_ways_read(advice, needle, &seeker->ways.scene, fault);
    if (error < 0)
        return error;
    seeker->fault = (struct bv_fault){0};
    atomic_store(&seeker->done, false);
    error = pthread_create(&seeker->thread, NULL, seek, seeker);
    if (error != 0)
        return bv_fault_set(fault, -error, "There is no plan: %s",
                            bv_error_text(-error));
    seeker->runs = true;
    return 0;
}

int bv_way_seeker_take(struct bv_way_seeker *seeker, struct bv_ways *ways,
                       struct bv_fault *fault)
{
    if (!seeker->runs || !atomic_load(&seeker->done))
        return -EAGAIN;
    pthread_join(seeker->thread, NULL);
    seeker->runs = false;
    if (seeker->error == 0)
        *ways = seeker->ways;
    else
        *fault = seeker->fault;
    if (seeker->error < 0 && !seeker->fault.error)
        bv_fault_set(fault, seeker->error, "There is no plan: %s",
                     bv_error_text(seeker->error));
    return seeker->error;
}
