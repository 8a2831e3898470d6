#include "guidance/slide.h"

#include <math.h>

/* Looks back shorter or longer than this say nothing. */
static const double age_min_s = 0.1, age_max_s = 4;
/* The least slide, in parts of the picture's longer side (2.4 and 4 mm of a
 * 40 mm picture): the ends of fascia come and go by less. A line that stands
 * out, and whose end does, needs less. */
static const double slide_strong_part = 0.06, slide_weak_part = 0.1;
static const double mean_strong = 1.5, contrast_strong = 0.7;
/* Flatter than this, fascia slides as much as any needle. */
static const double angle_least_deg = 10;
/* A shaft is straight and stands out, unless its slide is so long and leaves
 * or takes so much evidence that nothing else could be it: then a faint shaft
 * that crosses bright fascia will do. */
static const double bend_most_px = 0.6, bend_long_px = 1.2;
static const double long_part = 0.09, contrast_long = 0.9;
static const double shorter_part = 0.06, contrast_shorter = 1.2;
/* The shortest piece that can be said to stay. */
static const double stay_min_part = 0.06;
/* The shaft shows from this close to where it comes into the picture. */
static const double gap_most_part = 0.25, gap_long_part = 0.1;
static const double stay_least = 0.6; /* of the shorter piece */
/* Evidence on the piece, usually and for a long slide. */
static const double mean_least = 1.25, mean_long = 0.92;
/* Evidence above speckle on it, for a px of the picture's longer side. */
static const double score_least_part = 0.1;
static const double turn_most_deg = 1.2, turn_long_deg = 2.5;
static const double beside_part = 0.15; /* of the slide */
static const double beside_free_px = 1.5;
/* Tissue around it goes less far, and its length changes, parts of the slide.
 */
static const double travel_most = 0.6, grown_least = 0.4;
static const double contrast_least = 0.5; /* evidence come or gone */
static const double step_most = 0.45;     /* of the slide, in one frame */
/* The same for a long slide, and how far its end goes to and fro in all. */
static const double step_long = 0.3, way_long = 1.6;
/* A slide's run ends when none was seen for this long. */
static const double run_pause_s = 0.3;
/* Frames and time that confirm. */
static const int frames_least = 3;
static const double span_least_s = 0.1;

static double mean_between(const float *along, double from, double to)
{
    int first = (int)floor(from / BV_TRACK_BIN_PX) + BV_TRACK_BINS / 2;
    int last = (int)floor(to / BV_TRACK_BIN_PX) + BV_TRACK_BINS / 2;
    double sum = 0;
    int count = 0;

    for (int bin = first < 0 ? 0 : first; bin <= last && bin < BV_TRACK_BINS;
         bin++, count++)
        sum += along[bin] < 2.5f ? along[bin] : 2.5f;
    return count ? sum / count : 0;
}

static bool stays(const struct bv_track_past *now,
                  const struct bv_track_past *then, bool is_long,
                  double side_px)
{
    double shared = fmin(now->end, then->end) - fmax(now->start, then->start);
    double shorter = fmin(now->end - now->start, then->end - then->start);

    return shorter >= stay_min_part * side_px &&
           shared >= stay_least * shorter &&
           fmin(now->mean, then->mean) >= (is_long ? mean_long : mean_least) &&
           fmax(now->gap, then->gap) <=
               (is_long ? gap_long_part : gap_most_part) * side_px &&
           now->bend <= (is_long ? bend_long_px : bend_most_px) &&
           now->angle_deg >= angle_least_deg &&
           fabs(now->angle_deg - then->angle_deg) <=
               (is_long ? turn_long_deg : turn_most_deg);
}

/* Where the end passed, evidence came or went. */
static double contrast_of(const struct bv_track_past *now,
                          const struct bv_track_past *then, double slide)
{
    const float *more = slide > 0 ? now->along : then->along;
    const float *less = slide > 0 ? then->along : now->along;
    double from = fmin(now->end, then->end) + 2;
    double to = fmax(now->end, then->end) - 1;

    return mean_between(more, from, to) - mean_between(less, from, to);
}

/* Whether the piece became longer or shorter by the slide, and did not go as
 * a whole: tissue that was followed badly does that. */
static bool grows_with(const struct bv_track_past *now,
                       const struct bv_track_past *then, double slide)
{
    double grown = (now->end - now->start) - (then->end - then->start);

    return grown * (slide > 0 ? 1 : -1) >= grown_least * fabs(slide);
}

/* Whether evidence came or went enough for how far the end went. */
static bool is_plain(const struct bv_track_past *now,
                     const struct bv_track_past *then, double slide,
                     double side_px)
{
    double contrast = contrast_of(now, then, slide);
    bool strong = fmin(now->mean, then->mean) >= mean_strong &&
                  contrast >= contrast_strong;

    return contrast >= contrast_least &&
           (strong || fabs(slide) >= slide_weak_part * side_px);
}

/* Whether the end went step by step: one that jumps is a gap that closed. A
 * long slide must be a steady one, for the most part one way. */
static bool went_gradually(const struct bv_track *track, double since_s,
                           double slide, bool is_long)
{
    int newer = (track->end_next + BV_TRACK_ENDS_MAX - 1) % BV_TRACK_ENDS_MAX;
    double step_limit = (is_long ? step_long : step_most) * fabs(slide);
    double way = 0;

    for (int i = 1; i < track->end_count; i++) {
        int older = (newer + BV_TRACK_ENDS_MAX - 1) % BV_TRACK_ENDS_MAX;
        double step = fabs(track->ends[newer].end - track->ends[older].end);

        if (track->ends[newer].time_s <= since_s)
            break;
        if (step > step_limit)
            return false;
        way += step;
        newer = older;
    }
    return !is_long || way <= way_long * fabs(slide);
}

/* A slide so long, and so plain, that less is asked of the line. */
static bool is_long_slide(const struct bv_track *track,
                          const struct bv_track_past *now,
                          const struct bv_track_past *then, double slide,
                          double side_px)
{
    double contrast = contrast_of(now, then, slide);
    double part = fabs(slide) / side_px;

    return ((part >= long_part && contrast >= contrast_long) ||
            (part >= shorter_part && contrast >= contrast_shorter)) &&
           went_gradually(track, then->time_s, slide, true);
}

static double find_slide(const struct bv_track *track,
                         const struct bv_track_past *now, double side_px)
{
    double best = 0;

    for (int i = 0; i < track->past_count; i++) {
        const struct bv_track_past *then = &track->past[i];
        double age = now->time_s - then->time_s;
        double slide = now->end - then->end;
        bool is_long;

        if (age < age_min_s || age > age_max_s || fabs(slide) <= fabs(best) ||
            fabs(slide) < slide_strong_part * side_px)
            continue;
        is_long = is_long_slide(track, now, then, slide, side_px);
        if (stays(now, then, is_long, side_px) &&
            fabs(now->beside - then->beside) <=
                fmax(beside_free_px, beside_part * fabs(slide)) &&
            now->travel - then->travel <= travel_most * fabs(slide) &&
            grows_with(now, then, slide) &&
            (is_long || is_plain(now, then, slide, side_px)) &&
            went_gradually(track, then->time_s, slide, is_long))
            best = slide;
    }
    return best;
}

void bv_slide_look(struct bv_track *track, double time_s, double side_px)
{
    double slide = track->now.score < score_least_part * side_px
                       ? 0
                       : find_slide(track, &track->newest, side_px);

    track->slide_px = slide;
    if (slide == 0) {
        if (time_s - track->slid_last_s > run_pause_s)
            track->slid_frames = 0;
        return;
    }
    if (track->slid_frames == 0)
        track->slid_first_s = time_s;
    track->slid_last_s = time_s;
    track->slid_frames++;
}

bool bv_slide_confirms(const struct bv_track *track)
{
    return track->slid_frames >= frames_least &&
           track->slid_last_s - track->slid_first_s >= span_least_s;
}
