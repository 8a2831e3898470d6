/*
 * Reads whatever it gets as what an OpenIGTLink server sends. The first byte
 * says into what pieces it is cut.
 */
#include "fuzz/fuzz.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "acquisition/igtl/address.h"
#include "acquisition/igtl/stream.h"

/* A picture is whole: every byte of it can be read. */
static void look_at(const struct bv_igtl_picture *picture)
{
    const struct bv_igtl_image *image = &picture->image;
    size_t count = (size_t)image->width_px * (size_t)image->height_px;
    uint8_t *copy = malloc(image->pixel_bytes);
    int shift = 0;

    if (!copy || strlen(picture->name) >= BV_IGTL_NAME_SIZE ||
        (image->column_mm > 0) != (image->row_mm > 0) ||
        count * (size_t)image->channels * (size_t)image->bits / 8 !=
            image->pixel_bytes)
        abort();
    memcpy(copy, picture->pixels, image->pixel_bytes);
    if (image->bits == 16)
        bv_igtl_grey_from_16(image, picture->pixels, &shift, copy);
    free(copy);
}

static void feed(const uint8_t *data, size_t size, size_t piece)
{
    struct bv_igtl_stream *stream = bv_igtl_stream_new();
    int error = -EAGAIN;

    if (!stream)
        abort();
    while (size > 0 && (error == 0 || error == -EAGAIN)) {
        struct bv_igtl_picture picture;
        size_t room;
        uint8_t *to = bv_igtl_stream_room(stream, &room);

        room = room < size ? room : size;
        room = room < piece ? room : piece;
        memcpy(to, data, room);
        error = bv_igtl_stream_take(stream, room, 1, &picture);
        if (error == 0)
            look_at(&picture);
        data += room;
        size -= room;
    }
    bv_igtl_stream_free(stream);
}

/* Whatever a user may type. */
static void read_address(const uint8_t *data, size_t size)
{
    struct bv_igtl_address address;
    struct bv_fault fault = {0};
    char *name = calloc(1, size + 1);

    if (!name)
        abort();
    memcpy(name, data, size);
    if ((bv_igtl_address_parse(name, &address, &fault) < 0) !=
        (fault.error < 0))
        abort(); /* refused without a word, or taken with one */
    free(name);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    feed(data + 1, size - 1, data[0] ? data[0] : SIZE_MAX);
    if (size < 300)
        read_address(data + 1, size - 1);
    return 0;
}
