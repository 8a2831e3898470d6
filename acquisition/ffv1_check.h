/**
 * @file
 * Whether an FFV1 picture is what was written, without decoding it: by its
 * slices' checksums (RFC 9043, 4.9). Pure.
 */
#ifndef BV_ACQUISITION_FFV1_CHECK_H
#define BV_ACQUISITION_FFV1_CHECK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/decls.h"

BV_BEGIN_DECLS

/** @param bytes  One picture of version 3 with checksums, as the recorder
 *                writes. */
bool bv_ffv1_is_whole(const uint8_t *bytes, size_t size);

BV_END_DECLS

#endif
