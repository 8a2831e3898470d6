/**
 * @file
 * The labels of a set of random pictures: DIR/labels.jsonl, a header line and
 * a line a picture, in order. A set that was cut goes on where its whole lines
 * end.
 */
#ifndef BV_COMMANDS_RANDOM_LABELS_H
#define BV_COMMANDS_RANDOM_LABELS_H

#include <limits.h>
#include <stdint.h>
#include <stdio.h>

#include "commands/simulate_random.h"
#include "core/decls.h"
#include "core/status.h"

BV_BEGIN_DECLS

struct bv_random_labels {
    int64_t count; /**< Lines of pictures in the file. */
    /* private */
    FILE *file;
    long bytes; /**< Whole lines. */
    char path[PATH_MAX];
};

/** "FOLDER/NAME". @return 0 or -ENAMETOOLONG with @p fault said. */
int bv_random_path(const char *folder, const char *name, char path[PATH_MAX],
                   struct bv_fault *fault) BV_MUST_USE;

/**
 * Begin a set, or find how much of it there is.
 *
 * @retval 0
 * @retval -EEXIST  The folder holds other pictures.
 * @return or another negative errno; always with @p fault said.
 */
int bv_random_labels_open(struct bv_random_labels *labels,
                          const struct bv_random_options *options,
                          struct bv_fault *fault) BV_MUST_USE;

/** Add the next picture's line. @param take_line  Freed here. */
int bv_random_labels_add(struct bv_random_labels *labels, char *take_line,
                         struct bv_fault *fault) BV_MUST_USE;

/** Close; a line that is not whole is taken away. @return @p error, or what
 *  closing came to. */
int bv_random_labels_close(struct bv_random_labels *labels, int error,
                           struct bv_fault *fault);

BV_END_DECLS

#endif
