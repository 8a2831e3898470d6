/*
 * bevel statistics: simulated pictures in numbers, beside real ones.
 */
#include <errno.h>
#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "acquisition/simulator/scene.h"
#include "commands/commands.h"
#include "commands/statistics_sample.h"

enum { groups_most = 80, pictures_most = 40, neighbours = 5 };

/* Real pictures without a needle, under BEVEL_REAL_DIR; a clip has a window
 * where it is a whole screen. */
static const struct {
    const char *name, *path;
    bool clip;
    struct bv_px_box window;
} real[] = {
    {"nerves", "clean/regional-anaesthesia/images", false, {0}},
    {"thigh, S1", "clean/muscle/S1", false, {0}},
    {"thigh, S2", "clean/muscle/S2", false, {0}},
    {"thigh, S3", "clean/muscle/S3", false, {0}},
    {"thigh, S4", "clean/muscle/S4", false, {0}},
    {"thigh, S5", "clean/muscle/S5", false, {0}},
    {"bone", "sequences/BoneUltrasound_L14.igs.mha", true, {0}},
    {"hand-held", "needle/handheld-tissue/clip.mp4", true, {0}},
};

struct statistics {
    struct bv_sample_group real[groups_most], made[groups_most];
    int reals, mades;
};

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;

    return (x > y) - (x < y);
}

/* The median of one value over groups; NAN where none has it. */
static double median(const struct bv_sample_group *groups, int count, int value)
{
    double found[4096];
    size_t n = 0;

    for (int g = 0; g < count; g++)
        for (int i = 0; i < groups[g].count && n < 4096; i++)
            if (!isnan(groups[g].samples[i].value[value]))
                found[n++] = groups[g].samples[i].value[value];
    qsort(found, n, sizeof(*found), by_size);
    return n ? found[n / 2] : NAN;
}

/* The lowest and highest of the groups' medians. */
static void range(const struct bv_sample_group *groups, int count, int value,
                  double *low, double *high)
{
    *low = *high = NAN;
    for (int g = 0; g < count; g++) {
        double its = median(&groups[g], 1, value);

        if (isnan(its))
            continue;
        *low = fmin(isnan(*low) ? its : *low, its);
        *high = fmax(isnan(*high) ? its : *high, its);
    }
}

static int read_real(struct statistics *statistics, const char *folder,
                     struct bv_fault *fault)
{
    for (size_t i = 0; i < sizeof(real) / sizeof(*real); i++) {
        struct bv_sample_group *group = &statistics->real[statistics->reals];
        char path[PATH_MAX];
        int error;

        snprintf(path, sizeof(path), "%s/%s", folder, real[i].path);
        snprintf(group->name, sizeof(group->name), "%s", real[i].name);
        statistics->reals++;
        error =
            real[i].clip
                ? bv_sample_clip(group, path,
                                 real[i].window.right ? &real[i].window : NULL,
                                 pictures_most, fault)
                : bv_sample_folder(group, path, pictures_most, fault);
        if (error < 0)
            return error;
    }
    return 0;
}

static int make_scenes(struct statistics *statistics, int seeds,
                       struct bv_fault *fault)
{
    char *text = NULL, *rest;
    size_t size = 0;
    FILE *out = open_memstream(&text, &size);
    int error = 0;

    if (!out)
        return -ENOMEM;
    bv_scene_list(out);
    fclose(out);
    rest = text;
    for (char *line; error == 0 && (line = strsep(&rest, "\n"));) {
        char *name = strstr(line, "sim:");
        struct bv_sample_group *group = &statistics->made[statistics->mades];

        if (!name || statistics->mades == groups_most)
            continue;
        snprintf(group->name, sizeof(group->name), "%s", name + 4);
        statistics->mades++;
        error = bv_sample_scene(group, name + 4, seeds, fault);
    }
    free(text);
    return error;
}

/* Values of every picture, for the classifier; `kind` 1 is real. */
struct point {
    double value[BV_LOOK_COUNT];
    int kind;
    double far; /* scratch */
};

static int collect(const struct bv_sample_group *groups, int count, int kind,
                   struct point *points)
{
    int n = 0;

    for (int g = 0; g < count; g++)
        for (int i = 0; i < groups[g].count; i++, n++) {
            if (!points)
                continue;
            points[n].kind = kind;
            for (int k = 0; k < BV_LOOK_COUNT; k++) {
                double value = groups[g].samples[i].value[k];

                points[n].value[k] = isnan(value) ? 0 : value;
            }
        }
    return n;
}

static void standardise(struct point *points, int count)
{
    for (int k = 0; k < BV_LOOK_COUNT; k++) {
        double sum = 0, squares = 0, sd;

        for (int i = 0; i < count; i++) {
            sum += points[i].value[k];
            squares += points[i].value[k] * points[i].value[k];
        }
        sd = sqrt(fmax(squares / count - sum / count * (sum / count), 1e-12));
        for (int i = 0; i < count; i++)
            points[i].value[k] = (points[i].value[k] - sum / count) / sd;
    }
}

/* Whether most of the nearest others are of the point's own kind. */
static bool is_told(const struct point *points, int count, int which)
{
    double nearest[neighbours];
    int kind[neighbours], own = 0;

    for (int k = 0; k < neighbours; k++)
        nearest[k] = INFINITY;
    for (int i = 0; i < count; i++) {
        double far = 0;
        int at = neighbours - 1;

        if (i == which)
            continue;
        for (int k = 0; k < BV_LOOK_COUNT; k++)
            far += (points[i].value[k] - points[which].value[k]) *
                   (points[i].value[k] - points[which].value[k]);
        if (far >= nearest[at])
            continue;
        for (; at > 0 && nearest[at - 1] > far; at--) {
            nearest[at] = nearest[at - 1];
            kind[at] = kind[at - 1];
        }
        nearest[at] = far;
        kind[at] = points[i].kind;
    }
    for (int k = 0; k < neighbours && !isinf(nearest[k]); k++)
        own += kind[k] == points[which].kind;
    return 2 * own > neighbours;
}

/* How often a picture's five nearest others tell what it is: the mean of both
 * kinds. 0.5 is guessing, 1 is never wrong. NAN: no memory. */
static double tell_apart(const struct bv_sample_group *real_groups, int reals,
                         const struct bv_sample_group *made_groups, int mades)
{
    int n = collect(real_groups, reals, 1, NULL);
    int all = n + collect(made_groups, mades, 0, NULL);
    struct point *points = calloc((size_t)all + 1, sizeof(*points));
    double right[2] = {0}, count[2] = {0};

    if (!points)
        return NAN;
    collect(real_groups, reals, 1, points);
    collect(made_groups, mades, 0, points + n);
    standardise(points, all);
    for (int i = 0; i < all; i++) {
        right[points[i].kind] += is_told(points, all, i);
        count[points[i].kind]++;
    }
    free(points);
    return 0.5 * (right[0] / count[0] + right[1] / count[1]);
}

static const char *value_name(int value)
{
    switch (value) {
    case BV_SAMPLE_SEGMENTS:
        return "oblique segments";
    case BV_SAMPLE_ALIKE_1:
        return "alike, next frame";
    case BV_SAMPLE_ALIKE_10:
        return "alike, 1/3 s later";
    default:
        return bv_look_name((enum bv_look)value);
    }
}

static void print_table(const struct statistics *statistics)
{
    int inside = 0;

    printf("%-24s %9s %19s", "median of pictures", "simulated", "of scenes");
    printf(statistics->reals ? " %19s  inside\n" : "\n", "of real groups");
    for (int value = 0; value < BV_SAMPLE_VALUES; value++) {
        double made = median(statistics->made, statistics->mades, value);
        double low, high, made_low, made_high;
        bool in;

        range(statistics->made, statistics->mades, value, &made_low,
              &made_high);
        range(statistics->real, statistics->reals, value, &low, &high);
        in = made >= low && made <= high;
        inside += value < BV_LOOK_COUNT && in;
        printf("%-24s %9.2f %9.2f %9.2f", value_name(value), made, made_low,
               made_high);
        if (statistics->reals)
            printf(" %9.2f %9.2f  %s", low, high, in ? "yes" : "no");
        putchar('\n');
    }
    if (statistics->reals)
        printf("\n%d of the first %d lie within the range of the real groups' "
               "medians\n",
               inside, BV_LOOK_COUNT);
}

/* Each real group by itself, of what changes most from one to the next. */
static void print_groups(const struct statistics *statistics)
{
    static const int shown[] = {BV_LOOK_MEAN, BV_LOOK_LINES_P99,
                                BV_LOOK_GRADIENTS, BV_SAMPLE_SEGMENTS,
                                BV_SAMPLE_ALIKE_10};

    printf("\n%-12s %8s", "real group", "pictures");
    for (int k = 0; k < 5; k++)
        printf("  %s", value_name(shown[k]));
    putchar('\n');
    for (int g = 0; g < statistics->reals; g++) {
        const struct bv_sample_group *group = &statistics->real[g];

        printf("%-12s %8d", group->name, group->count);
        for (int k = 0; k < 5; k++)
            printf("  %*.2f", (int)strlen(value_name(shown[k])),
                   median(group, 1, shown[k]));
        putchar('\n');
    }
}

static void print_apart(const struct statistics *statistics)
{
    puts("\nTold apart by the five nearest pictures (0.5: guessing; pictures "
         "of one\nsubject or scene help each other, so this is rather too "
         "high):");
    printf("  %-24s %.2f\n", "simulated and all real",
           tell_apart(statistics->real, statistics->reals, statistics->made,
                      statistics->mades));
    for (int g = 0; g < statistics->reals; g++)
        printf("  simulated and %-10s %.2f\n", statistics->real[g].name,
               tell_apart(&statistics->real[g], 1, statistics->made,
                          statistics->mades));
    for (int g = 1; g < statistics->reals; g++)
        printf("  %-10s and nerves   %.2f\n", statistics->real[g].name,
               tell_apart(statistics->real, 1, &statistics->real[g], 1));
}

static int run(const struct bv_command *command, int argc, char **argv)
{
    static struct statistics statistics;
    const char *folder = getenv("BEVEL_REAL_DIR");
    int64_t seeds = 2;
    const struct bv_option options[] = {
        {"--seeds", "N", "pictures of each scene; 2 when left out",
         BV_OPTION_COUNT, &seeds, NULL},
        {0}};
    int exit_code = bv_options_read(command, options, &argc, argv);
    struct bv_fault fault = {0};
    int error = 0;

    if (exit_code >= 0)
        return exit_code;
    if (argc > 0)
        return bv_usage_error(command, "it takes no sources: it measures the "
                                       "bundled scenes.");
    if (seeds > 20)
        return bv_usage_error(command, "--seeds is at most 20.");
    if (folder && *folder)
        error = read_real(&statistics, folder, &fault);
    if (error == 0)
        error = make_scenes(&statistics, (int)seeds, &fault);
    if (error == 0) {
        print_table(&statistics);
        if (statistics.reals) {
            print_groups(&statistics);
            print_apart(&statistics);
        } else
            puts("\nSet BEVEL_REAL_DIR to see real pictures beside them "
                 "(docs/real-frames.md).");
    }
    for (int i = 0; i < statistics.reals; i++)
        bv_sample_group_fini(&statistics.real[i]);
    for (int i = 0; i < statistics.mades; i++)
        bv_sample_group_fini(&statistics.made[i]);
    return error < 0 ? bv_failure(command, &fault, error) : BV_EXIT_DONE;
}

const struct bv_command bv_command_statistics = {
    .name = "statistics",
    .words = "[options]",
    .summary = "simulated pictures in numbers, beside real ones",
    .details =
        "Grey levels, speckle, lines, shading and likeness over time of the "
        "bundled\nscenes, and of the real frames in BEVEL_REAL_DIR where it "
        "is set; then how\nwell the two are told apart. It takes a minute or "
        "two.\n\n"
        "  BEVEL_REAL_DIR=real bevel statistics",
    .run = run,
};
