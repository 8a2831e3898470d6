#include "acquisition/igtl/message.h"

#include <assert.h>
#include <errno.h>
#include <math.h>
#include <string.h>

#include <openigtlink/igtl_header.h>
#include <openigtlink/igtl_image.h>
#include <openigtlink/igtl_point.h>
#include <openigtlink/igtl_transform.h>
#include <openigtlink/igtl_util.h>

#include "core/clock.h"
#include "core/frame.h"

static_assert(sizeof(igtl_header) == BV_IGTL_HEADER_BYTES, "as on the wire");
static_assert(sizeof(igtl_image_header) == BV_IGTL_IMAGE_BYTES, "the same");
static_assert(sizeof(igtl_point_element) == BV_IGTL_POINT_BYTES, "the same");

enum { versions = 3, time_bits = 32 };

/* Between pixels of a picture of a body. */
static const double least_mm = 1e-4, most_mm = 10;

static uint64_t read_number(const uint8_t *bytes, int size)
{
    uint64_t number = 0;

    for (int i = 0; i < size; i++)
        number = number << 8 | bytes[i];
    return number;
}

static void write_number(uint8_t *bytes, int size, uint64_t number)
{
    for (int i = size - 1; i >= 0; i--, number >>= 8)
        bytes[i] = (uint8_t)number;
}

static bool is_printable(char c)
{
    return c >= ' ' && c <= '~';
}

/* A text of a fixed place, up to its first zero. */
static void read_text(const char *from, size_t size, char *to)
{
    size_t length = strnlen(from, size);

    for (size_t i = 0; i < length; i++)
        to[i] = is_printable(from[i]) ? from[i] : '?';
    to[length] = '\0';
}

/* A type is a word of capitals, digits and underlines, then zeros. */
static bool is_type(const char *type, size_t size)
{
    static const char allowed[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_";
    size_t length = strnlen(type, size);

    for (size_t i = 0; i < length; i++)
        if (!strchr(allowed, type[i]))
            return false;
    for (size_t i = length; i < size; i++)
        if (type[i] != '\0')
            return false;
    return length > 0;
}

/* Seconds in the upper half, 1/2^32 of one in the lower. */
static int64_t time_from_wire(uint64_t stamp)
{
    uint64_t fraction = stamp & UINT32_MAX;

    return (int64_t)(stamp >> time_bits) * BV_NS_PER_S +
           (int64_t)((fraction * (uint64_t)BV_NS_PER_S) >> time_bits);
}

static uint64_t time_to_wire(int64_t ns)
{
    uint64_t seconds = (uint64_t)(ns / BV_NS_PER_S);
    uint64_t rest = (uint64_t)(ns % BV_NS_PER_S);

    /* rounded up: reading takes it down again, to the same nanosecond */
    return seconds << time_bits |
           ((rest << time_bits) + (uint64_t)BV_NS_PER_S - 1) /
               (uint64_t)BV_NS_PER_S;
}

int bv_igtl_header_parse(const uint8_t bytes[BV_IGTL_HEADER_BYTES],
                         struct bv_igtl_header *header)
{
    igtl_header raw;

    memcpy(&raw, bytes, sizeof(raw));
    igtl_header_convert_byte_order(&raw);
    if (raw.version < 1 || raw.version > versions ||
        !is_type(raw.name, sizeof(raw.name)) ||
        raw.body_size > BV_IGTL_BODY_MAX_BYTES)
        return -EPROTO;
    header->version = raw.version;
    read_text(raw.name, sizeof(raw.name), header->type);
    read_text(raw.device_name, sizeof(raw.device_name), header->name);
    header->time_ns = time_from_wire(raw.timestamp);
    header->body_bytes = raw.body_size;
    header->crc = raw.crc;
    return 0;
}

int bv_igtl_extended_parse(const uint8_t bytes[BV_IGTL_EXTENDED_BYTES],
                           uint64_t body_bytes,
                           struct bv_igtl_extended *extended)
{
    uint16_t size = (uint16_t)read_number(bytes, 2);
    uint64_t after = read_number(bytes + 2, 2) + read_number(bytes + 4, 4);

    if (size < BV_IGTL_EXTENDED_BYTES || size + after > body_bytes)
        return -EPROTO;
    extended->size_bytes = size;
    extended->after_bytes = after;
    return 0;
}

/* One picture, sent whole. */
static bool is_whole(const igtl_image_header *raw)
{
    for (int i = 0; i < 3; i++)
        if (raw->subvol_offset[i] != 0 || raw->subvol_size[i] != raw->size[i])
            return false;
    return raw->size[2] == 1;
}

static int set_numbers(const igtl_image_header *raw,
                       struct bv_igtl_image *image)
{
    image->channels = raw->num_components;
    image->bits = raw->scalar_type == IGTL_IMAGE_STYPE_TYPE_UINT8 ? 8 : 16;
    image->is_signed = raw->scalar_type == IGTL_IMAGE_STYPE_TYPE_INT16;
    image->little_endian = raw->endian == IGTL_IMAGE_ENDIAN_LITTLE;
    if (image->bits == 16 && !image->is_signed &&
        raw->scalar_type != IGTL_IMAGE_STYPE_TYPE_UINT16)
        return -ENOTSUP;
    return image->channels == 1 || (image->channels == 3 && image->bits == 8)
               ? 0
               : -ENOTSUP;
}

static double length_of(const igtl_float32 *vector)
{
    double x = vector[0], y = vector[1], z = vector[2];

    return sqrt(x * x + y * y + z * z);
}

static bool is_spacing(double mm)
{
    return mm > least_mm && mm < most_mm; /* false for what is no number */
}

static void set_spacing(const igtl_image_header *raw,
                        struct bv_igtl_image *image)
{
    igtl_float32 matrix[12]; /* the header's own is not aligned */
    double column, row;

    memcpy(matrix, raw->matrix, sizeof(matrix));
    column = length_of(matrix);
    row = length_of(matrix + 3);
    image->column_mm = image->row_mm = 0;
    if (!is_spacing(column) || !is_spacing(row) ||
        (fabs(column - 1) < 1e-6 && fabs(row - 1) < 1e-6))
        return;
    image->column_mm = column;
    image->row_mm = row;
}

int bv_igtl_image_parse(const uint8_t bytes[BV_IGTL_IMAGE_BYTES],
                        uint64_t content_bytes, struct bv_igtl_image *image)
{
    igtl_image_header raw;
    struct bv_igtl_image made;
    int error;

    memcpy(&raw, bytes, sizeof(raw));
    igtl_image_convert_byte_order(&raw);
    if (raw.version < 1 || raw.version > versions ||
        (raw.endian != IGTL_IMAGE_ENDIAN_BIG &&
         raw.endian != IGTL_IMAGE_ENDIAN_LITTLE))
        return -EPROTO;
    error = is_whole(&raw) ? set_numbers(&raw, &made) : -ENOTSUP;
    if (error == 0)
        error = bv_frame_check_size(raw.size[0], raw.size[1]);
    if (error < 0)
        return error;
    made.width_px = raw.size[0];
    made.height_px = raw.size[1];
    made.pixel_bytes = (size_t)made.width_px * (size_t)made.height_px *
                       (size_t)made.channels * (size_t)(made.bits / 8);
    if (content_bytes != BV_IGTL_IMAGE_BYTES + made.pixel_bytes)
        return -EPROTO;
    set_spacing(&raw, &made);
    *image = made;
    return 0;
}

uint64_t bv_igtl_crc(uint64_t crc, const uint8_t *bytes, size_t size)
{
    return crc64((unsigned char *)bytes, size, crc);
}

static int pixel_16(const struct bv_igtl_image *image, const uint8_t *bytes)
{
    int value = image->little_endian ? bytes[0] | bytes[1] << 8
                                     : bytes[0] << 8 | bytes[1];

    return image->is_signed && value > INT16_MAX ? 0 : value;
}

void bv_igtl_grey_from_16(const struct bv_igtl_image *image,
                          const uint8_t *pixels, int *shift, uint8_t *grey)
{
    size_t count = image->pixel_bytes / 2;
    int most = 0;

    for (size_t i = 0; i < count; i++) {
        int value = pixel_16(image, pixels + 2 * i);

        most = value > most ? value : most;
    }
    while (most >> *shift > UINT8_MAX)
        ++*shift;
    for (size_t i = 0; i < count; i++)
        grey[i] = (uint8_t)(pixel_16(image, pixels + 2 * i) >> *shift);
}

bool bv_igtl_name_is_right(const char *name)
{
    size_t length = strlen(name);

    for (size_t i = 0; i < length; i++)
        if (!is_printable(name[i]))
            return false;
    return length > 0 && length < BV_IGTL_NAME_SIZE;
}

/* The field's end is zeros; a text that fills it has no other end. */
static void write_text(char *to, size_t size, const char *text)
{
    size_t length = strlen(text);

    assert(length <= size);
    memset(to, 0, size);
    memcpy(to, text, length);
}

void bv_igtl_header_pack(const char *type, const char *name, int64_t time_ns,
                         size_t body_bytes, uint8_t *bytes)
{
    igtl_header raw = {
        .version = 1,
        .timestamp = time_to_wire(time_ns),
        .body_size = body_bytes,
        .crc = bv_igtl_crc(0, bytes + BV_IGTL_HEADER_BYTES, body_bytes)};

    write_text(raw.name, sizeof(raw.name), type);
    write_text(raw.device_name, sizeof(raw.device_name), name);
    igtl_header_convert_byte_order(&raw);
    memcpy(bytes, &raw, sizeof(raw));
}

void bv_igtl_image_pack(int width_px, int height_px, double mm_per_px,
                        uint8_t bytes[BV_IGTL_IMAGE_BYTES])
{
    float mm = mm_per_px > 0 ? (float)mm_per_px : 1;
    /* the wire's origin is the picture's middle; ours the first pixel's */
    float matrix[12] = {mm,
                        0,
                        0,
                        0,
                        mm,
                        0,
                        0,
                        0,
                        mm,
                        mm * (float)(width_px - 1) / 2,
                        mm * (float)(height_px - 1) / 2,
                        0};
    igtl_image_header raw = {
        .version = IGTL_IMAGE_HEADER_VERSION,
        .num_components = 1,
        .scalar_type = IGTL_IMAGE_STYPE_TYPE_UINT8,
        .endian = IGTL_IMAGE_ENDIAN_LITTLE,
        .coord = IGTL_IMAGE_COORD_RAS,
        .size = {(uint16_t)width_px, (uint16_t)height_px, 1},
        .subvol_size = {(uint16_t)width_px, (uint16_t)height_px, 1}};

    memcpy(raw.matrix, matrix, sizeof(matrix));
    igtl_image_convert_byte_order(&raw);
    memcpy(bytes, &raw, sizeof(raw));
}

void bv_igtl_transform_pack(double x_mm, double y_mm, double along_x,
                            double along_y,
                            uint8_t bytes[BV_IGTL_TRANSFORM_BYTES])
{
    /* three axes, then the place; the second makes them right-handed */
    float matrix[12] = {(float)along_x,
                        (float)along_y,
                        0,
                        (float)-along_y,
                        (float)along_x,
                        0,
                        0,
                        0,
                        1,
                        (float)x_mm,
                        (float)y_mm,
                        0};

    static_assert(sizeof(matrix) == BV_IGTL_TRANSFORM_BYTES, "on the wire");
    igtl_transform_convert_byte_order(matrix);
    memcpy(bytes, matrix, sizeof(matrix));
}

void bv_igtl_point_pack(const char *name, const char *group, const char *owner,
                        double x_mm, double y_mm,
                        uint8_t bytes[BV_IGTL_POINT_BYTES])
{
    igtl_point_element raw = {.rgba = {255, 255, 255, 255},
                              .position = {(float)x_mm, (float)y_mm, 0}};

    write_text(raw.name, sizeof(raw.name), name);
    write_text(raw.group_name, sizeof(raw.group_name), group);
    write_text(raw.owner, sizeof(raw.owner), owner);
    igtl_point_convert_byte_order(&raw, 1);
    memcpy(bytes, &raw, sizeof(raw));
}

/* By hand: the package has the functions but lacks their header. */
void bv_igtl_status_pack(enum bv_igtl_status status, const char *key,
                         uint8_t bytes[BV_IGTL_STATUS_BYTES])
{
    enum { code_bytes = 2, subcode_bytes = 8 };

    write_number(bytes, code_bytes, (uint64_t)status);
    write_number(bytes + code_bytes, subcode_bytes, 0);
    write_text((char *)bytes + code_bytes + subcode_bytes,
               BV_IGTL_STATUS_BYTES - code_bytes - subcode_bytes, key);
}
