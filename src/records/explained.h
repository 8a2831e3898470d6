/**
 * @file
 * Why bevel said what it said of one frame: every line that it weighed, with
 * what became of it, as words and numbers. Plain values; as JSON beside the
 * picture that `bevel detect --explain` writes.
 */
#ifndef BV_RECORDS_EXPLAINED_H
#define BV_RECORDS_EXPLAINED_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "core/advice.h"
#include "core/decls.h"
#include "core/geometry.h"

BV_BEGIN_DECLS

#define BV_EXPLAINED_VERSION 1

/** What a line was to the detector. */
enum bv_explained_kind {
    BV_EXPLAINED_ASKED,     /**< The user's, or the truth's. */
    BV_EXPLAINED_TRACK,     /**< Followed. */
    BV_EXPLAINED_GIVEN_UP,  /**< Followed until a moment ago. */
    BV_EXPLAINED_CANDIDATE, /**< Found in this frame, and looked at closely. */
    BV_EXPLAINED_REFUSED,   /**< Found at first sight, and left at that. */
    BV_EXPLAINED_KINDS
};

/** What one cue adds to the log odds. */
struct bv_explained_part {
    const char *name; /**< Static. */
    double cue, adds;
};

#define BV_EXPLAINED_PARTS_MAX 20

/** One line. Numbers that do not apply are NAN. */
struct bv_explained_line {
    enum bv_explained_kind kind;
    unsigned number; /**< Beside its letter; a track's own number. */
    struct bv_px_segment px;
    bool broad; /**< Found among broad lines: stills. */
    bool seen, confirmed, drawn;
    double score;       /**< Evidence above speckle, summed along it. */
    double evidence;    /**< A px. */
    double network;     /**< Log odds of the network along it. */
    double since_s;     /**< Followed for so long. */
    double confirmed_s; /**< When it was confirmed. */
    double log_odds;    /**< That it is a needle's: a track's most so far. */
    double log_odds_s;  /**< When that was. */
    double start;       /**< Log odds without any cue. */
    int part_count;
    struct bv_explained_part parts[BV_EXPLAINED_PARTS_MAX];
    const char *reason; /**< A key; static. NULL: it was not refused. */
    double value, limit;
    char words[256]; /**< The same as a sentence. */
};

#define BV_EXPLAINED_LINES_MAX 96

struct bv_explained {
    const char *source; /**< Borrowed. */
    uint32_t frame;
    double time_s;
    bool repeat;
    double forgot_s; /**< Since everything was forgotten, for the picture had
                          changed; NAN never. */
    bool has_network;
    enum bv_needle_state state;
    double confidence;
    char words[256]; /**< Why this is said. */
    int line_count;
    struct bv_explained_line lines[BV_EXPLAINED_LINES_MAX];
};

/** A line's letter on the picture: "T" of a track. */
const char *bv_explained_letter(enum bv_explained_kind kind);

/**
 * Write it as JSON.
 *
 * @param to_input  From px of the frame to px of the picture as it came.
 * @retval 0
 * @retval -ENOMEM
 * @retval -EIO       or what the stream's error is.
 */
int bv_explained_write_json(FILE *out, const struct bv_explained *explained,
                            const struct bv_px_map *to_input) BV_MUST_USE;

BV_END_DECLS

#endif
