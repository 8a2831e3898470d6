#include "guidance/screen/text_picture.h"

#include <errno.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* Strokes of letters are thinner than twice this and a pixel. */
enum { stroke_px = 8 };
/* How much what stands out is made stronger. */
enum { stronger = 2 };
/* Rows and columns around a tick that go with it. */
enum { tick_rows = 3, tick_columns = 1 };

/* The least or largest of the values around each along a line. */
static void slide(const uint8_t *in, uint8_t *out, int count, ptrdiff_t step,
                  bool largest)
{
    for (int i = 0; i < count; i++) {
        int from = i > stroke_px ? i - stroke_px : 0;
        int to = i + stroke_px < count ? i + stroke_px : count - 1;
        uint8_t best = in[from * step];

        for (int j = from + 1; j <= to; j++) {
            uint8_t value = in[j * step];

            best = (largest ? value > best : value < best) ? value : best;
        }
        out[i * step] = best;
    }
}

static void slide_both(uint8_t *pixels, uint8_t *other, int width, int height,
                       bool largest)
{
    for (int y = 0; y < height; y++)
        slide(pixels + (ptrdiff_t)y * width, other + (ptrdiff_t)y * width,
              width, 1, largest);
    for (int x = 0; x < width; x++)
        slide(other + x, pixels + x, height, width, largest);
}

static void blank(uint8_t *out, const struct bv_frame *frame,
                  struct bv_px_box box)
{
    box.left = box.left < 0 ? 0 : box.left;
    box.right = box.right > frame->width_px ? frame->width_px : box.right;
    for (int y = box.top < 0 ? 0 : box.top;
         y < box.bottom && y < frame->height_px && box.left < box.right; y++)
        memset(out + (ptrdiff_t)y * frame->width_px + box.left, 255,
               (size_t)(box.right - box.left));
}

static void blank_ticks(uint8_t *out, const struct bv_frame *frame,
                        const struct bv_ruler *ruler)
{
    for (int k = 0; k < ruler->ticks; k++) {
        int y = (int)lround(ruler->first_px + k * ruler->pitch_px);

        blank(out, frame,
              (struct bv_px_box){ruler->left - tick_columns, y - tick_rows,
                                 ruler->right + tick_columns,
                                 y + tick_rows + 1});
    }
}

int bv_text_picture_make(const struct bv_frame *frame,
                         const struct bv_px_box *scan,
                         const struct bv_ruler *rulers, int count, uint8_t *out)
{
    int width = frame->width_px, height = frame->height_px;
    size_t size = (size_t)width * (size_t)height;
    uint8_t *ground = malloc(size);

    if (!ground)
        return -ENOMEM;
    for (int y = 0; y < height; y++)
        memcpy(ground + (ptrdiff_t)y * width,
               frame->pixels + (ptrdiff_t)y * frame->stride_bytes,
               (size_t)width);
    slide_both(ground, out, width, height, false);
    slide_both(ground, out, width, height, true);
    for (int y = 0; y < height; y++)
        for (int x = 0; x < width; x++) {
            ptrdiff_t at = (ptrdiff_t)y * width + x;
            int above = frame->pixels[(ptrdiff_t)y * frame->stride_bytes + x] -
                        ground[at];
            int dark = 255 - stronger * above;

            out[at] = (uint8_t)(dark < 0 ? 0 : dark > 255 ? 255 : dark);
        }
    free(ground);
    blank(out, frame, *scan);
    for (int i = 0; i < count; i++)
        blank_ticks(out, frame, &rulers[i]);
    return 0;
}
