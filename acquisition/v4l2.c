/*
 * Grabbers and cameras that the kernel drives (Video4Linux), at the size that
 * the device is set to: grey, NV12, YUYV or Motion JPEG.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <linux/videodev2.h>

#include "acquisition/drivers.h"
#include "acquisition/grabbed.h"
#include "core/clock.h"

enum { most_buffers = 4, most_devices = 64, path_bytes = 280 };

/* What is understood, the one that costs least first. */
static const struct {
    uint32_t fourcc;
    enum bv_coding coding;
    int row_bytes; /* of the first plane, a pixel */
} formats[] = {
    {V4L2_PIX_FMT_GREY, BV_CODING_GREY, 1},
    {V4L2_PIX_FMT_NV12, BV_CODING_NV12, 1},
    {V4L2_PIX_FMT_YUYV, BV_CODING_YUY2, 2},
    {V4L2_PIX_FMT_MJPEG, BV_CODING_MJPEG, 0},
};

struct buffer {
    void *bytes;
    size_t size;
};

struct v4l2 {
    char path[path_bytes];
    int fd;
    size_t kind; /* of `formats` */
    struct v4l2_pix_format about;
    struct buffer buffers[most_buffers];
    unsigned buffer_count;
    bool streaming;
    struct bv_grabbed *grabbed;
    int64_t first_ns;
    int64_t last_ns;
    uint32_t first_sequence;
    bool started; /* a frame was read */
    double mm_per_px;
};

static int control(int fd, unsigned long request, void *argument)
{
    int result;

    do
        result = ioctl(fd, request, argument);
    while (result < 0 && errno == EINTR);
    return result < 0 ? -errno : 0;
}

/* Whether an open node gives pictures; metadata nodes do not. */
static bool can_capture(int fd, struct v4l2_capability *about)
{
    uint32_t can;

    memset(about, 0, sizeof(*about));
    if (control(fd, VIDIOC_QUERYCAP, about) < 0)
        return false;
    can = about->capabilities & V4L2_CAP_DEVICE_CAPS ? about->device_caps
                                                     : about->capabilities;
    return (can & V4L2_CAP_VIDEO_CAPTURE) && (can & V4L2_CAP_STREAMING);
}

static int open_node(struct v4l2 *v4l2, struct bv_fault *fault)
{
    struct v4l2_capability about;
    struct stat node;

    v4l2->fd = open(v4l2->path, O_RDWR | O_CLOEXEC | O_NONBLOCK);
    if (v4l2->fd < 0 && (errno == EACCES || errno == EPERM))
        return bv_fault_set(fault, -EACCES,
                            "You may not use %s: add yourself to the group "
                            "\"video\" and log in again.",
                            v4l2->path);
    if (v4l2->fd < 0 && errno == EBUSY)
        return bv_fault_set(fault, -EBUSY,
                            "%s is in use by another program: close that "
                            "first.",
                            v4l2->path);
    if (v4l2->fd < 0)
        return bv_fault_set(fault, -errno,
                            "There is no device %s; `bevel sources` lists "
                            "what is plugged in.",
                            v4l2->path);
    if (fstat(v4l2->fd, &node) < 0 || !S_ISCHR(node.st_mode) ||
        !can_capture(v4l2->fd, &about))
        return bv_fault_set(fault, -ENODEV, "%s gives no pictures.",
                            v4l2->path);
    return 0;
}

/* Ask for the current size in the first format that the device accepts. */
static int choose_format(struct v4l2 *v4l2, struct bv_fault *fault)
{
    struct v4l2_format now = {.type = V4L2_BUF_TYPE_VIDEO_CAPTURE};
    int error = control(v4l2->fd, VIDIOC_G_FMT, &now);

    for (size_t i = 0; error == 0 && i < sizeof(formats) / sizeof(formats[0]);
         i++) {
        struct v4l2_format wanted = now;

        wanted.fmt.pix.pixelformat = formats[i].fourcc;
        wanted.fmt.pix.field = V4L2_FIELD_NONE;
        wanted.fmt.pix.bytesperline = wanted.fmt.pix.sizeimage = 0;
        if (control(v4l2->fd, VIDIOC_S_FMT, &wanted) < 0 ||
            wanted.fmt.pix.pixelformat != formats[i].fourcc)
            continue;
        v4l2->kind = i;
        v4l2->about = wanted.fmt.pix;
        return 0;
    }
    if (error == 0)
        error = -ENOTSUP;
    return bv_fault_set(fault, error,
                        "%s gives no picture format that bevel knows: grey, "
                        "NV12, YUYV or Motion JPEG.",
                        v4l2->path);
}

/* What the device echoes is checked before any size in it is used. */
static int check_format(struct v4l2 *v4l2, struct bv_fault *fault)
{
    struct v4l2_pix_format *about = &v4l2->about;
    uint64_t row =
        (uint64_t)about->width * (uint64_t)formats[v4l2->kind].row_bytes;

    if (bv_frame_check_size(about->width, about->height) < 0)
        return bv_fault_set(fault, -ERANGE,
                            "%s gives %u x %u px; bevel opens %d to %d px a "
                            "side.",
                            v4l2->path, about->width, about->height,
                            BV_FRAME_SIDE_MIN_PX, BV_FRAME_SIDE_MAX_PX);
    if (about->bytesperline < row)
        about->bytesperline = (uint32_t)row;
    if (about->bytesperline > 16 * BV_FRAME_SIDE_MAX_PX)
        return bv_fault_set(fault, -EPROTO, "%s describes its picture wrongly.",
                            v4l2->path);
    return 0;
}

static int map_buffers(struct v4l2 *v4l2)
{
    struct v4l2_requestbuffers request = {
        .count = most_buffers,
        .type = V4L2_BUF_TYPE_VIDEO_CAPTURE,
        .memory = V4L2_MEMORY_MMAP,
    };
    int error = control(v4l2->fd, VIDIOC_REQBUFS, &request);

    for (unsigned i = 0; error == 0 && i < request.count && i < most_buffers;
         i++) {
        struct v4l2_buffer about = {
            .index = i,
            .type = V4L2_BUF_TYPE_VIDEO_CAPTURE,
            .memory = V4L2_MEMORY_MMAP,
        };
        void *bytes;

        error = control(v4l2->fd, VIDIOC_QUERYBUF, &about);
        if (error < 0)
            break;
        bytes = mmap(NULL, about.length, PROT_READ | PROT_WRITE, MAP_SHARED,
                     v4l2->fd, about.m.offset);
        if (bytes == MAP_FAILED)
            return -errno;
        v4l2->buffers[i] = (struct buffer){bytes, about.length};
        v4l2->buffer_count++;
        error = control(v4l2->fd, VIDIOC_QBUF, &about);
    }
    if (error == 0 && v4l2->buffer_count == 0)
        error = -ENOMEM;
    return error;
}

static int start(struct v4l2 *v4l2, struct bv_fault *fault)
{
    int type = V4L2_BUF_TYPE_VIDEO_CAPTURE;
    int error = map_buffers(v4l2);

    if (error == 0)
        error = control(v4l2->fd, VIDIOC_STREAMON, &type);
    v4l2->streaming = error == 0;
    if (error == -EBUSY)
        return bv_fault_set(fault, error,
                            "%s is in use by another program: close that "
                            "first.",
                            v4l2->path);
    if (error < 0)
        return bv_fault_set(fault, error, "%s does not start: %s.", v4l2->path,
                            bv_error_text(error));
    return 0;
}

static int open_grabbed(struct v4l2 *v4l2, struct bv_fault *fault)
{
    const struct v4l2_pix_format *about = &v4l2->about;

    return bv_grabbed_new(
        &(struct bv_grabbed_about){.name = v4l2->path,
                                   .coding = formats[v4l2->kind].coding,
                                   .width_px = (int)about->width,
                                   .height_px = (int)about->height,
                                   .row_bytes = about->bytesperline,
                                   .full_range = about->quantization ==
                                                 V4L2_QUANTIZATION_FULL_RANGE},
        &v4l2->grabbed, fault);
}

static void v4l2_close(void *self)
{
    struct v4l2 *v4l2 = self;
    int type = V4L2_BUF_TYPE_VIDEO_CAPTURE;

    if (v4l2->streaming)
        control(v4l2->fd, VIDIOC_STREAMOFF, &type);
    for (unsigned i = 0; i < v4l2->buffer_count; i++)
        munmap(v4l2->buffers[i].bytes, v4l2->buffers[i].size);
    if (v4l2->fd >= 0)
        close(v4l2->fd);
    bv_grabbed_free(v4l2->grabbed);
}

static double frame_rate(const struct v4l2 *v4l2)
{
    struct v4l2_streamparm about = {.type = V4L2_BUF_TYPE_VIDEO_CAPTURE};
    const struct v4l2_fract *time = &about.parm.capture.timeperframe;

    if (control(v4l2->fd, VIDIOC_G_PARM, &about) < 0 || time->numerator == 0)
        return 0;
    return (double)time->denominator / time->numerator;
}

static void fill_info(const struct v4l2 *v4l2, struct bv_source_info *info)
{
    struct v4l2_capability about;

    if (can_capture(v4l2->fd, &about))
        snprintf(info->title, sizeof(info->title), "%.*s",
                 (int)sizeof(about.card), (const char *)about.card);
    info->live = true;
    info->paced = true;
    info->width_px = (int)v4l2->about.width;
    info->height_px = (int)v4l2->about.height;
    info->frame_rate_hz = frame_rate(v4l2);
    info->frame_count = -1;
}

static int v4l2_open(void *self, const char *name,
                     const struct bv_source_options *options,
                     struct bv_source_info *info, struct bv_fault *fault)
{
    struct v4l2 *v4l2 = self;
    int error;

    v4l2->fd = -1;
    v4l2->mm_per_px = options->mm_per_px;
    if (strlen(name) >= sizeof(v4l2->path))
        return -ENAMETOOLONG;
    snprintf(v4l2->path, sizeof(v4l2->path), "%s",
             *name ? name : "/dev/video0");
    error = open_node(v4l2, fault);
    if (error == 0)
        error = choose_format(v4l2, fault);
    if (error == 0)
        error = check_format(v4l2, fault);
    if (error == 0)
        error = open_grabbed(v4l2, fault);
    if (error == 0)
        error = start(v4l2, fault);
    if (error < 0) {
        v4l2_close(v4l2);
        return error;
    }
    fill_info(v4l2, info);
    return 0;
}

/* @retval -EBADMSG  The picture is not whole. */
static int make_frame(struct v4l2 *v4l2, const struct v4l2_buffer *buffer,
                      struct bv_frame **frame, struct bv_fault *fault)
{
    const struct buffer *mapped = &v4l2->buffers[buffer->index];

    if (buffer->bytesused > mapped->size ||
        (buffer->flags & V4L2_BUF_FLAG_ERROR))
        return -EBADMSG;
    return bv_grabbed_frame(v4l2->grabbed, mapped->bytes, buffer->bytesused,
                            frame, fault);
}

/* When the device had the picture, on our clock; else now. */
static int64_t capture_time_ns(const struct v4l2_buffer *buffer, int64_t now_ns)
{
    int64_t ns = (int64_t)buffer->timestamp.tv_sec * BV_NS_PER_S +
                 (int64_t)buffer->timestamp.tv_usec * 1000;
    bool monotonic = (buffer->flags & V4L2_BUF_FLAG_TIMESTAMP_MASK) ==
                     V4L2_BUF_FLAG_TIMESTAMP_MONOTONIC;

    return monotonic && ns > 0 && ns <= now_ns && now_ns - ns < BV_NS_PER_S
               ? ns
               : now_ns;
}

static void stamp(struct v4l2 *v4l2, const struct v4l2_buffer *buffer,
                  struct bv_frame *frame)
{
    int64_t now_ns = bv_clock_now_ns();
    int64_t ns = capture_time_ns(buffer, now_ns);

    if (!v4l2->started) {
        v4l2->first_ns = ns;
        v4l2->last_ns = -1;
        v4l2->first_sequence = buffer->sequence;
    }
    v4l2->started = true;
    ns -= v4l2->first_ns;
    frame->time_ns = ns > v4l2->last_ns ? ns : v4l2->last_ns + 1;
    v4l2->last_ns = frame->time_ns;
    frame->arrived_ns = now_ns;
    frame->sequence = buffer->sequence - v4l2->first_sequence;
    frame->mm_per_px = v4l2->mm_per_px;
}

static int say_gone(const struct v4l2 *v4l2, struct bv_fault *fault)
{
    return bv_fault_set(fault, -ENODEV, "%s was unplugged, or stopped.",
                        v4l2->path);
}

/* @retval -ETIMEDOUT Nothing came. */
static int await(const struct v4l2 *v4l2, int timeout_ms,
                 struct bv_fault *fault)
{
    struct pollfd wait = {.fd = v4l2->fd, .events = POLLIN};
    int ready = poll(&wait, 1, timeout_ms);

    if (ready == 0 || (ready < 0 && errno == EINTR))
        return -ETIMEDOUT;
    if (ready < 0 || (wait.revents & (POLLERR | POLLHUP | POLLNVAL)))
        return say_gone(v4l2, fault);
    return 0;
}

static int v4l2_read(void *self, int timeout_ms, struct bv_frame **frame,
                     struct bv_fault *fault)
{
    struct v4l2 *v4l2 = self;
    struct v4l2_buffer buffer = {.type = V4L2_BUF_TYPE_VIDEO_CAPTURE,
                                 .memory = V4L2_MEMORY_MMAP};
    int error = await(v4l2, timeout_ms, fault);

    if (error < 0)
        return error;
    error = control(v4l2->fd, VIDIOC_DQBUF, &buffer);
    if (error == -EAGAIN || error == -EIO)
        return -ETIMEDOUT;
    if (error < 0 || buffer.index >= v4l2->buffer_count)
        return say_gone(v4l2, fault);
    /* A picture that is not whole, or has no free frame, is dropped: the gap
     * in the device's own numbers shows it. */
    error = make_frame(v4l2, &buffer, frame, fault);
    if (error == 0)
        stamp(v4l2, &buffer, *frame);
    if (control(v4l2->fd, VIDIOC_QBUF, &buffer) < 0 && error < 0)
        return say_gone(v4l2, fault);
    return error == -EAGAIN || error == -EBADMSG ? -ETIMEDOUT : error;
}

static void list_one(FILE *out, const char *path)
{
    struct v4l2_capability about;
    int fd;

    if (access(path, F_OK) < 0)
        return;
    fd = open(path, O_RDWR | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0) {
        if (errno == EACCES || errno == EPERM)
            fprintf(out,
                    "    v4l2:%-14s (you may not use it: add yourself to "
                    "the group \"video\")\n",
                    path);
        return;
    }
    if (can_capture(fd, &about))
        fprintf(out, "    v4l2:%-14s %.*s\n", path, (int)sizeof(about.card),
                (const char *)about.card);
    close(fd);
}

static void v4l2_list(FILE *out)
{
    for (int i = 0; i < most_devices; i++) {
        char path[32];

        snprintf(path, sizeof(path), "/dev/video%d", i);
        list_one(out, path);
    }
}

const struct bv_source_driver bv_v4l2_driver = {
    .name = "v4l2",
    .usage = "v4l2:/dev/videoN",
    .help = "a grabber or camera that the kernel drives",
    .prefix = "v4l2:",
    .state_size = sizeof(struct v4l2),
    .open = v4l2_open,
    .read = v4l2_read,
    .close = v4l2_close,
    .list = v4l2_list,
};
