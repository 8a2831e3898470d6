/**
 * @file
 * Small recordings for tests of what reads them.
 */
#ifndef BV_SUPPORT_RECORDING_H
#define BV_SUPPORT_RECORDING_H

#include <stdint.h>

#include "core/frame.h"

enum { BV_TEST_RECORDING_WIDTH_PX = 64, BV_TEST_RECORDING_HEIGHT_PX = 48 };

/** Record grey pictures of a pattern, no two alike, @p step_ns apart; fails
 *  the test where it cannot. */
void bv_test_record(const char *path, int pictures, int64_t step_ns);

/** A picture that is known again: when it was, and what it shows, briefly. */
struct bv_test_known {
    int64_t time_ns;
    unsigned look;
};

struct bv_test_known bv_test_know(const struct bv_frame *frame);

#endif
