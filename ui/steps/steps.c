#include "ui/steps/steps.h"

#include <stdio.h>
#include <string.h>

#include "core/words.h"

#define AT(step) (1u << BV_STEP_##step)

const struct bv_step_action bv_step_actions[] = {
    {"procedure", N_("Procedure  P"),
     N_("Choose it, read its page, say its side"), false, AT(SET_UP)},
    {"scale", N_("Scale  C"), N_("Read the scale off the screen"), false,
     AT(SET_UP) | AT(MARK)},
    {"plan", N_("Ways  L"), N_("The needle's ways, one by one"), false,
     AT(PLAN)},
    {"outline", N_("Outline  N"), N_("Outline what to avoid, or to aim at"),
     false, AT(MARK) | AT(PLAN)},
    {"time-out", N_("Time-out  Ctrl+T"), N_("Confirm before the needle"), false,
     AT(ADVANCE)},
    {"out-of-plane", N_("Out of plane  O"),
     N_("The needle is to cross the plane: mark where it does. A dot is shaft "
        "or tip, and gives no distance."),
     true, AT(PLAN) | AT(ADVANCE)},
    {"injecting", N_("Injecting  I"),
     N_("Fluid goes in: its spread is watched. A held pedal (F13) says it."),
     true, AT(FLUID)},
    {"aspirating", N_("Aspirating  A"),
     N_("Fluid is drawn off: its area in this plane is followed."), true,
     AT(FLUID)},
    {"still", N_("Still  T"), N_("Keep this picture"), false,
     AT(ADVANCE) | AT(FLUID) | AT(REVIEW)},
    {"beside", N_("Beside  B"), N_("Hold it beside what comes"), false,
     AT(REVIEW)},
    {NULL, NULL, NULL, false, 0}};

static const struct bv_step_facts facts[BV_STEPS] = {
    {"set_up", N_("Set up"),
     N_("Choose the procedure, and check picture and scale.")},
    {"mark_target", N_("Target"),
     N_("Click what to aim at; outline what to keep off.")},
    {"plan", N_("Plan"), N_("Look at the ways that the needle can take.")},
    {"advance", N_("Advance"), N_("Keep the whole needle in the picture.")},
    {"inject", N_("Injection"),
     N_("Say when fluid goes in, or comes out: it is watched meanwhile.")},
    {"review", N_("Review"),
     N_("Look back, measure, keep what is to be shown.")},
};

static const char *const asked[BV_TIME_OUT_ITEMS] = {
    N_("Patient, two IDs"),    N_("Side, site marked"), N_("Consent"),
    N_("Allergies, clotting"), N_("Needle, drugs"),     N_("Rescue kit")};

const char *const bv_time_out_ids[] = {
    "patient", "site", "consent", "allergies", "needle", "rescue", NULL};

static const unsigned all = (1u << BV_TIME_OUT_ITEMS) - 1;

const struct bv_step_facts *bv_step_facts(enum bv_step step)
{
    return &facts[step];
}

const char *bv_time_out_text(enum bv_time_out_item item)
{
    return _(asked[item]);
}

bool bv_steps_go(struct bv_steps *steps, enum bv_step step)
{
    bool other = step != steps->at;

    if (other)
        steps->asks = false;
    if (other && step == BV_STEP_ADVANCE && !steps->was_out)
        steps->asks = steps->was_out = true;
    steps->at = step;
    return other;
}

void bv_steps_resume(struct bv_steps *steps, const char *id)
{
    for (int i = 0; i < BV_STEPS; i++)
        if (strcmp(facts[i].id, id) == 0)
            steps->at = (enum bv_step)i;
    if (steps->at == BV_STEP_ADVANCE || steps->at == BV_STEP_FLUID)
        steps->asks = steps->was_out = true;
}

bool bv_steps_next(struct bv_steps *steps)
{
    return steps->at + 1 < BV_STEPS &&
           bv_steps_go(steps, (enum bv_step)(steps->at + 1));
}

bool bv_steps_back(struct bv_steps *steps)
{
    return steps->at > 0 && bv_steps_go(steps, (enum bv_step)(steps->at - 1));
}

void bv_steps_toggle_time_out(struct bv_steps *steps)
{
    steps->asks = !steps->asks;
    steps->was_out = true;
    steps->pointed = 0;
}

void bv_steps_tick(struct bv_steps *steps, enum bv_time_out_item item)
{
    steps->confirmed ^= 1u << item;
    steps->pointed = (int)item;
    if (steps->confirmed == all)
        steps->asks = false;
}

void bv_steps_tick_next(struct bv_steps *steps)
{
    for (int i = 0; i < BV_TIME_OUT_ITEMS; i++) {
        int item = (steps->pointed + i) % BV_TIME_OUT_ITEMS;

        if (!(steps->confirmed & 1u << item)) {
            bv_steps_tick(steps, (enum bv_time_out_item)item);
            return;
        }
    }
}

void bv_steps_leave_time_out(struct bv_steps *steps)
{
    steps->asks = false;
}

bool bv_steps_get_confirmed(const struct bv_steps *steps, char *text,
                            size_t size)
{
    size_t used = 0;

    text[0] = '\0';
    for (int i = 0; i < BV_TIME_OUT_ITEMS && used < size; i++)
        if (steps->confirmed & 1u << i)
            used += (size_t)snprintf(text + used, size - used, "%s%s",
                                     used > 0 ? " " : "", bv_time_out_ids[i]);
    return steps->was_out;
}

enum bv_step_card bv_steps_card(const struct bv_steps *steps)
{
    if (steps->asks)
        return BV_STEP_CARD_TIME_OUT;
    return steps->at == BV_STEP_SET_UP ? BV_STEP_CARD_SET_UP
                                       : BV_STEP_CARD_NEEDLE;
}

/* What a step's main action is and is called, as things stand. */
struct main_action {
    const char *action, *label;
};

static struct main_action find_main(const struct bv_steps *steps,
                                    const struct bv_steps_state *state)
{
    static const struct main_action to[BV_STEPS] = {
        [BV_STEP_SET_UP] = {"next", N_("On to the target")},
        [BV_STEP_MARK] = {"next", N_("On to the plan")},
        [BV_STEP_PLAN] = {"next", N_("On to the needle")},
        [BV_STEP_ADVANCE] = {"next", N_("Tip is where I want it")},
        [BV_STEP_FLUID] = {"injecting", N_("Injecting")},
        [BV_STEP_REVIEW] = {"still", N_("Keep a still")},
    };

    if (steps->asks)
        return (struct main_action){"tick", N_("Confirm the next")};
    if (state->has_ghosts && !state->marks_now)
        return (struct main_action){"take-marks", N_("They lie right")};
    if (steps->at == BV_STEP_MARK && state->marks_now)
        return (struct main_action){"place", N_("Mark it here")};
    if (steps->at == BV_STEP_MARK && !state->has_target)
        return (struct main_action){"mark", N_("Mark target")};
    if (steps->at == BV_STEP_PLAN && !state->has_plan && state->has_target)
        return (struct main_action){"plan", N_("Show the ways")};
    return to[steps->at];
}

const char *bv_steps_main(const struct bv_steps *steps,
                          const struct bv_steps_state *state)
{
    return find_main(steps, state).action;
}

const char *bv_steps_main_label(const struct bv_steps *steps,
                                const struct bv_steps_state *state)
{
    return _(find_main(steps, state).label);
}

static int count_open(const struct bv_steps *steps)
{
    int open = 0;

    for (int i = 0; i < BV_TIME_OUT_ITEMS; i++)
        open += !(steps->confirmed & 1u << i);
    return open;
}

void bv_steps_say(const struct bv_steps *steps, char *text, size_t size)
{
    int open = count_open(steps);

    if (steps->asks)
        snprintf(text, size, "%s",
                 _("Time-out: Enter or pedal confirms one, Esc passes over"));
    else if (steps->at == BV_STEP_ADVANCE && open == BV_TIME_OUT_ITEMS)
        snprintf(text, size, _("Time-out not confirmed. %s"),
                 _(facts[steps->at].sentence));
    else if (steps->at == BV_STEP_ADVANCE && open > 0)
        snprintf(text, size, _("Time-out: %d of %d not confirmed. %s"), open,
                 BV_TIME_OUT_ITEMS, _(facts[steps->at].sentence));
    else
        snprintf(text, size, "%s", _(facts[steps->at].sentence));
}
