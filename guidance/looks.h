/**
 * @file
 * What the same tissue looked like before: the cells of some frames of the
 * last seconds, each with how far its tissue has gone since. A needle that
 * came is what they do not show.
 *
 * All positions in work px. Times are the frames' own, in seconds.
 * One thread at a time. Nothing is allocated after it was made.
 */
#ifndef BV_GUIDANCE_LOOKS_H
#define BV_GUIDANCE_LOOKS_H

#include "core/decls.h"
#include "core/geometry.h"
#include "guidance/cells.h"
#include "guidance/evidence.h"

BV_BEGIN_DECLS

#define BV_LOOKS_MAX 5

struct bv_looks;

/** A look, and from cells of the newest frame to where they were in it. */
struct bv_held_look {
    const uint8_t *grey;
    int right, down;
};

/** A place held against looks; valid until the next step. */
struct bv_held {
    const struct bv_cells *cells;
    struct bv_held_look looks[BV_LOOKS_MAX];
    int count;
};

/** @return NULL: no memory. */
struct bv_looks *bv_looks_new(void);

/** NULL is ignored. */
void bv_looks_free(struct bv_looks *looks);

/** Forget all. */
void bv_looks_reset(struct bv_looks *looks);

/**
 * The next frame: the looks go along with its tissue, and now and then it
 * becomes one itself.
 *
 * @param cells  Of the frame. Whatever is asked about a frame wants its cells.
 */
void bv_looks_step(struct bv_looks *looks, double time_s,
                   const struct bv_evidence *evidence,
                   const struct bv_cells *cells);

/**
 * How much the tissue at a place of the newest frame was on a line along the
 * beam before.
 *
 * @param before_s  Looks up to this time count.
 * @return The most in any look, close to there; NAN: it has not been watched
 *         for a second up to then.
 */
double bv_looks_line(const struct bv_looks *looks, const struct bv_cells *cells,
                     struct bv_px at, double before_s);

/**
 * The same of what stays where it is on the screen while the tissue moves: the
 * least in any look, at the very place; infinite: there are none.
 */
double bv_looks_still(const struct bv_looks *looks,
                      const struct bv_cells *cells, struct bv_px at,
                      double before_s);

/**
 * Holds a place of the newest frame against the looks up to a time: each is
 * laid where the tissue around the place, but for a streak along the beam
 * through it, fits it best.
 */
void bv_looks_hold(const struct bv_looks *looks, const struct bv_cells *cells,
                   struct bv_px at, double before_s, struct bv_held *held);

/** How much the whole picture is still the tissue that each look shows. */
struct bv_likeness {
    double time_s[BV_LOOKS_MAX]; /**< The look's. */
    double like[BV_LOOKS_MAX];
    int count;
};

/**
 * Holds the newest frame against all looks, each place laid where it fits best:
 * 1 is the same, about 0 is other tissue, as when the probe tilts or slides out
 * of its plane.
 */
void bv_looks_compare(const struct bv_looks *looks,
                      const struct bv_cells *cells, const uint8_t *mask,
                      struct bv_likeness *out);

/** The median over the looks up to a time; 0: there are none. */
double bv_likeness_median(const struct bv_likeness *likeness, double before_s);

/** How much brighter a cell near that place is than it was, grey levels: the
 *  median over the looks; 0: there are none. */
int bv_held_rise(const struct bv_held *held, int column, int row);

/**
 * What is at a place of the newest frame is a needle: it is taken out of the
 * looks, so that tissue is not taken to look like it.
 *
 * @param since_s  Older looks show the tissue without it.
 * @param line     How much the tissue is on a line there, at most,
 * @param grey     and its grey level.
 */
void bv_looks_take_out(struct bv_looks *looks, const struct bv_cells *cells,
                       struct bv_px at, double since_s, double line,
                       double grey);

BV_END_DECLS

#endif
