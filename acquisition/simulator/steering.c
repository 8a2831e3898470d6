#include "acquisition/simulator/steering.h"

#include <errno.h>
#include <math.h>
#include <string.h>

/* Skin holds a needle that is in by more, and gives way by so much. */
static const double held_from_mm = 3, skin_gives_mm = 1.5;

enum place {
    HUB_X,
    HUB_Y,
    ANGLE,
    LENGTH,
    OUT_OF_PLANE,
    PROBE_X,
    PROBE_Y,
    TILT,
    ROCK,
    YAW,
    PRESS,
    INJECT,
    ASPIRATE,
    DEPTH,
    GAIN,
    FOCUS,
    FREQUENCY,
    RESTART,
    WATCH,
    STEERED,
    INJECTED,
    ASPIRATED,
    DRAWS,
    QUALITY,
    PLACES
};

#define VALUE BV_CONTROL_KIND_VALUE
#define HELD BV_CONTROL_KIND_HELD
#define ACTION BV_CONTROL_KIND_ACTION
#define TOLD BV_CONTROL_KIND_TOLD

static const struct bv_control_spec specs[PLACES] = {
    [HUB_X] = {"hub_x_mm", "Hub along the skin", "mm", VALUE, -40, 40, 0.5},
    [HUB_Y] = {"hub_y_mm", "Hub across", "mm", VALUE, -20, 20, 0.5},
    [ANGLE] = {"angle_deg", "Angle", "°", VALUE, 0, 89, 1},
    [LENGTH] = {"length_mm", "Needle in", "mm", VALUE, 0, 120, 1},
    [OUT_OF_PLANE] = {"out_of_plane_deg", "Roll", "°", VALUE, -90, 90, 1},
    [PROBE_X] = {"probe_x_mm", "Slide", "mm", VALUE, -60, 60, 1},
    [PROBE_Y] = {"probe_y_mm", "Slide across", "mm", VALUE, -60, 60, 0.5},
    [TILT] = {"tilt_deg", "Tilt", "°", VALUE, -40, 40, 1},
    [ROCK] = {"rock_deg", "Rock", "°", VALUE, -30, 30, 1},
    [YAW] = {"yaw_deg", "Rotate", "°", VALUE, -90, 90, 2},
    [PRESS] = {"press_mm", "Press", "mm", VALUE, 0, 8, 0.5},
    [INJECT] = {"inject_ml_s", "Inject", "ml/s", HELD, 0, 1, 0.25},
    [ASPIRATE] = {"aspirate_ml_s", "Aspirate", "ml/s", HELD, 0, 2, 0.5},
    [DEPTH] = {"depth_mm", "Depth", "mm", VALUE, 15, 200, 5},
    [GAIN] = {"gain_db", "Gain", "dB", VALUE, -20, 20, 1},
    [FOCUS] = {"focus_mm", "Focus", "mm", VALUE, 2, 200, 2},
    [FREQUENCY] = {"frequency_mhz", "Frequency", "MHz", VALUE, 2, 18, 1},
    [RESTART] = {"restart", "Start again", "", ACTION, 0, 1, 1},
    [WATCH] = {"watch", "Watch the script", "", ACTION, 0, 1, 1},
    [STEERED] = {"steered", "You steer", "", TOLD, 0, 1, 1},
    [INJECTED] = {"injected_ml", "Injected", "ml", TOLD, 0, 100, 1},
    [ASPIRATED] = {"aspirated_ml", "Aspirated", "ml", TOLD, 0, 100, 1},
    /* 0 nothing, 1 fluid, 2 blood */
    [DRAWS] = {"draws", "In the syringe", "", TOLD, 0, 2, 1},
    /* 0 all beams, 1 and 2 fewer: the machine does not hold the rate */
    [QUALITY] = {"quality", "Fewer beams", "", TOLD, 0, 2, 1},
};

/* What goes straight to a control of the scene. */
static const struct {
    enum place place;
    enum bv_control control;
} direct[] = {{ANGLE, BV_CONTROL_ANGLE_DEG},
              {LENGTH, BV_CONTROL_LENGTH_MM},
              {OUT_OF_PLANE, BV_CONTROL_OUT_OF_PLANE_DEG},
              {PROBE_X, BV_CONTROL_PROBE_X_MM},
              {PROBE_Y, BV_CONTROL_PROBE_Y_MM},
              {TILT, BV_CONTROL_TILT_DEG},
              {ROCK, BV_CONTROL_ROCK_DEG},
              {YAW, BV_CONTROL_YAW_DEG},
              {PRESS, BV_CONTROL_PRESS_MM}};

enum { directs = sizeof(direct) / sizeof(direct[0]) };

/* A curved probe looks deeper; neither is of use outside its range. */
static void fit_to_probe(struct bv_control_spec *own,
                         const struct bv_scene_probe *probe)
{
    bool curved = probe->kind == BV_PROBE_CURVED;

    own[DEPTH].least = fmin(curved ? 40 : 15, probe->depth_mm);
    own[DEPTH].most = fmax(curved ? 160 : 80, probe->depth_mm);
    own[FREQUENCY].least = fmin(curved ? 2 : 5, probe->frequency_mhz);
    own[FREQUENCY].most = fmax(curved ? 7 : 16, probe->frequency_mhz);
    own[FOCUS].most = own[DEPTH].most;
}

int bv_sim_steering_init(struct bv_sim_steering *steering,
                         struct bv_simulator *simulator)
{
    struct bv_control_spec own[PLACES];

    memset(steering, 0, sizeof(*steering));
    memcpy(own, specs, sizeof(own));
    fit_to_probe(own, &bv_simulator_scene(simulator)->probe);
    steering->simulator = simulator;
    steering->controls = bv_controls_new(own, PLACES);
    if (!steering->controls)
        return -ENOMEM;
    bv_sim_steering_tell(steering);
    return 0;
}

void bv_sim_steering_fini(struct bv_sim_steering *steering)
{
    bv_controls_free(steering->controls);
    steering->controls = NULL;
}

static bool take(struct bv_sim_steering *steering, enum place place,
                 double *value)
{
    return bv_controls_take(steering->controls, (int)place, value);
}

/* The script lets go: everything stays as it is at this moment. */
static void take_over(struct bv_sim_steering *steering)
{
    if (steering->steered)
        return;
    steering->steered = true;
    bv_simulator_hold(steering->simulator);
    steering->hub_x_mm = steering->skin_x_mm = 0;
    steering->hub_y_mm = steering->skin_y_mm =
        bv_simulator_get_control(steering->simulator, BV_CONTROL_OFFSET_MM);
}

static double held_by_skin(double wanted_mm, double skin_mm)
{
    return fmin(fmax(wanted_mm, skin_mm - skin_gives_mm),
                skin_mm + skin_gives_mm);
}

/* A needle that is in cannot go in elsewhere: withdraw first. */
static void place_hub(struct bv_sim_steering *steering)
{
    struct bv_simulator *simulator = steering->simulator;
    double length = bv_simulator_get_control(simulator, BV_CONTROL_LENGTH_MM);

    if (length < held_from_mm) {
        steering->skin_x_mm = steering->hub_x_mm;
        steering->skin_y_mm = steering->hub_y_mm;
    }
    steering->hub_x_mm = held_by_skin(steering->hub_x_mm, steering->skin_x_mm);
    steering->hub_y_mm = held_by_skin(steering->hub_y_mm, steering->skin_y_mm);
    bv_simulator_set_hub_x(simulator, steering->hub_x_mm);
    bv_simulator_set_control(simulator, BV_CONTROL_OFFSET_MM,
                             steering->hub_y_mm);
}

static void apply_hands(struct bv_sim_steering *steering)
{
    double value;

    for (int i = 0; i < directs; i++)
        if (take(steering, direct[i].place, &value)) {
            take_over(steering);
            bv_simulator_set_control(steering->simulator, direct[i].control,
                                     value);
        }
    if (take(steering, HUB_X, &value)) {
        take_over(steering);
        steering->hub_x_mm = value;
    }
    if (take(steering, HUB_Y, &value)) {
        take_over(steering);
        steering->hub_y_mm = value;
    }
    if (steering->steered)
        place_hub(steering);
}

static void apply_syringe(struct bv_sim_steering *steering)
{
    double value;

    if (take(steering, INJECT, &value)) {
        take_over(steering);
        steering->inject_ml_s = value;
    }
    if (take(steering, ASPIRATE, &value)) {
        take_over(steering);
        steering->aspirate_ml_s = value;
    }
    bv_simulator_set_flow(steering->simulator, steering->inject_ml_s,
                          steering->aspirate_ml_s);
}

static void apply_settings(struct bv_sim_steering *steering)
{
    struct bv_simulator_settings settings =
        bv_simulator_get_settings(steering->simulator);
    bool any = take(steering, DEPTH, &settings.depth_mm);

    any |= take(steering, GAIN, &settings.gain_db);
    any |= take(steering, FOCUS, &settings.focus_mm);
    any |= take(steering, FREQUENCY, &settings.frequency_mhz);
    if (any)
        bv_simulator_set_settings(steering->simulator, &settings);
}

/* From the start: in the hands that it was in, or with the script. */
static void apply_restart(struct bv_sim_steering *steering)
{
    double restart = 0, watch = 0;
    bool stay;

    take(steering, RESTART, &restart);
    take(steering, WATCH, &watch);
    if (restart < 1 && watch < 1)
        return;
    stay = steering->steered && watch < 1;
    bv_simulator_restart(steering->simulator);
    steering->quality = BV_SIMULATOR_FULL; /* it may be less busy now */
    bv_simulator_set_quality(steering->simulator, BV_SIMULATOR_FULL);
    steering->steered = false;
    steering->inject_ml_s = steering->aspirate_ml_s = 0;
    if (stay)
        take_over(steering);
}

void bv_sim_steering_apply(struct bv_sim_steering *steering)
{
    apply_restart(steering);
    apply_hands(steering);
    apply_syringe(steering);
    apply_settings(steering);
}

static void tell(struct bv_sim_steering *steering, enum place place,
                 double value)
{
    bv_controls_tell(steering->controls, (int)place, value);
}

void bv_sim_steering_tell(struct bv_sim_steering *steering)
{
    const struct bv_simulator *simulator = steering->simulator;
    struct bv_simulator_settings settings =
        bv_simulator_get_settings(simulator);
    const struct bv_simulator_syringe *syringe =
        bv_simulator_get_syringe(simulator);

    for (int i = 0; i < directs; i++)
        tell(steering, direct[i].place,
             bv_simulator_get_control(simulator, direct[i].control));
    tell(steering, HUB_X, steering->steered ? steering->hub_x_mm : 0);
    tell(steering, HUB_Y,
         bv_simulator_get_control(simulator, BV_CONTROL_OFFSET_MM));
    tell(steering, INJECT, steering->inject_ml_s);
    tell(steering, ASPIRATE, steering->aspirate_ml_s);
    tell(steering, INJECTED,
         steering->steered
             ? syringe->injected_ml
             : bv_simulator_get_control(simulator, BV_CONTROL_INJECTED_ML));
    tell(steering, ASPIRATED,
         steering->steered
             ? syringe->aspirated_ml
             : bv_simulator_get_control(simulator, BV_CONTROL_ASPIRATED_ML));
    tell(steering, DRAWS, syringe->draws);
    tell(steering, DEPTH, settings.depth_mm);
    tell(steering, GAIN, settings.gain_db);
    tell(steering, FOCUS, settings.focus_mm);
    tell(steering, FREQUENCY, settings.frequency_mhz);
    tell(steering, STEERED, steering->steered);
    tell(steering, QUALITY, steering->quality);
}
