/**
 * @file
 * How a needle's way is made. Private to guidance/review/way*.c.
 */
#ifndef BV_GUIDANCE_REVIEW_WAY_PARTS_H
#define BV_GUIDANCE_REVIEW_WAY_PARTS_H

#include <stdbool.h>
#include <stddef.h>

#include "core/decls.h"
#include "guidance/review/way.h"

BV_BEGIN_DECLS

/** No hand is faster than this, in and out. */
#define BV_WAY_FASTEST_IN_MM_S 10.0
#define BV_WAY_FASTEST_OUT_MM_S 15.0

enum bv_sight_kind { BV_SIGHT_NONE, BV_SIGHT_SHAFT, BV_SIGHT_TIP };

/** What one frame shows of the needle's end, before others are asked. Lengths
 *  in mm; NAN: not known. */
struct bv_sight {
    enum bv_sight_kind kind;
    struct bv_px end_px; /**< Where it ends in the picture. */
    double carried_mm;   /**< Along the way, by the tissue that it was in. */
    bool broken;       /**< The thread of that was lost since the sight before,
                            and the needle is taken to have stood. */
    double begin_mm;   /**< How deep below the face what is seen begins, ... */
    double end_mm;     /**< ... and ends. */
    double begin_x_mm; /**< And where it begins, from the face's middle. */
    double sine;       /**< Of the angle below the horizontal ... */
    double slope;      /**< ... and how far down it goes to the right. */
    double entered_mm; /**< From the skin to its end. */
    double entry_mm;   /**< Where its line meets the skin, from where that was
                            when the recording began. */
    double along_mm;   /**< By both; what is chosen among. */
    bool floats;       /**< What is seen begins deep below the skin. */
    bool astray;   /**< It comes in elsewhere than most, and not for long. */
    bool is_short; /**< So little of it that it may be the skin. */
    bool chosen;   /**< It is a sighting. */
    bool bounds;   /**< It is none, but the needle is no further in. */
};

/**
 * Which ends of a shaft are tips, by what comes before and after, too: claimed
 * while it came or not. Needs the points' `drawn`.
 *
 * @param room      For as many numbers as there are points; scratch.
 * @param[out] tip  For each point.
 */
void bv_sights_find_tips(const struct bv_review_frame *frames,
                         const struct bv_way *way, double *room, bool *tip);

/**
 * Where along the way each sight lies: its along_mm.
 *
 * @param room  For as many numbers as there are points; scratch.
 */
void bv_sights_join(const struct bv_way *way, struct bv_sight *sights,
                    double *room);

/** Which sights are of one needle: `chosen`. @return 0 or -ENOMEM. */
int bv_sights_choose(const struct bv_way *way, struct bv_sight *sights,
                     const struct bv_review_rules *rules) BV_MUST_USE;

/**
 * Of a needle that goes out, what stands while its tip goes on is chosen no
 * more.
 *
 * @param room  For as many numbers as there are points; scratch.
 */
void bv_sights_drop_stuck(const struct bv_way *way, struct bv_sight *sights,
                          double *room);

/** What is chosen, smoothed, into the way's points. */
void bv_sights_settle(struct bv_way *way, const struct bv_sight *sights,
                      const struct bv_review_rules *rules);

/**
 * How far the tip was from the target, into the way's points.
 *
 * @param room  For as many as there are points; scratch.
 */
void bv_sights_measure(const struct bv_review_frame *frames,
                       const struct bv_sight *sights,
                       const struct bv_review_rules *rules, struct bv_px *room,
                       struct bv_way *way);

BV_END_DECLS

#endif
