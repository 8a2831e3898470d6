/*
 * How what is to be settled stands, in words.
 */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "core/picture_checks.h"
#include "core/words.h"
#include "ui/steps/set_up.h"

static void put(struct bv_set_up_words *words, const char *value,
                const char *state, bool settled)
{
    snprintf(words->value, sizeof(words->value), "%s", value);
    snprintf(words->state, sizeof(words->state), "%s", state);
    words->settled = settled;
}

/* A number, or a range that a procedure gives; proposed, or chosen. */
static void say_number(double chosen, double least, double most,
                       const char *unit, struct bv_set_up_words *words)
{
    char text[40];

    if (chosen > 0)
        snprintf(text, sizeof(text), "%g %s", chosen, unit);
    else if (least == most)
        snprintf(text, sizeof(text), "%g %s", least, unit);
    else
        snprintf(text, sizeof(text), "%g\342\200\223%g %s", least, most, unit);
    if (chosen > 0)
        put(words, text, "", true);
    else if (least > 0)
        put(words, text, _("proposed"), false);
    else
        put(words, _("not said"), "", false);
}

static void say_names(const struct bv_set_up *set_up,
                      struct bv_set_up_words *words)
{
    const char *left, *right;
    char text[80];

    bv_set_up_get_names(set_up, &left, &right);
    snprintf(text, sizeof(text), "%s \302\267 %s", left, right);
    if (set_up->sides == BV_SIDES_NOT_NAMED)
        put(words, _("not named"), "", false);
    else
        put(words, text, set_up->named ? "" : _("proposed"), set_up->named);
}

static void say_area(const struct bv_set_up *set_up,
                     struct bv_set_up_words *words)
{
    const struct bv_scan_area *area = &set_up->area;
    const char *shape =
        area->shape == BV_SCAN_SECTOR ? _("sector") : _("linear");
    char text[60];

    if (set_up->mm_per_px > 0)
        snprintf(text, sizeof(text), _("%s, %.0f mm wide"), shape,
                 (area->box.right - area->box.left) * set_up->mm_per_px);
    else
        snprintf(text, sizeof(text), "%s", shape);
    if (area->shape == BV_SCAN_UNKNOWN)
        put(words, _("not found"), "", false);
    else
        put(words, text, set_up->area_is_so ? _("confirmed") : _("as found"),
            set_up->area_is_so);
}

/* Where it is not known, how it becomes so. */
static void say_scale(const struct bv_set_up *set_up,
                      struct bv_set_up_words *words)
{
    static const char *const origins[BV_SCALE_ORIGINS] = {
        N_("the source's"), N_("given"), N_("read"), N_("measured"),
        N_("preset")};
    const char *origin = _(origins[set_up->origin]);
    char text[40];

    snprintf(text, sizeof(text), "%.3f mm/px", set_up->mm_per_px);
    if (!(set_up->mm_per_px > 0))
        put(words, _("not known"), _("read it"), false);
    else
        put(words, text, set_up->scale_is_so ? _("confirmed") : origin,
            bv_set_up_scale_is_settled(set_up));
}

void bv_set_up_say(const struct bv_set_up *set_up, enum bv_set_up_item item,
                   struct bv_set_up_words *words)
{
    static const char *const sides[] = {N_("not said"), N_("left"),
                                        N_("right")};
    const struct bv_needle_numbers *hint = &set_up->hints.needle;
    bool chosen = set_up->procedure[0] != '\0';

    put(words, "", "", true);
    if (item == BV_SET_UP_PROCEDURE)
        put(words, chosen ? _(set_up->title) : _("not chosen"), "", chosen);
    else if (item == BV_SET_UP_SIDE)
        put(words, _(sides[set_up->side]), "", set_up->side != BV_SIDE_UNKNOWN);
    else if (item == BV_SET_UP_NAMES)
        say_names(set_up, words);
    else if (item == BV_SET_UP_NAMED)
        put(words, set_up->named ? _("yes") : _("not yet"), "", set_up->named);
    else if (item == BV_SET_UP_GAUGE)
        say_number(set_up->gauge, hint->gauge_least, hint->gauge_most, "G",
                   words);
    else if (item == BV_SET_UP_LENGTH)
        say_number(set_up->length_mm, hint->length_least, hint->length_most,
                   "mm", words);
    else if (item == BV_SET_UP_AREA)
        say_area(set_up, words);
    else if (item == BV_SET_UP_SCALE)
        say_scale(set_up, words);
}

enum bv_set_up_item bv_set_up_next(const struct bv_set_up *set_up, int item)
{
    struct bv_set_up_words words;

    for (int i = 1; i < BV_SET_UP_ITEMS; i++) {
        int next = (item + i) % BV_SET_UP_ITEMS;

        bv_set_up_say(set_up, (enum bv_set_up_item)next, &words);
        if (!words.settled)
            return (enum bv_set_up_item)next;
    }
    return (enum bv_set_up_item)((item + 1) % BV_SET_UP_ITEMS);
}

void bv_set_up_say_open(const struct bv_set_up *set_up, char *text, size_t size)
{
    static const char *const names[BV_SET_UP_ITEMS] = {
        [BV_SET_UP_PROCEDURE] = N_("procedure"),
        [BV_SET_UP_SIDE] = N_("side"),
        [BV_SET_UP_NAMED] = N_("names of the sides"),
        [BV_SET_UP_GAUGE] = N_("gauge"),
        [BV_SET_UP_LENGTH] = N_("needle's length"),
        [BV_SET_UP_AREA] = N_("scan area"),
        [BV_SET_UP_SCALE] = N_("scale")};
    struct bv_set_up_words words;
    size_t used = 0;

    text[0] = '\0';
    for (int i = 0; i < BV_SET_UP_ITEMS && used < size; i++) {
        bv_set_up_say(set_up, (enum bv_set_up_item)i, &words);
        if (!names[i] || words.settled)
            continue;
        used +=
            (size_t)snprintf(text + used, size - used, "%s%s",
                             used > 0 ? ", " : _("Not settled: "), _(names[i]));
    }
}

void bv_set_up_say_picture(const struct bv_set_up *set_up, char *text,
                           size_t size)
{
    enum bv_picture_check first = bv_picture_checks_first(set_up->checks);

    if (!set_up->has_picture)
        snprintf(text, size, "%s", _("No picture yet"));
    else if (first == BV_CHECK_COUNT)
        snprintf(text, size, "%s",
                 _("Picture: nothing that is checked is amiss"));
    else
        snprintf(text, size, "%s", _(bv_picture_check_sentence(first)));
}
