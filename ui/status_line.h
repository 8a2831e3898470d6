/**
 * @file
 * What the line below the picture says: of all that could be said, what
 * matters most. Pure; main thread.
 */
#ifndef BV_UI_STATUS_LINE_H
#define BV_UI_STATUS_LINE_H

#include <stdbool.h>

#include "acquisition/source.h"
#include "core/decls.h"
#include "pipeline.h"
#include "ui/scale_asking.h"
#include "ui/showing.h"

BV_BEGIN_DECLS

/** What it is chosen from; all borrowed. */
struct bv_status_facts {
    const char *recording; /**< NULL: nothing to say. */
    enum bv_showing showing;
    const struct bv_pipeline_counts *counts;
    const struct bv_fault *replay_fault;
    const char *still; /**< Of one that is kept; NULL: nothing. */
    const struct bv_scale_asking *asking;
    const char *before; /**< Of marks from before; NULL: nothing. */
    const char *tools;  /**< What they say; NULL: nothing. */
    bool tools_ask;
    const struct bv_source_info *info;
    const char *step;     /**< What the step asks for. */
    const char *open;     /**< What is not settled in it; NULL: nothing. */
    bool frozen, reduced; /**< The simulated probe draws fewer beams. */
};

struct bv_status_line {
    char text[BV_FAULT_TEXT_SIZE];
    enum bv_asking_tone tone;
};

/** What is the matter; else what the step asks for. */
void bv_status_line_find(const struct bv_status_facts *facts,
                         struct bv_status_line *line);

BV_END_DECLS

#endif
