#include "records/labels_steps.h"

#include <errno.h>
#include <stdlib.h>

static void drop_steps(struct bv_labels *labels, size_t from)
{
    for (size_t i = from; i < labels->step_end; i++)
        free(labels->steps[i].changes);
    labels->step_end = from;
}

void bv_labels_forget_steps(struct bv_labels *labels)
{
    drop_steps(labels, 0);
    labels->step_count = 0;
}

static int make_step_room(struct bv_labels *labels)
{
    size_t room = labels->step_room ? labels->step_room * 2 : 64;
    void *grown;

    if (labels->step_count < labels->step_room)
        return 0;
    grown = reallocarray(labels->steps, room, sizeof(*labels->steps));
    if (!grown)
        return -ENOMEM;
    labels->steps = grown;
    labels->step_room = room;
    return 0;
}

/* What the frames are to say, and what they said. */
static struct bv_labels_change *list_changes(const struct bv_labels *labels,
                                             const uint32_t *frames,
                                             const struct bv_label *label,
                                             size_t count)
{
    struct bv_labels_change *changes = calloc(count, sizeof(*changes));

    for (size_t i = 0; changes && i < count; i++)
        changes[i] = (struct bv_labels_change){
            frames[i], bv_labels_get(labels, frames[i]), label[i]};
    return changes;
}

int bv_labels_set_many(struct bv_labels *labels, const uint32_t *frames,
                       const struct bv_label *label, size_t count)
{
    struct bv_labels_change *changes;
    uint32_t end = 0;
    int error;

    if (count == 0)
        return 0;
    for (size_t i = 0; i < count; i++) {
        if (frames[i] >= BV_LABELS_FRAMES_MAX)
            return -ERANGE;
        end = frames[i] + 1 > end ? frames[i] + 1 : end;
    }
    error = bv_labels_reserve(labels, end);
    if (error == 0)
        error = make_step_room(labels);
    changes = error == 0 ? list_changes(labels, frames, label, count) : NULL;
    if (!changes)
        return error < 0 ? error : -ENOMEM;
    drop_steps(labels, labels->step_count);
    labels->steps[labels->step_count++] =
        (struct bv_labels_step){count, changes};
    labels->step_end = labels->step_count;
    for (size_t i = 0; i < count; i++)
        labels->label[frames[i]] = label[i];
    labels->revision++;
    return 0;
}

int bv_labels_set(struct bv_labels *labels, uint32_t frame,
                  const struct bv_label *label)
{
    return bv_labels_set_many(labels, &frame, label, 1);
}

int bv_labels_amend(struct bv_labels *labels, uint32_t frame,
                    const struct bv_label *label)
{
    struct bv_labels_step *last =
        labels->step_count > 0 ? &labels->steps[labels->step_count - 1] : NULL;

    if (!last || last->count != 1 || last->changes[0].frame != frame ||
        labels->step_end != labels->step_count)
        return bv_labels_set(labels, frame, label);
    last->changes[0].after = *label;
    labels->label[frame] = *label;
    labels->revision++;
    return 0;
}

/* Of a step, the frame that a person would look at: the first one. */
static uint32_t apply(struct bv_labels *labels,
                      const struct bv_labels_step *step, bool forward)
{
    for (size_t i = 0; i < step->count; i++) {
        const struct bv_labels_change *change = &step->changes[i];

        labels->label[change->frame] = forward ? change->after : change->before;
    }
    labels->revision++;
    return step->changes[0].frame;
}

bool bv_labels_can_undo(const struct bv_labels *labels)
{
    return labels->step_count > 0;
}

bool bv_labels_can_redo(const struct bv_labels *labels)
{
    return labels->step_count < labels->step_end;
}

bool bv_labels_undo(struct bv_labels *labels, uint32_t *frame)
{
    if (!bv_labels_can_undo(labels))
        return false;
    *frame = apply(labels, &labels->steps[--labels->step_count], false);
    return true;
}

bool bv_labels_redo(struct bv_labels *labels, uint32_t *frame)
{
    if (!bv_labels_can_redo(labels))
        return false;
    *frame = apply(labels, &labels->steps[labels->step_count++], true);
    return true;
}
