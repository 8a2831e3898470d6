/**
 * @file
 * Finds the scale of a scanner's screen: reads it, knows a screen again whose
 * scale was confirmed before, and keeps one that is confirmed now.
 *
 * One thread at a time; reading takes about a second.
 */
#ifndef BV_SCREEN_FINDER_H
#define BV_SCREEN_FINDER_H

#include <stdbool.h>

#include "core/decls.h"
#include "core/frame.h"
#include "core/screen_scale.h"
#include "core/status.h"

BV_BEGIN_DECLS

struct bv_screen_finding {
    struct bv_screen_scale scale; /**< 0 mm a px: none, with the reason. */
    bool sure;   /**< Of a preset: the screen says the same today. */
    char id[16]; /**< Of a preset. */
};

struct bv_screen_finder;

/** @return NULL: no memory. */
struct bv_screen_finder *bv_screen_finder_new(void);

/** NULL is ignored. */
void bv_screen_finder_free(struct bv_screen_finder *finder);

/**
 * What the screen says.
 *
 * @param[out] finding  Written only on 0.
 * @return 0 or -ENOMEM.
 */
int bv_screen_finder_read(struct bv_screen_finder *finder,
                          const struct bv_frame *frame,
                          struct bv_screen_finding *finding) BV_MUST_USE;

/**
 * The preset of a screen that was there before. It is sure where the screen
 * can be read and says the same; where it says another scale there is none.
 *
 * @param[out] finding  Written only on 0.
 * @return 0 or -ENOMEM.
 */
int bv_screen_finder_recognise(struct bv_screen_finder *finder,
                               const struct bv_frame *frame,
                               struct bv_screen_finding *finding) BV_MUST_USE;

/**
 * Keep a scale that was confirmed.
 *
 * @return 0 or a negative errno with @p fault said.
 */
int bv_screen_finder_keep(struct bv_screen_finder *finder,
                          const struct bv_screen_scale *scale,
                          const struct bv_frame *screen,
                          struct bv_fault *fault) BV_MUST_USE;

BV_END_DECLS

#endif
