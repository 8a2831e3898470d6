/**
 * @file
 * Pictures out of the payloads that a USB Video Class device sends. Pure: it
 * knows no device, writes where it is told to, and never beyond.
 *
 * A picture comes out only when it is whole: what has a damaged payload, or
 * too few or too many bytes, is dropped and counted.
 *
 * USB Device Class Definition for Video Devices 1.5, 2.4.3.
 */
#ifndef BV_ACQUISITION_USB_PAYLOAD_H
#define BV_ACQUISITION_USB_PAYLOAD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/decls.h"

BV_BEGIN_DECLS

/** Where pictures go. */
struct bv_uvc_sink {
    size_t picture_bytes; /**< Of a picture; with @c coded, at most. */
    bool coded;           /**< Motion JPEG: sizes differ, and its own marks say
                               whether it is whole. */
    uint32_t payload_bytes; /**< Bulk: no payload is longer. */

    /** Room for the next picture, @c picture_bytes of it, the assembly's until
     *  give() or the next start. NULL: none, drop the picture. */
    uint8_t *(*take)(void *data);
    /**
     * What was taken holds a whole picture.
     * @param number   Counts up by one a picture; a gap is one that was
     *                 damaged or for which there was no room.
     * @param time_ns  When its first byte came.
     */
    void (*give)(void *data, size_t size, uint32_t number, int64_t time_ns);
    void *data;
};

/** What became of pictures. */
struct bv_uvc_counts {
    uint64_t received; /**< Whole, and given. */
    uint64_t damaged;
    uint64_t late; /**< There was no room for them. */
};

/** One stream; its fields are its own. Start with bv_uvc_assembly_start(). */
struct bv_uvc_assembly {
    struct bv_uvc_sink sink;
    struct bv_uvc_counts counts;
    uint8_t *room; /* for the next picture; NULL: not taken yet */
    uint32_t number;
    bool any;     /* a payload came: `turn` is known */
    bool whole;   /* the stream was seen from a picture's start */
    bool turn;    /* of the last payload: toggles with each picture */
    bool filling; /* a picture has begun and not ended */
    bool damaged, late;
    size_t filled;
    int64_t time_ns;
    /* the bulk payload that is being read */
    bool inside, skipping, ends;
    uint32_t payload_filled;
};

/** Begin a stream, after another one too: counts and numbers go on, what was
 *  half there is damaged. Zero-initialise @p assembly before the first. */
void bv_uvc_assembly_start(struct bv_uvc_assembly *assembly,
                           const struct bv_uvc_sink *sink);

/**
 * What one bulk transfer brought; a payload may go on in the next.
 *
 * @param is_full  All that was asked for came, so that the payload may go on.
 */
void bv_uvc_take_transfer(struct bv_uvc_assembly *assembly,
                          const uint8_t *bytes, size_t size, bool is_full,
                          int64_t now_ns);

/** What one isochronous packet brought: a payload, or nothing.
 *  @param is_good  The packet's status. */
void bv_uvc_take_packet(struct bv_uvc_assembly *assembly, const uint8_t *bytes,
                        size_t size, bool is_good, int64_t now_ns);

/** Something was lost on the way, nobody knows what. */
void bv_uvc_lose(struct bv_uvc_assembly *assembly);

BV_END_DECLS

#endif
