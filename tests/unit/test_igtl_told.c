#include "support/test.h"

#include <stdlib.h>
#include <string.h>

#include "acquisition/igtl/message.h"
#include "acquisition/igtl/stream.h"
#include "acquisition/igtl/told.h"

enum { width_px = 50, height_px = 40 };

static const int64_t time_ns = 1700000000500000000;
static struct bv_frame *frame;
static struct bv_advice advice;
static uint8_t *bytes;
static size_t size;

static void setup(void)
{
    frame = bv_frame_new(width_px, height_px);
    ck_assert_ptr_nonnull(frame);
    for (int y = 0; y < height_px; y++)
        for (int x = 0; x < width_px; x++)
            frame->pixels[y * frame->stride_bytes + x] =
                (uint8_t)(x * 5 + y * 3);
    advice = bv_advice_none();
    advice.picture = BV_PICTURE_FRESH;
    advice.state = BV_NEEDLE_TIP_SEEN;
    advice.mm_per_px = 0.5;
    advice.has_shaft = advice.has_tip = true;
    advice.shaft_px = (struct bv_px_segment){{6, 4}, {30, 36}};
    advice.tip_px = (struct bv_px){30, 36};
    /* of exactly the size, so that a sanitizer sees a write beyond it */
    bytes = malloc(bv_igtl_told_bytes(width_px, height_px));
    ck_assert_ptr_nonnull(bytes);
}

static void teardown(void)
{
    free(bytes);
    bv_frame_unref(frame);
}

/* The body of the message of that kind, or NULL; all are checked. */
static const uint8_t *find(const char *type)
{
    const uint8_t *found = NULL;

    for (size_t at = 0; at < size;) {
        const uint8_t *body = bytes + at + BV_IGTL_HEADER_BYTES;
        struct bv_igtl_header header;

        ck_assert_int_eq(bv_igtl_header_parse(bytes + at, &header), 0);
        ck_assert_int_eq(header.time_ns, time_ns);
        ck_assert_uint_eq(bv_igtl_crc(0, body, header.body_bytes), header.crc);
        if (strcmp(header.type, type) == 0) {
            ck_assert_ptr_null(found);
            found = body;
        }
        at += BV_IGTL_HEADER_BYTES + header.body_bytes;
        ck_assert_uint_le(at, size);
    }
    return found;
}

static void tell(void)
{
    size = bv_igtl_tell(frame, &advice, time_ns, bytes);
    ck_assert_uint_le(size, bv_igtl_told_bytes(width_px, height_px));
    ck_assert_ptr_nonnull(find("IMAGE"));
}

static float number(const uint8_t *at)
{
    uint32_t bits = (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 |
                    (uint32_t)at[2] << 8 | at[3];
    float value;

    memcpy(&value, &bits, sizeof(value));
    return value;
}

static void assert_status(int code, const char *key, const char *sentence)
{
    const uint8_t *status = find("STATUS");

    ck_assert_ptr_nonnull(status);
    ck_assert_int_eq(status[0] << 8 | status[1], code);
    ck_assert_str_eq((const char *)status + 10, key);
    ck_assert_str_eq((const char *)status + BV_IGTL_STATUS_BYTES, sentence);
}

START_TEST(tip_is_told_in_mm_from_the_first_pixel)
{
    static const float axes[] = {0.6f, 0.8f, 0, -0.8f, 0.6f, 0,
                                 0,    0,    1, 15,    18,   0};
    const uint8_t *transform, *point;

    tell();
    transform = find("TRANSFORM");
    point = find("POINT");
    ck_assert_ptr_nonnull(transform);
    ck_assert_ptr_nonnull(point);
    for (int i = 0; i < 12; i++)
        ck_assert_float_eq_tol(number(transform + 4 * i), axes[i], 1e-6f);
    ck_assert_float_eq(number(point + 100), 15);
    ck_assert_float_eq(number(point + 104), 18);
    ck_assert_str_eq((const char *)point, "Needle tip");
    assert_status(1, "tip_seen", "the tip is seen");
}
END_TEST

START_TEST(picture_is_read_again_as_it_was_told)
{
    struct bv_igtl_stream *stream = bv_igtl_stream_new();
    struct bv_igtl_picture picture;
    size_t at = 0;
    int error = -1;

    ck_assert_ptr_nonnull(stream);
    tell();
    while (error != 0) {
        size_t room;
        uint8_t *to = bv_igtl_stream_room(stream, &room);

        ck_assert_uint_le(at + room, size);
        memcpy(to, bytes + at, room);
        at += room;
        error = bv_igtl_stream_take(stream, room, 1, &picture);
    }
    ck_assert_str_eq(picture.name, "Image");
    ck_assert_double_eq(picture.image.column_mm, 0.5);
    for (int y = 0; y < height_px; y++)
        ck_assert_mem_eq(picture.pixels + y * width_px,
                         frame->pixels + y * frame->stride_bytes, width_px);
    bv_igtl_stream_free(stream);
}
END_TEST

static void assert_no_place(void)
{
    tell();
    ck_assert_ptr_null(find("TRANSFORM"));
    ck_assert_ptr_null(find("POINT"));
}

START_TEST(nothing_of_the_needle_is_told_where_its_tip_is_not_seen)
{
    advice.state = BV_NEEDLE_NONE;
    assert_no_place();
    assert_status(4, "none", "needle not seen");
    advice.state = BV_NEEDLE_CANDIDATE; /* which may be none */
    assert_no_place();
    assert_status(4, "none", "needle not seen");
    advice.state = BV_NEEDLE_SHAFT_ONLY;
    assert_no_place();
    assert_status(4, "shaft_only", "tip not seen; the shaft is");
    advice.state = BV_NEEDLE_TIP_PREDICTED;
    assert_no_place();
    assert_status(4, "tip_predicted", "tip not seen just now");
    advice.state = BV_NEEDLE_CROSSING;
    assert_no_place();
    assert_status(4, "crossing", "the needle crosses the plane");
}
END_TEST

START_TEST(without_a_scale_there_are_no_coordinates)
{
    advice.mm_per_px = 0;
    assert_no_place();
    assert_status(4, "tip_seen", "the tip is seen; the scale is not known");
    /* The protocol has no word for unknown. */
    ck_assert_float_eq(number(find("IMAGE") + 12), 1);
}
END_TEST

START_TEST(stopped_or_slow_picture_has_no_needle)
{
    advice.picture = BV_PICTURE_STOPPED;
    assert_no_place();
    assert_status(13, "stopped", "the picture stopped");
    advice.picture = BV_PICTURE_TOO_SLOW;
    assert_no_place();
    assert_status(13, "too_slow", "too slow for guidance");
    size = bv_igtl_tell_stopped(time_ns, bytes);
    ck_assert_uint_le(size, bv_igtl_told_bytes(0, 0));
    assert_status(13, "stopped", "the picture stopped");
}
END_TEST

int main(void)
{
    const TTest *tests[] = {
        tip_is_told_in_mm_from_the_first_pixel,
        picture_is_read_again_as_it_was_told,
        nothing_of_the_needle_is_told_where_its_tip_is_not_seen,
        without_a_scale_there_are_no_coordinates,
        stopped_or_slow_picture_has_no_needle,
        NULL};

    return bv_test_run("igtl_told", setup, teardown, tests);
}
