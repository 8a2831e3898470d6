#include "acquisition/grabbed.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <libavcodec/avcodec.h>

#include "acquisition/convert.h"
#include "acquisition/media.h"

static const struct {
    const char *name;
    enum AVPixelFormat format; /* NONE: a decoder says */
    int pixel_bytes;           /* of the first plane */
} codings[] = {
    [BV_CODING_GREY] = {"grey", AV_PIX_FMT_GRAY8, 1},
    [BV_CODING_NV12] = {"NV12", AV_PIX_FMT_NV12, 1},
    [BV_CODING_YUY2] = {"YUY2", AV_PIX_FMT_YUYV422, 2},
    [BV_CODING_MJPEG] = {"MJPEG", AV_PIX_FMT_NONE, 0},
};

struct bv_grabbed {
    struct bv_grabbed_about about;
    struct bv_convert *convert;
    AVFrame *picture;
    AVCodecContext *decoder; /* a JPEG's alone, as the packet */
    AVPacket *packet;
    int complaints;
};

const char *bv_coding_name(enum bv_coding coding)
{
    return codings[coding].name;
}

static int open_decoder(struct bv_grabbed *grabbed)
{
    const AVCodec *codec = avcodec_find_decoder(AV_CODEC_ID_MJPEG);

    if (!codec)
        return -ENOTSUP;
    bv_media_route_log();
    grabbed->packet = av_packet_alloc();
    grabbed->decoder = bv_media_decoder_new(codec, &grabbed->complaints);
    if (!grabbed->packet || !grabbed->decoder)
        return -ENOMEM;
    return bv_media_errno(avcodec_open2(grabbed->decoder, codec, NULL));
}

static int open_converter(struct bv_grabbed *grabbed, int width_px,
                          int height_px, struct bv_fault *fault)
{
    struct bv_convert_options options = {
        .name = grabbed->about.name,
        .full_range = grabbed->about.full_range ||
                      grabbed->about.coding == BV_CODING_MJPEG,
    };

    bv_convert_free(grabbed->convert);
    grabbed->convert = NULL;
    return bv_convert_new(&options, width_px, height_px, &grabbed->convert,
                          fault);
}

int bv_grabbed_new(const struct bv_grabbed_about *about,
                   struct bv_grabbed **grabbed, struct bv_fault *fault)
{
    struct bv_grabbed *made = calloc(1, sizeof(*made));
    size_t row_bytes =
        (size_t)about->width_px * (size_t)codings[about->coding].pixel_bytes;
    int error;

    if (!made)
        return -ENOMEM;
    made->about = *about;
    if (made->about.row_bytes < row_bytes)
        made->about.row_bytes = row_bytes;
    made->picture = av_frame_alloc();
    error = made->picture
                ? open_converter(made, about->width_px, about->height_px, fault)
                : -ENOMEM;
    if (error == 0 && about->coding == BV_CODING_MJPEG)
        error = open_decoder(made);
    if (error < 0) {
        bv_grabbed_free(made);
        return error;
    }
    *grabbed = made;
    return 0;
}

void bv_grabbed_free(struct bv_grabbed *grabbed)
{
    if (!grabbed)
        return;
    avcodec_free_context(&grabbed->decoder);
    av_packet_free(&grabbed->packet);
    av_frame_free(&grabbed->picture);
    bv_convert_free(grabbed->convert);
    free(grabbed);
}

size_t bv_grabbed_bytes(const struct bv_grabbed *grabbed)
{
    const struct bv_grabbed_about *about = &grabbed->about;
    size_t luma = about->row_bytes * (size_t)about->height_px;

    switch (about->coding) {
    case BV_CODING_NV12:
        return luma + about->row_bytes * (((size_t)about->height_px + 1) / 2);
    case BV_CODING_MJPEG:
        return 4;
    default:
        return luma;
    }
}

/* Let `picture` show the bytes. */
static void view(struct bv_grabbed *grabbed, const uint8_t *bytes)
{
    const struct bv_grabbed_about *about = &grabbed->about;
    AVFrame *picture = grabbed->picture;

    picture->format = codings[about->coding].format;
    picture->width = about->width_px;
    picture->height = about->height_px;
    picture->data[0] = (uint8_t *)bytes;
    picture->linesize[0] = (int)about->row_bytes;
    if (about->coding == BV_CODING_NV12) {
        picture->data[1] =
            picture->data[0] + about->row_bytes * (size_t)about->height_px;
        picture->linesize[1] = (int)about->row_bytes;
    }
}

/* Let `picture` be what is decoded from them. */
static int decode(struct bv_grabbed *grabbed, const uint8_t *bytes, size_t size)
{
    int error = av_new_packet(grabbed->packet, (int)size);

    if (error < 0)
        return bv_media_errno(error);
    grabbed->complaints = 0;
    memcpy(grabbed->packet->data, bytes, size);
    av_frame_unref(grabbed->picture);
    if (avcodec_send_packet(grabbed->decoder, grabbed->packet) < 0 ||
        avcodec_receive_frame(grabbed->decoder, grabbed->picture) < 0)
        grabbed->complaints++;
    av_packet_unref(grabbed->packet);
    return grabbed->complaints ? -EBADMSG : 0;
}

int bv_grabbed_frame(struct bv_grabbed *grabbed, const uint8_t *bytes,
                     size_t size, struct bv_frame **frame,
                     struct bv_fault *fault)
{
    AVFrame *picture = grabbed->picture;
    int error = 0;

    if (size < bv_grabbed_bytes(grabbed) || size > INT32_MAX / 2)
        return -EBADMSG;
    if (grabbed->decoder)
        error = decode(grabbed, bytes, size);
    else
        view(grabbed, bytes);
    if (error == 0 &&
        !(grabbed->convert && bv_convert_takes(grabbed->convert, picture)))
        error = open_converter(grabbed, picture->width, picture->height, fault);
    return error == 0 ? bv_convert_run(grabbed->convert, picture, frame, fault)
                      : error;
}
