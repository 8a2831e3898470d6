/**
 * @file
 * What people set for themselves: one table, and what of it holds now. Pure:
 * no GTK, no files. Main thread only.
 */
#ifndef BV_UI_SETTINGS_SETTINGS_H
#define BV_UI_SETTINGS_SETTINGS_H

#include <stdbool.h>

#include "core/decls.h"

BV_BEGIN_DECLS

enum bv_setting {
    BV_SETTING_THEME,        /**< enum bv_theme. */
    BV_SETTING_CONTRAST,     /**< High contrast. */
    BV_SETTING_TEXT,         /**< Size of the text, percent. */
    BV_SETTING_LEFT_HANDED,  /**< The panel is on the left. */
    BV_SETTING_BEDSIDE,      /**< To be read at two metres. */
    BV_SETTING_SOUND_NEAR,   /**< The tip comes near what is to be avoided. */
    BV_SETTING_SOUND_INSIDE, /**< It is inside. */
    BV_SETTING_SOUND_SPREAD, /**< Spread is not seen while injecting. */
    BV_SETTING_TONES,        /**< The distance by rhythm. */
    BV_SETTING_SPEECH,       /**< The distance in spoken words. */
    BV_SETTING_PEDAL_LONG,   /**< What a long press of the pedal does. */
    BV_SETTING_PEDAL_DOUBLE, /**< The same of a double one. */
    BV_SETTINGS
};

enum bv_theme {
    BV_THEME_DARK,
    BV_THEME_LIGHT,
    BV_THEME_DESKTOP, /**< As the desktop says. */
    BV_THEMES
};

/** How a setting is set. */
enum bv_setting_kind {
    BV_SETTING_SWITCH, /**< 0 or 1. */
    BV_SETTING_CHOICE, /**< The number of one of its choices. */
    BV_SETTING_NUMBER, /**< A whole number of steps from the least. */
};

/** What is constant of a setting. */
struct bv_setting_facts {
    const char *id;      /**< Where it is kept: "left-handed". */
    const char *caption; /**< Of the group that begins with it; NULL: none
                              begins. This and the next two to be translated. */
    const char *name;    /**< "Left-handed". */
    const char *hint;    /**< What it does, one sentence. */
    enum bv_setting_kind kind;
    int shipped, least, most, step;
    const char *unit;             /**< Behind a number: " %". */
    const char *const *choice_id; /**< Of a choice, as kept; NULL-ended. */
    const char *const *choice;    /**< The same in words, to be translated. */
};

struct bv_settings {
    int value[BV_SETTINGS];
};

/** @param setting  One of them. */
const struct bv_setting_facts *bv_setting_facts(enum bv_setting setting);

/** All as they were shipped. */
void bv_settings_reset(struct bv_settings *settings);

/** The action of the window that a press of the pedal is set to, without
 *  "win."; NULL: none. @param setting  BV_SETTING_PEDAL_…  */
const char *bv_setting_pedal_action(enum bv_setting setting, int value);

/** Whether all are as they were shipped. */
bool bv_settings_are_shipped(const struct bv_settings *settings);

/** Set one; a value that it cannot have becomes the nearest that it can.
 *  @return Whether it is another than before. */
bool bv_settings_set(struct bv_settings *settings, enum bv_setting setting,
                     int value);

/** The next value in a direction. A switch is turned either way, a choice goes
 *  round, a number stays at its ends. @param way  1 or -1. @return The same. */
bool bv_settings_step(struct bv_settings *settings, enum bv_setting setting,
                      int way);

/** A value in words: "On", "Light", "120 %". @return text. */
const char *bv_setting_say(enum bv_setting setting, int value, char *text,
                           int size);

/** The number of a choice that is kept by this name; -1: it has none. */
int bv_setting_find_choice(enum bv_setting setting, const char *id);

BV_END_DECLS

#endif
