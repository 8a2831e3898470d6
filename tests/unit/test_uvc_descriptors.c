#include "support/test.h"

#include <errno.h>
#include <string.h>

#include "acquisition/usb/descriptors.h"
#include "support/uvc.h"

static const uint32_t at_60 = 166666, at_30 = 333333, at_5 = 2000000;

static struct bv_test_bytes bytes;
static struct bv_uvc_streaming streaming;

static void setup(void)
{
    bytes.size = 0;
    bv_test_input(&bytes, 0x81);
}

static int read_all(void)
{
    return bv_uvc_read_streaming(bytes.at, bytes.size, &streaming);
}

/* A format of one size. */
static void add(const char *fourcc, uint8_t index, uint16_t width_px,
                uint16_t height_px, uint32_t interval)
{
    const struct bv_test_size size = {1, width_px, height_px, {interval}};

    bv_test_format(&bytes, fourcc, index, 1);
    bv_test_size(&bytes, fourcc, &size);
}

START_TEST(modes_are_read)
{
    const struct bv_test_size small = {1, 640, 480, {at_60, at_30, at_60}};
    const struct bv_test_size large = {2, 1920, 1080, {at_5}};
    const struct bv_mode_format *yuy2 = &streaming.modes.formats[0];

    bv_test_format(&bytes, "YUY2", 1, 2);
    bv_test_size(&bytes, "YUY2", &small);
    bv_test_size(&bytes, "YUY2", &large);
    add("MJPG", 2, 1920, 1080, at_30);
    add("NV12", 3, 1280, 720, at_30);
    ck_assert_int_eq(read_all(), 0);
    ck_assert_uint_eq(streaming.endpoint, 0x81);
    ck_assert_int_eq(streaming.modes.format_count, 3);
    ck_assert_int_eq(yuy2->coding, BV_CODING_YUY2);
    ck_assert_int_eq(yuy2->size_count, 2);
    ck_assert_int_eq(yuy2->sizes[0].interval_count, 2);
    ck_assert_uint_eq(yuy2->sizes[0].intervals[0], at_60);
    ck_assert_uint_eq(yuy2->sizes[0].intervals[1], at_30);
    ck_assert_int_eq(yuy2->sizes[1].width_px, 1920);
    ck_assert_int_eq(yuy2->sizes[1].height_px, 1080);
    ck_assert_int_eq(streaming.modes.formats[1].coding, BV_CODING_MJPEG);
    ck_assert_int_eq(streaming.modes.formats[2].coding, BV_CODING_NV12);
    ck_assert_uint_eq(streaming.modes.formats[2].index, 3);
}
END_TEST

START_TEST(range_of_intervals_is_its_ends)
{
    const uint8_t frame[] = {
        38, 0x24, 5, 1, 0,  0x80, 2, 0xe0, 1, 0, 0, 0, 0,
        0,  0,    0, 0, 0,  0,    0, 0,    0, 0, 0, 0, 0 /* a range */,
        10, 0,    0, 0, 30, 0,    0, 0,    1, 0, 0, 0};

    bv_test_format(&bytes, "YUY2", 1, 1);
    bv_test_append(&bytes, frame, sizeof(frame));
    ck_assert_int_eq(read_all(), 0);
    ck_assert_int_eq(streaming.modes.formats[0].sizes[0].interval_count, 2);
    ck_assert(streaming.modes.formats[0].sizes[0].is_range);
    ck_assert_uint_eq(streaming.modes.formats[0].sizes[0].intervals[0], 10);
    ck_assert_uint_eq(streaming.modes.formats[0].sizes[0].intervals[1], 30);
}
END_TEST

START_TEST(what_bevel_cannot_show_is_left_out)
{
    add("H264", 1, 640, 480, at_30);
    add("YUY2", 2, 16, 480, at_30);      /* too small */
    add("YUY2", 3, 641, 480, at_30);     /* half a pair of pixels */
    add("NV12", 4, 640, 481, at_30);     /* half a pair of rows */
    add("YUY2", 5, 640, 480, 0);         /* no time between pictures */
    add("MJPG", 6, 65535, 65535, at_30); /* too large */
    ck_assert_int_eq(read_all(), -ENOTSUP);
    add("MJPG", 7, 641, 481, at_30);
    ck_assert_int_eq(read_all(), 0);
    ck_assert_int_eq(streaming.modes.format_count, 1);
    ck_assert_uint_eq(streaming.modes.formats[0].index, 7);
}
END_TEST

START_TEST(frames_of_an_unknown_format_are_not_the_formats_before)
{
    const struct bv_test_size size = {9, 320, 240, {at_30}};

    add("YUY2", 1, 640, 480, at_30);
    bv_test_format(&bytes, "H264", 2, 1);
    bv_test_size(&bytes, "H264", &size);
    ck_assert_int_eq(read_all(), 0);
    ck_assert_int_eq(streaming.modes.format_count, 1);
    ck_assert_int_eq(streaming.modes.formats[0].size_count, 1);
}
END_TEST

START_TEST(length_that_lies_ends_the_list)
{
    static const uint8_t lies[] = {0, 1, 2, 100, 255};

    for (size_t i = 0; i < sizeof(lies); i++) {
        size_t at;

        setup();
        add("YUY2", 1, 640, 480, at_30);
        at = bytes.size;
        add("MJPG", 2, 1280, 720, at_30);
        bytes.at[at] = lies[i];
        ck_assert_int_eq(read_all(), 0);
        ck_assert_int_eq(streaming.modes.format_count, 1);
    }
}
END_TEST

START_TEST(cut_at_any_byte_nothing_is_read_beyond)
{
    add("YUY2", 1, 640, 480, at_30);
    add("MJPG", 2, 1280, 720, at_30);
    for (size_t cut = 0; cut <= bytes.size; cut++) {
        struct bv_test_bytes part = {.size = cut};

        memcpy(part.at, bytes.at, cut);
        memset(part.at + cut, 0xff, sizeof(part.at) - cut);
        if (bv_uvc_read_streaming(part.at, cut, &streaming) == 0)
            ck_assert_int_eq(streaming.modes.format_count,
                             cut == bytes.size ? 2 : 1);
    }
}
END_TEST

START_TEST(more_than_there_is_room_for_is_left_out)
{
    for (uint8_t format = 1; format < 20; format++)
        add("YUY2", format, 640, 480, at_30);
    ck_assert_int_eq(read_all(), 0);
    ck_assert_int_eq(streaming.modes.format_count, BV_MODE_FORMATS_MAX);

    setup();
    bv_test_format(&bytes, "MJPG", 1, 1);
    for (uint8_t frame = 1; frame < 60; frame++)
        bv_test_size(&bytes, "MJPG",
                     &(struct bv_test_size){frame, 640, 480, {at_30}});
    ck_assert_int_eq(read_all(), 0);
    ck_assert_int_eq(streaming.modes.formats[0].size_count, BV_MODE_SIZES_MAX);
}
END_TEST

START_TEST(device_that_sends_nowhere_has_no_modes)
{
    bytes.size = 0;
    bv_test_input(&bytes, 0x01); /* an endpoint that it receives at */
    add("YUY2", 1, 640, 480, at_30);
    ck_assert_int_eq(read_all(), -ENOTSUP);
}
END_TEST

START_TEST(version_is_read)
{
    bytes.size = 0;
    ck_assert_uint_eq(bv_uvc_read_version(bytes.at, 0), 0);
    bv_test_control(&bytes, 0x0150);
    ck_assert_uint_eq(bv_uvc_read_version(bytes.at, bytes.size), 0x0150);
    ck_assert_uint_eq(bv_uvc_read_version(bytes.at, 12), 0);
}
END_TEST

START_TEST(packet_is_as_large_as_its_endpoint_says)
{
    ck_assert_int_eq(bv_uvc_packet_bytes(512, 0), 512);
    ck_assert_int_eq(bv_uvc_packet_bytes(1024 | 2 << 11, 0), 3072);
    ck_assert_int_eq(bv_uvc_packet_bytes(1024, 49152), 49152);
}
END_TEST

START_TEST(what_the_device_answers_is_looked_up)
{
    struct bv_mode mode;

    add("YUY2", 4, 640, 480, at_30);
    ck_assert_int_eq(read_all(), 0);
    ck_assert_int_eq(bv_uvc_find(&streaming.modes, 4, 1, at_60, &mode), 0);
    ck_assert_int_eq(mode.size->width_px, 640);
    ck_assert_uint_eq(mode.interval, at_60);
    ck_assert_int_eq(bv_uvc_find(&streaming.modes, 4, 2, at_60, &mode),
                     -EPROTO);
    ck_assert_int_eq(bv_uvc_find(&streaming.modes, 1, 1, at_60, &mode),
                     -EPROTO);
}
END_TEST

int main(void)
{
    const TTest *tests[] = {
        modes_are_read,
        range_of_intervals_is_its_ends,
        what_bevel_cannot_show_is_left_out,
        frames_of_an_unknown_format_are_not_the_formats_before,
        length_that_lies_ends_the_list,
        cut_at_any_byte_nothing_is_read_beyond,
        more_than_there_is_room_for_is_left_out,
        device_that_sends_nowhere_has_no_modes,
        version_is_read,
        packet_is_as_large_as_its_endpoint_says,
        what_the_device_answers_is_looked_up,
        NULL};

    return bv_test_run("uvc_descriptors", setup, NULL, tests);
}
