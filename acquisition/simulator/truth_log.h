/**
 * @file
 * Writes the truth of a simulated probe that plays, frame by frame, into a
 * file. Private to the simulator.
 */
#ifndef BV_SIMULATOR_TRUTH_LOG_H
#define BV_SIMULATOR_TRUTH_LOG_H

#include <stdio.h>

#include "acquisition/simulator/simulator.h"
#include "core/decls.h"
#include "core/status.h"

BV_BEGIN_DECLS

/** Zero-initialise. */
struct bv_truth_log {
    FILE *file; /**< NULL: nothing is written. */
    char scene[200], path[300];
    bool started;
};

/**
 * @param path   NULL: write nothing.
 * @param scene  As the user named it.
 */
int bv_truth_log_open(struct bv_truth_log *log, const char *path,
                      const char *scene, struct bv_fault *fault) BV_MUST_USE;

/** Write the truth of the last picture, a line that is whole at once. */
int bv_truth_log_write(struct bv_truth_log *log,
                       const struct bv_simulator *simulator,
                       const struct bv_frame *frame,
                       struct bv_fault *fault) BV_MUST_USE;

void bv_truth_log_close(struct bv_truth_log *log);

BV_END_DECLS

#endif
