/*
 * Videos: whatever libavformat opens and libavcodec decodes, one picture at a
 * time, at the pictures' own times.
 */
#include <errno.h>
#include <math.h>
#include <string.h>

#include <libavcodec/version.h>

#include "acquisition/convert.h"
#include "acquisition/drivers.h"
#include "acquisition/video_parts.h"
#include "core/clock.h"

static int next_packet(struct bv_video *video)
{
    if (video->held->size == 0)
        return av_read_frame(video->format, video->packet);
    av_packet_move_ref(video->packet, video->held);
    return 0;
}

/* One that is damaged is passed over, where that is wanted. */
static bool skip(struct bv_video *video)
{
    video->skipped += video->skips;
    return video->skips;
}

/* What comes before a wanted picture is decoded for its sake alone. */
static void choose_pass(struct bv_video *video)
{
    bool passes = video->passes_to != AV_NOPTS_VALUE &&
                  video->packet->pts != AV_NOPTS_VALUE &&
                  video->packet->pts < video->passes_to;

    video->decoder->skip_frame = passes ? AVDISCARD_NONREF : AVDISCARD_DEFAULT;
}

/* More lies between two packets only where one more was. */
enum { heads_bytes = 128 };

/* The packet that is handed over next follows a gap in the file. Its picture,
 * which may come later, brings that along. */
static void note_gap(struct bv_video *video)
{
    const AVPacket *packet = video->packet;
    bool follows_gap = video->end_pos >= 0 && packet->pos >= 0 &&
                       packet->pos - video->end_pos > heads_bytes;

    video->end_pos = packet->pos >= 0 ? packet->pos + packet->size : -1;
#if LIBAVCODEC_VERSION_MAJOR >= 60
    video->decoder->flags |= AV_CODEC_FLAG_COPY_OPAQUE;
    video->packet->opaque = follows_gap ? video : NULL;
#else
    video->decoder->reordered_opaque = follows_gap;
#endif
}

static bool follows_gap(const AVFrame *picture)
{
#if LIBAVCODEC_VERSION_MAJOR >= 60
    return picture->opaque;
#else
    return picture->reordered_opaque > 0; /* not known: the least number */
#endif
}

/* Hand the decoder the next packet, or tell it that there are no more. */
static int feed_decoder(struct bv_video *video)
{
    int error = next_packet(video);
    bool ours = error >= 0 && video->packet->stream_index == video->stream;

    if (error >= 0 && !ours) {
        av_packet_unref(video->packet);
        return 0;
    }
    if (error < 0 && error != AVERROR(EAGAIN)) {
        video->damaged = error != AVERROR_EOF && error != AVERROR(EIO);
        video->draining = true;
        return avcodec_send_packet(video->decoder, NULL);
    }
    if (error >= 0 && (video->packet->flags & AV_PKT_FLAG_CORRUPT)) {
        if (skip(video)) {
            av_packet_unref(video->packet);
            return 0;
        }
        video->damaged = video->draining = true;
        av_packet_unref(video->packet);
        return avcodec_send_packet(video->decoder, NULL);
    }
    choose_pass(video);
    note_gap(video);
    error = avcodec_send_packet(video->decoder, video->packet);
    av_packet_unref(video->packet);
    if (error >= 0 || error == AVERROR(ENOMEM) || video->sequence == 0)
        return error == AVERROR(ENOMEM) ? error : 0;
    if (skip(video))
        return 0;
    video->damaged = video->draining = true;
    return avcodec_send_packet(video->decoder, NULL);
}

/* Whether the decoder made the picture up in part. */
static bool is_damaged(const struct bv_video *video)
{
    if (video->picture->decode_error_flags ||
        (video->picture->flags & AV_FRAME_FLAG_CORRUPT))
        return true;
    /* FFV1 patches a slice with a wrong checksum and only logs it. */
    return video->complaints && video->decoder->codec_id == AV_CODEC_ID_FFV1;
}

int bv_video_decode(struct bv_video *video)
{
    for (;;) {
        int error = avcodec_receive_frame(video->decoder, video->picture);

        if (error == AVERROR(EAGAIN)) {
            error = feed_decoder(video);
            if (error == AVERROR(ENOMEM))
                return -ENOMEM;
            continue;
        }
        if (error == AVERROR_EOF)
            return -ENODATA;
        if (error == AVERROR(ENOMEM))
            return -ENOMEM;
        if (error >= 0 && !is_damaged(video))
            return 0;
        video->complaints = 0;
        av_frame_unref(video->picture);
        /* Before the first good picture there may be some that cannot be
         * decoded: a clip cut out of a longer one starts so. */
        if (!video->convert && !video->draining)
            continue;
        if (skip(video))
            continue;
        video->damaged = true;
        return -ENODATA;
    }
}

/* The picture's time from the first one's. Where the file gives none, or
 * jumps back, it goes on at the usual interval from there. */
static int64_t picture_time_ns(struct bv_video *video)
{
    const int64_t most_ns = INT64_C(100000000) * BV_NS_PER_S;
    AVRational base = video->format->streams[video->stream]->time_base;
    int64_t pts = video->picture->best_effort_timestamp, ns;

    if (video->sequence == 0)
        return 0;
    if (pts != AV_NOPTS_VALUE && video->first_pts != AV_NOPTS_VALUE) {
        ns = av_rescale_q(av_sat_sub64(pts, video->first_pts), base,
                          (AVRational){1, (int)BV_NS_PER_S});
        if (ns > video->last_ns && ns < most_ns)
            return ns;
        video->first_pts = av_sat_sub64(
            pts, av_rescale_q(video->last_ns + video->interval_ns,
                              (AVRational){1, (int)BV_NS_PER_S}, base));
    }
    return video->last_ns + video->interval_ns;
}

/* How many pictures lack before this one, by the time that they took: where
 * some were passed over, or the container has lost some of its blocks. */
static uint32_t count_lost(struct bv_video *video, int64_t time_ns)
{
    /* as it came so far: a file's own rate may be another */
    double usual_ns = video->sequence > 1
                          ? (double)video->last_ns / (video->sequence - 1)
                          : (double)video->interval_ns;
    double steps = (double)(time_ns - video->last_ns) / fmax(usual_ns, 1);
    bool lost =
        video->skipped > 0 || (video->skips && follows_gap(video->picture));
    uint32_t least = video->skipped > 0;

    video->skipped = 0;
    if (!lost || video->sequence == 0)
        return 0;
    return steps > 1.5 && steps < 1e6 ? (uint32_t)(steps - 0.5) : least;
}

static int say_end(const struct bv_video *video, struct bv_fault *fault)
{
    int error = bv_media_file_check(&video->file, fault);

    if (error < 0)
        return error;
    if (video->damaged || video->skipped > 0)
        return bv_fault_set(fault, -EBADMSG, "%s is damaged after frame %lu.",
                            video->file.path,
                            (unsigned long)video->sequence - 1);
    if (bv_media_file_is_cut(&video->file, video->format))
        return bv_fault_set(fault, -EBADMSG,
                            "%s is damaged after frame %lu: the file is cut "
                            "short.",
                            video->file.path,
                            (unsigned long)video->sequence - 1);
    return -ENODATA;
}

static int video_read(void *self, int timeout_ms, struct bv_frame **frame,
                      struct bv_fault *fault)
{
    struct bv_video *video = self;
    int error = bv_media_file_check(&video->file, fault);

    if (error < 0)
        return error;
    if (!video->picture_ready) {
        error = bv_video_decode(video);
        if (error == -ENODATA)
            return say_end(video, fault);
        if (error < 0)
            return error;
        video->picture_ready = true;
    }
    error = bv_convert_wait(video->convert, video->picture, timeout_ms, frame,
                            fault);
    if (error < 0)
        return error;
    (*frame)->time_ns = picture_time_ns(video);
    video->sequence += count_lost(video, (*frame)->time_ns);
    video->last_ns = (*frame)->time_ns;
    (*frame)->arrived_ns = bv_clock_now_ns();
    (*frame)->sequence = video->sequence++;
    (*frame)->mm_per_px = video->mm_per_px;
    if (video->events)
        bv_event_list_apply(video->events, *frame);
    video->picture_ready = false;
    return 0;
}

const struct bv_source_driver bv_video_driver = {
    .name = "video",
    .usage = "FILE",
    .help = "a video: Matroska, MP4, MOV, AVI, ... as FFmpeg reads them",
    .state_size = sizeof(struct bv_video),
    .probe = bv_video_probe,
    .open = bv_video_open,
    .read = video_read,
    .seek = bv_video_seek,
    .watch_way = bv_video_watch_way,
    .prepare = bv_video_index_on,
    .close = bv_video_close,
};
