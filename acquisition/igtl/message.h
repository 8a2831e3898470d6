/**
 * @file
 * OpenIGTLink messages as bytes: what each field of a header must be before
 * anything is believed of it, and the few messages that bevel sends. Pure.
 *
 * From the protocol's public description (versions 1 to 3). Structures, byte
 * order and checksum are those of the library's C layer; the framing is ours.
 */
#ifndef BV_ACQUISITION_IGTL_MESSAGE_H
#define BV_ACQUISITION_IGTL_MESSAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/decls.h"

BV_BEGIN_DECLS

enum {
    BV_IGTL_HEADER_BYTES = 58,
    BV_IGTL_EXTENDED_BYTES = 12, /**< What of it is known; from version 2 on. */
    BV_IGTL_IMAGE_BYTES = 72,    /**< Before an image's pixels. */
    BV_IGTL_TRANSFORM_BYTES = 48,
    BV_IGTL_POINT_BYTES = 136,
    BV_IGTL_STATUS_BYTES = 30, /**< Before its sentence. */
    BV_IGTL_NAME_SIZE = 21,    /**< A device's name, and its end. */
    BV_IGTL_TYPE_SIZE = 13,
};

/** A longer body is no message: the connection is out of step. */
#define BV_IGTL_BODY_MAX_BYTES (UINT64_C(256) * 1024 * 1024)

/** What starts every message. */
struct bv_igtl_header {
    int version;                  /**< 1 to 3. */
    char type[BV_IGTL_TYPE_SIZE]; /**< "IMAGE" */
    char name[BV_IGTL_NAME_SIZE]; /**< The device's; printable ASCII. */
    int64_t time_ns;              /**< Since 1970, UTC; 0 where not said. */
    uint64_t body_bytes, crc;
};

/** What starts the body from version 2 on, before and after the content. */
struct bv_igtl_extended {
    uint16_t size_bytes;  /**< Its own, at least BV_IGTL_EXTENDED_BYTES. */
    uint64_t after_bytes; /**< Behind the content: what else is told. */
};

/** One picture's form. */
struct bv_igtl_image {
    int width_px, height_px;
    int channels;   /**< 1 grey, 3 RGB of 8 bits. */
    int bits;       /**< 8 or 16. */
    bool is_signed; /**< 16 bits alone. */
    bool little_endian;
    double column_mm, row_mm; /**< Between pixels; 0 where not known: 1 by 1
                                   is what senders say who do not know. */
    size_t pixel_bytes;       /**< Of the whole picture. */
};

/**
 * @retval -EPROTO  No header of a message: the connection is out of step.
 */
int bv_igtl_header_parse(const uint8_t bytes[BV_IGTL_HEADER_BYTES],
                         struct bv_igtl_header *header) BV_MUST_USE;

/**
 * @param body_bytes  The header's.
 * @retval -EPROTO    Its sizes do not fit into the body.
 */
int bv_igtl_extended_parse(const uint8_t bytes[BV_IGTL_EXTENDED_BYTES],
                           uint64_t body_bytes,
                           struct bv_igtl_extended *extended) BV_MUST_USE;

/**
 * @param content_bytes  Of the IMAGE, without what surrounds it.
 * @retval -EPROTO   It says what cannot be, or not what was sent.
 * @retval -ENOTSUP  It may be right, but is no picture for bevel: a volume, a
 *                   part of a picture, other numbers than 8 or 16 bits.
 * @retval -ERANGE   A side is outside bevel's limits.
 */
int bv_igtl_image_parse(const uint8_t bytes[BV_IGTL_IMAGE_BYTES],
                        uint64_t content_bytes,
                        struct bv_igtl_image *image) BV_MUST_USE;

/** The checksum of more bytes; 0 before any. */
uint64_t bv_igtl_crc(uint64_t crc, const uint8_t *bytes, size_t size);

/**
 * Pixels of 16 bits as grey.
 *
 * @param[in,out] shift  By how many bits they are taken down: 0 at the start.
 *                       It grows with the largest that was seen, never back,
 *                       so that a picture is as bright as the one before.
 * @param[out] grey      A byte a pixel.
 */
void bv_igtl_grey_from_16(const struct bv_igtl_image *image,
                          const uint8_t *pixels, int *shift, uint8_t *grey);

/**
 * Whether a device may be called so in a message: 1 to 20 printable ASCII.
 */
bool bv_igtl_name_is_right(const char *name);

/**
 * A header for a body that lies behind it, version 1.
 *
 * @param type, name  Short enough.
 * @param[out] bytes  BV_IGTL_HEADER_BYTES; @p body_bytes of body follow.
 */
void bv_igtl_header_pack(const char *type, const char *name, int64_t time_ns,
                         size_t body_bytes, uint8_t *bytes);

/**
 * What stands before the pixels of a picture of 8-bit grey.
 *
 * @param mm_per_px  0 where unknown: then 1, as is usual.
 */
void bv_igtl_image_pack(int width_px, int height_px, double mm_per_px,
                        uint8_t bytes[BV_IGTL_IMAGE_BYTES]);

/**
 * A place and a direction in the plane of the picture: the first axis along
 * the direction, the third the picture's own.
 *
 * @param x_mm, y_mm                From the middle of the top left pixel.
 * @param along_x, along_y          Of length 1.
 */
void bv_igtl_transform_pack(double x_mm, double y_mm, double along_x,
                            double along_y,
                            uint8_t bytes[BV_IGTL_TRANSFORM_BYTES]);

/** One point. @param name, group, owner  Short enough. */
void bv_igtl_point_pack(const char *name, const char *group, const char *owner,
                        double x_mm, double y_mm,
                        uint8_t bytes[BV_IGTL_POINT_BYTES]);

/** A STATUS's codes, those that bevel says. */
enum bv_igtl_status {
    BV_IGTL_STATUS_OK = 1,
    BV_IGTL_STATUS_NOT_FOUND = 4,
    BV_IGTL_STATUS_NOT_READY = 13,
};

/** What stands before a status's sentence. @param key  At most 19 bytes. */
void bv_igtl_status_pack(enum bv_igtl_status status, const char *key,
                         uint8_t bytes[BV_IGTL_STATUS_BYTES]);

BV_END_DECLS

#endif
