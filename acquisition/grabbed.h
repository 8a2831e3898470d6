/**
 * @file
 * A picture as a grabber or camera sends it becomes a frame. One thread.
 */
#ifndef BV_ACQUISITION_GRABBED_H
#define BV_ACQUISITION_GRABBED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/decls.h"
#include "core/frame.h"
#include "core/status.h"

BV_BEGIN_DECLS

/** How pictures are coded, those first that cost least. */
enum bv_coding {
    BV_CODING_GREY, /**< 8 bits. */
    BV_CODING_NV12, /**< Luma, then chroma of four pixels each. */
    BV_CODING_YUY2, /**< Luma and chroma by turns, two bytes a pixel. */
    BV_CODING_MJPEG /**< A JPEG each. */
};

/** "NV12" and the like, for people. */
const char *bv_coding_name(enum bv_coding coding);

/** What is known of the pictures to come. */
struct bv_grabbed_about {
    const char *name; /**< For sentences; borrowed while it is used. */
    enum bv_coding coding;
    int width_px, height_px; /**< Within bevel's limits; a JPEG's own count. */
    size_t row_bytes;        /**< Of the first plane; 0: as few as can be. */
    bool full_range;         /**< Luma is 0 to 255, not 16 to 235 as over HDMI;
                                  a JPEG's always is. */
};

struct bv_grabbed;

/**
 * @param[out] grabbed  Written only on success.
 * @return 0 or a negative errno with @p fault said.
 */
int bv_grabbed_new(const struct bv_grabbed_about *about,
                   struct bv_grabbed **grabbed,
                   struct bv_fault *fault) BV_MUST_USE;

/** Frames that are in use stay valid. NULL is ignored. */
void bv_grabbed_free(struct bv_grabbed *grabbed);

/** How many bytes a picture has; of a JPEG, the fewest that it may have. */
size_t bv_grabbed_bytes(const struct bv_grabbed *grabbed);

/**
 * Make a frame; times and scale stay to be filled in.
 *
 * @param[out] frame  One reference for the caller; written only on 0.
 * @retval -EBADMSG   The picture is damaged: drop it, the next may be good.
 * @retval -EAGAIN    All frames are in use: drop it.
 * @retval -ERANGE    It has become larger or smaller than bevel opens.
 */
int bv_grabbed_frame(struct bv_grabbed *grabbed, const uint8_t *bytes,
                     size_t size, struct bv_frame **frame,
                     struct bv_fault *fault) BV_MUST_USE;

BV_END_DECLS

#endif
