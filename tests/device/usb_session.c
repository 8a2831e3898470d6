#include "device/usb_session.h"

#include <errno.h>

#include "support/test.h"

enum { at_once = 3 };

struct bv_test_usb usb;

const struct bv_test_grabber_about bv_test_usb_bulk = {
    .fourcc = "YUY2", .width_px = 640, .height_px = 480, .bulk = true};

void bv_test_usb_setup(void)
{
    usb = (struct bv_test_usb){0};
}

void bv_test_usb_teardown(void)
{
    bv_source_close(usb.source);
    if (!usb.grabber)
        return;
    ck_assert(bv_test_grabber_is_free(usb.grabber));
    bv_test_grabber_free(usb.grabber);
}

void bv_test_usb_open(void)
{
    const struct bv_source_options options = {.may_wait = true};

    ck_assert_msg(bv_source_open("usb:", &options, &usb.source, &usb.fault) ==
                      0,
                  "%s", usb.fault.text);
}

void bv_test_usb_plug_in(const struct bv_test_grabber_about *about)
{
    usb.grabber = bv_test_grabber_new(about);
    bv_test_usb_open();
}

struct bv_frame *bv_test_usb_read(void)
{
    struct bv_frame *frame;
    int error = -ETIMEDOUT;

    for (int i = 0; error == -ETIMEDOUT && i < BV_TEST_USB_WAITS; i++)
        error =
            bv_source_read(usb.source, BV_TEST_USB_WAIT_MS, &frame, &usb.fault);
    ck_assert_msg(error == 0, "%d %s", error, usb.fault.text);
    return frame;
}

double bv_test_usb_told(const char *name)
{
    struct bv_controls *controls = bv_source_info(usb.source)->controls;

    return bv_controls_told(controls, bv_controls_find(controls, name));
}

void bv_test_usb_stream(int first, int count)
{
    int64_t last_ns = -1;

    bv_test_grabber_allow(usb.grabber, at_once);
    for (int i = 0; i < count; i++) {
        struct bv_frame *frame = bv_test_usb_read();

        ck_assert_uint_eq(frame->sequence, (uint32_t)(first + i));
        ck_assert_int_gt(frame->time_ns, last_ns);
        ck_assert(bv_test_grabber_sent(usb.grabber, frame, first + i));
        last_ns = frame->time_ns;
        bv_frame_unref(frame);
        if (i + at_once < count)
            bv_test_grabber_allow(usb.grabber, 1);
    }
    ck_assert_double_eq(bv_test_usb_told("link"), 1);
    ck_assert_double_eq(bv_test_usb_told("damaged"), 0);
    ck_assert_double_eq(bv_test_usb_told("late"), 0);
}

void bv_test_usb_start_over(void)
{
    bv_test_usb_teardown();
    bv_test_usb_setup();
}
