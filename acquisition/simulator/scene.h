/**
 * @file
 * A scene: one case for the simulated probe, as plain data.
 *
 * Read from one JSON file (docs/formats.md, "Scene"). Everything is checked
 * and every range filled from the seed while reading, so that a scene in
 * memory has only sensible numbers. Units are mm, degrees, dB, ml, s, MHz.
 * Axes of the tissue: x to the right in the picture, y across the picture
 * (elevation), z depth from the skin.
 */
#ifndef BV_SIMULATOR_SCENE_H
#define BV_SIMULATOR_SCENE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "acquisition/simulator/scene_case.h"
#include "core/decls.h"
#include "core/frame.h"
#include "core/status.h"

BV_BEGIN_DECLS

/** The most of each that a scene may have; a file's size, bytes. */
#define BV_SCENE_LAYERS_MAX 16
#define BV_SCENE_OBJECTS_MAX 32
#define BV_SCENE_POINTS_MAX 32
#define BV_SCENE_STEPS_MAX 128
#define BV_SCENE_FILE_MAX 262144

enum bv_probe_kind { BV_PROBE_LINEAR, BV_PROBE_CURVED };

enum bv_tissue {
    BV_TISSUE_SKIN,
    BV_TISSUE_FAT,
    BV_TISSUE_MUSCLE_LONG,  /**< Cut along its fibres. */
    BV_TISSUE_MUSCLE_SHORT, /**< Cut across. */
    BV_TISSUE_TENDON_LONG,
    BV_TISSUE_TENDON_SHORT,
    BV_TISSUE_NERVE,
    BV_TISSUE_CONNECTIVE,
    BV_TISSUE_CARTILAGE,
    BV_TISSUE_LIVER,
    BV_TISSUE_FLUID,
    BV_TISSUE_BLOOD,
    BV_TISSUE_GEL,
    BV_TISSUE_COUNT,
};

enum bv_shape {
    BV_SHAPE_ELLIPSOID,
    BV_SHAPE_TUBE,  /**< Runs across the picture, along y. */
    BV_SHAPE_SHEET, /**< A bright thin line along its points. */
    BV_SHAPE_BONE,  /**< Its points are the surface; dark shadow below. */
    BV_SHAPE_GAS,   /**< Pleura: the same, with a mirror image below. */
};

enum bv_role {
    BV_ROLE_STRUCTURE,
    BV_ROLE_TARGET,
    BV_ROLE_AVOID,
    BV_ROLE_POOL, /**< Opens where fluid is injected; nothing before. */
};

/** What a script or a learner's hand sets. */
enum bv_control {
    BV_CONTROL_LENGTH_MM,        /**< Of needle under the skin. */
    BV_CONTROL_ANGLE_DEG,        /**< Below the horizontal. */
    BV_CONTROL_OUT_OF_PLANE_DEG, /**< The needle's turn out of y = 0. */
    BV_CONTROL_OFFSET_MM,        /**< The entry point's y. */
    BV_CONTROL_PROBE_X_MM,
    BV_CONTROL_PROBE_Y_MM,
    BV_CONTROL_TILT_DEG,
    BV_CONTROL_ROCK_DEG,
    BV_CONTROL_YAW_DEG,
    BV_CONTROL_PRESS_MM,     /**< Of the probe into the skin. */
    BV_CONTROL_INJECTED_ML,  /**< So far, into the pool. */
    BV_CONTROL_ASPIRATED_ML, /**< So far, out of fluid targets. */
    BV_CONTROL_COUNT,
};

struct bv_scene_probe {
    enum bv_probe_kind kind;
    double frequency_mhz;
    double width_mm;            /**< Linear: the face. */
    double radius_mm, view_deg; /**< Curved: the face, and its whole fan. */
    double depth_mm, focus_mm, f_number;
    double gain_db, dynamic_range_db;
    double tgc_db[8];    /**< From shallow to deep. */
    double elevation_mm; /**< Slice thickness at the best depth. */
    double elevation_focus_mm;
    double noise_db;
    double persistence;   /**< Share of the picture before, 0 to 0.9. */
    double contact_db;    /**< Loss where the face touches badly. */
    double no_contact[2]; /**< Parts of the face, at its left and its right
                               end, that are off the skin. */
    double steer_deg;     /**< Needle enhancement: beams turned. */
    enum bv_side marker;
};

struct bv_scene_layer {
    enum bv_tissue tissue;
    double thickness_mm;
    double slope_deg, slope_y_deg; /**< Of its lower border. */
    double wave_mm, wavelength_mm; /**< Of its lower border. */
    double angle_deg;              /**< Of its fibres, down to the right. */
    double gain_db;
    double fascia_db; /**< Of its lower border; <= -60: none. */
    double fascia_mm; /**< Spread of the border's sub-lines. */
};

struct bv_scene_object {
    char name[32];
    enum bv_role role;
    enum bv_shape shape;
    enum bv_tissue tissue;
    double center_mm[3];
    double radii_mm[3]; /**< x, y, z; a tube's y is unused. */
    double rotate_deg;  /**< In the picture, clockwise. */
    double dx_per_y, dz_per_y;
    double angle_deg; /**< Of fibres. */
    double gain_db;
    double wall_db;          /**< <= -60: none. */
    double edge_mm;          /**< Softness of the border. */
    double rough;            /**< Irregular outline, share of the radius. */
    double pulse;            /**< Radius swing, share of the radius. */
    double slides_mm;        /**< Along itself, there and back. */
    double collapse;         /**< Share of its height lost a mm of pressing. */
    bool at_tip;             /**< A pool without a place: where the tip is. */
    double line_db, line_mm; /**< Of a line: brightness, thickness. */
    int point_count;         /**< Of a line: from left to right. */
    double points_mm[BV_SCENE_POINTS_MAX][2]; /**< x, z at y = 0. */
};

struct bv_scene_target {
    bool present;
    double at_mm[3];
    double radius_mm;
};

struct bv_scene_needle {
    bool present;
    double entry_mm[3];
    bool from_right; /**< Its tip points to the left. */
    double diameter_mm;
    double bend_per_km; /**< Curvature, 1/1000 a mm. */
    double echo_db;     /**< Against a plain needle. */
    double length_mm;   /**< Of the shaft, hub to tip; 0: long enough. */
};

struct bv_scene_motion {
    double pulse_hz, breath_hz, breath_mm;
    double drift_mm;  /**< Slow wander of the hand, x and y. */
    double drift_deg; /**< The same in tilt and rock. */
    double tremor_mm; /**< Fast. */
    double slide_hz;  /**< Of what slides along itself. */
    /** Share of the drift across the picture that the hand with the needle
     *  goes along with, 0 to 1. */
    double kept_in_plane;
};

/** From here on these controls have these values; linear in between. */
struct bv_scene_step {
    double time_s;
    bool has[BV_CONTROL_COUNT];
    double value[BV_CONTROL_COUNT];
};

struct bv_scene {
    char name[96];
    uint64_t seed;
    struct bv_scene_probe probe;
    int layer_count;
    struct bv_scene_layer layers[BV_SCENE_LAYERS_MAX];
    int object_count; /**< In paint order: later ones cover earlier ones. */
    struct bv_scene_object objects[BV_SCENE_OBJECTS_MAX];
    struct bv_scene_target target;
    struct bv_scene_needle needle;
    struct bv_scene_motion motion;
    double repeat_s; /**< The script starts again; 0: it ends and holds. */
    double vary_deg; /**< Each repeat's needle angle differs by up to this. */
    int step_count;
    struct bv_scene_step steps[BV_SCENE_STEPS_MAX];
    struct bv_scene_case case_text;
};

/** Whether a shape is given by points, not by a centre. */
static inline bool bv_shape_is_line(enum bv_shape shape)
{
    return shape == BV_SHAPE_SHEET || shape == BV_SHAPE_BONE ||
           shape == BV_SHAPE_GAS;
}

/**
 * Read a scene from text, and what it includes from files.
 *
 * @param name        What to call the text in sentences: the file's path. Its
 *                    folder is where included scenes are looked for first.
 * @param has_seed    Use @p seed instead of the scene's own.
 * @param[out] scene  Written only on success.
 * @retval -EINVAL    Not a scene; @p fault names file, line and key.
 */
int bv_scene_parse(const char *name, const char *text, size_t size_bytes,
                   bool has_seed, uint64_t seed, struct bv_scene *scene,
                   struct bv_fault *fault) BV_MUST_USE;

/**
 * Find and read a scene: a path ends in ".json" or has a "/" in it; a bare
 * name is looked for in $BEVEL_SAMPLES_DIR/scenes, in the installed samples,
 * and in samples/scenes beside the program's build folder.
 *
 * @param path_or_name  "" stands for "nerve".
 * @return 0, -ENOENT, -EINVAL, ... with @p fault said.
 */
int bv_scene_load(const char *path_or_name, bool has_seed, uint64_t seed,
                  struct bv_scene *scene, struct bv_fault *fault) BV_MUST_USE;

/** A number that differs where the scene's text, or one that it includes, does;
 *  0 where it cannot be read. */
uint64_t bv_scene_digest(const char *path_or_name);

/** Print the names of the scenes that bv_scene_load() finds, four spaces in. */
void bv_scene_list(FILE *out);

BV_END_DECLS

#endif
