/**
 * @file
 * What bevel says in words beside the picture: one number, one fact, at most
 * one verb. Pure, so that the rules of what may be said are tests (design,
 * rules 1 to 4). The window's panel and the captions of `bevel render` both
 * read it.
 */
#ifndef BV_UI_OVERLAY_WORDS_H
#define BV_UI_OVERLAY_WORDS_H

#include <stdbool.h>

#include "core/advice.h"
#include "core/decls.h"

BV_BEGIN_DECLS

/** How the picture on the screen comes about. */
enum bv_showing {
    BV_SHOWING_NOTHING,     /**< No picture yet. */
    BV_SHOWING_LIVE,        /**< From a device, now. */
    BV_SHOWING_PLAYING,     /**< From a file or the simulated probe. */
    BV_SHOWING_STILL,       /**< One picture: never guidance. */
    BV_SHOWING_FROZEN,      /**< Held by the user; keeps its guidance. */
    BV_SHOWING_FROZEN_BARE, /**< Held when it had none: none comes back. */
    BV_SHOWING_STOPPED,     /**< No new content: no guidance. */
    BV_SHOWING_TOO_SLOW,    /**< Under 8 new pictures a second: no guidance. */
    BV_SHOWING_ENDED,       /**< The clip is over: no guidance. */
    BV_SHOWING_GONE,        /**< The source failed: no guidance. */
};

/** The showing's name on its chip: "LIVE". Constant. */
const char *bv_showing_name(enum bv_showing showing);

/** Whether guidance may be on the screen in this showing. */
bool bv_showing_guides(enum bv_showing showing);

/**
 * Whether a distance may be said of this advice, which may be NULL. Texts
 * follow more slowly than pictures: a distance on the screen must go as soon
 * as this is false (design, rule 1).
 */
bool bv_words_may_measure(const struct bv_advice *advice,
                          enum bv_showing showing);

/** How loud the headline is. Never a colour that says all is well. */
enum bv_tone {
    BV_TONE_PLAIN,
    BV_TONE_DIM,   /**< Nothing to say yet. */
    BV_TONE_ALERT, /**< Guidance has just gone: look at the probe. */
};

/** All that is said. An empty string says nothing; the panel shows dashes. */
struct bv_words {
    char distance[8];  /**< Tip to target, "7" or "<1"; mm. */
    char tip_depth[8]; /**< "15"; mm. */
    char target_depth[8];
    double tip_depth_mm, target_depth_mm; /**< NAN where not said. */
    double miss_mm;                       /**< NAN where not said. */
    char headline[48];  /**< "Passes 2 mm deep", "Tip not seen". */
    char note[128];     /**< "Steepen 3\302\260", "last seen 1.2 s ago". */
    bool is_correction; /**< The note is a verb. */
    enum bv_tone tone;
    enum bv_alarm alarm; /**< Of what is to be avoided; the headline says it. */
    char angle[16];      /**< "34\302\260". */
    char confidence[16]; /**< "High", "Moderate", "Low". */
    int confidence_steps; /**< 0 to 3. */
    bool scale_unknown;   /**< Of the picture: nothing is said in mm. */
    enum bv_scale_origin scale_origin; /**< Else where it comes from. */
    bool target_lost;   /**< Its patch of tissue is; mark it again. */
    bool has_target;    /**< One is marked, also where it is lost. */
    char target[32];    /**< "Target followed", "Target lost", ... */
    char check[112];    /**< What is wrong with the picture itself, the first
                             of it, and what to turn. */
    char sentence[256]; /**< All of it for a screen reader. */
};

/**
 * Find the words.
 *
 * @param advice   What is on the screen; NULL before the first picture.
 * @param showing  How it is shown. A stopped or slow picture in the advice
 *                 counts as such, whatever is given here, except frozen.
 * @param age_s    Since the picture came, by the window's clock; added to
 *                 ages. 0 where there is no window.
 * @param[out] words  Always written.
 */
void bv_words_make(const struct bv_advice *advice, enum bv_showing showing,
                   double age_s, struct bv_words *words);

BV_END_DECLS

#endif
