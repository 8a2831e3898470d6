#include "guidance/slide.h"

#include <math.h>
#include <stddef.h>

/* Looks back shorter or longer than this say nothing. */
static const double age_min_s = 0.1, age_max_s = 4;
/* Flatter than this, fascia slides as much as any needle. */
static const double angle_least_deg = 10;
/* The shortest piece that can be said to stay. */
static const double stay_min_part = 0.06;
static const double stay_least = 0.6; /* of the shorter piece */
/* Evidence above speckle on it, for a px of the picture's longer side. */
static const double score_least_part = 0.1;
static const double beside_part = 0.15; /* of the slide */
static const double beside_free_px = 1.5;
static const double grown_least = 0.4; /* how its length changes, of it */
/* A slide's run ends when none was seen for this long. */
static const double run_pause_s = 0.3;
/* Frames and time that confirm. */
static const int frames_least = 3;
static const double span_least_s = 0.1;

/*
 * What is asked of a slide. One way to be a needle is enough: what a line
 * lacks in brightness or straightness it must have in a long and steady way.
 * Parts are of the picture's longer side (0.06 is 2.4 mm of a 40 mm picture),
 * evidence is in units of speckle. Set by hand on a handheld clip, three clips
 * of muscle and simulated pictures.
 */
struct demands {
    double slide_part; /* at least this long: the ends of fascia come and go
                          by less */
    double contrast;   /* evidence that came or went where the end passed */
    double mean;       /* evidence on the piece */
    double bend_px;    /* a shaft is straight */
    double gap_part;   /* the shaft shows from this close to its entry */
    double turn_deg;
    double travel; /* how far tissue around it goes, of the slide */
    double step;   /* largest step of the end in one frame, of the slide */
    double way;    /* to and fro in all, of the slide */
};

static const struct demands ways_to_confirm[] = {
    /* A line that stands out, and whose end does. */
    {0.06, 0.7, 1.5, 0.6, 0.25, 1.2, 0.6, 0.45, INFINITY},
    /* Less so, but farther. */
    {0.1, 0.5, 1.25, 0.6, 0.25, 1.2, 0.6, 0.45, INFINITY},
    /* Steadily, with a plain end: may turn, as a short piece does. */
    {0.06, 1.2, 1.2, 0.6, 0.1, 2.5, 0.45, 0.3, 1.6},
    /* A faint shaft that crosses bright fascia. */
    {0.09, 0.9, 0.92, 1.2, 0.1, 2.5, 0.6, 0.3, 1.6},
};

/* The least that any of them asks for. */
static const double slide_least_part = 0.06;

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
                  const struct bv_track_past *then, const struct demands *asked,
                  double side_px)
{
    double shared = fmin(now->end, then->end) - fmax(now->start, then->start);
    double shorter = fmin(now->end - now->start, then->end - then->start);

    return shorter >= stay_min_part * side_px &&
           shared >= stay_least * shorter &&
           fmin(now->mean, then->mean) >= asked->mean &&
           fmax(now->gap, then->gap) <= asked->gap_part * side_px &&
           now->bend <= asked->bend_px && now->angle_deg >= angle_least_deg &&
           fabs(now->angle_deg - then->angle_deg) <= asked->turn_deg;
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

/* Whether the end went step by step: one that jumps is a gap that closed. */
static bool went_gradually(const struct bv_track *track, double since_s,
                           double slide, const struct demands *asked)
{
    int newer = (track->end_next + BV_TRACK_ENDS_MAX - 1) % BV_TRACK_ENDS_MAX;
    double way = 0;

    for (int i = 1; i < track->end_count; i++) {
        int older = (newer + BV_TRACK_ENDS_MAX - 1) % BV_TRACK_ENDS_MAX;
        double step = fabs(track->ends[newer].end - track->ends[older].end);

        if (track->ends[newer].time_s <= since_s)
            break;
        if (step > asked->step * fabs(slide))
            return false;
        way += step;
        newer = older;
    }
    return way <= asked->way * fabs(slide);
}

static bool meets(const struct bv_track *track, const struct bv_track_past *now,
                  const struct bv_track_past *then, const struct demands *asked,
                  double side_px)
{
    double slide = now->end - then->end;

    return fabs(slide) >= asked->slide_part * side_px &&
           stays(now, then, asked, side_px) &&
           now->travel - then->travel <= asked->travel * fabs(slide) &&
           contrast_of(now, then, slide) >= asked->contrast &&
           went_gradually(track, then->time_s, slide, asked);
}

static bool is_slide(const struct bv_track *track,
                     const struct bv_track_past *now,
                     const struct bv_track_past *then, double side_px)
{
    double slide = now->end - then->end;

    if (fabs(now->beside - then->beside) >
            fmax(beside_free_px, beside_part * fabs(slide)) ||
        !grows_with(now, then, slide))
        return false;
    for (size_t i = 0; i < sizeof(ways_to_confirm) / sizeof(*ways_to_confirm);
         i++)
        if (meets(track, now, then, &ways_to_confirm[i], side_px))
            return true;
    return false;
}

static double find_slide(const struct bv_track *track,
                         const struct bv_track_past *now, double side_px)
{
    double best = 0;

    for (int i = 0; i < track->past_count; i++) {
        const struct bv_track_past *then = &track->past[i];
        double age = now->time_s - then->time_s;
        double slide = now->end - then->end;

        if (age < age_min_s || age > age_max_s || fabs(slide) <= fabs(best) ||
            fabs(slide) < slide_least_part * side_px)
            continue;
        if (is_slide(track, now, then, side_px))
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
