/*
 * Outlines of the truth against the pictures: an object is painted far
 * brighter, and where the picture then changes is where it is.
 */
#include "support/test.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "acquisition/simulator/simulator.h"

static struct bv_scene scene;
static struct bv_fault fault;

/* What happens before the picture that is looked at. */
struct setting {
    const char *scene, *object;
    double press_mm, length_mm, inject_ml, aspirate_ml, tilt_deg;
    double least; /* overlap */
};

static void load(const char *name)
{
    ck_assert_msg(bv_scene_load(name, false, 0, &scene, &fault) == 0, "%s",
                  fault.text);
    scene.motion = (struct bv_scene_motion){0};
    scene.probe.persistence = 0;
    scene.probe.contact_db = 0;
    scene.needle.echo_db = -80;
    scene.needle.diameter_mm = 0.3; /* hardly a shadow */
}

static struct bv_simulator *film(const struct setting *setting,
                                 struct bv_frame *frame)
{
    struct bv_simulator *simulator = bv_simulator_new(&scene, NULL);

    ck_assert_ptr_nonnull(simulator);
    bv_simulator_render(simulator, frame);
    bv_simulator_hold(simulator);
    bv_simulator_set_control(simulator, BV_CONTROL_PRESS_MM, setting->press_mm);
    bv_simulator_set_control(simulator, BV_CONTROL_TILT_DEG, setting->tilt_deg);
    bv_simulator_set_control(simulator, BV_CONTROL_LENGTH_MM,
                             setting->length_mm);
    bv_simulator_render(simulator, frame);
    bv_simulator_set_control(simulator, BV_CONTROL_INJECTED_ML,
                             setting->inject_ml);
    bv_simulator_set_control(simulator, BV_CONTROL_ASPIRATED_ML,
                             setting->aspirate_ml);
    for (int i = 0; i < 3; i++)
        bv_simulator_render(simulator, frame);
    return simulator;
}

/* Whether a place lies inside of an outline. */
static bool encloses(const struct bv_truth_outline *outline, double x, double y)
{
    bool inside = false;

    for (int i = 0; i < outline->count; i++) {
        struct bv_px a = outline->px[i];
        struct bv_px b = outline->px[(i + 1) % outline->count];

        if ((a.y > y) != (b.y > y) &&
            x < a.x + (y - a.y) / (b.y - a.y) * (b.x - a.x))
            inside = !inside;
    }
    return inside;
}

static int find_object(const char *name)
{
    for (int i = 0; i < scene.object_count; i++)
        if (strcmp(scene.objects[i].name, name) == 0)
            return i;
    ck_abort_msg("no object %s", name);
    return -1;
}

/* How much brighter, over a few pixels: speckle has dark spots. */
static double change_at(const struct bv_frame *plain,
                        const struct bv_frame *bright, int x, int y)
{
    enum { half = 3 };
    int sum = 0;

    for (int j = y - half; j <= y + half; j++)
        for (int i = x - half; i <= x + half; i++)
            if (i >= 0 && j >= 0 && i < plain->width_px && j < plain->height_px)
                sum += bright->pixels[j * bright->stride_bytes + i] -
                       plain->pixels[j * plain->stride_bytes + i];
    return (double)sum / ((2 * half + 1) * (2 * half + 1));
}

/* A brightened object also sends haze down: into fluid, which covers what lies
 * there, and beyond it. Neither is the object. */
static bool in_pool(const struct bv_truth *truth, int x, int y)
{
    for (int i = 0; i < truth->outline_count; i++)
        if (truth->outlines[i].role == BV_ROLE_POOL &&
            encloses(&truth->outlines[i], x, y))
            return true;
    return false;
}

static bool is_near(const struct bv_truth_outline *outline, int x, int y)
{
    enum { near_px = 12 };
    bool right = false, left = false, below = false, above = false;

    for (int i = 0; i < outline->count; i++) {
        right |= x > outline->px[i].x - near_px;
        left |= x < outline->px[i].x + near_px;
        below |= y > outline->px[i].y - near_px;
        above |= y < outline->px[i].y + near_px;
    }
    return right && left && below && above;
}

/* Share of both that outline and changed pixels have in common. */
static double overlap(const struct setting *setting)
{
    struct bv_frame *plain =
        bv_frame_new(BV_SIMULATOR_WIDTH_PX, BV_SIMULATOR_HEIGHT_PX);
    struct bv_frame *bright =
        bv_frame_new(BV_SIMULATOR_WIDTH_PX, BV_SIMULATOR_HEIGHT_PX);
    struct bv_simulator *first, *second;
    const struct bv_truth_outline *outline = NULL;
    long both = 0, either = 0, within = 0;
    double change = 0;
    int object;

    load(setting->scene);
    first = film(setting, plain);
    object = find_object(setting->object);
    scene.objects[object].gain_db +=
        scene.objects[object].tissue == BV_TISSUE_FLUID   ? 42
        : scene.objects[object].tissue == BV_TISSUE_BLOOD ? 32
                                                          : 12;
    second = film(setting, bright);
    for (int i = 0; i < bv_simulator_truth(second)->outline_count; i++)
        if (strcmp(bv_simulator_truth(second)->outlines[i].name,
                   setting->object) == 0)
            outline = &bv_simulator_truth(second)->outlines[i];
    ck_assert_msg(outline, "%s has no outline", setting->object);
    for (int y = 0; y < plain->height_px; y++)
        for (int x = 0; x < plain->width_px; x++)
            if (encloses(outline, x, y)) {
                change += change_at(plain, bright, x, y);
                within++;
            }
    change /= (double)within;
    for (int y = 0; y < plain->height_px; y++)
        for (int x = 0; x < plain->width_px; x++) {
            bool inside = encloses(outline, x, y);
            bool changed = is_near(outline, x, y) &&
                           !in_pool(bv_simulator_truth(second), x, y) &&
                           change_at(plain, bright, x, y) > 0.5 * change;

            both += changed && inside;
            either += changed || inside;
        }
    bv_simulator_free(first);
    bv_simulator_free(second);
    bv_frame_unref(plain);
    bv_frame_unref(bright);
    return (double)both / (double)either;
}

static void expect_overlaps(const struct setting *settings, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        double share = overlap(&settings[i]);

        printf("# %s in %s: %.3f\n", settings[i].object, settings[i].scene,
               share);
        ck_assert_msg(share >= settings[i].least, "%s in %s: %.3f",
                      settings[i].object, settings[i].scene, share);
    }
}

START_TEST(outlines_lie_where_the_picture_has_the_object)
{
    static const struct setting settings[] = {
        {"knee-effusion", "recess", 0, 3, 0, 0, 0, 0.85},
        {"bakers-cyst", "cyst", 0, 3, 0, 0, 0, 0.85},
        {"bakers-cyst", "cyst", 0, 3, 0, 2, 0, 0.85},
        {"nerve", "artery", 0, 3, 0, 0, 0, 0.85},
        {"nerve", "nerve", 0, 3, 0, 0, 0, 0.85},
        {"femoral", "artery", 2.5, 3, 0, 0, 0, 0.85},
        {"femoral", "artery", 0, 3, 0, 0, 8, 0.85},
        {"popliteal-sciatic", "vein", 0, 3, 0, 0, 0, 0.85},
    };

    expect_overlaps(settings, sizeof(settings) / sizeof(*settings));
}
END_TEST

START_TEST(outlines_follow_while_fluid_is_injected)
{
    static const struct setting settings[] = {
        {"median-wrist", "nerve", 0, 17, 0.4, 0, 0, 0.85},
        {"nerve", "nerve", 0, 22, 0.6, 0, 0, 0.85},
    };

    expect_overlaps(settings, sizeof(settings) / sizeof(*settings));
}
END_TEST

static double area_mm2(const struct bv_truth *truth, const char *name)
{
    double twice = 0;

    for (int k = 0; k < truth->outline_count; k++) {
        const struct bv_truth_outline *outline = &truth->outlines[k];

        if (strcmp(outline->name, name) != 0)
            continue;
        for (int i = 0; i < outline->count; i++) {
            struct bv_px a = outline->px[i];
            struct bv_px b = outline->px[(i + 1) % outline->count];

            twice += a.x * b.y - b.x * a.y;
        }
    }
    return 0.5 * twice * truth->mm_per_px * truth->mm_per_px;
}

/* Through its middle, an ellipse's area; half empty, what half leaves. */
static void check_volume(const struct bv_scene_object *object,
                         const char *scene_name)
{
    struct bv_frame *frame =
        bv_frame_new(BV_SIMULATOR_WIDTH_PX, BV_SIMULATOR_HEIGHT_PX);
    struct bv_simulator *simulator = bv_simulator_new(&scene, NULL);
    bool ball = object->shape == BV_SHAPE_ELLIPSOID;
    double a = object->radii_mm[0], c = object->radii_mm[2];
    double ml = (ball ? 4.0 / 3 : 2) * M_PI * a * object->radii_mm[1] * c / 1e3;
    double full, half;

    bv_simulator_render(simulator, frame);
    full = area_mm2(bv_simulator_truth(simulator), object->name);
    bv_simulator_set_control(simulator, BV_CONTROL_ASPIRATED_ML, ml / 2);
    bv_simulator_render(simulator, frame);
    half = area_mm2(bv_simulator_truth(simulator), object->name);
    printf("# %s of %s: %.3f, half empty %.3f\n", object->name, scene_name,
           full / (M_PI * a * c), half / full);
    ck_assert_msg(fabs(full / (M_PI * a * c) - 1) < 0.1, "%s of %s",
                  object->name, scene_name);
    ck_assert_double_eq_tol(half / full, pow(0.5, ball ? 2.0 / 3 : 1), 0.05);
    bv_simulator_free(simulator);
    bv_frame_unref(frame);
}

START_TEST(fluid_has_the_cross_section_of_its_volume_in_every_scene)
{
    static const char *const names[] = {
        "knee-effusion", "bakers-cyst",        "ganglion",  "ankle",
        "hip",           "trochanteric-bursa", "thumb-base"};
    int checked = 0;

    for (size_t n = 0; n < sizeof(names) / sizeof(*names); n++) {
        load(names[n]);
        scene.needle.present = false;
        for (int i = 0; i < scene.object_count; i++)
            if (scene.objects[i].role == BV_ROLE_TARGET &&
                scene.objects[i].tissue == BV_TISSUE_FLUID &&
                !bv_shape_is_line(scene.objects[i].shape) &&
                scene.objects[i].center_mm[1] == 0) {
                check_volume(&scene.objects[i], names[n]);
                checked++;
            }
    }
    ck_assert_int_ge(checked, 4);
}
END_TEST

int main(void)
{
    const TTest *tests[] = {
        outlines_lie_where_the_picture_has_the_object,
        outlines_follow_while_fluid_is_injected,
        fluid_has_the_cross_section_of_its_volume_in_every_scene, NULL};

    return bv_test_run("outlines", NULL, NULL, tests);
}
