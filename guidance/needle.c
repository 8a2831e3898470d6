#include "guidance/needle.h"

#include <math.h>
#include <stdlib.h>

#include "core/clock.h"
#include "guidance/account.h"
#include "guidance/candidates.h"
#include "guidance/classify.h"
#include "guidance/evidence.h"
#include "guidance/network.h"
#include "guidance/tip.h"
#include "guidance/tissue.h"
#include "guidance/tracks.h"

enum { broad_side_px = 160 }; /* shows lines 2.5 times as thick */

/* A tip seen so long ago says where it is now. */
static const double expect_most_s = 0.2;
/* A prediction lasts at most this long, and while its sd is below this part
 * of the picture's longer side (3 mm where the scale is known). */
static const double predict_most_s = 0.3, predict_sd_part = 0.06;
static const double predict_sd_mm = 3;
/* Most fascia is not even a candidate. */
static const double candidate_least = 0.01;
static const double network_every_s = 0.09;
/* How fast a tip that is not seen may go, in parts of the side a second. */
static const double predict_speed_part = 0.15;

struct bv_needle_finder {
    bool stills, out_of_plane;
    struct bv_evidence_maker *evidence_maker;
    struct bv_evidence_maker *broad_maker; /* for stills alone */
    struct bv_candidate_finder *candidate_finder;
    struct bv_network *network; /* NULL: none */
    struct bv_network_maps maps;
    double network_s; /* when it was asked last; NAN: not yet */
    struct bv_evidence evidence;
    struct bv_candidate candidates[BV_CANDIDATES_MAX];
    int candidate_count;
    struct bv_tracks tracks;
    int needle; /* the confirmed track shown, or -1 */
    struct bv_crossing *crossing;
    const struct bv_crossing_track *crossed; /* in this frame; NULL: not */
    struct bv_needle_finding last;
    double last_drawn_s;        /* NAN: never */
    double tip_seen_s;          /* NAN: not in this track */
    struct bv_tip_looks looks;  /* at this track's end */
    struct bv_px tip_anchor;    /* the tip, carried with the tissue */
    double tip_sd_px;           /* when it was seen, work px */
    struct bv_account *account; /* of who asks; else the next */
    struct bv_account unasked;
};

struct bv_needle_finder *bv_needle_finder_new(bool stills,
                                              struct bv_account *account)
{
    struct bv_needle_finder *finder = calloc(1, sizeof(*finder));

    if (!finder)
        return NULL;
    finder->stills = stills;
    finder->evidence_maker = bv_evidence_maker_new(BV_EVIDENCE_SIDE_PX);
    finder->candidate_finder = bv_candidate_finder_new();
    finder->crossing = bv_crossing_new();
    finder->broad_maker = stills ? bv_evidence_maker_new(broad_side_px) : NULL;
    if (!finder->evidence_maker || !finder->candidate_finder ||
        !finder->crossing || (stills && !finder->broad_maker)) {
        bv_needle_finder_free(finder);
        return NULL;
    }
    finder->account = account ? account : &finder->unasked;
    if (bv_network_new(&finder->network) < 0)
        finder->network = NULL; /* it goes without */
    finder->last_drawn_s = NAN;
    bv_needle_finder_reset(finder);
    return finder;
}

void bv_needle_finder_free(struct bv_needle_finder *finder)
{
    if (!finder)
        return;
    bv_evidence_maker_free(finder->evidence_maker);
    bv_evidence_maker_free(finder->broad_maker);
    bv_candidate_finder_free(finder->candidate_finder);
    bv_network_free(finder->network);
    bv_crossing_free(finder->crossing);
    free(finder);
}

static void forget_tip(struct bv_needle_finder *finder)
{
    finder->tip_seen_s = NAN;
    finder->looks = (struct bv_tip_looks){0};
}

static void drop_tracks(struct bv_needle_finder *finder)
{
    bv_tracks_clear(&finder->tracks);
    finder->needle = -1;
    forget_tip(finder);
}

/* What is found without a look back. */
static void start_search(struct bv_needle_finder *finder)
{
    bv_candidate_finder_reset(finder->candidate_finder);
    if (finder->network)
        bv_network_reset(finder->network);
    finder->network_s = NAN;
    bv_crossing_reset(finder->crossing);
    finder->crossed = NULL;
}

void bv_needle_finder_reset(struct bv_needle_finder *finder)
{
    bv_evidence_maker_reset(finder->evidence_maker);
    start_search(finder);
    drop_tracks(finder);
    finder->last = (struct bv_needle_finding){.last_seen_s = NAN};
}

void bv_needle_finder_set_out_of_plane(struct bv_needle_finder *finder,
                                       bool out_of_plane)
{
    if (out_of_plane == finder->out_of_plane)
        return;
    finder->out_of_plane = out_of_plane;
    bv_crossing_reset(finder->crossing);
    finder->crossed = NULL;
}

/* Looks from before a change are no measure for those after it: where the end
 * of a faint line shows depends on gain and scale. */
void bv_needle_finder_gain_changed(struct bv_needle_finder *finder)
{
    start_search(finder);
    bv_tracks_keep_needles(&finder->tracks);
}

void bv_needle_finder_view_changed(struct bv_needle_finder *finder)
{
    bv_evidence_maker_view_changed(finder->evidence_maker);
    bv_tracks_keep_needles(&finder->tracks);
}

/* Takes the tracks along to where the newest frame shows them. A tip is not
 * predicted there before it has been seen there. */
static void carry_tracks(struct bv_needle_finder *finder)
{
    if (finder->evidence.view == BV_VIEW_SAME)
        return;
    start_search(finder);
    if (finder->evidence.view == BV_VIEW_NEW)
        drop_tracks(finder);
    else
        bv_tracks_carry(&finder->tracks, &finder->evidence.from_before);
    forget_tip(finder);
}

static void choose(struct bv_needle_finder *finder)
{
    int shown = finder->needle;

    finder->needle = bv_tracks_choose(&finder->tracks, shown);
    if (finder->needle != shown)
        forget_tip(finder);
}

/* What the network said last, or NULL. */
static const struct bv_network_maps *
network_maps(const struct bv_needle_finder *finder)
{
    return isnan(finder->network_s) ? NULL : &finder->maps;
}

static void look_for_crossing(struct bv_needle_finder *finder, double time_s)
{
    const struct bv_tracks *tracks = &finder->tracks;
    const struct bv_px_segment *shaft =
        finder->needle < 0 ? NULL : &tracks->all[finder->needle].now.piece;

    if (finder->out_of_plane)
        finder->crossed = bv_crossing_step(
            finder->crossing, time_s, &finder->evidence, network_maps(finder),
            bv_tracks_have_needle(tracks), shaft);
}

static struct bv_px_segment to_frame(const struct bv_evidence *evidence,
                                     const struct bv_px_segment *piece)
{
    return (struct bv_px_segment){bv_evidence_to_frame(evidence, piece->from),
                                  bv_evidence_to_frame(evidence, piece->to)};
}

static void measure_cues(const struct bv_needle_finder *finder,
                         const struct bv_candidate *line, struct bv_cues *cues)
{
    struct bv_candidate all[BV_CANDIDATES_MAX + 1];
    int count = 0;

    all[count++] = *line;
    for (int i = 0; i < finder->candidate_count; i++)
        if (!bv_candidate_runs_along(&line->piece,
                                     &finder->candidates[i].piece))
            all[count++] = finder->candidates[i];
    bv_cues_measure(&finder->evidence, all, count, 0, cues);
}

/* Where along a piece the tip was a moment ago; NAN not seen. */
static double expected_tip(const struct bv_needle_finder *finder,
                           const struct bv_px_segment *piece, double time_s)
{
    double along;

    if (!(time_s - finder->tip_seen_s <= expect_most_s))
        return NAN;
    bv_px_segment_project(piece, finder->tip_anchor, &along, NULL);
    return along;
}

static void note_needle(struct bv_account *account, const struct bv_cues *cues)
{
    account->has_needle = true;
    account->needle_cues = *cues;
}

/* What one frame says of a shaft's end, for who looks back. */
static struct bv_shaft_end end_of(const struct bv_evidence *evidence,
                                  const struct bv_px_segment *piece,
                                  const struct bv_tip *tip, bool found,
                                  const struct bv_verdict *why)
{
    if (!found && why->reason != BV_REASON_TIP_SURE)
        return (struct bv_shaft_end){0};
    return (struct bv_shaft_end){
        .known = true,
        .px = bv_evidence_to_frame(evidence,
                                   bv_px_segment_at(piece, tip->along_px)),
        .sd_px = tip->sd_px / evidence->work_per_px,
        .sure = found ? 1 : why->value,
        .point = tip->point};
}

/* Whether the shaft that is seen ends in a tip. */
static bool find_tip(struct bv_needle_finder *finder,
                     const struct bv_track *track, double time_s,
                     struct bv_tip *tip, struct bv_shaft_end *end)
{
    const struct bv_px_segment *piece = &track->now.piece;
    struct bv_verdict *why = &finder->account->no_tip;
    bool found = bv_tip_find(&finder->evidence, network_maps(finder), piece,
                             expected_tip(finder, piece, time_s), tip, why);
    struct bv_verdict fades;

    *end = end_of(&finder->evidence, piece, tip, found, why);
    /* what it looks like counts in frames in which it is not likely, too */
    if (bv_tip_is_point(&finder->looks, time_s, tip, &fades))
        return found;
    if (found)
        *why = fades;
    return false;
}

static void say_seen(struct bv_needle_finder *finder, double time_s,
                     struct bv_needle_finding *finding)
{
    const struct bv_track *track = &finder->tracks.all[finder->needle];
    struct bv_px_segment piece = track->now.piece;
    struct bv_cues cues;
    struct bv_tip tip;

    finding->state = BV_NEEDLE_SHAFT_ONLY;
    if (find_tip(finder, track, time_s, &tip, &finding->end)) {
        piece.to = bv_px_segment_at(&piece, tip.along_px);
        finder->tip_seen_s = time_s;
        finder->tip_anchor = piece.to;
        finder->tip_sd_px = tip.sd_px;
        finding->state = BV_NEEDLE_TIP_SEEN;
        finding->has_tip = true;
        finding->tip_px = bv_evidence_to_frame(&finder->evidence, piece.to);
        finding->tip_sd_px = tip.sd_px / finder->evidence.work_per_px;
    }
    measure_cues(finder, &track->now, &cues);
    note_needle(finder->account, &cues);
    finding->confidence = bv_classify_track(&cues, track->proof_most);
    finding->has_shaft = true;
    finding->shaft_px = to_frame(&finder->evidence, &piece);
    finder->last_drawn_s = time_s;
}

static void say_crossing(struct bv_needle_finder *finder, double time_s,
                         struct bv_needle_finding *finding)
{
    finding->state = BV_NEEDLE_CROSSING;
    finding->confidence = finder->crossed->confidence;
    finding->has_crossing = true;
    finding->crossing_px =
        bv_evidence_to_frame(&finder->evidence, finder->crossed->middle);
    finder->last_drawn_s = time_s;
}

/* Where a tip seen just now may be, when nothing of it is seen. */
static bool predict(struct bv_needle_finder *finder,
                    const struct bv_needle_input *input, double time_s,
                    struct bv_needle_finding *finding)
{
    const struct bv_evidence *evidence = &finder->evidence;
    double side = fmax(evidence->width, evidence->height);
    double age = time_s - finder->tip_seen_s, sd, sd_most;

    if (finder->needle < 0 || !(age <= predict_most_s))
        return false;
    sd = hypot(finder->tip_sd_px, predict_speed_part * side * age);
    sd_most = input->mm_per_px > 0
                  ? predict_sd_mm / input->mm_per_px * evidence->work_per_px
                  : predict_sd_part * side;
    if (sd > sd_most)
        return false;
    finding->state = BV_NEEDLE_TIP_PREDICTED;
    finding->has_tip = true;
    finding->tip_px = bv_evidence_to_frame(evidence, finder->tip_anchor);
    finding->tip_sd_px = sd / evidence->work_per_px;
    finding->confidence = finder->last.confidence * 0.9;
    return true;
}

/* What the network says along a piece of the frame, px; NAN none. */
static double ask_along(const struct bv_needle_finder *finder,
                        const struct bv_px_segment *piece)
{
    struct bv_px_segment work = {
        bv_evidence_from_frame(&finder->evidence, piece->from),
        bv_evidence_from_frame(&finder->evidence, piece->to)};

    return network_maps(finder) ? bv_network_mean(&finder->maps, &work) : NAN;
}

static void note_weighed(struct bv_account *account,
                         const struct bv_weighed *weighed)
{
    if (account->weighed_count < BV_WEIGHED_MAX)
        account->weighed[account->weighed_count++] = *weighed;
}

/* Says of a line how sure it is, if none before was surer. */
static void say_line(const struct bv_needle_finder *finder,
                     const struct bv_evidence *evidence,
                     const struct bv_candidate *all, int count, int which,
                     bool broad, struct bv_needle_finding *finding)
{
    struct bv_px_segment piece = to_frame(evidence, &all[which].piece);
    struct bv_cues cues;
    double confidence;

    bv_cues_measure(evidence, all, count, which, &cues);
    cues.network = ask_along(finder, &piece);
    confidence = bv_classify_still(&cues, broad);
    note_weighed(finder->account,
                 &(struct bv_weighed){piece, broad, cues, confidence});
    if (confidence < candidate_least ||
        (finding->state == BV_NEEDLE_CANDIDATE &&
         confidence <= finding->confidence))
        return;
    finding->state = BV_NEEDLE_CANDIDATE;
    finding->confidence = confidence;
    finding->has_shaft = true;
    finding->shaft_px = piece;
}

/* In a clip a candidate is never drawn: the strongest is enough, for each
 * takes its time. */
static void say_strongest(const struct bv_needle_finder *finder,
                          struct bv_needle_finding *finding)
{
    struct bv_candidate all[BV_CANDIDATES_MAX + BV_TRACKS_MAX];
    int count = bv_tracks_list(&finder->tracks, all), strongest = 0;

    for (int i = 0; i < finder->candidate_count; i++)
        all[count++] = finder->candidates[i];
    for (int i = 1; i < count; i++)
        if (all[i].score > all[strongest].score)
            strongest = i;
    if (count)
        say_line(finder, &finder->evidence, all, count, strongest, false,
                 finding);
}

static void say_candidates(const struct bv_needle_finder *finder,
                           struct bv_needle_finding *finding)
{
    for (int i = 0; i < finder->candidate_count; i++)
        say_line(finder, &finder->evidence, finder->candidates,
                 finder->candidate_count, i, false, finding);
}

static void say(struct bv_needle_finder *finder,
                const struct bv_needle_input *input, double time_s,
                struct bv_needle_finding *finding)
{
    bool crosses = bv_crossing_came_first(finder->crossing);

    if (finder->crossed)
        say_crossing(finder, time_s, finding);
    else if (finder->needle >= 0 && finder->tracks.all[finder->needle].seen &&
             !crosses)
        say_seen(finder, time_s, finding);
    else if (finder->stills)
        say_candidates(finder, finding);
    else if (!predict(finder, input, time_s, finding))
        say_strongest(finder, finding);
}

static void carry_tip(struct bv_needle_finder *finder)
{
    struct bv_px moved = bv_evidence_motion(
        &finder->evidence, finder->tip_anchor.x, finder->tip_anchor.y);

    finder->tip_anchor.x += moved.x;
    finder->tip_anchor.y += moved.y;
}

/* A thick needle near the probe is no fine line: look for a band. */
static int look_for_broad(struct bv_needle_finder *finder,
                          const struct bv_needle_input *input,
                          struct bv_needle_finding *finding)
{
    struct bv_candidate found[BV_CANDIDATES_MAX];
    struct bv_evidence evidence;
    int count, error;

    bv_evidence_maker_reset(finder->broad_maker);
    error = bv_evidence_step(finder->broad_maker, input->frame, input->area,
                             input->mask, &evidence);
    if (error < 0)
        return error;
    finder->account->has_broad = true;
    finder->account->broad = evidence;
    bv_candidate_finder_note(finder->candidate_finder, NULL);
    count = bv_candidates_find(finder->candidate_finder, &evidence, found);
    for (int i = 0; i < count; i++)
        say_line(finder, &evidence, found, count, i, true, finding);
    return 0;
}

/* Asks the network of the newest frame, where there is one, and in a clip not
 * more often than its answer is of use: it costs as much as all the rest.
 * @return Its maps, or NULL. */
static const struct bv_network_maps *
ask_network(struct bv_needle_finder *finder, const struct bv_frame *frame)
{
    double time_s = bv_ns_to_s(frame->time_ns);

    if (!finder->network || time_s - finder->network_s < network_every_s ||
        bv_network_step(finder->network, &finder->evidence, frame->time_ns,
                        &finder->maps) < 0)
        return NULL;
    finder->network_s = time_s;
    return &finder->maps;
}

static int find_candidates(struct bv_needle_finder *finder, double time_s)
{
    struct bv_candidate known[BV_TRACKS_MAX];
    struct bv_account *account = finder->account;

    bv_candidate_finder_note(finder->candidate_finder,
                             account == &finder->unasked ? NULL
                                                         : &account->sifting);
    if (finder->stills)
        return bv_candidates_find(finder->candidate_finder, &finder->evidence,
                                  finder->candidates);
    return bv_candidates_find_new(
        finder->candidate_finder, time_s, &finder->evidence, known,
        bv_tracks_list(&finder->tracks, known), finder->candidates);
}

static void start_account(struct bv_needle_finder *finder, bool first)
{
    struct bv_account *account = finder->account;

    account->forgot = !first && finder->evidence.view == BV_VIEW_NEW;
    account->evidence = finder->evidence;
    account->has_broad = false;
    account->maps = network_maps(finder);
    account->maps_s = finder->network_s;
    account->candidates = finder->candidates;
    account->candidate_count = finder->candidate_count;
    account->tracks = finder->stills ? NULL : &finder->tracks;
    account->needle = finder->needle;
    account->crossed = finder->crossed;
    account->weighed_count = 0;
    account->has_needle = false;
    account->no_tip = (struct bv_verdict){0};
}

static int look(struct bv_needle_finder *finder,
                const struct bv_needle_input *input, double time_s,
                struct bv_needle_finding *finding)
{
    const struct bv_network_maps *maps;
    int64_t start_ns = bv_clock_now_ns();
    bool first = finder->evidence.width == 0;
    int error;

    if (finder->stills)
        bv_needle_finder_reset(finder);
    error = bv_evidence_step(finder->evidence_maker, input->frame, input->area,
                             input->mask, &finder->evidence);
    if (error < 0)
        return error;
    finding->evidence_ns = bv_clock_now_ns() - start_ns;
    carry_tracks(finder);
    carry_tip(finder);
    maps = ask_network(finder, input->frame);
    finder->evidence.network = network_maps(finder);
    if (!finder->stills)
        bv_tracks_follow(&finder->tracks, time_s, &finder->evidence, maps);
    finder->candidate_count = find_candidates(finder, time_s);
    if (!finder->stills) {
        bv_tracks_take(&finder->tracks, time_s, &finder->evidence,
                       finder->candidates, finder->candidate_count,
                       finder->account->untaken);
        choose(finder);
        look_for_crossing(finder, time_s);
    }
    start_account(finder, first);
    finding->tissue = bv_tissue_measure(&finder->evidence);
    say(finder, input, time_s, finding);
    return finder->stills ? look_for_broad(finder, input, finding) : 0;
}

int bv_needle_finder_step(struct bv_needle_finder *finder,
                          const struct bv_needle_input *input,
                          struct bv_needle_finding *finding)
{
    double time_s = bv_ns_to_s(input->frame->time_ns);
    struct bv_needle_finding made = {0};
    int error;

    if (input->repeat) {
        made = finder->last;
        made.evidence_ns = 0;
        made.tissue.map = bv_px_map_identity(); /* what stands did not move */
    } else {
        error = look(finder, input, time_s, &made);
        if (error < 0)
            return error;
    }
    made.last_seen_s = time_s - finder->last_drawn_s;
    if (made.state == BV_NEEDLE_SHAFT_ONLY ||
        made.state == BV_NEEDLE_TIP_SEEN || made.state == BV_NEEDLE_CROSSING)
        made.last_seen_s = 0;
    finder->last = made;
    *finding = made;
    return 0;
}
