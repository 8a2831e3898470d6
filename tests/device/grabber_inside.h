/**
 * @file
 * What the parts of the model of a grabber share.
 */
#ifndef BV_TESTS_DEVICE_GRABBER_INSIDE_H
#define BV_TESTS_DEVICE_GRABBER_INSIDE_H

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "device/grabber.h"
#include "device/usbfs.h"

struct _UMockdevTestbed;

enum {
    vendor = 0x534d,
    endpoint = 0x81,
    frame_index = 1,
    resized_index = 2,
    interval = 166666,
    slow_interval = 333333,
    header_bytes = 12,
    most_px = 1920 * 1080,
    high_speed_packet = 3072,
    superspeed_packet = 16384,
    probe_bytes = 48,
};

struct bv_test_grabber {
    struct bv_test_grabber_about about;
    struct _UMockdevTestbed *testbed;
    struct bv_test_usbfs *usbfs;
    int address; /* on the bus; another each time that it is plugged in */
    char node[32];

    pthread_mutex_t lock; /* of all that is below */
    int allowed, sent, starts;
    bool running;
    bool turn;
    bool in_picture;
    enum bv_test_trouble trouble, now;
    uint16_t width_px, height_px;
    bool resized;       /* the scanner's screen changed: no other size */
    const char *fourcc; /* that it sends */
    uint8_t agreed[probe_bytes];
    uint8_t *picture;
    size_t size, done;            /* of the picture */
    size_t payload, payload_done; /* of the payload, header included */
    uint8_t header[header_bytes];
    bool agrees_wrongly;
    bool lost; /* this picture's packet was */
};

/** @param grabber  Zeroed. */
void bv_test_grabber_init(struct bv_test_grabber *grabber,
                          const struct bv_test_grabber_about *about);

void bv_test_grabber_fini(struct bv_test_grabber *grabber);

/** Its descriptors as the kernel gives them: the device's, then its
 *  configuration's. */
void bv_test_grabber_describe(const struct bv_test_grabber *grabber,
                              struct bv_test_bytes *bytes);

/** What it does when it is asked; its @c data is to be the grabber. */
extern const struct bv_test_device bv_test_grabber_device;

/** It begins to send, or stops: what was half sent is forgotten, and trouble
 *  too that lasts until it is told to start anew. Under its lock. */
void bv_test_grabber_start(struct bv_test_grabber *grabber, bool running);

/** Grey of a row of a picture, over the full range, as a frame has it. */
int bv_test_grabber_grey(const struct bv_test_grabber *grabber, int number,
                         int row);

#endif
