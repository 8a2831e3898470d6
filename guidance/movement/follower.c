#include "guidance/movement/follower.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>

#include "guidance/follow.h"
#include "guidance/movement/glide.h"

struct bv_follower {
    struct bv_movement_request request;
    struct bv_glide *glide;
    struct bv_follow *marks[2]; /* the second is what does not glide, too */
    struct bv_px marked[2], at[2];
    bool is_held[2];
    bool began;
};

struct bv_follower *bv_follower_new(const struct bv_movement_request *request)
{
    struct bv_follower *follower = calloc(1, sizeof(*follower));

    if (!follower)
        return NULL;
    follower->request = *request;
    follower->marks[0] = bv_follow_new();
    follower->marks[1] = bv_follow_new();
    if (follower->marks[0] && follower->marks[1])
        return follower;
    bv_follower_free(follower);
    return NULL;
}

void bv_follower_free(struct bv_follower *follower)
{
    if (!follower)
        return;
    bv_glide_free(follower->glide);
    bv_follow_free(follower->marks[0]);
    bv_follow_free(follower->marks[1]);
    free(follower);
}

static double thick_px(const struct bv_movement_request *request,
                       const struct bv_advice *advice)
{
    double mm = request->thick_mm > 0 ? request->thick_mm : BV_GLIDE_THICK_MM;

    if (advice->mm_per_px > 0)
        return mm / advice->mm_per_px;
    return BV_GLIDE_THICK_PART * bv_px_segment_length(&request->line_px);
}

static void mark(struct bv_follower *follower, int i, struct bv_px px)
{
    static const struct bv_outline point = {.count = 0};

    follower->marked[i] = px;
    bv_follow_mark(follower->marks[i], px, &point);
}

static int begin(struct bv_follower *follower, const struct bv_frame *frame,
                 const struct bv_advice *advice, struct bv_fault *fault)
{
    const struct bv_movement_request *request = &follower->request;

    follower->began = true;
    if (request->kind == BV_MOVEMENT_BETWEEN) {
        mark(follower, 0, request->line_px.from);
        mark(follower, 1, request->line_px.to);
        return 0;
    }
    if (request->thick_mm > 0 && !(advice->mm_per_px > 0))
        return bv_fault_set(fault, -EDOM,
                            "--thick-mm needs a scale, which is not known: "
                            "give --mm-per-px too.");
    if (request->has_against)
        mark(follower, 1, request->against_px);
    follower->glide = bv_glide_new(frame, &request->line_px,
                                   fmax(thick_px(request, advice), 3));
    return follower->glide
               ? 0
               : bv_fault_set(fault, -ERANGE,
                              "The line along the tendon is %.0f "
                              "px long; it needs 40 at least.",
                              bv_px_segment_length(&request->line_px));
}

static void step_mark(struct bv_follower *follower, int i,
                      const struct bv_frame *frame,
                      const struct bv_advice *advice)
{
    int far_looks = 1;
    struct bv_follow_input input = {.frame = frame,
                                    .area = &advice->scan_area,
                                    .mm_per_px = advice->mm_per_px,
                                    .repeat = advice->repeat,
                                    .far_looks = &far_looks};
    struct bv_px_map map;

    follower->is_held[i] =
        bv_follow_step(follower->marks[i], &input, &map) == BV_LANDMARK_HELD;
    follower->at[i] = bv_px_map_apply(&map, follower->marked[i]);
}

static double between(struct bv_follower *follower,
                      const struct bv_frame *frame,
                      const struct bv_advice *advice,
                      struct bv_px_segment *ends_px)
{
    step_mark(follower, 0, frame, advice);
    step_mark(follower, 1, frame, advice);
    *ends_px = (struct bv_px_segment){follower->at[0], follower->at[1]};
    return follower->is_held[0] && follower->is_held[1]
               ? bv_px_segment_length(ends_px)
               : NAN;
}

/* Less what everything moved along the tendon, where that was marked. */
static double glide(struct bv_follower *follower, const struct bv_frame *frame,
                    const struct bv_advice *advice)
{
    const struct bv_movement_request *request = &follower->request;
    struct bv_glide_result found;
    double before, now;

    bv_glide_step(follower->glide, frame, &found);
    if (!request->has_against)
        return found.found ? found.along_px : NAN;
    step_mark(follower, 1, frame, advice);
    bv_px_segment_project(&request->line_px, request->against_px, &before,
                          NULL);
    bv_px_segment_project(&request->line_px, follower->at[1], &now, NULL);
    return found.found && follower->is_held[1] ? found.along_px - (now - before)
                                               : NAN;
}

int bv_follower_step(struct bv_follower *follower, const struct bv_frame *frame,
                     const struct bv_advice *advice, double *value_px,
                     struct bv_px_segment *ends_px, struct bv_fault *fault)
{
    int error = follower->began ? 0 : begin(follower, frame, advice, fault);

    if (error < 0)
        return error;
    *value_px = follower->request.kind == BV_MOVEMENT_BETWEEN
                    ? between(follower, frame, advice, ends_px)
                    : glide(follower, frame, advice);
    return 0;
}

bool bv_follower_is_lost(const struct bv_follower *follower)
{
    struct bv_glide_result result;

    if (!follower->glide)
        return false; /* marks come back */
    bv_glide_get(follower->glide, &result);
    return result.lost;
}
