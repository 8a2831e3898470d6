/**
 * @file
 * Whole pictures on their way from the thread that receives them to the one
 * that makes frames of them: a few, in order, none of them copied. Where all
 * rooms are full there is none for the next.
 *
 * One thread puts, one takes.
 */
#ifndef BV_ACQUISITION_USB_PICTURES_H
#define BV_ACQUISITION_USB_PICTURES_H

#include <stddef.h>
#include <stdint.h>

#include "acquisition/grabbed.h"
#include "core/decls.h"

BV_BEGIN_DECLS

/** One of them. */
struct bv_usb_picture {
    const uint8_t *bytes;
    size_t size;
    uint32_t number; /**< As of struct bv_uvc_sink. */
    int64_t time_ns; /**< CLOCK_MONOTONIC when its first byte came. */
    enum bv_coding coding;
    int width_px, height_px;
    double rate_hz; /**< As was agreed. */
};

struct bv_usb_pictures;

/** @return NULL: no memory. */
struct bv_usb_pictures *bv_usb_pictures_new(void);

/** No thread may be at it. NULL is ignored. */
void bv_usb_pictures_free(struct bv_usb_pictures *pictures);

/**
 * The putting thread's: what is to come from now on. Pictures that wait stay.
 *
 * @param about  Its coding, size and rate.
 */
void bv_usb_pictures_expect(struct bv_usb_pictures *pictures,
                            const struct bv_usb_picture *about,
                            size_t picture_bytes);

/** The putting thread's: room for the next picture, the same until it is
 *  given. @return NULL: all are full, or no memory. */
uint8_t *bv_usb_pictures_room(struct bv_usb_pictures *pictures);

/** The putting thread's: that room holds a whole picture. */
void bv_usb_pictures_give(struct bv_usb_pictures *pictures, size_t size,
                          uint32_t number, int64_t time_ns);

/**
 * The taking thread's: the oldest.
 *
 * @param[out] picture  Written only on 0; its bytes are the taker's until it
 *                      asks again.
 * @retval -ETIMEDOUT  None came within @p timeout_ms.
 */
int bv_usb_pictures_take(struct bv_usb_pictures *pictures, int timeout_ms,
                         struct bv_usb_picture *picture) BV_MUST_USE;

BV_END_DECLS

#endif
