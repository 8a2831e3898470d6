/**
 * @file
 * What a grabber or camera can be told to send, and which of that is taken:
 * what somebody named, else the best. Pure.
 */
#ifndef BV_ACQUISITION_MODES_H
#define BV_ACQUISITION_MODES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "acquisition/grabbed.h"
#include "core/decls.h"
#include "core/status.h"

BV_BEGIN_DECLS

/** As many as are kept of each; what comes after is left out. */
#define BV_MODE_FORMATS_MAX 6
#define BV_MODE_SIZES_MAX 32
#define BV_MODE_INTERVALS_MAX 8

/** Times are told in steps of 100 ns. */
#define BV_MODE_STEPS_PER_S 10000000

/** Room for what bv_mode_write() writes. */
#define BV_MODE_TEXT_SIZE 48

/** A size that a format comes in. Zero-initialise. */
struct bv_mode_size {
    uint8_t index;
    int width_px, height_px; /**< Within bevel's limits. */
    int interval_count;      /**< 0: the device names none. */
    /** Between pictures, the shortest first, 100 ns; never 0. */
    uint32_t intervals[BV_MODE_INTERVALS_MAX];
    bool is_range; /**< All between the first and the last too. */
};

/** A way of coding pictures, of those that bevel knows. */
struct bv_mode_format {
    enum bv_coding coding;
    uint8_t index;
    uint8_t default_size; /**< Its index; there need not be such a size. */
    int size_count;       /**< At least 1. */
    struct bv_mode_size sizes[BV_MODE_SIZES_MAX];
};

/** What a device offers. */
struct bv_modes {
    int format_count;
    struct bv_mode_format formats[BV_MODE_FORMATS_MAX];
};

/** One of its modes. */
struct bv_mode {
    const struct bv_mode_format *format;
    const struct bv_mode_size *size;
    uint32_t interval; /**< 100 ns; 0: unknown. */
};

/** What somebody named of a mode; zero where nothing was said. */
struct bv_mode_wish {
    int width_px, height_px;
    double rate_hz;
    bool has_coding;
    enum bv_coding coding;
};

/**
 * Read a device's name as it is typed: what it is, and behind a comma the
 * mode: "1280x720@60,mjpeg", "640x480", "@30", "nv12".
 *
 * @param name         Without the source's prefix.
 * @param[out] device  What stands before the first comma.
 * @param size         Of @p device.
 * @param[out] wish    Written only on 0.
 * @retval -EINVAL  It names no mode; @p fault says what one looks like.
 */
int bv_mode_wish_read(const char *name, char *device, size_t size,
                      struct bv_mode_wish *wish,
                      struct bv_fault *fault) BV_MUST_USE;

/** Whether bevel can show pictures of this size: within its limits, and whole
 *  where chroma is shared between columns, with NV12 between rows too. */
bool bv_mode_can_be(enum bv_coding coding, int64_t width_px, int64_t height_px);

/** Keep an interval of a size: in order, each once, as many as there is room
 *  for. 0 is none. */
void bv_mode_add_interval(struct bv_mode_size *size, uint32_t interval);

/**
 * The mode to ask for: of those that are wished the size that the device has
 * for its default, else the largest that is fast enough; without loss where
 * that is fast enough; at the rate that comes next to the wished one, else at
 * the highest.
 *
 * @param modes      At least one format.
 * @param[out] mode  Written only on 0; points into @p modes.
 * @retval -ENOENT  None is as wished.
 */
int bv_modes_choose(const struct bv_modes *modes,
                    const struct bv_mode_wish *wish,
                    struct bv_mode *mode) BV_MUST_USE;

/** Whether a mode is as wished; a rate within 1 %. */
bool bv_mode_fits(const struct bv_mode *mode, const struct bv_mode_wish *wish);

/** A mode as it is typed, "1280x720@60,mjpeg".
 *  @param text  Of BV_MODE_TEXT_SIZE bytes. */
void bv_mode_write(const struct bv_mode *mode, char *text);

/** What was named, as it is typed; empty where nothing was.
 *  @param text  Of BV_MODE_TEXT_SIZE bytes. */
void bv_mode_wish_write(const struct bv_mode_wish *wish, char *text);

/**
 * The end of a sentence: that there is no such mode, and what there is; cut
 * where it gets too long.
 *
 * @param size  Of @p text, at least 100.
 */
void bv_modes_say_none(const struct bv_modes *modes,
                       const struct bv_mode_wish *wish, char *text,
                       size_t size);

/** The same for `bevel sources`: a line a format, indented by eight spaces,
 *  and one of how to name a mode.
 *  @param name  Of the device, as it is typed. */
void bv_modes_list(FILE *out, const struct bv_modes *modes, const char *name);

BV_END_DECLS

#endif
