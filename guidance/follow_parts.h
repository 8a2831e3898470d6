/**
 * @file
 * How a mark is followed. Private to guidance/follow*.c.
 */
#ifndef BV_GUIDANCE_FOLLOW_PARTS_H
#define BV_GUIDANCE_FOLLOW_PARTS_H

#include <stdbool.h>
#include <stdint.h>

#include "core/decls.h"
#include "guidance/anchor.h"
#include "guidance/carry.h"
#include "guidance/follow.h"

BV_BEGIN_DECLS

/** Anchors: one in the middle, and some around it. */
#define BV_FOLLOW_ANCHORS_MOST 7

/** A needle near a mark, and which way it goes. */
struct bv_follow_needle {
    bool known;      /**< It is near. */
    bool out;        /**< It is drawn back. */
    double turn_px;  /**< How far in it came at most, or at least. */
    int64_t on_ns;   /**< When it last came further in. */
    int64_t in_ns;   /**< When it was last about as far in. */
    int64_t near_ns; /**< And near. */
};

struct bv_follow {
    enum bv_landmark_state state;
    struct bv_px px;
    struct bv_outline outline;
    struct bv_px_map map; /* to this picture, or where tissue took it since */
    struct bv_px_map held_map; /* to the last picture in which it was held */
    bool look_held;            /* around that one it was looked for last */
    bool carried; /* it went along in every picture since it was found */
    int64_t lost_ns;
    struct bv_px pushed; /* further than the map, by a needle */
    struct bv_px pulled; /* further than the patch that carries it */
    struct bv_follow_needle needle;
    struct bv_carry carry;
    bool pending; /* marked, not yet tied */
    bool tied;    /* the anchors are valid */
    int64_t step_ns;
    int64_t missed_ns; /* held: time without its tissue, less that with it */
    int64_t looked_ns; /* lost: all around, last */
    bool found;        /* lost: the tissue is there again, since found_ns */
    int64_t found_ns;
    struct bv_px_map found_map;
    int count; /* of the anchors, the middle first */
    struct bv_anchor anchor[BV_FOLLOW_ANCHORS_MOST];
};

/**
 * See it in a picture; where it does not show nothing changes.
 *
 * @param at     The mark, where it would lie without the needle.
 * @param point  Of its patch, px.
 */
void bv_follow_needle_watch(struct bv_follow_needle *needle,
                            const struct bv_follow_input *input,
                            struct bv_px at, double point, int64_t since_ns);

/** Whether it went further in just now. */
bool bv_follow_needle_comes_on(const struct bv_follow_needle *needle,
                               const struct bv_follow_input *input);

/** Whether it was near, and does not show for a moment. */
bool bv_follow_needle_flickers(const struct bv_follow_needle *needle,
                               const struct bv_follow_input *input);

/** What this thread sampled last; used within a step alone. */
const struct bv_patch_window *bv_follow_window(void);

/** Sample around a place, without the needle's echo. */
void bv_follow_sample(const struct bv_follow_input *input, struct bv_px middle,
                      int points_px, int reach);

/** A patch's points, px. */
int bv_follow_points_px(const struct bv_follow_input *input);

bool bv_follow_is_in_scan_area(const struct bv_follow_input *input,
                               struct bv_px px);

/** Tie a mark to the tissue of a picture: held, or lost at once. */
void bv_follow_tie(struct bv_follow *follow,
                   const struct bv_follow_input *input);

/** Whether it is a point that a needle comes near. */
bool bv_follow_is_pushed(const struct bv_follow *follow,
                         const struct bv_follow_input *input);

/**
 * Until it is found the tissue right around it takes it along; once it is lost,
 * for a while. How all tissue moved only says where to look.
 *
 * @param[out] px  Where it is, by what is right around it.
 * @return Whether that is known.
 */
bool bv_follow_go_along(struct bv_follow *follow,
                        const struct bv_follow_input *input, struct bv_px *px);

/** What a needle pushes a point by that was found. @param carried  Where its
 *  tissue went since the picture before; NULL: not known. */
void bv_follow_push(struct bv_follow *follow,
                    const struct bv_follow_input *input,
                    const struct bv_px *carried, int64_t since_ns);

/** Keep how it looks now, for the next picture. */
void bv_follow_keep(struct bv_follow *follow,
                    const struct bv_follow_input *input);

BV_END_DECLS

#endif
