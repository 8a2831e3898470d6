/**
 * @file
 * What bevel says in words of fluid that is injected or drawn off. Pure.
 */
#ifndef BV_UI_OVERLAY_FLUID_WORDS_H
#define BV_UI_OVERLAY_FLUID_WORDS_H

#include "core/decls.h"
#include "ui/overlay/words.h"

BV_BEGIN_DECLS

/** An empty string says nothing. */
struct bv_fluid_words {
    enum bv_syringe does; /**< What the user says; idle: nothing is watched. */
    char title[32];       /**< "Injecting". */
    char since[16];       /**< "12 s". */
    char headline[32];    /**< "Spread seen". */
    char area[8];         /**< "34"; mm2 in this plane. */
    char note[80];        /**< "150\302\260 around the nerve, below it". */
    double area_mm2;      /**< NAN where not said. */
    enum bv_tone tone;
    bool alarms;        /**< Spread is not seen. */
    char sentence[192]; /**< All of it for a screen reader. */
};

/** @param advice  As bv_words_make(). @param[out] words  Always written. */
void bv_fluid_words_make(const struct bv_advice *advice,
                         enum bv_showing showing, struct bv_fluid_words *words);

BV_END_DECLS

#endif
