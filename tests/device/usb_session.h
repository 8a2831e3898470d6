/**
 * @file
 * What the tests of grabbers share: a device, and the source that reads it.
 */
#ifndef BV_TESTS_DEVICE_USB_SESSION_H
#define BV_TESTS_DEVICE_USB_SESSION_H

#include "acquisition/source.h"
#include "device/grabber.h"

/** Generous: what is waited for comes, however slow the machine is. */
enum { BV_TEST_USB_WAIT_MS = 100, BV_TEST_USB_WAITS = 900 };

/** Both may be missing. */
extern struct bv_test_usb {
    struct bv_test_grabber *grabber;
    struct bv_source *source;
    struct bv_fault fault;
} usb;

/** 640 x 480 px, YUY2. */
extern const struct bv_test_grabber_about bv_test_usb_bulk;

void bv_test_usb_setup(void);

/** Close the source; the device must be as it was before. */
void bv_test_usb_teardown(void);

/** For another device, and another source. */
void bv_test_usb_start_over(void);

/** Open `usb:` as a window does. */
void bv_test_usb_open(void);

/** A device, and its source. */
void bv_test_usb_plug_in(const struct bv_test_grabber_about *about);

/** The next frame, which has to come. */
struct bv_frame *bv_test_usb_read(void);

/** What the source tells of itself. */
double bv_test_usb_told(const char *name);

/** Let it send pictures, and take them one by one: none may be missing. */
void bv_test_usb_stream(int first, int count);

#endif
