#include "ui/scale_asking.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/clock.h"
#include "core/words.h"
#include "scaling.h"
#include "ui/known_distance.h"

/* How long a refusal stays in the line, and what was confirmed. */
static const int64_t said_ns = 12 * BV_NS_PER_S;
/* How often a screen without a scale is looked at for its preset. */
static const int64_t look_ns = BV_NS_PER_S / 2;
/* So many pictures may be shown before the first with a confirmed scale; and
 * where none comes any more, so long may the last one be without it. */
enum { pictures_most = 10 };
static const int64_t late_ns = 3 * BV_NS_PER_S;
/* What is measured by hand may differ from what is read by so much. */
static const double same_scale = 0.03;

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
    struct bv_screen_scale scale; /* as proposed, or confirmed */
    const struct bv_frame *frame; /* which it is of */
    bool reading;                 /* that frame: an answer is on its way */
    double read_mm_per_px;        /* what the screen of two points says */
    struct bv_known_distance known;
    char preset[16];   /* which one it is; empty: none */
    char declined[16]; /* one that the user did not want */
    bool looking;      /* for a preset: an answer is on its way */
    int64_t looked_ns; /* when it was asked for */
    bool reached;      /* a picture had it */
    uint32_t sequence; /* of the last one seen */
    int pictures;      /* without it, since it was confirmed */
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

/* An answer about that frame is not waited for any more. */
static void let_go(struct bv_scale_asking *asking)
{
    bv_frame_unref(asking->frame);
    asking->frame = NULL;
    asking->reading = false;
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
             _("No scale can be read off this screen: %.200s. D measures it"),
             why);
    enter(asking, REFUSED);
    let_go(asking);
}

/* Have a screen read. @return 0 or a negative errno. */
static int read_screen(struct bv_scale_asking *asking,
                       const struct bv_frame *frame)
{
    int error = bv_scaling_ask(asking->scaling, BV_SCALING_READ, frame, NULL);

    let_go(asking);
    asking->frame = bv_frame_ref(frame);
    asking->reading = error == 0;
    return error;
}

/* Then nobody needs to be asked. */
static bool source_knows(struct bv_scale_asking *asking,
                         const struct bv_frame *frame)
{
    double mm_per_px = bv_frame_own_scale(frame);

    if (!(mm_per_px > 0))
        return false;
    snprintf(asking->line, sizeof(asking->line),
             _("The source itself says its scale: %.4f mm/px."), mm_per_px);
    enter(asking, REFUSED);
    return true;
}

void bv_scale_asking_start(struct bv_scale_asking *asking,
                           const struct bv_frame *frame)
{
    int error;

    if (asking->phase == READING)
        return;
    let_go(asking);
    if (source_knows(asking, frame))
        return;
    error = read_screen(asking, frame);
    if (error < 0) {
        refuse(asking, bv_error_text(error));
        return;
    }
    snprintf(asking->line, sizeof(asking->line),
             _("Reading the scale off the screen\u2026"));
    enter(asking, READING);
}

void bv_scale_asking_measure(struct bv_scale_asking *asking,
                             const struct bv_frame *frame)
{
    if (asking->phase == READING)
        return;
    let_go(asking);
    if (source_knows(asking, frame))
        return;
    snprintf(
        asking->line, sizeof(asking->line),
        _("Mark one end of a distance that is known, as on the ruler. Esc: "
          "leave it"));
    enter(asking, FIRST_POINT);
}

static void say_typed(struct bv_scale_asking *asking)
{
    snprintf(
        asking->line, sizeof(asking->line),
        _("%.0f px. How many mm? Type: %s_ mm. Enter: right, Esc: leave it"),
        bv_px_segment_length(&asking->known.px), asking->known.typed);
}

bool bv_scale_asking_point(struct bv_scale_asking *asking,
                           const struct bv_frame *frame, struct bv_px px)
{
    if (asking->phase == FIRST_POINT) {
        asking->known.px.from = px;
        snprintf(asking->line, sizeof(asking->line),
                 _("Mark its other end. Esc: leave it"));
        enter(asking, SECOND_POINT);
        return true;
    }
    if (asking->phase != SECOND_POINT)
        return false;
    asking->known.px.to = px;
    if (!bv_known_distance_is_long(&asking->known)) {
        snprintf(
            asking->line, sizeof(asking->line),
            _("No scale: the two points are too close together. D measures "
              "again"));
        enter(asking, REFUSED);
        return true;
    }
    /* where its ruler and texts are, to see them change */
    asking->scale = (struct bv_screen_scale){.mm_per_px = 0};
    asking->read_mm_per_px = 0;
    (void)!read_screen(asking, frame);
    asking->known.typed[0] = '\0';
    say_typed(asking);
    enter(asking, LENGTH);
    return true;
}

bool bv_scale_asking_wants_point(const struct bv_scale_asking *asking)
{
    return asking->phase == FIRST_POINT || asking->phase == SECOND_POINT;
}

bool bv_scale_asking_type(struct bv_scale_asking *asking, char letter)
{
    if (asking->phase != LENGTH)
        return false;
    bv_known_distance_type(&asking->known, letter);
    say_typed(asking);
    return true;
}

/* Whether what was measured is not what the screen says. */
static bool contradicts(const struct bv_scale_asking *asking)
{
    return asking->read_mm_per_px > 0 &&
           fabs(asking->read_mm_per_px / asking->scale.mm_per_px - 1) >
               same_scale;
}

/* What the line says of a scale that holds from now on. */
static void say_confirmed(struct bv_scale_asking *asking)
{
    const struct bv_screen_scale *scale = &asking->scale;

    if (scale->origin == BV_SCALE_REMEMBERED)
        snprintf(
            asking->line, sizeof(asking->line),
            _("Scale: %.4f mm/px, this screen's preset, %s. Until depth or "
              "zoom change. Esc: not right"),
            scale->mm_per_px, scale->why);
    else if (contradicts(asking))
        snprintf(
            asking->line, sizeof(asking->line),
            _("Scale: %.4f mm/px as measured, but the screen says %.4f. Not "
              "kept; C reads it"),
            scale->mm_per_px, asking->read_mm_per_px);
    else
        snprintf(asking->line, sizeof(asking->line),
                 _("Scale: %.4f mm/px%s, until depth or zoom change."),
                 scale->mm_per_px,
                 scale->origin == BV_SCALE_MEASURED ? _(", measured") : "");
}

/* Keep it as this screen's preset, where that can be known again. */
static void keep(struct bv_scale_asking *asking)
{
    if (asking->scale.origin != BV_SCALE_REMEMBERED && !contradicts(asking) &&
        bv_scaling_ask(asking->scaling, BV_SCALING_KEEP, asking->frame,
                       &asking->scale) == 0)
        asking->declined[0] = '\0';
}

/* Hand it over. */
static void set(struct bv_scale_asking *asking)
{
    if (bv_pipeline_set_scale(asking->pipeline, &asking->scale, asking->frame) <
        0) {
        enter(asking, NOTHING);
        let_go(asking);
        return;
    }
    say_confirmed(asking);
    asking->reached = false;
    asking->pictures = 0;
    enter(asking, CONFIRMED);
    if (asking->reading) /* what to watch is not known yet */
        return;
    keep(asking);
    let_go(asking);
}

/* Neither a preset that is taken nor one that is proposed is wanted. */
static bool decline_preset(struct bv_scale_asking *asking)
{
    bool taken =
        asking->phase == CONFIRMED && bv_scale_asking_get_line(asking) != NULL;

    if (!asking->preset[0] || (!taken && asking->phase != PROPOSED))
        return false;
    memcpy(asking->declined, asking->preset, sizeof(asking->declined));
    if (!taken)
        return false;
    bv_pipeline_drop_scale(asking->pipeline);
    snprintf(asking->line, sizeof(asking->line),
             _("The preset is not used. C reads the scale, D measures it"));
    enter(asking, REFUSED);
    return true;
}

bool bv_scale_asking_answer(struct bv_scale_asking *asking, bool take)
{
    bool points = bv_scale_asking_wants_point(asking);

    if (points && take)
        return false; /* it places the point */
    if (!take && decline_preset(asking))
        return true;
    if (!points && asking->phase != PROPOSED && asking->phase != LENGTH)
        return false;
    if (!take) {
        enter(asking, NOTHING);
        let_go(asking);
    } else if (asking->phase == LENGTH &&
               !bv_known_distance_measure(&asking->known, &asking->scale)) {
        snprintf(asking->line, sizeof(asking->line),
                 _("No scale: no picture has pixels of that size. D measures "
                   "again"));
        enter(asking, REFUSED);
        let_go(asking);
    } else {
        set(asking);
    }
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
    if (!advice)
        return;
    if (advice->mm_per_px > 0) {
        asking->reached =
            asking->reached || advice->mm_per_px == asking->scale.mm_per_px;
        return;
    }
    asking->pictures += advice->sequence != asking->sequence;
    asking->sequence = advice->sequence;
    if (!asking->reached && asking->pictures < pictures_most &&
        bv_clock_now_ns() - asking->since_ns < late_ns)
        return;
    snprintf(
        asking->line, sizeof(asking->line),
        _("Depth or zoom changed: the scale was dropped. C reads it again"));
    enter(asking, DROPPED);
}

/* What was read for C. */
static void propose(struct bv_scale_asking *asking,
                    const struct bv_screen_finding *finding)
{
    asking->scale = finding->scale;
    asking->preset[0] = '\0';
    asking->read_mm_per_px = 0;
    if (asking->scale.mm_per_px <= 0) {
        refuse(asking, asking->scale.why);
        return;
    }
    snprintf(asking->line, sizeof(asking->line),
             _("%.4f mm/px? From %s. Enter: right, Esc: leave it"),
             asking->scale.mm_per_px, asking->scale.why);
    enter(asking, PROPOSED);
}

/* Where ruler and texts of a screen are in which two points were marked. */
static void take_places(struct bv_scale_asking *asking,
                        const struct bv_screen_finding *finding)
{
    asking->read_mm_per_px = finding->scale.mm_per_px;
    asking->scale.boxes = finding->scale.boxes;
    memcpy(asking->scale.box, finding->scale.box, sizeof(asking->scale.box));
    asking->preset[0] = '\0';
    if (asking->phase == CONFIRMED)
        set(asking);
}

static void take_preset(struct bv_scale_asking *asking,
                        const struct bv_scaling_answer *answer)
{
    const struct bv_screen_finding *finding = &answer->finding;

    if (finding->scale.mm_per_px <= 0 ||
        (asking->phase != NOTHING && asking->phase != DROPPED) ||
        strcmp(finding->id, asking->declined) == 0)
        return;
    let_go(asking);
    asking->frame = bv_frame_ref(answer->frame);
    asking->scale = finding->scale;
    asking->read_mm_per_px = 0;
    memcpy(asking->preset, finding->id, sizeof(asking->preset));
    if (finding->sure) {
        set(asking);
        return;
    }
    snprintf(asking->line, sizeof(asking->line),
             _("%.4f mm/px? This screen's preset, %s; it cannot be read now. "
               "Enter: right, Esc: leave it"),
             asking->scale.mm_per_px, asking->scale.why);
    enter(asking, PROPOSED);
}

static void say_kept(struct bv_scale_asking *asking,
                     const struct bv_fault *fault)
{
    size_t length = strlen(asking->line);

    if (asking->phase != CONFIRMED || asking->scale.boxes < 2)
        return;
    if (fault->error == 0)
        snprintf(asking->line + length, sizeof(asking->line) - length,
                 _(" Kept for this screen."));
    else if (fault->error != -EINVAL) /* too little shows to know it again */
        snprintf(asking->line + length, sizeof(asking->line) - length,
                 _(" Not kept: %.160s"), fault->text);
}

static void take_answer(struct bv_scale_asking *asking,
                        const struct bv_scaling_answer *answer)
{
    bool asked = asking->reading && answer->frame == asking->frame;

    if (answer->job == BV_SCALING_RECOGNISE) {
        asking->looking = false;
        take_preset(asking, answer);
    } else if (answer->job == BV_SCALING_KEEP) {
        say_kept(asking, &answer->fault);
    } else if (asked) {
        asking->reading = false;
        if (asking->phase == READING && answer->fault.error)
            refuse(asking, answer->fault.text);
        else if (asking->phase == READING)
            propose(asking, &answer->finding);
        else if (asking->phase == LENGTH || asking->phase == CONFIRMED)
            take_places(asking, &answer->finding);
    }
}

/* Whether it is a screen that was there before. */
static void look_for_preset(struct bv_scale_asking *asking,
                            const struct bv_advice *advice,
                            const struct bv_frame *frame)
{
    int64_t now_ns = bv_clock_now_ns();

    if (!advice || !frame || advice->mm_per_px > 0 || asking->looking ||
        (asking->phase != NOTHING && asking->phase != DROPPED) ||
        now_ns - asking->looked_ns < look_ns)
        return;
    asking->looked_ns = now_ns;
    asking->looking =
        bv_scaling_ask(asking->scaling, BV_SCALING_RECOGNISE, frame, NULL) == 0;
}

void bv_scale_asking_update(struct bv_scale_asking *asking,
                            const struct bv_advice *advice,
                            const struct bv_frame *frame)
{
    struct bv_scaling_answer answer;

    while (bv_scaling_take(asking->scaling, &answer) == 0) {
        take_answer(asking, &answer);
        bv_frame_unref(answer.frame);
    }
    if (asking->phase == CONFIRMED)
        watch(asking, advice);
    else if (asking->phase == REFUSED &&
             bv_clock_now_ns() - asking->since_ns > said_ns)
        enter(asking, NOTHING);
    look_for_preset(asking, advice, frame);
}

const char *bv_scale_asking_get_line(const struct bv_scale_asking *asking)
{
    bool said = asking->phase == CONFIRMED &&
                bv_clock_now_ns() - asking->since_ns > said_ns;

    return asking->phase == NOTHING || said ? NULL : asking->line;
}

enum bv_asking_tone
bv_scale_asking_get_tone(const struct bv_scale_asking *asking)
{
    switch (asking->phase) {
    case DROPPED:
        return BV_ASKING_ALERT;
    case CONFIRMED: /* a preset was taken without a word, or two disagree */
        return asking->scale.origin == BV_SCALE_REMEMBERED ||
                       contradicts(asking)
                   ? BV_ASKING_ASKS
                   : BV_ASKING_SAYS;
    case PROPOSED:
    case FIRST_POINT:
    case SECOND_POINT:
    case LENGTH:
        return BV_ASKING_ASKS;
    default:
        return BV_ASKING_SAYS;
    }
}
