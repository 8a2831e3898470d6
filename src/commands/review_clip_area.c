#include "commands/review_clip_area.h"

#include <errno.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "guidance/picture.h"
#include "guidance/scan_area.h"

/* Ultrasound is what was so in nearly every frame: the area flickers. */
static const double share_least = 0.95;

struct bv_clip_area {
    struct bv_scan_finder *finder;
    struct bv_picture *picture; /* says when depth or zoom change */
    bool told;                  /* the user said where it is */
    bool untold;                /* a frame does not say it */
    struct bv_px_box within;
    int width, height;
    struct bv_scan_area found; /* last, ... */
    uint8_t *inside;           /* ... and of each pixel whether it is inside */
    uint32_t frames;           /* in which there was ultrasound at all */
    uint32_t *counts;          /* of each pixel: how often it was */
    struct bv_px_box box;
};

struct bv_clip_area *bv_clip_area_new(const struct bv_px_box *within)
{
    struct bv_clip_area *area = calloc(1, sizeof(*area));

    if (!area)
        return NULL;
    area->finder = bv_scan_finder_new();
    area->picture = bv_picture_new();
    if (!area->finder || !area->picture) {
        bv_clip_area_free(area);
        return NULL;
    }
    area->told = within;
    if (within)
        area->within = *within;
    return area;
}

void bv_clip_area_free(struct bv_clip_area *area)
{
    if (!area)
        return;
    bv_scan_finder_free(area->finder);
    bv_picture_free(area->picture);
    free(area->counts);
    free(area->inside);
    free(area);
}

static int check_size(struct bv_clip_area *area, const struct bv_frame *frame)
{
    size_t pixels = (size_t)frame->width_px * (size_t)frame->height_px;

    if (area->counts)
        return frame->width_px == area->width &&
                       frame->height_px == area->height
                   ? 0
                   : -ENOTSUP;
    /* A slip of the hand must not show the whole screen. */
    if (area->told && (area->within.left < 0 || area->within.top < 0 ||
                       area->within.right > frame->width_px ||
                       area->within.bottom > frame->height_px))
        return -ERANGE;
    area->width = frame->width_px;
    area->height = frame->height_px;
    area->counts = calloc(pixels, sizeof(*area->counts));
    area->inside = calloc(pixels, 1);
    return area->counts && area->inside ? 0 : -ENOMEM;
}

static bool in_box(const struct bv_px_box *box, int x, int y)
{
    return x >= box->left && x < box->right && y >= box->top && y < box->bottom;
}

/* What a program finds is not enough to give a picture away by: it takes a
 * scanner's screen for ultrasound at times, the more where its depth changes.
 * Somebody has to have said where it is. */
static bool says_where(const struct bv_frame *frame)
{
    return frame->scan_area.shape != BV_SCAN_UNKNOWN ||
           frame->scan_box.right > frame->scan_box.left;
}

static bool is_inside(const struct bv_clip_area *area,
                      const struct bv_px_box *said, int x, int y)
{
    if (area->told && !in_box(&area->within, x, y))
        return false;
    if (said->right > said->left && !in_box(said, x, y))
        return false;
    return bv_scan_area_contains(&area->found, (struct bv_px){x, y});
}

/* Where the ultrasound is in a frame: the mask of what is no furniture, and
 * inside[]. */
static int find(struct bv_clip_area *area, const struct bv_frame *frame,
                const uint8_t **mask)
{
    struct bv_picture_report report;
    struct bv_scan_area found;
    int error = check_size(area, frame);

    if (error == 0)
        error = bv_picture_step(area->picture, frame, &report);
    if (error == 0 && (report.rewound || report.scale_changed))
        bv_scan_finder_reset(area->finder);
    if (error == 0)
        error = bv_scan_finder_step(area->finder, frame, &found, mask);
    if (error < 0 || memcmp(&found, &area->found, sizeof(found)) == 0)
        return error;
    area->found = found;
    for (int y = 0; y < area->height; y++)
        for (int x = 0; x < area->width; x++)
            area->inside[(size_t)y * (size_t)area->width + (size_t)x] =
                is_inside(area, &frame->scan_box, x, y);
    return 0;
}

int bv_clip_area_learn(struct bv_clip_area *area, const struct bv_frame *frame)
{
    const uint8_t *mask;
    int error = find(area, frame, &mask);
    size_t pixels = (size_t)area->width * (size_t)area->height;

    if (error < 0 || area->found.shape == BV_SCAN_UNKNOWN)
        return error;
    area->frames++;
    area->untold = area->untold || !says_where(frame);
    for (size_t i = 0; i < pixels; i++)
        area->counts[i] += mask[i] == 255 && area->inside[i];
    return 0;
}

static bool settled(const struct bv_clip_area *area, size_t at)
{
    return area->frames > 0 && area->counts[at] >= share_least * area->frames;
}

int bv_clip_area_settle(struct bv_clip_area *area, struct bv_px_box *box)
{
    struct bv_px_box around = {area->width, area->height, 0, 0};

    for (int y = 0; y < area->height; y++)
        for (int x = 0; x < area->width; x++) {
            if (!settled(area, (size_t)y * (size_t)area->width + (size_t)x))
                continue;
            around.left = x < around.left ? x : around.left;
            around.right = x >= around.right ? x + 1 : around.right;
            around.top = y < around.top ? y : around.top;
            around.bottom = y + 1;
        }
    if (around.left >= around.right)
        return -ENODATA;
    bv_scan_finder_reset(area->finder);
    *box = area->box = around;
    return area->untold && !area->told ? -EDOM : 0;
}

int bv_clip_area_take(struct bv_clip_area *area, const struct bv_frame *frame,
                      uint32_t *pixels, int stride_px)
{
    const uint8_t *mask;
    int error = find(area, frame, &mask);

    for (int y = area->box.top; y < area->box.bottom && error == 0; y++) {
        const uint8_t *from =
            frame->pixels + (ptrdiff_t)y * frame->stride_bytes;
        uint32_t *to = pixels + (ptrdiff_t)(y - area->box.top) * stride_px;

        for (int x = area->box.left; x < area->box.right; x++, to++) {
            size_t at = (size_t)y * (size_t)area->width + (size_t)x;

            *to = settled(area, at) && mask[at] == 255 && area->inside[at]
                      ? from[x] * 0x010101u
                      : 0;
        }
    }
    return error;
}
