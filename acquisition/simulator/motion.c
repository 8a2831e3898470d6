#include "acquisition/simulator/motion.h"

#include <string.h>

#include "acquisition/simulator/maths.h"

/* The value of one control in the script: linear between the steps that
 * name it, held before the first and after the last. */
static double scripted(const struct bv_scene *scene, int control, double time_s)
{
    const struct bv_scene_step *before = NULL, *after = NULL;

    for (int i = 0; i < scene->step_count; i++) {
        const struct bv_scene_step *step = &scene->steps[i];

        if (!step->has[control])
            continue;
        if (step->time_s <= time_s) {
            before = step;
        } else {
            after = step;
            break;
        }
    }
    if (!before)
        return after ? after->value[control] : 0;
    if (!after)
        return before->value[control];
    return before->value[control] +
           (after->value[control] - before->value[control]) *
               ((time_s - before->time_s) / (after->time_s - before->time_s));
}

static void read_controls(const struct bv_scene *scene,
                          const struct bv_sim_hand *hand, double time_s,
                          struct bv_sim_state *state)
{
    double in_script = time_s;
    uint32_t round = 0;

    if (scene->repeat_s > 0) {
        round = (uint32_t)(time_s / scene->repeat_s);
        in_script = time_s - (double)round * scene->repeat_s;
    }
    for (int i = 0; i < BV_CONTROL_COUNT; i++) {
        double value =
            hand->held[i] ? hand->value[i] : scripted(scene, i, in_script);

        state->controls[i] = (float)value;
    }
    if (!hand->held[BV_CONTROL_ANGLE_DEG])
        state->controls[BV_CONTROL_ANGLE_DEG] +=
            (float)scene->vary_deg *
            bv_sim_hash_signed(round, 1, (uint32_t)scene->seed);
}

/* A hand's wander about nothing, -1..1: slow, with some that is faster. Each
 * part is somewhere on its way at the start, so that no hand starts at rest. */
static float wander(float time_s, uint32_t seed)
{
    static const struct {
        float share, per_s;
    } parts[] = {{0.55f, 0.33f}, {0.3f, 0.9f}, {0.15f, 2.3f}};
    float sum = 0;

    for (uint32_t i = 0; i < 3; i++)
        sum += parts[i].share *
               bv_sim_noise1(parts[i].per_s * time_s +
                                 8 * bv_sim_hash_signed(i, 5, seed),
                             seed + 16 * i);
    return sum;
}

/* Right, across and down of a probe turned by rock, then tilt, then yaw. */
static void turn(struct bv_sim_pose *pose, float rock_deg, float tilt_deg,
                 float yaw_deg)
{
    float cr = bv_sim_cos_deg(rock_deg), sr = bv_sim_sin_deg(rock_deg);
    float ct = bv_sim_cos_deg(tilt_deg), st = bv_sim_sin_deg(tilt_deg);
    float cy = bv_sim_cos_deg(yaw_deg), sy = bv_sim_sin_deg(yaw_deg);
    float axes[3][3] = {
        {cr, st * sr, -ct * sr}, {0, ct, st}, {sr, -st * cr, ct * cr}};
    float *out[3] = {pose->right, pose->across, pose->down};

    for (int i = 0; i < 3; i++) {
        out[i][0] = cy * axes[i][0] - sy * axes[i][1];
        out[i][1] = sy * axes[i][0] + cy * axes[i][1];
        out[i][2] = axes[i][2];
    }
}

/* Where the hand with the probe has wandered to, at one time. */
struct drift {
    float x_mm, y_mm, tilt_deg, rock_deg;
};

static struct drift drift_at(const struct bv_scene *scene, float time_s)
{
    float far = (float)scene->motion.drift_mm;
    float turned = (float)scene->motion.drift_deg;
    uint32_t seed = (uint32_t)(scene->seed * 16 + 3);

    return (struct drift){far * wander(time_s, seed),
                          far * wander(time_s, seed + 3),
                          turned * wander(time_s, seed + 8),
                          0.5f * turned * wander(time_s, seed + 6)};
}

static void place_probe(const struct bv_scene *scene,
                        struct bv_sim_state *state)
{
    uint32_t seed = (uint32_t)(scene->seed * 16 + 3);
    float tremor = (float)scene->motion.tremor_mm, t = state->time_s;
    struct drift drift = drift_at(scene, t);
    struct bv_sim_pose *pose = &state->pose;

    pose->origin[0] = state->controls[BV_CONTROL_PROBE_X_MM] + drift.x_mm +
                      tremor * bv_sim_noise1(t * 17, seed + 2);
    pose->origin[1] = state->controls[BV_CONTROL_PROBE_Y_MM] + drift.y_mm +
                      tremor * bv_sim_noise1(t * 19, seed + 5);
    pose->origin[2] = 0;
    turn(pose, state->controls[BV_CONTROL_ROCK_DEG] + drift.rock_deg,
         state->controls[BV_CONTROL_TILT_DEG] + drift.tilt_deg,
         state->controls[BV_CONTROL_YAW_DEG]);
}

/* Tilted as the probe is: y and z of a direction. */
static void tilt_over(float vector[3], float c, float s)
{
    float y = vector[1], z = vector[2];

    vector[1] = c * y - s * z;
    vector[2] = s * y + c * z;
}

/* The hand with the needle keeps the shaft in the plane: it goes along with
 * part of what the probe's hand drifts across it, a reaction time later. */
static void follow_plane(const struct bv_scene *scene,
                         const struct bv_sim_state *state,
                         struct bv_sim_needle *needle)
{
    static const float reaction_s = 0.25f;
    float share = (float)scene->motion.kept_in_plane;
    struct drift drift = drift_at(scene, state->time_s - reaction_s);
    float c = bv_sim_cos_deg(share * drift.tilt_deg);
    float s = bv_sim_sin_deg(share * drift.tilt_deg);
    float middle_y = state->controls[BV_CONTROL_PROBE_Y_MM];

    needle->entry[1] -= middle_y;
    tilt_over(needle->entry, c, s);
    needle->entry[1] += middle_y + share * drift.y_mm;
    tilt_over(needle->direction, c, s);
    tilt_over(needle->bend, c, s);
}

static void place_needle(const struct bv_scene *scene, float hub_x_mm,
                         struct bv_sim_state *state)
{
    const struct bv_scene_needle *from = &scene->needle;
    struct bv_sim_needle *needle = &state->needle;
    float angle = state->controls[BV_CONTROL_ANGLE_DEG];
    float out = state->controls[BV_CONTROL_OUT_OF_PLANE_DEG];
    float way = from->from_right ? -1 : 1;
    float c = bv_sim_cos_deg(angle), s = bv_sim_sin_deg(angle);

    needle->length_mm = state->controls[BV_CONTROL_LENGTH_MM];
    needle->present = from->present && needle->length_mm > 0.2f;
    for (int i = 0; i < 3; i++)
        needle->entry[i] = (float)from->entry_mm[i];
    needle->entry[0] += hub_x_mm;
    needle->entry[1] += state->controls[BV_CONTROL_OFFSET_MM];
    needle->direction[0] = way * c * bv_sim_cos_deg(out);
    needle->direction[1] = c * bv_sim_sin_deg(out);
    needle->direction[2] = s;
    needle->bend[0] = -way * s * 0.0005f * (float)from->bend_per_km;
    needle->bend[1] = 0;
    needle->bend[2] = c * 0.0005f * (float)from->bend_per_km;
    follow_plane(scene, state, needle);
}

void bv_sim_move(const struct bv_scene *scene, const struct bv_sim_hand *hand,
                 uint32_t frame, double frame_rate_hz,
                 struct bv_sim_state *state)
{
    double time_s = (double)frame / frame_rate_hz;
    float beat;

    memset(state, 0, sizeof(*state));
    state->time_s = (float)time_s;
    read_controls(scene, hand, time_s, state);
    state->injects_by_hand = hand->held[BV_CONTROL_INJECTED_ML];
    place_probe(scene, state);
    place_needle(scene, (float)hand->hub_x_mm, state);
    beat = state->time_s * (float)scene->motion.pulse_hz;
    beat -= (float)bv_sim_floor(beat);
    /* quick swell, slow fall */
    state->pulse = bv_sim_step(0, 0.18f, beat) * (1 - beat) * 2 - 0.8f;
    state->slide =
        0.5f -
        0.5f * bv_sim_sin_turns(state->time_s * (float)scene->motion.slide_hz +
                                0.25f);
    state->breath_mm =
        (float)scene->motion.breath_mm *
        bv_sim_sin_turns(state->time_s * (float)scene->motion.breath_hz);
}

void bv_sim_pose_out(const struct bv_sim_pose *pose, const float picture[3],
                     float tissue[3])
{
    for (int i = 0; i < 3; i++)
        tissue[i] = pose->origin[i] + picture[0] * pose->right[i] +
                    picture[1] * pose->across[i] + picture[2] * pose->down[i];
}

void bv_sim_pose_in(const struct bv_sim_pose *pose, const float tissue[3],
                    float picture[3])
{
    float d[3];

    for (int i = 0; i < 3; i++)
        d[i] = tissue[i] - pose->origin[i];
    picture[0] =
        d[0] * pose->right[0] + d[1] * pose->right[1] + d[2] * pose->right[2];
    picture[1] = d[0] * pose->across[0] + d[1] * pose->across[1] +
                 d[2] * pose->across[2];
    picture[2] =
        d[0] * pose->down[0] + d[1] * pose->down[1] + d[2] * pose->down[2];
}

void bv_sim_needle_at(const struct bv_sim_needle *needle, float along_mm,
                      float point[3])
{
    for (int i = 0; i < 3; i++)
        point[i] = needle->entry[i] + along_mm * needle->direction[i] +
                   along_mm * along_mm * needle->bend[i];
}
