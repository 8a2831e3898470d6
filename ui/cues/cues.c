#include "ui/cues/cues.h"

#include <gio/gio.h>
#include <locale.h>

#include "core/clock.h"
#include "core/words.h"
#include "ui/cues/alarming.h"
#include "ui/cues/cueing.h"
#include "ui/cues/sound.h"
#include "ui/settings/kept.h"

/* How long it is said that nothing is heard. */
static const int64_t said_ns = 10000000000;

struct bv_cues {
    struct bv_cueing cueing;
    struct bv_alarming alarming;
    struct bv_sound *sound; /* NULL: nothing is to be heard so far */
    unsigned silenced;      /* alarms, as of bv_alarming_step() */
    bool tones;
    char *speaker; /* the program that speaks; NULL: none was found */
    bool speaks;   /* it was looked for */
    const char *line;
    int64_t line_ns;
};

static void say_line(struct bv_cues *cues, const char *line)
{
    if (cues->line == line)
        return;
    cues->line = line;
    cues->line_ns = bv_clock_now_ns();
}

/* Speech Dispatcher knows the user's own voice; espeak-ng is simpler. */
static void find_speaker(struct bv_cues *cues)
{
    cues->speaks = true;
    cues->speaker = g_find_program_in_path("spd-say");
    if (!cues->speaker)
        cues->speaker = g_find_program_in_path("espeak-ng");
    if (!cues->speaker)
        say_line(cues, _("Words are not spoken: neither spd-say nor espeak-ng "
                         "is installed"));
}

static unsigned read_silenced(void)
{
    static const struct {
        enum bv_setting setting;
        enum bv_cue cue;
    } alarms[] = {{BV_SETTING_SOUND_NEAR, BV_CUE_NEAR},
                  {BV_SETTING_SOUND_INSIDE, BV_CUE_INSIDE},
                  {BV_SETTING_SOUND_SPREAD, BV_CUE_SPREAD}};
    unsigned silenced = 0;

    for (size_t i = 0; i < G_N_ELEMENTS(alarms); i++)
        if (!bv_kept_is_on(alarms[i].setting))
            silenced |= 1U << alarms[i].cue;
    return silenced;
}

static void follow_settings(struct bv_cues *cues)
{
    bool tones = bv_kept_is_on(BV_SETTING_TONES);
    bool speech = bv_kept_is_on(BV_SETTING_SPEECH);

    cues->tones = tones;
    cues->silenced = read_silenced();
    if (!cues->sound) /* open before it is needed */
        cues->sound = bv_sound_new();
    if (speech && !cues->speaks)
        find_speaker(cues);
    if (!speech) {
        cues->speaks = false;
        g_clear_pointer(&cues->speaker, g_free);
    }
    if (tones && (!cues->sound || bv_sound_is_mute(cues->sound)))
        say_line(cues, _("No tones: there is no sound device"));
    if (!tones && !speech)
        cues->line = NULL;
}

struct bv_cues *bv_cues_new(void)
{
    return g_new0(struct bv_cues, 1);
}

void bv_cues_free(struct bv_cues *cues)
{
    if (!cues)
        return;
    bv_sound_free(cues->sound);
    g_free(cues->speaker);
    g_free(cues);
}

/* In the window's language; it is reaped by GLib. */
static void speak(struct bv_cues *cues, const char *text)
{
    bool is_spd = g_str_has_suffix(cues->speaker, "spd-say");
    char language[3] = {0};
    const char *locale = setlocale(LC_MESSAGES, NULL);
    const char *const words[] = {cues->speaker, is_spd ? "-l" : "-v", language,
                                 text, NULL};
    GSubprocess *process;

    g_strlcpy(language,
              locale && g_ascii_isalpha(locale[0]) && g_ascii_isalpha(locale[1])
                  ? locale
                  : "en",
              sizeof(language));
    process = g_subprocess_newv(words,
                                G_SUBPROCESS_FLAGS_STDOUT_SILENCE |
                                    G_SUBPROCESS_FLAGS_STDERR_SILENCE,
                                NULL);
    g_clear_object(&process);
}

static void hear(struct bv_cues *cues, const struct bv_heard *heard)
{
    char text[48];

    if (cues->tones && cues->sound && heard->tone != BV_CUE_NONE)
        bv_sound_play(cues->sound, heard->tone);
    if (!cues->speaker || heard->word == BV_CUE_NONE)
        return;
    if (heard->word == BV_CUE_LOST)
        g_snprintf(text, sizeof(text), "%s", _("tip not seen"));
    else
        g_snprintf(text, sizeof(text), "%d", heard->word_mm);
    speak(cues, text);
}

/* @return Whether the bell is to ring. */
static bool hear_alarms(struct bv_cues *cues, const struct bv_cues_facts *facts)
{
    unsigned begins =
        facts->frozen
            ? 0
            : bv_alarming_step(&cues->alarming, facts->advice, cues->silenced);

    if (!cues->sound)
        return begins != 0;
    for (int cue = BV_CUE_NONE + 1; cue < BV_CUES; cue++)
        if (begins & 1U << cue)
            bv_sound_play(cues->sound, (enum bv_cue)cue);
    return bv_sound_take_unplayed(cues->sound) != 0;
}

static void hear_distance(struct bv_cues *cues,
                          const struct bv_cues_facts *facts)
{
    struct bv_heard heard;

    if (!cues->tones && !cues->speaker)
        return;
    if (!facts->plays) {
        bv_cueing_rest(&cues->cueing);
        return;
    }
    heard =
        bv_cueing_step(&cues->cueing, facts->distance_mm, bv_clock_now_ns());
    hear(cues, &heard);
}

bool bv_cues_step(struct bv_cues *cues, const struct bv_cues_facts *facts)
{
    follow_settings(cues);
    hear_distance(cues, facts);
    return hear_alarms(cues, facts);
}

const char *bv_cues_get_line(struct bv_cues *cues)
{
    return cues->line && bv_clock_now_ns() - cues->line_ns < said_ns
               ? cues->line
               : NULL;
}
