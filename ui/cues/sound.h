/**
 * @file
 * Short sounds by ALSA, from a thread of their own: who asks for one never
 * waits. A newer one takes the place of one that has not begun.
 */
#ifndef BV_UI_CUES_SOUND_H
#define BV_UI_CUES_SOUND_H

#include <stdbool.h>

#include "core/decls.h"
#include "ui/cues/cueing.h"

BV_BEGIN_DECLS

struct bv_sound;

/** Begin to open the sound device. @return NULL: no memory, no thread. */
struct bv_sound *bv_sound_new(void);

/** Ends the thread, after at most the sound that plays. NULL is ignored. */
void bv_sound_free(struct bv_sound *sound);

/** Any thread. */
void bv_sound_play(struct bv_sound *sound, enum bv_cue cue);

/** Whether it turned out that there is no device that plays, or none that bevel
 *  was built for. Any thread. */
bool bv_sound_is_mute(struct bv_sound *sound);

BV_END_DECLS

#endif
