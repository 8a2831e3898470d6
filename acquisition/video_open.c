/*
 * Videos: opening them. What libav is given to open, and with which limits.
 */
#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include <libavutil/avstring.h>

#include "acquisition/convert.h"
#include "acquisition/media.h"
#include "acquisition/video_parts.h"
#include "core/clock.h"

enum {
    probe_most_bytes = 1 << 20,
    /* What libav itself says of a guess by the name alone is 50. */
    sure = 60,
    unsure = 20,
};

/* Formats that name other files or devices, or that take anything. */
static bool is_refused(const AVInputFormat *format)
{
    static const char *const refused[] = {
        "hls",        "concat", "dash",  "imf",         "rtsp",       "sdp",
        "image2",     "tty",    "lavfi", "rawvideo",    "ffmetadata", "data",
        "image2pipe", "sap",    "rtp",   "vapoursynth", NULL};

    if (format->flags & AVFMT_NOFILE)
        return true;
    for (int i = 0; refused[i]; i++)
        if (av_match_name(refused[i], format->name))
            return true;
    return false;
}

int bv_video_probe(const char *path, bool is_folder, const uint8_t *head,
                   size_t head_size)
{
    uint8_t padded[4096 + AVPROBE_PADDING_SIZE] = {0};
    AVProbeData data = {.filename = "", .buf = padded};
    const AVInputFormat *format;
    int score = 0;

    (void)path;
    if (is_folder || head_size == 0)
        return 0;
    bv_media_route_log();
    data.buf_size = (int)(head_size > 4096 ? 4096 : head_size);
    memcpy(padded, head, (size_t)data.buf_size);
    format = av_probe_input_format3(&data, 1, &score);
    if (!format || is_refused(format))
        return 0;
    return score > AVPROBE_SCORE_MAX / 4 ? sure : score > 0 ? unsure : 0;
}

/* libav asks to open another file: no recording of ours has one. */
static int refuse_other_files(AVFormatContext *format, AVIOContext **io,
                              const char *url, int flags,
                              AVDictionary **options)
{
    (void)format;
    (void)io;
    (void)url;
    (void)flags;
    (void)options;
    return AVERROR(EACCES);
}

/* Find out what the file holds, with the limits on its decoders set. */
static int find_streams(AVFormatContext *format)
{
    unsigned count = format->nb_streams;
    AVDictionary **options = av_calloc(count + 1, sizeof(AVDictionary *));
    int error = 0;

    if (!options)
        return AVERROR(ENOMEM);
    for (unsigned i = 0; i < count && error >= 0; i++) {
        error = av_dict_set_int(
            &options[i], "max_pixels",
            (int64_t)BV_FRAME_SIDE_MAX_PX * BV_FRAME_SIDE_MAX_PX, 0);
        if (error >= 0)
            error = av_dict_set(&options[i], "threads", "1", 0);
    }
    if (error >= 0)
        error = avformat_find_stream_info(format, options);
    for (unsigned i = 0; i < count; i++)
        av_dict_free(&options[i]);
    av_free(options);
    return error;
}

/* A size that the container names is refused before anything is decoded. */
static int check_sizes(const struct bv_video *video, struct bv_fault *fault)
{
    for (unsigned i = 0; i < video->format->nb_streams; i++) {
        const AVStream *stream = video->format->streams[i];
        const AVCodecParameters *about = stream->codecpar;

        if (about->codec_type != AVMEDIA_TYPE_VIDEO ||
            (about->width == 0 && about->height == 0) ||
            (stream->disposition & AV_DISPOSITION_ATTACHED_PIC))
            continue;
        if (bv_frame_check_size(about->width, about->height) < 0)
            return bv_fault_set(fault, -ERANGE,
                                "%s is %d x %d px; bevel opens %d to %d px a "
                                "side.",
                                video->file.path, about->width, about->height,
                                BV_FRAME_SIDE_MIN_PX, BV_FRAME_SIDE_MAX_PX);
    }
    return 0;
}

static int say_unreadable(const struct bv_video *video, int error,
                          struct bv_fault *fault)
{
    if (error == -ENOMEM)
        return bv_fault_set(fault, error, "Cannot open %s: %s.",
                            video->file.path, bv_error_text(error));
    return bv_fault_set(fault, -EBADMSG,
                        "Cannot open %s: the file is damaged or was never "
                        "finished.",
                        video->file.path);
}

static int open_format(struct bv_video *video, struct bv_fault *fault)
{
    const AVInputFormat *kind = NULL;
    int error;

    error = av_probe_input_buffer2(video->file.io, &kind, "", NULL, 0,
                                   probe_most_bytes);
    if (error < 0 || is_refused(kind))
        return bv_fault_set(fault, -EINVAL,
                            "Cannot open %s: it is no video that bevel knows.",
                            video->file.path);
    video->format = avformat_alloc_context();
    if (!video->format)
        return -ENOMEM;
    video->format->pb = video->file.io;
    video->format->io_open = refuse_other_files;
    video->format->protocol_whitelist = av_strdup("file");
    error = avformat_open_input(&video->format, "", kind, NULL);
    if (error < 0)
        return say_unreadable(video, bv_media_errno(error), fault);
    error = check_sizes(video, fault);
    if (error < 0)
        return error;
    error = find_streams(video->format);
    if (error < 0)
        return say_unreadable(video, bv_media_errno(error), fault);
    return check_sizes(video, fault);
}

/* Not FFV1: whose complaints are counted picture by picture, and whose pictures
 * stand alone. */
static void allow_threads(AVCodecContext *decoder, enum AVCodecID id)
{
    if (id != AV_CODEC_ID_H264 && id != AV_CODEC_ID_HEVC &&
        id != AV_CODEC_ID_MPEG4)
        return;
    decoder->thread_count = 2;
    decoder->thread_type = FF_THREAD_FRAME;
}

static int open_decoder(struct bv_video *video, bool goes_about,
                        struct bv_fault *fault)
{
    const AVCodec *codec = NULL;
    const AVCodecParameters *about;
    int error = av_find_best_stream(video->format, AVMEDIA_TYPE_VIDEO, -1, -1,
                                    &codec, 0);

    if (error == AVERROR_DECODER_NOT_FOUND)
        return bv_fault_set(fault, -ENOTSUP,
                            "Cannot open %s: there is no decoder for its "
                            "video.",
                            video->file.path);
    if (error < 0 || (video->format->streams[error]->disposition &
                      AV_DISPOSITION_ATTACHED_PIC))
        return bv_fault_set(fault, -EINVAL,
                            "Cannot open %s: there is no video in it.",
                            video->file.path);
    video->stream = error;
    for (unsigned i = 0; i < video->format->nb_streams; i++)
        if ((int)i != video->stream)
            video->format->streams[i]->discard = AVDISCARD_ALL;
    about = video->format->streams[video->stream]->codecpar;
    video->decoder = bv_media_decoder_new(codec, &video->complaints);
    if (!video->decoder)
        return -ENOMEM;
    if (goes_about)
        allow_threads(video->decoder, about->codec_id);
    error = avcodec_parameters_to_context(video->decoder, about);
    video->decoder->pkt_timebase =
        video->format->streams[video->stream]->time_base;
    if (error >= 0)
        error = avcodec_open2(video->decoder, codec, NULL);
    if (error < 0)
        return say_unreadable(video, bv_media_errno(error), fault);
    return 0;
}

/* What grey and YUV mean that do not say their range: codecs made for stills
 * and archives use all of it, video codecs 16 to 235. */
static bool is_full_range_codec(enum AVCodecID id)
{
    switch (id) {
    case AV_CODEC_ID_FFV1:
    case AV_CODEC_ID_MJPEG:
    case AV_CODEC_ID_HUFFYUV:
    case AV_CODEC_ID_FFVHUFF:
    case AV_CODEC_ID_UTVIDEO:
    case AV_CODEC_ID_JPEG2000:
    case AV_CODEC_ID_JPEGLS:
        return true;
    default:
        return false;
    }
}

static bool is_grey(int format)
{
    return format == AV_PIX_FMT_GRAY8 || format == AV_PIX_FMT_GRAY16LE ||
           format == AV_PIX_FMT_GRAY16BE;
}

static int open_converter(struct bv_video *video, struct bv_fault *fault)
{
    AVStream *stream = video->format->streams[video->stream];
    AVRational aspect =
        av_guess_sample_aspect_ratio(video->format, stream, video->picture);
    enum AVCodecID id = video->decoder->codec_id;
    struct bv_convert_options options = {
        .name = video->file.path,
        .full_range =
            is_full_range_codec(id) &&
            (id == AV_CODEC_ID_MJPEG || is_grey(video->picture->format)),
        .pixel_aspect = aspect.num > 0 && aspect.den > 0 ? av_q2d(aspect) : 0,
    };

    return bv_convert_new(&options, video->picture->width,
                          video->picture->height, &video->convert, fault);
}

static double frame_rate(const struct bv_video *video)
{
    const AVStream *stream = video->format->streams[video->stream];
    AVRational rate = stream->avg_frame_rate.num > 0 ? stream->avg_frame_rate
                                                     : stream->r_frame_rate;
    double hz = rate.num > 0 && rate.den > 0 ? av_q2d(rate) : 0;

    return hz >= 0.001 && hz <= 10000 ? hz : 0;
}

static void fill_info(struct bv_video *video, struct bv_source_info *info)
{
    const AVStream *stream = video->format->streams[video->stream];
    const char *slash = strrchr(video->file.path, '/');

    snprintf(info->title, sizeof(info->title), "%s",
             slash ? slash + 1 : video->file.path);
    info->width_px = bv_convert_width_px(video->convert);
    info->height_px = bv_convert_height_px(video->convert);
    info->to_input = bv_convert_to_input(video->convert);
    info->frame_rate_hz = frame_rate(video);
    info->frame_count = stream->nb_frames > 0 ? stream->nb_frames : -1;
    if (info->frame_count < 0 && video->format->duration > 0 &&
        info->frame_rate_hz > 0)
        info->frame_count = llround((double)video->format->duration /
                                    AV_TIME_BASE * info->frame_rate_hz);
    video->interval_ns = info->frame_rate_hz > 0
                             ? bv_s_to_ns(1 / info->frame_rate_hz)
                             : BV_NS_PER_S / 30;
}

void bv_video_close(void *self)
{
    struct bv_video *video = self;

    bv_event_list_free(video->events);
    bv_convert_free(video->convert);
    av_frame_free(&video->picture);
    av_packet_free(&video->packet);
    av_packet_free(&video->held);
    avcodec_free_context(&video->decoder);
    avformat_close_input(&video->format);
    bv_media_file_close(&video->file);
}

/* Decode the first picture: its size and format are what counts. */
static int open_first_picture(struct bv_video *video, struct bv_fault *fault)
{
    int error;

    video->picture = av_frame_alloc();
    video->packet = av_packet_alloc();
    video->held = av_packet_alloc();
    if (!video->picture || !video->packet || !video->held)
        return -ENOMEM;
    error = bv_video_decode(video);
    if (error < 0)
        return say_unreadable(video, error, fault);
    video->picture_ready = true;
    video->first_pts = video->picture->best_effort_timestamp;
    return open_converter(video, fault);
}

int bv_video_open(void *self, const char *name,
                  const struct bv_source_options *options,
                  struct bv_source_info *info, struct bv_fault *fault)
{
    struct bv_video *video = self;
    char *events;
    int error;

    bv_media_route_log();
    video->passes_to = AV_NOPTS_VALUE;
    error = bv_media_file_open(&video->file, name, fault);
    if (error == 0)
        error = open_format(video, fault);
    if (error == 0)
        error = open_decoder(video, options->goes_about, fault);
    if (error == 0)
        error = open_first_picture(video, fault);
    if (error < 0) {
        if (video->file.io)
            bv_video_close(video);
        return error;
    }
    bv_video_index_init(video);
    video->mm_per_px = options->mm_per_px;
    video->skips = options->skip_damaged;
    video->skipped = 0;
    video->end_pos = -1;
    events = bv_event_path(name);
    video->events = bv_event_list_read(events);
    free(events);
    fill_info(video, info);
    return 0;
}
