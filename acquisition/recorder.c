#include "acquisition/recorder.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <libavcodec/avcodec.h>
#include <libavutil/opt.h>

#include "acquisition/matroska_file.h"
#include "acquisition/media.h"
#include "core/clock.h"
#include "core/frame.h"

/*
 * The file is written by matroska_file.c and not by libavformat, whose
 * Matroska rounds times to whole milliseconds.
 */

enum { slices = 4 };

struct bv_recorder {
    char *path;
    enum bv_recorder_format format;
    AVCodecContext *encoder;
    AVFrame *picture;
    AVPacket *packet;
    struct bv_matroska_file *file;
    int64_t frame_count;
    int64_t last_time_ns, interval_ns;
    int error; /* what ended the writing; 0 while it goes on */
};

static int say_write(struct bv_recorder *recorder, int error,
                     struct bv_fault *fault)
{
    if (error == -EDQUOT)
        error = -ENOSPC;
    if (error == -ENOSPC && recorder->frame_count > 0)
        return bv_fault_set(fault, error,
                            "The disk is full: %s ends after %lld frames, "
                            "which can be played.",
                            recorder->path, (long long)recorder->frame_count);
    return bv_fault_set(fault, error, "Cannot write %s: %s.", recorder->path,
                        bv_error_text(error));
}

static int create_file(struct bv_recorder *recorder)
{
    const AVCodecContext *encoder = recorder->encoder;
    struct bv_matroska_track track = {
        .width_px = encoder->width,
        .height_px = encoder->height,
        .interval_ns = recorder->interval_ns,
        .private_bytes = encoder->extradata,
        .private_size = (size_t)encoder->extradata_size,
    };

    return bv_matroska_file_create(recorder->path, &track, &recorder->file);
}

static int encoder_open(struct bv_recorder *recorder, int width_px,
                        int height_px, double frame_rate_hz)
{
    const AVCodec *codec = avcodec_find_encoder(AV_CODEC_ID_FFV1);
    AVCodecContext *encoder;
    int error;

    if (!codec)
        return -ENOSYS;
    encoder = recorder->encoder = avcodec_alloc_context3(codec);
    recorder->picture = av_frame_alloc();
    recorder->packet = av_packet_alloc();
    if (!encoder || !recorder->picture || !recorder->packet)
        return -ENOMEM;
    encoder->width = recorder->picture->width = width_px;
    encoder->height = recorder->picture->height = height_px;
    encoder->pix_fmt = recorder->format == BV_RECORDER_GREY ? AV_PIX_FMT_GRAY8
                                                            : AV_PIX_FMT_0RGB32;
    recorder->picture->format = encoder->pix_fmt;
    encoder->color_range = AVCOL_RANGE_JPEG;
    encoder->time_base = av_d2q(1 / frame_rate_hz, 1000000);
    encoder->gop_size = 1; /* every picture stands alone */
    encoder->level = 3;
    encoder->slices = slices;
    encoder->thread_count = 1;
    error = av_opt_set_int(encoder, "slicecrc", 1, AV_OPT_SEARCH_CHILDREN);
    if (error >= 0)
        error = avcodec_open2(encoder, codec, NULL);
    if (error >= 0)
        error = av_frame_get_buffer(recorder->picture, 0);
    return bv_media_errno(error);
}

static void copy_row(enum bv_recorder_format format, const uint8_t *from,
                     uint8_t *to, int width_px)
{
    switch (format) {
    case BV_RECORDER_GREY:
        memcpy(to, from, (size_t)width_px);
        break;
    case BV_RECORDER_XRGB32:
        memcpy(to, from, (size_t)width_px * 4);
        break;
    case BV_RECORDER_RGB24:
        for (int x = 0; x < width_px; x++) {
            uint32_t word = (uint32_t)from[3 * x] << 16 |
                            (uint32_t)from[3 * x + 1] << 8 | from[3 * x + 2];

            memcpy(to + (size_t)x * 4, &word, sizeof(word));
        }
        break;
    }
}

/* Encode the picture into the packet. */
static int encode(struct bv_recorder *recorder)
{
    int error;

    recorder->picture->pts = recorder->frame_count;
    error = avcodec_send_frame(recorder->encoder, recorder->picture);
    if (error >= 0)
        error = avcodec_receive_packet(recorder->encoder, recorder->packet);
    return bv_media_errno(error);
}

/* The first picture costs the encoder up to half a second: let that be one
 * that nobody waits for. */
static int warm_up(struct bv_recorder *recorder)
{
    AVFrame *picture = recorder->picture;
    int error;

    memset(picture->data[0], 0,
           (size_t)picture->linesize[0] * (size_t)picture->height);
    error = encode(recorder);
    av_packet_unref(recorder->packet);
    recorder->frame_count = 0;
    return error;
}

static void recorder_free(struct bv_recorder *recorder)
{
    if (!recorder)
        return;
    avcodec_free_context(&recorder->encoder);
    av_frame_free(&recorder->picture);
    av_packet_free(&recorder->packet);
    free(recorder->path);
    free(recorder);
}

static int check_picture(const char *path, int width_px, int height_px,
                         double frame_rate_hz, struct bv_fault *fault)
{
    if (bv_frame_check_size(width_px, height_px) < 0)
        return bv_fault_set(fault, -ERANGE,
                            "Cannot record %s: pictures of %d x %d px are "
                            "outside %d to %d px a side.",
                            path, width_px, height_px, BV_FRAME_SIDE_MIN_PX,
                            BV_FRAME_SIDE_MAX_PX);
    if (!(frame_rate_hz >= 0.001 && frame_rate_hz <= 10000))
        return bv_fault_set(fault, -EINVAL,
                            "Cannot record %s at %g frames a second.", path,
                            frame_rate_hz);
    return 0;
}

int bv_recorder_open(const char *path, enum bv_recorder_format format,
                     int width_px, int height_px, double frame_rate_hz,
                     struct bv_recorder **recorder, struct bv_fault *fault)
{
    struct bv_recorder *made;
    int error = check_picture(path, width_px, height_px, frame_rate_hz, fault);

    if (error < 0)
        return error;
    bv_media_route_log();
    made = calloc(1, sizeof(*made));
    if (!made)
        return -ENOMEM;
    made->format = format;
    made->interval_ns = bv_s_to_ns(1 / frame_rate_hz);
    made->path = strdup(path);
    error = made->path ? 0 : -ENOMEM;
    if (error == 0)
        error = encoder_open(made, width_px, height_px, frame_rate_hz);
    if (error == 0)
        error = warm_up(made);
    if (error == 0)
        error = create_file(made);
    if (error < 0) {
        if (error == -ENOSPC)
            bv_fault_set(fault, error, "Cannot write %s: the disk is full.",
                         path);
        bv_fault_set(fault, error, "Cannot write %s: %s.", path,
                     bv_error_text(error));
        recorder_free(made);
        return error;
    }
    *recorder = made;
    return 0;
}

int bv_recorder_write(struct bv_recorder *recorder, const uint8_t *pixels,
                      int stride_bytes, int64_t time_ns, struct bv_fault *fault)
{
    AVFrame *picture = recorder->picture;
    int error;

    if (recorder->error)
        return say_write(recorder, recorder->error, fault);
    if (time_ns < 0 ||
        (recorder->frame_count && time_ns <= recorder->last_time_ns))
        return bv_fault_set(fault, -EINVAL,
                            "Cannot write %s: a frame's time, %.6f s, is not "
                            "after the one before it.",
                            recorder->path, bv_ns_to_s(time_ns));
    error = bv_media_errno(av_frame_make_writable(picture));
    if (error == 0) {
        for (int y = 0; y < picture->height; y++)
            copy_row(recorder->format, pixels + (ptrdiff_t)y * stride_bytes,
                     picture->data[0] + (ptrdiff_t)y * picture->linesize[0],
                     picture->width);
        error = encode(recorder);
    }
    if (error == 0)
        error = bv_matroska_file_append(recorder->file, time_ns,
                                        recorder->packet->data,
                                        (size_t)recorder->packet->size);
    av_packet_unref(recorder->packet);
    if (error == 0) {
        recorder->frame_count++;
        recorder->last_time_ns = time_ns;
        error = bv_matroska_file_flush(recorder->file);
    }
    if (error == 0)
        return 0;
    recorder->error = error == -EDQUOT ? -ENOSPC : error;
    return say_write(recorder, error, fault);
}

int bv_recorder_close(struct bv_recorder *recorder, struct bv_fault *fault)
{
    int error = recorder->error;
    int close_error = bv_matroska_file_close(recorder->file);

    if (error == 0)
        error = close_error;
    if (error < 0)
        say_write(recorder, error, fault);
    recorder_free(recorder);
    return error;
}
