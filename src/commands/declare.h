/**
 * @file
 * What the user did with the syringe, as the words of a command say it: from
 * when to when they injected, or aspirated and where.
 */
#ifndef BV_COMMANDS_DECLARE_H
#define BV_COMMANDS_DECLARE_H

#include <stdbool.h>

#include "core/decls.h"
#include "core/fluid.h"
#include "core/geometry.h"
#include "pipeline.h"

BV_BEGIN_DECLS

struct bv_declare {
    enum bv_syringe syringe;
    struct bv_px at_px; /**< Of an aspiration, in the picture as it comes. */
    double from_s, to_s;
    enum bv_syringe now; /**< What the pipeline was told. */
};

/** Reads "FROM..TO", seconds. @return Whether it is that. */
bool bv_declare_read_inject(const char *word, struct bv_declare *declare);

/** Reads "X,Y,FROM..TO". @return Whether it is that. */
bool bv_declare_read_aspirate(const char *word, struct bv_declare *declare);

/** Tell the pipeline, where it is time to. @param time_s  Of the last frame;
 *  0 before the first. */
void bv_declare_tell(struct bv_declare *declare, struct bv_pipeline *pipeline,
                     double time_s);

BV_END_DECLS

#endif
