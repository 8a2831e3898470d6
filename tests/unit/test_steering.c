#include "support/test.h"

#include <math.h>
#include <string.h>

#include "acquisition/simulator/pace.h"
#include "acquisition/simulator/steering.h"
#include "acquisition/source.h"
#include "pipeline.h"

static struct bv_scene scene;
static struct bv_fault fault;
static struct bv_simulator *simulator;
static struct bv_sim_steering steering;
static struct bv_frame *frame;

static void open_scene(const char *name)
{
    ck_assert_msg(bv_scene_load(name, true, 7, &scene, &fault) == 0, "%s",
                  fault.text);
    simulator = bv_simulator_new(&scene, NULL);
    frame = bv_frame_new(BV_SIMULATOR_WIDTH_PX, BV_SIMULATOR_HEIGHT_PX);
    ck_assert_ptr_nonnull(simulator);
    ck_assert_ptr_nonnull(frame);
    ck_assert_int_eq(bv_sim_steering_init(&steering, simulator), 0);
}

static void close_scene(void)
{
    bv_sim_steering_fini(&steering);
    bv_simulator_free(simulator);
    bv_frame_unref(frame);
    simulator = NULL;
    frame = NULL;
}

static void play(int frames)
{
    for (int i = 0; i < frames; i++) {
        bv_sim_steering_apply(&steering);
        bv_simulator_render(simulator, frame);
        bv_sim_steering_tell(&steering);
    }
}

static const struct bv_truth *truth(void)
{
    return bv_simulator_truth(simulator);
}

static int find(const char *name)
{
    int control = bv_controls_find(steering.controls, name);

    ck_assert_msg(control >= 0, "there is no %s", name);
    return control;
}

static void set(const char *name, double value)
{
    bv_controls_set(steering.controls, find(name), value);
}

static double told(const char *name)
{
    return bv_controls_told(steering.controls, find(name));
}

/* FNV-1a over the pixels. */
static uint64_t hash_frame(uint64_t hash, const struct bv_frame *picture)
{
    for (int y = 0; y < picture->height_px; y++)
        for (int x = 0; x < picture->width_px; x++) {
            hash ^= picture->pixels[y * picture->stride_bytes + x];
            hash *= 0x100000001b3u;
        }
    return hash;
}

static uint64_t hash_source(const char *name, int frames)
{
    const struct bv_source_options options = {.has_seed = true, .seed = 7};
    uint64_t hash = 0xcbf29ce484222325u;
    struct bv_source *source;

    ck_assert_int_eq(bv_source_open(name, &options, &source, &fault), 0);
    for (int i = 0; i < frames; i++) {
        struct bv_controls *controls = bv_source_info(source)->controls;
        struct bv_frame *read;

        for (int k = 0; k < bv_controls_count(controls); k++)
            bv_controls_get(controls, k); /* looking is not touching */
        ck_assert_int_eq(bv_source_read(source, 0, &read, &fault), 0);
        hash = hash_frame(hash, read);
        bv_frame_unref(read);
    }
    bv_source_close(source);
    return hash;
}

static uint64_t hash_script(const char *name, int frames)
{
    uint64_t hash = 0xcbf29ce484222325u;

    open_scene(name);
    for (int i = 0; i < frames; i++) {
        bv_simulator_render(simulator, frame);
        hash = hash_frame(hash, frame);
    }
    close_scene();
    return hash;
}

START_TEST(a_scene_that_nobody_touches_plays_its_script_byte_for_byte)
{
    ck_assert_uint_eq(hash_source("sim:nerve", 12), hash_script("nerve", 12));
    ck_assert_uint_eq(hash_source("sim:hip", 6), hash_script("hip", 6));
}
END_TEST

START_TEST(the_first_touch_takes_over_as_everything_is_then)
{
    double length, angle;

    open_scene("knee-effusion");
    play(120);
    length = told("length_mm");
    angle = told("angle_deg");
    ck_assert_double_gt(length, 5);
    ck_assert_double_eq(told("steered"), 0);
    set("tilt_deg", 1);
    play(60);
    ck_assert_double_eq(told("steered"), 1);
    ck_assert_double_eq(told("tilt_deg"), 1);
    ck_assert_double_eq_tol(told("length_mm"), length, 1e-6);
    ck_assert_double_eq_tol(told("angle_deg"), angle, 1e-6);
    close_scene();
}
END_TEST

START_TEST(the_needle_goes_where_the_hand_steers_it)
{
    struct bv_px before, after;

    open_scene("knee-effusion");
    set("length_mm", 14);
    play(2);
    ck_assert(truth()->has_whole);
    before = truth()->whole_px.to;
    bv_controls_nudge(steering.controls, find("length_mm"), 4);
    play(1);
    after = truth()->whole_px.to;
    ck_assert_double_eq_tol(bv_px_distance(before, after) * truth()->mm_per_px,
                            4, 0.1);
    set("angle_deg", 30);
    play(1);
    ck_assert_double_eq_tol(truth()->angle_deg, 30, 1.5);
    ck_assert_double_lt(truth()->whole_px.to.y, after.y);
    set("out_of_plane_deg", 15);
    play(1);
    ck_assert_double_gt(truth()->out_of_plane_mm, 2);
    close_scene();
}
END_TEST

START_TEST(the_probe_goes_where_the_hand_moves_it)
{
    struct bv_px before;

    open_scene("knee-effusion");
    set("length_mm", 14);
    play(1);
    before = truth()->whole_px.to;
    set("probe_x_mm", 5);
    play(1);
    ck_assert_double_eq_tol(
        (before.x - truth()->whole_px.to.x) * truth()->mm_per_px, 5, 0.3);
    set("probe_y_mm", 3);
    play(1);
    ck_assert_double_eq_tol(truth()->out_of_plane_mm, -3, 0.6);
    close_scene();
}
END_TEST

START_TEST(a_needle_that_is_in_does_not_go_in_elsewhere)
{
    struct bv_px before;

    open_scene("knee-effusion");
    set("length_mm", 1);
    set("hub_x_mm", -6);
    play(1);
    ck_assert_double_eq(told("hub_x_mm"), -6);
    before = truth()->whole_px.from;
    set("length_mm", 12);
    play(1);
    set("hub_x_mm", 6);
    play(2);
    ck_assert_double_eq_tol(told("hub_x_mm"), -4.5, 1e-9);
    set("length_mm", 0.5);
    play(1);
    set("hub_x_mm", 6);
    play(1);
    ck_assert_double_eq_tol(
        (truth()->whole_px.from.x - before.x) * truth()->mm_per_px, 12, 0.5);
    close_scene();
}
END_TEST

START_TEST(the_scanners_settings_leave_the_script_playing)
{
    double length;

    open_scene("knee-effusion");
    play(70);
    length = told("length_mm");
    set("gain_db", 6);
    set("focus_mm", 10);
    set("frequency_mhz", 7);
    play(20);
    ck_assert_double_eq(told("steered"), 0);
    ck_assert_double_eq(told("gain_db"), 6);
    ck_assert_double_gt(told("length_mm"), length);
    close_scene();
}
END_TEST

static double mean_grey(void)
{
    double sum = 0;

    for (int y = 100; y < 300; y++)
        for (int x = 200; x < 440; x++)
            sum += frame->pixels[y * frame->stride_bytes + x];
    return sum / (200 * 240);
}

START_TEST(more_gain_is_a_brighter_picture)
{
    double before;

    open_scene("calf");
    play(1);
    before = mean_grey();
    set("gain_db", bv_controls_get(steering.controls, find("gain_db")) + 6);
    play(3);
    ck_assert_double_gt(mean_grey(), before + 10);
    close_scene();
}
END_TEST

START_TEST(another_depth_is_another_scale_of_frame_and_truth)
{
    double before, depth;

    open_scene("knee-effusion");
    play(1);
    before = frame->mm_per_px;
    depth = told("depth_mm");
    set("depth_mm", depth + 20);
    play(1);
    ck_assert_double_gt(frame->mm_per_px, before * 1.2);
    ck_assert_double_eq_tol(frame->mm_per_px, (depth + 20) / 480, 1e-9);
    ck_assert_double_eq(truth()->mm_per_px, frame->mm_per_px);
    ck_assert_int_eq(frame->scan_area.box.bottom, 480);
    ck_assert_double_eq_tol(
        (frame->scan_area.box.right - frame->scan_area.box.left) *
            frame->mm_per_px,
        45, 0.3);
    close_scene();
}
END_TEST

/* Design rule 3: no mm of the old scale, and no mark of the old picture. */
START_TEST(the_guide_drops_the_old_scale_when_the_depth_changes)
{
    struct bv_source *source;
    struct bv_pipeline *pipeline;
    struct bv_controls *controls;
    const struct bv_result *result;
    double before = 0;

    ck_assert_int_eq(bv_source_open("sim:calf", NULL, &source, &fault), 0);
    controls = bv_source_info(source)->controls;
    pipeline = bv_pipeline_new(source, NULL);
    ck_assert_ptr_nonnull(pipeline);
    bv_pipeline_mark_target(pipeline, (struct bv_px){320, 200});
    for (int i = 0; i < 12; i++) {
        ck_assert_int_eq(bv_pipeline_step(pipeline, &result, &fault), 0);
        if (i == 5) {
            ck_assert_int_eq(result->advice.target, BV_TARGET_FOLLOWED);
            before = result->advice.mm_per_px;
            bv_controls_nudge(controls, bv_controls_find(controls, "depth_mm"),
                              15);
        } else if (i > 5) {
            ck_assert_double_gt(result->advice.mm_per_px, before * 1.1);
            ck_assert_double_eq(result->advice.mm_per_px,
                                result->frame->mm_per_px);
            ck_assert_int_ne(result->advice.target, BV_TARGET_FOLLOWED);
            ck_assert(isnan(result->advice.distance_mm));
        }
        bv_result_unref(result);
    }
    bv_pipeline_free(pipeline);
}
END_TEST

START_TEST(what_is_injected_and_aspirated_counts_while_it_is_held)
{
    open_scene("bakers-cyst");
    set("inject_ml_s", 0.5);
    play(30);
    set("inject_ml_s", 0);
    play(10);
    ck_assert_double_eq_tol(told("injected_ml"), 0.5, 1e-6);
    ck_assert_double_eq(told("inject_ml_s"), 0);
    close_scene();
}
END_TEST

START_TEST(restart_begins_anew_in_the_same_hands)
{
    uint32_t number;

    open_scene("knee-effusion");
    play(100);
    set("length_mm", 20);
    set("inject_ml_s", 1);
    play(20);
    number = frame->sequence;
    set("restart", 1);
    play(1);
    ck_assert_double_eq(told("steered"), 1);
    ck_assert_double_eq_tol(told("length_mm"), 3, 1e-6);
    ck_assert_double_eq(told("injected_ml"), 0);
    ck_assert_uint_eq(frame->sequence, number + 1);
    play(60);
    ck_assert_double_eq_tol(told("length_mm"), 3, 1e-6);
    close_scene();
}
END_TEST

START_TEST(watch_gives_everything_back_to_the_script)
{
    open_scene("knee-effusion");
    set("hub_x_mm", 5);
    set("length_mm", 1);
    play(5);
    set("watch", 1);
    play(1);
    ck_assert_double_eq(told("steered"), 0);
    ck_assert_double_eq(told("hub_x_mm"), 0);
    play(120);
    ck_assert_double_gt(told("length_mm"), 8);
    close_scene();
}
END_TEST

START_TEST(the_same_hands_make_the_same_pictures)
{
    uint64_t hash[2] = {0};

    for (int run = 0; run < 2; run++) {
        open_scene("nerve");
        for (int i = 0; i < 20; i++) {
            set("length_mm", 5 + i);
            if (i == 7)
                set("depth_mm", 50);
            if (i == 12)
                set("inject_ml_s", 0.5);
            play(1);
            hash[run] = hash_frame(hash[run], frame);
        }
        close_scene();
    }
    ck_assert_uint_eq(hash[0], hash[1]);
}
END_TEST

START_TEST(a_lower_quality_shows_the_same_scene)
{
    double full;

    open_scene("knee-effusion");
    play(1);
    full = mean_grey();
    for (int quality = BV_SIMULATOR_REDUCED; quality <= BV_SIMULATOR_LOW;
         quality++) {
        bv_simulator_set_quality(simulator, (enum bv_simulator_quality)quality);
        play(3);
        ck_assert_double_eq_tol(mean_grey() / full, 1, 0.15);
        ck_assert_double_eq_tol(frame->mm_per_px, 0.075, 0.001);
    }
    close_scene();
}
END_TEST

START_TEST(fewer_beams_are_drawn_only_where_the_rate_is_not_held)
{
    struct bv_sim_pace pace = {0};
    int steps = 0;

    for (int i = 0; i < 3000; i++) /* busy now and then, not for long */
        steps += bv_sim_pace_note(&pace, i % 100 < 20 ? 60 : 15, 33.3);
    ck_assert_int_eq(steps, 0);
    for (int i = 0; i < 45; i++)
        steps += bv_sim_pace_note(&pace, 30, 33.3);
    for (int i = 0; i < 45; i++)
        steps += bv_sim_pace_note(&pace, 30, 33.3);
    ck_assert_int_ge(steps, 1);
    ck_assert_int_le(steps, 2);
}
END_TEST

START_TEST(starting_again_tries_all_beams_again)
{
    open_scene("knee-effusion");
    steering.quality = BV_SIMULATOR_LOW;
    bv_simulator_set_quality(simulator, BV_SIMULATOR_LOW);
    play(1);
    ck_assert_double_eq(told("quality"), BV_SIMULATOR_LOW);
    set("restart", 1);
    play(1);
    ck_assert_double_eq(told("quality"), BV_SIMULATOR_FULL);
    close_scene();
}
END_TEST

int main(void)
{
    const TTest *tests[] = {
        a_scene_that_nobody_touches_plays_its_script_byte_for_byte,
        the_first_touch_takes_over_as_everything_is_then,
        the_needle_goes_where_the_hand_steers_it,
        the_probe_goes_where_the_hand_moves_it,
        a_needle_that_is_in_does_not_go_in_elsewhere,
        the_scanners_settings_leave_the_script_playing,
        more_gain_is_a_brighter_picture,
        another_depth_is_another_scale_of_frame_and_truth,
        the_guide_drops_the_old_scale_when_the_depth_changes,
        what_is_injected_and_aspirated_counts_while_it_is_held,
        restart_begins_anew_in_the_same_hands,
        watch_gives_everything_back_to_the_script,
        the_same_hands_make_the_same_pictures,
        a_lower_quality_shows_the_same_scene,
        fewer_beams_are_drawn_only_where_the_rate_is_not_held,
        starting_again_tries_all_beams_again,
        NULL};

    return bv_test_run("steering", NULL, NULL, tests);
}
