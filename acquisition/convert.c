#include "acquisition/convert.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <libavutil/frame.h>
#include <libavutil/imgutils.h>
#include <libavutil/pixdesc.h>
#include <libswscale/swscale.h>

#include "acquisition/planes.h"
#include "core/clock.h"
#include "core/log.h"

enum {
    pool_bytes = 32 * 1024 * 1024,
    pool_most_frames = 24,
    pool_usual_frames = 8,
    pool_fewest_frames = 4,
    large_frame_bytes = 16 * 1024 * 1024,
    row_alignment = 64,
};

/* Wider than this no screen has: the file is wrong about itself. */
static const double widest_aspect = 4;

struct bv_convert {
    struct bv_convert_options options;
    int in_width, in_height, out_width, out_height;
    bool colour; /* a picture with colour was seen */
    struct bv_frame_pool *pool;
    bool pool_has_colour;
    struct bv_planes planes;
    struct SwsContext *to_rgba, *stretch;
    uint8_t *rgba, *grey, *sat; /* made late; scratch of the input's size */
};

static int pool_count(const struct bv_convert *convert, bool colour)
{
    int64_t bytes =
        (int64_t)convert->out_width * convert->out_height * (colour ? 2 : 1);
    int64_t count = pool_bytes / bytes;
    int fewest =
        bytes > large_frame_bytes ? pool_fewest_frames : pool_usual_frames;

    if (convert->options.pool_frames)
        return convert->options.pool_frames;
    return count > pool_most_frames ? pool_most_frames
           : count < fewest         ? fewest
                                    : (int)count;
}

static int set_out_size(struct bv_convert *convert, struct bv_fault *fault)
{
    double aspect = convert->options.pixel_aspect;
    double width = convert->in_width, height = convert->in_height;

    if (!(aspect > 1 / widest_aspect && aspect < widest_aspect)) {
        if (aspect != 0)
            bv_log(BV_LOG_WARNING,
                   "%s claims pixels %g times as wide as high; taken as "
                   "square.",
                   convert->options.name, aspect);
        aspect = 1;
    }
    if (aspect > 1)
        width *= aspect;
    else
        height /= aspect;
    convert->out_width = (int)lround(width);
    convert->out_height = (int)lround(height);
    if (bv_frame_check_size(convert->out_width, convert->out_height) < 0)
        return bv_fault_set(fault, -ERANGE,
                            "%s is %d x %d px with square pixels; bevel opens "
                            "%d to %d px a side.",
                            convert->options.name, convert->out_width,
                            convert->out_height, BV_FRAME_SIDE_MIN_PX,
                            BV_FRAME_SIDE_MAX_PX);
    return 0;
}

int bv_convert_new(const struct bv_convert_options *options, int width_px,
                   int height_px, struct bv_convert **convert,
                   struct bv_fault *fault)
{
    struct bv_convert *made;
    int error;

    if (bv_frame_check_size(width_px, height_px) < 0)
        return bv_fault_set(fault, -ERANGE,
                            "%s is %d x %d px; bevel opens %d to %d px a "
                            "side.",
                            options->name, width_px, height_px,
                            BV_FRAME_SIDE_MIN_PX, BV_FRAME_SIDE_MAX_PX);
    made = calloc(1, sizeof(*made));
    if (!made)
        return -ENOMEM;
    made->options = *options;
    made->in_width = width_px;
    made->in_height = height_px;
    bv_planes_init(&made->planes);
    error = set_out_size(made, fault);
    if (error < 0) {
        bv_convert_free(made);
        return error;
    }
    *convert = made;
    return 0;
}

void bv_convert_free(struct bv_convert *convert)
{
    if (!convert)
        return;
    bv_frame_pool_unref(convert->pool);
    bv_planes_fini(&convert->planes);
    sws_freeContext(convert->to_rgba);
    sws_freeContext(convert->stretch);
    free(convert->rgba);
    free(convert->grey);
    free(convert->sat);
    free(convert);
}

int bv_convert_width_px(const struct bv_convert *convert)
{
    return convert->out_width;
}

int bv_convert_height_px(const struct bv_convert *convert)
{
    return convert->out_height;
}

static int scratch_stride(const struct bv_convert *convert, int pixel_bytes)
{
    return (convert->in_width * pixel_bytes + row_alignment - 1) /
           row_alignment * row_alignment;
}

/* Scratch of the input's size, made when it is first needed. */
static uint8_t *scratch(const struct bv_convert *convert, uint8_t **plane,
                        int pixel_bytes)
{
    size_t rows = (size_t)convert->in_height + 1; /* sws may run over */

    if (!*plane)
        *plane = aligned_alloc(
            row_alignment, (size_t)scratch_stride(convert, pixel_bytes) * rows);
    return *plane;
}

static bool is_full_range(const struct bv_convert *convert,
                          const AVFrame *picture)
{
    switch (picture->format) {
    case AV_PIX_FMT_YUVJ420P:
    case AV_PIX_FMT_YUVJ422P:
    case AV_PIX_FMT_YUVJ444P:
    case AV_PIX_FMT_YUVJ440P:
    case AV_PIX_FMT_YUVJ411P:
        return true;
    default:
        break;
    }
    if (picture->color_range == AVCOL_RANGE_UNSPECIFIED)
        return convert->options.full_range;
    return picture->color_range == AVCOL_RANGE_JPEG;
}

/* Everything that is not plain luma goes through RGBA, once. */
static int make_rgba(struct bv_convert *convert, const AVFrame *picture)
{
    int stride = scratch_stride(convert, 4);
    uint8_t *to[4] = {scratch(convert, &convert->rgba, 4)};
    int to_stride[4] = {stride};
    const int *matrix = sws_getCoefficients(picture->colorspace);

    if (!to[0])
        return -ENOMEM;
    if (!sws_isSupportedInput(picture->format))
        return -ENOTSUP;
    convert->to_rgba = sws_getCachedContext(
        convert->to_rgba, convert->in_width, convert->in_height,
        picture->format, convert->in_width, convert->in_height, AV_PIX_FMT_RGBA,
        SWS_BILINEAR | SWS_ACCURATE_RND | SWS_FULL_CHR_H_INT | SWS_BITEXACT,
        NULL, NULL, NULL);
    if (!convert->to_rgba)
        return -ENOTSUP;
    /* Fails for formats without a matrix, which need none. */
    sws_setColorspaceDetails(convert->to_rgba, matrix,
                             is_full_range(convert, picture), matrix, 1, 0,
                             1 << 16, 1 << 16);
    if (sws_scale(convert->to_rgba, (const uint8_t *const *)picture->data,
                  picture->linesize, 0, convert->in_height, to,
                  to_stride) != convert->in_height)
        return -ENOTSUP;
    return 0;
}

static int span(const uint8_t *rgba)
{
    int most = rgba[0], least = rgba[0];

    for (int i = 1; i < 3; i++) {
        most = rgba[i] > most ? rgba[i] : most;
        least = rgba[i] < least ? rgba[i] : least;
    }
    return (most - least) * rgba[3] / 255;
}

static bool rgba_has_colour(const struct bv_convert *convert)
{
    int found = 0;

    for (int y = 0; y < convert->in_height && found < BV_COLOUR_PIXELS; y++) {
        const uint8_t *row =
            convert->rgba + (ptrdiff_t)y * scratch_stride(convert, 4);

        for (int x = 0; x < convert->in_width; x++)
            found += span(row + 4 * (ptrdiff_t)x) > BV_COLOUR_SATURATION;
    }
    return found >= BV_COLOUR_PIXELS;
}

/* Grey by BT.601's weights, exact for grey; what is transparent is black. */
static void split_rgba(const struct bv_convert *convert, struct bv_plane grey,
                       const struct bv_plane *sat)
{
    for (int y = 0; y < convert->in_height; y++) {
        const uint8_t *from =
            convert->rgba + (ptrdiff_t)y * scratch_stride(convert, 4);

        for (int x = 0; x < convert->in_width; x++, from += 4) {
            int luma =
                (299 * from[0] + 587 * from[1] + 114 * from[2] + 500) / 1000;

            grey.bytes[(ptrdiff_t)y * grey.stride_bytes + x] =
                (uint8_t)((luma * from[3] + 127) / 255);
            if (sat)
                sat->bytes[(ptrdiff_t)y * sat->stride_bytes + x] =
                    (uint8_t)span(from);
        }
    }
}

static int stretch(struct bv_convert *convert, struct bv_plane from,
                   struct bv_plane to)
{
    const uint8_t *from_planes[4] = {from.bytes};
    uint8_t *to_planes[4] = {to.bytes};
    int from_strides[4] = {from.stride_bytes},
        to_strides[4] = {to.stride_bytes};

    convert->stretch = sws_getCachedContext(
        convert->stretch, convert->in_width, convert->in_height,
        AV_PIX_FMT_GRAY8, convert->out_width, convert->out_height,
        AV_PIX_FMT_GRAY8, SWS_BICUBIC | SWS_ACCURATE_RND | SWS_BITEXACT, NULL,
        NULL, NULL);
    if (!convert->stretch)
        return -ENOMEM;
    if (sws_scale(convert->stretch, from_planes, from_strides, 0,
                  convert->in_height, to_planes, to_strides) < 0)
        return -ENOTSUP;
    return 0;
}

/* Look at the picture until one has colour; frames have a plane from then on.
 * Leaves the picture in `rgba` where it has no plain luma. */
static int look_for_colour(struct bv_convert *convert, const AVFrame *picture,
                           const AVPixFmtDescriptor *kind)
{
    bool plain = bv_planes_take(kind), full = is_full_range(convert, picture);

    if (plain && kind->nb_components == 3) {
        if (!bv_planes_need_saturation(&convert->planes, full))
            return -ENOMEM;
        if (!convert->colour)
            convert->colour =
                bv_planes_have_colour(&convert->planes, picture, kind, full);
    } else if (!plain) {
        int error = make_rgba(convert, picture);

        if (error < 0)
            return error;
        if (!convert->colour)
            convert->colour = rgba_has_colour(convert);
    }
    return 0;
}

/* The frames are made with the first picture, and once more with the first
 * that has colour; those before it are freed as they come back. */
static int take_frame(struct bv_convert *convert, struct bv_frame **frame)
{
    bool colour = convert->colour;

    if (!convert->pool || convert->pool_has_colour != colour) {
        struct bv_frame_pool *pool =
            bv_frame_pool_new(pool_count(convert, colour), convert->out_width,
                              convert->out_height, colour);

        if (!pool)
            return -ENOMEM;
        bv_frame_pool_unref(convert->pool);
        convert->pool = pool;
        convert->pool_has_colour = colour;
    }
    return bv_frame_pool_take(convert->pool, frame);
}

static void fill_planes(const struct bv_convert *convert,
                        const AVFrame *picture, const AVPixFmtDescriptor *kind,
                        struct bv_plane grey, const struct bv_plane *sat)
{
    bool full = is_full_range(convert, picture);

    if (!bv_planes_take(kind)) {
        split_rgba(convert, grey, sat);
        return;
    }
    bv_planes_copy_luma(&convert->planes, picture, kind, full, grey);
    if (sat)
        bv_planes_copy_saturation(&convert->planes, picture, kind, full, *sat);
}

static int fill_frame(struct bv_convert *convert, const AVFrame *picture,
                      const AVPixFmtDescriptor *kind, struct bv_frame *frame)
{
    struct bv_plane grey = {frame->pixels, frame->stride_bytes};
    struct bv_plane sat = {frame->saturation, frame->stride_bytes};
    int stride = scratch_stride(convert, 1);
    struct bv_plane small_grey, small_sat;
    int error;

    if (convert->out_width == convert->in_width &&
        convert->out_height == convert->in_height) {
        fill_planes(convert, picture, kind, grey, sat.bytes ? &sat : NULL);
        return 0;
    }
    small_grey = (struct bv_plane){scratch(convert, &convert->grey, 1), stride};
    small_sat = (struct bv_plane){
        sat.bytes ? scratch(convert, &convert->sat, 1) : NULL, stride};
    if (!small_grey.bytes || (sat.bytes && !small_sat.bytes))
        return -ENOMEM;
    fill_planes(convert, picture, kind, small_grey,
                sat.bytes ? &small_sat : NULL);
    error = stretch(convert, small_grey, grey);
    if (error == 0 && sat.bytes)
        error = stretch(convert, small_sat, sat);
    return error;
}

struct bv_px_map bv_convert_to_input(const struct bv_convert *convert)
{
    struct bv_px_map map = bv_px_map_identity();

    /* Pixels' edges fall on edges; their centres are half a pixel inside. */
    map.xx = (double)convert->in_width / convert->out_width;
    map.yy = (double)convert->in_height / convert->out_height;
    map.x0 = (map.xx - 1) / 2;
    map.y0 = (map.yy - 1) / 2;
    return map;
}

bool bv_convert_takes(const struct bv_convert *convert,
                      const struct AVFrame *picture)
{
    return picture->width == convert->in_width &&
           picture->height == convert->in_height;
}

int bv_convert_run(struct bv_convert *convert, const struct AVFrame *picture,
                   struct bv_frame **frame, struct bv_fault *fault)
{
    const AVPixFmtDescriptor *kind = av_pix_fmt_desc_get(picture->format);
    struct bv_frame *made;
    int error;

    if (!bv_convert_takes(convert, picture))
        return bv_fault_set(fault, -EBADMSG,
                            "%s changes its size from %d x %d to %d x %d px; "
                            "it is read up to there.",
                            convert->options.name, convert->in_width,
                            convert->in_height, picture->width,
                            picture->height);
    error = kind && picture->data[0] ? look_for_colour(convert, picture, kind)
                                     : -ENOTSUP;
    if (error == -ENOTSUP)
        bv_fault_set(fault, error, "%s has colours that bevel cannot read.",
                     convert->options.name);
    if (error == 0)
        error = take_frame(convert, &made);
    if (error < 0)
        return error;
    error = fill_frame(convert, picture, kind, made);
    if (error < 0) {
        bv_frame_unref(made);
        return error;
    }
    *frame = made;
    return 0;
}

int bv_convert_wait(struct bv_convert *convert, const struct AVFrame *picture,
                    int timeout_ms, struct bv_frame **frame,
                    struct bv_fault *fault)
{
    /* There is nobody to wake us, so look again soon. */
    const struct timespec pause = {.tv_nsec = BV_NS_PER_MS};
    int64_t until = bv_clock_now_ns() + timeout_ms * BV_NS_PER_MS;

    for (;;) {
        int error = bv_convert_run(convert, picture, frame, fault);

        if (error != -EAGAIN)
            return error;
        if (bv_clock_now_ns() >= until)
            return -ETIMEDOUT;
        nanosleep(&pause, NULL);
    }
}
