/**
 * @file
 * What the files of the corrections share. Private to src/records.
 */
#ifndef BV_RECORDS_CORRECTIONS_PARTS_H
#define BV_RECORDS_CORRECTIONS_PARTS_H

#include <jansson.h>

#include "core/decls.h"
#include "records/corrections.h"

BV_BEGIN_DECLS

/** How many steps are kept. */
#define BV_CORRECTION_STEPS 200

/** How they all stood after a step. */
struct bv_correction_step {
    size_t count;
    struct bv_correction *all;
    struct bv_said_scale scale;
};

struct bv_corrections {
    struct bv_correction_step steps[BV_CORRECTION_STEPS];
    int step, last; /**< Where it stands; and what may be gone to. */
    bool read;      /**< There was a file: empty ones replace it, too. */
    bool damaged;   /**< The file is: it is kept when it is replaced. */
    bool newer;     /**< It is a newer bevel's: it is not replaced. */
};

/** As they stand in the file. @return A new reference to an array. */
json_t *bv_corrections_json(const struct bv_corrections *corrections);

/** What a person says of the scale. @return A new reference. */
json_t *bv_said_scale_json(const struct bv_said_scale *scale);

BV_END_DECLS

#endif
