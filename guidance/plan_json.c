/*
 * A plan as JSON.
 */
#include <jansson.h>

#include "core/text.h"
#include "guidance/plan.h"

static json_t *number(double value)
{
    return json_real(bv_text_round(value, 3));
}

static json_t *point(struct bv_mm at)
{
    return json_pack("[o, o]", number(at.lateral), number(at.depth));
}

/* Names of the structures that bits stand for. */
static json_t *names(const struct bv_plan_scene *scene, unsigned which)
{
    json_t *list = json_array();

    for (int i = 0; i < scene->structure_count; i++)
        if (which >> i & 1)
            json_array_append_new(list, json_string(scene->structures[i].name));
    return list;
}

static json_t *clearances(const struct bv_plan_scene *scene,
                          const struct bv_plan_way *way)
{
    json_t *list = json_array();

    for (int i = 0; i < scene->structure_count; i++)
        json_array_append_new(
            list,
            json_pack("{s:s, s:o, s:o}", "name", scene->structures[i].name,
                      "mm", number(way->clearance_mm[i]), "margin_mm",
                      number(scene->structures[i].margin_mm)));
    return list;
}

static json_t *make_way(const struct bv_plan_scene *scene,
                        const struct bv_plan_way *way)
{
    const struct bv_plan_needle *needle = &scene->needles[way->needle];
    char best[100];

    bv_plan_best_words(way->best, best, sizeof(best));
    return json_pack(
        "{s:s, s:s, s:o, s:o, s:o, s:o, s:[o, o], s:o, s:s, s:o, s:o, s:o, "
        "s:o, s:o, s:o}",
        "best", best, "from", way->from_right ? "right" : "left", "entry_mm",
        point(way->entry), "beside_face_mm", number(way->beside_mm),
        "insertion_deg", number(way->insertion_deg), "angle_deg",
        number(way->angle_deg), "insonation_deg",
        number(way->insonation_deg[0]), number(way->insonation_deg[1]),
        "steepest_deg", number(way->steepest_deg), "visibility",
        bv_plan_visibility_words(way->visibility), "length_mm",
        number(way->length_mm), "shown_mm", number(way->shown_mm),
        "needle_length_mm", number(needle->length_mm), "needle_gauge",
        needle->gauge > 0 ? number(needle->gauge) : json_null(), "clearance",
        clearances(scene, way), "room_deg", number(way->room_deg));
}

static json_t *make_side(const struct bv_plan_scene *scene,
                         const struct bv_plan *plan, int side)
{
    static const char *const verdicts[] = {
        "reached",  "in_structure", "by_structure", "no_skin",
        "no_angle", "too_deep",     "crosses",      "comes_near"};
    const struct bv_plan_side *told = &plan->sides[side];
    char words[1024];

    bv_plan_side_words(scene, plan, side, words, sizeof(words));
    return json_pack(
        "{s:s, s:s, s:o, s:o, s:o, s:s}", "from", side ? "right" : "left",
        "verdict", verdicts[told->verdict], "structures",
        names(scene, told->structures), "need_mm",
        told->need_mm > 0 ? number(told->need_mm) : json_null(), "need_deg",
        told->need_deg > 0 ? number(told->need_deg) : json_null(), "words",
        words);
}

char *bv_plan_json(const struct bv_plan_scene *scene,
                   const struct bv_plan *plan)
{
    json_t *ways = json_array(), *root;
    char *text;

    for (int i = 0; i < plan->way_count; i++)
        json_array_append_new(ways, make_way(scene, &plan->ways[i]));
    root = json_pack("{s:s, s:i, s:s, s:o, s:o, s:[o, o]}", "format",
                     "bevel-planned", "version", 1, "name", scene->name,
                     "target_mm", point(scene->target), "ways", ways, "sides",
                     make_side(scene, plan, 0), make_side(scene, plan, 1));
    text = root ? json_dumps(root, JSON_INDENT(1) | JSON_PRESERVE_ORDER |
                                       JSON_REAL_PRECISION(9))
                : NULL;
    json_decref(root);
    return text;
}
