/**
 * @file
 * Choosing a procedure of the library: the ones that match what is typed, the
 * one that is pointed at, its page and its side. Pure: no GTK. Main thread
 * only, but for loading.
 */
#ifndef BV_UI_CHOOSING_H
#define BV_UI_CHOOSING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/decls.h"
#include "guidance/procedures.h"
#include "ui/steps/set_up.h"

BV_BEGIN_DECLS

/** A procedure that can be chosen. */
struct bv_procedure_choice {
    char id[BV_PROCEDURE_ID_SIZE];
    char name[BV_PROCEDURE_SHORT_SIZE];
    const char *group; /**< A constant. */
    char *page;        /**< bv_procedure_page_make(). */
    struct bv_set_up_hints hints;
};

/** All of them, by group and name. Zero-initialise. */
struct bv_procedure_choices {
    int count;
    struct bv_procedure_choice *choice;
};

/**
 * Read the whole library. What cannot be read is left out. Any thread.
 *
 * @param[out] choices  For bv_procedure_choices_fini(), also after an error.
 * @return 0 or -ENOMEM.
 */
int bv_procedure_choices_load(struct bv_procedure_choices *choices) BV_MUST_USE;

void bv_procedure_choices_fini(struct bv_procedure_choices *choices);

enum bv_choosing_phase { BV_CHOOSING_OFF, BV_CHOOSING_LIST, BV_CHOOSING_PAGE };

enum bv_choosing_side {
    BV_CHOOSING_NO_SIDE,
    BV_CHOOSING_LEFT,
    BV_CHOOSING_RIGHT
};

enum bv_choosing_key {
    BV_CHOOSING_ENTER,
    BV_CHOOSING_ESCAPE,
    BV_CHOOSING_BACK,
    BV_CHOOSING_UP,
    BV_CHOOSING_DOWN,
};

/** Zero-initialise. */
struct bv_choosing {
    enum bv_choosing_phase phase;
    struct bv_procedure_choices choices;
    char query[48]; /**< As it was typed; UTF-8. */
    int at;         /**< Which of those that match is pointed at. */
    int chosen;     /**< By its number from 1; 0: none. */
    enum bv_choosing_side side;
};

/** Open the list, or the page of what was chosen; or close it. */
void bv_choosing_toggle(struct bv_choosing *choosing);

/** The number of those that match: each word that was typed begins one of the
 *  name, the group or the id. */
int bv_choosing_count(const struct bv_choosing *choosing);

/** One of them. @param match  From 0. @return NULL: there is none. */
const struct bv_procedure_choice *
bv_choosing_get(const struct bv_choosing *choosing, int match);

/** Choose one by its place among those that match, and show its page. */
void bv_choosing_take(struct bv_choosing *choosing, int match);

/** Choose one by its id, or the part of a path that would be one. @return
 *  false: there is none. */
bool bv_choosing_take_id(struct bv_choosing *choosing, const char *id);

/** Say another side: left, right, none, and so on; of what is chosen. */
void bv_choosing_turn_side(struct bv_choosing *choosing);

/** A letter, a Unicode character: of the list it is typed; on the page L and R
 *  say the side. @return Whether it was meant for this. */
bool bv_choosing_type(struct bv_choosing *choosing, uint32_t letter);

/** The same of keys that are no letters. Up and down of a page are left to who
 *  shows it. */
bool bv_choosing_press(struct bv_choosing *choosing, enum bv_choosing_key key);

/** What is chosen, with its side; NULL: nothing. */
const struct bv_procedure_choice *
bv_choosing_get_chosen(const struct bv_choosing *choosing);

/** "Carpal tunnel, left"; empty where nothing is chosen. */
void bv_choosing_say(const struct bv_choosing *choosing, char *text,
                     size_t size);

BV_END_DECLS

#endif
