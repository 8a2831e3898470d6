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
#include "core/status.h"

struct AVFrame;

BV_BEGIN_DECLS

/** Whether a file that starts so is a picture that can be read. */
bool bv_still_is_known(const uint8_t *head, size_t size);

/**
 * Read and decode a picture.
 *
 * @param picture  An empty libav frame; holds the picture on success.
 * @return 0 or a negative errno: -ERANGE for a size outside the limits,
 *         -EBADMSG for a damaged file; @p fault is said.
 */
int bv_still_decode(const char *path, struct AVFrame *picture,
                    struct bv_fault *fault) BV_MUST_USE;

BV_END_DECLS

#endif
