#include "commands/review_picture_draw.h"

#include "commands/html_picture.h"
#include "core/advice.h"
#include "ui/overlay/draw.h"
#include "ui/overlay/marks.h"

void bv_review_marks_draw(cairo_t *cairo, const struct bv_review_frame *frame,
                          struct bv_px corner)
{
    struct bv_view view = {
        .offset_x = -corner.x, .offset_y = -corner.y, .scale = 1};
    struct bv_marks_options options = {.view_scale = 1};
    struct bv_advice advice = bv_review_frame_advice(frame);
    struct bv_marks marks;

    bv_marks_make(&advice, &options, &marks);
    bv_overlay_draw(cairo, &marks, &view, 1);
}

void bv_review_picture_draw(cairo_t *cairo, const struct bv_frame *picture,
                            const struct bv_review_frame *frame, double scale)
{
    struct bv_view view = {.scale = scale};
    struct bv_marks_options options = {.view_scale = scale};
    struct bv_advice advice = bv_review_frame_advice(frame);
    cairo_surface_t *image = bv_grey_surface(picture);
    struct bv_marks marks;

    cairo_save(cairo);
    cairo_scale(cairo, scale, scale);
    cairo_set_source_surface(cairo, image, 0, 0);
    cairo_paint(cairo);
    cairo_restore(cairo);
    bv_marks_make(&advice, &options, &marks);
    bv_overlay_draw(cairo, &marks, &view, 1);
    cairo_surface_destroy(image);
}
