#include "ui/settings/keymap.h"

#include <assert.h>
#include <stddef.h>
#include <string.h>

#include "core/words.h"

/* As X11 has them (gdk/gdkkeysyms.h says the same). */
enum {
    sym_backspace = 0xff08,
    sym_tab = 0xff09,
    sym_return = 0xff0d,
    sym_escape = 0xff1b,
    sym_left = 0xff51,
    sym_down = 0xff54,
    sym_page_up = 0xff55,
    sym_page_down = 0xff56,
    sym_enter = 0xff8d,
    sym_f1 = 0xffbe,
    sym_f11 = 0xffc8,
    sym_f13 = 0xffca,
    sym_delete = 0xffff,
    sym_tools = 0x1008ff81,
    sym_play = 0x1008ff14,
};

const struct bv_key_deed bv_key_deeds[] = {
    {"main", N_("the step's main action"), {{0, false}}},
    {"freeze", N_("freeze, resume"), {{' ', false}}},
    {"back", N_("a picture back; Shift: a second"), {{',', false}}},
    {"forward", N_("a picture forward"), {{'.', false}}},
    {"mark", N_("mark the target"), {{'m', false}}},
    {"clear",
     N_("remove the target"),
     {{sym_delete, false}, {sym_backspace, false}}},
    {"undo", N_("undo the last mark"), {{'z', true}}},
    {"outline", N_("outline what to avoid, or aim at"), {{'n', false}}},
    {"plan", N_("the needle's ways, one by one"), {{'l', false}}},
    {"procedure", N_("choose the procedure"), {{'p', false}}},
    {"scale", N_("read the scale off the screen"), {{'c', false}}},
    {"measure", N_("measure a known distance"), {{'d', false}}},
    {"swap-sides", N_("swap the names of the sides"), {{'x', false}}},
    {"out-of-plane", N_("the needle is out of plane"), {{'o', false}}},
    {"injecting", N_("you are injecting"), {{'i', false}}},
    {"aspirating", N_("you are aspirating"), {{'a', false}}},
    {"record", N_("record, end it"), {{'k', false}}},
    {"still", N_("keep a still"), {{'t', false}}},
    {"beside", N_("pin it beside"), {{'b', false}}},
    {"bedside", N_("bedside: large, far off"), {{'z', false}}},
    {"time-out", N_("time-out"), {{'t', true}}},
    {"next", N_("next step"), {{sym_page_down, false}}},
    {"previous", N_("step before"), {{sym_page_up, false}}},
    {"step-1", N_("step 1: set up"), {{'1', true}}},
    {"step-2", N_("step 2: target"), {{'2', true}}},
    {"step-3", N_("step 3: plan"), {{'3', true}}},
    {"step-4", N_("step 4: advance"), {{'4', true}}},
    {"step-5", N_("step 5: injection"), {{'5', true}}},
    {"step-6", N_("step 6: review"), {{'6', true}}},
    {"restart", N_("play it again, or start again"), {{'r', false}}},
    {"steer", N_("steer the simulated probe"), {{'s', false}}},
    {"watch", N_("watch the script"), {{'v', false}}},
    {"fullscreen", N_("full screen"), {{sym_f11, false}}},
    {"settings", N_("settings"), {{',', true}}},
    {"keys", N_("list the keys, hide them"), {{'?', false}, {sym_f1, false}}},
    {"first-page", N_("close it, back to the first page"), {{'w', true}}},
    {"quit", N_("quit"), {{'q', false}, {'q', true}}},
    {NULL, NULL, {{0, false}}},
};

static_assert(sizeof(bv_key_deeds) / sizeof(bv_key_deeds[0]) <= BV_KEYMAP_MOST,
              "room for each deed");

int bv_keymap_count(void)
{
    return (int)(sizeof(bv_key_deeds) / sizeof(bv_key_deeds[0])) - 1;
}

void bv_keymap_reset(struct bv_keymap *map)
{
    *map = (struct bv_keymap){0};
    for (int i = 0; i < bv_keymap_count(); i++)
        memcpy(map->key[i], bv_key_deeds[i].shipped, sizeof(map->key[i]));
}

static bool same(struct bv_key a, struct bv_key b)
{
    return a.symbol == b.symbol && a.control == b.control;
}

bool bv_keymap_is_shipped(const struct bv_keymap *map, int deed)
{
    for (int i = 0; i < BV_KEYMAP_EACH; i++)
        if (!same(map->key[deed][i], bv_key_deeds[deed].shipped[i]))
            return false;
    return true;
}

int bv_keymap_find(const struct bv_keymap *map, struct bv_key key)
{
    for (int i = 0; key.symbol && i < bv_keymap_count(); i++)
        for (int k = 0; k < BV_KEYMAP_EACH; k++)
            if (same(map->key[i][k], key))
                return i;
    return -1;
}

int bv_keymap_find_deed(const char *id)
{
    for (int i = 0; i < bv_keymap_count(); i++)
        if (strcmp(bv_key_deeds[i].id, id) == 0)
            return i;
    return -1;
}

/* What marks by keyboard, ticks the time-out, measures, keeps a finding, moves
 * from one thing to the next, or comes from a pedal: it has its meaning
 * wherever it has one, before any deed. */
static bool is_reserved(struct bv_key key)
{
    static const unsigned symbols[] = {sym_tab,   sym_return, sym_escape,
                                       sym_enter, sym_f13,    sym_tools,
                                       sym_play,  'f'};

    if (key.symbol >= sym_left && key.symbol <= sym_down)
        return true;
    if (key.symbol >= '0' && key.symbol <= '9' && !key.control)
        return true;
    for (size_t i = 0; i < sizeof(symbols) / sizeof(symbols[0]); i++)
        if (key.symbol == symbols[i] && !(key.symbol == 'f' && key.control))
            return true;
    return false;
}

enum bv_key_answer bv_keymap_give(struct bv_keymap *map, int deed,
                                  struct bv_key key, int *other)
{
    int now = bv_keymap_find(map, key);

    if (!key.symbol || is_reserved(key))
        return BV_KEY_RESERVED;
    if (now == deed)
        return BV_KEY_SAME;
    if (now >= 0) {
        if (other)
            *other = now;
        return BV_KEY_CLASHES;
    }
    memset(map->key[deed], 0, sizeof(map->key[deed]));
    map->key[deed][0] = key;
    return BV_KEY_TAKEN;
}

enum bv_key_answer bv_keymap_give_back(struct bv_keymap *map, int deed,
                                       int *other)
{
    const struct bv_key *shipped = bv_key_deeds[deed].shipped;

    for (int i = 0; i < BV_KEYMAP_EACH; i++) {
        int now = bv_keymap_find(map, shipped[i]);

        if (now < 0 || now == deed)
            continue;
        if (other)
            *other = now;
        return BV_KEY_CLASHES;
    }
    memcpy(map->key[deed], shipped, sizeof(map->key[deed]));
    return BV_KEY_TAKEN;
}
