#include "commands/bench_scenes.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "acquisition/simulator/simulator.h"
#include "core/clock.h"

/* What a picture may take: issue and docs/limits.md; ms. */
static const double median_most_ms = 12, p95_most_ms = 16;
/* Textures and caches are cold at first. */
enum { warm_up = 5 };

/* Wall and processor, ms, of every counted picture. */
struct times {
    double *wall, *work;
    int count;
};

struct summary {
    double wall_median, wall_p95, work_median, work_p95;
};

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

static double worked_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec * 1e-6;
}

static struct summary summarise(struct times *times)
{
    int middle = times->count / 2, high = times->count * 95 / 100;

    qsort(times->wall, (size_t)times->count, sizeof(double), by_size);
    qsort(times->work, (size_t)times->count, sizeof(double), by_size);
    return (struct summary){times->wall[middle], times->wall[high],
                            times->work[middle], times->work[high]};
}

static int measure(const char *name, int frames, struct times *times,
                   struct summary *summary, struct bv_fault *fault)
{
    struct bv_scene scene;
    struct bv_simulator *simulator;
    struct bv_frame *frame =
        bv_frame_new(BV_SIMULATOR_WIDTH_PX, BV_SIMULATOR_HEIGHT_PX);
    int error = bv_scene_load(name, false, 0, &scene, fault);

    if (error < 0) {
        bv_frame_unref(frame);
        return error;
    }
    simulator = bv_simulator_new(&scene, NULL);
    times->count = 0;
    for (int i = 0; simulator && frame && i < frames + warm_up; i++) {
        int64_t start_ns = bv_clock_now_ns();
        double start_ms = worked_ms();

        bv_simulator_render(simulator, frame);
        if (i < warm_up)
            continue;
        times->work[times->count] = worked_ms() - start_ms;
        times->wall[times->count++] =
            bv_ns_to_s(bv_clock_now_ns() - start_ns) * 1e3;
    }
    error = simulator && frame ? 0 : -ENOMEM;
    if (error == 0)
        *summary = summarise(times);
    bv_simulator_free(simulator);
    bv_frame_unref(frame);
    return error;
}

static void print_scene(const char *name, const struct summary *summary,
                        bool as_json, bool first)
{
    if (as_json)
        printf("%s\"%s\":{\"median_ms\":%.3f,\"p95_ms\":%.3f,"
               "\"work_median_ms\":%.3f,\"work_p95_ms\":%.3f}",
               first ? "" : ",", name, summary->wall_median, summary->wall_p95,
               summary->work_median, summary->work_p95);
    else
        printf("%-24s %8.2f %8.2f %8.2f %8.2f%s\n", name, summary->wall_median,
               summary->wall_p95, summary->work_median, summary->work_p95,
               summary->work_median > median_most_ms ||
                       summary->work_p95 > p95_most_ms
                   ? "  over"
                   : "");
    fflush(stdout);
}

/* The bundled scenes' names as lines; free() them. */
static char *list_scenes(void)
{
    char *text = NULL;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);

    if (!out)
        return NULL;
    bv_scene_list(out);
    fclose(out);
    return text;
}

static int measure_all(char *lines, int frames, bool as_json,
                       struct times *times, struct bv_fault *fault)
{
    char *rest = lines;
    int over = 0, count = 0;

    for (char *line; (line = strsep(&rest, "\n"));) {
        char *name = strstr(line, "sim:");
        struct summary summary;
        int error;

        if (!name)
            continue;
        name += strlen("sim:");
        error = measure(name, frames, times, &summary, fault);
        if (error < 0)
            return error;
        print_scene(name, &summary, as_json, count++ == 0);
        over += summary.work_median > median_most_ms ||
                summary.work_p95 > p95_most_ms;
    }
    if (!as_json)
        printf("\n%d of %d scenes are over %.0f ms (median) or %.0f ms (95 of "
               "100) of one core's work\n",
               over, count, median_most_ms, p95_most_ms);
    return 0;
}

int bv_bench_scenes(int frames, bool as_json, struct bv_fault *fault)
{
    struct times times = {calloc((size_t)frames, sizeof(double)),
                          calloc((size_t)frames, sizeof(double)), 0};
    char *lines = list_scenes();
    int error = times.wall && times.work && lines ? 0 : -ENOMEM;

    if (error == 0 && as_json)
        printf("{\"simulated\":true,\"frames\":%d,\"scenes\":{", frames);
    else if (error == 0)
        printf("bevel bench --scenes: %d pictures of each, %d x %d, one "
               "thread\n%-24s %17s %17s\n%-24s %8s %8s %8s %8s\n",
               frames, BV_SIMULATOR_WIDTH_PX, BV_SIMULATOR_HEIGHT_PX,
               "ms a picture", "on the clock", "of work", "", "median", "p95",
               "median", "p95");
    if (error == 0)
        error = measure_all(lines, frames, as_json, &times, fault);
    if (error == 0 && as_json)
        puts("}}");
    free(times.wall);
    free(times.work);
    free(lines);
    return error;
}
