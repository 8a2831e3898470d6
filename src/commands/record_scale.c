#include "commands/record_scale.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "commands/stop.h"
#include "core/clock.h"
#include "guidance/screen/scale_watch.h"
#include "scaling.h"

/* How often a screen without a scale is looked at. */
static const int64_t again_ns = BV_NS_PER_S;

struct bv_record_scale {
    struct bv_scaling *scaling;
    enum bv_scaling_job job;
    struct bv_scale_watch *watch; /* NULL: there is no scale */
    struct bv_screen_scale scale;
    bool asked;  /* an answer is on its way */
    bool looked; /* at looked_ns */
    int64_t looked_ns;
    uint64_t frames; /* with one */
    uint64_t found;  /* times */
    char why[200];   /* of the last look */
};

struct bv_record_scale *bv_record_scale_new(enum bv_screen_how how)
{
    struct bv_record_scale *scale = calloc(1, sizeof(*scale));

    if (!scale)
        return NULL;
    scale->job = how == BV_SCREEN_READ ? BV_SCALING_READ : BV_SCALING_RECOGNISE;
    scale->scaling = bv_scaling_new();
    if (!scale->scaling) {
        free(scale);
        return NULL;
    }
    return scale;
}

void bv_record_scale_free(struct bv_record_scale *scale)
{
    if (!scale)
        return;
    bv_scaling_free(scale->scaling);
    bv_scale_watch_free(scale->watch);
    free(scale);
}

/* Ask about this frame, unless it is too soon. */
static void ask(struct bv_record_scale *scale, const struct bv_frame *frame)
{
    int64_t since_ns = frame->time_ns - scale->looked_ns;

    if (scale->asked || (scale->looked && since_ns > 0 && since_ns < again_ns))
        return;
    scale->looked = true;
    scale->looked_ns = frame->time_ns;
    scale->asked = bv_scaling_ask(scale->scaling, scale->job, frame, NULL) == 0;
}

/* Take what was read of a frame, which may be a while ago. */
static void take(struct bv_record_scale *scale, bool waits)
{
    const struct timespec pause = {.tv_nsec = BV_NS_PER_MS};
    struct bv_scaling_answer answer;

    while (bv_scaling_take(scale->scaling, &answer) < 0) {
        if (!waits || bv_stop_asked())
            return;
        nanosleep(&pause, NULL);
    }
    scale->asked = false;
    if (answer.fault.error == 0) {
        scale->scale = answer.finding.scale;
        snprintf(scale->why, sizeof(scale->why), "%s", scale->scale.why);
        if (scale->scale.mm_per_px > 0)
            scale->watch = bv_scale_watch_new(&scale->scale, answer.frame);
    }
    bv_frame_unref(answer.frame);
}

static void end(struct bv_record_scale *scale)
{
    bv_scale_watch_free(scale->watch);
    scale->watch = NULL;
    scale->looked = false; /* look at once */
}

/* Look for one. It may be of an earlier frame, and not hold any more. */
static void look(struct bv_record_scale *scale, const struct bv_frame *frame,
                 bool waits)
{
    ask(scale, frame);
    if (scale->asked)
        take(scale, waits);
    if (scale->watch && !bv_scale_watch_holds(scale->watch, frame))
        end(scale);
    scale->found += scale->watch != NULL;
}

void bv_record_scale_stamp(struct bv_record_scale *scale,
                           struct bv_frame *frame, bool waits)
{
    if (frame->mm_per_px > 0)
        return;
    if (scale->watch && !bv_scale_watch_holds(scale->watch, frame))
        end(scale);
    if (!scale->watch)
        look(scale, frame, waits);
    if (!scale->watch)
        return;
    scale->frames++;
    frame->mm_per_px = scale->scale.mm_per_px;
    frame->scale_origin = scale->scale.origin;
}

void bv_record_scale_say(const struct bv_record_scale *scale)
{
    if (scale->frames > 0)
        printf("%" PRIu64 " of them with a scale off the screen (%s), found "
               "%" PRIu64 " times\n",
               scale->frames, bv_scale_origin_name(scale->scale.origin),
               scale->found);
    else
        printf("none with a scale: %s\n",
               scale->why[0] ? scale->why : "the source itself says it");
}
