/*
 * Videos: where the pictures of a recording of bevel's lie that was never
 * finished, or was cut: it has no index, and libav would read all that lies
 * between. Each picture is a cluster that says how long it is, so that going
 * from head to head is enough.
 */
#include <string.h>
#include <unistd.h>

#include "acquisition/matroska_head.h"
#include "acquisition/video_parts.h"
#include "core/clock.h"

enum {
    id_cluster = 0x1f43b675,
    id_timestamp = 0xe7,
    head_bytes = 32,   /* a cluster's, and its time */
    steps_a_look = 64, /* at the clock */
};

/* An element's head. */
struct element {
    uint32_t id;
    uint64_t size;
    int64_t body; /* where its content begins, from where it does */
};

/* A number of up to @p most bytes, as long as its first byte says. @return How
 * many it took; 0: there is none. */
static int read_number(const uint8_t *bytes, int room, int most, bool with_mark,
                       uint64_t *number)
{
    int length = 1;

    if (room < 1)
        return 0;
    while (length <= most && !(bytes[0] & (0x80 >> (length - 1))))
        length++;
    if (length > most || length > room)
        return 0;
    *number = with_mark ? bytes[0] : bytes[0] & ((0x80 >> (length - 1)) - 1);
    for (int i = 1; i < length; i++)
        *number = *number << 8 | bytes[i];
    return length;
}

static bool read_element(const uint8_t *bytes, int room,
                         struct element *element)
{
    uint64_t id;
    int first = read_number(bytes, room, 4, true, &id);
    int second = first ? read_number(bytes + first, room - first, 8, false,
                                     &element->size)
                       : 0;

    element->id = first ? (uint32_t)id : 0;
    element->body = first + second;
    return second > 0;
}

/* The time that a cluster begins with. */
static bool read_time(const uint8_t *bytes, int room, int64_t *time)
{
    struct element element;

    if (!read_element(bytes, room, &element) || element.id != id_timestamp ||
        element.size > 8 || element.body + (int64_t)element.size > room)
        return false;
    *time = 0;
    for (uint64_t i = 0; i < element.size; i++)
        *time = *time << 8 | bytes[element.body + (int64_t)i];
    return *time >= 0;
}

/* One element on. @return False: there is no other whole one. */
static bool step(struct bv_video *video)
{
    AVStream *stream = video->format->streams[video->stream];
    uint8_t bytes[head_bytes];
    ssize_t got = pread(video->file.fd, bytes, sizeof(bytes), video->index_at);
    int64_t left = video->file.size_bytes - video->index_at, time;
    struct element element;

    if (got <= 0 || !read_element(bytes, (int)got, &element))
        return false;
    if (element.size > (uint64_t)(left - element.body))
        return false;
    if (element.id == id_cluster) {
        if (!read_time(bytes + element.body, (int)(got - element.body), &time))
            return false;
        if (av_add_index_entry(stream, video->index_at, time, 0, 0,
                               AVINDEX_KEYFRAME) < 0)
            return false;
        video->indexed_pts = time;
    }
    video->index_at += element.body + (int64_t)element.size;
    return true;
}

/* Where the first element of the segment lies; -1: it needs none, or is not
 * bevel's. */
static int64_t find_start(const struct bv_video *video)
{
    const AVDictionaryEntry *by =
        av_dict_get(video->format->metadata, "encoder", NULL, 0);
    const AVStream *stream = video->format->streams[video->stream];
    uint8_t bytes[BV_MATROSKA_HEAD_BYTES];
    struct bv_matroska_head head;
    ssize_t size;

    if (!by || strcmp(by->value, "bevel") != 0 ||
        stream->codecpar->codec_id != AV_CODEC_ID_FFV1)
        return -1;
    size = pread(video->file.fd, bytes, sizeof(bytes), 0);
    if (size <= 0 || bv_matroska_head_parse(bytes, (size_t)size, &head) < 0 ||
        head.segment > INT64_MAX)
        return -1;
    if (!head.open && head.has_index &&
        !bv_matroska_head_is_cut(&head, video->file.size_bytes))
        return -1;
    return (int64_t)head.segment;
}

void bv_video_index_init(struct bv_video *video)
{
    video->index_at = find_start(video);
    video->indexed_pts = AV_NOPTS_VALUE;
}

void bv_video_index_to(struct bv_video *video, int64_t pts)
{
    while (video->index_at >= 0 &&
           (video->indexed_pts == AV_NOPTS_VALUE || video->indexed_pts <= pts))
        if (!step(video))
            video->index_at = -1;
}

bool bv_video_index_on(void *self, int64_t until_ns)
{
    struct bv_video *video = self;

    while (video->index_at >= 0) {
        for (int i = 0; i < steps_a_look && video->index_at >= 0; i++)
            if (!step(video))
                video->index_at = -1;
        if (bv_clock_now_ns() >= until_ns)
            break;
    }
    return video->index_at >= 0;
}
