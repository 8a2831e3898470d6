#include "guidance/candidates.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "guidance/entry.h"
#include "guidance/line_search.h"
#include "guidance/network.h"
#include "guidance/profile.h"

enum {
    hopeful_max = 24, /* looking closely is what costs */
};

/* Farther than any line goes: all of it. */
static const double whole_px = 600;
/* Evidence, summed above speckle, that is worth a second look; a 4 % long
 * line in a 400 px picture. */
static const double score_least = 10;
/* What a line must be like to be followed at all: places are few, and fascia,
 * which is brighter than a faint needle, would take them all. */
static const double follow_least_deg = 9, follow_bend_px = 1.5;
static const double follow_gap_part = 0.3, shown_gap_part = 0.5;
/* What the network sees goes before, what it does not see after others. */
static const double shown_least = 1, denied_most = -5;
static const double shown_worth = 4, denied_worth = 0.5;
/* Pieces that lie closer beside one another are one. */
static const double beside_px = 6;

/* A piece found at first sight. */
struct hopeful {
    struct bv_px_segment piece;
    double score, worth;
};

struct bv_candidate_finder {
    struct bv_line_search *search;
    int next_turn;
    double searched_s; /* NAN: not yet */
    struct bv_line_find finds[BV_LINES_MAX];
    struct hopeful hopefuls[hopeful_max];
    int hopeful_count;
    struct bv_sifting *sifting; /* NULL: nobody asks */
};

struct bv_candidate_finder *bv_candidate_finder_new(void)
{
    struct bv_candidate_finder *finder = calloc(1, sizeof(*finder));

    if (!finder)
        return NULL;
    finder->search = bv_line_search_new();
    if (!finder->search) {
        free(finder);
        return NULL;
    }
    bv_candidate_finder_reset(finder);
    return finder;
}

void bv_candidate_finder_free(struct bv_candidate_finder *finder)
{
    if (!finder)
        return;
    bv_line_search_free(finder->search);
    free(finder);
}

void bv_candidate_finder_reset(struct bv_candidate_finder *finder)
{
    finder->next_turn = 0;
    finder->searched_s = NAN;
}

void bv_candidate_finder_note(struct bv_candidate_finder *finder,
                              struct bv_sifting *sifting)
{
    finder->sifting = sifting;
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

bool bv_candidate_runs_along(const struct bv_px_segment *line,
                             const struct bv_px_segment *piece)
{
    double from, to, from_beside, to_beside;

    bv_px_segment_project(line, piece->from, &from, &from_beside);
    bv_px_segment_project(line, piece->to, &to, &to_beside);
    return fabs(from_beside) < beside_px && fabs(to_beside) < beside_px &&
           to > 0 && from < bv_px_segment_length(line);
}

/* Notes a refused piece among the strongest, each line once. */
static void note_refused(struct bv_candidate_finder *finder,
                         const struct bv_px_segment *piece, double score,
                         const struct bv_verdict *why)
{
    struct bv_sifting *sifting = finder->sifting;
    struct bv_sifted *all;
    int at;

    if (!sifting)
        return;
    all = sifting->all;
    for (at = 0; at < sifting->count && all[at].score >= score; at++)
        if (bv_candidate_runs_along(&all[at].piece, piece))
            return;
    for (int i = sifting->count - 1; i >= at; i--)
        if (bv_candidate_runs_along(piece, &all[i].piece))
            memmove(&all[i], &all[i + 1],
                    (size_t)(--sifting->count - i) * sizeof(*all));
    if (at == BV_SIFTED_MAX)
        return;
    if (sifting->count == BV_SIFTED_MAX)
        sifting->count--;
    memmove(&all[at + 1], &all[at],
            (size_t)(sifting->count++ - at) * sizeof(*all));
    all[at] = (struct bv_sifted){*piece, score, *why};
}

static bool insert_candidate(struct bv_candidate *out, int *count,
                             const struct bv_candidate *found)
{
    int at;

    for (int i = 0; i < *count; i++)
        if (bv_candidate_runs_along(&out[i].piece, &found->piece) ||
            bv_candidate_runs_along(&found->piece, &out[i].piece)) {
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

static void insert_hopeful(struct bv_candidate_finder *finder,
                           const struct hopeful *one)
{
    struct hopeful *all = finder->hopefuls, out = *one;
    struct bv_verdict why;
    int at = finder->hopeful_count;

    if (at < hopeful_max) {
        finder->hopeful_count++;
    } else {
        at--;
        if (all[at].worth < one->worth)
            out = all[at];
        bv_refuse(BV_REASON_OUTDONE, out.worth, fmax(one->worth, all[at].worth),
                  &why);
        note_refused(finder, &out.piece, out.score, &why);
        if (all[at].worth >= one->worth)
            return;
    }
    for (; at > 0 && all[at - 1].worth < one->worth; at--)
        all[at] = all[at - 1];
    all[at] = *one;
}

/* Whether a line only repeats a stronger piece: it runs along it. */
static bool is_covered(const struct bv_candidate *found, int count,
                       const struct bv_px_segment *line)
{
    for (int i = 0; i < count; i++)
        if (bv_candidate_runs_along(line, &found[i].piece))
            return true;
    return false;
}

double bv_candidate_worth(const struct bv_evidence *evidence,
                          const struct bv_px_segment *piece, double score,
                          struct bv_verdict *why)
{
    double side = fmax(evidence->width, evidence->height);
    double gap = bv_entry_gap(&evidence->area, piece) / side;
    double angle = bv_px_segment_angle_deg(piece);
    double network =
        evidence->network ? bv_network_mean(evidence->network, piece) : 0;
    double gap_most = network > shown_least ? shown_gap_part : follow_gap_part;

    if (!bv_at_least(angle, follow_least_deg, BV_REASON_FLAT, why) ||
        !bv_at_most(gap, gap_most, BV_REASON_GAP, why))
        return 0;
    return score *
           (gap < 0.05  ? 3
            : gap < 0.1 ? 2
                        : 1) *
           (angle > 15 ? 2 : 1) *
           (network > shown_least   ? shown_worth
            : network < denied_most ? denied_worth
                                    : 1);
}

/* Adds the best pieces of one way to the hopefuls. */
static void search_turn(struct bv_candidate_finder *finder,
                        const struct bv_evidence *evidence, int turn,
                        bool to_follow, const struct bv_candidate *known,
                        int known_count)
{
    int count =
        bv_line_search_turn(finder->search, turn, score_least, finder->finds);

    for (int i = 0; i < count; i++) {
        const struct bv_line_find *found = &finder->finds[i];
        struct hopeful hopeful = {found->piece, found->score, found->score};
        struct bv_verdict why;

        if (to_follow)
            hopeful.worth =
                bv_candidate_worth(evidence, &found->piece, found->score, &why);
        if (hopeful.worth > 0 &&
            bv_entry_passed(&evidence->area, &found->piece, &why) &&
            (!is_covered(known, known_count, &found->piece) ||
             bv_refuse(BV_REASON_KNOWN, 0, 0, &why)))
            insert_hopeful(finder, &hopeful);
        else
            note_refused(finder, &found->piece, found->score, &why);
    }
}

static bool is_steep_enough(int turn)
{
    double deg = turn * BV_LINE_TURN_DEG;
    double below = deg > 90 ? 180 - deg : deg;

    return below >= BV_ENTRY_ANGLE_MIN_DEG - BV_LINE_TURN_DEG &&
           below <= BV_ENTRY_ANGLE_MAX_DEG + BV_LINE_TURN_DEG;
}

bool bv_candidate_check(const struct bv_evidence *evidence,
                        const struct bv_px_segment *piece, bool to_follow,
                        struct bv_candidate *found, struct bv_verdict *why)
{
    if (!bv_candidate_refine(evidence, piece, 3, whole_px, found))
        return bv_refuse(BV_REASON_NOTHING, 0, 0, why);
    return bv_at_least(found->score, score_least, BV_REASON_FAINT, why) &&
           bv_at_most(found->bend, to_follow ? follow_bend_px : INFINITY,
                      BV_REASON_BENT, why) &&
           bv_entry_passed(&evidence->area, &found->piece, why);
}

static int look_closely(struct bv_candidate_finder *finder,
                        const struct bv_evidence *evidence, bool to_follow,
                        struct bv_candidate *out)
{
    int count = 0;

    for (int i = 0; i < finder->hopeful_count; i++) {
        const struct hopeful *hopeful = &finder->hopefuls[i];
        struct bv_candidate found;
        struct bv_verdict why;

        if (is_covered(out, count, &hopeful->piece))
            continue;
        if (bv_candidate_check(evidence, &hopeful->piece, to_follow, &found,
                               &why))
            insert_candidate(out, &count, &found);
        else
            note_refused(finder, &hopeful->piece, hopeful->score, &why);
    }
    return count;
}

static void start_search(struct bv_candidate_finder *finder,
                         const struct bv_evidence *evidence)
{
    bv_line_search_set(finder->search, evidence);
    finder->hopeful_count = 0;
    if (finder->sifting)
        finder->sifting->count = 0;
}

int bv_candidates_find(struct bv_candidate_finder *finder,
                       const struct bv_evidence *evidence,
                       struct bv_candidate *out)
{
    start_search(finder, evidence);
    for (int turn = 0; turn < BV_LINE_TURNS; turn++)
        if (is_steep_enough(turn))
            search_turn(finder, evidence, turn, false, NULL, 0);
    return look_closely(finder, evidence, false, out);
}

/* How many ways are due: all of them in a round. */
static int count_due(struct bv_candidate_finder *finder, double time_s)
{
    double passed = time_s - finder->searched_s;

    finder->searched_s = time_s;
    return passed < BV_CANDIDATE_ROUND_S
               ? (int)ceil(BV_LINE_TURNS * passed / BV_CANDIDATE_ROUND_S)
               : BV_LINE_TURNS;
}

int bv_candidates_find_new(struct bv_candidate_finder *finder, double time_s,
                           const struct bv_evidence *evidence,
                           const struct bv_candidate *known, int known_count,
                           struct bv_candidate *out)
{
    int due = count_due(finder, time_s);

    start_search(finder, evidence);
    for (int i = 0; i < due; i++) {
        int turn = finder->next_turn;

        finder->next_turn = (turn + 1) % BV_LINE_TURNS;
        if (is_steep_enough(turn))
            search_turn(finder, evidence, turn, true, known, known_count);
    }
    return look_closely(finder, evidence, true, out);
}
