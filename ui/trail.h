/**
 * @file
 * What the last seconds were, for the line that they are gone about in: what
 * was seen of the needle, how far its tip was, what alarmed, and what was done.
 * Pure, of one size for good: noting allocates nothing.
 */
#ifndef BV_UI_TRAIL_H
#define BV_UI_TRAIL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/advice.h"
#include "core/decls.h"
#include "look_back.h"
#include "ui/overlay/timeline.h"
#include "ui/overlay/words.h"

BV_BEGIN_DECLS

/** As many steps as BV_LOOK_BACK_S has, each as long as this. */
#define BV_TRAIL_STEP_NS 50000000
#define BV_TRAIL_STEPS 600
#define BV_TRAIL_MOMENTS 24
#define BV_TRAIL_NAME_SIZE 24

enum bv_trail_kind {
    BV_TRAIL_TARGET, /**< It was marked. */
    BV_TRAIL_LOST,   /**< Its tissue was lost. */
    BV_TRAIL_NEEDLE, /**< A needle is seen, after a second without. */
    BV_TRAIL_NEAR,   /**< An alarm began. */
    BV_TRAIL_INSIDE, /**< A worse one. */
    BV_TRAIL_NO_SPREAD,
    BV_TRAIL_INJECTS,
    BV_TRAIL_ASPIRATES,
    BV_TRAIL_STILL, /**< One was kept. */
    BV_TRAIL_KINDS
};

struct bv_trail_moment {
    enum bv_trail_kind kind;
    int64_t arrived_ns;            /**< Of its frame, CLOCK_MONOTONIC. */
    char name[BV_TRAIL_NAME_SIZE]; /**< Of what alarmed; else empty. */
};

/** Zero-initialise. */
struct bv_trail {
    int64_t newest; /**< Of the steps; 0: none was noted. */
    uint8_t seen[BV_TRAIL_STEPS];
    uint8_t alarm[BV_TRAIL_STEPS];
    float distance_mm[BV_TRAIL_STEPS]; /**< NAN where it was not said. */
    struct bv_trail_moment moment[BV_TRAIL_MOMENTS];
    int moment_count, moment_next;
    enum bv_target_state target; /**< As last noted, as the next three. */
    enum bv_alarm alarms;
    enum bv_syringe does;
    bool lacks_spread;
    int64_t unseen_ns; /**< Since when no needle is; 0: one is. */
};

/** A picture was shown. @param showing  How. @param arrived_ns  When it came;
 *  one from before what was noted is ignored. */
void bv_trail_note(struct bv_trail *trail, const struct bv_advice *advice,
                   enum bv_showing showing, int64_t arrived_ns);

/** Something was done on the picture that came then. */
void bv_trail_mark(struct bv_trail *trail, enum bv_trail_kind kind,
                   int64_t arrived_ns);

/** Forget all. */
void bv_trail_clear(struct bv_trail *trail);

/** What a moment is called, for people: "near C6". */
void bv_trail_say(const struct bv_trail_moment *moment, char *text,
                  size_t size);

/** In one sentence, for a screen reader. @param end_ns  Of the seconds. */
void bv_trail_sum(const struct bv_trail *trail, int64_t end_ns, char *text,
                  size_t size);

/** The same as lanes of a timeline: room for them. Zero-initialise. */
struct bv_trail_lanes {
    struct bv_timeline timeline; /**< Times are before the end, negative. */
    struct bv_span seen[BV_TRAIL_STEPS], alarm[BV_TRAIL_STEPS];
    double time_s[BV_TRAIL_STEPS], distance_mm[BV_TRAIL_STEPS];
};

/** Make the lanes. @param end_ns  Of the seconds; on the right. */
void bv_trail_make(const struct bv_trail *trail, int64_t end_ns,
                   struct bv_trail_lanes *lanes);

/** So high is it drawn. @param size  1: letters of 12 units. */
double bv_trail_height(double size);

/** Make the lanes and draw them at the origin, with the moments' names. */
void bv_trail_draw(cairo_t *cairo, const struct bv_trail *trail, int64_t end_ns,
                   struct bv_trail_lanes *lanes,
                   const struct bv_timeline_style *style);

BV_END_DECLS

#endif
