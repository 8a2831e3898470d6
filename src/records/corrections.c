#include "records/corrections.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/screen_scale.h"
#include "core/words.h"
#include "records/corrections_parts.h"

const char *bv_corrected_kind_key(int kind)
{
    return kind == BV_CORRECTED_OTHER
               ? "other"
               : bv_moment_about((enum bv_moment_kind)kind)->key;
}

const char *bv_corrected_kind_title(int kind)
{
    return kind == BV_CORRECTED_OTHER
               ? N_("other")
               : bv_moment_about((enum bv_moment_kind)kind)->title;
}

struct bv_corrections *bv_corrections_new(void)
{
    return calloc(1, sizeof(struct bv_corrections));
}

void bv_corrections_free(struct bv_corrections *corrections)
{
    if (!corrections)
        return;
    for (int i = 0; i <= corrections->last; i++)
        free(corrections->steps[i].all);
    free(corrections);
}

static const struct bv_correction_step *
now(const struct bv_corrections *corrections)
{
    return &corrections->steps[corrections->step];
}

size_t bv_corrections_count(const struct bv_corrections *corrections)
{
    return now(corrections)->count;
}

const struct bv_correction *
bv_corrections_at(const struct bv_corrections *corrections, size_t index)
{
    return &now(corrections)->all[index];
}

/* What was undone is gone once something else is done; the oldest step goes
 * where there is no room. */
void bv_correction_step_push(struct bv_corrections *corrections,
                             struct bv_correction_step take_step)
{
    for (; corrections->last > corrections->step; corrections->last--)
        free(corrections->steps[corrections->last].all);
    if (corrections->last + 1 == BV_CORRECTION_STEPS) {
        free(corrections->steps[0].all);
        memmove(corrections->steps, corrections->steps + 1,
                sizeof(corrections->steps) - sizeof(*corrections->steps));
        corrections->last--;
    }
    corrections->step = ++corrections->last;
    corrections->steps[corrections->step] = take_step;
}

int bv_correction_step_copy(const struct bv_corrections *corrections,
                            struct bv_correction_step *step)
{
    const struct bv_correction_step *before = now(corrections);

    *step = *before;
    step->all = calloc(before->count + 1, sizeof(*step->all));
    if (!step->all)
        return -ENOMEM;
    if (before->count > 0)
        memcpy(step->all, before->all, before->count * sizeof(*step->all));
    return 0;
}

int bv_corrections_set(struct bv_corrections *corrections, size_t index,
                       const struct bv_correction *take)
{
    const struct bv_correction_step *before = now(corrections);
    struct bv_correction_step step;

    if (index > before->count || (index == before->count && !take))
        return -EINVAL;
    if (index == BV_CORRECTIONS_MAX)
        return -EFBIG;
    if (bv_correction_step_copy(corrections, &step) < 0)
        return -ENOMEM;
    if (take) {
        step.all[index] = *take;
        step.count += index == before->count;
    } else {
        step.count--;
        memmove(step.all + index, step.all + index + 1,
                (step.count - index) * sizeof(*step.all));
    }
    bv_correction_step_push(corrections, step);
    return 0;
}

bool bv_corrections_can_undo(const struct bv_corrections *corrections)
{
    return corrections->step > 0;
}

bool bv_corrections_can_redo(const struct bv_corrections *corrections)
{
    return corrections->step < corrections->last;
}

bool bv_corrections_undo(struct bv_corrections *corrections)
{
    if (!bv_corrections_can_undo(corrections))
        return false;
    corrections->step--;
    return true;
}

bool bv_corrections_redo(struct bv_corrections *corrections)
{
    if (!bv_corrections_can_redo(corrections))
        return false;
    corrections->step++;
    return true;
}

static struct bv_shown_moment shown_of(const struct bv_moment *moment,
                                       int index)
{
    return (struct bv_shown_moment){.kind = (int)moment->kind,
                                    .start_frame = moment->start_frame,
                                    .end_frame = moment->end_frame,
                                    .start_s = moment->start_s,
                                    .end_s = moment->end_s,
                                    .from = BV_SHOWN_MEASURED,
                                    .measured = index,
                                    .correction = -1};
}

bool bv_correction_is_note(const struct bv_correction *correction)
{
    const struct bv_moment_span *of = &correction->of, *is = &correction->is;

    return correction->what == BV_CORRECTION_CHANGED && is->kind == of->kind &&
           is->start_frame == of->start_frame && is->end_frame == of->end_frame;
}

/* Put what a person says in the place of what was measured, or beside it. */
static void correct(struct bv_shown_moment *shown, size_t *count,
                    const struct bv_correction *correction, int index)
{
    const struct bv_moment_span *of = &correction->of, *is = &correction->is;
    size_t at = 0;

    while (at < *count &&
           (correction->what == BV_CORRECTION_ADDED ||
            shown[at].from != BV_SHOWN_MEASURED || shown[at].kind != of->kind ||
            shown[at].start_frame != of->start_frame ||
            shown[at].end_frame != of->end_frame))
        at++;
    if (correction->what == BV_CORRECTION_REJECTED) {
        if (at < *count) {
            shown[at].from = BV_SHOWN_REJECTED;
            shown[at].correction = index;
        }
        return;
    }
    if (at < *count && bv_correction_is_note(correction)) {
        shown[at].from = BV_SHOWN_NOTED;
        shown[at].correction = index;
        return;
    }
    if (at == *count)
        shown[(*count)++] = (struct bv_shown_moment){.measured = -1};
    shown[at] = (struct bv_shown_moment){
        .kind = is->kind,
        .start_frame = is->start_frame,
        .end_frame = is->end_frame,
        .start_s = is->start_s,
        .end_s = is->end_s,
        .from = shown[at].measured < 0 ? BV_SHOWN_ADDED : BV_SHOWN_CHANGED,
        .measured = shown[at].measured,
        .correction = index};
}

static int by_start(const void *first, const void *second)
{
    const struct bv_shown_moment *a = first, *b = second;

    if (a->start_s != b->start_s)
        return a->start_s < b->start_s ? -1 : 1;
    return a->kind - b->kind;
}

int bv_corrections_show(const struct bv_corrections *corrections,
                        const struct bv_review *review,
                        struct bv_shown_moment **shown, size_t *count)
{
    size_t more = corrections ? bv_corrections_count(corrections) : 0;
    struct bv_shown_moment *made =
        calloc(review->moment_count + more + 1, sizeof(*made));
    size_t made_count = review->moment_count;

    if (!made)
        return -ENOMEM;
    for (size_t i = 0; i < review->moment_count; i++)
        made[i] = shown_of(&review->moments[i], (int)i);
    for (size_t i = 0; i < more; i++)
        correct(made, &made_count, bv_corrections_at(corrections, i), (int)i);
    qsort(made, made_count, sizeof(*made), by_start);
    *shown = made;
    *count = made_count;
    return 0;
}

const char *bv_shown_from_word(enum bv_shown_from from)
{
    return from == BV_SHOWN_MEASURED   ? NULL
           : from == BV_SHOWN_NOTED    ? _("NOTE")
           : from == BV_SHOWN_REJECTED ? _("NOT SO")
           : from == BV_SHOWN_CHANGED  ? _("CORRECTED")
                                       : _("ADDED");
}

void bv_moment_span_say(const struct bv_moment_span *span, char *text,
                        size_t size)
{
    snprintf(text, size, _("%s, %.1f to %.1f s"),
             _(bv_corrected_kind_title(span->kind)), span->start_s,
             span->end_s);
}

void bv_correction_say(const struct bv_correction *correction, char *text,
                       size_t size)
{
    const char *note = correction->note;
    char of[160] = "", is[160] = "";

    bv_moment_span_say(&correction->of, of, sizeof(of));
    bv_moment_span_say(&correction->is, is, sizeof(is));
    if (bv_correction_is_note(correction)) {
        snprintf(text, size, "%s%s (%s)", _("note: "), of, note);
        return;
    }
    snprintf(text, size, "%s%s%s%s%s%s%s",
             correction->what == BV_CORRECTION_REJECTED ? _("not so: ")
             : correction->what == BV_CORRECTION_ADDED  ? _("added: ")
                                                        : _("corrected: "),
             correction->what == BV_CORRECTION_ADDED ? "" : of,
             correction->what == BV_CORRECTION_CHANGED ? _(" is ") : "",
             correction->what == BV_CORRECTION_REJECTED ? "" : is,
             note[0] ? " (" : "", note, note[0] ? ")" : "");
}
