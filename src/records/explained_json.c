#include "records/explained.h"

#include <errno.h>
#include <jansson.h>
#include <math.h>

#include "core/text.h"
#include "records/json.h"

static const struct {
    const char *name, *letter;
} kinds[BV_EXPLAINED_KINDS] = {
    [BV_EXPLAINED_ASKED] = {"asked", "A"},
    [BV_EXPLAINED_TRACK] = {"track", "T"},
    [BV_EXPLAINED_GIVEN_UP] = {"given_up", "T"},
    [BV_EXPLAINED_CANDIDATE] = {"candidate", "C"},
    [BV_EXPLAINED_REFUSED] = {"refused", "R"},
};

const char *bv_explained_letter(enum bv_explained_kind kind)
{
    return kinds[kind].letter;
}

static json_t *number(double value, int decimals)
{
    return isfinite(value) ? json_real(bv_text_round(value, decimals))
                           : json_null();
}

static json_t *place(const struct bv_px_map *to_input, struct bv_px px)
{
    struct bv_px input = bv_px_map_apply(to_input, px);

    return json_pack("[o,o]", number(input.x, 2), number(input.y, 2));
}

static json_t *parts_json(const struct bv_explained_line *line)
{
    json_t *parts = json_array();

    for (int i = 0; i < line->part_count; i++)
        json_array_append_new(
            parts, json_pack("{s:s, s:o, s:o}", "cue", line->parts[i].name,
                             "value", number(line->parts[i].cue, 4), "adds",
                             number(line->parts[i].adds, 3)));
    return parts;
}

static json_t *line_json(const struct bv_explained_line *line,
                         const struct bv_px_map *to_input)
{
    char name[32];
    json_t *ends = json_pack("[o,o]", place(to_input, line->px.from),
                             place(to_input, line->px.to));

    snprintf(name, sizeof(name), "%s%u", kinds[line->kind].letter,
             line->number);
    return json_pack(
        "{s:s, s:s, s:o, s:o, s:b, s:b, s:b, s:b, s:o, s:o, s:o, s:o, s:o, "
        "s:o, s:o, s:o, s:o, s:s?, s:o, s:o, s:s}",
        "name", name, "kind", kinds[line->kind].name, "line_px", ends,
        "angle_deg", number(bv_px_segment_angle_deg(&line->px), 2), "broad",
        line->broad, "seen", line->seen, "confirmed", line->confirmed, "drawn",
        line->drawn, "score", number(line->score, 1), "evidence",
        number(line->evidence, 3), "network", number(line->network, 2),
        "followed_s", number(line->since_s, 3), "confirmed_s",
        number(line->confirmed_s, 3), "log_odds", number(line->log_odds, 3),
        "log_odds_s", number(line->log_odds_s, 3), "start",
        number(line->start, 3), "parts", parts_json(line), "reason",
        line->reason, "value", number(line->reason ? line->value : NAN, 4),
        "limit", number(line->reason ? line->limit : NAN, 4), "words",
        line->words);
}

int bv_explained_write_json(FILE *out, const struct bv_explained *explained,
                            const struct bv_px_map *to_input)
{
    json_t *lines = json_array(), *whole;
    int error = 0;

    for (int i = 0; i < explained->line_count; i++)
        json_array_append_new(lines, line_json(&explained->lines[i], to_input));
    whole = json_pack(
        "{s:s, s:i, s:o, s:I, s:o, s:b, s:s, s:o, s:s, s:o, s:b, s:o}",
        "format", "bevel-explain", "version", BV_EXPLAINED_VERSION, "source",
        bv_json_text(explained->source), "frame", (json_int_t)explained->frame,
        "time_s", number(explained->time_s, 4), "repeat", explained->repeat,
        "state", bv_needle_state_name(explained->state), "confidence",
        number(explained->confidence, 3), "words", explained->words, "forgot_s",
        number(explained->forgot_s, 3), "network", explained->has_network,
        "lines", lines);
    if (!whole)
        return -ENOMEM;
    errno = 0;
    if (json_dumpf(whole, out,
                   JSON_INDENT(1) | JSON_PRESERVE_ORDER |
                       JSON_REAL_PRECISION(10)) < 0 ||
        fputc('\n', out) == EOF)
        error = errno ? -errno : -EIO;
    json_decref(whole);
    return error;
}
