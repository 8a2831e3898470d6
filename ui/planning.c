#include "ui/planning.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "core/words.h"

/* The sides without a way, in their order. @return Which; -1: no more. */
static int find_side(const struct bv_plan *plan, int number)
{
    for (int side = 0; side < 2; side++)
        if (plan->sides[side].verdict != BV_PLAN_REACHED && number-- == 0)
            return side;
    return -1;
}

static int count_steps(const struct bv_plan *plan)
{
    int count = plan->way_count;

    while (find_side(plan, count - plan->way_count) >= 0)
        count++;
    return count;
}

/* The structure that it passes nearest to; what is not known is said. */
static void say_clearance(const struct bv_plan_scene *scene,
                          const struct bv_plan_way *way, char *text,
                          size_t size)
{
    if (way->nearest < 0)
        snprintf(text, size, _("no marks to avoid"));
    else
        snprintf(text, size, _("%.0f mm to the %.20s"),
                 floor(way->clearance_mm[way->nearest]),
                 _(scene->structures[way->nearest].name));
}

/* Where one needle alone is at hand, how much of it goes in. */
static void say_length(const struct bv_plan_scene *scene,
                       const struct bv_plan_way *way, char *text, size_t size)
{
    if (scene->needle_count == 1)
        snprintf(text, size, _("%.0f of the needle's %.0f mm in tissue"),
                 way->length_mm, scene->needles[0].length_mm);
    else
        snprintf(text, size, _("%.0f mm in tissue"), way->length_mm);
}

static void say_way(struct bv_planning *planning)
{
    const struct bv_plan *plan = &planning->ways.plan;
    const struct bv_plan_way *way = &plan->ways[planning->step];
    char clearance[64], length[80];

    say_clearance(&planning->ways.scene, way, clearance, sizeof(clearance));
    say_length(&planning->ways.scene, way, length, sizeof(length));
    snprintf(planning->title, sizeof(planning->title),
             _("WAY %d OF %d  ·  FROM THE %s  ·  L: NEXT"), planning->step + 1,
             plan->way_count, way->from_right ? _("RIGHT") : _("LEFT"));
    /* what must not be cut off comes first */
    snprintf(planning->line, sizeof(planning->line),
             _("%s, %.0f° to the skin, %.0f mm beside the probe, %s"),
             clearance, way->insertion_deg, way->beside_mm, length);
    planning->line[0] = (char)toupper((unsigned char)planning->line[0]);
}

static void say_side(struct bv_planning *planning)
{
    const struct bv_plan *plan = &planning->ways.plan;
    int side = find_side(plan, planning->step - plan->way_count);
    char text[240];

    if (side < 0)
        return;
    bv_plan_side_words(&planning->ways.scene, plan, side, text, sizeof(text));
    text[0] = (char)toupper((unsigned char)text[0]);
    snprintf(planning->line, sizeof(planning->line), "%s.", text);
    snprintf(planning->title, sizeof(planning->title),
             _("NO WAY FROM THE %s  ·  L: NEXT"),
             side == 0 ? _("LEFT") : _("RIGHT"));
}

static void say(struct bv_planning *planning)
{
    if (planning->step < planning->ways.plan.way_count)
        say_way(planning);
    else
        say_side(planning);
}

void bv_planning_begin(struct bv_planning *planning)
{
    memset(planning, 0, sizeof(*planning));
    planning->phase = BV_PLANNING_WAITS;
    snprintf(planning->line, sizeof(planning->line), _("Planning"));
}

void bv_planning_made(struct bv_planning *planning, const struct bv_ways *ways)
{
    if (planning->phase != BV_PLANNING_WAITS)
        return;
    planning->ways = *ways;
    planning->phase = BV_PLANNING_SHOWS;
    planning->step = 0;
    say(planning);
}

void bv_planning_failed(struct bv_planning *planning,
                        const struct bv_fault *fault)
{
    planning->phase = BV_PLANNING_FAILED;
    planning->title[0] = '\0';
    snprintf(planning->line, sizeof(planning->line), "%s", fault->text);
}

void bv_planning_step(struct bv_planning *planning)
{
    if (planning->phase != BV_PLANNING_SHOWS ||
        ++planning->step >= count_steps(&planning->ways.plan))
        bv_planning_end(planning);
    else
        say(planning);
}

void bv_planning_end(struct bv_planning *planning)
{
    planning->phase = BV_PLANNING_OFF;
    planning->line[0] = planning->title[0] = '\0';
}

/* The part of a way that is drawn: to the border of what is aimed at. */
static double find_end(const struct bv_plan_scene *scene,
                       const struct bv_plan_way *way)
{
    enum { steps = 400 };
    struct bv_outline outline = {.count = 0};

    for (int i = 0; i < scene->outline.count; i++)
        outline.at[outline.count++] = (struct bv_px){
            scene->outline.at[i].lateral, scene->outline.at[i].depth};
    if (outline.count == 0)
        return 1;
    for (int i = 0; i < steps; i++) {
        double part = (double)i / steps;
        struct bv_px at = {
            way->entry.lateral +
                part * (scene->target.lateral - way->entry.lateral),
            way->entry.depth + part * (scene->target.depth - way->entry.depth)};

        if (bv_outline_contains(&outline, at))
            return part;
    }
    return 1;
}

bool bv_planning_get_way(const struct bv_planning *planning,
                         const struct bv_advice *advice,
                         struct bv_px_segment *way, bool *to_point)
{
    const struct bv_plan_scene *scene = &planning->ways.scene;
    const struct bv_plan_way *planned =
        &planning->ways.plan.ways[planning->step];
    double end;
    struct bv_mm to;

    if (planning->phase != BV_PLANNING_SHOWS ||
        planning->step >= planning->ways.plan.way_count)
        return false;
    end = find_end(scene, planned);
    *to_point = scene->outline.count == 0;
    to = (struct bv_mm){planned->entry.lateral + end * (scene->target.lateral -
                                                        planned->entry.lateral),
                        planned->entry.depth +
                            end * (scene->target.depth - planned->entry.depth)};
    return bv_mm_to_px(&advice->scan_area, advice->mm_per_px, planned->entry,
                       &way->from) == 0 &&
           bv_mm_to_px(&advice->scan_area, advice->mm_per_px, to, &way->to) ==
               0;
}
