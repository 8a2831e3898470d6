/**
 * @file
 * Any clip's pictures inside a scanner's screen. Private to perturb*.c.
 */
#ifndef BV_COMMANDS_PERTURB_SCREEN_H
#define BV_COMMANDS_PERTURB_SCREEN_H

#include "commands/perturb.h"
#include "core/decls.h"

BV_BEGIN_DECLS

struct bv_perturb_screen;

/** The room for a picture in the screen that a clip gets. */
void bv_perturb_screen_room(const struct bv_perturb_about *about, int *width_px,
                            int *height_px);

/**
 * @param about             Its seed chooses the screen.
 * @param[out] width_px, height_px  The screen's size; written on success.
 * @return NULL: no memory.
 */
struct bv_perturb_screen *
bv_perturb_screen_new(const struct bv_perturb_about *about, int *width_px,
                      int *height_px);

/** NULL is ignored. */
void bv_perturb_screen_free(struct bv_perturb_screen *screen);

/**
 * Put a picture into the screen.
 *
 * @param[out] map    Where its places went.
 * @param[out] shown  Where it lies.
 * @return 0 or -ENOMEM.
 */
int bv_perturb_screen_dress(struct bv_perturb_screen *screen,
                            const struct bv_frame *in, struct bv_frame *out,
                            struct bv_px_map *map,
                            struct bv_scan_area *shown) BV_MUST_USE;

BV_END_DECLS

#endif
