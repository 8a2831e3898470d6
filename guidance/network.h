/**
 * @file
 * What a small neural network says of a frame: where a needle's shaft may
 * show, where its tip. One more source of evidence; it sees the frame and two
 * earlier ones. There may be none: then nothing of this is there.
 *
 * One thread at a time. Nothing of its own is allocated after the start.
 */
#ifndef BV_GUIDANCE_NETWORK_H
#define BV_GUIDANCE_NETWORK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/decls.h"
#include "core/geometry.h"
#include "guidance/evidence.h"
#include "guidance/vision/vision.h"

BV_BEGIN_DECLS

/** The network's maps of one frame; borrowed, valid until the next step. */
struct bv_network_maps {
    /** BV_VISION_MAP_COUNT maps of BV_VISION_NETWORK_CELLS squared. */
    const float *maps;
    double cells_per_px; /**< Cells for a work px. */
    double left, top;    /**< Cell of the middle of work px 0, 0. */
};

struct bv_network;

/**
 * The network's file: what $BEVEL_NETWORK names (empty: none is wanted), else
 * needle.onnx of the installed files, else that of the source tree of a build
 * folder.
 *
 * @return False: there is none.
 */
bool bv_network_find(char *path, size_t size);

/**
 * Find the file and read it.
 *
 * @param[out] network  Written only on 0.
 * @retval -ENOENT  There is none: go on without.
 * @retval -EINVAL  The file is no network that bevel can use.
 * @retval -ENOMEM
 */
int bv_network_new(struct bv_network **network) BV_MUST_USE;

/** The same from a file. */
int bv_network_open(const char *path, struct bv_network **network) BV_MUST_USE;

/** NULL is ignored. */
void bv_network_free(struct bv_network *network);

/** The next frame stands alone: forget the earlier ones. */
void bv_network_reset(struct bv_network *network);

/**
 * Look at the next frame.
 *
 * @param evidence  Of the frame: its working image and mask are looked at.
 *                  Earlier pictures are forgotten where its box changed.
 * @param time_ns   The frame's own time; going back forgets earlier ones.
 * @param[out] out  Written on 0.
 * @return 0, -ENOMEM or -EINVAL.
 */
int bv_network_step(struct bv_network *network,
                    const struct bv_evidence *evidence, int64_t time_ns,
                    struct bv_network_maps *out) BV_MUST_USE;

/** One map's value at a place, work px; at the border's beyond it. */
double bv_network_at(const struct bv_network_maps *maps,
                     enum bv_vision_map which, struct bv_px work);

/**
 * Log odds along a straight line that a shaft of its direction shows: those
 * of the shaft, less where the network sees another direction. About -6 to 6.
 *
 * @param x,y         The first sample, work px.
 * @param right,down  Unit vector along the line.
 * @param step_px     From sample to sample.
 */
void bv_network_along(const struct bv_network_maps *maps, double x, double y,
                      double right, double down, double step_px, int count,
                      float *along);

/** The mean of these along a piece, work px. */
double bv_network_mean(const struct bv_network_maps *maps,
                       const struct bv_px_segment *piece);

BV_END_DECLS

#endif
