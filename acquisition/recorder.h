/**
 * @file
 * Writes frames to Matroska with FFV1: lossless, a checksum for each slice,
 * true frame times, and readable up to the last flush after a crash.
 *
 * Used by `bevel simulate`, `bevel render` and, later, by recording.
 * One thread at a time.
 */
#ifndef BV_ACQUISITION_RECORDER_H
#define BV_ACQUISITION_RECORDER_H

#include <stdint.h>

#include "core/decls.h"
#include "core/status.h"

BV_BEGIN_DECLS

/** What the rows given to the recorder hold. */
enum bv_recorder_format {
    BV_RECORDER_GREY,   /**< One byte a pixel. */
    BV_RECORDER_RGB24,  /**< Three bytes a pixel: R, G, B. */
    BV_RECORDER_XRGB32, /**< cairo's RGB24: native-endian 32-bit words. */
};

struct bv_recorder;

/**
 * Create @p path (replacing it, 0600) and write the header.
 *
 * @param frame_rate_hz   A hint kept in the file, > 0; times are per frame.
 * @param[out] recorder   Written only on success.
 * @return 0 or a negative errno with @p fault said.
 */
int bv_recorder_open(const char *path, enum bv_recorder_format format,
                     int width_px, int height_px, double frame_rate_hz,
                     struct bv_recorder **recorder,
                     struct bv_fault *fault) BV_MUST_USE;

/**
 * Append one picture.
 *
 * @param time_ns  Its own time, later than that of the one before.
 * @retval 0
 * @retval -ENOSPC  The disk is full; what was written before is readable.
 * @return or another negative errno with @p fault said.
 */
int bv_recorder_write(struct bv_recorder *recorder, const uint8_t *pixels,
                      int stride_bytes, int64_t time_ns,
                      struct bv_fault *fault) BV_MUST_USE;

/**
 * Finish the file and free the recorder, also after an error.
 *
 * @return 0, or a negative errno with @p fault said: the end is missing.
 */
int bv_recorder_close(struct bv_recorder *recorder, struct bv_fault *fault);

BV_END_DECLS

#endif
