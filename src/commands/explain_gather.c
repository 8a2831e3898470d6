#include "commands/explain_gather.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "commands/explain_words.h"
#include "core/clock.h"
#include "guidance/classify.h"
#include "guidance/entry.h"

/* What was given up is of interest for so long, and so many lines of a kind
 * are more than anybody reads. */
static const double given_up_s = 1;
enum { given_up_most = 8, refused_most = 12 };

void bv_explain_note(struct bv_explain_past *past,
                     const struct bv_account *account, double time_s)
{
    int kept = 0;

    if (!account->tracks) {
        past->sifted_count = 0; /* a still has no past */
    } else if (account->evidence.view != BV_VIEW_SAME) {
        /* Places were other ones then. */
        past->sifted_count = past->given_up_count = 0;
        past->forgot |= account->forgot;
        if (account->forgot)
            past->forgot_s = time_s;
    }
    for (int i = 0; i < past->sifted_count; i++)
        if (time_s - past->sifted[i].time_s < BV_CANDIDATE_ROUND_S)
            past->sifted[kept++] = past->sifted[i];
    for (int i = 0; i < account->sifting.count &&
                    kept < (int)(sizeof(past->sifted) / sizeof(*past->sifted));
         i++)
        past->sifted[kept++] =
            (struct bv_explain_sifted){time_s, account->sifting.all[i]};
    past->sifted_count = kept;
    if (!account->tracks)
        return;
    kept = 0;
    for (int i = 0; i < past->given_up_count; i++)
        if (time_s - past->given_up[i].time_s < given_up_s &&
            kept + account->tracks->given_up_count < 2 * BV_GIVEN_UP_MAX)
            past->given_up[kept++] = past->given_up[i];
    for (int i = 0; i < account->tracks->given_up_count; i++)
        past->given_up[kept++] =
            (struct bv_explain_given_up){time_s, account->tracks->given_up[i]};
    past->given_up_count = kept;
}

/* What the helpers below work on. */
struct gather {
    const struct bv_explain_past *past;
    const struct bv_account *account;
    double time_s;
    struct bv_explained *out;
};

static struct bv_px_segment to_frame(const struct bv_evidence *evidence,
                                     const struct bv_px_segment *work)
{
    return (struct bv_px_segment){bv_evidence_to_frame(evidence, work->from),
                                  bv_evidence_to_frame(evidence, work->to)};
}

static struct bv_px_segment to_work(const struct bv_evidence *evidence,
                                    const struct bv_px_segment *px)
{
    return (struct bv_px_segment){bv_evidence_from_frame(evidence, px->from),
                                  bv_evidence_from_frame(evidence, px->to)};
}

/* @return The next free line, or NULL where all are taken. */
static struct bv_explained_line *
add_line(struct gather *gather, enum bv_explained_kind kind, unsigned number)
{
    struct bv_explained *out = gather->out;
    struct bv_explained_line *line = &out->lines[out->line_count];

    if (out->line_count == BV_EXPLAINED_LINES_MAX)
        return NULL;
    out->line_count++;
    *line = (struct bv_explained_line){.kind = kind,
                                       .number = number,
                                       .score = NAN,
                                       .evidence = NAN,
                                       .network = NAN,
                                       .since_s = NAN,
                                       .confirmed_s = NAN,
                                       .log_odds = NAN,
                                       .log_odds_s = NAN,
                                       .start = NAN};
    return line;
}

static void set_piece(const struct gather *gather,
                      const struct bv_candidate *piece,
                      struct bv_explained_line *line)
{
    line->px = to_frame(&gather->account->evidence, &piece->piece);
    line->score = piece->score;
    line->evidence = piece->mean;
}

static void set_odds(const struct bv_odds *odds, struct bv_explained_line *line)
{
    line->log_odds = odds->log_odds;
    line->start = odds->start;
    line->part_count = odds->count;
    for (int i = 0; i < odds->count; i++)
        line->parts[i] = (struct bv_explained_part){
            odds->parts[i].name, odds->parts[i].cue, odds->parts[i].adds};
}

/* Sets the reason, and says it after the words given. */
static void set_reason(const struct gather *gather,
                       const struct bv_verdict *verdict, const char *before,
                       struct bv_explained_line *line)
{
    char said[160];

    bv_explain_say(verdict, &gather->account->evidence, said, sizeof(said));
    line->reason = bv_explain_key(verdict->reason);
    line->value = verdict->value;
    line->limit = verdict->limit;
    snprintf(line->words, sizeof(line->words), "%s%s", before, said);
}

static bool is_drawn(const struct gather *gather, const struct bv_track *track)
{
    return gather->account->needle >= 0 &&
           track == &gather->account->tracks->all[gather->account->needle];
}

static void say_track(const struct gather *gather, const struct bv_track *track,
                      struct bv_explained_line *line)
{
    const char *end = is_drawn(gather, track)
                          ? "is the needle that is shown"
                          : "is a needle's, but another one has shown more";

    if (!track->seen && track->confirmed) {
        set_reason(gather, &track->unseen,
                   "is a needle's, but not seen in this frame: the best piece "
                   "there ",
                   line);
    } else if (!track->seen) {
        set_reason(gather, &track->unseen,
                   "not seen in this frame: the best piece there ", line);
    } else if (track->confirmed) {
        snprintf(line->words, sizeof(line->words),
                 "%s: confirmed at %.2f s, by slides along itself", end,
                 track->confirmed_s);
    } else if (track->lacks.reason != BV_REASON_NONE) {
        set_reason(gather, &track->lacks, "not confirmed: ", line);
    } else {
        snprintf(line->words, sizeof(line->words),
                 "is followed from this frame on");
    }
}

static void add_track(struct gather *gather, const struct bv_track *track)
{
    const struct bv_evidence *evidence = &gather->account->evidence;
    struct bv_explained_line *line =
        add_line(gather, BV_EXPLAINED_TRACK, track->id);
    struct bv_odds odds;

    if (!line)
        return;
    set_piece(gather, &track->now, line);
    line->network = track->network;
    line->seen = track->seen;
    line->confirmed = track->confirmed;
    line->drawn = track->seen && track->confirmed && is_drawn(gather, track);
    line->since_s = gather->time_s - track->born_s;
    if (track->confirmed)
        line->confirmed_s = track->confirmed_s;
    if (isfinite(track->proof_most)) {
        bv_classify_slide_odds(&track->slide,
                               fmax(evidence->width, evidence->height), &odds);
        set_odds(&odds, line);
        line->log_odds_s = track->proof_most_s;
    }
    say_track(gather, track, line);
}

static void add_given_up(struct gather *gather,
                         const struct bv_explain_given_up *given_up)
{
    const struct bv_track_given_up *track = &given_up->track;
    struct bv_explained_line *line =
        add_line(gather, BV_EXPLAINED_GIVEN_UP, track->id);
    char said[160], before[96];

    if (!line)
        return;
    set_piece(gather, &track->last, line);
    line->confirmed = track->confirmed;
    line->since_s = given_up->time_s - track->born_s;
    if (isfinite(track->proof_most))
        line->log_odds = track->proof_most;
    snprintf(before, sizeof(before),
             "given up %.2f s ago: ", gather->time_s - given_up->time_s);
    set_reason(gather, &track->why, before, line);
    bv_explain_say(&track->unseen, &gather->account->evidence, said,
                   sizeof(said));
    if (track->why.reason == BV_REASON_LOST && said[0])
        snprintf(line->words + strlen(line->words),
                 sizeof(line->words) - strlen(line->words),
                 "; the best piece there %s", said);
}

static void add_candidate(struct gather *gather, int which)
{
    const struct bv_verdict *untaken = &gather->account->untaken[which];
    struct bv_explained_line *line =
        add_line(gather, BV_EXPLAINED_CANDIDATE, (unsigned)which + 1);

    if (!line)
        return;
    set_piece(gather, &gather->account->candidates[which], line);
    line->seen = true;
    set_reason(gather, untaken, "not followed: ", line);
    if (untaken->reason == BV_REASON_NONE)
        snprintf(line->words, sizeof(line->words), "is followed from here on");
}

static void add_weighed(struct gather *gather, const struct bv_weighed *weighed)
{
    struct bv_explained_line *line =
        add_line(gather, BV_EXPLAINED_CANDIDATE, 0);
    struct bv_odds odds;

    if (!line)
        return;
    bv_classify_still_odds(&weighed->cues, weighed->broad, &odds);
    set_odds(&odds, line);
    line->px = weighed->shaft_px;
    line->evidence = weighed->cues.mean;
    line->network = weighed->cues.network;
    line->broad = weighed->broad;
    line->seen = true;
    snprintf(line->words, sizeof(line->words),
             "%s %.2f, %.1f needed for a claim",
             weighed->broad ? "a broad line, confidence" : "confidence",
             weighed->confidence, BV_EXPLAIN_CLAIM);
}

static bool same_line(const struct bv_px_segment *a,
                      const struct bv_px_segment *b)
{
    return bv_candidate_runs_along(a, b) || bv_candidate_runs_along(b, a);
}

/* @return The track that a line of work px is, or NULL. */
static const struct bv_track *find_track(const struct gather *gather,
                                         const struct bv_px_segment *work)
{
    const struct bv_tracks *tracks = gather->account->tracks;

    for (int i = 0; tracks && i < BV_TRACKS_MAX; i++)
        if (tracks->all[i].used && same_line(work, &tracks->all[i].now.piece))
            return &tracks->all[i];
    return NULL;
}

/* Flat lines are many and no needles; those of tracks are told there. */
static int rank_of(const struct bv_sifted *sifted)
{
    return sifted->why.reason == BV_REASON_KNOWN  ? 2
           : sifted->why.reason == BV_REASON_FLAT ? 1
                                                  : 0;
}

static int by_score(const void *a, const void *b)
{
    const struct bv_sifted *one = a, *other = b;
    int rank = rank_of(one) - rank_of(other);

    return rank ? rank
                : (one->score < other->score) - (one->score > other->score);
}

/* The strongest refused, each line once. */
static void add_refused(struct gather *gather)
{
    struct bv_sifted all[8 * BV_SIFTED_MAX];
    int count = gather->past->sifted_count, shown = 0;

    for (int i = 0; i < count; i++)
        all[i] = gather->past->sifted[i].sifted;
    qsort(all, (size_t)count, sizeof(*all), by_score);
    for (int i = 0; i < count && shown < refused_most; i++) {
        const struct bv_track *track = find_track(gather, &all[i].piece);
        struct bv_explained_line *line;
        bool is_shown = false;

        for (int j = 0; j < i; j++)
            is_shown |= same_line(&all[j].piece, &all[i].piece);
        if (is_shown || (track && all[i].why.reason != BV_REASON_KNOWN))
            continue;
        line = add_line(gather, BV_EXPLAINED_REFUSED, (unsigned)++shown);
        if (!line)
            return;
        if (track)
            all[i].why.value = track->id;
        line->px = to_frame(&gather->account->evidence, &all[i].piece);
        line->score = all[i].score;
        line->seen = true;
        set_reason(gather, &all[i].why, "", line);
    }
}

/* What becomes of a line that no track and no candidate is. */
static void judge(const struct gather *gather, const struct bv_px_segment *work,
                  struct bv_explained_line *line)
{
    const struct bv_evidence *evidence = &gather->account->evidence;
    bool to_follow = gather->account->tracks != NULL;
    struct bv_candidate found;
    struct bv_verdict why;

    if ((to_follow && bv_candidate_worth(evidence, work, 1, &why) <= 0) ||
        !bv_entry_passed(&evidence->area, work, &why) ||
        !bv_candidate_check(evidence, work, to_follow, &found, &why)) {
        set_reason(gather, &why, "no candidate: ", line);
        return;
    }
    for (int i = 0; i < gather->past->sifted_count; i++)
        if (same_line(work, &gather->past->sifted[i].sifted.piece)) {
            set_reason(gather, &gather->past->sifted[i].sifted.why,
                       "no candidate: what was found there ", line);
            return;
        }
    snprintf(line->words, sizeof(line->words),
             "no candidate: nothing speaks against it, but the search found "
             "no piece on it in its last round");
}

/* Whether a line is one of those found; says which. */
static bool is_listed(const struct gather *gather,
                      const struct bv_px_segment *px,
                      struct bv_explained_line *line)
{
    const struct bv_evidence *evidence = &gather->account->evidence;
    struct bv_px_segment work = to_work(evidence, px);

    for (int i = 0; i < gather->out->line_count; i++) {
        const struct bv_explained_line *other = &gather->out->lines[i];
        struct bv_px_segment there = to_work(evidence, &other->px);

        if ((other->kind != BV_EXPLAINED_TRACK &&
             other->kind != BV_EXPLAINED_CANDIDATE) ||
            !same_line(&work, &there))
            continue;
        line->reason = other->reason;
        line->value = other->value;
        line->limit = other->limit;
        snprintf(line->words, sizeof(line->words), "%s%u: %.160s",
                 bv_explained_letter(other->kind), other->number, other->words);
        return true;
    }
    return false;
}

static void add_asked(struct gather *gather, const struct bv_px_segment *px)
{
    const struct bv_account *account = gather->account;
    const struct bv_evidence *evidence = &account->evidence;
    struct bv_px_segment work = to_work(evidence, px);
    struct bv_explained_line *line = add_line(gather, BV_EXPLAINED_ASKED, 1);
    struct bv_candidate found;
    char fate[256];

    if (!line)
        return;
    line->px = *px;
    if (bv_candidate_refine(evidence, &work, 3, 0, &found)) {
        line->seen = true;
        line->score = found.score;
        line->evidence = found.mean;
    }
    if (account->maps)
        line->network = bv_network_mean(account->maps, &work);
    if (!is_listed(gather, px, line))
        judge(gather, &work, line);
    snprintf(fate, sizeof(fate), "%s", line->words);
    snprintf(line->words, sizeof(line->words),
             "stands out of its parallels by %.1f; %.200s",
             bv_cues_stands_out(evidence, &work), fate);
}

/* Of two lines of a kind the one that matters more comes first. */
static int by_weight(const void *a, const void *b)
{
    const struct bv_explained_line *one = a, *other = b;
    double odds = isnan(one->log_odds) ? -1e9 : one->log_odds;
    double other_odds = isnan(other->log_odds) ? -1e9 : other->log_odds;

    if (one->kind != other->kind)
        return one->kind < other->kind ? -1 : 1;
    if (one->drawn != other->drawn)
        return one->drawn ? -1 : 1;
    if (one->confirmed != other->confirmed)
        return one->confirmed ? -1 : 1;
    if (odds != other_odds)
        return odds > other_odds ? -1 : 1;
    return (one->score < other->score) - (one->score > other->score);
}

static void sort_lines(struct bv_explained *out)
{
    int kept = 0, given_up = 0;
    unsigned weighed = 0;

    qsort(out->lines, (size_t)out->line_count, sizeof(*out->lines), by_weight);
    for (int i = 0; i < out->line_count; i++) {
        struct bv_explained_line *line = &out->lines[i];

        if (line->kind == BV_EXPLAINED_CANDIDATE && line->number == 0)
            line->number = ++weighed;
        if (line->kind != BV_EXPLAINED_GIVEN_UP || given_up++ < given_up_most)
            out->lines[kept++] = *line;
    }
    out->line_count = kept;
}

void bv_explain_gather(const struct bv_explain_past *past,
                       const struct bv_account *account,
                       const struct bv_advice *advice,
                       const struct bv_px_segment *asked_px,
                       struct bv_explained *out)
{
    double time_s = bv_ns_to_s(advice->time_ns);
    struct gather gather = {past, account, time_s, out};

    *out = (struct bv_explained){
        .frame = advice->sequence,
        .time_s = time_s,
        .repeat = advice->repeat,
        .forgot_s = past->forgot ? time_s - past->forgot_s : NAN,
        .has_network = account->maps != NULL,
        .state = advice->state,
        .confidence = advice->confidence};
    for (int i = 0; account->tracks && i < BV_TRACKS_MAX; i++)
        if (account->tracks->all[i].used)
            add_track(&gather, &account->tracks->all[i]);
    for (int i = 0; account->tracks && i < account->candidate_count; i++)
        add_candidate(&gather, i);
    for (int i = 0; !account->tracks && i < account->weighed_count; i++)
        add_weighed(&gather, &account->weighed[i]);
    for (int i = 0; i < past->given_up_count; i++)
        add_given_up(&gather, &past->given_up[i]);
    add_refused(&gather);
    sort_lines(out);
    if (asked_px)
        add_asked(&gather, asked_px);
    sort_lines(out);
    bv_explain_conclude(account, out);
}
