#include "acquisition/repair_file.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <libavformat/avformat.h>

#include "acquisition/ffv1_check.h"
#include "acquisition/matroska_head.h"
#include "acquisition/media.h"
#include "core/clock.h"
#include "core/frame.h"

/* A block's number of its track, time and flags, before its picture. */
enum { block_head_bytes = 4 };

static const int most_private_bytes = 64 * 1024;

struct bv_repair_file {
    struct bv_media_file media;
    struct bv_matroska_head head;
    AVFormatContext *format;
    AVPacket *packet;
};

static int say_no_recording(const char *path, struct bv_fault *fault)
{
    return bv_fault_set(fault, -EINVAL,
                        "Cannot repair %s: it is no recording of bevel's.",
                        path);
}

static int read_head(struct bv_repair_file *file, struct bv_fault *fault)
{
    uint8_t bytes[BV_MATROSKA_HEAD_BYTES];
    ssize_t size = pread(file->media.fd, bytes, sizeof(bytes), 0);
    int error = size < 0 ? -errno : 0;

    if (error < 0)
        return bv_fault_set(fault, error, "Cannot read %s: %s.",
                            file->media.path, bv_error_text(error));
    if (bv_matroska_head_parse(bytes, (size_t)size, &file->head) < 0)
        return say_no_recording(file->media.path, fault);
    return 0;
}

/* One track of FFV1 that bevel wrote: what others wrote has no checksums, or
 * its times in whole milliseconds. */
static bool is_ours(const AVFormatContext *format)
{
    const AVDictionaryEntry *by =
        av_dict_get(format->metadata, "encoder", NULL, 0);
    const AVCodecParameters *about;

    if (!by || strcmp(by->value, "bevel") != 0 || format->nb_streams != 1)
        return false;
    about = format->streams[0]->codecpar;
    return about->codec_id == AV_CODEC_ID_FFV1 && about->extradata_size > 0 &&
           about->extradata_size <= most_private_bytes &&
           bv_frame_check_size(about->width, about->height) == 0;
}

static int open_format(struct bv_repair_file *file)
{
    file->format = avformat_alloc_context();
    file->packet = av_packet_alloc();
    if (!file->format || !file->packet)
        return -ENOMEM;
    file->format->pb = file->media.io;
    return bv_media_errno(avformat_open_input(
        &file->format, "", av_find_input_format("matroska"), NULL));
}

int bv_repair_file_open(const char *path, struct bv_repair_file **file,
                        struct bv_fault *fault)
{
    struct bv_repair_file *made = calloc(1, sizeof(*made));
    int error;

    if (!made)
        return -ENOMEM;
    bv_media_route_log();
    made->media.fd = -1;
    error = bv_media_file_open(&made->media, path, fault);
    if (error == 0)
        error = read_head(made, fault);
    if (error == 0) {
        error = open_format(made);
        if (error != -ENOMEM && (error < 0 || !is_ours(made->format)))
            error = say_no_recording(path, fault);
    }
    if (error < 0) {
        bv_repair_file_close(made);
        return error;
    }
    *file = made;
    return 0;
}

void bv_repair_file_close(struct bv_repair_file *file)
{
    if (!file)
        return;
    av_packet_free(&file->packet);
    avformat_close_input(&file->format);
    bv_media_file_close(&file->media);
    free(file);
}

struct bv_matroska_track bv_repair_file_track(const struct bv_repair_file *file)
{
    const AVStream *stream = file->format->streams[0];
    const AVCodecParameters *about = stream->codecpar;
    AVRational rate = stream->avg_frame_rate;
    double hz = rate.num > 0 && rate.den > 0 ? av_q2d(rate) : 30;

    return (struct bv_matroska_track){
        .width_px = about->width,
        .height_px = about->height,
        .interval_ns = bv_s_to_ns(1 / hz),
        .private_bytes = about->extradata,
        .private_size = (size_t)about->extradata_size,
    };
}

bool bv_repair_file_is_finished(const struct bv_repair_file *file)
{
    return !file->head.open && file->head.has_index &&
           file->format->duration > 0;
}

bool bv_repair_file_is_cut(const struct bv_repair_file *file)
{
    return bv_matroska_head_is_cut(&file->head, file->media.size_bytes);
}

int64_t bv_repair_file_tail_bytes(const struct bv_repair_file *file,
                                  int64_t end)
{
    static const uint8_t index[] = {0x1c, 0x53, 0xbb, 0x6b};
    uint8_t first[sizeof(index)];

    if (pread(file->media.fd, first, sizeof(first), end) == sizeof(first) &&
        memcmp(first, index, sizeof(index)) == 0)
        return 0;
    return file->media.size_bytes > end ? file->media.size_bytes - end : 0;
}

int bv_repair_file_next(struct bv_repair_file *file,
                        struct bv_repair_picture *picture,
                        struct bv_fault *fault)
{
    const AVPacket *packet = file->packet;
    int error = bv_media_file_check(&file->media, fault), read_error;

    if (error < 0)
        return error;
    av_packet_unref(file->packet);
    error = bv_media_errno(av_read_frame(file->format, file->packet));
    read_error = file->media.io->error;
    if (error == -ENOMEM)
        return error;
    if (read_error < 0 && read_error != AVERROR_EOF)
        return bv_fault_set(fault, bv_media_errno(read_error),
                            "Cannot read %s: %s.", file->media.path,
                            bv_error_text(bv_media_errno(read_error)));
    if (error < 0)
        return -ENODATA;
    *picture = (struct bv_repair_picture){
        .whole = packet->pts != AV_NOPTS_VALUE && packet->pts >= 0 &&
                 bv_ffv1_is_whole(packet->data, (size_t)packet->size),
        .time_ns =
            av_rescale_q(packet->pts, file->format->streams[0]->time_base,
                         (AVRational){1, (int)BV_NS_PER_S}),
        .bytes = packet->data,
        .size = (size_t)packet->size,
        .at = packet->pos,
        .end = packet->pos + block_head_bytes + packet->size,
    };
    return 0;
}
