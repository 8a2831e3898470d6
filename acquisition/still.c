/*
 * Stills: one PNG, JPEG, BMP, TIFF, WebP or PNM, decoded whole.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include <libavcodec/avcodec.h>
#include <libavformat/avio.h>

#include "acquisition/convert.h"
#include "acquisition/drivers.h"
#include "acquisition/media.h"
#include "acquisition/still.h"
#include "core/clock.h"

enum { most_file_bytes = 512 * 1024 * 1024, sure = 90 };

struct still {
    struct bv_frame *frame; /* NULL once it was read */
};

/* What starts a file of each kind; '?' in the mask is any byte. */
static const struct {
    const char *head, *mask;
    size_t size;
    enum AVCodecID codec;
} kinds[] = {
    {"\x89PNG\r\n\x1a\n", "xxxxxxxx", 8, AV_CODEC_ID_PNG},
    {"\xff\xd8\xff", "xxx", 3, AV_CODEC_ID_MJPEG},
    {"BM????\0\0\0\0", "xx????xxxx", 10, AV_CODEC_ID_BMP},
    {"II*\0", "xxxx", 4, AV_CODEC_ID_TIFF},
    {"MM\0*", "xxxx", 4, AV_CODEC_ID_TIFF},
    {"RIFF????WEBP", "xxxx????xxxx", 12, AV_CODEC_ID_WEBP},
};

static bool starts_with(const uint8_t *head, size_t size, size_t kind)
{
    if (size < kinds[kind].size)
        return false;
    for (size_t i = 0; i < kinds[kind].size; i++)
        if (kinds[kind].mask[i] == 'x' &&
            head[i] != (uint8_t)kinds[kind].head[i])
            return false;
    return true;
}

static enum AVCodecID find_kind(const uint8_t *head, size_t size)
{
    static const enum AVCodecID anymaps[] = {
        AV_CODEC_ID_NONE, AV_CODEC_ID_PBM, AV_CODEC_ID_PGM, AV_CODEC_ID_PPM,
        AV_CODEC_ID_PBM,  AV_CODEC_ID_PGM, AV_CODEC_ID_PPM};

    for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
        if (starts_with(head, size, i))
            return kinds[i].codec;
    if (size > 3 && head[0] == 'P' && head[1] >= '1' && head[1] <= '6' &&
        (head[2] == '\n' || head[2] == ' ' || head[2] == '\t' ||
         head[2] == '\r'))
        return anymaps[head[1] - '0'];
    return AV_CODEC_ID_NONE;
}

bool bv_still_is_known(const uint8_t *head, size_t size)
{
    return find_kind(head, size) != AV_CODEC_ID_NONE;
}

static int probe(const char *path, bool is_folder, const uint8_t *head,
                 size_t head_size)
{
    (void)path;
    return !is_folder && bv_still_is_known(head, head_size) ? sure : 0;
}

static uint32_t big_endian(const uint8_t *at, int count)
{
    uint32_t number = 0;

    for (int i = 0; i < count; i++)
        number = number << 8 | at[i];
    return number;
}

/* The size in a JPEG's frame header. */
static bool jpeg_size(const uint8_t *bytes, size_t size, int64_t *width,
                      int64_t *height)
{
    size_t at = 2;

    while (at + 9 < size && bytes[at] == 0xff) {
        uint8_t marker = bytes[at + 1];

        if (marker >= 0xc0 && marker <= 0xcf && marker != 0xc4 &&
            marker != 0xc8 && marker != 0xcc) {
            *height = big_endian(bytes + at + 5, 2);
            *width = big_endian(bytes + at + 7, 2);
            return true;
        }
        at += 2 + big_endian(bytes + at + 2, 2);
    }
    return false;
}

/* The size that the commonest kinds state at their start, so that a hostile
 * one is refused by name before the decoder sees it. */
static bool stated_size(enum AVCodecID kind, const uint8_t *bytes, size_t size,
                        int64_t *width, int64_t *height)
{
    if (kind == AV_CODEC_ID_PNG && size >= 24) {
        *width = big_endian(bytes + 16, 4);
        *height = big_endian(bytes + 20, 4);
        return true;
    }
    if (kind == AV_CODEC_ID_BMP && size >= 26 && bytes[14] >= 40) {
        int32_t numbers[2];

        memcpy(numbers, bytes + 18, sizeof(numbers)); /* little endian */
        *width = numbers[0];
        *height = numbers[1] < 0 ? -(int64_t)numbers[1] : numbers[1];
        return true;
    }
    return kind == AV_CODEC_ID_MJPEG && jpeg_size(bytes, size, width, height);
}

static int check_stated_size(const char *path, enum AVCodecID kind,
                             const AVPacket *packet, struct bv_fault *fault)
{
    int64_t width, height;

    if (!stated_size(kind, packet->data, (size_t)packet->size, &width,
                     &height) ||
        bv_frame_check_size(width, height) == 0)
        return 0;
    return bv_fault_set(fault, -ERANGE,
                        "%s is %lld x %lld px; bevel opens %d to %d px a "
                        "side.",
                        path, (long long)width, (long long)height,
                        BV_FRAME_SIDE_MIN_PX, BV_FRAME_SIDE_MAX_PX);
}

/* The whole file as one packet. */
static int read_file(struct bv_media_file *file, AVPacket *packet,
                     struct bv_fault *fault)
{
    int error;

    if (file->size_bytes > most_file_bytes)
        return bv_fault_set(fault, -EFBIG,
                            "Cannot open %s: a picture of over %d MB.",
                            file->path, most_file_bytes >> 20);
    error = av_new_packet(packet, (int)file->size_bytes);
    if (error < 0)
        return bv_media_errno(error);
    error = avio_read(file->io, packet->data, packet->size);
    if (error != packet->size)
        return bv_fault_set(fault, -EIO, "Cannot read %s to its end.",
                            file->path);
    return 0;
}

static int say_damaged(const char *path, int error, struct bv_fault *fault)
{
    if (error == -ENOMEM)
        return error;
    return bv_fault_set(fault, -EBADMSG,
                        "Cannot open %s: the picture is damaged or cut "
                        "short.",
                        path);
}

/* Decode the packet; a picture that the decoder had to patch is refused. */
static int decode(const char *path, enum AVCodecID kind, AVPacket *packet,
                  AVFrame *picture, struct bv_fault *fault)
{
    const AVCodec *codec = avcodec_find_decoder(kind);
    int complaints = 0;
    AVCodecContext *decoder =
        codec ? bv_media_decoder_new(codec, &complaints) : NULL;
    int error;

    if (!codec)
        return bv_fault_set(fault, -ENOTSUP,
                            "Cannot open %s: there is no decoder for it.",
                            path);
    if (!decoder)
        return -ENOMEM;
    decoder->err_recognition = AV_EF_CRCCHECK;
    /* A TIFF's unknown tag is no damage, but would explode as well. */
    if (kind != AV_CODEC_ID_TIFF)
        decoder->err_recognition |= AV_EF_EXPLODE;
    error = avcodec_open2(decoder, codec, NULL);
    if (error >= 0)
        error = avcodec_send_packet(decoder, packet);
    if (error >= 0)
        error = avcodec_send_packet(decoder, NULL);
    if (error >= 0)
        error = avcodec_receive_frame(decoder, picture);
    avcodec_free_context(&decoder);
    if (error >= 0 && complaints == 0 && !picture->decode_error_flags)
        return 0;
    return say_damaged(path, bv_media_errno(error), fault);
}

int bv_still_decode(const char *path, AVFrame *picture, struct bv_fault *fault)
{
    struct bv_media_file file;
    AVPacket *packet = av_packet_alloc();
    enum AVCodecID kind = AV_CODEC_ID_NONE;
    int error;

    bv_media_route_log();
    error = bv_media_file_open(&file, path, fault);
    if (error == 0 && !packet)
        error = -ENOMEM;
    if (error == 0)
        error = read_file(&file, packet, fault);
    if (error == 0) {
        kind = find_kind(packet->data, (size_t)packet->size);
        if (kind == AV_CODEC_ID_NONE)
            error = bv_fault_set(fault, -EINVAL,
                                 "Cannot open %s: it is no picture that bevel "
                                 "knows.",
                                 path);
    }
    if (error == 0)
        error = check_stated_size(path, kind, packet, fault);
    if (error == 0)
        error = decode(path, kind, packet, picture, fault);
    av_packet_free(&packet);
    bv_media_file_close(&file);
    return error;
}

static int make_frame(const char *path, const AVFrame *picture,
                      struct bv_px_map *to_input, struct bv_frame **frame,
                      struct bv_fault *fault)
{
    AVRational aspect = picture->sample_aspect_ratio;
    struct bv_convert_options options = {
        .name = path,
        .pool_frames = 1,
        .full_range = true,
        .pixel_aspect = aspect.num > 0 && aspect.den > 0 ? av_q2d(aspect) : 0,
    };
    struct bv_convert *convert;
    int error = bv_convert_new(&options, picture->width, picture->height,
                               &convert, fault);

    if (error < 0)
        return error;
    error = bv_convert_run(convert, picture, frame, fault);
    *to_input = bv_convert_to_input(convert);
    bv_convert_free(convert);
    return error;
}

static int still_open(void *self, const char *name,
                      const struct bv_source_options *options,
                      struct bv_source_info *info, struct bv_fault *fault)
{
    struct still *still = self;
    const char *slash = strrchr(name, '/');
    AVFrame *picture = av_frame_alloc();
    int error = picture ? bv_still_decode(name, picture, fault) : -ENOMEM;

    if (error == 0)
        error =
            make_frame(name, picture, &info->to_input, &still->frame, fault);
    av_frame_free(&picture);
    if (error < 0)
        return error;
    still->frame->mm_per_px = options->mm_per_px;
    snprintf(info->title, sizeof(info->title), "%s", slash ? slash + 1 : name);
    info->still = true;
    info->width_px = still->frame->width_px;
    info->height_px = still->frame->height_px;
    info->frame_count = 1;
    return 0;
}

static int still_read(void *self, int timeout_ms, struct bv_frame **frame,
                      struct bv_fault *fault)
{
    struct still *still = self;

    (void)timeout_ms;
    (void)fault;
    if (!still->frame)
        return -ENODATA;
    still->frame->arrived_ns = bv_clock_now_ns();
    *frame = still->frame;
    still->frame = NULL;
    return 0;
}

static void still_close(void *self)
{
    struct still *still = self;

    bv_frame_unref(still->frame);
}

const struct bv_source_driver bv_still_driver = {
    .name = "still",
    .usage = "FILE",
    .help = "a picture: PNG, JPEG, BMP, TIFF, WebP, PGM",
    .state_size = sizeof(struct still),
    .probe = probe,
    .open = still_open,
    .read = still_read,
    .close = still_close,
};
