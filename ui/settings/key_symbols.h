/**
 * @file
 * The keys that write nothing, as X11 has them (gdk/gdkkeysyms.h says the
 * same): for what is without GTK.
 */
#ifndef BV_UI_SETTINGS_KEY_SYMBOLS_H
#define BV_UI_SETTINGS_KEY_SYMBOLS_H

enum {
    sym_iso_tab = 0xfe20,
    sym_backspace = 0xff08,
    sym_tab = 0xff09,
    sym_return = 0xff0d,
    sym_escape = 0xff1b,
    sym_home = 0xff50,
    sym_left = 0xff51,
    sym_up = 0xff52,
    sym_right = 0xff53,
    sym_down = 0xff54,
    sym_page_up = 0xff55,
    sym_page_down = 0xff56,
    sym_end = 0xff57,
    sym_enter = 0xff8d,
    sym_kp_home = 0xff95,
    sym_kp_end = 0xff9c,
    sym_kp_delete = 0xff9f,
    sym_kp_plus = 0xffab,
    sym_kp_minus = 0xffad,
    sym_kp_0 = 0xffb0,
    sym_kp_9 = 0xffb9,
    sym_f1 = 0xffbe,
    sym_f11 = 0xffc8,
    sym_f13 = 0xffca,
    sym_delete = 0xffff,
    sym_play = 0x1008ff14,
    sym_tools = 0x1008ff81,
};

#endif
