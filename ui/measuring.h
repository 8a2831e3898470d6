/**
 * @file
 * Measuring on a picture that stands, and keeping what was found: which points
 * are asked for, what they come to, and what a key means now. Pure: no GTK.
 * Main thread only.
 *
 * 1 to 5 choose distance, ellipse, area, angle, depth; clicks or the cursor
 * place points; Enter ends an area; Backspace takes a point, or the last
 * measure, back; F keeps a finding: its kind by a digit, its place in words.
 */
#ifndef BV_UI_MEASURING_H
#define BV_UI_MEASURING_H

#include <stdbool.h>
#include <stdint.h>

#include "core/advice.h"
#include "core/decls.h"
#include "core/measure.h"
#include "records/finding.h"

BV_BEGIN_DECLS

#define BV_MEASURING_PLACE_SIZE 64

enum bv_measuring_phase {
    BV_MEASURING_OFF,     /**< The picture moves. */
    BV_MEASURING_READY,   /**< Nothing is asked. */
    BV_MEASURING_PLACING, /**< Points of the last measure. */
    BV_MEASURING_KIND,    /**< Of a finding. */
    BV_MEASURING_PLACE,   /**< Is being typed. */
    BV_MEASURING_KEEP,    /**< To be kept, by who can write files. */
};

/** Zero-initialise. */
struct bv_measuring {
    enum bv_measuring_phase phase;
    int count; /**< Measures; the last may lack points. */
    struct bv_measure measures[BV_FINDING_MEASURES_MOST];
    enum bv_finding_kind kind;
    char place[BV_MEASURING_PLACE_SIZE];
    char line[256];           /**< What is said; empty: nothing. */
    struct bv_scan_area area; /**< Of the picture, with its scale. */
    double mm_per_px;
};

/** A key that may mean something here. */
enum bv_measuring_key {
    BV_MEASURING_ENTER,
    BV_MEASURING_ESCAPE,
    BV_MEASURING_BACK,
};

/** The picture stands now. @param advice  Of it, for scale and scan area. */
void bv_measuring_begin(struct bv_measuring *measuring,
                        const struct bv_advice *advice);

/** The picture goes on: what was measured is gone. */
void bv_measuring_end(struct bv_measuring *measuring);

/** A letter that was typed, a Unicode character. @return Whether it was meant
 *  for this. */
bool bv_measuring_type(struct bv_measuring *measuring, uint32_t letter);

/** The same of keys that are no letters. */
bool bv_measuring_press(struct bv_measuring *measuring,
                        enum bv_measuring_key key);

/** Whether a point is asked for. */
bool bv_measuring_wants_point(const struct bv_measuring *measuring);

/** Place one. @return Whether it was asked for. */
bool bv_measuring_point(struct bv_measuring *measuring, struct bv_px px);

/** What a measure comes to, in words; empty where points are missing or there
 *  is no scale. */
void bv_measuring_say(const struct bv_measuring *measuring, int i, char *text,
                      size_t size);

/**
 * The finding that is to be kept; its source, picture, frame and time are the
 * caller's to fill in.
 */
void bv_measuring_make_finding(const struct bv_measuring *measuring,
                               struct bv_finding *finding);

/** It was kept, or could not be, which is said whatever is asked by now.
 *  @param fault  NULL: it was. */
void bv_measuring_kept(struct bv_measuring *measuring, const char *folder,
                       const struct bv_fault *fault);

BV_END_DECLS

#endif
