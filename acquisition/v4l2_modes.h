/**
 * @file
 * What a Video4Linux device offers, and how it is told.
 */
#ifndef BV_ACQUISITION_V4L2_MODES_H
#define BV_ACQUISITION_V4L2_MODES_H

#include "acquisition/modes.h"
#include "core/decls.h"

struct v4l2_pix_format;

BV_BEGIN_DECLS

/** ioctl(), again where a signal came. @return 0 or a negative errno. */
int bv_v4l2_control(int fd, unsigned long request, void *argument);

/**
 * The modes of an open device that bevel can show. The size that it is set to
 * is the default; where a device takes any size of a range, that one is
 * listed, and the wished one.
 *
 * @param[out] modes  Without a format where there is none.
 */
void bv_v4l2_modes_read(int fd, const struct bv_mode_wish *wish,
                        struct bv_modes *modes);

/**
 * Set a mode. The device may answer with another size and rate.
 *
 * @param[out] about  Its answer; written only on 0.
 * @return 0 or a negative errno; -EPROTO: it takes another coding.
 */
int bv_v4l2_mode_set(int fd, const struct bv_mode *mode,
                     struct v4l2_pix_format *about) BV_MUST_USE;

/** Between pictures now, 100 ns; 0: it does not say. */
uint32_t bv_v4l2_interval(int fd);

BV_END_DECLS

#endif
