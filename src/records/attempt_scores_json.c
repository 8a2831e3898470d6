#include "records/attempt_scores_json.h"

#include <math.h>

#include "core/text.h"
#include "records/json.h"

static json_t *number(double value, int decimals)
{
    return isfinite(value) ? json_real(bv_text_round(value, decimals))
                           : json_null();
}

static json_t *coefficient_json(const struct bv_coefficient *told)
{
    return json_pack("{s:o, s:o, s:o}", "value", number(told->value, 4), "low",
                     number(told->low, 4), "high", number(told->high, 4));
}

static const char *blinding_key(enum bv_blinding blinding)
{
    return blinding == BV_BLINDING_KEPT   ? "kept"
           : blinding == BV_BLINDING_LEFT ? "left"
                                          : "none";
}

static json_t *rating_json(const struct bv_rating *rating,
                           const struct bv_rating_scale *scale)
{
    json_t *items = json_object();

    for (size_t i = 0; i < rating->item_count; i++)
        json_object_set_new(items, rating->items[i].key,
                            json_integer(rating->items[i].score));
    return json_pack("{s:o, s:s, s:b, s:o, s:o}", "rater",
                     bv_json_text(rating->rater), "blinding",
                     blinding_key(rating->blinding), "whole",
                     scale && bv_rating_is_whole(rating, scale), "percent",
                     number(scale ? bv_rating_percent(scale, rating) : NAN, 1),
                     "items", items);
}

static json_t *agreement_json(const struct bv_scale_scores *scores)
{
    const struct bv_rating_agreement *told = &scores->agreement;
    json_t *icc = json_object(), *kappa = json_object();

    for (size_t i = 0; i < scores->scale->item_count; i++) {
        const char *key = scores->scale->items[i].key;

        json_object_set_new(icc, key, coefficient_json(&told->icc[i]));
        if (told->raters == 2)
            json_object_set_new(kappa, key, coefficient_json(&told->kappa[i]));
    }
    return json_pack("{s:I, s:I, s:I, s:o, s:o, s:o}", "raters",
                     (json_int_t)told->raters, "same_items",
                     (json_int_t)told->same, "attempts",
                     (json_int_t)told->attempts, "icc_2_1_whole",
                     coefficient_json(&told->whole), "icc_2_1", icc,
                     "weighted_kappa", kappa);
}

static json_t *scale_json(const struct bv_scale_scores *scores)
{
    json_t *ratings = json_array(), *json;

    for (size_t i = 0; i < scores->count; i++)
        json_array_append_new(ratings,
                              rating_json(&scores->ratings[i], scores->scale));
    json = json_pack("{s:s, s:i, s:o, s:I, s:o}", "scale", scores->name,
                     "revision", scores->revision, "title",
                     scores->scale ? json_string(scores->scale->title)
                                   : json_null(),
                     "hidden", (json_int_t)scores->hidden, "ratings", ratings);
    if (json && scores->scale && scores->agreement.attempts >= 2)
        json_object_set_new(json, "agreement", agreement_json(scores));
    return json;
}

json_t *bv_attempt_scores_json(const struct bv_attempt_scores *scores)
{
    json_t *list = json_array();

    for (size_t i = 0; i < scores->count; i++)
        json_array_append_new(list, scale_json(&scores->scales[i]));
    return list;
}
