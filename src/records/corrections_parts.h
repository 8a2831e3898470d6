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
    struct bv_said_scale scales[BV_SAID_SCALES_MOST]; /**< By their frames. */
    int scale_count;
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

/** Those that a person says. @return A new reference to an array. */
json_t *bv_said_scales_json(const struct bv_corrections *corrections);

/** Read that array into a step; missing: none. @return Whether it is one. */
bool bv_said_scales_read(const json_t *json, struct bv_correction_step *step);

/** How they stand, with room for one more. @return 0 or -ENOMEM. */
int bv_correction_step_copy(const struct bv_corrections *corrections,
                            struct bv_correction_step *step) BV_MUST_USE;
/** They stand so from now on. @param take_step  Theirs. */
void bv_correction_step_push(struct bv_corrections *corrections,
                             struct bv_correction_step take_step);

BV_END_DECLS

#endif
