#include "acquisition/matroska.h"

enum {
    id_ebml = 0x1a45dfa3,
    id_ebml_version = 0x4286,
    id_ebml_read_version = 0x42f7,
    id_ebml_max_id_length = 0x42f2,
    id_ebml_max_size_length = 0x42f3,
    id_doc_type = 0x4282,
    id_doc_type_version = 0x4287,
    id_doc_type_read_version = 0x4285,
    id_segment = 0x18538067,
    id_seek_head = 0x114d9b74,
    id_seek = 0x4dbb,
    id_seek_id = 0x53ab,
    id_seek_position = 0x53ac,
    id_info = 0x1549a966,
    id_timestamp_scale = 0x2ad7b1,
    id_muxing_app = 0x4d80,
    id_writing_app = 0x5741,
    id_duration = 0x4489,
    id_tracks = 0x1654ae6b,
    id_track_entry = 0xae,
    id_track_number = 0xd7,
    id_track_uid = 0x73c5,
    id_track_type = 0x83,
    id_flag_lacing = 0x9c,
    id_default_duration = 0x23e383,
    id_codec_id = 0x86,
    id_codec_private = 0x63a2,
    id_video = 0xe0,
    id_pixel_width = 0xb0,
    id_pixel_height = 0xba,
    id_flag_interlaced = 0x9a,
    id_colour = 0x55b0,
    id_range = 0x55b9,
    id_cluster = 0x1f43b675,
    id_timestamp = 0xe7,
    id_simple_block = 0xa3,
    id_cues = 0x1c53bb6b,
    id_cue_point = 0xbb,
    id_cue_time = 0xb3,
    id_cue_track_positions = 0xb7,
    id_cue_track = 0xf7,
    id_cue_cluster_position = 0xf1,
};

/* Room for what is filled in at the end. */
enum { seek_head_room_bytes = 64, duration_bytes = 11 };

static void put_file_head(struct bv_ebml *ebml)
{
    size_t head = bv_ebml_start(ebml, id_ebml);

    bv_ebml_uint(ebml, id_ebml_version, 1);
    bv_ebml_uint(ebml, id_ebml_read_version, 1);
    bv_ebml_uint(ebml, id_ebml_max_id_length, 4);
    bv_ebml_uint(ebml, id_ebml_max_size_length, 8);
    bv_ebml_text(ebml, id_doc_type, "matroska");
    bv_ebml_uint(ebml, id_doc_type_version, 4);
    bv_ebml_uint(ebml, id_doc_type_read_version, 2);
    bv_ebml_end(ebml, head);
}

static void put_track(struct bv_ebml *ebml,
                      const struct bv_matroska_track *about)
{
    size_t tracks = bv_ebml_start(ebml, id_tracks);
    size_t track = bv_ebml_start(ebml, id_track_entry);
    size_t video, colour;

    bv_ebml_uint(ebml, id_track_number, 1);
    bv_ebml_uint(ebml, id_track_uid, 1);
    bv_ebml_uint(ebml, id_track_type, 1); /* video */
    bv_ebml_uint(ebml, id_flag_lacing, 0);
    bv_ebml_uint(ebml, id_default_duration, (uint64_t)about->interval_ns);
    bv_ebml_text(ebml, id_codec_id, "V_FFV1");
    bv_ebml_binary(ebml, id_codec_private, about->private_bytes,
                   about->private_size);
    video = bv_ebml_start(ebml, id_video);
    bv_ebml_uint(ebml, id_flag_interlaced, 2); /* progressive */
    bv_ebml_uint(ebml, id_pixel_width, (uint64_t)about->width_px);
    bv_ebml_uint(ebml, id_pixel_height, (uint64_t)about->height_px);
    colour = bv_ebml_start(ebml, id_colour);
    bv_ebml_uint(ebml, id_range, 2); /* 0 to 255 */
    bv_ebml_end(ebml, colour);
    bv_ebml_end(ebml, video);
    bv_ebml_end(ebml, track);
    bv_ebml_end(ebml, tracks);
}

void bv_matroska_put_head(struct bv_ebml *ebml,
                          const struct bv_matroska_track *track,
                          struct bv_matroska_places *places)
{
    size_t info;

    put_file_head(ebml);
    bv_ebml_id(ebml, id_segment);
    places->segment_size = (int64_t)ebml->size_bytes;
    bv_ebml_size8(ebml, BV_EBML_SIZE_UNKNOWN);
    places->segment = (int64_t)ebml->size_bytes;
    places->seek_head = (int64_t)ebml->size_bytes;
    bv_ebml_void(ebml, seek_head_room_bytes);
    info = bv_ebml_start(ebml, id_info);
    bv_ebml_uint(ebml, id_timestamp_scale, 1); /* times in ns */
    bv_ebml_text(ebml, id_muxing_app, "bevel");
    bv_ebml_text(ebml, id_writing_app, "bevel");
    places->duration = (int64_t)ebml->size_bytes;
    bv_ebml_void(ebml, duration_bytes);
    bv_ebml_end(ebml, info);
    put_track(ebml, track);
}

void bv_matroska_put_cluster(struct bv_ebml *ebml, int64_t time_ns,
                             const uint8_t *bytes, size_t size)
{
    static const uint8_t block_head[] = {0x81, 0, 0, 0x80}; /* track 1, key */
    size_t cluster = bv_ebml_start(ebml, id_cluster);
    size_t block;

    bv_ebml_uint(ebml, id_timestamp, (uint64_t)time_ns);
    block = bv_ebml_start(ebml, id_simple_block);
    bv_ebml_bytes(ebml, block_head, sizeof(block_head));
    bv_ebml_bytes(ebml, bytes, size);
    bv_ebml_end(ebml, block);
    bv_ebml_end(ebml, cluster);
}

void bv_matroska_put_cues(struct bv_ebml *ebml,
                          const struct bv_matroska_cue *cues, size_t count)
{
    size_t all = bv_ebml_start(ebml, id_cues);

    for (size_t i = 0; i < count; i++) {
        size_t point = bv_ebml_start(ebml, id_cue_point);
        size_t where;

        bv_ebml_uint(ebml, id_cue_time, (uint64_t)cues[i].time_ns);
        where = bv_ebml_start(ebml, id_cue_track_positions);
        bv_ebml_uint(ebml, id_cue_track, 1);
        bv_ebml_uint(ebml, id_cue_cluster_position, (uint64_t)cues[i].cluster);
        bv_ebml_end(ebml, where);
        bv_ebml_end(ebml, point);
    }
    bv_ebml_end(ebml, all);
}

void bv_matroska_put_seek_head(struct bv_ebml *ebml, int64_t cues)
{
    static const uint8_t cues_id[] = {0x1c, 0x53, 0xbb, 0x6b};
    size_t before = ebml->size_bytes;
    size_t head = bv_ebml_start(ebml, id_seek_head);
    size_t seek = bv_ebml_start(ebml, id_seek);

    bv_ebml_binary(ebml, id_seek_id, cues_id, sizeof(cues_id));
    bv_ebml_uint(ebml, id_seek_position, (uint64_t)cues);
    bv_ebml_end(ebml, seek);
    bv_ebml_end(ebml, head);
    if (!ebml->failed)
        bv_ebml_void(ebml, seek_head_room_bytes - (ebml->size_bytes - before));
}

void bv_matroska_put_duration(struct bv_ebml *ebml, int64_t duration_ns)
{
    bv_ebml_float(ebml, id_duration, (double)duration_ns);
}
