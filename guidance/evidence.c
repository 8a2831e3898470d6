#include "guidance/evidence.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "guidance/view.h"
#include "guidance/vision/vision.h"

/* Half the width of the lines looked for, in work px: a shaft of 0.7 to 1.2 mm
 * with the blur of the beam, in a picture 40 to 60 mm wide. */
static const double line_sigma_px = 1.6;
/* How much of the longer side a line must stand out of. */
static const double around_part = 0.14;
/* The skin's own echo under the probe is no needle: so much of the longer
 * side below the face shows no lines. */
static const double skin_part = 0.025;

/* Below this the motion of tissue cannot be measured. */
enum { motion_side_min_px = 32 };

struct bv_evidence_maker {
    struct bv_vision *vision;
    struct bv_evidence now;
    int side_px;
    int frame_width, frame_height;
    double mm_per_px; /* of the frame */
    uint8_t *images[2], *mask;
    uint8_t *mask_before; /* where the view moved alone */
    uint8_t *line_mask;   /* without the skin under the probe */
    uint8_t *given_mask;  /* the frame's mask that `mask` was made of */
    size_t given_room;
    bool mask_holds;
    float *ridges[3], *motion;
    int current;
    bool has_before, view_changed;
};

static bool make_room(struct bv_evidence_maker *maker)
{
    size_t room = (size_t)maker->side_px * (size_t)maker->side_px;
    bool made = true;

    for (int i = 0; i < 2; i++)
        made &= (maker->images[i] = malloc(room)) != NULL;
    for (int i = 0; i < 3; i++)
        made &= (maker->ridges[i] = malloc(room * sizeof(float))) != NULL;
    made &= (maker->mask = malloc(room)) != NULL;
    made &= (maker->mask_before = malloc(room)) != NULL;
    made &= (maker->line_mask = malloc(room)) != NULL;
    made &= (maker->motion = malloc(room / 2 * sizeof(float))) != NULL;
    return made;
}

struct bv_evidence_maker *bv_evidence_maker_new(int side_px)
{
    struct bv_evidence_maker *maker = calloc(1, sizeof(*maker));

    if (!maker)
        return NULL;
    maker->side_px = side_px;
    maker->vision = bv_vision_new();
    if (!maker->vision || !make_room(maker)) {
        bv_evidence_maker_free(maker);
        return NULL;
    }
    return maker;
}

void bv_evidence_maker_free(struct bv_evidence_maker *maker)
{
    if (!maker)
        return;
    for (int i = 0; i < 2; i++)
        free(maker->images[i]);
    for (int i = 0; i < 3; i++)
        free(maker->ridges[i]);
    free(maker->mask);
    free(maker->mask_before);
    free(maker->line_mask);
    free(maker->motion);
    free(maker->given_mask);
    bv_vision_free(maker->vision);
    free(maker);
}

void bv_evidence_maker_reset(struct bv_evidence_maker *maker)
{
    maker->has_before = maker->view_changed = false;
}

void bv_evidence_maker_view_changed(struct bv_evidence_maker *maker)
{
    maker->view_changed = true;
}

struct bv_px bv_evidence_to_frame(const struct bv_evidence *evidence,
                                  struct bv_px work)
{
    return (struct bv_px){
        evidence->box.left + (work.x + 0.5) / evidence->work_per_px - 0.5,
        evidence->box.top + (work.y + 0.5) / evidence->work_per_px - 0.5};
}

struct bv_px bv_evidence_from_frame(const struct bv_evidence *evidence,
                                    struct bv_px px)
{
    return (struct bv_px){
        (px.x - evidence->box.left + 0.5) * evidence->work_per_px - 0.5,
        (px.y - evidence->box.top + 0.5) * evidence->work_per_px - 0.5};
}

static struct bv_scan_area to_work(const struct bv_evidence *evidence,
                                   const struct bv_scan_area *area)
{
    struct bv_scan_area work = *area;

    work.box = (struct bv_px_box){0, 0, evidence->width, evidence->height};
    if (area->shape == BV_SCAN_UNKNOWN)
        return work;
    work.face_middle = bv_evidence_from_frame(evidence, area->face_middle);
    work.apex = bv_evidence_from_frame(evidence, area->apex);
    work.face_radius_px *= evidence->work_per_px;
    work.end_radius_px *= evidence->work_per_px;
    return work;
}

/* The scan area's box, or the whole picture, kept inside the picture. */
static struct bv_px_box pick_box(const struct bv_frame *frame,
                                 const struct bv_scan_area *area)
{
    struct bv_px_box whole = {0, 0, frame->width_px, frame->height_px};
    struct bv_px_box box = area->box;

    if (area->shape == BV_SCAN_UNKNOWN)
        return whole;
    box.left = box.left < 0 ? 0 : box.left;
    box.top = box.top < 0 ? 0 : box.top;
    box.right = box.right > whole.right ? whole.right : box.right;
    box.bottom = box.bottom > whole.bottom ? whole.bottom : box.bottom;
    if (box.right - box.left < BV_FRAME_SIDE_MIN_PX ||
        box.bottom - box.top < BV_FRAME_SIDE_MIN_PX)
        return whole;
    return box;
}

static bool same_box(const struct bv_px_box *a, const struct bv_px_box *b)
{
    return a->left == b->left && a->top == b->top && a->right == b->right &&
           a->bottom == b->bottom;
}

/* Sets the working image's size and place. */
static void place(struct bv_evidence_maker *maker, const struct bv_frame *frame,
                  const struct bv_scan_area *area)
{
    struct bv_evidence *now = &maker->now;
    struct bv_px_box box = pick_box(frame, area);
    int width = box.right - box.left, height = box.bottom - box.top;
    int longer = width > height ? width : height;
    double scale = maker->side_px / (double)longer;
    bool same_size = frame->width_px == maker->frame_width &&
                     frame->height_px == maker->frame_height;

    if (!same_box(&box, &now->box) || !same_size)
        maker->mask_holds = false;
    maker->view_changed |= !same_size;
    maker->frame_width = frame->width_px;
    maker->frame_height = frame->height_px;
    now->box = box;
    now->work_per_px = scale;
    now->width = (int)fmax(BV_FRAME_SIDE_MIN_PX, floor(width * scale));
    now->height = (int)fmax(BV_FRAME_SIDE_MIN_PX, floor(height * scale));
    now->area = to_work(now, area);
    now->motion_width = now->width / 2;
    now->motion_height = now->height / 2;
}

static double measure_texture(const struct bv_evidence *now)
{
    long sum = 0, count = 0;

    for (int y = 0; y < now->height; y += 4) {
        const uint8_t *row = now->image + (size_t)y * now->width;
        const uint8_t *inside = now->mask + (size_t)y * now->width;

        for (int x = 1; x < now->width; x++) {
            sum += inside[x] ? abs(row[x] - row[x - 1]) : 0;
            count += inside[x] != 0;
        }
    }
    return count ? (double)sum / (double)count : 0;
}

static void mask_skin(struct bv_evidence_maker *maker)
{
    const struct bv_evidence *now = &maker->now;
    double least = skin_part * fmax(now->width, now->height);
    uint8_t *mask = maker->line_mask;

    memcpy(mask, maker->mask, (size_t)now->width * (size_t)now->height);
    if (now->area.shape == BV_SCAN_UNKNOWN)
        return;
    for (int y = 0; y < now->height; y++)
        for (int x = 0; x < now->width; x++)
            if (bv_scan_area_depth_px(&now->area, (struct bv_px){x, y}) < least)
                mask[(size_t)y * now->width + x] = 0;
}

/* Masks seldom change: making one smaller costs more than comparing it. */
static int shrink_mask(struct bv_evidence_maker *maker,
                       const struct bv_frame *frame, const uint8_t *mask)
{
    struct bv_evidence *now = &maker->now;
    size_t given = (size_t)frame->width_px * (size_t)frame->height_px;
    size_t count = (size_t)now->width * (size_t)now->height;
    int error;

    if (maker->given_room < given) {
        free(maker->given_mask);
        maker->given_mask = malloc(given);
        maker->given_room = maker->given_mask ? given : 0;
        maker->mask_holds = false;
        if (!maker->given_mask)
            return -ENOMEM;
    }
    if (maker->mask_holds && memcmp(maker->given_mask, mask, given) == 0)
        return 0;
    memcpy(maker->given_mask, mask, given);
    error = bv_vision_resize(maker->vision, mask, frame->width_px, now->box,
                             maker->mask, now->width, now->height);
    if (error < 0)
        return error;
    for (size_t i = 0; i < count; i++)
        maker->mask[i] = maker->mask[i] > 200 ? 255 : 0;
    maker->mask_holds = true;
    /* A step at the mask's border looks like half a line. */
    error =
        bv_vision_erode(maker->vision, maker->mask, now->width, now->height, 3);
    mask_skin(maker);
    return error;
}

static int shrink(struct bv_evidence_maker *maker, const struct bv_frame *frame,
                  const uint8_t *mask)
{
    struct bv_evidence *now = &maker->now;
    uint8_t *image = maker->images[maker->current];
    int error =
        bv_vision_resize(maker->vision, frame->pixels, frame->stride_bytes,
                         now->box, image, now->width, now->height);

    if (error < 0)
        return error;
    now->image = image;
    now->mask = maker->mask;
    return shrink_mask(maker, frame, mask);
}

/* Where places of the working image before lie now, when the frame shows what
 * it showed, and only its box is another one. */
static struct bv_px_map map_box(const struct bv_evidence *before,
                                const struct bv_evidence *now)
{
    struct bv_px origin = bv_evidence_from_frame(
        now, bv_evidence_to_frame(before, (struct bv_px){0, 0}));
    double scale = now->work_per_px / before->work_per_px;

    return (struct bv_px_map){
        .xx = scale, .x0 = origin.x, .yy = scale, .y0 = origin.y};
}

/* The same when depth or zoom changed. @return Whether it is known. */
static bool map_view(struct bv_evidence_maker *maker,
                     const struct bv_evidence *before, double mm_per_px)
{
    struct bv_evidence *now = &maker->now;
    const struct bv_vision_picture then = {before->image, maker->mask_before,
                                           before->width, before->height};
    const struct bv_vision_picture here = {now->image, now->mask, now->width,
                                           now->height};
    double scale = 0;

    if (maker->mm_per_px > 0 && mm_per_px > 0)
        scale = maker->mm_per_px / mm_per_px * now->work_per_px /
                before->work_per_px;
    return bv_view_find(&then, &here, scale, &now->from_before);
}

/* Finds how the frame follows on the one before, whose picture becomes one of
 * the view now. */
static int look_back(struct bv_evidence_maker *maker,
                     const struct bv_evidence *before, double mm_per_px)
{
    struct bv_evidence *now = &maker->now;
    size_t size = (size_t)now->width * (size_t)now->height;
    uint8_t *drawn = maker->mask_before; /* that has been looked at by then */
    int error;

    now->view = BV_VIEW_NEW;
    if (!maker->has_before)
        return 0;
    now->view = BV_VIEW_SAME;
    if (!maker->view_changed && same_box(&before->box, &now->box))
        return 0;
    now->from_before = map_box(before, now);
    if (maker->view_changed && !map_view(maker, before, mm_per_px)) {
        now->view = BV_VIEW_NEW;
        return 0;
    }
    now->view = BV_VIEW_MOVED;
    memcpy(drawn, now->image, size);
    error =
        bv_vision_draw_view(before->image, before->width, before->height,
                            &now->from_before, drawn, now->width, now->height);
    if (error < 0)
        return error;
    maker->mask_before = maker->images[!maker->current];
    maker->images[!maker->current] = drawn;
    return bv_vision_forget_motion(maker->vision);
}

static int measure_motion(struct bv_evidence_maker *maker)
{
    struct bv_evidence *now = &maker->now;

    now->has_motion = false;
    now->motion = maker->motion;
    if (now->view == BV_VIEW_NEW || now->motion_width < motion_side_min_px ||
        now->motion_height < motion_side_min_px)
        return bv_vision_forget_motion(maker->vision);
    now->has_motion = true;
    return bv_vision_motion(maker->vision, maker->images[!maker->current],
                            now->image, now->width, now->height, maker->motion);
}

int bv_evidence_step(struct bv_evidence_maker *maker,
                     const struct bv_frame *frame,
                     const struct bv_scan_area *area, const uint8_t *mask,
                     struct bv_evidence *out)
{
    struct bv_evidence *now = &maker->now, before = maker->now;
    struct bv_ridges ridges;
    int longer, error;

    place(maker, frame, area);
    if (maker->has_before && (maker->view_changed || !maker->mask_holds))
        memcpy(maker->mask_before, maker->mask,
               (size_t)before.width * (size_t)before.height);
    maker->current = !maker->current;
    error = shrink(maker, frame, mask);
    if (error == 0)
        error = look_back(maker, &before, bv_frame_own_scale(frame));
    if (error < 0)
        return error;
    maker->view_changed = false;
    maker->mm_per_px = bv_frame_own_scale(frame);
    ridges = (struct bv_ridges){maker->ridges[0], maker->ridges[1],
                                maker->ridges[2]};
    longer = now->width > now->height ? now->width : now->height;
    error = bv_vision_ridges(maker->vision, now->image, maker->line_mask,
                             now->width, now->height, line_sigma_px,
                             (int)(around_part * longer) | 1, &ridges);
    if (error == 0)
        error = measure_motion(maker);
    if (error < 0)
        return error;
    maker->has_before = true;
    now->any = ridges.any;
    now->along_cos = ridges.along_cos;
    now->along_sin = ridges.along_sin;
    now->texture = measure_texture(now);
    *out = *now;
    return 0;
}

/* Of the four pixels around a place. */
static float blend(const float *at, int width, const float *weights)
{
    return weights[0] * at[0] + weights[1] * at[1] + weights[2] * at[width] +
           weights[3] * at[width + 1];
}

void bv_evidence_along(const struct bv_evidence *evidence, double x, double y,
                       double right, double down, double step_px, int count,
                       float *along)
{
    float cos_twice = (float)(right * right - down * down);
    float sin_twice = (float)(2 * right * down);
    float step_x = (float)(right * step_px), step_y = (float)(down * step_px);
    int width = evidence->width;

    for (int i = 0; i < count; i++) {
        float px = (float)x + (float)i * step_x;
        float py = (float)y + (float)i * step_y;
        int column = (int)px, row = (int)py;
        float across = px - (float)column, below = py - (float)row;
        size_t at = (size_t)row * width + column;
        float left = 1 - across, over = 1 - below;
        float weights[4] = {over * left, over * across, below * left,
                            below * across};

        along[i] = blend(evidence->any + at, width, weights) +
                   cos_twice * blend(evidence->along_cos + at, width, weights) +
                   sin_twice * blend(evidence->along_sin + at, width, weights);
    }
}

struct bv_px bv_evidence_motion(const struct bv_evidence *evidence, double x,
                                double y)
{
    int column = (int)(x / 2), row = (int)(y / 2);
    const float *motion;

    if (!evidence->has_motion)
        return (struct bv_px){0, 0};
    column = column < 0 ? 0 : column;
    row = row < 0 ? 0 : row;
    column =
        column >= evidence->motion_width ? evidence->motion_width - 1 : column;
    row = row >= evidence->motion_height ? evidence->motion_height - 1 : row;
    motion =
        evidence->motion + 2 * ((size_t)row * evidence->motion_width + column);
    return (struct bv_px){motion[0], motion[1]};
}
