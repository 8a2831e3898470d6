#include "commands/screen_draw.h"

#include <errno.h>
#include <math.h>
#include <pango/pangocairo.h>
#include <stdio.h>

static void set_grey(cairo_t *cairo, double grey)
{
    cairo_set_source_rgb(cairo, grey, grey, grey);
}

/* One line of text, its middle at the spot's height. */
static void draw_text(cairo_t *cairo, const struct bv_screen_layout *layout,
                      const struct bv_screen_spot *spot, double size,
                      const char *text)
{
    PangoLayout *line = pango_cairo_create_layout(cairo);
    PangoFontDescription *font =
        pango_font_description_from_string(layout->font);
    int width, height;

    pango_font_description_set_absolute_size(font, layout->letter_px * size *
                                                       PANGO_SCALE);
    pango_layout_set_font_description(line, font);
    pango_font_description_free(font);
    pango_layout_set_text(line, text, -1);
    pango_layout_get_pixel_size(line, &width, &height);
    cairo_move_to(cairo, spot->x - spot->align * width, spot->y - height / 2.0);
    pango_cairo_show_layout(cairo, line);
    cairo_new_path(cairo);
    g_object_unref(line);
}

static void fill_box(cairo_t *cairo, const struct bv_px_box *box)
{
    cairo_rectangle(cairo, box->left, box->top, box->right - box->left,
                    box->bottom - box->top);
    cairo_fill(cairo);
}

/* All but the scan's place. */
static void draw_ground(cairo_t *cairo, const struct bv_screen_layout *layout)
{
    const struct bv_px_box *scan = &layout->scan;

    set_grey(cairo, layout->background);
    cairo_set_fill_rule(cairo, CAIRO_FILL_RULE_EVEN_ODD);
    cairo_rectangle(cairo, 0, 0, layout->width_px, layout->height_px);
    cairo_rectangle(cairo, scan->left, scan->top, scan->right - scan->left,
                    scan->bottom - scan->top);
    cairo_fill(cairo);
    cairo_set_fill_rule(cairo, CAIRO_FILL_RULE_WINDING);
    if (layout->bar_px > 0) {
        set_grey(cairo, layout->bar);
        cairo_rectangle(cairo, 0, 0, layout->width_px, layout->bar_px);
        cairo_fill(cairo);
    }
    if (layout->frame) {
        set_grey(cairo, layout->dim);
        cairo_set_line_width(cairo, 1);
        cairo_rectangle(cairo, scan->left - 1.5, scan->top - 1.5,
                        scan->right - scan->left + 3,
                        scan->bottom - scan->top + 3);
        cairo_stroke(cairo);
    }
}

static void draw_grey_bar(cairo_t *cairo, const struct bv_screen_layout *layout)
{
    const struct bv_px_box *box = &layout->grey_bar;

    for (int y = box->top; y < box->bottom; y++) {
        set_grey(cairo, (double)(box->bottom - y) / (box->bottom - box->top));
        cairo_rectangle(cairo, box->left, y, box->right - box->left, 1);
        cairo_fill(cairo);
    }
}

static void draw_buttons(cairo_t *cairo, const struct bv_screen_layout *layout)
{
    static const char *const names[] = {"Freeze", "Depth", "Gain",
                                        "Mode",   "Save",  "More"};

    for (int i = 0; i < 6; i++) {
        struct bv_screen_spot spot = {layout->width_px - 110, 130 + 96 * i,
                                      0.5};
        struct bv_px_box box = {spot.x - 84, spot.y - 36, spot.x + 84,
                                spot.y + 36};

        set_grey(cairo, 0.16);
        fill_box(cairo, &box);
        set_grey(cairo, layout->ink);
        draw_text(cairo, layout, &spot, 1, names[i]);
    }
}

/* Ticks down one side: one each 5 mm, longer at whole centimetres. */
static void draw_ruler(cairo_t *cairo, const struct bv_screen_layout *layout,
                       const struct bv_screen_face *face)
{
    int x = layout->ruler_left ? layout->scan.left - 6 : layout->scan.right + 5;
    int way = layout->ruler_left ? -1 : 1;

    set_grey(cairo, layout->ink);
    for (int k = 0; k <= (int)(face->depth_mm / 5 + 0.001); k++) {
        double y = face->face_middle.y + 5 * k / face->mm_per_px;
        int length = k % 2 == 0 ? 9 : 5;
        struct bv_screen_spot spot = {x + way * 22, (int)y,
                                      layout->ruler_left ? 1 : 0};
        char number[12];

        if (y < layout->scan.top - 1 || y > layout->scan.bottom)
            continue;
        cairo_rectangle(cairo, way < 0 ? x - length : x, floor(y + 0.5), length,
                        1);
        cairo_fill(cairo);
        snprintf(number, sizeof(number), "%d", k / 2);
        if (layout->numbers && k % 2 == 0 && k > 0)
            draw_text(cairo, layout, &spot, 0.8, number);
    }
    /* the focus */
    cairo_move_to(cairo, x + way * 18,
                  face->face_middle.y + face->focus_mm / face->mm_per_px);
    cairo_rel_line_to(cairo, -way * 7, -5);
    cairo_rel_line_to(cairo, 0, 10);
    cairo_close_path(cairo);
    cairo_fill(cairo);
}

static void draw_ruler_below(cairo_t *cairo,
                             const struct bv_screen_layout *layout,
                             const struct bv_screen_face *face)
{
    set_grey(cairo, layout->dim);
    for (int k = -40; k <= 40; k++) {
        double x = face->face_middle.x + 5 * k / face->mm_per_px;

        if (x < face->scan_box.left || x > face->scan_box.right)
            continue;
        cairo_rectangle(cairo, floor(x + 0.5), layout->scan.bottom + 5, 1,
                        k % 2 == 0 ? 8 : 4);
        cairo_fill(cairo);
    }
}

/* A sign of the maker's own, and a name. */
static void draw_logo(cairo_t *cairo, const struct bv_screen_layout *layout)
{
    struct bv_screen_spot spot = layout->logo;
    double size = 1.1 * layout->letter_px;
    double x = spot.align > 0 ? spot.x - 6.4 * size : spot.x;

    set_grey(cairo, layout->ink);
    cairo_set_line_width(cairo, 2);
    for (int i = 1; i <= 3; i++) {
        cairo_new_path(cairo);
        cairo_arc(cairo, x + 0.4 * size, spot.y - 0.5 * size, 0.36 * size * i,
                  0.25 * M_PI, 0.75 * M_PI);
        cairo_stroke(cairo);
    }
    spot.x = (int)(x + 1.7 * size);
    spot.align = 0;
    draw_text(cairo, layout, &spot, 1.25, "ECHOSIM");
}

static void draw_texts(cairo_t *cairo, const struct bv_screen_layout *layout,
                       const struct bv_screen_face *face)
{
    struct bv_screen_spot spot = layout->knobs;
    /* along the bottom where they lie below the scan, else one a line */
    bool along = spot.y > layout->scan.bottom;
    char depth[40];

    set_grey(cairo, layout->ink);
    draw_text(cairo, layout, &layout->patient, 1, face->patient);
    draw_text(cairo, layout, &layout->clock, 1, face->clock);
    snprintf(depth, sizeof(depth), "%s%.1f%s", layout->depth_before,
             face->depth_mm / 10, layout->depth_after);
    draw_text(cairo, layout, &layout->depth, 1.1, depth);
    set_grey(cairo, layout->dim);
    for (int i = 0; i < 8 && face->knobs[i][0]; i++) {
        draw_text(cairo, layout, &spot, 0.9, face->knobs[i]);
        if (along)
            spot.x += (int)(5.6 * layout->letter_px);
        else
            spot.y += (int)(1.6 * layout->letter_px);
    }
}

static void draw_marker(cairo_t *cairo, const struct bv_screen_layout *layout,
                        const struct bv_screen_face *face)
{
    struct bv_screen_spot spot = {0, layout->scan.top + 10, 0.5};

    if (face->marked_side == BV_SIDE_UNKNOWN)
        return;
    spot.x = face->marked_side == BV_SIDE_LEFT ? face->scan_box.left - 14
                                               : face->scan_box.right + 14;
    if (spot.x < 12)
        spot.x = 12;
    if (spot.x > layout->width_px - 12)
        spot.x = layout->width_px - 12;
    set_grey(cairo, layout->ink);
    draw_text(cairo, layout, &spot, 1.3, layout->marker);
}

static void draw_cross(cairo_t *cairo, struct bv_px px)
{
    cairo_move_to(cairo, px.x - 6.5, px.y + 0.5);
    cairo_line_to(cairo, px.x + 7.5, px.y + 0.5);
    cairo_move_to(cairo, px.x + 0.5, px.y - 6.5);
    cairo_line_to(cairo, px.x + 0.5, px.y + 7.5);
    cairo_stroke(cairo);
}

/* Two crosses, a dotted line, and how far they are apart. */
static void draw_measure(cairo_t *cairo, const struct bv_screen_layout *layout,
                         const struct bv_screen_face *face)
{
    static const double dots[] = {1, 5};
    const struct bv_px_segment *piece = &face->measured_px;
    struct bv_screen_spot spot = {layout->scan.left + 12,
                                  layout->scan.bottom - 16, 0};
    char text[40];

    if (!face->measures)
        return;
    set_grey(cairo, 1);
    cairo_set_line_width(cairo, 1);
    draw_cross(cairo, piece->from);
    draw_cross(cairo, piece->to);
    cairo_set_dash(cairo, dots, 2, 0);
    cairo_move_to(cairo, piece->from.x + 0.5, piece->from.y + 0.5);
    cairo_line_to(cairo, piece->to.x + 0.5, piece->to.y + 0.5);
    cairo_stroke(cairo);
    cairo_set_dash(cairo, NULL, 0, 0);
    snprintf(text, sizeof(text), "1  D %.1f mm",
             bv_px_segment_length(piece) * face->mm_per_px);
    draw_text(cairo, layout, &spot, 1, text);
}

static void draw_all(cairo_t *cairo, const struct bv_screen_layout *layout,
                     const struct bv_screen_face *face)
{
    draw_ground(cairo, layout);
    if (layout->buttons)
        draw_buttons(cairo, layout);
    draw_grey_bar(cairo, layout);
    draw_ruler(cairo, layout, face);
    if (layout->ruler_below)
        draw_ruler_below(cairo, layout, face);
    draw_logo(cairo, layout);
    draw_texts(cairo, layout, face);
    draw_marker(cairo, layout, face);
    draw_measure(cairo, layout, face);
}

int bv_screen_draw(cairo_surface_t *surface,
                   const struct bv_screen_layout *layout,
                   const struct bv_screen_face *face)
{
    cairo_t *cairo = cairo_create(surface);
    cairo_status_t status;

    cairo_set_operator(cairo, CAIRO_OPERATOR_CLEAR);
    cairo_paint(cairo);
    cairo_set_operator(cairo, CAIRO_OPERATOR_OVER);
    draw_all(cairo, layout, face);
    status = cairo_status(cairo);
    cairo_destroy(cairo);
    cairo_surface_flush(surface);
    return status == CAIRO_STATUS_SUCCESS ? 0 : -ENOMEM;
}
