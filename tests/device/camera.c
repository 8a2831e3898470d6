#include "device/camera.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/videodev2.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/uio.h>
#include <unistd.h>

#include <umockdev.h>

enum {
    buffer_count = 4,
    buffer_bytes = 1 << 23,
    nothing_yet_us = 500,
};

static const char node[] = "/dev/video0";

struct bv_test_camera {
    enum bv_test_camera_trouble trouble;
    UMockdevTestbed *testbed;
    UMockdevIoctlBase *handler;
    int file; /* behind the node: its buffers */

    pthread_mutex_t lock;
    struct v4l2_pix_format about;
    struct v4l2_fract time;
    bool running, gone, damaged;
    int allowed, sent;
    bool queued[buffer_count];
};

/* GObject's words for a handler that knows its camera. */
typedef struct {
    UMockdevIoctlBase parent;
    struct bv_test_camera *camera;
} CameraHandler;
typedef UMockdevIoctlBaseClass CameraHandlerClass;

static GType camera_handler_get_type(void);
G_DEFINE_TYPE(CameraHandler, camera_handler, UMOCKDEV_TYPE_IOCTL_BASE)

static uint8_t luma(int number, int row)
{
    return (uint8_t)(16 + (row + 5 * number) % 220);
}

static int describe(struct v4l2_capability *about)
{
    *about = (struct v4l2_capability){.driver = "test",
                                      .card = "Test Camera",
                                      .capabilities = V4L2_CAP_VIDEO_CAPTURE |
                                                      V4L2_CAP_STREAMING};
    return 0;
}

static int name_format(const struct bv_test_camera *camera,
                       struct v4l2_fmtdesc *about)
{
    static const uint32_t has[] = {V4L2_PIX_FMT_YUYV, V4L2_PIX_FMT_NV12};

    if (about->index >= 2)
        return -EINVAL;
    about->pixelformat = camera->trouble == BV_TEST_CAMERA_STRANGE
                             ? V4L2_PIX_FMT_H264
                             : has[about->index];
    return 0;
}

static int name_size(struct v4l2_frmsizeenum *about)
{
    bool yuyv = about->pixel_format == V4L2_PIX_FMT_YUYV;

    if (about->index >= (yuyv ? 2U : 1U))
        return -EINVAL;
    about->type =
        yuyv ? V4L2_FRMSIZE_TYPE_DISCRETE : V4L2_FRMSIZE_TYPE_STEPWISE;
    if (yuyv) {
        about->discrete.width = about->index ? 1920 : 640;
        about->discrete.height = about->index ? 1080 : 480;
    } else {
        about->stepwise =
            (struct v4l2_frmsize_stepwise){32, 1280, 2, 32, 1024, 2};
    }
    return 0;
}

static int name_interval(struct v4l2_frmivalenum *about)
{
    if (about->pixel_format == V4L2_PIX_FMT_NV12) {
        about->type = V4L2_FRMIVAL_TYPE_CONTINUOUS;
        about->stepwise.min = (struct v4l2_fract){1, 60};
        about->stepwise.max = (struct v4l2_fract){1, 5};
        return about->index ? -EINVAL : 0;
    }
    about->type = V4L2_FRMIVAL_TYPE_DISCRETE;
    about->discrete =
        (struct v4l2_fract){1, about->width == 1920 ? 5 : 30 >> about->index};
    return about->index < (about->width == 1920 ? 1U : 2U) ? 0 : -EINVAL;
}

static int set_format(struct bv_test_camera *camera, struct v4l2_format *format)
{
    struct v4l2_pix_format *wanted = &format->fmt.pix;
    bool yuyv = wanted->pixelformat == V4L2_PIX_FMT_YUYV;

    if (camera->trouble == BV_TEST_CAMERA_BUSY)
        return -EBUSY;
    if (camera->trouble == BV_TEST_CAMERA_STUBBORN) {
        wanted->width = camera->about.width;
        wanted->height = camera->about.height;
    }
    if (camera->trouble == BV_TEST_CAMERA_LIES)
        wanted->width = 1 << 30;
    wanted->bytesperline = wanted->width * (yuyv ? 2 : 1);
    wanted->sizeimage =
        wanted->bytesperline * wanted->height * (yuyv ? 2 : 3) / 2;
    camera->about = *wanted;
    return 0;
}

static int lend_buffer(struct v4l2_buffer *about)
{
    if (about->index >= buffer_count)
        return -EINVAL;
    about->length = buffer_bytes;
    about->m.offset = about->index * buffer_bytes;
    return 0;
}

static int queue(struct bv_test_camera *camera, const struct v4l2_buffer *about)
{
    if (about->index >= buffer_count || camera->queued[about->index])
        return -EINVAL;
    camera->queued[about->index] = true;
    return 0;
}

/* A picture into a buffer. @return Its bytes. */
static uint32_t draw(const struct bv_test_camera *camera, unsigned at)
{
    const struct v4l2_pix_format *about = &camera->about;
    size_t step = about->pixelformat == V4L2_PIX_FMT_YUYV ? 2 : 1;
    uint8_t *picture = malloc(about->sizeimage);

    memset(picture, 128, about->sizeimage);
    for (size_t y = 0; y < about->height; y++)
        for (size_t x = 0; x < about->width; x++)
            picture[y * about->bytesperline + x * step] =
                luma(camera->sent, (int)y);
    if (pwrite(camera->file, picture, about->sizeimage,
               (off_t)at * buffer_bytes) != (ssize_t)about->sizeimage)
        g_error("cannot draw");
    free(picture);
    return about->sizeimage;
}

static int dequeue(struct bv_test_camera *camera, struct v4l2_buffer *about)
{
    unsigned at = 0;

    while (at < buffer_count && !camera->queued[at])
        at++;
    if (!camera->running || camera->sent == camera->allowed ||
        at == buffer_count)
        return -EAGAIN;
    about->index = at;
    about->bytesused = draw(camera, at);
    about->sequence = (uint32_t)camera->sent++;
    about->flags = camera->damaged ? V4L2_BUF_FLAG_ERROR : 0;
    camera->damaged = false;
    camera->queued[at] = false;
    return 0;
}

static int run(struct bv_test_camera *camera, bool running)
{
    camera->running = running;
    if (!running)
        memset(camera->queued, 0, sizeof(camera->queued));
    return 0;
}

static int set_rate(struct bv_test_camera *camera,
                    struct v4l2_streamparm *about, bool set)
{
    if (set && camera->trouble != BV_TEST_CAMERA_STUBBORN)
        camera->time = about->parm.capture.timeperframe;
    about->parm.capture.timeperframe = camera->time;
    return 0;
}

/* What the kernel copies both ways: the request says how much. */
static int answer(struct bv_test_camera *camera, unsigned long request,
                  void *about)
{
    if (camera->gone)
        return -ENODEV;
    switch (request) {
    case VIDIOC_QUERYCAP:
        return describe(about);
    case VIDIOC_ENUM_FMT:
        return name_format(camera, about);
    case VIDIOC_ENUM_FRAMESIZES:
        return name_size(about);
    case VIDIOC_ENUM_FRAMEINTERVALS:
        return name_interval(about);
    case VIDIOC_G_FMT:
        ((struct v4l2_format *)about)->fmt.pix = camera->about;
        return 0;
    case VIDIOC_S_FMT:
        return set_format(camera, about);
    case VIDIOC_G_PARM:
    case VIDIOC_S_PARM:
        return set_rate(camera, about, request == VIDIOC_S_PARM);
    case VIDIOC_REQBUFS:
        return 0;
    case VIDIOC_QUERYBUF:
        return lend_buffer(about);
    case VIDIOC_QBUF:
        return queue(camera, about);
    case VIDIOC_DQBUF:
        return dequeue(camera, about);
    case VIDIOC_STREAMON:
    case VIDIOC_STREAMOFF:
        return run(camera, request == VIDIOC_STREAMON);
    default:
        return -ENOTTY;
    }
}

static gboolean handle(UMockdevIoctlBase *base, UMockdevIoctlClient *client)
{
    struct bv_test_camera *camera = ((CameraHandler *)base)->camera;
    unsigned long request = umockdev_ioctl_client_get_request(client), at;
    uint8_t bytes[512] = {0};
    struct iovec here = {bytes, _IOC_SIZE(request)}, there = here;
    int result = -EFAULT;

    memcpy(&at, umockdev_ioctl_client_get_arg(client)->data, sizeof(at));
    there.iov_base = (void *)at;
    if (here.iov_len <= sizeof(bytes) &&
        process_vm_readv(getpid(), &here, 1, &there, 1, 0) ==
            (ssize_t)here.iov_len) {
        pthread_mutex_lock(&camera->lock);
        result = answer(camera, request, bytes);
        pthread_mutex_unlock(&camera->lock);
        if (_IOC_DIR(request) & _IOC_READ)
            process_vm_writev(getpid(), &here, 1, &there, 1, 0);
    }
    if (result == -EAGAIN)
        usleep(nothing_yet_us);
    umockdev_ioctl_client_complete(client, result < 0 ? -1 : result,
                                   result < 0 ? -result : 0);
    return TRUE;
}

static void camera_handler_class_init(CameraHandlerClass *class)
{
    class->handle_ioctl = handle;
}

static void camera_handler_init(CameraHandler *handler)
{
    (void)handler;
}

static void plug(struct bv_test_camera *camera)
{
    static const char text[] =
        "P: /devices/video0\nN: video0=00\nE: SUBSYSTEM=video4linux\n"
        "E: DEVNAME=/dev/video0\nE: MAJOR=81\nE: MINOR=0\nA: dev=81:0\\n\n";
    GError *error = NULL;
    char *root, *path;

    if (!umockdev_testbed_add_from_string(camera->testbed, text, &error) ||
        !umockdev_testbed_attach_ioctl(camera->testbed, node, camera->handler,
                                       &error))
        g_error("cannot plug it in: %s", error->message);
    root = umockdev_testbed_get_root_dir(camera->testbed);
    path = g_strconcat(root, node, NULL);
    camera->file = open(path, O_RDWR | O_CLOEXEC);
    if (camera->file < 0 ||
        ftruncate(camera->file, (off_t)buffer_count * buffer_bytes) < 0)
        g_error("cannot plug it in");
    g_free(path);
    g_free(root);
}

struct bv_test_camera *bv_test_camera_new(enum bv_test_camera_trouble trouble)
{
    struct bv_test_camera *camera = calloc(1, sizeof(*camera));

    if (!camera)
        abort();
    camera->trouble = trouble;
    camera->about = (struct v4l2_pix_format){
        .width = 640, .height = 480, .pixelformat = V4L2_PIX_FMT_YUYV};
    camera->time = (struct v4l2_fract){1, 15};
    pthread_mutex_init(&camera->lock, NULL);
    camera->testbed = umockdev_testbed_new();
    camera->handler = g_object_new(camera_handler_get_type(), NULL);
    ((CameraHandler *)camera->handler)->camera = camera;
    plug(camera);
    return camera;
}

void bv_test_camera_free(struct bv_test_camera *camera)
{
    close(camera->file);
    g_object_unref(camera->testbed);
    g_object_unref(camera->handler);
    pthread_mutex_destroy(&camera->lock);
    free(camera);
}

void bv_test_camera_allow(struct bv_test_camera *camera, int pictures)
{
    pthread_mutex_lock(&camera->lock);
    camera->allowed += pictures;
    pthread_mutex_unlock(&camera->lock);
}

void bv_test_camera_damage(struct bv_test_camera *camera)
{
    pthread_mutex_lock(&camera->lock);
    camera->damaged = true;
    pthread_mutex_unlock(&camera->lock);
}

void bv_test_camera_unplug(struct bv_test_camera *camera)
{
    pthread_mutex_lock(&camera->lock);
    camera->gone = true;
    pthread_mutex_unlock(&camera->lock);
}

void bv_test_camera_mode(const struct bv_test_camera *camera,
                         char text[BV_MODE_TEXT_SIZE])
{
    snprintf(text, BV_MODE_TEXT_SIZE, "%ux%u@%.4g,%.4s", camera->about.width,
             camera->about.height,
             (double)camera->time.denominator / camera->time.numerator,
             (const char *)&camera->about.pixelformat);
}

bool bv_test_camera_is_free(const struct bv_test_camera *camera)
{
    return !camera->running;
}

bool bv_test_camera_sent(const struct bv_frame *frame, int number)
{
    for (int y = 0; y < frame->height_px; y++)
        for (int x = 0; x < frame->width_px; x++) {
            int off = frame->pixels[y * frame->stride_bytes + x] -
                      ((luma(number, y) - 16) * 255 + 109) / 219;

            if (abs(off) > 1)
                return false;
        }
    return true;
}
