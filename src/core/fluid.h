/**
 * @file
 * What is said of fluid that is injected, or drawn off. Plain values.
 */
#ifndef BV_CORE_FLUID_H
#define BV_CORE_FLUID_H

#include <stdbool.h>

#include "core/decls.h"
#include "core/outline.h"

BV_BEGIN_DECLS

/** What is injected shows after so long, s, unless the user says otherwise: the
 * time in which line and needle, their dead volume, fill. */
#define BV_DEAD_TIME_USUAL_S 2.0
/** What they may say. */
#define BV_DEAD_TIME_LEAST_S 0.5
#define BV_DEAD_TIME_MOST_S 60.0

/** What the user says that they do with the syringe. */
enum bv_syringe { BV_SYRINGE_IDLE, BV_SYRINGE_INJECTS, BV_SYRINGE_ASPIRATES };

enum bv_spread_state {
    BV_SPREAD_NOT_WATCHED, /**< Nobody said that they inject. */
    BV_SPREAD_WATCHING,
    BV_SPREAD_SEEN,
    BV_SPREAD_NOT_SEEN, /**< For the dead time: it may go into a vessel. */
    BV_SPREAD_VOID,     /**< The pictures cannot be compared. */
};

/** Why a comparison is void. */
enum bv_fluid_void {
    BV_FLUID_VALID,
    BV_FLUID_PROBE_MOVED, /**< Along the skin, or pressed. */
    BV_FLUID_PLANE_LEFT,  /**< The picture shows other tissue. */
    BV_FLUID_PICTURE,     /**< Depth, zoom or the screen changed. */
    BV_FLUID_LOST,        /**< The outline that is followed is gone. */
};

/** A side of a nerve, as the picture shows it. */
enum bv_spread_side {
    BV_SPREAD_NO_SIDE,
    BV_SPREAD_ABOVE, /**< Towards the skin. */
    BV_SPREAD_BELOW,
    BV_SPREAD_LEFT,
    BV_SPREAD_RIGHT,
    BV_SPREAD_AROUND, /**< 270 degrees or more of it. */
};

/** Of fluid that is injected. Lengths and areas are of this plane. */
struct bv_spread {
    enum bv_spread_state state;
    enum bv_fluid_void reason; /**< Of BV_SPREAD_VOID. */
    double since_s;            /**< It was declared; 0 if not. */
    double dead_s;             /**< So long none is expected; 0 if not. */
    bool in_view;              /**< Seen in this frame: what follows holds. */
    struct bv_outline outline;
    double area_px2;
    bool echo_rich;    /**< Brighter than before; else darker. */
    double extent_deg; /**< Around the nerve's middle; NAN without one. */
    enum bv_spread_side side;
};

enum bv_aspirate_state {
    BV_ASPIRATE_NOT_WATCHED, /**< Nobody said that they aspirate. */
    BV_ASPIRATE_FOLLOWED,
    BV_ASPIRATE_VOID, /**< The area now is of another slice, or not known. */
};

/** Of fluid that is drawn off: its area in this plane, never a volume. */
struct bv_aspirate {
    enum bv_aspirate_state state;
    enum bv_fluid_void reason; /**< Of BV_ASPIRATE_VOID. */
    double since_s;
    struct bv_outline outline;  /**< Where it was seen last; count 0: never. */
    double area_px2, first_px2; /**< Now or last, and at the beginning. */
};

/** What is said of fluid in one frame. */
struct bv_fluid_advice {
    struct bv_spread spread;
    struct bv_aspirate aspirate;
};

/** Nothing is watched. */
struct bv_fluid_advice bv_fluid_advice_none(void);

/** Bit for bit; unknown numbers equal one another. */
bool bv_fluid_advice_equal(const struct bv_fluid_advice *a,
                           const struct bv_fluid_advice *b);

/** What the user had said when this was advised. */
enum bv_syringe bv_fluid_declared(const struct bv_fluid_advice *fluid);

/** "idle", "injects", "aspirates". */
const char *bv_syringe_name(enum bv_syringe syringe);

/** "not_watched", "followed", "void". */
const char *bv_aspirate_state_name(enum bv_aspirate_state state);

/** "not_watched", "watching", "seen", "not_seen", "void". */
const char *bv_spread_state_name(enum bv_spread_state state);

/** "none", "above", "below", "left", "right", "around". */
const char *bv_spread_side_name(enum bv_spread_side side);

/** For people: "the probe moved"; NULL for BV_FLUID_VALID. */
const char *bv_fluid_void_words(enum bv_fluid_void reason);

BV_END_DECLS

#endif
