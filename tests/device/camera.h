/**
 * @file
 * A model of a device that the kernel drives (Video4Linux), in a machine of
 * umockdev's. It sends as many pictures as the test allows, as fast as they
 * are fetched.
 */
#ifndef BV_TESTS_DEVICE_CAMERA_H
#define BV_TESTS_DEVICE_CAMERA_H

#include <stdbool.h>

#include "acquisition/modes.h"
#include "core/frame.h"

/** What is the matter with it. */
enum bv_test_camera_trouble {
    BV_TEST_CAMERA_GOOD,
    BV_TEST_CAMERA_STUBBORN, /**< It answers its own size and rate always. */
    BV_TEST_CAMERA_LIES,     /**< It says that its pictures are huge. */
    BV_TEST_CAMERA_STRANGE,  /**< It has no coding that bevel knows. */
    BV_TEST_CAMERA_BUSY,     /**< Another program has it. */
};

struct bv_test_camera;

/** /dev/video0: YUYV at 640 x 480 (its own) at 30 and 15, and 1920 x 1080 at
 *  5; NV12 at any size up to 1280 x 1024. */
struct bv_test_camera *bv_test_camera_new(enum bv_test_camera_trouble trouble);

void bv_test_camera_free(struct bv_test_camera *camera);

/** Let it send so many pictures more. */
void bv_test_camera_allow(struct bv_test_camera *camera, int pictures);

/** The next picture is marked as damaged by the driver. */
void bv_test_camera_damage(struct bv_test_camera *camera);

void bv_test_camera_unplug(struct bv_test_camera *camera);

/** What it was told last to send, as a user types it. */
void bv_test_camera_mode(const struct bv_test_camera *camera,
                         char text[BV_MODE_TEXT_SIZE]);

/** Whether nothing of it is in use. */
bool bv_test_camera_is_free(const struct bv_test_camera *camera);

/** Whether a frame is the picture of that number, every row of it. */
bool bv_test_camera_sent(const struct bv_frame *frame, int number);

#endif
