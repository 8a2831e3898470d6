#include "recording_note.h"

#include <errno.h>
#include <stddef.h>

int bv_recording_note_write(struct bv_event_log *log,
                            const struct bv_recording_note *note,
                            struct bv_fault *fault)
{
    int64_t time_ns = note->time_ns;

    switch (note->of) {
    case BV_NOTE_TARGET:
        return bv_event_log_target(log, time_ns,
                                   note->marked ? &note->px : NULL, fault);
    case BV_NOTE_SCALE:
        return bv_event_log_screen_scale(log, time_ns, note->mm_per_px,
                                         note->origin, fault);
    case BV_NOTE_SYRINGE:
        return bv_event_log_syringe(log, time_ns, note->syringe, fault);
    case BV_NOTE_MARK:
        return bv_event_log_mark(log, time_ns, &note->mark, fault);
    case BV_NOTE_UNMARK:
        return bv_event_log_unmark(log, time_ns, note->mark.id, fault);
    case BV_NOTE_STEP:
        return bv_event_log_step(log, time_ns, note->step,
                                 note->was_out ? note->confirmed : NULL, fault);
    case BV_NOTE_SET_UP:
        return bv_event_log_set_up(log, time_ns, &note->settled, fault);
    }
    return -EINVAL;
}
