#include "records/fluid_json.h"

#include <math.h>

#include "core/text.h"

static json_t *number(double value, int decimals)
{
    return isfinite(value) ? json_real(bv_text_round(value, decimals))
                           : json_null();
}

static json_t *points(bool known, const struct bv_outline *outline)
{
    json_t *list = known && outline->count > 0 ? json_array() : json_null();

    for (int i = 0; json_is_array(list) && i < outline->count; i++)
        json_array_append_new(list,
                              json_pack("[o,o]", number(outline->at[i].x, 1),
                                        number(outline->at[i].y, 1)));
    return list;
}

static json_t *words(const char *text)
{
    return text ? json_string(text) : json_null();
}

/* An area in mm, where there is a scale. */
static json_t *area_mm2(bool known, double px2, double mm_per_px)
{
    return number(known && mm_per_px > 0 ? px2 * mm_per_px * mm_per_px : NAN,
                  1);
}

static json_t *spread(const struct bv_advice *advice)
{
    const struct bv_spread *spread = &advice->fluid.spread;
    bool seen = spread->in_view;

    return json_pack(
        "{s:s, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "state",
        bv_spread_state_name(spread->state), "since_s",
        number(spread->since_s, 3), "dead_s", number(spread->dead_s, 3), "why",
        words(bv_fluid_void_words(spread->reason)), "outline_px",
        points(seen, &spread->outline), "area_px2",
        number(seen ? spread->area_px2 : NAN, 0), "area_mm2",
        area_mm2(seen, spread->area_px2, advice->mm_per_px), "echo",
        words(!seen               ? NULL
              : spread->echo_rich ? "rich"
                                  : "poor"),
        "extent_deg", number(seen ? spread->extent_deg : NAN, 0), "side",
        words(seen && !isnan(spread->extent_deg)
                  ? bv_spread_side_name(spread->side)
                  : NULL));
}

static json_t *aspirate(const struct bv_advice *advice)
{
    const struct bv_aspirate *aspirate = &advice->fluid.aspirate;
    bool known = aspirate->state == BV_ASPIRATE_FOLLOWED;

    return json_pack("{s:s, s:o, s:o, s:o, s:o, s:o, s:o, s:o}", "state",
                     bv_aspirate_state_name(aspirate->state), "since_s",
                     number(aspirate->since_s, 3), "why",
                     words(bv_fluid_void_words(aspirate->reason)), "outline_px",
                     points(known, &aspirate->outline), "area_px2",
                     number(known ? aspirate->area_px2 : NAN, 0), "area_mm2",
                     area_mm2(known, aspirate->area_px2, advice->mm_per_px),
                     "first_px2", number(known ? aspirate->first_px2 : NAN, 0),
                     "first_mm2",
                     area_mm2(known, aspirate->first_px2, advice->mm_per_px));
}

json_t *bv_fluid_add_json(json_t *take_line, const struct bv_advice *advice)
{
    int error = 0;

    if (advice->fluid.spread.state != BV_SPREAD_NOT_WATCHED)
        error = json_object_set_new(take_line, "spread", spread(advice));
    if (error == 0 && advice->fluid.aspirate.state != BV_ASPIRATE_NOT_WATCHED)
        error = json_object_set_new(take_line, "aspirate", aspirate(advice));
    if (error == 0)
        return take_line;
    json_decref(take_line);
    return NULL;
}
