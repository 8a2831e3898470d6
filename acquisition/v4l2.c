/*
 * Grabbers and cameras that the kernel drives (Video4Linux), in the mode that
 * was named, else at the size that the device is set to: grey, NV12, YUYV or
 * Motion JPEG.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <linux/videodev2.h>

#include "acquisition/drivers.h"
#include "acquisition/grabbed.h"
#include "acquisition/v4l2_modes.h"
#include "core/clock.h"

enum { most_buffers = 4, most_devices = 64, path_bytes = 280 };

struct buffer {
    void *bytes;
    size_t size;
};

struct v4l2 {
    char path[path_bytes];
    int fd;
    enum bv_coding coding;
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

/* Whether an open node gives pictures; metadata nodes do not. */
static bool can_capture(int fd, struct v4l2_capability *about)
{
    uint32_t can;

    memset(about, 0, sizeof(*about));
    if (bv_v4l2_control(fd, VIDIOC_QUERYCAP, about) < 0)
        return false;
    can = about->capabilities & V4L2_CAP_DEVICE_CAPS ? about->device_caps
                                                     : about->capabilities;
    return (can & V4L2_CAP_VIDEO_CAPTURE) && (can & V4L2_CAP_STREAMING);
}

static int say_busy(const struct v4l2 *v4l2, struct bv_fault *fault)
{
    return bv_fault_set(fault, -EBUSY,
                        "%s is in use by another program: close that first.",
                        v4l2->path);
}

static int open_node(struct v4l2 *v4l2, struct bv_fault *fault)
{
    struct v4l2_capability about;

    v4l2->fd = open(v4l2->path, O_RDWR | O_CLOEXEC | O_NONBLOCK);
    if (v4l2->fd < 0 && (errno == EACCES || errno == EPERM))
        return bv_fault_set(fault, -EACCES,
                            "You may not use %s: add yourself to the group "
                            "\"video\" and log in again.",
                            v4l2->path);
    if (v4l2->fd < 0 && errno == EBUSY)
        return say_busy(v4l2, fault);
    if (v4l2->fd < 0)
        return bv_fault_set(fault, -errno,
                            "There is no device %s; `bevel sources` lists "
                            "what is plugged in.",
                            v4l2->path);
    if (!can_capture(v4l2->fd, &about))
        return bv_fault_set(fault, -ENODEV, "%s gives no pictures.",
                            v4l2->path);
    return 0;
}

/* Ask for the best of the modes that it has, or say which these are. */
static int choose_mode(struct v4l2 *v4l2, const struct bv_mode_wish *wish,
                       struct bv_fault *fault)
{
    struct bv_modes modes;
    struct bv_mode mode;
    char said[360];
    int error;

    bv_v4l2_modes_read(v4l2->fd, wish, &modes);
    if (modes.format_count == 0)
        return bv_fault_set(fault, -ENOTSUP,
                            "%s gives no picture that bevel knows: grey, "
                            "NV12, YUYV or Motion JPEG, of %d to %d px a side.",
                            v4l2->path, BV_FRAME_SIDE_MIN_PX,
                            BV_FRAME_SIDE_MAX_PX);
    if (bv_modes_choose(&modes, wish, &mode) < 0) {
        bv_modes_say_none(&modes, wish, said, sizeof(said));
        return bv_fault_set(fault, -EINVAL, "%.120s %s.", v4l2->path, said);
    }
    error = bv_v4l2_mode_set(v4l2->fd, &mode, &v4l2->about);
    if (error == -EBUSY)
        return say_busy(v4l2, fault);
    if (error < 0)
        return bv_fault_set(fault, error, "%s does not take its own mode: %s.",
                            v4l2->path, bv_error_text(error));
    v4l2->coding = mode.format->coding;
    return 0;
}

/* Whether what it answered is what was named. */
static int check_wish(const struct v4l2 *v4l2, const struct bv_mode_wish *wish,
                      struct bv_fault *fault)
{
    const struct bv_mode_format format = {.coding = v4l2->coding};
    const struct bv_mode_size size = {.width_px = (int)v4l2->about.width,
                                      .height_px = (int)v4l2->about.height};
    const struct bv_mode mode = {&format, &size, bv_v4l2_interval(v4l2->fd)};
    char named[BV_MODE_TEXT_SIZE], answered[BV_MODE_TEXT_SIZE];

    if (bv_mode_fits(&mode, wish))
        return 0;
    bv_mode_wish_write(wish, named);
    bv_mode_write(&mode, answered);
    return bv_fault_set(fault, -EINVAL,
                        "%s was asked for %s and would send %s.", v4l2->path,
                        named, answered);
}

/* What the device echoes is checked before any size in it is used. */
static int check_format(struct v4l2 *v4l2, struct bv_fault *fault)
{
    struct v4l2_pix_format *about = &v4l2->about;
    uint64_t row =
        (uint64_t)about->width * (v4l2->coding == BV_CODING_YUY2 ? 2 : 1);

    if (bv_frame_check_size(about->width, about->height) < 0)
        return bv_fault_set(fault, -ERANGE,
                            "%s gives %u x %u px; bevel opens %d to %d px a "
                            "side.",
                            v4l2->path, about->width, about->height,
                            BV_FRAME_SIDE_MIN_PX, BV_FRAME_SIDE_MAX_PX);
    if (v4l2->coding == BV_CODING_MJPEG)
        about->bytesperline = 0;
    else if (about->bytesperline < row)
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
    int error = bv_v4l2_control(v4l2->fd, VIDIOC_REQBUFS, &request);

    for (unsigned i = 0; error == 0 && i < request.count && i < most_buffers;
         i++) {
        struct v4l2_buffer about = {
            .index = i,
            .type = V4L2_BUF_TYPE_VIDEO_CAPTURE,
            .memory = V4L2_MEMORY_MMAP,
        };
        void *bytes;

        error = bv_v4l2_control(v4l2->fd, VIDIOC_QUERYBUF, &about);
        if (error < 0)
            break;
        bytes = mmap(NULL, about.length, PROT_READ | PROT_WRITE, MAP_SHARED,
                     v4l2->fd, about.m.offset);
        if (bytes == MAP_FAILED)
            return -errno;
        v4l2->buffers[i] = (struct buffer){bytes, about.length};
        v4l2->buffer_count++;
        error = bv_v4l2_control(v4l2->fd, VIDIOC_QBUF, &about);
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
        error = bv_v4l2_control(v4l2->fd, VIDIOC_STREAMON, &type);
    v4l2->streaming = error == 0;
    if (error == -EBUSY)
        return say_busy(v4l2, fault);
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
                                   .coding = v4l2->coding,
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
        bv_v4l2_control(v4l2->fd, VIDIOC_STREAMOFF, &type);
    for (unsigned i = 0; i < v4l2->buffer_count; i++)
        munmap(v4l2->buffers[i].bytes, v4l2->buffers[i].size);
    if (v4l2->fd >= 0)
        close(v4l2->fd);
    bv_grabbed_free(v4l2->grabbed);
}

static void fill_info(const struct v4l2 *v4l2, struct bv_source_info *info)
{
    uint32_t interval = bv_v4l2_interval(v4l2->fd);
    struct v4l2_capability about;

    if (can_capture(v4l2->fd, &about))
        snprintf(info->title, sizeof(info->title), "%.*s",
                 (int)sizeof(about.card), (const char *)about.card);
    info->live = true;
    info->paced = true;
    info->width_px = (int)v4l2->about.width;
    info->height_px = (int)v4l2->about.height;
    info->frame_rate_hz = interval ? (double)BV_MODE_STEPS_PER_S / interval : 0;
    info->frame_count = -1;
}

static int v4l2_open(void *self, const char *name,
                     const struct bv_source_options *options,
                     struct bv_source_info *info, struct bv_fault *fault)
{
    struct v4l2 *v4l2 = self;
    struct bv_mode_wish wish;
    int error =
        bv_mode_wish_read(name, v4l2->path, sizeof(v4l2->path), &wish, fault);

    v4l2->fd = -1;
    v4l2->mm_per_px = options->mm_per_px;
    if (error < 0)
        return error;
    if (!v4l2->path[0])
        strcpy(v4l2->path, "/dev/video0");
    error = open_node(v4l2, fault);
    if (error == 0)
        error = choose_mode(v4l2, &wish, fault);
    if (error == 0)
        error = check_format(v4l2, fault);
    if (error == 0)
        error = check_wish(v4l2, &wish, fault);
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
    error = bv_v4l2_control(v4l2->fd, VIDIOC_DQBUF, &buffer);
    if (error == -EAGAIN || error == -EIO)
        return -ETIMEDOUT;
    if (error < 0 || buffer.index >= v4l2->buffer_count)
        return say_gone(v4l2, fault);
    /* A picture that is not whole, or has no free frame, is dropped: the gap
     * in the device's own numbers shows it. */
    error = make_frame(v4l2, &buffer, frame, fault);
    if (error == 0)
        stamp(v4l2, &buffer, *frame);
    if (bv_v4l2_control(v4l2->fd, VIDIOC_QBUF, &buffer) < 0 && error < 0)
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
    if (can_capture(fd, &about)) {
        static const struct bv_mode_wish none;
        struct bv_modes modes;
        char name[48];

        fprintf(out, "    v4l2:%-14s %.*s\n", path, (int)sizeof(about.card),
                (const char *)about.card);
        snprintf(name, sizeof(name), "v4l2:%s", path);
        bv_v4l2_modes_read(fd, &none, &modes);
        bv_modes_list(out, &modes, name);
    }
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
    .usage = "v4l2:/dev/videoN[,MODE]",
    .help = "a grabber or camera that the kernel drives; modes as with usb:",
    .prefix = "v4l2:",
    .state_size = sizeof(struct v4l2),
    .open = v4l2_open,
    .read = v4l2_read,
    .close = v4l2_close,
    .list = v4l2_list,
};
