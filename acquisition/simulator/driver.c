#include "acquisition/simulator/driver.h"

#include <errno.h>
#include <time.h>

#include "acquisition/simulator/pace.h"
#include "acquisition/simulator/scene.h"
#include "acquisition/simulator/simulator.h"
#include "acquisition/simulator/steering.h"
#include "acquisition/simulator/truth_log.h"
#include "core/clock.h"

/* The pipeline, the window and look-back hold a few each. */
enum { frames_in_pool = 12 };

struct simulated {
    struct bv_simulator *simulator;
    struct bv_sim_steering steering;
    struct bv_truth_log truth;
    struct bv_frame_pool *pool;
    bool keep_rate;
    struct bv_sim_pace pace;
};

static void simulated_close(void *self)
{
    struct simulated *simulated = self;

    bv_truth_log_close(&simulated->truth);
    bv_sim_steering_fini(&simulated->steering);
    bv_simulator_free(simulated->simulator);
    bv_frame_pool_unref(simulated->pool);
}

static int simulated_open(void *self, const char *name,
                          const struct bv_source_options *options,
                          struct bv_source_info *info, struct bv_fault *fault)
{
    struct simulated *simulated = self;
    struct bv_simulator_options how = {.no_needle = options->no_needle};
    struct bv_scene scene;
    int error =
        bv_scene_load(name, options->has_seed, options->seed, &scene, fault);

    if (error == 0)
        error = bv_truth_log_open(&simulated->truth, options->truth_path, name,
                                  fault);
    if (error < 0)
        return error;
    simulated->simulator = bv_simulator_new(&scene, &how);
    simulated->pool = bv_frame_pool_new(frames_in_pool, BV_SIMULATOR_WIDTH_PX,
                                        BV_SIMULATOR_HEIGHT_PX, false);
    if (!simulated->simulator || !simulated->pool ||
        bv_sim_steering_init(&simulated->steering, simulated->simulator) < 0) {
        simulated_close(simulated);
        return -ENOMEM;
    }
    simulated->keep_rate = options->keep_rate;
    snprintf(info->title, sizeof(info->title), "%s", scene.name);
    info->simulated = true;
    info->controls = simulated->steering.controls;
    info->width_px = BV_SIMULATOR_WIDTH_PX;
    info->height_px = BV_SIMULATOR_HEIGHT_PX;
    info->frame_rate_hz = BV_SIMULATOR_RATE_HZ;
    info->frame_count = -1;
    return 0;
}

/* All frames are with others: the picture waits until one comes back. */
static int take_frame(struct simulated *simulated, int timeout_ms,
                      struct bv_frame **frame)
{
    static const struct timespec while_ns = {0, 1000000};

    for (int waited_ms = 0;; waited_ms++) {
        if (bv_frame_pool_take(simulated->pool, frame) == 0)
            return 0;
        if (timeout_ms >= 0 && waited_ms >= timeout_ms)
            return -ETIMEDOUT;
        nanosleep(&while_ns, NULL);
    }
}

/* One step down where the machine does not hold the rate. */
static void watch_pace(struct simulated *simulated, int64_t started_ns)
{
    struct bv_sim_steering *steering = &simulated->steering;
    double took_ms = bv_ns_to_s(bv_clock_now_ns() - started_ns) * 1e3;

    if (!simulated->keep_rate || steering->quality >= BV_SIMULATOR_LOW ||
        !bv_sim_pace_note(&simulated->pace, took_ms,
                          1e3 / BV_SIMULATOR_RATE_HZ))
        return;
    steering->quality++;
    bv_simulator_set_quality(simulated->simulator,
                             (enum bv_simulator_quality)steering->quality);
}

static int simulated_read(void *self, int timeout_ms, struct bv_frame **frame,
                          struct bv_fault *fault)
{
    struct simulated *simulated = self;
    struct bv_frame *taken;
    int64_t started_ns;
    int error = take_frame(simulated, timeout_ms, &taken);

    if (error < 0)
        return error;
    started_ns = bv_clock_now_ns();
    bv_sim_steering_apply(&simulated->steering);
    bv_simulator_render(simulated->simulator, taken);
    watch_pace(simulated, started_ns);
    bv_sim_steering_tell(&simulated->steering);
    error = bv_truth_log_write(&simulated->truth, simulated->simulator, taken,
                               fault);
    if (error < 0) {
        bv_frame_unref(taken);
        return error;
    }
    taken->arrived_ns = bv_clock_now_ns();
    *frame = taken;
    return 0;
}

const struct bv_source_driver bv_simulator_driver = {
    .name = "sim",
    .usage = "sim:SCENE",
    .help = "the simulated probe; a scene's name, or a scene file",
    .prefix = "sim:",
    .state_size = sizeof(struct simulated),
    .open = simulated_open,
    .read = simulated_read,
    .close = simulated_close,
    .list = bv_scene_list,
};
