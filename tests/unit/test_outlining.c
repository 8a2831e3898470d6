/*
 * Marking a structure with its outline: what is asked, and what a key means.
 */
#include "support/test.h"

#include <errno.h>
#include <string.h>

#include "ui/outlining.h"

static struct bv_outlining outlining;

static const struct bv_outline square = {
    .count = 4, .at = {{10, 10}, {30, 10}, {30, 30}, {10, 30}}};
static const struct bv_outline none = {.count = 0};

static void set_up(void)
{
    memset(&outlining, 0, sizeof(outlining));
    bv_outlining_begin(&outlining);
}

static void type(const char *letters)
{
    for (; *letters; letters++)
        ck_assert(bv_outlining_type(&outlining, (unsigned char)*letters));
}

static void press(enum bv_outlining_key key)
{
    ck_assert(bv_outlining_press(&outlining, key));
}

static void place(double x, double y)
{
    ck_assert(bv_outlining_point(&outlining, (struct bv_px){x, y}));
}

static bool says(const char *what)
{
    return strstr(outlining.line, what) != NULL;
}

START_TEST(one_click_in_a_vessel_proposes_and_enter_takes_it_with_a_margin)
{
    type("2");
    ck_assert_int_eq(outlining.mark.role, BV_LANDMARK_AVOID);
    place(20, 20);
    ck_assert_int_eq(outlining.phase, BV_OUTLINING_SEEKING);
    bv_outlining_found(&outlining, &square, "it is darker");
    ck_assert(says("it is darker"));
    press(BV_OUTLINING_ENTER);
    type("2x,5");
    ck_assert(says("2.5"));
    press(BV_OUTLINING_ENTER);
    ck_assert_int_eq(outlining.phase, BV_OUTLINING_DONE);
    ck_assert_double_eq(outlining.mark.margin_mm, 2.5);
    ck_assert_int_eq(outlining.mark.outline.count, 4);
    ck_assert_str_eq(outlining.mark.name, "vessel");
}
END_TEST

START_TEST(where_nothing_is_found_it_is_drawn_by_hand)
{
    type("6");
    place(20, 20);
    bv_outlining_found(&outlining, &none, "it is as bright as all around");
    ck_assert_int_eq(outlining.phase, BV_OUTLINING_DRAWING);
    ck_assert(says("as bright as"));
    place(10, 10);
    place(40, 10);
    ck_assert(!bv_outlining_press(&outlining, BV_OUTLINING_ENTER));
    place(90, 90);
    press(BV_OUTLINING_BACK);
    place(40, 40);
    press(BV_OUTLINING_ENTER);
    /* a target needs no margin */
    ck_assert_int_eq(outlining.phase, BV_OUTLINING_DONE);
    ck_assert_int_eq(outlining.mark.role, BV_LANDMARK_TARGET);
    ck_assert_int_eq(outlining.mark.outline.count, 3);
}
END_TEST

START_TEST(solid_structures_are_drawn_at_once)
{
    type("1");
    ck_assert_int_eq(outlining.phase, BV_OUTLINING_DRAWING);
    ck_assert_int_eq(outlining.mark.kind, BV_LANDMARK_NERVE);
}
END_TEST

START_TEST(sides_that_cross_are_not_closed)
{
    type("1");
    place(10, 10);
    place(40, 40);
    place(40, 10);
    place(10, 41);
    press(BV_OUTLINING_ENTER);
    ck_assert(says("cross"));
    ck_assert_int_eq(outlining.phase, BV_OUTLINING_DRAWING);
    press(BV_OUTLINING_BACK);
    press(BV_OUTLINING_ENTER);
    ck_assert_int_eq(outlining.phase, BV_OUTLINING_MARGIN);
}
END_TEST

START_TEST(a_proposal_can_be_tried_again_drawn_instead_or_left)
{
    type("2");
    place(20, 20);
    bv_outlining_found(&outlining, &square, "it is darker");
    place(22, 22);
    ck_assert_int_eq(outlining.phase, BV_OUTLINING_SEEKING);
    bv_outlining_found(&outlining, &square, "it is darker");
    press(BV_OUTLINING_BACK);
    ck_assert_int_eq(outlining.phase, BV_OUTLINING_DRAWING);
    ck_assert_int_eq(outlining.mark.outline.count, 0);
    press(BV_OUTLINING_ESCAPE);
    ck_assert_int_eq(outlining.phase, BV_OUTLINING_OFF);
    ck_assert_str_eq(outlining.line, "");
}
END_TEST

START_TEST(what_comes_after_it_was_left_is_not_taken)
{
    type("2");
    place(20, 20);
    press(BV_OUTLINING_ESCAPE);
    bv_outlining_found(&outlining, &square, "it is darker");
    ck_assert_int_eq(outlining.phase, BV_OUTLINING_OFF);
}
END_TEST

START_TEST(a_target_in_a_nerve_needs_the_users_word)
{
    struct bv_fault fault = {0};

    bv_fault_set(&fault, -EINVAL, "It lies in the nerve.");
    type("6");
    press(BV_OUTLINING_ENTER);
    place(10, 10);
    place(40, 10);
    place(40, 40);
    press(BV_OUTLINING_ENTER);
    bv_outlining_marked(&outlining, &fault);
    ck_assert_int_eq(outlining.phase, BV_OUTLINING_WORD);
    ck_assert(says("It lies in the nerve. Y:"));
    ck_assert(!bv_outlining_type(&outlining, 'x'));
    type("y");
    ck_assert_int_eq(outlining.phase, BV_OUTLINING_DONE);
    ck_assert(outlining.mark.inside_allowed);
    bv_outlining_marked(&outlining, NULL);
    ck_assert_int_eq(outlining.phase, BV_OUTLINING_OFF);
}
END_TEST

START_TEST(a_structure_that_is_refused_is_said_and_not_insisted_on)
{
    struct bv_fault fault = {0};

    bv_fault_set(&fault, -ENOSPC, "There are 8 marks.");
    type("1");
    place(10, 10);
    place(40, 10);
    place(40, 40);
    press(BV_OUTLINING_ENTER);
    press(BV_OUTLINING_ENTER);
    bv_outlining_marked(&outlining, &fault);
    ck_assert_int_eq(outlining.phase, BV_OUTLINING_OFF);
    ck_assert_str_eq(outlining.line, "There are 8 marks.");
}
END_TEST

START_TEST(a_margin_is_a_length_that_a_hand_can_keep)
{
    type("1");
    place(10, 10);
    place(40, 10);
    place(40, 40);
    press(BV_OUTLINING_ENTER);
    type("500");
    press(BV_OUTLINING_ENTER);
    ck_assert(says("At most 50"));
    press(BV_OUTLINING_BACK);
    press(BV_OUTLINING_BACK);
    press(BV_OUTLINING_ENTER);
    ck_assert_double_eq(outlining.mark.margin_mm, 5);
}
END_TEST

START_TEST(delete_takes_the_last_mark_away_and_other_keys_are_left_alone)
{
    ck_assert(!bv_outlining_type(&outlining, '0'));
    ck_assert(!bv_outlining_press(&outlining, BV_OUTLINING_ENTER));
    press(BV_OUTLINING_BACK);
    ck_assert_int_eq(outlining.phase, BV_OUTLINING_REMOVE);
    bv_outlining_end(&outlining);
    ck_assert(!bv_outlining_type(&outlining, '1'));
    ck_assert(!bv_outlining_press(&outlining, BV_OUTLINING_ESCAPE));
}
END_TEST

START_TEST(no_more_points_are_taken_than_an_outline_has)
{
    struct bv_measure border;

    ck_assert(!bv_outlining_get_border(&outlining, &border));
    type("1");
    for (int i = 0; i < BV_OUTLINE_POINTS_MOST + 5; i++)
        place(i, i * i);
    ck_assert(bv_outlining_get_border(&outlining, &border));
    ck_assert_int_eq(border.count, BV_OUTLINE_POINTS_MOST);
}
END_TEST

int main(void)
{
    const TTest *tests[] = {
        one_click_in_a_vessel_proposes_and_enter_takes_it_with_a_margin,
        where_nothing_is_found_it_is_drawn_by_hand,
        solid_structures_are_drawn_at_once,
        sides_that_cross_are_not_closed,
        a_proposal_can_be_tried_again_drawn_instead_or_left,
        what_comes_after_it_was_left_is_not_taken,
        a_target_in_a_nerve_needs_the_users_word,
        a_structure_that_is_refused_is_said_and_not_insisted_on,
        a_margin_is_a_length_that_a_hand_can_keep,
        delete_takes_the_last_mark_away_and_other_keys_are_left_alone,
        no_more_points_are_taken_than_an_outline_has,
        NULL};

    return bv_test_run("outlining", set_up, NULL, tests);
}
