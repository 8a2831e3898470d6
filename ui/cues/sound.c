#include "ui/cues/sound.h"

#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>

#ifdef BV_HAS_ALSA
#include <alsa/asoundlib.h>
#endif

#include "core/clock.h"

/* One that waits longer, or plays so long, hangs. */
static const int64_t waits_most_ns = 250000000, plays_most_ns = 1500000000;

struct bv_sound {
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t wake;
    /* under the lock */
    unsigned asked, unplayed; /* a bit for each cue */
    int64_t asked_ns;         /* when the alarm that waits longest was */
    enum bv_cue plays;
    int64_t plays_ns; /* since then */
    bool ends, is_mute;
    /* the thread's */
    int16_t samples[BV_TONES_SAMPLES_MOST];
#ifdef BV_HAS_ALSA
    snd_pcm_t *pcm; /* NULL: none */
#endif
};

#ifdef BV_HAS_ALSA
static int write_all(snd_pcm_t *pcm, const int16_t *samples, int count)
{
    while (count > 0) {
        snd_pcm_sframes_t wrote =
            snd_pcm_writei(pcm, samples, (snd_pcm_uframes_t)count);

        if (wrote < 0)
            wrote = snd_pcm_recover(pcm, (int)wrote, 1);
        if (wrote < 0)
            return (int)wrote;
        samples += wrote;
        count -= (int)wrote;
    }
    return 0;
}

static bool gives_way(struct bv_sound *sound, enum bv_cue cue)
{
    bool gives_way;

    pthread_mutex_lock(&sound->lock);
    gives_way = bv_cue_gives_way(cue, sound->asked);
    if (gives_way && bv_cue_is_alarm(cue))
        sound->asked |= 1U << cue; /* from its beginning, after that */
    pthread_mutex_unlock(&sound->lock);
    return gives_way;
}

static int play(struct bv_sound *sound, enum bv_cue cue)
{
    enum { a_part = BV_TONES_RATE_HZ / 50 };
    int count = bv_tones_make(cue, sound->samples);
    int error = snd_pcm_prepare(sound->pcm);

    for (int at = 0; at < count && error == 0; at += a_part) {
        if (gives_way(sound, cue))
            return snd_pcm_drop(sound->pcm);
        error = write_all(sound->pcm, &sound->samples[at],
                          count - at < a_part ? count - at : a_part);
    }
    return error < 0 ? error : snd_pcm_drain(sound->pcm);
}

/* The library would write to standard error of what is no error here. */
static void be_quiet(const char *file, int line, const char *function,
                     int error, const char *format, ...)
{
    (void)file;
    (void)line;
    (void)function;
    (void)error;
    (void)format;
}

static snd_pcm_t *open_device(void)
{
    snd_pcm_t *pcm;

    snd_lib_error_set_handler(be_quiet);
    if (snd_pcm_open(&pcm, "default", SND_PCM_STREAM_PLAYBACK, 0) < 0)
        return NULL;
    if (snd_pcm_set_params(pcm, SND_PCM_FORMAT_S16,
                           SND_PCM_ACCESS_RW_INTERLEAVED, 1, BV_TONES_RATE_HZ,
                           1, 60000) < 0) {
        snd_pcm_close(pcm);
        return NULL;
    }
    return pcm;
}

static bool has_device(struct bv_sound *sound)
{
    if (!sound->pcm)
        sound->pcm = open_device();
    return sound->pcm != NULL;
}

static void close_device(struct bv_sound *sound)
{
    if (sound->pcm)
        snd_pcm_close(sound->pcm);
    sound->pcm = NULL;
}

/* Where the device was pulled another may be there. */
static bool sound_out(struct bv_sound *sound, enum bv_cue cue)
{
    for (int tries = 0; tries < 2 && has_device(sound); tries++) {
        if (play(sound, cue) >= 0)
            return true;
        close_device(sound);
    }
    return false;
}
#else
static bool has_device(struct bv_sound *sound)
{
    (void)sound;
    return false;
}

static void close_device(struct bv_sound *sound)
{
    (void)sound;
}

static bool sound_out(struct bv_sound *sound, enum bv_cue cue)
{
    (void)sound;
    (void)cue;
    return false;
}
#endif

/* Under the lock. @return false: it ends. */
static bool await_cue(struct bv_sound *sound)
{
    sound->plays = BV_CUE_NONE;
    while (!sound->ends &&
           (sound->plays = bv_cue_take(&sound->asked)) == BV_CUE_NONE)
        pthread_cond_wait(&sound->wake, &sound->lock);
    sound->plays_ns = bv_clock_now_ns();
    sound->asked_ns = sound->plays_ns; /* the rest had to wait */
    return !sound->ends;
}

static void *run(void *data)
{
    struct bv_sound *sound = data;
    bool is_mute = !has_device(sound);

    pthread_mutex_lock(&sound->lock);
    sound->is_mute = is_mute;
    while (await_cue(sound)) {
        enum bv_cue cue = sound->plays;
        bool plays = !sound->is_mute || bv_cue_is_alarm(cue);

        pthread_mutex_unlock(&sound->lock);
        plays = plays && sound_out(sound, cue);
        pthread_mutex_lock(&sound->lock);
        sound->is_mute = !plays;
        if (!plays && sound->plays != BV_CUE_NONE && bv_cue_is_alarm(cue))
            sound->unplayed |= 1U << cue;
    }
    pthread_mutex_unlock(&sound->lock);
    close_device(sound);
    return NULL;
}

struct bv_sound *bv_sound_new(void)
{
    struct bv_sound *sound = calloc(1, sizeof(*sound));

    if (!sound)
        return NULL;
    pthread_mutex_init(&sound->lock, NULL);
    pthread_cond_init(&sound->wake, NULL);
    if (pthread_create(&sound->thread, NULL, run, sound) != 0) {
        free(sound);
        return NULL;
    }
    return sound;
}

void bv_sound_free(struct bv_sound *sound)
{
    if (!sound)
        return;
    pthread_mutex_lock(&sound->lock);
    sound->ends = true;
    pthread_cond_signal(&sound->wake);
    pthread_mutex_unlock(&sound->lock);
    pthread_join(sound->thread, NULL);
    pthread_cond_destroy(&sound->wake);
    pthread_mutex_destroy(&sound->lock);
    free(sound);
}

static unsigned alarms_of(unsigned asked)
{
    unsigned alarms = 0;

    for (int cue = BV_CUE_NONE + 1; cue < BV_CUES; cue++)
        if (bv_cue_is_alarm((enum bv_cue)cue))
            alarms |= asked & 1U << cue;
    return alarms;
}

void bv_sound_play(struct bv_sound *sound, enum bv_cue cue)
{
    pthread_mutex_lock(&sound->lock);
    if (bv_cue_is_alarm(cue) && !alarms_of(sound->asked))
        sound->asked_ns = bv_clock_now_ns();
    sound->asked |= 1U << cue;
    pthread_cond_signal(&sound->wake);
    pthread_mutex_unlock(&sound->lock);
}

/* Under the lock: what hangs, and what waits for that, is not waited for. */
static void give_up(struct bv_sound *sound)
{
    int64_t now_ns = bv_clock_now_ns();
    bool plays = sound->plays != BV_CUE_NONE;

    if (plays ? now_ns - sound->plays_ns < plays_most_ns
              : now_ns - sound->asked_ns < waits_most_ns)
        return;
    sound->unplayed |= alarms_of(sound->asked | 1U << sound->plays);
    sound->asked &= ~alarms_of(sound->asked);
    sound->plays = BV_CUE_NONE; /* told once */
}

unsigned bv_sound_take_unplayed(struct bv_sound *sound)
{
    unsigned unplayed;

    pthread_mutex_lock(&sound->lock);
    give_up(sound);
    unplayed = sound->unplayed;
    sound->unplayed = 0;
    pthread_mutex_unlock(&sound->lock);
    return unplayed;
}

bool bv_sound_is_mute(struct bv_sound *sound)
{
    bool is_mute;

    pthread_mutex_lock(&sound->lock);
    is_mute = sound->is_mute;
    pthread_mutex_unlock(&sound->lock);
    return is_mute;
}
