#include "records/review_json.h"

#include <errno.h>
#include <jansson.h>
#include <math.h>
#include <stdlib.h>

#include "core/clock.h"
#include "core/text.h"
#include "guidance/review/skin_entry.h"
#include "records/attempt_scores_json.h"
#include "records/corrections_parts.h"
#include "records/json.h"

static json_t *number(double value, int decimals)
{
    return isfinite(value) ? json_real(bv_text_round(value, decimals))
                           : json_null();
}

static json_t *text(const char *words)
{
    return words ? json_string(words) : json_null();
}

static json_t *rules_json(const struct bv_review_rules *rules)
{
    struct bv_review_rules copy = *rules;
    json_t *numbers = json_object();

    for (size_t i = 0; i < bv_review_rule_count(); i++)
        json_object_set_new(numbers, bv_review_rule_at(i)->key,
                            json_real(*bv_review_rule_value(&copy, i)));
    return json_pack("{s:o, s:i, s:o}", "name", bv_json_text(rules->name),
                     "revision", rules->revision, "rules", numbers);
}

static json_t *moment_json(const struct bv_moment *moment)
{
    const struct bv_moment_about *about = bv_moment_about(moment->kind);
    json_t *json = json_pack(
        "{s:s, s:o, s:o, s:I, s:I, s:o, s:o, s:o, s:s}", "kind", about->key,
        "start_s", number(moment->start_s, 3), "end_s",
        number(moment->end_s, 3), "start_frame",
        (json_int_t)moment->start_frame, "end_frame",
        (json_int_t)moment->end_frame, "amount", number(moment->amount, 2),
        "unit", text(about->unit), "uncertainty",
        number(moment->uncertainty, 2), "rule", about->rule);

    if (moment->structure)
        json_object_set_new(json, "mark", json_integer(moment->structure));
    if (moment->kind == BV_MOMENT_PROBE_MOTION)
        json_object_set_new(json, "needle_idle",
                            json_boolean(moment->needle_idle));
    if (moment->at_least)
        json_object_set_new(json, "at_least", json_true());
    return json;
}

static json_t *moments_json(const struct bv_review *review)
{
    json_t *list = json_array();

    for (size_t i = 0; i < review->moment_count; i++)
        json_array_append_new(list, moment_json(&review->moments[i]));
    return list;
}

static json_t *measure_json(const struct bv_review_value *measure,
                            const struct bv_review *truly, double coverage)
{
    const struct bv_review_metric *about = measure->about;
    const struct bv_review_value *truth =
        truly ? bv_review_measure(truly, about->key) : NULL;
    json_t *json = json_pack(
        "{s:s, s:s, s:o, s:s, s:o, s:o, s:o, s:s, s:s}", "key", about->key,
        "title", about->title, "value", number(measure->value, 3), "unit",
        about->unit, "uncertainty", number(measure->uncertainty, 3), "coverage",
        number(coverage, 3), "note", text(measure->note), "definition",
        about->definition, "source", about->source);

    if (truth)
        json_object_set_new(json, "truth", number(truth->value, 3));
    return json;
}

static json_t *measures_json(const struct bv_review_report *report)
{
    json_t *list = json_array();

    for (size_t i = 0; i < report->review->measure_count; i++)
        json_array_append_new(list, measure_json(&report->review->measures[i],
                                                 report->truly,
                                                 report->review->tip_share));
    return list;
}

/* When the needle went through the skin, and how that is known. */
static json_t *entry_json(const struct bv_review_report *report)
{
    const struct bv_skin_entry entry = bv_skin_entry_find(&report->review->way);
    json_t *json = json_pack(
        "{s:s, s:o, s:o, s:o, s:o}", "how", bv_skin_entry_key(entry.how),
        "time_s", number(entry.time_s, 3), "uncertainty_s",
        number(entry.uncertainty_s, 3), "first_seen_s", number(entry.seen_s, 3),
        "first_seen_mm", number(entry.seen_mm, 2));

    if (report->truly)
        json_object_set_new(
            json, "truth_s",
            number(bv_skin_entry_true_s(&report->truly->way), 3));
    return json;
}

bool bv_review_lacks(const struct bv_review_report *report,
                     const struct bv_unmeasurable *what)
{
    return !what->given || !report->scores || report->scores->count == 0;
}

static json_t *unmeasurable_json(const struct bv_review_report *report)
{
    json_t *list = json_array();

    for (const struct bv_unmeasurable *at = bv_review_unmeasurable; at->title;
         at++)
        if (bv_review_lacks(report, at))
            json_array_append_new(list, json_pack("{s:s, s:s}", "title",
                                                  at->title, "why", at->why));
    return list;
}

/* A row a frame: what a chart is drawn of. */
static json_t *timeline_json(const struct bv_way *way)
{
    json_t *list = json_array();

    for (size_t i = 0; i < way->count; i++) {
        const struct bv_way_point *point = &way->points[i];

        json_array_append_new(
            list,
            json_pack(
                "[o,i,o,o,o,o]", number(bv_ns_to_s(point->time_ns), 3),
                point->tip_seen ? 2 : point->seen, number(point->along_mm, 2),
                number(point->has_distance ? point->distance_mm : NAN, 2),
                number(point->slid.lateral, 2), number(point->angle_deg, 1)));
    }
    return list;
}

enum { gaps_most = 1000 };

/* Pictures that were damaged: [first, last] each. */
static json_t *damaged_json(const struct bv_analysis *analysis)
{
    struct bv_analysis_gap *gaps = calloc(gaps_most, sizeof(*gaps));
    size_t count = gaps ? bv_analysis_gaps(analysis, gaps, gaps_most) : 0;
    json_t *list = json_array();

    for (size_t i = 0; i < count && i < gaps_most; i++)
        json_array_append_new(list,
                              json_pack("[I,I]", (json_int_t)gaps[i].first,
                                        (json_int_t)gaps[i].last));
    free(gaps);
    return list;
}

/* What it is, of the first frame that has one, and where it came from. */
static json_t *scale_json(const struct bv_review_report *report)
{
    static const char *const from[] = {"nobody", "recording", "screen", "words",
                                       "person"};
    json_t *json = json_pack(
        "{s:o, s:s}", "mm_per_px",
        number(report->analysis ? bv_analysis_mm_per_px(report->analysis) : 0,
               7),
        "from", from[report->scale_from]);
    int64_t lost =
        report->analysis ? bv_analysis_scale_first_lost(report->analysis) : -1;

    if (json && report->scale_from == BV_SCALE_FROM_PERSON)
        json_object_set_new(json, "said",
                            bv_said_scales_json(report->corrections));
    if (json && lost >= 0)
        json_object_set_new(json, "unknown_from_frame", json_integer(lost));
    return json;
}

int bv_review_write_json(FILE *out, const struct bv_review_report *report)
{
    const struct bv_review *review = report->review;
    json_t *json = json_pack(
        "{s:s, s:i, s:o, s:b, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o}",
        "format", "bevel-review", "version", 1, "source",
        bv_json_text(report->source), "simulated", report->simulated, "rules",
        rules_json(report->rules), "seconds", number(review->seconds, 3),
        "tip_seen", number(review->tip_share, 3), "needle_seen",
        number(review->seen_share, 3), "entry", entry_json(report), "moments",
        moments_json(review), "measures", measures_json(report), "not_measured",
        unmeasurable_json(report), "timeline", timeline_json(&review->way));
    char *whole;

    if (json && report->analysis && bv_analysis_gaps(report->analysis, NULL, 0))
        json_object_set_new(json, "damaged", damaged_json(report->analysis));
    if (json && report->truly)
        json_object_set_new(json, "true_moments", moments_json(report->truly));
    if (json && report->corrections)
        json_object_set_new(json, "corrections",
                            bv_corrections_json(report->corrections));
    if (json && report->scale_from != BV_SCALE_FROM_NOBODY)
        json_object_set_new(json, "scale", scale_json(report));
    if (json && report->scores && report->scores->count > 0)
        json_object_set_new(json, "scores",
                            bv_attempt_scores_json(report->scores));
    whole = json ? json_dumps(json, JSON_INDENT(1) | JSON_PRESERVE_ORDER |
                                        JSON_REAL_PRECISION(10))
                 : NULL;
    json_decref(json);
    return bv_text_write_line(out, whole);
}
