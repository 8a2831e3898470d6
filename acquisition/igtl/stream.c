#include "acquisition/igtl/stream.h"

#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "core/clock.h"

enum { scratch_bytes = 64 * 1024, libav_bytes = 64 };

static const int64_t most_message_ns = 5 * BV_NS_PER_S;

/* The parts of a message, in their order. */
enum part {
    PART_HEADER,
    PART_EXTENDED, /* from version 2 on */
    PART_BETWEEN,  /* what of the extended header is not known */
    PART_IMAGE,
    PART_PIXELS,
    PART_REST, /* what is passed over */
};

struct bv_igtl_stream {
    struct bv_igtl_counts counts;
    enum part part;
    uint64_t left;    /* bytes of this part that are still to come */
    size_t at;        /* where of its buffer they go; passed over: 0 */
    int64_t began_ns; /* the message; 0 where none has begun */
    struct bv_igtl_header header;
    struct bv_igtl_extended extended;
    struct bv_igtl_image image;
    uint64_t body_left; /* of the body, behind this part */
    uint64_t crc;
    bool has_picture; /* the message is one, so far */
    uint8_t *pixels;
    size_t pixels_room;
    uint8_t scratch[scratch_bytes];
};

static void start_part(struct bv_igtl_stream *stream, enum part part,
                       uint64_t size)
{
    stream->part = part;
    stream->left = size;
    stream->at = 0;
    if (part != PART_HEADER)
        stream->body_left -= size;
}

static void start_message(struct bv_igtl_stream *stream)
{
    stream->began_ns = 0;
    stream->has_picture = false;
    start_part(stream, PART_HEADER, BV_IGTL_HEADER_BYTES);
}

struct bv_igtl_stream *bv_igtl_stream_new(void)
{
    struct bv_igtl_stream *stream = calloc(1, sizeof(*stream));

    if (stream)
        start_message(stream);
    return stream;
}

void bv_igtl_stream_free(struct bv_igtl_stream *stream)
{
    if (!stream)
        return;
    free(stream->pixels);
    free(stream);
}

void bv_igtl_stream_reset(struct bv_igtl_stream *stream)
{
    start_message(stream);
}

struct bv_igtl_counts bv_igtl_stream_counts(const struct bv_igtl_stream *stream)
{
    return stream->counts;
}

bool bv_igtl_stream_is_late(const struct bv_igtl_stream *stream, int64_t now_ns)
{
    return stream->began_ns != 0 && now_ns - stream->began_ns > most_message_ns;
}

static bool is_passed_over(const struct bv_igtl_stream *stream)
{
    return stream->part == PART_BETWEEN || stream->part == PART_REST;
}

uint8_t *bv_igtl_stream_room(struct bv_igtl_stream *stream, size_t *size)
{
    uint64_t most = is_passed_over(stream) ? scratch_bytes : SIZE_MAX;

    *size = (size_t)(stream->left < most ? stream->left : most);
    return (stream->part == PART_PIXELS ? stream->pixels : stream->scratch) +
           stream->at;
}

static int make_room(struct bv_igtl_stream *stream, size_t size)
{
    if (stream->pixels_room >= size)
        return 0;
    free(stream->pixels);
    stream->pixels = calloc(1, size + libav_bytes);
    stream->pixels_room = stream->pixels ? size : 0;
    return stream->pixels ? 0 : -ENOMEM;
}

static void pass_over(struct bv_igtl_stream *stream)
{
    stream->has_picture = false;
    start_part(stream, PART_REST, stream->body_left);
}

/* The image's own header, or, where the body has no room for one, nothing. */
static void start_image(struct bv_igtl_stream *stream)
{
    if (stream->body_left >=
        BV_IGTL_IMAGE_BYTES + stream->extended.after_bytes) {
        start_part(stream, PART_IMAGE, BV_IGTL_IMAGE_BYTES);
        return;
    }
    stream->counts.damaged++;
    pass_over(stream);
}

static int end_header(struct bv_igtl_stream *stream)
{
    int error = bv_igtl_header_parse(stream->scratch, &stream->header);

    if (error < 0)
        return error;
    stream->body_left = stream->header.body_bytes;
    stream->extended = (struct bv_igtl_extended){0};
    stream->crc = 0;
    stream->has_picture = strcmp(stream->header.type, "IMAGE") == 0;
    if (!stream->has_picture)
        pass_over(stream);
    else if (stream->header.version == 1)
        start_image(stream);
    else if (stream->body_left >= BV_IGTL_EXTENDED_BYTES)
        start_part(stream, PART_EXTENDED, BV_IGTL_EXTENDED_BYTES);
    else
        start_image(stream); /* too short for that as well */
    return 0;
}

static void end_extended(struct bv_igtl_stream *stream)
{
    if (bv_igtl_extended_parse(stream->scratch, stream->header.body_bytes,
                               &stream->extended) < 0) {
        stream->counts.damaged++;
        pass_over(stream);
        return;
    }
    start_part(stream, PART_BETWEEN,
               stream->extended.size_bytes - BV_IGTL_EXTENDED_BYTES);
}

static int end_image(struct bv_igtl_stream *stream)
{
    int error = bv_igtl_image_parse(stream->scratch,
                                    BV_IGTL_IMAGE_BYTES + stream->body_left -
                                        stream->extended.after_bytes,
                                    &stream->image);

    if (error < 0) {
        if (error == -EPROTO)
            stream->counts.damaged++;
        else
            stream->counts.unfit++;
        pass_over(stream);
        return 0;
    }
    error = make_room(stream, stream->image.pixel_bytes);
    if (error == 0)
        start_part(stream, PART_PIXELS, stream->image.pixel_bytes);
    return error;
}

/* @return 0 where the message was a picture. */
static int end_message(struct bv_igtl_stream *stream,
                       struct bv_igtl_picture *picture)
{
    bool whole = stream->has_picture && stream->crc == stream->header.crc;

    stream->counts.messages++;
    if (stream->has_picture && !whole)
        stream->counts.damaged++;
    start_message(stream);
    if (!whole)
        return -EAGAIN;
    picture->image = stream->image;
    picture->name = stream->header.name;
    picture->time_ns = stream->header.time_ns;
    picture->pixels = stream->pixels;
    return 0;
}

/* @return -EAGAIN: go on with the next part. */
static int end_part(struct bv_igtl_stream *stream,
                    struct bv_igtl_picture *picture)
{
    int error = 0;

    switch (stream->part) {
    case PART_HEADER:
        error = end_header(stream);
        break;
    case PART_EXTENDED:
        end_extended(stream);
        break;
    case PART_BETWEEN:
        start_image(stream);
        break;
    case PART_IMAGE:
        error = end_image(stream);
        break;
    case PART_PIXELS:
        start_part(stream, PART_REST, stream->body_left);
        break;
    case PART_REST:
        return end_message(stream, picture);
    }
    return error < 0 ? error : -EAGAIN;
}

int bv_igtl_stream_take(struct bv_igtl_stream *stream, size_t size,
                        int64_t now_ns, struct bv_igtl_picture *picture)
{
    size_t room;
    const uint8_t *bytes = bv_igtl_stream_room(stream, &room);
    int error = -EAGAIN;

    assert(size >= 1 && size <= room);
    if (stream->began_ns == 0)
        stream->began_ns = now_ns;
    if (stream->part != PART_HEADER && stream->has_picture)
        stream->crc = bv_igtl_crc(stream->crc, bytes, size);
    stream->left -= size;
    if (!is_passed_over(stream))
        stream->at += size;
    /* a part of no bytes ends at once */
    while (error == -EAGAIN && stream->left == 0)
        error = end_part(stream, picture);
    return error;
}
