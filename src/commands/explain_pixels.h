/**
 * @file
 * What the stages of the detector see, pixel by pixel, as images. Each is the
 * caller's, and in an error state where there was no memory.
 */
#ifndef BV_COMMANDS_EXPLAIN_PIXELS_H
#define BV_COMMANDS_EXPLAIN_PIXELS_H

#include <cairo.h>
#include <stdint.h>

#include "core/decls.h"
#include "guidance/evidence.h"
#include "guidance/network.h"

BV_BEGIN_DECLS

/** The colour of a line's way: the same after half a turn.
 *  @param angle  Below the horizontal, rad. @param level  0 to 1.
 *  @return 0xRRGGBB. */
uint32_t bv_explain_colour_of_way(double angle, double level);

/** The strongest line through each place, in the colour of its way; work px. */
cairo_surface_t *bv_explain_evidence_image(const struct bv_evidence *evidence);

/** The picture, darker where no line may be; work px. */
cairo_surface_t *bv_explain_grey_image(const struct bv_evidence *evidence);

/** The same with what the network marks in it. @param maps  NULL: nothing. */
cairo_surface_t *bv_explain_network_image(const struct bv_evidence *evidence,
                                          const struct bv_network_maps *maps);

/** A tint over what is no ultrasound; px of the frame. */
cairo_surface_t *bv_explain_mask_image(const uint8_t *mask, int width_px,
                                       int height_px);

BV_END_DECLS

#endif
