#include "commands/explain_words.h"

#include <math.h>
#include <stdio.h>

/* What the numbers of a reason are. */
enum unit {
    UNIT_NONE, /* it has none */
    UNIT_NUMBER,
    UNIT_COUNT,
    UNIT_DEG,
    UNIT_S,
    UNIT_PX,    /* work px, said as px of the frame */
    UNIT_PART,  /* of the picture's longer side, said as % */
    UNIT_SIDE,  /* work px, said as % of the longer side */
    UNIT_TRACK, /* the number of a track */
};

static const struct {
    const char *key;
    const char *words; /* the value comes after them */
    enum unit unit;
    const char *limit; /* what the limit is */
} reasons[] = {
    [BV_REASON_FLAT] = {"flat", "lies too flat:", UNIT_DEG, "needed"},
    [BV_REASON_STEEP] = {"steep", "lies too steep:", UNIT_DEG, "allowed"},
    [BV_REASON_UNDER] = {"under",
                         "meets the skin under the probe, so far outside it:",
                         UNIT_SIDE, "needed"},
    [BV_REASON_FAR] = {"far", "meets the skin too far outside the probe:",
                       UNIT_SIDE, "allowed"},
    [BV_REASON_GAP] = {"gap", "shows too far from where it comes in:",
                       UNIT_PART, "allowed"},
    [BV_REASON_KNOWN] = {"known", "runs along a line that is followed",
                         UNIT_TRACK, NULL},
    [BV_REASON_OUTDONE] = {"outdone", "is worth less than others:", UNIT_NUMBER,
                           "needed"},
    [BV_REASON_NO_ROOM] = {"no_room",
                           "finds all places taken by lines worth more: worth",
                           UNIT_NUMBER, "needed"},
    [BV_REASON_NOTHING] = {"nothing", "has no evidence along it", UNIT_NONE,
                           NULL},
    [BV_REASON_FAINT] = {"faint", "has too little evidence along it:",
                         UNIT_NUMBER, "needed"},
    [BV_REASON_BENT] = {"bent", "bends by", UNIT_PX, "allowed"},
    [BV_REASON_ELSEWHERE] = {"elsewhere", "shares with the piece before",
                             UNIT_PX, "needed"},
    [BV_REASON_TURNED] = {"turned", "turned by", UNIT_DEG, "allowed"},
    [BV_REASON_UNSTEADY] = {"unsteady", "is off its mean angle by", UNIT_DEG,
                            "allowed"},
    [BV_REASON_SIDEWAYS] = {"sideways", "went sideways by", UNIT_PX, "allowed"},
    [BV_REASON_STANDS_OUT] = {"stands_out", "stands out of its parallels by",
                              UNIT_NUMBER, "needed"},
    [BV_REASON_LOST] = {"lost", "was not seen for", UNIT_S, "allowed"},
    [BV_REASON_REPLACED] = {"replaced",
                            "gave its place to a line worth more: worth",
                            UNIT_NUMBER, "needed"},
    [BV_REASON_TAKEN_UP] = {"taken_up", "is a piece of the needle", UNIT_TRACK,
                            NULL},
    [BV_REASON_DENIED] = {"denied", "is a needle's no more to the network:",
                          UNIT_NUMBER, "needed"},
    [BV_REASON_OLD] = {"old", "was last looked at before this by", UNIT_S,
                       "allowed"},
    [BV_REASON_YOUNG] = {"young", "is followed for", UNIT_S, "needed"},
    [BV_REASON_STILL] = {"still", "has not moved enough: its deep end by",
                         UNIT_SIDE, "needed"},
    [BV_REASON_LEAPT] = {"leapt", "moved too far at once: its deep end by",
                         UNIT_SIDE, "allowed"},
    [BV_REASON_SHORT] = {"short", "is too short:", UNIT_SIDE, "needed"},
    [BV_REASON_SHARED] = {"shared", "shares with its earlier look", UNIT_PX,
                          "needed"},
    [BV_REASON_SLIDE_FLAT] = {"slide_flat", "slides too flat:", UNIT_DEG,
                              "needed"},
    [BV_REASON_SLIDE_FAINT] = {"slide_faint", "has too faint a line: evidence",
                               UNIT_NUMBER, "needed"},
    [BV_REASON_DRIFTED] = {"drifted", "went sideways while it slid by", UNIT_PX,
                           "allowed"},
    [BV_REASON_WHOLE] = {"whole", "moved as a whole: of the slide it grew by",
                         UNIT_NUMBER, "needed"},
    [BV_REASON_NO_CONTRAST] = {"no_contrast",
                               "shows the same where its end passed: evidence "
                               "changed by",
                               UNIT_NUMBER, "needed"},
    [BV_REASON_JERKED] = {"jerked", "moved in a leap: of the slide",
                          UNIT_NUMBER, "allowed"},
    [BV_REASON_PROOF] = {"proof", "slid, but not as a needle does: log odds",
                         UNIT_NUMBER, "needed"},
    [BV_REASON_RUN_FRAMES] = {"run_frames", "slid as a needle does in frames:",
                              UNIT_COUNT, "needed"},
    [BV_REASON_RUN_TIME] = {"run_time", "slid as a needle does for", UNIT_S,
                            "needed"},
    [BV_REASON_TIP_SURE] = {"tip_sure",
                            "no place is likely enough: the likeliest by",
                            UNIT_NUMBER, "needed"},
    [BV_REASON_TIP_BORDER] = {"tip_border",
                              "its end lies where the picture "
                              "ends",
                              UNIT_NONE, NULL},
    [BV_REASON_TIP_FADES] = {"tip_fades",
                             "its end fades as a shaft's does that leaves the "
                             "plane, with log odds",
                             UNIT_NUMBER, "needed"},
};

const char *bv_explain_key(enum bv_reason reason)
{
    return reasons[reason].key;
}

static void say_number(double value, enum unit unit,
                       const struct bv_evidence *evidence, char *words,
                       size_t words_size)
{
    double side = fmax(evidence->width, evidence->height);

    switch (unit) {
    case UNIT_DEG:
        snprintf(words, words_size, "%.1f°", value);
        break;
    case UNIT_S:
        snprintf(words, words_size, "%.2f s", value);
        break;
    case UNIT_PX:
        snprintf(words, words_size, "%.1f px", value / evidence->work_per_px);
        break;
    case UNIT_PART:
        snprintf(words, words_size, "%.1f %%", 100 * value);
        break;
    case UNIT_SIDE:
        snprintf(words, words_size, "%.1f %%", 100 * value / side);
        break;
    case UNIT_COUNT:
        snprintf(words, words_size, "%.0f", value);
        break;
    default:
        snprintf(words, words_size, "%.2f", value);
    }
}

void bv_explain_say(const struct bv_verdict *verdict,
                    const struct bv_evidence *evidence, char *words,
                    size_t words_size)
{
    enum unit unit = reasons[verdict->reason].unit;
    const char *said = reasons[verdict->reason].words;
    char value[32], limit[32];

    if (verdict->reason == BV_REASON_NONE) {
        words[0] = '\0';
    } else if (unit == UNIT_TRACK && verdict->value > 0) {
        snprintf(words, words_size, "%s, T%.0f", said, verdict->value);
    } else if (unit == UNIT_NONE || unit == UNIT_TRACK) {
        snprintf(words, words_size, "%s", said);
    } else {
        say_number(verdict->value, unit, evidence, value, sizeof(value));
        say_number(verdict->limit, unit, evidence, limit, sizeof(limit));
        snprintf(words, words_size, "%s %s, %s %s", said, value, limit,
                 reasons[verdict->reason].limit);
    }
}

static void say_needle(const struct bv_account *account,
                       enum bv_needle_state state, char *words,
                       size_t words_size)
{
    const struct bv_track *track = &account->tracks->all[account->needle];
    char said[160];

    bv_explain_say(&account->no_tip, &account->evidence, said, sizeof(said));
    if (account->stale)
        snprintf(words, words_size,
                 "Nothing is drawn, though T%u is a needle's: the picture had "
                 "stopped, or came too slowly.",
                 track->id);
    else if (state == BV_NEEDLE_TIP_SEEN)
        snprintf(words, words_size,
                 "T%u is drawn: it slid along itself as a needle does, with "
                 "log odds %.1f at %.2f s; its evidence ends at once, in a "
                 "tip.",
                 track->id, track->proof_most, track->proof_most_s);
    else
        snprintf(words, words_size,
                 "T%u is drawn: it slid along itself as a needle does, with "
                 "log odds %.1f at %.2f s. No tip: %s.",
                 track->id, track->proof_most, track->proof_most_s, said);
}

static void say_crossing(const struct bv_account *account, char *words,
                         size_t words_size)
{
    const struct bv_crossing_track *crossed = account->crossed;

    if (account->stale)
        snprintf(words, words_size,
                 "Nothing is drawn, though a needle crosses the plane: the "
                 "picture had stopped, or came too slowly.");
    else
        snprintf(
            words, words_size,
            "A crossing is drawn: a streak came at %.2f s, where there had "
            "been none, and stayed, with log odds %.1f.",
            crossed->born_s, crossed->proof_most);
}

static int count_kind(const struct bv_explained *explained,
                      enum bv_explained_kind kind,
                      const struct bv_explained_line **first)
{
    int count = 0;

    *first = NULL;
    for (int i = 0; i < explained->line_count; i++)
        if (explained->lines[i].kind == kind && count++ == 0)
            *first = &explained->lines[i];
    return count;
}

/* Why a clip's frame shows no needle. */
static void say_none(struct bv_explained *out)
{
    const struct bv_explained_line *first;
    int count = count_kind(out, BV_EXPLAINED_TRACK, &first);

    if (count == 0)
        snprintf(out->words, sizeof(out->words),
                 "Nothing is drawn: no line is followed.");
    else if (first->confirmed)
        snprintf(out->words, sizeof(out->words), "%s. T%u %.180s.",
                 out->state == BV_NEEDLE_TIP_PREDICTED
                     ? "The tip is predicted from where it was just seen"
                     : "Nothing is drawn",
                 first->number, first->words);
    else if (isnan(first->log_odds))
        snprintf(out->words, sizeof(out->words),
                 "Nothing is drawn: none of the %d lines followed has slid "
                 "along itself.",
                 count);
    else
        snprintf(out->words, sizeof(out->words),
                 "Nothing is drawn: none of the %d lines followed is a "
                 "needle's yet. T%u came nearest to it, with log odds %.1f; "
                 "now it is %.100s.",
                 count, first->number, first->log_odds, first->words);
}

void bv_explain_conclude(const struct bv_account *account,
                         struct bv_explained *out)
{
    const struct bv_explained_line *first;

    if (account->has_needle)
        say_needle(account, out->state, out->words, sizeof(out->words));
    else if (account->crossed)
        say_crossing(account, out->words, sizeof(out->words));
    else if (account->tracks)
        say_none(out);
    else if (count_kind(out, BV_EXPLAINED_CANDIDATE, &first) == 0)
        snprintf(out->words, sizeof(out->words),
                 "No claim: no line was found that may be a needle's.");
    else
        snprintf(out->words, sizeof(out->words),
                 "%s: the surest line is C%u, %.180s.",
                 out->confidence >= BV_EXPLAIN_CLAIM ? "Claimed" : "No claim",
                 first->number, first->words);
}
