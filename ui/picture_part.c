#include "ui/picture_part.h"

/* The area is found to within a few px, and never cut. */
enum { air_px = 6, least_px = 64 };

static int least(int a, int b)
{
    return a < b ? a : b;
}

static int most(int a, int b)
{
    return a > b ? a : b;
}

struct bv_picture_part bv_picture_part_of(const struct bv_frame *frame,
                                          const struct bv_scan_area *area)
{
    struct bv_picture_part part = {0};
    struct bv_px_box box;

    if (area->shape == BV_SCAN_UNKNOWN)
        return part;
    box = (struct bv_px_box){
        most(area->box.left - air_px, 0), most(area->box.top - air_px, 0),
        least(area->box.right + air_px, frame->width_px),
        least(area->box.bottom + air_px, frame->height_px)};
    if (box.right - box.left < least_px || box.bottom - box.top < least_px)
        return part;
    part.width_px = frame->width_px;
    part.height_px = frame->height_px;
    part.box = box;
    return part;
}

struct bv_px_box bv_picture_part_find(const struct bv_picture_part *part,
                                      const struct bv_frame *frame,
                                      const struct bv_scan_area *area)
{
    const struct bv_px_box *box = &part->box;

    if (part->width_px == frame->width_px &&
        part->height_px == frame->height_px && area->shape != BV_SCAN_UNKNOWN &&
        most(area->box.left, 0) >= box->left &&
        most(area->box.top, 0) >= box->top &&
        least(area->box.right, frame->width_px) <= box->right &&
        least(area->box.bottom, frame->height_px) <= box->bottom)
        return *box;
    return (struct bv_px_box){0, 0, frame->width_px, frame->height_px};
}
