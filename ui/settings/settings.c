#include "ui/settings/settings.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "core/words.h"

static const char *const theme_id[] = {"dark", "light", "desktop", NULL};
static const char *const theme[] = {N_("Dark"), N_("Light"), N_("Desktop"),
                                    NULL};

/* Actions of the window. */
static const char *const pedal_id[] = {"none",   "freeze",  "still",
                                       "beside", "mark",    "undo",
                                       "record", "bedside", NULL};
static const char *const pedal[] = {
    N_("Nothing"), N_("Freeze"),      N_("Still"),
    N_("Beside"),  N_("Mark target"), N_("Undo mark"),
    N_("Record"),  N_("Bedside"),     NULL};
enum { pedal_freeze = 1, pedal_still = 2, pedal_most = 7 };

static const struct bv_setting_facts facts[BV_SETTINGS] = {
    [BV_SETTING_THEME] = {.id = "theme",
                          .caption = N_("Looks"),
                          .name = N_("Theme"),
                          .hint = N_("Dark for a dark room; or as the desktop "
                                     "has it. The picture stays as it is."),
                          .kind = BV_SETTING_CHOICE,
                          .shipped = BV_THEME_DARK,
                          .most = BV_THEMES - 1,
                          .step = 1,
                          .choice_id = theme_id,
                          .choice = theme},
    [BV_SETTING_CONTRAST] = {.id = "high-contrast",
                             .name = N_("High contrast"),
                             .hint = N_("Black and white, with firm edges."),
                             .most = 1,
                             .step = 1},
    [BV_SETTING_TEXT] = {.id = "text-percent",
                         .name = N_("Text size"),
                         .hint = N_("What is large already grows less."),
                         .kind = BV_SETTING_NUMBER,
                         .shipped = 100,
                         .least = 100,
                         .most = 200,
                         .step = 10,
                         .unit = " %"},
    [BV_SETTING_LEFT_HANDED] = {.id = "left-handed",
                                .caption = N_("Layout"),
                                .name = N_("Left-handed"),
                                .hint = N_("Numbers and buttons on the left."),
                                .most = 1,
                                .step = 1},
    [BV_SETTING_BEDSIDE] = {.id = "bedside",
                            .name = N_("Bedside"),
                            .hint = N_("Distance, course and target alone, to "
                                       "be read at two metres."),
                            .most = 1,
                            .step = 1},
    [BV_SETTING_SOUND_NEAR] = {.id = "sound-near",
                               .caption = N_("Sounds of alarms"),
                               .name = N_("Tip near"),
                               .hint = N_("Within the margin of what is to be "
                                          "avoided."),
                               .shipped = 1,
                               .most = 1,
                               .step = 1},
    [BV_SETTING_SOUND_INSIDE] = {.id = "sound-inside",
                                 .name = N_("Tip inside"),
                                 .hint = N_("Inside of what is to be avoided."),
                                 .shipped = 1,
                                 .most = 1,
                                 .step = 1},
    [BV_SETTING_SOUND_SPREAD] = {.id = "sound-spread",
                                 .name = N_("Spread not seen"),
                                 .hint = N_("While you say that fluid goes "
                                            "in. Words and colour stay."),
                                 .shipped = 1,
                                 .most = 1,
                                 .step = 1},
    [BV_SETTING_TONES] = {.id = "tones",
                          .caption = N_("Distance to be heard"),
                          .name = N_("Tones"),
                          .hint = N_("Faster as the tip comes nearer. Silent "
                                     "while it is not seen, a falling tone "
                                     "when it is lost."),
                          .most = 1,
                          .step = 1},
    [BV_SETTING_SPEECH] = {.id = "speech",
                           .name = N_("Spoken"),
                           .hint = N_("Millimetres, by spd-say or espeak-ng."),
                           .most = 1,
                           .step = 1},
    [BV_SETTING_PEDAL_LONG] = {.id = "pedal-long",
                               .caption = N_("Foot pedal"),
                               .name = N_("Long press"),
                               .hint = N_("Held for 0.6 s. A short press is "
                                          "the step's main action."),
                               .kind = BV_SETTING_CHOICE,
                               .shipped = pedal_freeze,
                               .most = pedal_most,
                               .step = 1,
                               .choice_id = pedal_id,
                               .choice = pedal},
    [BV_SETTING_PEDAL_DOUBLE] = {.id = "pedal-double",
                                 .name = N_("Double press"),
                                 .hint = N_("Pressed again within 0.4 s."),
                                 .kind = BV_SETTING_CHOICE,
                                 .shipped = pedal_still,
                                 .most = pedal_most,
                                 .step = 1,
                                 .choice_id = pedal_id,
                                 .choice = pedal},
};

const char *bv_setting_pedal_action(enum bv_setting setting, int value)
{
    return value > 0 ? facts[setting].choice_id[value] : NULL;
}

const struct bv_setting_facts *bv_setting_facts(enum bv_setting setting)
{
    return &facts[setting];
}

void bv_settings_reset(struct bv_settings *settings)
{
    for (int i = 0; i < BV_SETTINGS; i++)
        settings->value[i] = facts[i].shipped;
}

bool bv_settings_are_shipped(const struct bv_settings *settings)
{
    for (int i = 0; i < BV_SETTINGS; i++)
        if (settings->value[i] != facts[i].shipped)
            return false;
    return true;
}

bool bv_settings_set(struct bv_settings *settings, enum bv_setting setting,
                     int value)
{
    const struct bv_setting_facts *of = &facts[setting];
    int before = settings->value[setting];

    if (value > of->most)
        value = of->most;
    if (value < of->least)
        value = of->least;
    value -= of->least;
    value = of->least + (value + of->step / 2) / of->step * of->step;
    settings->value[setting] = value;
    return value != before;
}

bool bv_settings_step(struct bv_settings *settings, enum bv_setting setting,
                      int way)
{
    const struct bv_setting_facts *of = &facts[setting];
    int value = settings->value[setting] + way * of->step;
    int count = of->most + 1;

    assert(way == 1 || way == -1);
    if (of->kind != BV_SETTING_NUMBER)
        value = (value + count) % count;
    return bv_settings_set(settings, setting, value);
}

const char *bv_setting_say(enum bv_setting setting, int value, char *text,
                           int size)
{
    const struct bv_setting_facts *of = &facts[setting];

    if (of->kind == BV_SETTING_NUMBER)
        snprintf(text, (size_t)size, "%d%s", value, of->unit);
    else if (of->kind == BV_SETTING_CHOICE)
        snprintf(text, (size_t)size, "%s", _(of->choice[value]));
    else
        snprintf(text, (size_t)size, "%s", value ? _("On") : _("Off"));
    return text;
}

int bv_setting_find_choice(enum bv_setting setting, const char *id)
{
    const char *const *choice = facts[setting].choice_id;

    for (int i = 0; choice && choice[i]; i++)
        if (strcmp(choice[i], id) == 0)
            return i;
    return -1;
}
