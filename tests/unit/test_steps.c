/*
 * The six steps of a procedure, and the time-out before the needle.
 */
#include "support/test.h"

#include <string.h>

#include "ui/steps/steps.h"

static struct bv_steps steps;
static struct bv_steps_state state;

static void setup(void)
{
    steps = (struct bv_steps){.at = BV_STEP_SET_UP};
    state = (struct bv_steps_state){.has_target = false};
}

static const char *main_now(void)
{
    return bv_steps_main(&steps, &state);
}

static const char *said(void)
{
    static char text[200];

    bv_steps_say(&steps, text, sizeof(text));
    return text;
}

static int count_actions(enum bv_step step)
{
    int count = 0;

    for (int i = 0; bv_step_actions[i].action; i++)
        count += (bv_step_actions[i].steps & 1u << step) != 0;
    return count;
}

START_TEST(any_step_can_be_gone_to_from_any_other)
{
    for (int from = 0; from < BV_STEPS; from++)
        for (int to = 0; to < BV_STEPS; to++) {
            bv_steps_go(&steps, (enum bv_step)from);
            ck_assert_int_eq(bv_steps_go(&steps, (enum bv_step)to), from != to);
            ck_assert_int_eq((int)steps.at, to);
        }
}
END_TEST

START_TEST(next_and_back_stop_at_the_ends)
{
    ck_assert(!bv_steps_back(&steps));
    for (int i = 1; i < BV_STEPS; i++)
        ck_assert(bv_steps_next(&steps));
    ck_assert(!bv_steps_next(&steps));
    ck_assert_int_eq((int)steps.at, BV_STEP_REVIEW);
    ck_assert(bv_steps_back(&steps));
    ck_assert_int_eq((int)steps.at, BV_STEP_FLUID);
}
END_TEST

START_TEST(every_step_has_words_and_something_to_do)
{
    for (int i = 0; i < BV_STEPS; i++) {
        const struct bv_step_facts *facts = bv_step_facts((enum bv_step)i);

        bv_steps_go(&steps, (enum bv_step)i);
        bv_steps_leave_time_out(&steps);
        ck_assert(facts->id[0] && facts->name[0]);
        ck_assert(count_actions((enum bv_step)i) >= 1);
        ck_assert_ptr_nonnull(strstr(said(), facts->sentence));
        ck_assert(main_now()[0] && bv_steps_main_label(&steps, &state)[0]);
    }
}
END_TEST

START_TEST(the_time_out_comes_before_the_first_advance_alone)
{
    bv_steps_go(&steps, BV_STEP_ADVANCE);
    ck_assert_int_eq(bv_steps_card(&steps), BV_STEP_CARD_TIME_OUT);
    ck_assert_str_eq(main_now(), "tick");
    bv_steps_next(&steps);
    ck_assert(!steps.asks);
    bv_steps_back(&steps);
    ck_assert(!steps.asks);
}
END_TEST

START_TEST(the_pedal_alone_confirms_the_time_out)
{
    bv_steps_go(&steps, BV_STEP_ADVANCE);
    for (int i = 0; i < BV_TIME_OUT_ITEMS; i++) {
        ck_assert(steps.asks);
        bv_steps_tick_next(&steps);
    }
    ck_assert(!steps.asks);
    ck_assert_str_eq(said(), bv_step_facts(BV_STEP_ADVANCE)->sentence);
}
END_TEST

START_TEST(a_time_out_that_is_passed_over_is_said_to_be_not_confirmed)
{
    char ids[64];

    ck_assert(!bv_steps_get_confirmed(&steps, ids, sizeof(ids)));
    bv_steps_go(&steps, BV_STEP_ADVANCE);
    bv_steps_leave_time_out(&steps);
    ck_assert(strncmp(said(), "Time-out not confirmed.", 23) == 0);
    bv_steps_toggle_time_out(&steps);
    bv_steps_tick(&steps, BV_TIME_OUT_CONSENT);
    bv_steps_tick(&steps, BV_TIME_OUT_RESCUE);
    ck_assert(bv_steps_get_confirmed(&steps, ids, sizeof(ids)));
    ck_assert_str_eq(ids, "consent rescue");
    bv_steps_tick(&steps, BV_TIME_OUT_RESCUE);
    bv_steps_leave_time_out(&steps);
    ck_assert(strncmp(said(), "Time-out: 5 of 6 not confirmed.", 31) == 0);
}
END_TEST

START_TEST(a_tick_can_be_taken_away)
{
    bv_steps_toggle_time_out(&steps);
    bv_steps_tick(&steps, BV_TIME_OUT_NEEDLE);
    bv_steps_tick(&steps, BV_TIME_OUT_NEEDLE);
    ck_assert_uint_eq(steps.confirmed, 0);
    ck_assert(steps.asks);
}
END_TEST

START_TEST(the_pedal_marks_plans_and_goes_on_by_itself)
{
    ck_assert_str_eq(main_now(), "next");
    bv_steps_next(&steps);
    ck_assert_str_eq(main_now(), "mark");
    state.marks_now = true;
    ck_assert_str_eq(main_now(), "place");
    state = (struct bv_steps_state){.has_target = true};
    ck_assert_str_eq(main_now(), "next");
    bv_steps_next(&steps);
    ck_assert_str_eq(main_now(), "plan");
    state.has_plan = true;
    ck_assert_str_eq(main_now(), "next");
    bv_steps_go(&steps, BV_STEP_FLUID);
    ck_assert_str_eq(main_now(), "injecting");
}
END_TEST

START_TEST(every_item_of_the_time_out_has_an_id)
{
    for (int i = 0; i < BV_TIME_OUT_ITEMS; i++)
        ck_assert(bv_time_out_ids[i][0] &&
                  bv_time_out_text((enum bv_time_out_item)i)[0]);
    ck_assert_ptr_null(bv_time_out_ids[BV_TIME_OUT_ITEMS]);
}
END_TEST

START_TEST(after_a_crash_the_time_out_is_asked_for_again)
{
    bv_steps_resume(&steps, "no such step");
    ck_assert_int_eq(steps.at, BV_STEP_SET_UP);
    bv_steps_resume(&steps, "plan");
    ck_assert(steps.at == BV_STEP_PLAN && !steps.asks);
    bv_steps_resume(&steps, "advance");
    ck_assert(steps.at == BV_STEP_ADVANCE && steps.asks);
    ck_assert_int_eq((int)steps.confirmed, 0);
}
END_TEST

START_TEST(marks_from_before_are_what_the_pedal_answers_first)
{
    state.has_ghosts = true;
    ck_assert_str_eq(main_now(), "take-marks");
    bv_steps_go(&steps, BV_STEP_ADVANCE);
    ck_assert_str_eq(main_now(), "tick");
}
END_TEST

int main(void)
{
    const TTest *tests[] = {
        after_a_crash_the_time_out_is_asked_for_again,
        marks_from_before_are_what_the_pedal_answers_first,
        any_step_can_be_gone_to_from_any_other,
        next_and_back_stop_at_the_ends,
        every_step_has_words_and_something_to_do,
        the_time_out_comes_before_the_first_advance_alone,
        the_pedal_alone_confirms_the_time_out,
        a_time_out_that_is_passed_over_is_said_to_be_not_confirmed,
        a_tick_can_be_taken_away,
        the_pedal_marks_plans_and_goes_on_by_itself,
        every_item_of_the_time_out_has_an_id,
        NULL};

    return bv_test_run("steps", setup, NULL, tests);
}
