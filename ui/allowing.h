/**
 * @file
 * Which of the live window's actions can be done now. Main thread only.
 */
#ifndef BV_UI_ALLOWING_H
#define BV_UI_ALLOWING_H

#include <gio/gio.h>
#include <stdbool.h>

#include "core/advice.h"
#include "core/decls.h"
#include "pipeline.h"
#include "ui/showing.h"

BV_BEGIN_DECLS

struct bv_allowing_facts {
    enum bv_showing showing;
    const struct bv_advice *advice; /**< Of the picture; NULL: none. */
    const struct bv_pipeline_counts *counts;
    bool has_ghosts; /**< Marks from before, that can be left. */
    bool may_review; /**< There is a recording to be looked through. */
    bool frozen;
    bool may_look;   /**< There is something to look back at. */
    bool looks_back; /**< At a picture of before, without its screen. */
    bool has_marked; /**< There is a mark to undo. */
    bool records;
    bool steers;     /**< "restart" is the probe's. */
    bool can_replay; /**< The source can be played again. */
};

/** Enable them, and disable those that cannot be done. */
void bv_allowing_set(GActionMap *actions,
                     const struct bv_allowing_facts *facts);

BV_END_DECLS

#endif
