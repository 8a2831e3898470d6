#include "commands/bench_pictures.h"

#include <math.h>
#include <string.h>

struct bv_frame *bv_bench_copy(const struct bv_frame *frame)
{
    struct bv_frame *copy = bv_frame_new(frame->width_px, frame->height_px);

    if (!copy)
        return NULL;
    for (int y = 0; y < frame->height_px; y++)
        memcpy(copy->pixels + (size_t)y * (size_t)copy->stride_bytes,
               frame->pixels + (size_t)y * (size_t)frame->stride_bytes,
               (size_t)frame->width_px);
    copy->time_ns = frame->time_ns;
    copy->sequence = frame->sequence;
    copy->mm_per_px = frame->mm_per_px;
    copy->marked_side = frame->marked_side;
    copy->focus_mm = frame->focus_mm;
    copy->scan_area = frame->scan_area;
    return copy;
}

static double within(double position_px, int side_px)
{
    return fmin(fmax(position_px, 0), side_px - 1.0);
}

static struct bv_px scale_px(struct bv_px px, double by)
{
    return (struct bv_px){(px.x + 0.5) * by - 0.5, (px.y + 0.5) * by - 0.5};
}

void bv_bench_resize(const struct bv_frame *from, struct bv_frame *to)
{
    double step = (double)from->width_px / to->width_px;
    struct bv_scan_area *area = &to->scan_area;

    for (int y = 0; y < to->height_px; y++) {
        double from_y = within((y + 0.5) * step - 0.5, from->height_px);
        int top = (int)from_y;
        int below = top + 1 < from->height_px ? top + 1 : top;
        const uint8_t *a =
            from->pixels + (size_t)top * (size_t)from->stride_bytes;
        const uint8_t *b =
            from->pixels + (size_t)below * (size_t)from->stride_bytes;
        uint8_t *out = to->pixels + (size_t)y * (size_t)to->stride_bytes;

        for (int x = 0; x < to->width_px; x++) {
            double from_x = within((x + 0.5) * step - 0.5, from->width_px);
            int left = (int)from_x;
            int right = left + 1 < from->width_px ? left + 1 : left;
            double u = from_x - left, v = from_y - top;

            out[x] = (uint8_t)((a[left] * (1 - u) + a[right] * u) * (1 - v) +
                               (b[left] * (1 - u) + b[right] * u) * v + 0.5);
        }
    }
    to->time_ns = from->time_ns;
    to->sequence = from->sequence;
    to->mm_per_px = from->mm_per_px * step;
    to->marked_side = from->marked_side;
    *area = from->scan_area;
    area->box.left = (int)(area->box.left / step);
    area->box.top = (int)(area->box.top / step);
    area->box.right = (int)(area->box.right / step);
    area->box.bottom = (int)(area->box.bottom / step);
    area->face_middle = scale_px(area->face_middle, 1 / step);
    area->apex = scale_px(area->apex, 1 / step);
    area->face_radius_px /= step;
    area->end_radius_px /= step;
}
