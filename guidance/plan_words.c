/*
 * A plan in words.
 */
#include <stdio.h>
#include <string.h>

#include "guidance/plan.h"

static const char *const from[2] = {"from the left", "from the right"};

/* "the artery", "the artery and the nerve". */
static void name_structures(const struct bv_plan_scene *scene, unsigned which,
                            const char *last, char *text, size_t size)
{
    int count = 0, told = 0;

    text[0] = '\0';
    for (int i = 0; i < scene->structure_count; i++)
        count += which >> i & 1;
    for (int i = 0; i < scene->structure_count; i++) {
        size_t used = strlen(text);

        if (!(which >> i & 1))
            continue;
        told++;
        snprintf(text + used, size - used, "%sthe %s",
                 told == 1       ? ""
                 : told == count ? last
                                 : ", ",
                 scene->structures[i].name);
    }
}

/* What would open a way that is blocked. */
static void add_needs(const struct bv_plan_side *told, char *text, size_t size)
{
    size_t used = strlen(text);

    if (told->need_mm > 0)
        snprintf(text + used, size - used,
                 "; a way past takes a needle with %.0f mm in tissue",
                 told->need_mm);
    used = strlen(text);
    if (told->need_deg > 0)
        snprintf(text + used, size - used,
                 "; a way past takes an angle of %.0f degrees to the skin",
                 told->need_deg);
}

void bv_plan_side_words(const struct bv_plan_scene *scene,
                        const struct bv_plan *plan, int side, char *text,
                        size_t size)
{
    const struct bv_plan_side *told = &plan->sides[side];
    char names[BV_PLAN_STRUCTURES_MAX * (BV_PLAN_NAME_SIZE + 8)];

    name_structures(scene, told->structures,
                    told->verdict == BV_PLAN_IN_STRUCTURE ? " and " : " or ",
                    names, sizeof(names));
    switch (told->verdict) {
    case BV_PLAN_REACHED:
        snprintf(text, size, "the target can be reached %s", from[side]);
        return;
    case BV_PLAN_IN_STRUCTURE:
        snprintf(text, size, "the target lies inside %s", names);
        return;
    case BV_PLAN_BY_STRUCTURE:
        snprintf(text, size, "the target lies within the margin of %s", names);
        return;
    case BV_PLAN_NO_SKIN:
        snprintf(text, size, "no skin beside the probe leads to the target %s",
                 from[side]);
        return;
    case BV_PLAN_NO_ANGLE:
        snprintf(text, size,
                 "the target cannot be reached %s at the allowed angles; the "
                 "nearest is %.0f degrees to the skin",
                 from[side], told->need_deg);
        return;
    case BV_PLAN_TOO_DEEP:
        snprintf(text, size,
                 "the target is too deep %s for the needles at hand; the "
                 "shortest way has %.0f mm in tissue",
                 from[side], told->need_mm);
        return;
    case BV_PLAN_CROSSES:
        snprintf(text, size,
                 "the target cannot be reached %s without crossing %s",
                 from[side], names);
        break;
    case BV_PLAN_COMES_NEAR:
        snprintf(text, size,
                 "the target cannot be reached %s without coming into the "
                 "margin of %s",
                 from[side], names);
        break;
    }
    add_needs(told, text, size);
}

const char *bv_plan_visibility_words(enum bv_plan_visibility visibility)
{
    switch (visibility) {
    case BV_PLAN_SEEN_BEST:
        return "best (below 30)";
    case BV_PLAN_SEEN_WELL:
        return "good (below 35)";
    case BV_PLAN_SEEN_LESS:
        return "less (below 45)";
    case BV_PLAN_SEEN_POORLY:
        return "poor (45 to 50)";
    case BV_PLAN_SEEN_NOT:
        return "mostly gone (past 50)";
    }
    return "";
}

void bv_plan_best_words(unsigned best, char *text, size_t size)
{
    static const char *const words[] = {"most visible", "shortest",
                                        "most clearance", "other side"};

    text[0] = '\0';
    for (int i = 0; i < 4; i++) {
        size_t used = strlen(text);

        if (best >> i & 1)
            snprintf(text + used, size - used, "%s%s", used ? ", " : "",
                     words[i]);
    }
}
