/**
 * @file
 * Where the window of a review is in its clip, how it plays, what it loops,
 * and what part of the time its timeline shows. Plain values, no GTK; times
 * in s of the clip, `now_s` by any clock that only goes on.
 */
#ifndef BV_UI_REVIEW_PLAYER_H
#define BV_UI_REVIEW_PLAYER_H

#include <stdbool.h>
#include <stddef.h>

#include "core/decls.h"

BV_BEGIN_DECLS

struct bv_player {
    const double *time_s; /**< Of each frame, rising; borrowed. */
    size_t count;         /**< At least 1. */
    size_t at;            /**< The frame that is shown. */
    double speed; /**< 1: as it was; negative: backward; 0: it stands. */
    double rate;  /**< What it plays at: 0.25 to 4. */
    bool has_loop;
    double loop_from_s, loop_to_s;
    double from_s, to_s; /**< What the timeline shows. */
    /* private */
    double started_s, started_at_s; /* by the clock, and in the clip */
};

/** At the first frame, standing, all of it shown. */
void bv_player_init(struct bv_player *player, const double *time_s,
                    size_t count);

/** The frame nearest to a time. */
size_t bv_player_find(const struct bv_player *player, double time_s);

/** Go to a frame, or to the nearest one; playing goes on from there. */
void bv_player_go(struct bv_player *player, size_t frame, double now_s);
void bv_player_go_s(struct bv_player *player, double time_s, double now_s);

/** So many frames on, or back; and it stands. */
void bv_player_step(struct bv_player *player, int frames);

/** Play one way (1, -1), or stand (0). Again the same way: at twice the rate,
 *  to 4. At an end it begins at the other. */
void bv_player_play(struct bv_player *player, int way, double now_s);

/** Play on, or stand, as the space bar does. */
void bv_player_toggle(struct bv_player *player, double now_s);

/** The rate by itself: half, twice. */
void bv_player_set_rate(struct bv_player *player, double rate, double now_s);

/** What the clock says: the frame whose time has come.
 *  @return Whether it is another. */
bool bv_player_tick(struct bv_player *player, double now_s);

/** Play only this part, over and over, and go to its beginning. */
void bv_player_loop(struct bv_player *player, double from_s, double to_s,
                    double now_s);
void bv_player_unloop(struct bv_player *player);

/** Show more (above 1) or less of the time, what is at @p around_s staying
 *  where it is. */
void bv_player_zoom(struct bv_player *player, double factor, double around_s);

/** Move what is shown. */
void bv_player_pan(struct bv_player *player, double by_s);

/** So that a part is shown, with some air. */
void bv_player_reveal(struct bv_player *player, double from_s, double to_s);

BV_END_DECLS

#endif
