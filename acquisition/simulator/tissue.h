/**
 * @file
 * What lies where: layers, interfaces and objects, worked out for every
 * sample of a frame in material coordinates. Private to the simulator.
 *
 * Material coordinates are where a piece of tissue lies at rest; speckle and
 * structure are looked up there, so that they move and strain with it.
 */
#ifndef BV_SIMULATOR_TISSUE_H
#define BV_SIMULATOR_TISSUE_H

#include <math.h>
#include <stdbool.h>
#include <stdint.h>

#include "acquisition/simulator/grid.h"
#include "acquisition/simulator/motion.h"
#include "acquisition/simulator/push.h"
#include "acquisition/simulator/scene.h"
#include "acquisition/simulator/texture.h"
#include "core/decls.h"

BV_BEGIN_DECLS

/** Harmonics 2 .. of an irregular outline. */
#define BV_SIM_HARMONICS 6
/** Sectors in which an outline has bounds: eight an octant. */
#define BV_SIM_SECTORS 64
/** Entries of a line's table along x, and sub-lines of a fascia. */
#define BV_SIM_TABLE 512
#define BV_SIM_SUBLINES 3
/** So far below a border its layer's structure has another run. */
#define BV_SIM_GRAIN_MM 12.0f

/** A line of tissue along x, for this frame: a border, fascia or sheet. */
struct bv_sim_line {
    float z[BV_SIM_TABLE];                       /**< Its middle, mm. */
    float offset[BV_SIM_SUBLINES][BV_SIM_TABLE]; /**< From the middle. */
    float level[BV_SIM_SUBLINES][BV_SIM_TABLE];  /**< Amplitude. */
    float slope[BV_SIM_TABLE];                   /**< dz / dx. */
    /** Of the structure below: its z just below and BV_SIM_GRAIN_MM deeper. */
    float grain[2][BV_SIM_TABLE];
    float half_mm; /**< Half thickness of a sub-line. */
    bool bright;   /**< Has sub-lines at all. */
};

/** An object as it is in this frame. */
struct bv_sim_object {
    const struct bv_scene_object *from;
    const struct bv_sim_texture *texture;
    float centre[3], radii[3], radii_at_rest[3];
    float cos_rotate, sin_rotate;
    float cosine[BV_SIM_HARMONICS], sine[BV_SIM_HARMONICS];
    /** Of the irregular radius: within each sector of directions, and at
     *  all. Bounds, not values: they save working it out. */
    float sector_min[BV_SIM_SECTORS], sector_max[BV_SIM_SECTORS];
    float outline_max;
    float slid_mm;   /**< Along itself, in this frame. */
    float deep;      /**< Less than the least radius. */
    float scale;     /**< Of the radius now; 1 at rest, 0: an empty pool. */
    bool solid;      /**< An ellipsoid, not a tube. */
    bool pool;       /**< Fluid pushed in between: nothing of it at rest. */
    bool placed;     /**< A pool that was opened where it is. */
    float pool_ml;   /**< In it. */
    float volume_ml; /**< At scale 1. */
    float level, line_level, wall_level, attenuation_db;
    float cos_fibres, sin_fibres;
    float u0, v0; /**< Where its texture starts. */
    uint32_t seed;
};

struct bv_sim_layer {
    const struct bv_scene_layer *from;
    const struct bv_sim_texture *texture;
    float level, line_level, attenuation_db;
    float cos_fibres, sin_fibres;
    bool follows_border; /**< Its structure runs along its upper border. */
    float waviness;      /**< Of its structure; muscle 1. */
    float u0, v0;
};

/** Everything that stays from frame to frame, and the frame's own arrays. */
struct bv_sim_tissue {
    const struct bv_scene *scene;
    const struct bv_sim_grid *grid;
    struct bv_sim_texture textures[BV_SIM_TEXTURE_COUNT];
    float *regions;
    struct bv_sim_layer layers[BV_SCENE_LAYERS_MAX];
    struct bv_sim_object objects[BV_SCENE_OBJECTS_MAX];
    int object_count;
    struct bv_sim_line borders[BV_SCENE_LAYERS_MAX]; /**< Lower borders. */
    struct bv_sim_line *sheets;
    int sheet_count;
    const struct bv_scene_object *sheet_from[BV_SCENE_OBJECTS_MAX];
    float table_x0, table_step_mm;
    float contact_db[BV_SIM_BEAMS_MAX];

    /* this frame */
    struct bv_sim_state state;
    float pooled_ml; /**< Injected so far and in the pools. */
    float frame_s;   /**< From picture to picture. */
    float drag_mm;   /**< Tissue carried along by the shaft. */
    struct bv_sim_push push;
    float swelling_mm; /**< The most that objects push others away. */
    bool has_lines;    /**< The lines are those of some picture. */
    float present[3][BV_SIM_SAMPLES_MAX]; /**< One beam's places now. */
    float node_u[BV_SIM_BEAMS_MAX][BV_SIM_NODES_MAX][3];
    /* [beam][sample], grid->beams x grid->samples */
    float *x, *y, *z;                /**< Material coordinates, mm. */
    float *diffuse, *line, *loss_db; /**< Amplitudes; dB a sample. */
};

/** Makes room for the largest grid. @return 0 or -ENOMEM. @p scene and @p grid
 *  are borrowed. */
int bv_sim_tissue_init(struct bv_sim_tissue *tissue,
                       const struct bv_scene *scene,
                       const struct bv_sim_grid *grid) BV_MUST_USE;

void bv_sim_tissue_fini(struct bv_sim_tissue *tissue);

/** Follow a change of the scene's probe or of the grid; allocates nothing. */
void bv_sim_tissue_configure(struct bv_sim_tissue *tissue);

/** Work out the frame's arrays for a state; its needle goes as far as bone
 *  lets it. */
void bv_sim_tissue_render(struct bv_sim_tissue *tissue,
                          const struct bv_sim_state *state, float drag_mm);

/** How far what sticks to the shaft is carried at its tip, mm. */
float bv_sim_drag_at_tip(const struct bv_sim_tissue *tissue);

/** Displacement from a point of the tissue now to where it lies at rest. */
void bv_sim_displace(const struct bv_sim_tissue *tissue, const float now[3],
                     float displacement[3]);

/** Level of an object at a material point (a pool: at a point now): 1 on its
 *  outline, less inside. */
float bv_sim_object_level(const struct bv_sim_object *object,
                          const float point[3]);

/** The irregular radius in a direction of the object's own axes, where 1 is
 *  that of the plain ellipse. */
float bv_sim_object_outline(const struct bv_sim_object *object, float nx,
                            float nz);

/** The sector of a direction, for the bounds. */
static inline int bv_sim_sector_of(float nx, float nz)
{
    float ax = fabsf(nx), az = fabsf(nz);
    bool steep = az > ax;
    int step = (int)((steep ? ax / az : az / (ax + 1e-20f)) * 8);

    return 8 * (4 * steep + 2 * (nz < 0) + (nx < 0)) + (step < 7 ? step : 7);
}

/** Make up an object's outline from its seed and roughness, with the bounds;
 *  sets its radii so that the area is that of the plain ellipse. */
void bv_sim_outline_init(struct bv_sim_object *object);

/** A point's distance from an object's middle in its own axes, as shares of
 *  its radii. */
void bv_sim_object_axes(const struct bv_sim_object *object,
                        const float point[3], float axes[3]);

/* The parts, each in its own file. */

/** Lines: tables for this frame, then their echoes on one beam. */
void bv_sim_lines_prepare(struct bv_sim_tissue *tissue);
void bv_sim_borders_render(struct bv_sim_tissue *tissue, int beam);
void bv_sim_sheet_render(struct bv_sim_tissue *tissue, int sheet);
float bv_sim_line_at(const struct bv_sim_tissue *tissue, const float *table,
                     float x_mm);

/** Objects: set up once, for a probe, for this frame, then on the arrays. */
void bv_sim_objects_init(struct bv_sim_tissue *tissue);
void bv_sim_objects_configure(struct bv_sim_tissue *tissue);
void bv_sim_objects_prepare(struct bv_sim_tissue *tissue);
void bv_sim_objects_render(struct bv_sim_tissue *tissue);

/** What a tissue is made of. */
struct bv_sim_tissue_kind {
    float db, line_db; /**< Diffuse and interface amplitude. */
    float loss_db_cm_mhz;
    enum bv_sim_texture_kind texture;
    float aniso_deg; /**< Fades this far from facing the beam; 0: no. */
    bool fluid;
};
extern const struct bv_sim_tissue_kind bv_sim_tissue_kinds[BV_TISSUE_COUNT];

BV_END_DECLS

#endif
