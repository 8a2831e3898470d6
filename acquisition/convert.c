#include "acquisition/convert.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <libavutil/frame.h>
#include <libavutil/imgutils.h>
#include <libavutil/pixdesc.h>
#include <libswscale/swscale.h>

#include "core/log.h"

enum {
    pool_bytes = 64 * 1024 * 1024,
    pool_most_frames = 24,
    pool_usual_frames = 8,
    pool_fewest_frames = 4,
    large_frame_bytes = 16 * 1024 * 1024,
    /* Colour is saturation that no coder's noise makes, in enough places. */
    colour_saturation = 32,
    colour_places = 64,
    row_alignment = 64,
};

/* Wider than this no screen has: the file is wrong about itself. */
static const double widest_aspect = 4;

struct bv_convert {
    struct bv_convert_options options;
    int in_width, in_height, out_width, out_height;
    bool colour; /* a picture with colour was seen */
    struct bv_frame_pool *grey_pool, *colour_pool;
    uint8_t full_luma[2][256]; /* [range is full][coded] */
    uint8_t *saturation[2];    /* [range is full][u << 8 | v], made late */
    struct SwsContext *to_rgba, *stretch;
    uint8_t *rgba, *grey, *sat; /* made late; scratch of the input's size */
};

/* A plane to write to. */
struct plane {
    uint8_t *bytes;
    int stride;
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

static void fill_luma(struct bv_convert *convert)
{
    for (int coded = 0; coded < 256; coded++) {
        long value = lround((coded - 16) * 255.0 / 219.0);

        convert->full_luma[1][coded] = (uint8_t)coded;
        convert->full_luma[0][coded] = (uint8_t)(value < 0     ? 0
                                                 : value > 255 ? 255
                                                               : value);
    }
}

/* max(R,G,B) - min(R,G,B) follows from U and V alone where nothing clips
 * (BT.601; BT.709 differs by less than the threshold of anybody who asks). */
static bool fill_saturation(struct bv_convert *convert, bool full)
{
    double scale = full ? 1 : 255.0 / 224.0;
    uint8_t *table;

    if (convert->saturation[full])
        return true;
    table = convert->saturation[full] = malloc(65536);
    if (!table)
        return false;
    for (int u = 0; u < 256; u++) {
        for (int v = 0; v < 256; v++) {
            double red = 1.402 * (v - 128) * scale;
            double blue = 1.772 * (u - 128) * scale;
            double green =
                (-0.344136 * (u - 128) - 0.714136 * (v - 128)) * scale;
            double span =
                fmax(red, fmax(green, blue)) - fmin(red, fmin(green, blue));

            table[u << 8 | v] = (uint8_t)(span > 255 ? 255 : lround(span));
        }
    }
    return true;
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
    fill_luma(made);
    error = set_out_size(made, fault);
    if (error == 0) {
        made->grey_pool = bv_frame_pool_new(
            pool_count(made, false), made->out_width, made->out_height, false);
        if (!made->grey_pool)
            error = -ENOMEM;
    }
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
    bv_frame_pool_unref(convert->grey_pool);
    bv_frame_pool_unref(convert->colour_pool);
    free(convert->saturation[0]);
    free(convert->saturation[1]);
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

/* Whether the luma can be taken as it is: 8 bits, YUV or grey, no alpha. */
static bool has_plain_luma(const AVPixFmtDescriptor *kind)
{
    const uint64_t others = AV_PIX_FMT_FLAG_PAL | AV_PIX_FMT_FLAG_BITSTREAM |
                            AV_PIX_FMT_FLAG_HWACCEL | AV_PIX_FMT_FLAG_RGB |
                            AV_PIX_FMT_FLAG_ALPHA | AV_PIX_FMT_FLAG_BAYER |
                            AV_PIX_FMT_FLAG_FLOAT;

    if (kind->flags & others)
        return false;
    for (int i = 0; i < kind->nb_components; i++)
        if (kind->comp[i].depth != 8 || kind->comp[i].shift != 0)
            return false;
    return kind->nb_components == 1 || kind->nb_components == 3;
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

/* One component of a picture: its first sample, and how far the next is. */
struct component {
    const uint8_t *bytes;
    ptrdiff_t stride;
    int step;
};

static struct component component(const AVFrame *picture,
                                  const AVPixFmtDescriptor *kind, int index)
{
    const AVComponentDescriptor *about = &kind->comp[index];

    return (struct component){
        picture->data[about->plane] + about->offset,
        picture->linesize[about->plane],
        about->step,
    };
}

static void copy_luma(const struct bv_convert *convert, const AVFrame *picture,
                      const AVPixFmtDescriptor *kind, struct plane grey)
{
    struct component luma = component(picture, kind, 0);
    bool full = is_full_range(convert, picture);
    const uint8_t *table = convert->full_luma[full];

    for (int y = 0; y < convert->in_height; y++) {
        const uint8_t *from = luma.bytes + y * luma.stride;
        uint8_t *to = grey.bytes + (ptrdiff_t)y * grey.stride;

        if (full && luma.step == 1)
            memcpy(to, from, (size_t)convert->in_width);
        else
            for (int x = 0; x < convert->in_width; x++)
                to[x] = table[from[x * luma.step]];
    }
}

/* Whether any place is clearly coloured. */
static bool chroma_has_colour(const struct bv_convert *convert,
                              const AVFrame *picture,
                              const AVPixFmtDescriptor *kind,
                              const uint8_t *table)
{
    struct component u = component(picture, kind, 1);
    struct component v = component(picture, kind, 2);
    int width = AV_CEIL_RSHIFT(convert->in_width, kind->log2_chroma_w);
    int height = AV_CEIL_RSHIFT(convert->in_height, kind->log2_chroma_h);
    int places = colour_places >> (kind->log2_chroma_w + kind->log2_chroma_h);
    int found = 0;

    for (int y = 0; y < height; y++) {
        const uint8_t *us = u.bytes + y * u.stride;
        const uint8_t *vs = v.bytes + y * v.stride;

        for (int x = 0; x < width; x++)
            found +=
                table[us[x * u.step] << 8 | vs[x * v.step]] > colour_saturation;
        if (found >= places)
            return true;
    }
    return false;
}

static void copy_chroma(const struct bv_convert *convert,
                        const AVFrame *picture, const AVPixFmtDescriptor *kind,
                        const uint8_t *table, struct plane sat)
{
    struct component u = component(picture, kind, 1);
    struct component v = component(picture, kind, 2);

    for (int y = 0; y < convert->in_height; y++) {
        const uint8_t *us = u.bytes + (y >> kind->log2_chroma_h) * u.stride;
        const uint8_t *vs = v.bytes + (y >> kind->log2_chroma_h) * v.stride;
        uint8_t *to = sat.bytes + (ptrdiff_t)y * sat.stride;

        for (int x = 0; x < convert->in_width; x++) {
            int at = x >> kind->log2_chroma_w;

            to[x] = table[us[at * u.step] << 8 | vs[at * v.step]];
        }
    }
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

    for (int y = 0; y < convert->in_height && found < colour_places; y++) {
        const uint8_t *row =
            convert->rgba + (ptrdiff_t)y * scratch_stride(convert, 4);

        for (int x = 0; x < convert->in_width; x++)
            found += span(row + 4 * (ptrdiff_t)x) > colour_saturation;
    }
    return found >= colour_places;
}

/* Grey by BT.601's weights, exact for grey; what is transparent is black. */
static void split_rgba(const struct bv_convert *convert, struct plane grey,
                       const struct plane *sat)
{
    for (int y = 0; y < convert->in_height; y++) {
        const uint8_t *from =
            convert->rgba + (ptrdiff_t)y * scratch_stride(convert, 4);

        for (int x = 0; x < convert->in_width; x++, from += 4) {
            int luma =
                (299 * from[0] + 587 * from[1] + 114 * from[2] + 500) / 1000;

            grey.bytes[(ptrdiff_t)y * grey.stride + x] =
                (uint8_t)((luma * from[3] + 127) / 255);
            if (sat)
                sat->bytes[(ptrdiff_t)y * sat->stride + x] =
                    (uint8_t)span(from);
        }
    }
}

static int stretch(struct bv_convert *convert, struct plane from,
                   struct plane to)
{
    const uint8_t *from_planes[4] = {from.bytes};
    uint8_t *to_planes[4] = {to.bytes};
    int from_strides[4] = {from.stride}, to_strides[4] = {to.stride};

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
    bool plain = has_plain_luma(kind);

    if (plain && kind->nb_components == 3) {
        bool full = is_full_range(convert, picture);

        if (!fill_saturation(convert, full))
            return -ENOMEM;
        if (!convert->colour)
            convert->colour = chroma_has_colour(convert, picture, kind,
                                                convert->saturation[full]);
    } else if (!plain) {
        int error = make_rgba(convert, picture);

        if (error < 0)
            return error;
        if (!convert->colour)
            convert->colour = rgba_has_colour(convert);
    }
    if (convert->colour && !convert->colour_pool) {
        convert->colour_pool =
            bv_frame_pool_new(pool_count(convert, true), convert->out_width,
                              convert->out_height, true);
        if (!convert->colour_pool)
            return -ENOMEM;
    }
    return 0;
}

static void fill_planes(const struct bv_convert *convert,
                        const AVFrame *picture, const AVPixFmtDescriptor *kind,
                        struct plane grey, const struct plane *sat)
{
    if (!has_plain_luma(kind)) {
        split_rgba(convert, grey, sat);
        return;
    }
    copy_luma(convert, picture, kind, grey);
    if (!sat)
        return;
    if (kind->nb_components == 3)
        copy_chroma(convert, picture, kind,
                    convert->saturation[is_full_range(convert, picture)], *sat);
    else
        for (int y = 0; y < convert->in_height; y++)
            memset(sat->bytes + (ptrdiff_t)y * sat->stride, 0,
                   (size_t)convert->in_width);
}

static int fill_frame(struct bv_convert *convert, const AVFrame *picture,
                      const AVPixFmtDescriptor *kind, struct bv_frame *frame)
{
    struct plane grey = {frame->pixels, frame->stride_bytes};
    struct plane sat = {frame->saturation, frame->stride_bytes};
    int stride = scratch_stride(convert, 1);
    struct plane small_grey, small_sat;
    int error;

    if (convert->out_width == convert->in_width &&
        convert->out_height == convert->in_height) {
        fill_planes(convert, picture, kind, grey, sat.bytes ? &sat : NULL);
        return 0;
    }
    small_grey = (struct plane){scratch(convert, &convert->grey, 1), stride};
    small_sat = (struct plane){
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

int bv_convert_run(struct bv_convert *convert, const struct AVFrame *picture,
                   struct bv_frame **frame, struct bv_fault *fault)
{
    const AVPixFmtDescriptor *kind = av_pix_fmt_desc_get(picture->format);
    struct bv_frame *made;
    int error;

    if (picture->width != convert->in_width ||
        picture->height != convert->in_height)
        return bv_fault_set(fault, -EBADMSG,
                            "%s changes its size from %d x %d to %d x %d px; "
                            "it is read up to there.",
                            convert->options.name, convert->in_width,
                            convert->in_height, picture->width,
                            picture->height);
    if (!kind || !picture->data[0])
        return -ENOTSUP;
    error = look_for_colour(convert, picture, kind);
    if (error == 0)
        error = bv_frame_pool_take(
            convert->colour ? convert->colour_pool : convert->grey_pool, &made);
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
