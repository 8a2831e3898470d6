/**
 * @file
 * What may be wrong with the picture itself: facts that a person can mend on
 * the scanner, by the probe or on the cable. A set of them is a number with
 * a bit each.
 */
#ifndef BV_CORE_PICTURE_CHECKS_H
#define BV_CORE_PICTURE_CHECKS_H

#include <stdint.h>

#include "core/decls.h"

BV_BEGIN_DECLS

/** In the order in which they are said, where only one can be. */
enum bv_picture_check {
    BV_CHECK_FROZEN,       /**< The same picture for seconds. */
    BV_CHECK_CUT_OFF,      /**< The scan area goes on beyond the picture. */
    BV_CHECK_MARKER,       /**< The marker is not on the chosen side. */
    BV_CHECK_CONTACT_LEFT, /**< The face does not touch there. */
    BV_CHECK_CONTACT_RIGHT,
    BV_CHECK_GAIN_HIGH,
    BV_CHECK_GAIN_LOW,
    BV_CHECK_TARGET_LOW,  /**< Depth too small: the target is at the lower
                               edge. */
    BV_CHECK_TARGET_HIGH, /**< Depth too large: the target is small, at the
                               upper edge. */
    BV_CHECK_EMPTY_BELOW, /**< Depth too large: nothing shows there. */
    BV_CHECK_FOCUS,       /**< The target is far from the focus. */
    BV_CHECK_COUNT
};

/** Its bit in a set. */
#define BV_CHECK_BIT(check) (UINT32_C(1) << (check))

/** Its name in files: "contact_left". */
const char *bv_picture_check_name(enum bv_picture_check check);

/** The fact and what to turn, one sentence. */
const char *bv_picture_check_sentence(enum bv_picture_check check);

/** The first of a set. @return BV_CHECK_COUNT: the set is empty. */
enum bv_picture_check bv_picture_checks_first(uint32_t checks);

BV_END_DECLS

#endif
