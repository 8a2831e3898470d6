/**
 * @file
 * How the picture in the window is being shown, from what the window knows: a
 * pure function, so that the rules of when guidance goes are tests.
 */
#ifndef BV_UI_SHOWING_H
#define BV_UI_SHOWING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/advice.h"
#include "core/decls.h"
#include "pipeline.h"
#include "ui/freshness.h"
#include "ui/overlay/words.h"

BV_BEGIN_DECLS

/** What the window knows. All borrowed. */
struct bv_showing_facts {
    const struct bv_source_info *info;
    const struct bv_pipeline_counts *counts;
    const struct bv_advice *advice; /**< On the screen; NULL before any. */
    const struct bv_freshness *freshness;
    bool frozen;
    bool frozen_bare; /**< Nothing guided when it was frozen. */
    int64_t now_ns;   /**< CLOCK_MONOTONIC. */
};

/** The first reason that holds. */
enum bv_showing bv_showing_find(const struct bv_showing_facts *facts);

/** Whether what was shown is over and can be played again. */
bool bv_showing_may_replay(enum bv_showing showing,
                           const struct bv_pipeline_counts *counts);

/** Whether there is something to record: new frames come, or may come. */
bool bv_showing_may_record(enum bv_showing showing,
                           const struct bv_pipeline_counts *counts);

/**
 * How a source that comes and goes stands, as a sentence for the line below:
 * waited for, connected but silent, gone; there, and not to be had.
 *
 * @param[out] text  Written only on true.
 * @return False: there is nothing to say. Pictures come, or the source is no
 *         such one.
 */
bool bv_showing_say_link(const struct bv_source_info *info,
                         enum bv_showing showing, char *text, size_t size);

/** Whether it has an end: the times of its own frames mean more than when they
 *  were played. */
bool bv_showing_is_clip(const struct bv_source_info *info);

/** Whether a target can be marked: new frames will come to follow it in. */
bool bv_showing_may_mark(enum bv_showing showing);

BV_END_DECLS

#endif
