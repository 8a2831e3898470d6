#include "ui/recording_words.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "core/clock.h"
#include "core/words.h"

/* Before that, a second's bytes are a guess. */
static const double least_measured_s = 5;

enum bv_recording_phase
bv_recording_find_phase(const struct bv_recording_state *state,
                        bool asked_to_end)
{
    if (state->fault.error)
        return BV_RECORDING_FAILED;
    if (state->over)
        return BV_RECORDING_SAVED;
    if (asked_to_end)
        return BV_RECORDING_ENDING;
    return state->frames > 0 ? BV_RECORDING_RUNS : BV_RECORDING_STARTING;
}

/* "1:05", "1:00:00": what a clock on a wall says. */
static void say_time(int64_t length_ns, char *text, size_t size)
{
    long long s = length_ns / BV_NS_PER_S;

    if (s < 3600)
        snprintf(text, size, "%lld:%02lld", s / 60, s % 60);
    else
        snprintf(text, size, "%lld:%02lld:%02lld", s / 3600, s / 60 % 60,
                 s % 60);
}

/* How long the disk has room at the bytes that were written a second. */
static void say_room(const struct bv_recording_state *state, char *text,
                     size_t size)
{
    double length_s = bv_ns_to_s(state->length_ns), left_s;

    if (length_s < least_measured_s || state->bytes <= 0)
        return;
    left_s = (double)state->room_bytes / ((double)state->bytes / length_s);
    if (left_s >= 10 * 3600)
        snprintf(text, size, _("over 10 h left on the disk"));
    else if (left_s >= 3600)
        snprintf(text, size, _("%.0f h left on the disk"),
                 floor(left_s / 3600));
    else
        snprintf(text, size, _("%.0f min left on the disk"),
                 floor(left_s / 60));
}

static void say_running(const struct bv_recording_state *state,
                        const char *file, const char *time, bool ending,
                        struct bv_recording_words *words)
{
    char missing[60] = "", room[60] = "";

    snprintf(words->mark, sizeof(words->mark), _("REC %s"), time);
    if (state->dropped)
        snprintf(missing, sizeof(missing), _(", %llu frames missing"),
                 (unsigned long long)state->dropped);
    snprintf(words->name, sizeof(words->name), "%.100s%s", file, missing);
    /* no time in it: a screen reader would read every second aloud */
    snprintf(words->spoken, sizeof(words->spoken), _("%s into %s"),
             ending ? _("Finishing the recording") : _("Recording"),
             words->name);
    say_room(state, room, sizeof(room));
    if (room[0]) /* there is no space for both; the ear has the name */
        snprintf(words->name, sizeof(words->name), "%s%s", room, missing);
}

static void say_saved(const struct bv_recording_state *state, const char *time,
                      struct bv_recording_words *words)
{
    if (state->frames == 0)
        snprintf(words->line, sizeof(words->line),
                 _("Nothing recorded: no picture came"));
    else if (state->dropped)
        snprintf(words->line, sizeof(words->line),
                 _("Recorded %s into %.500s, where %llu frames are missing: "
                   "disk or processor were too slow"),
                 time, state->path, (unsigned long long)state->dropped);
    else
        snprintf(words->line, sizeof(words->line),
                 _("Recorded %s into %.500s; nothing was lost"), time,
                 state->path);
}

/* Without the full stop that a fault's sentence ends with. */
static int bare_length(const char *sentence)
{
    size_t length = strlen(sentence);

    return (int)(length > 0 && sentence[length - 1] == '.' ? length - 1
                                                           : length);
}

static void say_failed(const struct bv_recording_state *state, const char *file,
                       const char *time, struct bv_recording_words *words)
{
    const char *why = state->fault.text;

    snprintf(words->mark, sizeof(words->mark), _("NOT RECORDING"));
    snprintf(words->spoken, sizeof(words->spoken), _("Not recording: %.280s"),
             why);
    if (state->frames > 0 && state->fault.error != -ENOSPC) /* that says it */
        snprintf(words->line, sizeof(words->line),
                 _("Not recording. %.*s; %.200s keeps the %s before that."),
                 bare_length(why), why, file, time);
    else
        snprintf(words->line, sizeof(words->line), _("Not recording. %s"), why);
}

void bv_recording_words_make(const struct bv_recording_state *state,
                             enum bv_recording_phase phase,
                             struct bv_recording_words *words)
{
    const char *slash = strrchr(state->path, '/');
    const char *file = slash ? slash + 1 : state->path;
    char time[24];

    *words = (struct bv_recording_words){0};
    say_time(state->length_ns, time, sizeof(time));
    switch (phase) {
    case BV_RECORDING_NONE:
        break;
    case BV_RECORDING_STARTING: /* nothing is in the file yet */
        snprintf(words->mark, sizeof(words->mark), _("REC ..."));
        snprintf(words->spoken, sizeof(words->spoken), _("Recording starts"));
        break;
    case BV_RECORDING_RUNS:
    case BV_RECORDING_ENDING:
        say_running(state, file, time, phase == BV_RECORDING_ENDING, words);
        break;
    case BV_RECORDING_SAVED:
        say_saved(state, time, words);
        break;
    case BV_RECORDING_FAILED:
        say_failed(state, file, time, words);
        break;
    }
}
