/**
 * @file
 * What the window says of a recording, from how it is doing. Pure.
 */
#ifndef BV_UI_RECORDING_WORDS_H
#define BV_UI_RECORDING_WORDS_H

#include <stdbool.h>

#include "core/decls.h"
#include "recording.h"

BV_BEGIN_DECLS

/** What is shown of it. */
enum bv_recording_phase {
    BV_RECORDING_NONE,
    BV_RECORDING_STARTING, /**< Asked for; no frame is in the file yet. */
    BV_RECORDING_RUNS,
    BV_RECORDING_ENDING, /**< Asked to end; the file is being finished. */
    BV_RECORDING_SAVED,
    BV_RECORDING_FAILED, /**< It ended by itself, and why is to be said. */
};

/** @param asked_to_end  By the user. */
enum bv_recording_phase
bv_recording_find_phase(const struct bv_recording_state *state,
                        bool asked_to_end);

struct bv_recording_words {
    char mark[40];    /**< Large: "REC 1:05", or that there is none. */
    char name[200];   /**< The file's, and what is missing in it. */
    char spoken[300]; /**< All of it, for a screen reader. */
    char line[BV_FAULT_TEXT_SIZE + 300]; /**< A sentence for the line below;
                                              empty where all is well. */
};

/** All empty in phase none. */
void bv_recording_words_make(const struct bv_recording_state *state,
                             enum bv_recording_phase phase,
                             struct bv_recording_words *words);

BV_END_DECLS

#endif
