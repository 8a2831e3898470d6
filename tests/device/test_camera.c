#include "support/test.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "acquisition/source.h"
#include "device/camera.h"

/* A node of umockdev's is a plain file: read() comes back at once. */
enum { a_wait_ms = 100, most_waits = 100000 };

static struct bv_test_camera *camera;
static struct bv_source *source;
static struct bv_fault fault;

static void setup(void)
{
    camera = NULL;
    source = NULL;
    fault = (struct bv_fault){0};
}

static void teardown(void)
{
    bv_source_close(source);
    if (!camera)
        return;
    ck_assert(bv_test_camera_is_free(camera));
    bv_test_camera_free(camera);
}

static void open_source(const char *name)
{
    ck_assert_msg(bv_source_open(name, NULL, &source, &fault) == 0, "%s",
                  fault.text);
}

static int read_frame(struct bv_frame **frame)
{
    int error = -ETIMEDOUT;

    for (int i = 0; error == -ETIMEDOUT && i < most_waits; i++)
        error = bv_source_read(source, a_wait_ms, frame, &fault);
    return error;
}

/* The next frame is the picture of that number. */
static void assert_read(int number)
{
    struct bv_frame *frame;

    ck_assert_msg(read_frame(&frame) == 0, "%s", fault.text);
    ck_assert_uint_eq(frame->sequence, (uint32_t)number);
    ck_assert(bv_test_camera_sent(frame, number));
    bv_frame_unref(frame);
}

START_TEST(camera_is_read_at_its_own_size_and_best_rate_and_no_frame_is_lost)
{
    char mode[BV_MODE_TEXT_SIZE];

    camera = bv_test_camera_new(BV_TEST_CAMERA_GOOD);
    open_source("v4l2:");
    bv_test_camera_mode(camera, mode);
    ck_assert_str_eq(mode, "640x480@60,NV12");
    ck_assert_str_eq(bv_source_info(source)->title, "Test Camera");
    ck_assert_int_eq(bv_source_info(source)->width_px, 640);
    ck_assert_double_eq_tol(bv_source_info(source)->frame_rate_hz, 60, 0.01);
    for (int i = 0; i < 60; i++) {
        bv_test_camera_allow(camera, 1);
        assert_read(i);
    }
}
END_TEST

static void assert_mode(const char *name, const char *mode)
{
    char told[BV_MODE_TEXT_SIZE];

    setup();
    camera = bv_test_camera_new(BV_TEST_CAMERA_GOOD);
    bv_test_camera_allow(camera, 2);
    open_source(name);
    bv_test_camera_mode(camera, told);
    ck_assert_str_eq(told, mode);
    assert_read(0);
    assert_read(1);
    teardown();
}

START_TEST(mode_can_be_named)
{
    assert_mode("v4l2:,yuyv", "640x480@30,YUYV");
    assert_mode("v4l2:/dev/video0,yuy2,@15", "640x480@15,YUYV");
    assert_mode("v4l2:/dev/video0,1920x1080", "1920x1080@5,YUYV");
    assert_mode("v4l2:,1024x768@25", "1024x768@25,NV12");
    setup();
}
END_TEST

static void assert_refused(const char *name, int error, const char *says)
{
    ck_assert_int_eq(bv_source_open(name, NULL, &source, &fault), error);
    ck_assert_msg(strstr(fault.text, says) != NULL, "%s", fault.text);
    fault = (struct bv_fault){0};
}

START_TEST(mode_that_the_camera_does_not_have_is_said_with_all_that_it_has)
{
    camera = bv_test_camera_new(BV_TEST_CAMERA_GOOD);
    assert_refused("v4l2:,mjpeg", -EINVAL,
                   "/dev/video0 has no mode mjpeg; it has NV12 640 x 480 at 60 "
                   "to 5 a second; YUY2 640 x 480 at 30, 15; 1920 x 1080 at 5 "
                   "a second.");
    assert_refused("v4l2:,1282x1024", -EINVAL, "has no mode 1282x1024;");
    assert_refused("v4l2:/dev/video0,quick", -EINVAL, "\"quick\" is no mode");
}
END_TEST

START_TEST(camera_that_would_send_another_mode_than_named_is_refused)
{
    camera = bv_test_camera_new(BV_TEST_CAMERA_STUBBORN);
    assert_refused("v4l2:,1920x1080", -EINVAL,
                   "was asked for 1920x1080 and would send 640x480@15,yuy2");
    assert_refused("v4l2:,@30,yuy2", -EINVAL, "would send 640x480@15,yuy2");
    open_source("v4l2:");
}
END_TEST

START_TEST(camera_that_lies_or_has_nothing_to_show_is_not_opened)
{
    camera = bv_test_camera_new(BV_TEST_CAMERA_LIES);
    assert_refused("v4l2:", -ERANGE, "gives 1073741824 x 480 px");
    teardown();
    setup();
    camera = bv_test_camera_new(BV_TEST_CAMERA_STRANGE);
    assert_refused("v4l2:", -ENOTSUP, "gives no picture that bevel knows");
}
END_TEST

START_TEST(camera_that_another_program_has_is_said)
{
    camera = bv_test_camera_new(BV_TEST_CAMERA_BUSY);
    assert_refused("v4l2:", -EBUSY, "in use by another program");
}
END_TEST

START_TEST(damaged_picture_is_dropped_and_leaves_a_gap)
{
    camera = bv_test_camera_new(BV_TEST_CAMERA_GOOD);
    open_source("v4l2:");
    bv_test_camera_allow(camera, 1);
    assert_read(0);
    bv_test_camera_damage(camera);
    bv_test_camera_allow(camera, 2);
    assert_read(2);
}
END_TEST

START_TEST(camera_that_is_unplugged_ends_the_source)
{
    struct bv_frame *frame;

    camera = bv_test_camera_new(BV_TEST_CAMERA_GOOD);
    bv_test_camera_allow(camera, 1);
    open_source("v4l2:");
    assert_read(0);
    bv_test_camera_unplug(camera);
    ck_assert_int_eq(read_frame(&frame), -ENODEV);
    ck_assert_str_eq(fault.text, "/dev/video0 was unplugged, or stopped.");
    bv_source_close(source);
    source = NULL;
    bv_test_camera_free(camera);
    camera = NULL;
}
END_TEST

START_TEST(camera_is_listed_with_its_modes)
{
    const struct bv_source_driver *const *driver = bv_source_drivers();
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);

    camera = bv_test_camera_new(BV_TEST_CAMERA_GOOD);
    while (strcmp((*driver)->name, "v4l2") != 0)
        driver++;
    (*driver)->list(out);
    fclose(out);
    ck_assert_str_eq(
        text, "    v4l2:/dev/video0    Test Camera\n"
              "        NV12  640 x 480 at 60 to 5 a second\n"
              "        YUY2  640 x 480 at 30, 15; 1920 x 1080 at 5 a second\n"
              "        taken where none is named: "
              "v4l2:/dev/video0,640x480@60,nv12\n");
    free(text);
}
END_TEST

int main(void)
{
    const TTest *tests[] = {
        camera_is_read_at_its_own_size_and_best_rate_and_no_frame_is_lost,
        mode_can_be_named,
        mode_that_the_camera_does_not_have_is_said_with_all_that_it_has,
        camera_that_would_send_another_mode_than_named_is_refused,
        camera_that_lies_or_has_nothing_to_show_is_not_opened,
        camera_that_another_program_has_is_said,
        damaged_picture_is_dropped_and_leaves_a_gap,
        camera_that_is_unplugged_ends_the_source,
        camera_is_listed_with_its_modes,
        NULL};

    return bv_test_run("camera", setup, teardown, tests);
}
