/**
 * @file
 * Where frames come from: one contract for a probe, a grabber, a file.
 *
 * A source is named by a string: `sim:` or `sim:SCENE`, `usb:`,
 * `v4l2:/dev/video0` (both with a mode behind a comma), `igtl://host`, or a
 * path (video, still, folder of pictures), chosen by probing the first bytes. A
 * source is used from one thread at a time.
 *
 * Sources never look at the clock to pace themselves: one that is `paced`
 * delivers when its device does, every other as fast as it is read, with the
 * frames' own times in them.
 */
#ifndef BV_ACQUISITION_SOURCE_H
#define BV_ACQUISITION_SOURCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "core/controls.h"
#include "core/decls.h"
#include "core/frame.h"
#include "core/status.h"

BV_BEGIN_DECLS

/** The most changes of a scale that can be said of a source. */
#define BV_GIVEN_SCALES_MOST 16

/** From a frame on, the scale is another one than was given before. */
struct bv_given_scale {
    uint32_t from_frame;
    double mm_per_px; /**< 0: not known. */
};

/** What the user may say when a source is opened. Zero means "as it is". */
struct bv_source_options {
    double mm_per_px; /**< Scale where the source brings none; 0 unknown. */
    struct bv_given_scale later[BV_GIVEN_SCALES_MOST]; /**< Its changes, by
                                                            their frames. */
    int later_count;
    bool has_seed; /**< Simulated probe: replace the scene's seed. */
    uint64_t seed;
    bool no_needle; /**< Simulated probe: leave the needle out. */
    /** Simulated probe: write the truth of every frame here, as it is made;
     *  mode 0600, what was there is replaced. NULL: nowhere. */
    const char *truth_path;
    /** Simulated probe, for a window alone: draw fewer beams where this
     *  machine does not hold the rate, and tell so ("quality"). What it draws
     *  then depends on the machine's speed. */
    bool keep_rate;
    /** For a window alone: open a source that sends nothing yet. Until it does
     *  nobody knows its size. */
    bool may_wait;
    /** A recording: pass over pictures that are damaged, to the next whole one.
     *  Their numbers are missing then; what lacks at its end is still
     *  -EBADMSG. Without, it ends at the first. */
    bool skip_damaged;
    /** A recording, for going about in it: pictures that follow from others are
     *  decoded on two threads. Reading it from end to end needs one. */
    bool goes_about;
    /** For a small picture of a device alone: it is read now and then, and
     *  pictures in between are neither missed nor said to be lost. */
    bool glances;
    /** Asked while open() waits for a device that sends nothing: whether
     *  nobody wants it any more. NULL: it is wanted. */
    bool (*gives_up)(void);
};

/** What is known of an open source. Constant while it is open. */
struct bv_source_info {
    char driver[16];         /**< The driver's name. */
    char title[96];          /**< For people: a file's name, a scene's title.
                                  UTF-8 once the source is open. */
    bool live;               /**< A real device; otherwise finite or made. */
    bool paced;              /**< read() waits for a device. */
    bool simulated;          /**< Made by the simulated probe: say so. */
    bool still;              /**< One picture, or pictures without a time. */
    int width_px, height_px; /**< Of the first frame; 0 with `may_wait`. */
    double frame_rate_hz;    /**< 0 where unknown. */
    int64_t frame_count;     /**< -1 where unknown or endless. */
    bool seekable;           /**< bv_source_seek() may succeed. */
    /** From a place in a frame to the same place in the picture as it came:
     *  other than the identity where the source turned it, or made its pixels
     *  square. What a program prints for others is in the latter. */
    struct bv_px_map to_input;
    /** What may be set while it runs, from any thread; the source looks at it
     *  before each frame. Its own, until it is closed. NULL: nothing. */
    struct bv_controls *controls;
};

/** What becomes of a picture on the way of bv_source_seek() to another. */
enum bv_way_answer {
    BV_WAY_ON,   /**< Nothing. */
    BV_WAY_SHOW, /**< It is shown. */
    BV_WAY_STOP, /**< Nobody wants to go there any more. */
};

/** Who watches that way, where pictures follow from others and getting there
 *  lasts. */
struct bv_source_way {
    /** Asked at each picture that is decoded for the wanted one's sake. */
    enum bv_way_answer (*ask)(void *data);
    /** @param frame  With its own time; the number it has is not known to the
     *                source, and 0. Borrowed. */
    void (*show)(void *data, const struct bv_frame *frame);
    void *data;
};

/** A way of getting frames. Drivers are constant; state lives in @c self. */
struct bv_source_driver {
    const char *name;   /**< [a-z0-9]+, for `bevel sources`. */
    const char *usage;  /**< How to type it: "sim:SCENE". */
    const char *help;   /**< One line: what it opens. */
    const char *prefix; /**< "sim:", or NULL: paths, chosen by probe(). */
    size_t state_size;  /**< Zeroed bytes passed as @c self. */

    /**
     * How sure the driver is that it can open a path, 0 (not mine) to 100.
     * NULL for a driver with a prefix.
     *
     * @param path       As typed.
     * @param is_folder  Then there is no @p head.
     * @param head       The file's first bytes, @p head_size of them (at most
     *                   4096, possibly 0).
     */
    int (*probe)(const char *path, bool is_folder, const uint8_t *head,
                 size_t head_size);

    /**
     * Open what @p name says (the prefix is cut off).
     *
     * @param[out] info  Filled on success; before, zeroed, and `to_input` the
     *                   identity.
     * @retval 0
     * @return A negative errno, with @p fault said and nothing left open.
     */
    int (*open)(void *self, const char *name,
                const struct bv_source_options *options,
                struct bv_source_info *info, struct bv_fault *fault);

    /**
     * Wait for the next frame.
     *
     * @param[out] frame   One reference for the caller; written only on 0.
     * @retval -ETIMEDOUT  None within @p timeout_ms; call again.
     * @retval -ENODATA    The recording is over, whole.
     * @retval -ENODEV     The device or file is gone; only close may follow.
     * @retval -EBADMSG    The file is damaged from here on; only close may
     *                     follow. Frames before it were good.
     */
    int (*read)(void *self, int timeout_ms, struct bv_frame **frame,
                struct bv_fault *fault);

    /**
     * As bv_source_seek(). NULL: it only goes forward.
     *
     * @retval -ESPIPE  It does not find that frame; only close may follow.
     */
    int (*seek)(void *self, uint32_t number, int64_t time_ns,
                struct bv_fault *fault);

    /** As bv_source_watch_way(). NULL: it is there at once. */
    void (*watch_way)(void *self, const struct bv_source_way *way);

    /** As bv_source_prepare(). NULL: there is nothing to prepare. */
    bool (*prepare)(void *self, int64_t until_ns);

    /** Undo open(). Cannot fail. NULL if open() takes nothing. */
    void (*close)(void *self);

    /**
     * Print what is plugged in or offered now, a line each, indented by four
     * spaces, with the name to type. NULL if there is nothing to list.
     */
    void (*list)(FILE *out);
};

struct bv_source;

/**
 * Open a source by name.
 *
 * @param options      NULL for none.
 * @param[out] source  Written only on success; close with bv_source_close().
 * @param fault        May be NULL.
 * @return 0 or a negative errno.
 */
int bv_source_open(const char *name, const struct bv_source_options *options,
                   struct bv_source **source,
                   struct bv_fault *fault) BV_MUST_USE;

/**
 * Open with a given driver, which need not be one of bv_source_drivers().
 *
 * @param name  Without the driver's prefix.
 * As bv_source_open() otherwise.
 */
int bv_source_open_with(const struct bv_source_driver *driver, const char *name,
                        const struct bv_source_options *options,
                        struct bv_source **source,
                        struct bv_fault *fault) BV_MUST_USE;

/** What is known of it; valid while it is open. */
const struct bv_source_info *bv_source_info(const struct bv_source *source);

/** As the driver's read(). After an error that ends the source, it repeats. */
int bv_source_read(struct bv_source *source, int timeout_ms,
                   struct bv_frame **frame, struct bv_fault *fault) BV_MUST_USE;

/**
 * Go to a frame, so that bv_source_read() gives it next, then those behind it:
 * one that was read before, from this source or another on the same name. Also
 * after the recording's end, or where it is damaged.
 *
 * @param number, time_ns  The frame's own.
 * @retval 0
 * @retval -ESPIPE  It does not go there; open the source anew and read on.
 * @retval -ECANCELED  It was stopped on the way; go somewhere before reading.
 * @return or another negative errno that ends the source.
 */
int bv_source_seek(struct bv_source *source, uint32_t number, int64_t time_ns,
                   struct bv_fault *fault) BV_MUST_USE;

/** Watch the way of each bv_source_seek() from now on. @param way  Copied; its
 *  functions are called within bv_source_seek(). */
void bv_source_watch_way(struct bv_source *source,
                         const struct bv_source_way *way);

/**
 * Do a piece of what makes bv_source_seek() quick: a recording that was never
 * finished has no index, and gets one in memory. Else it is made as far as the
 * first seek needs it.
 *
 * @param until_ns  By bv_clock_now_ns(), when to come back.
 * @return Whether there is more to do.
 */
bool bv_source_prepare(struct bv_source *source, int64_t until_ns);

/** Close and free. Frames that were read stay valid. NULL is ignored. */
void bv_source_close(struct bv_source *source);

/** All drivers, NULL-ended, in the order in which they are probed. */
const struct bv_source_driver *const *bv_source_drivers(void);

BV_END_DECLS

#endif
