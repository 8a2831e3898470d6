#include "ui/moving.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "core/words.h"

BV_PRINTF(2, 3)
static void say(struct bv_moving *moving, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    vsnprintf(moving->text, sizeof(moving->text), format, arguments);
    va_end(arguments);
}

void bv_moving_end(struct bv_moving *moving)
{
    bv_series_fini(&moving->movement.series);
    memset(moving, 0, sizeof(*moving));
}

void bv_moving_leave(struct bv_moving *moving)
{
    if (moving->phase == BV_MOVING_SHOWS)
        moving->line.count = moving->against.count = 0;
    else
        bv_moving_end(moving);
}

static void ask_point(struct bv_moving *moving)
{
    static const char *const asks[][3] = {
        [BV_MOVEMENT_STRIP] = {N_("M-mode: mark the upper end of the line"),
                               N_("Mark its lower end")},
        [BV_MOVEMENT_GLIDE] = {N_("Tendon: mark a point inside it"),
                               N_("Mark another along it, 40 px and more off"),
                               N_("Mark bone, or what does not glide; Enter: "
                                  "without")},
        [BV_MOVEMENT_BETWEEN] = {N_("Distance over time: mark one place"),
                                 N_("Mark the other place")},
    };

    moving->phase = BV_MOVING_PLACING;
    say(moving, _("%s. Backspace: one back, Esc: leave it"),
        _(asks[moving->kind][moving->line.count]));
}

static bool start(struct bv_moving *moving, enum bv_movement_kind kind)
{
    bv_moving_end(moving);
    moving->kind = kind;
    moving->line.kind = moving->against.kind = BV_MEASURE_DISTANCE;
    ask_point(moving);
    return true;
}

bool bv_moving_type(struct bv_moving *moving, uint32_t letter)
{
    switch (letter) {
    case '6':
        return start(moving, BV_MOVEMENT_STRIP);
    case '7':
        return start(moving, BV_MOVEMENT_GLIDE);
    case '8':
        return start(moving, BV_MOVEMENT_BETWEEN);
    default:
        return false;
    }
}

static void ask(struct bv_moving *moving)
{
    moving->phase = BV_MOVING_ASK;
    moving->text[0] = '\0';
}

bool bv_moving_press(struct bv_moving *moving, enum bv_moving_key key)
{
    if (moving->phase == BV_MOVING_OFF)
        return false;
    if (key == BV_MOVING_ESCAPE) {
        bv_moving_end(moving);
        return true;
    }
    if (moving->phase != BV_MOVING_PLACING)
        return false;
    if (key == BV_MOVING_BACK && moving->line.count > 0) {
        moving->line.count--;
        ask_point(moving);
    } else if (key == BV_MOVING_BACK) {
        bv_moving_end(moving);
    } else if (moving->kind == BV_MOVEMENT_GLIDE && moving->line.count == 2) {
        ask(moving);
    } else {
        return false;
    }
    return true;
}

bool bv_moving_wants_point(const struct bv_moving *moving)
{
    return moving->phase == BV_MOVING_PLACING;
}

bool bv_moving_point(struct bv_moving *moving, struct bv_px px)
{
    struct bv_measure *measure =
        moving->line.count < 2 ? &moving->line : &moving->against;

    if (!bv_moving_wants_point(moving))
        return false;
    measure->at[measure->count++] = px;
    if (moving->against.count > 0 ||
        (moving->line.count == 2 && moving->kind != BV_MOVEMENT_GLIDE))
        ask(moving);
    else
        ask_point(moving);
    return true;
}

struct bv_movement_request bv_moving_request(const struct bv_moving *moving)
{
    return (struct bv_movement_request){
        .kind = moving->kind,
        .line_px = {moving->line.at[0], moving->line.at[1]},
        .has_against = moving->against.count > 0,
        .against_px = moving->against.at[0]};
}

void bv_moving_seeks(struct bv_moving *moving, double done)
{
    moving->phase = BV_MOVING_SEEKING;
    say(moving, _("Looking through what is held: %.0f %%. Esc: leave it"),
        100 * done);
}

static void make_title(struct bv_moving *moving)
{
    const struct bv_series *series = &moving->movement.series;
    const char *unit = bv_series_unit_name(series);
    double by = bv_series_unit(series);
    size_t size = sizeof(moving->title);
    long least, most;

    bv_series_range(series, &least, &most);
    if (moving->kind == BV_MOVEMENT_STRIP)
        snprintf(moving->title, size, "%s", _("M-mode along the line"));
    else if (least < 0)
        snprintf(moving->title, size, "%s",
                 _("Its tissue was not found again"));
    else if (moving->kind == BV_MOVEMENT_GLIDE)
        snprintf(moving->title, size,
                 _("Tendon excursion %.1f %s, in this "
                   "plane"),
                 (series->value_px[most] - series->value_px[least]) * by, unit);
    else
        snprintf(moving->title, size,
                 _("Distance: least %.1f %s, most %.1f %s"),
                 series->value_px[least] * by, unit,
                 series->value_px[most] * by, unit);
}

void bv_moving_made(struct bv_moving *moving,
                    const struct bv_moved_line *take_movement)
{
    moving->movement = *take_movement;
    moving->phase = BV_MOVING_SHOWS;
    make_title(moving);
    say(moving, "%s",
        _("Click the chart to see that moment. 6 to 8 look on, "
          "Esc: close it"));
}

void bv_moving_failed(struct bv_moving *moving, const struct bv_fault *fault)
{
    moving->phase = BV_MOVING_FAILED;
    say(moving, "%s", fault->text);
}
