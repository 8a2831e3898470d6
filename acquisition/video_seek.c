/*
 * Videos: going to a frame that was read before.
 */
#include <errno.h>

#include "acquisition/convert.h"
#include "acquisition/video_parts.h"
#include "core/clock.h"

/* A file's index is by the time of decoding, which may come before that of
 * showing: where it leads past the frame, look so much earlier. */
static const double earlier_s = 3;

static const AVRational ns_base = {1, (int)BV_NS_PER_S};

static AVRational base_of(const struct bv_video *video)
{
    return video->format->streams[video->stream]->time_base;
}

/* From the key frame that the index names, over those that need not be
 * decoded, to the last one before the frame: that goes to the decoder, and
 * what comes next waits in `held`. */
static int pass_key_frames(struct bv_video *video, int64_t pts)
{
    AVPacket *key = video->held, *next = video->packet;
    int error = 0;

    for (;;) {
        error = av_read_frame(video->format, next);
        if (error < 0)
            break;
        if (next->stream_index != video->stream) {
            av_packet_unref(next);
            continue;
        }
        if (!(next->flags & AV_PKT_FLAG_KEY) || next->pts == AV_NOPTS_VALUE ||
            next->pts > pts)
            break;
        av_packet_unref(key);
        av_packet_move_ref(key, next);
    }
    video->decoder->skip_frame = AVDISCARD_DEFAULT;
    if (key->size == 0)
        error = AVERROR(ESPIPE);
    else
        error = avcodec_send_packet(video->decoder, key);
    av_packet_unref(key);
    av_packet_move_ref(key, next);
    return error < 0 ? bv_media_errno(error) : 0;
}

/* Show a picture on the way, or give up, as its watcher says. */
static int tell_way(struct bv_video *video)
{
    const struct bv_source_way *way = &video->way;
    int64_t pts = video->picture->best_effort_timestamp;
    struct bv_frame *frame;

    switch (way->ask ? way->ask(way->data) : BV_WAY_ON) {
    case BV_WAY_STOP:
        return -ECANCELED;
    case BV_WAY_SHOW:
        if (bv_convert_wait(video->convert, video->picture, 0, &frame, NULL) <
            0)
            return 0; /* none is free: the next one, then */
        frame->time_ns = av_rescale_q(av_sat_sub64(pts, video->first_pts),
                                      base_of(video), ns_base);
        frame->sequence = 0;
        way->show(way->data, frame);
        bv_frame_unref(frame);
        return 0;
    default:
        return 0;
    }
}

static int land(struct bv_video *video, int64_t from_pts, int64_t pts)
{
    AVRational base = base_of(video);
    int error = av_seek_frame(video->format, video->stream, from_pts,
                              AVSEEK_FLAG_BACKWARD);

    if (error < 0)
        return -ESPIPE;
    avcodec_flush_buffers(video->decoder);
    av_packet_unref(video->held);
    video->draining = video->damaged = video->picture_ready = false;
    video->complaints = 0;
    video->skipped = 0;
    video->end_pos = -1;
    error = pass_key_frames(video, pts);
    video->passes_to = pts;
    while (error == 0) {
        error = bv_video_decode(video);
        if (error < 0 || video->picture->best_effort_timestamp >= pts)
            break;
        error = tell_way(video);
    }
    video->passes_to = AV_NOPTS_VALUE;
    if (error < 0)
        return error;
    video->picture_ready = true;
    return av_compare_ts(video->picture->best_effort_timestamp, base, pts,
                         base) == 0
               ? 0
               : -ESPIPE;
}

int bv_video_seek(void *self, uint32_t number, int64_t time_ns,
                  struct bv_fault *fault)
{
    struct bv_video *video = self;
    AVRational base = base_of(video);
    int64_t pts, earlier;
    int error = bv_media_file_check(&video->file, fault);

    if (error < 0)
        return error;
    if (video->first_pts == AV_NOPTS_VALUE || time_ns < 0)
        return -ESPIPE;
    pts = av_sat_add64(video->first_pts, av_rescale_q(time_ns, ns_base, base));
    earlier = av_rescale_q(bv_s_to_ns(earlier_s), ns_base, base);
    bv_video_index_to(video, pts);
    error = land(video, pts, pts);
    if (error < 0 && error != -ENOMEM && error != -ECANCELED)
        error = land(video, av_sat_sub64(pts, earlier), pts);
    if (error < 0)
        return error == -ENOMEM || error == -ECANCELED ? error : -ESPIPE;
    video->skipped = 0;
    video->sequence = number;
    video->last_ns = time_ns - 1;
    return 0;
}

void bv_video_watch_way(void *self, const struct bv_source_way *way)
{
    ((struct bv_video *)self)->way = *way;
}
