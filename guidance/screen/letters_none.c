/*
 * Built without Tesseract: nothing can be read.
 */
#include <errno.h>

#include "guidance/screen/letters.h"

int bv_letters_open(struct bv_letters **letters)
{
    (void)letters;
    return -ENOSYS;
}

void bv_letters_close(struct bv_letters *letters)
{
    (void)letters;
}

int bv_letters_read(struct bv_letters *letters, const uint8_t *pixels,
                    int width_px, int height_px, struct bv_word *words)
{
    (void)letters;
    (void)pixels;
    (void)width_px;
    (void)height_px;
    (void)words;
    return 0;
}
