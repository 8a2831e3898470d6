/*
 * Plays the scenes of bytes_scene.c, by script and by hand, and prints a hash
 * of every picture's pixels.
 *
 * usage: bytes_hash SCENES
 */
#include <stdio.h>

#include "acquisition/simulator/simulator.h"

enum { frames = 12, by_hand_from = 4 };

static void steer(struct bv_simulator *simulator, int frame)
{
    struct bv_simulator_settings settings =
        bv_simulator_get_settings(simulator);

    if (frame < by_hand_from)
        return;
    bv_simulator_hold(simulator);
    bv_simulator_set_control(simulator, BV_CONTROL_LENGTH_MM, 14 + 0.6 * frame);
    bv_simulator_set_control(simulator, BV_CONTROL_TILT_DEG, 0.5 * frame);
    bv_simulator_set_flow(simulator, frame > 7 ? 3 : 0, 0);
    settings.depth_mm += frame == 10 ? 7 : 0;
    if (frame == 10)
        bv_simulator_set_settings(simulator, &settings);
}

static void hash(const struct bv_scene *scene)
{
    struct bv_simulator *simulator = bv_simulator_new(scene, NULL);
    struct bv_frame *frame =
        bv_frame_new(BV_SIMULATOR_WIDTH_PX, BV_SIMULATOR_HEIGHT_PX);
    uint64_t sum = 0xcbf29ce484222325u;

    for (int i = 0; simulator && frame && i < frames; i++) {
        steer(simulator, i);
        bv_simulator_render(simulator, frame);
        for (int y = 0; y < frame->height_px; y++)
            for (int x = 0; x < frame->width_px; x++) {
                sum ^= frame->pixels[y * frame->stride_bytes + x];
                sum *= 0x100000001b3u;
            }
    }
    printf("%016llx\n", (unsigned long long)sum);
    bv_simulator_free(simulator);
    bv_frame_unref(frame);
}

int main(int argc, char **argv)
{
    static struct bv_scene scene;
    FILE *in = argc == 2 ? fopen(argv[1], "rb") : NULL;

    if (!in)
        return 2;
    while (fread(&scene, sizeof(scene), 1, in) == 1)
        hash(&scene);
    fclose(in);
    return 0;
}
