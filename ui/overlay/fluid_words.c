#include "ui/overlay/fluid_words.h"

#include <math.h>
#include <stdio.h>

#include "core/words.h"

#define SAY(field, ...) snprintf((field), sizeof(field), __VA_ARGS__)

/* No finer than it is known: to two digits. */
static void put_area(struct bv_fluid_words *words,
                     const struct bv_advice *advice, double area_px2)
{
    double mm2 = area_px2 * advice->mm_per_px * advice->mm_per_px, step = 1;

    if (!(mm2 > 0))
        return;
    words->area_mm2 = mm2;
    while (mm2 / step >= 99.5)
        step *= 10;
    SAY(words->area, "%.0f", round(mm2 / step) * step);
}

static void put_void(struct bv_fluid_words *words, enum bv_fluid_void reason)
{
    words->tone = BV_TONE_ALERT;
    SAY(words->headline, _("Comparison void"));
    SAY(words->note, _("%s: end and begin anew"),
        _(bv_fluid_void_words(reason)));
}

static void put_nerve(struct bv_fluid_words *words,
                      const struct bv_spread *spread)
{
    static const char *const sides[] = {N_("not beside it"), N_("above it"),
                                        N_("below it"),      N_("left of it"),
                                        N_("right of it"),   N_("all around")};

    if (isnan(spread->extent_deg))
        SAY(words->note, _("%s than before"),
            spread->echo_rich ? _("brighter") : _("darker"));
    else if (spread->side == BV_SPREAD_NO_SIDE)
        SAY(words->note, _("none beside the nerve"));
    else
        SAY(words->note, _("%.0f\u00b0 around the nerve, %s"),
            spread->extent_deg, _(sides[spread->side]));
}

static void put_spread(struct bv_fluid_words *words,
                       const struct bv_advice *advice)
{
    const struct bv_spread *spread = &advice->fluid.spread;

    SAY(words->title, _("Injecting"));
    SAY(words->since, "%.0f s", floor(spread->since_s));
    words->tone = BV_TONE_PLAIN;
    switch (spread->state) {
    case BV_SPREAD_NOT_WATCHED:
        return;
    case BV_SPREAD_WATCHING:
        words->tone = BV_TONE_DIM;
        SAY(words->headline, _("No spread so far"));
        SAY(words->note, _("not seen after %g s is said"), spread->dead_s);
        return;
    case BV_SPREAD_NOT_SEEN:
        words->tone = BV_TONE_ALERT;
        words->alarms = true;
        SAY(words->headline, _("Spread not seen"));
        SAY(words->note, _("while injecting: it may be in a vessel"));
        return;
    case BV_SPREAD_VOID:
        put_void(words, spread->reason);
        return;
    case BV_SPREAD_SEEN:
        break;
    }
    SAY(words->headline,
        spread->in_view ? _("Spread seen") : _("Spread out of view"));
    if (!spread->in_view) {
        words->tone = BV_TONE_DIM;
        return;
    }
    put_area(words, advice, spread->area_px2);
    put_nerve(words, spread);
}

static void put_aspirate(struct bv_fluid_words *words,
                         const struct bv_advice *advice)
{
    const struct bv_aspirate *aspirate = &advice->fluid.aspirate;
    struct bv_fluid_words first = {.area = ""};

    SAY(words->title, _("Aspirating"));
    SAY(words->since, "%.0f s", floor(aspirate->since_s));
    if (aspirate->state == BV_ASPIRATE_VOID && aspirate->outline.count == 0) {
        words->tone = BV_TONE_ALERT;
        SAY(words->headline, _("No fluid found"));
        SAY(words->note, _("where it was shown"));
        return;
    }
    if (aspirate->state == BV_ASPIRATE_VOID) {
        put_void(words, aspirate->reason);
        return;
    }
    if (aspirate->outline.count == 0) {
        words->tone = BV_TONE_DIM;
        SAY(words->headline, _("Looking for fluid"));
        return;
    }
    words->tone = BV_TONE_PLAIN;
    SAY(words->headline, _("Fluid followed"));
    put_area(words, advice, aspirate->area_px2);
    put_area(&first, advice, aspirate->first_px2);
    if (first.area[0])
        SAY(words->note, _("%s mm\u00b2 when it began"), first.area);
}

/* It goes on unseen, or not: nobody looks. */
static void put_silence(struct bv_fluid_words *words)
{
    words->tone = BV_TONE_ALERT;
    SAY(words->headline, _("Not watched now"));
    SAY(words->note, _("there is no guidance"));
    words->area[0] = '\0';
    words->area_mm2 = NAN;
    words->alarms = false;
}

void bv_fluid_words_make(const struct bv_advice *advice,
                         enum bv_showing showing, struct bv_fluid_words *words)
{
    *words = (struct bv_fluid_words){.area_mm2 = NAN, .tone = BV_TONE_DIM};
    if (advice)
        words->does = bv_fluid_declared(&advice->fluid);
    if (words->does == BV_SYRINGE_IDLE) {
        SAY(words->sentence, _("Spread is not watched."));
        return;
    }
    if (words->does == BV_SYRINGE_INJECTS)
        put_spread(words, advice);
    else
        put_aspirate(words, advice);
    if (!bv_showing_guides(showing))
        put_silence(words);
    else if (!(advice->mm_per_px > 0) && words->tone == BV_TONE_PLAIN &&
             !words->note[0])
        SAY(words->note, _("no area: the scale is not known"));
    if (showing == BV_SHOWING_FROZEN)
        SAY(words->since, _("frozen"));
    SAY(words->sentence, "%s: %s%s%s%s%s%s.", words->title, words->headline,
        words->area[0] ? ", " : "", words->area,
        words->area[0] ? _(" mm\u00b2 in this plane") : "",
        words->note[0] ? ", " : "", words->note);
}
