/**
 * @file
 * Which part of a DICOM picture is the ultrasound, and what its pixels
 * measure. Pure; any thread.
 */
#ifndef BV_ACQUISITION_DICOM_REGION_H
#define BV_ACQUISITION_DICOM_REGION_H

#include "acquisition/dicom.h"
#include "core/decls.h"
#include "core/geometry.h"

BV_BEGIN_DECLS

/** What the file's regions say; px of the picture as it came. */
struct bv_dicom_scale {
    struct bv_px_box box; /**< The ultrasound; empty: not known. */
    double x_mm, y_mm;    /**< One pixel, wide and high; 0: not known. */
    double pixel_aspect;  /**< Width over height; 0: not said. */
};

/**
 * Choose the largest region that shows tissue in two dimensions. It has a
 * scale where it lies in the picture and says believable cm in both
 * directions; nothing is guessed from others.
 */
struct bv_dicom_scale bv_dicom_scale_find(const struct bv_dicom_content *about);

BV_END_DECLS

#endif
