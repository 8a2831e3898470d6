#include "ui/look_words.h"

#include <math.h>
#include <stdio.h>

#include "core/clock.h"
#include "core/words.h"

/* Of scales that differ by less nobody sees it. */
static const double same_scale = 0.01;

void bv_look_say_age(const struct bv_frame *frame, bool clip, int64_t now_ns,
                     char *text, size_t size)
{
    double age_s = fmax(0, bv_ns_to_s(now_ns - frame->arrived_ns));

    if (clip)
        snprintf(text, size, _("at %.2f s"), bv_ns_to_s(frame->time_ns));
    else if (age_s < 100)
        snprintf(text, size, _("%.0f s ago"), floor(age_s));
    else
        snprintf(text, size, _("%.0f min ago"), floor(age_s / 60));
}

bool bv_look_same_scale(double one_mm, double one_px, double other_mm,
                        double other_px)
{
    if (one_mm > 0 && other_mm > 0) {
        one_px *= one_mm;
        other_px *= other_mm;
    } else if (one_mm > 0 || other_mm > 0) {
        return false;
    }
    return fabs(one_px - other_px) <= same_scale * one_px;
}

static void say_held(const struct bv_look_facts *facts,
                     struct bv_look_words *words)
{
    const struct bv_look_back_state *state = &facts->state;
    double held_s = bv_ns_to_s(state->last_ns - state->first_ns);

    if (state->is_full)
        snprintf(words->held, sizeof(words->held), _("%.1f s: memory full"),
                 held_s);
    else
        snprintf(words->held, sizeof(words->held), _("%.1f s of %.0f s held"),
                 held_s, BV_LOOK_BACK_S);
}

static void say_where(const struct bv_look_facts *facts,
                      struct bv_look_words *words)
{
    const struct bv_look_back_state *state = &facts->state;
    double back_s = bv_ns_to_s(state->last_ns - facts->looks_ns);

    if (facts->number == state->last)
        snprintf(words->where, sizeof(words->where), _("newest"));
    else
        snprintf(words->where, sizeof(words->where), "−%.2f s", back_s);
}

void bv_look_words_make(const struct bv_look_facts *facts,
                        struct bv_look_words *words)
{
    *words = (struct bv_look_words){.held = ""};
    say_held(facts, words);
    if (facts->frozen && facts->frame) {
        bv_look_say_age(facts->frame, facts->clip, facts->now_ns, words->age,
                        sizeof(words->age));
        snprintf(words->caption, sizeof(words->caption), _("FROZEN  ·  %s"),
                 words->age);
        if (facts->number != 0)
            say_where(facts, words);
    }
    snprintf(words->spoken, sizeof(words->spoken), _("Look back: %s%s%s%s%s"),
             words->held, words->age[0] ? _(", frozen ") : "", words->age,
             words->where[0] ? ", " : "", words->where);
}

uint64_t bv_look_step(const struct bv_look_back_state *state, uint64_t number,
                      int frames)
{
    int64_t first = (int64_t)state->first, last = (int64_t)state->last;
    int64_t to = (number ? (int64_t)number : last) + frames;

    if (state->count == 0)
        return 0;
    return (uint64_t)(to < first ? first : to > last ? last : to);
}
