#include <math.h>
#include <stdio.h>

#include "guidance/screen/scale_reading.h"

/* Distances that scanners put between ticks, mm. */
static const double steps_mm[] = {1, 2, 2.5, 5, 10, 20, 50};
enum { steps = sizeof(steps_mm) / sizeof(steps_mm[0]) };
/* How far depth and ruler may differ beside the last tick's rest: rounding in
 * the text, and a scan that begins above its first tick. */
static const double depth_slack = 0.02, zoomed_slack = 0.1;
/* A whole ruler begins at the probe's face, to this part of a step. */
static const double begin_part = 0.35;
/* A pitch that is not known better gives no scale. */
static const double pitch_error_most = 0.006;
/* Depths that there are, mm. */
static const double depth_least_mm = 8, depth_most_mm = 400;

/* Every second tick long: half and whole centimetres, and so on. */
static bool order_allows(const struct bv_ruler *ruler, double step_mm)
{
    switch (ruler->long_every) {
    case 2:
        return step_mm == 5;
    case 4:
        return step_mm == 2.5;
    case 5:
        return step_mm == 1 || step_mm == 2 || step_mm == 10;
    case 10:
        return step_mm == 1;
    default:
        return ruler->long_every <= 0;
    }
}

static bool depth_allows(const struct bv_scale_reading *reading,
                         const struct bv_depth_text *depth, double step_mm)
{
    const struct bv_ruler *ruler = &reading->ruler;
    double zoom = reading->texts.zoom;
    double shown_mm = (ruler->ticks - 1) * step_mm;

    if (shown_mm > depth->depth_mm * (1 + depth_slack))
        return false;
    if (zoom == 1) /* the next tick would lie below the picture */
        return shown_mm + step_mm >= depth->depth_mm * (1 - depth_slack);
    /* it may begin and end between two ticks */
    return zoom == 0 || shown_mm + 2 * step_mm >=
                            depth->depth_mm / zoom * (1 - zoomed_slack);
}

static bool numbers_allow(const struct bv_scale_reading *reading,
                          double numbers_step, double step_mm)
{
    double depth_mm = (reading->ruler.ticks - 1) * step_mm;

    return (fabs(numbers_step * 10 - step_mm) < 1e-6 ||
            fabs(numbers_step - step_mm) < 1e-6) &&
           depth_mm >= depth_least_mm && depth_mm <= depth_most_mm;
}

static bool any_named(const struct bv_screen_texts *texts)
{
    for (int i = 0; i < texts->depths; i++)
        if (texts->depth[i].named)
            return true;
    return false;
}

/* The text that allows a step, or -1. Named ones go before bare lengths. */
static int text_for(const struct bv_scale_reading *reading, double step_mm)
{
    bool named = any_named(&reading->texts);

    for (int i = 0; i < reading->texts.depths; i++)
        if (reading->texts.depth[i].named == named &&
            depth_allows(reading, &reading->texts.depth[i], step_mm))
            return i;
    return -1;
}

/* Whether texts alone are enough. */
static bool text_suffices(const struct bv_scale_reading *reading)
{
    const struct bv_ruler *ruler = &reading->ruler;

    if (ruler->long_every > 0) /* its order is a second witness */
        return reading->texts.zoom == 1 || ruler->long_every == 2 ||
               ruler->long_every == 4;
    return ruler->long_every == 0 && reading->texts.zoom == 1 &&
           any_named(&reading->texts) &&
           fabs(ruler->first_px - reading->area.face_middle.y) <=
               begin_part * ruler->pitch_px;
}

/* What all witnesses allow. @return How many steps; the last one is written. */
static int count_steps(const struct bv_scale_reading *reading,
                       double numbers_step, double *step_mm)
{
    int count = 0;

    for (int i = 0; i < steps; i++) {
        if (!order_allows(&reading->ruler, steps_mm[i]) ||
            (numbers_step > 0 &&
             !numbers_allow(reading, numbers_step, steps_mm[i])) ||
            (reading->texts.depths > 0 && text_for(reading, steps_mm[i]) < 0))
            continue;
        *step_mm = steps_mm[i];
        count++;
    }
    return count;
}

static void refuse(struct bv_scale_reading *reading, const char *why)
{
    reading->tick_mm = reading->mm_per_px = 0;
    reading->depth_text = -1;
    snprintf(reading->why, sizeof(reading->why), "%s", why);
}

/* A reason that lies in the ruler, or NULL. */
static const char *ruler_fault(const struct bv_scale_reading *reading,
                               double numbers_step)
{
    const struct bv_ruler *ruler = &reading->ruler;

    if (!reading->has_ruler)
        return "no ruler was found beside the picture";
    if (ruler->pitch_sd_px > pitch_error_most * ruler->pitch_px)
        return "the ruler is too short to measure by";
    if (ruler->long_every < 0 &&
        !(numbers_step > 0 && reading->texts.depths > 0))
        return "the ruler's long ticks follow no order";
    return NULL;
}

/* A reason that lies in what says how far apart the ticks are, or NULL. */
static const char *witness_fault(const struct bv_scale_reading *reading,
                                 double numbers_step)
{
    if (numbers_step > 0) {
        if (reading->texts.depths == 0 && reading->numbers < 3 &&
            reading->ruler.long_every <= 0)
            return "two numbers beside the ruler are too few without a depth "
                   "text";
        return NULL;
    }
    if (reading->texts.depths == 0)
        return "neither a depth text nor numbers beside the ruler could be "
               "read";
    if (reading->texts.zoom == 0)
        return "the picture is zoomed, by how much could not be read";
    if (!text_suffices(reading))
        return reading->texts.zoom != 1
                   ? "the picture is zoomed, and its ruler has no numbers"
                   : "a depth text alone is not enough for this ruler";
    return NULL;
}

static void explain(struct bv_scale_reading *reading)
{
    const struct bv_screen_texts *texts = &reading->texts;
    char numbers[48] = "", text[96] = "", zoom[32] = "";

    if (reading->numbers >= 2)
        snprintf(numbers, sizeof(numbers), ", %d numbers beside it",
                 reading->numbers);
    if (reading->depth_text >= 0)
        snprintf(text, sizeof(text), ", \"%s\"",
                 texts->depth[reading->depth_text].text);
    if (texts->zoom > 0 && texts->zoom != 1)
        snprintf(zoom, sizeof(zoom), ", zoomed %.4gx", texts->zoom);
    snprintf(reading->why, sizeof(reading->why),
             "a ruler of %d ticks, %.4g mm apart%s%s%s", reading->ruler.ticks,
             reading->tick_mm, numbers, text, zoom);
}

void bv_scale_reading_decide(struct bv_scale_reading *reading,
                             double numbers_step)
{
    const char *fault = ruler_fault(reading, numbers_step);
    double step_mm = 0;
    int count;

    if (!fault)
        fault = witness_fault(reading, numbers_step);
    if (fault) {
        refuse(reading, fault);
        return;
    }
    count = count_steps(reading, numbers_step, &step_mm);
    if (count != 1) {
        refuse(reading, count > 1 ? "the ruler can be read in two ways"
                        : numbers_step > 0 && reading->texts.depths > 0
                            ? "ruler, numbers and depth text disagree"
                        : numbers_step > 0 ? "ruler and its numbers disagree"
                                           : "ruler and depth text disagree");
        return;
    }
    reading->tick_mm = step_mm;
    reading->mm_per_px = step_mm / reading->ruler.pitch_px;
    reading->depth_text =
        reading->texts.depths > 0 ? text_for(reading, step_mm) : -1;
    explain(reading);
}
