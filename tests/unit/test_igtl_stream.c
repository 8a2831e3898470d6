#include "support/test.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "acquisition/igtl/stream.h"
#include "core/clock.h"
#include "support/igtl.h"

enum { room_bytes = 64 * 1024, most_pictures = 16 };

static struct bv_igtl_stream *stream;
static uint8_t bytes[room_bytes], seen[most_pictures][8192];
static struct bv_igtl_picture pictures[most_pictures];
static char names[most_pictures][BV_IGTL_NAME_SIZE];
static int count;

static void setup(void)
{
    stream = bv_igtl_stream_new();
    ck_assert_ptr_nonnull(stream);
    count = 0;
}

static void teardown(void)
{
    bv_igtl_stream_free(stream);
}

/* Send bytes in pieces of at most so many. @return 0, or why it hung up. */
static int send_pieces(const uint8_t *from, size_t size, size_t piece)
{
    while (size > 0) {
        size_t room;
        uint8_t *to = bv_igtl_stream_room(stream, &room);
        struct bv_igtl_picture picture;
        int error;

        room = room < piece ? room : piece;
        room = room < size ? room : size;
        memcpy(to, from, room);
        error = bv_igtl_stream_take(stream, room, 1, &picture);
        if (error == 0) {
            ck_assert_int_lt(count, most_pictures);
            ck_assert_uint_le(picture.image.pixel_bytes, sizeof(seen[0]));
            memcpy(seen[count], picture.pixels, picture.image.pixel_bytes);
            strcpy(names[count], picture.name);
            pictures[count++] = picture;
        } else if (error != -EAGAIN) {
            return error;
        }
        from += room;
        size -= room;
    }
    return 0;
}

static int send_all(size_t size)
{
    return send_pieces(bytes, size, SIZE_MAX);
}

static void assert_picture(int number, const struct bv_test_image *image)
{
    ck_assert_int_lt(number, count);
    for (size_t i = 0; i < pictures[number].image.pixel_bytes; i++)
        ck_assert_uint_eq(seen[number][i], bv_test_image_byte(image, i));
}

START_TEST(picture_comes_out_as_it_was_sent_however_it_was_cut)
{
    static const size_t pieces[] = {1, 2, 57, 58, 59, 100, 1000, SIZE_MAX};

    for (int version = 1; version <= 3; version++)
        for (size_t i = 0; i < sizeof(pieces) / sizeof(pieces[0]); i++) {
            const struct bv_test_image image = {.version = version,
                                                .seed = version,
                                                .time_ns = 1700000000123456789,
                                                .column_mm = 0.1f,
                                                .row_mm = 0.2f};
            size_t size = bv_test_image_write(&image, bytes, room_bytes);

            count = 0;
            ck_assert_int_eq(send_pieces(bytes, size, pieces[i]), 0);
            ck_assert_int_eq(count, 1);
            assert_picture(0, &image);
            ck_assert_str_eq(names[0], "Image");
            ck_assert_int_eq(pictures[0].time_ns, image.time_ns);
            ck_assert_int_eq(pictures[0].image.width_px, BV_TEST_IGTL_WIDTH);
            ck_assert_int_eq(pictures[0].image.height_px, BV_TEST_IGTL_HEIGHT);
            ck_assert_double_eq_tol(pictures[0].image.column_mm, 0.1, 1e-8);
            ck_assert_double_eq_tol(pictures[0].image.row_mm, 0.2, 1e-8);
        }
}
END_TEST

START_TEST(other_messages_are_passed_over)
{
    static const size_t sizes[] = {0, 1, 48, 10000, 60000};
    const struct bv_test_image image = {.seed = 5};
    size_t size;

    for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++)
        ck_assert_int_eq(
            send_all(bv_test_message_write(i % 2 ? "TRANSFORM" : "QX_UNKNOWN_1",
                                           sizes[i], bytes, room_bytes)),
            0);
    ck_assert_int_eq(count, 0);
    ck_assert_uint_eq(bv_igtl_stream_counts(stream).messages, 5);
    size = bv_test_image_write(&image, bytes, room_bytes);
    ck_assert_int_eq(send_all(size), 0);
    assert_picture(0, &image);
}
END_TEST

/* A right picture, one byte of which is another. */
static void send_changed(size_t at, uint8_t value, bool sign)
{
    const struct bv_test_image image = {0};
    size_t size = bv_test_image_write(&image, bytes, room_bytes);

    bytes[at] = value;
    if (sign)
        bv_test_message_sign(bytes);
    ck_assert_int_eq(send_all(size), 0);
}

START_TEST(damaged_picture_is_dropped_and_counted_and_the_next_is_good)
{
    const struct bv_test_image image = {.seed = 9};
    size_t size;

    send_changed(1000, 0xff, false); /* the checksum does not fit */
    ck_assert_int_eq(count, 0);
    ck_assert_uint_eq(bv_igtl_stream_counts(stream).damaged, 1);
    send_changed(58 + 4, 7, true); /* neither byte order */
    size = bv_test_image_write(&image, bytes, room_bytes);
    bytes[58 + 7] = bytes[58 + 67] = 41; /* it says that it is wider */
    bv_test_message_sign(bytes);
    ck_assert_int_eq(send_all(size), 0);
    ck_assert_int_eq(count, 0);
    ck_assert_uint_eq(bv_igtl_stream_counts(stream).damaged, 3);
    ck_assert_int_eq(send_all(bv_test_image_write(&image, bytes, room_bytes)),
                     0);
    assert_picture(0, &image);
}
END_TEST

START_TEST(what_bevel_cannot_show_is_counted_apart)
{
    const struct bv_test_image low = {.height = 4};

    send_changed(58 + 2, 2, true);   /* two channels */
    send_changed(58 + 3, 10, true);  /* floating point */
    send_changed(58 + 11, 2, true);  /* a volume */
    send_changed(58 + 61, 1, true);  /* a part of a picture, from 1 on */
    send_changed(58 + 67, 39, true); /* a part of a picture, narrower */
    ck_assert_int_eq(send_all(bv_test_image_write(&low, bytes, room_bytes)), 0);
    ck_assert_int_eq(count, 0);
    ck_assert_uint_eq(bv_igtl_stream_counts(stream).unfit, 6);
    ck_assert_uint_eq(bv_igtl_stream_counts(stream).damaged, 0);
}
END_TEST

START_TEST(body_too_short_for_an_image_is_damage)
{
    static const size_t sizes[] = {0, 1, 4, 11, 12, 71};

    for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++)
        for (uint8_t version = 1; version <= 2; version++) {
            size_t size =
                bv_test_message_write("IMAGE", sizes[i], bytes, room_bytes);

            bytes[1] = version;
            ck_assert_int_eq(send_all(size), 0);
        }
    ck_assert_int_eq(count, 0);
    ck_assert_uint_eq(bv_igtl_stream_counts(stream).damaged, 12);
    ck_assert_uint_eq(bv_igtl_stream_counts(stream).messages, 12);
}
END_TEST

/* A version 2 picture whose extended header says these sizes. */
static void send_extended(uint8_t size, uint8_t after, uint8_t more)
{
    const struct bv_test_image image = {.version = 2};
    size_t bytes_sent = bv_test_image_write(&image, bytes, room_bytes);

    bytes[58 + 1] = size;
    bytes[58 + 3] = after;
    bytes[58 + 4] = more; /* the highest of four */
    bv_test_message_sign(bytes);
    ck_assert_int_eq(send_all(bytes_sent), 0);
}

START_TEST(extended_header_that_lies_is_damage)
{
    send_extended(11, 4, 0);
    send_extended(255, 4, 0);
    send_extended(14, 255, 0);
    send_extended(14, 4, 255);
    send_extended(0, 0, 0);
    ck_assert_int_eq(count, 0);
    ck_assert_uint_eq(bv_igtl_stream_counts(stream).damaged, 5);
    send_extended(14, 4, 0);
    ck_assert_int_eq(count, 1);
}
END_TEST

/* A right header with a byte changed ends the connection. */
static void assert_hung_up(size_t at, uint8_t value)
{
    const struct bv_test_image image = {0};

    bv_igtl_stream_reset(stream);
    bv_test_image_write(&image, bytes, room_bytes);
    bytes[at] = value;
    ck_assert_int_eq(send_all(58), -EPROTO);
}

START_TEST(what_is_no_message_ends_the_connection)
{
    assert_hung_up(1, 0);    /* version 0 */
    assert_hung_up(1, 4);    /* version 4 */
    assert_hung_up(0, 1);    /* version 257 */
    assert_hung_up(2, 0);    /* no type */
    assert_hung_up(3, 'm');  /* a small letter */
    assert_hung_up(4, 0);    /* letters behind the end */
    assert_hung_up(42, 1);   /* a body of 2^56 bytes and more */
    assert_hung_up(46, 255); /* of four gigabytes */
    memcpy(bytes,
           "HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n        "
           "    ",
           58);
    bv_igtl_stream_reset(stream);
    ck_assert_int_eq(send_all(58), -EPROTO);
}
END_TEST

START_TEST(reset_forgets_what_was_half_there)
{
    const struct bv_test_image image = {.seed = 2};
    size_t size = bv_test_image_write(&image, bytes, room_bytes);

    for (size_t cut = 1; cut < 300; cut += 13) {
        count = 0;
        ck_assert_int_eq(send_all(cut), 0);
        bv_igtl_stream_reset(stream);
        ck_assert_int_eq(send_all(size), 0);
        ck_assert_int_eq(count, 1);
        assert_picture(0, &image);
    }
}
END_TEST

START_TEST(message_that_does_not_end_is_late_after_five_seconds)
{
    const struct bv_test_image image = {0};
    size_t room, size = bv_test_image_write(&image, bytes, room_bytes);
    struct bv_igtl_picture picture;
    int64_t now_ns = BV_NS_PER_S;

    ck_assert(!bv_igtl_stream_is_late(stream, 100 * BV_NS_PER_S));
    for (int i = 0; i < 5; i++, now_ns += BV_NS_PER_S) { /* a byte a second */
        bv_igtl_stream_room(stream, &room)[0] = bytes[i];
        ck_assert_int_eq(bv_igtl_stream_take(stream, 1, now_ns, &picture),
                         -EAGAIN);
        ck_assert(!bv_igtl_stream_is_late(stream, now_ns));
    }
    ck_assert(bv_igtl_stream_is_late(stream, now_ns + 1));
    ck_assert_int_eq(send_pieces(bytes + 5, size - 5, SIZE_MAX), 0);
    ck_assert_int_eq(count, 1);
    ck_assert(!bv_igtl_stream_is_late(stream, 1000 * BV_NS_PER_S));
}
END_TEST

int main(void)
{
    const TTest *tests[] = {
        picture_comes_out_as_it_was_sent_however_it_was_cut,
        other_messages_are_passed_over,
        damaged_picture_is_dropped_and_counted_and_the_next_is_good,
        what_bevel_cannot_show_is_counted_apart,
        body_too_short_for_an_image_is_damage,
        extended_header_that_lies_is_damage,
        what_is_no_message_ends_the_connection,
        reset_forgets_what_was_half_there,
        message_that_does_not_end_is_late_after_five_seconds,
        NULL};

    return bv_test_run("igtl_stream", setup, teardown, tests);
}
