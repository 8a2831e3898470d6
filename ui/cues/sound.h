/**
 * @file
 * Short sounds by ALSA, from a thread of their own: who asks for one never
 * waits. The most urgent goes first, and breaks off one that is less; an alarm
 * is played all the same, then, or else it is told that it was not.
 */
#ifndef BV_UI_CUES_SOUND_H
#define BV_UI_CUES_SOUND_H

#include <stdbool.h>

#include "core/decls.h"
#include "ui/cues/tones.h"

BV_BEGIN_DECLS

struct bv_sound;

/** Begin to open the sound device. @return NULL: no memory, no thread. */
struct bv_sound *bv_sound_new(void);

/** Ends the thread, after at most the sound that plays. NULL is ignored. */
void bv_sound_free(struct bv_sound *sound);

/** Ask for one. For an alarm a device that was not there is looked for again.
 *  Any thread. */
void bv_sound_play(struct bv_sound *sound, enum bv_cue cue);

/** The alarms that no device plays, or not in time, a bit, 1 << cue, for each:
 *  each once, about a quarter of a second after it was asked for. Any thread.
 */
unsigned bv_sound_take_unplayed(struct bv_sound *sound);

/** Whether it turned out that there is no device that plays, or none that bevel
 *  was built for. Any thread. */
bool bv_sound_is_mute(struct bv_sound *sound);

BV_END_DECLS

#endif
