#include "acquisition/simulator/simulator.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "acquisition/simulator/image.h"
#include "acquisition/simulator/maths.h"
#include "acquisition/simulator/measure.h"
#include "acquisition/simulator/motion.h"
#include "acquisition/simulator/needle.h"
#include "acquisition/simulator/pools.h"
#include "acquisition/simulator/scan_convert.h"
#include "acquisition/simulator/tissue.h"
#include "core/clock.h"

/* The most that a syringe gives or takes in a scene; a fluid target is never
 * more than so many times as full as it was, and never quite dry. */
static const double most_ml = 100, fullest = 2, driest = 0.02;

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
    struct bv_sim_state state; /* of the last picture */
    enum bv_simulator_quality quality;
    bool changed;     /* probe or grid, since the last picture */
    uint32_t next;    /* number of the next picture */
    uint32_t started; /* the picture with which the scene began */
    float length_before_mm, drag_mm;
    double inject_ml_s, aspirate_ml_s;
    struct bv_simulator_syringe syringe;
};

static void init_grid(struct bv_simulator *simulator)
{
    static const struct {
        int beams, samples;
    } size[] = {[BV_SIMULATOR_FULL] = {256, 512},
                [BV_SIMULATOR_REDUCED] = {192, 400},
                [BV_SIMULATOR_LOW] = {128, 320}};

    bv_sim_grid_init(&simulator->grid, &simulator->scene.probe,
                     size[simulator->quality].beams,
                     size[simulator->quality].samples);
}

static void move(struct bv_simulator *simulator)
{
    bv_sim_move(&simulator->scene, &simulator->hand,
                simulator->next - simulator->started, simulator->frame_rate_hz,
                &simulator->state);
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
    bv_sim_pools_add(&simulator->scene);
    if (options->no_needle)
        simulator->scene.needle.present = false;
    simulator->frame_rate_hz = options->frame_rate_hz > 0
                                   ? options->frame_rate_hz
                                   : BV_SIMULATOR_RATE_HZ;
    simulator->quality = options->quality;
    init_grid(simulator);
    if (bv_sim_tissue_init(&simulator->tissue, &simulator->scene,
                           &simulator->grid) < 0 ||
        bv_sim_image_init(&simulator->image, &simulator->scene,
                          &simulator->grid) < 0 ||
        bv_sim_converter_init(&simulator->converter, &simulator->grid, width,
                              height) < 0) {
        bv_simulator_free(simulator);
        return NULL;
    }
    simulator->tissue.frame_s = (float)(1 / simulator->frame_rate_hz);
    move(simulator);
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
static void update_drag(struct bv_simulator *simulator)
{
    const struct bv_sim_needle *needle = &simulator->state.needle;
    bool first = simulator->next == simulator->started;
    float length = needle->present ? needle->length_mm : 0;
    float moved = first ? 0 : length - simulator->length_before_mm;
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
    frame->focus_mm = simulator->scene.probe.focus_mm;
    frame->scan_area = simulator->converter.scan_area;
}

static double *held(struct bv_simulator *simulator, enum bv_control control)
{
    return &simulator->hand.value[control];
}

/* Into a fluid target, or out of it: all of one scene share the control. */
static double fill_target(struct bv_simulator *simulator,
                          const struct bv_sim_object *target, double ml)
{
    double *taken = held(simulator, BV_CONTROL_ASPIRATED_ML);
    double volume = (double)target->volume_ml, before = *taken;

    *taken =
        fmin(fmax(before - ml, -(fullest - 1) * volume), (1 - driest) * volume);
    return fabs(before - *taken);
}

/* Into pools, or out of the one that the tip is in. */
static double fill_pool(struct bv_simulator *simulator, double ml)
{
    double *given = held(simulator, BV_CONTROL_INJECTED_ML);
    double before = *given;

    *given = fmin(fmax(before + ml, 0), most_ml);
    return fabs(before - *given);
}

/* The syringe, for as long as a picture lasts. A tip in a vessel gives to the
 * blood and takes from it; one in tissue opens it, and draws nothing. */
static void flow(struct bv_simulator *simulator)
{
    struct bv_simulator_syringe *syringe = &simulator->syringe;
    double ml = (simulator->inject_ml_s - simulator->aspirate_ml_s) /
                simulator->frame_rate_hz;
    int in = bv_sim_pools_find_tip(&simulator->tissue);
    const struct bv_sim_object *object =
        in >= 0 ? &simulator->tissue.objects[in] : NULL;
    double moved = 0;

    syringe->draws = BV_SYRINGE_NOTHING;
    if (ml == 0 || !simulator->hand.held[BV_CONTROL_INJECTED_ML] ||
        !simulator->state.needle.present)
        return;
    if (object && object->from->tissue == BV_TISSUE_BLOOD && !object->pool)
        moved = fabs(ml);
    else if (object && object->from->role == BV_ROLE_TARGET)
        moved = fill_target(simulator, object, ml);
    else if (ml > 0 || (object && object->pool))
        moved = fill_pool(simulator, ml);
    *(ml > 0 ? &syringe->injected_ml : &syringe->aspirated_ml) += moved;
    if (ml < 0 && moved > 0)
        syringe->draws = object->from->tissue == BV_TISSUE_BLOOD
                             ? BV_SYRINGE_BLOOD
                             : BV_SYRINGE_FLUID;
}

/* Another depth, focus or quality: all that was worked out from it. */
static void configure(struct bv_simulator *simulator)
{
    init_grid(simulator);
    bv_sim_tissue_configure(&simulator->tissue);
    bv_sim_image_configure(&simulator->image);
    bv_sim_converter_configure(&simulator->converter, &simulator->grid);
    simulator->changed = false;
}

/* A hand that pushes on does not come nearer. */
static void stop_on_bone(struct bv_simulator *simulator)
{
    simulator->state.needle = simulator->tissue.state.needle;
    if (simulator->tissue.push.on_bone &&
        simulator->hand.held[BV_CONTROL_LENGTH_MM])
        *held(simulator, BV_CONTROL_LENGTH_MM) =
            (double)simulator->state.needle.length_mm;
}

void bv_simulator_render(struct bv_simulator *simulator, struct bv_frame *frame)
{
    struct bv_sim_tissue *tissue = &simulator->tissue;
    struct bv_sim_image *image = &simulator->image;

    assert(frame->width_px == simulator->converter.width_px &&
           frame->height_px == simulator->converter.height_px);
    if (simulator->changed)
        configure(simulator);
    flow(simulator);
    move(simulator);
    update_drag(simulator);
    bv_sim_tissue_render(tissue, &simulator->state, simulator->drag_mm);
    stop_on_bone(simulator);
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
    simulator->truth.scan_area = frame->scan_area;
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

double bv_simulator_get_control(const struct bv_simulator *simulator,
                                enum bv_control control)
{
    return simulator->hand.held[control]
               ? simulator->hand.value[control]
               : (double)simulator->state.controls[control];
}

void bv_simulator_hold(struct bv_simulator *simulator)
{
    if (!simulator->hand.held[BV_CONTROL_INJECTED_ML]) {
        simulator->syringe.injected_ml =
            (double)simulator->state.controls[BV_CONTROL_INJECTED_ML];
        simulator->syringe.aspirated_ml =
            (double)simulator->state.controls[BV_CONTROL_ASPIRATED_ML];
    }
    for (int i = 0; i < BV_CONTROL_COUNT; i++)
        if (!simulator->hand.held[i])
            bv_simulator_set_control(simulator, (enum bv_control)i,
                                     (double)simulator->state.controls[i]);
}

void bv_simulator_set_flow(struct bv_simulator *simulator, double inject_ml_s,
                           double aspirate_ml_s)
{
    simulator->inject_ml_s = inject_ml_s;
    simulator->aspirate_ml_s = aspirate_ml_s;
}

const struct bv_simulator_syringe *
bv_simulator_get_syringe(const struct bv_simulator *simulator)
{
    return &simulator->syringe;
}

void bv_simulator_set_hub_x(struct bv_simulator *simulator, double moved_mm)
{
    simulator->hand.hub_x_mm = moved_mm;
}

void bv_simulator_restart(struct bv_simulator *simulator)
{
    memset(&simulator->hand, 0, sizeof(simulator->hand));
    simulator->started = simulator->next;
    simulator->drag_mm = 0;
    simulator->inject_ml_s = simulator->aspirate_ml_s = 0;
    memset(&simulator->syringe, 0, sizeof(simulator->syringe));
    bv_sim_pools_reset(&simulator->tissue);
    bv_sim_push_reset(&simulator->tissue.push);
    simulator->image.has_shown = false;
    move(simulator);
}

struct bv_simulator_settings
bv_simulator_get_settings(const struct bv_simulator *simulator)
{
    const struct bv_scene_probe *probe = &simulator->scene.probe;

    return (struct bv_simulator_settings){
        probe->depth_mm, probe->gain_db, probe->focus_mm, probe->frequency_mhz};
}

void bv_simulator_set_settings(struct bv_simulator *simulator,
                               const struct bv_simulator_settings *settings)
{
    struct bv_scene_probe *probe = &simulator->scene.probe;

    probe->depth_mm = fmin(fmax(settings->depth_mm, 15), 200);
    probe->gain_db = fmin(fmax(settings->gain_db, -30), 30);
    probe->focus_mm = fmin(fmax(settings->focus_mm, 2), 200);
    probe->frequency_mhz = fmin(fmax(settings->frequency_mhz, 2), 20);
    simulator->changed = true;
}

void bv_simulator_set_quality(struct bv_simulator *simulator,
                              enum bv_simulator_quality quality)
{
    if (quality == simulator->quality)
        return;
    simulator->quality = quality;
    simulator->changed = true;
}
