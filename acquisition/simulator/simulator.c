#include "acquisition/simulator/simulator.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "acquisition/simulator/image.h"
#include "acquisition/simulator/maths.h"
#include "acquisition/simulator/measure.h"
#include "acquisition/simulator/motion.h"
#include "acquisition/simulator/needle.h"
#include "acquisition/simulator/scan_convert.h"
#include "acquisition/simulator/tissue.h"
#include "core/clock.h"

struct bv_simulator {
    struct bv_scene scene;
    struct bv_sim_hand hand;
    double frame_rate_hz;
    struct bv_sim_grid grid;
    struct bv_sim_tissue tissue;
    struct bv_sim_image image;
    struct bv_sim_converter converter;
    struct bv_sim_seen seen;
    struct bv_truth truth;
    uint32_t next; /* number of the next picture */
    float length_before_mm, drag_mm;
};

static void init_grid(struct bv_simulator *simulator,
                      enum bv_simulator_quality quality)
{
    bool full = quality == BV_SIMULATOR_FULL;

    bv_sim_grid_init(&simulator->grid, &simulator->scene.probe,
                     full ? 256 : 192, full ? 512 : 400);
}

struct bv_simulator *
bv_simulator_new(const struct bv_scene *scene,
                 const struct bv_simulator_options *options)
{
    static const struct bv_simulator_options plain;
    struct bv_simulator *simulator;
    int width, height;

    options = options ? options : &plain;
    width = options->width_px ? options->width_px : BV_SIMULATOR_WIDTH_PX;
    height = options->height_px ? options->height_px : BV_SIMULATOR_HEIGHT_PX;
    if (bv_frame_check_size(width, height) < 0)
        return NULL;
    simulator = calloc(1, sizeof(*simulator));
    if (!simulator)
        return NULL;
    simulator->scene = *scene;
    if (options->no_needle)
        simulator->scene.needle.present = false;
    simulator->frame_rate_hz = options->frame_rate_hz > 0
                                   ? options->frame_rate_hz
                                   : BV_SIMULATOR_RATE_HZ;
    init_grid(simulator, options->quality);
    if (bv_sim_tissue_init(&simulator->tissue, &simulator->scene,
                           &simulator->grid) < 0 ||
        bv_sim_image_init(&simulator->image, &simulator->scene,
                          &simulator->grid) < 0 ||
        bv_sim_converter_init(&simulator->converter, &simulator->grid, width,
                              height) < 0) {
        bv_simulator_free(simulator);
        return NULL;
    }
    return simulator;
}

void bv_simulator_free(struct bv_simulator *simulator)
{
    if (!simulator)
        return;
    bv_sim_converter_fini(&simulator->converter);
    bv_sim_image_fini(&simulator->image);
    bv_sim_tissue_fini(&simulator->tissue);
    free(simulator);
}

/* Tissue sticks to a moving shaft, lets go and slides back. */
static void update_drag(struct bv_simulator *simulator,
                        const struct bv_sim_state *state)
{
    float length = state->needle.present ? state->needle.length_mm : 0;
    float moved = simulator->next ? length - simulator->length_before_mm : 0;
    float keep = bv_sim_exp2(-3.14f / (float)simulator->frame_rate_hz);

    simulator->drag_mm =
        bv_sim_clamp(simulator->drag_mm * keep + 0.9f * moved, -1.2f, 1.6f);
    simulator->length_before_mm = length;
}

static void fill_frame(const struct bv_simulator *simulator,
                       struct bv_frame *frame)
{
    frame->sequence = simulator->next;
    frame->time_ns =
        bv_s_to_ns((double)simulator->next / simulator->frame_rate_hz);
    frame->mm_per_px = simulator->converter.mm_per_px;
    frame->marked_side = simulator->scene.probe.marker;
    frame->scan_area = simulator->converter.scan_area;
}

void bv_simulator_render(struct bv_simulator *simulator, struct bv_frame *frame)
{
    struct bv_sim_tissue *tissue = &simulator->tissue;
    struct bv_sim_image *image = &simulator->image;
    struct bv_sim_state state;

    assert(frame->width_px == simulator->converter.width_px &&
           frame->height_px == simulator->converter.height_px);
    bv_sim_move(&simulator->scene, &simulator->hand, simulator->next,
                simulator->frame_rate_hz, &state);
    update_drag(simulator, &state);
    bv_sim_tissue_render(tissue, &state, simulator->drag_mm);
    bv_sim_needle_shadow(tissue);
    bv_sim_image_scatter(image, tissue);
    bv_sim_needle_echo(image, tissue);
    bv_sim_image_finish(image, simulator->next);
    bv_sim_convert(&simulator->converter, image->grey, frame);
    bv_sim_measure(tissue, image, &simulator->converter, &simulator->seen,
                   &simulator->truth);
    fill_frame(simulator, frame);
    simulator->truth.sequence = frame->sequence;
    simulator->truth.time_ns = frame->time_ns;
    simulator->next++;
}

const struct bv_truth *bv_simulator_truth(const struct bv_simulator *simulator)
{
    return &simulator->truth;
}

const struct bv_scene *bv_simulator_scene(const struct bv_simulator *simulator)
{
    return &simulator->scene;
}

void bv_simulator_set_control(struct bv_simulator *simulator,
                              enum bv_control control, double value)
{
    simulator->hand.held[control] = true;
    simulator->hand.value[control] = value;
}

void bv_simulator_release_control(struct bv_simulator *simulator,
                                  enum bv_control control)
{
    simulator->hand.held[control] = false;
}
