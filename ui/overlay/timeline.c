#include "ui/overlay/timeline.h"

#include <math.h>
#include <stdio.h>

#include "ui/overlay/chart.h"
#include "ui/overlay/palette.h"
#include "ui/overlay/text.h"

/* At size 1. */
static const double title_width = 190, right_air = 14, text_size = 12;
static const double band_height = 14, curve_height = 44, gap = 6, bare_gap = 2;
static const double dense_curve_height = 28, dense_gap = 4;
static const double axis_height = 24, least_width = 3, hatch_step = 5;

const struct bv_timeline_inks bv_timeline_dark = {
    BV_COLOUR_TEXT,   BV_COLOUR_DIM,    BV_COLOUR_LINE, BV_COLOUR_CARD,
    BV_COLOUR_NEEDLE, BV_COLOUR_TARGET, BV_COLOUR_WARN, BV_COLOUR_HAZARD,
    BV_COLOUR_FLUID,  BV_COLOUR_TRUTH};
const struct bv_timeline_inks bv_timeline_paper = {
    0x000000, 0x444444, 0xc4c9ce, 0xf4f5f6, 0x1769aa,
    0x8a6d00, 0xb06f00, 0xb3401a, 0x6a3fb0, 0xb0149f};

struct drawing {
    cairo_t *cairo;
    const struct bv_timeline *timeline;
    const struct bv_timeline_style *style;
    const struct bv_timeline_inks *inks;
    double left, right;
    bool is_ground; /* spans lie behind a curve */
};

/* Of what is seen, where a curve goes over it. */
static const double ground_alpha = 0.32, ground_part_alpha = 0.14;

double bv_timeline_left(const struct bv_timeline_style *style)
{
    return style->bare ? 0 : title_width * style->size;
}

static double inner_width(const struct bv_timeline_style *style)
{
    double air = style->bare ? 0 : right_air * style->size;

    return fmax(1, style->width - bv_timeline_left(style) - air);
}

double bv_timeline_x(const struct bv_timeline_style *style, double time_s)
{
    return bv_timeline_left(style) + inner_width(style) *
                                         (time_s - style->from_s) /
                                         (style->to_s - style->from_s);
}

double bv_timeline_time_s(const struct bv_timeline_style *style, double x)
{
    return style->from_s + (style->to_s - style->from_s) *
                               (x - bv_timeline_left(style)) /
                               inner_width(style);
}

static double height_of(const struct bv_lane *lane,
                        const struct bv_timeline_style *style)
{
    double usual = !lane->values  ? band_height
                   : style->dense ? dense_curve_height
                                  : curve_height;

    return (lane->height > 0 ? lane->height : usual) * style->size;
}

static double gap_of(const struct bv_timeline_style *style)
{
    return (style->bare    ? bare_gap
            : style->dense ? dense_gap
                           : gap) *
           style->size;
}

double bv_timeline_axis_height(const struct bv_timeline_style *style)
{
    /* its ticks are the lanes' */
    return style->bare ? 0 : (axis_height - 6) * style->size;
}

double bv_timeline_height(const struct bv_timeline *timeline,
                          const struct bv_timeline_style *style)
{
    double height = style->bare ? 0 : (gap + axis_height) * style->size;

    for (int i = 0; i < timeline->lane_count; i++)
        height += height_of(&timeline->lanes[i], style) + gap_of(style);
    return height;
}

static unsigned ink_of(const struct bv_timeline_inks *inks,
                       enum bv_span_look look)
{
    switch (look) {
    case BV_SPAN_FLUID:
        return inks->fluid;
    case BV_SPAN_NEAR:
    case BV_SPAN_MOMENT:
        return inks->warn;
    case BV_SPAN_AIMED:
        return inks->target;
    case BV_SPAN_INSIDE:
    case BV_SPAN_AVOIDED:
        return inks->hazard;
    case BV_SPAN_PERSON:
    case BV_SPAN_TRUTH:
        return inks->person;
    case BV_SPAN_HATCHED:
    case BV_SPAN_REJECTED:
        return inks->dim;
    default:
        return inks->needle;
    }
}

/* Slanting lines inside what is clipped. */
static void hatch(const struct drawing *drawing, double left, double top,
                  double right, double height)
{
    double step = hatch_step * drawing->style->size;

    cairo_save(drawing->cairo);
    cairo_rectangle(drawing->cairo, left, top, right - left, height);
    cairo_clip(drawing->cairo);
    cairo_set_line_width(drawing->cairo, drawing->style->size);
    /* by the surface, so that neighbours' lines meet */
    for (double x = floor((left - height) / step) * step; x < right;
         x += step) {
        cairo_move_to(drawing->cairo, x, top + height);
        cairo_line_to(drawing->cairo, x + height, top);
    }
    cairo_stroke(drawing->cairo);
    cairo_restore(drawing->cairo);
}

/* What goes on for long is no louder than what happened meanwhile. */
static bool is_pale(enum bv_span_look look)
{
    return look == BV_SPAN_PART || look == BV_SPAN_AIMED ||
           look == BV_SPAN_AVOIDED;
}

static double alpha_of(const struct drawing *drawing, enum bv_span_look look)
{
    if (drawing->is_ground && look == BV_SPAN_FULL)
        return ground_alpha;
    if (drawing->is_ground && look == BV_SPAN_PART)
        return ground_part_alpha;
    return is_pale(look) ? 0.4 : 1;
}

/* What a person says has a frame, whatever its colour: with a bar in it, or,
 * of what is not so, a line through it. */
static void frame(const struct drawing *drawing, enum bv_span_look look,
                  double left, double top, double right, double height)
{
    cairo_t *cairo = drawing->cairo;
    double bar = look == BV_SPAN_PERSON ? height * 0.5 : fmax(1, height * 0.1);

    cairo_set_line_width(cairo, 1);
    cairo_rectangle(cairo, left + 0.5, top + 0.5, right - left - 1, height - 1);
    cairo_stroke(cairo);
    cairo_rectangle(cairo, left, top + (height - bar) / 2, right - left, bar);
    cairo_fill(cairo);
}

static void draw_span(const struct drawing *drawing, const struct bv_span *span,
                      double top, double height)
{
    cairo_t *cairo = drawing->cairo;
    double left =
        fmax(bv_timeline_x(drawing->style, span->from_s), drawing->left);
    double right =
        fmin(bv_timeline_x(drawing->style, span->to_s), drawing->right);
    bool band = span->look <= BV_SPAN_HATCHED || is_pale(span->look);

    right =
        fmax(right, left + (band ? 0.5 : least_width) * drawing->style->size);
    bv_cairo_set_colour(cairo, ink_of(drawing->inks, span->look),
                        alpha_of(drawing, span->look));
    if (span->look == BV_SPAN_HATCHED) {
        hatch(drawing, left, top, right, height);
        return;
    }
    if (span->look == BV_SPAN_FORWARD || span->look == BV_SPAN_BACK)
        height /= 2;
    if (span->look == BV_SPAN_TRUTH) {
        top += height * 0.7;
        height *= 0.3;
    }
    if (span->look == BV_SPAN_BACK) {
        top += height;
        bv_cairo_set_colour(cairo, drawing->inks->text, 0.75);
    }
    if (span->look == BV_SPAN_REJECTED || span->look == BV_SPAN_PERSON) {
        frame(drawing, span->look, left, top, right, height);
        return;
    }
    cairo_rectangle(cairo, left, top, right - left, height);
    cairo_fill(cairo);
}

static void draw_spans(const struct drawing *drawing,
                       const struct bv_lane *lane, double top, double height)
{
    for (size_t i = 0; i < lane->span_count; i++)
        if (lane->spans[i].to_s >= drawing->style->from_s &&
            lane->spans[i].from_s <= drawing->style->to_s)
            draw_span(drawing, &lane->spans[i], top, height);
}

/* The first time that is shown, or the one before it. */
static size_t first_shown(const struct drawing *drawing)
{
    const double *times = drawing->timeline->time_s;
    size_t low = 0, high = drawing->timeline->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (times[middle] < drawing->style->from_s)
            low = middle + 1;
        else
            high = middle;
    }
    return low > 0 ? low - 1 : 0;
}

/* Where many values share a column, from the least to the most of them. */
static void draw_curve(const struct drawing *drawing,
                       const struct bv_lane *lane, double top, double height)
{
    const struct bv_timeline *timeline = drawing->timeline;
    double last_x = -1, low = 0, high = 0;
    cairo_t *cairo = drawing->cairo;
    bool open = false;

    bv_cairo_set_colour(
        cairo,
        lane->span_count > 0 ? drawing->inks->text : drawing->inks->needle, 1);
    cairo_set_line_width(cairo, 1.5 * drawing->style->size);
    for (size_t i = first_shown(drawing); i < timeline->count; i++) {
        double x = bv_timeline_x(drawing->style, timeline->time_s[i]);
        double y = top + height * (lane->values[i] - lane->top) /
                             (lane->bottom - lane->top);

        if (isnan(y)) {
            open = false;
            continue;
        }
        if (open && floor(x) == last_x && y >= low && y <= high)
            continue; /* the column holds it already */
        if (!open)
            cairo_move_to(cairo, x, y - 0.5);
        low = open && floor(x) == last_x ? fmin(low, y) : y;
        high = open && floor(x) == last_x ? fmax(high, y) : y;
        last_x = floor(x);
        cairo_line_to(cairo, x, y);
        open = true;
        if (timeline->time_s[i] > drawing->style->to_s)
            break;
    }
    cairo_stroke(cairo);
}

static void write(const struct drawing *drawing, const char *text, double x,
                  double y, double align, unsigned colour, double width)
{
    struct bv_text_style style = {.size = text_size * drawing->style->size,
                                  .colour = colour,
                                  .align = align,
                                  .width = width};

    bv_text_draw(drawing->cairo, text, x, y, &style);
}

static void write_ends(const struct drawing *drawing,
                       const struct bv_lane *lane, double top, double height)
{
    double off = text_size * 0.6 * drawing->style->size;
    double at = drawing->left - 6 * drawing->style->size;
    char text[32];

    snprintf(text, sizeof(text), "%g", lane->top);
    write(drawing, text, at, top + off, 1, drawing->inks->dim, 0);
    snprintf(text, sizeof(text), "%g", lane->bottom);
    write(drawing, text, at, top + height - off, 1, drawing->inks->dim, 0);
}

static void draw_lane(struct drawing *drawing, const struct bv_lane *lane,
                      double top, double height)
{
    cairo_t *cairo = drawing->cairo;
    double room =
        drawing->left - (lane->values ? 44 : 14) * drawing->style->size;

    bv_cairo_set_colour(cairo, drawing->inks->box, 1);
    cairo_rectangle(cairo, drawing->left, top, drawing->right - drawing->left,
                    height);
    cairo_fill(cairo);
    if (!drawing->style->bare)
        write(drawing, lane->title, 6 * drawing->style->size, top + height / 2,
              0, drawing->inks->text, room);
    if (lane->values && !drawing->style->bare)
        write_ends(drawing, lane, top, height);
    cairo_save(cairo);
    cairo_rectangle(cairo, drawing->left, top, drawing->right - drawing->left,
                    height);
    cairo_clip(cairo);
    drawing->is_ground = lane->values;
    draw_spans(drawing, lane, top, height);
    if (lane->values)
        draw_curve(drawing, lane, top, height);
    cairo_restore(cairo);
}

/* Beyond a minute times are minutes and seconds. */
static void say_time(double time_s, double step, char *text, size_t size)
{
    int decimals = step < 0.1 ? 2 : step < 1 ? 1 : 0;
    long minutes = (long)floor((time_s + 1e-6) / 60);

    if (fabs(time_s) < 60)
        snprintf(text, size, "%.*f s", decimals, fabs(time_s));
    else
        snprintf(text, size, "%ld:%0*.*f", minutes, decimals ? 3 + decimals : 2,
                 decimals, fabs(time_s - (double)minutes * 60));
}

static void draw_axis(const struct drawing *drawing, double top)
{
    const struct bv_timeline_style *style = drawing->style;
    double most = fmax(2, inner_width(style) / (70 * style->size));
    double step = bv_chart_step(style->to_s - style->from_s, (int)most);
    cairo_t *cairo = drawing->cairo;
    char text[32];

    if (step > 10) /* round minutes, then */
        step = step <= 20 ? 20 : ceil(step / 60) * 60;
    for (double t = ceil(style->from_s / step) * step; t <= style->to_s;
         t += step) {
        double x = bv_timeline_x(style, t);

        bv_cairo_set_colour(cairo, drawing->inks->line, 0.8);
        cairo_set_line_width(cairo, 1);
        cairo_move_to(cairo, floor(x) + 0.5, 0);
        cairo_line_to(cairo, floor(x) + 0.5, top + 5 * style->size);
        cairo_stroke(cairo);
        say_time(t, step, text, sizeof(text));
        if (x < drawing->left + 12 * style->size)
            x = drawing->left + 2 * style->size; /* clear of the edge */
        write(drawing, text, x, top + 14 * style->size,
              x > drawing->right - 20 * style->size   ? 1
              : x <= drawing->left + 12 * style->size ? 0
                                                      : 0.5,
              drawing->inks->dim, 0);
    }
}

void bv_timeline_draw(cairo_t *cairo, const struct bv_timeline *timeline,
                      const struct bv_timeline_style *style)
{
    struct drawing drawing = {.cairo = cairo,
                              .timeline = timeline,
                              .style = style,
                              .inks = style->inks    ? style->inks
                                      : style->light ? &bv_timeline_paper
                                                     : &bv_timeline_dark,
                              .left = bv_timeline_left(style)};
    double top = style->bare ? 0 : gap * style->size;

    drawing.right = drawing.left + inner_width(style);
    for (int i = 0; i < timeline->lane_count; i++) {
        double height = height_of(&timeline->lanes[i], style);

        draw_lane(&drawing, &timeline->lanes[i], top, height);
        top += height + gap_of(style);
    }
    if (!style->bare)
        draw_axis(&drawing, top - gap_of(style));
}
