#include "guidance/screen/depth_text.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* In heights of letters: the room between words of one phrase, and between
 * the columns of a table. */
static const double phrase_gap = 1.6, table_gap = 7;
/* Depths that there are, mm. */
static const double depth_least_mm = 8, depth_most_mm = 400;
/* How far a number may stand from its tick: beside it, px, and up or down in
 * parts of a letter's height. */
enum { beside_px = 48 };
static const double beside_part = 0.75;

static int height_of(const struct bv_word *word)
{
    return word->box.bottom - word->box.top;
}

static double middle_of(const struct bv_word *word)
{
    return (word->box.top + word->box.bottom) / 2.0;
}

static bool same_line(const struct bv_word *a, const struct bv_word *b)
{
    int higher = height_of(a) > height_of(b) ? height_of(a) : height_of(b);

    return fabs(middle_of(a) - middle_of(b)) < 0.6 * higher;
}

/* The nearest word on one side within so many heights, or NULL. */
static const struct bv_word *neighbour(const struct bv_word *words, int count,
                                       const struct bv_word *word, int way,
                                       double heights)
{
    const struct bv_word *best = NULL;
    int best_gap = 0;

    for (int i = 0; i < count; i++) {
        int gap = way > 0 ? words[i].box.left - word->box.right
                          : word->box.left - words[i].box.right;
        int height = height_of(word) > height_of(&words[i])
                         ? height_of(word)
                         : height_of(&words[i]);

        if (&words[i] == word || !same_line(word, &words[i]) || gap < -height ||
            gap > heights * height || (best && gap >= best_gap))
            continue;
        if (way > 0 ? words[i].box.left <= word->box.left
                    : words[i].box.left >= word->box.left)
            continue;
        best = &words[i];
        best_gap = gap;
    }
    return best;
}

/* The unit that a text begins with, in mm; 0: none. A small c is often read as
 * a cent, or as both. */
static double unit_mm(const char *text)
{
    static const char cent[] = "\xc2\xa2";
    bool has_cent = strncmp(text, cent, strlen(cent)) == 0;
    double unit;

    text += has_cent ? strlen(cent) : 0;
    if (has_cent && text[0] == 'm' && text[1] == '\0')
        return 10;
    unit = strncasecmp(text, "cm", 2) == 0   ? 10
           : strncasecmp(text, "mm", 2) == 0 ? 1
                                             : 0;
    return unit > 0 && !isalnum((unsigned char)text[2]) ? unit : 0;
}

static bool is_depth_word(const char *text, int length)
{
    static const char *const names[] = {"depth", "dep",  "de",        "d",
                                        "tiefe", "prof", "profondeur"};

    while (length > 0 && strchr(":=.", text[length - 1]))
        length--;
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        if (length == (int)strlen(names[i]) &&
            strncasecmp(text, names[i], (size_t)length) == 0)
            return true;
    return false;
}

/* Read "3.5", "3,5" or "35" at a place. @return What follows, or NULL. */
static const char *read_number(const char *text, double *value)
{
    const char *at = text;
    double scale = 0.1;

    if (!isdigit((unsigned char)*at))
        return NULL;
    for (*value = 0; isdigit((unsigned char)*at) && at - text < 6; at++)
        *value = 10 * *value + (*at - '0');
    if ((*at != '.' && *at != ',') || !isdigit((unsigned char)at[1]))
        return at;
    for (at++; isdigit((unsigned char)*at) && scale > 1e-3; at++) {
        *value += scale * (*at - '0');
        scale /= 10;
    }
    return at;
}

static void widen(struct bv_px_box *box, const struct bv_px_box *by)
{
    box->left = by->left < box->left ? by->left : box->left;
    box->top = by->top < box->top ? by->top : box->top;
    box->right = by->right > box->right ? by->right : box->right;
    box->bottom = by->bottom > box->bottom ? by->bottom : box->bottom;
}

/* "1 D 23 mm" is a distance that somebody measured. */
static bool is_numbered(const struct bv_word *words, int count,
                        const struct bv_word *word)
{
    const struct bv_word *before = neighbour(words, count, word, -1, table_gap);

    return before &&
           (word->box.left - before->box.right <=
                phrase_gap * height_of(word) ||
            strspn(before->text, "0123456789.") == strlen(before->text));
}

/* Whether what stands before a length makes it the depth, or at least nothing
 * else. Writes the word for it. */
static bool check_before(const struct bv_word *words, int count,
                         const struct bv_word *word,
                         struct bv_depth_text *depth, const char **name)
{
    const struct bv_word *before = neighbour(words, count, word, -1, table_gap);
    double gap;

    *name = "";
    depth->named = false;
    if (!before)
        return true;
    gap = word->box.left - before->box.right;
    if (is_depth_word(before->text, (int)strlen(before->text)) &&
        !is_numbered(words, count, before)) {
        depth->named = true;
        *name = before->text;
        widen(&depth->box, &before->box);
        return true;
    }
    return gap > phrase_gap * height_of(word);
}

/* Whether a word, with its neighbours, says a length that may be the depth. */
static bool read_depth(const struct bv_word *words, int count,
                       const struct bv_word *word, struct bv_depth_text *depth)
{
    const char *at = word->text, *rest, *name;
    const struct bv_word *after;
    double value, unit;

    depth->box = word->box;
    while (*at && !isdigit((unsigned char)*at))
        at++;
    rest = read_number(at, &value);
    if (!rest)
        return false;
    unit = unit_mm(rest);
    if (*rest == '\0') {
        after = neighbour(words, count, word, 1, phrase_gap);
        unit = after ? unit_mm(after->text) : 0;
        if (unit > 0)
            widen(&depth->box, &after->box);
    }
    depth->depth_mm = value * unit;
    if (depth->depth_mm < depth_least_mm || depth->depth_mm > depth_most_mm)
        return false;
    if (at > word->text) { /* "D:4.0cm" in one word */
        if (!is_depth_word(word->text, (int)(at - word->text)))
            return false;
        depth->named = true;
        name = "";
    } else if (!check_before(words, count, word, depth, &name)) {
        return false;
    }
    snprintf(depth->text, sizeof(depth->text), "%.12s%s%.20s%s", name,
             name[0] ? " " : "", word->text,
             *rest        ? ""
             : unit == 10 ? " cm"
                          : " mm");
    return true;
}

/* "Zoom 1.5x", "Zoom 100 %", "Zoom: 1.5". */
static void read_zoom(const struct bv_word *words, int count,
                      const struct bv_word *word, struct bv_screen_texts *texts)
{
    const struct bv_word *after = neighbour(words, count, word, 1, 2.5);
    const char *at = word->text + strlen("zoom"), *rest;
    double value;

    while (*at && !isdigit((unsigned char)*at))
        at++;
    texts->zoom = 0;
    texts->zoom_box = word->box;
    if (!*at && after) {
        at = after->text;
        widen(&texts->zoom_box, &after->box);
    }
    rest = read_number(at, &value);
    if (!rest)
        return;
    if (value >= 50 && value <= 1000)
        value /= 100;
    if (value >= 0.5 && value <= 10)
        texts->zoom = value;
}

void bv_screen_texts_read(const struct bv_word *words, int count,
                          struct bv_screen_texts *texts)
{
    memset(texts, 0, sizeof(*texts));
    texts->zoom = 1;
    for (int i = 0; i < count; i++) {
        if (strncasecmp(words[i].text, "zoom", 4) == 0)
            read_zoom(words, count, &words[i], texts);
        if (texts->depths < BV_DEPTH_TEXTS_MAX &&
            read_depth(words, count, &words[i], &texts->depth[texts->depths]))
            texts->depths++;
    }
}

/* The tick that a number stands beside, or -1. */
static int tick_beside(const struct bv_ruler *ruler, const struct bv_word *word)
{
    double at = (middle_of(word) - ruler->first_px) / ruler->pitch_px;
    double off_px = fabs(at - round(at)) * ruler->pitch_px;

    if (word->box.left > ruler->right + beside_px ||
        word->box.right < ruler->left - beside_px || round(at) < 0 ||
        round(at) > ruler->ticks - 1 ||
        off_px > beside_part * height_of(word) ||
        off_px > 0.3 * ruler->pitch_px)
        return -1;
    return (int)round(at);
}

/* The whole number that a word is, but for the tick that was read with it;
 * -1: none. */
static int whole_number(const char *text)
{
    const char *from = text;
    char *end;
    long value;

    while (*from && strchr("-_~.'|", *from))
        from++;
    if (!isdigit((unsigned char)*from))
        return -1;
    value = strtol(from, &end, 10);
    while (*end && (strchr("-_~.'|", *end) || (unsigned char)*end >= 0x80))
        end++;
    return *end == '\0' && value <= 400 ? (int)value : -1;
}

/* Numbers beside ticks. */
struct beside {
    int count;
    int tick[BV_WORDS_MAX], value[BV_WORDS_MAX];
    const struct bv_word *word[BV_WORDS_MAX];
};

static void find_beside(const struct bv_ruler *ruler,
                        const struct bv_word *words, int count,
                        struct beside *beside)
{
    beside->count = 0;
    for (int i = 0; i < count; i++) {
        int at = beside->count;

        beside->tick[at] = tick_beside(ruler, &words[i]);
        beside->value[at] = whole_number(words[i].text);
        beside->word[at] = &words[i];
        beside->count += beside->tick[at] >= 0 && beside->value[at] >= 0;
    }
}

/* Whether one of them goes with the first and the step from tick to tick. */
static bool agrees(const struct beside *beside, int first, double step, int at)
{
    return fabs(beside->value[first] +
                step * (beside->tick[at] - beside->tick[first]) -
                beside->value[at]) < 1e-6;
}

double bv_ruler_numbers_step(const struct bv_ruler *ruler,
                             const struct bv_word *words, int count,
                             int *numbers, struct bv_px_box *box)
{
    struct beside beside;
    int best = 0, first = 0, boxes = 0;
    double step = 0;

    find_beside(ruler, words, count, &beside);
    for (int i = 0; i < beside.count; i++)
        for (int j = i + 1; j < beside.count; j++) {
            int agree = 0, ticks = beside.tick[j] - beside.tick[i];
            double here;

            if (ticks == 0)
                continue;
            here = (double)(beside.value[j] - beside.value[i]) / ticks;
            for (int k = 0; k < beside.count; k++)
                agree += agrees(&beside, i, here, k);
            if (here > 0 && agree > best) {
                best = agree;
                first = i;
                step = here;
            }
        }
    *numbers = best;
    for (int k = 0; box && best > 0 && k < beside.count; k++)
        if (boxes < BV_SCREEN_NUMBERS_MAX && agrees(&beside, first, step, k))
            box[boxes++] = beside.word[k]->box;
    return best >= 2 && best > beside.count - best ? step : 0;
}
