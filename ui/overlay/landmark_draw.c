#include "ui/overlay/landmark_draw.h"

#include <math.h>
#include <stdbool.h>
#include <string.h>

#include "ui/overlay/landmark_words.h"
#include "ui/overlay/palette.h"
#include "ui/overlay/text.h"

/* Surface units at size 1. */
static const double line_width = 2, alarm_width = 3.4, halo_width = 2.6;
static const double point_radius = 14, label_air = 10, label_size = 13;
static const double faint = 0.45, halo_alpha = 0.72;

/* A point's own shape: whole for a target, a square on its tip for what is to
 * be avoided. */
static void trace_point(cairo_t *cairo, const struct bv_landmark *mark,
                        const struct bv_view *view, double size)
{
    struct bv_px at = bv_view_to_surface(view, mark->at);
    double radius = point_radius * size;

    cairo_new_path(cairo);
    if (mark->role == BV_LANDMARK_TARGET) {
        cairo_arc(cairo, at.x, at.y, radius, 0, 2 * M_PI);
        return;
    }
    radius *= 1.3;
    cairo_move_to(cairo, at.x, at.y - radius);
    cairo_line_to(cairo, at.x + radius, at.y);
    cairo_line_to(cairo, at.x, at.y + radius);
    cairo_line_to(cairo, at.x - radius, at.y);
    cairo_close_path(cairo);
}

static void trace(cairo_t *cairo, const struct bv_landmark *mark,
                  const struct bv_view *view, double size)
{
    if (mark->outline.count == 0) {
        trace_point(cairo, mark, view, size);
        return;
    }
    cairo_new_path(cairo);
    for (int i = 0; i < mark->outline.count; i++) {
        struct bv_px px = bv_view_to_surface(view, mark->outline.at[i]);

        cairo_line_to(cairo, px.x, px.y);
    }
    cairo_close_path(cairo);
}

static unsigned colour_of(const struct bv_landmark_advice *landmark)
{
    return landmark->mark.role == BV_LANDMARK_TARGET ? BV_COLOUR_TARGET
                                                     : BV_COLOUR_HAZARD;
}

static void draw_line(cairo_t *cairo, const struct bv_landmark_advice *landmark,
                      double size)
{
    bool lost = landmark->state == BV_LANDMARK_LOST;
    double alpha = lost ? faint : 1;
    double width = landmark->alarm == BV_ALARM_NONE ? line_width : alarm_width;
    double dash[2] = {lost ? 2 * size : 9 * size, 5 * size};

    cairo_set_line_join(cairo, CAIRO_LINE_JOIN_ROUND);
    cairo_set_line_cap(cairo, CAIRO_LINE_CAP_BUTT);
    if (lost || landmark->mark.role == BV_LANDMARK_AVOID)
        cairo_set_dash(cairo, dash, 2, 0);
    cairo_set_line_width(cairo, (width + halo_width) * size);
    bv_cairo_set_colour(cairo, 0x000000u, halo_alpha * alpha);
    cairo_stroke_preserve(cairo);
    cairo_set_line_width(cairo, width * size);
    bv_cairo_set_colour(cairo, colour_of(landmark), alpha);
    cairo_stroke(cairo);
    cairo_set_dash(cairo, NULL, 0, 0);
}

/* What lies around a mark on the surface: left, top, right, bottom. */
struct box {
    double left, top, right, bottom;
};

static struct box find_box(const struct bv_landmark *mark,
                           const struct bv_view *view, double size)
{
    struct bv_px_segment box = {mark->at, mark->at};
    double air = mark->outline.count > 0 ? 0 : 1.3 * point_radius * size;
    struct bv_px from, to;

    if (mark->outline.count > 0)
        box = bv_outline_box(&mark->outline);
    from = bv_view_to_surface(view, box.from);
    to = bv_view_to_surface(view, box.to);
    air += label_air * size;
    return (struct box){from.x - air, from.y - air, to.x + air, to.y + air};
}

/* Whether a label would lie in an outline, or beyond the surface's part. */
static bool is_taken(cairo_t *cairo, const struct bv_marks *marks,
                     const struct bv_view *view, const struct box *label)
{
    enum { steps = 12 };
    double left, top, right, bottom;

    cairo_clip_extents(cairo, &left, &top, &right, &bottom);
    if (label->left < left || label->top < top || label->right > right ||
        label->bottom > bottom)
        return true;
    for (int i = 0; i < marks->count; i++) {
        const struct bv_landmark_advice *other = marks->mark[i].landmark;

        for (int k = 0; other && k < 2 * steps; k++) {
            struct bv_px at = {label->left + (label->right - label->left) *
                                                 (k / 2) / (steps - 1),
                               k % 2 ? label->top : label->bottom};

            if (other->mark.outline.count > 0 &&
                bv_outline_contains(&other->mark.outline,
                                    bv_view_from_surface(view, at)))
                return true;
        }
    }
    return false;
}

/* To the right, the left, above or below. @return Whether there is a place. */
static bool find_label(cairo_t *cairo, const struct bv_marks *marks,
                       const struct bv_landmark *mark,
                       const struct bv_view *view, double size, double width,
                       struct box *label)
{
    struct box box = find_box(mark, view, size);
    double height = 1.2 * label_size * size;
    double x = (box.left + box.right - width) / 2;
    double y = (box.top + box.bottom - height) / 2;
    const struct bv_px places[] = {{box.right, y},
                                   {box.left - width, y},
                                   {x, box.top - height},
                                   {x, box.bottom}};

    for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
        *label = (struct box){places[i].x, places[i].y, places[i].x + width,
                              places[i].y + height};
        if (!is_taken(cairo, marks, view, label))
            return true;
    }
    return false;
}

static void draw_triangle(cairo_t *cairo, struct bv_px at, double side,
                          unsigned colour)
{
    cairo_new_path(cairo);
    cairo_move_to(cairo, at.x, at.y + side / 2);
    cairo_line_to(cairo, at.x + side / 2, at.y - side / 2);
    cairo_line_to(cairo, at.x + side, at.y + side / 2);
    cairo_close_path(cairo);
    bv_cairo_set_colour(cairo, colour, 1);
    cairo_fill(cairo);
}

static void draw_label(cairo_t *cairo, const struct bv_marks *marks,
                       const struct bv_landmark_advice *landmark,
                       const struct bv_view *view, double size)
{
    char text[BV_LANDMARK_TEXT_SIZE];
    bool alarms = landmark->alarm != BV_ALARM_NONE;
    bool lost = landmark->state == BV_LANDMARK_LOST;
    struct bv_text_style style = {.size = label_size * size,
                                  .bold = alarms,
                                  .colour = lost ? BV_COLOUR_DIM
                                                 : colour_of(landmark)};
    double triangle = alarms ? 1.4 * style.size : 0;
    struct box label;

    bv_landmark_label(landmark, text);
    if (!text[0] ||
        !find_label(cairo, marks, &landmark->mark, view, size,
                    triangle + 0.62 * style.size * (double)strlen(text),
                    &label))
        return;
    if (alarms)
        draw_triangle(
            cairo, (struct bv_px){label.left, (label.top + label.bottom) / 2},
            style.size, style.colour);
    bv_text_draw(cairo, text, label.left + triangle,
                 (label.top + label.bottom) / 2, &style);
}

void bv_landmarks_draw(cairo_t *cairo, const struct bv_marks *marks,
                       const struct bv_view *view, double size)
{
    for (int i = 0; i < marks->count; i++) {
        const struct bv_landmark_advice *landmark = marks->mark[i].landmark;

        if (!landmark)
            continue;
        trace(cairo, &landmark->mark, view, size);
        draw_line(cairo, landmark, size);
    }
    for (int i = 0; i < marks->count; i++)
        if (marks->mark[i].landmark)
            draw_label(cairo, marks, marks->mark[i].landmark, view, size);
}
