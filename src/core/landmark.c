#include "core/landmark.h"

#include <errno.h>
#include <math.h>
#include <string.h>

static const char *const role_names[BV_LANDMARK_ROLES] = {"target", "avoid"};

static const char *const kind_names[BV_LANDMARK_KINDS] = {
    "other",   "joint_recess", "tendon_sheath", "nerve",  "bursa", "cyst",
    "deposit", "vessel",       "pleura",        "tendon", "fascia"};

static int find(const char *const *names, int count, const char *name)
{
    int i = 0;

    while (i < count && strcmp(names[i], name) != 0)
        i++;
    return i;
}

const char *bv_landmark_role_name(enum bv_landmark_role role)
{
    return role_names[role];
}

enum bv_landmark_role bv_landmark_role_find(const char *name)
{
    return (enum bv_landmark_role)find(role_names, BV_LANDMARK_ROLES, name);
}

const char *bv_landmark_kind_name(enum bv_landmark_kind kind)
{
    return kind_names[kind];
}

enum bv_landmark_kind bv_landmark_kind_find(const char *name)
{
    return (enum bv_landmark_kind)find(kind_names, BV_LANDMARK_KINDS, name);
}

const char *bv_landmark_state_name(enum bv_landmark_state state)
{
    return state == BV_LANDMARK_HELD ? "held" : "lost";
}

const char *bv_alarm_name(enum bv_alarm alarm)
{
    static const char *const names[] = {"none", "near", "inside"};

    return names[alarm];
}

enum bv_landmark_role bv_landmark_kind_role(enum bv_landmark_kind kind)
{
    switch (kind) {
    case BV_LANDMARK_NERVE:
    case BV_LANDMARK_VESSEL:
    case BV_LANDMARK_PLEURA:
    case BV_LANDMARK_TENDON:
        return BV_LANDMARK_AVOID;
    default:
        return BV_LANDMARK_TARGET;
    }
}

static bool must_not_be_entered(enum bv_landmark_kind kind)
{
    return kind == BV_LANDMARK_NERVE || kind == BV_LANDMARK_VESSEL;
}

struct bv_px bv_landmark_middle(const struct bv_landmark *landmark)
{
    return landmark->outline.count > 0 ? bv_outline_middle(&landmark->outline)
                                       : landmark->at;
}

/* Places beyond are no places of any picture. */
static const double far_px = 1e5;

static bool is_place(struct bv_px px)
{
    return fabs(px.x) <= far_px && fabs(px.y) <= far_px;
}

static bool has_places(const struct bv_landmark *landmark)
{
    if (landmark->outline.count == 0)
        return is_place(landmark->at);
    for (int i = 0; i < landmark->outline.count; i++)
        if (!is_place(landmark->outline.at[i]))
            return false;
    return true;
}

static int check_itself(const struct bv_landmark *landmark,
                        struct bv_fault *fault)
{
    if (landmark->id < 1)
        return bv_fault_set(fault, -EINVAL,
                            "A mark's id is a whole number from 1.");
    if (!(landmark->margin_mm >= 0) ||
        landmark->margin_mm > BV_LANDMARK_MARGIN_MOST_MM)
        return bv_fault_set(fault, -EINVAL,
                            "The margin of mark %d is not from 0 to %g mm.",
                            landmark->id, BV_LANDMARK_MARGIN_MOST_MM);
    if (landmark->outline.count < 0 ||
        landmark->outline.count > BV_OUTLINE_POINTS_MOST ||
        !has_places(landmark))
        return bv_fault_set(fault, -EINVAL,
                            "Mark %d is at no place of a picture.",
                            landmark->id);
    if (landmark->outline.count != 0 &&
        !bv_outline_is_valid(&landmark->outline))
        return bv_fault_set(fault, -EINVAL,
                            "The outline of mark %d is none: it has 3 to %d "
                            "points, an area, and sides that do not cross.",
                            landmark->id, BV_OUTLINE_POINTS_MOST);
    return 0;
}

/* Whether a target would bring the needle into a structure. */
static bool lies_in(const struct bv_landmark *target,
                    const struct bv_landmark *structure)
{
    return target->role == BV_LANDMARK_TARGET && !target->inside_allowed &&
           must_not_be_entered(structure->kind) &&
           structure->outline.count > 0 &&
           bv_outline_contains(&structure->outline, bv_landmark_middle(target));
}

int bv_landmark_check(const struct bv_landmark *landmark,
                      const struct bv_landmark *others, int count,
                      struct bv_fault *fault)
{
    int error = check_itself(landmark, fault);

    if (error < 0)
        return error;
    if (landmark->role == BV_LANDMARK_TARGET && !landmark->inside_allowed &&
        must_not_be_entered(landmark->kind))
        return bv_fault_set(fault, -EINVAL,
                            "Mark %d makes a %s the target: that needs the "
                            "explicit word that it may be entered "
                            "(inside_allowed).",
                            landmark->id, kind_names[landmark->kind]);
    for (int i = 0; i < count; i++)
        if (others[i].id != landmark->id &&
            (lies_in(landmark, &others[i]) || lies_in(&others[i], landmark)))
            return bv_fault_set(fault, -EINVAL,
                                "Of marks %d and %d one is a target inside "
                                "the other, a nerve or vessel: that needs "
                                "the explicit word that it may be entered "
                                "(inside_allowed).",
                                landmark->id, others[i].id);
    return 0;
}

struct bv_landmark bv_landmark_map(const struct bv_landmark *landmark,
                                   const struct bv_px_map *map)
{
    struct bv_landmark there = *landmark;

    there.at = bv_px_map_apply(map, landmark->at);
    there.outline = bv_outline_map(&landmark->outline, map);
    return there;
}
