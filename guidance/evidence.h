/**
 * @file
 * What one frame says before anybody looks for a needle: bright lines, and
 * how the tissue moved since the frame before. One source of evidence; others
 * (a network) can stand behind the same struct.
 *
 * Everything is on a working image: the box of the scan area, resized so that
 * its longer side is so many px. Positions in it are in
 * "work px"; bv_evidence_to_frame() and its inverse convert.
 *
 * One thread at a time. Nothing is allocated after the first frame of a size,
 * but where the view changes.
 */
#ifndef BV_GUIDANCE_EVIDENCE_H
#define BV_GUIDANCE_EVIDENCE_H

#include <stdbool.h>
#include <stdint.h>

#include "core/decls.h"
#include "core/frame.h"

BV_BEGIN_DECLS

/** Longest side of the working image. */
#define BV_EVIDENCE_SIDE_PX 400

/** How the newest frame follows on the one before. */
enum bv_evidence_view {
    BV_VIEW_NEW,   /**< Not at all, as far as is known. */
    BV_VIEW_SAME,  /**< Places are the same. */
    BV_VIEW_MOVED, /**< The same tissue, larger, smaller or elsewhere. */
};

/** The evidence of the newest frame; borrowed, valid until the next step. */
struct bv_evidence {
    int width, height;        /**< Of the working image. */
    double work_per_px;       /**< Work px for a px of the frame. */
    struct bv_px_box box;     /**< What of the frame the image shows. */
    struct bv_scan_area area; /**< The scan area, in work px. */
    const uint8_t *image;
    const uint8_t *mask; /**< 255 where lines may be. */
    /** How far each place is on a line of a given way: as struct bv_ridges
     *  of the vision has it. */
    const float *any, *along_cos, *along_sin;
    enum bv_evidence_view view;
    struct bv_px_map from_before; /**< Of BV_VIEW_MOVED: from work px of the
                                       frame before to those of this one. */
    bool has_motion;              /**< False for BV_VIEW_NEW. */
    int motion_width, motion_height;
    const float *motion; /**< Tissue motion since the frame before, as this
                              view shows it, in work px, 2 floats a pixel at
                              half size. */
    double texture;      /**< Grey levels: mean change from pixel to
                              pixel; near 0 where there is no tissue. */
    /** What the network said last, of this frame or one just before; NULL:
     *  nothing. Borrowed; the finder's to set. */
    const struct bv_network_maps *network;
};

struct bv_evidence_maker;

/**
 * @param side_px  Longer side of the working image, work px, up to
 *                 BV_EVIDENCE_SIDE_PX: the smaller, the broader the lines that
 *                 are seen.
 * @return NULL: no memory.
 */
struct bv_evidence_maker *bv_evidence_maker_new(int side_px);

/** NULL is ignored. */
void bv_evidence_maker_free(struct bv_evidence_maker *maker);

/** The next frame stands alone: no motion is measured to it. */
void bv_evidence_maker_reset(struct bv_evidence_maker *maker);

/** The next frame has another depth or zoom, or is of something else: which
 *  it is, the pictures must tell. */
void bv_evidence_maker_view_changed(struct bv_evidence_maker *maker);

/**
 * Look at the next frame.
 *
 * @param area      Shape unknown: the whole picture.
 * @param mask      Of the frame's size, stride width_px.
 * @param[out] out  Written on 0.
 * @retval 0
 * @retval -ENOMEM
 */
int bv_evidence_step(struct bv_evidence_maker *maker,
                     const struct bv_frame *frame,
                     const struct bv_scan_area *area, const uint8_t *mask,
                     struct bv_evidence *out) BV_MUST_USE;

/** From work px to px of the frame, and back. */
struct bv_px bv_evidence_to_frame(const struct bv_evidence *evidence,
                                  struct bv_px work);
struct bv_px bv_evidence_from_frame(const struct bv_evidence *evidence,
                                    struct bv_px px);

/**
 * Evidence along a straight line.
 *
 * @param x,y         The first sample; all of them inside the image.
 * @param right,down  Unit vector along the line.
 * @param step_px     From sample to sample.
 * @param[out] along  Signed: about 0 off lines on average, 1 and more
 *                    on them.
 */
void bv_evidence_along(const struct bv_evidence *evidence, double x, double y,
                       double right, double down, double step_px, int count,
                       float *along);

/** Tissue motion at a place since the frame before, work px; 0 where none. */
struct bv_px bv_evidence_motion(const struct bv_evidence *evidence, double x,
                                double y);

BV_END_DECLS

#endif
