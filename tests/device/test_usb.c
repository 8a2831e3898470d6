#include "support/test.h"

#include <dirent.h>
#include <errno.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "device/usb_session.h"

START_TEST(bulk_device_is_read_and_no_frame_is_lost)
{
    bv_test_usb_plug_in(&bv_test_usb_bulk);
    ck_assert_str_eq(bv_source_info(usb.source)->title, "Test Grabber");
    bv_test_usb_stream(0, 120);
    ck_assert_int_eq(bv_test_grabber_starts(usb.grabber), 1);
}
END_TEST

static const struct bv_test_grabber_about streaming[] = {
    {.fourcc = "YUY2", .width_px = 640, .height_px = 480},
    {.fourcc = "NV12", .width_px = 640, .height_px = 480},
    {.fourcc = "MJPG", .width_px = 640, .height_px = 480},
    {.fourcc = "NV12", .width_px = 640, .height_px = 480, .bulk = true},
    {.fourcc = "MJPG", .width_px = 640, .height_px = 480, .bulk = true},
    {.fourcc = "YUY2",
     .width_px = 640,
     .height_px = 480,
     .bulk = true,
     .payload_bytes = 16384,
     .version = 0x0100},
    {.fourcc = "YUY2",
     .width_px = 1024,
     .height_px = 768,
     .bulk = true,
     .superspeed = true,
     .version = 0x0150},
    {.fourcc = "YUY2",
     .width_px = 1024,
     .height_px = 768,
     .superspeed = true,
     .version = 0x0150},
    /* its payloads end where a transfer does */
    {.fourcc = "YUY2",
     .width_px = 512,
     .height_px = 64,
     .bulk = true,
     .payload_bytes = 70000},
};

START_TEST(every_kind_of_device_is_read_and_no_frame_is_lost)
{
    for (size_t i = 0; i < sizeof(streaming) / sizeof(streaming[0]); i++) {
        bv_test_usb_plug_in(&streaming[i]);
        bv_test_usb_stream(0, 20);
        ck_assert_int_eq(bv_test_grabber_starts(usb.grabber), 1);
        bv_test_usb_start_over();
    }
}
END_TEST

/* The next picture has trouble; the one behind it is good. */
static void assert_dropped(enum bv_test_trouble trouble, int number,
                           double damaged)
{
    struct bv_frame *frame;

    bv_test_grabber_trouble(usb.grabber, trouble);
    bv_test_grabber_allow(usb.grabber, 2);
    frame = bv_test_usb_read();
    ck_assert_uint_eq(frame->sequence, (uint32_t)number + 1);
    ck_assert(bv_test_grabber_sent(usb.grabber, frame, number + 1));
    bv_frame_unref(frame);
    ck_assert_double_eq(bv_test_usb_told("damaged"), damaged);
}

static void assert_all_dropped(const struct bv_test_grabber_about *about,
                               enum bv_test_trouble last)
{
    bv_test_usb_plug_in(about);
    bv_test_usb_stream(0, 5);
    assert_dropped(BV_TEST_SHORT, 5, 1);
    assert_dropped(BV_TEST_ERROR_BIT, 7, 2);
    assert_dropped(last, 9, 3);
    ck_assert_int_eq(bv_test_grabber_starts(usb.grabber), 1);
}

START_TEST(damaged_pictures_are_dropped_and_counted_and_leave_a_gap)
{
    struct bv_test_grabber_about payloads = bv_test_usb_bulk,
                                 packets = bv_test_usb_bulk;

    payloads.payload_bytes = 50000;
    assert_all_dropped(&payloads, BV_TEST_BAD_HEADER);
    bv_test_usb_start_over();
    packets.bulk = false;
    assert_all_dropped(&packets, BV_TEST_LOST_PACKET);
    assert_dropped(BV_TEST_BAD_HEADER, 11, 4);
}
END_TEST

START_TEST(picture_that_the_next_one_ends_is_whole)
{
    bv_test_usb_plug_in(&bv_test_usb_bulk);
    bv_test_usb_stream(0, 5);
    bv_test_grabber_trouble(usb.grabber, BV_TEST_NO_END);
    bv_test_usb_stream(5, 2);
}
END_TEST

/* After this trouble the device sends again when it is told to start anew. */
static void assert_started_anew(const struct bv_test_grabber_about *about,
                                enum bv_test_trouble trouble)
{
    struct bv_frame *frame;
    uint32_t last = 4;

    bv_test_usb_plug_in(about);
    bv_test_usb_stream(0, 5);
    bv_test_grabber_trouble(usb.grabber, trouble);
    bv_test_grabber_allow(usb.grabber, 4);
    for (int i = 0; i < 3; i++) {
        frame = bv_test_usb_read();
        ck_assert_uint_gt(frame->sequence, last);
        last = frame->sequence;
        bv_frame_unref(frame);
    }
    ck_assert_int_eq(bv_test_grabber_starts(usb.grabber), 2);
    ck_assert_double_eq(bv_test_usb_told("link"), 1);
    ck_assert_double_eq(bv_test_usb_told("damaged"),
                        trouble == BV_TEST_ENDLESS);
}

START_TEST(device_that_stops_is_started_anew)
{
    struct bv_test_grabber_about packets = bv_test_usb_bulk;

    packets.bulk = false;
    assert_started_anew(&bv_test_usb_bulk, BV_TEST_STALL);
    bv_test_usb_start_over();
    assert_started_anew(&packets, BV_TEST_STALL);
    bv_test_usb_start_over();
    assert_started_anew(&bv_test_usb_bulk, BV_TEST_HALT);
    bv_test_usb_start_over();
    assert_started_anew(&bv_test_usb_bulk, BV_TEST_ENDLESS);
    bv_test_usb_start_over();
    assert_started_anew(&packets, BV_TEST_ENDLESS);
}
END_TEST

static void assert_followed(const struct bv_test_grabber_about *about)
{
    struct bv_frame *frame;

    bv_test_usb_plug_in(about);
    bv_test_usb_stream(0, 5);
    bv_test_grabber_resize(usb.grabber, 800, 600);
    bv_test_grabber_allow(usb.grabber, 1000);
    do {
        frame = bv_test_usb_read();
        bv_frame_unref(frame);
    } while (frame->width_px == 640);
    ck_assert_int_eq(frame->width_px, 800);
    ck_assert_int_eq(frame->height_px, 600);
    ck_assert_double_ge(bv_test_usb_told("damaged"), 1);
}

START_TEST(size_that_changes_in_mid_stream_is_agreed_on_anew)
{
    struct bv_test_grabber_about packets = bv_test_usb_bulk;

    packets.bulk = false;
    assert_followed(&bv_test_usb_bulk);
    bv_test_usb_start_over();
    assert_followed(&packets);
}
END_TEST

static void await_link(double state)
{
    struct bv_frame *frame;

    for (int i = 0; bv_test_usb_told("link") != state && i < BV_TEST_USB_WAITS;
         i++)
        if (bv_source_read(usb.source, BV_TEST_USB_WAIT_MS, &frame,
                           &usb.fault) == 0)
            bv_frame_unref(frame);
    ck_assert_double_eq(bv_test_usb_told("link"), state);
}

/* How often, where the environment says more. */
static int times(int usually)
{
    const char *text = getenv("BEVEL_REPLUGS");

    return text ? atoi(text) : usually;
}

static int count_files(void)
{
    DIR *folder = opendir("/proc/self/fd");
    int count = 0;

    ck_assert_ptr_nonnull(folder);
    while (readdir(folder))
        count++;
    closedir(folder);
    return count;
}

START_TEST(device_that_goes_and_comes_back_is_read_on_and_nothing_is_left)
{
    enum { settled = 10, spare_files = 4, spare_bytes = 1 << 20 };
    int count = times(20), files = 0;
    size_t used = 0;
    uint32_t number = 0;

    bv_test_usb_plug_in(&bv_test_usb_bulk);
    for (int i = 0; i < count; i++) {
        struct bv_frame *frame;

        bv_test_grabber_allow(usb.grabber, 1);
        frame = bv_test_usb_read();
        ck_assert_uint_ge(frame->sequence, number);
        number = frame->sequence + 1;
        bv_frame_unref(frame);
        bv_test_grabber_unplug(usb.grabber);
        await_link(2);
        bv_test_grabber_plug(usb.grabber);
        if (i == settled) {
            files = count_files();
            used = mallinfo2().uordblks;
        }
    }
    await_link(1);
    ck_assert_int_le(count_files(), files + spare_files);
    ck_assert_uint_le(mallinfo2().uordblks, used + spare_bytes);
}
END_TEST

START_TEST(window_may_wait_for_a_device)
{
    usb.grabber = bv_test_grabber_new(&bv_test_usb_bulk);
    bv_test_grabber_unplug(usb.grabber);
    bv_test_usb_open();
    ck_assert_int_eq(bv_source_info(usb.source)->width_px, 0);
    ck_assert_double_eq(bv_test_usb_told("link"), 0);
    bv_test_grabber_plug(usb.grabber);
    bv_test_usb_stream(0, 5);
}
END_TEST

START_TEST(source_is_closed_while_pictures_come)
{
    for (int i = 0; i < 6; i++) {
        struct bv_test_grabber_about about = bv_test_usb_bulk;

        about.bulk = i % 2;
        bv_test_usb_plug_in(&about);
        bv_test_grabber_allow(usb.grabber, 1000000);
        bv_frame_unref(bv_test_usb_read());
        bv_test_usb_start_over();
    }
}
END_TEST

START_TEST(pictures_that_nobody_fetches_are_late_and_counted)
{
    enum { sent = 50, rooms = 6, a_pause_us = 10000 };

    bv_test_usb_plug_in(&bv_test_usb_bulk);
    bv_test_grabber_allow(usb.grabber, sent);
    for (int i = 0; bv_test_grabber_begun(usb.grabber) < sent &&
                    i < 10 * BV_TEST_USB_WAITS;
         i++)
        usleep(a_pause_us);
    for (uint32_t i = 0; i < rooms; i++) {
        struct bv_frame *frame = bv_test_usb_read();

        ck_assert_uint_eq(frame->sequence, i);
        ck_assert(bv_test_grabber_sent(usb.grabber, frame, (int)i));
        bv_frame_unref(frame);
    }
    for (int i = 0;
         bv_test_usb_told("late") < sent - rooms - 1 && i < BV_TEST_USB_WAITS;
         i++) {
        struct bv_frame *frame;

        if (bv_source_read(usb.source, BV_TEST_USB_WAIT_MS, &frame,
                           &usb.fault) == 0)
            bv_frame_unref(frame); /* the last may have found room again */
    }
    ck_assert_double_ge(bv_test_usb_told("late"), sent - rooms - 1);
    ck_assert_double_eq(bv_test_usb_told("damaged"), 0);
}
END_TEST

/* For longer than a device may be silent. */
START_TEST(device_whose_pictures_nobody_fetches_is_not_started_anew)
{
    enum { steps = 30, a_step_us = 50000 };

    bv_test_usb_plug_in(&bv_test_usb_bulk);
    for (int i = 0; i < steps; i++) {
        bv_test_grabber_allow(usb.grabber, 1);
        usleep(a_step_us);
    }
    ck_assert_int_eq(bv_test_grabber_starts(usb.grabber), 1);
}
END_TEST

int main(void)
{
    const TTest *tests[] = {
        bulk_device_is_read_and_no_frame_is_lost,
        every_kind_of_device_is_read_and_no_frame_is_lost,
        damaged_pictures_are_dropped_and_counted_and_leave_a_gap,
        picture_that_the_next_one_ends_is_whole,
        device_that_stops_is_started_anew,
        size_that_changes_in_mid_stream_is_agreed_on_anew,
        device_that_goes_and_comes_back_is_read_on_and_nothing_is_left,
        window_may_wait_for_a_device,
        source_is_closed_while_pictures_come,
        pictures_that_nobody_fetches_are_late_and_counted,
        device_whose_pictures_nobody_fetches_is_not_started_anew,
        NULL};

    return bv_test_run("usb", bv_test_usb_setup, bv_test_usb_teardown, tests);
}
