#include "ui/review/player.h"

#include <math.h>

static const double least_rate = 0.25, most_rate = 4;
static const double least_shown_s = 0.5;

static double first_s(const struct bv_player *player)
{
    return player->time_s[0];
}

static double last_s(const struct bv_player *player)
{
    return player->time_s[player->count - 1];
}

/* A clip of one frame has a length, too. */
static double length_s(const struct bv_player *player)
{
    return fmax(last_s(player) - first_s(player), 1e-3);
}

void bv_player_init(struct bv_player *player, const double *time_s,
                    size_t count)
{
    *player = (struct bv_player){.time_s = time_s, .count = count, .rate = 1};
    player->from_s = first_s(player);
    player->to_s = player->from_s + length_s(player);
}

/* The last frame at or before a time. */
static size_t find_before(const struct bv_player *player, double time_s)
{
    size_t low = 0, high = player->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (player->time_s[middle] <= time_s)
            low = middle + 1;
        else
            high = middle;
    }
    return low > 0 ? low - 1 : 0;
}

size_t bv_player_find(const struct bv_player *player, double time_s)
{
    size_t at = find_before(player, time_s);

    if (at + 1 < player->count &&
        player->time_s[at + 1] - time_s < time_s - player->time_s[at])
        at++;
    return at;
}

static void start(struct bv_player *player, double now_s)
{
    player->started_s = now_s;
    player->started_at_s = player->time_s[player->at];
}

/* What is shown goes along. */
static void follow(struct bv_player *player)
{
    double time_s = player->time_s[player->at];

    if (time_s < player->from_s)
        bv_player_pan(player, time_s - player->from_s);
    else if (time_s > player->to_s)
        bv_player_pan(player, player->speed > 0 ? time_s - player->from_s
                                                : time_s - player->to_s);
}

void bv_player_go(struct bv_player *player, size_t frame, double now_s)
{
    player->at = frame < player->count ? frame : player->count - 1;
    start(player, now_s);
    follow(player);
}

void bv_player_go_s(struct bv_player *player, double time_s, double now_s)
{
    bv_player_go(player, bv_player_find(player, time_s), now_s);
}

void bv_player_step(struct bv_player *player, int frames)
{
    size_t most = player->count - 1;

    player->speed = 0;
    if (frames < 0)
        player->at -=
            (size_t)-frames < player->at ? (size_t)-frames : player->at;
    else
        player->at += (size_t)frames < most - player->at ? (size_t)frames
                                                         : most - player->at;
    follow(player);
}

static void begin_again(struct bv_player *player, int way)
{
    double time_s = player->time_s[player->at];

    if (player->has_loop &&
        (time_s < player->loop_from_s || time_s >= player->loop_to_s))
        player->at = bv_player_find(player, way > 0 ? player->loop_from_s
                                                    : player->loop_to_s);
    else if (way > 0 && player->at + 1 == player->count)
        player->at = 0;
    else if (way < 0 && player->at == 0)
        player->at = player->count - 1;
}

void bv_player_play(struct bv_player *player, int way, double now_s)
{
    if (way == 0) {
        player->speed = 0;
        return;
    }
    if (player->speed * way > 0)
        player->rate = fmin(player->rate * 2, most_rate);
    else if (player->rate > 1)
        player->rate = 1;
    begin_again(player, way);
    player->speed = way * player->rate;
    start(player, now_s);
    follow(player);
}

void bv_player_toggle(struct bv_player *player, double now_s)
{
    bv_player_play(player, player->speed == 0, now_s);
}

void bv_player_set_rate(struct bv_player *player, double rate, double now_s)
{
    player->rate = fmin(fmax(rate, least_rate), most_rate);
    if (player->speed == 0)
        return;
    player->speed = copysign(player->rate, player->speed);
    start(player, now_s);
}

/* In the loop time goes round. */
static double turn(const struct bv_player *player, double time_s)
{
    double length = player->loop_to_s - player->loop_from_s;
    double in = fmod(time_s - player->loop_from_s, length);

    return player->loop_from_s + (in < 0 ? in + length : in);
}

bool bv_player_tick(struct bv_player *player, double now_s)
{
    size_t before = player->at;
    double time_s;

    if (player->speed == 0)
        return false;
    time_s = player->started_at_s + (now_s - player->started_s) * player->speed;
    if (player->has_loop)
        time_s = turn(player, time_s);
    player->at = find_before(player, time_s);
    if (!player->has_loop && ((player->speed > 0 && time_s >= last_s(player)) ||
                              (player->speed < 0 && time_s <= first_s(player))))
        player->speed = 0;
    follow(player);
    return player->at != before;
}

void bv_player_loop(struct bv_player *player, double from_s, double to_s,
                    double now_s)
{
    player->loop_from_s = fmax(fmin(from_s, to_s), first_s(player));
    player->loop_to_s = fmin(fmax(from_s, to_s), last_s(player));
    player->has_loop = player->loop_to_s - player->loop_from_s > 1e-6;
    bv_player_go_s(player, player->loop_from_s, now_s);
}

void bv_player_unloop(struct bv_player *player)
{
    player->has_loop = false;
}

/* Nothing is shown beside the clip. */
static void keep_inside(struct bv_player *player, double from_s, double shown_s)
{
    double start_s = first_s(player), all_s = length_s(player);

    shown_s = fmin(fmax(shown_s, fmin(least_shown_s, all_s)), all_s);
    player->from_s = fmax(start_s, fmin(from_s, start_s + all_s - shown_s));
    player->to_s = player->from_s + shown_s;
}

void bv_player_zoom(struct bv_player *player, double factor, double around_s)
{
    double shown_s = player->to_s - player->from_s;
    double part = (around_s - player->from_s) / shown_s;
    double wanted_s =
        fmin(fmax(shown_s * factor, least_shown_s), length_s(player));

    keep_inside(player, around_s - part * wanted_s, wanted_s);
}

void bv_player_pan(struct bv_player *player, double by_s)
{
    keep_inside(player, player->from_s + by_s, player->to_s - player->from_s);
}

void bv_player_reveal(struct bv_player *player, double from_s, double to_s)
{
    double air_s = 0.1 * (player->to_s - player->from_s);

    if (to_s - from_s > player->to_s - player->from_s - air_s)
        keep_inside(player, from_s - (to_s - from_s) / 4,
                    (to_s - from_s) * 1.5);
    else if (from_s < player->from_s)
        bv_player_pan(player, from_s - air_s - player->from_s);
    else if (to_s > player->to_s)
        bv_player_pan(player, to_s + air_s - player->to_s);
}
