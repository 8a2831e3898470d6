/*
 * Films clips of the simulated probe for the network's training: letterboxed
 * grey pictures and, for each, what is to be seen in it.
 *
 *   film FOLDER FIRST-SEED SECONDS CLIPS
 *
 * Writes FOLDER/SEED.clips, a file for every CLIPS_A_FILE clips, complete
 * under that name, until CLIPS clips are made or SECONDS have passed. Scenes
 * are found as `bevel simulate` finds them. The same seed gives the same clip.
 * A clip is FRAMES pictures of SIDE x SIDE bytes, then LABELS floats a picture
 * (see enum label), in the machine's byte order.
 */
#include <errno.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "acquisition/simulator/random_scene.h"
#include "acquisition/simulator/scene.h"
#include "acquisition/simulator/simulator.h"
#include "core/frame.h"

enum { side = 208, frames = 12, clips_a_file = 16 };

static const double rate_hz = 10, clip_s = 1.1;

/* A picture's label; px of the letterboxed picture. */
enum label {
    HAS_SHAFT,
    SHAFT_FROM_X, /* the visible part, skin side first */
    SHAFT_FROM_Y,
    SHAFT_TO_X,
    SHAFT_TO_Y,
    HAS_WHOLE,
    WHOLE_FROM_X, /* entry to tip, seen or not */
    WHOLE_FROM_Y,
    WHOLE_TO_X,
    WHOLE_TO_Y,
    TIP_VISIBLE,
    VISIBLE_MM,
    MM_PER_PX,
    HAS_CROSSING,
    CROSSING_X,
    CROSSING_Y,
    SCENE, /* 0: made up; otherwise its place in `names`, from 1 */
    HAS_NEEDLE,
    BOX_LEFT, /* what of the letterboxed picture is picture */
    BOX_TOP,
    BOX_RIGHT,
    BOX_BOTTOM,
    IS_SECTOR,
    TIME_S,
    LABELS
};

/* Hip, ganglion and erector-spinae are left out, to see what unknown scenes
 * make of the network. What it is wanted for most comes twice. */
static const char *const names[] = {
    "acromioclavicular", "ankle", "bakers-cyst", "biceps-groove",
    "calcific-lavage", "calf", "common-extensor-prp", "cuff-tear", "fascia-v",
    "femoral", "first-dorsal", "interscalene", "knee-effusion", "median-wrist",
    "nerve", "nodule", "oblique-septa", "old-track", "popliteal-sciatic",
    "shoulder-posterior", "splinter", "subacromial-bursa", "supraclavicular",
    "tank-bottom", "thumb-base", "trigger-finger", "trochanteric-bursa",
    "unsteady-hand", "shoulder-posterior", "popliteal-sciatic",
    "knee-effusion"};

struct dice {
    uint64_t state;
};

static double between(struct dice *dice, double low, double high)
{
    uint64_t z = dice->state += 0x9e3779b97f4a7c15u;

    z = (z ^ z >> 30) * 0xbf58476d1ce4e5b9u;
    z = (z ^ z >> 27) * 0x94d049bb133111ebu;
    z ^= z >> 31;
    return low + (high - low) * (double)(z >> 11) * 0x1p-53;
}

static bool chance(struct dice *dice, double of_one)
{
    return between(dice, 0, 1) < of_one;
}

static double held(double value, double low, double high)
{
    return value < low ? low : value > high ? high : value;
}

static void set_control(struct bv_scene_step *step, enum bv_control control,
                        double value)
{
    step->has[control] = true;
    step->value[control] = value;
}

/* How a needle goes in a second: from how long before to how long after. */
static void move_needle(struct dice *dice, struct bv_scene *scene,
                        double length_mm)
{
    double speed = between(dice, 2, 25), how = between(dice, 0, 1);
    double before = length_mm, after = length_mm, start = 0, end = clip_s;

    if (how < 0.4)
        before = length_mm - speed * clip_s;
    else if (how < 0.55)
        after = length_mm - speed * clip_s;
    else if (how < 0.7) {
        start = between(dice, 0.2, 0.7);
        end = start + between(dice, 0.1, 0.4);
        before = length_mm - speed * (end - start);
    }
    scene->step_count = 4;
    for (int i = 0; i < 4; i++) {
        struct bv_scene_step *step = &scene->steps[i];

        if (i > 0)
            memset(step, 0, sizeof(*step));
        step->time_s = i == 0   ? -0.001
                       : i == 1 ? start
                       : i == 2 ? end
                                : clip_s + 0.5;
        set_control(step, BV_CONTROL_LENGTH_MM,
                    held(i < 2 ? before : after, 0, 200));
    }
}

/* The hand: slides, tilts, turns and trembles. */
static void move_probe(struct dice *dice, struct bv_scene *scene)
{
    struct bv_scene_motion *motion = &scene->motion;
    struct bv_scene_step *from = &scene->steps[0];
    struct bv_scene_step *to = &scene->steps[scene->step_count - 1];

    motion->drift_mm = between(dice, 0, 1.5);
    motion->drift_deg = between(dice, 0, 3);
    motion->tremor_mm = between(dice, 0, 0.09);
    motion->breath_mm = between(dice, 0, 1.2);
    if (scene->step_count < 2 || chance(dice, 0.6))
        return;
    set_control(to, BV_CONTROL_PROBE_X_MM,
                from->value[BV_CONTROL_PROBE_X_MM] + between(dice, -8, 8));
    set_control(to, BV_CONTROL_TILT_DEG,
                from->value[BV_CONTROL_TILT_DEG] + between(dice, -5, 5));
    set_control(to, BV_CONTROL_ROCK_DEG,
                from->value[BV_CONTROL_ROCK_DEG] + between(dice, -4, 4));
    set_control(to, BV_CONTROL_PRESS_MM,
                held(from->value[BV_CONTROL_PRESS_MM] + between(dice, -2, 2),
                     0, 4));
}

/* Steeper, broader and fainter needles than the made-up scenes have. */
static void steepen(struct dice *dice, struct bv_scene *scene, double *length)
{
    struct bv_scene_step *start = &scene->steps[0];
    double angle = between(dice, 42, 76) * acos(-1) / 180;
    double old = start->value[BV_CONTROL_ANGLE_DEG] * acos(-1) / 180;
    double way = scene->needle.from_right ? -1 : 1;
    double tip_x = scene->needle.entry_mm[0] + way * *length * cos(old);
    double tip_z = *length * sin(old);

    tip_z = held(tip_z * between(dice, 0.9, 1.6), 3,
                 0.92 * scene->probe.depth_mm);
    *length = tip_z / sin(angle);
    scene->needle.entry_mm[0] = tip_x - way * *length * cos(angle);
    start->value[BV_CONTROL_ANGLE_DEG] = angle * 180 / acos(-1);
    start->value[BV_CONTROL_OUT_OF_PLANE_DEG] *= 0.3;
    start->value[BV_CONTROL_OFFSET_MM] = between(dice, -0.3, 0.3);
    scene->needle.diameter_mm = between(dice, 0.7, 1.9);
    scene->needle.echo_db = between(dice, -2, 5);
}

static void make_up(struct dice *dice, uint64_t seed, struct bv_scene *scene)
{
    struct bv_scene_step *start = &scene->steps[0];
    double length;

    bv_random_scene(seed, 7, scene);
    if (!scene->needle.present) {
        scene->step_count = 2;
        memset(scene->steps, 0, 2 * sizeof(*scene->steps));
        scene->steps[1].time_s = clip_s;
    } else {
        length = scene->steps[1].value[BV_CONTROL_LENGTH_MM];
        if (chance(dice, 0.4))
            steepen(dice, scene, &length);
        else if (chance(dice, 0.3))
            scene->needle.diameter_mm = between(dice, 1, 2.2);
        /* most needles that are shown are held in the plane */
        if (chance(dice, 0.5)) {
            start->value[BV_CONTROL_OUT_OF_PLANE_DEG] *= 0.3;
            start->value[BV_CONTROL_OFFSET_MM] *= 0.3;
        }
        move_needle(dice, scene, length);
    }
    move_probe(dice, scene);
}

/* The script, from somewhere in it. */
static void start_anywhere(struct dice *dice, struct bv_scene *scene)
{
    double length = scene->repeat_s;
    double from;

    if (length <= 0 && scene->step_count > 0)
        length = scene->steps[scene->step_count - 1].time_s;
    from = between(dice, 0, length);
    for (int i = 0; i < scene->step_count; i++)
        scene->steps[i].time_s -= from;
    scene->repeat_s = 0;
}

static void vary(struct dice *dice, struct bv_scene *scene)
{
    struct bv_scene_probe *probe = &scene->probe;
    struct bv_scene_needle *needle = &scene->needle;
    double turned = between(dice, -8, 8), off = between(dice, -0.4, 0.4);

    probe->gain_db += between(dice, -4, 4);
    probe->dynamic_range_db =
        held(probe->dynamic_range_db + between(dice, -8, 8), 42, 85);
    probe->depth_mm = held(probe->depth_mm * between(dice, 0.8, 1.25), 15, 190);
    probe->frequency_mhz =
        held(probe->frequency_mhz * between(dice, 0.8, 1.15), 2.2, 18);
    probe->noise_db += between(dice, -4, 6);
    probe->elevation_mm *= between(dice, 0.8, 1.5);
    needle->diameter_mm =
        held(needle->diameter_mm * between(dice, 0.7, 1.7), 0.3, 2.4);
    needle->echo_db += between(dice, -3, 4);
    for (int i = 0; i < scene->step_count; i++) {
        scene->steps[i].value[BV_CONTROL_ANGLE_DEG] += turned;
        scene->steps[i].value[BV_CONTROL_OFFSET_MM] += off;
    }
}

static int load(struct dice *dice, uint64_t seed, struct bv_scene *scene,
                int *which)
{
    struct bv_fault fault = {0};
    int count = (int)(sizeof(names) / sizeof(*names));
    int error;

    *which = (int)between(dice, 0, count);
    error = bv_scene_load(names[*which], true, seed, scene, &fault);
    if (error < 0) {
        fprintf(stderr, "film: %s\n", fault.text);
        return error;
    }
    *which += 1;
    start_anywhere(dice, scene);
    if (chance(dice, 0.8))
        vary(dice, scene);
    if (chance(dice, 0.5))
        scene->motion.drift_mm += between(dice, 0, 1.2);
    return 0;
}

/* From the frame to the letterboxed picture. */
struct box {
    double left, top, scale, x0, y0;
    int width, height;
};

static struct box place(const struct bv_frame *frame)
{
    struct bv_px_box at = frame->scan_area.box;
    int width, height, longer;
    struct box box;

    at.left = at.left < 0 ? 0 : at.left;
    at.top = at.top < 0 ? 0 : at.top;
    at.right = at.right > frame->width_px ? frame->width_px : at.right;
    at.bottom = at.bottom > frame->height_px ? frame->height_px : at.bottom;
    width = at.right - at.left;
    height = at.bottom - at.top;
    longer = width > height ? width : height;
    box.left = at.left;
    box.top = at.top;
    box.scale = (double)side / longer;
    box.width = (int)(width * box.scale + 1e-6);
    box.height = (int)(height * box.scale + 1e-6);
    box.x0 = (side - box.width) / 2;
    box.y0 = (side - box.height) / 2;
    return box;
}

/* Weights of the source's columns or rows for one of the target's. */
static double covered(double from, double to, int at)
{
    double low = from > at ? from : at, high = to < at + 1 ? to : at + 1;

    return high > low ? high - low : 0;
}

static uint8_t average(const struct bv_frame *frame, const struct box *box,
                       int x, int y)
{
    double left = box->left + x / box->scale;
    double right = box->left + (x + 1) / box->scale;
    double top = box->top + y / box->scale;
    double bottom = box->top + (y + 1) / box->scale, sum = 0, weights = 0;

    for (int v = (int)top; v < bottom && v < frame->height_px; v++)
        for (int u = (int)left; u < right && u < frame->width_px; u++) {
            double weight = covered(left, right, u) * covered(top, bottom, v);

            sum += weight * frame->pixels[v * frame->stride_bytes + u];
            weights += weight;
        }
    return (uint8_t)(weights > 0 ? sum / weights + 0.5 : 0);
}

static void letterbox(const struct bv_frame *frame, const struct box *box,
                      uint8_t *out)
{
    memset(out, 0, side * side);
    for (int y = 0; y < box->height; y++)
        for (int x = 0; x < box->width; x++)
            out[(y + (int)box->y0) * side + x + (int)box->x0] =
                average(frame, box, x, y);
}

static void put(float *to, const struct box *box, struct bv_px px)
{
    to[0] =
        (float)((px.x + 0.5 - box->left) * box->scale + box->x0 - 0.5);
    to[1] = (float)((px.y + 0.5 - box->top) * box->scale + box->y0 - 0.5);
}

static void write_label(const struct bv_truth *truth, const struct box *box,
                        float *label)
{
    label[HAS_SHAFT] = truth->has_shaft;
    if (truth->has_shaft) {
        put(label + SHAFT_FROM_X, box, truth->shaft_px.from);
        put(label + SHAFT_TO_X, box, truth->shaft_px.to);
    }
    label[HAS_WHOLE] = truth->has_whole;
    if (truth->has_whole) {
        put(label + WHOLE_FROM_X, box, truth->whole_px.from);
        put(label + WHOLE_TO_X, box, truth->whole_px.to);
    }
    label[TIP_VISIBLE] = truth->tip_visible;
    label[VISIBLE_MM] = (float)truth->visible_mm;
    label[MM_PER_PX] = (float)(truth->mm_per_px / box->scale);
    label[HAS_CROSSING] = truth->has_crossing;
    if (truth->has_crossing)
        put(label + CROSSING_X, box, truth->crossing_px);
    label[HAS_NEEDLE] = truth->needle;
    label[BOX_LEFT] = (float)box->x0;
    label[BOX_TOP] = (float)box->y0;
    label[BOX_RIGHT] = (float)(box->x0 + box->width);
    label[BOX_BOTTOM] = (float)(box->y0 + box->height);
    label[IS_SECTOR] = truth->scan_area.shape == BV_SCAN_SECTOR;
}

struct clip {
    uint8_t pixels[frames][side * side];
    float labels[frames][LABELS];
};

static struct bv_simulator_options options(struct dice *dice)
{
    static const int sizes[][2] = {{640, 480}, {480, 400}, {560, 480}};
    double size = between(dice, 0, 3), quality = between(dice, 0, 1);

    return (struct bv_simulator_options){
        .width_px = sizes[(int)size][0],
        .height_px = sizes[(int)size][1],
        .frame_rate_hz = rate_hz,
        .quality = quality < 0.65   ? BV_SIMULATOR_FULL
                   : quality < 0.85 ? BV_SIMULATOR_REDUCED
                                    : BV_SIMULATOR_LOW,
        .no_needle = chance(dice, 0.25)};
}

static int film(uint64_t seed, struct clip *clip)
{
    struct dice dice = {seed * 0xd1342543de82ef95u};
    struct bv_simulator_options how = options(&dice);
    struct bv_scene scene;
    struct bv_simulator *simulator;
    struct bv_frame *frame = bv_frame_new(how.width_px, how.height_px);
    int which = 0;

    memset(clip, 0, sizeof(*clip));
    if (chance(&dice, 0.5))
        make_up(&dice, seed, &scene);
    else if (load(&dice, seed, &scene, &which) < 0)
        return -EINVAL;
    /* a share of the picture before is one of three pictures before, here */
    scene.probe.persistence *= scene.probe.persistence;
    simulator = bv_simulator_new(&scene, &how);
    if (!frame || !simulator)
        return -ENOMEM;
    for (int i = 0; i < frames; i++) {
        struct box box;

        bv_simulator_render(simulator, frame);
        box = place(frame);
        letterbox(frame, &box, clip->pixels[i]);
        write_label(bv_simulator_truth(simulator), &box, clip->labels[i]);
        clip->labels[i][SCENE] = (float)which;
        clip->labels[i][TIME_S] = (float)(i / rate_hz);
    }
    bv_simulator_free(simulator);
    bv_frame_unref(frame);
    return 0;
}

static double now_s(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

/* @return 0, or 1 where something could not be made or written. */
static int make_file(const char *folder, uint64_t seed, struct clip *clip)
{
    char path[4096], part[4096 + 8];
    FILE *out;
    int bad = 0;

    snprintf(path, sizeof(path), "%s/%llu.clips", folder,
             (unsigned long long)seed);
    snprintf(part, sizeof(part), "%s.part", path);
    out = fopen(part, "wb");
    if (!out) {
        fprintf(stderr, "film: %s cannot be written: %s\n", part,
                strerror(errno));
        return 1;
    }
    for (int i = 0; i < clips_a_file && !bad; i++)
        bad = film(seed + (uint64_t)i, clip) < 0 ||
              fwrite(clip, sizeof(*clip), 1, out) != 1;
    bad |= fclose(out) != 0;
    if (!bad)
        bad = rename(part, path) != 0;
    if (bad)
        fprintf(stderr, "film: %s could not be made\n", path);
    return bad;
}

int main(int argc, char **argv)
{
    double start = now_s();
    struct clip *clip = malloc(sizeof(*clip));
    int bad = 0;

    if (argc != 5 || !clip) {
        fprintf(stderr, "usage: film FOLDER FIRST-SEED SECONDS CLIPS\n");
        free(clip);
        return 2;
    }
    for (uint64_t seed = strtoull(argv[2], NULL, 10), made = 0;
         made < strtoull(argv[4], NULL, 10) && !bad &&
         now_s() - start < strtod(argv[3], NULL);
         seed += clips_a_file, made += clips_a_file)
        bad = make_file(argv[1], seed, clip);
    free(clip);
    return bad;
}
