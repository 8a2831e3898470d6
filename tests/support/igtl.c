#include "support/igtl.h"

#include <assert.h>
#include <string.h>

/* Written from the protocol's description, not with bevel's own packing. */

static uint8_t *put(uint8_t *at, int size, uint64_t number)
{
    for (int i = size - 1; i >= 0; i--, number >>= 8)
        at[i] = (uint8_t)number;
    return at + size;
}

static uint8_t *put_text(uint8_t *at, size_t size, const char *text)
{
    memset(at, 0, size);
    memcpy(at, text, strlen(text));
    return at + size;
}

static uint8_t *put_float(uint8_t *at, float value)
{
    uint32_t bits;

    memcpy(&bits, &value, sizeof(bits));
    return put(at, 4, bits);
}

static uint64_t get(const uint8_t *at, int size)
{
    uint64_t number = 0;

    for (int i = 0; i < size; i++)
        number = number << 8 | at[i];
    return number;
}

void bv_test_message_sign(uint8_t *message)
{
    size_t size = (size_t)get(message + 42, 8);
    uint64_t crc = 0;

    for (size_t i = 0; i < size; i++) {
        crc ^= (uint64_t)message[58 + i] << 56;
        for (int bit = 0; bit < 8; bit++)
            crc = crc >> 63 ? crc << 1 ^ 0x42f0e1eba9ea3693 : crc << 1;
    }
    put(message + 50, 8, crc);
}

static void put_header(uint8_t *at, int version, const char *type,
                       const char *name, int64_t time_ns, size_t body)
{
    uint64_t rest = (uint64_t)(time_ns % 1000000000);

    at = put(at, 2, (uint64_t)version);
    at = put_text(at, 12, type);
    at = put_text(at, 20, name);
    at = put(at, 4, (uint64_t)(time_ns / 1000000000));
    at = put(at, 4, ((rest << 32) + 999999999) / 1000000000);
    put(at, 8, body);
}

uint8_t bv_test_image_byte(const struct bv_test_image *image, size_t at)
{
    return (uint8_t)((at * 7 + (size_t)image->seed * 31) % 251);
}

static uint8_t *put_image(uint8_t *at, const struct bv_test_image *image,
                          int width, int height, size_t pixels)
{
    float matrix[12] = {0};

    matrix[0] = image->column_mm > 0 ? image->column_mm : 1;
    matrix[4] = image->row_mm > 0 ? image->row_mm : 1;
    matrix[8] = 1;
    at = put(at, 2, 1);
    at = put(at, 1, image->channels ? (uint64_t)image->channels : 1);
    at = put(at, 1, image->scalar ? (uint64_t)image->scalar : 3);
    at = put(at, 1, 2);
    at = put(at, 1, 1);
    at = put(put(put(at, 2, (uint64_t)width), 2, (uint64_t)height), 2, 1);
    for (int i = 0; i < 12; i++)
        at = put_float(at, matrix[i]);
    at = put(at, 6, 0);
    at = put(put(put(at, 2, (uint64_t)width), 2, (uint64_t)height), 2, 1);
    for (size_t i = 0; i < pixels; i++)
        *at++ = bv_test_image_byte(image, i);
    return at;
}

size_t bv_test_image_write(const struct bv_test_image *image, uint8_t *to,
                           size_t room)
{
    static const char more[] = "what a later version tells";
    int version = image->version ? image->version : 1;
    int width = image->width ? image->width : BV_TEST_IGTL_WIDTH;
    int height = image->height ? image->height : BV_TEST_IGTL_HEIGHT;
    size_t pixels = (size_t)width * (size_t)height *
                    (size_t)(image->channels ? image->channels : 1) *
                    (image->scalar > 3 ? 2 : 1);
    size_t around = version > 1 ? 14 + sizeof(more) : 0;
    size_t body = 72 + pixels + around;
    uint8_t *at = to + 58;

    assert(58 + body <= room);
    put_header(to, version, "IMAGE", image->name ? image->name : "Image",
               image->time_ns, body);
    if (version > 1) { /* two bytes longer than what is known of it */
        at = put(at, 2, 14);
        at = put(at, 2, 4);
        at = put(at, 4, sizeof(more) - 4);
        at = put(at, 6, 77);
    }
    at = put_image(at, image, width, height, pixels);
    if (version > 1)
        memcpy(at, more, sizeof(more));
    bv_test_message_sign(to);
    return 58 + body;
}

size_t bv_test_message_write(const char *type, size_t body_bytes, uint8_t *to,
                             size_t room)
{
    assert(58 + body_bytes <= room);
    put_header(to, 1, type, "Other", 0, body_bytes);
    memset(to + 58, 'x', body_bytes);
    bv_test_message_sign(to);
    return 58 + body_bytes;
}
