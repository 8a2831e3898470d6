#include "guidance/review/figures.h"

#include <math.h>
#include <string.h>

#include "guidance/review/figures_recipe.h"

static bool has(const struct bv_frame_score *frame, uint32_t flags)
{
    return (frame->flags & flags) == flags;
}

/* 0 or 1 where the frame counts. */
static double share(bool counts, bool holds)
{
    return !counts ? NAN : holds ? 1 : 0;
}

static double tip_mm(const struct bv_frame_score *frame)
{
    return has(frame, BV_SCORE_TIP_POOR) ? NAN : frame->tip_mm;
}

static double tip_within_3_mm(const struct bv_frame_score *frame)
{
    return share(!isnan(tip_mm(frame)), tip_mm(frame) <= 3);
}

static double poor_tip_mm(const struct bv_frame_score *frame)
{
    return has(frame, BV_SCORE_TIP_POOR) ? frame->tip_mm : NAN;
}

static double poor_tip_reported(const struct bv_frame_score *frame)
{
    return share(!isnan(poor_tip_mm(frame)), isfinite(poor_tip_mm(frame)));
}

static double predicted_mm(const struct bv_frame_score *frame)
{
    return frame->predicted_mm;
}

static double turn_deg(const struct bv_frame_score *frame)
{
    return frame->turn_deg;
}

static double ahead_mm(const struct bv_frame_score *frame)
{
    return frame->ahead_mm;
}

static double detected(const struct bv_frame_score *frame)
{
    return share(has(frame, BV_SCORE_VISIBLE), has(frame, BV_SCORE_RIGHT));
}

static double wrong_line(const struct bv_frame_score *frame)
{
    return share(has(frame, BV_SCORE_NEEDLE),
                 has(frame, BV_SCORE_CLAIMED) &&
                     !has(frame, BV_SCORE_ON_NEEDLE));
}

static double short_line(const struct bv_frame_score *frame)
{
    return share(has(frame, BV_SCORE_NEEDLE),
                 has(frame, BV_SCORE_ON_NEEDLE) && !has(frame, BV_SCORE_RIGHT));
}

static double hidden_tip_claimed(const struct bv_frame_score *frame)
{
    return share(has(frame, BV_SCORE_TIP_HIDDEN),
                 has(frame, BV_SCORE_TIP_SEEN));
}

static double in_ellipse(const struct bv_frame_score *frame)
{
    return share(isfinite(frame->tip_mm), has(frame, BV_SCORE_IN_ELLIPSE));
}

static double lag_frames(const struct bv_frame_score *frame)
{
    return frame->lag_frames;
}

static double crossing_within_2_mm(const struct bv_frame_score *frame)
{
    return share(!isnan(frame->crossing_mm), frame->crossing_mm <= 2);
}

static double crossing_within_1_mm(const struct bv_frame_score *frame)
{
    return share(!isnan(frame->crossing_mm), frame->crossing_mm <= 1);
}

static double process_ms(const struct bv_frame_score *frame)
{
    return frame->process_ms;
}

static void alarms(const struct bv_clip_score *clip, double *top,
                   double *bottom)
{
    *top = (double)clip->alarm_count;
    *bottom = clip->free_s / 60;
}

static void alarm_frames(const struct bv_clip_score *clip, double *top,
                         double *bottom)
{
    *top = (double)clip->alarm_frame_count;
    *bottom = clip->free_s / 60;
}

static void alarm_stills(const struct bv_clip_score *clip, double *top,
                         double *bottom)
{
    *top = (double)clip->alarm_still_count;
    *bottom = (double)clip->free_still_count;
}

static void jitter(const struct bv_clip_score *clip, double *top,
                   double *bottom)
{
    *top = clip->jitter_mm2;
    *bottom = (double)clip->jitter_count;
}

static void kept(const struct bv_clip_score *clip, double *top, double *bottom)
{
    *top = (double)clip->kept_count;
    *bottom = (double)clip->still_count;
}

/* Limits: none, at most, at least, between. */
#define NONE                                                                   \
    {                                                                          \
        NAN, NAN                                                               \
    }
#define MOST(x)                                                                \
    {                                                                          \
        NAN, x                                                                 \
    }
#define LEAST(x)                                                               \
    {                                                                          \
        x, NAN                                                                 \
    }
#define SMALLER -1, false
#define LARGER 1, false

#define FRAMES(key, title, unit, percentile, from, is_reported, must, aim)     \
    {                                                                          \
        {key, title, "frames", unit, SMALLER, must, aim}, BV_STATISTIC_FRAMES, \
            percentile, is_reported, false, from, NULL                         \
    }
#define SHARE(key, title, of, better, from, must, aim)                         \
    {                                                                          \
        {key, title, of, BV_UNIT_SHARE, better, must, aim},                    \
            BV_STATISTIC_SHARE, 0, false, false, from, NULL                    \
    }
#define WAITS(key, title, percentile, is_again, must, aim)                     \
    {                                                                          \
        {key, title, "waits", BV_UNIT_S, SMALLER, must, aim},                  \
            BV_STATISTIC_WAITS, percentile, false, is_again, NULL, NULL        \
    }
#define CLIPS(key, title, of, unit, better, statistic, from, must, aim)        \
    {                                                                          \
        {key, title, of, unit, better, must, aim}, statistic, 0, false, false, \
            NULL, from                                                         \
    }

/* clang-format off */
static const struct bv_recipe recipes[] = {
    FRAMES("tip_error_median_mm", "tip error, tip visible: median", BV_UNIT_MM,
           0.5, tip_mm, false, MOST(0.8), MOST(0.4)),
    FRAMES("tip_error_p95_mm", "tip error, tip visible: p95", BV_UNIT_MM,
           0.95, tip_mm, false, MOST(2.5), MOST(1.2)),
    SHARE("tip_within_3_mm", "tip visible, found within 3 mm", "frames",
          LARGER, tip_within_3_mm, NONE, LEAST(0.995)),
    FRAMES("tip_error_seen_median_mm", "tip error when seen: median",
           BV_UNIT_MM, 0.5, tip_mm, true, NONE, NONE),
    FRAMES("tip_error_seen_p95_mm", "tip error when seen: p95", BV_UNIT_MM,
           0.95, tip_mm, true, NONE, NONE),
    FRAMES("poor_tip_median_mm", "poorly visible tip when seen: median",
           BV_UNIT_MM, 0.5, poor_tip_mm, true, NONE, MOST(1)),
    FRAMES("poor_tip_p95_mm", "poorly visible tip when seen: p95", BV_UNIT_MM,
           0.95, poor_tip_mm, true, MOST(5), MOST(3)),
    SHARE("poor_tip_coverage", "poorly visible tip seen", "frames", LARGER,
          poor_tip_reported, NONE, LEAST(0.7)),
    FRAMES("tip_predicted_p95_mm", "tip error when predicted: p95", BV_UNIT_MM,
           0.95, predicted_mm, true, NONE, NONE),
    FRAMES("angle_median_deg", "shaft angle error: median", BV_UNIT_DEG, 0.5,
           turn_deg, false, NONE, MOST(0.4)),
    FRAMES("angle_p95_deg", "shaft angle error: p95", BV_UNIT_DEG, 0.95,
           turn_deg, false, MOST(3), MOST(1.2)),
    FRAMES("angle_drawn_p95_deg", "shaft angle error when drawn: p95",
           BV_UNIT_DEG, 0.95, turn_deg, true, NONE, NONE),
    FRAMES("ahead_median_mm", "trajectory 30 mm ahead: median", BV_UNIT_MM,
           0.5, ahead_mm, false, NONE, MOST(0.5)),
    FRAMES("ahead_p95_mm", "trajectory 30 mm ahead: p95", BV_UNIT_MM, 0.95,
           ahead_mm, false, MOST(3), MOST(1.5)),
    FRAMES("ahead_drawn_p95_mm", "trajectory 30 mm ahead when drawn: p95",
           BV_UNIT_MM, 0.95, ahead_mm, true, NONE, NONE),
    SHARE("detected", "visible needle found within 3 mm and 3 degrees",
          "frames", LARGER, detected, LEAST(0.95), LEAST(0.99)),
    SHARE("wrong_line", "wrong line drawn while a needle is there", "frames",
          SMALLER, wrong_line, NONE, NONE),
    SHARE("short_line", "under half of the visible shaft drawn", "frames",
          SMALLER, short_line, NONE, NONE),
    CLIPS("alarms_per_minute", "needle-free: confirmed tracks a minute",
          "minutes", BV_UNIT_PER_MINUTE, SMALLER, BV_STATISTIC_RATIO, alarms,
          MOST(0.1), MOST(1.0 / 60)),
    CLIPS("alarm_frames_per_minute", "needle-free: frames drawn on a minute",
          "minutes", BV_UNIT_PER_MINUTE, SMALLER, BV_STATISTIC_RATIO,
          alarm_frames, NONE, NONE),
    CLIPS("alarm_stills", "needle-free stills with a claim", "stills",
          BV_UNIT_SHARE, SMALLER, BV_STATISTIC_RATIO, alarm_stills,
          NONE, MOST(0.01)),
    WAITS("first_median_s", "first confirmed, once 8 mm are visible: median",
          0.5, false, NONE, MOST(0.25)),
    WAITS("first_p95_s", "first confirmed, once 8 mm are visible: p95", 0.95,
          false, MOST(1.5), MOST(0.6)),
    WAITS("again_p95_s", "again after 1 s of loss: p95", 0.95, true,
          MOST(1), MOST(0.3)),
    SHARE("hidden_tip_claimed", "tip claimed where it is not visible",
          "frames", SMALLER, hidden_tip_claimed, MOST(0.02), MOST(0.002)),
    CLIPS("calibration_error", "calibration error of \"within 2 mm\"",
          "drawn frames", BV_UNIT_PLAIN, SMALLER, BV_STATISTIC_CALIBRATION,
          NULL, MOST(0.06), MOST(0.02)),
    {{"ellipse_90", "tip inside its 90 % interval along the shaft", "frames",
      BV_UNIT_SHARE, 0, false, NONE, {0.88, 0.92}},
     BV_STATISTIC_SHARE, 0, false, false, in_ellipse, NULL},
    CLIPS("jitter_rms_mm", "jitter on a still needle, RMS", "frames",
          BV_UNIT_MM, SMALLER, BV_STATISTIC_ROOT, jitter, MOST(0.4),
          MOST(0.15)),
    {{"lag_median_frames", "lag of the tip from 5 mm/s on: median", "frames",
      BV_UNIT_FRAMES, SMALLER, NONE, MOST(1)},
     BV_STATISTIC_FRAMES, 0.5, false, false, lag_frames, NULL},
    CLIPS("kept", "needle still for 10 s or more: track kept", "frames",
          BV_UNIT_SHARE, LARGER, BV_STATISTIC_RATIO, kept, LEAST(0.9),
          LEAST(0.99)),
    SHARE("crossing_2_mm", "out-of-plane crossing found within 2 mm", "frames",
          LARGER, crossing_within_2_mm, LEAST(0.85), NONE),
    SHARE("crossing_1_mm", "out-of-plane crossing found within 1 mm", "frames",
          LARGER, crossing_within_1_mm, NONE, LEAST(0.97)),
    {{"process_median_ms", "processing of a frame: median", "frames",
      BV_UNIT_MS, -1, true, NONE, MOST(8)},
     BV_STATISTIC_FRAMES, 0.5, false, false, process_ms, NULL},
    {{"process_p99_ms", "processing of a frame: p99", "frames", BV_UNIT_MS,
      -1, true, MOST(40), MOST(16)},
     BV_STATISTIC_FRAMES, 0.99, false, false, process_ms, NULL},
};
/* clang-format on */

size_t bv_figure_count(void)
{
    return sizeof(recipes) / sizeof(*recipes);
}

const struct bv_recipe *bv_recipe_at(size_t index)
{
    return &recipes[index];
}

const struct bv_figure *bv_figure_at(size_t index)
{
    return &recipes[index].figure;
}

int bv_figure_find(const char *key)
{
    for (size_t i = 0; i < bv_figure_count(); i++)
        if (strcmp(recipes[i].figure.key, key) == 0)
            return (int)i;
    return -1;
}

bool bv_figure_keeps(const struct bv_figure_limit *limit, double value)
{
    return isnan(value) || !(value < limit->least || value > limit->most);
}
