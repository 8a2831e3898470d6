/**
 * @file
 * What is settled before the needle: procedure and side, what the picture's
 * sides are called, needle, scan area and scale. What is not settled is said;
 * nothing waits for it. Pure: no GTK. Main thread only, but for the hints.
 */
#ifndef BV_UI_STEPS_SET_UP_H
#define BV_UI_STEPS_SET_UP_H

#include <stdbool.h>
#include <stddef.h>

#include "core/advice.h"
#include "core/decls.h"
#include "core/frame.h"
#include "core/set_up.h"
#include "guidance/procedures.h"

BV_BEGIN_DECLS

/** What two opposite sides of a picture are called. */
enum bv_side_names {
    BV_SIDES_NOT_NAMED,
    BV_SIDES_LATERAL_MEDIAL,
    BV_SIDES_RADIAL_ULNAR,
    BV_SIDES_PROXIMAL_DISTAL,
    BV_SIDES_CRANIAL_CAUDAL,
    BV_SIDES_ANTERIOR_POSTERIOR,
    BV_SIDES_COUNT
};

/** A needle's numbers; 0: not said. */
struct bv_needle_numbers {
    double gauge_least, gauge_most;   /**< Ascending. */
    double length_least, length_most; /**< mm, ascending. */
};

/** What a procedure proposes. Any thread. */
struct bv_set_up_hints {
    enum bv_side_names sides; /**< By where its needle comes from. */
    bool from_second;         /**< From the second of the two. */
    struct bv_needle_numbers needle;
};

/** Of a procedure of the library. */
struct bv_set_up_hints
bv_set_up_hints_make(const struct bv_procedure *procedure);

/** What is there to be settled, by its key from 1 on. */
enum bv_set_up_item {
    BV_SET_UP_PROCEDURE, /**< The window's: its library. */
    BV_SET_UP_SIDE,      /**< The same. */
    BV_SET_UP_NAMES,
    BV_SET_UP_NAMED, /**< The picture's sides are so. */
    BV_SET_UP_GAUGE,
    BV_SET_UP_LENGTH,
    BV_SET_UP_AREA,
    BV_SET_UP_SCALE, /**< The window's, where it is not known. */
    BV_SET_UP_ITEMS
};

/** Zero-initialise, or take from before. */
struct bv_set_up {
    char procedure[BV_PROCEDURE_ID_SIZE]; /**< Empty: none. */
    char title[BV_PROCEDURE_SHORT_SIZE];  /**< For people. */
    enum bv_side side;                    /**< Of the patient. */
    struct bv_set_up_hints hints;
    enum bv_side_names sides;
    bool swapped;     /**< The second name is at the left. */
    bool named;       /**< The user says that they are so. */
    double gauge;     /**< 0: not chosen. */
    double length_mm; /**< The same. */
    bool area_is_so;  /**< The user says that it is the scan's. */
    bool scale_is_so; /**< The same of a scale that nobody was asked about. */

    /* as the picture is */
    struct bv_scan_area area;
    double mm_per_px;
    enum bv_scale_origin origin;
    enum bv_side marked_side;
    uint32_t checks;
    bool has_picture;
};

/** Another procedure is chosen; what it proposes comes with it, and what was
 *  chosen by hand stays. @param id  NULL: none. */
void bv_set_up_take_procedure(struct bv_set_up *set_up, const char *id,
                              const char *title, enum bv_side side,
                              const struct bv_set_up_hints *hints);

/** Go on with what was chosen before; what was confirmed is asked for anew.
 *  The procedure's own follows by bv_set_up_take_procedure(). */
void bv_set_up_resume(struct bv_set_up *set_up,
                      const struct bv_settled *settled, const char *sides,
                      bool swapped);

/** The picture as it is: what was said of another one does not hold for it.
 *  @param advice  NULL: there is none. @return Whether anything ceased to
 *  hold. */
bool bv_set_up_see(struct bv_set_up *set_up, const struct bv_advice *advice,
                   enum bv_side marked_side);

/** Settle it, or go to the next value of it. What is the window's is left. */
void bv_set_up_press(struct bv_set_up *set_up, enum bv_set_up_item item);

/** The other way round. */
void bv_set_up_swap(struct bv_set_up *set_up);

/** The needle that is chosen, else what the procedure says. */
struct bv_needle_numbers bv_set_up_needle(const struct bv_set_up *set_up);

/** The names at the picture's left and right. @return Whether they may be
 *  drawn: the user says that they are so. */
bool bv_set_up_get_names(const struct bv_set_up *set_up, const char **left,
                         const char **right);

/** Whether the scale is known, and the user was asked or has confirmed it. */
bool bv_set_up_scale_is_settled(const struct bv_set_up *set_up);

/** The same as a recording's events hold it. */
struct bv_settled bv_set_up_settled(const struct bv_set_up *set_up);

/** How an item stands. */
struct bv_set_up_words {
    char value[BV_PROCEDURE_SHORT_SIZE]; /**< "21 G". */
    char state[32];                      /**< "proposed"; empty: settled. */
    bool settled;
};

/** The same in words. */
void bv_set_up_say(const struct bv_set_up *set_up, enum bv_set_up_item item,
                   struct bv_set_up_words *words);

/** The next item, round and round: one that is not settled, or where all
 *  others are the one behind it. @param item  -1: the first. */
enum bv_set_up_item bv_set_up_next(const struct bv_set_up *set_up, int item);

/** What is not settled, in one sentence; empty: all is. */
void bv_set_up_say_open(const struct bv_set_up *set_up, char *text,
                        size_t size);

/** What is wrong with the picture, in one line, or that nothing is seen. */
void bv_set_up_say_picture(const struct bv_set_up *set_up, char *text,
                           size_t size);

/** A pair's names in files: "lateral_medial". */
const char *bv_side_names_key(enum bv_side_names names);

/** The other way round. @return BV_SIDES_COUNT: it is none. */
enum bv_side_names bv_side_names_find(const char *key);

/** One of a pair, in files and, to be translated, for people. @param which  0
 *  or 1. @return A constant, or empty of none. */
const char *bv_side_name(enum bv_side_names names, int which);

BV_END_DECLS

#endif
