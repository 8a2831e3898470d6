#include "support/test.h"

#include "core/clock.h"
#include "ui/look_words.h"

static struct bv_frame frame;
static struct bv_look_facts facts;
static struct bv_look_words words;

/* 12.4 s are held, 373 frames; the newest came 7.9 s ago. */
static void setup(void)
{
    frame = (struct bv_frame){.arrived_ns = bv_s_to_ns(100),
                              .time_ns = bv_s_to_ns(42.5)};
    facts = (struct bv_look_facts){.state = {.count = 373,
                                             .first = 28,
                                             .last = 400,
                                             .first_ns = bv_s_to_ns(87.6),
                                             .last_ns = bv_s_to_ns(100)},
                                   .frame = &frame,
                                   .now_ns = bv_s_to_ns(107.9)};
}

static const struct bv_look_words *say(void)
{
    bv_look_words_make(&facts, &words);
    return &words;
}

START_TEST(while_it_plays_only_what_is_held_is_said)
{
    ck_assert_str_eq(say()->held, "12.4 s of 30 s held");
    ck_assert_str_eq(words.where, "");
    ck_assert_str_eq(words.caption, "");
    facts.frame = NULL;
    facts.state = (struct bv_look_back_state){.count = 0};
    ck_assert_str_eq(say()->held, "0.0 s of 30 s held");
}
END_TEST

START_TEST(full_memory_is_said)
{
    facts.state.is_full = true;
    ck_assert_str_eq(say()->held, "12.4 s: memory full");
}
END_TEST

START_TEST(what_stands_is_marked_frozen_with_its_age_and_its_place)
{
    facts.frozen = true;
    facts.number = 400;
    facts.looks_ns = frame.arrived_ns;
    ck_assert_str_eq(say()->caption, "FROZEN  ·  7 s ago");
    ck_assert_str_eq(words.where, "newest");
    facts.number = 397;
    facts.looks_ns = frame.arrived_ns -= bv_s_to_ns(0.1);
    ck_assert_str_eq(say()->where, "−0.10 s");
    ck_assert_str_eq(words.caption, "FROZEN  ·  8 s ago");
    ck_assert_str_eq(words.spoken,
                     "Look back: 12.4 s of 30 s held, frozen 8 s ago, −0.10 s");
    facts.now_ns = bv_s_to_ns(300);
    ck_assert_str_eq(say()->caption, "FROZEN  ·  3 min ago");
}
END_TEST

START_TEST(a_picture_of_a_clip_has_the_clips_own_time)
{
    facts.frozen = facts.clip = true;
    ck_assert_str_eq(say()->caption, "FROZEN  ·  at 42.50 s");
}
END_TEST

START_TEST(steps_end_where_what_is_held_ends)
{
    ck_assert_uint_eq(bv_look_step(&facts.state, 0, -1), 399);
    ck_assert_uint_eq(bv_look_step(&facts.state, 400, 1), 400);
    ck_assert_uint_eq(bv_look_step(&facts.state, 30, -5), 28);
    ck_assert_uint_eq(bv_look_step(&facts.state, 2, 1), 28); /* it has gone */
    facts.state.count = 0;
    ck_assert_uint_eq(bv_look_step(&facts.state, 30, 1), 0);
}
END_TEST

START_TEST(another_depth_or_size_is_another_scale)
{
    ck_assert(bv_look_same_scale(0, 1.25, 0, 1.25)); /* not known of either */
    ck_assert(!bv_look_same_scale(0, 1.25, 0, 1.5));
    ck_assert(!bv_look_same_scale(0.1, 1.25, 0, 1.25));
    ck_assert(bv_look_same_scale(0.1, 1.25, 0.1002, 1.25));
    ck_assert(!bv_look_same_scale(0.1, 1.25, 0.12, 1.25));
    ck_assert(!bv_look_same_scale(0.1, 1.25, 0.1, 2));
    ck_assert(bv_look_same_scale(0.1, 1, 0.05, 2));
}
END_TEST

int main(void)
{
    const TTest *tests[] = {
        while_it_plays_only_what_is_held_is_said,
        full_memory_is_said,
        what_stands_is_marked_frozen_with_its_age_and_its_place,
        a_picture_of_a_clip_has_the_clips_own_time,
        steps_end_where_what_is_held_ends,
        another_depth_or_size_is_another_scale,
        NULL};

    return bv_test_run("look_words", setup, NULL, tests);
}
