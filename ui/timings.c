#include "ui/timings.h"

#include <glib.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "core/clock.h"
#include "core/log.h"

/* Counted in half milliseconds, up to two seconds. */
enum { bins = 4000, bin_ns = 500000, long_ns = 50000000 };

struct counted {
    int64_t count, longest_ns, over_50_ms;
    int64_t bin[bins];
};

static struct {
    const char *path; /* NULL: nobody asked */
    GPollFunc poll;
    int64_t began_ns; /* since when the main thread has been busy; 0: not yet */
    double first_picture_ms;
    struct counted frames, busy;
} timings;

static void count(struct counted *counted, int64_t ns)
{
    int64_t bin = ns / bin_ns;

    counted->count++;
    counted->bin[bin < bins ? bin : bins - 1]++;
    counted->over_50_ms += ns > long_ns;
    if (ns > counted->longest_ns)
        counted->longest_ns = ns;
}

/* @return The upper end of the bin that at least this share lies in or below,
 * ms. */
static double percentile_ms(const struct counted *counted, double share)
{
    int64_t below = 0;

    for (int i = 0; i < bins; i++) {
        below += counted->bin[i];
        if (counted->count > 0 &&
            (double)below >= share * (double)counted->count)
            return (i + 1) * (bin_ns * 1e-6);
    }
    return 0;
}

/* Between two of the loop's waits the main thread is busy. */
static gint watch_poll(GPollFD *fds, guint fd_count, gint timeout)
{
    int64_t now_ns = bv_clock_now_ns();
    gint ready;

    if (timings.began_ns > 0)
        count(&timings.busy, now_ns - timings.began_ns);
    ready = timings.poll(fds, fd_count, timeout);
    timings.began_ns = bv_clock_now_ns();
    return ready;
}

/* Since the program was started, its loading included. proc(5): field 22. */
static double age_ms(void)
{
    FILE *file = fopen("/proc/self/stat", "re");
    unsigned long long ticks = 0;
    struct timespec now;
    char line[1024];
    bool has = file && fgets(line, sizeof(line), file);
    char *at = has ? line : NULL;

    if (file)
        fclose(file);
    for (int i = 0; at && i < 21; i++)
        at = strchr(at + 1, ' ');
    if (at)
        ticks = strtoull(at, NULL, 10);
    clock_gettime(CLOCK_BOOTTIME, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec * 1e-6 -
           (double)ticks * 1e3 / (double)sysconf(_SC_CLK_TCK);
}

void bv_timings_start(void)
{
    timings.path = g_getenv("BEVEL_TIMINGS");
    if (!timings.path)
        return;
    timings.poll = g_main_context_get_poll_func(NULL);
    g_main_context_set_poll_func(NULL, watch_poll);
}

void bv_timings_add_frame(int64_t latency_ns)
{
    if (!timings.path)
        return;
    if (timings.frames.count == 0)
        timings.first_picture_ms = age_ms();
    count(&timings.frames, latency_ns);
}

static void write_counted(FILE *file, const char *name,
                          const struct counted *counted)
{
    fprintf(file,
            "\"%s\":{\"count\":%lld,\"median_ms\":%.1f,\"p95_ms\":%.1f,"
            "\"p99_ms\":%.1f,\"longest_ms\":%.1f,\"over_50_ms\":%lld}",
            name, (long long)counted->count, percentile_ms(counted, 0.5),
            percentile_ms(counted, 0.95), percentile_ms(counted, 0.99),
            (double)counted->longest_ns * 1e-6, (long long)counted->over_50_ms);
}

void bv_timings_end(void)
{
    struct rusage used = {0};
    FILE *file;

    if (!timings.path)
        return;
    g_main_context_set_poll_func(NULL, timings.poll);
    getrusage(RUSAGE_SELF, &used);
    file = fopen(timings.path, "we");
    if (!file) {
        bv_log(BV_LOG_WARNING, "Cannot write the timings.");
        return;
    }
    fprintf(file, "{\"first_picture_ms\":%.0f,", timings.first_picture_ms);
    write_counted(file, "frame", &timings.frames);
    fputc(',', file);
    write_counted(file, "main_thread", &timings.busy);
    fprintf(file, ",\"cpu_s\":%.2f,\"memory_mb\":%.0f}\n",
            (double)(used.ru_utime.tv_sec + used.ru_stime.tv_sec) +
                (double)(used.ru_utime.tv_usec + used.ru_stime.tv_usec) * 1e-6,
            (double)used.ru_maxrss / 1024);
    if (fclose(file) != 0)
        bv_log(BV_LOG_WARNING, "The timings are not whole.");
}
