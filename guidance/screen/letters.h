/**
 * @file
 * Reads the words on a scanner's screen, behind a plain C header: Tesseract,
 * or nothing where bevel was built without it.
 *
 * One thread at a time; reading a whole screen takes about a second.
 */
#ifndef BV_GUIDANCE_SCREEN_LETTERS_H
#define BV_GUIDANCE_SCREEN_LETTERS_H

#include <stdint.h>

#include "core/decls.h"
#include "core/geometry.h"

BV_BEGIN_DECLS

#define BV_WORDS_MAX 256

/** A word, and where it stands. */
struct bv_word {
    char text[40]; /**< UTF-8. */
    struct bv_px_box box;
};

struct bv_letters;

/**
 * @param[out] letters  Written only on 0.
 * @retval 0
 * @retval -ENOSYS  Built without Tesseract.
 * @retval -ENOENT  Its English data are not installed.
 */
int bv_letters_open(struct bv_letters **letters) BV_MUST_USE;

/** NULL is ignored. */
void bv_letters_close(struct bv_letters *letters);

/**
 * Read dark words on white.
 *
 * @param pixels      Grey, rows without padding.
 * @param[out] words  BV_WORDS_MAX.
 * @return How many, or -ENOMEM.
 */
int bv_letters_read(struct bv_letters *letters, const uint8_t *pixels,
                    int width_px, int height_px, struct bv_word *words);

BV_END_DECLS

#endif
