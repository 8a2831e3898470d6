/**
 * @file
 * One ultrasound picture, with the scale needed to measure in it.
 *
 * Written once, by the source that made it; read-only once handed on, so
 * threads share a frame without a lock. Frames are counted: every holder has
 * its own reference.
 */
#ifndef BV_CORE_FRAME_H
#define BV_CORE_FRAME_H

#include <stddef.h>
#include <stdint.h>

#include "core/decls.h"
#include "core/geometry.h"

BV_BEGIN_DECLS

/** Smallest and largest side that bevel accepts, px. */
#define BV_FRAME_SIDE_MIN_PX 32
#define BV_FRAME_SIDE_MAX_PX 8192

/** The side of the picture at which the probe's marker lies. */
enum bv_side { BV_SIDE_UNKNOWN, BV_SIDE_LEFT, BV_SIDE_RIGHT };

/** 8-bit grey: columns in the order they came, rows away from the skin. */
struct bv_frame {
    int64_t time_ns;    /**< The frame's own time, from the source's start.
                             Everything in guidance is timed by this. */
    int64_t arrived_ns; /**< CLOCK_MONOTONIC when it reached bevel. */
    uint32_t sequence;  /**< Counts up by one; a gap is a lost frame. */
    int width_px, height_px, stride_bytes;
    double mm_per_px; /**< Square pixels; 0 means the scale is unknown. */
    enum bv_scale_origin scale_origin; /**< Of a scale that is known. One
                           that was given ends where the picture's depth
                           changes; for those off a screen, whoever found them
                           says when they end. */
    uint32_t scale_since; /**< Of one that was given: the frame from which on it
                           was; 0: the first. With another, it was said anew. */
    enum bv_side marked_side;
    struct bv_scan_area scan_area; /**< As the source knows it; shape
                                        BV_SCAN_UNKNOWN: to be found. */
    double focus_mm;               /**< Depth of the focus, as the source knows
                                        it; 0: not known. */
    struct bv_px_box scan_box; /**< Where the source says that the ultrasound
                                    lies, its shape to be found in there;
                                    empty: not known. */
    uint8_t *pixels;     /**< height_px rows of stride_bytes; the frame's. */
    uint8_t *saturation; /**< max(R,G,B) - min(R,G,B), same size and stride,
                              or NULL where the picture has no colour. */
};

/**
 * Check a size that came from outside.
 *
 * @retval 0
 * @retval -ERANGE  A side is under BV_FRAME_SIDE_MIN_PX or over
 *                  BV_FRAME_SIDE_MAX_PX.
 */
int bv_frame_check_size(int64_t width_px, int64_t height_px) BV_MUST_USE;

/**
 * Make a black frame of its own memory.
 *
 * @return One reference for the caller, or NULL: no memory, or a bad size.
 */
struct bv_frame *bv_frame_new(int width_px, int height_px);

/** The scale that the source itself knows, mm a px; else 0. Only that one goes
 *  with the picture where depth or zoom changes. */
double bv_frame_own_scale(const struct bv_frame *frame);

/** Take one more reference. @return @p frame. Any thread. */
struct bv_frame *bv_frame_ref(const struct bv_frame *frame);

/** Drop one reference, from any thread; the last frees. NULL is ignored. */
void bv_frame_unref(const struct bv_frame *frame);

/** A fixed number of frames of one size: nothing is allocated per frame. */
struct bv_frame_pool;

/**
 * Make a pool.
 *
 * @param count        Frames in it, at least 1.
 * @param with_colour  Whether the frames have a saturation plane.
 * @return NULL: no memory, or a bad size.
 */
struct bv_frame_pool *bv_frame_pool_new(int count, int width_px, int height_px,
                                        bool with_colour);

/**
 * Take a free frame. Its fields are reset, its pixels are those of its last
 * use. The last unref gives it back. Any thread.
 *
 * @param[out] frame  One reference for the caller; written only on 0.
 * @retval -EAGAIN    All are in use: drop the newest picture and count it.
 */
int bv_frame_pool_take(struct bv_frame_pool *pool,
                       struct bv_frame **frame) BV_MUST_USE;

/**
 * Give the pool up. Frames still in use stay valid; the last one frees the
 * pool's memory. NULL is ignored.
 */
void bv_frame_pool_unref(struct bv_frame_pool *pool);

BV_END_DECLS

#endif
