#include "support/test.h"

#include <dirent.h>
#include <errno.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "acquisition/source.h"
#include "device/grabber.h"

/* Generous: what is waited for comes, however slow the machine is. */
enum { a_wait_ms = 100, most_waits = 900, at_once = 3 };

static struct bv_test_grabber *grabber;
static struct bv_source *source;
static struct bv_fault fault;

static const struct bv_test_grabber_about bulk_yuy2 = {
    .fourcc = "YUY2", .width_px = 640, .height_px = 480, .bulk = true};

static void setup(void)
{
    grabber = NULL;
    source = NULL;
    fault = (struct bv_fault){0};
}

static void teardown(void)
{
    bv_source_close(source);
    if (!grabber)
        return;
    ck_assert(bv_test_grabber_is_free(grabber));
    bv_test_grabber_free(grabber);
}

static void open_source(void)
{
    const struct bv_source_options options = {.may_wait = true};

    ck_assert_msg(bv_source_open("usb:", &options, &source, &fault) == 0, "%s",
                  fault.text);
}

static void plug_in(const struct bv_test_grabber_about *about)
{
    grabber = bv_test_grabber_new(about);
    open_source();
}

static struct bv_frame *read_frame(void)
{
    struct bv_frame *frame;
    int error = -ETIMEDOUT;

    for (int i = 0; error == -ETIMEDOUT && i < most_waits; i++)
        error = bv_source_read(source, a_wait_ms, &frame, &fault);
    ck_assert_msg(error == 0, "%d %s", error, fault.text);
    return frame;
}

static double told(const char *name)
{
    struct bv_controls *controls = bv_source_info(source)->controls;

    return bv_controls_told(controls, bv_controls_find(controls, name));
}

/* Let it send pictures, and take them one by one: none may be missing. */
static void stream(int first, int count)
{
    int64_t last_ns = -1;

    bv_test_grabber_allow(grabber, at_once);
    for (int i = 0; i < count; i++) {
        struct bv_frame *frame = read_frame();

        ck_assert_uint_eq(frame->sequence, (uint32_t)(first + i));
        ck_assert_int_gt(frame->time_ns, last_ns);
        ck_assert(bv_test_grabber_sent(grabber, frame, first + i));
        last_ns = frame->time_ns;
        bv_frame_unref(frame);
        if (i + at_once < count)
            bv_test_grabber_allow(grabber, 1);
    }
    ck_assert_double_eq(told("link"), 1);
    ck_assert_double_eq(told("damaged"), 0);
    ck_assert_double_eq(told("late"), 0);
}

START_TEST(bulk_device_is_read_and_no_frame_is_lost)
{
    plug_in(&bulk_yuy2);
    ck_assert_str_eq(bv_source_info(source)->title, "Test Grabber");
    stream(0, 120);
    ck_assert_int_eq(bv_test_grabber_starts(grabber), 1);
}
END_TEST

/* Another device, and another source. */
static void start_over(void)
{
    teardown();
    setup();
}

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
        plug_in(&streaming[i]);
        stream(0, 20);
        ck_assert_int_eq(bv_test_grabber_starts(grabber), 1);
        start_over();
    }
}
END_TEST

/* The next picture has trouble; the one behind it is good. */
static void assert_dropped(enum bv_test_trouble trouble, int number,
                           double damaged)
{
    struct bv_frame *frame;

    bv_test_grabber_trouble(grabber, trouble);
    bv_test_grabber_allow(grabber, 2);
    frame = read_frame();
    ck_assert_uint_eq(frame->sequence, (uint32_t)number + 1);
    ck_assert(bv_test_grabber_sent(grabber, frame, number + 1));
    bv_frame_unref(frame);
    ck_assert_double_eq(told("damaged"), damaged);
}

static void assert_all_dropped(const struct bv_test_grabber_about *about,
                               enum bv_test_trouble last)
{
    plug_in(about);
    stream(0, 5);
    assert_dropped(BV_TEST_SHORT, 5, 1);
    assert_dropped(BV_TEST_ERROR_BIT, 7, 2);
    assert_dropped(last, 9, 3);
    ck_assert_int_eq(bv_test_grabber_starts(grabber), 1);
}

START_TEST(damaged_pictures_are_dropped_and_counted_and_leave_a_gap)
{
    struct bv_test_grabber_about payloads = bulk_yuy2, packets = bulk_yuy2;

    payloads.payload_bytes = 50000;
    assert_all_dropped(&payloads, BV_TEST_BAD_HEADER);
    start_over();
    packets.bulk = false;
    assert_all_dropped(&packets, BV_TEST_LOST_PACKET);
    assert_dropped(BV_TEST_BAD_HEADER, 11, 4);
}
END_TEST

START_TEST(picture_that_the_next_one_ends_is_whole)
{
    plug_in(&bulk_yuy2);
    stream(0, 5);
    bv_test_grabber_trouble(grabber, BV_TEST_NO_END);
    stream(5, 2);
}
END_TEST

/* After this trouble the device sends again when it is told to start anew. */
static void assert_started_anew(const struct bv_test_grabber_about *about,
                                enum bv_test_trouble trouble)
{
    struct bv_frame *frame;
    uint32_t last = 4;

    plug_in(about);
    stream(0, 5);
    bv_test_grabber_trouble(grabber, trouble);
    bv_test_grabber_allow(grabber, 4);
    for (int i = 0; i < 3; i++) {
        frame = read_frame();
        ck_assert_uint_gt(frame->sequence, last);
        last = frame->sequence;
        bv_frame_unref(frame);
    }
    ck_assert_int_eq(bv_test_grabber_starts(grabber), 2);
    ck_assert_double_eq(told("link"), 1);
    ck_assert_double_eq(told("damaged"), trouble == BV_TEST_ENDLESS);
}

START_TEST(device_that_stops_is_started_anew)
{
    struct bv_test_grabber_about packets = bulk_yuy2;

    packets.bulk = false;
    assert_started_anew(&bulk_yuy2, BV_TEST_STALL);
    start_over();
    assert_started_anew(&packets, BV_TEST_STALL);
    start_over();
    assert_started_anew(&bulk_yuy2, BV_TEST_HALT);
    start_over();
    assert_started_anew(&bulk_yuy2, BV_TEST_ENDLESS);
    start_over();
    assert_started_anew(&packets, BV_TEST_ENDLESS);
}
END_TEST

static void assert_followed(const struct bv_test_grabber_about *about)
{
    struct bv_frame *frame;

    plug_in(about);
    stream(0, 5);
    bv_test_grabber_resize(grabber, 800, 600);
    bv_test_grabber_allow(grabber, 1000);
    do {
        frame = read_frame();
        bv_frame_unref(frame);
    } while (frame->width_px == 640);
    ck_assert_int_eq(frame->width_px, 800);
    ck_assert_int_eq(frame->height_px, 600);
    ck_assert_double_ge(told("damaged"), 1);
}

START_TEST(size_that_changes_in_mid_stream_is_agreed_on_anew)
{
    struct bv_test_grabber_about packets = bulk_yuy2;

    packets.bulk = false;
    assert_followed(&bulk_yuy2);
    start_over();
    assert_followed(&packets);
}
END_TEST

static void await_link(double state)
{
    struct bv_frame *frame;

    for (int i = 0; told("link") != state && i < most_waits; i++)
        if (bv_source_read(source, a_wait_ms, &frame, &fault) == 0)
            bv_frame_unref(frame);
    ck_assert_double_eq(told("link"), state);
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

    plug_in(&bulk_yuy2);
    for (int i = 0; i < count; i++) {
        struct bv_frame *frame;

        bv_test_grabber_allow(grabber, 1);
        frame = read_frame();
        ck_assert_uint_ge(frame->sequence, number);
        number = frame->sequence + 1;
        bv_frame_unref(frame);
        bv_test_grabber_unplug(grabber);
        await_link(2);
        bv_test_grabber_plug(grabber);
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
    grabber = bv_test_grabber_new(&bulk_yuy2);
    bv_test_grabber_unplug(grabber);
    open_source();
    ck_assert_int_eq(bv_source_info(source)->width_px, 0);
    ck_assert_double_eq(told("link"), 0);
    bv_test_grabber_plug(grabber);
    stream(0, 5);
}
END_TEST

static void assert_refused(const char *name, int error, const char *says)
{
    ck_assert_int_eq(bv_source_open(name, NULL, &source, &fault), error);
    ck_assert_msg(strstr(fault.text, says) != NULL, "%s", fault.text);
    fault = (struct bv_fault){0};
}

START_TEST(command_is_told_at_once_that_there_is_no_device)
{
    grabber = bv_test_grabber_new(&bulk_yuy2);
    bv_test_grabber_unplug(grabber);
    assert_refused("usb:", -ENODEV, "is not plugged in");
    bv_test_grabber_plug(grabber);
    assert_refused("usb:534d:2110", -ENODEV, "usb:534d:2110 is not plugged in");
}
END_TEST

START_TEST(device_can_be_named_and_its_size_is_known_when_it_is_open)
{
    grabber = bv_test_grabber_new(&bulk_yuy2);
    bv_test_grabber_allow(grabber, 1);
    ck_assert_int_eq(bv_source_open("usb:534D:2109", NULL, &source, &fault), 0);
    ck_assert_int_eq(bv_source_info(source)->width_px, 640);
    ck_assert_int_eq(bv_source_info(source)->height_px, 480);
    ck_assert_double_eq_tol(bv_source_info(source)->frame_rate_hz, 60, 0.01);
    bv_frame_unref(read_frame());
}
END_TEST

static const struct bv_test_grabber_about two_codings = {
    .fourcc = "YUY2",
    .other = "MJPG",
    .width_px = 640,
    .height_px = 480,
    .bulk = true,
};

/* It is told to send what was named, and that comes. */
static void assert_mode(const char *name, const char *mode)
{
    char told_mode[BV_MODE_TEXT_SIZE];
    struct bv_frame *frame;

    setup();
    grabber = bv_test_grabber_new(&two_codings);
    bv_test_grabber_allow(grabber, 2);
    ck_assert_msg(bv_source_open(name, NULL, &source, &fault) == 0, "%s",
                  fault.text);
    bv_test_grabber_mode(grabber, told_mode);
    ck_assert_str_eq(told_mode, mode);
    for (int i = 0; i < 2; i++) {
        frame = read_frame();
        ck_assert(bv_test_grabber_sent(grabber, frame, i));
        bv_frame_unref(frame);
    }
    teardown();
}

START_TEST(mode_can_be_named)
{
    assert_mode("usb:", "640x480@60,YUY2");
    assert_mode("usb:,mjpeg", "640x480@60,MJPG");
    assert_mode("usb:534d:2109,800x600", "800x600@60,YUY2");
    assert_mode("usb:534d:2109,@30", "640x480@30,YUY2");
    assert_mode("usb:,800x600@60,MJPG", "800x600@60,MJPG");
    setup();
}
END_TEST

START_TEST(mode_that_the_device_does_not_have_is_said_with_all_that_it_has)
{
    grabber = bv_test_grabber_new(&two_codings);
    assert_refused("usb:,1280x720@60,nv12", -EINVAL,
                   "usb:534d:2109 has no mode 1280x720@60,nv12; it has YUY2 "
                   "640 x 480 at 60, 30; 800 x 600 at 60 a second; MJPEG 640 x "
                   "480 at 60, 30; 800 x 600 at 60 a second.");
    assert_refused("usb:,800x600@30", -EINVAL, "has no mode 800x600@30;");
    assert_refused("usb:,fast", -EINVAL, "\"fast\" is no mode");
    assert_refused("usb:534d,640x480", -EINVAL, "names no device");
}
END_TEST

START_TEST(device_that_would_send_another_mode_than_named_is_refused)
{
    grabber = bv_test_grabber_new(&bulk_yuy2);
    bv_test_grabber_resize(grabber, 800, 600);
    assert_refused("usb:,640x480", -EINVAL,
                   "was asked for 640x480 and would send 800x600@60,yuy2");
}
END_TEST

START_TEST(device_that_lies_of_its_modes_is_not_opened)
{
    struct bv_test_grabber_about about = bulk_yuy2;
    struct bv_test_bytes lie = {.size = 0};
    const struct bv_test_size size = {1, 640, 480, {166666}};

    bv_test_input(&lie, 0x81);
    bv_test_format(&lie, "YUY2", 1, 1);
    bv_test_size(&lie, "YUY2", &size);
    lie.at[14] = 200; /* of 27 bytes */
    about.lie = &lie;
    grabber = bv_test_grabber_new(&about);
    assert_refused("usb:", -ENODEV, "is not plugged in");
    open_source();
    ck_assert_double_eq(told("link"), 0);
}
END_TEST

START_TEST(device_that_agrees_to_what_it_does_not_have_is_faulty)
{
    grabber = bv_test_grabber_new(&bulk_yuy2);
    bv_test_grabber_agree_wrongly(grabber);
    assert_refused("usb:", -EPROTO,
                   "does not start: it does not answer as a video device "
                   "should; plug it in again.");
}
END_TEST

START_TEST(source_is_closed_while_pictures_come)
{
    for (int i = 0; i < 6; i++) {
        struct bv_test_grabber_about about = bulk_yuy2;

        about.bulk = i % 2;
        plug_in(&about);
        bv_test_grabber_allow(grabber, 1000000);
        bv_frame_unref(read_frame());
        start_over();
    }
}
END_TEST

START_TEST(one_of_several_devices_has_to_be_named)
{
    grabber = bv_test_grabber_new(&bulk_yuy2);
    bv_test_grabber_add_other(grabber);
    assert_refused("usb:", -EINVAL, "2 USB grabbers and cameras");
}
END_TEST

START_TEST(pictures_that_nobody_fetches_are_late_and_counted)
{
    enum { sent = 50, rooms = 6, a_pause_us = 10000 };

    plug_in(&bulk_yuy2);
    bv_test_grabber_allow(grabber, sent);
    for (int i = 0;
         bv_test_grabber_begun(grabber) < sent && i < 10 * most_waits; i++)
        usleep(a_pause_us);
    for (uint32_t i = 0; i < rooms; i++) {
        struct bv_frame *frame = read_frame();

        ck_assert_uint_eq(frame->sequence, i);
        ck_assert(bv_test_grabber_sent(grabber, frame, (int)i));
        bv_frame_unref(frame);
    }
    for (int i = 0; told("late") < sent - rooms - 1 && i < most_waits; i++) {
        struct bv_frame *frame;

        if (bv_source_read(source, a_wait_ms, &frame, &fault) == 0)
            bv_frame_unref(frame); /* the last may have found room again */
    }
    ck_assert_double_ge(told("late"), sent - rooms - 1);
    ck_assert_double_eq(told("damaged"), 0);
}
END_TEST

/* For longer than a device may be silent. */
START_TEST(device_whose_pictures_nobody_fetches_is_not_started_anew)
{
    enum { steps = 30, a_step_us = 50000 };

    plug_in(&bulk_yuy2);
    for (int i = 0; i < steps; i++) {
        bv_test_grabber_allow(grabber, 1);
        usleep(a_step_us);
    }
    ck_assert_int_eq(bv_test_grabber_starts(grabber), 1);
}
END_TEST

static bool lists(const char *what)
{
    const struct bv_source_driver *const *driver = bv_source_drivers();
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    bool found;

    while (strcmp((*driver)->name, "usb") != 0)
        driver++;
    (*driver)->list(out);
    fclose(out);
    found = strstr(text, what);
    if (!found)
        fprintf(stderr, "%s", text);
    free(text);
    return found;
}

START_TEST(device_is_listed_with_its_modes)
{
    grabber = bv_test_grabber_new(&bulk_yuy2);
    ck_assert(lists("    usb:534d:2109  Test Grabber\n"
                    "        YUY2  640 x 480 at 60, 30; 800 x 600 at 60 a "
                    "second\n        taken where none is named: "
                    "usb:534d:2109,640x480@60,yuy2\n"));
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
        command_is_told_at_once_that_there_is_no_device,
        device_can_be_named_and_its_size_is_known_when_it_is_open,
        mode_can_be_named,
        mode_that_the_device_does_not_have_is_said_with_all_that_it_has,
        device_that_would_send_another_mode_than_named_is_refused,
        device_that_lies_of_its_modes_is_not_opened,
        device_that_agrees_to_what_it_does_not_have_is_faulty,
        source_is_closed_while_pictures_come,
        one_of_several_devices_has_to_be_named,
        pictures_that_nobody_fetches_are_late_and_counted,
        device_whose_pictures_nobody_fetches_is_not_started_anew,
        device_is_listed_with_its_modes,
        NULL};

    return bv_test_run("usb", setup, teardown, tests);
}
