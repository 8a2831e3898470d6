/*
 * How well the network's map ranks the true line of a needle, beside the
 * evidence of bright lines alone.
 *
 *   rank scene NAME SEED SECONDS STEP [--no-needle]
 *   rank source PATH STEP [FRAME:X,Y,X,Y ...]     truths: px, skin side first
 *   rank stills PATH STEP [FRAME:X,Y,X,Y ...]     each picture stands alone
 *
 * Every STEP-th frame, all lines are scored by their best stretch: the sum of
 * log odds on the network's map, of strength over a floor in the evidence. A
 * line of output: name, frame, visible mm (-1 unknown, 0 no needle), angle,
 * and for the evidence and the network each: the rank of the first right line
 * (0: none in ten) and the best score.
 */
#include <errno.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "acquisition/simulator/scene.h"
#include "acquisition/simulator/simulator.h"
#include "acquisition/source.h"
#include "core/clock.h"
#include "guidance/evidence.h"
#include "guidance/network.h"
#include "guidance/scan_area.h"

enum { angles = 90, offsets_most = 400, samples_most = 400, ranks_most = 10 };

static const double step_px = 2, floor_strength = 0.7;

struct line {
    double score, x, y; /* of its best stretch's middle, work px */
    double angle;       /* radians below the horizontal */
};

struct truth {
    bool known, needle; /* known: whether there is one */
    double visible_mm;
    struct bv_px_segment shaft; /* frame px */
};

struct bench {
    struct bv_scan_finder *finder;
    struct bv_evidence_maker *maker;
    struct bv_network *network;
    struct bv_evidence evidence;
    struct bv_network_maps maps;
    struct line lines[angles * offsets_most];
    int line_count;
    const char *name;
};

static bool is_inside(const struct bv_evidence *evidence, double x, double y)
{
    return x >= 1 && y >= 1 && x < evidence->width - 2 &&
           y < evidence->height - 2;
}

/* The stretch with the highest sum. */
static void keep_best(struct bench *bench, const float *values, int count,
                      double x, double y, double angle)
{
    double sum = 0, best = 0;
    int start = 0, from = 0, to = 0;

    for (int i = 0; i < count; i++) {
        if (sum <= 0) {
            sum = 0;
            start = i;
        }
        sum += (double)values[i];
        if (sum > best) {
            best = sum;
            from = start;
            to = i;
        }
    }
    if (best > 0)
        bench->lines[bench->line_count++] = (struct line){
            best, x + 0.5 * (from + to) * step_px * cos(angle),
            y + 0.5 * (from + to) * step_px * sin(angle), angle};
}

static void score_line(struct bench *bench, bool by_network, double angle,
                       double offset)
{
    const struct bv_evidence *evidence = &bench->evidence;
    double right = cos(angle), down = sin(angle);
    double x = evidence->width / 2.0 - offset * down;
    double y = evidence->height / 2.0 + offset * right;
    double reach = hypot(evidence->width, evidence->height) / 2;
    float values[samples_most];
    double first = NAN, last = NAN;
    int count;

    for (double along = -reach; along <= reach; along += step_px)
        if (is_inside(evidence, x + along * right, y + along * down)) {
            first = isnan(first) ? along : first;
            last = along;
        }
    if (isnan(first))
        return;
    x += first * right;
    y += first * down;
    count = (int)((last - first) / step_px) + 1;
    if (by_network) {
        bv_network_along(&bench->maps, x, y, right, down, step_px, count,
                         values);
    } else {
        bv_evidence_along(evidence, x, y, right, down, step_px, count, values);
        for (int i = 0; i < count; i++)
            values[i] -= (float)floor_strength;
    }
    keep_best(bench, values, count, x, y, angle);
}

static int by_score(const void *a, const void *b)
{
    double x = ((const struct line *)a)->score;
    double y = ((const struct line *)b)->score;

    return (x < y) - (x > y);
}

static double beside(const struct line *line, double x, double y)
{
    return fabs((x - line->x) * sin(line->angle) -
                (y - line->y) * cos(line->angle));
}

static double turned_deg(double a, double b)
{
    double turn = fmod(fabs(a - b), acos(-1));

    return fmin(turn, acos(-1) - turn) * 180 / acos(-1);
}

/* Within 3 degrees, and within 2 % of the picture's longer side (3 mm hardly
 * ever is less) from the middle of the shaft. */
static bool is_right(const struct bench *bench, const struct line *line,
                     const struct truth *truth)
{
    const struct bv_evidence *evidence = &bench->evidence;
    struct bv_px from = bv_evidence_from_frame(evidence, truth->shaft.from);
    struct bv_px to = bv_evidence_from_frame(evidence, truth->shaft.to);
    double longer = fmax(evidence->width, evidence->height);
    double angle = atan2(to.y - from.y, to.x - from.x);

    return turned_deg(line->angle, angle) <= 3 &&
           beside(line, (from.x + to.x) / 2, (from.y + to.y) / 2) <=
               0.02 * longer;
}

/* @return The rank of the first right line among lines that differ. */
static int rank(struct bench *bench, bool by_network, const struct truth *truth,
                double *best)
{
    struct line kept[ranks_most];
    int count = 0;

    bench->line_count = 0;
    for (int a = 0; a < angles; a++)
        for (int o = 0; o < offsets_most; o++)
            score_line(bench, by_network, a * acos(-1) / angles,
                       (o - offsets_most / 2) * 1.5);
    qsort(bench->lines, (size_t)bench->line_count, sizeof(*bench->lines),
          by_score);
    *best = bench->line_count ? bench->lines[0].score : 0;
    for (int i = 0; i < bench->line_count && count < ranks_most; i++) {
        const struct line *line = &bench->lines[i];
        bool other = true;

        for (int k = 0; k < count; k++)
            other &= turned_deg(kept[k].angle, line->angle) > 8 ||
                     beside(&kept[k], line->x, line->y) > 10;
        if (!other)
            continue;
        kept[count++] = *line;
        if (truth->needle && is_right(bench, line, truth))
            return count;
    }
    return 0;
}

static int look(struct bench *bench, const struct bv_frame *frame)
{
    struct bv_scan_area area;
    const uint8_t *mask;
    int error = bv_scan_finder_step(bench->finder, frame, &area, &mask);

    if (error == 0)
        error = bv_evidence_step(bench->maker, frame, &area, mask,
                                 &bench->evidence);
    return error < 0 ? error
                     : bv_network_step(bench->network, &bench->evidence,
                                       frame->time_ns, &bench->maps);
}

static void tell(struct bench *bench, long frame, const struct truth *truth)
{
    double best_evidence, best_network;
    int evidence = rank(bench, false, truth, &best_evidence);
    int network = rank(bench, true, truth, &best_network);

    printf("%s %ld %.1f %.1f %d %.1f %d %.1f\n", bench->name, frame,
           truth->known ? truth->visible_mm : -1,
           truth->needle ? bv_px_segment_angle_deg(&truth->shaft) : 0, evidence,
           best_evidence, network, best_network);
    fflush(stdout);
}

static int run_scene(struct bench *bench, int argc, char **argv)
{
    struct bv_simulator_options options = {
        .no_needle = argc > 6 && strcmp(argv[6], "--no-needle") == 0};
    int step = atoi(argv[5]), count = (int)(30 * atof(argv[4])), error;
    struct bv_fault fault = {0};
    struct bv_scene scene;
    struct bv_simulator *simulator;
    struct bv_frame *frame = bv_frame_new(640, 480);

    error = bv_scene_load(argv[2], true, strtoull(argv[3], NULL, 10), &scene,
                          &fault);
    if (error < 0) {
        fprintf(stderr, "rank: %s\n", fault.text);
        return error;
    }
    simulator = bv_simulator_new(&scene, &options);
    if (!frame || !simulator)
        return -ENOMEM;
    for (int i = 0; i < count && error == 0; i++) {
        const struct bv_truth *true_one;

        bv_simulator_render(simulator, frame);
        error = look(bench, frame);
        true_one = bv_simulator_truth(simulator);
        /* less than 8 mm is neither a needle nor none */
        if (error == 0 && i % step == step - 1 &&
            (!true_one->needle ||
             (true_one->has_shaft && true_one->visible_mm >= 8)))
            tell(bench, i,
                 &(struct truth){true, true_one->needle, true_one->visible_mm,
                                 true_one->shaft_px});
    }
    bv_simulator_free(simulator);
    bv_frame_unref(frame);
    return error;
}

/* What the command line says of a frame: nothing is no needle. */
static struct truth told(int argc, char **argv, long frame)
{
    struct truth truth = {.known = argc <= 4};

    for (int i = 4; i < argc; i++) {
        struct bv_px_segment *shaft = &truth.shaft;
        long at;

        if (sscanf(argv[i], "%ld:%lf,%lf,%lf,%lf", &at, &shaft->from.x,
                   &shaft->from.y, &shaft->to.x, &shaft->to.y) == 5 &&
            at == frame) {
            truth.needle = true;
            break;
        }
    }
    return truth;
}

static int run_source(struct bench *bench, int argc, char **argv)
{
    struct bv_fault fault = {0};
    struct bv_source *source;
    struct bv_frame *frame;
    int step = atoi(argv[3]);
    int error = bv_source_open(argv[2], NULL, &source, &fault);
    bool still = strcmp(argv[1], "stills") == 0;

    if (error < 0) {
        fprintf(stderr, "rank: %s\n", fault.text);
        return error;
    }
    for (long i = 0; error == 0; i++) {
        struct truth truth = told(argc, argv, i);

        error = bv_source_read(source, 1000, &frame, &fault);
        if (error < 0)
            break;
        if (still) {
            bv_scan_finder_reset(bench->finder);
            bv_evidence_maker_reset(bench->maker);
            bv_network_reset(bench->network);
        }
        error = look(bench, frame);
        if (error == 0 && (argc > 4 ? truth.needle : i % step == step - 1))
            tell(bench, i, &truth);
        bv_frame_unref(frame);
    }
    bv_source_close(source);
    return error == -ENODATA ? 0 : error;
}

int main(int argc, char **argv)
{
    static struct bench bench;
    bool scene = argc > 5 && strcmp(argv[1], "scene") == 0;
    int error;

    if (!scene && (argc < 4 || (strcmp(argv[1], "source") != 0 &&
                                strcmp(argv[1], "stills") != 0))) {
        fprintf(stderr, "usage: rank scene NAME SEED SECONDS STEP "
                        "[--no-needle] | source PATH STEP [FRAME:X,Y,X,Y] | "
                        "stills PATH STEP [FRAME:X,Y,X,Y]\n");
        return 2;
    }
    bench.name = argv[2];
    bench.finder = bv_scan_finder_new();
    bench.maker = bv_evidence_maker_new(BV_EVIDENCE_SIDE_PX);
    error = bv_network_new(&bench.network);
    if (error == 0)
        error = bench.finder && bench.maker ? scene ? run_scene(&bench, argc, argv)
                                                    : run_source(&bench, argc, argv)
                                            : -ENOMEM;
    if (error < 0)
        fprintf(stderr, "rank: %s\n", strerror(-error));
    bv_network_free(bench.network);
    bv_evidence_maker_free(bench.maker);
    bv_scan_finder_free(bench.finder);
    return error < 0;
}
