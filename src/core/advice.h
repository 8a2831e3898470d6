/**
 * @file
 * What bevel says about one frame: findings, never faults.
 *
 * Plain values, copied freely. A field that is not known is absent: its
 * `has_` flag is false, or the number is NAN. It is never a guess.
 * Positions are in px of the frame as it came.
 */
#ifndef BV_CORE_ADVICE_H
#define BV_CORE_ADVICE_H

#include <stdbool.h>
#include <stdint.h>

#include "core/decls.h"
#include "core/fluid.h"
#include "core/geometry.h"
#include "core/landmark.h"
#include "core/picture_checks.h"

BV_BEGIN_DECLS

/** What is known of the needle. The last four are drawn, the others never. */
enum bv_needle_state {
    BV_NEEDLE_NONE,
    BV_NEEDLE_CANDIDATE,     /**< A line that may be one; not confirmed. */
    BV_NEEDLE_SHAFT_ONLY,    /**< Shaft seen, tip not. */
    BV_NEEDLE_TIP_SEEN,      /**< Both seen in this frame. */
    BV_NEEDLE_TIP_PREDICTED, /**< Tip not seen, at most 0.3 s ago. */
    BV_NEEDLE_CROSSING,      /**< A needle crosses the plane at a dot. */
};

/** Whether the picture may be guided on (design, rule 2). */
enum bv_picture_state {
    BV_PICTURE_FRESH,
    BV_PICTURE_STOPPED,  /**< The same pixels for 250 ms or longer. */
    BV_PICTURE_TOO_SLOW, /**< Under 8 new frames a second. */
};

/** The mark that the needle is guided to. */
enum bv_target_state {
    BV_TARGET_NONE,
    BV_TARGET_FOLLOWED, /**< On the patch of tissue that was marked. */
    BV_TARGET_LOST,     /**< That patch is not in the picture. */
};

/** The one correction worth saying, if any (design, rule 4). */
enum bv_course_verb {
    BV_COURSE_NONE,    /**< Only the fact: by how much it passes. */
    BV_COURSE_STEEPEN, /**< Turn about the entry point, by correction_deg. */
    BV_COURSE_FLATTEN,
    BV_COURSE_WITHDRAW, /**< Too deep to turn: withdraw and re-angle. */
};

/** How the picture moved as a whole since the frame before: by the probe. */
struct bv_tissue_motion {
    double part; /**< Of the places looked at, so many moved alike; 0: it is not
                      known, and nothing else holds. */
    struct bv_px_map map; /**< From the frame before to this one. */
};

/** Where a shaft that is seen would end in a tip, whether one is claimed or
 * not. It claims nothing: only who looks back over the frames before and after
 * may make something of it. */
struct bv_shaft_end {
    bool known;
    struct bv_px px;
    double sd_px; /**< As tip_sd_px. */
    double sure;  /**< How likely that place is among all, 0 to 1; 1: as much as
                       a claim asks for. */
    double point; /**< Log odds, by this frame, that it is a tip there, and no
                       shaft that fades. */
};

/** One frame's advice. */
struct bv_advice {
    uint32_t sequence; /**< The frame's. */
    int64_t time_ns;   /**< The frame's. */
    bool repeat;       /**< The same pixels as the frame before. */
    enum bv_picture_state picture;
    double still_s;  /**< Since the picture last changed; 0 on new content. */
    uint32_t checks; /**< What is wrong with the picture itself: a set of
                          enum bv_picture_check. */

    enum bv_needle_state state;
    double confidence; /**< Probability that the shaft is the needle; 0 in
                            state none. */
    bool has_shaft;    /**< The visible shaft, skin side first. */
    struct bv_px_segment shaft_px;
    bool has_tip; /**< In tip_seen and tip_predicted alone. */
    struct bv_px tip_px;
    double tip_sd_px; /**< Standard deviation along the shaft, the larger. */
    struct bv_shaft_end end; /**< In shaft_only and tip_seen alone. */
    bool has_crossing;       /**< In state crossing alone. */
    struct bv_px crossing_px;
    double angle_deg;   /**< Shaft below the horizontal, 0..90, or NAN. */
    double last_seen_s; /**< Since a drawn state was last supported by the
                             picture; 0 when it is now, NAN when never. */

    struct bv_scan_area scan_area;
    double mm_per_px; /**< 0 where unknown: then there are no mm. */
    enum bv_scale_origin scale_origin; /**< Where it comes from, if known. */
    bool has_tip_mm;
    struct bv_mm tip_mm;

    struct bv_tissue_motion tissue;

    enum bv_target_state target;
    struct bv_px target_px; /**< Valid unless target is NONE. */
    bool target_carried;    /**< Lost, but target_px went on with its tissue. */
    double distance_mm; /**< Tip to target, in the plane; tip_seen alone, and
                             NAN elsewhere. */
    double miss_mm;     /**< Signed distance of the target from the shaft's
                             line extended; negative where the line passes on
                             the skin side. NAN unless tip_seen. */
    enum bv_course_verb course;
    double correction_deg; /**< For steepen and flatten, at least 2. */

    int landmark_count; /**< What else is marked. */
    struct bv_landmark_advice landmark[BV_LANDMARKS_MOST];

    struct bv_fluid_advice fluid; /**< While the user says that they inject or
                                       aspirate. */
};

/** Advice that says nothing: state none, every number unknown. */
struct bv_advice bv_advice_none(void);

/** Whether the state is one that is drawn on the picture. */
bool bv_needle_state_is_drawn(enum bv_needle_state state);

/** The state's name in files: "none", "candidate", "shaft_only", ... */
const char *bv_needle_state_name(enum bv_needle_state state);

/**
 * Whether two pieces of advice say the same, bit for bit; unknown numbers
 * (NAN) equal one another.
 */
bool bv_advice_equal(const struct bv_advice *a, const struct bv_advice *b);

BV_END_DECLS

#endif
