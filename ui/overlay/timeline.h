/**
 * @file
 * What happened over time, in lanes one below another on one axis, with cairo:
 * bands, curves and moments. The window of `bevel review` and its reports draw
 * the same one, and the live window a bare one.
 */
#ifndef BV_UI_OVERLAY_TIMELINE_H
#define BV_UI_OVERLAY_TIMELINE_H

#include <cairo.h>
#include <stdbool.h>
#include <stddef.h>

#include "core/decls.h"

BV_BEGIN_DECLS

#define BV_LANES_MOST 40

/** How a piece of a band looks. */
enum bv_span_look {
    BV_SPAN_FULL,     /**< Seen. */
    BV_SPAN_PART,     /**< Seen in part: pale. */
    BV_SPAN_HATCHED,  /**< Not seen. */
    BV_SPAN_FORWARD,  /**< The upper half: on its way in. */
    BV_SPAN_BACK,     /**< The lower half: on its way out. */
    BV_SPAN_AIMED,    /**< A target is followed. */
    BV_SPAN_AVOIDED,  /**< A structure to avoid is. */
    BV_SPAN_FLUID,    /**< Fluid goes in, or out. */
    BV_SPAN_NEAR,     /**< A warning. */
    BV_SPAN_INSIDE,   /**< A worse one. */
    BV_SPAN_MOMENT,   /**< Measured. */
    BV_SPAN_PERSON,   /**< Said by a person: a frame with a bar. */
    BV_SPAN_REJECTED, /**< Measured, not so as a person says: struck. */
    BV_SPAN_TRUTH,    /**< As it truly was: a line along the foot. */
    BV_SPAN_LOOKS
};

struct bv_span {
    double from_s, to_s;
    enum bv_span_look look;
};

/** A row: spans, a curve, or a curve before spans. All borrowed. */
struct bv_lane {
    const char *title; /**< With the unit of a curve: "tip depth, mm". */
    const struct bv_span *spans;
    size_t span_count;
    const double *values; /**< One for each time; NAN: a gap. NULL: none. */
    double top, bottom;   /**< What the curve's box shows; not the same. */
    double height;        /**< At size 1; 0: as high as its kind is. */
};

struct bv_timeline {
    double start_s, end_s; /**< Of all; different. */
    const double *time_s;  /**< Of the curves, in order. */
    size_t count;
    int lane_count;
    struct bv_lane lanes[BV_LANES_MOST];
};

/** Its colours, 0xRRGGBB. */
struct bv_timeline_inks {
    unsigned text, dim, line, box, needle, target, warn, hazard, fluid, person;
};

/** The two looks: on the screen, and on paper. */
extern const struct bv_timeline_inks bv_timeline_dark, bv_timeline_paper;

/** How it is drawn. */
struct bv_timeline_style {
    double width; /**< Surface units. */
    double size;  /**< 1: letters of 12 units. */
    bool light;   /**< On paper. */
    bool bare;    /**< Its lanes alone, over all of its width. */
    bool dense;   /**< Low lanes, below a picture that needs the room. */
    const struct bv_timeline_inks *inks; /**< Of its own; NULL: the palette's,
                                              or paper's. Borrowed. */
    double from_s, to_s; /**< The part that is shown; different. */
};

/** So wide are the titles, from the left. */
double bv_timeline_left(const struct bv_timeline_style *style);

/** So high is it all. */
double bv_timeline_height(const struct bv_timeline *timeline,
                          const struct bv_timeline_style *style);

/** Of that, so high is the axis with its numbers, at the foot. */
double bv_timeline_axis_height(const struct bv_timeline_style *style);

/** Where a time lies; and back, also beyond what is shown. */
double bv_timeline_x(const struct bv_timeline_style *style, double time_s);
double bv_timeline_time_s(const struct bv_timeline_style *style, double x);

/** Draw it at the origin. */
void bv_timeline_draw(cairo_t *cairo, const struct bv_timeline *timeline,
                      const struct bv_timeline_style *style);

BV_END_DECLS

#endif
