/**
 * @file
 * A model of a USB frame grabber, plugged into a machine of umockdev's: the
 * real libusb talks to it. It sends as many pictures as the test allows, as
 * fast as they are fetched, so that no test depends on the machine's speed.
 */
#ifndef BV_TESTS_DEVICE_GRABBER_H
#define BV_TESTS_DEVICE_GRABBER_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "acquisition/modes.h"
#include "core/frame.h"
#include "support/uvc.h"

/** What it is. */
struct bv_test_grabber_about {
    const char *fourcc; /**< "YUY2", "NV12" or "MJPG". */
    const char *other;  /**< Another that it has too, or NULL. */
    uint16_t width_px, height_px;
    bool bulk;
    bool superspeed;
    uint16_t version;  /**< Of the class. */
    int payload_bytes; /**< 0: a picture a payload, or a packet's size. */
    uint16_t product;  /**< 0: 0x2109. */
    /** Set: these are its class-specific descriptors of streaming. */
    const struct bv_test_bytes *lie;
};

/** What is wrong with the next picture. */
enum bv_test_trouble {
    BV_TEST_GOOD,
    BV_TEST_SHORT,     /**< Its last bytes are missing. */
    BV_TEST_ERROR_BIT, /**< A payload says that it is damaged. */
    BV_TEST_BAD_HEADER,
    BV_TEST_NO_END,      /**< The next picture's toggle ends it. */
    BV_TEST_LOST_PACKET, /**< The bus lost one; isochronous alone. */
    BV_TEST_ENDLESS,     /**< It goes on until it is told to start anew. */
    BV_TEST_STALL,       /**< Nothing comes any more until then. */
    BV_TEST_HALT,        /**< The endpoint is halted until then; bulk alone. */
};

struct bv_test_grabber;

/** Plugged in. @return NULL: this is not umockdev's world. */
struct bv_test_grabber *
bv_test_grabber_new(const struct bv_test_grabber_about *about);

void bv_test_grabber_free(struct bv_test_grabber *grabber);

/** Let it send so many pictures more. */
void bv_test_grabber_allow(struct bv_test_grabber *grabber, int pictures);

/** Let the next picture have trouble. */
void bv_test_grabber_trouble(struct bv_test_grabber *grabber,
                             enum bv_test_trouble trouble);

/** From the next picture on it sends another size, as when the scanner's
 *  screen changes; it says so when it is asked. */
void bv_test_grabber_resize(struct bv_test_grabber *grabber, uint16_t width_px,
                            uint16_t height_px);

/** From now on it agrees to a mode that it does not have. */
void bv_test_grabber_agree_wrongly(struct bv_test_grabber *grabber);

/** Others than this process's user may look at its machine, and not use it. */
void bv_test_grabber_forbid(struct bv_test_grabber *grabber);

void bv_test_grabber_unplug(struct bv_test_grabber *grabber);
void bv_test_grabber_plug(struct bv_test_grabber *grabber);

/** Whose memory is meant: another process opens it. */
void bv_test_grabber_serve(struct bv_test_grabber *grabber, pid_t process);

/** Plug in another one of its kind, which nobody answers for. */
void bv_test_grabber_add_other(struct bv_test_grabber *grabber);

/** What it was told last to send, as a user types it. */
void bv_test_grabber_mode(struct bv_test_grabber *grabber,
                          char text[BV_MODE_TEXT_SIZE]);

/** How many pictures it has begun to send. */
int bv_test_grabber_begun(struct bv_test_grabber *grabber);

/** How often it was told to begin. */
int bv_test_grabber_starts(struct bv_test_grabber *grabber);

/** Whether it was given back: nothing under way, the kernel's driver there. */
bool bv_test_grabber_is_free(struct bv_test_grabber *grabber);

/** Whether a frame is the picture of that number, every row of it. */
bool bv_test_grabber_sent(const struct bv_test_grabber *grabber,
                          const struct bv_frame *frame, int number);

#endif
