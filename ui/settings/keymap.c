#include "ui/settings/keymap.h"

#include <assert.h>
#include <stddef.h>
#include <string.h>

#include "ui/settings/key_symbols.h"

int bv_keymap_count(void)
{
    static int count;

    while (bv_key_deeds[count].id)
        count++;
    assert(count <= BV_KEYMAP_MOST);
    return count;
}

enum bv_key_window bv_keymap_window(int deed)
{
    static const char *const start[] = {"review.", "label."};

    for (int i = 0; i < BV_KEY_WINDOWS - 1; i++)
        if (strncmp(bv_key_deeds[deed].id, start[i], strlen(start[i])) == 0)
            return (enum bv_key_window)(i + 1);
    return BV_KEYS_LIVE;
}

int bv_keymap_first(enum bv_key_window window)
{
    int deed = 0;

    while (deed < bv_keymap_count() && bv_keymap_window(deed) < window)
        deed++;
    return deed;
}

const char *bv_keymap_action(int deed)
{
    const char *dot = strchr(bv_key_deeds[deed].id, '.');

    return dot ? dot + 1 : bv_key_deeds[deed].id;
}

void bv_keymap_reset_window(struct bv_keymap *map, enum bv_key_window window)
{
    for (int i = bv_keymap_first(window);
         i < bv_keymap_first((enum bv_key_window)(window + 1)); i++)
        memcpy(map->key[i], bv_key_deeds[i].shipped, sizeof(map->key[i]));
}

void bv_keymap_reset(struct bv_keymap *map)
{
    *map = (struct bv_keymap){0};
    for (int i = 0; i < BV_KEY_WINDOWS; i++)
        bv_keymap_reset_window(map, (enum bv_key_window)i);
}

/* A key of the keypad is what it stands for. */
static unsigned off_keypad(unsigned symbol)
{
    if (symbol >= sym_kp_0 && symbol <= sym_kp_9)
        return '0' + symbol - sym_kp_0;
    if (symbol >= sym_kp_home && symbol <= sym_kp_end)
        return symbol - sym_kp_home + sym_home;
    return symbol == sym_kp_plus     ? '+'
           : symbol == sym_kp_minus  ? '-'
           : symbol == sym_kp_delete ? sym_delete
           : symbol == sym_enter     ? sym_return
                                     : symbol;
}

/* Whether Shift makes another sign of it; a letter is kept small. */
static bool is_sign(unsigned symbol)
{
    return (symbol >= ' ' && symbol < 0xc0) &&
           !(symbol >= 'a' && symbol <= 'z');
}

static struct bv_key plain(enum bv_key_window window, struct bv_key key)
{
    key.symbol = off_keypad(key.symbol);
    if (window == BV_KEYS_LIVE || is_sign(key.symbol))
        key.shift = false;
    return key;
}

static bool same(struct bv_key a, struct bv_key b)
{
    return a.symbol == b.symbol && a.control == b.control && a.shift == b.shift;
}

bool bv_keymap_is_shipped(const struct bv_keymap *map, int deed)
{
    for (int i = 0; i < BV_KEYMAP_EACH; i++)
        if (!same(map->key[deed][i], bv_key_deeds[deed].shipped[i]))
            return false;
    return true;
}

int bv_keymap_find(const struct bv_keymap *map, enum bv_key_window window,
                   struct bv_key key)
{
    int end = bv_keymap_first((enum bv_key_window)(window + 1));

    key = plain(window, key);
    for (int i = bv_keymap_first(window); key.symbol && i < end; i++)
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

/* What marks by keyboard, ticks the time-out, measures, keeps a finding, or
 * comes from a pedal: it has its meaning wherever it has one, before any deed.
 */
static bool is_reserved_live(struct bv_key key)
{
    static const unsigned symbols[] = {sym_return, sym_f13, sym_tools, sym_play,
                                       'f'};

    if (key.symbol >= sym_left && key.symbol <= sym_down)
        return true;
    if (key.symbol >= '0' && key.symbol <= '9' && !key.control)
        return true;
    for (size_t i = 0; i < sizeof(symbols) / sizeof(symbols[0]); i++)
        if (key.symbol == symbols[i] && !(key.symbol == 'f' && key.control))
            return true;
    return false;
}

/* What moves from one thing to the next, or leaves, does so everywhere. */
static bool is_reserved(enum bv_key_window window, struct bv_key key)
{
    if (key.symbol == sym_tab || key.symbol == sym_iso_tab ||
        key.symbol == sym_escape)
        return true;
    if (window == BV_KEYS_LIVE)
        return is_reserved_live(key);
    if (window == BV_KEYS_REVIEW) /* digits score; 0 does where it may */
        return key.symbol == sym_return ||
               (key.symbol >= '1' && key.symbol <= '9' && !key.control);
    return false;
}

enum bv_key_answer bv_keymap_give(struct bv_keymap *map, int deed,
                                  struct bv_key key, int *other)
{
    enum bv_key_window window = bv_keymap_window(deed);
    int now;

    key = plain(window, key);
    now = bv_keymap_find(map, window, key);
    if (!key.symbol || is_reserved(window, key))
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
        int now = bv_keymap_find(map, bv_keymap_window(deed), shipped[i]);

        if (now < 0 || now == deed)
            continue;
        if (other)
            *other = now;
        return BV_KEY_CLASHES;
    }
    memcpy(map->key[deed], shipped, sizeof(map->key[deed]));
    return BV_KEY_TAKEN;
}
