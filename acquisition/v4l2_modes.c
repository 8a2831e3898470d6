#include "acquisition/v4l2_modes.h"

#include <errno.h>
#include <sys/ioctl.h>

#include <linux/videodev2.h>

static const uint32_t fourccs[] = {
    [BV_CODING_GREY] = V4L2_PIX_FMT_GREY,
    [BV_CODING_NV12] = V4L2_PIX_FMT_NV12,
    [BV_CODING_YUY2] = V4L2_PIX_FMT_YUYV,
    [BV_CODING_MJPEG] = V4L2_PIX_FMT_MJPEG,
};

enum { coding_count = sizeof(fourccs) / sizeof(fourccs[0]), most_kinds = 64 };

int bv_v4l2_control(int fd, unsigned long request, void *argument)
{
    int result;

    do
        result = ioctl(fd, request, argument);
    while (result < 0 && errno == EINTR);
    return result < 0 ? -errno : 0;
}

/* 0: it makes no sense. */
static uint32_t interval_of(const struct v4l2_fract *time)
{
    uint64_t steps = (uint64_t)time->numerator * BV_MODE_STEPS_PER_S;

    if (time->denominator == 0)
        return 0;
    steps = (steps + time->denominator / 2) / time->denominator;
    return steps <= UINT32_MAX ? (uint32_t)steps : 0;
}

uint32_t bv_v4l2_interval(int fd)
{
    struct v4l2_streamparm about = {.type = V4L2_BUF_TYPE_VIDEO_CAPTURE};

    if (bv_v4l2_control(fd, VIDIOC_G_PARM, &about) < 0)
        return 0;
    return interval_of(&about.parm.capture.timeperframe);
}

static void read_intervals(int fd, uint32_t fourcc, struct bv_mode_size *size)
{
    struct v4l2_frmivalenum about = {.pixel_format = fourcc,
                                     .width = (uint32_t)size->width_px,
                                     .height = (uint32_t)size->height_px};

    for (; about.index < most_kinds &&
           bv_v4l2_control(fd, VIDIOC_ENUM_FRAMEINTERVALS, &about) == 0;
         about.index++) {
        if (about.type == V4L2_FRMIVAL_TYPE_DISCRETE) {
            bv_mode_add_interval(size, interval_of(&about.discrete));
            continue;
        }
        size->is_range = true;
        bv_mode_add_interval(size, interval_of(&about.stepwise.min));
        bv_mode_add_interval(size, interval_of(&about.stepwise.max));
        return;
    }
}

static void add_size(int fd, struct bv_mode_format *format, uint32_t width_px,
                     uint32_t height_px)
{
    struct bv_mode_size size = {.index = (uint8_t)(format->size_count + 1)};

    if (format->size_count == BV_MODE_SIZES_MAX ||
        !bv_mode_can_be(format->coding, width_px, height_px))
        return;
    size.width_px = (int)width_px;
    size.height_px = (int)height_px;
    read_intervals(fd, fourccs[format->coding], &size);
    format->sizes[format->size_count++] = size;
}

static bool is_within(const struct v4l2_frmsize_stepwise *range, int width_px,
                      int height_px)
{
    return (int64_t)range->min_width <= width_px &&
           width_px <= (int64_t)range->max_width &&
           (int64_t)range->min_height <= height_px &&
           height_px <= (int64_t)range->max_height;
}

static void read_sizes(int fd, const struct v4l2_pix_format *now,
                       const struct bv_mode_wish *wish,
                       struct bv_mode_format *format)
{
    struct v4l2_frmsizeenum about = {.pixel_format = fourccs[format->coding]};

    for (; about.index < most_kinds &&
           bv_v4l2_control(fd, VIDIOC_ENUM_FRAMESIZES, &about) == 0;
         about.index++) {
        if (about.type == V4L2_FRMSIZE_TYPE_DISCRETE) {
            add_size(fd, format, about.discrete.width, about.discrete.height);
            continue;
        }
        add_size(fd, format, now->width, now->height);
        if (wish->width_px &&
            is_within(&about.stepwise, wish->width_px, wish->height_px))
            add_size(fd, format, (uint32_t)wish->width_px,
                     (uint32_t)wish->height_px);
        return;
    }
    if (about.index == 0) /* it lists none */
        add_size(fd, format, now->width, now->height);
}

static void add_format(int fd, enum bv_coding coding,
                       const struct v4l2_pix_format *now,
                       const struct bv_mode_wish *wish, struct bv_modes *modes)
{
    struct bv_mode_format *format = &modes->formats[modes->format_count];

    *format = (struct bv_mode_format){.coding = coding};
    read_sizes(fd, now, wish, format);
    for (int i = 0; i < format->size_count; i++)
        if (format->sizes[i].width_px == (int)now->width &&
            format->sizes[i].height_px == (int)now->height)
            format->default_size = format->sizes[i].index;
    modes->format_count += format->size_count > 0;
}

void bv_v4l2_modes_read(int fd, const struct bv_mode_wish *wish,
                        struct bv_modes *modes)
{
    struct v4l2_format now = {.type = V4L2_BUF_TYPE_VIDEO_CAPTURE};
    struct v4l2_fmtdesc about = {.type = V4L2_BUF_TYPE_VIDEO_CAPTURE};
    bool has[coding_count] = {false};

    modes->format_count = 0;
    if (bv_v4l2_control(fd, VIDIOC_G_FMT, &now) < 0)
        return;
    for (; about.index < most_kinds &&
           bv_v4l2_control(fd, VIDIOC_ENUM_FMT, &about) == 0;
         about.index++)
        for (int i = 0; i < coding_count; i++)
            has[i] = has[i] || about.pixelformat == fourccs[i];
    for (int i = 0; i < coding_count; i++)
        if (has[i])
            add_format(fd, (enum bv_coding)i, &now.fmt.pix, wish, modes);
}

int bv_v4l2_mode_set(int fd, const struct bv_mode *mode,
                     struct v4l2_pix_format *about)
{
    struct v4l2_format wanted = {.type = V4L2_BUF_TYPE_VIDEO_CAPTURE};
    struct v4l2_streamparm rate = {.type = V4L2_BUF_TYPE_VIDEO_CAPTURE};
    int error;

    wanted.fmt.pix.width = (uint32_t)mode->size->width_px;
    wanted.fmt.pix.height = (uint32_t)mode->size->height_px;
    wanted.fmt.pix.pixelformat = fourccs[mode->format->coding];
    wanted.fmt.pix.field = V4L2_FIELD_NONE;
    error = bv_v4l2_control(fd, VIDIOC_S_FMT, &wanted);
    if (error < 0)
        return error;
    if (wanted.fmt.pix.pixelformat != fourccs[mode->format->coding])
        return -EPROTO;
    /* many devices have one rate, and no way to ask for it */
    rate.parm.capture.timeperframe = (struct v4l2_fract){
        .numerator = mode->interval, .denominator = BV_MODE_STEPS_PER_S};
    if (mode->interval)
        bv_v4l2_control(fd, VIDIOC_S_PARM, &rate);
    *about = wanted.fmt.pix;
    return 0;
}
