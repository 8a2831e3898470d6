#include "support/test.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "acquisition/simulator/simulator.h"

static struct bv_scene scene;
static struct bv_fault fault;

/* Still tissue, a still needle in it: what differs is the needle. */
static const char still[] =
    "{\"format\": \"bevel-scene\", \"version\": 1, \"name\": \"Still\","
    "\"probe\": {\"frequency_mhz\": 10, \"width_mm\": 40, \"depth_mm\": 30,"
    " \"contact_db\": 0, \"persistence\": 0},"
    "\"layers\": [{\"tissue\": \"fat\", \"thickness_mm\": 60}],"
    "\"objects\": [{\"name\": \"cyst\", \"shape\": \"tube\","
    " \"tissue\": \"fluid\", \"center_mm\": [10, 0, 20],"
    " \"radii_mm\": [4, 4, 3], \"rough\": 0.1}],"
    "\"target\": {\"at_mm\": [4, 0, 18]},"
    "\"needle\": {\"entry_mm\": [-19, 0, 2], \"bend_per_km\": 0},"
    "\"motion\": {\"breath_mm\": 0, \"drift_mm\": 0, \"drift_deg\": 0,"
    " \"tremor_mm\": 0, \"pulse_hz\": 0},"
    "\"script\": {\"steps\": [{\"time_s\": 0, \"length_mm\": 18,"
    " \"angle_deg\": 25}]}}";

static void load_still(uint64_t seed)
{
    ck_assert_msg(bv_scene_parse("still", still, strlen(still), true, seed,
                                 &scene, &fault) == 0,
                  "%s", fault.text);
}

static void load(const char *name, uint64_t seed)
{
    ck_assert_msg(bv_scene_load(name, true, seed, &scene, &fault) == 0, "%s",
                  fault.text);
}

static struct bv_simulator *start(const struct bv_simulator_options *options)
{
    struct bv_simulator *simulator = bv_simulator_new(&scene, options);

    ck_assert_ptr_nonnull(simulator);
    return simulator;
}

static struct bv_frame *make_frame(void)
{
    struct bv_frame *frame =
        bv_frame_new(BV_SIMULATOR_WIDTH_PX, BV_SIMULATOR_HEIGHT_PX);

    ck_assert_ptr_nonnull(frame);
    return frame;
}

/* FNV-1a over the pixels. */
static uint64_t hash_frame(uint64_t hash, const struct bv_frame *frame)
{
    for (int y = 0; y < frame->height_px; y++)
        for (int x = 0; x < frame->width_px; x++) {
            hash ^= frame->pixels[y * frame->stride_bytes + x];
            hash *= 0x100000001b3u;
        }
    return hash;
}

static uint64_t hash_clip(const struct bv_simulator_options *options,
                          int frames)
{
    struct bv_simulator *simulator = start(options);
    struct bv_frame *frame = make_frame();
    uint64_t hash = 0xcbf29ce484222325u;

    for (int i = 0; i < frames; i++) {
        bv_simulator_render(simulator, frame);
        hash = hash_frame(hash, frame);
    }
    bv_frame_unref(frame);
    bv_simulator_free(simulator);
    return hash;
}

START_TEST(the_same_seed_gives_the_same_pictures_and_another_seed_others)
{
    uint64_t first, again, other, bare;
    struct bv_simulator_options no_needle = {.no_needle = true};

    load("nerve", 5);
    first = hash_clip(NULL, 4);
    again = hash_clip(NULL, 4);
    bare = hash_clip(&no_needle, 4);
    load("nerve", 6);
    other = hash_clip(NULL, 4);
    ck_assert_uint_eq(first, again);
    ck_assert_uint_ne(first, other);
    ck_assert_uint_ne(first, bare);
}
END_TEST

/* The bytes must not depend on the compiler, its options or the machine. A
 * change of how pictures look changes these numbers, and nothing else may:
 * run this test, look at pictures, and write the new ones down. */
START_TEST(pictures_have_the_same_bytes_on_every_machine)
{
    static const struct {
        const char *name;
        uint64_t hash;
    } known[] = {{"nerve", 0x1d6513df2f3329d0u},
                 {"calf", 0x2728001d02faf6c7u},
                 {"hip", 0x1713ff7bec80d77cu}};

    for (int i = 0; i < 3; i++) {
        uint64_t hash;

        load(known[i].name, 7);
        hash = hash_clip(NULL, 10);
        ck_assert_msg(hash == known[i].hash, "%s: 0x%016llx", known[i].name,
                      (unsigned long long)hash);
    }
}
END_TEST

/* The same picture with and without the needle, unfiltered differences. */
struct pair {
    struct bv_frame *with, *without;
    struct bv_truth truth;
};

static void film_pair(struct pair *pair)
{
    struct bv_simulator_options no_needle = {.no_needle = true};
    struct bv_simulator *with = start(NULL), *without = start(&no_needle);

    pair->with = make_frame();
    pair->without = make_frame();
    bv_simulator_render(with, pair->with);
    bv_simulator_render(without, pair->without);
    pair->truth = *bv_simulator_truth(with);
    ck_assert(!bv_simulator_truth(without)->needle);
    bv_simulator_free(with);
    bv_simulator_free(without);
}

static void drop_pair(struct pair *pair)
{
    bv_frame_unref(pair->with);
    bv_frame_unref(pair->without);
}

static int difference_at(const struct pair *pair, int x, int y)
{
    int at = y * pair->with->stride_bytes + x;

    return pair->with->pixels[at] - pair->without->pixels[at];
}

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return x < y ? -1 : x > y;
}

START_TEST(the_true_shaft_lies_on_what_the_needle_adds_to_the_picture)
{
    double off[640], beside[640];
    int count = 0;

    for (uint64_t seed = 1; seed <= 3; seed++) {
        struct pair pair;
        double x0, y0, slope;

        load_still(seed);
        film_pair(&pair);
        ck_assert(pair.truth.has_whole);
        x0 = pair.truth.whole_px.from.x;
        y0 = pair.truth.whole_px.from.y;
        slope =
            (pair.truth.whole_px.to.y - y0) / (pair.truth.whole_px.to.x - x0);
        for (int x = (int)x0 + 20; x < (int)pair.truth.whole_px.to.x - 8;
             x += 4) {
            double line = y0 + slope * (x - x0);
            int best = 0, best_y = 0;

            for (int y = (int)line - 12; y < (int)line + 12; y++)
                if (difference_at(&pair, x, y) > best) {
                    best = difference_at(&pair, x, y);
                    best_y = y;
                }
            if (best > 20) {
                beside[count] = best_y - line;
                off[count++] = fabs(best_y - line);
            }
        }
        drop_pair(&pair);
    }
    ck_assert_int_gt(count, 60);
    qsort(off, (size_t)count, sizeof(*off), compare);
    qsort(beside, (size_t)count, sizeof(*beside), compare);
    ck_assert_double_eq_tol(beside[count / 2], 0, 0.7);
    ck_assert_double_le(off[count / 2], 1.2);
    ck_assert_double_le(off[count * 9 / 10], 5);
}
END_TEST

START_TEST(the_true_tip_is_where_the_difference_ends)
{
    for (uint64_t seed = 1; seed <= 4; seed++) {
        struct pair pair;
        int last = 0;

        load_still(seed);
        film_pair(&pair);
        for (int x = 0; x < 640; x++)
            for (int y = (int)pair.truth.whole_px.to.y - 14;
                 y < pair.truth.whole_px.to.y + 8; y++)
                if (difference_at(&pair, x, y) > 30)
                    last = x;
        if (pair.truth.tip_visible) {
            ck_assert_double_le(last, pair.truth.whole_px.to.x + 6);
            ck_assert_double_ge(last, pair.truth.whole_px.to.x - 6);
        }
        drop_pair(&pair);
    }
}
END_TEST

START_TEST(a_needle_out_of_the_plane_is_not_visible)
{
    struct bv_simulator *simulator;
    struct bv_frame *frame = make_frame();
    double before = 1e9;

    load_still(2);
    simulator = start(NULL);
    for (int i = 0; i < 4; i++) {
        const struct bv_truth *truth = bv_simulator_truth(simulator);

        bv_simulator_set_control(simulator, BV_CONTROL_OFFSET_MM, i);
        bv_simulator_render(simulator, frame);
        ck_assert(truth->needle);
        ck_assert_double_eq_tol(truth->out_of_plane_mm, i, 0.01);
        ck_assert_double_le(truth->visible_mm, before);
        before = truth->visible_mm;
        if (i == 0) {
            ck_assert_double_ge(truth->visible_mm, 12);
        }
    }
    ck_assert_double_eq(before, 0);
    ck_assert_int_eq(bv_simulator_truth(simulator)->state, BV_NEEDLE_NONE);
    bv_simulator_free(simulator);
    bv_frame_unref(frame);
}
END_TEST

/* What the needle adds along the middle of its shaft, which lies at one place
 * whatever the angle. */
static double added_at_angle(double angle_deg, uint64_t seed)
{
    double turn = angle_deg * 3.14159265358979 / 180, sum = 0;
    struct pair pair;

    load_still(seed);
    scene.steps[0].value[BV_CONTROL_ANGLE_DEG] = angle_deg;
    scene.needle.entry_mm[0] = -2 - 9 * cos(turn);
    scene.needle.entry_mm[2] = 13 - 9 * sin(turn);
    film_pair(&pair);
    for (int k = 20; k < 40; k++) {
        struct bv_px at = bv_px_segment_at(
            &pair.truth.whole_px,
            bv_px_segment_length(&pair.truth.whole_px) * k / 60);

        sum += difference_at(&pair, (int)(at.x + 0.5), (int)(at.y + 0.5));
    }
    drop_pair(&pair);
    return sum;
}

START_TEST(a_steep_needle_is_fainter_than_a_flat_one)
{
    static const double angles_deg[] = {10, 25, 40, 60};
    double before = 1e9;

    for (int i = 0; i < 4; i++) {
        double sum = 0;

        for (uint64_t seed = 1; seed <= 4; seed++)
            sum += added_at_angle(angles_deg[i], seed);
        ck_assert_double_lt(sum, before);
        before = sum;
    }
}
END_TEST

START_TEST(a_crossing_needle_is_a_dot_and_no_shaft)
{
    struct bv_simulator *simulator;
    struct bv_frame *frame = make_frame();
    const struct bv_truth *truth;

    load_still(3);
    scene.needle.entry_mm[0] = 0;
    scene.steps[0].has[BV_CONTROL_OUT_OF_PLANE_DEG] = true;
    scene.steps[0].value[BV_CONTROL_OUT_OF_PLANE_DEG] = 90;
    scene.needle.entry_mm[1] = -8;
    simulator = start(NULL);
    truth = bv_simulator_truth(simulator);
    bv_simulator_render(simulator, frame);
    ck_assert_int_eq(truth->state, BV_NEEDLE_CROSSING);
    ck_assert(truth->has_crossing);
    ck_assert(!truth->has_shaft);
    ck_assert(!truth->has_tip_mm);
    ck_assert_double_eq_tol(truth->crossing_px.x, 319.5, 2);
    ck_assert(isnan(truth->distance_mm));
    bv_simulator_free(simulator);
    bv_frame_unref(frame);
}
END_TEST

START_TEST(distances_are_those_of_the_geometry)
{
    struct bv_simulator *simulator;
    struct bv_frame *frame = make_frame();
    const struct bv_truth *truth;
    double angle = 25 * 3.14159265358979 / 180;
    double dx = 4 - (-19 + 18 * cos(angle)), dz = 18 - (2 + 18 * sin(angle));
    double miss = -(dz * cos(angle) - dx * sin(angle));

    load_still(1);
    simulator = start(NULL);
    truth = bv_simulator_truth(simulator);
    bv_simulator_render(simulator, frame);
    ck_assert_double_eq_tol(truth->distance_mm, sqrt(dx * dx + dz * dz), 0.02);
    ck_assert_double_eq_tol(truth->miss_mm, miss, 0.02);
    ck_assert_double_eq_tol(truth->angle_deg, 25, 0.05);
    ck_assert_double_eq_tol(truth->tip_mm.lateral, 4 - dx, 0.02);
    ck_assert_double_eq_tol(truth->tip_mm.depth, 18 - dz, 0.02);
    ck_assert_double_eq_tol(truth->target_px.x, 319.5 + 4 / 0.0625, 0.1);
    bv_simulator_free(simulator);
    bv_frame_unref(frame);
}
END_TEST

/* The outline is where the picture goes dark. */
START_TEST(an_outline_parts_dark_from_bright)
{
    struct bv_simulator *simulator;
    struct bv_frame *frame = make_frame();
    const struct bv_truth *truth;
    const struct bv_truth_outline *outline;
    double inside = 0, outside = 0;

    load_still(1);
    simulator = start(NULL);
    truth = bv_simulator_truth(simulator);
    bv_simulator_render(simulator, frame);
    ck_assert_int_eq(truth->outline_count, 1);
    outline = &truth->outlines[0];
    ck_assert_str_eq(outline->name, "cyst");
    for (int i = 0; i < outline->count; i++) {
        struct bv_px middle = {319.5 + 10 / 0.0625, 20 / 0.0625 - 0.5};
        struct bv_px_segment ray = {middle, outline->px[i]};
        double length = bv_px_segment_length(&ray);
        struct bv_px in = bv_px_segment_at(&ray, length - 10);
        struct bv_px out = bv_px_segment_at(&ray, length + 10);

        inside += frame->pixels[(int)in.y * frame->stride_bytes + (int)in.x];
        outside += frame->pixels[(int)out.y * frame->stride_bytes + (int)out.x];
    }
    ck_assert_double_gt(outside, 2 * inside);
    bv_simulator_free(simulator);
    bv_frame_unref(frame);
}
END_TEST

/* The truth line has detect's keys and its own, and is one line. */
START_TEST(the_truth_is_written_a_line_a_frame)
{
    struct bv_simulator *simulator;
    struct bv_frame *frame = make_frame();
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);

    load_still(1);
    simulator = start(NULL);
    bv_simulator_render(simulator, frame);
    ck_assert_int_eq(
        bv_truth_write(out, "clip.mkv", bv_simulator_truth(simulator)), 0);
    fclose(out);
    ck_assert_ptr_eq(strchr(text, '\n'), text + size - 1);
    ck_assert_ptr_nonnull(strstr(text, "\"source\":\"clip.mkv\""));
    ck_assert_ptr_nonnull(strstr(text, "\"needle\":true"));
    ck_assert_ptr_nonnull(strstr(text, "\"visible_mm\":"));
    ck_assert_ptr_nonnull(strstr(text, "\"tip_visible\":"));
    ck_assert_ptr_nonnull(strstr(text, "\"out_of_plane_mm\":0.0"));
    ck_assert_ptr_nonnull(strstr(text, "\"name\":\"cyst\""));
    ck_assert_ptr_null(strstr(text, "nan"));
    free(text);
    bv_simulator_free(simulator);
    bv_frame_unref(frame);
}
END_TEST

/* Area inside an outline, mm2. */
static double area_mm2(const struct bv_truth_outline *outline, double mm_per_px)
{
    double twice = 0;

    for (int i = 0; i < outline->count; i++) {
        struct bv_px a = outline->px[i];
        struct bv_px b = outline->px[(i + 1) % outline->count];

        twice += a.x * b.y - b.x * a.y;
    }
    return 0.5 * twice * mm_per_px * mm_per_px;
}

static const struct bv_truth_outline *find_outline(const struct bv_truth *truth,
                                                   const char *name)
{
    for (int i = 0; i < truth->outline_count; i++)
        if (strcmp(truth->outlines[i].name, name) == 0)
            return &truth->outlines[i];
    return NULL;
}

START_TEST(a_pool_opens_at_the_tip_with_the_area_of_its_volume)
{
    struct bv_simulator *simulator;
    struct bv_frame *frame = make_frame();
    const struct bv_truth *truth;
    const struct bv_truth_outline *pool;
    double share;

    load_still(1);
    scene.objects[0].role = BV_ROLE_POOL;
    scene.objects[0].shape = BV_SHAPE_ELLIPSOID;
    scene.objects[0].at_tip = true;
    simulator = start(NULL);
    truth = bv_simulator_truth(simulator);
    bv_simulator_render(simulator, frame);
    ck_assert_ptr_null(find_outline(truth, "cyst"));
    bv_simulator_set_control(simulator, BV_CONTROL_INJECTED_ML, 0.1);
    bv_simulator_render(simulator, frame);
    pool = find_outline(truth, "cyst");
    ck_assert_ptr_nonnull(pool);
    share = cbrt(0.1 / (4.0 / 3 * 3.14159265 * 4 * 4 * 3 / 1000));
    ck_assert_double_eq_tol(area_mm2(pool, truth->mm_per_px) /
                                (3.14159265 * 4 * 3 * share * share),
                            1, 0.1);
    ck_assert_int_lt(
        frame->pixels[(int)truth->whole_px.to.y * frame->stride_bytes +
                      (int)truth->whole_px.to.x + 12],
        40);
    bv_simulator_set_control(simulator, BV_CONTROL_INJECTED_ML, 0);
    bv_simulator_render(simulator, frame);
    ck_assert_ptr_null(find_outline(truth, "cyst"));
    bv_simulator_free(simulator);
    bv_frame_unref(frame);
}
END_TEST

START_TEST(a_fluid_target_shrinks_by_what_is_aspirated)
{
    struct bv_simulator *simulator;
    struct bv_frame *frame = make_frame();
    const struct bv_truth *truth;
    double full, half, volume_ml = 2 * 3.14159265 * 4 * 4 * 3 / 1000;

    load_still(1);
    scene.objects[0].role = BV_ROLE_TARGET;
    simulator = start(NULL);
    truth = bv_simulator_truth(simulator);
    bv_simulator_render(simulator, frame);
    full = area_mm2(find_outline(truth, "cyst"), truth->mm_per_px);
    bv_simulator_set_control(simulator, BV_CONTROL_ASPIRATED_ML, volume_ml / 2);
    bv_simulator_render(simulator, frame);
    half = area_mm2(find_outline(truth, "cyst"), truth->mm_per_px);
    ck_assert_double_eq_tol(full / (3.14159265 * 4 * 3), 1, 0.1);
    ck_assert_double_eq_tol(half / full, 0.5, 0.05);
    bv_simulator_free(simulator);
    bv_frame_unref(frame);
}
END_TEST

/* Mean grey of a box, mm from the middle of the face. */
static double mean_grey(const struct bv_frame *frame, double x_mm, double z_mm,
                        double half_mm)
{
    int half = (int)(half_mm / frame->mm_per_px), sum = 0, count = 0;
    int cx = (int)(319.5 + x_mm / frame->mm_per_px);
    int cy = (int)(z_mm / frame->mm_per_px);

    for (int y = cy - half; y <= cy + half; y++)
        for (int x = cx - half; x <= cx + half; x++, count++)
            sum += frame->pixels[y * frame->stride_bytes + x];
    return (double)sum / count;
}

START_TEST(below_bone_lies_a_shadow_and_below_fluid_enhancement)
{
    struct bv_simulator *simulator;
    struct bv_frame *frame = make_frame();
    double below;

    load_still(1);
    scene.objects[1] = scene.objects[0];
    scene.objects[1].shape = BV_SHAPE_BONE;
    scene.objects[1].rough = 0;
    scene.objects[1].line_db = 18;
    scene.objects[1].line_mm = 0.5;
    scene.objects[1].point_count = 2;
    scene.objects[1].points_mm[0][0] = -18;
    scene.objects[1].points_mm[1][0] = -6;
    scene.objects[1].points_mm[0][1] = scene.objects[1].points_mm[1][1] = 18;
    scene.object_count = 2;
    scene.needle.present = false;
    simulator = start(NULL);
    bv_simulator_render(simulator, frame);
    ck_assert_double_gt(mean_grey(frame, -12, 18, 0.2), 120);
    ck_assert_double_lt(mean_grey(frame, -12, 24, 2),
                        0.5 * mean_grey(frame, 0, 24, 2));
    below = mean_grey(frame, 10, 26, 1.5);
    bv_simulator_free(simulator);
    scene.object_count = 0;
    simulator = start(NULL);
    bv_simulator_render(simulator, frame);
    ck_assert_double_gt(below, mean_grey(frame, 10, 26, 1.5) + 5);
    bv_simulator_free(simulator);
    bv_frame_unref(frame);
}
END_TEST

START_TEST(truth_on_a_curved_probe_is_where_the_picture_shows_it)
{
    struct pair pair;
    struct bv_px_segment shaft;
    double on = 0, off = 0;

    load_still(2);
    scene.probe.kind = BV_PROBE_CURVED;
    scene.probe.depth_mm = 60;
    scene.needle.entry_mm[0] = -24;
    scene.needle.entry_mm[2] = -2;
    scene.steps[0].value[BV_CONTROL_LENGTH_MM] = 40;
    film_pair(&pair);
    ck_assert_int_eq(pair.with->scan_area.shape, BV_SCAN_SECTOR);
    ck_assert(pair.truth.has_whole);
    shaft = pair.truth.whole_px;
    for (int k = 10; k < 55; k++) {
        struct bv_px at =
            bv_px_segment_at(&shaft, bv_px_segment_length(&shaft) * k / 60);

        on += difference_at(&pair, (int)(at.x + 0.5), (int)(at.y + 0.5));
        off += difference_at(&pair, (int)(at.x + 0.5), (int)(at.y - 7));
    }
    ck_assert_double_gt(on, 45 * 10);
    ck_assert_double_gt(on, 4 * fabs(off));
    drop_pair(&pair);
}
END_TEST

int main(void)
{
    const TTest *tests[] = {
        the_same_seed_gives_the_same_pictures_and_another_seed_others,
        pictures_have_the_same_bytes_on_every_machine,
        the_true_shaft_lies_on_what_the_needle_adds_to_the_picture,
        the_true_tip_is_where_the_difference_ends,
        a_needle_out_of_the_plane_is_not_visible,
        a_steep_needle_is_fainter_than_a_flat_one,
        a_crossing_needle_is_a_dot_and_no_shaft,
        distances_are_those_of_the_geometry,
        an_outline_parts_dark_from_bright,
        a_pool_opens_at_the_tip_with_the_area_of_its_volume,
        a_fluid_target_shrinks_by_what_is_aspirated,
        below_bone_lies_a_shadow_and_below_fluid_enhancement,
        truth_on_a_curved_probe_is_where_the_picture_shows_it,
        the_truth_is_written_a_line_a_frame,
        NULL};

    return bv_test_run("simulator", NULL, NULL, tests);
}
