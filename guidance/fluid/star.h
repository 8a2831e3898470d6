/**
 * @file
 * A closed border around a place, found along rays: where it gets brighter
 * outwards, by all rays together and smoothly.
 *
 * The rays start in a middle; each sample lies further out than the one before
 * by the same factor, so that what is found does not depend on size. They are
 * those of an ellipse, so that a long region looks round. Any thread.
 */
#ifndef BV_GUIDANCE_FLUID_STAR_H
#define BV_GUIDANCE_FLUID_STAR_H

#include <stdbool.h>

#include "core/decls.h"
#include "core/outline.h"
#include "guidance/fluid/levels.h"

BV_BEGIN_DECLS

#define BV_STAR_RAYS BV_OUTLINE_POINTS_MOST
#define BV_STAR_SAMPLES 96

/** From sample to sample. */
#define BV_STAR_FACTOR 1.04

/** Where the rays start, and how they are stretched. */
struct bv_star {
    struct bv_px middle;
    double least_px; /**< Of the first sample, were the ellipse a circle. */
    double stretch;  /**< Longer axis over the shorter one. */
    double turn_deg; /**< The longer one below the horizontal. */
};

/** The picture along the rays. */
struct bv_star_look {
    struct bv_star star;
    float grey[BV_STAR_RAYS][BV_STAR_SAMPLES];
    float edge[BV_STAR_RAYS][BV_STAR_SAMPLES]; /**< How much brighter it gets:
                            the mean from this sample on less the mean before
                            it. NAN: the ultrasound ends. */
    int seen[BV_STAR_RAYS]; /**< So many samples are of the ultrasound. */
    float spread[BV_STAR_SAMPLES]; /**< Deviation of grey about as far out. */
};

/** Look along the rays. */
void bv_star_look(const struct bv_levels *levels, const struct bv_star *star,
                  struct bv_star_look *look);

/** Where a sample of a ray lies. */
struct bv_px bv_star_at(const struct bv_star *star, int ray, double sample);

/** The radius of a circle as large as the ellipse at a sample. */
double bv_star_radius_px(const struct bv_star *star, double sample);

/** The sample that has a radius. */
double bv_star_sample(const struct bv_star *star, double radius_px);

/** The sample at whose ellipse a place lies. */
double bv_star_sample_at(const struct bv_star *star, struct bv_px px);

/** How good a border the ellipse at a sample is, -1 to 1. */
double bv_star_fit(const struct bv_star_look *look, int sample);

/**
 * Find the border near the ellipse at a sample.
 *
 * @param[out] border  So many samples of each ray lie inside.
 */
void bv_star_trace(const struct bv_star_look *look, int sample,
                   int border[BV_STAR_RAYS]);

/**
 * A border as an outline.
 *
 * @param out_px  By so much it lies further out.
 * @return Whether it is a valid one.
 */
bool bv_star_outline(const struct bv_star *star, const int border[BV_STAR_RAYS],
                     double out_px, struct bv_outline *outline);

/** The star whose ellipse is that of the outline's area. */
struct bv_star bv_star_of(const struct bv_outline *outline, double least_px);

BV_END_DECLS

#endif
