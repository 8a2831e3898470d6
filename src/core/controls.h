/**
 * @file
 * What a person may set on a source while it runs: named values with a range
 * and a unit. Any thread asks; the source takes what was asked for last
 * before its next frame, and tells what holds now.
 *
 * A latest-value slot each: what was overtaken before the source looked is
 * gone. Every function is for any thread, unless it says otherwise.
 */
#ifndef BV_CORE_CONTROLS_H
#define BV_CORE_CONTROLS_H

#include <stdbool.h>

#include "core/decls.h"

BV_BEGIN_DECLS

#define BV_CONTROLS_MAX 40

enum bv_control_kind {
    BV_CONTROL_KIND_VALUE,  /**< Stays where it was set. */
    BV_CONTROL_KIND_HELD,   /**< Works while it is not 0. */
    BV_CONTROL_KIND_ACTION, /**< Done once each time it is set to 1. */
    BV_CONTROL_KIND_TOLD,   /**< The source's to tell; cannot be set. */
};

/** What a control is. */
struct bv_control_spec {
    const char *name;  /**< [a-z_]+, with its unit: "angle_deg". */
    const char *label; /**< For people: "Angle". */
    const char *unit;  /**< For people: "mm"; "" where there is none. */
    enum bv_control_kind kind;
    double least, most; /**< What is asked for is held to these. */
    double step;        /**< One press of a key. */
};

struct bv_controls;

/**
 * @param specs  Copied; their texts are borrowed for as long as it lives.
 * @param count  1 to BV_CONTROLS_MAX.
 * @return NULL: no memory.
 */
struct bv_controls *bv_controls_new(const struct bv_control_spec *specs,
                                    int count);

/** NULL is ignored. */
void bv_controls_free(struct bv_controls *controls);

int bv_controls_count(const struct bv_controls *controls);

/** What one is; valid as long as @p controls. */
const struct bv_control_spec *
bv_controls_spec(const struct bv_controls *controls, int control);

/** @return Its number, or -1: the source has none of that name. */
int bv_controls_find(const struct bv_controls *controls, const char *name);

/** Ask for a value; it is held to its range. One that is only told, or a
 *  value that is no number, is ignored. */
void bv_controls_set(struct bv_controls *controls, int control, double value);

/** Ask for as much more than bv_controls_get() gives: no step is lost
 *  between two frames. */
void bv_controls_nudge(struct bv_controls *controls, int control, double by);

/** What was asked for and not told of yet, else what the source told last. */
double bv_controls_get(struct bv_controls *controls, int control);

/** What the source told last: how it was in its newest frame. */
double bv_controls_told(struct bv_controls *controls, int control);

/**
 * The source's: take what was asked for.
 * @param[out] value  Written only on true.
 * @return Whether there was anything new.
 */
bool bv_controls_take(struct bv_controls *controls, int control, double *value);

/** The source's: tell what holds now. */
void bv_controls_tell(struct bv_controls *controls, int control, double value);

BV_END_DECLS

#endif
