#include "ui/scale_asking.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/clock.h"
#include "scaling.h"

/* How long a refusal stays in the line. */
static const int64_t said_ns = 12 * BV_NS_PER_S;
/* So many pictures may be shown before the first with a confirmed scale. */
enum { pictures_most = 10 };
/* Points closer than this make no scale. */
static const double apart_least_px = 40;
/* What a picture's pixel can be, mm. */
static const double scale_least = 0.005, scale_most = 2;

enum phase {
    NOTHING,
    READING,
    PROPOSED,
    FIRST_POINT,
    SECOND_POINT,
    LENGTH, /* is being typed */
    REFUSED,
    CONFIRMED, /* said for a while, and watched for its end */
    DROPPED,
};

struct bv_scale_asking {
    struct bv_pipeline *pipeline;
    struct bv_scaling *scaling;
    enum phase phase;
    int64_t since_ns;
    struct bv_screen_scale scale; /* as proposed */
    const struct bv_frame *frame; /* which it was read from */
    struct bv_px_segment known;   /* the two points */
    char typed[8];                /* how long that is, mm */
    bool reached;                 /* a picture had it */
    uint32_t sequence;            /* of the last one seen */
    int pictures;                 /* without it, since it was confirmed */
    char line[320];
};

struct bv_scale_asking *bv_scale_asking_new(struct bv_pipeline *pipeline)
{
    struct bv_scale_asking *asking = calloc(1, sizeof(*asking));

    if (!asking)
        return NULL;
    asking->pipeline = pipeline;
    asking->scaling = bv_scaling_new();
    if (!asking->scaling) {
        free(asking);
        return NULL;
    }
    return asking;
}

static void enter(struct bv_scale_asking *asking, enum phase phase)
{
    asking->phase = phase;
    asking->since_ns = bv_clock_now_ns();
}

static void let_go(struct bv_scale_asking *asking)
{
    bv_frame_unref(asking->frame);
    asking->frame = NULL;
}

void bv_scale_asking_free(struct bv_scale_asking *asking)
{
    if (!asking)
        return;
    bv_scaling_free(asking->scaling);
    let_go(asking);
    free(asking);
}

static void refuse(struct bv_scale_asking *asking, const char *why)
{
    snprintf(asking->line, sizeof(asking->line),
             "No scale can be read off this screen: %s.", why);
    enter(asking, REFUSED);
}

void bv_scale_asking_start(struct bv_scale_asking *asking,
                           const struct bv_frame *frame)
{
    int error;

    if (asking->phase == READING)
        return;
    let_go(asking);
    if (frame->mm_per_px > 0 && !frame->scale_given) {
        snprintf(asking->line, sizeof(asking->line),
                 "The source itself says its scale: %.4f mm/px.",
                 frame->mm_per_px);
        enter(asking, REFUSED);
        return;
    }
    error = bv_scaling_start(asking->scaling, frame);
    if (error < 0) {
        refuse(asking, bv_error_text(error));
        return;
    }
    snprintf(asking->line, sizeof(asking->line),
             "Reading the scale off the screen\u2026");
    enter(asking, READING);
}

static void take_reading(struct bv_scale_asking *asking)
{
    int error =
        bv_scaling_take(asking->scaling, &asking->scale, &asking->frame);

    if (error == -EAGAIN)
        return;
    if (error < 0) {
        refuse(asking, bv_error_text(error));
        return;
    }
    if (asking->scale.mm_per_px <= 0) {
        refuse(asking, asking->scale.why);
        let_go(asking);
        return;
    }
    snprintf(asking->line, sizeof(asking->line),
             "%.4f mm/px? From %s. Enter: right, Esc: leave it",
             asking->scale.mm_per_px, asking->scale.why);
    enter(asking, PROPOSED);
}

void bv_scale_asking_measure(struct bv_scale_asking *asking)
{
    if (asking->phase == READING)
        return;
    let_go(asking);
    snprintf(asking->line, sizeof(asking->line),
             "Mark one end of a distance that is known, as on the ruler. Esc: "
             "leave it");
    enter(asking, FIRST_POINT);
}

static void say_typed(struct bv_scale_asking *asking)
{
    snprintf(asking->line, sizeof(asking->line),
             "%.0f px. How many mm? Type: %s_ mm. Enter: right, Esc: leave it",
             bv_px_segment_length(&asking->known), asking->typed);
}

bool bv_scale_asking_point(struct bv_scale_asking *asking,
                           const struct bv_frame *frame, struct bv_px px)
{
    if (asking->phase == FIRST_POINT) {
        asking->known.from = px;
        snprintf(asking->line, sizeof(asking->line),
                 "Mark its other end. Esc: leave it");
        enter(asking, SECOND_POINT);
        return true;
    }
    if (asking->phase != SECOND_POINT)
        return false;
    asking->known.to = px;
    if (bv_px_segment_length(&asking->known) < apart_least_px) {
        refuse(asking, "the two points are too close together");
        return true;
    }
    asking->frame = bv_frame_ref(frame);
    asking->typed[0] = '\0';
    say_typed(asking);
    enter(asking, LENGTH);
    return true;
}

bool bv_scale_asking_type(struct bv_scale_asking *asking, char letter)
{
    size_t length = strlen(asking->typed);

    if (asking->phase != LENGTH)
        return false;
    if (letter == '\b' && length > 0)
        asking->typed[length - 1] = '\0';
    else if (length + 1 < sizeof(asking->typed) &&
             (isdigit((unsigned char)letter) ||
              (letter == '.' && !strchr(asking->typed, '.'))))
        memcpy(asking->typed + length, (char[]){letter, '\0'}, 2);
    say_typed(asking);
    return true;
}

/* The scale that the two points give. @return Whether it can be one. */
static bool measure(struct bv_scale_asking *asking)
{
    int whole = 0, used = 0;
    double mm, step = 0.1;

    if (sscanf(asking->typed, "%d%n", &whole, &used) != 1)
        return false;
    mm = whole; /* not strtod(): the point is a point in every language */
    for (const char *at = asking->typed + used + 1; asking->typed[used] && *at;
         at++, step /= 10)
        mm += step * (*at - '0');
    asking->scale = (struct bv_screen_scale){
        .mm_per_px = mm / bv_px_segment_length(&asking->known)};
    return asking->scale.mm_per_px >= scale_least &&
           asking->scale.mm_per_px <= scale_most;
}

static void confirm(struct bv_scale_asking *asking)
{
    if (bv_pipeline_set_scale(asking->pipeline, &asking->scale, asking->frame) <
        0) {
        enter(asking, NOTHING);
        return;
    }
    snprintf(asking->line, sizeof(asking->line),
             "Scale: %.4f mm/px, until depth or zoom change.",
             asking->scale.mm_per_px);
    asking->reached = false;
    asking->pictures = 0;
    enter(asking, CONFIRMED);
}

bool bv_scale_asking_answer(struct bv_scale_asking *asking, bool take)
{
    bool points = asking->phase == FIRST_POINT || asking->phase == SECOND_POINT;

    if (points && take)
        return false; /* it places the point */
    if (!points && asking->phase != PROPOSED && asking->phase != LENGTH)
        return false;
    if (!take)
        enter(asking, NOTHING);
    else if (asking->phase == LENGTH && !measure(asking))
        refuse(asking, "no picture has pixels of that size");
    else
        confirm(asking);
    let_go(asking);
    return true;
}

void bv_scale_asking_reset(struct bv_scale_asking *asking)
{
    if (asking->phase == CONFIRMED || asking->phase == DROPPED)
        enter(asking, NOTHING);
}

/* A confirmed scale that the pictures no longer have was dropped. */
static void watch(struct bv_scale_asking *asking,
                  const struct bv_advice *advice)
{
    if (!advice || advice->sequence == asking->sequence)
        return;
    asking->sequence = advice->sequence;
    if (advice->mm_per_px > 0) {
        asking->reached =
            asking->reached || advice->mm_per_px == asking->scale.mm_per_px;
        return;
    }
    if (!asking->reached && ++asking->pictures < pictures_most)
        return;
    snprintf(asking->line, sizeof(asking->line),
             "Depth or zoom changed: the scale was dropped. C reads it again");
    enter(asking, DROPPED);
}

void bv_scale_asking_update(struct bv_scale_asking *asking,
                            const struct bv_advice *advice)
{
    if (asking->phase == READING)
        take_reading(asking);
    else if (asking->phase == CONFIRMED)
        watch(asking, advice);
    else if (asking->phase == REFUSED &&
             bv_clock_now_ns() - asking->since_ns > said_ns)
        enter(asking, NOTHING);
}

const char *bv_scale_asking_get_line(const struct bv_scale_asking *asking)
{
    bool said = asking->phase == CONFIRMED &&
                bv_clock_now_ns() - asking->since_ns > said_ns;

    return asking->phase == NOTHING || said ? NULL : asking->line;
}
