/**
 * @file
 * A procedure as it stands, kept while it goes on so that it can be gone on
 * with where the program was cut off: a file of marks (docs/formats.md) with
 * the rest beside them.
 */
#ifndef BV_RECORDS_HELD_FILE_H
#define BV_RECORDS_HELD_FILE_H

#include <stdbool.h>

#include "core/decls.h"
#include "core/frame.h"
#include "core/landmark.h"
#include "core/set_up.h"
#include "core/status.h"

BV_BEGIN_DECLS

enum { BV_HELD_WORD_SIZE = 32, BV_HELD_WORDS_SIZE = 64 };

/** Plain values. What is not known is empty, 0 or false. */
struct bv_held_procedure {
    struct bv_settled settled;     /**< Whether it was confirmed is not kept:
                                        it is asked anew. */
    char sides[BV_HELD_WORD_SIZE]; /**< The names' pair: "radial_ulnar". */
    bool swapped;
    char step[BV_HELD_WORD_SIZE];       /**< Its id: "advance". */
    char confirmed[BV_HELD_WORDS_SIZE]; /**< Of the time-out, ids with blanks
                                             between. */
    int width_px, height_px;            /**< Of the picture that is marked. */
    bool has_target;
    struct bv_px target_px;
    int mark_count;
    struct bv_landmark mark[BV_LANDMARKS_MOST];
};

/** Write it whole or not at all, mode 0600. Any thread. @return 0 or a negative
 *  errno. */
int bv_held_write(const char *path,
                  const struct bv_held_procedure *held) BV_MUST_USE;

/** Read it. @param[out] held  Written only on success. @return 0 or a negative
 *  errno with @p fault said. */
int bv_held_read(const char *path, struct bv_held_procedure *held,
                 struct bv_fault *fault) BV_MUST_USE;

BV_END_DECLS

#endif
