/**
 * @file
 * Where things are: in the picture (px) and in the scan plane (mm).
 *
 * The two are different types, so that passing one for the other does not
 * compile. Angles are in degrees everywhere outside geometry.c.
 */
#ifndef BV_CORE_GEOMETRY_H
#define BV_CORE_GEOMETRY_H

#include <stdbool.h>

#include "core/decls.h"

BV_BEGIN_DECLS

/** A position in the picture, px; the centre of the top left pixel is 0,0. */
struct bv_px {
    double x, y;
};

/**
 * A position in the scan plane, mm: lateral to the right of the middle of the
 * transducer's face, and depth away from it.
 */
struct bv_mm {
    double lateral, depth;
};

/** A straight piece, px; for a shaft `from` is the skin side. */
struct bv_px_segment {
    struct bv_px from, to;
};

/** A box of whole pixels: columns left..right-1, rows top..bottom-1. */
struct bv_px_box {
    int left, top, right, bottom;
};

/** The outline of the ultrasound inside the picture. */
enum bv_scan_shape {
    BV_SCAN_UNKNOWN,   /**< Not found: nothing else in the struct is valid. */
    BV_SCAN_RECTANGLE, /**< Linear probe: beams run straight down. */
    BV_SCAN_SECTOR,    /**< Curved or phased probe: beams fan out of `apex`. */
};

/** The ultrasound inside the picture, and where its beams come from. */
struct bv_scan_area {
    enum bv_scan_shape shape;
    struct bv_px_box box;     /**< Around the ultrasound. */
    struct bv_px face_middle; /**< Lateral 0, depth 0. */
    struct bv_px apex;        /**< Sector only: where the beams meet. */
    double face_radius_px;    /**< Sector only: apex to transducer face. */
    double end_radius_px;     /**< Sector only: apex to deepest sample. */
    double half_angle_deg;    /**< Sector only: middle beam to side beam. */
};

/** Where the scale of a picture comes from. */
enum bv_scale_origin {
    BV_SCALE_SOURCE,     /**< The source itself knows it. */
    BV_SCALE_GIVEN,      /**< The user's word, for the depth that they saw. */
    BV_SCALE_READ,       /**< Read off the scanner's screen. */
    BV_SCALE_MEASURED,   /**< Between two points of a known distance. */
    BV_SCALE_REMEMBERED, /**< A preset: the screen was known again. */
    BV_SCALE_ORIGINS
};

/** Its name in files: "source", "given", "read", "measured", "preset". */
const char *bv_scale_origin_name(enum bv_scale_origin origin);

/** The other way round. @return BV_SCALE_ORIGINS: it is none. */
enum bv_scale_origin bv_scale_origin_find(const char *name);

/** Distance between two positions, px. */
double bv_px_distance(struct bv_px a, struct bv_px b);

/** Length of a piece, px. */
double bv_px_segment_length(const struct bv_px_segment *segment);

/** `from` plus @p along px towards `to`; @p along may lie outside the piece. */
struct bv_px bv_px_segment_at(const struct bv_px_segment *segment,
                              double along);

/**
 * How far @p px lies along and beside the line through @p segment.
 *
 * @param[out] along   px from `from`, positive towards `to`. May be NULL.
 * @param[out] beside  px from the line, positive on its deeper side (larger
 *                     y; for a vertical line, positive to the right). May be
 *                     NULL.
 */
void bv_px_segment_project(const struct bv_px_segment *segment, struct bv_px px,
                           double *along, double *beside);

/** Angle of a piece below the horizontal, degrees, 0 to 90. */
double bv_px_segment_angle_deg(const struct bv_px_segment *segment);

/** Smallest difference between the lines of two pieces, degrees, 0 to 90. */
double bv_px_segment_turn_deg(const struct bv_px_segment *a,
                              const struct bv_px_segment *b);

/** Whether @p px lies on the ultrasound. False for an unknown area. */
bool bv_scan_area_contains(const struct bv_scan_area *area, struct bv_px px);

/**
 * Direction of the beam through @p px: a unit vector in px, away from the
 * probe. Straight down where the area is unknown.
 */
struct bv_px bv_scan_area_beam(const struct bv_scan_area *area,
                               struct bv_px px);

/**
 * Depth of @p px below the transducer's face, px: along the beam for a
 * sector, vertical otherwise. Negative above the face.
 */
double bv_scan_area_depth_px(const struct bv_scan_area *area, struct bv_px px);

/** A straight map between two pictures: x = xx x + xy y + x0, likewise y. */
struct bv_px_map {
    double xx, xy, x0;
    double yx, yy, y0;
};

/** The map that changes nothing. */
struct bv_px_map bv_px_map_identity(void);

/** Where @p px lies in the other picture. */
struct bv_px bv_px_map_apply(const struct bv_px_map *map, struct bv_px px);

/** One after another: @p first, then @p then. */
struct bv_px_map bv_px_map_join(const struct bv_px_map *first,
                                const struct bv_px_map *then);

/** The way back. The map has an inverse: it turns, mirrors or stretches. */
struct bv_px_map bv_px_map_inverse(const struct bv_px_map *map);

/**
 * Place a picture position in the scan plane.
 *
 * @param mm_per_px  Scale of square pixels; 0 where unknown.
 * @param[out] mm    Written only on success.
 * @retval 0
 * @retval -EDOM     Scale or scan area unknown: show no mm, never a guess.
 */
int bv_px_to_mm(const struct bv_scan_area *area, double mm_per_px,
                struct bv_px px, struct bv_mm *mm) BV_MUST_USE;

/** The way back. Same errors. */
int bv_mm_to_px(const struct bv_scan_area *area, double mm_per_px,
                struct bv_mm mm, struct bv_px *px) BV_MUST_USE;

BV_END_DECLS

#endif
