/*
 * A networked scanner, 3D Slicer or PlusServer: the pictures that an
 * OpenIGTLink server sends, for as long as anybody wants them.
 */
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <libavutil/frame.h>

#include "acquisition/convert.h"
#include "acquisition/drivers.h"
#include "acquisition/igtl/address.h"
#include "acquisition/igtl/link.h"
#include "acquisition/igtl/stream.h"
#include "core/clock.h"
#include "core/log.h"

enum { libav_bytes = 64, a_wait_ms = 100 };

/* How long a command waits for the first picture; a window does for ever. */
static const int64_t most_wait_ns = 10 * BV_NS_PER_S;
/* The sender's clock is followed while it stays so near to ours; further where
 * it is behind, since a picture also waits in the socket for who is slow. */
static const int64_t most_astray_ns = BV_NS_PER_S;
static const int64_t most_behind_ns = 10 * BV_NS_PER_S;
static const double widest_aspect = 4, same_aspect = 0.01;

struct igtl {
    struct bv_igtl_address address;
    char device[BV_IGTL_NAME_SIZE]; /* whose pictures; empty: the next one's */
    struct bv_igtl_link *link;
    struct bv_igtl_stream *stream;
    struct bv_controls *controls;
    struct bv_convert *convert;
    AVFrame *picture;
    uint8_t *grey; /* pictures of 16 bits, as 8 */
    size_t grey_bytes;
    int shift;
    double aspect; /* of the first picture's pixels; 0 before it */
    double mm_per_px;
    struct bv_frame *first; /* read while opening */
    bool started;
    int64_t first_ns, last_ns; /* arrival of the first; time of the last */
    int64_t stamp_ns;          /* the sender's of the last; 0: none */
    uint32_t sequence;
    uint64_t damaged; /* as of the last frame */
    bool complained;
};

static const struct bv_control_spec told[] = {
    {"link", "Connection", "", BV_CONTROL_KIND_TOLD, BV_IGTL_LINK_WAITING,
     BV_IGTL_LINK_GONE, 1},
};

/* Whether a picture is of the device whose pictures are shown. */
static bool is_wanted(struct igtl *igtl, const struct bv_igtl_picture *picture)
{
    if (!igtl->device[0])
        memcpy(igtl->device, picture->name, strlen(picture->name) + 1);
    return strcmp(igtl->device, picture->name) == 0;
}

/* Of a pixel, width over height; 0 where it is not known. */
static double aspect_of(const struct bv_igtl_image *image)
{
    double aspect = image->column_mm > 0 ? image->column_mm / image->row_mm : 0;

    return aspect > 1 / widest_aspect && aspect < widest_aspect ? aspect : 0;
}

/* A pixel's shape is that of the first picture, so that one map holds from
 * frames to pictures; where it changes, the scale is not known. */
static double scale_of(struct igtl *igtl, const struct bv_igtl_image *image)
{
    double aspect = aspect_of(image);

    if (igtl->aspect == 0)
        igtl->aspect = aspect > 0 ? aspect : 1;
    if (aspect == 0)
        return igtl->mm_per_px;
    if (fabs(aspect / igtl->aspect - 1) > same_aspect)
        return 0;
    return fmin(image->column_mm, image->row_mm);
}

/* A converter for pictures of this size. */
static int prepare(struct igtl *igtl, struct bv_fault *fault)
{
    const struct bv_convert_options options = {.name = igtl->address.title,
                                               .full_range = true,
                                               .pixel_aspect = igtl->aspect};

    if (igtl->convert && bv_convert_takes(igtl->convert, igtl->picture))
        return 0;
    bv_convert_free(igtl->convert);
    igtl->convert = NULL;
    return bv_convert_new(&options, igtl->picture->width, igtl->picture->height,
                          &igtl->convert, fault);
}

/* Let `picture` show what was sent. */
static int show(struct igtl *igtl, const struct bv_igtl_picture *sent)
{
    const struct bv_igtl_image *image = &sent->image;
    size_t grey_bytes = (size_t)image->width_px * (size_t)image->height_px;

    igtl->picture->format =
        image->channels == 1 ? AV_PIX_FMT_GRAY8 : AV_PIX_FMT_RGB24;
    igtl->picture->color_range = AVCOL_RANGE_JPEG;
    igtl->picture->width = image->width_px;
    igtl->picture->height = image->height_px;
    igtl->picture->linesize[0] = image->width_px * image->channels;
    igtl->picture->data[0] = (uint8_t *)sent->pixels;
    if (image->bits == 8)
        return 0;
    if (igtl->grey_bytes < grey_bytes) {
        free(igtl->grey);
        igtl->grey = calloc(1, grey_bytes + libav_bytes);
        igtl->grey_bytes = igtl->grey ? grey_bytes : 0;
    }
    if (!igtl->grey)
        return -ENOMEM;
    bv_igtl_grey_from_16(image, sent->pixels, &igtl->shift, igtl->grey);
    igtl->picture->data[0] = igtl->grey;
    return 0;
}

/* The sender's steps where it says when a picture was made and its clock runs
 * as ours does; else when the picture came. */
static int64_t time_of(struct igtl *igtl, int64_t stamp_ns, int64_t now_ns)
{
    int64_t elapsed_ns = now_ns - igtl->first_ns, ns = elapsed_ns;

    if (!igtl->started)
        return 0;
    if (stamp_ns > igtl->stamp_ns && igtl->stamp_ns > 0 &&
        stamp_ns - igtl->stamp_ns <= most_astray_ns)
        ns = igtl->last_ns + (stamp_ns - igtl->stamp_ns);
    if (ns - elapsed_ns > most_astray_ns || elapsed_ns - ns > most_behind_ns)
        ns = elapsed_ns;
    return ns > igtl->last_ns ? ns : igtl->last_ns + 1;
}

static void stamp(struct igtl *igtl, const struct bv_igtl_picture *sent,
                  double mm_per_px, struct bv_frame *frame)
{
    int64_t now_ns = bv_clock_now_ns();

    if (!igtl->started)
        igtl->first_ns = now_ns;
    frame->time_ns = igtl->last_ns = time_of(igtl, sent->time_ns, now_ns);
    igtl->stamp_ns = sent->time_ns;
    igtl->started = true;
    frame->arrived_ns = now_ns;
    frame->sequence = igtl->sequence++;
    frame->mm_per_px = mm_per_px;
}

/* @retval -ETIMEDOUT  It is another device's, or there is no free frame. */
static int make_frame(struct igtl *igtl, const struct bv_igtl_picture *sent,
                      struct bv_frame **frame, struct bv_fault *fault)
{
    struct bv_igtl_counts counts = bv_igtl_stream_counts(igtl->stream);
    double mm_per_px;
    int error;

    if (!is_wanted(igtl, sent))
        return -ETIMEDOUT;
    igtl->sequence += (uint32_t)(counts.damaged - igtl->damaged);
    igtl->damaged = counts.damaged;
    mm_per_px = scale_of(igtl, &sent->image);
    error = show(igtl, sent);
    if (error == 0)
        error = prepare(igtl, fault);
    if (error == 0)
        error = bv_convert_run(igtl->convert, igtl->picture, frame, fault);
    if (error == 0)
        stamp(igtl, sent, mm_per_px, *frame);
    else
        igtl->sequence++; /* the gap shows */
    return error == -EAGAIN ? -ETIMEDOUT : error;
}

/* Another connection may be another sender. */
static void start_anew(struct igtl *igtl)
{
    bv_igtl_stream_reset(igtl->stream);
    memcpy(igtl->device, igtl->address.device, sizeof(igtl->device));
    igtl->stamp_ns = 0;
    igtl->shift = 0;
}

static void complain(struct igtl *igtl)
{
    if (igtl->complained || bv_igtl_stream_counts(igtl->stream).unfit == 0)
        return;
    igtl->complained = true;
    bv_log(BV_LOG_WARNING,
           "%s sends pictures that bevel cannot show: it takes one at a time, "
           "grey of 8 or 16 bits or RGB of 8, %d to %d px a side.",
           igtl->address.title, BV_FRAME_SIDE_MIN_PX, BV_FRAME_SIDE_MAX_PX);
}

/* Some bytes. @return 0: a picture; -ETIMEDOUT; -EAGAIN: go on. */
static int receive(struct igtl *igtl, int timeout_ms,
                   struct bv_igtl_picture *sent)
{
    size_t room;
    uint8_t *bytes = bv_igtl_stream_room(igtl->stream, &room);
    int got = bv_igtl_link_receive(igtl->link, bytes, room, timeout_ms), error;

    bv_controls_tell(igtl->controls, 0, bv_igtl_link_state(igtl->link));
    if (got == -ECONNRESET) {
        start_anew(igtl);
        return -EAGAIN;
    }
    error = got < 0 ? got
                    : bv_igtl_stream_take(igtl->stream, (size_t)got,
                                          bv_clock_now_ns(), sent);
    complain(igtl);
    if (error == -EPROTO || error == -ENOMEM ||
        bv_igtl_stream_is_late(igtl->stream, bv_clock_now_ns())) {
        bv_igtl_link_drop(igtl->link);
        start_anew(igtl);
        return -EAGAIN;
    }
    return error;
}

static int read_next(struct igtl *igtl, int timeout_ms, struct bv_frame **frame,
                     struct bv_fault *fault)
{
    int64_t ends_ns = bv_clock_now_ns() + timeout_ms * BV_NS_PER_MS;
    int left_ms = timeout_ms;

    for (;;) {
        struct bv_igtl_picture sent;
        int error = receive(igtl, left_ms, &sent);

        if (error == 0) {
            error = make_frame(igtl, &sent, frame, fault);
            if (error != -ETIMEDOUT)
                return error;
        } else if (error != -EAGAIN) {
            return error;
        }
        left_ms = (int)((ends_ns - bv_clock_now_ns()) / BV_NS_PER_MS);
        if (left_ms <= 0)
            return -ETIMEDOUT;
    }
}

static int igtl_read(void *self, int timeout_ms, struct bv_frame **frame,
                     struct bv_fault *fault)
{
    struct igtl *igtl = self;

    if (!igtl->first)
        return read_next(igtl, timeout_ms, frame, fault);
    *frame = igtl->first;
    igtl->first = NULL;
    return 0;
}

static int say_nothing_came(const struct igtl *igtl, bool gave_up,
                            struct bv_fault *fault)
{
    const char *title = igtl->address.title;

    if (gave_up)
        return bv_fault_set(fault, -ECANCELED, "Stopped waiting for %s.",
                            title);
    if (bv_igtl_link_state(igtl->link) == BV_IGTL_LINK_WAITING)
        return bv_fault_set(fault, -ETIMEDOUT,
                            "Nothing answers at %s: start the server there, "
                            "or check its port.",
                            title);
    return bv_fault_set(fault, -ETIMEDOUT,
                        "%s answers but sent no picture%s%.20s that bevel can "
                        "show.",
                        title, igtl->address.device[0] ? " of " : "",
                        igtl->address.device);
}

/* The first picture: its size is what a command asks for. */
static int await_first(struct igtl *igtl, bool (*gives_up)(void),
                       struct bv_fault *fault)
{
    int64_t ends_ns = bv_clock_now_ns() + most_wait_ns;
    int error = -ETIMEDOUT;
    bool gave_up = false;

    while (error == -ETIMEDOUT && !gave_up && bv_clock_now_ns() < ends_ns) {
        error = read_next(igtl, a_wait_ms, &igtl->first, fault);
        gave_up = gives_up && gives_up();
    }
    return error == -ETIMEDOUT ? say_nothing_came(igtl, gave_up, fault) : error;
}

static void igtl_close(void *self)
{
    struct igtl *igtl = self;

    bv_frame_unref(igtl->first);
    if (igtl->picture)
        igtl->picture->data[0] = NULL; /* ours */
    av_frame_free(&igtl->picture);
    bv_convert_free(igtl->convert);
    bv_igtl_stream_free(igtl->stream);
    bv_igtl_link_close(igtl->link);
    bv_controls_free(igtl->controls);
    free(igtl->grey);
}

static void fill_info(const struct igtl *igtl, struct bv_source_info *info)
{
    memcpy(info->title, igtl->address.title, sizeof(igtl->address.title));
    info->live = true;
    info->paced = true;
    info->frame_count = -1;
    info->controls = igtl->controls;
    if (!igtl->convert)
        return;
    info->width_px = bv_convert_width_px(igtl->convert);
    info->height_px = bv_convert_height_px(igtl->convert);
    info->to_input = bv_convert_to_input(igtl->convert);
}

static int igtl_open(void *self, const char *name,
                     const struct bv_source_options *options,
                     struct bv_source_info *info, struct bv_fault *fault)
{
    struct igtl *igtl = self;
    int error = bv_igtl_address_parse(name, &igtl->address, fault);

    if (error < 0)
        return error;
    igtl->mm_per_px = options->mm_per_px;
    memcpy(igtl->device, igtl->address.device, sizeof(igtl->device));
    igtl->stream = bv_igtl_stream_new();
    igtl->controls = bv_controls_new(told, 1);
    igtl->picture = av_frame_alloc();
    error = igtl->stream && igtl->controls && igtl->picture
                ? bv_igtl_link_open(&igtl->address, &igtl->link, fault)
                : -ENOMEM;
    if (error == 0 && !options->may_wait)
        error = await_first(igtl, options->gives_up, fault);
    if (error < 0) {
        igtl_close(igtl);
        return error;
    }
    fill_info(igtl, info);
    return 0;
}

const struct bv_source_driver bv_igtl_driver = {
    .name = "igtl",
    .usage = "igtl://HOST:PORT",
    .help = "OpenIGTLink: a networked scanner, 3D Slicer, PlusServer",
    .prefix = "igtl:",
    .state_size = sizeof(struct igtl),
    .open = igtl_open,
    .read = igtl_read,
    .close = igtl_close,
};
