/**
 * @file
 * Why a line was refused: the demand that it did not meet, what it came to and
 * what was asked. Written where the demand is made, so that a person who asks
 * is told what really decided.
 */
#ifndef BV_GUIDANCE_VERDICT_H
#define BV_GUIDANCE_VERDICT_H

#include <stdbool.h>

#include "core/decls.h"

BV_BEGIN_DECLS

/** The demands. Parts are of the picture's longer side, px are work px. */
enum bv_reason {
    BV_REASON_NONE, /**< Nothing was refused. */

    /* Where a line lies. */
    BV_REASON_FLAT,    /**< Degrees below the horizontal. */
    BV_REASON_STEEP,   /**< The same. */
    BV_REASON_UNDER,   /**< Meets the skin under the probe's face: px outside
                            it, so negative. */
    BV_REASON_FAR,     /**< Meets the skin too far outside: the same. */
    BV_REASON_GAP,     /**< Part between its skin side and where it comes in. */
    BV_REASON_KNOWN,   /**< Runs along a line that is followed: its id;
                            0 not said. */
    BV_REASON_OUTDONE, /**< Others were worth more: its worth, theirs. */
    BV_REASON_NO_ROOM, /**< All places hold lines worth about as much:
                            its worth, what was asked. */

    /* What a line is like in its frame. */
    BV_REASON_NOTHING,    /**< No evidence along it. */
    BV_REASON_FAINT,      /**< Evidence above speckle, summed. */
    BV_REASON_BENT,       /**< px, rms. */
    BV_REASON_ELSEWHERE,  /**< px that it shares with the piece before. */
    BV_REASON_TURNED,     /**< Degrees from where tissue motion takes it. */
    BV_REASON_UNSTEADY,   /**< Degrees from its mean. */
    BV_REASON_SIDEWAYS,   /**< px beside where tissue motion takes it. */
    BV_REASON_STANDS_OUT, /**< Of its parallels, as of bv_cues_stands_out(). */

    /* Why a line is followed no longer. */
    BV_REASON_LOST,     /**< Not seen for so long, s. */
    BV_REASON_REPLACED, /**< One worth more took its place: the same. */
    BV_REASON_TAKEN_UP, /**< It is a piece of a needle that is followed:
                              its id. */
    BV_REASON_DENIED,   /**< A needle's, of which the network sees none any
                             more: its log odds. */

    /* Why a line is no needle's yet, in the order in which it is asked. */
    BV_REASON_OLD,         /**< Its last look was so long ago, s. */
    BV_REASON_YOUNG,       /**< Its first look was so short a time ago, s. */
    BV_REASON_STILL,       /**< px that its deep end moved. */
    BV_REASON_LEAPT,       /**< The same: no needle goes so far. */
    BV_REASON_SHORT,       /**< px that the shorter of two looks is long. */
    BV_REASON_SHARED,      /**< px of it that are in both. */
    BV_REASON_SLIDE_FLAT,  /**< Degrees below the horizontal. */
    BV_REASON_SLIDE_FAINT, /**< Evidence on it, per px. */
    BV_REASON_DRIFTED,     /**< px that it went sideways. */
    BV_REASON_WHOLE,       /**< Part of the slide by which it grew: else it
                                moved as a whole. */
    BV_REASON_NO_CONTRAST, /**< Evidence that came or went at its end. */
    BV_REASON_JERKED,      /**< Leap of its end, of the slide. */
    BV_REASON_PROOF,       /**< Log odds. */
    BV_REASON_RUN_FRAMES,  /**< Frames with such proof. */
    BV_REASON_RUN_TIME,    /**< From the first to the last of these, s. */

    /* Why an end is no tip. */
    BV_REASON_TIP_SURE,   /**< How likely the likeliest place is. */
    BV_REASON_TIP_BORDER, /**< It lies where the picture ends. */
    BV_REASON_TIP_FADES,  /**< Log odds that a tip is there, and no shaft that
                               fades. */
};

/** What was refused, if anything. */
struct bv_verdict {
    enum bv_reason reason;
    double value, limit; /**< What it came to, and what was asked; 0 where the
                              reason has none. */
};

/** Refuse. @param why  May be NULL. @return false. */
static inline bool bv_refuse(enum bv_reason reason, double value, double limit,
                             struct bv_verdict *why)
{
    if (why) {
        why->reason = reason;
        why->value = value;
        why->limit = limit;
    }
    return false;
}

/** Whether a value reaches what is asked; @p why is written where not. */
static inline bool bv_at_least(double value, double least,
                               enum bv_reason reason, struct bv_verdict *why)
{
    return value >= least || bv_refuse(reason, value, least, why);
}

/** Whether a value stays within what is allowed. */
static inline bool bv_at_most(double value, double most, enum bv_reason reason,
                              struct bv_verdict *why)
{
    return value <= most || bv_refuse(reason, value, most, why);
}

BV_END_DECLS

#endif
