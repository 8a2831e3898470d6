/**
 * @file
 * What the files of the video driver share. Private to acquisition/video*.c.
 */
#ifndef BV_ACQUISITION_VIDEO_PARTS_H
#define BV_ACQUISITION_VIDEO_PARTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>

#include "acquisition/event_log.h"
#include "acquisition/media.h"
#include "acquisition/source.h"
#include "core/decls.h"

BV_BEGIN_DECLS

struct bv_video {
    struct bv_media_file file;
    AVFormatContext *format;
    AVCodecContext *decoder;
    AVPacket *packet;
    AVPacket *held; /* read by a seek, not yet decoded; or blank */
    AVFrame *picture;
    struct bv_convert *convert;
    int stream;
    int complaints;     /* the decoder's hidden errors */
    bool picture_ready; /* decoded, and no frame was free for it */
    bool draining;      /* no more packets: only what the decoder holds */
    bool damaged;       /* why it is draining */
    bool skips;         /* damaged pictures are passed over */
    uint32_t skipped;   /* since the last whole one */
    int64_t passes_to;  /* on the way to there no picture is decoded that no
                           other needs; or AV_NOPTS_VALUE */
    int64_t end_pos;    /* of the last packet in the file; -1: nobody knows */
    int64_t first_pts;
    int64_t last_ns, interval_ns;
    int64_t index_at;    /* how far its own index is made, bytes; -1: all */
    int64_t indexed_pts; /* the last in it; or AV_NOPTS_VALUE */
    uint32_t sequence;
    double mm_per_px;
    struct bv_source_way way;     /* who watches a seek; or blank */
    struct bv_event_list *events; /* beside a recording of bevel's; or NULL */
};

/** As the driver's own. */
int bv_video_probe(const char *path, bool is_folder, const uint8_t *head,
                   size_t head_size);
int bv_video_open(void *self, const char *name,
                  const struct bv_source_options *options,
                  struct bv_source_info *info, struct bv_fault *fault);
void bv_video_close(void *self);
int bv_video_seek(void *self, uint32_t number, int64_t time_ns,
                  struct bv_fault *fault);
void bv_video_watch_way(void *self, const struct bv_source_way *way);

/** Whether it is one that may need an index of our own. Once it is open. */
void bv_video_index_init(struct bv_video *video);

/** Make that index, up to behind a picture. */
void bv_video_index_to(struct bv_video *video, int64_t pts);

/** Make it, until a time of the clock. @return Whether there is more of it. */
bool bv_video_index_on(void *self, int64_t until_ns);

/** Decode the next picture into `picture`. @return 0, -ENODATA at the end of
 *  what can be decoded, or another negative errno. */
int bv_video_decode(struct bv_video *video);

BV_END_DECLS

#endif
