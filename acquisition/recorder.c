#include "acquisition/recorder.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <libavcodec/avcodec.h>
#include <libavutil/opt.h>

#include "acquisition/ebml.h"
#include "acquisition/matroska.h"
#include "acquisition/media.h"
#include "core/clock.h"
#include "core/frame.h"

/*
 * The file is written here and not by libavformat, whose Matroska rounds
 * times to whole milliseconds. Every picture is one cluster, written by one
 * call, so that a killed program leaves whole pictures, and times are in ns.
 */

enum { slices = 4 };

struct bv_recorder {
    int fd;
    char *path;
    enum bv_recorder_format format;
    AVCodecContext *encoder;
    AVFrame *picture;
    AVPacket *packet;
    struct bv_ebml ebml; /* what is written next */

    struct bv_matroska_places places;
    int64_t good_bytes; /* the file is whole up to here */
    int64_t frame_count;
    int64_t last_time_ns, interval_ns;
    int64_t synced_ns; /* when the file was last flushed to the disk */
    struct bv_matroska_cue *cues;
    size_t cue_count, cue_capacity;
    int error; /* what ended the writing; 0 while it goes on */
};

/* Write all of it at @p offset. @return 0 or a negative errno. */
static int write_at(int fd, const uint8_t *bytes, size_t size, int64_t offset)
{
    while (size > 0) {
        ssize_t done = pwrite(fd, bytes, size, offset);

        if (done < 0 && errno == ESPIPE) /* a pipe or the like */
            done = write(fd, bytes, size);
        if (done < 0 && errno == EINTR)
            continue;
        if (done <= 0)
            return done < 0 ? -errno : -EIO;
        bytes += done;
        offset += done;
        size -= (size_t)done;
    }
    return 0;
}

/* Append what is in the buffer; on failure the file ends where it was good. */
static int append(struct bv_recorder *recorder)
{
    int error = recorder->ebml.failed
                    ? -ENOMEM
                    : write_at(recorder->fd, recorder->ebml.bytes,
                               recorder->ebml.size_bytes, recorder->good_bytes);

    if (error == 0)
        recorder->good_bytes += (int64_t)recorder->ebml.size_bytes;
    else if (ftruncate(recorder->fd, recorder->good_bytes) < 0)
        errno = 0; /* half a cluster at the end is skipped by readers */
    recorder->ebml.size_bytes = 0;
    return error;
}

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

static int write_head(struct bv_recorder *recorder)
{
    const AVCodecContext *encoder = recorder->encoder;
    struct bv_matroska_track track = {
        .width_px = encoder->width,
        .height_px = encoder->height,
        .interval_ns = recorder->interval_ns,
        .private_bytes = encoder->extradata,
        .private_size = (size_t)encoder->extradata_size,
    };

    bv_matroska_put_head(&recorder->ebml, &track, &recorder->places);
    return append(recorder);
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
    if (recorder->fd >= 0)
        close(recorder->fd);
    avcodec_free_context(&recorder->encoder);
    av_frame_free(&recorder->picture);
    av_packet_free(&recorder->packet);
    bv_ebml_fini(&recorder->ebml);
    free(recorder->cues);
    free(recorder->path);
    free(recorder);
}

/* Create the file, readable by its owner alone whatever was there before. */
static int create(struct bv_recorder *recorder, bool *regular)
{
    struct stat about;

    recorder->fd =
        open(recorder->path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (recorder->fd < 0)
        return -errno;
    if (fstat(recorder->fd, &about) < 0)
        return -errno;
    *regular = S_ISREG(about.st_mode);
    if (*regular && fchmod(recorder->fd, 0600) < 0)
        return -errno;
    return 0;
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
    bool created = false;
    int error = check_picture(path, width_px, height_px, frame_rate_hz, fault);

    if (error < 0)
        return error;
    bv_media_route_log();
    made = calloc(1, sizeof(*made));
    if (!made)
        return -ENOMEM;
    made->fd = -1;
    made->format = format;
    made->interval_ns = bv_s_to_ns(1 / frame_rate_hz);
    made->path = strdup(path);
    error = made->path ? 0 : -ENOMEM;
    if (error == 0)
        error = encoder_open(made, width_px, height_px, frame_rate_hz);
    if (error == 0)
        error = warm_up(made);
    if (error == 0)
        error = create(made, &created);
    if (error == 0)
        error = write_head(made);
    if (error < 0) {
        if (created)
            unlink(path); /* a file without a head helps nobody */
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

/* Note where this second of the recording starts. Running out of memory here
 * costs a jump target and nothing else. */
static void note_cue(struct bv_recorder *recorder, int64_t time_ns)
{
    const struct bv_matroska_cue *last =
        recorder->cue_count ? &recorder->cues[recorder->cue_count - 1] : NULL;

    if (last && time_ns - last->time_ns < BV_NS_PER_S)
        return;
    if (recorder->cue_count == recorder->cue_capacity) {
        size_t capacity = recorder->cue_capacity * 2 + 64;
        struct bv_matroska_cue *cues =
            realloc(recorder->cues, capacity * sizeof(struct bv_matroska_cue));

        if (!cues)
            return;
        recorder->cues = cues;
        recorder->cue_capacity = capacity;
    }
    recorder->cues[recorder->cue_count++] = (struct bv_matroska_cue){
        time_ns, recorder->good_bytes - recorder->places.segment};
}

static int write_cluster(struct bv_recorder *recorder, int64_t time_ns)
{
    bv_matroska_put_cluster(&recorder->ebml, time_ns, recorder->packet->data,
                            (size_t)recorder->packet->size);
    return append(recorder);
}

/* Once a second, so that a machine that loses power keeps the rest. */
static int sync_now_and_then(struct bv_recorder *recorder)
{
    int64_t now = bv_clock_now_ns();

    if (now - recorder->synced_ns < BV_NS_PER_S)
        return 0;
    recorder->synced_ns = now;
    if (fdatasync(recorder->fd) < 0 && errno != EINVAL && errno != EROFS)
        return -errno;
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
    if (error == 0) {
        note_cue(recorder, time_ns);
        error = write_cluster(recorder, time_ns);
    }
    av_packet_unref(recorder->packet);
    if (error == 0) {
        recorder->frame_count++;
        recorder->last_time_ns = time_ns;
        error = sync_now_and_then(recorder);
    }
    if (error == 0)
        return 0;
    recorder->error = error == -EDQUOT ? -ENOSPC : error;
    return say_write(recorder, error, fault);
}

/* The table of jump targets. @return Where it starts, 0 if it did not fit. */
static int64_t write_cues(struct bv_recorder *recorder)
{
    int64_t at = recorder->good_bytes;

    bv_matroska_put_cues(&recorder->ebml, recorder->cues, recorder->cue_count);
    return append(recorder) == 0 ? at : 0;
}

/* Write what is in the buffer over what is at @p offset. */
static int patch(struct bv_recorder *recorder, int64_t offset)
{
    int error = recorder->ebml.failed
                    ? -ENOMEM
                    : write_at(recorder->fd, recorder->ebml.bytes,
                               recorder->ebml.size_bytes, offset);

    recorder->ebml.size_bytes = 0;
    return error;
}

/* Fill in what was left open; a file without it plays all the same. */
static int finish(struct bv_recorder *recorder)
{
    const struct bv_matroska_places *places = &recorder->places;
    int64_t cues_at = recorder->cue_count ? write_cues(recorder) : 0;
    int error = 0;

    if (cues_at) {
        bv_matroska_put_seek_head(&recorder->ebml, cues_at - places->segment);
        error = patch(recorder, places->seek_head);
    }
    if (error == 0) {
        bv_matroska_put_duration(
            &recorder->ebml, recorder->frame_count ? recorder->last_time_ns +
                                                         recorder->interval_ns
                                                   : 0);
        error = patch(recorder, places->duration);
    }
    if (error == 0) {
        bv_ebml_size8(&recorder->ebml,
                      (uint64_t)(recorder->good_bytes - places->segment));
        error = patch(recorder, places->segment_size);
    }
    if (fdatasync(recorder->fd) < 0 && errno != EINVAL && errno != EROFS &&
        error == 0)
        error = -errno;
    return error;
}

int bv_recorder_close(struct bv_recorder *recorder, struct bv_fault *fault)
{
    int error = recorder->error;
    int finish_error = finish(recorder);

    if (error == 0)
        error = finish_error;
    if (close(recorder->fd) < 0 && error == 0)
        error = -errno;
    recorder->fd = -1;
    if (error < 0)
        say_write(recorder, error, fault);
    recorder_free(recorder);
    return error;
}
