/**
 * @file
 * Pictures as libav decodes them become bevel's frames: grey over the full
 * range, a saturation plane from the first picture on that has colour, square
 * pixels. One thread.
 */
#ifndef BV_ACQUISITION_CONVERT_H
#define BV_ACQUISITION_CONVERT_H

#include <stdbool.h>

#include "core/decls.h"
#include "core/frame.h"
#include "core/status.h"

struct AVFrame;

BV_BEGIN_DECLS

/** What the converter is told once. */
struct bv_convert_options {
    const char *name; /**< For sentences; borrowed while it is used. */
    int pool_frames;  /**< 0: as many as a pipeline needs. */
    /** What a picture means that does not say its range: 0 to 255. */
    bool full_range;
    /** Shape of a pixel, width over height; 0 or 1: square. */
    double pixel_aspect;
};

struct bv_convert;

/**
 * @param width_px, height_px  Of the pictures to come; checked here.
 * @param[out] convert         Written only on success.
 * @retval -ERANGE  The size is outside bevel's limits; @p fault says so.
 */
int bv_convert_new(const struct bv_convert_options *options, int width_px,
                   int height_px, struct bv_convert **convert,
                   struct bv_fault *fault) BV_MUST_USE;

/** Frames that are in use stay valid. NULL is ignored. */
void bv_convert_free(struct bv_convert *convert);

/** Size of the frames that come out, px. */
int bv_convert_width_px(const struct bv_convert *convert);
int bv_convert_height_px(const struct bv_convert *convert);

/** From a place in a frame to the same place in the decoded picture. */
struct bv_px_map bv_convert_to_input(const struct bv_convert *convert);

/** Whether a picture has the size that the converter was made for. */
bool bv_convert_takes(const struct bv_convert *convert,
                      const struct AVFrame *picture);

/**
 * Make a frame of a decoded picture; times and scale stay to be filled in.
 *
 * @param[out] frame  One reference for the caller; written only on 0.
 * @retval -EAGAIN    All frames are in use: try again later.
 * @retval -EBADMSG   The picture has another size than the first.
 * @retval -ENOTSUP   Its format cannot be converted.
 */
int bv_convert_run(struct bv_convert *convert, const struct AVFrame *picture,
                   struct bv_frame **frame, struct bv_fault *fault) BV_MUST_USE;

/** The same, waiting for a free frame. @retval -ETIMEDOUT Still none. */
int bv_convert_wait(struct bv_convert *convert, const struct AVFrame *picture,
                    int timeout_ms, struct bv_frame **frame,
                    struct bv_fault *fault) BV_MUST_USE;

BV_END_DECLS

#endif
