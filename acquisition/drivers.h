/**
 * @file
 * All drivers, one or two a file; source.c lists them.
 */
#ifndef BV_ACQUISITION_DRIVERS_H
#define BV_ACQUISITION_DRIVERS_H

#include "acquisition/source.h"

BV_BEGIN_DECLS

extern const struct bv_source_driver bv_video_driver;  /* video.c */
extern const struct bv_source_driver bv_still_driver;  /* still.c */
extern const struct bv_source_driver bv_folder_driver; /* folder.c */
extern const struct bv_source_driver bv_plus_driver;   /* plus_sequence.c */
extern const struct bv_source_driver bv_dicom_driver;  /* dicom_source.c */
extern const struct bv_source_driver bv_v4l2_driver;   /* v4l2.c */
extern const struct bv_source_driver bv_igtl_driver;   /* igtl/driver.c */
extern const struct bv_source_driver bv_usb_driver;    /* usb/driver.c */

BV_END_DECLS

#endif
