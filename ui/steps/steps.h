/**
 * @file
 * The six steps of a procedure: what each asks for, shows and does, and the
 * time-out before the needle. None is enforced. Pure: no GTK. Main thread only.
 */
#ifndef BV_UI_STEPS_STEPS_H
#define BV_UI_STEPS_STEPS_H

#include <stdbool.h>
#include <stddef.h>

#include "core/decls.h"

BV_BEGIN_DECLS

enum bv_step {
    BV_STEP_SET_UP,
    BV_STEP_MARK,
    BV_STEP_PLAN,
    BV_STEP_ADVANCE,
    BV_STEP_FLUID, /**< Inject or aspirate. */
    BV_STEP_REVIEW,
    BV_STEPS
};

/** What the time-out asks for. */
enum bv_time_out_item {
    BV_TIME_OUT_PATIENT,
    BV_TIME_OUT_SITE,
    BV_TIME_OUT_CONSENT,
    BV_TIME_OUT_ALLERGIES,
    BV_TIME_OUT_NEEDLE,
    BV_TIME_OUT_RESCUE,
    BV_TIME_OUT_ITEMS
};

/** What the lower part of the panel shows. */
enum bv_step_card {
    BV_STEP_CARD_SET_UP,
    BV_STEP_CARD_TIME_OUT,
    BV_STEP_CARD_NEEDLE, /**< Angle, confidence, fluid; the last. */
};

/** Something that some steps offer below the picture. */
struct bv_step_action {
    const char *action; /**< Of the window, without "win."; NULL ends. */
    const char *label;  /**< With its key behind it. To be translated. */
    const char *hint;   /**< The same. */
    bool toggles;       /**< It is on or off. */
    unsigned steps;     /**< Bits of enum bv_step. */
};
extern const struct bv_step_action bv_step_actions[];

/** What is constant of a step. */
struct bv_step_facts {
    const char *id;       /**< In events: "set_up". */
    const char *name;     /**< On its button, short: "Set up". */
    const char *sentence; /**< What to do. Both to be translated. */
};

/** What is known of the procedure's state. */
struct bv_steps_state {
    bool has_target, marks_now; /**< Marked; the cursor shows. */
    bool has_plan;              /**< A way is shown. */
    bool has_ghosts; /**< There are marks from before, not confirmed. */
};

/** Zero-initialise. */
struct bv_steps {
    enum bv_step at;
    bool asks;          /**< The time-out is shown. */
    bool was_out;       /**< It was, once: it is not shown by itself again. */
    unsigned confirmed; /**< Bits of bv_time_out_item. */
    int pointed;        /**< At which item a key or the pedal ticks next. */
};

/** @param step  One of them. */
const struct bv_step_facts *bv_step_facts(enum bv_step step);

/** What an item asks for, for people; and in events, NULL-ended. */
const char *bv_time_out_text(enum bv_time_out_item item);
extern const char *const bv_time_out_ids[];

/** Go to a step, from any other. The time-out opens before the first advance;
 *  it holds nothing up, and closes when another step is gone to. @return
 *  Whether anything is other than before. */
bool bv_steps_go(struct bv_steps *steps, enum bv_step step);

/** Go on at a step where the program was cut off: from the first advance on
 *  the time-out is asked for again. @param id  Of the step; another is
 *  ignored. */
void bv_steps_resume(struct bv_steps *steps, const char *id);

/** Go on, or back; not beyond the ends. */
bool bv_steps_next(struct bv_steps *steps);
bool bv_steps_back(struct bv_steps *steps);

/** Show the time-out, or close it. */
void bv_steps_toggle_time_out(struct bv_steps *steps);

/** Tick an item, or take its tick away. When all are ticked it closes. */
void bv_steps_tick(struct bv_steps *steps, enum bv_time_out_item item);

/** Tick the next one that is not. */
void bv_steps_tick_next(struct bv_steps *steps);

/** Close it as it is: what is not ticked was not confirmed. */
void bv_steps_leave_time_out(struct bv_steps *steps);

/** What of the time-out is confirmed, by ids with blanks between. @return
 *  false: it was not shown yet. */
bool bv_steps_get_confirmed(const struct bv_steps *steps, char *text,
                            size_t size);

/** What the panel shows below number and course. */
enum bv_step_card bv_steps_card(const struct bv_steps *steps);

/** The step's main action, as the pedal does it: a name of the window's
 *  actions. @return A constant. */
const char *bv_steps_main(const struct bv_steps *steps,
                          const struct bv_steps_state *state);

/** The same in words, on its button: "Go on to mark the target". */
const char *bv_steps_main_label(const struct bv_steps *steps,
                                const struct bv_steps_state *state);

/** The sentence below the picture; after a time-out that was passed over it
 *  says so, as long as the needle is advanced. */
void bv_steps_say(const struct bv_steps *steps, char *text, size_t size);

BV_END_DECLS

#endif
