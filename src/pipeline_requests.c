#include "pipeline_requests.h"

#include <assert.h>
#include <errno.h>
#include <math.h>
#include <stddef.h>

#include "core/screen_look.h"

void bv_pipeline_requests_init(struct bv_pipeline_requests *requests)
{
    pthread_mutex_init(&requests->lock, NULL);
    requests->dead_time_s = BV_DEAD_TIME_USUAL_S;
}

/* The frame that it was marked in is not needed any more. Under lock. */
static void drop_frame(struct bv_pipeline_requests *requests, int i)
{
    bv_frame_unref(requests->landmark_frame[i]);
    requests->landmark_frame[i] = NULL;
}

static void drop_frames(struct bv_pipeline_requests *requests)
{
    for (int i = 0; i < BV_LANDMARKS_MOST; i++)
        drop_frame(requests, i);
}

void bv_pipeline_requests_fini(struct bv_pipeline_requests *requests)
{
    drop_frames(requests);
    bv_frame_unref(requests->scale_screen);
    pthread_mutex_destroy(&requests->lock);
}

void bv_pipeline_requests_clear(struct bv_pipeline_requests *requests)
{
    pthread_mutex_lock(&requests->lock);
    bv_frame_unref(requests->scale_screen);
    requests->scale_screen = NULL;
    requests->scale_dropped = false;
    requests->mark = BV_MARK_KEEP;
    drop_frames(requests);
    requests->syringe_told = false;
    requests->landmark_count = requests->given_count = 0;
    pthread_mutex_unlock(&requests->lock);
}

/* @return Its place, or the count. */
static int find(const struct bv_pipeline_requests *requests, int id)
{
    int i = 0;

    while (i < requests->landmark_count && requests->landmark[i].id != id)
        i++;
    return i;
}

int bv_pipeline_requests_set_landmark(struct bv_pipeline_requests *requests,
                                      const struct bv_landmark *landmark,
                                      const struct bv_frame *frame,
                                      struct bv_fault *fault)
{
    int error, i;

    pthread_mutex_lock(&requests->lock);
    i = find(requests, landmark->id);
    error = bv_landmark_check(landmark, requests->landmark,
                              requests->landmark_count, fault);
    if (error == 0 && i == BV_LANDMARKS_MOST)
        error = bv_fault_set(fault, -ENOSPC,
                             "There are %d marks; more cannot be followed.",
                             BV_LANDMARKS_MOST);
    if (error == 0) {
        requests->landmark[i] = *landmark;
        requests->landmark_new[i] = true;
        drop_frame(requests, i);
        requests->landmark_frame[i] = frame ? bv_frame_ref(frame) : NULL;
        requests->landmark_count += i == requests->landmark_count;
    }
    pthread_mutex_unlock(&requests->lock);
    return error;
}

void bv_pipeline_requests_remove_landmark(struct bv_pipeline_requests *requests,
                                          int id)
{
    int i;

    pthread_mutex_lock(&requests->lock);
    i = find(requests, id);
    if (i < requests->landmark_count) {
        requests->landmark_count--;
        drop_frame(requests, i);
    }
    for (; i < requests->landmark_count; i++) {
        requests->landmark[i] = requests->landmark[i + 1];
        requests->landmark_new[i] = requests->landmark_new[i + 1];
        requests->landmark_frame[i] = requests->landmark_frame[i + 1];
        requests->landmark_frame[i + 1] = NULL;
    }
    pthread_mutex_unlock(&requests->lock);
}

void bv_pipeline_requests_clear_landmarks(struct bv_pipeline_requests *requests)
{
    pthread_mutex_lock(&requests->lock);
    drop_frames(requests);
    requests->landmark_count = 0;
    pthread_mutex_unlock(&requests->lock);
}

/* Bring the guide's landmarks to what the user has. Under lock. */
static void give_landmarks(struct bv_pipeline_requests *requests,
                           struct bv_guide *guide)
{
    for (int i = 0; i < requests->given_count; i++)
        if (find(requests, requests->given_id[i]) == requests->landmark_count)
            bv_guide_remove_landmark(guide, requests->given_id[i]);
    requests->given_count = requests->landmark_count;
    for (int i = 0; i < requests->landmark_count; i++) {
        requests->given_id[i] = requests->landmark[i].id;
        if (requests->landmark_new[i]) {
            int error = bv_guide_set_landmark(guide, &requests->landmark[i],
                                              requests->landmark_frame[i]);

            assert(error == 0); /* it was checked, and there is room */
            (void)error;
        }
        requests->landmark_new[i] = false;
        drop_frame(requests, i);
    }
}

void bv_pipeline_requests_declare(struct bv_pipeline_requests *requests,
                                  enum bv_syringe syringe, struct bv_px at)
{
    pthread_mutex_lock(&requests->lock);
    requests->syringe_told = true;
    requests->syringe = syringe;
    requests->syringe_px = at;
    pthread_mutex_unlock(&requests->lock);
}

/* Under lock. */
static void tell_syringe(struct bv_pipeline_requests *requests,
                         struct bv_guide *guide)
{
    if (requests->syringe_told)
        bv_guide_declare(guide, requests->syringe, requests->syringe_px);
    requests->syringe_told = false;
}

void bv_pipeline_requests_mark(struct bv_pipeline_requests *requests,
                               enum bv_mark_request mark, struct bv_px px)
{
    pthread_mutex_lock(&requests->lock);
    requests->mark = mark;
    requests->mark_px = px;
    pthread_mutex_unlock(&requests->lock);
}

void bv_pipeline_requests_scale(struct bv_pipeline_requests *requests,
                                const struct bv_screen_scale *scale,
                                const struct bv_frame *screen)
{
    const struct bv_frame *before;

    pthread_mutex_lock(&requests->lock);
    before = requests->scale_screen;
    requests->scale_screen = screen ? bv_frame_ref(screen) : NULL;
    requests->scale_dropped = !screen;
    if (screen)
        requests->scale = *scale;
    pthread_mutex_unlock(&requests->lock);
    bv_frame_unref(before);
}

void bv_pipeline_requests_set_dead_time(struct bv_pipeline_requests *requests,
                                        double seconds)
{
    pthread_mutex_lock(&requests->lock);
    requests->dead_time_s =
        fmin(fmax(seconds, BV_DEAD_TIME_LEAST_S), BV_DEAD_TIME_MOST_S);
    pthread_mutex_unlock(&requests->lock);
}

double bv_pipeline_requests_get_dead_time(struct bv_pipeline_requests *requests)
{
    double seconds;

    pthread_mutex_lock(&requests->lock);
    seconds = requests->dead_time_s;
    pthread_mutex_unlock(&requests->lock);
    return seconds;
}

void bv_pipeline_requests_set_out_of_plane(
    struct bv_pipeline_requests *requests, bool out_of_plane)
{
    pthread_mutex_lock(&requests->lock);
    requests->out_of_plane = out_of_plane;
    pthread_mutex_unlock(&requests->lock);
}

bool bv_pipeline_requests_is_out_of_plane(struct bv_pipeline_requests *requests)
{
    bool out_of_plane;

    pthread_mutex_lock(&requests->lock);
    out_of_plane = requests->out_of_plane;
    pthread_mutex_unlock(&requests->lock);
    return out_of_plane;
}

int bv_pipeline_requests_apply(struct bv_pipeline_requests *requests,
                               struct bv_guide *guide,
                               enum bv_mark_request *mark, struct bv_px *px)
{
    const struct bv_frame *screen;
    struct bv_screen_scale scale;
    bool dropped, out_of_plane;
    int error = 0;

    pthread_mutex_lock(&requests->lock);
    *mark = requests->mark;
    *px = requests->mark_px;
    screen = requests->scale_screen;
    scale = requests->scale;
    dropped = requests->scale_dropped;
    out_of_plane = requests->out_of_plane;
    requests->mark = BV_MARK_KEEP;
    requests->scale_screen = NULL;
    requests->scale_dropped = false;
    give_landmarks(requests, guide);
    tell_syringe(requests, guide);
    bv_guide_set_dead_time(guide, requests->dead_time_s);
    pthread_mutex_unlock(&requests->lock);
    if (*mark == BV_MARK_SET)
        bv_guide_mark_target(guide, *px);
    else if (*mark == BV_MARK_CLEAR)
        bv_guide_clear_target(guide);
    if (dropped)
        bv_guide_drop_scale(guide);
    bv_guide_set_out_of_plane(guide, out_of_plane);
    if (screen)
        error = bv_guide_set_scale(guide, &scale, screen);
    bv_frame_unref(screen);
    return error;
}

/* Whether a scale of one screen is one of another. */
static bool holds(const struct bv_screen_scale *scale,
                  const struct bv_frame *screen, const struct bv_frame *last)
{
    struct bv_screen_look look;
    bool same;

    if (scale->boxes == 0)
        return screen->sequence == last->sequence;
    if (bv_screen_look_take(screen, scale, &look) < 0)
        return false;
    same = bv_screen_look_same(&look, last);
    bv_screen_look_fini(&look);
    return same;
}

bool bv_pipeline_requests_take_scale(struct bv_pipeline_requests *requests,
                                     const struct bv_frame *last,
                                     struct bv_screen_scale *scale)
{
    const struct bv_frame *screen;
    bool asked;

    pthread_mutex_lock(&requests->lock);
    screen = requests->scale_screen;
    asked = screen || requests->scale_dropped;
    if (screen)
        *scale = requests->scale;
    requests->scale_screen = NULL;
    requests->scale_dropped = false;
    pthread_mutex_unlock(&requests->lock);
    if (asked && (!screen || !holds(scale, screen, last)))
        *scale = (struct bv_screen_scale){.mm_per_px = 0};
    bv_frame_unref(screen);
    return asked;
}
