#include "guidance/candidates.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "guidance/entry.h"
#include "guidance/profile.h"

enum {
    turn_step_deg = 2,
    turn_count = 180 / turn_step_deg,
    turn_spread = 4, /* a pixel's own direction is this unsure, in steps */
    strongest_max = 96,
    peaks_max = 240,
    refined_max = 32, /* looking closely is what costs */
    hopeful_max = 20,
    reach_px = BV_EVIDENCE_SIDE_PX, /* no line is farther from the middle */
    shift_count = 2 * reach_px + 1,
};

/* Farther than any line goes: all of it. */
static const double whole_px = 600;
/* Weaker pixels do not vote: about the strongest speckle. */
static const float vote_least = 0.8f;
/* Evidence, summed above speckle, that is worth a second look; a 4 % long
 * line in a 400 px picture. */
static const double score_least = 10;
/* What a line must be like to be followed at all: places are few, and fascia,
 * which is brighter than a faint needle, would take them all. */
static const double follow_least_deg = 9, follow_bend_px = 1.5;
static const double follow_gap_part = 0.3;

struct bv_candidate_finder {
    float votes[turn_count][shift_count];
    float cosines[turn_count], sines[turn_count];
};

struct peak {
    int turn, shift;
    float votes;
};

/* A piece found at first sight. */
struct hopeful {
    struct bv_candidate found;
    double worth;
};

struct bv_candidate_finder *bv_candidate_finder_new(void)
{
    struct bv_candidate_finder *finder = calloc(1, sizeof(*finder));

    if (!finder)
        return NULL;
    for (int turn = 0; turn < turn_count; turn++) {
        double angle = turn * turn_step_deg * M_PI / 180;

        finder->cosines[turn] = (float)cos(angle);
        finder->sines[turn] = (float)sin(angle);
    }
    return finder;
}

void bv_candidate_finder_free(struct bv_candidate_finder *finder)
{
    free(finder);
}

/* A pixel votes for the lines through it that go about its own way. The shift
 * of a line is its signed distance from the image's middle. */
static void vote(struct bv_candidate_finder *finder, float x, float y,
                 float along_cos, float along_sin)
{
    float strength = sqrtf(along_cos * along_cos + along_sin * along_sin);
    float angle = 0.5f * atan2f(along_sin, along_cos) * (float)(180 / M_PI);
    int middle = (int)lrintf((angle + 180) / turn_step_deg);
    float clipped = strength < 4 ? strength : 4;

    for (int i = -turn_spread; i <= turn_spread; i++) {
        int turn = (middle + i) % turn_count;
        float shift =
            y * finder->cosines[turn] - x * finder->sines[turn] + reach_px;

        finder->votes[turn][(int)(shift + 0.5f)] += clipped;
    }
}

static void vote_all(struct bv_candidate_finder *finder,
                     const struct bv_evidence *evidence)
{
    float least = vote_least * vote_least;

    memset(finder->votes, 0, sizeof(finder->votes));
    for (int y = 1; y < evidence->height - 1; y++) {
        size_t row = (size_t)y * evidence->width;

        for (int x = 1; x < evidence->width - 1; x++) {
            float along_cos = evidence->along_cos[row + x];
            float along_sin = evidence->along_sin[row + x];

            if (along_cos * along_cos + along_sin * along_sin > least)
                vote(finder, (float)x - 0.5f * evidence->width,
                     (float)y - 0.5f * evidence->height, along_cos, along_sin);
        }
    }
}

/* The turn's line as a direction away from the skin. */
static void turn_direction(const struct bv_candidate_finder *finder, int turn,
                           double *right, double *down)
{
    *right = finder->cosines[turn];
    *down = finder->sines[turn];
}

static bool may_be_needle(const struct bv_candidate_finder *finder,
                          const struct bv_evidence *evidence, int turn,
                          int shift)
{
    double right, down, off = shift - reach_px;

    turn_direction(finder, turn, &right, &down);
    return bv_entry_possible(&evidence->area,
                             0.5 * evidence->width - off * down,
                             0.5 * evidence->height + off * right, right, down);
}

static bool is_highest_around(const struct bv_candidate_finder *finder,
                              int turn, int shift)
{
    float votes = finder->votes[turn][shift];

    for (int i = -1; i <= 1; i++) {
        int beside = (turn + i + turn_count) % turn_count;

        for (int j = -2; j <= 2; j++) {
            int near = shift + j;

            if (near >= 0 && near < shift_count &&
                finder->votes[beside][near] > votes)
                return false;
        }
    }
    return true;
}

static void insert_peak(struct peak *peaks, int *count, int most,
                        struct peak peak)
{
    int at = *count < most ? (*count)++ : most - 1;

    for (; at > 0 && peaks[at - 1].votes < peak.votes; at--)
        peaks[at] = peaks[at - 1];
    peaks[at] = peak;
}

static int find_peaks(const struct bv_candidate_finder *finder,
                      const struct bv_evidence *evidence, struct peak *peaks,
                      int most)
{
    int count = 0;

    for (int turn = 0; turn < turn_count; turn++) {
        for (int shift = 0; shift < shift_count; shift++) {
            struct peak peak = {turn, shift, finder->votes[turn][shift]};

            if (peak.votes < score_least ||
                (count == most && peak.votes <= peaks[most - 1].votes))
                continue;
            if (is_highest_around(finder, turn, shift) &&
                may_be_needle(finder, evidence, turn, shift))
                insert_peak(peaks, &count, most, peak);
        }
    }
    return count;
}

/* Moves both ends sideways, ever finer, to where the evidence is largest. */
static void settle(const struct bv_evidence *evidence,
                   struct bv_px_segment *piece, double shift_px)
{
    double best = bv_profile_sum(evidence, piece);

    for (double step = shift_px / 2; step > 0.2; step /= 2) {
        for (int round = 0; round < 4; round++) {
            bool better = false;
            double length = bv_px_segment_length(piece);
            double x = -(piece->to.y - piece->from.y) / length * step;
            double y = (piece->to.x - piece->from.x) / length * step;
            static const int ways[6][2] = {{1, 1},  {-1, -1}, {1, -1},
                                           {-1, 1}, {0, 1},   {1, 0}};

            for (int way = 0; way < 6; way++) {
                struct bv_px_segment tried = *piece;
                double score;

                tried.from.x += ways[way][0] * x;
                tried.from.y += ways[way][0] * y;
                tried.to.x += ways[way][1] * x;
                tried.to.y += ways[way][1] * y;
                score = bv_profile_sum(evidence, &tried);
                if (score > best * 1.0001) {
                    best = score;
                    *piece = tried;
                    better = true;
                    break;
                }
            }
            if (!better)
                break;
        }
    }
}

static bool cut(const struct bv_evidence *evidence,
                const struct bv_px_segment *line, double after_px,
                struct bv_candidate *out)
{
    struct bv_profile profile;
    struct bv_profile_piece piece;

    bv_profile_take(evidence, line, whole_px, after_px, &profile);
    if (!bv_profile_best_piece(&profile, &piece))
        return false;
    out->piece.from = bv_px_segment_at(line, piece.start);
    out->piece.to = bv_px_segment_at(line, piece.end);
    out->mean = piece.mean;
    out->filled = piece.filled;
    out->score = piece.score;
    return true;
}

bool bv_candidate_refine(const struct bv_evidence *evidence,
                         const struct bv_px_segment *line, double shift_px,
                         double after_px, struct bv_candidate *out)
{
    struct bv_px_segment settled = *line;
    struct bv_candidate found;

    settle(evidence, &settled, shift_px);
    if (!cut(evidence, &settled, after_px, &found))
        return false;
    settled = found.piece;
    settle(evidence, &settled, 2);
    /* Only the line was moved a little: its ends are known. */
    if (!cut(evidence, &settled, after_px, &found))
        return false;
    *out = found;
    out->bend = bv_profile_bend(evidence, &out->piece);
    return true;
}

/* Two finds of the same line: both ends of one lie close to the other. */
static bool same_line(const struct bv_px_segment *a,
                      const struct bv_px_segment *b)
{
    double from, to;

    bv_px_segment_project(a, b->from, NULL, &from);
    bv_px_segment_project(a, b->to, NULL, &to);
    return fabs(from) < 6 && fabs(to) < 6;
}

static bool insert_candidate(struct bv_candidate *out, int *count,
                             const struct bv_candidate *found)
{
    int at;

    for (int i = 0; i < *count; i++)
        if (same_line(&out[i].piece, &found->piece) ||
            same_line(&found->piece, &out[i].piece)) {
            if (found->score > out[i].score)
                out[i] = *found;
            return false;
        }
    if (*count == BV_CANDIDATES_MAX &&
        out[BV_CANDIDATES_MAX - 1].score >= found->score)
        return false;
    at = *count < BV_CANDIDATES_MAX ? (*count)++ : BV_CANDIDATES_MAX - 1;
    for (; at > 0 && out[at - 1].score < found->score; at--)
        out[at] = out[at - 1];
    out[at] = *found;
    return true;
}

static void insert_hopeful(struct hopeful *all, int *count,
                           const struct hopeful *one)
{
    int at;

    if (one->worth <= 0 ||
        (*count == hopeful_max && all[hopeful_max - 1].worth >= one->worth))
        return;
    at = *count < hopeful_max ? (*count)++ : hopeful_max - 1;
    for (; at > 0 && all[at - 1].worth < one->worth; at--)
        all[at] = all[at - 1];
    all[at] = *one;
}

/* Whether a line only repeats a stronger piece: it runs along it. */
static bool is_covered(const struct bv_candidate *found, int count,
                       const struct bv_px_segment *line)
{
    for (int i = 0; i < count; i++)
        if (same_line(line, &found[i].piece))
            return true;
    return false;
}

static struct bv_px_segment peak_line(const struct bv_candidate_finder *finder,
                                      const struct bv_evidence *evidence,
                                      const struct peak *peak)
{
    double right, down, off = peak->shift - reach_px;
    struct bv_px_segment line;

    turn_direction(finder, peak->turn, &right, &down);
    line.from = (struct bv_px){0.5 * evidence->width - off * down,
                               0.5 * evidence->height + off * right};
    line.to = (struct bv_px){line.from.x + right, line.from.y + down};
    return line;
}

/* Looks closely at a line, and keeps it if it stands. */
static void look_closely(const struct bv_evidence *evidence,
                         const struct bv_px_segment *line, double bend_most_px,
                         struct bv_candidate *out, int *count)
{
    struct bv_candidate found;

    if (bv_candidate_refine(evidence, line, 4, whole_px, &found) &&
        found.score >= score_least && found.bend <= bend_most_px &&
        bv_entry_passed(&evidence->area, &found.piece))
        insert_candidate(out, count, &found);
}

int bv_candidates_find(struct bv_candidate_finder *finder,
                       const struct bv_evidence *evidence,
                       struct bv_candidate *out)
{
    struct peak peaks[strongest_max];
    int peak_count, count = 0, refined = 0;

    vote_all(finder, evidence);
    peak_count = find_peaks(finder, evidence, peaks, strongest_max);
    for (int i = 0; i < peak_count && refined < refined_max; i++) {
        struct bv_px_segment line = peak_line(finder, evidence, &peaks[i]);
        struct bv_candidate found;

        if (is_covered(out, count, &line) ||
            !cut(evidence, &line, whole_px, &found))
            continue;
        refined++;
        look_closely(evidence, &found.piece, INFINITY, out, &count);
    }
    return count;
}

/* Worth a close look before others: what shows from near where it comes in.
 * A needle that has just come in is a short faint line among long bright
 * fascia. */
static double worth(const struct bv_evidence *evidence,
                    const struct bv_candidate *found)
{
    double side = fmax(evidence->width, evidence->height);
    double gap = bv_entry_gap(&evidence->area, &found->piece) / side;
    double angle = bv_px_segment_angle_deg(&found->piece);

    if (angle < follow_least_deg || gap > follow_gap_part)
        return 0;
    return found->score *
           (gap < 0.05  ? 3
            : gap < 0.1 ? 2
                        : 1) *
           (angle > 15 ? 2 : 1);
}

int bv_candidates_find_new(struct bv_candidate_finder *finder,
                           const struct bv_evidence *evidence,
                           const struct bv_candidate *known, int known_count,
                           struct bv_candidate *out)
{
    struct peak peaks[peaks_max];
    struct hopeful hopefuls[hopeful_max];
    int peak_count, hopeful_count = 0, count = 0;

    vote_all(finder, evidence);
    peak_count = find_peaks(finder, evidence, peaks, peaks_max);
    for (int i = 0; i < peak_count; i++) {
        struct hopeful hopeful;
        struct bv_px_segment line = peak_line(finder, evidence, &peaks[i]);

        if (!cut(evidence, &line, whole_px, &hopeful.found) ||
            is_covered(known, known_count, &hopeful.found.piece))
            continue;
        hopeful.worth = worth(evidence, &hopeful.found);
        insert_hopeful(hopefuls, &hopeful_count, &hopeful);
    }
    for (int i = 0; i < hopeful_count; i++)
        if (!is_covered(out, count, &hopefuls[i].found.piece))
            look_closely(evidence, &hopefuls[i].found.piece, follow_bend_px,
                         out, &count);
    return count;
}
