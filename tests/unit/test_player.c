/* Where the window of a review is in its clip, and how it plays. */
#include "support/test.h"

#include "ui/review/player.h"

enum { frames = 101 };

static double times[frames];
static struct bv_player player;

/* Ten frames a second, but for one second in which there is none. */
static void begin(void)
{
    for (int i = 0; i < frames; i++)
        times[i] = 0.1 * i + (i > 50 ? 1 : 0);
    bv_player_init(&player, times, frames);
}

START_TEST(frames_come_when_their_time_has_come)
{
    bv_player_play(&player, 1, 100);
    ck_assert(!bv_player_tick(&player, 100.09));
    ck_assert(bv_player_tick(&player, 100.11));
    ck_assert_uint_eq(player.at, 1);
    ck_assert(bv_player_tick(&player, 105.05));
    ck_assert_uint_eq(player.at, 50);
    ck_assert(!bv_player_tick(&player, 105.95)); /* none came meanwhile */
    ck_assert(bv_player_tick(&player, 106.15));
    ck_assert_uint_eq(player.at, 51);
}
END_TEST

START_TEST(it_ends_at_the_end_and_begins_again)
{
    bv_player_play(&player, 1, 0);
    ck_assert(bv_player_tick(&player, 50));
    ck_assert_uint_eq(player.at, frames - 1);
    ck_assert_double_eq(player.speed, 0);
    bv_player_toggle(&player, 60);
    ck_assert_uint_eq(player.at, 0);
    ck_assert_double_eq(player.speed, 1);
}
END_TEST

START_TEST(again_the_same_way_is_faster_and_the_other_way_is_not)
{
    bv_player_play(&player, 1, 0);
    bv_player_play(&player, 1, 0);
    ck_assert_double_eq(player.speed, 2);
    bv_player_play(&player, 1, 0);
    bv_player_play(&player, 1, 0);
    ck_assert_double_eq(player.speed, 4);
    bv_player_play(&player, -1, 0);
    ck_assert_double_eq(player.speed, -1);
    bv_player_play(&player, 0, 0);
    ck_assert_double_eq(player.speed, 0);
    bv_player_set_rate(&player, 0.5, 0);
    bv_player_play(&player, 1, 0);
    ck_assert(bv_player_tick(&player, 1.05));
    ck_assert_uint_eq(player.at, 5);
}
END_TEST

START_TEST(a_change_of_speed_goes_on_from_where_it_is)
{
    bv_player_play(&player, 1, 0);
    ck_assert(bv_player_tick(&player, 1.05));
    bv_player_set_rate(&player, 0.5, 1.05);
    ck_assert(bv_player_tick(&player, 2.06));
    ck_assert_uint_eq(player.at, 15);
}
END_TEST

START_TEST(a_loop_goes_round_both_ways)
{
    bv_player_loop(&player, 2, 3, 0);
    ck_assert_uint_eq(player.at, 20);
    bv_player_play(&player, 1, 0);
    ck_assert(bv_player_tick(&player, 0.95));
    ck_assert_uint_eq(player.at, 29);
    ck_assert(bv_player_tick(&player, 1.25));
    ck_assert_uint_eq(player.at, 22);
    bv_player_play(&player, -1, 10);
    ck_assert(bv_player_tick(&player, 10.35));
    ck_assert_uint_eq(player.at, 28);
    bv_player_loop(&player, 5, 5, 0);
    ck_assert(!player.has_loop); /* nothing is in it */
    bv_player_loop(&player, 900, -900, 0);
    ck_assert_double_eq(player.loop_from_s, 0);
    ck_assert_double_eq(player.loop_to_s, times[frames - 1]);
}
END_TEST

START_TEST(steps_stay_in_the_clip_and_stop_it)
{
    bv_player_play(&player, 1, 0);
    bv_player_step(&player, -1);
    ck_assert_uint_eq(player.at, 0);
    ck_assert_double_eq(player.speed, 0);
    bv_player_step(&player, 500);
    ck_assert_uint_eq(player.at, frames - 1);
    bv_player_go_s(&player, 5.7, 0);
    ck_assert_uint_eq(player.at, 51); /* the nearer one */
    bv_player_go_s(&player, -9, 0);
    ck_assert_uint_eq(player.at, 0);
}
END_TEST

START_TEST(zoom_keeps_what_is_under_the_pointer_and_stays_in_the_clip)
{
    bv_player_zoom(&player, 0.5, 2.75);
    ck_assert_double_eq_tol(player.to_s - player.from_s, 5.5, 1e-9);
    ck_assert_double_eq_tol((2.75 - player.from_s) / 5.5, 0.25, 1e-9);
    bv_player_pan(&player, -100);
    ck_assert_double_eq(player.from_s, 0);
    bv_player_go_s(&player, 9, 0);
    ck_assert(player.from_s <= 9 && player.to_s >= 9);
    bv_player_zoom(&player, 1e-9, 9);
    ck_assert_double_eq_tol(player.to_s - player.from_s, 0.5, 1e-9);
    bv_player_zoom(&player, 1e9, 9);
    ck_assert_double_eq(player.from_s, 0);
    ck_assert_double_eq(player.to_s, 11);
    bv_player_zoom(&player, 0.1, 1);
    bv_player_reveal(&player, 4, 9);
    ck_assert(player.from_s < 4 && player.to_s > 9);
}
END_TEST

START_TEST(a_clip_of_one_frame_has_a_length)
{
    bv_player_init(&player, times, 1);
    ck_assert_double_gt(player.to_s, player.from_s);
    bv_player_toggle(&player, 0);
    ck_assert(!bv_player_tick(&player, 5));
    ck_assert_double_eq(player.speed, 0);
    bv_player_zoom(&player, 0.5, 0);
    ck_assert_double_gt(player.to_s, player.from_s);
}
END_TEST

int main(void)
{
    const TTest *tests[] = {
        frames_come_when_their_time_has_come,
        it_ends_at_the_end_and_begins_again,
        again_the_same_way_is_faster_and_the_other_way_is_not,
        a_change_of_speed_goes_on_from_where_it_is,
        a_loop_goes_round_both_ways,
        steps_stay_in_the_clip_and_stop_it,
        zoom_keeps_what_is_under_the_pointer_and_stays_in_the_clip,
        a_clip_of_one_frame_has_a_length,
        NULL};

    return bv_test_run("player", begin, NULL, tests);
}
