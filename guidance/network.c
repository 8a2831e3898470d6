#include "guidance/network.h"

#include <errno.h>
#include <limits.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/clock.h"

#ifndef BV_NETWORK_PATH
#define BV_NETWORK_PATH "/usr/local/share/bevel/needle.onnx"
#endif

enum {
    side = BV_VISION_NETWORK_SIDE_PX,
    cells = BV_VISION_NETWORK_CELLS,
    map_cells = cells * cells,
    /* enough for a second of pictures that are keep_s apart */
    kept_most = 32,
};

/* As it was trained: pictures 0.1 to 0.3 and 0.5 to 0.9 s before. */
static const double short_s = 0.2, long_s = 0.7;
static const double keep_s = 0.03;
/* A picture that is older says nothing of this one. */
static const double oldest_s = 1.2;
/* Log odds are held to this: the network is never surer than that. */
static const double surest = 6;
/* What a shaft across the line costs; up to about 23 degrees is free. */
static const double turned_cost = 4, turned_free = 0.7;

struct kept {
    int64_t time_ns;
    uint8_t picture[side * side];
};

struct bv_network {
    struct bv_vision_network *vision;
    struct bv_px_box box; /* of the kept pictures */
    int width, height;
    struct kept kept[kept_most]; /* a ring, the newest at `newest` */
    int newest, count;
    uint8_t now[side * side];
    float maps[BV_VISION_MAP_COUNT * map_cells];
};

int bv_network_open(const char *path, struct bv_network **network)
{
    struct bv_network *made = calloc(1, sizeof(*made));
    int error;

    if (!made)
        return -ENOMEM;
    error = bv_vision_network_new(path, &made->vision);
    if (error < 0)
        free(made);
    else
        *network = made;
    return error;
}

/* Beside the program: an installed prefix that was moved, then the source tree
 * above it, which holds the build folders (build/src, build/asan/tests/unit).
 */
static bool file_place(int which, char *path, size_t size)
{
    static const char *const beside[] = {"../share/bevel", "../../tools/train",
                                         "../../../tools/train",
                                         "../../../../tools/train"};
    enum { beside_count = sizeof(beside) / sizeof(*beside) };
    char program[PATH_MAX];
    ssize_t length = readlink("/proc/self/exe", program, sizeof(program) - 1);
    char *slash;

    if (which == beside_count) {
        snprintf(path, size, "%s", BV_NETWORK_PATH);
        return true;
    }
    program[length < 0 ? 0 : length] = '\0';
    slash = strrchr(program, '/');
    if (slash)
        *slash = '\0';
    if (which < beside_count)
        snprintf(path, size, "%s/%s/needle.onnx", program, beside[which]);
    return which < beside_count;
}

bool bv_network_find(char *path, size_t size)
{
    const char *wanted = getenv("BEVEL_NETWORK");

    if (wanted) {
        snprintf(path, size, "%s", wanted);
        return *wanted != '\0';
    }
    for (int i = 0; file_place(i, path, size); i++)
        if (access(path, R_OK) == 0)
            return true;
    return false;
}

int bv_network_new(struct bv_network **network)
{
    char path[2 * PATH_MAX];

    return bv_network_find(path, sizeof(path)) ? bv_network_open(path, network)
                                               : -ENOENT;
}

void bv_network_free(struct bv_network *network)
{
    if (!network)
        return;
    bv_vision_network_free(network->vision);
    free(network);
}

void bv_network_reset(struct bv_network *network)
{
    network->count = 0;
}

static const struct kept *kept_at(const struct bv_network *network, int back)
{
    return &network->kept[(network->newest + kept_most - back) % kept_most];
}

static void keep(struct bv_network *network, int64_t time_ns)
{
    struct kept *to;

    if (network->count > 0 &&
        bv_ns_to_s(time_ns - kept_at(network, 0)->time_ns) < keep_s)
        return;
    network->newest = (network->newest + 1) % kept_most;
    network->count += network->count < kept_most;
    to = &network->kept[network->newest];
    to->time_ns = time_ns;
    memcpy(to->picture, network->now, sizeof(to->picture));
}

/* The kept picture nearest to so long ago; now's where there is none. */
static const uint8_t *earlier(const struct bv_network *network, int64_t time_ns,
                              double ago_s)
{
    const uint8_t *best = network->now;
    double nearest = ago_s;

    for (int i = 0; i < network->count; i++) {
        const struct kept *kept = kept_at(network, i);
        double ago = bv_ns_to_s(time_ns - kept->time_ns);

        if (ago <= oldest_s && fabs(ago - ago_s) < nearest) {
            nearest = fabs(ago - ago_s);
            best = kept->picture;
        }
    }
    return best;
}

/* Pictures of another part of the screen are of no use. */
static void forget_others(struct bv_network *network,
                          const struct bv_evidence *evidence, int64_t time_ns)
{
    bool same =
        network->width == evidence->width &&
        network->height == evidence->height &&
        memcmp(&network->box, &evidence->box, sizeof(network->box)) == 0;

    if (!same || (network->count > 0 && time_ns < kept_at(network, 0)->time_ns))
        network->count = 0;
    network->width = evidence->width;
    network->height = evidence->height;
    network->box = evidence->box;
}

int bv_network_step(struct bv_network *network,
                    const struct bv_evidence *evidence, int64_t time_ns,
                    struct bv_network_maps *out)
{
    const double cell_px = (double)side / cells;
    struct bv_vision_letterbox placed;
    const uint8_t *pictures[3];
    int error;

    forget_others(network, evidence, time_ns);
    error = bv_vision_network_fit(network->vision, evidence->image,
                                  evidence->mask, evidence->width,
                                  evidence->height, network->now, &placed);
    if (error < 0)
        return error;
    pictures[0] = network->now;
    pictures[1] = earlier(network, time_ns, short_s);
    pictures[2] = earlier(network, time_ns, long_s);
    error = bv_vision_network_run(network->vision, pictures, network->maps);
    if (error < 0)
        return error;
    keep(network, time_ns);
    out->maps = network->maps;
    out->cells_per_px = placed.scale / cell_px;
    out->left = (placed.left + 0.5 * placed.scale) / cell_px - 0.5;
    out->top = (placed.top + 0.5 * placed.scale) / cell_px - 0.5;
    return 0;
}

static double held(double value, double low, double high)
{
    return value < low ? low : value > high ? high : value;
}

/* Where a place lies among the cells: the upper left of four, and shares. */
struct spot {
    int at;
    double right, down;
};

static struct spot find(const struct bv_network_maps *maps, double x, double y)
{
    double column = held(maps->left + x * maps->cells_per_px, 0, cells - 1.001);
    double row = held(maps->top + y * maps->cells_per_px, 0, cells - 1.001);

    return (struct spot){(int)row * cells + (int)column, column - (int)column,
                         row - (int)row};
}

static double value_at(const struct bv_network_maps *maps,
                       enum bv_vision_map which, const struct spot *spot)
{
    const float *map = maps->maps + (size_t)which * map_cells + spot->at;
    double above =
        (double)map[0] + spot->right * ((double)map[1] - (double)map[0]);
    double below = (double)map[cells] +
                   spot->right * ((double)map[cells + 1] - (double)map[cells]);

    return above + spot->down * (below - above);
}

double bv_network_at(const struct bv_network_maps *maps,
                     enum bv_vision_map which, struct bv_px work)
{
    struct spot spot = find(maps, work.x, work.y);

    return value_at(maps, which, &spot);
}

void bv_network_along(const struct bv_network_maps *maps, double x, double y,
                      double right, double down, double step_px, int count,
                      float *along)
{
    double cos_twice = right * right - down * down;
    double sin_twice = 2 * right * down;

    for (int i = 0; i < count; i++) {
        struct spot spot =
            find(maps, x + i * step_px * right, y + i * step_px * down);
        double odds =
            held(value_at(maps, BV_VISION_MAP_SHAFT, &spot), -surest, surest);
        double alike = cos_twice * value_at(maps, BV_VISION_MAP_COS, &spot) +
                       sin_twice * value_at(maps, BV_VISION_MAP_SIN, &spot);

        if (alike < turned_free)
            odds -= turned_cost * (turned_free - alike);
        along[i] = (float)held(odds, -surest, surest);
    }
}

double bv_network_mean(const struct bv_network_maps *maps,
                       const struct bv_px_segment *piece)
{
    enum { step_px = 3, most = 512 };
    double length = bv_px_segment_length(piece), sum = 0;
    int count = (int)(length / step_px) + 1;
    float along[most];

    count = count < most ? count : most;
    bv_network_along(maps, piece->from.x, piece->from.y,
                     (piece->to.x - piece->from.x) / length,
                     (piece->to.y - piece->from.y) / length, step_px, count,
                     along);
    for (int i = 0; i < count; i++)
        sum += along[i];
    return sum / count;
}
