#include "guidance/screen/scale_watch.h"

#include <stdlib.h>
#include <string.h>

/* A pixel is another one beyond so many grey levels: more than compression
 * and the noise of a cable make. */
enum { other_least = 48 };
/* A box is another one where so many of its pixels are, and this part: one
 * digit of a text, a few ticks of a ruler. */
enum { others_least = 8 };
static const double others_part = 0.004;
/* So many frames in a row. */
enum { frames_most = 2 };

struct bv_scale_watch {
    struct bv_screen_scale scale;
    int width_px, height_px; /* of the screen */
    int differ;              /* frames in a row */
    uint8_t *looks[BV_SCREEN_SCALE_BOXES];
};

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

struct bv_scale_watch *bv_scale_watch_new(const struct bv_screen_scale *scale,
                                          const struct bv_frame *screen)
{
    struct bv_scale_watch *watch = calloc(1, sizeof(*watch));

    if (!watch)
        return NULL;
    watch->scale = *scale;
    watch->width_px = screen->width_px;
    watch->height_px = screen->height_px;
    watch->differ = frames_most - 1; /* it may be an old screen: no grace */
    for (int i = 0; i < scale->boxes; i++) {
        struct bv_px_box *box = &watch->scale.box[i];
        size_t width;

        *box = clip(*box, screen);
        width = (size_t)(box->right - box->left);
        watch->looks[i] = malloc(width * (size_t)(box->bottom - box->top) + 1);
        if (!watch->looks[i]) {
            bv_scale_watch_free(watch);
            return NULL;
        }
        for (int y = box->top; y < box->bottom; y++)
            memcpy(watch->looks[i] + width * (size_t)(y - box->top),
                   screen->pixels + (ptrdiff_t)y * screen->stride_bytes +
                       box->left,
                   width);
    }
    return watch;
}

void bv_scale_watch_free(struct bv_scale_watch *watch)
{
    if (!watch)
        return;
    for (int i = 0; i < BV_SCREEN_SCALE_BOXES; i++)
        free(watch->looks[i]);
    free(watch);
}

static bool looks_the_same(const struct bv_px_box *box, const uint8_t *looks,
                           const struct bv_frame *frame)
{
    int others = 0, all = (box->right - box->left) * (box->bottom - box->top);

    for (int y = box->top; y < box->bottom; y++) {
        const uint8_t *row = frame->pixels + (ptrdiff_t)y * frame->stride_bytes;

        for (int x = box->left; x < box->right; x++)
            others += abs(row[x] - *looks++) >= other_least;
    }
    return others < others_least || others < others_part * all;
}

bool bv_scale_watch_holds(struct bv_scale_watch *watch,
                          const struct bv_frame *frame)
{
    bool same = true;

    if (frame->width_px != watch->width_px ||
        frame->height_px != watch->height_px)
        return false;
    for (int i = 0; same && i < watch->scale.boxes; i++)
        same = looks_the_same(&watch->scale.box[i], watch->looks[i], frame);
    watch->differ = same ? 0 : watch->differ + 1;
    return watch->differ < frames_most;
}
