/**
 * @file
 * The parts of a Matroska file (RFC 9559) with one FFV1 track, written into
 * memory; times are in ns. The recorder puts them into the file. One thread.
 */
#ifndef BV_ACQUISITION_MATROSKA_H
#define BV_ACQUISITION_MATROSKA_H

#include <stddef.h>
#include <stdint.h>

#include "acquisition/ebml.h"
#include "core/decls.h"

BV_BEGIN_DECLS

/** What the head says of the track. */
struct bv_matroska_track {
    int width_px, height_px;
    int64_t interval_ns;          /**< Usual time from picture to picture. */
    const uint8_t *private_bytes; /**< The codec's; borrowed. */
    size_t private_size;
};

/** Where the head is completed at the end, bytes from the file's start. */
struct bv_matroska_places {
    int64_t segment_size, segment, seek_head, duration;
};

/** A place that players can jump to. */
struct bv_matroska_cue {
    int64_t time_ns;
    int64_t cluster; /**< Bytes from the segment's first one. */
};

/**
 * Everything before the first picture. Sizes that are known only at the end
 * are left open, so that a reader goes on to the end of what is there.
 */
void bv_matroska_put_head(struct bv_ebml *ebml,
                          const struct bv_matroska_track *track,
                          struct bv_matroska_places *places);

/** One picture, in a cluster of its own. */
void bv_matroska_put_cluster(struct bv_ebml *ebml, int64_t time_ns,
                             const uint8_t *bytes, size_t size);

/** The table of cues, to follow the last cluster. */
void bv_matroska_put_cues(struct bv_ebml *ebml,
                          const struct bv_matroska_cue *cues, size_t count);

/** What takes the seek head's place: where the cues are, in the segment. */
void bv_matroska_put_seek_head(struct bv_ebml *ebml, int64_t cues);

/** What takes the duration's place. */
void bv_matroska_put_duration(struct bv_ebml *ebml, int64_t duration_ns);

BV_END_DECLS

#endif
