/**
 * @file
 * The needle's way in the tissue, out of what was seen in the pictures: how far
 * along its shaft the tip has come, and how the probe moved meanwhile.
 *
 * From frame to frame the place where the tip was is carried along with the
 * tissue (advice, "tissue"); what the tip is off it, along the shaft, is the
 * needle's own. So a probe that slides or rocks advances no needle. Where that
 * drifts, the length from the skin puts it right (way_join.c). Of all that was
 * taken for the needle's end the longest row that one needle could have shown
 * is chosen, looking at the whole recording (way_choose.c). A needle that is
 * not seen stands; where it is seen again, it has come there. The end of a
 * shaft whose tip is not seen runs ahead of a needle that moves; once it stands
 * for a while it counts as a sighting.
 *
 * Where depth or zoom changed the thread is lost: the length from
 * the skin bridges that too; where it is not known the way goes on from the
 * next sighting as if the needle had stood. Pure.
 */
#ifndef BV_GUIDANCE_REVIEW_WAY_H
#define BV_GUIDANCE_REVIEW_WAY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/decls.h"
#include "guidance/review/review_frame.h"
#include "guidance/review/rules.h"

BV_BEGIN_DECLS

/** One frame of it. */
struct bv_way_point {
    int64_t time_ns;
    uint32_t number;
    bool drawn;      /**< Some of the needle is seen. */
    bool tip_seen;   /**< In this frame. */
    bool seen;       /**< The tip is, or the end of a shaft that stands. */
    bool passes;     /**< Its shaft is seen, and of the tip, which is not, when
                          it was where is known from the sightings around it:
                          it went too far between them to dwell. */
    double along_mm; /**< From where it was first seen; NAN before, and without
                          a scale. */
    double entered_mm; /**< Of a sighting, how far it is in from the skin;
                            NAN: not known. */
    double shaft_mm;   /**< Of it that is drawn. */
    double angle_deg;  /**< Of the shaft in the tissue, as a running number;
                            NAN where it is not seen. */
    double sd_mm;      /**< Of the tip where it is seen; else NAN. */
    struct bv_mm slid; /**< How far the skin went under the probe since the
                            start. */
    double turned_deg; /**< And how far the picture turned. */
    bool has_distance; /**< To the target, of a sighting or over a flicker. */
    double distance_mm;
};

struct bv_way {
    size_t count;
    struct bv_way_point *points;
    bool scaled;        /**< Wherever the needle is drawn the scale is known. */
    bool ever_drawn;    /**< Something was taken for the needle. */
    bool ever_seen;     /**< And some of that was it. */
    bool is_true;       /**< The truth, that knows it unseen, too. */
    size_t first, last; /**< The first and last sighting. */
    int breaks;         /**< How often the thread was lost. */
};

/**
 * As bevel saw it.
 *
 * @param[out] way  Written only on 0; for bv_way_fini().
 * @return 0 or -ENOMEM.
 */
int bv_way_make(const struct bv_review_frame *frames, size_t count,
                const struct bv_review_rules *rules,
                struct bv_way *way) BV_MUST_USE;

/** As it truly was: the needle's length from the skin on, and where the skin
 *  lies. Angles are in the tissue where the truth knows how the probe rocks,
 *  else of the picture. Same results. */
int bv_way_make_true(const struct bv_review_truth *truth, size_t count,
                     struct bv_way *way) BV_MUST_USE;

void bv_way_fini(struct bv_way *way);

/** A piece of a series that goes one way. */
struct bv_movement {
    size_t from, to; /**< Indices of the points where it begins and ends. */
    double amount;   /**< Signed. */
};

/**
 * Take a series apart into movements to and fro, each of at least @p least:
 * what is less is no turning.
 *
 * @param value      Of a point; NAN: it has none, and is passed over.
 * @param movements  NULL: only counted.
 * @return How many there are, at most @p count.
 */
size_t bv_movements_find(const struct bv_way *way,
                         double (*value)(const struct bv_way_point *),
                         double least, struct bv_movement *movements);

/** Values of a point, for the above. */
double bv_way_along(const struct bv_way_point *point);
double bv_way_angle(const struct bv_way_point *point);

BV_END_DECLS

#endif
