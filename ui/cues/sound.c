#include "ui/cues/sound.h"

#include <math.h>
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>

#ifdef BV_HAS_ALSA
#include <alsa/asoundlib.h>
#endif

/* Of the longest sound. */
enum { rate_hz = 48000, samples_most = rate_hz * 3 / 10 };

struct bv_sound {
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t wake;
    enum bv_cue asked; /* under the lock, as is what follows */
    bool ends, is_mute;
    int16_t samples[samples_most]; /* the thread's */
};

/* A tone that swells and fades, so that it does not click. @return How many
 * samples. */
#ifdef BV_HAS_ALSA
static int make_tone(int16_t *samples, double from_hz, double to_hz,
                     double seconds)
{
    int count = (int)(seconds * rate_hz);
    double phase = 0;

    for (int i = 0; i < count; i++) {
        double at = (double)i / count;

        phase += 2 * M_PI * (from_hz + (to_hz - from_hz) * at) / rate_hz;
        samples[i] = (int16_t)(9000 * sin(M_PI * at) * sin(phase));
    }
    return count;
}

static int make_cue(enum bv_cue cue, int16_t *samples)
{
    return cue == BV_CUE_LOST ? make_tone(samples, 520, 260, 0.3)
                              : make_tone(samples, 880, 880, 0.05);
}

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
    return snd_pcm_drain(pcm);
}

static int play(snd_pcm_t *pcm, struct bv_sound *sound, enum bv_cue cue)
{
    int count = make_cue(cue, sound->samples);
    int error = snd_pcm_prepare(pcm);

    return error < 0 ? error : write_all(pcm, sound->samples, count);
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
                           SND_PCM_ACCESS_RW_INTERLEAVED, 1, rate_hz, 1,
                           60000) < 0) {
        snd_pcm_close(pcm);
        return NULL;
    }
    return pcm;
}
#endif

static void set_mute(struct bv_sound *sound)
{
    pthread_mutex_lock(&sound->lock);
    sound->is_mute = true;
    pthread_mutex_unlock(&sound->lock);
}

#ifdef BV_HAS_ALSA
/* @return false: it ends. */
static bool await_cue(struct bv_sound *sound, enum bv_cue *cue)
{
    bool goes_on;

    pthread_mutex_lock(&sound->lock);
    while (sound->asked == BV_CUE_NONE && !sound->ends)
        pthread_cond_wait(&sound->wake, &sound->lock);
    *cue = sound->asked;
    sound->asked = BV_CUE_NONE;
    goes_on = !sound->ends;
    pthread_mutex_unlock(&sound->lock);
    return goes_on;
}
#endif

static void *run(void *data)
{
    struct bv_sound *sound = data;
#ifdef BV_HAS_ALSA
    snd_pcm_t *pcm = open_device();
    enum bv_cue cue;

    while (pcm && await_cue(sound, &cue)) {
        if (play(pcm, sound, cue) >= 0)
            continue;
        snd_pcm_close(pcm); /* it was pulled */
        pcm = NULL;
    }
    if (pcm) {
        snd_pcm_close(pcm);
        return NULL;
    }
#endif
    set_mute(sound);
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

void bv_sound_play(struct bv_sound *sound, enum bv_cue cue)
{
    pthread_mutex_lock(&sound->lock);
    sound->asked = cue;
    pthread_cond_signal(&sound->wake);
    pthread_mutex_unlock(&sound->lock);
}

bool bv_sound_is_mute(struct bv_sound *sound)
{
    bool is_mute;

    pthread_mutex_lock(&sound->lock);
    is_mute = sound->is_mute;
    pthread_mutex_unlock(&sound->lock);
    return is_mute;
}
