#include "support/test.h"

#include <errno.h>
#include <math.h>

#include "acquisition/simulator/simulator.h"
#include "commands/look.h"

static struct bv_frame *frame;
static const struct bv_px_box all = {0, 0, 480, 360};

static void make_frame(void)
{
    frame = bv_frame_new(480, 360);
    ck_assert_ptr_nonnull(frame);
}

static void drop_frame(void)
{
    bv_frame_unref(frame);
}

/* Grey noise, smooth over so many px. */
static void fill_noise(int across, int down, unsigned seed)
{
    for (int y = 0; y < 360; y++)
        for (int x = 0; x < 480; x++) {
            unsigned h = (unsigned)(x / across) * 2654435761u ^
                         (unsigned)(y / down) * 2246822519u ^
                         seed * 3266489917u;

            h = (h ^ h >> 15) * 2246822519u;
            h = (h ^ h >> 13) * 3266489917u;
            frame->pixels[y * frame->stride_bytes + x] =
                (uint8_t)(60 + (h >> 24) % 50);
        }
}

/* A bright line 3 px high. */
static void draw(double x, double y, double angle_deg, int length)
{
    for (int t = 0; t < length; t++)
        for (int k = -1; k <= 1; k++) {
            int px = (int)(x + t * cos(angle_deg * M_PI / 180) + 0.5);
            int py = (int)(y + t * sin(angle_deg * M_PI / 180) + 0.5) + k;

            frame->pixels[py * frame->stride_bytes + px] = 230;
        }
}

START_TEST(wider_speckle_measures_wider)
{
    double fine[BV_LOOK_COUNT], wide[BV_LOOK_COUNT];

    fill_noise(3, 3, 1);
    ck_assert_int_eq(bv_look_measure(frame, &all, fine), 0);
    fill_noise(9, 3, 1);
    ck_assert_int_eq(bv_look_measure(frame, &all, wide), 0);
    ck_assert_double_eq_tol(fine[BV_LOOK_LATERAL_PX], 3, 0.7);
    ck_assert_double_eq_tol(wide[BV_LOOK_LATERAL_PX], 9, 1.2);
    ck_assert_double_eq_tol(wide[BV_LOOK_AXIAL_PX], 3, 0.7);
    ck_assert_double_eq_tol(wide[BV_LOOK_MEAN], 84, 3);
    ck_assert_double_gt(wide[BV_LOOK_GRADIENTS], fine[BV_LOOK_GRADIENTS]);
}
END_TEST

START_TEST(oblique_lines_are_segments_and_level_ones_are_not)
{
    fill_noise(3, 2, 2);
    ck_assert_int_eq(bv_look_count_segments(frame, &all), 0);
    draw(50, 60, 0, 300);
    draw(50, 90, 3, 300);
    ck_assert_int_eq(bv_look_count_segments(frame, &all), 0);
    draw(60, 120, 30, 120);
    ck_assert_int_eq(bv_look_count_segments(frame, &all), 1);
    draw(300, 300, -40, 100);
    draw(20, 300, 25, 40); /* too short */
    ck_assert_int_eq(bv_look_count_segments(frame, &all), 2);
}
END_TEST

START_TEST(a_moved_picture_is_alike_and_another_is_not)
{
    struct bv_frame *other = bv_frame_new(480, 360);

    fill_noise(4, 3, 5);
    for (int y = 0; y + 2 < 360; y++)
        for (int x = 0; x + 4 < 480; x++)
            other->pixels[(y + 2) * other->stride_bytes + x + 4] =
                frame->pixels[y * frame->stride_bytes + x];
    ck_assert_double_gt(bv_look_alike(frame, other, &all), 0.99);
    fill_noise(4, 3, 6);
    ck_assert_double_lt(bv_look_alike(frame, other, &all), 0.5);
    bv_frame_unref(other);
}
END_TEST

START_TEST(a_part_outside_the_picture_is_refused)
{
    const struct bv_px_box outside = {400, 0, 520, 200};
    const struct bv_px_box small = {0, 0, 40, 40};
    double values[BV_LOOK_COUNT];

    ck_assert_int_eq(bv_look_measure(frame, &outside, values), -ERANGE);
    ck_assert_int_eq(bv_look_measure(frame, &small, values), -ERANGE);
    ck_assert(isnan(bv_look_alike(frame, frame, &outside)));
}
END_TEST

/* Real clips, measured alike: 0.74 to 0.97 (docs/simulator-bars.md). */
START_TEST(an_unsteady_hand_changes_the_picture_as_real_hands_do)
{
    const struct bv_simulator_options no_needle = {.no_needle = true};
    struct bv_fault fault = {0};
    struct bv_scene scene;
    double sum = 0;

    for (uint64_t seed = 1; seed <= 3; seed++) {
        struct bv_simulator *simulator;
        struct bv_frame *pictures[31];
        struct bv_px_box part;

        ck_assert_int_eq(
            bv_scene_load("unsteady-hand", true, seed, &scene, &fault), 0);
        simulator = bv_simulator_new(&scene, &no_needle);
        ck_assert_ptr_nonnull(simulator);
        for (int i = 0; i < 31; i++) {
            pictures[i] =
                bv_frame_new(BV_SIMULATOR_WIDTH_PX, BV_SIMULATOR_HEIGHT_PX);
            bv_simulator_render(simulator, pictures[i]);
        }
        part = (struct bv_px_box){80, 40, 560, 420};
        for (int i = 0; i < 30; i += 10)
            sum += bv_look_alike(pictures[i], pictures[i + 10], &part);
        for (int i = 0; i < 31; i++)
            bv_frame_unref(pictures[i]);
        bv_simulator_free(simulator);
    }
    printf("# %.3f after a third of a second\n", sum / 9);
    ck_assert_double_ge(sum / 9, 0.74);
    ck_assert_double_le(sum / 9, 0.97);
}
END_TEST

int main(void)
{
    const TTest *tests[] = {
        wider_speckle_measures_wider,
        oblique_lines_are_segments_and_level_ones_are_not,
        a_moved_picture_is_alike_and_another_is_not,
        a_part_outside_the_picture_is_refused,
        an_unsteady_hand_changes_the_picture_as_real_hands_do,
        NULL};

    return bv_test_run("look", make_frame, drop_frame, tests);
}
