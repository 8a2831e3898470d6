#include "guidance/slide.h"

#include <math.h>

#include "guidance/classify.h"
#include "guidance/cues.h"
#include "guidance/profile.h"

/* Looks back shorter or longer than this say nothing. */
static const double age_min_s = 0.1, age_max_s = 4;
/*
 * What is no slide at all, whatever else speaks for it. Flatter than 9
 * degrees, fascia slides as much as any needle; the ends of lines come and go
 * by some 4 % of the picture, and by a third of it in leaps; what goes as a
 * whole was followed badly; and an end that jumps is a gap that closed. Where
 * the end passed, evidence must have come or gone.
 */
static const double angle_least_deg = 9;
static const double slide_least_part = 0.04, slide_most_part = 0.3;
static const double shorter_least_part = 0.05;
static const double shared_least = 0.5, grown_least = 0.3, leap_most = 0.7;
/* The surer the network is that a shaft shows, up to these log odds, the less
 * of a slide tells. */
static const double shown_most = 2;
static const double shown_slide_part = 0.02, shown_grown = 0.1;
static const double beside_free_px = 2, beside_part = 0.2;
static const double mean_least = 0.8, contrast_least = 0.3;
/* Log odds that a slide must reach, frames and time that confirm, and the
 * pause that ends a run. docs/decisions/0003-slides.md says how they were
 * chosen. */
static const double proof_least = 4;
static const int frames_least = 3;
static const double span_least_s = 0.1, run_pause_s = 0.3;
/* How far across an end its step is measured, px. */
static const double end_px = 14;

/* The bins of a part of the line, px from the anchor. */
static void find_bins(double from, double to, int *first, int *last)
{
    *first = (int)floor(from / BV_TRACK_BIN_PX) + BV_TRACK_BINS / 2;
    *last = (int)floor(to / BV_TRACK_BIN_PX) + BV_TRACK_BINS / 2;
    *first = *first < 0 ? 0 : *first;
    *last = *last >= BV_TRACK_BINS ? BV_TRACK_BINS - 1 : *last;
}

static double mean_between(const float *along, double from, double to)
{
    double sum = 0;
    int first, last;

    find_bins(from, to, &first, &last);
    for (int bin = first; bin <= last; bin++)
        sum += bv_profile_clipped(along[bin]);
    return last >= first ? sum / (last - first + 1) : 0;
}

static double correlation(const float *one, const float *other, double from,
                          double to)
{
    double x1 = 0, x2 = 0, y1 = 0, y2 = 0, xy = 0, count;
    int first, last;

    find_bins(from, to, &first, &last);
    count = last - first + 1;
    if (count < 4)
        return 0;
    for (int bin = first; bin <= last; bin++) {
        double x = bv_profile_clipped(one[bin]),
               y = bv_profile_clipped(other[bin]);

        x1 += x;
        x2 += x * x;
        y1 += y;
        y2 += y * y;
        xy += x * y;
    }
    x2 -= x1 * x1 / count;
    y2 -= y1 * y1 / count;
    xy -= x1 * y1 / count;
    return x2 > 1e-6 && y2 > 1e-6 ? xy / sqrt(x2 * y2) : 0;
}

static double step_across(const struct bv_track_past *past)
{
    return mean_between(past->along, past->end - end_px, past->end - 1) -
           mean_between(past->along, past->end + 1, past->end + end_px);
}

/* How the end went since a time: its largest leap beyond a steady motion, and
 * how far it was off one on the whole. */
static void measure_motion(const struct bv_track *track, double since_s,
                           double slide, struct bv_slide_cues *cues)
{
    int newer = (track->end_next + BV_TRACK_ENDS_MAX - 1) % BV_TRACK_ENDS_MAX;
    double now_s = track->ends[newer].time_s, now = track->ends[newer].end;
    double speed = slide / fmax(now_s - since_s, 1e-3);
    double t1 = 0, t2 = 0, e1 = 0, e2 = 0, te = 0, leap = 0, count = 1;

    for (int i = 1; i < track->end_count; i++) {
        int older = (newer + BV_TRACK_ENDS_MAX - 1) % BV_TRACK_ENDS_MAX;
        double time = track->ends[older].time_s - now_s;
        double end = track->ends[older].end - now;
        double went = track->ends[newer].end - track->ends[older].end;
        double took_s = track->ends[newer].time_s - track->ends[older].time_s;

        if (track->ends[newer].time_s <= since_s)
            break;
        leap = fmax(leap, fabs(went - speed * took_s));
        t1 += time;
        t2 += time * time;
        e1 += end;
        e2 += end * end;
        te += time * end;
        count++;
        newer = older;
    }
    t2 -= t1 * t1 / count;
    e2 -= e1 * e1 / count;
    te -= t1 * e1 / count;
    cues->leap = leap / fabs(slide);
    cues->rough = t2 > 1e-9
                      ? sqrt(fmax(0, (e2 - te * te / t2) / count)) / fabs(slide)
                      : 0;
}

/* How well the network sees a shaft along a track, 0 to 1. */
static double how_shown(const struct bv_track *track)
{
    double log_odds = track->network;

    return isnan(log_odds) ? 0 : fmin(fmax(log_odds / shown_most, 0), 1);
}

/* Whether the two looks may show one line whose deep end went on.
 * @param shown  As of how_shown(). */
static bool may_slide(const struct bv_track_past *now,
                      const struct bv_track_past *then, double side_px,
                      double shown, struct bv_verdict *why)
{
    double least_px =
        (slide_least_part + shown * (shown_slide_part - slide_least_part)) *
        side_px;
    /* Where the tissue went farther, the end is not known as well. */
    double tissue_px = now->travel - then->travel;
    double grown = grown_least + shown * (shown_grown - grown_least);
    double slide = now->end - then->end, age_s = now->time_s - then->time_s;
    double now_px = now->end - now->start, then_px = then->end - then->start;
    double shared = fmin(now->end, then->end) - fmax(now->start, then->start);
    double shorter = fmin(now_px, then_px);

    return bv_at_most(age_s, age_max_s, BV_REASON_OLD, why) &&
           bv_at_least(age_s, age_min_s, BV_REASON_YOUNG, why) &&
           bv_at_least(
               fabs(slide),
               fmax(least_px, fmin(tissue_px, slide_least_part * side_px)),
               BV_REASON_STILL, why) &&
           bv_at_most(fabs(slide), slide_most_part * side_px, BV_REASON_LEAPT,
                      why) &&
           bv_at_least(shorter, shorter_least_part * side_px, BV_REASON_SHORT,
                       why) &&
           bv_at_least(shared, shared_least * shorter, BV_REASON_SHARED, why) &&
           bv_at_least(now->angle_deg, angle_least_deg, BV_REASON_SLIDE_FLAT,
                       why) &&
           bv_at_least(fmin(now->mean, then->mean), mean_least,
                       BV_REASON_SLIDE_FAINT, why) &&
           bv_at_most(fabs(now->beside - then->beside),
                      fmax(beside_free_px, beside_part * fabs(slide)),
                      BV_REASON_DRIFTED, why) &&
           bv_at_least((now_px - then_px) / slide, grown, BV_REASON_WHOLE, why);
}

/* @return Whether evidence came or went where the end passed. */
static bool measure_evidence(const struct bv_track_past *now,
                             const struct bv_track_past *then,
                             struct bv_slide_cues *cues, struct bv_verdict *why)
{
    bool deeper = now->end > then->end;
    const struct bv_track_past *with = deeper ? now : then;
    const struct bv_track_past *without = deeper ? then : now;
    double from = without->end + 2, to = with->end - 1;

    cues->before = mean_between(without->along, from, to);
    cues->end_step = step_across(with);
    cues->alike =
        correlation(now->along, then->along, fmax(now->start, then->start),
                    fmin(now->end, then->end));
    return bv_at_least(mean_between(with->along, from, to) - cues->before,
                       contrast_least, BV_REASON_NO_CONTRAST, why);
}

/* @return Whether it may be a needle's slide at all. */
static bool measure(const struct bv_track *track,
                    const struct bv_track_past *then, double side_px,
                    struct bv_slide_cues *cues, struct bv_verdict *why)
{
    const struct bv_track_past *now = &track->newest;
    double slide = now->end - then->end;

    if (!may_slide(now, then, side_px, how_shown(track), why) ||
        !measure_evidence(now, then, cues, why))
        return false;
    measure_motion(track, then->time_s, slide, cues);
    cues->slide_part = slide / side_px;
    cues->gap_part = fmax(now->gap, then->gap) / side_px;
    cues->bend_px = now->bend;
    cues->angle_deg = now->angle_deg;
    cues->network = track->network;
    cues->turn_deg = fabs(now->angle_deg - then->angle_deg);
    cues->travel = (now->travel - then->travel) / fabs(slide);
    cues->beside_px = fabs(now->beside - then->beside);
    return bv_at_most(cues->leap, leap_most, BV_REASON_JERKED, why);
}

/* Keeps of two refusals the one that came farther, then nearer. */
static void note_refusal(struct bv_track *track, const struct bv_verdict *why)
{
    const struct bv_verdict *kept = &track->lacks;

    if (why->reason > kept->reason ||
        (why->reason == kept->reason &&
         fabs(why->value - why->limit) < fabs(kept->value - kept->limit)))
        track->lacks = *why;
}

static void find_proof(struct bv_track *track, double side_px,
                       const struct bv_evidence *evidence)
{
    struct bv_slide_cues cues = {0};
    bool has_surroundings = false;

    track->proof = -INFINITY;
    track->slide_px = 0;
    track->lacks = (struct bv_verdict){0};
    for (int i = 0; i < track->past_count; i++) {
        struct bv_verdict why;
        double odds;

        if (!measure(track, &track->past[i], side_px, &cues, &why)) {
            note_refusal(track, &why);
            continue;
        }
        if (!has_surroundings) {
            cues.family = bv_cues_family(evidence, &track->now.piece);
            cues.rank = bv_cues_rank(evidence, &track->now.piece);
            cues.stands_out = bv_cues_stands_out(evidence, &track->now.piece);
            has_surroundings = true;
        }
        odds = bv_classify_slide(&cues, side_px);
        if (!bv_at_least(odds, proof_least, BV_REASON_PROOF, &why))
            note_refusal(track, &why);
        if (odds > track->proof) {
            track->proof = odds;
            track->slide_px = cues.slide_part * side_px;
            if (odds > track->proof_most)
                track->slide = cues;
        }
    }
}

static void note_run(struct bv_track *track, double time_s)
{
    if (track->slid_frames == 0 || time_s - track->slid_last_s > run_pause_s) {
        track->slid_frames = 0;
        track->slid_first_s = time_s;
    } else {
        track->slid_s += time_s - track->slid_last_s;
    }
    track->slid_last_s = time_s;
    track->slid_frames++;
}

void bv_slide_look(struct bv_track *track, double time_s, double side_px,
                   const struct bv_evidence *evidence)
{
    find_proof(track, side_px, evidence);
    if (track->proof > track->proof_most) {
        track->proof_most = track->proof;
        track->proof_most_s = time_s;
    }
    if (track->proof < proof_least)
        return;
    note_run(track, time_s);
    track->lacks = (struct bv_verdict){0};
    bv_slide_confirms(track, &track->lacks);
}

bool bv_slide_confirms(const struct bv_track *track, struct bv_verdict *why)
{
    return bv_at_least(track->slid_frames, frames_least, BV_REASON_RUN_FRAMES,
                       why) &&
           bv_at_least(track->slid_last_s - track->slid_first_s, span_least_s,
                       BV_REASON_RUN_TIME, why);
}
