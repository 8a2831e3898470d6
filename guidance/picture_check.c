#include "guidance/picture_check.h"

#include <math.h>
#include <stdlib.h>

#include "core/clock.h"
#include "guidance/picture_look.h"

/* As often as the picture is looked at. */
static const double look_every_s = 0.2;

/* Of the face; a little is off the skin in most pictures. */
static const double contact_part = 0.22;

/* Grey levels, and the part that is white, beyond those of good pictures. */
static const double bright_most_level = 228, bright_least_level = 62;
/* Where half of the picture is as good as black, it is dark up to here. */
static const double black_middle_level = 1, bright_least_black_level = 70;
static const double middle_most_level = 150;
static const double white_most_part = 0.03;

/* Darker than this nothing is shown at all: a probe in the air. */
static const double nothing_level = 20;

/* Of the picture's depth. */
static const double empty_from = 0.68;
static const double target_high_part = 0.2, target_low_part = 0.9;

/* From the focus to the target: the longer of this and half its depth. */
static const double focus_far_mm = 10, focus_far_part = 0.5;

/* Of the picture's width, beyond its edge. */
static const double cut_off_part = 0.02;

struct bv_picture_checker {
    bool stills;
    bool has_looked;
    int64_t looked_ns;
    uint32_t holding; /* in the picture, as it was looked at last */
    uint32_t raised;
    int64_t since_ns[BV_CHECK_COUNT]; /* that holding is as it is */
};

struct bv_picture_checker *bv_picture_checker_new(bool stills)
{
    struct bv_picture_checker *checker = calloc(1, sizeof(*checker));

    if (checker)
        checker->stills = stills;
    return checker;
}

void bv_picture_checker_free(struct bv_picture_checker *checker)
{
    free(checker);
}

void bv_picture_checker_reset(struct bv_picture_checker *checker)
{
    checker->has_looked = false;
    checker->holding = checker->raised = 0;
}

static uint32_t bit_if(bool holds, enum bv_picture_check check)
{
    return holds ? BV_CHECK_BIT(check) : 0;
}

/* How deep a place lies, of all that the picture shows. */
static double depth_part(const struct bv_scan_area *area, struct bv_px px)
{
    double all = area->shape == BV_SCAN_SECTOR
                     ? area->end_radius_px - area->face_radius_px
                     : area->box.bottom - area->box.top;

    return all > 0 ? bv_scan_area_depth_px(area, px) / all : NAN;
}

static uint32_t check_target(const struct bv_picture_check_input *input)
{
    const struct bv_advice *advice = input->advice;
    double focus_mm = input->frame->focus_mm;
    struct bv_mm mm;
    double part;
    bool far = false;

    if (advice->target != BV_TARGET_FOLLOWED)
        return 0;
    part = depth_part(&advice->scan_area, advice->target_px);
    if (focus_mm > 0 && bv_px_to_mm(&advice->scan_area, advice->mm_per_px,
                                    advice->target_px, &mm) == 0)
        far = fabs(mm.depth - focus_mm) >
              fmax(focus_far_mm, focus_far_part * mm.depth);
    return bit_if(part < target_high_part, BV_CHECK_TARGET_HIGH) |
           bit_if(part > target_low_part, BV_CHECK_TARGET_LOW) |
           bit_if(far, BV_CHECK_FOCUS);
}

/* A sector's sides are known where they lie outside the picture, too. */
static bool is_cut_off(const struct bv_frame *frame,
                       const struct bv_scan_area *area)
{
    double spare = cut_off_part * frame->width_px, reach;

    if (area->shape != BV_SCAN_SECTOR)
        return false;
    reach = area->end_radius_px *
            sin(fmin(area->half_angle_deg, 90) / 57.29577951308232);
    return area->apex.x - reach < -spare ||
           area->apex.x + reach > frame->width_px - 1 + spare;
}

static uint32_t check_look(const struct bv_picture_check_input *input)
{
    struct bv_picture_look look;
    bool is_dark;

    bv_picture_look(input->frame, &input->advice->scan_area, input->mask,
                    &look);
    if (look.bright_level < nothing_level)
        return 0;
    is_dark = look.bright_level < (look.middle_level > black_middle_level
                                       ? bright_least_level
                                       : bright_least_black_level);
    return bit_if(look.dark_left > contact_part, BV_CHECK_CONTACT_LEFT) |
           bit_if(look.dark_right > contact_part, BV_CHECK_CONTACT_RIGHT) |
           bit_if(look.bright_level > bright_most_level ||
                      look.middle_level > middle_most_level ||
                      look.white_part > white_most_part,
                  BV_CHECK_GAIN_HIGH) |
           bit_if(is_dark, BV_CHECK_GAIN_LOW) |
           bit_if(!is_dark && look.empty_below < empty_from,
                  BV_CHECK_EMPTY_BELOW);
}

static uint32_t look_at(const struct bv_picture_check_input *input)
{
    enum bv_side told = input->frame->marked_side;
    bool other = told != BV_SIDE_UNKNOWN &&
                 input->chosen_side != BV_SIDE_UNKNOWN &&
                 told != input->chosen_side;
    uint32_t holding = bit_if(other, BV_CHECK_MARKER);

    if (input->advice->picture == BV_PICTURE_STOPPED)
        return bit_if(true, BV_CHECK_FROZEN);
    if (input->advice->scan_area.shape == BV_SCAN_UNKNOWN)
        return holding;
    /* in a dark picture little is new; of a slow one no more is said */
    if (input->advice->picture == BV_PICTURE_TOO_SLOW)
        return holding | (check_look(input) & BV_CHECK_BIT(BV_CHECK_GAIN_LOW));
    return holding | check_target(input) | check_look(input) |
           bit_if(is_cut_off(input->frame, &input->advice->scan_area),
                  BV_CHECK_CUT_OFF);
}

static void take(struct bv_picture_checker *checker, uint32_t holding,
                 int64_t now_ns)
{
    uint32_t changed = holding ^ checker->holding;

    for (int i = 0; i < BV_CHECK_COUNT; i++) {
        uint32_t bit = BV_CHECK_BIT(i);
        double for_s;

        if (changed & bit)
            checker->since_ns[i] = now_ns;
        for_s = bv_ns_to_s(now_ns - checker->since_ns[i]);
        if (holding & bit && for_s >= BV_CHECK_RAISED_AFTER_S)
            checker->raised |= bit;
        if (!(holding & bit) && for_s >= BV_CHECK_GONE_AFTER_S)
            checker->raised &= ~bit;
    }
    checker->holding = holding;
}

uint32_t bv_picture_checker_step(struct bv_picture_checker *checker,
                                 const struct bv_picture_check_input *input)
{
    int64_t now_ns = input->frame->time_ns;
    double since_s = bv_ns_to_s(now_ns - checker->looked_ns);

    if (checker->stills)
        return look_at(input);
    if (checker->has_looked && since_s < 0)
        bv_picture_checker_reset(checker);
    if (!checker->has_looked || since_s >= look_every_s) {
        take(checker, look_at(input), now_ns);
        checker->has_looked = true;
        checker->looked_ns = now_ns;
    }
    return checker->raised;
}
