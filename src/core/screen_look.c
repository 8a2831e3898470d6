#include "core/screen_look.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* A pixel is another one beyond so many grey levels: more than compression
 * and the noise of a cable make. */
enum { other_least = 48 };
/* A box is another one where so many of its pixels are, and this part: one
 * digit of a text, a few ticks of a ruler. */
enum { others_least = 8 };
static const double others_part = 0.004;

static struct bv_px_box clip(struct bv_px_box box, const struct bv_frame *frame)
{
    box.left = box.left < 0 ? 0 : box.left;
    box.top = box.top < 0 ? 0 : box.top;
    box.right = box.right > frame->width_px ? frame->width_px : box.right;
    box.bottom = box.bottom > frame->height_px ? frame->height_px : box.bottom;
    box.right = box.right < box.left ? box.left : box.right;
    box.bottom = box.bottom < box.top ? box.top : box.bottom;
    return box;
}

static size_t area(const struct bv_px_box *box)
{
    return (size_t)(box->right - box->left) * (size_t)(box->bottom - box->top);
}

size_t bv_screen_look_bytes(const struct bv_screen_look *look)
{
    size_t bytes = 0;

    for (int i = 0; i < look->boxes; i++)
        bytes += area(&look->box[i]);
    return bytes;
}

int bv_screen_look_take(const struct bv_frame *frame,
                        const struct bv_screen_scale *scale,
                        struct bv_screen_look *look)
{
    struct bv_screen_look made = {.width_px = frame->width_px,
                                  .height_px = frame->height_px,
                                  .boxes = scale->boxes};
    uint8_t *to;

    for (int i = 0; i < made.boxes; i++)
        made.box[i] = clip(scale->box[i], frame);
    made.pixels = to = malloc(bv_screen_look_bytes(&made) + 1);
    if (!to)
        return -ENOMEM;
    for (int i = 0; i < made.boxes; i++) {
        const struct bv_px_box *box = &made.box[i];
        size_t width = (size_t)(box->right - box->left);

        for (int y = box->top; y < box->bottom; y++, to += width)
            memcpy(to,
                   frame->pixels + (ptrdiff_t)y * frame->stride_bytes +
                       box->left,
                   width);
    }
    *look = made;
    return 0;
}

void bv_screen_look_fini(struct bv_screen_look *look)
{
    free(look->pixels);
    look->pixels = NULL;
}

static bool same(const struct bv_px_box *box, const uint8_t *pixels,
                 const struct bv_frame *frame)
{
    size_t others = 0;

    for (int y = box->top; y < box->bottom; y++) {
        const uint8_t *row = frame->pixels + (ptrdiff_t)y * frame->stride_bytes;

        for (int x = box->left; x < box->right; x++)
            others += abs(row[x] - *pixels++) >= other_least;
    }
    return others < others_least ||
           (double)others < others_part * (double)area(box);
}

bool bv_screen_look_same(const struct bv_screen_look *look,
                         const struct bv_frame *frame)
{
    const uint8_t *pixels = look->pixels;

    if (frame->width_px != look->width_px ||
        frame->height_px != look->height_px)
        return false;
    for (int i = 0; i < look->boxes; i++) {
        if (!same(&look->box[i], pixels, frame))
            return false;
        pixels += area(&look->box[i]);
    }
    return true;
}

/* Whether another box would be told from it: so many pixels stand out. */
static bool is_drawn_in(const uint8_t *pixels, size_t count)
{
    size_t dark = 0, bright = 0;
    unsigned least = 255, most = 0;

    for (size_t i = 0; i < count; i++) {
        least = pixels[i] < least ? pixels[i] : least;
        most = pixels[i] > most ? pixels[i] : most;
    }
    if (most - least < 2 * other_least)
        return false;
    for (size_t i = 0; i < count; i++) {
        dark += pixels[i] - least < other_least;
        bright += most - pixels[i] < other_least;
    }
    return dark >= others_least && bright >= others_least;
}

bool bv_screen_look_tells(const struct bv_screen_look *look)
{
    const uint8_t *pixels = look->pixels;

    for (int i = 0; i < look->boxes; i++) {
        if (!is_drawn_in(pixels, area(&look->box[i])))
            return false;
        pixels += area(&look->box[i]);
    }
    return look->boxes >= 2;
}
