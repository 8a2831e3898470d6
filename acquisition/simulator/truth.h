/**
 * @file
 * What is really in a simulated picture: measured on what was rendered.
 *
 * Positions are px of the picture. A stretch of the shaft counts as visible
 * where the picture with the needle exceeds the same picture without it by
 * 6 dB within 1 mm; the tip, within 0.8 mm.
 */
#ifndef BV_SIMULATOR_TRUTH_H
#define BV_SIMULATOR_TRUTH_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "acquisition/simulator/scene.h"
#include "core/advice.h"
#include "core/decls.h"
#include "core/geometry.h"

BV_BEGIN_DECLS

#define BV_TRUTH_OUTLINE_POINTS 48

/** An object's border in this picture, clockwise. */
struct bv_truth_outline {
    const char *name; /**< The scene's; lives as long as the simulator. */
    enum bv_role role;
    bool slides;    /**< Along itself, in its outline. */
    double slid_mm; /**< By so much, since its script's start. */
    int count;
    struct bv_px px[BV_TRUTH_OUTLINE_POINTS];
};

/** The truth of one frame. */
struct bv_truth {
    uint32_t sequence;
    int64_t time_ns;
    double mm_per_px;
    struct bv_scan_area scan_area; /**< Where the ultrasound is, now. */
    bool needle;                   /**< Some of it lies under the skin. */
    enum bv_needle_state state;    /**< What the picture supports. */
    double visible_mm;             /**< Visible shaft, gaps left out. */
    bool tip_visible;
    bool has_shaft; /**< From the first visible stretch to the last. */
    struct bv_px_segment shaft_px;
    bool has_whole; /**< The needle lies along the plane, in the picture. */
    struct bv_px_segment whole_px; /**< Entry to tip, seen or not. */
    double out_of_plane_mm; /**< The tip's; positive towards +y. NAN: none. */
    double angle_deg;  /**< Of the shaft in the picture, 0..90. NAN: none. */
    bool has_crossing; /**< It crosses the plane steeply. */
    struct bv_px crossing_px;
    bool has_tip_mm;
    struct bv_mm tip_mm;
    bool has_target;
    struct bv_px target_px;
    double target_out_of_plane_mm; /**< As the tip's; NAN: no target. */
    double distance_mm, miss_mm;   /**< As bevel's; NAN where unknown. */
    double turned_deg;   /**< How far the probe's rock turns all tissue in the
                              picture, clockwise. */
    double tented_mm;    /**< Tissue carried along by the tip, forward. */
    double injected_ml;  /**< In pools. */
    double aspirated_ml; /**< Out of fluid targets; negative: into them. */
    int outline_count;
    struct bv_truth_outline outlines[BV_SCENE_OBJECTS_MAX];
};

/** What a truth file starts with. */
struct bv_truth_header {
    const char *scene; /**< As the user named it. */
    const char *title;
    uint64_t seed;
    int width_px, height_px;
    double frame_rate_hz, mm_per_px;
    struct bv_scan_area scan_area;
    enum bv_side marked_side;
    const struct bv_scene_case *case_text; /**< NULL, or not present: none. */
    const char *screen; /**< The layout of the screen it is in; NULL: none. */
};

/**
 * Write the header as one line of JSON.
 * @return 0, -ENOMEM, -EIO, or what the stream's error is.
 */
int bv_truth_write_header(FILE *out,
                          const struct bv_truth_header *header) BV_MUST_USE;

/** Write one frame's line. Same results. */
int bv_truth_write(FILE *out, const char *source,
                   const struct bv_truth *truth) BV_MUST_USE;

/** One of many pictures, with what it was made of. */
struct bv_truth_label {
    const char *image; /**< Its file, without a folder. */
    const struct bv_truth *truth;
    const struct bv_scene *scene;
    int decoys; /**< Bright lines in it that are no needle. */
    int width_px, height_px;
    const char *screen; /**< The layout of the screen it is in; NULL: none. */
};

/** Write one picture's line: a frame's keys, and its scene's. Same results. */
int bv_truth_write_label(FILE *out,
                         const struct bv_truth_label *label) BV_MUST_USE;

BV_END_DECLS

#endif
