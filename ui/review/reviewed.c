#include "ui/review/reviewed.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/clock.h"
#include "core/text.h"

/* Looped around a moment; and so long is a new one. */
static const double air_s = 0.5, new_s = 1;

/* What was measured and what was said of it, together; and drawn anew. */
static int show(struct bv_reviewed *attempt)
{
    struct bv_shown_moment *shown;
    struct bv_lanes *lanes;
    size_t count;
    int error = bv_corrections_show(attempt->corrections, &attempt->review,
                                    &shown, &count);

    if (error < 0)
        return error;
    lanes =
        bv_lanes_new(attempt->analysis.frames, &attempt->review, attempt->rules,
                     shown, count, attempt->has_truth ? &attempt->truly : NULL);
    if (!lanes) {
        free(shown);
        return -ENOMEM;
    }
    free(attempt->shown);
    bv_lanes_free(attempt->lanes);
    attempt->shown = shown;
    attempt->shown_count = count;
    attempt->lanes = lanes;
    if (attempt->selected >= (int)count)
        attempt->selected = -1;
    return 0;
}

/* What was measured, beside what truly was. */
static int compare(struct bv_reviewed *attempt)
{
    const struct bv_analysis *analysis = &attempt->analysis;
    int error = bv_review_make_true(analysis->truth, analysis->count,
                                    attempt->rules, &attempt->truly);

    if (error < 0)
        return error;
    attempt->has_truth = true;
    attempt->matches =
        calloc(attempt->review.moment_count + 1, sizeof(*attempt->matches));
    attempt->missed =
        calloc(attempt->truly.moment_count + 1, sizeof(*attempt->missed));
    if (!attempt->matches || !attempt->missed)
        return -ENOMEM;
    return bv_compare_moments(&attempt->review, &attempt->truly,
                              analysis->truth, analysis->count, attempt->rules,
                              attempt->matches, attempt->missed);
}

static int make(struct bv_reviewed *attempt, const char *clip)
{
    const struct bv_analysis *analysis = &attempt->analysis;
    int error = bv_review_make(analysis->frames, analysis->count,
                               attempt->rules, &attempt->review);

    if (error == 0 && analysis->truth)
        error = compare(attempt);
    attempt->time_s = malloc(analysis->count * sizeof(*attempt->time_s));
    attempt->path = bv_corrections_path(clip, &attempt->is_apart);
    attempt->corrections = bv_corrections_new();
    if (error == 0 &&
        (!attempt->time_s || !attempt->path || !attempt->corrections))
        error = -ENOMEM;
    return error;
}

/* What was said of it before. A file that cannot be read is told of. */
static int read_corrections(struct bv_reviewed *attempt, const char *clip,
                            struct bv_fault *said)
{
    char *found = bv_corrections_find(clip);
    int error = found ? bv_corrections_read(attempt->corrections, found, said)
                      : -ENOMEM;

    free(found);
    return error == -ENOMEM ? error : 0;
}

int bv_reviewed_init(struct bv_reviewed *attempt, const char *clip,
                     struct bv_analysis *take_analysis,
                     const struct bv_review_rules *rules, struct bv_fault *said)
{
    int error;

    *attempt = (struct bv_reviewed){
        .rules = rules, .analysis = *take_analysis, .selected = -1};
    *take_analysis = (struct bv_analysis){0};
    error = attempt->analysis.count > 0 ? make(attempt, clip) : -ENODATA;
    if (error == 0) {
        for (size_t i = 0; i < attempt->analysis.count; i++)
            attempt->time_s[i] =
                bv_ns_to_s(attempt->analysis.frames[i].time_ns);
        bv_player_init(&attempt->player, attempt->time_s,
                       attempt->analysis.count);
        error = read_corrections(attempt, clip, said);
    }
    if (error == 0)
        error = show(attempt);
    if (error < 0)
        bv_reviewed_fini(attempt);
    return error;
}

void bv_reviewed_fini(struct bv_reviewed *attempt)
{
    bv_lanes_free(attempt->lanes);
    free(attempt->shown);
    bv_corrections_free(attempt->corrections);
    free(attempt->path);
    free(attempt->time_s);
    free(attempt->matches);
    free(attempt->missed);
    bv_review_fini(&attempt->review);
    bv_review_fini(&attempt->truly);
    bv_analysis_fini(&attempt->analysis);
    *attempt = (struct bv_reviewed){.selected = -1};
}

size_t bv_reviewed_find(const struct bv_reviewed *attempt, uint32_t number)
{
    return bv_analysis_find(&attempt->analysis, number);
}

double bv_reviewed_now_s(const struct bv_reviewed *attempt)
{
    return attempt->time_s[attempt->player.at];
}

void bv_reviewed_select(struct bv_reviewed *attempt, int index, double now_s)
{
    const struct bv_shown_moment *moment;

    attempt->selected = index;
    bv_player_unloop(&attempt->player);
    if (index < 0)
        return;
    moment = &attempt->shown[index];
    bv_player_loop(&attempt->player, moment->start_s - air_s,
                   moment->end_s + air_s, now_s);
    bv_player_go_s(&attempt->player, moment->start_s, now_s);
    bv_player_reveal(&attempt->player, moment->start_s - air_s,
                     moment->end_s + air_s);
}

void bv_reviewed_show_true(struct bv_reviewed *attempt, int index, double now_s)
{
    const struct bv_moment *moment = &attempt->truly.moments[index];

    attempt->selected = -1;
    bv_player_loop(&attempt->player, moment->start_s - air_s,
                   moment->end_s + air_s, now_s);
    bv_player_go_s(&attempt->player, moment->start_s, now_s);
    bv_player_reveal(&attempt->player, moment->start_s - air_s,
                     moment->end_s + air_s);
}

int bv_reviewed_next(const struct bv_reviewed *attempt, int way)
{
    double here_s = bv_reviewed_now_s(attempt);
    int found = -1;

    if (attempt->selected >= 0) {
        int next = attempt->selected + way;

        return next < (int)attempt->shown_count ? next : -1;
    }
    for (int i = 0; i < (int)attempt->shown_count; i++) {
        double start_s = attempt->shown[i].start_s;

        if (way > 0 && start_s > here_s)
            return i;
        if (way < 0 && start_s < here_s)
            found = i;
    }
    return found;
}

const char *bv_reviewed_note(const struct bv_reviewed *attempt, int index)
{
    int correction = attempt->shown[index].correction;

    return correction < 0
               ? ""
               : bv_corrections_at(attempt->corrections, (size_t)correction)
                     ->note;
}

/* Show what changed, with the same moment selected, and write it. */
static int changed(struct bv_reviewed *attempt, int correction, int measured,
                   struct bv_fault *fault)
{
    int error = show(attempt);

    if (error < 0)
        return error;
    attempt->selected = -1;
    for (size_t i = 0; i < attempt->shown_count; i++)
        if ((correction >= 0 && attempt->shown[i].correction == correction) ||
            (measured >= 0 && attempt->shown[i].measured == measured))
            attempt->selected = (int)i;
    return bv_corrections_save(attempt->corrections, attempt->path, fault);
}

static struct bv_moment_span span_of(const struct bv_shown_moment *moment)
{
    return (struct bv_moment_span){moment->kind, moment->start_frame,
                                   moment->end_frame, moment->start_s,
                                   moment->end_s};
}

/* What is said of the selected moment so far, or would be. */
static struct bv_correction correction_of(const struct bv_reviewed *attempt)
{
    const struct bv_shown_moment *shown = &attempt->shown[attempt->selected];
    struct bv_correction correction = {.what = BV_CORRECTION_CHANGED};

    if (shown->correction >= 0)
        return *bv_corrections_at(attempt->corrections,
                                  (size_t)shown->correction);
    correction.of = correction.is = span_of(shown);
    return correction;
}

static int say(struct bv_reviewed *attempt,
               const struct bv_correction *correction, struct bv_fault *fault)
{
    const struct bv_shown_moment *shown = &attempt->shown[attempt->selected];
    size_t count = bv_corrections_count(attempt->corrections);
    size_t index = shown->correction >= 0 ? (size_t)shown->correction : count;
    int measured = shown->measured;
    int error = bv_corrections_set(attempt->corrections, index, correction);

    if (error < 0)
        return error;
    return changed(attempt, correction ? (int)index : -1, measured, fault);
}

int bv_reviewed_reject(struct bv_reviewed *attempt, struct bv_fault *fault)
{
    struct bv_correction correction;

    if (attempt->selected < 0)
        return -ENOENT;
    if (attempt->shown[attempt->selected].measured < 0 ||
        attempt->shown[attempt->selected].from == BV_SHOWN_REJECTED)
        return bv_reviewed_restore(attempt, fault);
    correction = correction_of(attempt);
    correction.what = BV_CORRECTION_REJECTED;
    return say(attempt, &correction, fault);
}

int bv_reviewed_restore(struct bv_reviewed *attempt, struct bv_fault *fault)
{
    if (attempt->selected < 0 ||
        attempt->shown[attempt->selected].correction < 0)
        return -ENOENT;
    return say(attempt, NULL, fault);
}

/* Said of a rejected moment, it is one again. */
static struct bv_correction changing(const struct bv_reviewed *attempt)
{
    struct bv_correction correction = correction_of(attempt);

    if (correction.what == BV_CORRECTION_REJECTED) {
        correction.what = BV_CORRECTION_CHANGED;
        correction.is = correction.of;
    }
    return correction;
}

int bv_reviewed_set_kind(struct bv_reviewed *attempt, int kind,
                         struct bv_fault *fault)
{
    struct bv_correction correction;

    if (attempt->selected < 0)
        return -ENOENT;
    if (attempt->shown[attempt->selected].kind == kind)
        return 0;
    correction = changing(attempt);
    correction.is.kind = kind;
    return say(attempt, &correction, fault);
}

int bv_reviewed_set_note(struct bv_reviewed *attempt, int index,
                         const char *note, struct bv_fault *fault)
{
    struct bv_correction correction;
    int before = attempt->selected, error;

    if (index < 0 || index >= (int)attempt->shown_count)
        return -ENOENT;
    if (strcmp(bv_reviewed_note(attempt, index), note) == 0)
        return 0;
    attempt->selected = index;
    correction = correction_of(attempt);
    snprintf(correction.note, sizeof(correction.note), "%s", note);
    bv_text_make_utf8(correction.note);
    /* where nothing else was said of what is measured, nothing is */
    error = say(attempt,
                note[0] || attempt->shown[index].measured < 0 ||
                        !bv_correction_is_note(&correction)
                    ? &correction
                    : NULL,
                fault);
    attempt->selected = before; /* a note moves none in the list */
    return error;
}

int bv_reviewed_set_end(struct bv_reviewed *attempt, bool is_end,
                        struct bv_fault *fault)
{
    size_t at = attempt->player.at;
    uint32_t number = attempt->analysis.frames[at].number;
    struct bv_correction correction;
    struct bv_moment_span *is = &correction.is;

    if (attempt->selected < 0)
        return -ENOENT;
    correction = changing(attempt);
    if (is_end || number > is->end_frame) {
        is->end_frame = number;
        is->end_s = attempt->time_s[at];
    }
    if (!is_end || number < is->start_frame) {
        is->start_frame = number;
        is->start_s = attempt->time_s[at];
    }
    return say(attempt, &correction, fault);
}

int bv_reviewed_add(struct bv_reviewed *attempt, struct bv_fault *fault)
{
    const struct bv_player *player = &attempt->player;
    bool looped = player->has_loop && attempt->selected < 0;
    size_t from =
        looped ? bv_player_find(player, player->loop_from_s) : player->at;
    size_t to = bv_player_find(player, looped ? player->loop_to_s
                                              : attempt->time_s[from] + new_s);
    struct bv_correction correction = {
        .what = BV_CORRECTION_ADDED,
        .is = {BV_CORRECTED_OTHER, attempt->analysis.frames[from].number,
               attempt->analysis.frames[to].number, attempt->time_s[from],
               attempt->time_s[to]}};
    size_t count = bv_corrections_count(attempt->corrections);
    int error = bv_corrections_set(attempt->corrections, count, &correction);

    return error < 0 ? error : changed(attempt, (int)count, -1, fault);
}

static bool same_scales(const struct bv_said_scale *a, int a_count,
                        const struct bv_said_scale *b, int b_count)
{
    for (int i = 0; i < a_count && i < b_count; i++)
        if (a[i].mm_per_px != b[i].mm_per_px || a[i].by != b[i].by ||
            a[i].from_frame != b[i].from_frame)
            return false;
    return a_count == b_count;
}

int bv_reviewed_undo(struct bv_reviewed *attempt, bool again, bool *of_scale,
                     struct bv_fault *fault)
{
    struct bv_said_scale before[BV_SAID_SCALES_MOST],
        after[BV_SAID_SCALES_MOST];
    int before_count = bv_corrections_scales(attempt->corrections, before);
    int measured =
        attempt->selected < 0 ? -1 : attempt->shown[attempt->selected].measured;
    int error;

    if (!(again ? bv_corrections_redo(attempt->corrections)
                : bv_corrections_undo(attempt->corrections)))
        return -ENOENT;
    error = changed(attempt, -1, measured, fault);
    *of_scale =
        !same_scales(before, before_count, after,
                     bv_corrections_scales(attempt->corrections, after));
    if (error == 0 || !*of_scale)
        return error;
    /* what is measured follows the file */
    (void)(again ? bv_corrections_undo(attempt->corrections)
                 : bv_corrections_redo(attempt->corrections));
    *of_scale = false;
    return error;
}

int bv_reviewed_set_scale(struct bv_reviewed *attempt,
                          const struct bv_said_scale *scale, bool whole,
                          struct bv_fault *fault)
{
    int error = bv_corrections_set_scale(attempt->corrections, scale, whole);

    if (error < 0)
        return error;
    error = bv_corrections_save(attempt->corrections, attempt->path, fault);
    if (error < 0)
        (void)bv_corrections_undo(attempt->corrections);
    return error;
}

int bv_reviewed_go_on(struct bv_reviewed *attempt,
                      struct bv_corrections *take_corrections)
{
    bv_corrections_free(attempt->corrections);
    attempt->corrections = take_corrections;
    return show(attempt);
}

double bv_reviewed_mm_per_px(const struct bv_reviewed *attempt)
{
    return bv_analysis_mm_per_px(&attempt->analysis);
}

double bv_reviewed_depth_px(const struct bv_reviewed *attempt)
{
    const struct bv_review_frame *frames = attempt->analysis.frames;
    size_t i = attempt->player.at;

    if (!frames[i].has_face) /* here; else where it is known first */
        for (i = 0; i < attempt->analysis.count && !frames[i].has_face;)
            i++;
    return i < attempt->analysis.count
               ? frames[i].box.bottom - 0.5 - frames[i].face_px.y
               : 0;
}
