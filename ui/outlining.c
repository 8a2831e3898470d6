#include "ui/outlining.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/words.h"

/* By their digits, from 1. What holds fluid is outlined by one click. */
static const struct {
    enum bv_landmark_kind kind;
    const char *name;
    bool holds_fluid;
} kinds[] = {
    {BV_LANDMARK_NERVE, N_("nerve"), false},
    {BV_LANDMARK_VESSEL, N_("vessel"), true},
    {BV_LANDMARK_PLEURA, N_("pleura"), false},
    {BV_LANDMARK_TENDON, N_("tendon"), false},
    {BV_LANDMARK_RECESS, N_("joint recess"), true},
    {BV_LANDMARK_CYST, N_("cyst"), true},
    {BV_LANDMARK_BURSA, N_("bursa"), true},
    {BV_LANDMARK_SHEATH, N_("tendon sheath"), true},
    {BV_LANDMARK_DEPOSIT, N_("deposit"), false},
};

enum { kind_count = sizeof(kinds) / sizeof(*kinds) };

static const char *const kinds_line = N_(
    "Avoid: 1 nerve, 2 vessel, 3 pleura, 4 tendon. Target: 5 joint recess, 6 "
    "cyst, 7 bursa, 8 sheath, 9 deposit. Delete: the last");

BV_PRINTF(2, 3)
static void say(struct bv_outlining *outlining, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(outlining->line, sizeof(outlining->line), format, arguments);
    va_end(arguments);
}

void bv_outlining_begin(struct bv_outlining *outlining)
{
    memset(&outlining->mark, 0, sizeof(outlining->mark));
    outlining->phase = BV_OUTLINING_KIND;
    say(outlining, "%s", _(kinds_line));
}

void bv_outlining_end(struct bv_outlining *outlining)
{
    outlining->phase = BV_OUTLINING_OFF;
    outlining->line[0] = '\0';
}

static void ask_click(struct bv_outlining *outlining)
{
    outlining->phase = BV_OUTLINING_CLICK;
    say(outlining,
        _("%s: click inside it for its outline. Enter: draw it, Esc: "
          "leave it"),
        _(outlining->mark.name));
}

static void ask_points(struct bv_outlining *outlining, const char *why)
{
    const struct bv_outline *outline = &outlining->mark.outline;

    outlining->phase = BV_OUTLINING_DRAWING;
    say(outlining, _("%s%sClick points along its border. %s%sEsc: leave it"),
        why ? _(why) : "", why ? ". " : "",
        outline->count >= 3 ? _("Enter: it is closed, ") : "",
        outline->count > 0 ? _("Backspace: one back, ") : "");
}

static void ask_margin(struct bv_outlining *outlining)
{
    outlining->phase = BV_OUTLINING_MARGIN;
    say(outlining,
        _("%s: how many mm to stay away? Type: %s_ mm. Enter: mark "
          "it, Esc: leave it"),
        _(outlining->mark.name), outlining->margin);
}

/* The border is known. */
static void go_on(struct bv_outlining *outlining)
{
    if (!bv_outline_is_valid(&outlining->mark.outline)) {
        ask_points(outlining, _("Its sides cross"));
        return;
    }
    outlining->mark.at = bv_outline_middle(&outlining->mark.outline);
    if (outlining->mark.role == BV_LANDMARK_AVOID)
        ask_margin(outlining);
    else
        outlining->phase = BV_OUTLINING_DONE;
}

static bool choose(struct bv_outlining *outlining, int digit)
{
    struct bv_landmark *mark = &outlining->mark;

    if (digit < 0 || digit >= kind_count)
        return false;
    mark->kind = kinds[digit].kind;
    mark->role = bv_landmark_kind_role(mark->kind);
    snprintf(mark->name, sizeof(mark->name), "%s", kinds[digit].name);
    if (kinds[digit].holds_fluid)
        ask_click(outlining);
    else
        ask_points(outlining, mark->name);
    return true;
}

static void type_margin(struct bv_outlining *outlining, uint32_t letter)
{
    size_t used = strlen(outlining->margin);

    if (letter == ',')
        letter = '.';
    if (((letter >= '0' && letter <= '9') ||
         (letter == '.' && !strchr(outlining->margin, '.'))) &&
        used + 1 < sizeof(outlining->margin)) {
        outlining->margin[used] = (char)letter;
        outlining->margin[used + 1] = '\0';
    }
    ask_margin(outlining);
}

bool bv_outlining_type(struct bv_outlining *outlining, uint32_t letter)
{
    switch (outlining->phase) {
    case BV_OUTLINING_KIND:
        return choose(outlining, letter >= '1' && letter <= '9'
                                     ? (int)(letter - '1')
                                     : -1);
    case BV_OUTLINING_MARGIN:
        if (letter == 0)
            return false;
        type_margin(outlining, letter);
        return true;
    case BV_OUTLINING_WORD:
        if (letter != 'y' && letter != 'Y')
            return false;
        outlining->mark.inside_allowed = true;
        outlining->phase = BV_OUTLINING_DONE;
        return true;
    default:
        return false;
    }
}

static bool press_drawing(struct bv_outlining *outlining,
                          enum bv_outlining_key key)
{
    struct bv_outline *outline = &outlining->mark.outline;

    if (key == BV_OUTLINING_BACK && outline->count > 0) {
        outline->count--;
        ask_points(outlining, NULL);
        return true;
    }
    if (key == BV_OUTLINING_ENTER && outline->count >= 3) {
        go_on(outlining);
        return true;
    }
    return false;
}

static void draw_anew(struct bv_outlining *outlining, const char *why)
{
    outlining->mark.outline.count = 0;
    ask_points(outlining, why);
}

static bool press_margin(struct bv_outlining *outlining,
                         enum bv_outlining_key key)
{
    size_t used = strlen(outlining->margin);

    if (key == BV_OUTLINING_BACK) {
        if (used > 0)
            outlining->margin[used - 1] = '\0';
        ask_margin(outlining);
        return true;
    }
    outlining->mark.margin_mm = strtod(outlining->margin, NULL);
    if (outlining->mark.margin_mm > BV_LANDMARK_MARGIN_MOST_MM) {
        say(outlining, _("At most %.0f mm. Type: %s_ mm"),
            BV_LANDMARK_MARGIN_MOST_MM, outlining->margin);
        return true;
    }
    outlining->phase = BV_OUTLINING_DONE;
    return true;
}

bool bv_outlining_press(struct bv_outlining *outlining,
                        enum bv_outlining_key key)
{
    if (outlining->phase == BV_OUTLINING_OFF)
        return false;
    if (key == BV_OUTLINING_ESCAPE) {
        bv_outlining_end(outlining);
        return true;
    }
    switch (outlining->phase) {
    case BV_OUTLINING_KIND:
        if (key == BV_OUTLINING_BACK)
            outlining->phase = BV_OUTLINING_REMOVE;
        return key == BV_OUTLINING_BACK;
    case BV_OUTLINING_CLICK:
        draw_anew(outlining, _(outlining->mark.name));
        return true;
    case BV_OUTLINING_PROPOSED:
        if (key == BV_OUTLINING_BACK)
            draw_anew(outlining, _(outlining->mark.name));
        else
            go_on(outlining);
        return true;
    case BV_OUTLINING_DRAWING:
        return press_drawing(outlining, key);
    case BV_OUTLINING_MARGIN:
        return press_margin(outlining, key);
    default:
        return false;
    }
}

bool bv_outlining_wants_point(const struct bv_outlining *outlining)
{
    return outlining->phase == BV_OUTLINING_CLICK ||
           outlining->phase == BV_OUTLINING_PROPOSED ||
           outlining->phase == BV_OUTLINING_DRAWING;
}

bool bv_outlining_point(struct bv_outlining *outlining, struct bv_px px)
{
    struct bv_outline *outline = &outlining->mark.outline;

    if (!bv_outlining_wants_point(outlining))
        return false;
    if (outlining->phase != BV_OUTLINING_DRAWING) {
        outlining->click_px = px;
        outlining->phase = BV_OUTLINING_SEEKING;
        say(outlining, _("Looking for its border\u2026"));
        return true;
    }
    if (outline->count < BV_OUTLINE_POINTS_MOST)
        outline->at[outline->count++] = px;
    ask_points(outlining, NULL);
    return true;
}

void bv_outlining_found(struct bv_outlining *outlining,
                        const struct bv_outline *outline, const char *why)
{
    char said[160];

    if (outlining->phase != BV_OUTLINING_SEEKING)
        return; /* it was left meanwhile */
    if (outline->count == 0) {
        snprintf(said, sizeof(said), _("No outline: %s"), _(why));
        draw_anew(outlining, said);
        return;
    }
    outlining->mark.outline = *outline;
    outlining->phase = BV_OUTLINING_PROPOSED;
    say(outlining,
        _("Enter: take it, click: another, Backspace: draw it, Esc: "
          "leave it. Proposed: %s"),
        _(why));
}

void bv_outlining_marked(struct bv_outlining *outlining,
                         const struct bv_fault *fault)
{
    bool may_insist = outlining->mark.role == BV_LANDMARK_TARGET &&
                      !outlining->mark.inside_allowed;

    if (!fault || !may_insist)
        bv_outlining_end(outlining);
    if (!fault)
        return;
    say(outlining, "%s%s", fault->text,
        may_insist ? _(" Y: mark it all the same, Esc: leave it") : "");
    if (may_insist)
        outlining->phase = BV_OUTLINING_WORD;
}

bool bv_outlining_get_border(const struct bv_outlining *outlining,
                             struct bv_measure *border)
{
    const struct bv_outline *outline = &outlining->mark.outline;

    if (outlining->phase == BV_OUTLINING_OFF || outline->count == 0)
        return false;
    border->kind = BV_MEASURE_AREA;
    border->count = outline->count;
    memcpy(border->at, outline->at,
           (size_t)outline->count * sizeof(*outline->at));
    return true;
}
