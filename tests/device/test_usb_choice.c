#include "support/test.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "device/usb_session.h"

static void assert_refused(const char *name, int error, const char *says)
{
    ck_assert_int_eq(bv_source_open(name, NULL, &usb.source, &usb.fault),
                     error);
    ck_assert_msg(strstr(usb.fault.text, says) != NULL, "%s", usb.fault.text);
    usb.fault = (struct bv_fault){0};
}

START_TEST(command_is_told_at_once_that_there_is_no_device)
{
    usb.grabber = bv_test_grabber_new(&bv_test_usb_bulk);
    bv_test_grabber_unplug(usb.grabber);
    assert_refused("usb:", -ENODEV, "is not plugged in");
    bv_test_grabber_plug(usb.grabber);
    assert_refused("usb:534d:2110", -ENODEV, "usb:534d:2110 is not plugged in");
}
END_TEST

START_TEST(device_can_be_named_and_its_size_is_known_when_it_is_open)
{
    usb.grabber = bv_test_grabber_new(&bv_test_usb_bulk);
    bv_test_grabber_allow(usb.grabber, 1);
    ck_assert_int_eq(
        bv_source_open("usb:534D:2109", NULL, &usb.source, &usb.fault), 0);
    ck_assert_int_eq(bv_source_info(usb.source)->width_px, 640);
    ck_assert_int_eq(bv_source_info(usb.source)->height_px, 480);
    ck_assert_double_eq_tol(bv_source_info(usb.source)->frame_rate_hz, 60,
                            0.01);
    bv_frame_unref(bv_test_usb_read());
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

    bv_test_usb_setup();
    usb.grabber = bv_test_grabber_new(&two_codings);
    bv_test_grabber_allow(usb.grabber, 2);
    ck_assert_msg(bv_source_open(name, NULL, &usb.source, &usb.fault) == 0,
                  "%s", usb.fault.text);
    bv_test_grabber_mode(usb.grabber, told_mode);
    ck_assert_str_eq(told_mode, mode);
    for (int i = 0; i < 2; i++) {
        frame = bv_test_usb_read();
        ck_assert(bv_test_grabber_sent(usb.grabber, frame, i));
        bv_frame_unref(frame);
    }
    bv_test_usb_teardown();
}

START_TEST(mode_can_be_named)
{
    assert_mode("usb:", "640x480@60,YUY2");
    assert_mode("usb:,mjpeg", "640x480@60,MJPG");
    assert_mode("usb:534d:2109,800x600", "800x600@60,YUY2");
    assert_mode("usb:534d:2109,@30", "640x480@30,YUY2");
    assert_mode("usb:,800x600@60,MJPG", "800x600@60,MJPG");
    bv_test_usb_setup();
}
END_TEST

START_TEST(mode_that_the_device_does_not_have_is_said_with_all_that_it_has)
{
    usb.grabber = bv_test_grabber_new(&two_codings);
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
    usb.grabber = bv_test_grabber_new(&bv_test_usb_bulk);
    bv_test_grabber_resize(usb.grabber, 800, 600);
    assert_refused("usb:,640x480", -EINVAL,
                   "was asked for 640x480 and would send 800x600@60,yuy2");
}
END_TEST

START_TEST(device_that_lies_of_its_modes_is_not_opened)
{
    struct bv_test_grabber_about about = bv_test_usb_bulk;
    struct bv_test_bytes lie = {.size = 0};
    const struct bv_test_size size = {1, 640, 480, {166666}};

    bv_test_input(&lie, 0x81);
    bv_test_format(&lie, "YUY2", 1, 1);
    bv_test_size(&lie, "YUY2", &size);
    lie.at[14] = 200; /* of 27 bytes */
    about.lie = &lie;
    usb.grabber = bv_test_grabber_new(&about);
    assert_refused("usb:", -ENODEV, "is not plugged in");
    bv_test_usb_open();
    ck_assert_double_eq(bv_test_usb_told("link"), 0);
}
END_TEST

START_TEST(device_that_agrees_to_what_it_does_not_have_is_faulty)
{
    usb.grabber = bv_test_grabber_new(&bv_test_usb_bulk);
    bv_test_grabber_agree_wrongly(usb.grabber);
    assert_refused("usb:", -EPROTO,
                   "does not start: it does not answer as a video device "
                   "should; plug it in again.");
}
END_TEST

START_TEST(one_of_several_devices_has_to_be_named)
{
    usb.grabber = bv_test_grabber_new(&bv_test_usb_bulk);
    bv_test_grabber_add_other(usb.grabber);
    assert_refused("usb:", -EINVAL, "2 USB grabbers and cameras");
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
    usb.grabber = bv_test_grabber_new(&bv_test_usb_bulk);
    ck_assert(lists("    usb:534d:2109  Test Grabber\n"
                    "        YUY2  640 x 480 at 60, 30; 800 x 600 at 60 a "
                    "second\n        taken where none is named: "
                    "usb:534d:2109,640x480@60,yuy2\n"));
}
END_TEST

int main(void)
{
    const TTest *tests[] = {
        command_is_told_at_once_that_there_is_no_device,
        device_can_be_named_and_its_size_is_known_when_it_is_open,
        mode_can_be_named,
        mode_that_the_device_does_not_have_is_said_with_all_that_it_has,
        device_that_would_send_another_mode_than_named_is_refused,
        device_that_lies_of_its_modes_is_not_opened,
        device_that_agrees_to_what_it_does_not_have_is_faulty,
        one_of_several_devices_has_to_be_named,
        device_is_listed_with_its_modes,
        NULL};

    return bv_test_run("usb_choice", bv_test_usb_setup, bv_test_usb_teardown,
                       tests);
}
