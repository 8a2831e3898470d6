/**
 * @file
 * Whether a file is DICOM, by its first bytes. Pure; any thread.
 */
#ifndef BV_ACQUISITION_DICOM_HEAD_H
#define BV_ACQUISITION_DICOM_HEAD_H

#include <stddef.h>
#include <stdint.h>

#include "core/decls.h"

BV_BEGIN_DECLS

/** As many bytes as it takes to say. */
#define BV_DICOM_HEAD_BYTES 132

/**
 * How sure it is, 0 to 100: 95 by the signature; 40 where a file without one
 * starts as a data set does.
 */
int bv_dicom_head_sure(const uint8_t *head, size_t size);

BV_END_DECLS

#endif
