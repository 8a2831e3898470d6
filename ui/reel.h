/**
 * @file
 * The pictures of a clip in any order, for a window in which a person goes
 * back and forth.
 *
 * A thread of its own, `reel`, reads the clip to its end once, unless it is
 * told which frames there are and when, and brings the frame that is wanted,
 * scaled to the screen. Pictures near the wanted one are kept within a set
 * amount of memory; one that is not kept is gone to, or read again from the
 * clip's start, where the source only goes forward.
 *
 * Functions are for the main thread, but for bv_reel_picture_unref().
 */
#ifndef BV_UI_REEL_H
#define BV_UI_REEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "acquisition/source.h"
#include "core/decls.h"
#include "core/frame.h"
#include "ui/prescale.h"

BV_BEGIN_DECLS

/** A picture ready to paint; immutable, counted. */
struct bv_reel_picture {
    const struct bv_frame *frame; /**< Grey, as the source gave it. */
    const uint8_t *rgb;           /**< Scaled to the box, R8G8B8. */
    int width_px, height_px, stride_bytes;
    const uint8_t *whole_rgb; /**< The frame's own size, rows packed. */
    bool on_the_way;          /**< Not the wanted one: getting there lasts. */
};

/** Take one more reference. Any thread. */
const struct bv_reel_picture *
bv_reel_picture_ref(const struct bv_reel_picture *picture);

/** Drop one; the last frees. Any thread. NULL is ignored. */
void bv_reel_picture_unref(const struct bv_reel_picture *picture);

/** Make one, to fit a box of device pixels. Any thread. @return One reference;
 *  NULL: no memory. */
const struct bv_reel_picture *
bv_reel_picture_make(struct bv_prescale *prescale, const struct bv_frame *frame,
                     int box_width_px, int box_height_px, bool on_the_way);

/** A frame, and when it is. */
struct bv_reel_frame {
    uint32_t number;
    int64_t time_ns;
};

struct bv_reel_options {
    const char *name; /**< To open the source again; must outlive the reel. */
    struct bv_source_options source;
    size_t memory_bytes; /**< Of kept pictures. */
    /** Where the clip was read before: its frames, in their order; copied. It
     *  is not read through then, and there are no entries. */
    const struct bv_reel_frame *known;
    size_t known_count; /**< 0: it is read through. */
    /** Where getting to the wanted frame lasts, bring some of those on the way
     *  first. Each has its own number. Of known frames alone. */
    bool shows_way;
    /** Called on the reel's thread when there is something to take. */
    void (*wake)(void *data);
    void *data;
};

struct bv_reel;

/**
 * @param take_source  Opened by that name, not read yet; the reel's from now
 *                     on, also on failure.
 * @return NULL: no memory, or no thread.
 */
struct bv_reel *bv_reel_new(struct bv_source *take_source,
                            const struct bv_reel_options *options);

/** Ends the thread. NULL is ignored. */
void bv_reel_free(struct bv_reel *reel);

/** What is known of the source. */
const struct bv_source_info *bv_reel_info(const struct bv_reel *reel);

/** The room for the picture, device pixels. The wanted one is made again. */
void bv_reel_set_box(struct bv_reel *reel, int width_px, int height_px);

/** Ask for a frame; the newest wish counts. One that the clip lacks is the
 *  next that it has. */
void bv_reel_want(struct bv_reel *reel, uint32_t frame);

/** The newest picture not taken yet. @return The caller's, or NULL. */
const struct bv_reel_picture *bv_reel_take(struct bv_reel *reel);

/** A frame of the clip, in the order in which they were found. */
struct bv_reel_entry {
    uint32_t frame;
    double time_s;
    double mm_per_px; /**< 0 unknown. */
};

/**
 * Frames found since the last call.
 * @param[out] entries  The caller's to free(); written only where any.
 * @return How many.
 */
size_t bv_reel_take_entries(struct bv_reel *reel,
                            struct bv_reel_entry **entries);

/** Whether an index of the clip is being made, which lasts: until then going
 *  far ahead takes longer. Only of known frames. */
bool bv_reel_is_preparing(struct bv_reel *reel);

/**
 * How the reading goes.
 * @param[out] fault  Why it ended, where not plainly; or NULL.
 * @return Whether the clip was read to its end, or as far as it can be.
 */
bool bv_reel_is_whole(struct bv_reel *reel, struct bv_fault *fault);

BV_END_DECLS

#endif
