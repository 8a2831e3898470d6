/**
 * @file
 * Plans a way in: from a target, the skin and what is to be avoided to entry
 * points, angles, needles that reach, and how well the shaft will be seen, or
 * to why there is none.
 *
 * Pure geometry in the picture's plane, mm as struct bv_mm has them (0,0 is the
 * middle of the transducer's face). A needle is a straight line, in plane, that
 * enters through the skin beside the probe. What lies outside the picture, or
 * beside its plane, is not known here. Nothing here says that a way is safe.
 *
 * The directions from which the target can be reached are found exactly, as
 * intervals (plan_open.h). No way that is given comes nearer to a structure
 * than its margin.
 *
 * Plain values without pointers; nothing is allocated but for a moment. Any
 * thread, but not for each frame: a plan takes some milliseconds.
 */
#ifndef BV_GUIDANCE_PLAN_H
#define BV_GUIDANCE_PLAN_H

#include <stdbool.h>
#include <stddef.h>

#include "core/decls.h"
#include "core/geometry.h"
#include "core/outline.h"
#include "core/status.h"

BV_BEGIN_DECLS

enum {
    BV_PLAN_STRUCTURES_MAX = 16,
    BV_PLAN_SKIN_MAX = 64,
    BV_PLAN_NEEDLES_MAX = 12,
    BV_PLAN_WAYS_MAX = 4,
    BV_PLAN_NAME_SIZE = 40,
};

/** A closed outline in the scan plane, mm. */
struct bv_mm_outline {
    int count; /**< 0: there is none. */
    struct bv_mm at[BV_OUTLINE_POINTS_MOST];
};

/** The transducer, and what of the plane it shows. */
struct bv_plan_probe {
    bool curved;
    double width_mm;       /**< Linear: of the face. */
    double radius_mm;      /**< Curved: of the face. */
    double half_angle_deg; /**< Curved: middle beam to side beam. */
    double rim_mm;         /**< Housing beside the face, where none enters. */
    double depth_mm;       /**< Of the picture, along the beams. */
};

struct bv_plan_structure {
    char name[BV_PLAN_NAME_SIZE]; /**< "carotid artery" */
    double margin_mm;             /**< No way comes nearer. */
    struct bv_mm_outline outline;
};

struct bv_plan_needle {
    double length_mm;
    double gauge; /**< 0: not said. */
};

/** What a plan is made of. */
struct bv_plan_scene {
    char name[2 * BV_PLAN_NAME_SIZE];
    char target_name[BV_PLAN_NAME_SIZE];
    struct bv_mm target;          /**< The point that is aimed at. */
    struct bv_mm_outline outline; /**< Of the target, to be drawn; or none. */
    struct bv_plan_probe probe;
    int skin_count, structure_count, needle_count;
    struct bv_mm skin[BV_PLAN_SKIN_MAX]; /**< From left to right. */
    struct bv_plan_structure structures[BV_PLAN_STRUCTURES_MAX];
    struct bv_plan_needle needles[BV_PLAN_NEEDLES_MAX];
    double angle_least_deg, angle_most_deg; /**< Of the shaft to the skin. */
    double reserve_mm;   /**< Of the needle, that stays outside. */
    double clearance_mm; /**< A margin for all that have a smaller one. */
    char remark[BV_FAULT_TEXT_SIZE]; /**< The first key of the file that is not
                                          known and was ignored, in a sentence;
                                          empty: there is none. */
};

/** What a way is best at, as bits. */
enum bv_plan_best {
    BV_PLAN_MOST_VISIBLE = 1,
    BV_PLAN_SHORTEST = 2,
    BV_PLAN_MOST_CLEARANCE = 4,
    BV_PLAN_OTHER_SIDE = 8, /**< The most visible from the other side. */
};

/**
 * How well a shaft shows, by how much it is steeper than straight across the
 * beam. Source: notes on bedside needs: below 30 degrees best (Kline); under 45
 * needed, ideally under 35 (RCEM); most needles gone past 50 (UCL).
 */
enum bv_plan_visibility {
    BV_PLAN_SEEN_BEST,   /**< Below 30. */
    BV_PLAN_SEEN_WELL,   /**< Below 35. */
    BV_PLAN_SEEN_LESS,   /**< Below 45. */
    BV_PLAN_SEEN_POORLY, /**< To 50. */
    BV_PLAN_SEEN_NOT,    /**< Past 50. */
};

/** One way in. */
struct bv_plan_way {
    unsigned best; /**< Bits of bv_plan_best. */
    bool from_right;
    struct bv_mm entry;
    double beside_mm;     /**< The entry from the face's end, sideways. */
    double insertion_deg; /**< Shaft to the skin at the entry, 0 to 90. */
    double angle_deg;     /**< Shaft below the horizontal, as in the advice. */
    double insonation_deg[2]; /**< Shaft to the beam, where the shaft comes
                                   into the picture and at the target. */
    double steepest_deg;      /**< 90 less the smaller of the two. */
    enum bv_plan_visibility visibility;
    double length_mm; /**< In tissue: entry to target. */
    double shown_mm;  /**< Of it, in the picture. */
    int needle;       /**< The shortest that reaches with the reserve. */
    double clearance_mm[BV_PLAN_STRUCTURES_MAX]; /**< Shaft to outline. */
    int nearest;     /**< The one with least beyond its margin; -1: none. */
    double room_deg; /**< How far the shaft may turn about the target in all,
                          with every demand met. */
};

/** Why there is no way from a side. */
enum bv_plan_verdict {
    BV_PLAN_REACHED,
    BV_PLAN_IN_STRUCTURE, /**< The target lies in it. */
    BV_PLAN_BY_STRUCTURE, /**< The target lies within its margin. */
    BV_PLAN_NO_SKIN,      /**< None beside the probe leads there. */
    BV_PLAN_NO_ANGLE,     /**< Only at angles that are not allowed. */
    BV_PLAN_TOO_DEEP,     /**< For the needles at hand. */
    BV_PLAN_CROSSES,      /**< Not without crossing structures. */
    BV_PLAN_COMES_NEAR,   /**< Not without coming into their margins. */
};

/** One side of the target. */
struct bv_plan_side {
    enum bv_plan_verdict verdict;
    unsigned structures; /**< Bits: which ones block. */
    bool together;       /**< No one of them blocks alone. */
    double need_mm;      /**< Too deep, or blocked: the least length in tissue
                              with which it could be reached; 0: with none. */
    double need_deg;     /**< No angle, or blocked: the angle nearest to the
                              allowed ones with which it could; 0: with none. */
};

struct bv_plan {
    int way_count; /**< 0: it cannot be reached. */
    struct bv_plan_way ways[BV_PLAN_WAYS_MAX];
    struct bv_plan_side sides[2]; /**< From the left, from the right. */
};

/** The skin beside a probe that lies flat: the face, and straight on for
 *  100 mm on either side. Writes skin and skin_count. */
void bv_plan_skin_flat(struct bv_plan_scene *scene);

/** The point that is aimed at in an outline: its middle, or where that lies
 *  outside a bent one, the point inside that is farthest from its border, on a
 *  grid. */
struct bv_mm bv_plan_outline_aim(const struct bv_mm_outline *outline);

/**
 * Plan.
 *
 * @param[out] plan  Written only on success.
 * @return 0, -ENOMEM, or -EINVAL with @p fault said: what is wrong with the
 *         scene.
 */
int bv_plan_make(const struct bv_plan_scene *scene, struct bv_plan *plan,
                 struct bv_fault *fault) BV_MUST_USE;

/** Why there is no way from a side, or that there is one, as a sentence
 *  without its full stop, like "the target cannot be reached from the left
 *  without crossing the carotid artery". */
void bv_plan_side_words(const struct bv_plan_scene *scene,
                        const struct bv_plan *plan, int side, char *text,
                        size_t size);

/** "best seen: below 30 degrees to the face's line", and so on. */
const char *bv_plan_visibility_words(enum bv_plan_visibility visibility);

/** "most visible, shortest". */
void bv_plan_best_words(unsigned best, char *text, size_t size);

/**
 * Read a scene from JSON (docs/formats.md).
 *
 * @param name        Of the file, for sentences.
 * @param[out] scene  Written only on success.
 * @return 0, -ENOMEM, or -EINVAL with @p fault said: file and line.
 */
int bv_plan_scene_parse(const char *name, const char *text, size_t size_bytes,
                        struct bv_plan_scene *scene,
                        struct bv_fault *fault) BV_MUST_USE;

/** The same from a file. */
int bv_plan_scene_load(const char *path, struct bv_plan_scene *scene,
                       struct bv_fault *fault) BV_MUST_USE;

/** A plan as one JSON object (docs/formats.md). @return The caller's to
 *  free(); NULL: no memory. */
char *bv_plan_json(const struct bv_plan_scene *scene,
                   const struct bv_plan *plan) BV_MUST_USE;

BV_END_DECLS

#endif
