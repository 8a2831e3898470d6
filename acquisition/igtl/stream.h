/**
 * @file
 * Pictures out of a connection's bytes. Knows no socket: it says where the
 * next bytes go, and takes what came there, however it was cut. One thread.
 *
 * What is no picture is passed over without being kept. A picture comes out
 * only when it is whole, of the size that it said, and its checksum fits.
 */
#ifndef BV_ACQUISITION_IGTL_STREAM_H
#define BV_ACQUISITION_IGTL_STREAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "acquisition/igtl/message.h"
#include "core/decls.h"

BV_BEGIN_DECLS

/** A picture as it was sent; the stream's, until more bytes are taken. */
struct bv_igtl_picture {
    struct bv_igtl_image image;
    const char *name;      /**< The device's. */
    int64_t time_ns;       /**< Since 1970; 0 where not said. */
    const uint8_t *pixels; /**< image.pixel_bytes, and room behind for libav. */
};

/** What came of a connection. */
struct bv_igtl_counts {
    uint64_t messages; /**< Whole ones, pictures or not. */
    uint64_t damaged;  /**< Pictures that were cut, or lied of themselves. */
    uint64_t unfit;    /**< Pictures that bevel cannot show. */
};

struct bv_igtl_stream;

/** @return NULL: no memory. */
struct bv_igtl_stream *bv_igtl_stream_new(void);

/** NULL is ignored. */
void bv_igtl_stream_free(struct bv_igtl_stream *stream);

/** Another connection: what was half there is gone. Counts stay. */
void bv_igtl_stream_reset(struct bv_igtl_stream *stream);

/** Where the next bytes go. @param[out] size  How many, at least 1. */
uint8_t *bv_igtl_stream_room(struct bv_igtl_stream *stream, size_t *size);

/**
 * Bytes were put there.
 *
 * @param size          At least 1, and no more than there was room for.
 * @param now_ns        CLOCK_MONOTONIC, for bv_igtl_stream_is_late().
 * @param[out] picture  Written only on 0.
 * @retval 0         A picture is whole.
 * @retval -EAGAIN   None yet.
 * @retval -EPROTO   This is no OpenIGTLink, or out of step: hang up.
 * @retval -ENOMEM   There is no room for the picture: hang up.
 */
int bv_igtl_stream_take(struct bv_igtl_stream *stream, size_t size,
                        int64_t now_ns,
                        struct bv_igtl_picture *picture) BV_MUST_USE;

/** Whether a message began more than 5 s ago and is not whole: hang up. */
bool bv_igtl_stream_is_late(const struct bv_igtl_stream *stream,
                            int64_t now_ns);

struct bv_igtl_counts
bv_igtl_stream_counts(const struct bv_igtl_stream *stream);

BV_END_DECLS

#endif
