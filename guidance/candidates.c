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
    peaks_max = 96,
    refined_max = 32,               /* looking closely is what costs */
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

struct bv_candidate_finder {
    float votes[turn_count][shift_count];
    float cosines[turn_count], sines[turn_count];
};

struct peak {
    int turn, shift;
    float votes;
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

static void insert_peak(struct peak *peaks, int *count, struct peak peak)
{
    int at = *count < peaks_max ? (*count)++ : peaks_max - 1;

    for (; at > 0 && peaks[at - 1].votes < peak.votes; at--)
        peaks[at] = peaks[at - 1];
    peaks[at] = peak;
}

static int find_peaks(const struct bv_candidate_finder *finder,
                      const struct bv_evidence *evidence, struct peak *peaks)
{
    int count = 0;

    for (int turn = 0; turn < turn_count; turn++) {
        for (int shift = 0; shift < shift_count; shift++) {
            struct peak peak = {turn, shift, finder->votes[turn][shift]};

            if (peak.votes < score_least ||
                (count == peaks_max &&
                 peak.votes <= peaks[peaks_max - 1].votes))
                continue;
            if (is_highest_around(finder, turn, shift) &&
                may_be_needle(finder, evidence, turn, shift))
                insert_peak(peaks, &count, peak);
        }
    }
    return count;
}

static double piece_score(const struct bv_evidence *evidence,
                          const struct bv_px_segment *piece)
{
    struct bv_profile profile;

    bv_profile_take(evidence, piece, 0, 0, &profile);
    return bv_profile_sum(&profile);
}

/* Moves both ends sideways, ever finer, to where the evidence is largest. */
static void settle(const struct bv_evidence *evidence,
                   struct bv_px_segment *piece, double shift_px)
{
    double best = piece_score(evidence, piece);

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
                score = piece_score(evidence, &tried);
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

/* Whether a line only repeats a stronger piece: it runs along it. */
static bool is_covered(const struct bv_candidate *found, int count,
                       const struct bv_px_segment *line)
{
    for (int i = 0; i < count; i++)
        if (same_line(line, &found[i].piece))
            return true;
    return false;
}

int bv_candidates_find(struct bv_candidate_finder *finder,
                       const struct bv_evidence *evidence,
                       struct bv_candidate *out)
{
    struct peak peaks[peaks_max];
    int peak_count, count = 0, refined = 0;

    vote_all(finder, evidence);
    peak_count = find_peaks(finder, evidence, peaks);
    for (int i = 0; i < peak_count && refined < refined_max; i++) {
        double right, down, off = peaks[i].shift - reach_px;
        struct bv_px_segment line;
        struct bv_candidate found;

        turn_direction(finder, peaks[i].turn, &right, &down);
        line.from = (struct bv_px){0.5 * evidence->width - off * down,
                                   0.5 * evidence->height + off * right};
        line.to = (struct bv_px){line.from.x + right, line.from.y + down};
        if (is_covered(out, count, &line) ||
            !cut(evidence, &line, whole_px, &found))
            continue;
        refined++;
        line = found.piece;
        if (bv_candidate_refine(evidence, &line, 4, whole_px, &found) &&
            found.score >= score_least &&
            bv_entry_passed(&evidence->area, &found.piece))
            insert_candidate(out, &count, &found);
    }
    return count;
}
