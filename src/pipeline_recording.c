#include "pipeline_recording.h"

#include <stddef.h>
#include <string.h>

#include "recording.h"

void bv_pipeline_recording_init(struct bv_pipeline_recording *told)
{
    pthread_mutex_init(&told->lock, NULL);
}

void bv_pipeline_recording_fini(struct bv_pipeline_recording *told)
{
    pthread_mutex_destroy(&told->lock);
}

void bv_pipeline_recording_set(struct bv_pipeline_recording *told,
                               struct bv_recording *recording)
{
    pthread_mutex_lock(&told->lock);
    told->recording = recording;
    told->knows_target = false;
    told->mm_per_px = 0;
    told->mark_count = 0;
    told->syringe = BV_SYRINGE_IDLE;
    pthread_mutex_unlock(&told->lock);
}

void bv_pipeline_recording_put(struct bv_pipeline_recording *told,
                               const struct bv_frame *frame)
{
    pthread_mutex_lock(&told->lock);
    if (told->recording)
        bv_recording_put(told->recording, frame);
    pthread_mutex_unlock(&told->lock);
}

void bv_pipeline_recording_end(struct bv_pipeline_recording *told,
                               bool source_ended)
{
    pthread_mutex_lock(&told->lock);
    if (told->recording)
        bv_recording_end(told->recording, source_ended);
    pthread_mutex_unlock(&told->lock);
}

/* What became of the target in this frame, and where it was already when the
 * recording began. */
static void note_target(struct bv_pipeline_recording *told,
                        const struct bv_advice *advice,
                        enum bv_mark_request request, struct bv_px px)
{
    if (request == BV_MARK_SET)
        bv_recording_note_target(told->recording, &px, advice->time_ns);
    else if (request == BV_MARK_CLEAR)
        bv_recording_note_target(told->recording, NULL, advice->time_ns);
    else if (!told->knows_target && advice->target == BV_TARGET_FOLLOWED)
        bv_recording_note_target(told->recording, &advice->target_px,
                                 advice->time_ns);
    told->knows_target = true;
}

/* The scale that guidance has off the screen: the frame does not bring it. It
 * ended with the last frame that had it, whatever came between. */
static void note_scale(struct bv_pipeline_recording *told,
                       const struct bv_frame *frame,
                       const struct bv_advice *advice)
{
    bool found = advice->mm_per_px > 0 &&
                 advice->scale_origin >= BV_SCALE_READ &&
                 frame->scale_origin != advice->scale_origin;
    double mm_per_px = found ? advice->mm_per_px : 0;

    if (mm_per_px != told->mm_per_px)
        bv_recording_note_scale(told->recording, mm_per_px,
                                advice->scale_origin,
                                found ? advice->time_ns : told->guided_ns + 1);
    told->mm_per_px = mm_per_px;
}

/* What the user does with the syringe, also where they did when the recording
 * began. */
static void note_syringe(struct bv_pipeline_recording *told,
                         const struct bv_advice *advice)
{
    enum bv_syringe syringe = bv_fluid_declared(&advice->fluid);

    if (syringe != told->syringe)
        bv_recording_note_syringe(told->recording, syringe, advice->time_ns);
    told->syringe = syringe;
}

/* It moves with the tissue: what else it is says whether it is the same. */
static bool same_mark(const struct bv_landmark *a, const struct bv_landmark *b)
{
    return a->id == b->id && a->role == b->role && a->kind == b->kind &&
           a->outline.count == b->outline.count &&
           a->margin_mm == b->margin_mm && strcmp(a->name, b->name) == 0;
}

static bool has_id(const struct bv_advice *advice, int id)
{
    for (int i = 0; i < advice->landmark_count; i++)
        if (advice->landmark[i].mark.id == id)
            return true;
    return false;
}

/* What else is marked, also what was when the recording began. */
static void note_marks(struct bv_pipeline_recording *told,
                       const struct bv_advice *advice)
{
    for (int i = 0; i < told->mark_count; i++)
        if (!has_id(advice, told->mark[i].id))
            bv_recording_note_unmark(told->recording, told->mark[i].id,
                                     advice->time_ns);
    for (int i = 0; i < advice->landmark_count; i++) {
        const struct bv_landmark *mark = &advice->landmark[i].mark;
        bool known = false;

        for (int k = 0; k < told->mark_count; k++)
            known = known || same_mark(&told->mark[k], mark);
        if (!known)
            bv_recording_note_mark(told->recording, mark, advice->time_ns);
    }
    told->mark_count = advice->landmark_count;
    for (int i = 0; i < advice->landmark_count; i++)
        told->mark[i] = advice->landmark[i].mark;
}

void bv_pipeline_recording_note(struct bv_pipeline_recording *told,
                                const struct bv_frame *frame,
                                const struct bv_advice *advice,
                                enum bv_mark_request request, struct bv_px px)
{
    pthread_mutex_lock(&told->lock);
    if (told->recording) {
        note_target(told, advice, request, px);
        note_scale(told, frame, advice);
        note_syringe(told, advice);
        note_marks(told, advice);
    }
    told->guided_ns = advice->time_ns;
    pthread_mutex_unlock(&told->lock);
}
