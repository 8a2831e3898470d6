/*
 * Sounds reach the sound device, and where there is none it is said and nothing
 * waits. The device is a file of ALSA's own.
 */
#include "support/test.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>

#include "ui/cues/sound.h"

static char played[512];

/* Have ALSA know this default device alone. */
static void configure(const char *device)
{
    const char *folder = bv_test_folder();
    char path[512];
    FILE *file;

    snprintf(path, sizeof(path), "%s/asound.conf", folder);
    snprintf(played, sizeof(played), "%s/played.raw", folder);
    file = fopen(path, "w");
    ck_assert_ptr_nonnull(file);
    fprintf(file, device, played);
    fclose(file);
    setenv("ALSA_CONFIG_PATH", path, 1);
}

static void nap(void)
{
    nanosleep(&(struct timespec){.tv_nsec = 2000000}, NULL);
}

static bool becomes_mute(struct bv_sound *sound)
{
    for (int i = 0; i < 5000 && !bv_sound_is_mute(sound); i++)
        nap();
    return bv_sound_is_mute(sound);
}

/* @return The bytes that were played, once there are so many. */
static long await_played(long bytes)
{
    struct stat found = {0};

    for (int i = 0; i < 5000 && found.st_size < bytes; i++) {
        nap();
        if (stat(played, &found) != 0)
            found.st_size = 0;
    }
    return (long)found.st_size;
}

START_TEST(without_a_device_it_is_mute_and_nobody_waits)
{
    struct bv_sound *sound;

    configure("# none: %s\n");
    sound = bv_sound_new();
    ck_assert_ptr_nonnull(sound);
    ck_assert(becomes_mute(sound));
    for (int i = 0; i < 1000; i++)
        bv_sound_play(sound, BV_CUE_BEAT);
    bv_sound_free(sound);
    bv_sound_free(NULL);
}
END_TEST

START_TEST(beat_and_loss_are_played_and_differ)
{
    const long beat = 48000 / 20 * 2, lost = 48000 * 3 / 10 * 2;
    struct bv_sound *sound;

    configure("pcm.!default { type file slave.pcm { type null } "
              "file \"%s\" format raw }\n");
    sound = bv_sound_new();
    ck_assert_ptr_nonnull(sound);
    bv_sound_play(sound, BV_CUE_BEAT);
    ck_assert_int_ge(await_played(beat), beat);
    ck_assert_int_lt(await_played(beat), lost);
    bv_sound_play(sound, BV_CUE_LOST);
    ck_assert_int_ge(await_played(beat + lost), beat + lost);
    ck_assert(!bv_sound_is_mute(sound));
    bv_sound_free(sound);
}
END_TEST

START_TEST(alarms_are_played_whole_and_none_for_another)
{
    const unsigned alarms[] = {BV_CUE_NEAR, BV_CUE_SPREAD, BV_CUE_INSIDE};
    static int16_t samples[BV_TONES_SAMPLES_MOST];
    struct bv_sound *sound;
    long bytes = 0;

    configure("pcm.!default { type file slave.pcm { type null } "
              "file \"%s\" format raw }\n");
    sound = bv_sound_new();
    ck_assert_ptr_nonnull(sound);
    for (int i = 0; i < 3; i++) {
        bytes += 2L * bv_tones_make((enum bv_cue)alarms[i], samples);
        bv_sound_play(sound, (enum bv_cue)alarms[i]);
    }
    ck_assert_int_ge(await_played(bytes), bytes);
    ck_assert_uint_eq(bv_sound_take_unplayed(sound), 0);
    bv_sound_free(sound);
}
END_TEST

/* @return What was told until all of these were. */
static unsigned await_unplayed(struct bv_sound *sound, unsigned wanted)
{
    unsigned told = 0;

    for (int i = 0; i < 5000 && told != wanted; i++) {
        told |= bv_sound_take_unplayed(sound);
        nap();
    }
    return told;
}

START_TEST(alarms_that_no_device_plays_are_told_once)
{
    const unsigned alarms = 1U << BV_CUE_NEAR | 1U << BV_CUE_INSIDE;
    struct bv_sound *sound;

    configure("# none: %s\n");
    sound = bv_sound_new();
    ck_assert_ptr_nonnull(sound);
    bv_sound_play(sound, BV_CUE_BEAT);
    bv_sound_play(sound, BV_CUE_NEAR);
    bv_sound_play(sound, BV_CUE_INSIDE);
    ck_assert_uint_eq(await_unplayed(sound, alarms), alarms);
    ck_assert_uint_eq(bv_sound_take_unplayed(sound), 0);
    ck_assert(bv_sound_is_mute(sound));
    bv_sound_free(sound);
}
END_TEST

START_TEST(a_device_that_comes_later_plays_the_next_alarm)
{
    const long near = 2L * (48000 * 31 / 100);
    struct bv_sound *sound;

    configure("# none: %s\n");
    sound = bv_sound_new();
    ck_assert_ptr_nonnull(sound);
    ck_assert(becomes_mute(sound));
    configure("pcm.!default { type file slave.pcm { type null } "
              "file \"%s\" format raw }\n");
    bv_sound_play(sound, BV_CUE_NEAR);
    ck_assert_int_ge(await_played(near), near);
    bv_sound_free(sound);
}
END_TEST

int main(void)
{
    const TTest *tests[] = {without_a_device_it_is_mute_and_nobody_waits,
                            beat_and_loss_are_played_and_differ,
                            alarms_are_played_whole_and_none_for_another,
                            alarms_that_no_device_plays_are_told_once,
                            a_device_that_comes_later_plays_the_next_alarm,
                            NULL};

    return bv_test_run("sound", NULL, NULL, tests);
}
