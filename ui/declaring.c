#include "ui/declaring.h"

#include <stdio.h>

const int bv_declaring_dead_times_s[] = {2, 3, 5, 10, 20, 30, 0};

#include "core/words.h"

static bool holds_fluid(enum bv_landmark_kind kind)
{
    return kind == BV_LANDMARK_RECESS || kind == BV_LANDMARK_SHEATH ||
           kind == BV_LANDMARK_BURSA || kind == BV_LANDMARK_CYST;
}

/* What is aimed at, where it holds fluid. */
static bool find_fluid(const struct bv_advice *advice, struct bv_px *px)
{
    for (int i = 0; advice && i < advice->landmark_count; i++) {
        const struct bv_landmark_advice *landmark = &advice->landmark[i];
        const struct bv_landmark *mark = &landmark->mark;

        if (landmark->state != BV_LANDMARK_HELD ||
            mark->role != BV_LANDMARK_TARGET || !holds_fluid(mark->kind))
            continue;
        *px = mark->outline.count > 0 ? bv_outline_middle(&mark->outline)
                                      : mark->at;
        return true;
    }
    if (!advice || advice->target != BV_TARGET_FOLLOWED)
        return false;
    *px = advice->target_px;
    return true;
}

static bool say(struct bv_declaring *declaring, enum bv_syringe syringe)
{
    declaring->syringe = syringe;
    declaring->is_held = declaring->wants_point = false;
    return true;
}

bool bv_declaring_toggle(struct bv_declaring *declaring,
                         enum bv_syringe syringe,
                         const struct bv_advice *advice)
{
    bool waits = declaring->wants_point && syringe == BV_SYRINGE_ASPIRATES;

    if (waits) {
        declaring->wants_point = false;
        return false;
    }
    if (syringe == declaring->syringe)
        return say(declaring, BV_SYRINGE_IDLE);
    if (syringe == BV_SYRINGE_ASPIRATES &&
        !find_fluid(advice, &declaring->at_px)) {
        declaring->wants_point = true;
        return false;
    }
    return say(declaring, syringe);
}

bool bv_declaring_press(struct bv_declaring *declaring)
{
    if (declaring->is_held)
        return false;
    say(declaring, BV_SYRINGE_INJECTS);
    declaring->is_held = true;
    return true;
}

bool bv_declaring_release(struct bv_declaring *declaring)
{
    return declaring->is_held && say(declaring, BV_SYRINGE_IDLE);
}

bool bv_declaring_point(struct bv_declaring *declaring, struct bv_px px)
{
    if (!declaring->wants_point)
        return false;
    declaring->at_px = px;
    return say(declaring, BV_SYRINGE_ASPIRATES);
}

void bv_declaring_leave(struct bv_declaring *declaring)
{
    declaring->wants_point = false;
}

const char *bv_declaring_get_line(const struct bv_declaring *declaring)
{
    return declaring->wants_point ? _("Aspirating: click in the fluid that is "
                                      "drawn off. Esc: leave")
                                  : NULL;
}

void bv_declaring_say_dead_time(double seconds, char *text, size_t size)
{
    snprintf(text, size, _("Dead time %g s"), seconds);
}
