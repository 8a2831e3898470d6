/**
 * @file
 * One picture from a file; used by the drivers for stills and for folders.
 */
#ifndef BV_ACQUISITION_STILL_H
#define BV_ACQUISITION_STILL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/decls.h"
#include "core/frame.h"
#include "core/status.h"

BV_BEGIN_DECLS

/** Whether a file that starts so is a picture that can be read. */
bool bv_still_is_known(const uint8_t *head, size_t size);

/**
 * Read a picture.
 *
 * @param[out] frame  One reference for the caller; written only on 0.
 * @return 0 or a negative errno: -ERANGE for a size outside the limits,
 *         -EBADMSG for a damaged file; @p fault is said.
 */
int bv_still_load(const char *path, struct bv_frame **frame,
                  struct bv_fault *fault) BV_MUST_USE;

BV_END_DECLS

#endif
