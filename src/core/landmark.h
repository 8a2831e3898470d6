/**
 * @file
 * What a person marks in the picture: what the needle is guided to, and what
 * it must stay away from.
 *
 * Plain values, copied freely.
 */
#ifndef BV_CORE_LANDMARK_H
#define BV_CORE_LANDMARK_H

#include <stdbool.h>

#include "core/decls.h"
#include "core/geometry.h"
#include "core/outline.h"
#include "core/status.h"

BV_BEGIN_DECLS

/** At a time. */
#define BV_LANDMARKS_MOST 8

/** Of a name, with its end. */
#define BV_LANDMARK_NAME_SIZE 48

#define BV_LANDMARK_MARGIN_MOST_MM 50.0

enum bv_landmark_role {
    BV_LANDMARK_TARGET,
    BV_LANDMARK_AVOID,
    BV_LANDMARK_ROLES
};

enum bv_landmark_kind {
    BV_LANDMARK_OTHER,
    BV_LANDMARK_RECESS, /**< Of a joint. */
    BV_LANDMARK_SHEATH, /**< Of a tendon. */
    BV_LANDMARK_NERVE,
    BV_LANDMARK_BURSA,
    BV_LANDMARK_CYST,
    BV_LANDMARK_DEPOSIT,
    BV_LANDMARK_VESSEL,
    BV_LANDMARK_PLEURA,
    BV_LANDMARK_TENDON,
    BV_LANDMARK_FASCIA,
    BV_LANDMARK_KINDS
};

struct bv_landmark {
    int id; /**< The user's, from 1; no two have the same. */
    enum bv_landmark_role role;
    enum bv_landmark_kind kind;
    char name[BV_LANDMARK_NAME_SIZE]; /**< "": it has none. */
    struct bv_px at;           /**< Not looked at where there is an outline. */
    struct bv_outline outline; /**< Of no points: it is a point. */
    double margin_mm;          /**< To stay away by; 0: none. */
    bool inside_allowed; /**< The user's word that a target may lie in a nerve
                              or a vessel. */
};

/** Whether its tissue is in the picture. */
enum bv_landmark_state { BV_LANDMARK_HELD, BV_LANDMARK_LOST };

/** What a structure to avoid says of the tip. */
enum bv_alarm {
    BV_ALARM_NONE,
    BV_ALARM_NEAR,   /**< It may be within the margin. */
    BV_ALARM_INSIDE, /**< It lies inside the outline. */
};

/** A mark in one frame. */
struct bv_landmark_advice {
    struct bv_landmark mark; /**< Where it is now; where it is lost, where it
                                  was last, or tissue took it since. */
    enum bv_landmark_state state;
    bool carried;       /**< Lost, but it went on with its tissue. */
    double distance_mm; /**< The seen tip to the point or outline, negative
                             inside; NAN unless held and tip_seen. */
    double miss_mm; /**< By how much the shaft's line extended misses it: as of
                         a target; 0 where it goes through the outline. */
    enum bv_alarm alarm;
};

/** Its name in files: "held", "lost". */
const char *bv_landmark_state_name(enum bv_landmark_state state);

/** Its name in files: "none", "near", "inside". */
const char *bv_alarm_name(enum bv_alarm alarm);

/** Its name in files: "target", "avoid". */
const char *bv_landmark_role_name(enum bv_landmark_role role);

/** The other way round. @return BV_LANDMARK_ROLES: it is none. */
enum bv_landmark_role bv_landmark_role_find(const char *name);

/** Its name in files: "other", "joint_recess", "nerve", ... */
const char *bv_landmark_kind_name(enum bv_landmark_kind kind);

/** The other way round. @return BV_LANDMARK_KINDS: it is none. */
enum bv_landmark_kind bv_landmark_kind_find(const char *name);

/** What a kind is unless the user says otherwise: nerves, vessels, pleura and
 *  tendons are avoided. */
enum bv_landmark_role bv_landmark_kind_role(enum bv_landmark_kind kind);

/**
 * Whether it may stand beside others: its numbers are numbers in range, its
 * outline is one, and a target does not lie in a nerve or vessel without the
 * user's word.
 *
 * @param others  Those that are there; one with its id is not looked at.
 * @return 0 or -EINVAL with @p fault said.
 */
int bv_landmark_check(const struct bv_landmark *landmark,
                      const struct bv_landmark *others, int count,
                      struct bv_fault *fault) BV_MUST_USE;

/** The point, or the middle of the outline. */
struct bv_px bv_landmark_middle(const struct bv_landmark *landmark);

/** It elsewhere: its point, and each of its outline. */
struct bv_landmark bv_landmark_map(const struct bv_landmark *landmark,
                                   const struct bv_px_map *map);

BV_END_DECLS

#endif
