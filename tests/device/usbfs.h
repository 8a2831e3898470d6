/**
 * @file
 * The kernel's side of a USB device, for umockdev: what libusb asks of
 * /dev/bus/usb is answered by a model of the device.
 *
 * The model's functions are called on umockdev's thread, under no lock of
 * this file's.
 */
#ifndef BV_TESTS_DEVICE_USBFS_H
#define BV_TESTS_DEVICE_USBFS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct _UMockdevIoctlBase;

/** A control request's first bytes. */
struct bv_test_setup {
    uint8_t type, request;
    uint16_t value, index, length;
};

/** What a device does. */
struct bv_test_device {
    /** @return How many bytes were taken or written, or a negative errno. */
    int (*control)(void *data, const struct bv_test_setup *setup,
                   uint8_t *bytes);
    /** Another alternate setting. */
    void (*set_interface)(void *data, int interface, int alternate);
    void (*clear_halt)(void *data);
    /** @return How many bytes it has to send, up to @p size; -EAGAIN: nothing
     *  now; another negative errno ends the transfer. */
    int (*bulk)(void *data, uint8_t *bytes, size_t size);
    /** The same for one packet. */
    int (*packet)(void *data, uint8_t *bytes, size_t size);
    void *data;
};

struct bv_test_usbfs;

/** @param device  Copied. */
struct bv_test_usbfs *bv_test_usbfs_new(const struct bv_test_device *device);

void bv_test_usbfs_free(struct bv_test_usbfs *usbfs);

/** What umockdev_testbed_attach_ioctl() takes. */
struct _UMockdevIoctlBase *bv_test_usbfs_handler(struct bv_test_usbfs *usbfs);

/** Whose memory is meant; the own process at the start. */
void bv_test_usbfs_set_process(struct bv_test_usbfs *usbfs, pid_t process);

/** Pull it out: what is under way ends, then nothing works any more. */
void bv_test_usbfs_unplug(struct bv_test_usbfs *usbfs);

/** Another device is plugged in: as at the start. */
void bv_test_usbfs_plug(struct bv_test_usbfs *usbfs);

/** The kernel's driver has its interfaces until somebody takes them. */
bool bv_test_usbfs_has_driver(struct bv_test_usbfs *usbfs);

/** How many transfers are under way. */
int bv_test_usbfs_pending(struct bv_test_usbfs *usbfs);

#endif
