#include "acquisition/media.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <libavcodec/avcodec.h>
#include <libavformat/avformat.h>
#include <libavutil/mem.h>

#include "acquisition/matroska_head.h"
#include "core/frame.h"
#include "core/log.h"

enum {
    io_buffer_bytes = 64 * 1024,
    /* More than any picture within the limits needs in one piece. */
    allocation_limit_bytes = 512 * 1024 * 1024,
};

int bv_media_errno(int av_error)
{
    if (av_error >= 0)
        return 0;
    switch (av_error) {
    case AVERROR_EOF:
        return -ENODATA;
    case AVERROR_DECODER_NOT_FOUND:
    case AVERROR_DEMUXER_NOT_FOUND:
    case AVERROR_PATCHWELCOME:
        return -ENOTSUP;
    case AVERROR_INVALIDDATA:
    case AVERROR_BUG:
    case AVERROR_BUG2:
    case AVERROR_EXTERNAL:
    case AVERROR_UNKNOWN:
        return -EBADMSG;
    default:
        /* What is left of libav's own codes is far below any errno. */
        return av_error > -4096 ? av_error : -EBADMSG;
    }
}

/* libav names who speaks; its decoders carry our count of complaints. */
static void log_message(void *from, int level, const char *format,
                        va_list arguments)
{
    const AVClass *const *kind = from;
    char text[512];
    size_t end;

    if (level <= AV_LOG_ERROR && kind && *kind == avcodec_get_class()) {
        int *complaints = ((AVCodecContext *)from)->opaque;

        if (complaints)
            ++*complaints;
    }
    if (level > AV_LOG_WARNING)
        return;
    vsnprintf(text, sizeof(text), format, arguments);
    for (end = strlen(text); end > 0 && text[end - 1] == '\n'; end--)
        text[end - 1] = '\0';
    bv_log(BV_LOG_DEBUG, "libav: %s", text);
}

static void set_up_once(void)
{
    av_log_set_callback(log_message);
    av_max_alloc(allocation_limit_bytes);
}

void bv_media_route_log(void)
{
    static pthread_once_t once = PTHREAD_ONCE_INIT;

    pthread_once(&once, set_up_once);
}

struct AVCodecContext *bv_media_decoder_new(const struct AVCodec *codec,
                                            int *complaints)
{
    AVCodecContext *decoder = avcodec_alloc_context3(codec);

    if (!decoder)
        return NULL;
    decoder->opaque = complaints;
    decoder->thread_count = 1;
    decoder->max_pixels = (int64_t)BV_FRAME_SIDE_MAX_PX * BV_FRAME_SIDE_MAX_PX;
    return decoder;
}

static int read_bytes(void *opaque, uint8_t *bytes, int size)
{
    struct bv_media_file *file = opaque;
    ssize_t done;

    do
        done = pread(file->fd, bytes, (size_t)size, file->at_bytes);
    while (done < 0 && errno == EINTR);
    if (done < 0)
        return AVERROR(errno);
    if (done == 0)
        return AVERROR_EOF;
    file->at_bytes += done;
    return (int)done;
}

static int64_t seek_bytes(void *opaque, int64_t offset, int whence)
{
    struct bv_media_file *file = opaque;

    switch (whence & ~AVSEEK_FORCE) {
    case AVSEEK_SIZE:
        return file->size_bytes;
    case SEEK_CUR:
        offset += file->at_bytes;
        break;
    case SEEK_END:
        offset += file->size_bytes;
        break;
    default:
        break;
    }
    if (offset < 0)
        return AVERROR(EINVAL);
    file->at_bytes = offset;
    return offset;
}

int bv_media_file_open(struct bv_media_file *file, const char *path,
                       struct bv_fault *fault)
{
    struct stat about;
    uint8_t *buffer;

    *file = (struct bv_media_file){.fd = -1};
    file->fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (file->fd < 0 || fstat(file->fd, &about) < 0) {
        int error = -errno;

        bv_media_file_close(file);
        return bv_fault_set(fault, error, "Cannot open %s: %s.", path,
                            bv_error_text(error));
    }
    if (!S_ISREG(about.st_mode)) {
        bv_media_file_close(file);
        return bv_fault_set(fault, -EINVAL, "Cannot open %s: it is not a file.",
                            path);
    }
    file->size_bytes = about.st_size;
    file->linked = about.st_nlink > 0;
    file->path = strdup(path);
    buffer = av_malloc(io_buffer_bytes);
    if (buffer)
        file->io = avio_alloc_context(buffer, io_buffer_bytes, 0, file,
                                      read_bytes, NULL, seek_bytes);
    if (!file->path || !file->io) {
        if (!file->io)
            av_free(buffer);
        bv_media_file_close(file);
        return -ENOMEM;
    }
    return 0;
}

int bv_media_file_check(const struct bv_media_file *file,
                        struct bv_fault *fault)
{
    struct stat about;

    if (fstat(file->fd, &about) < 0)
        return bv_fault_set(fault, -ENODEV, "%s can no longer be read: %s.",
                            file->path, bv_error_text(-errno));
    if (file->linked && about.st_nlink == 0)
        return bv_fault_set(fault, -ENODEV, "%s was deleted while it played.",
                            file->path);
    if (about.st_size < file->size_bytes)
        return bv_fault_set(fault, -ENODEV,
                            "%s became shorter while it played.", file->path);
    return 0;
}

static bool matroska_is_cut(const uint8_t *bytes, size_t size,
                            int64_t file_bytes)
{
    struct bv_matroska_head head;

    return bv_matroska_head_parse(bytes, size, &head) == 0 &&
           bv_matroska_head_is_cut(&head, file_bytes);
}

static bool riff_is_cut(const uint8_t *head, size_t size, int64_t file_bytes)
{
    int64_t length;

    if (size < 8 || memcmp(head, "RIFF", 4) != 0)
        return false;
    length = (int64_t)head[4] | (int64_t)head[5] << 8 | (int64_t)head[6] << 16 |
             (int64_t)head[7] << 24;
    return length + 8 > file_bytes + 1; /* a last padding byte may lack */
}

/* A GIF ends with a semicolon. */
static bool gif_is_cut(const struct bv_media_file *file, const uint8_t *head,
                       size_t size)
{
    uint8_t last;

    return size >= 4 && memcmp(head, "GIF8", 4) == 0 &&
           (pread(file->fd, &last, 1, file->size_bytes - 1) != 1 ||
            last != ';');
}

/* MP4 and its relatives list every picture's place beforehand. */
static bool index_is_cut(AVFormatContext *format, int64_t file_bytes)
{
    for (unsigned i = 0; i < format->nb_streams; i++) {
        AVStream *stream = format->streams[i];
        int count = avformat_index_get_entries_count(stream);

        for (int k = 0; k < count; k++) {
            const AVIndexEntry *entry = avformat_index_get_entry(stream, k);

            if (entry && (entry->pos > file_bytes ||
                          entry->size > file_bytes - entry->pos))
                return true;
        }
    }
    return false;
}

bool bv_media_file_is_cut(const struct bv_media_file *file,
                          struct AVFormatContext *format)
{
    uint8_t head[BV_MATROSKA_HEAD_BYTES];
    ssize_t size = pread(file->fd, head, sizeof(head), 0);

    if (size < 0)
        return true;
    return matroska_is_cut(head, (size_t)size, file->size_bytes) ||
           riff_is_cut(head, (size_t)size, file->size_bytes) ||
           gif_is_cut(file, head, (size_t)size) ||
           index_is_cut(format, file->size_bytes);
}

void bv_media_file_close(struct bv_media_file *file)
{
    if (file->io) {
        av_freep(&file->io->buffer);
        avio_context_free(&file->io);
    }
    if (file->fd >= 0)
        close(file->fd);
    free(file->path);
    *file = (struct bv_media_file){.fd = -1};
}
