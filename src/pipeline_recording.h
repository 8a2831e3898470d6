/**
 * @file
 * What a pipeline tells the recording that is made of it: its frames, where
 * the target and what else is marked, the scale that was found on the screen,
 * and what the user does with the syringe. For pipeline.c alone; any thread.
 */
#ifndef BV_PIPELINE_RECORDING_H
#define BV_PIPELINE_RECORDING_H

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

#include "core/advice.h"
#include "core/decls.h"
#include "core/frame.h"
#include "pipeline_requests.h"

BV_BEGIN_DECLS

struct bv_recording;

struct bv_pipeline_recording {
    pthread_mutex_t lock;           /**< Held for the copy of a frame. */
    struct bv_recording *recording; /**< NULL: none. Under lock, as all. */
    bool knows_target;
    double mm_per_px;        /**< Off the screen, as last told. */
    enum bv_syringe syringe; /**< As last told. */
    int mark_count;          /**< Of those that were told. */
    struct bv_landmark mark[BV_LANDMARKS_MOST]; /**< As marked then. */
    int64_t guided_ns; /**< The last frame that was advised on. */
};

void bv_pipeline_recording_init(struct bv_pipeline_recording *told);
void bv_pipeline_recording_fini(struct bv_pipeline_recording *told);

/** Another recording from now on, or NULL. */
void bv_pipeline_recording_set(struct bv_pipeline_recording *told,
                               struct bv_recording *recording);

void bv_pipeline_recording_put(struct bv_pipeline_recording *told,
                               const struct bv_frame *frame);

void bv_pipeline_recording_end(struct bv_pipeline_recording *told,
                               bool source_ended);

/** What is new in the advice on a frame. @param px  Where the mark was set. */
void bv_pipeline_recording_note(struct bv_pipeline_recording *told,
                                const struct bv_frame *frame,
                                const struct bv_advice *advice,
                                enum bv_mark_request request, struct bv_px px);

BV_END_DECLS

#endif
