/*
 * bevel bench: how long each stage takes, on pictures made beforehand.
 */
#include <cairo.h>
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "acquisition/source.h"
#include "commands/bench_pictures.h"
#include "commands/bench_scenes.h"
#include "commands/commands.h"
#include "commands/opening.h"
#include "core/clock.h"
#include "guidance/guide.h"
#include "ui/overlay/draw.h"
#include "ui/overlay/marks.h"

enum { frames_default = 300, rows_most = BV_STAGE_COUNT + 3 };

/* One line of the table: the times of one stage, a time a frame. */
struct row {
    const char *name;
    double *time_ms;
    int count;
};

/* One picture size, with its rows. */
struct table {
    int width_px, height_px;
    int drawn; /* frames on which a needle was drawn */
    struct row row[rows_most];
    int rows;
};

/* The pictures, made before anything is timed. */
struct bench {
    int most;
    int count;
    struct bv_frame **frames;
    struct row making;
    bool simulated;
    struct bv_guide_options guide;
    bool everything; /* outlines are marked, and fluid is watched */
    bool as_json;
    char name[128];
};

static double elapsed_ms(int64_t since_ns)
{
    return bv_ns_to_s(bv_clock_now_ns() - since_ns) * 1e3;
}

static void tell(const char *what)
{
    if (isatty(STDERR_FILENO))
        fprintf(stderr, "\r%s\033[K", what);
}

static int row_start(struct row *row, const char *name, int most)
{
    row->name = name;
    row->count = 0;
    row->time_ms = calloc((size_t)most, sizeof(double));
    return row->time_ms ? 0 : -ENOMEM;
}

static void row_add(struct row *row, double time_ms)
{
    row->time_ms[row->count++] = time_ms;
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

/* The time that a share of the frames does not exceed; rows are sorted. */
static double percentile_ms(const struct row *row, double share)
{
    int rank = (int)ceil(share * row->count) - 1;

    if (row->count == 0)
        return 0;
    return row->time_ms[rank < 0 ? 0 : rank];
}

/* Peak memory of the process so far, MB; 0 where the system does not say. */
static double peak_memory_mb(void)
{
    FILE *status = fopen("/proc/self/status", "r");
    char line[256];
    long kb = 0;

    if (!status)
        return 0;
    while (fgets(line, sizeof(line), status))
        if (sscanf(line, "VmHWM: %ld kB", &kb) == 1)
            break;
    fclose(status);
    return (double)kb / 1024;
}

static double frames_memory_mb(const struct bench *bench)
{
    double bytes = 0;

    for (int i = 0; i < bench->count; i++)
        bytes += (double)bench->frames[i]->stride_bytes *
                 bench->frames[i]->height_px;
    return bytes / (1024 * 1024);
}

static int make_frames(struct bench *bench, struct bv_source *source,
                       struct bv_fault *fault)
{
    while (bench->count < bench->most) {
        int64_t start_ns = bv_clock_now_ns();
        struct bv_frame *frame, *copy;
        int error = bv_source_read(source, 1000, &frame, fault);
        double made_ms = elapsed_ms(start_ns);
        char words[64];

        if (error == -ETIMEDOUT)
            continue;
        if (error == -ENODATA && bench->count > 0)
            return 0;
        if (error < 0)
            return error;
        copy = bv_bench_copy(frame);
        bv_frame_unref(frame);
        if (!copy)
            return -ENOMEM;
        bench->frames[bench->count++] = copy;
        row_add(&bench->making, made_ms);
        snprintf(words, sizeof(words), "making picture %d of %d", bench->count,
                 bench->most);
        tell(words);
    }
    return 0;
}

/* Draw what a window would, on a picture of the same size. */
static double draw_overlay(const struct bv_advice *advice, cairo_t *cairo)
{
    const struct bv_view view = {0, 0, 1};
    int64_t start_ns = bv_clock_now_ns();
    struct bv_marks marks;

    bv_marks_make(advice, NULL, &marks);
    bv_overlay_draw(cairo, &marks, &view, 1.0);
    return elapsed_ms(start_ns);
}

static int table_start(struct table *table, int most)
{
    int error = 0;

    for (int i = 0; i < BV_STAGE_COUNT && error == 0; i++)
        error = row_start(&table->row[table->rows++], bv_stage_name(i), most);
    if (error == 0)
        error = row_start(&table->row[table->rows++], "detection", most);
    if (error == 0)
        error = row_start(&table->row[table->rows++], "overlay", most);
    return error;
}

static void table_free(struct table *table)
{
    for (int i = 0; i < table->rows; i++)
        free(table->row[i].time_ms);
}

/* One frame; the first two allocate, and are not counted. */
static int measure_frame(struct table *table, struct bv_guide *guide,
                         const struct bv_frame *frame, cairo_t *cairo,
                         bool counted)
{
    struct bv_advice advice;
    struct bv_timings timings;
    int error = bv_guide_step(guide, frame, &advice, &timings);
    double overlay_ms;

    if (error < 0)
        return error;
    overlay_ms = draw_overlay(&advice, cairo);
    if (!counted)
        return 0;
    for (int i = 0; i < BV_STAGE_COUNT; i++)
        row_add(&table->row[i], bv_ns_to_s(timings.stage_ns[i]) * 1e3);
    row_add(&table->row[BV_STAGE_COUNT], bv_ns_to_s(timings.total_ns) * 1e3);
    row_add(&table->row[BV_STAGE_COUNT + 1], overlay_ms);
    if (bv_needle_state_is_drawn(advice.state))
        table->drawn++;
    return 0;
}

/* Where a target is marked, and four outlines, parts of the picture's sides:
 * as deep as needles go, in tissue that a picture of any kind has. */
static const struct bv_px target_at = {0.5, 0.5};
static const struct bv_px outline_at[] = {
    {0.3, 0.4}, {0.7, 0.4}, {0.4, 0.65}, {0.65, 0.65}};
static const double outline_radius = 0.05;

enum { outline_points = 24 };

/* So that following what is marked is timed as well. */
static int mark(const struct table *table, const struct bench *bench,
                struct bv_guide *guide)
{
    double width = table->width_px, height = table->height_px;
    int error = 0;

    bv_guide_mark_target(
        guide, (struct bv_px){width * target_at.x, height * target_at.y});
    for (int i = 0; i < 4 && bench->everything && error == 0; i++) {
        struct bv_landmark landmark = {.id = i + 1,
                                       .role = BV_LANDMARK_AVOID,
                                       .kind = BV_LANDMARK_VESSEL,
                                       .outline.count = outline_points};

        for (int k = 0; k < outline_points; k++) {
            double angle = 2 * M_PI * k / outline_points;

            landmark.outline.at[k] = (struct bv_px){
                width * (outline_at[i].x + outline_radius * cos(angle)),
                height * outline_at[i].y + width * outline_radius * sin(angle)};
        }
        error = bv_guide_set_landmark(guide, &landmark, NULL);
    }
    if (bench->everything)
        bv_guide_declare(guide, BV_SYRINGE_INJECTS, (struct bv_px){0, 0});
    return error;
}

static int measure_frames(struct table *table, const struct bench *bench,
                          struct bv_guide *guide, struct bv_frame *sized,
                          cairo_t *cairo)
{
    for (int i = 0; i < bench->count; i++) {
        char words[64];
        int error = 0;

        snprintf(words, sizeof(words), "%dx%d: picture %d of %d",
                 table->width_px, table->height_px, i + 1, bench->count);
        tell(words);
        if (i == 1)
            error = mark(table, bench, guide);
        bv_bench_resize(bench->frames[i], sized);
        if (error == 0)
            error = measure_frame(table, guide, sized, cairo, i > 1);
        if (error < 0)
            return error;
    }
    return 0;
}

static int measure(struct table *table, const struct bench *bench)
{
    struct bv_guide *guide = bv_guide_new(&bench->guide);
    struct bv_frame *sized = bv_frame_new(table->width_px, table->height_px);
    cairo_surface_t *surface = cairo_image_surface_create(
        CAIRO_FORMAT_RGB24, table->width_px, table->height_px);
    cairo_t *cairo = cairo_create(surface);
    int error = -ENOMEM;

    if (guide && sized && cairo_status(cairo) == CAIRO_STATUS_SUCCESS)
        error = table_start(table, bench->count);
    if (error == 0)
        error = measure_frames(table, bench, guide, sized, cairo);
    for (int i = 0; i < table->rows; i++)
        qsort(table->row[i].time_ms, (size_t)table->row[i].count,
              sizeof(double), by_size);
    cairo_destroy(cairo);
    cairo_surface_destroy(surface);
    bv_frame_unref(sized);
    bv_guide_free(guide);
    return error;
}

static void print_row(const struct row *row)
{
    printf("  %-16s %8.2f %8.2f %8.2f\n", row->name, percentile_ms(row, 0.5),
           percentile_ms(row, 0.95), percentile_ms(row, 0.99));
}

static void print_tables(const struct bench *bench, const struct table *table,
                         int tables)
{
    printf("bevel bench: %d %s pictures, %s\nms a picture       median      "
           "p95      p99\n",
           bench->count, bench->simulated ? "simulated" : "recorded",
           bench->name);
    for (; tables > 0; tables--, table++) {
        printf("\n%dx%d (a needle drawn on %d of %d)\n", table->width_px,
               table->height_px, table->drawn, table->row[0].count);
        for (int i = 0; i < table->rows; i++)
            print_row(&table->row[i]);
    }
    printf("\nreading the source, %dx%d\n", bench->frames[0]->width_px,
           bench->frames[0]->height_px);
    print_row(&bench->making);
    printf("\npeak memory %.0f MB, of which %.0f MB are the pictures kept for "
           "this\n",
           peak_memory_mb(), frames_memory_mb(bench));
}

static void print_json_row(const struct row *row)
{
    printf("\"%s\":{\"median_ms\":%.4f,\"p95_ms\":%.4f,\"p99_ms\":%.4f}",
           row->name, percentile_ms(row, 0.5), percentile_ms(row, 0.95),
           percentile_ms(row, 0.99));
}

static void print_json(const struct bench *bench, const struct table *table,
                       int tables)
{
    printf("{\"simulated\":%s,\"frames\":%d,\"sizes\":[",
           bench->simulated ? "true" : "false", bench->count);
    for (int i = 0; i < tables; i++) {
        printf("%s{\"width_px\":%d,\"height_px\":%d,\"drawn\":%d", i ? "," : "",
               table[i].width_px, table[i].height_px, table[i].drawn);
        for (int j = 0; j < table[i].rows; j++) {
            putchar(',');
            print_json_row(&table[i].row[j]);
        }
        putchar('}');
    }
    fputs("],", stdout);
    print_json_row(&bench->making);
    printf(",\"peak_mb\":%.1f,\"kept_pictures_mb\":%.1f}\n", peak_memory_mb(),
           frames_memory_mb(bench));
}

static int run_bench(struct bench *bench)
{
    struct table table[] = {{.width_px = 640, .height_px = 480},
                            {.width_px = 1024, .height_px = 768}};
    int error = 0;

    for (int i = 0; i < 2 && error == 0; i++)
        error = measure(&table[i], bench);
    qsort(bench->making.time_ms, (size_t)bench->making.count, sizeof(double),
          by_size);
    if (isatty(STDERR_FILENO))
        fputs("\r\033[K", stderr);
    if (error == 0 && bench->as_json)
        print_json(bench, table, 2);
    else if (error == 0)
        print_tables(bench, table, 2);
    for (int i = 0; i < 2; i++)
        table_free(&table[i]);
    return error;
}

/* Open the source, make the pictures, and close it: it must not run beside
 * what is measured. */
static int prepare(struct bench *bench, const char *name,
                   const struct bv_source_options *options,
                   struct bv_fault *fault)
{
    struct bv_source *source;
    const struct bv_source_info *info;
    int error = bv_source_open(name, options, &source, fault);

    if (error < 0)
        return error;
    info = bv_source_info(source);
    bench->simulated = info->simulated;
    snprintf(bench->name, sizeof(bench->name), "%s", info->title);
    bench->frames = calloc((size_t)bench->most, sizeof(*bench->frames));
    error = bench->frames ? row_start(&bench->making,
                                      info->simulated ? "simulator" : "source",
                                      bench->most)
                          : -ENOMEM;
    if (error == 0)
        error = make_frames(bench, source, fault);
    bv_source_close(source);
    return error;
}

static int run(const struct bv_command *command, int argc, char **argv)
{
    struct bench bench = {0};
    int64_t frames = frames_default;
    bool scenes = false;
    struct bv_source_options source = {0};
    struct bv_fault fault = {0};
    const struct bv_option options[] = {
        {"--frames", "N", "how many pictures, 10 to 10000; 300 otherwise",
         BV_OPTION_COUNT, &frames, NULL},
        {"--seed", "N", "simulated probe: another seed", BV_OPTION_SEED,
         &source.seed, &source.has_seed},
        BV_OPTION_OUT_OF_PLANE(&bench.guide.out_of_plane),
        {"--everything", NULL,
         "with four outlines marked, and injecting declared", BV_OPTION_FLAG,
         &bench.everything, NULL},
        {"--scenes", NULL, "the simulated probe instead, scene by scene",
         BV_OPTION_FLAG, &scenes, NULL},
        {"--json", NULL, "one JSON object instead of a table", BV_OPTION_FLAG,
         &bench.as_json, NULL},
        {0}};
    int code = bv_options_read(command, options, &argc, argv);
    int error;

    if (code >= 0)
        return code;
    if (argc > 1)
        return bv_usage_error(command, "name one source, or none.");
    if (frames < 10 || frames > 10000)
        return bv_usage_error(command, "--frames needs 10 to 10000.");
    if (scenes && (argc > 0 || bench.everything))
        return bv_usage_error(command,
                              "--scenes measures the simulated probe; name no "
                              "source and no --everything with it.");
    if (scenes) {
        error = bv_bench_scenes((int)frames, bench.as_json, &fault);
        return error < 0 ? bv_failure(command, &fault, error) : BV_EXIT_DONE;
    }
    bench.most = (int)frames;
    error = prepare(&bench, argc ? argv[0] : "sim:", &source, &fault);
    if (error == 0)
        error = run_bench(&bench);
    for (int i = 0; i < bench.count; i++)
        bv_frame_unref(bench.frames[i]);
    free(bench.frames);
    free(bench.making.time_ms);
    return error < 0 ? bv_failure(command, &fault, error) : BV_EXIT_DONE;
}

const struct bv_command bv_command_bench = {
    .name = "bench",
    .words = "[SOURCE] [options]",
    .summary = "measure how long each stage takes, and peak memory",
    .details =
        "The source's pictures (the simulated probe's, where none is named) "
        "are made\nfirst, then looked at in 640x480 and 1024x768. Times are "
        "of this machine, now.\n\n"
        "  bevel bench\n"
        "  bevel bench sim:median-wrist --everything\n"
        "  bevel bench --scenes --frames 100\n"
        "  bevel bench clip.mp4 --frames 100 --json",
    .run = run,
};
