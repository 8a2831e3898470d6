/**
 * @file
 * One DICOM file and its pictures, in plain C: dicom_dcmtk.cpp, which alone
 * sees DCMTK, or dicom_none.c where bevel is built without it. What a file
 * says of its patient is never read. One thread.
 */
#ifndef BV_ACQUISITION_DICOM_H
#define BV_ACQUISITION_DICOM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/decls.h"
#include "core/geometry.h"
#include "core/status.h"

BV_BEGIN_DECLS

/** More ultrasound regions than any screen has; others are not looked at. */
#define BV_DICOM_REGIONS 32

/** An ultrasound region, as the file has it: nothing in it was checked. */
struct bv_dicom_region {
    bool is_tissue; /**< A picture in two dimensions, of tissue. */
    bool in_cm;     /**< Both directions are measured in cm. */
    int64_t left, top, right, bottom; /**< Its pixels, the last included. */
    double x_cm, y_cm;                /**< What one pixel measures. */
};

/** What a file says of its pictures. */
struct bv_dicom_content {
    int width_px, height_px; /**< Within bevel's limits. */
    bool colour;             /**< 3 bytes a pixel, R G B; otherwise 1. */
    int64_t frame_count;     /**< At least 1, and no more than it can hold. */
    bool is_cut;             /**< It claims more than it can hold. */
    double pixel_aspect;     /**< Width over height; 0: not said. */
    double interval_s;       /**< From frame to frame; 0: not said. */
    /** Of each frame since the one before, the first 0; NULL: not said. */
    const double *intervals_s;
    size_t region_count;
    struct bv_dicom_region regions[BV_DICOM_REGIONS];
};

struct bv_dicom;

/** What `bevel sources` says of it: whether this bevel can. */
extern const char bv_dicom_help[];

/**
 * Open a file; its pictures stay in it where they can.
 *
 * @param name         For sentences.
 * @param[out] dicom   Written only on success.
 * @return 0 or a negative errno with @p fault said: -EBADMSG for a damaged
 *         file, -ERANGE for a size outside the limits, -ENOTSUP for what
 *         cannot be decoded, -EINVAL where there is no picture.
 */
int bv_dicom_open(const char *path, const char *name, struct bv_dicom **dicom,
                  struct bv_fault *fault) BV_MUST_USE;

/** What is known of it, until it is closed. */
const struct bv_dicom_content *bv_dicom_about(const struct bv_dicom *dicom);

/**
 * Decode the next picture, as it is meant to be shown.
 *
 * @param[out] pixels  Rows without gaps; room for a picture.
 * @retval -ENODATA    There is no further one.
 * @retval -EBADMSG    It is damaged, or cut off; @p pixels are worthless.
 * @return or another negative errno.
 */
int bv_dicom_read(struct bv_dicom *dicom, uint8_t *pixels) BV_MUST_USE;

/** NULL is ignored. */
void bv_dicom_close(struct bv_dicom *dicom);

BV_END_DECLS

#endif
