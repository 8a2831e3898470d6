#include "core/fluid.h"

#include <math.h>
#include <stddef.h>

#include "core/words.h"

enum bv_syringe bv_fluid_declared(const struct bv_fluid_advice *fluid)
{
    if (fluid->spread.state != BV_SPREAD_NOT_WATCHED)
        return BV_SYRINGE_INJECTS;
    return fluid->aspirate.state != BV_ASPIRATE_NOT_WATCHED
               ? BV_SYRINGE_ASPIRATES
               : BV_SYRINGE_IDLE;
}

const char *bv_syringe_name(enum bv_syringe syringe)
{
    static const char *const names[] = {"idle", "injects", "aspirates"};

    return names[syringe];
}

const char *bv_spread_state_name(enum bv_spread_state state)
{
    static const char *const names[] = {"not_watched", "watching", "seen",
                                        "not_seen", "void"};

    return names[state];
}

const char *bv_aspirate_state_name(enum bv_aspirate_state state)
{
    static const char *const names[] = {"not_watched", "followed", "void"};

    return names[state];
}

const char *bv_spread_side_name(enum bv_spread_side side)
{
    static const char *const names[] = {"none", "above", "below",
                                        "left", "right", "around"};

    return names[side];
}

const char *bv_fluid_void_words(enum bv_fluid_void reason)
{
    static const char *const words[] = {
        NULL, N_("the probe moved"),
        N_("the picture shows other tissue than before"),
        N_("depth, zoom or the screen changed"),
        N_("the outline that was followed is gone")};

    return words[reason];
}

struct bv_fluid_advice bv_fluid_advice_none(void)
{
    return (struct bv_fluid_advice){.spread.extent_deg = NAN};
}

static bool same(double a, double b)
{
    return a == b || (isnan(a) && isnan(b));
}

static bool same_outline(const struct bv_outline *a, const struct bv_outline *b)
{
    if (a->count != b->count)
        return false;
    for (int i = 0; i < a->count; i++)
        if (!same(a->at[i].x, b->at[i].x) || !same(a->at[i].y, b->at[i].y))
            return false;
    return true;
}

bool bv_fluid_advice_equal(const struct bv_fluid_advice *a,
                           const struct bv_fluid_advice *b)
{
    const struct bv_spread *x = &a->spread, *y = &b->spread;
    const struct bv_aspirate *v = &a->aspirate, *w = &b->aspirate;

    return x->state == y->state && x->reason == y->reason &&
           same(x->since_s, y->since_s) && same(x->dead_s, y->dead_s) &&
           x->in_view == y->in_view && same_outline(&x->outline, &y->outline) &&
           same(x->area_px2, y->area_px2) && x->echo_rich == y->echo_rich &&
           same(x->extent_deg, y->extent_deg) && x->side == y->side &&
           v->state == w->state && v->reason == w->reason &&
           same(v->since_s, w->since_s) &&
           same_outline(&v->outline, &w->outline) &&
           same(v->area_px2, w->area_px2) && same(v->first_px2, w->first_px2);
}
