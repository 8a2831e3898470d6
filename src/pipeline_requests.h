/**
 * @file
 * What the user asked of a pipeline since the last frame, until the guide
 * takes it. For pipeline.c alone; any thread.
 */
#ifndef BV_PIPELINE_REQUESTS_H
#define BV_PIPELINE_REQUESTS_H

#include <pthread.h>
#include <stdbool.h>

#include "core/decls.h"
#include "core/frame.h"
#include "core/geometry.h"
#include "core/landmark.h"
#include "core/screen_scale.h"
#include "core/status.h"
#include "guidance/guide.h"

BV_BEGIN_DECLS

enum bv_mark_request { BV_MARK_KEEP, BV_MARK_SET, BV_MARK_CLEAR };

struct bv_pipeline_requests {
    pthread_mutex_t lock;
    enum bv_mark_request mark; /**< Under lock, as all. */
    struct bv_px mark_px;
    const struct bv_frame *scale_screen; /**< NULL: no scale. */
    struct bv_screen_scale scale;
    bool scale_dropped;
    bool syringe_told; /**< The guide does not know it yet. */
    enum bv_syringe syringe;
    struct bv_px syringe_px;
    double dead_time_s; /**< It holds until it is changed. */
    bool out_of_plane;  /**< Not forgotten: it holds until it is changed. */
    int landmark_count; /**< As the user has them. */
    struct bv_landmark landmark[BV_LANDMARKS_MOST];
    bool landmark_new[BV_LANDMARKS_MOST]; /**< The guide has it not. */
    const struct bv_frame *landmark_frame[BV_LANDMARKS_MOST]; /**< New: that it
                                               was marked in, or NULL. */
    int given_count; /**< Those that the guide has. */
    int given_id[BV_LANDMARKS_MOST];
};

void bv_pipeline_requests_init(struct bv_pipeline_requests *requests);
void bv_pipeline_requests_fini(struct bv_pipeline_requests *requests);

/** Forget them, but for how the needle comes and the dead time. */
void bv_pipeline_requests_clear(struct bv_pipeline_requests *requests);

void bv_pipeline_requests_declare(struct bv_pipeline_requests *requests,
                                  enum bv_syringe syringe, struct bv_px at);

void bv_pipeline_requests_mark(struct bv_pipeline_requests *requests,
                               enum bv_mark_request mark, struct bv_px px);

/** Add a landmark, or replace the one with its id. @param frame  As of
 *  bv_pipeline_set_landmark_in(). @return As bv_pipeline_set_landmark(). */
int bv_pipeline_requests_set_landmark(struct bv_pipeline_requests *requests,
                                      const struct bv_landmark *landmark,
                                      const struct bv_frame *frame,
                                      struct bv_fault *fault) BV_MUST_USE;

void bv_pipeline_requests_remove_landmark(struct bv_pipeline_requests *requests,
                                          int id);

void bv_pipeline_requests_clear_landmarks(
    struct bv_pipeline_requests *requests);

/** @param screen  NULL: the scale is dropped, and @p scale not looked at. */
void bv_pipeline_requests_scale(struct bv_pipeline_requests *requests,
                                const struct bv_screen_scale *scale,
                                const struct bv_frame *screen);

void bv_pipeline_requests_set_dead_time(struct bv_pipeline_requests *requests,
                                        double seconds);
double
bv_pipeline_requests_get_dead_time(struct bv_pipeline_requests *requests);

void bv_pipeline_requests_set_out_of_plane(
    struct bv_pipeline_requests *requests, bool out_of_plane);
bool bv_pipeline_requests_is_out_of_plane(
    struct bv_pipeline_requests *requests);

/**
 * Give them to the guide, before its next frame.
 *
 * @param[out] mark, px  What was asked of the target.
 * @return 0 or -ENOMEM.
 */
int bv_pipeline_requests_apply(struct bv_pipeline_requests *requests,
                               struct bv_guide *guide,
                               enum bv_mark_request *mark,
                               struct bv_px *px) BV_MUST_USE;

/**
 * Take what was asked of the scale, where there is no next frame.
 *
 * @param last        The last frame. A scale of a screen that looks otherwise
 *                    is none of it.
 * @param[out] scale  0 mm a px: it is dropped. Written only where asked.
 * @return Whether anything was.
 */
bool bv_pipeline_requests_take_scale(struct bv_pipeline_requests *requests,
                                     const struct bv_frame *last,
                                     struct bv_screen_scale *scale);

BV_END_DECLS

#endif
