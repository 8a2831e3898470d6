#include "support/test.h"

#include <math.h>
#include <stdlib.h>

#include "core/clock.h"
#include "core/picture_checks.h"
#include "guidance/picture_check.h"
#include "guidance/picture_look.h"

enum { WIDTH = 320, HEIGHT = 240 };

static const double rate_hz = 10;

/* What a test changes of a good picture. */
struct scene {
    double gain;      /* 1: well chosen */
    int off_left_px;  /* off the skin, and black below */
    int off_right_px; /* the same at the other end */
    int empty_row;    /* nothing from there on; 0: all is full */
};

static const struct scene good = {.gain = 1};

static struct bv_frame *frame;
static struct bv_advice advice;
static struct bv_picture_checker *checker;

static void set_up(void)
{
    frame = bv_frame_new(WIDTH, HEIGHT);
    checker = bv_picture_checker_new(false);
    ck_assert_ptr_nonnull(frame);
    ck_assert_ptr_nonnull(checker);
    advice = bv_advice_none();
    advice.picture = BV_PICTURE_FRESH;
    advice.scan_area =
        (struct bv_scan_area){.shape = BV_SCAN_RECTANGLE,
                              .box = {0, 0, WIDTH, HEIGHT},
                              .face_middle = {WIDTH / 2.0, -0.5}};
    advice.mm_per_px = 0.125; /* 30 mm deep */
}

static void tear_down(void)
{
    bv_picture_checker_free(checker);
    bv_frame_unref(frame);
}

/* Speckle of the median and the brightness that real pictures have. */
static void draw(const struct scene *scene)
{
    srand(7);
    for (int y = 0; y < HEIGHT; y++)
        for (int x = 0; x < WIDTH; x++) {
            double level = 45 * sqrt(-2 * log((rand() % 999 + 1) / 1000.0));
            bool ringing = y < 8;

            if ((x < scene->off_left_px || x >= WIDTH - scene->off_right_px) &&
                !ringing)
                level = 2;
            if (scene->empty_row && y >= scene->empty_row)
                level = 0;
            frame->pixels[y * frame->stride_bytes + x] =
                (uint8_t)fmin(level * scene->gain, 255);
        }
}

/* The same picture for some time. @return What is raised at its end. */
static uint32_t watch(double seconds)
{
    struct bv_picture_check_input input = {
        .frame = frame, .advice = &advice, .chosen_side = BV_SIDE_LEFT};
    uint32_t raised = 0;

    for (int i = 0; i < (int)(seconds * rate_hz + 0.5); i++) {
        raised = bv_picture_checker_step(checker, &input);
        frame->time_ns += bv_s_to_ns(1 / rate_hz);
    }
    return raised;
}

static uint32_t see(const struct scene *scene)
{
    draw(scene);
    return watch(2.5);
}

START_TEST(a_good_picture_raises_nothing)
{
    ck_assert_uint_eq(see(&good), 0);
}
END_TEST

START_TEST(a_side_off_the_skin_is_told_by_its_side_and_a_little_of_it_is_not)
{
    ck_assert_uint_eq(see(&(struct scene){.gain = 1, .off_left_px = 110}),
                      BV_CHECK_BIT(BV_CHECK_CONTACT_LEFT));
    ck_assert_uint_eq(see(&(struct scene){.gain = 1, .off_right_px = 110}),
                      BV_CHECK_BIT(BV_CHECK_CONTACT_RIGHT));
    ck_assert_uint_eq(see(&(struct scene){.gain = 1, .off_right_px = 40}), 0);
}
END_TEST

START_TEST(a_shadow_that_begins_below_the_skin_is_no_lost_contact)
{
    draw(&good);
    for (int y = HEIGHT / 2; y < HEIGHT; y++)
        for (int x = 0; x < 110; x++)
            frame->pixels[y * frame->stride_bytes + x] = 0;
    ck_assert_uint_eq(watch(2.5), 0);
}
END_TEST

START_TEST(too_bright_and_too_dark_are_told)
{
    ck_assert_uint_eq(see(&(struct scene){.gain = 3}),
                      BV_CHECK_BIT(BV_CHECK_GAIN_HIGH));
    ck_assert_uint_eq(see(&(struct scene){.gain = 0.4}),
                      BV_CHECK_BIT(BV_CHECK_GAIN_LOW));
}
END_TEST

START_TEST(a_probe_in_the_air_is_not_told_to_turn_the_gain_up)
{
    ck_assert_uint_eq(see(&(struct scene){.gain = 0.1}), 0);
}
END_TEST

START_TEST(an_empty_lower_third_asks_for_less_depth)
{
    ck_assert_uint_eq(
        see(&(struct scene){.gain = 1, .empty_row = HEIGHT * 6 / 10}),
        BV_CHECK_BIT(BV_CHECK_EMPTY_BELOW));
    ck_assert_uint_eq(
        see(&(struct scene){.gain = 1, .empty_row = HEIGHT * 8 / 10}), 0);
}
END_TEST

START_TEST(a_target_at_an_edge_of_the_depth_is_told_and_in_the_middle_not)
{
    advice.target = BV_TARGET_FOLLOWED;
    advice.target_px = (struct bv_px){160, 20};
    ck_assert_uint_eq(see(&good), BV_CHECK_BIT(BV_CHECK_TARGET_HIGH));
    advice.target_px = (struct bv_px){160, 230};
    ck_assert_uint_eq(see(&good), BV_CHECK_BIT(BV_CHECK_TARGET_LOW));
    advice.target_px = (struct bv_px){160, 120};
    ck_assert_uint_eq(see(&good), 0);
    advice.target = BV_TARGET_LOST;
    advice.target_px = (struct bv_px){160, 230};
    ck_assert_uint_eq(see(&good), 0);
}
END_TEST

START_TEST(the_focus_is_judged_where_the_source_knows_it_and_the_scale_is_known)
{
    advice.target = BV_TARGET_FOLLOWED;
    advice.target_px = (struct bv_px){160, 200}; /* 25 mm */
    ck_assert_uint_eq(see(&good), 0);
    frame->focus_mm = 20;
    ck_assert_uint_eq(see(&good), 0);
    frame->focus_mm = 8;
    ck_assert_uint_eq(see(&good), BV_CHECK_BIT(BV_CHECK_FOCUS));
    advice.mm_per_px = 0;
    ck_assert_uint_eq(see(&good), 0);
}
END_TEST

START_TEST(a_marker_on_the_other_side_than_chosen_is_told_where_both_are_known)
{
    frame->marked_side = BV_SIDE_RIGHT;
    ck_assert_uint_eq(see(&good), BV_CHECK_BIT(BV_CHECK_MARKER));
    frame->marked_side = BV_SIDE_LEFT;
    ck_assert_uint_eq(see(&good), 0);
    frame->marked_side = BV_SIDE_UNKNOWN;
    ck_assert_uint_eq(see(&good), 0);
}
END_TEST

START_TEST(a_sector_whose_sides_lie_outside_the_picture_is_cut_off)
{
    advice.scan_area = (struct bv_scan_area){.shape = BV_SCAN_SECTOR,
                                             .box = {0, 0, WIDTH, HEIGHT},
                                             .face_middle = {160, -10},
                                             .apex = {160, -160},
                                             .face_radius_px = 150,
                                             .end_radius_px = 400,
                                             .half_angle_deg = 22};
    ck_assert_uint_eq(see(&good), 0);
    advice.scan_area.half_angle_deg = 32;
    ck_assert_uint_eq(see(&good), BV_CHECK_BIT(BV_CHECK_CUT_OFF));
}
END_TEST

START_TEST(a_picture_that_stands_still_is_said_and_nothing_else_of_it)
{
    advice.picture = BV_PICTURE_STOPPED;
    ck_assert_uint_eq(see(&(struct scene){.gain = 3}),
                      BV_CHECK_BIT(BV_CHECK_FROZEN));
    advice.picture = BV_PICTURE_TOO_SLOW;
    ck_assert_uint_eq(see(&(struct scene){.gain = 3}), 0);
    ck_assert_uint_eq(see(&(struct scene){.gain = 0.4}),
                      BV_CHECK_BIT(BV_CHECK_GAIN_LOW));
}
END_TEST

START_TEST(what_does_not_last_is_not_raised_and_what_is_mended_goes)
{
    draw(&(struct scene){.gain = 3});
    ck_assert_uint_eq(watch(1.5), 0);
    draw(&good);
    ck_assert_uint_eq(watch(0.5), 0);
    draw(&(struct scene){.gain = 3});
    ck_assert_uint_eq(watch(1.5), 0);
    ck_assert_uint_ne(watch(1), 0);
    draw(&good);
    ck_assert_uint_ne(watch(0.5), 0);
    ck_assert_uint_eq(watch(1), 0);
}
END_TEST

START_TEST(a_change_of_the_picture_or_of_its_times_starts_anew)
{
    ck_assert_uint_ne(see(&(struct scene){.gain = 3}), 0);
    bv_picture_checker_reset(checker);
    ck_assert_uint_eq(watch(1.5), 0);
    ck_assert_uint_ne(watch(1), 0);
    frame->time_ns = 0; /* wound back */
    ck_assert_uint_eq(watch(1.5), 0);
}
END_TEST

START_TEST(stills_are_judged_at_once)
{
    struct bv_picture_check_input input = {.frame = frame, .advice = &advice};
    struct bv_picture_checker *stills = bv_picture_checker_new(true);

    draw(&(struct scene){.gain = 3});
    ck_assert_uint_eq(bv_picture_checker_step(stills, &input),
                      BV_CHECK_BIT(BV_CHECK_GAIN_HIGH));
    bv_picture_checker_free(stills);
}
END_TEST

START_TEST(each_has_a_name_and_one_sentence_and_the_first_goes_before_others)
{
    for (int check = 0; check < BV_CHECK_COUNT; check++) {
        const char *sentence = bv_picture_check_sentence(check);

        ck_assert_ptr_nonnull(bv_picture_check_name(check));
        ck_assert_ptr_nonnull(strchr(sentence, '.'));
        ck_assert_ptr_eq(strchr(sentence, '.') + 1, strchr(sentence, '\0'));
        ck_assert_uint_lt(strlen(sentence), 100);
    }
    ck_assert_int_eq(bv_picture_checks_first(0), BV_CHECK_COUNT);
    ck_assert_int_eq(
        bv_picture_checks_first(BV_CHECK_BIT(BV_CHECK_FOCUS) |
                                BV_CHECK_BIT(BV_CHECK_CONTACT_RIGHT)),
        BV_CHECK_CONTACT_RIGHT);
}
END_TEST

int main(void)
{
    const TTest *tests[] = {
        a_good_picture_raises_nothing,
        a_side_off_the_skin_is_told_by_its_side_and_a_little_of_it_is_not,
        a_shadow_that_begins_below_the_skin_is_no_lost_contact,
        too_bright_and_too_dark_are_told,
        a_probe_in_the_air_is_not_told_to_turn_the_gain_up,
        an_empty_lower_third_asks_for_less_depth,
        a_target_at_an_edge_of_the_depth_is_told_and_in_the_middle_not,
        the_focus_is_judged_where_the_source_knows_it_and_the_scale_is_known,
        a_marker_on_the_other_side_than_chosen_is_told_where_both_are_known,
        a_sector_whose_sides_lie_outside_the_picture_is_cut_off,
        a_picture_that_stands_still_is_said_and_nothing_else_of_it,
        what_does_not_last_is_not_raised_and_what_is_mended_goes,
        a_change_of_the_picture_or_of_its_times_starts_anew,
        stills_are_judged_at_once,
        each_has_a_name_and_one_sentence_and_the_first_goes_before_others,
        NULL};

    return bv_test_run("picture_check", set_up, tear_down, tests);
}
