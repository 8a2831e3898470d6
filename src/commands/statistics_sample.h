/**
 * @file
 * Pictures for `bevel statistics`, measured: of real folders and clips, and
 * of the simulated probe.
 */
#ifndef BV_COMMANDS_STATISTICS_SAMPLE_H
#define BV_COMMANDS_STATISTICS_SAMPLE_H

#include "commands/look.h"
#include "core/decls.h"
#include "core/status.h"

BV_BEGIN_DECLS

/** Beside what is measured on one picture. */
enum {
    BV_SAMPLE_SEGMENTS = BV_LOOK_COUNT, /**< Needle-like, needle-free. */
    BV_SAMPLE_ALIKE_1,                  /**< With the next frame's. */
    BV_SAMPLE_ALIKE_10,                 /**< With that a third second later. */
    BV_SAMPLE_VALUES
};

/** One picture; NAN where a value cannot be had. */
struct bv_sample {
    double value[BV_SAMPLE_VALUES];
};

/** Pictures that belong together: of one study, subject or scene. */
struct bv_sample_group {
    char name[40];
    int count, room;
    struct bv_sample *samples;
};

/** Frees the samples. */
void bv_sample_group_fini(struct bv_sample_group *group);

/**
 * The pictures of a folder, at most @p most, evenly over their names.
 * @retval -ENOENT  There is none.
 */
int bv_sample_folder(struct bv_sample_group *group, const char *path, int most,
                     struct bv_fault *fault) BV_MUST_USE;

/**
 * Pictures of a clip, five a second.
 * @param window  Where the ultrasound is on the screen; NULL: everywhere.
 */
int bv_sample_clip(struct bv_sample_group *group, const char *path,
                   const struct bv_px_box *window, int most,
                   struct bv_fault *fault) BV_MUST_USE;

/** Pictures of a scene without its needle, one a seed from 1 on. */
int bv_sample_scene(struct bv_sample_group *group, const char *name, int seeds,
                    struct bv_fault *fault) BV_MUST_USE;

BV_END_DECLS

#endif
